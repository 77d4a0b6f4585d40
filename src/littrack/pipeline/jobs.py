"""One job at a time in a workspace, and an account of how each ended."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from filelock import BaseFileLock, FileLock, Timeout

from littrack.config import Workspace
from littrack.errors import BusyError
from littrack.pipeline import logs
from littrack.records import RunState
from littrack.store import Store
from littrack.store.runs import KILLED, Run

log = logging.getLogger("littrack.jobs")


@dataclass(slots=True)
class Job:
    """How the job that runs is to be remembered; it sets ``state`` and ``note`` itself."""

    state: RunState = RunState.COMPLETE
    note: str = ""


@contextmanager
def hold(database: Path, wait: float = 0.0) -> Iterator[None]:
    """Hold the workspace of that database, so that no two jobs overlap; the operating system lets go when a job dies.

    Args:
        database: the store's file; the lock's file stands beside it.
        wait: seconds to wait for another job.

    Raises:
        BusyError: another process holds it still.
    """
    database.parent.mkdir(parents=True, exist_ok=True)
    lock = _lock(database)
    try:
        lock.acquire(timeout=wait)
    except Timeout:
        remedy = "wait for it to end; `littrack status` shows what runs"
        raise BusyError(f"another littrack job holds {database.parent.parent}", remedy) from None
    try:
        yield
    finally:
        lock.release()


def _lock(database: Path) -> BaseFileLock:
    return FileLock(database.with_suffix(".lock"), is_singleton=True, mode=0o600)


def is_busy(workspace: Workspace) -> bool:
    """Whether a job holds the workspace now, be it one of this process."""
    if _lock(workspace.database).is_locked:
        return True
    try:
        with hold(workspace.database):
            return False
    except BusyError:
        return True


def settled(workspace: Workspace, runs: Sequence[Run]) -> list[Run]:
    """The account of jobs in which a job that is open while nobody holds the workspace was killed."""
    if not any(run.state is RunState.RUNNING for run in runs) or is_busy(workspace):
        return list(runs)
    return [replace(run, state=RunState.FAILED, note=KILLED) if run.state is RunState.RUNNING else run for run in runs]


@contextmanager
def recorded(workspace: Workspace, store: Store, kind: str, now: datetime, wait: float = 0.0) -> Iterator[Job]:
    """Hold the workspace for one job and note in the store and the log when it began and how it ended.

    Args:
        workspace: whose job it is.
        store: its database.
        kind: ``run``, ``fetch``, ``classify``, ``digest``, ``retrain``, ``health`` ….
        now: the moment the job begins.
        wait: seconds to wait for another job.

    Raises:
        BusyError: another process holds the workspace still.
    """
    with hold(workspace.database, wait):
        logs.keep_logs(workspace)
        number, begun, job = store.runs.start(kind, now), time.monotonic(), Job()
        log.info("%s began (run %d)", kind, number)
        try:
            yield job
        except BaseException as error:
            job.state, job.note = RunState.FAILED, str(error) or type(error).__name__
            log.exception("%s failed (run %d)", kind, number)
            raise
        finally:
            store.runs.end(number, job.state, time.monotonic() - begun, job.note)
            log.info("%s ended %s (run %d) %s", kind, job.state.value, number, job.note)
