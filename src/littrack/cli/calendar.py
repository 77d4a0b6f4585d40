"""The calendar of arXiv's days for a terminal: a line a day, a column a category."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import fill

from littrack.pipeline.calendar import Calendar, CalendarDay
from littrack.records import DayState, LedgerEntry

SIGNS = {
    DayState.COMPLETE: "●",
    DayState.QUIET: "○",
    DayState.CAUGHT_UP: "◍",
    DayState.SHORT: "◐",
    DayState.STALE: "≈",
    DayState.FAILED: "✗",
    DayState.PENDING: "?",
}
_LEGEND = "●~complete  ○~quiet  ◍~caught~up  ◐~short  ≈~stale  ✗~failed  ?~pending  –~no~mailing"
_MARGIN, _COLUMN, _ROOM = 10, 10, 30


def render(calendar: Calendar, width: int = 100) -> str:
    """The calendar as text; a number is how many papers came. Days without mailing, account or fault are left out.

    Where the categories do not fit beside each other in ``width`` columns, the days come again for those that follow.
    """
    most = max(1, (width - _MARGIN) // _COLUMN)
    groups = [calendar.categories[n : n + most] for n in range(0, len(calendar.categories), most)] or [()]
    blocks = [line for n, group in enumerate(groups) for line in _block(calendar, group, width, last=n == len(groups) - 1)]
    return "\n".join([*blocks, _legend(width)])


def _block(calendar: Calendar, categories: tuple[str, ...], width: int, last: bool) -> Iterator[str]:
    """The days of some categories; the notes stand beside the last ones."""
    yield (" " * _MARGIN + "".join(f"{_short(c):>{_COLUMN}}" for c in categories)).rstrip()
    begun = False
    for day in calendar.days:
        if day.due or day.entries or day.faults:
            if day.day.weekday() == 0 and begun:
                yield ""
            yield from _lines(day, categories, width if last else 0)
            begun = True
    yield ""


def _lines(day: CalendarDay, categories: tuple[str, ...], width: int) -> Iterator[str]:
    by_category = {e.category: e for e in day.entries}
    cells = "".join(f"{_cell(by_category.get(c), day.due):>{_COLUMN}}" for c in categories)
    notes = "; ".join(dict.fromkeys((*(e.note for e in day.entries if e.note), *day.faults))) if width else ""
    line = f"{day.day:%a %m-%d}".ljust(_MARGIN) + cells
    if notes and width - len(line) < _ROOM:
        yield line
        line = " " * _MARGIN
    text = f"{line}  {notes}".rstrip()
    yield text if len(text) <= width or not width else text[: width - 1] + "…"


def _short(category: str) -> str:
    """A name that fits a column; a query's without what all queries have before it."""
    name = category.removeprefix("query:")
    return name if len(name) < _COLUMN else name[: _COLUMN - 2] + "…"


def _legend(width: int) -> str:
    """What the signs mean, in as many lines as it takes."""
    return fill(_LEGEND, max(width, 20), break_long_words=False).replace("~", " ")


def _cell(entry: LedgerEntry | None, due: bool) -> str:
    if entry is None:
        return "" if due else "–"
    missing = f"/{entry.expected}" if entry.expected and entry.expected > entry.received else ""
    return f"{entry.received or ''}{missing} {SIGNS[entry.state]}".strip()
