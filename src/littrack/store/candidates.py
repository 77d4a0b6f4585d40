"""The candidates' shelf. Candidates come from issues (see ``digests``) and change with decisions (see ``decisions``)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlite_utils import Database

from littrack.records import Candidate, CandidateState
from littrack.store.codec import day, dump, load, to_day
from littrack.store.search import fts_query

# This index has just these, in order; left to itself SQLite would take the one by state and sort.
_PENDING = "candidates indexed by candidates_pending"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which pending candidates: of a section or below it, of an issue, at least so probable, with these words."""

    today: date
    section: str = ""
    issue: int | None = None
    at_least: float = 0.0
    words: str = ""


class Candidates:
    """Papers put before a maintainer."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def get(self, paper_id: str) -> Candidate | None:
        """The candidate of that paper, or None."""
        rows = list(self._db.query("select * from candidates where paper_id = ?", [paper_id]))
        return _candidate(rows[0]) if rows else None

    def in_state(self, *states: CandidateState) -> list[Candidate]:
        """The candidates in any of these states, the most probable first."""
        marks = ",".join("?" * len(states))
        sql = f"select * from candidates where state in ({marks}) order by relevance desc, paper_id"
        return [_candidate(row) for row in self._db.query(sql, [s.value for s in states])]

    def pending(self, wanted: Wanted, limit: int = 50, offset: int = 0) -> list[Candidate]:
        """A page of what waits for a decision, the most probable first."""
        where, args = _where(wanted)
        sql = f"select * from {_PENDING} where {where} order by relevance desc, paper_id limit ? offset ?"
        return [_candidate(row) for row in self._db.query(sql, [*args, limit, offset])]

    def count_pending(self, wanted: Wanted) -> int:
        """How many wait for a decision."""
        where, args = _where(wanted)
        return int(self._db.execute(f"select count(*) from {_PENDING} where {where}", args).fetchone()[0])

    def after(self, here: Candidate, wanted: Wanted, *, backwards: bool = False) -> str | None:
        """The id of the pending candidate that follows ``here`` in the order of :meth:`pending`, or precedes it."""
        where, args = _where(wanted)
        side = (
            "relevance >= ? and (relevance > ? or paper_id < ?) order by relevance, paper_id desc"
            if backwards
            else "relevance <= ? and (relevance < ? or paper_id > ?) order by relevance desc, paper_id"
        )
        sql = f"select paper_id from {_PENDING} where {where} and {side} limit 1"
        row = self._db.execute(sql, [*args, here.relevance, here.relevance, here.paper_id]).fetchone()
        return str(row[0]) if row else None

    def place(self, here: Candidate, wanted: Wanted) -> tuple[int, int] | None:
        """Which of how many pending candidates this is, from 1, in the order of :meth:`pending`; None where it is none."""
        where, args = _where(wanted)
        before = "sum(relevance > ? or (relevance = ? and paper_id < ?))"
        sql = f"select {before}, sum(paper_id = ?), count(*) from {_PENDING} where {where}"
        mine = [here.relevance, here.relevance, here.paper_id, here.paper_id]
        earlier, there, total = self._db.execute(sql, [*mine, *args]).fetchone()
        return (earlier + 1, total) if there else None

    def counts(self, issue: int | None = None) -> dict[CandidateState, int]:
        """How many candidates are in each state, of all or of one issue."""
        where = "" if issue is None else "where issue = ?"
        sql = f"select state, count(*) from candidates {where} group by state"
        return {CandidateState(state): n for state, n in self._db.execute(sql, [] if issue is None else [issue])}

    def proposed_sections(self) -> list[tuple[date, str]]:
        """The day on which each candidate was proposed, and its most probable section."""
        sql = "select proposed, section from candidates where section is not null order by proposed"
        return [(date.fromisoformat(proposed), section) for proposed, section in self._db.execute(sql)]

    def counts_by_issue(self) -> dict[int, dict[CandidateState, int]]:
        """How many candidates of each issue are in each state."""
        found: dict[int, dict[CandidateState, int]] = {}
        sql = "select issue, state, count(*) from candidates where issue is not null group by issue, state"
        for issue, state, n in self._db.execute(sql):
            found.setdefault(issue, {})[CandidateState(state)] = n
        return found

    def many(self, paper_ids: Sequence[str]) -> dict[str, Candidate]:
        """Those of the papers that are candidates, by id."""
        sql = "select * from candidates where paper_id in (select value from json_each(?))"
        return {row["paper_id"]: _candidate(row) for row in self._db.query(sql, [dump(list(paper_ids))])}

    def changed(self, today: date) -> list[tuple[Candidate, str]]:
        """The candidates that are to be listed a second time, each with the reason, which was not given before.

        A postponed one whose day has come, and one that was withdrawn after it was proposed.
        """
        sql = (
            "select c.*, case when p.withdrawn then 'withdrawn by its authors since it was proposed' "
            "else 'postponed until ' || c.until end as why from candidates c join papers p on p.id = c.paper_id "
            "where ((c.state = 'postponed' and c.until <= ?1 and not p.withdrawn) "
            "or (p.withdrawn and c.state in ('suggested', 'postponed', 'accepted')))"
        )
        rows = self._db.query(
            f"select * from ({sql}) c where not exists "
            "(select 1 from listings l where l.paper_id = c.paper_id and l.why = c.why) order by relevance desc, paper_id",
            [day(today)],
        )
        return [(_candidate(row), row["why"]) for row in rows]

    def proposed_between(self, start: date, end: date) -> int:
        """How many were first proposed on these days, both included."""
        sql = "select count(*) from candidates where proposed between ? and ? and issue is not null"
        return int(self._db.execute(sql, [day(start), day(end)]).fetchone()[0])

    def volume(self) -> list[tuple[int, str, int, int]]:
        """For each issue and section: the issue, the section's slug or nothing, how many were proposed and accepted."""
        sql = (
            "select issue, coalesce(section, ''), count(*), sum(state in ('accepted', 'merged')) from candidates "
            "where issue is not null group by issue, section order by issue, section"
        )
        return [(row[0], row[1], row[2], row[3]) for row in self._db.execute(sql)]

    def set_state(self, candidate: Candidate) -> None:
        """Store the standing of a candidate that changed without a decision (found on the list, withdrawn)."""
        self._db.execute(
            "update candidates set state = ?, sections = ?, until = ? where paper_id = ?",
            [candidate.state.value, dump(candidate.sections), day(candidate.until), candidate.paper_id],
        )


def _where(wanted: Wanted) -> tuple[str, list[Any]]:
    parts = ["state in ('suggested', 'postponed')", "(state = 'suggested' or until <= ?)"]
    args: list[Any] = [day(wanted.today)]
    if wanted.section:
        parts.append("(section = ? or substr(section, 1, ?) = ?)")
        args += [wanted.section, len(wanted.section) + 1, wanted.section + "/"]
    if wanted.issue is not None:
        parts.append("issue = ?")
        args.append(wanted.issue)
    if wanted.at_least > 0:
        parts.append("relevance >= ?")
        args.append(wanted.at_least)
    if match := fts_query(wanted.words):
        parts.append(
            "exists (select 1 from search_docs d where d.paper_id = candidates.paper_id "
            "and d.docid in (select rowid from papers_fts where papers_fts match ?))"
        )
        args.append(match)
    return " and ".join(parts), args


def _candidate(row: dict[str, Any]) -> Candidate:
    return Candidate(
        paper_id=row["paper_id"],
        issue=row["issue"] or 0,
        state=CandidateState(row["state"]),
        relevance=row["relevance"],
        section=row["section"],
        sections=tuple(load(row["sections"])),
        until=to_day(row["until"]),
    )
