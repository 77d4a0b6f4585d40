"""The store: opens the database, brings it up to date and hands out the shelves, one for each kind of thing kept."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType

from sqlite_utils import Database

from littrack.errors import StoreError
from littrack.store import backup
from littrack.store.candidates import Candidates
from littrack.store.codec import to_moment
from littrack.store.decisions import Decisions
from littrack.store.digests import Digests
from littrack.store.enrichment import Enrichment
from littrack.store.ledger import Ledger
from littrack.store.migrations import migrations
from littrack.store.models import Models
from littrack.store.outbox import Outbox
from littrack.store.papers import Papers
from littrack.store.predictions import Predictions
from littrack.store.references import References
from littrack.store.runs import Runs
from littrack.store.search import Search

BUSY_SECONDS = 30.0
UPGRADES_KEPT = 3
FULL_BYTES = 1_000_000  # with less room SQLite calls a full disk an input/output error


class Store:
    """One workspace's database. Use as a context manager; every method of a shelf that writes is one transaction.

    Raises:
        StoreError: the file cannot be opened, is no database, or was written by a newer littrack.
    """

    def __init__(self, path: Path | None) -> None:
        """Open ``path``, creating and migrating it where needed; None is a database in memory."""
        name = str(path) if path else ":memory:"
        self._path = path
        try:
            if path:
                path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(name, timeout=BUSY_SECONDS, check_same_thread=False)
            self.db = Database(connection)
            if path:
                self.db.enable_wal()
            self.db.execute("pragma synchronous = normal")
            self.db.execute("pragma foreign_keys = on")
            self._migrate(name, path)
        except (sqlite3.Error, OSError) as error:
            raise _told(f"cannot open the database {name}", error, path) from error

    def _migrate(self, name: str, path: Path | None) -> None:
        known = {m.name for m in migrations._migrations}
        newer = [m.name for m in migrations.applied(self.db) if m.name not in known]
        if newer:
            raise StoreError(f"{name} was written by a newer littrack ({newer[-1]})", "upgrade littrack, or restore a backup")
        pending = migrations.pending(self.db)
        if pending and path and migrations.applied(self.db):
            self.backup(path.parent / "backups" / f"before-{pending[0].name}.db")
            backup.prune(path.parent / "backups", "before-m*.db", UPGRADES_KEPT)
        if pending:
            migrations.apply(self.db)

    def backup(self, target: Path, progress: Callable[[int, int], None] | None = None) -> int:
        """Copy the database to ``target`` while it is in use; returns the size in bytes. See :func:`backup.copy`."""
        return backup.copy(self.db.conn, target, progress)

    def damage(self) -> str | None:
        """What SQLite's quick check finds wrong, or None."""
        found = str(self.db.execute("pragma quick_check(1)").fetchone()[0])
        return None if found == "ok" else found

    def sizes(self) -> dict[str, int]:
        """The bytes that each table and index takes."""
        rows = self.db.execute("select name, sum(pgsize) from dbstat group by name").fetchall()
        return {str(name): int(size) for name, size in rows}

    def fold(self) -> None:
        """Fold the write-ahead log into the database and let SQLite bring its statistics up to date."""
        self.db.execute("pragma optimize")
        self.db.execute("pragma wal_checkpoint(truncate)").fetchall()

    def newest_moment(self) -> datetime | None:
        """The newest moment at which anything was written, by the clock of then; or None."""
        tables = (
            "select max(changed) m from papers union all select max(started) from runs union all select max(at) from decisions"
        )
        return to_moment(self.db.execute(f"select max(m) from ({tables})").fetchone()[0])

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything inside happens, or nothing of it. May be nested."""
        with self.db.atomic():
            yield

    def close(self) -> None:
        """Close the connection."""
        self.db.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self.close()
        if isinstance(value, sqlite3.Error):
            raise _told(f"the database {self._path or ':memory:'} failed", value, self._path) from value

    @cached_property
    def papers(self) -> Papers:
        """ArXiv records."""
        return Papers(self.db)

    @cached_property
    def references(self) -> References:
        """The survey's own references."""
        return References(self.db)

    @cached_property
    def enrichment(self) -> Enrichment:
        """What arXiv said of references."""
        return Enrichment(self.db)

    @cached_property
    def predictions(self) -> Predictions:
        """What models think of papers."""
        return Predictions(self.db)

    @cached_property
    def candidates(self) -> Candidates:
        """Papers put before a maintainer."""
        return Candidates(self.db)

    @cached_property
    def digests(self) -> Digests:
        """Dated issues."""
        return Digests(self.db)

    @cached_property
    def decisions(self) -> Decisions:
        """The append-only log."""
        return Decisions(self.db)

    @cached_property
    def search(self) -> Search:
        """Full-text search over papers."""
        return Search(self.db)

    @cached_property
    def ledger(self) -> Ledger:
        """What was expected of arXiv and what came."""
        return Ledger(self.db)

    @cached_property
    def outbox(self) -> Outbox:
        """Messages that are to go out or have gone out."""
        return Outbox(self.db)

    @cached_property
    def models(self) -> Models:
        """Trained models and which of them is champion."""
        return Models(self.db)

    @cached_property
    def runs(self) -> Runs:
        """Which jobs were done when, and how each ended."""
        return Runs(self.db)


def _told(what: str, error: Exception, path: Path | None) -> StoreError:
    """What SQLite or the system refused, with what to do about it."""
    words = str(error)
    folder = path.parent if path and path.parent.is_dir() else None
    if "full" in words or (folder and shutil.disk_usage(folder).free < FULL_BYTES):
        return StoreError(
            f"{what}: the disk is full ({words})", "free some, then run it again: nothing that was stored is lost"
        )
    if "locked" in words:
        return StoreError(f"{what} ({words})", "another process writes to it; run it again when that has ended")
    if "malformed" in words or "not a database" in words:
        return StoreError(f"{what} ({words})", "put the newest backup back: `littrack backup --restore FILE`")
    return StoreError(f"{what} ({words})", "check the path and its permissions")
