"""Where a survey's list of references begins, what its entries are, and which numbers a text cites."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from littrack.lists.entry import Draft

_WORDS = ("REFERENCES", "References", "Bibliography", "BIBLIOGRAPHY", "参考文献", "R EFERENCES")
_HEADING = re.compile(rf"(?:^|[.\s#*])(?:{'|'.join(_WORDS)})\W*$")
_ENTRY = re.compile(r"^\s*(?:[-*]\s+)?(?:<[^<>]*>)*\\?\[\\?\[?(\d{1,4})\\?\]?\]\s*(?=\S)")
_ORDERED = re.compile(r"^\s*(\d{1,4})[.)]\s+(?=\S)")
# `[12]`, `[5, 6]`, `[21]–[24]`, and Markdown's `[\[1\]](#page-21-0)`, which is made plain first.
LINKED = re.compile(r"\[\\?\[(\d{1,4})\\?\]\]\([^()]{0,200}\)")
_RANGE = r"\d{1,4}(?:\s*[–-]\s*\d{1,4})?"  # and no `[2025-08-31]`
_CITED = re.compile(rf"\[({_RANGE}(?:\s*,\s*{_RANGE})*)\](?:\s*[–-]\s*\[(\d{{1,4}})\])?")
_NOTE = re.compile(r"\[\^([\w.-]{1,40})\]:\s*")
_NOTED = re.compile(r"\[\^([\w.-]{1,40})\]")


class Listed(NamedTuple):
    """One entry of the list: its number, its first and last line, and its text."""

    number: int
    first: int
    last: int
    text: str


@dataclass(frozen=True)
class ReferenceList:
    """A text with the list of references at its end: ``body`` are the lines above the list, ``lines`` those of the list.

    ``notes`` tells that the list are footnotes; these have numbers here instead of their names, in the body, too.
    """

    body: Sequence[str]
    lines: Sequence[str]
    notes: bool = False

    @classmethod
    def of(cls, text: str, lines: list[str]) -> ReferenceList | None:
        """The list below the last heading *References*, or of the footnotes that end the text; None where there is neither."""
        if "[^" in text and (notes := _footnotes(lines)):
            return notes
        if not any(word in text for word in _WORDS):
            return None
        at = next((n for n in range(len(lines) - 1, -1, -1) if len(lines[n]) < 2000 and _is_heading(lines[n])), None)
        return None if at is None else cls(lines[: at + 1], lines[at + 1 :])

    @cached_property
    def form(self) -> re.Pattern[str]:
        """How the entries have their numbers: ``[1]`` or ``1.``"""
        return max((_ENTRY, _ORDERED), key=lambda form: sum(bool(form.match(x)) for x in self.lines))

    @cached_property
    def count(self) -> int:
        """How many lines begin with a number."""
        return sum(bool(self.form.match(x)) for x in self.lines)

    @property
    def is_numbered(self) -> bool:
        """Whether enough lines begin with a number."""
        return self.count >= (3 if self.notes else 5)

    def is_cited(self) -> bool:
        """Whether the body cites a third of the numbers."""
        return len({n for line in self.body for n in numbers(LINKED.sub(r"[\1]", line))}) * 3 > self.count

    def is_further_reading(self) -> bool:
        """Whether this is a list of links, with notes or further reading at its end, and no text with its references."""
        if self.form is _ENTRY and self.is_numbered and not self.notes:
            return False
        return sum("](http" in x for x in self.body) * 2 > len(self.lines)

    def entries(self, draft: Draft) -> Iterator[Listed]:
        """The entries by their numbers; one that is missing is noted in the draft."""
        held: list[str] = []
        number, first, last = 0, 0, 0
        for at, line in self._unglued():
            found = self.form.match(line)
            if found and number < int(found[1]) <= number + 20:
                if held:
                    yield Listed(number, first, last, "\n".join(held))
                if int(found[1]) > number + 1:
                    draft.doubt(f"the reference list goes from [{number}] to [{found[1]}]", at)
                number, first, last, held = int(found[1]), at, at, [line[found.end() :]]
            elif held and line.strip() and not re.fullmatch(r"\s*\d{1,4}\s*", line) and not self._is_over(held, at):
                held.append(line)
                last = at
        if held:
            yield Listed(number, first, last, "\n".join(held))

    def _unglued(self) -> Iterator[tuple[int, str]]:
        """The lines with their numbers in the document; where an entry begins in the middle of a line, the line is taken apart."""
        for at, line in enumerate(self.lines, len(self.body) + 1):
            for piece in re.split(r"(?<=[.\d])(?=\[\d{1,4}\] [A-Z“\"])", line[:20_000]):
                yield at, piece

    def _is_over(self, held: list[str], at: int) -> bool:
        """Whether the text after a blank line no longer belongs to the entry: a heading, or prose after the entry's end."""
        n = at - 1 - len(self.body)
        blank = n > 0 and not self.lines[n - 1].strip()
        ended = blank and re.search(r"\d{4}\W*$|\.\s*$", held[-1]) is not None
        return self.lines[n].startswith("#") or (ended and len(self.lines[n]) > 60)


def _is_heading(line: str) -> bool:
    return bool(any(word in line for word in _WORDS) and _HEADING.search(line.rstrip()))


def _footnotes(lines: list[str]) -> ReferenceList | None:
    """The footnotes with which a text ends, cited as ``[^name]``."""
    first = next((n for n, x in enumerate(lines) if _NOTE.match(x)), None)
    if first is None or not all(_NOTE.match(x) or x[:1].isspace() for x in lines[first:] if x.strip()):
        return None
    names = [found[1] for x in lines[first:] if (found := _NOTE.match(x))]
    order = {name: f"[{n}]" for n, name in enumerate(names, 1)}
    body = [_NOTED.sub(lambda m: order.get(m[1], m[0]), x) if "[^" in x else x for x in lines[:first]]
    return ReferenceList(body, [_NOTE.sub(lambda m: f"{order[m[1]]} ", x) for x in lines[first:]], notes=True)


def numbers(text: str) -> list[int]:
    """The numbers that a text cites, ranges written out."""
    found: list[int] = []
    for match in _CITED.finditer(text):
        for piece in re.split(r"\s*,\s*", match[1]):
            low, _, high = re.sub(r"\s*[–-]\s*", "-", piece).partition("-")
            found += range(int(low), min(int(high or low), int(low) + 99) + 1)
        if match[2] and found:
            found += range(found[-1] + 1, min(int(match[2]), found[-1] + 99) + 1)
    return found
