"""``fetch``: what arXiv has announced, into the store, with an account of every day.

Every window's papers and the note that the window is complete are written in one transaction: a run that is killed at any
moment leaves nothing half done, and the next run asks again for what is not noted.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time

from filelock import FileLock, Timeout

from littrack.config import Workspace
from littrack.errors import ConfigError, SourceError, UsageError
from littrack.pipeline.harvest import Harvest, Wanted, sentences
from littrack.sources.limiter import Limiter
from littrack.sources.mailing import EASTERN
from littrack.sources.transport import Manners, Transport
from littrack.sources.windows import Window
from littrack.store import Store

Say = Callable[[str], None]
_EARLIEST = date(1986, 1, 1)  # the oldest submission that arXiv knows is of that year


@dataclass(frozen=True, slots=True)
class FetchReport:
    """What one fetch did.

    ``state``: ``complete`` (arXiv answered, new papers came), ``quiet`` (it answered, nothing was new), ``degraded`` (a part
    failed and is in ``failed``; what came is stored). A fetch that got nothing at all raises instead.
    ``received`` and ``new`` count papers. ``failed`` and ``caught_up`` are sentences for a person.
    """

    state: str
    windows: tuple[str, ...] = ()
    received: int = 0
    new: int = 0
    failed: tuple[str, ...] = ()
    caught_up: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    requests: int = 0
    waited: float = 0.0


def fetch(
    workspace: Workspace,
    store: Store,
    now: datetime,
    *,
    since: date | None = None,
    until: date | None = None,
    only: Wanted | None = None,
    sleep: Callable[[float], None] = time.sleep,
    clock: Callable[[], float] = time.time,
    progress: Say | None = None,
    tell: Say | None = None,
    manners: Manners | None = None,
) -> FetchReport:
    """Bring the store up to date with arXiv, or with the days from ``since`` to ``until`` (Eastern, submission, both included).

    Args:
        workspace: whose categories and queries to read; its ``db`` folder holds the lock that processes share.
        store: where papers and the ledger go.
        now: the moment of the run.
        since: the first day wanted; None carries on from the ledger.
        until: the last day wanted; None is now.
        only: the sources and subjects to ask; None is all that are watched.
        sleep: how to wait, in seconds.
        clock: seconds since the epoch, for the pause between requests.
        progress: called with a line for a person who watches, now and then.
        tell: called with a line that belongs in a log, too (waiting for another littrack, or for arXiv); else ``progress``.
        manners: how patient to be; by default as arXiv asks.

    Raises:
        ConfigError: nothing is watched.
        UsageError: ``until`` is before ``since``.
        SourceError: arXiv is out of reach; nothing is marked as fetched.
    """
    watch = workspace.settings.watch
    if not watch.categories and not watch.queries:
        raise ConfigError("nothing is watched", "name arXiv categories in littrack.toml: [watch] categories = ['cs.NI']")
    if since and until and until < since:
        raise UsageError(f"--until {until} is before --since {since}", "give the earlier day to --since")
    say: Say = progress or (lambda text: None)
    warn: Say = tell or say
    workspace.database.parent.mkdir(parents=True, exist_ok=True)
    with _alone(workspace, warn):
        limiter = Limiter(workspace.database.parent, watch.pause, clock=clock, sleep=sleep)
        refused = workspace.database.parent / "refused"
        transport = Transport(limiter, manners or Manners(watch.contact), sleep=sleep, clock=clock, refused_folder=refused)
        run = Harvest(watch, store, now, transport, say, warn, only)
        try:
            _take(run, _span(since, until, now) if since or until else None)
        except BaseException as error:
            # Ctrl-C, a full disk: told as what it is, not as a kill.
            with suppress(Exception):
                run.break_off(error)
            raise
        return _report(run)


def _take(run: Harvest, span: Window | None) -> None:
    if span:
        run.windows(span)
        return
    run.feeds()
    run.records()
    run.windows(None)
    run.fill()


def _report(run: Harvest) -> FetchReport:
    ledger, failed = run.store.ledger, tuple(dict.fromkeys(run.failed))
    if failed and not run.done:
        ledger.end_run(run.number, run.now, "failed", failed[0])
        raise SourceError(
            failed[0],
            "check the connection and https://status.arxiv.org; nothing was marked as fetched, so the next run catches up",
        )
    state = "degraded" if failed else "complete" if run.new else "quiet"
    ledger.end_run(run.number, run.now, state, "; ".join(failed))
    return FetchReport(
        state,
        tuple(run.done),
        len(run.received),
        run.new,
        failed,
        tuple(sentences(run.caught_up)),
        tuple(dict.fromkeys(run.notes)),
        run.transport.requests,
        round(run.transport.waited, 1),
    )


def _alone(workspace: Workspace, say: Say) -> FileLock:
    lock = FileLock(workspace.database.parent / "fetch.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        say("another littrack is fetching for this workspace; waiting for it to finish")
        lock.acquire()
    return lock


def _span(since: date | None, until: date | None, now: datetime) -> Window:
    end = min(_eastern(until + timedelta(days=1)), now) if until and until < now.date() else now
    start = _eastern(max(since, _EARLIEST)) if since else end - timedelta(days=7)
    return Window(min(start, end), end)


def _eastern(day: date) -> datetime:
    return datetime.combine(day, clock_time(0), EASTERN).astimezone(UTC)
