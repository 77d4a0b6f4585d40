"""The rules of decisions, without a store or a clock: what may be decided, and what follows from the log."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from littrack.errors import UsageError
from littrack.records import Candidate, CandidateState, Decision, Paper, Reason, Taxonomy, Verdict

POSTPONE_DAYS = 28
LONGEST_POSTPONE_DAYS = 731
LONGEST_COMMENT = 2000
LONGEST_NAME = 100
BY_LIST = "list"  # ``Decision.where`` of what was learned from a hand-edited list

_STATES = {
    Verdict.ACCEPT: CandidateState.ACCEPTED,
    Verdict.REJECT: CandidateState.REJECTED,
    Verdict.POSTPONE: CandidateState.POSTPONED,
}


def in_force(log: Sequence[Decision]) -> list[Decision]:
    """The decisions of one paper's log that have not been undone, the oldest first."""
    undone = {d.undoes for d in log if d.verdict is Verdict.UNDO}
    return [d for d in log if d.verdict is not Verdict.UNDO and (d.number is None or d.number not in undone)]


def last_number(log: Sequence[Decision]) -> int:
    """The number of a log's newest entry; 0 for an empty log."""
    return max((d.number or 0 for d in log), default=0)


def standing(candidate: Candidate, log: Sequence[Decision], *, listed: bool, withdrawn: bool) -> Candidate:
    """The candidate as it follows from its log, from the list (``listed``) and from arXiv (``withdrawn``)."""
    valid = in_force(log)
    if listed:
        sections = valid[-1].sections if valid else candidate.sections
        return replace(candidate, state=CandidateState.MERGED, sections=sections, until=None)
    if not valid:
        state = CandidateState.WITHDRAWN if withdrawn else CandidateState.SUGGESTED
        return replace(candidate, state=state, sections=(), until=None)
    last = valid[-1]
    return replace(candidate, state=_STATES[last.verdict], sections=last.sections, until=last.until)


def find_section(taxonomy: Taxonomy, name: str) -> str:
    """The slug that ``name`` means: a slug, or a heading in any case.

    Raises:
        UsageError: no section has that name; the message names close ones.
    """
    if taxonomy.get(name):
        return name
    wanted = name.casefold().strip()
    for section in taxonomy.sections:
        if wanted in (section.slug.casefold(), section.heading.casefold()):
            return section.slug
    known = [s.slug for s in taxonomy.sections]
    close = difflib.get_close_matches(wanted, known, n=3, cutoff=0.4) or known[:10]
    raise UsageError(f"no section {clean(name, 100)!r}", f"there are {', '.join(close)}" if close else "the taxonomy is empty")


def clean(text: str, limit: int) -> str:
    """One line without control or direction-changing characters, of at most ``limit`` characters."""
    if text.isprintable() and "  " not in text:  # nearly always, and ten times as quick
        return text.strip()[:limit]
    return re.sub(r"[\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+", " ", text).strip()[:limit]


def checked(
    decision: Decision, candidate: Candidate, paper: Paper, log: Sequence[Decision], taxonomy: Taxonomy, today: date
) -> Decision:
    """The decision as it may go into the log: names tidied, gaps filled with what the candidate suggests.

    Raises:
        UsageError: it does not fit the candidate's state, or a section, a day or a name is wrong.
    """
    who = clean(decision.who, LONGEST_NAME)
    if not who:
        raise UsageError("a decision needs a name", "say who decides")
    if candidate.state is CandidateState.MERGED and decision.where != BY_LIST:
        raise UsageError(f"{candidate.paper_id} is on the list already", "take it out of the list and import the list again")
    bare = replace(decision, who=who, comment=clean(decision.comment, LONGEST_COMMENT), number=None)
    match decision.verdict:
        case Verdict.ACCEPT:
            return _checked_accept(bare, candidate, paper, taxonomy)
        case Verdict.REJECT:
            return replace(bare, sections=(), until=None, undoes=None, reason=decision.reason or Reason.OTHER)
        case Verdict.POSTPONE:
            return replace(bare, sections=(), reason=None, undoes=None, until=_checked_day(decision.until, today))
        case Verdict.UNDO:
            return _checked_undo(bare, candidate, log)


def _checked_accept(decision: Decision, candidate: Candidate, paper: Paper, taxonomy: Taxonomy) -> Decision:
    if paper.withdrawn and decision.where != BY_LIST:
        raise UsageError(f"{paper.id} was withdrawn by its authors", "reject it, or postpone it")
    names = decision.sections or ((candidate.section,) if candidate.section else ())
    if not names:
        raise UsageError(f"no section is suggested for {paper.id}", "name one with --section")
    sections = tuple(dict.fromkeys(find_section(taxonomy, name) for name in names))
    return replace(decision, sections=sections, reason=None, until=None, undoes=None)


def _checked_day(until: date | None, today: date) -> date:
    day = until or today + timedelta(days=POSTPONE_DAYS)
    if not today < day <= today + timedelta(days=LONGEST_POSTPONE_DAYS):
        raise UsageError(f"cannot postpone until {day}", "name a day after today and within two years")
    return day


def _checked_undo(decision: Decision, candidate: Candidate, log: Sequence[Decision]) -> Decision:
    valid = in_force(log)
    if not valid:
        raise UsageError(f"there is no decision on {candidate.paper_id} to undo", "`littrack triage` shows what is pending")
    return replace(decision, sections=(), reason=None, until=None, undoes=valid[-1].number)


def says_the_same(one: Decision, other: Decision) -> bool:
    """Whether two decisions on one paper mean the same, whoever made them, whenever."""
    return (
        one.verdict is other.verdict
        and set(one.sections) == set(other.sections)
        and (one.reason, one.until, one.comment, one.undoes) == (other.reason, other.until, other.comment, other.undoes)
    )


def repeated(decision: Decision, log: Sequence[Decision], seen: int) -> Decision | None:
    """The entry of the log that this decision merely repeats (sent twice, retried after a crash), or None."""
    last = log[-1] if log else None
    if last is None or not says_the_same(decision, last):
        return None
    retried = seen < (last.number or 0) and decision.who == last.who and seen == last_number(log[:-1])
    return last if retried or seen == last.number else None
