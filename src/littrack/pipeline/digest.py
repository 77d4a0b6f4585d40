"""Making the digest: what is pending in the store becomes this week's issue, and the issue becomes files."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from littrack.config import Workspace
from littrack.digest import select
from littrack.digest.weeks import local_day, week_of
from littrack.errors import ModelError, UsageError
from littrack.pipeline import gather, publish
from littrack.pipeline.jobs import hold
from littrack.records import CandidateState, Coverage, Issue, RunState
from littrack.store import Store
from littrack.workspace import read_taxonomy

DEFAULT_THRESHOLD = 0.5


@dataclass(frozen=True, slots=True)
class DigestReport:
    """What making a digest came to. ``changed`` is whether the stored issue is another than before."""

    issue: int
    week: str
    paths: tuple[Path, ...]
    candidates: int
    changed: bool
    outcome: RunState
    coverage: Coverage


def make(workspace: Workspace, store: Store, now: datetime, *, replay: bool = False) -> DigestReport:
    """Make or grow the issue of the week of ``now``; write its files, the front page and the feeds.

    Run again without anything new, it leaves every byte as it is. A week's issue that was sent does not grow any more.

    Raises:
        ModelError: no model has been trained.
        ListError: the taxonomy is missing or wrong.
        BusyError: another job holds the workspace.
    """
    with hold(workspace.database, wait=60.0), store.transaction():
        before, issue = _decide(workspace, store, now, replay)
        if issue != before:
            _save(store, issue)
    stored = store.digests.get(issue.number)
    assert stored is not None
    paths = publish.write_issue(workspace, stored)
    publish.write_archive(workspace, store)
    return _report(stored, paths, issue != before)


def again(workspace: Workspace, store: Store, number: int) -> DigestReport:
    """Write the files of a stored issue again, byte by byte as they were.

    Raises:
        UsageError: there is no issue of that number.
    """
    issue = store.digests.get(number)
    if issue is None:
        numbers = store.digests.numbers()
        known = (
            f"issues {numbers[0]} to {numbers[-1]} are stored" if numbers else "none has been made yet: run `littrack digest`"
        )
        raise UsageError(f"there is no issue {number}", known)
    return _report(issue, publish.write_issue(workspace, issue), False)


def threshold(workspace: Workspace, store: Store) -> tuple[str, float]:
    """The champion's id, and the relevance from which on a paper is proposed.

    Raises:
        ModelError: no model has been trained.
    """
    champion = store.models.champion()
    if champion is None:
        raise ModelError("no model has been trained", "run `littrack train`, then `littrack classify`")
    given = workspace.settings.model.threshold
    chosen = given if given is not None else champion.card.get("threshold", DEFAULT_THRESHOLD)
    return champion.id, float(chosen)


def _decide(workspace: Workspace, store: Store, now: datetime, replay: bool) -> tuple[Issue | None, Issue]:
    """The stored issue of this week, if any, and what it is to be."""
    settings = workspace.settings
    today = local_day(now, settings.digest.zone)
    current = store.digests.of_week(week_of(today))
    last = store.digests.last()
    if current and (store.digests.is_closed(current.number) or (last and last.number != current.number)):
        return current, current
    previous = store.digests.before(today, current.number if current else None)
    model_id, least = threshold(workspace, store)
    setting = select.Setting(
        survey=settings.survey.slug,
        title=settings.digest.title or settings.survey.title,
        taxonomy=read_taxonomy(workspace.taxonomy_file),
        cap=settings.digest.cap,
        threshold=least,
        model_id=model_id,
        replay=replay,
    )
    days = gather.period(workspace, store, current, previous, today, now)
    found = gather.found(workspace, store, setting, previous, days, today)
    if current:
        return current, select.grow(current, setting, days[1], now, found)
    return None, select.compose_issue(setting, (last.number if last else 0) + 1, days, today, now, found)


def _save(store: Store, issue: Issue) -> None:
    """Store an issue; a candidate that it tells to be withdrawn is one no more."""
    store.digests.save(issue)
    for item in issue.items:
        candidate = store.candidates.get(item.paper.id) if item.note and item.paper.withdrawn else None
        if candidate and candidate.state in (CandidateState.SUGGESTED, CandidateState.POSTPONED):
            store.candidates.set_state(replace(candidate, state=CandidateState.WITHDRAWN))


def _report(issue: Issue, paths: tuple[Path, ...], changed: bool) -> DigestReport:
    return DigestReport(issue.number, issue.week, paths, len(issue.items), changed, select.outcome(issue), issue.coverage)
