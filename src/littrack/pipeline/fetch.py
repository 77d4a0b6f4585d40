"""``fetch``: what arXiv has announced, into the store, with an account of every day.

Every window's papers and the note that the window is complete are written in one transaction: a run that is killed at any
moment leaves nothing half done, and the next run asks again for what is not noted.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time

from filelock import FileLock, Timeout

from littrack.config import Workspace
from littrack.errors import ConfigError, SourceError, UsageError
from littrack.records import canonical_category
from littrack.sources.api import SOURCE, Answer, Api, TooManyError, window_query
from littrack.sources.limiter import Limiter
from littrack.sources.mailing import EASTERN, announcement_day
from littrack.sources.transport import Journal, Manners, Transport
from littrack.sources.windows import Covered, Window, halves, missing, next_window, slices
from littrack.store import Store

Say = Callable[[str], None]


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
    sleep: Callable[[float], None] = time.sleep,
    clock: Callable[[], float] = time.time,
    progress: Say | None = None,
    manners: Manners | None = None,
) -> FetchReport:
    """Bring the store up to date with arXiv, or with the days from ``since`` to ``until`` (Eastern, submission, both included).

    Args:
        workspace: whose categories and queries to read; its ``db`` folder holds the lock that processes share.
        store: where papers and the ledger go.
        now: the moment of the run.
        since: the first day wanted; None carries on from the ledger.
        until: the last day wanted; None is now.
        sleep: how to wait, in seconds.
        clock: seconds since the epoch, for the pause between requests.
        progress: called with a line for a person, now and then.
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
    say = progress or (lambda text: None)
    workspace.database.parent.mkdir(parents=True, exist_ok=True)
    with _alone(workspace, say):
        limiter = Limiter(workspace.database.parent, watch.interval, clock=clock, sleep=sleep)
        transport = Transport(limiter, manners or Manners(watch.contact), sleep=sleep, clock=clock)
        run = _Run(workspace, store, now, transport, say)
        return run.go(_span(since, until, now) if since or until else None)


class _Run:
    """One fetch: asks, stores and accounts, window by window."""

    def __init__(self, workspace: Workspace, store: Store, now: datetime, transport: Transport, say: Say) -> None:
        self.watch, self.store, self.now, self.say = workspace.settings.watch, store, now, say
        self.transport = transport
        self.overlap = timedelta(days=self.watch.overlap_days)
        self.done: list[str] = []
        self.failed: list[str] = []
        self.notes: list[str] = []
        self.received = self.new = 0
        self.number = store.ledger.begin_run(now)
        transport.journal = Journal(self._fault, say)

    def go(self, span: Window | None) -> FetchReport:
        """Ask for everything that is due, and account for it."""
        api = Api(self.transport, self.watch.api_url)
        for subjects, window in self._due(span):
            self._window(api, subjects, window)
        state = "degraded" if self.failed else "complete" if self.new else "quiet"
        if self.failed and not self.done:
            self.store.ledger.end_run(self.number, self.now, "failed", self.failed[0])
            raise SourceError(self.failed[0], "nothing was marked as fetched; the next run catches up")
        self.store.ledger.end_run(self.number, self.now, state, "; ".join(self.failed))
        return FetchReport(
            state,
            tuple(self.done),
            self.received,
            self.new,
            tuple(self.failed),
            (),
            tuple(dict.fromkeys(self.notes)),
            self.transport.requests,
            round(self.transport.waited, 1),
        )

    def _due(self, span: Window | None) -> Iterator[tuple[tuple[str, ...], Window]]:
        """What to ask for: categories that lack the same window are asked for together."""
        groups: dict[Window, list[str]] = {}
        for category in dict.fromkeys(map(canonical_category, self.watch.categories)):
            for window in self._lacking(category, span):
                groups.setdefault(window, []).append(category)
        for window, names in groups.items():
            for part in slices(window):
                yield tuple(names), part

    def _lacking(self, subject: str, span: Window | None) -> list[Window]:
        covered = [Covered(*row) for row in self.store.ledger.windows(SOURCE, subject)]
        if span:
            return missing(covered, span, self.overlap)
        return [next_window(covered, self.now, self.overlap, timedelta(days=self.watch.first_days))]

    def _window(self, api: Api, names: tuple[str, ...], window: Window) -> None:
        self.say(f"asking for {', '.join(names)} submitted {window.start:%Y-%m-%d %H:%M} to {window.end:%Y-%m-%d %H:%M} UTC")
        try:
            answer = api.query(window_query(names, window.start, window.end))
        except TooManyError:
            parts = halves(window)
            if len(parts) == 1:
                raise
            for part in parts:
                self._window(api, names, part)
            return
        except SourceError as error:
            self._fault("failed", str(error))
            self.failed.append(error.what)
            return
        self._keep(names, window, answer)

    def _keep(self, names: tuple[str, ...], window: Window, answer: Answer) -> None:
        papers = [replace(p, announced=announcement_day(p.submitted)) for p in answer.papers if p.submitted]
        with self.store.transaction():
            new = self.store.papers.add(papers, self.now)
            for name in names:
                mine = [p for p in papers if name in p.categories]
                self.store.ledger.record_window(SOURCE, name, window.start, window.end, (len(mine), new), self.now)
        self.received, self.new = self.received + len(papers), self.new + new
        self.done.append(f"{', '.join(names)} {window.start:%Y-%m-%dT%H:%MZ}/{window.end:%Y-%m-%dT%H:%MZ}")

    def _fault(self, fault: str, what: str) -> None:
        self.notes.append(what)
        self.store.ledger.note_fault(self.number, self.now, SOURCE, fault, what)


def _alone(workspace: Workspace, say: Say) -> FileLock:
    lock = FileLock(workspace.database.parent / "fetch.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        say("another littrack is fetching for this workspace; waiting for it to finish")
        lock.acquire()
    return lock


def _span(since: date | None, until: date | None, now: datetime) -> Window:
    end = min(_eastern(until + timedelta(days=1)), now) if until else now
    start = _eastern(since) if since else end - timedelta(days=7)
    return Window(min(start, end), end)


def _eastern(day: date) -> datetime:
    return datetime.combine(day, clock_time(0), EASTERN).astimezone(UTC)
