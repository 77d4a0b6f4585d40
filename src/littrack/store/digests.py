"""The digests' shelf: every issue with all that is needed to render it again."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from pydantic import TypeAdapter
from sqlite_utils import Database

from littrack.records import Issue, IssueHeader
from littrack.store.codec import day, dump, moment, to_moment

_ISSUE = TypeAdapter(Issue)


class Digests:
    """Dated issues, one an ISO week. An issue may grow until it is closed."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def save(self, issue: Issue) -> None:
        """Store an issue or the grown form of an open one, with its candidates, in one transaction.

        A candidate that is there already keeps its state and its first issue.
        """
        with self._db.atomic():
            old = list(self._db.query("select created, closed from digests where issue = ?", [issue.number]))
            row: dict[str, Any] = {
                "issue": issue.number,
                "week": issue.week,
                "period_start": day(issue.period_start),
                "period_end": day(issue.period_end),
                "created": old[0]["created"] if old else moment(issue.created),
                "changed": moment(issue.created),
                "closed": old[0]["closed"] if old else None,
                "content": dump(_ISSUE.dump_python(issue, mode="json")),
            }
            self._db.table("digests").upsert(row, pk="issue")
            self._db.table("candidates").insert_all(
                (
                    {
                        "paper_id": item.paper.id,
                        "issue": issue.number,
                        "proposed": day(issue.created.date()),
                        "state": "suggested",
                        "relevance": item.prediction.relevance,
                        "section": item.prediction.sections[0].slug if item.prediction.sections else None,
                    }
                    for item in issue.items
                ),
                ignore=True,
            )
            again = [(item.paper.id, item.note) for item in issue.items if item.note]
            self._db.table("listings").insert_all(
                ({"paper_id": paper_id, "why": why, "issue": issue.number} for paper_id, why in again), ignore=True
            )

    def get(self, number: int) -> Issue | None:
        """The issue of that number, or None."""
        return self._one("issue = ?", number)

    def of_week(self, week: str) -> Issue | None:
        """The issue of that ISO week (``2026-W05``), or None."""
        return self._one("week = ?", week)

    def last(self) -> Issue | None:
        """The newest issue, or None."""
        return self._one("issue = (select max(issue) from digests)")

    def newest(self, count: int) -> list[Issue]:
        """The newest issues, the newest first."""
        rows = self._db.query("select content from digests order by issue desc limit ?", [count])
        return [_ISSUE.validate_json(row["content"]) for row in rows]

    def headers(self) -> list[IssueHeader]:
        """What an archive tells of every issue, the oldest first."""
        rows = self._db.query(
            "select issue, week, period_start, period_end, json_array_length(content, '$.items') as candidates, "
            "json_extract(content, '$.coverage.read') as read, json_array_length(content, '$.coverage.failed') as failed "
            "from digests order by issue"
        )
        return [
            IssueHeader(
                number=row["issue"],
                week=row["week"],
                period_start=date.fromisoformat(row["period_start"]),
                period_end=date.fromisoformat(row["period_end"]),
                candidates=row["candidates"],
                read=row["read"],
                incomplete=bool(row["failed"]),
            )
            for row in rows
        ]

    def numbers(self) -> list[int]:
        """The numbers of all issues, ascending."""
        return [row[0] for row in self._db.execute("select issue from digests order by issue")]

    def weeks(self) -> list[tuple[int, str]]:
        """Number and ISO week of every issue, the newest first."""
        return [(n, week) for n, week in self._db.execute("select issue, week from digests order by issue desc")]

    def last_day(self) -> date | None:
        """The last day that any issue covers, or None."""
        text = self._db.execute("select max(period_end) from digests").fetchone()[0]
        return date.fromisoformat(text) if text else None

    def is_closed(self, number: int) -> bool:
        """Whether the issue has gone out and must not grow any more."""
        row = self._db.execute("select closed from digests where issue = ?", [number]).fetchone()
        return bool(row and row[0])

    def before(self, today: date, other_than: int | None = None) -> Issue | None:
        """The newest issue whose period ended by ``today``, other than the one named; None where there is none.

        An issue that a wrong clock dated into the future is so passed over.
        """
        return self._one(
            "issue = (select max(issue) from digests where period_end <= ? and issue != ?)", day(today), other_than or 0
        )

    def changed(self, number: int) -> datetime | None:
        """When the issue got its present content."""
        row = self._db.execute("select changed from digests where issue = ?", [number]).fetchone()
        return to_moment(row[0]) if row else None

    def close(self, number: int, now: datetime) -> None:
        """Let the issue grow no more: it goes out."""
        with self._db.atomic():
            self._db.execute("update digests set closed = ? where issue = ? and closed is null", [moment(now), number])

    def unsent(self) -> list[int]:
        """The issues that are to go out: those after the last that did; where none ever did, only the newest."""
        sql = (
            "select issue from digests where closed is null and issue > coalesce("
            "(select max(issue) from digests where closed is not null), (select max(issue) - 1 from digests)) order by issue"
        )
        return [row[0] for row in self._db.execute(sql)]

    def _one(self, where: str, *args: object) -> Issue | None:
        rows = list(self._db.query(f"select content from digests where {where}", list(args)))
        return _ISSUE.validate_json(rows[0]["content"]) if rows else None
