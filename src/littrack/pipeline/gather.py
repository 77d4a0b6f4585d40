"""What an issue is made from, read out of the store: what is pending, what changed, what was read, what became of a month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from littrack.config import Workspace
from littrack.digest import select
from littrack.pipeline.calendar import entries as accounts
from littrack.pipeline.retrain import learned
from littrack.records import (
    Candidate,
    Coverage,
    DayState,
    Issue,
    Item,
    LedgerEntry,
    Prediction,
    SectionScore,
    Summary,
    canonical_category,
)
from littrack.sources.accounts import public_until
from littrack.sources.mailing import announcement_days
from littrack.store import Store


def period(
    workspace: Workspace, store: Store, current: Issue | None, previous: Issue | None, today: date, now: datetime
) -> tuple[date, date]:
    """The announcement days that an issue made now covers: from the previous one's last to the newest that is public."""
    if current:
        start = current.period_start
    else:
        earliest = min(store.ledger.first_days().values(), default=None)
        start = select.first_day(today, previous, earliest, workspace.settings.watch.first_days)
    return start, select.last_day(today, public_until(now), start)


def found(
    workspace: Workspace, store: Store, setting: select.Setting, previous: Issue | None, days: tuple[date, date], today: date
) -> select.Found:
    """What waits to be proposed or told."""
    fresh = store.predictions.pending(setting.model_id, setting.threshold, setting.cap)
    near = [] if fresh else store.predictions.pending(setting.model_id, 0.0, select.NEAR)
    return select.Found(
        fresh=_items(store, fresh),
        waiting=store.predictions.count_pending(setting.model_id, setting.threshold),
        again=_again(store, setting.model_id, today),
        near=_items(store, near),
        coverage=_coverage(workspace, store, previous, days, today),
        summary=_summary(store, today, previous),
    )


def _coverage(workspace: Workspace, store: Store, previous: Issue | None, days: tuple[date, date], today: date) -> Coverage:
    since = store.digests.changed(previous.number) if previous else None
    entries = accounts(store, *days)
    before = accounts(store, previous.period_start, previous.period_end) if previous else []
    return select.coverage(
        [*entries, *_unread(workspace, store, entries, days)],
        [e for e in before if since and e.at and e.at > since],
        store.papers.count_since(since),
        previous,
        today,
        learned(store, since),
    )


def _unread(workspace: Workspace, store: Store, entries: Sequence[LedgerEntry], days: tuple[date, date]) -> list[LedgerEntry]:
    """A pending entry for each day with a mailing of which there is no account, of categories that were read before."""
    known = {(e.category, e.day) for e in entries}
    first = store.ledger.first_days()
    watched = {canonical_category(c) for c in workspace.settings.watch.categories} & set(first)
    return [
        LedgerEntry("", category, day, DayState.PENDING)
        for category in sorted(watched)
        for day in announcement_days(max(days[0], first[category]), days[1])
        if (category, day) not in known
    ]


def _again(store: Store, model_id: str, today: date) -> list[Item]:
    """The candidates whose state has changed since they were proposed, with the reason."""
    changed = store.candidates.changed(today)
    ids = [candidate.paper_id for candidate, _ in changed]
    papers, opinions = store.papers.many(ids), store.predictions.of(model_id, ids)
    return [Item(papers[c.paper_id], opinions.get(c.paper_id) or _remembered(c, model_id), why) for c, why in changed]


def _remembered(candidate: Candidate, model_id: str) -> Prediction:
    """What a candidate was proposed with, where the present model has no opinion of it."""
    sections = (SectionScore(candidate.section, candidate.relevance),) if candidate.section else ()
    return Prediction(candidate.paper_id, 1, model_id, candidate.relevance, sections=sections)


def _summary(store: Store, today: date, previous: Issue | None) -> Summary | None:
    month = select.summary_month(today, previous)
    if month is None:
        return None
    log = store.decisions.all()
    papers = store.papers.many([d.paper_id for d in log])
    return select.summary(log, papers, month, store.candidates.proposed_between(*month))


def _items(store: Store, predictions: Sequence[Prediction]) -> list[Item]:
    papers = store.papers.many([p.paper_id for p in predictions])
    return [Item(papers[p.paper_id], p) for p in predictions]
