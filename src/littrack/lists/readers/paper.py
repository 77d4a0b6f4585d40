"""A survey's own text, out of a PDF or as Markdown: sections that cite ``[n]``, or by name and year, and the list of what is cited."""

from __future__ import annotations

import re
import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from littrack.lists import citation, names
from littrack.lists.entry import Document, Draft, Entry, Heading
from littrack.lists.links import arxiv_in, arxiv_of, doi_of
from littrack.lists.markup import any_entry
from littrack.lists.outline import Path, clean_heading, is_passage
from littrack.lists.readers import _by_name
from littrack.lists.readers._reference_list import LINKED, ReferenceList, numbers
from littrack.lists.text import Hyphens, clean_title, mend_accents, shorten, squeeze, visible

_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}
_TOP = re.compile(r"(?:^|(?<=[.\s]))([IVXL]{1,6})\. ?((?:[A-Z][A-Z&/,-]*[ ]?)+(?:\([A-Z]+\))?)$")
_MIDDLE = re.compile(r"(?:^|(?<=[.\]]))([A-Z]) ?\. ([A-Z][\w&/,:()’' -]{2,90})$")
_LOW = re.compile(r"^(\d{1,2})\) ?([A-Z][^:.]{2,90}): ?(?=\S)")
# `2.1. Pre-training`, in a text whose first heading is `1 Introduction`.
_DECIMAL = re.compile(r"^(\d{1,2}(?:\.\d{1,2}){0,3})\.?\s{1,4}([A-Z][^;!?\[\]]{2,90})$")
_FIRST = re.compile(r"^1\.?\s{1,4}(?:introduction|background|overview|motivation)\b", re.I)
_MARKDOWN = re.compile(r"^(#{1,6})\s+(.*)$")
_TABLE = re.compile(r"^\s*TABLE ([IVXL]+|\d{1,2})\b")
_WEB = re.compile(r"https?://[^\s,]+[^\s,.]")
_TABLE_NAMED = re.compile(r"\bTables? ([IVXL]+|\d{1,2})\b")
_LONGEST_TABLE = 150  # lines
_SENTENCE = re.compile(r"(?<=[a-z\d)\]”\"’])(?<!\bal)[.?!](?=\s+[A-Z“\"•\[(])")


def likelihood(document: Document) -> float:
    """High where a numbered reference list follows a text that cites it."""
    found = ReferenceList.of(document.text, document.lines)
    if not found or found.is_further_reading():
        return 0.0
    if found.is_numbered:
        return 0.95 if found.is_cited() else 0.0
    return 0.94 if _by_name.is_cited(found) else 0.0


def read(document: Document) -> Draft:
    """The reference list, each labelled with the sections that cite it and the sentences that do."""
    found = ReferenceList.of(document.text, document.lines) or ReferenceList(document.lines, ())
    draft, mend, named = Draft(document.name), document.hyphens(), not found.is_numbered
    entries = list(_by_name.listed(found) if named else found.entries(draft))
    by_name = _by_name.known(entries) if named else {}
    draft.title = _title(document.lines)
    numbers_in = (lambda text: _by_name.cited(text, by_name)) if named else numbers
    cited = _Body(draft, mend, numbers_in, _width(found.body), any(map(_FIRST.match, found.body)))
    for number, line in enumerate(found.body, 1):
        cited.take(line, number)
    cited.finish()
    cited.place_tables()
    for number, first, last, text in entries:
        entry = _reference(mend_accents(mend.join(text)), first, last)
        if entry is None:
            draft.unread(f"[{number}] was not read as a citation: “{shorten(text)}”", first)
            continue
        where = tuple(cited.where.get(number, ()))
        if not where:
            draft.doubt(f"[{number}] “{shorten(entry.title)}” is cited nowhere in the text", first)
        draft.entries.append(entry._replace(paths=where, context=tuple(cited.sentences.get(number, ()))))
    return draft


def _title(lines: list[str]) -> str:
    """The survey's title: the first line of some words above the abstract that is no journal's or preprint's own."""
    for at, line in enumerate(lines[:40]):
        text = line.strip()
        if _ABSTRACT.match(text):
            break
        if len(text.split()) > 2 and not _RUNNING.search(text) and "@" not in text:
            after = lines[at + 1].strip() if at + 1 < len(lines) else ""
            goes_on = text.endswith((":", " for", " of", " and", " in", " the", " with", " to", " on")) or after[:1].islower()
            return clean_heading(f"{text} {after}" if goes_on and len(after.split()) < 14 else text).text
    return ""


_ABSTRACT = re.compile(r"\W*(?:abstract|article info|index terms|keywords|(?:1|I)?\.?\s*introduction)\b", re.I)
_RUNNING = re.compile(
    r"\bvol\.|\bno\.\s*\d|^\W*\d|arxiv:|journal of|transactions on|ieee communications|proceedings|submitted|manuscript|preprint|copyright|©|doi",
    re.I,
)


def _width(lines: Sequence[str]) -> range:
    """How long a line of running text is, where a PDF broke the lines; empty where each paragraph is one line."""
    usual = statistics.median([len(x) for x in lines if len(x) > 20] or [0])
    return range(int(usual * 0.85), int(usual * 1.2)) if usual < 110 else range(0)


def _reference(text: str, first: int, last: int) -> Entry | None:
    """One entry of the reference list."""
    plain = squeeze(visible(re.sub(r"(?<!\w)[*_]{1,2}|[*_]{1,2}(?!\w)", "", text)))
    said = citation.quoted(plain) or citation.gbt(plain)
    said = said or (None if names.INITIALS_FIRST.match(plain) else citation.by_stops(plain)) or citation.unquoted(plain)
    ids = arxiv_in(plain) or tuple(filter(None, map(arxiv_of, _WEB.findall(plain))))
    if said is None:
        entry = any_entry(text, first, last)
        return entry._replace(arxiv_id=entry.arxiv_id or next(iter(ids), None)) if re.search(r"\w{3}", entry.title) else None
    web = _WEB.search(plain)
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


@dataclass
class _Body:
    """Walks through the text: where it stands, which sentences cite what."""

    draft: Draft
    mend: Hyphens
    numbers: Callable[[str], list[int]]
    width: range = range(0)
    decimal: bool = False  # whether headings have numbers as `2.1`
    last: tuple[int, ...] = (0,)
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
        line = LINKED.sub(r"[\1]", raw)
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
                for number in dict.fromkeys(self.numbers(row)):
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
        titled = bool(self.draft.headings) and path[:1] == self.draft.headings[0][0] and not self.draft.headings[0][1].number
        while len(path) > 1 + titled and is_passage(path[-1]) and not is_passage(path[0]):
            path = path[:-1]  # what a section's summary cites, the section cites
        for paragraph in _paragraphs(self.held, self.mend):
            for sentence in _SENTENCE.split(paragraph):
                for number in dict.fromkeys(self.numbers(sentence)):
                    if path and path not in self.where.setdefault(number, []):
                        self.where[number].append(path)
                    self.sentences.setdefault(number, []).append(shorten(sentence, 1500))
        self.held.clear()

    def _heading(self, line: str, number: int) -> tuple[str, Heading | None, str]:
        """What is before a heading on this line, the heading, and what is after it."""
        if found := _MARKDOWN.match(line):
            text = clean_heading(found[2]) if self.decimal or re.match(r"\d", found[2]) else None
            return self._counted("", text.text if text else found[2], len(found[1]), number, "")
        if self.decimal:
            return self._decimal(line, number)
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

    def _decimal(self, line: str, number: int) -> tuple[str, Heading | None, str]:
        """As :meth:`_heading`, for numbers such as ``2.1`` that follow on the last one."""
        found = _DECIMAL.match(line.rstrip())
        order = tuple(map(int, found[1].split("."))) if found else ()
        depth = len(order)
        deeper = depth == len(self.last) + 1 and order == (*self.last, 1)
        after = 0 < depth <= len(self.last) and order == (*self.last[: depth - 1], self.last[depth - 1] + 1)
        if not found or not (deeper or after) or found[2].rstrip().endswith((".", ",")):
            return line, None, ""
        self.last = order
        return "", Heading(clean_title(mend_accents(found[2])), found[1], depth, number), ""

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
