"""The decisions' shelf: an append-only log, from which the state of every candidate follows."""

from __future__ import annotations

from typing import Any

from sqlite_utils import Database

from littrack.records import CandidateState, Decision, Reason, Verdict
from littrack.store.codec import day, dump, load, maybe, moment, to_day, to_moment


class Decisions:
    """The log. Nothing in it is ever changed or removed."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def append(self, decision: Decision, state: CandidateState) -> int:
        """Append a decision and set the candidate to the ``state`` that follows from the log; returns its number."""
        with self._db.atomic():
            cursor = self._db.execute(
                "insert into decisions (paper_id, verdict, at, who, origin, sections, reason, comment, until, undoes) "
                "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    decision.paper_id,
                    decision.verdict.value,
                    moment(decision.at),
                    decision.who,
                    decision.where,
                    dump(decision.sections),
                    decision.reason.value if decision.reason else None,
                    decision.comment,
                    day(decision.until),
                    decision.undoes,
                ],
            )
            self._db.execute(
                "update candidates set state = ?, sections = ?, until = ? where paper_id = ?",
                [state.value, dump(decision.sections), day(decision.until), decision.paper_id],
            )
            return int(cursor.lastrowid or 0)

    def of(self, paper_id: str) -> list[Decision]:
        """The log of one paper, the oldest first."""
        return [
            _decision(row) for row in self._db.query("select * from decisions where paper_id = ? order by number", [paper_id])
        ]

    def all(self) -> list[Decision]:
        """The whole log, the oldest first."""
        return [_decision(row) for row in self._db.query("select * from decisions order by number")]


def _decision(row: dict[str, Any]) -> Decision:
    at = to_moment(row["at"])
    assert at is not None
    return Decision(
        number=row["number"],
        paper_id=row["paper_id"],
        verdict=Verdict(row["verdict"]),
        at=at,
        who=row["who"],
        where=row["origin"],
        sections=tuple(load(row["sections"])),
        reason=maybe(Reason, row["reason"]),
        comment=row["comment"],
        until=to_day(row["until"]),
        undoes=row["undoes"],
    )
