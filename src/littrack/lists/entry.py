"""What a reader makes of a document before entries are merged into references."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from littrack.lists.text import Hyphens, visible
from littrack.records import Kind, Problem

_LINE_END = re.compile(r"\r\n|\n|\r")
LONGEST_LINE = 20_000  # characters; what is longer is no line that a person wrote


@dataclass(frozen=True)
class Document:
    """A document's text with its name; lines are numbered from 1."""

    name: str
    text: str
    encoding: str = "utf-8"
    beside: Callable[[str], str | None] | None = None  # the text of a file in the same folder, by its name

    @cached_property
    def lines(self) -> list[str]:
        """The lines without their ends, each as far as it is looked at."""
        return [line[:LONGEST_LINE] for line in self.whole_lines]

    @cached_property
    def whole_lines(self) -> list[str]:
        """The lines without their ends."""
        return _LINE_END.split(self.text) if "\r" in self.text else self.text.split("\n")

    def hyphens(self) -> Hyphens:
        """What mends broken words by this document's own."""
        return Hyphens(self.text[:2_000_000])


class Heading(NamedTuple):
    """A heading: its words without number and emoji, its number, its depth (1 is the document's title) and its line.

    ``real`` is False where it is only known from a table of contents, or from a table's column.
    """

    text: str
    number: str = ""
    level: int = 1
    line: int = 0
    real: bool = True


class Entry(NamedTuple):
    """One entry as it stands in the document. ``path`` has the headings above it, the top first; ``end`` is its last line."""

    title: str
    authors: tuple[str, ...] = ()
    year: int | None = None
    venue: str | None = None
    arxiv_id: str | None = None
    doi: str | None = None
    url: str | None = None
    code_url: str | None = None
    links: tuple[str, ...] = ()
    paths: tuple[tuple[str, ...], ...] = ()
    context: tuple[str, ...] = ()
    kind: Kind = Kind.PAPER
    line: int = 0
    end: int = 0
    added: date | None = None
    doubts: tuple[str, ...] = ()
    list: str = ""
    key: str = ""
    categories: tuple[str, ...] = ()

    def at(self, *path: str) -> Entry:
        """The same entry below these headings."""
        return self._replace(paths=(path,))


@dataclass
class Draft:
    """What a reader collects while it walks through a document."""

    name: str
    entries: list[Entry] = field(default_factory=list)
    headings: list[tuple[tuple[str, ...], Heading]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    not_understood: int = 0
    title: str = ""  # where the document names itself without a heading

    def doubt(self, message: str, line: int) -> None:
        """Note something that was passed over or read with doubt."""
        self.problems.append(Problem(visible(message), self.name, line))

    def unread(self, message: str, line: int) -> None:
        """Note an entry that gave no reference."""
        self.not_understood += 1
        self.doubt(message, line)
