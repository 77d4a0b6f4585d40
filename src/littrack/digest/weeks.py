"""Weeks: which ISO week a moment belongs to in the digest's time zone, and which weeks lie between two. Pure."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo


def local_day(now: datetime, zone: ZoneInfo) -> date:
    """The calendar day of ``now`` in ``zone``.

    Raises:
        ValueError: ``now`` has no time zone.
    """
    if now.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return now.astimezone(zone).date()


def week_of(day: date) -> str:
    """The ISO 8601 week of a day, as ``2026-W53``; its year may differ from the day's."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def monday(week: str) -> date:
    """The first day of a week written as ``2026-W05``."""
    year, number = week.split("-W")
    return date.fromisocalendar(int(year), int(number), 1)


def weeks_between(first: str, last: str) -> list[str]:
    """The weeks that lie strictly between two weeks."""
    at, end = monday(first) + timedelta(days=7), monday(last)
    found = []
    while at < end:
        found.append(week_of(at))
        at += timedelta(days=7)
    return found
