"""One limiter for every source and every process of a workspace: one connection, and a pause between requests."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock

LONGEST_WAIT = 6 * 3600.0


class Limiter:
    """Lets one request through at a time, each at least ``interval`` seconds after the end of the one before.

    The state is two small files in ``folder``, so that all processes of a workspace share it; the lock goes when its
    process dies. ``clock`` gives seconds since the epoch, which processes share.
    """

    def __init__(
        self,
        folder: Path,
        interval: float,
        *,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._interval, self._clock, self._sleep = interval, clock, sleep
        self._lock = FileLock(folder / "arxiv.lock")
        self._state = folder / "arxiv.next"

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for this process's turn, and hold it while a request is under way."""
        with self._lock:
            self._wait()
            self._write(self._clock() + self._interval)
            try:
                yield
            finally:
                self._write(max(self._read(), self._clock() + self._interval))

    def hold_until(self, moment: float) -> None:
        """Let no process ask before ``moment`` (arXiv's Retry-After), seconds since the epoch."""
        with self._lock:
            self._write(max(self._read(), moment))

    def _wait(self) -> None:
        # A moment far ahead comes from a clock that was set back, not from arXiv.
        pause = min(self._read() - self._clock(), LONGEST_WAIT)
        if pause > 0:
            self._sleep(pause)

    def _read(self) -> float:
        try:
            return float(self._state.read_text())
        except (OSError, ValueError):
            return 0.0

    def _write(self, moment: float) -> None:
        # Not through a temporary file: a torn number is read as "no pause known" at worst, and a rename a request is dear.
        fd = os.open(self._state, os.O_WRONLY | os.O_CREAT, 0o644)
        try:
            os.pwrite(fd, f"{moment:020.6f}".encode(), 0)
        finally:
            os.close(fd)
