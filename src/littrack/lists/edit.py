"""An accepted paper → the smallest edit of a list: one new entry in the right place and style; no other byte changes.

Pure: bytes in, bytes out. What is written is read again, and anything but exactly the added references is an error.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice

from littrack.errors import ListError
from littrack.lists import place, record_style, spans, updates, years
from littrack.lists.addition import Addition
from littrack.lists.columns import is_row
from littrack.lists.entry import Entry
from littrack.lists.layout import Layout
from littrack.lists.neighbours import in_style
from littrack.lists.outline import clean_heading
from littrack.lists.reading import ListReading, read
from littrack.lists.taxonomy import keys
from littrack.lists.text import normalised
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
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _in_utf16(data, name, list(additions), taxonomy, today)
    done = _Editing(data, name, taxonomy or Taxonomy(""))
    for addition in sorted(additions, key=lambda a: a.dated or date.max):  # so that each comes after the older ones
        done.take(addition)
    new = done.layout.joined()
    if not done.added:
        return Edit(new, (), tuple(done.skipped), tuple(done.notes))
    if today:
        new, told = updates.brought_up_to_date(data, new, done.before, done.reading, [a for a, _ in done.added], today)
        done.notes += told
    _check(done.before, read(new, name), done.added)
    if len(new) > RENDERED:
        done.notes.append(
            f"{name} has {len(new) // 1024} KiB; GitHub shows only the first {RENDERED // 1024} KiB of a README: split the list"
        )
    return Edit(new, tuple(done.added), tuple(done.skipped), tuple(done.notes))


def _in_utf16(data: bytes, name: str, additions: Sequence[Addition], taxonomy: Taxonomy | None, today: date | None) -> Edit:
    """The same for a list in UTF-16, which is edited as UTF-8 and comes back in its own byte order, with its mark."""
    mark, order = data[:2], "utf-16-le" if data[:2] == b"\xff\xfe" else "utf-16-be"
    try:
        text = data[2:].decode(order)
    except UnicodeDecodeError as error:
        if not additions:
            return Edit(Layout(data, ()).joined())
        raise ListError(
            f"{name} is UTF-16 with broken characters, the first at byte {error.start + 2}", "save it as UTF-8"
        ) from None
    edit = add(text.encode(), name, additions, taxonomy, today)
    return replace(edit, data=mark + edit.data.decode().encode(order))


def _check(before: ListReading, after: ListReading, added: Sequence[tuple[Addition, int]]) -> None:
    """The reverse check: the entries read from the new list are the old ones and the added ones."""
    if wrong := _more_than(before, after, [a for a, _ in added]):
        raise ListError(
            f"{before.name}: read again, the new list differs by more than what was added ({wrong})",
            "nothing was written; add this paper by hand and report the list's style",
        )


def _more_than(before: ListReading, after: ListReading, added: Sequence[Addition]) -> str:
    """The first entry in which two readings differ by more, or less, than what was added, for a person; empty where in none."""

    def told(reading: ListReading) -> Counter[tuple[str, str | None]]:
        return Counter((normalised(e.title), e.arxiv_id) for e in reading.entries)

    more = told(after)
    more.subtract(told(before))
    for title, arxiv_id in ((normalised(a.title), a.arxiv_id) for a in added):
        more[(title, arxiv_id if more[(title, arxiv_id)] > 0 else None)] -= 1  # a list without links names no ids
    wrong = next((key for key, n in more.items() if n), None)
    return f"something else of {wrong[0][:60]!r}, arXiv {wrong[1]}" if wrong else ""


def _of_one_form(entries: list[Entry], path: tuple[str, ...], layout: Layout) -> list[Entry]:
    """The entries that stand as most of the section's do: as rows of a table with its columns, of one in HTML, or as neither."""
    forms = {e: _form(layout.text(e)) for e in entries}
    here = Counter(forms[e] for e in entries if path in e.paths).most_common(1)
    if not here:
        return entries
    alike = [e for e in entries if forms[e] == here[0][0]]
    return alike if len(alike) > 2 else [e for e in entries if (forms[e] > 0) == (here[0][0] > 0)]


def _form(text: str) -> int:
    """How many bars a row of a table has; -1 for a row in HTML, 0 for what is no row."""
    return text.count("|") if is_row(text) else -1 if "<td" in text else 0


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a paper goes: next to ``where``, among the entries ``inside`` its section, or below a new heading next to ``beside``."""

    where: Entry | None
    before: bool
    inside: list[Entry]
    beside: years.Group | None = None
    gap: list[bytes] = field(default_factory=list)


@dataclass
class _Editing:
    data: bytes
    name: str
    taxonomy: Taxonomy
    added: list[tuple[Addition, int]] = field(default_factory=list)
    skipped: list[tuple[Addition, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._become(self.data)
        self.before = self.reading

    def _become(self, data: bytes) -> None:
        """The list as it is now, read and taken apart."""
        self.data, self.reading = data, read(data, self.name)
        self.layout = Layout(data, self.reading.entries)

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
            try:
                self._insert(addition, place)
            except ListError as error:
                self.skipped.append((addition, str(error)))
        if not addition.sections:
            self.skipped.append((addition, "no section was given"))

    def _headings(self) -> list[str]:
        return list(dict.fromkeys(s.heading for s in self.reading.taxonomy.sections))

    def _place(self, section: str) -> tuple[str, ...] | None:
        """The headings of the list above the entries of a section, given by slug or heading; none in a list without any."""
        if not self.reading.taxonomy.sections and self.reading.entries:
            return ()
        known = self.taxonomy.get(section)
        names = (known.heading, *known.aliases) if known else (section, re.split(r"\s+(?:/|>)\s+", section)[-1])
        wanted = frozenset(k for n in names for k in keys(clean_heading(n).text) | keys(n))
        paths = [*dict.fromkeys(p for e in self.reading.entries for p in e.paths), *self.reading.slugs]
        fitting = [p for p in paths if p and keys(p[-1]) & wanted]
        exact = [p for p in fitting if p[-1].casefold() == names[0].casefold()]
        by_slug = [p for p, slug in self.reading.slugs.items() if slug == section]
        return next(iter([*by_slug, *exact, *fitting]), None)

    def _insert(self, addition: Addition, path: tuple[str, ...]) -> None:
        """Write the paper as the first of a few neighbours whose style can be read again."""
        if self.reading.format in ("latex", "paper"):
            self.skipped.append((addition, "a text that cites its references is not written into; add it by hand"))
            return
        entries = [e for e in self.reading.entries if e.kind is Kind.PAPER or (path in e.paths and is_row(self.layout.text(e)))]
        entries = _of_one_form(entries or list(self.reading.entries), path, self.layout)
        spot = self._spot(addition, [e for e in entries if path in e.paths], entries)
        if spot.where and place.in_list_table(self.layout.lines, spot.where.line):
            self.skipped.append((addition, "a row of a list-table cannot be written; add it by hand"))
            return
        row = self._row(spot.where, spot.before, path)
        spot = replace(spot, before=row[1]) if row else spot
        first = "no neighbour's style could be learned"
        for n, text in enumerate(islice(self._texts(addition, path, entries, spot, row[0].fit if row else None), 6)):
            if not (wrong := self._tried(text, addition, path, entries, spot, row[0].raised if row else ())):
                return
            first = first if n else wrong
        self.skipped.append((addition, f"{first}; add it by hand"))

    def _spot(self, addition: Addition, inside: list[Entry], every: list[Entry]) -> _Spot:
        """Next to which entry the paper goes, or next to which heading of a year, where its own year has none yet."""
        layout = self.layout
        lines = [layout.decoded(x) for x in layout.lines] if addition.dated else []
        dated = years.groups(lines, inside) if lines else []
        group = years.group_for(dated, addition) if dated else None
        if dated and not group:
            beside, before = years.new_group(dated, addition)
            gap = [layout.end] if years.parted(lines, dated) else []
            return _Spot(beside.entries[0 if before else -1], before, inside, beside, gap)
        where, before = place.position(inside, addition, layout, every)
        if group and where not in group.entries:
            where, before = place.position(group.entries, addition, layout)
        return _Spot(where, before, inside)

    def _texts(
        self,
        addition: Addition,
        path: tuple[str, ...],
        entries: list[Entry],
        spot: _Spot,
        fit: Callable[[str], str | None] | None,
    ) -> Iterator[str]:
        mine = {normalised(a.title) for a, _ in self.added}
        models = [e for e in entries if normalised(e.title) not in mine]
        if self.reading.format not in ("bibtex", "records", "yaml"):
            yield from in_style(
                addition, path, models, spot.where, self.layout, fit or (lambda text: text), self.reading.format == "readme"
            )
        else:
            near = [spot.where, *models[:20]] if spot.where else models[:20]
            yield from filter(None, (self._record(addition, model, path) for model in near))

    def _tried(
        self, text: str, addition: Addition, path: tuple[str, ...], entries: list[Entry], spot: _Spot, raised: Iterable[int]
    ) -> str:
        """Write the text into the list; what is wrong with the new list, which is then taken back, or nothing."""
        layout, was = self.layout, self.reading
        text = place.numbered(place.indented(text, spot.where, layout), spot.where, spot.before, layout, spot.inside, entries)
        try:
            block = layout.encoded(text)
        except UnicodeEncodeError:
            return f"its title cannot be written in the list's encoding, {layout.encoding}"
        if spot.beside:
            at, block, line = self._below_new_heading(block, spot.beside, spot.before, addition, spot.gap)
        else:
            at, block, line = self._placed(block, spot.where, spot.before, entries, path)
        longer = {n: layout.encoded(spans.longer(layout.decoded(layout.lines[n])).rstrip("\r\n"))[0] for n in raised}
        self._become(layout.with_lines(at, block, longer))
        if wrong := _more_than(was, self.reading, [addition]):
            self._become(layout.joined())
            return f"the list, read again, would say {wrong}"
        self.added.append((addition, line))
        return ""

    def _record(self, addition: Addition, model: Entry | None, path: tuple[str, ...]) -> str | None:
        """A record like ``model``; None in a format of which only whole documents can be written."""
        text = self.layout.text(model) if model and model.line <= len(self.layout.lines) else ""
        if self.reading.format == "bibtex" and model:
            return record_style.bibtex(text, addition, _last(path))
        if self.reading.format == "yaml":
            return record_style.yaml_item(text, addition, _last(path))
        if text.lstrip().startswith("{"):
            return record_style.json_line(text, addition, _last(path))
        header = self.layout.decoded(self.layout.lines[0]).rstrip("\r\n").removeprefix("\ufeff")
        return record_style.csv_row(header, text, addition, _last(path)) if text and not header.startswith(("[", "{")) else None

    def _row(self, where: Entry | None, before: bool, path: tuple[str, ...]) -> tuple[spans.Fitting, bool] | None:
        """How a new row fits into the HTML table that ``where`` is a row of."""
        if where is None or "<t" not in self.layout.text(where).casefold():
            return None
        return spans.fitting([self.layout.decoded(x) for x in self.layout.lines], where.line - 1, before, _last(path))

    def _placed(
        self, new: list[bytes], where: Entry | None, before: bool, entries: list[Entry], path: tuple[str, ...]
    ) -> tuple[int, list[bytes], int]:
        """Before which line (from 0) which lines go, blank ones included; and the line on which the entry then stands."""
        lines = self.layout.lines
        if where is None:
            at = place.below_heading(self.reading, path, lines)
            above = [self.layout.end] if place.airy(entries, lines) else []
            below = [] if at < len(lines) and not lines[at].strip() else [self.layout.end]
            return at, [*above, *new, *below], at + 1 + len(above)
        own = place.gap_of([e for e in entries if path in e.paths], lines)
        gap = (place.gap_of(entries, lines, usual=True) or place.gap_beside(where, lines)) if own is None else own
        if before:
            return where.line - 1, [*new, *gap], where.line
        return where.end, [*gap, *new], where.end + 1 + len(gap)

    def _below_new_heading(
        self, new: list[bytes], beside: years.Group, before: bool, addition: Addition, gap: list[bytes]
    ) -> tuple[int, list[bytes], int]:
        """As :meth:`_placed`, with a heading for the paper's year like the one it goes next to."""
        lines, first, last = self.layout.lines, beside.entries[0].line - 1, beside.entries[-1].end
        head = [*self.layout.encoded(years.heading(beside, addition)), *lines[beside.line + 1 : first]]
        end = next((n for n in range(last, len(lines)) if not _CLOSING.fullmatch(lines[n])), len(lines))
        if any(_OPENING.match(x) for x in lines[beside.line + 1 : first]):
            new, last = [*new, *lines[last:end]], end
        if before:
            return beside.top, [*head, *new, *gap], beside.top + len(head) + 1
        return last, [*gap, *head, *new], last + len(gap) + len(head) + 1


# HTML between a heading and its first entry, and what closes it behind the last one.
_OPENING = re.compile(rb"\s*<(?:table|tbody|ul|ol|dl|details|div)\b", re.I)
_CLOSING = re.compile(rb"\s*(?:</(?:table|tbody|ul|ol|dl|details|div)>\s*)+", re.I)


def _last(path: tuple[str, ...]) -> str:
    """The heading right above; empty in a list without headings."""
    return path[-1] if path else ""


def _same_paper(entry: Entry, addition: Addition) -> bool:
    if entry.arxiv_id and addition.arxiv_id:
        return entry.arxiv_id == addition.arxiv_id and entry.kind is Kind.PAPER
    return normalised(entry.title) == normalised(addition.title)
