"""Records to columns and back. Moments are kept as ISO text in UTC, so that they sort as they follow in time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, TypeVar

import orjson

T = TypeVar("T")


def dump(value: object) -> str:
    """Any record, tuple or dictionary as compact JSON with sorted keys."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z).decode()


def load(text: str) -> Any:
    """JSON text as plain Python values."""
    return orjson.loads(text)


@lru_cache(maxsize=1024)
def moment(value: datetime | None) -> str | None:
    """An aware moment as ``2026-01-31T07:00:00Z``.

    Raises:
        ValueError: the moment has no time zone.
    """
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return (value if value.tzinfo is UTC else value.astimezone(UTC)).isoformat()[:19] + "Z"


def to_moment(text: str | None) -> datetime | None:
    """The inverse of :func:`moment`."""
    return datetime.fromisoformat(text) if text else None


def day(value: date | None) -> str | None:
    """A day as ``2026-01-31``."""
    return value.isoformat() if value else None


def to_day(text: str | None) -> date | None:
    """The inverse of :func:`day`."""
    return date.fromisoformat(text) if text else None


def maybe(make: Callable[[str], T], text: str | None) -> T | None:
    """``make(text)``, or None for None."""
    return None if text is None else make(text)
