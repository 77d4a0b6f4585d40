"""Hours of the day and the change of the clocks."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAYS = 370


def skipped_or_twice(hour: str, zone: ZoneInfo, today: date) -> date | None:
    """The first day of the coming year on which ``hour`` comes not at all or twice in that zone, or None."""
    for ahead in range(DAYS):
        local = datetime.combine(today + timedelta(days=ahead), time.fromisoformat(hour), zone)
        # A skipped hour and a repeated one have different offsets before and after the fold (PEP 495).
        if local.utcoffset() != local.replace(fold=1).utcoffset():
            return local.date()
    return None
