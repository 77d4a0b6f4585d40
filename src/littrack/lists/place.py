"""Where in a list a new entry goes: next to which entry, with which number, after which blank lines."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

from littrack.errors import ListError
from littrack.lists.addition import Addition
from littrack.lists.dates import date_of
from littrack.lists.entry import Entry
from littrack.lists.layout import Layout
from littrack.lists.outline import clean_heading, is_year
from littrack.lists.reading import ListReading
from littrack.lists.scan import ITEM
from littrack.lists.taxonomy import keys
from littrack.lists.text import normalised


def position(inside: list[Entry], addition: Addition, layout: Layout, every: Sequence[Entry] = ()) -> tuple[Entry | None, bool]:
    """The entry next to which the new one goes, and whether before it; None in an empty section.

    Args:
        inside: the entries of the section.
        addition: the new one.
        layout: the list.
        every: all entries of the list, whose order a section follows that is too small to have one.
    """
    if not inside:
        return None, False
    by_name = _by_surname(inside, addition)
    if by_name:
        return by_name
    if _labelled(inside, layout):
        return inside[-1], False
    dates = _dates(inside, layout)
    below = [d for d in dates[1:] if d]
    pinned = len(inside) > 3 and _order(below) < 0 and dates[0] is not None and dates[0] < below[0]
    if pinned:  # the survey that the list belongs to, above all that is newer
        inside, dates = inside[1:], dates[1:]
    day = addition.dated
    order = _order([d for d in dates if d]) or (_habit(every, layout, [d for d in dates if d]) if len(inside) < 3 else 0)
    if order and day:
        rough = day if addition.day and any(d and d.day > 1 for d in dates) else day.replace(day=1)
        if all(d is None or (d.month, d.day) == (1, 1) for d in dates):
            rough = day.replace(month=1, day=1)
        later = [e for e, d in zip(inside, dates, strict=True) if d and (d <= rough if order < 0 else d > rough)]
        if later:
            return later[0], True
        return inside[-1], False
    if order < 0:
        return inside[0], True  # of unknown date, but newly found
    titles = [normalised(e.title) for e in inside]
    if len(titles) > 4 and titles == sorted(titles):
        after = [e for e, t in zip(inside, titles, strict=True) if t > normalised(addition.title)]
        return (after[0], True) if after else (inside[-1], False)
    return inside[-1], False


def _habit(every: Sequence[Entry], layout: Layout, few: list[date]) -> int:
    """The order by date that nearly all sections of a list are in, unless the ``few`` dates of this one are not."""
    sections: dict[tuple[str, ...], list[Entry]] = {}
    for entry in every:
        sections.setdefault(entry.paths[0] if entry.paths else (), []).append(entry)
    orders = Counter(_order([d for d in _dates(s, layout) if d]) for s in sections.values() if len(s) > 2)
    order = -1 if orders[-1] > orders[1] else 1
    against = len(few) > 1 and (few[0] < few[1] if order < 0 else few[0] > few[1])
    return order if few and not against and orders[order] > max(1, 3 * (orders[0] + orders[-order])) else 0


def _dates(inside: list[Entry], layout: Layout) -> list[date | None]:
    """When the entries' papers appeared; by their arXiv ids, where only years are told and the ids are in order."""
    dates = [date_of(e, layout.text(e)) for e in inside]
    months = [Addition("", (), arxiv_id=e.arxiv_id).dated for e in inside]
    told = any(d and d != m and (d.month, d.day) != (1, 1) for d, m in zip(dates, months, strict=True))
    return months if not told and _order([m for m in months if m]) else dates


_NUMBERED = re.compile(r"\W{0,5}\[(\d{1,4})\]|\s*[-*+]\s+\[[ xX]\]\s+(\d{1,4})[.)]")  # `[3]`, `- [x] 3.`


def _labelled(inside: list[Entry], layout: Layout) -> bool:
    """Whether the entries have numbers in brackets, or behind a checkbox, that rise, as citations have, so that the next number comes last."""
    found = [_NUMBERED.match(layout.text(e)) for e in inside[:2] + inside[-1:]]
    numbers = [int(m[1] or m[2]) for m in found if m]
    return len(numbers) == len(found) > 2 and numbers[0] < numbers[1] <= numbers[2]


def _by_surname(inside: list[Entry], addition: Addition) -> tuple[Entry, bool] | None:
    """The place among entries that stand in the order of their first authors' surnames; None where they do not."""
    surnames = [normalised(e.authors[0].split()[-1]) if e.authors else "" for e in inside]
    if len(set(surnames)) < 5 or surnames != sorted(surnames) or not surnames[0] or not addition.authors:
        return None
    own = normalised(addition.authors[0].split()[-1])
    after = next((e for e, s in zip(inside, surnames, strict=True) if s > own), None)
    return (after, True) if after else (inside[-1], False)


def _order(dates: list[date]) -> int:
    """1 where a section's dates rise, -1 where they fall, 0 where it is not ordered by date."""
    if len(dates) < 3 or len(set(dates)) < 2:
        return 0
    pairs = list(itertools.pairwise(dates))
    falls, rises = sum(a > b for a, b in pairs), sum(a < b for a, b in pairs)
    if max(falls, rises) < 0.75 * (falls + rises) and len(dates) > 7:  # one that is out of order counts less among many
        pairs = list(itertools.combinations(dates[:200], 2))
        falls, rises = sum(a > b for a, b in pairs), sum(a < b for a, b in pairs)
    if falls + rises == 0 or max(falls, rises) < 0.75 * (falls + rises):
        return 0
    return -1 if falls > rises else 1


def indented(text: str, where: Entry | None, layout: Layout) -> str:
    """A bullet stands as deep as the one it goes next to."""
    form = re.compile(r"([ \t]*)(?=(?:[-*+•]|\d{1,3}[.)])\s)")
    own, other = form.match(text), form.match(layout.text(where)) if where else None
    if not own or not other or own[1] == other[1]:
        return text
    lines = text.split("\n")
    return "\n".join(other[1] + x.removeprefix(own[1]) if x.startswith(own[1]) and x.strip() else x for x in lines)


_LABEL = re.compile(r"\s*[-*+]\s+\[(\d{1,4})\]")


def numbered(
    text: str, where: Entry | None, before: bool, layout: Layout, inside: list[Entry], every: Sequence[Entry] = ()
) -> str:
    """In a numbered list the entry has the number that follows on the one before, or the one that all have (``1.``)."""
    labels = [int(m[1]) for e in every if (m := _LABEL.match(layout.text(e)))]
    counted = len(set(labels)) == len(every) and labels and min(labels) < 1900 and max(labels) - min(labels) == len(labels) - 1
    if counted and (own := _LABEL.match(text)):
        return f"{text[: own.start(1)]}{max(labels) + 1:0{len(own[1])}d}{text[own.end(1) :]}"  # all through the list
    form = re.compile(
        r"^(\s*(?:\|\s*|#{1,6}[ \t]+|[-*+]\s+\[[ xX]\]\s+)?(?:\.\. |\*\*)?\[?[A-Z]{0,3})(?!(?:19|20)\d\d\s*\||\d{2,4}[./-]\d\d\b)(\d{1,4})(?=[\].)、]|\s*\|)"
    )
    own, other = form.match(text), form.match(layout.text(where)) if where else None
    if not own:
        return text
    numbers = [m[2] for e in inside if (m := form.match(layout.text(e)))]
    same = len(numbers) > 1 and len(set(numbers)) == 1
    if text.lstrip().startswith("|") and not (other and _counts(numbers)):
        return f"{own[1]}{' ' * len(own[2])}{text[own.end() :]}"  # a number of the neighbour's own
    number = int(other[2]) + (not before) if other else max(map(int, numbers), default=0) + 1
    if other and same:
        number = int(other[2])
    if own[2].startswith("0"):
        return f"{own[1]}{number:0{len(own[2])}d}{text[own.end() :]}"
    return f"{own[1]}{number}{text[own.end() :]}"


def _counts(numbers: list[str]) -> bool:
    """Whether most numbers are one more, or one less, than the one before, or all are the same."""
    steps = [abs(int(b) - int(a)) for a, b in itertools.pairwise(numbers)]
    return not steps or sum(s < 2 for s in steps) * 2 > len(steps)


_PARTS = re.compile(rb"\s*(?:|(?:[-*_=]\s*){3,}|<[bh]r\s*/?>|&nbsp;|\\)\s*")  # what only parts two entries


def gap_of(entries: list[Entry], lines: list[bytes], usual: bool = False) -> list[bytes] | None:
    """The blank lines and rules that most often stand between two entries; None where that is no habit."""
    gaps: Counter[tuple[bytes, ...]] = Counter()
    for one, other in itertools.pairwise(entries):
        between = lines[one.end : other.line - 1]
        if one.paths == other.paths and all(map(_PARTS.fullmatch, between)) and len(between) < 8:
            gaps[tuple(between)] += 1
    (most, n), *others = gaps.most_common(2) or [((), 0)]
    return list(most) if n and (usual or all(m < n for _, m in others)) else None


def in_list_table(lines: list[bytes], line: int) -> bool:
    """Whether a line (from 1) is in a table of reStructuredText that is written as a list: a row there is more than an entry's lines."""
    above = (x for x in reversed(lines[:line]) if x.strip())
    first = next((x for x in above if not x[:1].isspace()), b"")
    return first.startswith(b".. list-table::")


def gap_beside(where: Entry, lines: list[bytes]) -> list[bytes]:
    """The blank line that stands between an entry and other items of its list, or inside it, where no two entries stand in one."""
    if not ITEM.match(lines[where.line - 1].decode("utf-8", "replace").rstrip("\r\n")):
        return []
    above, below = lines[max(where.line - 3, 0) : where.line - 1], lines[where.end : where.end + 2]
    for pair in (above[::-1], below):
        blank, item = (*pair, b"", b"")[:2]
        if not blank.strip() and ITEM.match(item.decode("utf-8", "replace").rstrip("\r\n")):
            return [blank]
    return [x for x in lines[where.line : where.end] if not x.strip()][:1]


def airy(entries: list[Entry], lines: list[bytes]) -> bool:
    """Whether a blank line stands between most headings and the first entry below."""
    pairs = [above for e in entries if len(above := lines[max(e.line - 3, 0) : e.line - 1]) == 2]
    spaced = sum(above[0].startswith(b"#") and not above[1].strip() for above in pairs)
    return spaced > sum(above[1].startswith(b"#") for above in pairs)


def below_heading(reading: ListReading, path: tuple[str, ...], lines: list[bytes]) -> int:
    """The line index below an empty section's heading and the prose that introduces it."""
    if not path:
        raise ListError(f"{reading.name}: none of its entries shows where a new one goes", "add it by hand")
    wanted = keys(path[-1])
    for number, raw in enumerate(lines):
        line = raw.decode("utf-8", "replace").strip()
        if line.startswith(("#", "<h")) and keys(clean_heading(line.lstrip("#")).text) & wanted and not is_year(line):
            at = number + 1
            while at < len(lines) and lines[at].strip() and not lines[at].lstrip().startswith((b"#", b"<", b"|")):
                at += 1
            return at
    raise ListError(f"{reading.name}: the heading {path[-1]!r} is only in the table of contents", "add the heading first")
