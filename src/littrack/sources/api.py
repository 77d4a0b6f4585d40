"""The query API: windows of submission dates, ids, titles. Fetched by the ``arxiv`` package over our own transport."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from littrack.errors import ConfigError, SourceError
from littrack.records import CATEGORY_ALIASES, Paper, Version, canonical_category
from littrack.sources.mailing import believable
from littrack.sources.text import MAX_AUTHORS, categories, clean, id_of, says_withdrawn, tidy_xml, untex
from littrack.sources.transport import GarbageError, Journal, RefusedError, Transport

if TYPE_CHECKING:
    import arxiv

PAGE = 500
MOST = 9_000  # arXiv answers HTTP 500 beyond start + size = 10,000
SOURCE = "api"
_MOST_PAGES = 40  # of a query with few results; arXiv's pages are short at times
_ATOM = "{http://www.w3.org/2005/Atom}"
_SEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
_DATES = (f"{_ATOM}published", f"{_ATOM}updated")


class ShortError(SourceError):
    """arXiv announced more results than it delivered."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The papers of one query, each once, and how many arXiv said there are."""

    papers: tuple[Paper, ...]
    total: int


class Api:
    """arXiv's query API at ``url``."""

    def __init__(self, transport: Transport, url: str) -> None:
        import arxiv

        # The package reports faults through its loggers; ours are reported once, in the ledger.
        logging.getLogger("arxiv").setLevel(logging.ERROR)
        self._arxiv, self._transport = arxiv, transport
        self._check = _Check(transport.journal)
        self._url = url

    def query(self, expression: str) -> Answer:
        """Every paper that matches, by submission date.

        Raises:
            RefusedError: arXiv finds the query wrong, or it has more than ``MOST`` results (ask for a shorter window).
            ShortError: fewer papers came than arXiv counted, twice, with different pages.
            UnreachableError: arXiv does not answer.
        """
        for size in (PAGE, PAGE * 4 // 5):
            answer = self._pages(self._arxiv.Search(query=expression, max_results=0, **self._order()), size)
            if len(answer.papers) >= answer.total:
                return answer
            self._transport.journal.note("F09", f"the query API delivered {len(answer.papers)} of {answer.total} papers")
        raise ShortError(
            f"the query API delivered {len(answer.papers)} of {answer.total} papers", "the next run asks for this window again"
        )

    def total(self, expression: str) -> int:
        """How many papers match."""
        search = self._arxiv.Search(query=expression, max_results=1, **self._order())
        return self._pages(search, 1, limited=True).total

    def by_ids(self, ids: list[str]) -> list[Paper]:
        """The papers of these base ids, in any order; unknown ones are left out, as arXiv leaves them out."""
        found: list[Paper] = []
        for start in range(0, len(ids), 100):
            search = self._arxiv.Search(id_list=ids[start : start + 100], max_results=0)
            found += self._pages(search, 100).papers
        return found

    def by_title(self, title: str, most: int = 5) -> list[Paper]:
        """Papers whose title has these words, the most alike first."""
        words = " ".join("".join(c if c.isalnum() else " " for c in title).split())
        if not words:
            return []
        return list(self._pages(self._arxiv.Search(query=f'ti:"{words}"', max_results=most), most, limited=True).papers)

    def _order(self) -> dict[str, Any]:
        return {"sort_by": self._arxiv.SortCriterion.SubmittedDate, "sort_order": self._arxiv.SortOrder.Ascending}

    def _pages(self, search: arxiv.Search, size: int, limited: bool = False) -> Answer:
        client = self._arxiv.Client(page_size=size, delay_seconds=0, num_retries=0)
        client.query_url_format = self._url + "?{}"
        self._transport.serve(client._session, self._check)
        self._check.begin(1 << 30 if limited else MOST)
        papers: dict[str, Paper] = {}
        try:
            for result in client.results(search):
                paper = to_paper(result)
                if paper:
                    papers[paper.id] = paper
        except (self._arxiv.ArxivError, ValueError) as error:
            raise ShortError(f"the query API broke off ({error})"[:300], "the next run asks for this window again") from error
        finally:
            client._session.close()
        return Answer(tuple(papers.values()), self._check.total - self._check.broken)


class _Check:
    """Looks at the raw bytes before the package does: it would take an HTML page for an empty answer."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self.begin(MOST)

    def begin(self, most: int) -> None:
        """A new query, which may have ``most`` results."""
        self.total = self.broken = self._pages = 0
        self.most, self._seen = most, set[str]()

    def __call__(self, body: bytes, url: str, headers: Mapping[str, str]) -> bytes:
        from lxml import etree

        body = tidy_xml(body)
        root = parse_xml(body)
        if root.tag != f"{_ATOM}feed":
            raise GarbageError("F05", "sent something that is no Atom feed")
        total = _number(root, "totalResults")
        entries = root.findall(f"{_ATOM}entry")
        for entry in entries:
            if "/api/errors#" in (entry.findtext(f"{_ATOM}id") or ""):
                # A query that is wrong gets HTTP 400; under 200 it is a passing trouble of arXiv's.
                raise GarbageError("F05", f"refuses the query: {clean(entry.findtext(f'{_ATOM}summary'))[:200]}")
        if total > self.most:
            raise TooManyError(total)
        at = self._expect(len(entries), total, url)
        self._advance({clean(entry.findtext(f"{_ATOM}id")) for entry in entries}, at, total)
        bad = [entry for entry in entries if not _whole(entry)]
        for entry in bad:
            root.remove(entry)
            self._journal.note("F28", f"the query API sent a broken entry ({clean(entry.findtext(f'{_ATOM}id'))[:60]!r})")
        self.total, self.broken = total, self.broken + len(bad)
        return etree.tostring(root) if bad else body

    def _expect(self, got: int, total: int, url: str) -> int:
        asked = parse_qs(urlsplit(url).query)
        start, size = (int(asked.get(key, ["0"])[0]) for key in ("start", "max_results"))
        due = min(size, max(total - start, 0))
        if due and not got:
            raise GarbageError("F07", f"sent an empty page at {start} of {total} results")
        if got < due:
            self._journal.note("F09", f"the query API sent {got} papers where {due} were due")
        return start + got

    def _advance(self, ids: set[str], at: int, total: int) -> None:
        """Raise GarbageError where paging leads nowhere: nothing new on a page, or a few papers on each of very many."""
        if at < total and ((ids and ids <= self._seen) or self._pages > 3 * (total // PAGE) + _MOST_PAGES):
            raise GarbageError("F09", f"sent nothing new on page {self._pages + 1} of {total} results")
        self._pages += 1
        self._seen |= ids


class TooManyError(RefusedError):
    """More results than arXiv hands out for one query; ``total`` is how many."""

    def __init__(self, total: int) -> None:
        self.total = total
        super().__init__(f"the query has {total} results", f"arXiv hands out {MOST}; ask for a shorter window")


def parse_xml(body: bytes) -> Any:
    """The root of a document from outside: no entities, no network, no recovery, no huge nodes.

    Raises:
        GarbageError: it is not well-formed, or has a document type (arXiv's answers have none; entity bombs do).
    """
    from lxml import etree

    if not body.strip():
        raise GarbageError("F05", "sent an empty answer")
    if b"<!DOCTYPE" in body[:4096]:
        raise GarbageError("F05", "sent a document type, which arXiv's answers do not have")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_pis=True)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        fault = "F06" if body.lstrip()[:5] == b"<?xml" or body.lstrip()[:5] == b"<feed" else "F05"
        raise GarbageError(fault, f"sent broken XML ({str(error)[:120]})") from error
    if root.getroottree().docinfo.doctype:
        raise GarbageError("F05", "sent a document type, which arXiv's answers do not have")
    return root


def _number(root: Any, name: str) -> int:
    text = (root.findtext(f"{_SEARCH}{name}") or "").strip()
    if not text.isdigit() or len(text) > 12:
        raise GarbageError("F05", f"sent a feed without {name}")
    return int(text)


def _whole(entry: Any) -> bool:
    try:
        # The id's version is 1 at least; the dates are what the package would stumble over.
        for name in _DATES:
            believable(datetime.fromisoformat((entry.findtext(name) or "").strip()))
    except ValueError:
        return False
    return id_of(entry.findtext(f"{_ATOM}id") or "") is not None and bool(clean(entry.findtext(f"{_ATOM}title")))


def to_paper(result: arxiv.Result) -> Paper | None:
    """The record of one result; None where its id is none."""
    found = id_of(result.entry_id)
    if not found:
        return None
    version = found[1] or 1
    submitted, updated = result.published.astimezone(UTC), result.updated.astimezone(UTC)
    comment = clean(result.comment) or None
    known = {1: Version(1, submitted), version: Version(version, updated if version > 1 else submitted)}
    return Paper(
        id=found[0],
        title=untex(clean(result.title)),
        version=version,
        abstract=untex(clean(result.summary)) or None,
        authors=tuple(n for n in (untex(clean(a.name)) for a in result.authors[:MAX_AUTHORS]) if n.strip(" :")),
        categories=categories((result.primary_category, *result.categories)),
        submitted=submitted,
        updated=updated,
        comment=comment,
        journal_ref=clean(result.journal_ref) or None,
        doi=clean(result.doi) or None,
        withdrawn=says_withdrawn(comment),
        versions=tuple(known[n] for n in sorted(known)),
        source=SOURCE,
    )


def both_names(category: str) -> tuple[str, ...]:
    """A category and the other name that arXiv may list it under."""
    return (category, *(other for other, one in CATEGORY_ALIASES.items() if one == category))


def category_query(names: tuple[str, ...]) -> str:
    """The query for papers of any of these categories, under both names where arXiv has two."""
    return " OR ".join(f"cat:{name}" for category in names for name in both_names(canonical_category(category)))


def free_query(every: Sequence[str], some: Sequence[str] = (), none: Sequence[str] = (), authors: Sequence[str] = ()) -> str:
    """The query for papers that have ``every`` word, one of ``some``, none of ``none``, and one of ``authors``."""
    parts = [_phrase("all", word) for word in every]
    for prefix, words in (("all", some), ("au", authors)):
        if words:
            parts.append("(" + " OR ".join(_phrase(prefix, word) for word in words) + ")")
    if not parts:
        raise ConfigError(
            "a query of [watch] looks for nothing", "give it `all`, `any` or `authors`; `none` alone is not enough"
        )
    return " AND ".join(parts) + "".join(f" ANDNOT {_phrase('all', word)}" for word in none)


def _phrase(prefix: str, words: str) -> str:
    kept = " ".join("".join(c if c.isalnum() or c in "-'." else " " for c in words).split())
    if not kept:
        raise ConfigError(f"a query of [watch] has the empty word {words!r}", "remove it")
    return f'{prefix}:"{kept}"'


def within(query: str, start: datetime, end: datetime) -> str:
    """``query``, submitted from ``start`` to ``end``, both included to the minute."""
    return f"({query}) AND submittedDate:[{start.astimezone(UTC):%Y%m%d%H%M} TO {end.astimezone(UTC):%Y%m%d%H%M}]"
