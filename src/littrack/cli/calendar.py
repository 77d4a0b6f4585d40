"""The calendar of arXiv's days for a terminal: a line a day, a column a category."""

from __future__ import annotations

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
_LEGEND = "● complete  ○ quiet  ◍ caught up  ◐ short  ≈ stale  ✗ failed  ? pending  – no mailing"


def render(calendar: Calendar, width: int = 100) -> str:
    """The calendar as text; a number is how many papers came. Days without mailing, account or fault are left out."""
    widths = [max(len(c), 8) for c in calendar.categories]
    head = " " * 12 + "  ".join(f"{c:>{w}}" for c, w in zip(calendar.categories, widths, strict=True))
    lines = [head.rstrip()]
    for day in calendar.days:
        if not (day.due or day.entries or day.faults):
            continue
        if day.day.weekday() == 0 and len(lines) > 1:
            lines.append("")
        lines.append(_line(day, calendar.categories, widths, width))
    return "\n".join([*lines, "", _LEGEND])


def _line(day: CalendarDay, categories: tuple[str, ...], widths: list[int], width: int) -> str:
    by_category = {e.category: e for e in day.entries}
    cells = "  ".join(f"{_cell(by_category.get(c), day.due):>{w}}" for c, w in zip(categories, widths, strict=True))
    notes = dict.fromkeys((*(e.note for e in day.entries if e.note), *day.faults))
    text = f"{day.day:%a %m-%d}   {cells}  {'; '.join(notes)}".rstrip()
    return text if len(text) <= width else text[: width - 1] + "…"


def _cell(entry: LedgerEntry | None, due: bool) -> str:
    if entry is None:
        return "" if due else "–"
    missing = f"/{entry.expected}" if entry.expected and entry.expected > entry.received else ""
    return f"{entry.received or ''}{missing} {SIGNS[entry.state]}".strip()
