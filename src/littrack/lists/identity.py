"""Which entries are the same work. Two papers are never merged: ids that contradict each other block a merge."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from littrack.lists.entry import Entry
from littrack.lists.links import arxiv_of, same_address
from littrack.lists.text import are_alike, normalised, shorten
from littrack.records import Kind, Problem

ALIKE = 0.55  # two titles with one id are at least this alike, or one of the ids is wrong


_Work = list[Entry]  # the entries that are the same work
_TRIED = 8  # works that are compared with an entry for each of its keys


def merge(entries: Iterable[Entry], name: str = "") -> tuple[list[Entry], list[Problem]]:
    """Entries of one work made one, in the order of the first; and what was doubtful about it.

    Same work: the same arXiv id or DOI with titles that are alike, or the same title (letters and digits) without ids that
    contradict each other. The time is linear in the entries.
    """
    works: list[_Work] = []
    known: dict[str, tuple[_Work, ...]] = {}
    problems: list[Problem] = []
    for entry in entries:
        keys = _keys(entry)
        work = _find(entry, keys, known, problems, name)
        if work is None:
            works.append(work := [entry])
        else:
            work.append(entry)
        alone = (work,)
        for key in keys:
            at = known.setdefault(key, alone)
            if at is not alone and len(at) < _TRIED and not any(work is other for other in at):
                known[key] = (*at, work)
    return [_one(work) for work in works], problems


def _keys(entry: Entry) -> list[str]:
    title = normalised(entry.title)
    keys = [f"title:{title}"] if len(title) > 2 else []
    if entry.authors and len((head := entry.title.partition(":")[0]).split()) > 5:
        keys.append(f"head:{normalised(head)}")
    if entry.arxiv_id:
        keys.append(f"arxiv:{entry.arxiv_id}")
    if entry.doi:
        keys.append(f"doi:{entry.doi}")
    if entry.url and not arxiv_of(entry.url):
        keys.append(f"url:{same_address(entry.url)}")
    return keys


def _find(
    entry: Entry, keys: list[str], known: dict[str, tuple[_Work, ...]], problems: list[Problem], name: str
) -> _Work | None:
    for key in keys:
        for work in known.get(key, ()):
            first = work[0]
            verdict = _same(entry, first, key)
            if verdict is True:
                return work
            if isinstance(verdict, str) and entry.kind is Kind.PAPER and first.kind is Kind.PAPER:
                problems.append(
                    Problem(
                        f"“{shorten(entry.title)}” and “{shorten(first.title)}” (line {first.line}) {verdict}",
                        name,
                        entry.line,
                    )
                )
    return None


def _same(entry: Entry, other: Entry, key: str) -> bool | str:
    """True: one work. A text: two works, although ``key`` says one; why that is doubtful. False: two works."""
    if (entry.kind is Kind.PAPER) != (other.kind is Kind.PAPER):
        return False
    kind, value = key.split(":", 1)
    if kind == "title":
        if entry.arxiv_id and other.arxiv_id and entry.arxiv_id != other.arxiv_id:
            return f"have one title but two arXiv ids, {entry.arxiv_id} and {other.arxiv_id}; they were not merged"
        return True
    if entry.kind is not Kind.PAPER:
        return False
    if kind == "head":
        return _subtitled(entry, other) and not _contradict(entry, other)
    alike = are_alike(entry.title, other.title, ALIKE)
    if kind == "url":
        return alike and not _contradict(entry, other) and are_alike(entry.title, other.title, 0.8)
    if alike and kind == "doi" and _contradict(entry, other):
        return False
    return (
        alike
        or f"are two titles with one {'arXiv id' if kind == 'arxiv' else 'DOI'} ({value}); one of the links leads to another paper"
    )


def _subtitled(one: Entry, other: Entry) -> bool:
    """Whether only one of two equal titles by one first author has a subtitle."""
    names = [re.sub(r"\W", "", max(e.authors[0].split(), key=len)).casefold() if e.authors else "" for e in (one, other)]
    return names[0] == names[1] != "" and (":" in one.title) != (":" in other.title)


def _contradict(one: Entry, other: Entry) -> bool:
    return bool(one.arxiv_id and other.arxiv_id and one.arxiv_id != other.arxiv_id)


def _one(entries: Sequence[Entry]) -> Entry:
    """One entry with what each of several knows; the longest title wins over cut ones, the first over equal ones."""
    first = entries[0]
    if len(entries) == 1:
        return first

    def known(name: str) -> object:
        return next((v for e in entries if (v := getattr(e, name)) not in (None, ())), getattr(first, name))

    together = {
        n: tuple(dict.fromkeys(v for e in entries for v in getattr(e, n))) for n in ("links", "paths", "context", "doubts")
    }
    single = {n: known(n) for n in ("authors", "year", "venue", "arxiv_id", "doi", "url", "code_url", "added", "categories")}
    return first._replace(**together, **single)  # type: ignore[arg-type]
