"""Candidates, accepted papers and references as rows for other tools: CSV and JSON lines. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import orjson

from littrack.digest.clean import ABSTRACT, NAME, clean, web_link
from littrack.digest.compose import first_section
from littrack.records import Candidate, Issue, Item, Paper, Reference

COLUMNS = (
    "id", "title", "authors", "year", "date", "venue", "arxiv_id", "doi", "url", "sections", "state", "relevance", "issue"
)  # fmt: skip
Row = Mapping[str, Any]


def candidate_row(paper: Paper, candidate: Candidate) -> Row:
    """A candidate and where it stands."""
    sections = candidate.sections or ((candidate.section,) if candidate.section else ())
    return paper_row(paper) | {
        "sections": list(sections),
        "state": candidate.state.value,
        "relevance": round(candidate.relevance, 4),
        "issue": candidate.issue or None,
    }


def paper_row(paper: Paper) -> dict[str, Any]:
    """A paper's own columns."""
    day = paper.announced or (paper.submitted.date() if paper.submitted else None)
    row = dict.fromkeys(COLUMNS) | {
        "id": paper.id,
        "title": clean(paper.title),
        "authors": [clean(a, NAME) for a in paper.authors],
        "year": day.year if day else None,
        "date": _day(day),
        "venue": clean(paper.journal_ref or ""),
        "arxiv_id": paper.id,
        "doi": clean(paper.doi or "", NAME),
        "url": paper.url,
    }
    return row | {"sections": []}


def reference_row(reference: Reference) -> Row:
    """An entry of the survey's lists."""
    return dict.fromkeys(COLUMNS) | {
        "id": reference.key,
        "title": clean(reference.title),
        "authors": [clean(a, NAME) for a in reference.authors],
        "year": reference.year,
        "date": _day(reference.added),
        "venue": clean(reference.venue or ""),
        "arxiv_id": reference.arxiv_id,
        "doi": clean(reference.doi or "", NAME),
        "url": web_link(reference.url or ""),
        "sections": list(reference.sections),
        "state": "listed",
    }


def as_csv(rows: Iterable[Row]) -> str:
    """Rows with a heading; several authors or sections are joined by semicolons. No cell can be a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow(_cell(row[column]) for column in COLUMNS)
    return out.getvalue()


def as_jsonl(rows: Iterable[Row]) -> str:
    """One object a line, with every column."""
    return "".join(orjson.dumps(row).decode() + "\n" for row in rows)


def issue_json(issue: Issue) -> str:
    """An issue for programs: the period, the coverage and every candidate with its probabilities and evidence."""
    c = issue.coverage
    return (
        orjson.dumps(
            {
                "issue": issue.number,
                "week": issue.week,
                "title": clean(issue.title),
                "survey": issue.survey,
                "period": [issue.period_start, issue.period_end],
                "made": issue.created,
                "model": issue.model_id,
                "threshold": issue.threshold,
                "replay": issue.replay,
                "papers_read": c.read,
                "held_back": c.held_back,
                "failed": [clean(f) for f in c.failed],
                "caught_up": [clean(f) for f in c.caught_up],
                "candidates": [_item(item) for item in issue.items],
            },
            option=orjson.OPT_INDENT_2 | orjson.OPT_UTC_Z,
        ).decode()
        + "\n"
    )


def _item(item: Item) -> dict[str, Any]:
    paper, opinion = item.paper, item.prediction
    return {
        "id": paper.id,
        "version": paper.version,
        "title": clean(paper.title),
        "authors": [clean(a, NAME) for a in paper.authors],
        "categories": [clean(name, NAME) for name in paper.categories],
        "abstract": clean(paper.abstract or "", ABSTRACT),
        "url": paper.url,
        "relevance": round(opinion.relevance, 4),
        "section": first_section(item),
        "sections": [[s.slug, round(s.probability, 4)] for s in opinion.sections],
        "no_section_fits": round(opinion.unplaced, 4),
        "terms": [[clean(t.text, 60), round(t.weight, 4)] for t in opinion.evidence.terms],
        "like": [clean(n.title) for n in opinion.evidence.neighbours],
        "shared_authors": [clean(a, NAME) for a in opinion.evidence.shared_authors],
        "note": clean(item.note),
    }


def _cell(value: object) -> object:
    if isinstance(value, Sequence) and not isinstance(value, str):
        value = "; ".join(value)
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@"):
        return "'" + value
    return "" if value is None else value


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
