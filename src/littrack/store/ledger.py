"""The ledger's shelf: what was expected of arXiv and what came, by source, category and day; and the windows asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlite_utils import Database

from littrack.records import DayState, LedgerEntry
from littrack.store.codec import day, dump, load, moment, to_day, to_moment

_EASTERN = ZoneInfo("America/New_York")


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

    def last_good(self) -> datetime | None:
        """When a day was last read to its end, or None."""
        sql = "select max(at) from ledger where state in ('complete', 'quiet', 'caught-up')"
        return to_moment(self._db.execute(sql).fetchone()[0])

    def first_days(self) -> dict[str, date]:
        """The earliest day that there is an entry of, by category."""
        rows = self._db.execute("select category, min(day) from ledger group by category")
        return {category: date.fromisoformat(text) for category, text in rows}

    def record_window(
        self, source: str, subject: str, start: datetime, end: datetime, counts: tuple[int, int], now: datetime
    ) -> None:
        """Note that ``subject`` from ``start`` to ``end`` has been fetched and stored; ``counts`` are received and new.

        Fetched again, a window keeps the sum of what was new in it.
        """
        self._db.execute(
            "insert into windows (source, subject, start, end, received, new, at) values (?, ?, ?, ?, ?, ?, ?) "
            "on conflict do update set received = excluded.received, new = new + excluded.new, at = excluded.at",
            [source, subject, moment(start), moment(end), *counts, moment(now)],
        )

    def windows(self, source: str, subject: str) -> list[tuple[datetime, datetime, datetime]]:
        """Start, end and moment of every window of ``subject`` that was fetched and stored completely, by start."""
        rows = self._db.execute(
            "select start, end, at from windows where source = ? and subject = ? order by start, end", [source, subject]
        )
        return [(_sure(start), _sure(end), _sure(at)) for start, end, at in rows]

    def asked_until(self) -> dict[tuple[str, str], datetime]:
        """By source and subject, up to which moment everything has been asked for and stored."""
        rows = self._db.execute("select source, subject, max(min(end, at)) from windows group by source, subject")
        return {(source, subject): _sure(text) for source, subject, text in rows}

    def begin_run(self, now: datetime) -> int:
        """Note that a run begins; an earlier one that never ended was killed, and is noted as that. Returns its number."""
        with self._db.atomic():
            for number, started in list(self._db.execute("select number, started from fetch_runs where finished is null")):
                self._db.execute("update fetch_runs set finished = ?, state = 'killed' where number = ?", [moment(now), number])
                self.note_fault(number, _sure(started), "run", "killed", "littrack was killed while it was fetching")
            cursor = self._db.execute("insert into fetch_runs (started, state) values (?, 'running')", [moment(now)])
            return int(cursor.lastrowid or 0)

    def end_run(self, number: int, now: datetime, state: str, note: str = "") -> None:
        """Note that a run has ended, and how."""
        with self._db.atomic():
            self._db.execute(
                "update fetch_runs set finished = ?, state = ?, note = ? where number = ?", [moment(now), state, note, number]
            )

    def unfinished(self) -> datetime | None:
        """When the run began that has not ended; None where each has."""
        return to_moment(self._db.execute("select max(started) from fetch_runs where finished is null").fetchone()[0])

    def note_fault(self, run: int, at: datetime, source: str, fault: str, note: str) -> None:
        """Note a fault of arXiv that a run met; its day is the Eastern day of ``at``."""
        with self._db.atomic():
            self._db.execute(
                "insert into fetch_faults (run, at, day, source, fault, note) values (?, ?, ?, ?, ?, ?)",
                [run, moment(at), day(at.astimezone(_EASTERN).date()), source, fault, note[:500]],
            )

    def faults(self, start: date, end: date) -> list[tuple[date, str, str, str]]:
        """Day, source, fault and note of every fault met from ``start`` to ``end``, both included, as they came."""
        rows = self._db.execute(
            "select day, source, fault, note from fetch_faults where day between ? and ? order by number",
            [day(start), day(end)],
        )
        return [(date.fromisoformat(d), source, fault, note) for d, source, fault, note in rows]

    def has(self, entry: LedgerEntry) -> bool:
        """Whether this entry is there: made at any moment, and with no fewer new papers (a second look finds none)."""
        rows = self._db.query(
            "select * from ledger where source = ? and category = ? and day = ?", [entry.source, entry.category, day(entry.day)]
        )
        return any(replace(e, at=entry.at, new=entry.new) == entry and e.new >= entry.new for e in map(_entry, rows))

    def keep_batch(self, category: str, of: date, ids: Iterable[str], announced: Iterable[str], now: datetime) -> None:
        """Keep the ids of a feed's batch, and which of them it announced as new or cross-listed; a month of them is kept."""
        content = dump({"all": sorted(ids), "announced": sorted(announced)})
        with self._db.atomic():
            old = self._db.execute(
                "select ids from feed_batches where category = ? and day = ?", [category, day(of)]
            ).fetchone()
            if not old or old[0] != content:
                self._db.table("feed_batches").upsert(
                    {"category": category, "day": day(of), "ids": content, "at": moment(now)}, pk=("category", "day")
                )
            self._db.execute(
                "delete from feed_batches where category = ? and day < ?", [category, day(of - timedelta(days=31))]
            )

    def last_batch(self, category: str) -> tuple[date, frozenset[str]] | None:
        """Day and ids of the newest batch of a category that was not empty, or None."""
        row = self._db.execute(
            "select day, ids from feed_batches where category = ? and ids not like '%\"all\":[]%' order by day desc limit 1",
            [category],
        ).fetchone()
        return (date.fromisoformat(row[0]), frozenset(load(row[1])["all"])) if row else None

    def expected(self, category: str, start: date, end: date) -> dict[date, frozenset[str]]:
        """By day, the ids that a category's feed announced as new or cross-listed."""
        rows = self._db.execute(
            "select day, ids from feed_batches where category = ? and day between ? and ?", [category, day(start), day(end)]
        )
        return {date.fromisoformat(d): frozenset(load(ids)["announced"]) for d, ids in rows}


def _sure(text: str) -> datetime:
    value = to_moment(text)
    assert value is not None
    return value


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
