"""References without numbers, that a text cites by name and year: ``(Lee et al., 2022; Chen and Diaz, 2023a)``, ``Gil (2020)``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from littrack.lists import names
from littrack.lists.readers._reference_list import Listed, ReferenceList

_YEAR = re.compile(r"[(\[]?\b((?:19|20)\d\d[a-z]?)\b[)\]]?(?!\.\d)")
_BEGINS = re.compile(r"(?:[-*•]\s+|\[[^\[\]]{3,40}\]\s+)?([A-ZÀ-Þ][^\d\n]{2,600}?)[.,]?\s*[(\[]?\b(?:19|20)\d\d[a-z]?\b")
_BULLET = re.compile(r"\s*(?:[-*•]|\[[^\[\]]{3,40}\])\s+")
_ENDS = re.compile(r"[.\d/)\]]\s*$")
_CITED = re.compile(
    r"([A-ZÀ-Þ][\w'’-]+)(?:\s+et\s+al\.?|(?:,\s+[A-ZÀ-Þ][\w'’-]+){0,6},?\s+(?:and|&)\s+[A-ZÀ-Þ][\w'’-]+)?,?\s*[\[(]?"
    r"((?:19|20)\d\d[a-z]?(?:\s?,\s?(?:(?:19|20)\d\d[a-z]?|[a-z])\b)*)"
)
_LONGEST = 40  # lines of one entry
_FEWEST = 5  # references by which a list of them is known


def listed(found: ReferenceList) -> Iterator[Listed]:
    """The entries of a list, with numbers of our own."""
    held: list[str] = []
    number, first, last, dated = 0, 0, 0, False
    for at, line in enumerate(found.lines, len(found.body) + 1):
        if not line.strip() or re.fullmatch(r"\s*\d{1,4}\s*", line):
            continue
        if line.startswith("#"):
            break
        if not held or (dated and _ENDS.search(held[-1]) and _begins(found.lines, at - 1 - len(found.body))):
            if held:
                yield Listed(number, first, last, "\n".join(held))
            number, first, held, dated = number + 1, at, [], False
        if len(held) < _LONGEST:
            held.append(_BULLET.sub("", line))
            dated = dated or bool(_YEAR.search(line))
            last = at
    if held:
        yield Listed(number, first, last, "\n".join(held))


def _begins(lines: Sequence[str], at: int) -> bool:
    """Whether a line begins with people before a year, that may stand on the next line."""
    found = _BEGINS.match(" ".join([x[:700] for x in lines[at : at + 3]]))
    if not found:
        return False
    people = found[1].strip(" .,")
    return names.is_name_list(people) or names.are_people(people) or names.is_name(people) or names.has_initials(people)


def known(entries: Sequence[Listed]) -> dict[tuple[str, str], list[int]]:
    """The numbers of entries by the first author's surname and the year; as it is not told which is the surname, by both."""
    found: dict[tuple[str, str], list[int]] = {}
    for number, _, _, text in entries:
        year = _YEAR.search(text)
        people = " ".join(text[: year.start()].split()).strip(" .,(") if year else ""
        first = next(iter(names.split_names(people)), people)
        if year and people:
            for surname in {first.split()[-1] if first.split() else "", re.split(r"[ ,]", people)[0]} - {""}:
                for told in {year[1], year[1][:4]}:
                    found.setdefault((surname.casefold(), told), []).append(number)
    return found


def cited(text: str, by_name: dict[tuple[str, str], list[int]]) -> list[int]:
    """The numbers of what a text cites."""
    found: list[int] = []
    for match in _CITED.finditer(text):
        year = ""
        for piece in re.split(r"\s?,\s?", match[2]):
            year = piece if len(piece) > 1 else year[:4] + piece
            found += by_name.get((match[1].casefold(), year), [])
    return found


def is_cited(found: ReferenceList) -> bool:
    """Whether the text cites by name what is listed."""
    entries = list(listed(found))
    by_name = known(entries) if len(entries) >= _FEWEST else {}
    told = {n for line in found.body for n in cited(line, by_name)} if by_name else set()
    return len(told) * 3 > len(entries)
