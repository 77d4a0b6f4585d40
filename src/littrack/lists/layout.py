"""A list taken apart into its entries and what stands between them; joined again, the parts are the list to the byte."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from littrack.lists.entry import Entry
from littrack.lists.text import decode

_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+$")


@dataclass(frozen=True, slots=True)
class Part:
    """Whole lines with their ends: those of an entry (of several where these share a line), or those between entries."""

    lines: tuple[bytes, ...]
    entries: tuple[Entry, ...] = ()


class Layout:
    """The parts of a list, in order and without a gap: a mark of the encoding, line ends and a missing last one are in them."""

    def __init__(self, data: bytes, entries: Iterable[Entry]) -> None:
        """Take ``data`` apart; ``entries`` are what was read there, with the lines they stand on."""
        self.encoding = decode(data[:200_000])[1]
        self.end = (
            b"\r\n" if data.count(b"\r\n") * 2 > data.count(b"\n") else b"\n" if b"\n" in data or b"\r" not in data else b"\r"
        )
        self.lines = split_lines(data)
        self.parts = tuple(_parts(self.lines, entries))

    def joined(self) -> bytes:
        """The list, out of its parts."""
        return b"".join(line for part in self.parts for line in part.lines)

    def text(self, entry: Entry) -> str:
        """An entry's lines as they stand, without the last line's end."""
        return self.decoded(b"".join(self.lines[entry.line - 1 : entry.end])).rstrip("\r\n")

    def decoded(self, raw: bytes) -> str:
        """Characters from which :meth:`encoded` makes the same bytes again."""
        return raw.decode(self.encoding, "surrogateescape")

    def encoded(self, text: str) -> list[bytes]:
        """Lines in the list's own encoding, with its own line ends."""
        return [line.encode(self.encoding, "surrogateescape") + self.end for line in re.split(r"\r\n|\n|\r", text)]

    def with_lines(self, at: int, block: list[bytes], changed: dict[int, bytes]) -> bytes:
        """The list with ``block`` before its line ``at`` (from 0) and some lines exchanged; all others are as they were."""
        out: list[bytes] = []
        number = 0
        for part in self.parts:
            for line in part.lines:
                if number == at:
                    out += block
                out.append(changed.get(number, line))
                number += 1
        if at >= number:
            out += self._at_the_end(out, block)
        return b"".join(out)

    def _at_the_end(self, before: list[bytes], block: list[bytes]) -> list[bytes]:
        """A document that ended without a line end does so again."""
        if not before or before[-1].endswith((b"\n", b"\r")):
            return block
        return [self.end, *block[:-1], block[-1].rstrip(b"\r\n")]


def _parts(lines: list[bytes], entries: Iterable[Entry]) -> Iterator[Part]:
    done = 0
    held: list[Entry] = []
    last = 0
    for entry in sorted(entries, key=lambda e: e.line):
        first, end = entry.line - 1, min(max(entry.end, entry.line), len(lines))
        if not 0 <= first < len(lines):
            continue  # a record's number, not a line
        if held and first >= last:
            yield Part(tuple(lines[done:last]), tuple(held))
            done, held = last, []
        if not held and first > done:
            yield Part(tuple(lines[done:first]))
            done = first
        held.append(entry)
        last = max(last, end)
    if held:
        yield Part(tuple(lines[done:last]), tuple(held))
        done = last
    if done < len(lines):
        yield Part(tuple(lines[done:]))


def split_lines(data: bytes) -> list[bytes]:
    """The lines of a document with their ends, so that joining them gives the document again."""
    return _LINE.findall(data)
