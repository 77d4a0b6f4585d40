"""Rows of an HTML table whose cells span several rows: a new row among them makes the spans longer."""

from __future__ import annotations

import re
from dataclasses import dataclass

from littrack.lists.text import normalised, strip_tags

_TAG = re.compile(r"<(/?)(tr|td|th)\b([^<>]{0,2000})>", re.I)
_CELL = re.compile(r"[ \t]*<t[dh]\b([^<>]*)>(?:(?!<t[dh]\b|</tr).)*(?:</t[dh]>)?\s*?(?:\r\n|\n|(?=<)|$)", re.I | re.S)
_ROWSPAN = re.compile(r"(\s*\browspan\s*=\s*[\"']?\s*)(\d{1,4})([\"']?)", re.I)
_YEAR = re.compile(r"(?:19|20)\d\d")
_COLSPAN = re.compile(r"\bcolspan\s*=\s*[\"']?\s*(\d{1,4})", re.I)


@dataclass(slots=True)
class _Cell:
    row: int
    rows: int
    line: int
    columns: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Fitting:
    """How a new row fits into a table: how many cells it has of its own, and the lines of cells that span it."""

    cells: int
    spanned: bool
    raised: tuple[int, ...] = ()

    def fit(self, text: str) -> str | None:
        """The text of a row like others with as many cells as are its own; None where it cannot be made so."""
        if not self.spanned:
            return text
        cells = list(_CELL.finditer(text))
        surplus = len(cells) - self.cells
        opening = [c for c in cells if (found := _ROWSPAN.search(c[1])) and int(found[2]) > 1]
        if surplus < 0 or surplus > len(opening):
            return None
        for cell in reversed(opening[:surplus]):
            text = text[: cell.start()] + text[cell.end() :]
        return _ROWSPAN.sub("", text)


def fitting(lines: list[str], line: int, before: bool, section: str) -> tuple[Fitting, bool] | None:
    """How a row fits beside the row that begins on ``line`` (from 0), and whether before it; None outside a table.

    A row that opens a span stays the first of its group, so that the new row goes after it. A span that ends with the
    row above grows where it names ``section``, or where the row goes after it and no span there is a year's.
    """
    bounds = _table(lines, line)
    if bounds is None:
        return None
    cells, starts, width = _grid(lines, *bounds)
    row = max((n for n, start in enumerate(starts) if start <= line), default=None)
    if row is None:
        return None
    if before and any(c.row == row and c.rows > 1 for c in cells):
        before = False
    above = row - 1 if before else row
    over = [c for c in cells if c.rows > 1 and c.row <= above < c.row + c.rows]
    joined = not before and not any(_YEAR.search(c.text) for c in over)
    raised = [c for c in over if joined or c.row + c.rows - 1 > above or normalised(c.text) == normalised(section)]
    spanned = any(c.rows > 1 for c in cells)
    return Fitting(width - sum(c.columns for c in raised), spanned, tuple(c.line for c in raised)), before


def longer(line: str) -> str:
    """The line with its row span raised by one."""
    return _ROWSPAN.sub(lambda m: f"{m[1]}{int(m[2]) + 1}{m[3]}", line, count=1)


def _table(lines: list[str], at: int) -> tuple[int, int] | None:
    start = next((n for n in range(at, -1, -1) if "<table" in lines[n].casefold()), None)
    stop = next((n for n in range(at, len(lines)) if "</table" in lines[n].casefold()), len(lines) - 1)
    closed = start is not None and any("</table" in lines[n].casefold() for n in range(start, at))
    return None if start is None or closed else (start, stop)


def _grid(lines: list[str], start: int, stop: int) -> tuple[list[_Cell], list[int], int]:
    """The cells of a table, the line on which each row begins, and how many columns there are."""
    cells: list[_Cell] = []
    starts: list[int] = []
    for number in range(start, stop + 1):
        for tag in _TAG.finditer(lines[number]):
            if tag[2].lower() == "tr" and not tag[1]:
                starts.append(number)
            elif not tag[1] and starts:
                rows, columns = _ROWSPAN.search(tag[3]), _COLSPAN.search(tag[3])
                text = strip_tags(lines[number][tag.end() :].split("</t")[0]).strip()
                cells.append(
                    _Cell(len(starts) - 1, int(rows[2]) if rows else 1, number, int(columns[1]) if columns else 1, text)
                )
    width = max((sum(c.columns for c in cells if c.row <= r < c.row + c.rows) for r in range(len(starts))), default=0)
    return cells, starts, width
