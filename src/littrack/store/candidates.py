"""The candidates' shelf. Candidates come from issues (see ``digests``) and change with decisions (see ``decisions``)."""

from __future__ import annotations

from typing import Any

from sqlite_utils import Database

from littrack.records import Candidate, CandidateState
from littrack.store.codec import load, to_day


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
