"""An accepted paper → the smallest edit of a list: one new entry in the right place and style; no other byte changes.

Pure: bytes in, bytes out. What is written is read again, and anything but exactly the added references is an error.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from littrack.errors import ListError
from littrack.lists import updates
from littrack.lists.entry import Entry
from littrack.lists.names import has_initials
from littrack.lists.outline import clean_heading, is_year
from littrack.lists.reading import ListReading, read
from littrack.lists.style import Addition, plain_entry, written
from littrack.lists.taxonomy import keys
from littrack.lists.text import decode, normalised
from littrack.records import Kind, Taxonomy

RENDERED = 500 * 1024  # bytes of a README after which GitHub shows no more of it


@dataclass(frozen=True, slots=True)
class Edit:
    """The new document, what was added and where, what was not and why, and what a person should look at."""

    data: bytes
    added: tuple[tuple[Addition, int], ...] = ()
    skipped: tuple[tuple[Addition, str], ...] = ()
    notes: tuple[str, ...] = ()


def add(
    data: bytes, name: str, additions: Iterable[Addition], taxonomy: Taxonomy | None = None, today: date | None = None
) -> Edit:
    """Write papers into a list.

    Args:
        data: the list as it is.
        name: how it is called in messages.
        additions: the papers, each with its sections.
        taxonomy: tells by which headings a section's slug is known; None: sections are headings of the list.
        today: brings the list's own "last update" and update log up to date; None leaves them.

    Returns:
        The new list. Without additions it is the old one, byte by byte.

    Raises:
        ListError: the new list, read again, has not exactly the added references.
    """
    done = _Editing(data, name, taxonomy or Taxonomy(""))
    for addition in additions:
        done.take(addition)
    if not done.added:
        return Edit(data, (), tuple(done.skipped), tuple(done.notes))
    new = done.data
    if today:
        new, told = updates.brought_up_to_date(data, new, done.before, [a for a, _ in done.added], today)
        done.notes += told
    _check(done.before, read(new, name), done.added)
    if len(new) > RENDERED:
        done.notes.append(
            f"{name} has {len(new) // 1024} KiB; GitHub shows only the first {RENDERED // 1024} KiB of a README: split the list"
        )
    return Edit(new, tuple(done.added), tuple(done.skipped), tuple(done.notes))


def _check(before: ListReading, after: ListReading, added: Sequence[tuple[Addition, int]]) -> None:
    """The reverse check: the entries read from the new list are the old ones and the added ones."""

    def told(reading: ListReading) -> Counter[tuple[str, str | None]]:
        return Counter((normalised(e.title), e.arxiv_id) for e in reading.entries)

    more = told(after)
    more.subtract(told(before))
    wanted = Counter((normalised(a.title), a.arxiv_id) for a, _ in added)
    more.subtract(wanted)
    wrong = {k: n for k, n in more.items() if n}
    if wrong:
        title, arxiv_id = next(iter(wrong))
        raise ListError(
            f"{before.name}: read again, the new list differs by more than what was added (first: {title[:60]!r}, arXiv {arxiv_id})",
            "nothing was written; add this paper by hand and report the list's style",
        )


@dataclass
class _Editing:
    data: bytes
    name: str
    taxonomy: Taxonomy
    added: list[tuple[Addition, int]] = field(default_factory=list)
    skipped: list[tuple[Addition, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.before = self.reading = read(self.data, self.name)

    def take(self, addition: Addition) -> None:
        """Add one paper to each of its sections, or say why not."""
        same = next((e for e in self.reading.entries if _same_paper(e, addition)), None)
        if same:
            self.skipped.append((addition, f"already on the list, line {same.line}"))
            return
        for section in addition.sections:
            place = self._place(section)
            if place is None:
                self.skipped.append(
                    (addition, f"the list has no section {section!r}; it has: {', '.join(self._headings()[:12])}")
                )
                continue
            self._insert(addition, place)
        if not addition.sections:
            self.skipped.append((addition, "no section was given"))

    def _headings(self) -> list[str]:
        return list(dict.fromkeys(s.heading for s in self.reading.taxonomy.sections))

    def _place(self, section: str) -> tuple[str, ...] | None:
        """The headings of the list above the entries of a section, given by slug or heading."""
        known = self.taxonomy.get(section)
        names = (known.heading, *known.aliases) if known else (re.split(r"\s+(?:/|>)\s+", section)[-1],)
        wanted = frozenset(k for n in names for k in keys(clean_heading(n).text) | keys(n))
        paths = [*dict.fromkeys(p for e in self.reading.entries for p in e.paths), *self.reading.slugs]
        fitting = [p for p in paths if p and keys(p[-1]) & wanted]
        exact = [p for p in fitting if p[-1].casefold() == names[0].casefold()]
        by_slug = [p for p, slug in self.reading.slugs.items() if slug == section]
        return next(iter([*by_slug, *exact, *fitting]), None)

    def _insert(self, addition: Addition, path: tuple[str, ...]) -> None:
        lines = split_lines(self.data)
        entries = [e for e in self.reading.entries if e.kind is Kind.PAPER] or list(self.reading.entries)
        mine = {normalised(a.title) for a, _ in self.added}
        models = [e for e in entries if normalised(e.title) not in mine]
        inside = [e for e in entries if path in e.paths]
        where, before = _position(inside, addition, self.data, lines)
        text = _in_style(addition, path, models, where, lines, self.data)
        if text is None:
            self.skipped.append((addition, "no neighbour's style could be learned; add it by hand"))
            return
        text = _numbered(text, where, before, lines, self.data)
        self.data, line = _put(self.data, lines, text, where, before, entries, self.reading, path)
        self.reading = read(self.data, self.name)
        self.added.append((addition, line))


def _same_paper(entry: Entry, addition: Addition) -> bool:
    if entry.arxiv_id and addition.arxiv_id:
        return entry.arxiv_id == addition.arxiv_id and entry.kind is Kind.PAPER
    return normalised(entry.title) == normalised(addition.title)


def split_lines(data: bytes) -> list[bytes]:
    """The lines of a document with their ends, so that joining them gives the document again."""
    return re.findall(rb"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+$", data)


def _text(lines: list[bytes], entry: Entry, data: bytes) -> str:
    """An entry's lines as they stand, without the last line's end."""
    raw = b"".join(lines[entry.line - 1 : entry.end])
    return decode_exactly(raw, data).rstrip("\r\n")


def decode_exactly(raw: bytes, data: bytes) -> str:
    """Characters from which the same bytes can be made again."""
    encoding = decode(data[:200_000])[1]
    return raw.decode("utf-8" if encoding == "utf-8" else encoding, "surrogateescape")


# Where?


def _date(entry: Entry, text: str) -> date | None:
    """When an entry's paper appeared, to the month where that is told."""
    months = re.search(r"\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?[ ,]*((?:19|20)\d\d)", text)
    if months:
        return date(int(months[2]), "JanFebMarAprMayJunJulAugSepOctNovDec".index(months[1]) // 3 + 1, 1)
    numeric = re.search(r"(?<![\d.])((?:19|20)\d\d)[-./年](0?[1-9]|1[0-2])(?!\d)", text)
    if numeric:
        return date(int(numeric[1]), int(numeric[2]), 1)
    if entry.year:
        return date(entry.year, 1, 1)
    return Addition("", (), arxiv_id=entry.arxiv_id).dated


def _position(inside: list[Entry], addition: Addition, data: bytes, lines: list[bytes]) -> tuple[Entry | None, bool]:
    """The entry next to which the new one goes, and whether before it; None in an empty section."""
    if not inside:
        return None, False
    dates = [_date(e, _text(lines, e, data)) for e in inside]
    pinned = len(inside) > 3 and _order([d for d in dates[1:] if d]) < 0 and bool(dates[0] and dates[1]) and dates[0] < dates[1]  # type: ignore[operator]
    if pinned:  # the survey that the list belongs to, above all that is newer
        inside, dates = inside[1:], dates[1:]
    day = addition.dated
    order = _order([d for d in dates if d])
    if order and day:
        rough = day.replace(day=1)
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


def _order(dates: list[date]) -> int:
    """1 where a section's dates rise, -1 where they fall, 0 where it is not ordered by date."""
    if len(dates) < 3 or len(set(dates)) < 2:
        return 0
    pairs = list(itertools.pairwise(dates))
    falls, rises = sum(a > b for a, b in pairs), sum(a < b for a, b in pairs)
    if falls + rises == 0 or max(falls, rises) < 0.75 * (falls + rises):
        return 0
    return -1 if falls > rises else 1


# How?


def _in_style(
    addition: Addition, path: tuple[str, ...], entries: list[Entry], where: Entry | None, lines: list[bytes], data: bytes
) -> str | None:
    """The new entry's text after the best neighbour whose parts can all be exchanged."""
    at = where.line if where else 0
    short = sum(map(_short_names, entries)) * 2 > sum(bool(e.authors) for e in entries)

    def rank(entry: Entry) -> tuple[int, int]:
        score = _awkward(entry, addition) + 2 * (path not in entry.paths)
        return score + 3 * (bool(entry.authors) and _short_names(entry) != short), abs(entry.line - at)

    texts = {e: _text(lines, e, data) for e in entries}
    common, filler = _common(list(texts.values())), _filler(list(texts.values()))
    for entry in sorted(entries, key=rank)[:80]:
        text = written(texts[entry], entry, addition, path[-1], common, filler)
        if text is not None:
            return text
    return _plainest(addition, [texts[e] for e in sorted(entries, key=lambda e: (path not in e.paths, abs(e.line - at)))])


def _common(texts: list[str]) -> frozenset[str]:
    """The words that a third of the list's entries have: they belong to its style and not to a paper."""
    counts = Counter(w for t in texts for w in set(re.findall(r"[^\W\d_]{2,}", re.sub(r"https?://\S+", " ", t).casefold())))
    return frozenset(w for w, n in counts.items() if n > 1 and n * 3 >= len(texts))


def _filler(texts: list[str]) -> str:
    """What stands in a cell of the list's tables that has nothing to say."""
    cells = Counter(c for t in texts for c in re.findall(r"\|[ \t]*([-–—]|N/A|/|n/a)?[ \t]*(?=\|)", t))
    return cells.most_common(1)[0][0] if cells else ""


def _plainest(addition: Addition, texts: list[str]) -> str | None:
    if not texts or any(map(_in_table, texts[:3])) or _in_row(texts[0]):
        return None
    bullet = re.match(r"\s*(?:[-*+•]|\d+[.)])\s+|", texts[0])
    return plain_entry(bullet[0] if bullet and bullet[0] else "- ", addition)


def _in_row(text: str) -> bool:
    return " | " in text and not re.match(r"\s*[-*+•\d]", text)


def _awkward(entry: Entry, addition: Addition) -> int:
    """How little an entry is like the new one: it should be of arXiv, complete, and without links of other kinds."""
    score = 4 * bool(addition.arxiv_id and not entry.arxiv_id) + bool(entry.arxiv_id and not addition.arxiv_id)
    score += 2 * (len(entry.links) > 1) + 2 * bool(entry.doubts)
    score += 2 * bool(entry.venue and entry.venue != "arXiv" and "arxiv" not in entry.venue.casefold())
    return score + (not entry.authors) + 3 * bool(entry.code_url and not addition.code_url)


def _short_names(entry: Entry) -> bool:
    return sum(map(has_initials, entry.authors)) * 2 > len(entry.authors)


def _in_table(text: str) -> bool:
    return text.lstrip().startswith("|") or "<td" in text.casefold()


def _numbered(text: str, where: Entry | None, before: bool, lines: list[bytes], data: bytes) -> str:
    """In a numbered list the entry has the number that follows on the one before."""
    form = re.compile(r"^(\s*\[?)(\d{1,4})(?=[\].)、])")
    own, other = form.match(text), form.match(_text(lines, where, data)) if where else None
    if not own:
        return text
    number = int(other[2]) + (not before) if other else 1
    return f"{own[1]}{number}{text[own.end() :]}"


def _put(
    data: bytes, lines: list[bytes], text: str, where: Entry | None, before: bool, entries: list[Entry], reading: ListReading,
    path: tuple[str, ...],
) -> tuple[bytes, int]:  # fmt: skip
    """The document with the new entry in its place, and the line on which it now stands."""
    end = _line_end(data)
    encoding = decode(data[:200_000])[1]
    if encoding == "utf-16":
        raise ListError("a list in UTF-16 cannot be edited", "save it as UTF-8 first")
    new = [x.encode(encoding, "surrogateescape") + end for x in re.split(r"\r\n|\n|\r", text)]
    own = _gap([e for e in entries if path in e.paths], lines)
    gap = (_gap(entries, lines) or []) if own is None else own
    if where is None:
        at = _below_heading(reading, path, lines)
        block = [*new, *([] if at < len(lines) and not lines[at].strip() else [end])]
    elif before:
        at, block = where.line - 1, [*new, *gap]
    else:
        at, block = where.end, [*gap, *new]
    head = lines[:at]
    if head and not head[-1].endswith((b"\n", b"\r")):
        head[-1] += end
        if at == len(lines):
            block[-1] = block[-1].rstrip(b"\r\n")  # the document ended without a line end; so it does now
    first = at + 1 + (0 if before or where is None else len(gap))
    return b"".join([*head, *block, *lines[at:]]), first


def _line_end(data: bytes) -> bytes:
    return b"\r\n" if data.count(b"\r\n") * 2 > data.count(b"\n") else b"\n"


def _gap(entries: list[Entry], lines: list[bytes]) -> list[bytes] | None:
    """The blank lines that most often stand between two entries; None where there are no two."""
    gaps: Counter[tuple[bytes, ...]] = Counter()
    for one, other in itertools.pairwise(entries):
        between = lines[one.end : other.line - 1]
        if one.paths == other.paths and all(not x.strip() for x in between):
            gaps[tuple(between)] += 1
    return list(gaps.most_common(1)[0][0]) if gaps else None


def _below_heading(reading: ListReading, path: tuple[str, ...], lines: list[bytes]) -> int:
    """The line index below an empty section's heading and the prose that introduces it."""
    wanted = keys(path[-1])
    for number, raw in enumerate(lines):
        line = raw.decode("utf-8", "replace").strip()
        if line.startswith(("#", "<h")) and keys(clean_heading(line.lstrip("#")).text) & wanted and not is_year(line):
            at = number + 1
            while at < len(lines) and lines[at].strip() and not lines[at].lstrip().startswith((b"#", b"<", b"|")):
                at += 1
            return at
    raise ListError(f"{reading.name}: the heading {path[-1]!r} is only in the table of contents", "add the heading first")
