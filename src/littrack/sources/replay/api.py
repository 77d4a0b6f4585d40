"""The replay's query API: Atom as arXiv has written it since 2025-11, or as it wrote it before."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha1
from xml.sax.saxutils import escape, quoteattr

from littrack.records import Paper, parse_arxiv_id
from littrack.sources.replay.search import BadQueryError, compile_query
from littrack.sources.replay.world import World

_HEAD = (
    "<?xml version='1.0' encoding='UTF-8'?>\n"
    '<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom" '
    'xmlns="http://www.w3.org/2005/Atom">\n'
)
_entries: dict[int, tuple[Paper, str]] = {}


def answer(world: World, now: datetime, asked: Mapping[str, str]) -> tuple[int, str]:
    """Status and document for the parameters of one request."""
    try:
        start, size = int(asked.get("start") or 0), int(asked.get("max_results") or 10)
    except ValueError:
        return 400, error("start_must_be_an_integer", "start must be an integer", now)
    if size <= 0 or start + size > 10_000 + size - 1:
        return 500, error("internal", "internal error", now)
    try:
        found = _found(world, now, asked)
    except BadQueryError as wrong:
        return 400, error("query", str(wrong), now)
    return 200, page(found[start : start + size], len(found), start, size, asked, now)


def _found(world: World, now: datetime, asked: Mapping[str, str]) -> list[Paper]:
    papers = world.papers(now)
    if asked.get("id_list"):
        wanted = {}
        for text in asked["id_list"].split(","):
            found = parse_arxiv_id(text)
            if not found:
                raise BadQueryError(f"incorrect id format for {text}")
            wanted[found[0]] = True
        papers = [p for p in papers if p.id in wanted]
    if asked.get("search_query"):
        match = compile_query(asked["search_query"])
        papers = [p for p in papers if match(p)]
    if asked.get("sortOrder", "descending") == "descending":
        papers = papers[::-1]
    return papers


def page(papers: list[Paper], total: int, start: int, size: int, asked: Mapping[str, str], now: datetime) -> str:
    """One page of results."""
    query = "&".join(f"{k}={asked.get(k, '')}" for k in ("search_query", "id_list")) + f"&start={start}&max_results={size}"
    key = b64encode(sha1(query.encode(), usedforsecurity=False).digest()).decode()[:27]
    return (
        f"{_HEAD}  <id>https://arxiv.org/api/{key}</id>\n  <title>arXiv Query: {escape(query)}</title>\n"
        f"  <updated>{now:%Y-%m-%dT%H:%M:%SZ}</updated>\n"
        f'  <link href={quoteattr("https://arxiv.org/api/query?" + query)} type="application/atom+xml"/>\n'
        f"  <opensearch:itemsPerPage>{size}</opensearch:itemsPerPage>\n"
        f"  <opensearch:totalResults>{total}</opensearch:totalResults>\n"
        f"  <opensearch:startIndex>{start}</opensearch:startIndex>\n" + "".join(map(entry, papers)) + "</feed>\n"
    )


def entry(paper: Paper) -> str:
    """One result."""
    kept = _entries.get(id(paper))
    if kept and kept[0] is paper:
        return kept[1]
    text = _entry(paper)
    _entries[id(paper)] = (paper, text)
    return text


def _entry(p: Paper) -> str:
    address = f"arxiv.org/abs/{p.id}v{p.version}"
    lines = [
        f"    <id>http://{address}</id>",
        f"    <title>{escape(p.title)}</title>",
        f"    <updated>{p.updated or p.submitted:%Y-%m-%dT%H:%M:%SZ}</updated>",
        f'    <link href="https://{address}" rel="alternate" type="text/html"/>',
        f'    <link href="https://arxiv.org/pdf/{p.id}v{p.version}" rel="related" type="application/pdf" title="pdf"/>',
        f"    <summary>{escape(p.abstract or '')}</summary>",
        *(f'    <category term={quoteattr(c)} scheme="http://arxiv.org/schemas/atom"/>' for c in p.categories),
        f"    <published>{p.submitted:%Y-%m-%dT%H:%M:%SZ}</published>",
    ]
    for name, value in (("comment", p.comment), ("journal_ref", p.journal_ref), ("doi", p.doi)):
        if value:
            lines.append(f"    <arxiv:{name}>{escape(value)}</arxiv:{name}>")
    if p.categories:
        lines.append(f"    <arxiv:primary_category term={quoteattr(p.categories[0])}/>")
    lines += [f"    <author>\n      <name>{escape(name)}</name>\n    </author>" for name in p.authors]
    return "  <entry>\n" + "\n".join(lines) + "\n  </entry>\n"


def error(key: str, message: str, now: datetime) -> str:
    """ArXiv's document for a request that it refuses."""
    where = f"https://arxiv.org/api/errors#{key.replace(' ', '_')}"
    return (
        f"{_HEAD}  <id>https://arxiv.org/</id>\n  <title>arXiv Search Results</title>\n"
        f"  <updated>{now:%Y-%m-%dT%H:%M:%SZ}</updated>\n  <opensearch:itemsPerPage>1</opensearch:itemsPerPage>\n"
        "  <opensearch:totalResults>1</opensearch:totalResults>\n  <opensearch:startIndex>0</opensearch:startIndex>\n"
        f"  <entry>\n    <id>{where}</id>\n    <title>Error</title>\n    <updated>{now:%Y-%m-%dT%H:%M:%SZ}</updated>\n"
        f'    <link href="{where}" rel="alternate" type="text/html"/>\n    <summary>{escape(message)}</summary>\n'
        "    <author>\n      <name>arXiv api core</name>\n    </author>\n  </entry>\n</feed>\n"
    )
