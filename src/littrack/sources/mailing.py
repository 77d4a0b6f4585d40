"""arXiv's calendar: when papers are announced, and what has to be submitted by when. Pure.

An announcement day is the Eastern day that a mailing carries in listings and feeds. Its mailing goes out at 20:00 Eastern
the evening before (Sunday to Thursday), and holds what was submitted until 14:00 Eastern: of that day, or for Sunday
evening of the Friday. Source: https://info.arxiv.org/help/availability.html.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

EASTERN = ZoneInfo("America/New_York")
_DAY = timedelta(days=1)
_SUNDAY, _FRIDAY, _SATURDAY = 6, 4, 5

# Evenings without a mailing. arXiv names them a year ahead and adds others at short notice; a day that is not here and
# turns out empty in every category is quiet, not an error.
SKIPPED_EVENINGS = frozenset(
    date(year, month, day)
    for year, days in {
        2023: ((7, 4),),
        2025: ((1, 20), (12, 25)),
        2026: ((1, 1), (1, 19), (6, 19), (7, 3), (9, 7), (11, 26), (12, 25), (12, 29), (12, 31)),
    }.items()
    for month, day in days
)


def believable(moment: datetime) -> datetime:
    """``moment`` in UTC (as which one without a zone is taken), if it lies in arXiv's time.

    Raises:
        ValueError: it lies before 1980 or after 2199; no calendar is to reckon with it.
    """
    if not 1980 <= moment.year < 2200:
        raise ValueError(f"the year {moment.year} is none of arXiv's")
    if moment.tzinfo is UTC:
        return moment
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def is_announcement_day(day: date) -> bool:
    """Whether a mailing is due for this Eastern day (Monday to Friday, but for the known holidays)."""
    return day.weekday() < _SATURDAY and day - _DAY not in SKIPPED_EVENINGS


@lru_cache(maxsize=4096)
def mailing_moment(day: date) -> datetime:
    """When the papers of announcement day ``day`` become public, in UTC: 20:00 Eastern the evening before."""
    return datetime.combine(day - _DAY, time(20), EASTERN).astimezone(UTC)


@lru_cache(maxsize=4096)
def deadline(day: date) -> datetime:
    """The last moment, in UTC, of a submission that is announced on announcement day ``day``."""
    evening = day - _DAY
    if evening.weekday() == _SUNDAY:
        evening -= 2 * _DAY
    return datetime.combine(evening, time(14), EASTERN).astimezone(UTC)


def announcement_day(submitted: datetime) -> date:
    """The announcement day that a submission of this moment makes if nobody holds it back."""
    day = submitted.astimezone(EASTERN).date()
    return next(d for d in announcement_days(day, day + 14 * _DAY) if submitted <= deadline(d))


def announcement_days(start: date, end: date) -> Iterator[date]:
    """The announcement days from ``start`` to ``end``, both included."""
    for n in range((end - start).days + 1):
        day = start + n * _DAY
        if is_announcement_day(day):
            yield day


def last_announced(now: datetime) -> date:
    """The newest announcement day whose papers are public at ``now``."""
    day = now.astimezone(EASTERN).date() + _DAY
    while not (is_announcement_day(day) and mailing_moment(day) <= now):
        day -= _DAY
    return day


def previous_day(day: date) -> date:
    """The announcement day before ``day``."""
    day -= _DAY
    while not is_announcement_day(day):
        day -= _DAY
    return day
