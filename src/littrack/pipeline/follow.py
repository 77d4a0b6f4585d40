"""Following the list: what maintainers did in it by hand goes into the log, and what they accepted is marked as merged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from littrack.errors import ConflictError
from littrack.records import Candidate, CandidateState, Decision, Paper, Reason, Reference, Verdict, title_key
from littrack.store import Store
from littrack.triage import rules


@dataclass(frozen=True, slots=True)
class Followed:
    """Papers (by id) of which the list told something: accepted ones found there, ones added, moved or taken off by hand."""

    merged: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def follow(store: Store, now: datetime) -> Followed:
    """Compare every candidate with the store's references, log what a person did in the list, and mark what is merged.

    A candidate found on the list that nobody had accepted was added by hand: that is an acceptance. One that stands in other
    sections than it was accepted into was moved: that is a correction. One that was there and is gone was taken off: that is a
    rejection, for no reason that a model should learn. To run it again changes nothing.
    """
    named = _Named(store.references.all())
    found: dict[str, list[str]] = {"merged": [], "added": [], "moved": [], "removed": []}
    candidates = store.candidates.in_state(*CandidateState)
    papers = store.papers.many([c.paper_id for c in candidates])
    for candidate in candidates:
        paper = papers[candidate.paper_id]
        kind = _follow_one(store, candidate, paper, named.find(paper), now)
        if kind:
            found[kind].append(paper.id)
    return Followed(**{kind: tuple(ids) for kind, ids in found.items()})


class _Named:
    """The references by id, and by title where they have none."""

    def __init__(self, references: Iterable[Reference]) -> None:
        self._by_id: dict[str, Reference] = {}
        self._by_title: dict[str, Reference] = {}
        for reference in references:
            if reference.arxiv_id:
                self._by_id[reference.arxiv_id] = reference
            elif key := title_key(reference.title):
                self._by_title[key] = reference

    def find(self, paper: Paper) -> Reference | None:
        return self._by_id.get(paper.id) or self._by_title.get(title_key(paper.title))


def _follow_one(store: Store, candidate: Candidate, paper: Paper, reference: Reference | None, now: datetime) -> str:
    merged = candidate.state is CandidateState.MERGED
    if reference is None and not merged:
        return ""
    log = store.decisions.of(paper.id)
    decision, kind = _learned(candidate, log, reference, now)
    after = rules.standing(candidate, [*log, decision] if decision else log, listed=bool(reference), withdrawn=paper.withdrawn)
    if decision is None:
        if after != candidate:
            store.candidates.set_state(after)
        return "" if merged else "merged"
    try:
        store.decisions.append(decision, after, rules.last_number(log))
    except ConflictError:  # someone is deciding on it right now; the next import finds it again
        return ""
    return kind


def _learned(
    candidate: Candidate, log: list[Decision], reference: Reference | None, now: datetime
) -> tuple[Decision | None, str]:
    """What the list says that the log does not, as a decision, and what kind of thing that is."""
    bare = Decision(candidate.paper_id, Verdict.ACCEPT, now, rules.BY_LIST, rules.BY_LIST)
    if reference is None:
        return replace(bare, verdict=Verdict.REJECT, reason=Reason.OTHER, comment="taken off the list"), "removed"
    last = next(reversed(rules.in_force(log)), None)
    if last is None or last.verdict is not Verdict.ACCEPT:
        return replace(bare, sections=reference.sections, comment="found on the list"), "added"
    if reference.sections and set(reference.sections) != set(last.sections):
        return replace(bare, sections=reference.sections, comment="stands elsewhere on the list"), "moved"
    return None, ""
