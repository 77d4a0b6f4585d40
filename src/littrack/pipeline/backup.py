"""Back up and restore a workspace's database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from littrack.config import Workspace
from littrack.pipeline.jobs import hold
from littrack.store import Store, backup

PATTERN = "littrack-*.db"


@dataclass(frozen=True, slots=True)
class BackupReport:
    """The backup made, its size in bytes, and the older ones removed."""

    path: Path
    size: int
    removed: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class RestoreReport:
    """The backup that was put back, and where the database before it is kept (None where there was none)."""

    path: Path
    before: Path | None


def folder(workspace: Workspace) -> Path:
    """Where backups lie."""
    return workspace.database.parent / "backups"


def make(
    workspace: Workspace,
    store: Store,
    now: datetime,
    to: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> BackupReport:
    """Copy the database while it is in use, to ``to`` or under its moment into ``db/backups``, where the newest few are kept.

    Raises:
        StoreError: the copy cannot be written or does not pass SQLite's check.
    """
    path = to or folder(workspace) / f"littrack-{now:%Y%m%dT%H%M%SZ}.db"
    size = store.backup(path, progress)
    removed = () if to else tuple(backup.prune(folder(workspace), PATTERN, workspace.settings.keep.backups))
    return BackupReport(path, size, removed)


def restore(workspace: Workspace, path: Path, now: datetime) -> RestoreReport:
    """Put a backup back in the place of the database, whose present state is backed up first.

    Raises:
        StoreError: the backup is damaged or no littrack database; nothing was changed.
        BusyError: a job runs.
    """
    backup.check(path)
    with hold(workspace.database):
        before = folder(workspace) / f"replaced-{now:%Y%m%dT%H%M%SZ}.db" if workspace.database.exists() else None
        if before:
            _set_aside(workspace.database, before)
        backup.put_back(path, workspace.database)
        backup.prune(folder(workspace), "replaced-*.db", workspace.settings.keep.backups)
    Store(workspace.database).close()
    return RestoreReport(path, before)


def _set_aside(database: Path, target: Path) -> None:
    """Move the database and its write-ahead log away, unread: it may be the damaged one that is to be replaced."""
    target.parent.mkdir(parents=True, exist_ok=True)
    for ending in ("", "-wal", "-shm"):
        part = database.with_name(database.name + ending)
        if part.exists():
            part.replace(target.with_name(target.name + ending))
