"""The verb ``evaluate``: of a workspace by date, or of two files with any taxonomy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

import orjson

from littrack.config import Workspace
from littrack.errors import ModelError, UsageError
from littrack.model import contest, plots, training
from littrack.model.evaluation import Placed, evaluate, linear_baseline, majority_baseline
from littrack.model.text import Text, of_reference
from littrack.records import Problem
from littrack.store import Store
from littrack.workspace import read_references, read_taxonomy, write_atomically


@dataclass(frozen=True, slots=True)
class EvaluateReport:
    """``figures`` are the model's, ``baselines`` those of simpler methods on the same texts; ``problems`` were passed over."""

    figures: dict[str, Any]
    baselines: dict[str, dict[str, Any]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    page: Path | None = None


def of_files(references: Path, test: Path, embeddings: bool = False, page: Path | None = None) -> EvaluateReport:
    """Fit on one file and place the texts of another.

    Args:
        references: JSON lines with ``title``, ``sections`` and, where known, ``abstract``.
        test: the same, to be placed. Sections that the first file lacks count as missed.
        embeddings: also compare by sentence embeddings (the extra).
        page: where to write the report as HTML.

    Raises:
        UsageError: a file cannot be read, or has not one line with a title and a section.
    """
    known, labels, problems = _read(references)
    asked, truth, more = _read(test)
    for path, given in ((references, labels), (test, truth)):
        if not any(given):
            raise UsageError(f"{path} has no line with a title and sections", 'write {"title": …, "sections": […]}, one a line')
    placed = evaluate(known, labels, asked, truth, embeddings)
    rows = [n for n, row in enumerate(truth) if row]
    tested, wanted = [asked[n] for n in rows], [truth[n] for n in rows]
    baselines = {
        "TF-IDF + linear": linear_baseline(known, labels, tested, wanted).figures(),
        "most frequent section": majority_baseline(labels, wanted).figures(),
    }
    report = EvaluateReport(placed.figures(), baselines, (*problems, *more), page)
    if page:
        write_atomically(page, _html(f"Sections of {test.name}", report, placed).encode())
    return report


def of_workspace(workspace: Workspace, store: Store, page: Path | None = None) -> EvaluateReport:
    """Fit on the workspace's older references and judge the newest fifth of the dated ones.

    Raises:
        ModelError: too few references have a date.
    """
    taxonomy = read_taxonomy(workspace.taxonomy_file)
    listed = read_references(workspace.references_file)
    papers = {p.id: p for p in store.papers.all()}
    examples = training.gather(taxonomy, listed, papers, store.decisions.all())
    left, held, stream = contest.split(examples)
    if len(held) < contest.FEWEST:
        raise ModelError(f"only {len(held)} references can be tested by date", "it takes 25 with a date, year or arXiv id")
    figures, _ = contest.judge(training.fit(left, workspace.settings.model), held, stream)
    figures["period"] = [str(min(d for r in held if (d := contest.dated(r)))), str(contest.cutoff(examples))]
    baselines = {}
    if rows := [r for r in held if r.sections]:
        known, labels = [of_reference(r) for r in left.positives], [r.sections for r in left.positives]
        wanted = [r.sections for r in rows]
        baselines = {
            "TF-IDF + linear": linear_baseline(known, labels, [of_reference(r) for r in rows], wanted).figures(),
            "most frequent section": majority_baseline(labels, wanted).figures(),
        }
    report = EvaluateReport(figures, baselines, (), page)
    if page:
        write_atomically(page, _html(f"{workspace.settings.survey.title}, by date", report, None).encode())
    return report


def _read(path: Path) -> tuple[list[Text], list[tuple[str, ...]], list[Problem]]:
    """Texts and sections of a JSON-lines file; bad lines are told and passed over."""
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror})", "check the path") from error
    texts: list[Text] = []
    labels: list[tuple[str, ...]] = []
    problems: list[Problem] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            data = orjson.loads(line)
            text = Text(str(data["title"]), str(data["abstract"]) if data.get("abstract") else None)
            row = _sections(data.get("sections", data.get("section")))
        except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
            problems.append(Problem(f"no JSON object with title and sections ({error})", str(path), number))
            continue
        texts.append(text)
        labels.append(row)
    return texts, labels, problems


def _sections(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,) if value.strip() else ()
    return tuple(dict.fromkeys(str(s) for s in value if str(s).strip())) if isinstance(value, Sequence) else ()


def _html(title: str, report: EvaluateReport, placed: Placed | None) -> str:
    placing = report.figures.get("sections", report.figures)
    rows: list[Sequence[object]] = []
    for name, figures in {"littrack": placing, **report.baselines}.items():
        if "hit_at" in figures:
            low, high = figures["interval"]["hit_at_1"]
            hits = [f"{figures['hit_at'][k]:.3f}" for k in ("1", "3", "5")]
            rows.append(
                [name, f"{hits[0]} ({low:.2f}–{high:.2f})", *hits[1:], figures["macro_f1"], figures["ece"], figures["n"]]
            )
    body = [f"<h1>{escape(title)}</h1>", "<h2>Sections</h2>"]
    body.append(plots.table(rows, ("", "hit at 1 (95 %)", "at 3", "at 5", "macro-F1", "ECE", "n")))
    if "hit_at" in placing:
        body.append(plots.bars({f"at {k}": v for k, v in placing["hit_at"].items()}, "A true section is among the first"))
    if placed:
        body.append(plots.curve([(b.said, b.came, b.n) for b in placed.curve()], "Reliability of the first section"))
    if "recall_at" in report.figures:
        told = {k.replace("_", " "): v for k, v in report.figures.items() if not isinstance(v, dict)}
        body += ["<h2>Ranking among the stream</h2>", plots.table(told)]
        body.append(
            plots.bars({f"at {k}": v for k, v in report.figures["recall_at"].items()}, "Recall within so many papers read")
        )
    return plots.page(title, body)
