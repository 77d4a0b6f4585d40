"""READMEs, awesome lists and research libraries: headings, with bullets, tables or citations below them, in Markdown, HTML or plain text."""

from __future__ import annotations

import re

from littrack.lists import headed, names, scan, tables
from littrack.lists.ahead import Ahead, Known, reading_ahead
from littrack.lists.block import Block, Item
from littrack.lists.entry import Document, Draft, Entry, Heading
from littrack.lists.inline import parse
from littrack.lists.items import (
    byline_of,
    citations,
    fielded,
    gathered,
    is_aside,
    is_badges,
    is_group,
    joined,
    looks_cited,
    looks_like_entry,
    stands_alone,
    texts,
)
from littrack.lists.links import is_paper
from littrack.lists.markup import any_entry, by_company, entry_of
from littrack.lists.name_label import without_names
from littrack.lists.outline import Path, clean_heading, is_button
from littrack.lists.readers._rows import are_titles, category, is_mark, kind_of, named, title_column, with_columns
from littrack.lists.readers._siblings import Siblings, parted, speaks
from littrack.lists.tags import ACRONYMS
from littrack.lists.text import SPACES, clean_title, shorten, squeeze
from littrack.lists.titled import Titled
from littrack.records import Kind

# What stands between a title and anything else.
_PARTED = re.compile(r"[^\w\s]|\bby\b|\n")
_LINKED = re.compile(r"https?:|\]\s?[(\[]|<a\s|arxiv|doi|10\.\d{4}", re.I)
_WORD = re.compile(r"\w{2}")
_ADDRESSED = re.compile(r"https?:|\]\(|\]\[")
_TO_PLACE = re.compile(r"\W*\[[^\[\]\n]*\]\(#")  # a link to a heading of the list
_PEOPLE = frozenset(["name", "names", "researcher", "researchers", "people"])
_DAY = re.compile(r"20\d\d-\d\d")  # a deadline, in a table of conferences
_PROCEEDINGS = re.compile(r"((?=.{0,12}[A-Z].{0,12}[A-Z])[A-Z][\w&+-]{1,12}(?: [A-Z]\w{1,12})?),? ?((?:19|20)\d\d)")
_DASHES = SPACES + "—–_-"
_BREAK = re.compile(r"<br\s*/?>|\n", re.I)
_TITLE_FIRST = re.compile(r"[\s*_•\d.)-]*\[[^\[\]\s]+(?:\s+[^\[\]\s]+){2,60}\]\(http")  # a link whose label has three words


def likelihood(document: Document) -> float:
    """Anything that is text may be such a list."""
    return 0.3


def read(document: Document) -> Draft:
    """Walk through the blocks with the headings above them."""
    blocks = list(scan.blocks(document.lines))
    papers = headed.paper_headings(blocks)

    def known(share: range) -> Known:
        walk = _Walk(document, papers, Ahead(), share)
        walk.draft_of(blocks)
        return walk.ahead.known

    with reading_ahead(len(document.lines), known) as ahead:
        draft = _Walk(document, papers, ahead).draft_of(blocks)
    draft.entries = without_names(draft.entries, document.lines)
    return draft


class _Walk:
    """The walk through one document, whose entries others may have read ``ahead``.

    ``papers`` are the lines of the headings that are papers. With a ``share``, only the entries on these lines are read, and what they
    say is kept for others. ``kept_aside`` are entries below headings that hold no references.
    """

    def __init__(self, document: Document, papers: frozenset[int], ahead: Ahead, share: range | None = None) -> None:
        self.papers = papers
        self.ahead = ahead
        self.share = share
        self.draft = Draft(document.name, title=scan.front_matter(document.lines)[1])
        self.path = Path()
        self.references = scan.definitions(document.lines)
        self.mend = document.hyphens().join
        self.kept_aside: list[Entry] = []
        self.titled: Titled | None = None
        self.authors: tuple[str, ...] = ()

    def draft_of(self, blocks: list[Block]) -> Draft:
        """Read all blocks; where everything stands below such headings as *News*, that is taken after all."""
        for block in blocks:
            if not self.share or (block.line < self.share.stop and block.end >= self.share.start):
                self.take(block)
        self._put()
        if not self.draft.entries:
            self.draft.entries = self.kept_aside
        return self.draft

    def take(self, block: Block) -> None:
        """Read one block. A title on a line of its own is held until what says more about it has come."""
        if self.titled and self.titled.takes(block):
            return
        self._put()
        if block.kind == "paragraph":
            self.titled = Titled.of(block)
        elif block.kind == "heading":
            self.titled = Titled(block, block.end, sure=True) if block.line in self.papers else Titled.of_heading(block)
        if not self.titled:
            self._take(block)

    def _put(self) -> None:
        """Read the title that was held, with what was said of it."""
        held, self.titled = self.titled, None
        if held and held.sure:
            self.path.enter(Heading("", level=int(held.block.level)))
            text = headed.about(held.block.text, held.taken)
            self._add(self._any_entry(text, held.block.line, held.end))
        elif held and held.more and held.block.kind == "heading" and not held.is_paper():
            self._take(held.block)
            for block in held.taken:
                self._take(block)
        elif held and held.more and held.block.kind == "heading":
            self.path.enter(Heading("", level=int(held.block.level)))
            self._add(self._any_entry(held.text(), held.block.line, held.end))
        elif held and (held.fields or (held.more and (held.plain or held.has_paper()))):
            self._add(self._any_entry(held.text(), held.block.line, held.end))
        elif held and held.more:
            self._paragraph("\n".join([held.block.text, *held.more]), held.block.line, held.end)
        elif held:
            self._take(held.block)

    def _take(self, block: Block) -> None:
        if block.kind == "heading":
            heading = clean_heading(block.text, block.line, int(block.level))
            here = self.path.texts()[-1:] or ("",)
            same = block.level < 20 and heading.text.casefold() == here[0].casefold()  # a summary with the words of its section
            folded = block.level > 6 and (same or is_button(heading.text))
            self._enter(heading._replace(text="") if folded else heading)
        elif block.kind == "close":
            self.path.enter(Heading("", level=int(block.level)))
        elif block.kind == "list":
            if speaks(block.text):
                self._items([x for x in block.items if x.line in self.share] if self.share else block.items)
        elif block.kind == "paragraph":
            for line, end, text in citations(block):
                self._paragraph(text, line, end)
        elif block.kind == "table":
            self._table(*tables.pipe_rows(block.text, block.line))
        else:
            self._table(*tables.html_rows(block.text, block.line))

    def _entry(self, text: str, line: int, end: int) -> Entry | str:
        """As :func:`entry_of`, unless it is known."""
        found = self.ahead.at(line).get(("", text))
        if found is None:
            found = entry_of(text, line, end, mend=self.mend, references=self.references)
            if self.share:
                self.ahead.known["", text] = found
            return found
        return _moved(found, line, end) if isinstance(found, Entry) else found

    def _any_entry(self, text: str, line: int, end: int) -> Entry:
        """As :func:`any_entry`, unless it is known."""
        found = self.ahead.at(line).get(("any", text))
        if not isinstance(found, Entry):
            found = any_entry(text, line, end, self.references)
            if self.share:
                self.ahead.known["any", text] = found
            return found
        return _moved(found, line, end)

    def _enter(self, heading: Heading) -> None:
        self.path.enter(heading)
        if heading.text:
            self.draft.headings.append((self.path.texts(), heading))

    def _add(self, entry: Entry, *below: str) -> None:
        authors = entry.authors
        if authors and not authors[0].strip(_DASHES):
            authors = self.authors  # a dash stands for the authors of the entry before
        self.authors = authors or self.authors
        path = (*self.path.texts(), *below)
        year, venue = entry.year or self.path.year(), entry.venue
        if not venue and not below and (edition := self.path.edition()):
            year, venue = year or edition[1], edition[0]
        elif not venue and not below and path and path[-1] in ACRONYMS:
            venue = path[-1]
        entry = entry._replace(authors=authors, year=year, venue=venue, paths=(path,), list=self.draft.name)
        (self.kept_aside if self.path.skipped() else self.draft.entries).append(entry)
        if not self.path.skipped():
            for doubt in entry.doubts:
                self.draft.doubt(doubt, entry.line)

    # Lists

    def _items(self, items: tuple[Item, ...] | list[Item]) -> None:
        if items and items[0].text.lstrip().startswith(("[x]", "[ ]", "[X]")):
            for item in items:
                item.lines[0] = re.sub(r"^\s*\[[ xX]\](?![(\[])\s*(?:\d{1,3}[.)]\s+)?", "", item.lines[0])
        whole = list(gathered(joined(items)))
        trusted = Siblings(whole, self.references)
        for item in whole:
            self._item(item, trusted)

    def _proceedings(self, item: Item) -> bool:
        """Take the plain titles below an item that is a venue with its year: ``- NDSS 2019`` over ``- REDQUEEN: …``."""
        edition = _PROCEEDINGS.fullmatch(item.text.strip(" *_:")) if len(item.children) > 1 else None
        if not edition or any(c.children or _ADDRESSED.search(c.text) for c in item.children):
            return False
        for child in item.children:
            if entry := by_company(child.text, child.line, child.end, mend=self.mend, references=self.references):
                self._add(entry._replace(year=int(edition[2]), venue=edition[1]))
        return True

    def _item(self, item: Item, siblings: Siblings) -> None:
        if self._proceedings(item) or (not item.children and "](#" in item.text and _TO_PLACE.match(item.text)):
            return
        details, others = parted(item) if item.children else ([], [])
        text = "\n".join([item.text, *(t for c in details if not is_aside(c) for t in texts(c))]) if details else item.text
        entry = (
            "no link"
            if not (speaks(text) and _PARTED.search(text))
            else self._entry(text, item.line, item.end if not others else details[-1].end if details else item.line)
        )
        alone = not item.children or "](" in text or "http" in text  # else there is more to it than a title
        if isinstance(entry, str) and not others and alone and siblings.are_papers():
            entry = by_company(text, item.line, item.end, mend=self.mend, references=self.references) or entry
        if isinstance(entry, Entry) and not (others and is_group(item, self.references)):
            if self._is_other(entry):
                entry = f"it stands below “{self.path.texts()[-1]}”"
                self.draft.unread(f"not read as a paper ({entry}): “{shorten(parse(item.text).bare)}”", item.line)
            else:
                self._add(entry)
        elif others and item.text.strip() and len(item.text.split()) < 12:
            title = re.sub(r"\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])", r"\1", item.text.split("\n")[0])
            self._enter(clean_heading(title, item.line, 30 + min(item.indent, 60)))
            self._items(others)
            self.path.enter(Heading("", level=30 + min(item.indent, 60)))
            return
        elif looks_like_entry(item.text) and not self.path.skipped():
            why = entry if isinstance(entry, str) else "it stands over others"
            self.draft.unread(f"not read as a paper ({why}): “{shorten(parse(item.text).bare)}”", item.line)
        if others:
            self._items(others)

    def _is_other(self, entry: Entry) -> bool:
        """Whether an entry below *Tools* or *Blogs* has no link of a paper and no venue of papers."""
        if entry.arxiv_id or not entry.links or not self.path.other() or any(map(is_paper, entry.links)):
            return False
        return not (entry.venue and entry.year and entry.venue.split()[0] in ACRONYMS)

    # Paragraphs

    def _is_of_last(self, text: str, line: int, end: int) -> bool:
        """Take a paragraph that says only who wrote the paper of the one before, or shows badges of it."""
        entries = self.kept_aside if self.path.skipped() else self.draft.entries
        last = entries[-1] if entries else None
        if not last or not 0 < line - last.end < 3 or not last.links or last.line == last.end - 1:
            return False
        people, venue = byline_of(text) if not last.authors else ((), None)
        if not people and not is_badges(text):
            return False
        entries[-1] = last._replace(authors=last.authors or people, venue=last.venue or venue, end=end)
        return True

    def _paragraph(self, text: str, line: int, end: int) -> None:
        if "\n" not in text and self._is_of_last(text, line, end):
            return
        if "\n" in text and self.path.level() > 1 and (said := fielded(text)):
            self._add(self._any_entry(said, line, end))
            return
        entry = self._entry(text, line, end)
        if isinstance(entry, Entry) and stands_alone(entry, text, self.references):
            if entry.arxiv_id or entry.authors or self.path.level() > 1:
                self._add(entry)
        elif looks_cited(text) and not self.path.skipped() and parse(text).bare.strip():
            self.draft.unread(f"not read as a citation: “{shorten(parse(text).bare)}”", line)

    # Tables

    def _table(self, header: tuple[str, ...], rows: list[tables.Row]) -> None:
        at, asides = tables.roles(header), tables.asides(header)
        if "title" not in at and "paper" in at and are_titles(rows, at):
            at["title"] = at["paper"]
        if (column := at.get("category")) is not None and any(is_mark(r.cells[column]) for r in rows if column < len(r.cells)):
            del at["category"]  # `W`, `F`: a kind, and no section
        for row in [r for r in rows if r.line in self.share] if self.share else rows:
            if several := self._several(row, at):
                for entry in several:
                    self._add(entry, *category(row, at, entry))
                continue
            found = self._row(header, row, at, asides)
            if isinstance(found, Entry):
                self._add(found, *category(row, at, found))
            elif found and not self.path.skipped():
                self.draft.unread(f"row not read ({found}): “{shorten(parse(' '.join(row.cells)).bare)}”", row.line)

    def _several(self, row: tables.Row, at: dict[str, int]) -> list[Entry]:
        """The papers of a row that has more than one, as a timetable has; none where a column is for the paper."""
        linked = [c for c in row.cells if "](http" in c]
        within = [x for x in _BREAK.split(linked[0]) if x.strip()] if len(linked) == 1 and linked[0].count("](http") > 1 else []
        if len(within) > 1 and all(map(_TITLE_FIRST.match, within)):
            linked = within
        elif len(linked) < 2 or title_column(row.cells, at) is not None:
            return []
        read = [self._entry(c, row.line, row.end) for c in linked]
        papers = [e for e in read if isinstance(e, Entry) and e.links and len(e.title.split()) > 2]
        return papers if len(papers) > 1 else []

    def _row(self, header: tuple[str, ...], row: tables.Row, at: dict[str, int], asides: frozenset[int]) -> Entry | str | None:
        cells = row.cells
        column = title_column(cells, at)
        if column is None:
            text = "\n".join(c for c in cells if c.strip())
            if not _LINKED.search(text):
                return None
            found = self._entry(text, row.line, row.end)
            sure = isinstance(found, Entry) and found.url and " " in found.title and not _DAY.search(found.title)
            return found if sure else None
        links = [c for n, c in enumerate(cells) if n != column and (n not in asides or _ADDRESSED.search(c))]
        entry = self._titled(cells[column], links, row)
        if (
            "authors" not in at
            and entry.authors
            and any(link.label.strip("[] ") in entry.authors for c in links for link in parse(c).links)
        ):
            entry = entry._replace(authors=())  # the name of a repository
        title = entry.title
        if not _WORD.search(title) or (len(cells) < 3 and not _ADDRESSED.search(" ".join(cells))):
            return None
        if (
            header[column].strip(" *").casefold() in _PEOPLE
            and names.is_name_list(f"{title}, {title}")
            and not any(map(is_paper, entry.links))
        ):
            return None  # a table of people
        kind = kind_of(header, column, at, title, " ".join(self.path.texts()[-1:]))
        if kind is Kind.PAPER and not entry.links and not entry.arxiv_id and "title" not in at:
            return None
        return with_columns(entry, kind, cells, at, self.references)

    def _titled(self, cell: str, links: list[str], row: tables.Row) -> Entry:
        """The entry whose title stands in the cell, with what other cells say, unless it is known."""
        found = self.ahead.at(row.line).get(("row", cell, *links))
        if isinstance(found, Entry):
            return _moved(found, row.line, row.end)
        words = named(cell, self.references)
        text = "\n".join([f"Title: {squeeze(words)}", cell, *links])
        entry = any_entry(text, row.line, row.end, self.references)
        title = clean_title(words)
        entry = entry if title == entry.title else entry._replace(title=title)
        if self.share:
            self.ahead.known["row", cell, *links] = entry
        return entry


def _moved(entry: Entry, line: int, end: int) -> Entry:
    """An entry that is known, with the lines on which it stands this time."""
    return entry if entry.line == line and entry.end == end else entry._replace(line=line, end=end)
