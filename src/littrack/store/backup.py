"""Copies of the database by SQLite's online backup: other processes may read and write meanwhile."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable
from pathlib import Path

from littrack.errors import StoreError

PAGES = 2000
_AFTER = "free space on the disk, or name another file; the database itself is untouched"


def copy(source: sqlite3.Connection, target: Path, progress: Callable[[int, int], None] | None = None) -> int:
    """Copy a live database to ``target``, checked and complete or not at all; returns its size in bytes.

    Args:
        source: an open connection; writers are not held up for longer than a step of 2,000 pages.
        target: replaced where it exists.
        progress: is told the pages done and the pages in all.

    Raises:
        StoreError: the copy cannot be written, or does not pass SQLite's check.
    """
    partial = target.with_name(f".{target.name}.partial")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        partial.unlink(missing_ok=True)
        with contextlib.closing(sqlite3.connect(partial)) as copied:
            source.backup(copied, pages=PAGES, progress=_counted(progress))
            copied.execute("pragma journal_mode = delete")
            verdict = copied.execute("pragma integrity_check").fetchone()[0]
        if verdict != "ok":
            raise StoreError(f"the backup {target} is damaged ({verdict})", "run `littrack doctor`; the old backups are kept")
        partial.chmod(0o600)
        partial.replace(target)
        return target.stat().st_size
    except (sqlite3.Error, OSError) as error:
        raise StoreError(f"cannot write the backup {target} ({error})", _AFTER) from error
    finally:
        with contextlib.suppress(OSError):
            partial.unlink()


def put_back(path: Path, target: Path) -> None:
    """Copy the backup ``path`` to ``target``.

    Raises:
        StoreError: the copy cannot be written, or does not pass SQLite's check.
    """
    with contextlib.closing(sqlite3.connect(path)) as source:
        copy(source, target)


def _counted(progress: Callable[[int, int], None] | None) -> Callable[[int, int, int], None] | None:
    return (lambda _, left, total: progress(total - left, total)) if progress else None


def check(path: Path) -> None:
    """Make sure that ``path`` is a whole database of littrack.

    Raises:
        StoreError: it is missing, damaged or something else.
    """
    try:
        with contextlib.closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as found:
            verdict = found.execute("pragma integrity_check").fetchone()[0]
            tables = {row[0] for row in found.execute("select name from sqlite_master where type = 'table'")}
    except sqlite3.Error as error:
        raise StoreError(f"{path} cannot be read ({error})", "name a file made by `littrack backup`") from error
    if verdict != "ok" or not {"papers", "decisions", "digests"} <= tables:
        raise StoreError(f"{path} is no whole littrack database", "name a file made by `littrack backup`")


def newest(folder: Path, pattern: str) -> list[Path]:
    """The backups in a folder whose name fits, the newest first; their names sort as they follow."""
    return sorted(folder.glob(pattern), reverse=True)


def prune(folder: Path, pattern: str, keep: int) -> list[Path]:
    """Remove all but the newest ``keep`` of the backups whose name fits; returns those removed."""
    old = newest(folder, pattern)[keep:]
    for path in old:
        path.unlink(missing_ok=True)
    return old
