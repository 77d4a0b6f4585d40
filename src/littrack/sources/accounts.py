"""The rules of the ledger: what a day's feeds, records and silences amount to. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from littrack.records import DayState, LedgerEntry, Paper
from littrack.sources.feed import LIMIT, SOURCE, Batch, is_stale
from littrack.sources.mailing import (
    EASTERN,
    announcement_day,
    announcement_days,
    deadline,
    is_announcement_day,
    last_announced,
    mailing_moment,
    previous_day,
)
from littrack.sources.windows import Covered

LATE = timedelta(hours=28)
_GRACE = timedelta(hours=3)  # the query API and OAI-PMH have a mailing some hours after it went out
_SETTLED = (DayState.COMPLETE, DayState.QUIET, DayState.CAUGHT_UP)


@dataclass(frozen=True, slots=True)
class LastBatch:
    """The newest batch of a category that was not stale."""

    day: date
    ids: frozenset[str]


def first_mailing(paper: Paper, covered: Sequence[Covered], now: datetime) -> date | None:
    """The day on which a paper that the store has not was announced.

    That is the day that its submission makes; but where littrack has looked for that submission time after that day's mailing
    and did not see it, the paper was held back, or listed in the watched category only now.
    """
    if paper.submitted is None:
        return None
    due = announcement_day(paper.submitted)
    if due > now.date() + timedelta(days=14):
        return last_announced(now)  # a date that is to come is wrong, and must not keep the paper from a digest
    public = mailing_moment(due) + _GRACE
    looked = any(c.start <= paper.submitted <= c.end and c.at >= public for c in covered)
    return max(due, last_announced(now)) if looked else due


def public_until(now: datetime) -> date:
    """The newest announcement day whose papers every source can be expected to have."""
    return last_announced(now - _GRACE)


def days_covered(start: datetime, end: datetime, public: date) -> tuple[date, date] | None:
    """The first and last announcement day whose whole window of submission lies between ``start`` and ``end``."""
    days = [
        d
        for d in announcement_days(start.date() - timedelta(days=1), min(end.date() + timedelta(days=7), public))
        if deadline(previous_day(d)) >= start and deadline(d) <= end
    ]
    return (days[0], days[-1]) if days else None


def is_ours(paper: Paper, begin: datetime, overlap: timedelta) -> bool:
    """Whether a paper that the store has not belongs to what is watched since ``begin``, going by its first submission.

    A datestamp says nothing: bulk edits touch thousands of old papers. A paper with one version may have been held back before
    ``begin`` and announced after it.
    """
    if paper.submitted is None:
        return False
    return paper.submitted >= (begin - overlap if paper.version == 1 else begin)


def judge_feeds(
    batches: Mapping[str, Batch | None], before: Mapping[str, LastBatch], now: datetime
) -> dict[str, tuple[DayState, str]]:
    """State and note of each category's feed of today; None is a feed that did not come.

    An empty feed is quiet where the calendar or every other watched category agrees, else it is pending: the day's papers
    come from the other sources, or the feed comes late.
    """
    today = now.astimezone(EASTERN).date()
    all_empty = all(not batch.items for batch in batches.values() if batch)
    found = {}
    for category, batch in batches.items():
        last = before.get(category)
        if batch is None:
            found[category] = (DayState.FAILED, "the feed did not come")
        elif why := is_stale(batch, last.ids if last else frozenset(), last.day if last else batch.day, now):
            found[category] = (DayState.STALE, why)
        elif len(batch.items) >= LIMIT:
            found[category] = (DayState.SHORT, f"F21 the feed is cut at {LIMIT} papers")
        elif not batch.items and (all_empty or not is_announcement_day(today)):
            found[category] = (DayState.QUIET, "F04 no paper in any feed" if is_announcement_day(today) else "")
        elif not batch.items:
            found[category] = (DayState.PENDING, "F04 the feed is empty, others are not")
        else:
            late = "" if is_announcement_day(batch.day) else "F03 the batch came late"
            found[category] = (DayState.COMPLETE, late)
    return found


def day_of(batch: Batch) -> date:
    """The announcement day of a batch that is not stale; one that comes on a Saturday belongs to Friday."""
    return batch.day if is_announcement_day(batch.day) else previous_day(batch.day)


def feed_entries(
    judged: Mapping[str, tuple[DayState, str]], batches: Mapping[str, Batch | None], new: Mapping[str, int], now: datetime
) -> list[LedgerEntry]:
    """The ledger's entries of today's feeds; a quiet day without a mailing has none."""
    today = now.astimezone(EASTERN).date()
    found = []
    for category, (state, note) in judged.items():
        batch = batches[category]
        day = day_of(batch) if batch and state in (DayState.COMPLETE, DayState.SHORT) else today
        if state is DayState.QUIET and not is_announcement_day(today):
            continue
        count = len(batch.ids) if batch and state is not DayState.STALE else 0
        found.append(LedgerEntry(SOURCE, category, day, state, None, count, new.get(category, 0), note, now))
    return found


def record_entries(
    source: str,
    category: str,
    papers: Iterable[Paper],
    new: frozenset[str],
    days: tuple[date, date],
    expected: Mapping[date, frozenset[str]],
    before: Mapping[date, LedgerEntry],
    watching: datetime | None,
    now: datetime,
) -> list[LedgerEntry]:
    """The entries that change, after a source has answered in full for the announcement days ``days`` (both included).

    Args:
        source: ``api`` or ``oai``.
        category: whose papers these are.
        papers: what the source delivered, with their announcement days.
        new: ids that the store did not have.
        days: the first and the last announcement day that the answer covers.
        expected: by day, the ids that the feed announced.
        before: by day, the entries of this source and category as they are.
        watching: since when littrack watches this; a later day that it did not read in time is caught up, not first read.
        now: the moment of the run.
    """
    mine = [p for p in papers if p.announced]
    count = Counter(p.announced for p in mine)
    fresh = Counter(p.announced for p in mine if p.id in new)
    held = Counter(p.announced for p in mine if p.submitted and announcement_day(p.submitted) < p.announced)  # type: ignore[operator]
    had = {p.id for p in mine}
    wanted = sorted({*announcement_days(*days), *(d for d in count if d and days[0] <= d <= days[1])})
    found = []
    for day in wanted:
        missing = expected.get(day, frozenset()) - had
        state, note = _state(day, count[day], len(missing), before.get(day), watching, now)
        unfed = sum(1 for p in mine if p.announced == day and p.id not in expected[day]) if day in expected else 0
        notes = [
            note,
            f"F02 the feed lacked {unfed}" if unfed else "",
            f"F18 {held[day]} had been held back" if held[day] else "",
        ]
        entry = LedgerEntry(
            source,
            category,
            day,
            state,
            len(expected[day]) if day in expected else None,
            count[day],
            fresh[day],
            "; ".join(n for n in notes if n),
            now,
        )
        found.append(_kept(entry, before.get(day)))
    return [e for e in found if e is not None and e != before.get(e.day)]


def _state(
    day: date, received: int, missing: int, old: LedgerEntry | None, watching: datetime | None, now: datetime
) -> tuple[DayState, str]:
    if missing and now - mailing_moment(day) < timedelta(days=14):
        return DayState.SHORT, f"F17 lacks {missing} papers that the feed announced"
    if old and old.state not in _SETTLED:
        return DayState.CAUGHT_UP, f"was {old.state.value}"
    if old is None and watching and watching < mailing_moment(day) < now - LATE:
        return DayState.CAUGHT_UP, "was not fetched on the day"
    return (DayState.COMPLETE, "") if received else (DayState.QUIET, "")


def _kept(entry: LedgerEntry, old: LedgerEntry | None) -> LedgerEntry | None:
    """The entry to write, or None: what was settled stays, but for papers that came after it."""
    if old is None:
        return entry
    if old.state in _SETTLED:
        if entry.received <= old.received:
            return None
        state = DayState.CAUGHT_UP if old.state is DayState.QUIET else old.state
        note = entry.note or ("F17 papers came late" if old.state is DayState.QUIET else old.note)
        return replace(entry, state=state, new=old.new + entry.new, note=note)
    return replace(entry, new=old.new + entry.new)


def combine(entries: Sequence[LedgerEntry]) -> LedgerEntry:
    """One account of a category's day from all sources' entries; ``source`` names those that delivered.

    A day is had when one source of records (query API, OAI-PMH) has answered for it in full. Where they failed and the feed
    came, the day is short: a feed announces, and now and then forgets.
    """
    records = [e for e in entries if e.source != SOURCE]
    settled = [e for e in records or entries if e.state in _SETTLED]
    best = max(settled or entries, key=lambda e: (e.received, e.source))
    if settled:
        # Had on the day itself by one source is better than caught up by another.
        order = (DayState.COMPLETE, DayState.QUIET, DayState.CAUGHT_UP)
        state = min((e.state for e in settled if e.received == best.received), key=order.index)
    elif records and best.source == SOURCE and best.state is DayState.COMPLETE:
        state = DayState.SHORT
    else:
        worst = (DayState.FAILED, DayState.STALE, DayState.SHORT, DayState.PENDING, DayState.QUIET)
        state = min((e.state for e in entries if e.state in worst), key=worst.index)
    notes = dict.fromkeys(e.note for e in entries if e.note)
    expected = max((e.expected for e in entries if e.expected is not None), default=None)
    sources = "+".join(e.source for e in entries if e.received)
    at = max((e.at for e in entries if e.at), default=None)
    return LedgerEntry(
        sources,
        best.category,
        best.day,
        state,
        expected,
        max(e.received for e in entries),
        sum(e.new for e in entries),
        "; ".join(notes),
        at,
    )
