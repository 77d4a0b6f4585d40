"""What came, what is pending, what is missing: one look at a workspace."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from littrack.config import Workspace
from littrack.pipeline.calendar import entries as accounts
from littrack.pipeline.doctor import Health, at_a_glance
from littrack.pipeline.jobs import settled
from littrack.records import CandidateState, DayState, LedgerEntry, RunState
from littrack.store import Store
from littrack.store.runs import Run

_WORST = [
    DayState.QUIET,
    DayState.COMPLETE,
    DayState.CAUGHT_UP,
    DayState.PENDING,
    DayState.STALE,
    DayState.SHORT,
    DayState.FAILED,
]
_DONE = (RunState.COMPLETE, RunState.QUIET, RunState.DEGRADED)
_GAPS = (DayState.STALE, DayState.SHORT, DayState.FAILED)


@dataclass(frozen=True, slots=True)
class ModelLine:
    """A trained model, as the status shows it."""

    id: str
    created: str
    state: str


@dataclass(frozen=True, slots=True)
class DayLine:
    """One announcement day over all sources and categories: the worst state, and papers expected, received and new."""

    day: date
    state: DayState
    expected: int | None
    received: int
    new: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Status:
    """The whole look. ``missing`` has a sentence for everything that ought to be there and is not."""

    survey: str
    root: Path
    database_bytes: int
    papers: int
    references: int
    models: tuple[ModelLine, ...]
    pending: dict[str, int]
    calendar: tuple[DayLine, ...]
    runs: tuple[Run, ...]
    last_issue: dict[str, Any] | None
    missing: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """All of it as plain values."""
        return asdict(self)


def status(workspace: Workspace, store: Store, now: datetime, days: int = 14) -> Status:
    """Look at the workspace; changes nothing.

    Args:
        workspace: the survey.
        store: its database.
        now: the moment of the look.
        days: how many days back the calendar and the gaps reach.
    """
    today = now.date()
    entries = accounts(store, today - timedelta(days=days), today)
    runs = tuple(settled(workspace, store.runs.last(10)))
    pending = _pending(store)
    return Status(
        survey=workspace.settings.survey.title,
        root=workspace.root,
        database_bytes=sum(f.stat().st_size for f in workspace.database.parent.glob("littrack.db*")),
        papers=store.papers.count(),
        references=len(store.references.arxiv_ids()),
        models=tuple(ModelLine(m.id, m.created, m.state) for m in store.models.all()),
        pending=pending,
        calendar=calendar(entries),
        runs=runs,
        last_issue=_last_issue(store),
        missing=tuple(_missing(workspace, store, now, entries, pending)),
    )


def calendar(entries: list[LedgerEntry]) -> tuple[DayLine, ...]:
    """The ledger's entries summed by day, the oldest first; a day is as bad as its worst entry."""
    by_day: dict[date, list[LedgerEntry]] = {}
    for entry in entries:
        by_day.setdefault(entry.day, []).append(entry)
    return tuple(_day(day, found) for day, found in sorted(by_day.items()))


def _day(day: date, found: list[LedgerEntry]) -> DayLine:
    expected = [e.expected for e in found if e.expected is not None]
    return DayLine(
        day=day,
        state=max((e.state for e in found), key=_WORST.index),
        expected=sum(expected) if expected else None,
        received=sum(e.received for e in found),
        new=sum(e.new for e in found),
        notes=tuple(dict.fromkeys(e.note for e in found if e.note)),
    )


def _pending(store: Store) -> dict[str, int]:
    champion = store.models.champion()
    return {
        "to classify": store.papers.count_unpredicted(champion.id) if champion else store.papers.count(),
        "to decide": len(store.candidates.in_state(CandidateState.SUGGESTED)),
        "to merge": len(store.candidates.in_state(CandidateState.ACCEPTED)),
    }


def _last_issue(store: Store) -> dict[str, Any] | None:
    issue = store.digests.last()
    if issue is None:
        return None
    closed = store.digests.is_closed(issue.number)
    return {"number": issue.number, "week": issue.week, "papers": len(issue.items), "closed": closed}


def _missing(
    workspace: Workspace, store: Store, now: datetime, entries: list[LedgerEntry], pending: dict[str, int]
) -> list[str]:
    wrong = (check for check in at_a_glance(workspace, store, now) if check.health is Health.WRONG)
    found = [f"{check.name.capitalize()}: {check.found}; {check.remedy}." for check in wrong]
    if not store.papers.count():
        found.append("No paper has been read: run `littrack fetch`.")
    for line in calendar(entries):
        if line.state in _GAPS:
            notes = f" ({'; '.join(line.notes)})" if line.notes else ""
            found.append(f"arXiv's day {line.day} is {line.state.value}{notes}: the next `littrack fetch` asks again.")
    good = store.runs.last_ended(("run", "weekly", "fetch", "daily"), _DONE)
    if good and now - good.started > timedelta(days=2):
        found.append(f"Nothing has been fetched for {(now - good.started).days} days: is `littrack schedule` running?")
    if pending["to classify"] and store.models.champion():
        found.append(f"{pending['to classify']} papers wait to be classified: run `littrack classify`.")
    return found
