"""The ledger's shelf: what was expected of arXiv and what came, by source, category and day; and the windows asked for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlite_utils import Database

from littrack.records import DayState, LedgerEntry
from littrack.store.codec import day, moment, to_day, to_moment


class Ledger:
    """The account of every announcement day."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def record(self, entries: Iterable[LedgerEntry]) -> None:
        """Write entries, replacing those of the same source, category and day, in one transaction."""
        with self._db.atomic():
            self._db.table("ledger").upsert_all((_row(e) for e in entries), pk=("source", "category", "day"))

    def between(self, start: date, end: date) -> list[LedgerEntry]:
        """The entries of these days, both included, by day, source and category."""
        sql = "select * from ledger where day between ? and ? order by day, source, category"
        return [_entry(row) for row in self._db.query(sql, [day(start), day(end)])]

    def record_window(
        self, source: str, subject: str, start: datetime, end: datetime, counts: tuple[int, int], now: datetime
    ) -> None:
        """Note that ``subject`` from ``start`` to ``end`` has been fetched and stored; ``counts`` are received and new."""
        self._db.table("windows").upsert(
            {
                "source": source,
                "subject": subject,
                "start": moment(start),
                "end": moment(end),
                "received": counts[0],
                "new": counts[1],
                "at": moment(now),
            },
            pk=("source", "subject", "start", "end"),
        )

    def last_window_end(self, source: str, subject: str) -> datetime | None:
        """The end of the newest window that was fetched completely, or None."""
        row = self._db.execute("select max(end) from windows where source = ? and subject = ?", [source, subject]).fetchone()
        return to_moment(row[0])


def _row(e: LedgerEntry) -> dict[str, Any]:
    return {
        "source": e.source,
        "category": e.category,
        "day": day(e.day),
        "state": e.state.value,
        "expected": e.expected,
        "received": e.received,
        "new": e.new,
        "note": e.note,
        "at": moment(e.at),
    }


def _entry(row: dict[str, Any]) -> LedgerEntry:
    at = to_day(row["day"])
    assert at is not None
    return LedgerEntry(
        source=row["source"],
        category=row["category"],
        day=at,
        state=DayState(row["state"]),
        expected=row["expected"],
        received=row["received"],
        new=row["new"],
        note=row["note"],
        at=to_moment(row["at"]),
    )
