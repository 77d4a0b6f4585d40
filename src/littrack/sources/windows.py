"""Which windows of submission time to ask the query API for. Pure: it follows from the ledger and ``now`` alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

SLICE = timedelta(days=31)
A_SLICE = 1000
SHORTEST = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Window:
    """A span of submission time, both ends included."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Covered:
    """A window that was fetched and stored completely at the moment ``at``."""

    start: datetime
    end: datetime
    at: datetime


def next_window(covered: Sequence[Covered], now: datetime, overlap: timedelta, first: timedelta) -> Window:
    """The window that a daily run asks for: from where the record ends, and ``overlap`` before that, until now.

    A paper held back by a moderator appears days later under its old submission time, hence the overlap; it never reaches
    back beyond the first window of all. Without a record the window is the last ``first``.
    """
    known = [c for c in covered if c.at >= c.end]
    if not known:
        return Window(now - first, now)
    begin = max(min(c.start for c in known), max(c.end for c in known) - overlap)
    return Window(min(begin, now), now)


def missing(covered: Sequence[Covered], wanted: Window, settled: timedelta) -> list[Window]:
    """The parts of ``wanted`` that no window fetched at least ``settled`` after its end covers; oldest first."""
    at, found = wanted.start, []
    for c in sorted((c for c in covered if c.at >= c.end), key=lambda c: c.start):
        sure = min(c.end, c.at - settled)
        if sure <= at or c.start > wanted.end:
            continue
        if c.start > at:
            found.append(Window(at, c.start))
        at = sure
    if at < wanted.end:
        found.append(Window(at, wanted.end))
    return found


def slices(window: Window, total: int | None = None) -> list[Window]:
    """``window`` in pieces of a month; oldest first, neighbours share their boundary.

    Where it is known to have ``total`` papers, the pieces are as much longer as keeps about ``A_SLICE`` papers in each: what is
    fetched is kept piece by piece, and years without papers cost no requests.
    """
    even = SLICE if total is None else (window.end - window.start) / (total // A_SLICE + 1)
    at, found, longest = window.start, [], max(SLICE, even)
    while at < window.end:
        found.append(Window(at, min(at + longest, window.end)))
        at = found[-1].end
    return found


def halves(window: Window) -> list[Window]:
    """The window in two; as it is where it is too short to part."""
    if window.end - window.start < 2 * SHORTEST:
        return [window]
    middle = (window.start + (window.end - window.start) / 2).replace(second=0, microsecond=0)
    return [Window(window.start, middle), Window(middle, window.end)]
