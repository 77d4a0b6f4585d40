"""Candidates, accepted papers and references for other tools."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from littrack.config import Workspace
from littrack.digest import tables
from littrack.digest.bibtex import bibtex
from littrack.digest.feeds import atom
from littrack.errors import UsageError
from littrack.records import Candidate, CandidateState, Issue, Item, Paper, Reference
from littrack.store import Store

Form = Literal["bibtex", "csv", "jsonl", "atom"]
What = Literal["candidates", "accepted", "references"]
_ACCEPTED = (CandidateState.ACCEPTED, CandidateState.MERGED)


def export(workspace: Workspace, store: Store, form: Form, what: What, sections: Sequence[str] = ()) -> str:
    """The text of an export.

    Args:
        workspace: whose title a feed has.
        store: its database.
        form: how to write it.
        what: every candidate whatever became of it, the accepted papers, or the references of the lists.
        sections: only what stands in one of these sections or below; all where there is none.

    Raises:
        UsageError: references cannot be a feed, since nothing says when each came.
    """
    if what == "references":
        references = [r for r in store.references.all() if _wanted(r.sections, sections)]
        return _references(references, form)
    states = _ACCEPTED if what == "accepted" else tuple(CandidateState)
    found = [c for c in store.candidates.in_state(*states) if _wanted(c.sections or (c.section or "",), sections)]
    papers = store.papers.many([c.paper_id for c in found])
    if form == "atom":
        settings = workspace.settings
        return atom(_issued(store, found), f"{settings.digest.title or settings.survey.title}: {what}", what)
    return _candidates(found, papers, form)


def _references(references: Sequence[Reference], form: Form) -> str:
    if form == "atom":
        raise UsageError("references have no dates, so there is no feed of them", "export bibtex, csv or jsonl")
    if form == "bibtex":
        return bibtex(references)
    return _TABLE[form](tables.reference_row(r) for r in references)


def _candidates(found: Sequence[Candidate], papers: dict[str, Paper], form: Form) -> str:
    if form == "bibtex":
        return bibtex(papers[c.paper_id] for c in found)
    return _TABLE[form](tables.candidate_row(papers[c.paper_id], c) for c in found)


def _issued(store: Store, found: Sequence[Candidate]) -> list[tuple[Issue, Item]]:
    """Each candidate as it stood in its issue, the newest first; what a maintainer found by searching is in none."""
    wanted = {c.paper_id for c in found}
    newest = store.digests.newest(10_000)
    first: dict[str, tuple[Issue, Item]] = {}
    for issue in newest:
        first |= {item.paper.id: (issue, item) for item in issue.items if item.paper.id in wanted}
    return sorted(first.values(), key=lambda pair: (-pair[0].number, -pair[1].prediction.relevance, pair[1].paper.id))


def _wanted(stands_in: Sequence[str], sections: Sequence[str]) -> bool:
    return not sections or any(slug == s or slug.startswith(s + "/") for slug in stands_in for s in sections)


_TABLE: dict[str, Callable[..., str]] = {"csv": tables.as_csv, "jsonl": tables.as_jsonl}
