"""What goes into an issue: decided purely, from what the pipeline has read out of the store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from littrack.digest.weeks import week_of, weeks_between
from littrack.records import (
    Coverage,
    DayState,
    Decision,
    Issue,
    Item,
    LedgerEntry,
    Paper,
    RunState,
    Summary,
    Taxonomy,
    Verdict,
)

NEAR = 3
_BAD = {
    DayState.FAILED: "could not be read",
    DayState.SHORT: "came short",
    DayState.STALE: "was still the day before's",
    DayState.PENDING: "was not read yet",
}


@dataclass(frozen=True, slots=True)
class Setting:
    """What an issue is made under: the survey, the digest's title, the cap, and the model with its threshold."""

    survey: str
    title: str
    taxonomy: Taxonomy
    cap: int
    threshold: float
    model_id: str
    replay: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What waits: new items (best first) and how many there are in all, items again, the nearest below, what was read."""

    fresh: Sequence[Item] = ()
    waiting: int = 0
    again: Sequence[Item] = ()
    near: Sequence[Item] = ()
    coverage: Coverage = field(default_factory=Coverage)
    summary: Summary | None = None


def first_day(today: date, previous: Issue | None, earliest: date | None, first_days: int) -> date:
    """The first day of the period: the day after the previous issue's last, or the earliest day that is known of.

    An issue that a wrong clock has dated after ``today`` is not a previous one; the caller passes the last before it.
    """
    if previous:
        return min(previous.period_end + timedelta(days=1), today)
    return min(earliest or today - timedelta(days=first_days - 1), today)


def last_day(today: date, public: date, start: date) -> date:
    """The last day of the period: the newest one whose papers are ``public``, but not before ``start``."""
    return max(min(today, public), start)


def compose_issue(setting: Setting, number: int, period: tuple[date, date], today: date, now: datetime, found: Found) -> Issue:
    """A new issue of the week of ``today`` over ``period``, both days included."""
    items = _ordered([*found.again, *found.fresh])[: setting.cap]
    return Issue(
        number=number,
        week=week_of(today),
        survey=setting.survey,
        title=setting.title,
        period_start=period[0],
        period_end=period[1],
        created=now,
        taxonomy=setting.taxonomy,
        items=items,
        coverage=_counted(found, items),
        threshold=setting.threshold,
        model_id=setting.model_id,
        replay=setting.replay,
        near=() if items else tuple(found.near[:NEAR]),
        summary=found.summary,
    )


def grow(issue: Issue, setting: Setting, end: date, now: datetime, found: Found) -> Issue:
    """The open ``issue``, whose period now goes to ``end``, with what has come since; itself where nothing has.

    What stands in it stays, up to the cap: a maintainer may have seen it already.
    """
    changed = {item.paper.id: item for item in found.again}
    there = {item.paper.id for item in issue.items}
    kept = [changed.get(item.paper.id, item) for item in issue.items]
    fresh = [item for item in (*found.again, *found.fresh) if item.paper.id not in there]
    added = _ordered(fresh)[: max(0, setting.cap - len(kept))]
    items = _ordered([*kept, *added])
    grown = replace(
        issue,
        items=items,
        coverage=_counted(found, items),
        near=() if items else tuple(found.near[:NEAR]),
        taxonomy=setting.taxonomy if added else issue.taxonomy,
        model_id=setting.model_id if added else issue.model_id,
        threshold=setting.threshold if added else issue.threshold,
        summary=issue.summary or found.summary,
    )
    return issue if grown == issue else replace(grown, period_end=max(end, issue.period_end), created=now)


def summary_month(today: date, previous: Issue | None) -> tuple[date, date] | None:
    """The first and last day of the month before, where the issue of ``today`` is the first of a new month."""
    if previous is None or (previous.created.year, previous.created.month) >= (today.year, today.month):
        return None
    last = today.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last


def summary(decisions: Sequence[Decision], papers: Mapping[str, Paper], month: tuple[date, date], proposed: int) -> Summary:
    """What became of the candidates that were decided on in a month; the last word on a paper counts.

    Args:
        decisions: the whole log, the oldest first.
        papers: at least those that were accepted, by id.
        month: its first and last day.
        proposed: how many papers were first proposed in it.
    """
    words: dict[str, Verdict] = {}
    for decision in decisions:
        if month[0] <= decision.at.date() <= month[1]:
            words[decision.paper_id] = decision.verdict
    count = Counter(words.values())
    accepted = (papers[i] for i, verdict in sorted(words.items()) if verdict is Verdict.ACCEPT and i in papers)
    return Summary(
        f"{month[0]:%Y-%m}",
        proposed,
        count[Verdict.REJECT],
        count[Verdict.POSTPONE],
        tuple(replace(p, abstract=None, versions=()) for p in accepted),
    )


def _ordered(items: Sequence[Item]) -> tuple[Item, ...]:
    return tuple(sorted(items, key=lambda i: (-i.prediction.relevance, -i.prediction.score, i.paper.id)))


def _counted(found: Found, items: Sequence[Item]) -> Coverage:
    """The coverage with how many are above the threshold, and how many of these wait because of the cap."""
    here = {i.paper.id for i in items}
    left = found.waiting - sum(1 for i in found.fresh if i.paper.id in here)
    new = sum(1 for i in items if not i.note)
    return replace(found.coverage, above_threshold=new + left, held_back=left)


def coverage(
    entries: Sequence[LedgerEntry], mended: Sequence[LedgerEntry], read: int, previous: Issue | None, today: date, learned: str
) -> Coverage:
    """What the header tells of the period.

    Args:
        entries: the ledger of the period's days.
        mended: the ledger of earlier days that were caught up since the previous issue.
        read: how many papers the store got since the previous issue.
        previous: the issue before, or None.
        today: the day of the issue.
        learned: a sentence on what the model learnt, or nothing.
    """
    skipped = weeks_between(previous.week, week_of(today)) if previous else []
    caught = [f"{_weeks(skipped)} had no issue; this one covers what they missed."] if skipped else []
    late = sorted({e.day for e in (*mended, *entries) if e.state is DayState.CAUGHT_UP})
    if late:
        caught.append(f"{_days(late)} came late and {'is' if len(late) == 1 else 'are'} complete now.")
    return Coverage(read=read, new=read, failed=_failures(entries), caught_up=tuple(caught), learned=learned)


def _failures(entries: Sequence[LedgerEntry]) -> tuple[str, ...]:
    """One sentence for all categories that failed alike; a day that any source read completely has not failed."""
    good = {(e.category, e.day) for e in entries if e.state in (DayState.COMPLETE, DayState.QUIET, DayState.CAUGHT_UP)}
    bad: dict[tuple[str, DayState], set[date]] = {}
    for e in entries:
        if e.state in _BAD and (e.category, e.day) not in good:
            bad.setdefault((e.category, e.state), set()).add(e.day)
    said: dict[str, list[str]] = {}
    for (category, state), days in sorted(bad.items()):
        said.setdefault(f"{_days(sorted(days))} {_BAD[state]}.", []).append(category or "arXiv")
    return tuple(f"{', '.join(names)}: {what}" for what, names in said.items())


def outcome(issue: Issue) -> RunState:
    """How the run that made this issue ended."""
    if issue.coverage.failed:
        return RunState.DEGRADED if issue.coverage.read or issue.items else RunState.FAILED
    return RunState.COMPLETE if issue.items else RunState.QUIET


def _weeks(weeks: Sequence[str]) -> str:
    return f"Week {weeks[0]}" if len(weeks) == 1 else f"Weeks {weeks[0]} to {weeks[-1]}"


def _days(days: Sequence[date]) -> str:
    if len(days) <= 3:
        return ", ".join(f"{d.day} {d:%b}" for d in days)
    return f"{len(days)} days from {days[0].day} {days[0]:%b} to {days[-1].day} {days[-1]:%b}"
