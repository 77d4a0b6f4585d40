"""READMEs, awesome lists and research libraries: headings, with bullets, tables or citations below them, in Markdown, HTML or plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from littrack.lists import names, scan, tables
from littrack.lists.entry import Document, Draft, Entry, Heading
from littrack.lists.inline import parse, plain
from littrack.lists.links import arxiv_in, is_paper
from littrack.lists.markup import any_entry, entry_of
from littrack.lists.outline import Path, clean_heading
from littrack.lists.scan import Block, Item
from littrack.lists.tags import is_tag
from littrack.lists.text import clean_title, shorten, squeeze, strip_tags
from littrack.records import Kind

_FIELD = re.compile(
    r"^[\W_]{0,20}(?:paper(?: (?:title|authors?|link|url|page))?|titles?|authors?|institutions?|affiliations?|venue|published(?: in| at)?|publication|conference|journal|"
    r"links?|urls?|codes?|github|pdf|arxiv|doi|project(?: page)?|website|homepage|abstract|tl;?dr|summary|keywords?|tags?|dates?|year|time|note|notes|comments?|remarks?|"
    r"pros?|cons?|datasets?|tasks?|methods?|models?|highlights?|key (?:points?|ideas?|contributions?|words?)|contributions?|description|brief|intro(?:duction)?|bib(?:tex)?|citation|"
    r"demo|video|slides?|blog|resources?|metrics?|backbone|motivation|results?|论文|作者|代码|链接|摘要|机构|会议|期刊|发表|时间|标题|简介|关键词)\W{0,3}[:：]",
    re.I,
)


# What an entry has at least one of: a link, an id, a quotation, a year.
_SPEAKS = re.compile(
    r"https?:|\]\s?[(\[]|<a\s|arxiv|doi|10\.\d{4}|[“\"《]|(?:19|20)\d\d|title\W|openreview|\[(?:paper|pdf|论文)\]", re.I
)
# What stands between a title and anything else.
_PARTED = re.compile(r"[^\w\s]|\bby\b|\n")
_LINKED = re.compile(r"https?:|\]\s?[(\[]|<a\s|arxiv|doi|10\.\d{4}", re.I)
_MARKED = re.compile(r"[\[<*_`“\"《]|https?:")


def likelihood(document: Document) -> float:
    """Anything that is text may be such a list."""
    return 0.3


def read(document: Document) -> Draft:
    """Walk through the blocks with the headings above them."""
    walk = _Walk(document)
    for block in scan.blocks(document.lines):
        walk.take(block)
    return walk.finish()


class _Walk:
    """The walk through one document; ``kept_aside`` are entries below headings that hold no references."""

    def __init__(self, document: Document) -> None:
        self.draft = Draft(document.name)
        self.path = Path()
        self.references = scan.definitions(document.lines)
        self.mend = document.hyphens().join
        self.kept_aside: list[Entry] = []
        self.authors: tuple[str, ...] = ()

    def take(self, block: Block) -> None:
        """Read one block."""
        if block.kind == "heading":
            self._enter(clean_heading(block.text, block.line, 1), block.level)
        elif block.kind == "close":
            self.path.enter(Heading("", level=int(block.level)))
        elif block.kind == "list":
            if _SPEAKS.search(block.text):
                self._items(block.items)
        elif block.kind == "paragraph":
            for line, end, text in _citations(block):
                self._paragraph(text, line, end)
        elif block.kind == "table":
            self._table(*tables.pipe_rows(block.text, block.line))
        else:
            self._table(*tables.html_rows(block.text, block.line))

    def finish(self) -> Draft:
        """What was found; where everything stands below such headings as *News*, that is taken after all."""
        if not self.draft.entries:
            self.draft.entries = self.kept_aside
        return self.draft

    def _enter(self, heading: Heading, level: float) -> None:
        heading = replace(heading, level=int(level))
        self.path.enter(heading)
        if heading.text:
            self.draft.headings.append((self.path.texts(), heading))

    def _add(self, entry: Entry, *below: str) -> None:
        authors = entry.authors
        if authors and re.fullmatch(r"[\s—–_-]+", authors[0]):
            authors = self.authors  # a dash stands for the authors of the entry before
        self.authors = authors or self.authors
        path = (*self.path.texts(), *below)
        entry = entry._replace(authors=authors, year=entry.year or self.path.year(), paths=(path,))
        (self.kept_aside if self.path.skipped() else self.draft.entries).append(entry)
        if not self.path.skipped():
            for doubt in entry.doubts:
                self.draft.doubt(doubt, entry.line)

    # Lists

    def _items(self, items: tuple[Item, ...] | list[Item]) -> None:
        if items and items[0].text.lstrip().startswith(("[x]", "[ ]", "[X]")):
            for item in items:
                item.lines[0] = re.sub(r"^\s*\[[ xX]\]\s*", "", item.lines[0])
        for item in _gathered(items):
            self._item(item)

    def _item(self, item: Item) -> None:
        details = [c for c in item.children if _is_detail(c)]
        others = [c for c in item.children if not _is_detail(c)]
        text = "\n".join([item.text, *(t for c in details for t in _texts(c))])
        entry = (
            "no link"
            if not (_SPEAKS.search(text) and _PARTED.search(text))
            else entry_of(
                text,
                item.line,
                item.end if not others else details[-1].end if details else item.line,
                mend=self.mend,
                references=self.references,
            )
        )
        if isinstance(entry, Entry) and not (others and _is_group(item, self.references)):
            self._add(entry)
        elif others and item.text.strip() and len(item.text.split()) < 12:
            heading = clean_heading(re.sub(r"\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])", r"\1", item.text.split("\n")[0]), item.line)
            self._enter(heading, 30 + min(item.indent, 60))
            self._items(others)
            self.path.enter(Heading("", level=30 + min(item.indent, 60)))
            return
        elif _looks_like_entry(item.text) and not self.path.skipped():
            why = entry if isinstance(entry, str) else "it stands over others"
            self.draft.unread(f"not read as a paper ({why}): “{shorten(plain(parse(item.text).flat))}”", item.line)
        self._items(others)

    # Paragraphs

    def _paragraph(self, text: str, line: int, end: int) -> None:
        entry = entry_of(text, line, end, mend=self.mend, references=self.references)
        if isinstance(entry, Entry) and _stands_alone(entry, text, self.references):
            if entry.arxiv_id or entry.authors or self.path.level() > 1:
                self._add(entry)
        elif _looks_cited(text) and not self.path.skipped():
            self.draft.unread(f"not read as a citation: “{shorten(plain(parse(text).flat))}”", line)

    # Tables

    def _table(self, header: tuple[str, ...], rows: list[tables.Row]) -> None:
        at = tables.roles(header)
        for row in rows:
            found = self._row(header, row, at)
            if isinstance(found, Entry):
                self._add(found, *_category(row, at, found))
            elif found and not self.path.skipped():
                self.draft.unread(f"row not read ({found}): “{shorten(plain(parse(' '.join(row.cells)).flat))}”", row.line)

    def _row(self, header: tuple[str, ...], row: tables.Row, at: dict[str, int]) -> Entry | str | None:
        cells = row.cells
        column = _title_column(cells, at)
        if column is None:
            text = "\n".join(c for c in cells if c.strip())
            if not _LINKED.search(text):
                return None
            found = entry_of(text, row.line, row.end, mend=self.mend, references=self.references)
            return found if isinstance(found, Entry) and found.url else None
        named = self._named(cells, column, at)
        links = [c for n, c in enumerate(cells) if n != column]
        text = "\n".join([f"Title: {squeeze(plain(parse(named, self.references).flat))}", cells[column], *links])
        entry = any_entry(text, row.line, row.end, self.references)
        title = clean_title(plain(parse(named, self.references).flat))
        if not re.search(r"\w{2}", title) or (not any(re.search(r"https?:|\]\(|\]\[", c) for c in cells) and len(cells) < 3):
            return None
        kind = self._kind(header, column, at, title)
        if kind is Kind.PAPER and not entry.links and not entry.arxiv_id and "title" not in at:
            return None
        return self._with_columns(entry._replace(title=title, kind=kind), cells, at)

    def _named(self, cells: tuple[str, ...], column: int, at: dict[str, int]) -> str:
        """The cell's title: a long link label in it, otherwise its first line."""
        if not _MARKED.search(cells[column]):
            return cells[column].strip().split("\n")[0]
        entry = entry_of(cells[column], 1, 1, references=self.references)
        if isinstance(entry, Entry) and len(entry.title.split()) > 2:
            return entry.title
        return strip_tags(cells[column]).strip().split("\n")[0]

    def _kind(self, header: tuple[str, ...], column: int, at: dict[str, int], title: str) -> Kind:
        if column != at.get("name"):
            return Kind.PAPER
        words = header[column].casefold()
        above = " ".join(self.path.texts()[-1:]).casefold()
        if re.search(r"data ?set|benchmark|corp|数据集", words):
            return Kind.DATASET
        if re.search(r"model|模型", words) or (re.search(r"model|lam|llm|模型", above) and len(title.split()) < 4):
            return Kind.MODEL
        return Kind.DATASET if re.search(r"data ?set|数据集", above) else Kind.PAPER

    def _with_columns(self, entry: Entry, cells: tuple[str, ...], at: dict[str, int]) -> Entry:
        def cell(role: str) -> str:
            return (
                clean_title(plain(parse(cells[at[role]], self.references).flat)) if role in at and at[role] < len(cells) else ""
            )

        year = re.search(r"(?:19|20)\d\d", cell("year") or cell("venue"))
        venue = re.sub(r"[\s,'’-]*(?:(?:19|20)\d\d|['’]\d\d).*$", "", cell("venue")) or entry.venue
        authors = names.split_names(cell("authors")) if cell("authors") else entry.authors if entry.kind is Kind.PAPER else ()
        return entry._replace(year=int(year[0]) if year else entry.year, venue=venue or None, authors=authors)


def _title_column(cells: tuple[str, ...], at: dict[str, int]) -> int | None:
    if "title" in at:
        return at["title"]
    if "paper" in at and at["paper"] < len(cells):
        text = plain(parse(cells[at["paper"]]).flat)
        if len(text.split()) > 2 and not is_tag(text):
            return at["paper"]
    return at.get("name")


def _category(row: tables.Row, at: dict[str, int], entry: Entry) -> tuple[str, ...]:
    """The section that a column names, unless it is only a family of models (*GPT series*) or the row's own name."""
    column = at.get("category")
    if column is None or column >= len(row.cells):
        return ()
    text = clean_heading(plain(parse(row.cells[column]).flat)).text
    family = re.search(r"(?:series|family|系列)$", text.strip(), re.I)
    return (
        ()
        if not text
        or family
        or text.casefold() == entry.title.casefold()
        or is_tag(text)
        or (entry.kind is Kind.MODEL and "lam category" not in text and column == 0 and not row.spanned and len(row.cells) < 6)
        else (text,)
    )


# What is a list item?


def _texts(item: Item) -> Iterator[str]:
    yield item.text
    for child in item.children:
        yield from _texts(child)


def _gathered(items: tuple[Item, ...] | list[Item]) -> Iterator[Item]:
    """Items, with those that only say more about the one before (``🔗 [Paper](…)``) put below it."""
    held: Item | None = None
    for item in items:
        if (
            held is not None
            and not item.children
            and (item.bullet.strip("0123456789") != held.bullet.strip("0123456789") or _FIELD.match(item.text))
            and _is_detail(item)
        ):
            held.children.append(item)
            held.end = max(held.end, item.end)
            continue
        if held is not None:
            yield held
        held = item
    if held is not None:
        yield held


def _is_detail(item: Item) -> bool:
    """Whether an item only says more about the one above it: a field, links with generic labels, authors, a venue."""
    if _FIELD.match(item.text):
        return True
    bare = plain(parse(item.text).flat).strip(" \n*_`()[]|/,.:·•&+~")
    if not re.search(r"\w{2}", bare) or is_tag(bare) or names.is_name_list(bare):
        return True
    inline = parse(item.text)
    return not inline.links and len(item.children) == 0 and not re.search('[“"《]', item.text) and not arxiv_in(item.text)


def _is_group(item: Item, references: dict[str, str]) -> bool:
    """Whether an item with entries below it is a heading rather than an entry: short, and not linked to a paper."""
    inline = parse(item.text, references)
    return not any(is_paper(link.raw) for link in inline.links)


def _looks_like_entry(text: str) -> bool:
    return bool(re.search(r"arxiv|doi\.org|\[(?:paper|pdf|论文)\]|openreview", text, re.I))


def _looks_cited(text: str) -> bool:
    return len(text) < 1500 and bool(
        re.search(r"[“\"].{15,300}?[”\"].{0,200}(?:19|20)\d\d|arXiv preprint|\bet al\.", text, re.S)
    )


def _stands_alone(entry: Entry, text: str, references: dict[str, str]) -> bool:
    """Whether a paragraph is an entry, and not prose that mentions a paper."""
    inline = parse(text, references)
    bare = " ".join(plain(inline.flat).split())
    if entry.authors and (entry.venue or entry.year):
        return len(bare) < 1800
    start = bare.casefold().find(entry.title.casefold()[:30])
    rest = len(bare.split()) - len(entry.title.split())
    if 0 <= start < 25 and rest < 45 and len(entry.title.split()) > 2 and inline.links:
        sentence = re.match(
            r"(?:this|a (?:curated |comprehensive )?(?:collection|list|survey of)|we|if|please|our|the (?:following|repo|list|paper)|in this|for more|see|here|you|it|check|feel|welcome|note|thanks?)\b",
            bare,
            re.I,
        )
        return not sentence and not re.search(
            r"\b(?:please|star|pull request|our (?:paper|survey|work|repo)|this (?:repo|list|survey|project|paper|work))\b",
            bare,
            re.I,
        )
    return False


# What is a citation in a paragraph?

_COMPLETE = re.compile(r"(?:(?:19|20)\d\d[a-z]?\W{0,3}|[\])]|</a>\W{0,3}|https?://\S+|\bv\d\.?)\s*$")
_BEGINS = re.compile(r"\W{0,3}(?:\[\d+\]\s*)?(?:[A-ZÀ-ÞŁŞ][\w.'’-]*\s?[\w.'’ -]{0,60}[,.]|[—–-]{2,}|[“\"]|\*\*|\[)")
_GLUED = re.compile(r"(?<=</a>\])\s*(?=[A-ZÀ-Þ—][^“\"\[\]<>]{3,600}[“\"])|(?<=\)\])\s*(?=[A-ZÀ-Þ][^“\"\[\]<>]{3,600}[“\"])")


def _citations(block: Block) -> Iterator[tuple[int, int, str]]:
    """The citations of a paragraph: lines that go on are joined, citations glued together are taken apart."""
    start, held = block.line, list[str]()
    for number, line in enumerate((x.removesuffix("\\") for x in block.text.split("\n")), block.line):
        if held and _COMPLETE.search(held[-1]) and _BEGINS.match(line) and _is_whole("\n".join(held)) and not _goes_on(line):
            yield from _unglued(start, number - 1, "\n".join(held))
            start, held = number, []
        held.append(line)
    yield from _unglued(start, block.end, "\n".join(held))


def _goes_on(line: str) -> bool:
    """Whether a line says more about the citation before: its authors, its venue, its links."""
    bare = plain(parse(line).flat).strip(" *_|,.-")
    return len(bare.split()) < 3 or (names.is_name_list(re.split(r"\.\s", bare)[0]) and not re.search('[“"]', bare))


def _is_whole(text: str) -> bool:
    """Whether the lines so far are a citation by themselves."""
    if len(text) > 3000:
        return True
    entry = entry_of(text, 1, 1)
    return isinstance(entry, Entry) and bool(entry.authors or entry.links) and len(entry.title.split()) > 1


def _unglued(start: int, end: int, text: str) -> Iterator[tuple[int, int, str]]:
    at = start
    for piece in _GLUED.split(text):
        if piece.strip():
            yield at, min(end, at + piece.count("\n")), piece
        at += piece.count("\n")
