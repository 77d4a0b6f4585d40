"""The verb enrich: abstracts, categories and dates of the references, from arXiv or from a file of records."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Protocol

import orjson

from littrack.config import Workspace
from littrack.errors import ListError
from littrack.records import Kind, Paper, Problem, Reference, parse_arxiv_id
from littrack.sources.api import Api
from littrack.sources.files import blocks
from littrack.sources.limiter import Limiter
from littrack.sources.transport import Manners, Transport
from littrack.store import Store
from littrack.workspace import read_references, write_references

BATCH = 100
CONFIRMED = 0.9  # how alike a title found by search must be, where letters and digits are not the same


class Arxiv(Protocol):
    """What enrichment asks of arXiv."""

    def by_ids(self, ids: list[str]) -> list[Paper]:
        """The papers of these base ids."""

    def by_title(self, title: str, most: int = 5) -> list[Paper]:
        """Papers with the words of a title."""


@dataclass(frozen=True, slots=True)
class EnrichReport:
    """``enriched`` references have an abstract now; ``asked`` were looked up in this run, ``not_found`` of them in vain."""

    references: int
    enriched: int
    asked: int
    not_found: int
    problems: tuple[Problem, ...] = ()


def arxiv(workspace: Workspace, say: Callable[[str], None] = lambda text: None) -> Api:
    """The query API with the workspace's manners."""
    watch = workspace.settings.watch
    workspace.database.parent.mkdir(parents=True, exist_ok=True)
    limiter = Limiter(workspace.database.parent, watch.pause, clock=time.time, sleep=time.sleep)
    return Api(Transport(limiter, Manners(watch.contact)), watch.api_url)


def enrich(
    workspace: Workspace,
    store: Store,
    source: Arxiv | None,
    now: datetime,
    *,
    records: Iterable[Paper] = (),
    titles: int | None = None,
    say: Callable[[str], None] = lambda text: None,
) -> EnrichReport:
    """Give the references what arXiv knows of them. Every answer is kept at once, so that a stopped run goes on.

    Args:
        workspace: whose references.
        store: keeps the answers; nothing is asked twice.
        source: arXiv; None asks nothing and uses what is kept and ``records``.
        now: the moment of the run.
        records: papers from elsewhere (a file), used before arXiv is asked.
        titles: how many references without an arXiv id to look for by their title, one request each; default all.
        say: called with a line for a person, now and then.

    Raises:
        ListError: the workspace has no references.
        SourceError: arXiv is out of reach; what was found so far is kept.
    """
    references = read_references(workspace.references_file)
    known = store.enrichment.all()
    store.enrichment.keep(_from_records(references, known, records), now)
    asked = list(_from_arxiv(references, store, source, now, titles, say)) if source else []
    found = store.enrichment.all()
    enriched, problems = [], []
    for reference in references:
        new, problem = _with(reference, found.get(reference.key))
        enriched.append(new)
        problems += [problem] if problem else []
    if enriched != references:
        write_references(workspace.references_file, enriched)
    store.references.replace_all(enriched)
    have = sum(r.abstract is not None for r in enriched)
    return EnrichReport(len(enriched), have, len(asked), sum(p is None for p in asked), tuple(problems))


def from_file(path: Path) -> Iterator[Paper]:
    """Records of a file of JSON lines (plain or compressed) with ``id``, ``title``, ``abstract``, ``authors``, ``categories``.

    Raises:
        ListError: a line is no record.
    """
    for block in blocks(path):
        if isinstance(block, Problem):
            raise ListError(str(block), "mend the file")
        for line in block.data.splitlines():
            if line.strip():
                yield _paper(line, path)


def _paper(line: bytes, path: Path) -> Paper:
    try:
        data = orjson.loads(line)
        parsed = parse_arxiv_id(str(data["id"]))
        assert parsed
        authors, categories = data.get("authors") or (), data.get("categories") or ()
        return Paper(
            parsed[0],
            str(data["title"]),
            abstract=data.get("abstract") or None,
            authors=tuple(authors.split(", ") if isinstance(authors, str) else authors),
            categories=tuple(categories.split() if isinstance(categories, str) else categories),
            source="file",
        )
    except (ValueError, KeyError, TypeError, AssertionError):
        raise ListError(f"{path}: a line is no record: {line[:80]!r}", "it needs `id` and `title`") from None


def _from_records(
    references: Sequence[Reference], known: dict[str, Paper | None], records: Iterable[Paper]
) -> list[tuple[str, Paper | None]]:
    from littrack.lists.text import normalised

    by_id: dict[str, Paper] = {}
    by_title: dict[str, Paper] = {}
    for paper in records:
        by_id[paper.id] = paper
        by_title[normalised(paper.title)] = paper
    found: list[tuple[str, Paper | None]] = []
    for r in references:
        record = by_id.get(r.arxiv_id) if r.arxiv_id else by_title.get(normalised(r.title))
        if record and known.get(r.key) is None:
            found.append((r.key, record))
    return found


def _from_arxiv(
    references: Sequence[Reference], store: Store, source: Arxiv, now: datetime, titles: int | None, say: Callable[[str], None]
) -> Iterator[Paper | None]:
    known = store.enrichment.all()
    wanted = [r for r in references if r.key not in known]
    with_id = [r for r in wanted if r.arxiv_id]
    for start in range(0, len(with_id), BATCH):
        batch = with_id[start : start + BATCH]
        papers = {p.id: p for p in source.by_ids([r.arxiv_id for r in batch if r.arxiv_id])}
        store.enrichment.keep([(r.key, papers.get(r.arxiv_id or "")) for r in batch], now)
        say(f"{min(start + BATCH, len(with_id))} of {len(with_id)} references with an arXiv id looked up")
        yield from (papers.get(r.arxiv_id or "") for r in batch)
    without = [r for r in wanted if not r.arxiv_id and r.kind is Kind.PAPER][:titles]
    for number, reference in enumerate(without, 1):
        match = next((p for p in source.by_title(reference.title) if _confirmed(reference, p)), None)
        store.enrichment.keep([(reference.key, match)], now)
        if number % 10 == 0 or number == len(without):
            say(f"{number} of {len(without)} references looked up by title")
        yield match


def _confirmed(reference: Reference, paper: Paper) -> bool:
    """Whether a paper found by title is the reference: the same letters, or nearly, and then an author in common."""
    from littrack.lists.text import normalised, similarity

    if normalised(reference.title) == normalised(paper.title):
        return not reference.authors or _shared_author(reference, paper) or len(reference.title.split()) > 5
    return similarity(reference.title, paper.title) >= CONFIRMED and _shared_author(reference, paper)


def _shared_author(reference: Reference, paper: Paper) -> bool:
    from littrack.lists.text import normalised

    def surnames(names: Iterable[str]) -> set[str]:
        return {normalised(max(n.replace(".", " ").split(), key=len, default="")) for n in names}

    return bool(surnames(reference.authors) & surnames(paper.authors))


def _with(reference: Reference, paper: Paper | None) -> tuple[Reference, Problem | None]:
    """The reference with what its record says; a record of another title is told of and not used."""
    from littrack.lists.identity import ALIKE
    from littrack.lists.text import shorten, similarity

    if paper is None:
        return reference, None
    if reference.kind is Kind.PAPER and similarity(reference.title, paper.title) < ALIKE:
        told = f"“{shorten(reference.title)}” is listed with arXiv:{paper.id}, which is “{shorten(paper.title)}”"
        return reference, Problem(told, reference.list, reference.line or None)
    return replace(
        reference,
        abstract=paper.abstract or reference.abstract,
        categories=paper.categories or reference.categories,
        submitted=paper.submitted or reference.submitted,
        arxiv_id=reference.arxiv_id or paper.id,
    ), None
