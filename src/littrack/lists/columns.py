"""A new row of a Markdown table padded as the others are, where the table's bars stand below each other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from littrack.lists.scan import ITEM

_BAR = re.compile(r"(?<!\\)\|")
_NOTHING = frozenset(["", "-", "–", "—", "N/A", "n/a", "/", "null", "None", "TBA", "暂无", "⚠️", "❌", "✗", "✘"])
_LOOKED_AT = 60  # rows by which a table is judged


def is_row(text: str) -> bool:
    """Whether an entry's text is a row of a Markdown table, which may do without bars at its ends."""
    return text.startswith("|") or (text.count("|") > 1 and "\n" not in text.rstrip("\n") and not ITEM.match(text))


def fillers(texts: Sequence[str]) -> dict[int, str]:
    """What each column of the tables has where there is nothing to say: nothing, a dash, a sign; by -1 what most of them have."""
    found: dict[int, Counter[str]] = {}
    for row in filter(is_row, texts):
        cells = _BAR.split(row)
        for n, cell in enumerate(cells):
            if cell.strip() in _NOTHING and (cell or 0 < n < len(cells) - 1):
                found.setdefault(n, Counter())[cell.strip()] += 1
    found[-1] = sum(found.values(), Counter())
    return {n: counts.most_common(1)[0][0] for n, counts in found.items() if counts}


def padded(row: str, others: Sequence[str]) -> str:
    """The row with each cell as wide as the column.

    Args:
        row: the new row, of one line.
        others: rows of the list; those with other columns are passed over.

    Returns:
        The row; a cell of a column without one width as it was.
    """
    cells = _BAR.split(row)
    alike = [c for c in map(_BAR.split, others[:_LOOKED_AT]) if len(c) == len(cells)]
    if len(cells) < 4 or len(alike) < 2:
        return row
    return "|".join([cells[0], *(_fitted(c, [a[n] for a in alike]) for n, c in enumerate(cells[1:-1], 1)), cells[-1]])


def _fitted(cell: str, column: Sequence[str]) -> str:
    (width, n), bare = Counter(map(len, column)).most_common(1)[0], cell.strip()
    if n * 3 < len(column) * 2:
        return cell
    spare = [(len(c) - len(c.lstrip()), len(c) - len(c.rstrip())) for c in column if c.strip() and len(c.strip()) + 2 < width]
    if not spare:
        return cell  # of one width only because they say the same
    if len(bare) + 2 > width:
        return f" {bare} "
    left, right = (sum(s[side] < 2 for s in spare) * 2 > len(spare) for side in (0, 1))
    return f" {bare} ".ljust(width) if left else f" {bare} ".rjust(width) if right else bare.center(width)
