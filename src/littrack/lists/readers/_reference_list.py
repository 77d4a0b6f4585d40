"""Where a survey's list of references begins, what its entries are, and which numbers a text cites."""

from __future__ import annotations

import re
from collections.abc import Iterator

from littrack.lists.entry import Draft

LIST_WORDS = ("REFERENCES", "References", "Bibliography", "BIBLIOGRAPHY", "参考文献", "R EFERENCES")
_LIST = re.compile(rf"(?:^|[.\s#*])(?:{'|'.join(LIST_WORDS)})\W*$")
_ENTRY = re.compile(r"^[\s\u2060]*(?:[-*]\s+)?(?:<[^<>]*>)*\\?\[\\?\[?(\d{1,4})\\?\]?\]\s*(?=\S)")
_ORDERED = re.compile(r"^\s*(\d{1,4})[.)]\s+(?=\S)")
# `[12]`, `[5, 6]`, `[21]–[24]`, and Markdown's `[\[1\]](#page-21-0)`, which is made plain first.
LINKED = re.compile(r"\[\\?\[(\d{1,4})\\?\]\]\([^()]{0,200}\)")
_RANGE = r"\d{1,4}(?:\s*[–-]\s*\d{1,4})?"  # and no `[2025-08-31]`
_CITED = re.compile(rf"\[({_RANGE}(?:\s*,\s*{_RANGE})*)\](?:\s*[–-]\s*\[(\d{{1,4}})\])?")


def start(lines: list[str]) -> int | None:
    """The index of the first line after the last heading *References*, or of the first of the footnotes that end the text."""
    if (first := next((n for n, x in enumerate(lines) if x.startswith(_NOTE_MARK)), None)) is not None:
        return first
    return next((n + 1 for n in range(len(lines) - 1, -1, -1) if len(lines[n]) < 2000 and _is_list_heading(lines[n])), None)


def _is_list_heading(line: str) -> bool:
    return bool(any(word in line for word in LIST_WORDS) and _LIST.search(line.rstrip()))


def listed(lines: list[str], start: int, draft: Draft) -> Iterator[tuple[int, int, int, str]]:
    """Number, first line, last line and text of each entry of the reference list."""
    held: list[str] = []
    number, first, last = 0, 0, 0
    form = _form(lines, start)
    for at, line in _unglued(lines, start):
        found = form.match(line)
        if found and number < int(found[1]) <= number + 20:
            if held:
                yield number, first, last, "\n".join(held)
            if int(found[1]) > number + 1:
                draft.doubt(f"the reference list goes from [{number}] to [{found[1]}]", at)
            number, first, last, held = int(found[1]), at, at, [line[found.end() :]]
        elif held and line.strip() and not re.fullmatch(r"\s*\d{1,4}\s*", line) and not _over(held, lines, at - 1):
            held.append(line)
            last = at
    if held:
        yield number, first, last, "\n".join(held)


def _unglued(lines: list[str], start: int) -> Iterator[tuple[int, str]]:
    """The lines of the list with their numbers; where an entry begins in the middle of a line, the line is taken apart."""
    for at, line in enumerate(lines[start:], start + 1):
        for piece in re.split(r"(?<=[.\d])(?=\[\d{1,4}\] [A-Z“\"])", line[:20_000]):
            yield at, piece


def _over(held: list[str], lines: list[str], at: int) -> bool:
    """Whether the text after a blank line no longer belongs to the entry: a heading, or prose after the entry's end."""
    blank = at > 0 and not lines[at - 1].strip()
    return lines[at].startswith("#") or (
        blank and bool(re.search(r"\d{4}\W*$|\.\s*$", held[-1])) and len(held) > 0 and len(lines[at]) > 60
    )


def numbered(lines: list[str]) -> list[str]:
    """The lines of a text that ends with footnotes, cited as ``[^name]``, with numbers for their names."""
    first = next((n for n, x in enumerate(lines) if _NOTE.match(x)), None)
    if first is None or not all(_NOTE.match(x) or x[:1].isspace() for x in lines[first:] if x.strip()):
        return lines
    labels = {found[1]: n for n, x in enumerate([x for x in lines[first:] if _NOTE.match(x)], 1) if (found := _NOTE.match(x))}
    body = [_NOTED.sub(lambda m: f"[{labels[m[1]]}]" if m[1] in labels else m[0], x) if "[^" in x else x for x in lines[:first]]
    return [*body, *(_NOTE.sub(lambda m: f"{_NOTE_MARK}[{labels[m[1]]}] ", x) for x in lines[first:])]


_NOTE = re.compile(r"\[\^([\w.-]{1,40})\]:\s*")
_NOTED = re.compile(r"\[\^([\w.-]{1,40})\]")
_NOTE_MARK = "\u2060"  # an invisible joiner, by which the footnotes are known again


def _are_notes(lines: list[str], start: int) -> bool:
    """Whether the list that begins at ``start`` are footnotes."""
    return start < len(lines) and lines[start].startswith(_NOTE_MARK)


def _form(lines: list[str], start: int) -> re.Pattern[str]:
    """How the entries of the list have their numbers: ``[1]`` or ``1.``"""
    return max((_ENTRY, _ORDERED), key=lambda form: sum(bool(form.match(x)) for x in lines[start:]))


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


def is_numbered(lines: list[str], start: int) -> bool:
    """Whether enough lines of the list begin with a number."""
    form = _form(lines, start)
    return sum(bool(form.match(x)) for x in lines[start:]) >= _fewest(lines, start)


def is_cited(lines: list[str], start: int) -> bool:
    """Whether the text before the list cites a third of its numbers."""
    form = _form(lines, start)
    cited = {n for line in lines[:start] for n in numbers(LINKED.sub(r"[\1]", line))}
    return len(cited) * 3 > sum(bool(form.match(x)) for x in lines[start:])


def is_further_reading(lines: list[str], start: int) -> bool:
    """Whether this is a list of links, with notes or further reading at its end, and no text with its references."""
    if _form(lines, start) is _ENTRY and is_numbered(lines, start) and not _are_notes(lines, start):
        return False
    return sum("](http" in x for x in lines[:start]) * 2 > len(lines) - start


def _fewest(lines: list[str], start: int) -> int:
    return 3 if _are_notes(lines, start) else 5
