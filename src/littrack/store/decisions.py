"""The decisions' shelf: an append-only log, from which the state of every candidate follows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from sqlite_utils import Database

from littrack.errors import ConflictError
from littrack.records import Candidate, Decision, Reason, Verdict
from littrack.store.codec import day, dump, load, maybe, moment, to_day, to_moment


class Decisions:
    """The log. Nothing in it is ever changed or removed."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def append(self, decision: Decision, candidate: Candidate, seen: int) -> int:
        """Append a decision and store the candidate as it stands after it; returns the decision's number.

        Args:
            decision: what was decided; its number is given here.
            candidate: the candidate as it follows from the log with this decision.
            seen: the number of the paper's last decision that the maintainer knew of; 0 for none.

        Raises:
            ConflictError: the paper has a later decision; nothing was written.
        """
        with self._durably():
            # The write comes first, so that the lock is held before the log is read.
            cursor = self._db.execute(
                "insert into decisions (paper_id, verdict, at, who, origin, sections, reason, comment, until, undoes) "
                "select ?, ?, ?, ?, ?, ?, ?, ?, ?, ? "
                "where coalesce((select max(number) from decisions where paper_id = ?), 0) = ?",
                [*_row(decision), decision.paper_id, seen],
            )
            if cursor.rowcount != 1:
                raise ConflictError(f"{decision.paper_id} was decided on in the meantime", "look at it again, then decide")
            self._write(candidate, decision.at.date())
            return int(cursor.lastrowid or 0)

    def of(self, paper_id: str) -> list[Decision]:
        """The log of one paper, the oldest first."""
        return [
            _decision(row) for row in self._db.query("select * from decisions where paper_id = ? order by number", [paper_id])
        ]

    def all(self) -> list[Decision]:
        """The whole log, the oldest first."""
        return [_decision(row) for row in self._db.query("select * from decisions order by number")]

    def last_number(self) -> int:
        """The number of the newest entry of the log; 0 where it is empty."""
        return int(self._db.execute("select coalesce(max(number), 0) from decisions").fetchone()[0])

    def count_between(self, start: datetime | None, end: datetime) -> int:
        """How many decisions were made after ``start`` (None: ever) until ``end``; those by the list itself count as well."""
        sql = "select count(*) from decisions where at > ? and at <= ?"
        return int(self._db.execute(sql, [moment(start) or "", moment(end)]).fetchone()[0])

    def recent(self, limit: int, before: int | None = None) -> list[Decision]:
        """The newest entries, the newest first; with ``before``, only those with a smaller number."""
        sql = "select * from decisions where number < ? order by number desc limit ?"
        return [_decision(row) for row in self._db.query(sql, [before or 2**62, limit])]

    def _write(self, candidate: Candidate, proposed: date) -> None:
        """Store the candidate's standing; a paper that no digest has proposed becomes a candidate by it."""
        self._db.execute(
            "insert into candidates (paper_id, issue, proposed, state, relevance, section, sections, until) "
            "values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (paper_id) do update set "
            "state = excluded.state, sections = excluded.sections, until = excluded.until",
            [
                candidate.paper_id,
                candidate.issue or None,
                day(proposed),
                candidate.state.value,
                candidate.relevance,
                candidate.section,
                dump(candidate.sections),
                day(candidate.until),
            ],
        )

    @contextmanager
    def _durably(self) -> Iterator[None]:
        """A transaction that is on the disk when it ends, even if the power fails then."""
        inside = self._db.conn.in_transaction
        if not inside:
            self._db.execute("pragma synchronous = full")
        try:
            with self._db.atomic():
                yield
        finally:
            if not inside:
                self._db.execute("pragma synchronous = normal")


def _row(decision: Decision) -> list[Any]:
    return [
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
    ]


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
