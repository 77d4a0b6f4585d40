"""One row of a table: which cell is the title, what kind of work it is, and what its other columns say."""

from __future__ import annotations

import re
from functools import lru_cache

from littrack.lists import names, tables
from littrack.lists.dates import SHORT_MONTH
from littrack.lists.entry import Entry
from littrack.lists.inline import is_generic, parse
from littrack.lists.links import arxiv_in, is_paper
from littrack.lists.markup import entry_of
from littrack.lists.outline import clean_heading
from littrack.lists.sentences import framed
from littrack.lists.tags import glued, is_tag
from littrack.lists.text import clean_title, strip_tags
from littrack.records import Kind

# The columns that say more than an entry's text by itself.
_COLUMNS = frozenset(("year", "venue", "authors"))
_YEAR = re.compile(r"(?:19|20)\d\d")
_PICTURE = re.compile(r"!\[[^\[\]]*\]\([^()]*\)")
_MARKED = re.compile(r"[\[<*_`“\"《]|https?:")
_WORD = re.compile(r"\w{2}")
_ONE_LINK = re.compile(r"[\s*_]*\[[\s*_]*[^\W\d][^\[\]]*\]\(([^()\s]+)\)[\s*_]*")


def title_column(cells: tuple[str, ...], at: dict[str, int]) -> int | None:
    """The column in which a row's title stands."""
    end = len(cells)  # a row may be shorter than the table's header
    if (title := at.get("title", end)) < end:
        return title
    if (paper := at.get("paper", end)) < end:
        text = parse(cells[paper]).bare
        link = _ONE_LINK.fullmatch(cells[paper])
        sure = ("authors" in at or (link and is_paper(link[1]))) and not is_generic(text.strip()) and _WORD.search(text)
        if (len(text.split()) > 2 or sure) and not is_tag(text) and not names.is_name_list(text):
            return paper
    return name if (name := at.get("name", end)) < end else None


def are_titles(rows: list[tables.Row], at: dict[str, int]) -> bool:
    """Whether most cells of the paper's column are titles, so that a short one is, too: ``[Mistral 7B](…)``."""
    some = [r.cells for r in rows[:: max(len(rows) // 30, 1)]]
    return len(some) > 2 and sum(title_column(c, at) == at["paper"] for c in some) * 2 >= len(some)


def named(cell: str, references: dict[str, str]) -> str:
    """The cell's title without marks: a long link label in it, otherwise its first line."""
    if not _MARKED.search(cell):
        words = cell.strip().split("\n")[0]
        return words if words.isascii() else parse(words).bare
    entry = entry_of(cell, 1, 1, references=references)
    if isinstance(entry, Entry) and len(entry.title.split()) > 2:
        return parse(entry.title, references).bare
    lines = strip_tags(_PICTURE.sub("", cell)).split("\n")
    return parse(framed(next((x.strip() for x in lines if _WORD.search(x)), "")), references).bare


def kind_of(header: tuple[str, ...], column: int, at: dict[str, int], title: str, heading: str) -> Kind:
    """What the row is of, by its table's header and the heading above: a paper, a model or a data set."""
    if column != at.get("name"):
        return Kind.PAPER
    words = header[column].casefold()
    above = heading.casefold()
    if re.search(r"data ?set|benchmark|corp|数据集", words):
        return Kind.DATASET
    if re.search(r"model|模型", words) or (re.search(r"model|lam|llm|模型", above) and len(title.split()) < 4):
        return Kind.MODEL
    return Kind.DATASET if re.search(r"data ?set|数据集", above) else Kind.PAPER


def with_columns(entry: Entry, kind: Kind, cells: tuple[str, ...], at: dict[str, int], references: dict[str, str]) -> Entry:
    """The entry with what the columns of its venue, year and authors say."""
    if at.keys().isdisjoint(_COLUMNS):
        return entry if kind is Kind.PAPER else entry._replace(kind=kind, authors=())

    def cell(role: str) -> str:
        column = at.get(role, len(cells))
        return clean_title(parse(cells[column], references).bare) if column < len(cells) else ""

    venue, people = cell("venue"), cell("authors")
    dated = cell("year")
    named_id = arxiv_in(venue)  # `arXiv:1911.05722` is of no year 1911
    told = f"20{dated}" if SHORT_MONTH.fullmatch(dated) else dated or venue
    year = _YEAR.search("" if named_id and told == venue else told)
    venue = re.sub(r"[\s,'’-]*(?:(?:19|20)\d\d|['’]\d\d).*$", "", venue) if venue else venue
    if (of_year := glued(venue, venue[:3].isupper())) and len(venue.split()) == 1:
        venue, year = of_year[0], year or _YEAR.match(str(of_year[1]))  # `ECCV14`
    venue = "arXiv" if named_id else venue or entry.venue or ""
    authors = names.split_names(people) if people else entry.authors if kind is Kind.PAPER else ()
    return entry._replace(kind=kind, year=int(year[0]) if year else entry.year, venue=venue or None, authors=authors)


def category(row: tables.Row, at: dict[str, int], entry: Entry) -> tuple[str, ...]:
    """The section that a column names, unless it is only a family of models (*GPT series*) or the row's own name."""
    column = at.get("category")
    if column is None or column >= len(row.cells):
        return ()
    text = _heading(row.cells[column])
    family = re.search(r"(?:series|family|系列)$", text.strip(), re.I)
    return (
        ()
        if not any(map(str.isalpha, text))
        or family
        or text.casefold() == entry.title.casefold()
        or is_tag(text)
        or (entry.kind is Kind.MODEL and "lam category" not in text and column == 0 and not row.spanned and len(row.cells) < 6)
        else (text,)
    )


def is_mark(cell: str) -> bool:
    """Whether a cell has one letter or two: it may tell of what kind a paper is, but names no section."""
    return 0 < len(cell.strip("`*_ ")) < 3 and cell.isascii() and cell.strip("`*_ ").isalpha()


@lru_cache(maxsize=1024)
def _heading(cell: str) -> str:
    """A cell's words as a heading; rows that span others repeat it."""
    return clean_heading(parse(cell).bare).text
