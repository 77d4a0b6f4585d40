"""Tables of other markup languages as HTML, line by line, so that every row stays on the line on which it begins."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator

Inline = Callable[[str], str]  # a cell's text as Markdown's
Row = tuple[int, list[str]]  # the line (from 0) on which a row begins, and its cells

LONGEST = 5000  # lines of one table
_BORDER = re.compile(r"^\s*={2,}(?:\s+={2,})+\s*$")
_GRID = re.compile(r"^\s*\+(?:[-=]+\+)+\s*$")
_DIRECTIVE = re.compile(r"^(\s*)\.\. (list|csv)-table::")
_HEADER = re.compile(r"^\s*:header:\s*(.+)$|^\s*:header-rows:\s*([1-9])")
_OPTION = re.compile(r"^\s+:[\w-]+:")
_ITEM = re.compile(r"^(\s*)(\*\s+-|-)(?:\s+(.*))?$")
_COLUMNS = re.compile(r"cols\s*=\s*\"?([^\"\]]+)")


def restructured(lines: list[str], inline: Inline) -> dict[int, str]:
    """What stands in place of each line of a simple table, a grid, a list-table or a csv-table of reStructuredText."""
    html: dict[int, str] = {}
    at = 0
    while at < len(lines):
        found = _DIRECTIVE.match(lines[at])
        if found:
            end = _end_of_block(lines, at, len(found[1]))
            rows, headed = (_list_rows if found[2] == "list" else _csv_rows)(lines, at + 1, end)
        elif _BORDER.match(lines[at]):
            ends = (n + 1 for n in range(at + 1, min(at + LONGEST, len(lines))) if _BORDER.match(lines[n]))
            end = next((n for n in ends if _blank(lines, n)), at + 1)
            rows, headed = list(_simple_rows(lines, at, end)), sum(bool(_BORDER.match(x)) for x in lines[at:end]) > 2
        elif _GRID.match(lines[at]):
            end = next((n for n in range(at + 1, len(lines)) if not lines[n].lstrip().startswith(("|", "+"))), len(lines))
            rows, headed = list(_grid_rows(lines, at, end)), any("=" in x and _GRID.match(x) for x in lines[at:end])
        else:
            at += 1
            continue
        html.update(_html(at, end, rows, headed, inline))
        at = max(end, at + 1)
    return html


def asciidoc(lines: list[str], inline: Inline) -> dict[int, str]:
    """What stands in place of each line of a table between two ``|===`` of AsciiDoc."""
    html: dict[int, str] = {}
    marks = iter([n for n, line in enumerate(lines) if line.strip() == "|==="])
    for start, end in zip(marks, marks, strict=False):
        above = lines[start - 1] if start and lines[start - 1].startswith("[") else ""
        cells = [(n, c.strip()) for n in range(start + 1, end) if lines[n].startswith("|") for c in lines[n].split("|")[1:]]
        first = next((n for n in range(start + 1, end) if lines[n].startswith("|")), start)
        width = _width(above) or lines[first].count("|") or 1
        rows = [(cells[k][0], [c for _, c in cells[k : k + width]]) for k in range(0, len(cells), width)]
        headed = "header" in above or (first + 1 < end and not lines[first + 1].strip() and width == lines[first].count("|"))
        html.update(_html(start, end + 1, rows, headed, inline))
        if above:
            html[start - 1] = ""
    return html


def _width(above: str) -> int:
    """How many columns ``[cols="1,3,2"]`` or ``[cols=3*]`` names; 0 where it names none."""
    found = _COLUMNS.search(above)
    if not found:
        return 0
    return sum(int(c.split("*")[0]) if re.match(r"\d+\*", c) else 1 for c in map(str.strip, found[1].split(",")))


def _html(start: int, end: int, rows: list[Row], headed: bool, inline: Inline) -> dict[int, str]:
    html = dict.fromkeys(range(start, end), "")
    if not rows or end - start < 3:
        return html
    for n, (line, cells) in enumerate(rows):
        tag = "th" if headed and n == 0 else "td"
        html[line] += "<tr>" + "".join(f"<{tag}>{inline(c)}</{tag}>" for c in cells) + "</tr>"
    html[start] = "<table>" + html[start]
    html[end - 1] += "</table>"
    return html


def _blank(lines: list[str], n: int) -> bool:
    return n >= len(lines) or not lines[n].strip()


def _end_of_block(lines: list[str], at: int, indent: int) -> int:
    """The line after what is indented below a directive, without blank lines at its end."""
    end = at + 1
    for n in range(at + 1, len(lines)):
        if lines[n].strip():
            if len(lines[n]) - len(lines[n].lstrip()) <= indent:
                break
            end = n + 1
    return end


def _simple_rows(lines: list[str], at: int, end: int) -> Iterator[Row]:
    """Rows under a border like ``=====  ====``; a line whose first cell is empty goes on with the row above."""
    starts = [m.start() for m in re.finditer(r"(?<!=)=", lines[at])]
    row: Row | None = None
    for n in range(at + 1, end):
        if _BORDER.match(lines[n]) or not lines[n].strip():
            continue
        ends = [*starts[1:], len(lines[n])]
        cells = [lines[n][a:b].strip() for a, b in zip(starts, ends, strict=True)]
        if row and not cells[0]:
            row = (row[0], [" ".join(filter(None, pair)) for pair in zip(row[1], cells, strict=True)])
            continue
        if row:
            yield row
        row = (n, cells)
    if row:
        yield row


def _grid_rows(lines: list[str], at: int, end: int) -> Iterator[Row]:
    """Rows between borders like ``+----+---+``."""
    row: Row | None = None
    for n in range(at, end):
        if _GRID.match(lines[n]):
            if row:
                yield row
            row = None
            continue
        cells = [c.strip() for c in lines[n].strip().strip("|").split("|")]
        if row and len(cells) == len(row[1]):
            row = (row[0], [" ".join(filter(None, pair)) for pair in zip(row[1], cells, strict=True)])
        elif not row:
            row = (n, cells)


def _list_rows(lines: list[str], at: int, end: int) -> tuple[list[Row], bool]:
    """Rows written as a list of lists: ``* - cell``, then ``- cell`` for each other column."""
    rows: list[Row] = []
    headed = False
    for n in range(at, end):
        if found := _HEADER.match(lines[n]):
            headed = bool(found[2])
        elif _OPTION.match(lines[n]) and not rows:
            continue
        elif item := _ITEM.match(lines[n]):
            if item[2].startswith("*"):
                rows.append((n, [item[3] or ""]))
            elif rows:
                rows[-1][1].append(item[3] or "")
        elif rows and lines[n].strip():
            rows[-1][1][-1] += " " + lines[n].strip()
    return rows, headed


def _csv_rows(lines: list[str], at: int, end: int) -> tuple[list[Row], bool]:
    rows: list[Row] = []
    headed = False
    for n in range(at, end):
        if found := _HEADER.match(lines[n]):
            headed = True
            if found[1]:
                rows.append((n, _fields(found[1])))
        elif lines[n].strip() and not _OPTION.match(lines[n]):
            rows.append((n, _fields(lines[n])))
    return rows, headed


def _fields(line: str) -> list[str]:
    return [c.strip() for c in next(csv.reader([line.strip()], skipinitialspace=True), [])]
