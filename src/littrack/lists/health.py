"""What is wrong with a list itself, each with an edit that would mend it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from littrack.lists.entry import Entry
from littrack.lists.identity import ALIKE
from littrack.lists.linked import IMPOSSIBLE_ID
from littrack.lists.links import arxiv_of
from littrack.lists.reading import ListReading
from littrack.lists.text import normalised, shorten, similarity
from littrack.records import Kind, Paper


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to look at on a line of a list. ``what`` is one of duplicate, wrong-link, malformed-link, withdrawn, published."""

    what: str
    line: int
    found: str
    edit: str


def examine(reading: ListReading, papers: Mapping[str, Paper] | None = None) -> list[Finding]:
    """Look through a list.

    Args:
        reading: what was read of it.
        papers: arXiv records by base id, as far as they are known; without them only the list itself is looked at.
    """
    found = [*_duplicates(reading), *_links(reading), *(_records(reading, papers) if papers else ())]
    return sorted(found, key=lambda f: f.line)


def _duplicates(reading: ListReading) -> Iterator[Finding]:
    """One paper twice below one heading; below several it is only in several sections."""
    seen: dict[tuple[str, tuple[str, ...]], Entry] = {}
    for entry in reading.entries:
        for path in entry.paths:
            keys = [f"t:{normalised(entry.title)}"] + ([f"a:{entry.arxiv_id}"] if entry.arxiv_id else [])
            first = next((seen[k, path] for k in keys if (k, path) in seen), None)
            if first and entry.kind is Kind.PAPER and similarity(first.title, entry.title) >= ALIKE:
                told = f"“{shorten(entry.title)}” is already on line {first.line}, in the same section"
                yield Finding("duplicate", entry.line, told, f"delete {_lines(entry)}")
            for key in keys:
                seen.setdefault((key, path), entry)


def _lines(entry: Entry) -> str:
    return f"line {entry.line}" if entry.end <= entry.line else f"lines {entry.line} to {entry.end}"


def _links(reading: ListReading) -> Iterator[Finding]:
    by_id: dict[str, Entry] = {}
    for entry in reading.entries:
        for doubt in entry.doubts:
            if "read as " in doubt:
                yield Finding("malformed-link", entry.line, doubt, f"write it as {doubt.rpartition('read as ')[2]}")
            elif "is not a web address" in doubt:
                yield Finding("malformed-link", entry.line, doubt, "delete the link")
            elif doubt.endswith(IMPOSSIBLE_ID):
                yield Finding("malformed-link", entry.line, doubt, "look the paper up, and mend its id")
            elif "links to" in doubt:
                named = entry.arxiv_id or ""
                yield Finding("wrong-link", entry.line, doubt, f"link to https://arxiv.org/abs/{named}")
        if entry.arxiv_id and entry.kind is Kind.PAPER:
            first = by_id.setdefault(entry.arxiv_id, entry)
            if similarity(first.title, entry.title) < ALIKE:
                told = f"“{shorten(entry.title)}” has the arXiv id {entry.arxiv_id} of “{shorten(first.title)}” (line {first.line})"
                yield Finding(
                    "wrong-link", entry.line, told, "look up which of the two papers has this id, and mend the other link"
                )


def _records(reading: ListReading, papers: Mapping[str, Paper]) -> Iterator[Finding]:
    for entry in reading.entries:
        paper = papers.get(entry.arxiv_id or "")
        if paper is None or entry.kind is not Kind.PAPER:
            continue
        if similarity(entry.title, paper.title) < ALIKE:
            told = f"“{shorten(entry.title)}” leads to arXiv:{paper.id}, which is “{shorten(paper.title)}”"
            yield Finding("wrong-link", entry.line, told, "mend the link, or the title")
        elif paper.withdrawn:
            yield Finding(
                "withdrawn", entry.line, f"arXiv:{paper.id} “{shorten(paper.title)}” was withdrawn", f"delete {_lines(entry)}"
            )
        elif (paper.journal_ref or paper.doi) and _is_preprint(entry):
            place = paper.journal_ref or f"https://doi.org/{paper.doi}"
            told = f"“{shorten(entry.title)}” is listed as a preprint and has been published: {shorten(place, 100)}"
            yield Finding(
                "published",
                entry.line,
                told,
                f"name {shorten(place, 100)} as its venue" + (f", DOI {paper.doi}" if paper.doi else ""),
            )


def _is_preprint(entry: Entry) -> bool:
    venue = (entry.venue or "arxiv").casefold()
    return (
        entry.doi is None
        and ("arxiv" in venue or "preprint" in venue)
        and all(arxiv_of(u) or "github" in u for u in entry.links)
    )
