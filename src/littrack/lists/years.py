"""Sections whose entries stand below headings that only date them (``### 2024``): which of them a new entry goes below, or a new one."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from littrack.lists.addition import Addition
from littrack.lists.dates import redated, told
from littrack.lists.entry import Entry
from littrack.lists.outline import clean_heading, is_year

_ATX = re.compile(r" {0,3}#{1,6}\s*(?=[^#\s])")
_ANCHOR = re.compile(r"\s*<a\s+(?:id|name)\s*=[^<>]{1,200}>\s*</a>\s*")  # by which a table of contents leads to the heading
_AROUND = re.compile("before|after|prior|since|earlier|older", re.I)


@dataclass
class Group:
    """Entries below one heading that dates them; ``line`` is the heading's, from 0, ``anchor`` the line before it, if that is its own."""

    line: int
    anchor: str
    text: str
    day: date
    entries: list[Entry] = field(default_factory=list)

    @property
    def top(self) -> int:
        """The line on which it begins, from 0."""
        return self.line - bool(self.anchor)


def groups(lines: Sequence[str], inside: Sequence[Entry]) -> list[Group]:
    """The groups of a section, in order; none where not every entry stands below a heading with one year or month."""
    own = {entry.line - 1 for entry in inside}  # papers that have a heading each
    headings = [n for n, line in enumerate(lines) if n not in own and line.lstrip().startswith("#") and _ATX.match(line)]
    found: list[Group] = []
    for entry in inside:
        above = bisect_left(headings, entry.line - 1) - 1
        line = headings[above] if above >= 0 else -1
        if found and found[-1].line == line:
            found[-1].entries.append(entry)
            continue
        text = lines[line] if line >= 0 else ""
        words = clean_heading(text.lstrip(" #")).text
        day = told(words) if is_year(words) and not _AROUND.search(words) else None
        if day is None or len(re.findall(r"(?:19|20)\d\d", words)) != 1:
            return []
        upper = lines[line - 1] if line else ""
        found.append(Group(line, upper if _ANCHOR.fullmatch(upper) else "", text, day, [entry]))
    return found


def group_for(found: Sequence[Group], addition: Addition) -> Group | None:
    """The group that the paper belongs to; None where it has to be made."""
    return next((g for g in found if redated(g.text, addition) == g.text), None)


def parted(lines: Sequence[str], found: Sequence[Group]) -> bool:
    """Whether a blank line stands before the headings; the first may stand right below another heading."""
    return any(g.top and not lines[g.top - 1].strip() for g in (found[1:] or found))


def heading(like: Group, addition: Addition) -> str:
    """A heading like that of a group for the paper's year, with its anchor."""
    anchor = like.anchor.rstrip("\r\n").replace(str(like.day.year), str((addition.dated or like.day).year))
    return (f"{anchor}\n" if anchor else "") + redated(like.text.rstrip("\r\n"), addition)


def new_group(found: Sequence[Group], addition: Addition) -> tuple[Group, bool]:
    """Next to which group a new one goes, and whether before it: where the days fall, the newest is first."""
    day = addition.dated or date.max
    falls = len(found) < 2 or found[0].day > found[-1].day
    after = next((g for g in found if (g.day < day if falls else g.day > day)), None)
    return (after, True) if after else (found[-1], False)
