"""A survey's own text, out of a PDF or as Markdown: sections that cite ``[n]`` and the list of what ``[n]`` is."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator
from dataclasses import dataclass, field

from littrack.lists import citation
from littrack.lists.entry import Document, Draft, Entry, Heading
from littrack.lists.links import arxiv_in, doi_of
from littrack.lists.markup import any_entry
from littrack.lists.outline import Path, is_passage
from littrack.lists.text import Hyphens, clean_title, mend_accents, shorten, squeeze, visible

_LIST_WORDS = ("REFERENCES", "References", "Bibliography", "BIBLIOGRAPHY", "参考文献", "R EFERENCES")
_LIST = re.compile(rf"(?:^|[.\s#*])(?:{'|'.join(_LIST_WORDS)})\W*$")
_ENTRY = re.compile(r"^\s*(?:[-*]\s+)?(?:<[^<>]*>)*\\?\[\\?\[?(\d{1,4})\\?\]?\]\s*(?=\S)")
# `[12]`, `[5, 6]`, `[21]–[24]`, and Markdown's `[\[1\]](#page-21-0)`, which is made plain first.
_LINKED = re.compile(r"\[\\?\[(\d{1,4})\\?\]\]\([^()]{0,200}\)")
_RANGE = r"\d{1,4}(?:\s*[–-]\s*\d{1,4})?"  # and no `[2025-08-31]`
_CITED = re.compile(rf"\[({_RANGE}(?:\s*,\s*{_RANGE})*)\](?:\s*[–-]\s*\[(\d{{1,4}})\])?")
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}
_TOP = re.compile(r"(?:^|(?<=[.\s]))([IVXL]{1,6})\. ?((?:[A-Z][A-Z&/,-]*[ ]?)+(?:\([A-Z]+\))?)$")
_MIDDLE = re.compile(r"(?:^|(?<=[.\]]))([A-Z]) ?\. ([A-Z][\w&/,:()’' -]{2,90})$")
_LOW = re.compile(r"^(\d{1,2})\) ?([A-Z][^:.]{2,90}): ?(?=\S)")
_MARKDOWN = re.compile(r"^(#{1,6})\s+(.*)$")
_TABLE = re.compile(r"^\s*TABLE ([IVXL]+|\d{1,2})\b")
_TABLE_NAMED = re.compile(r"\bTables? ([IVXL]+|\d{1,2})\b")
_LONGEST_TABLE = 150  # lines
_SENTENCE = re.compile(r"(?<=[a-z\d)\]”\"’])[.?!](?=\s+[A-Z“\"•\[(])")


def likelihood(document: Document) -> float:
    """High where a numbered reference list follows a text that cites it."""
    lines = document.lines
    start = _start(lines) if any(word in document.text for word in _LIST_WORDS) else None
    if start is None:
        return 0.0
    entries = sum(bool(_ENTRY.match(x)) for x in lines[start:])
    cited = {n for line in lines[:start] for n in _numbers(_LINKED.sub(r"[\1]", line))}
    return 0.95 if entries >= 5 and len(cited) * 3 > entries else 0.0


def read(document: Document) -> Draft:
    """The reference list, each labelled with the sections that cite it and the sentences that do."""
    lines = document.lines
    start = _start(lines) or 0
    draft, mend = Draft(document.name), document.hyphens()
    cited = _Body(draft, mend, _width(lines[:start]))
    for number, line in enumerate(lines[:start], 1):
        cited.take(line, number)
    cited.finish()
    cited.place_tables()
    for number, first, last, text in _listed(lines, start, draft):
        entry = _reference(mend_accents(mend.join(text)), first, last)
        if entry is None:
            draft.unread(f"[{number}] was not read as a citation: “{shorten(text)}”", first)
            continue
        where = tuple(cited.where.get(number, ()))
        if not where:
            draft.doubt(f"[{number}] “{shorten(entry.title)}” is cited nowhere in the text", first)
        draft.entries.append(entry._replace(paths=where, context=tuple(cited.sentences.get(number, ()))))
    return draft


def _width(lines: list[str]) -> range:
    """How long a line of running text is, where a PDF broke the lines; empty where each paragraph is one line."""
    usual = statistics.median([len(x) for x in lines if len(x) > 20] or [0])
    return range(int(usual * 0.85), int(usual * 1.2)) if usual < 110 else range(0)


def _start(lines: list[str]) -> int | None:
    """The index of the first line after the last heading *References*."""
    return next((n + 1 for n in range(len(lines) - 1, -1, -1) if len(lines[n]) < 2000 and _is_list_heading(lines[n])), None)


def _is_list_heading(line: str) -> bool:
    return bool(any(word in line for word in _LIST_WORDS) and _LIST.search(line.rstrip()))


def _listed(lines: list[str], start: int, draft: Draft) -> Iterator[tuple[int, int, int, str]]:
    """Number, first line, last line and text of each entry of the reference list."""
    held: list[str] = []
    number, first, last = 0, 0, 0
    for at, line in _unglued(lines, start):
        found = _ENTRY.match(line)
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


def _reference(text: str, first: int, last: int) -> Entry | None:
    """One entry of the reference list."""
    plain = squeeze(visible(re.sub(r"(?<!\w)[*_]{1,2}|[*_]{1,2}(?!\w)", "", text)))
    said = citation.quoted(plain) or citation.gbt(plain) or citation.unquoted(plain)
    ids = arxiv_in(plain)
    if said is None:
        entry = any_entry(text, first, last)
        return entry._replace(arxiv_id=entry.arxiv_id or next(iter(ids), None)) if re.search(r"\w{3}", entry.title) else None
    web = re.search(r"https?://[^\s,]+[^\s,.]", plain)
    arxiv_id = ids[0] if ids else None
    doi = doi_of(plain)
    url = f"https://arxiv.org/abs/{arxiv_id}" if arxiv_id else f"https://doi.org/{doi}" if doi else web[0] if web else None
    return Entry(
        clean_title(said.title),
        said.authors,
        said.year,
        said.venue,
        arxiv_id,
        doi,
        url,
        None,
        (url,) if url else (),
        line=first,
        end=last,
    )


def _numbers(text: str) -> list[int]:
    """The numbers that a text cites, ranges written out."""
    found: list[int] = []
    for match in _CITED.finditer(text):
        for piece in re.split(r"\s*,\s*", match[1]):
            low, _, high = re.sub(r"\s*[–-]\s*", "-", piece).partition("-")
            found += range(int(low), min(int(high or low), int(low) + 99) + 1)
        if match[2] and found:
            found += range(found[-1] + 1, min(int(match[2]), found[-1] + 99) + 1)
    return found


@dataclass
class _Body:
    """Walks through the text: where it stands, which sentences cite what."""

    draft: Draft
    mend: Hyphens
    width: range = range(0)
    path: Path = field(default_factory=Path)
    where: dict[int, list[tuple[str, ...]]] = field(default_factory=dict)
    sentences: dict[int, list[str]] = field(default_factory=dict)
    held: list[str] = field(default_factory=list)
    counts: list[int] = field(default_factory=lambda: [0, 0, 0])
    rows: list[str] = field(default_factory=list)  # of the table that is being read
    tables: list[tuple[str, tuple[str, ...], list[str]]] = field(default_factory=list)
    named: dict[str, tuple[str, ...]] = field(default_factory=dict)  # where a table is first spoken of

    def take(self, raw: str, number: int) -> None:
        """Read one line: it may end one section and begin the next."""
        line = _LINKED.sub(r"[\1]", raw)
        if re.fullmatch(r"\s*\d{1,4}\s*", line) or line.startswith("<!--"):
            return
        before, heading, after = self._heading(line, number)
        if self._in_table(line, heading is not None):
            return
        self._hold(before)
        if heading is None:
            return
        self.finish()
        self.path.enter(heading)
        self.draft.headings.append((self.path.texts(), heading))
        self._hold(after)

    def _in_table(self, line: str, is_heading: bool) -> bool:
        """Whether the line belongs to a table that floats in the text; three lines of full width end it."""
        if self.width and (caption := _TABLE.match(line)):
            self.rows = []
            self.tables.append((caption[1], self.path.texts(), self.rows))
            return True
        if not self.tables or self.tables[-1][2] is not self.rows:
            return False
        self.rows.append(line)
        over = len(self.rows) > 3 and all(len(x) in self.width for x in self.rows[-3:])
        if not (is_heading or over or len(self.rows) > _LONGEST_TABLE):
            return True
        back = 3 if over else 1
        after, self.rows[:] = self.rows[-back:-1], self.rows[:-back]
        self.rows = []
        for text in after:
            self._hold(text)
        return False

    def place_tables(self) -> None:
        """What a table cites belongs to the section that speaks of the table, wherever the page had room for it."""
        for label, here, rows in self.tables:
            path = self.named.get(label, here)
            for row in rows:
                for number in dict.fromkeys(_numbers(row)):
                    if path and path not in self.where.setdefault(number, []):
                        self.where[number].append(path)
                    self.sentences.setdefault(number, [shorten(row, 1500)])

    def _hold(self, text: str) -> None:
        for table in _TABLE_NAMED.findall(text):
            self.named.setdefault(table, self.path.texts())
        if text.strip():
            self.held.append(text)
        elif self.held and self.held[-1]:
            self.held.append("")

    def finish(self) -> None:
        """Take the citations out of what was held since the last heading."""
        path = self.path.texts()
        while len(path) > 1 and is_passage(path[-1]) and not is_passage(path[0]):
            path = path[:-1]  # what a section's summary cites, the section cites
        for paragraph in _paragraphs(self.held, self.mend):
            if "[" not in paragraph:
                continue
            for sentence in _SENTENCE.split(paragraph):
                for number in dict.fromkeys(_numbers(sentence)):
                    if path and path not in self.where.setdefault(number, []):
                        self.where[number].append(path)
                    self.sentences.setdefault(number, []).append(shorten(sentence, 1500))
        self.held.clear()

    def _heading(self, line: str, number: int) -> tuple[str, Heading | None, str]:
        """What is before a heading on this line, the heading, and what is after it."""
        if found := _MARKDOWN.match(line):
            return self._counted("", found[2], len(found[1]), number, "")
        if (found := _TOP.search(line)) and (order := _roman(found[1])) and self._next(0, order):
            return self._counted(line[: found.start()], _words(found[2]), 1, number, "", found[1], order)
        if (
            (found := _MIDDLE.search(line))
            and self._next(1, ord(found[1]) - 64)
            and not re.search(r"\b[A-Z]\. |\bet al", found[2])
        ):
            return self._counted(line[: found.start()], found[2], 2, number, "", found[1], ord(found[1]) - 64)
        if (found := _LOW.match(line)) and self._next(2, int(found[1])):
            return self._counted("", found[2], 3, number, line[found.end() :], found[1], int(found[1]))
        return line, None, ""

    def _next(self, depth: int, order: int) -> bool:
        """Whether a number follows on the last one at its depth; deeper numbers begin anew below each heading."""
        return order == self.counts[depth] + 1 or (depth == 0 and self.counts[0] < order <= self.counts[0] + 2 and order > 1)

    def _counted(
        self, before: str, text: str, level: int, line: int, after: str, number: str = "", order: int = 0
    ) -> tuple[str, Heading | None, str]:
        if order:
            self.counts[level - 1 :] = [order, *[0] * (3 - level)]
        elif level <= 3:
            self.counts[1:] = [0, 0]
        text = clean_title(mend_accents(text))
        return before, Heading(text, number, level, line), after


def _roman(text: str) -> int:
    values = [_ROMAN[c] for c in text]
    return sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True))


def _words(text: str) -> str:
    """``LAM S FOR PHYSICAL LAYER DESIGN`` as LAMS FOR …: small capitals that a PDF set apart."""
    joined = re.sub(r"\b([A-Z]{2,}) S\b", r"\1S", re.sub(r"- (?=[A-Z]{2})", "-", text))
    return re.sub(r"(?<![A-Z])([A-Z]) (?=[A-Z]{2,})", lambda m: m[1] + (" " if m[1] == "A" else ""), joined).strip()


def _paragraphs(lines: list[str], mend: Hyphens) -> Iterator[str]:
    held: list[str] = []
    for line in [*lines, ""]:
        if line:
            held.append(line)
        elif held:
            yield mend.join("\n".join(held))
            held = []
