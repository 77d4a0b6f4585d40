"""Large documents: while the first entries are read here, other processes read the later ones ahead.

What a text says is the same in every process. So the document is read here from its first line to its last, as any other, and
only what is costly, to read the text of one entry, may already have been done elsewhere. What no process has read ahead,
because none could be started, one died or one is too slow, is read here: the result is the same.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, NamedTuple

from littrack.lists.entry import Entry

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

LARGE = 5_000  # lines; to share the work of fewer takes nearly as long as to do it
_MOST = 4  # processes: each holds the document
_PATIENCE = 0.5  # how long another process is waited for, as a share of the time that the lines before took

Known = dict[tuple[str, ...], Entry | str]  # by how it was read, and its text or texts


class _Helper(NamedTuple):
    """A process that reads the lines from ``first`` on."""

    first: int
    process: BaseProcess
    results: Connection

    def received(self, seconds: float) -> Known:
        """What the process has read; nothing if it is dead or needs more than ``seconds`` to come to its end."""
        with suppress(EOFError, OSError):
            if self.results.poll(seconds):
                known: Known = self.results.recv()
                return known
        return {}

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.results.close()


class Ahead:
    """What is known of the lines that are read just now, and who reads the lines after them."""

    def __init__(self) -> None:
        self.began = time.monotonic()
        self.known: Known = {}
        self.helpers: list[_Helper] = []

    def at(self, line: int) -> Known:
        """What has been read ahead around ``line``."""
        while self.helpers and line >= self.helpers[0].first:
            helper = self.helpers.pop(0)
            self.known = helper.received((time.monotonic() - self.began) * _PATIENCE)
            helper.end()
        return self.known


@contextmanager
def reading_ahead(lines: int, read: Callable[[range], Known]) -> Iterator[Ahead]:
    """Have the later lines of a large document read by other processes while the body runs.

    Args:
        lines: of the document.
        read: reads a share of the lines, counted from 1; it runs in a copy of this process.

    Yields:
        What they read, to be asked for in the order of the document.
    """
    ahead = Ahead()
    cores = _cores() if lines >= LARGE else 1
    try:
        with suppress(OSError):  # no process or no memory to be had: all is read here
            for n in range(1, cores):
                ahead.helpers.append(_started(read, range(1 + lines * n // cores, 1 + lines * (n + 1) // cores)))
        yield ahead
    finally:
        for helper in ahead.helpers:
            helper.end()


def _cores() -> int:
    """How many processes may read. A copy of a process with threads may wait for ever for what one of them held."""
    if sys.platform != "linux" or threading.active_count() > 1:
        return 1
    from multiprocessing import current_process

    return 1 if current_process().daemon else min(len(os.sched_getaffinity(0)), _MOST)


def _started(read: Callable[[range], Known], share: range) -> _Helper:
    from multiprocessing import get_context

    context = get_context("fork")
    results, sent = context.Pipe(duplex=False)
    process = context.Process(target=_read, args=(read, share, results, sent), daemon=True)
    with sent:
        process.start()
    return _Helper(share.start, process, results)


def _read(read: Callable[[range], Known], share: range, received: Connection, sent: Connection) -> None:
    """The other process's part. It ends in silence whatever happens: who asked for it does the work then."""
    received.close()  # so that nothing waits here for a reader that has gone
    with suppress(Exception, KeyboardInterrupt):
        sent.send(read(share))
