"""Records from files into the store: a snapshot of arXiv, or lines with an id, a title and more."""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from littrack.errors import StoreError
from littrack.records import Paper, Problem
from littrack.sources import snapshot
from littrack.sources.files import Block, blocks
from littrack.sources.mailing import EASTERN, announcement_day
from littrack.sources.snapshot import Lines
from littrack.store.rows import Row, to_row

if TYPE_CHECKING:
    from littrack.store import Store

_SMALL = 8 << 20
_FEW = 5_000
_TOLD = 1000
Done = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which records to take: of one of ``categories`` (none: of any), from ``since`` to ``until``, both included.

    A record's day is the Eastern day on which it was submitted or, where that is not known, announced.
    """

    categories: frozenset[str] = frozenset()
    since: date | None = None
    until: date | None = None

    def takes(self, paper: Paper) -> bool:
        """Whether the paper's day is wanted; one without any date is wanted only where no date is asked for."""
        if not (self.since or self.until):
            return True
        day = paper.submitted.astimezone(EASTERN).date() if paper.submitted else paper.announced
        return day is not None and (self.since or day) <= day <= (self.until or day)


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What came out of the files. ``received`` counts records read, ``left_out`` those that were not wanted.

    ``problems`` are the first thousand of ``n_problems``.
    """

    files: tuple[str, ...]
    received: int
    new: int
    left_out: int
    n_problems: int
    problems: tuple[Problem, ...]


def ingest_files(
    store: Store,
    files: Sequence[Path],
    now: datetime,
    *,
    wanted: Wanted | None = None,
    jobs: int = 2,
    progress: Done | None = None,
) -> IngestReport:
    """Put the records of files into the store, a block of lines a transaction; run again, it adds nothing.

    Args:
        store: where the papers go.
        files: JSON lines (plain, gzip, zip, zstandard) or Parquet; see :mod:`littrack.sources.snapshot`.
        now: the moment that is kept with new papers.
        wanted: which records to take; None is all.
        jobs: how many processes parse.
        progress: called with the bytes (unpacked) and the records of each block done.

    Raises:
        UsageError: a file cannot be read at all, or a package is missing that its format needs.
    """
    wanted = wanted or Wanted()
    received = new = left_out = n_problems = 0
    problems: list[Problem] = []
    small = sum(path.stat().st_size for path in files if path.is_file()) < _SMALL
    with ExitStack() as stack:
        for part in _each(stack, (block for path in files for block in blocks(path)), wanted, 1 if small else jobs):
            new += store.papers.add_rows(part.rows, now)
            received, left_out = received + part.received, left_out + part.received - len(part.rows)
            n_problems += len(part.problems)
            problems += part.problems[: _TOLD - len(problems)]
            if progress:
                progress(part.size, part.received)
    return IngestReport(tuple(map(str, files)), received, new, left_out, n_problems, tuple(problems))


@dataclass(frozen=True, slots=True)
class _Part:
    rows: list[Row]
    received: int
    problems: list[Problem]
    size: int


def _processes(jobs: int) -> ProcessPoolExecutor:
    # A forked process would share the store's connection.
    return ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=gc.set_threshold, initargs=gc.get_threshold())


def _each(stack: ExitStack, items: Iterable[Block | Problem], wanted: Wanted, jobs: int) -> Iterator[_Part]:
    """The parts in the order of ``items``; no more than twice ``jobs`` of them wait in memory.

    Where only some categories are wanted, this process picks their lines, which takes less than to hand all lines to others;
    these are started (on ``stack``) where many lines are left to be read.
    """
    pool: Executor | None = None
    here = _FEW if wanted.categories else 0  # so many records are read in this process before others are started
    waiting: deque[Future[_Part]] = deque()
    try:
        for item in items:
            size = 0 if isinstance(item, Problem) else len(item.data)
            some = snapshot.likely(item, wanted.categories) if wanted.categories and isinstance(item, Block) else item
            if pool is None and jobs > 1 and here <= 0:
                pool = stack.enter_context(_processes(jobs))
            if pool is None:
                here -= len(some.numbered) if isinstance(some, Lines) else 0
                yield _read(some, wanted, size)
                continue
            waiting.append(pool.submit(_read, some, wanted, size))
            if len(waiting) > 2 * jobs:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BrokenProcessPool as error:
        raise StoreError(
            "a process that reads was killed, perhaps for want of memory", "run it again; it adds the rest"
        ) from error


def _read(item: Block | Lines | Problem, wanted: Wanted, size: int) -> _Part:
    if isinstance(item, Problem):
        return _Part([], 0, [item], 0)
    rows: list[Row] = []
    problems: list[Problem] = []
    received = 0
    lines = snapshot.all_of(item) if isinstance(item, Block) else item
    for found in snapshot.parse_lines(lines, wanted.categories, snapshot.Unfrozen):
        if isinstance(found, Problem):
            problems.append(found)
            continue
        received += 1
        if found and wanted.takes(found):
            rows.append(to_row(found, _announced(found.submitted)))
    return _Part(rows, received + (item.passed if isinstance(item, Lines) else 0), problems, size)


def _announced(submitted: datetime | None) -> date | None:
    """The day of the mailing that a submission made, which a snapshot does not tell."""
    if submitted is None:
        return None
    # A deadline is at a full hour and included: all moments after one hour and up to the next fall on one day.
    return _announcement_day(-(-int(submitted.timestamp()) // 3600))


@lru_cache(maxsize=1 << 17)
def _announcement_day(hour: int) -> date:
    return announcement_day(datetime(1970, 1, 1, tzinfo=UTC) + timedelta(hours=hour))
