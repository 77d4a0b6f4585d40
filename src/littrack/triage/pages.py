"""The pages: from a visit to a template and what stands in it. Nothing here writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from littrack.records import Candidate, CandidateState, Item, LedgerEntry, Reason, SectionScore, Taxonomy
from littrack.triage import rules
from littrack.triage.plot import headline_figures, reliability_points
from littrack.triage.session import Session
from littrack.triage.views import Desk, Filters, Sheet

SUGGESTED_SECTIONS = 6
LEDGER_DAYS = 60
_LARGEST = 10**9  # no number of ours is larger; SQLite itself ends at 2^63


class NotFoundError(Exception):
    """There is no such page."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One request: who asks, when, with what; ``fields`` are of the address, ``form`` of a posted form."""

    desk: Desk
    session: Session
    now: datetime
    path: Mapping[str, Any]
    fields: Mapping[str, str]
    form: Mapping[str, list[str]] = field(default_factory=dict)

    def posted(self, name: str) -> str:
        """The first value of a posted field; empty where it is missing."""
        return self.form.get(name, [""])[0]


@dataclass(frozen=True, slots=True)
class Page:
    """A template and what stands in it."""

    template: str
    context: dict[str, Any]
    status: int = 200


@dataclass(frozen=True, slots=True)
class Choice:
    """A section to accept into; ``key`` chooses it, ``probability`` is the model's."""

    slug: str
    heading: str
    above: str
    probability: float | None
    key: str
    chosen: bool


def filters(fields: Mapping[str, str]) -> Filters:
    """The filters of an address; what makes no sense counts as not given."""
    return Filters(
        section=fields.get("section", "")[:200],
        issue=number(fields.get("issue", "")) or None,
        at_least=_share(fields.get("at_least", "")),
        words=rules.clean(fields.get("words", ""), 200),
    )


def number(text: str) -> int:
    """A whole number from 0 to a thousand million; 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _share(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        return 0.0
    return value if 0 <= value <= 1 else 0.0


def pending(v: Visit) -> Page:
    """The list of what waits for a decision."""
    wanted = filters(v.fields)
    overview = v.desk.overview(wanted, max(number(v.fields.get("page", "1")), 1))
    return Page("pending.jinja", {"nav": "pending", "o": overview, "filters": wanted, "taxonomy": v.desk.taxonomy})


def paper(v: Visit) -> Page:
    """One candidate, to decide on."""
    wanted = filters(v.fields)
    sheet = v.desk.sheet(v.path["paper_id"], wanted, entry="entry" in v.fields)
    if sheet is None:
        raise NotFoundError
    done = v.desk.sheet(v.fields["done"], wanted) if v.fields.get("done") else None
    return sheet_page(v, sheet, wanted, done=done)


def sheet_page(
    v: Visit, sheet: Sheet, wanted: Filters, *, done: Sheet | None = None, error: str = "", status: int = 200
) -> Page:
    """The page of one sheet; ``done`` is the candidate decided on just before, ``error`` what went wrong."""
    chosen = tuple(s for s in v.form.get("section", []) if s) or sheet.candidate.sections
    context = {
        "nav": "pending",
        "sheet": sheet,
        "filters": wanted,
        "choices": choices(sheet, v.desk.taxonomy, chosen),
        "taxonomy": v.desk.taxonomy,
        "reasons": list(Reason),
        "until": v.now.date() + timedelta(days=rules.POSTPONE_DAYS),
        "tomorrow": v.now.date() + timedelta(days=1),
        "done": done,
        "error": error,
        "open": is_open(sheet.candidate, v.now),
    }
    return Page("paper.jinja", context, status)


def is_open(candidate: Candidate, now: datetime) -> bool:
    """Whether the candidate waits for a decision now."""
    over = candidate.until is not None and candidate.until <= now.date()
    return candidate.state is CandidateState.SUGGESTED or (candidate.state is CandidateState.POSTPONED and over)


def choices(sheet: Sheet, taxonomy: Taxonomy, chosen: tuple[str, ...]) -> list[Choice]:
    """The sections offered with one key each: those chosen, then the most probable."""
    scores: dict[str, float | None] = {}
    if sheet.prediction:
        ranked: tuple[SectionScore, ...] = sheet.prediction.sections
        scores = {s.slug: s.probability for s in ranked if taxonomy.get(s.slug)}
    default = chosen or tuple(s for s in (sheet.candidate.section,) if s and taxonomy.get(s))
    slugs = list(dict.fromkeys([*list(scores)[:SUGGESTED_SECTIONS], *default]))[:9]
    return [
        Choice(
            slug,
            taxonomy.heading(slug),
            " › ".join(s.heading for s in taxonomy.path(slug)[:-1]),
            scores.get(slug),
            str(n),
            slug in default,
        )
        for n, slug in enumerate(slugs, 1)
    ]


def search(v: Visit) -> Page:
    """Full-text search over all papers."""
    words, page = rules.clean(v.fields.get("q", ""), 200), max(number(v.fields.get("page", "1")), 1)
    hits = v.desk.search(words, page) if words else None
    return Page("search.jinja", {"nav": "search", "words": words, "hits": hits, "page": page})


def history(v: Visit) -> Page:
    """The decision log, the newest first."""
    entries = v.desk.history(number(v.fields.get("before", "")) or None)
    return Page("history.jinja", {"nav": "history", "entries": entries, "taxonomy": v.desk.taxonomy})


def digests(v: Visit) -> Page:
    """All issues."""
    return Page("digests.jinja", {"nav": "digests", "issues": v.desk.issues()})


def digest(v: Visit) -> Page:
    """One issue, by section, with how its candidates stand now."""
    wanted: int = v.path["number"]
    found = v.desk.issue(wanted) if wanted < _LARGEST else None
    if found is None:
        raise NotFoundError
    issue, candidates = found
    by_section: dict[str, list[Item]] = {}
    for item in issue.items:
        by_section.setdefault(item.prediction.sections[0].slug if item.prediction.sections else "", []).append(item)
    groups = [(issue.taxonomy.heading(slug) if slug else "No section", items) for slug, items in by_section.items()]
    return Page("digest.jinja", {"nav": "digests", "issue": issue, "groups": groups, "candidates": candidates})


def ledger(v: Visit) -> Page:
    """What was expected of arXiv and what came, day by day."""
    today = v.now.date()
    entries = sorted(v.desk.ledger(today - timedelta(days=LEDGER_DAYS), today), key=_by_day, reverse=True)
    days = [(day, list(group)) for day, group in groupby(entries, key=lambda e: e.day)]
    return Page("ledger.jinja", {"nav": "ledger", "days": days})


def _by_day(entry: LedgerEntry) -> tuple[Any, ...]:
    return entry.day, entry.source, entry.category


def model(v: Visit) -> Page:
    """The card of the model in use, with its reliability plot."""
    found = v.desk.model()
    points = reliability_points(found.card) if found else {}
    headlines = headline_figures(found.card) if found else []
    return Page("model.jinja", {"nav": "model", "model": found, "points": points, "headlines": headlines})


def the_list(v: Visit) -> Page:
    """The pending change of the list, and how the list is."""
    health = v.desk.health(read="check" in v.fields)
    most = max((s.total for s in health.sections), default=0)
    context = {"nav": "list", "change": v.desk.change(), "health": health, "most": most, "taxonomy": v.desk.taxonomy}
    return Page("list.jinja", context)


def drift(v: Visit) -> Page:
    """What moves in the field."""
    return Page("drift.jinja", {"nav": "drift", "findings": v.desk.drift()})
