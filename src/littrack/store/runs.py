"""The runs' shelf: which jobs were done when, and how each ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from littrack.records import RunState
from littrack.store.codec import moment, to_moment

KEPT = 1000
KILLED = "killed before its end"


@dataclass(frozen=True, slots=True)
class Run:
    """One job. ``seconds`` is None while it runs, and stays None where it was killed."""

    number: int
    kind: str
    started: datetime
    state: RunState
    seconds: float | None = None
    note: str = ""


class Runs:
    """The account of jobs. The newest thousand are kept."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def start(self, kind: str, now: datetime) -> int:
        """Note that a job begins; returns its number. The caller holds the workspace, so a job still open has died."""
        with self._db.atomic():
            self._db.execute("update runs set state = 'failed', note = ? where state = 'running'", [KILLED])
            cursor = self._db.execute(
                "insert into runs (kind, started, state, note) values (?, ?, 'running', '')", [kind, moment(now)]
            )
            self._db.execute("delete from runs where number <= ?", [int(cursor.lastrowid or 0) - KEPT])
            return int(cursor.lastrowid or 0)

    def end(self, number: int, state: RunState, seconds: float, note: str = "") -> None:
        """Note how a job ended."""
        with self._db.atomic():
            self._db.execute(
                "update runs set state = ?, seconds = ?, note = ? where number = ?",
                [state.value, round(seconds, 1), note[:500], number],
            )

    def last(self, limit: int = 10) -> list[Run]:
        """The newest jobs, the newest first."""
        return [_run(row) for row in self._db.query("select * from runs order by number desc limit ?", [limit])]

    def last_ended(self, kinds: Sequence[str], states: Sequence[RunState]) -> Run | None:
        """The newest job of one of these kinds that ended in one of these states, or None."""
        sql = (
            f"select * from runs where kind in ({','.join('?' * len(kinds))}) and state in ({','.join('?' * len(states))}) "
            "order by started desc, number desc limit 1"
        )
        rows = list(self._db.query(sql, [*kinds, *states]))
        return _run(rows[0]) if rows else None

    def first(self) -> Run | None:
        """The oldest job that is still known, or None."""
        rows = list(self._db.query("select * from runs order by number limit 1"))
        return _run(rows[0]) if rows else None


def _run(row: dict[str, Any]) -> Run:
    started = to_moment(row["started"])
    assert started is not None
    return Run(
        row["number"],
        row["kind"],
        started,
        RunState(row["state"]),
        row["seconds"],
        row["note"],
    )
