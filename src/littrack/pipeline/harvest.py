"""One fetch, step by step: feeds, OAI-PMH, windows of the query API; every step's papers and its account in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from littrack.config import QuerySettings, WatchSettings
from littrack.errors import SourceError
from littrack.pipeline.pace import Pace
from littrack.records import DayState, LedgerEntry, Paper, canonical_category
from littrack.sources import accounts, api, feed, oai
from littrack.sources.accounts import LastBatch
from littrack.sources.mailing import is_announcement_day, last_announced
from littrack.sources.transport import Journal, Transport
from littrack.sources.windows import Covered, Window, halves, missing, next_window, slices
from littrack.store import Store

OAI_OVERLAP = timedelta(days=7)
_AHEAD = timedelta(days=2)
_CLOCK = "check this machine's clock; else the next run asks again"
_TRIES_OF_EMPTY = 3

Wanted = frozenset[tuple[str, str]]
"""Sources of records, each with a category or query (its name in the ledger) to ask it for."""


class Harvest:
    """The steps of one run. ``done``, ``failed`` and ``notes`` are sentences; ``received`` are ids, ``new`` counts papers."""

    def __init__(
        self,
        watch: WatchSettings,
        store: Store,
        now: datetime,
        transport: Transport,
        say: Callable[[str], None],
        warn: Callable[[str], None],
        only: Wanted | None = None,
    ) -> None:
        self.watch, self.store, self.now, self.say, self.transport = watch, store, now, say, transport
        self.categories = tuple(dict.fromkeys(map(canonical_category, watch.categories)))
        self.overlap, self.first = timedelta(days=watch.overlap_days), timedelta(days=watch.first_days)
        self._wanted = wanted(watch) if only is None else only
        self.done: list[str] = []
        self.failed: list[str] = []
        self.notes: list[str] = []
        self.caught_up: list[LedgerEntry] = []
        self.received: set[str] = set()
        self.new = 0
        self.number = store.ledger.begin_run(now)
        self._source = "run"
        transport.journal = Journal(self._fault, warn)
        subjects = (*self.categories, *map(subject_of, watch.queries))
        self._covered = {s: [Covered(*row) for row in store.ledger.windows(api.SOURCE, s)] for s in subjects}
        # Until when everything announced can be had, and when the record begins.
        self._public = accounts.public_until(now)

    def feeds(self) -> None:
        """Today's announcement feeds: the trigger, and what the other sources are held against."""
        self._source = feed.SOURCE
        feeds = feed.Feeds(self.transport, self.watch.feed_url)
        before = {c: LastBatch(*last) for c in self.categories if (last := self.store.ledger.last_batch(c))}
        batches = {c: self._batch(feeds, c, "rss") for c in self.categories if self._wants(c)}
        judged = accounts.judge_feeds(batches, before, self.now)
        for category in [c for c, (state, _) in judged.items() if state is DayState.STALE]:
            other = {category: self._batch(feeds, category, "atom")}
            state, _ = accounts.judge_feeds(other, before, self.now)[category]
            if state is DayState.COMPLETE:
                batches |= other
                judged[category] = (state, f"{judged[category][1]}; its Atom form has the new one")
        with self.store.transaction():
            new = {c: self._keep_batch(c, b, judged[c][0]) for c, b in batches.items() if b}
            self._account(accounts.feed_entries(judged, batches, new, self.now))
        self.done += [f"feed {c}" for c, b in batches.items() if b]

    def records(self) -> None:
        """OAI-PMH: everything whose metadata changed since the last answer, with a week of overlap."""
        self._source = oai.SOURCE
        service = oai.Oai(self.transport, self.watch.oai_url)
        for category in filter(self._wants, self.categories):
            asked = self.store.ledger.windows(oai.SOURCE, category)
            begin = min((start for start, _, _ in asked), default=self.now - self.first)
            start = max([begin, *(end - OAI_OVERLAP for _, end, _ in asked)]).date()
            self.say(f"asking OAI-PMH for {category} changed since {start}")
            try:
                harvest = service.harvest(category, start)
            except SourceError as error:
                self._failure((category,), error)
                continue
            self._keep_records(category, start, harvest, min((at for _, _, at in asked), default=None))

    def windows(self, span: Window | None) -> None:
        """Windows of submission time: what the ledger lacks, or what of ``span`` it lacks."""
        self._source = api.SOURCE
        service = api.Api(self.transport, self.watch.api_url)
        groups: dict[Window, list[str]] = {}
        for category in self.categories:
            for window in self._lacking(category, span):
                groups.setdefault(window, []).append(category)
        work = [(tuple(names), api.category_query(tuple(names)), w) for w, names in groups.items()]
        work += [
            ((subject_of(q),), api.free_query(q.all, q.any, q.none, q.authors), w)
            for q in self.watch.queries
            for w in self._lacking(subject_of(q), span)
        ]
        totals = [self._total(service, query, w) if span else None for _, query, w in work]
        pieces = [
            (names, query, part)
            for (names, query, window), total in zip(work, totals, strict=True)
            for part in slices(window, total)
        ]
        pace = Pace(len(pieces), self.transport, self.say) if span and pieces else None
        if pace:
            pace.promise(sum(filter(None, totals)), self.watch.pause)
        broken: set[tuple[str, ...]] = set()
        for names, query, window in pieces:
            # The record must not end after a hole: what follows a piece that failed waits for it. A span finds its holes.
            if (span or names not in broken) and not self._window(service, names, query, window):
                broken.add(names)
            if pace:
                pace.step()

    def fill(self) -> None:
        """What feeds alone have told: ask the query API for the whole record."""
        self._source = api.SOURCE
        ids = self.store.papers.without_submission(self.now - timedelta(days=30))[:300]
        if not ids:
            return
        try:
            papers = api.Api(self.transport, self.watch.api_url).by_ids(ids)
        except SourceError as error:
            self._fault("failed", str(error))
            return
        self.store.papers.add(papers, self.now)

    # Keeping what came

    def _keep_batch(self, category: str, batch: feed.Batch, state: DayState) -> int:
        day = None if state is DayState.STALE else accounts.day_of(batch)
        known = self.store.papers.known([i.paper.id for i in batch.items])
        # A replacement of a paper that littrack never had is no news; OAI-PMH brings those that it should have.
        papers = [
            replace(i.paper, announced=day if i.kind in ("new", "cross") else None)
            for i in batch.items
            if i.kind in ("new", "cross") or i.paper.id in known
        ]
        # Saturday's empty feed says nothing of Friday, whose day it would be counted to.
        if day and (batch.items or is_announcement_day(batch.day)):
            self.store.ledger.keep_batch(category, day, batch.all_ids, batch.ids, self.now)
        return self._add(papers, known)

    def _keep_records(self, category: str, start: date, harvest: oai.Harvest, watching: datetime | None) -> None:
        known = self.store.papers.known([r.paper.id for r in harvest.records])
        begin = min((c.start for c in self._covered[category]), default=self.now - self.first)
        wanted = [r.paper for r in harvest.records if r.paper.id in known or accounts.is_ours(r.paper, begin, self.overlap)]
        papers = self._dated(wanted, known, category)
        with self.store.transaction():
            new = self._add(papers, known)
            counts = (len(papers), new)
            begun = datetime.combine(start, datetime.min.time(), self.now.tzinfo)
            # An answer from the future must not keep later runs from asking.
            answered = min(harvest.answered, self.now + _AHEAD)
            self.store.ledger.record_window(oai.SOURCE, category, begun, answered, counts, self.now)
            self._account_days(category, papers, known, (start, self._public), watching)
        self.done.append(f"oai {category} from {start}")

    def _keep_window(self, names: tuple[str, ...], window: Window, answer: api.Answer) -> None:
        known = self.store.papers.known([p.id for p in answer.papers])
        papers = self._dated(answer.papers, known, names[0])
        days = accounts.days_covered(window.start, window.end, self._public)
        with self.store.transaction():
            new = self._add(papers, known)
            for name in names:
                mine = [p for p in papers if name in p.categories or name.startswith("query:")]
                self.store.ledger.record_window(api.SOURCE, name, window.start, window.end, (len(mine), new), self.now)
                if days:
                    self._account_days(name, mine, known, days, min((c.at for c in self._covered[name]), default=None))
        self.done.append(f"{', '.join(names)} {window.start:%Y-%m-%dT%H:%MZ}/{window.end:%Y-%m-%dT%H:%MZ}")

    def _add(self, papers: Sequence[Paper], known: frozenset[str]) -> int:
        new = self.store.papers.add(papers, self.now)
        self.received.update(p.id for p in papers)
        self.new += new
        return new

    def _dated(self, papers: Iterable[Paper], known: frozenset[str], subject: str) -> list[Paper]:
        """The papers with the day of their first mailing: estimated for new ones, as it stands for those that are there."""
        kept = list(papers)
        there = self.store.papers.announced([p.id for p in kept if p.id in known])
        covered = self._covered[subject]
        return [
            replace(p, announced=there.get(p.id) or accounts.first_mailing(p, () if p.id in known else covered, self.now))
            for p in kept
        ]

    # Asking

    def _wants(self, subject: str) -> bool:
        """Whether the source at hand is to be asked for that; a feed, where any other source is."""
        return any(s == subject and self._source in (source, feed.SOURCE) for source, s in self._wanted)

    def _batch(self, feeds: feed.Feeds, category: str, form: str) -> feed.Batch | None:
        try:
            batch = feeds.batch(category, form)
            if batch.built > self.now + _AHEAD:
                raise SourceError(f"the feed of {category} was built on {batch.built:%Y-%m-%d}, which is to come", _CLOCK)
            return batch
        except SourceError as error:
            self._fault("failed", str(error))
            self.failed.append(f"feed of {category}: {error.what}")
            return None

    def _total(self, service: api.Api, query: str, window: Window) -> int | None:
        """How many papers a window has; None where arXiv does not say, and the work itself is tried all the same."""
        try:
            return service.total(api.within(query, window.start, window.end))
        except SourceError as error:
            self._fault("failed", str(error))
            return None

    def _window(self, service: api.Api, names: tuple[str, ...], query: str, window: Window) -> bool:
        """Fetch and keep a window, in halves where arXiv has too much for one answer; whether it is whole."""
        self.say(f"asking for {', '.join(names)} submitted {window.start:%Y-%m-%d %H:%M} to {window.end:%Y-%m-%d %H:%M} UTC")
        try:
            answer = self._believed(service, names, query, window)
        except api.TooManyError as error:
            parts = halves(window)
            if len(parts) > 1:
                return all(self._window(service, names, query, part) for part in parts)
            self._failure(names, error)
        except SourceError as error:
            self._failure(names, error)
        else:
            self._keep_window(names, window, answer)
            return True
        return False

    def _believed(self, service: api.Api, names: tuple[str, ...], query: str, window: Window) -> api.Answer:
        """The answer, asked for again where it lacks what the query API has given before for the same window."""
        canaries = self.store.papers.submitted_between(window.start, window.end, names, api.SOURCE)
        for n in range(_TRIES_OF_EMPTY):
            answer = service.query(api.within(query, window.start, window.end))
            lost = canaries - {p.id for p in answer.papers}
            if len(lost) <= 0.1 * len(canaries):
                return answer
            self._fault("F08", f"the query API lacks {len(lost)} of {len(canaries)} papers that it gave before")
            if n + 1 < _TRIES_OF_EMPTY:
                self.transport.pause(60.0 * 2**n, "the query API forgot papers")
        raise api.ShortError(f"the query API lacks {len(lost)} papers that it gave before", "the next run asks again")

    def _lacking(self, subject: str, span: Window | None) -> list[Window]:
        if not self._wants(subject):
            return []
        covered = self._covered[subject]
        if span:
            return missing(covered, span, self.overlap)
        return [next_window(covered, self.now, self.overlap, self.first)]

    # Accounting

    def _account_days(
        self, name: str, papers: Sequence[Paper], known: frozenset[str], days: tuple[date, date], watching: datetime | None
    ) -> None:
        rows = self.store.ledger.between(*days)
        before = {e.day: e for e in rows if e.source == self._source and e.category == name}
        expected = self.store.ledger.expected(name, *days)
        fresh = frozenset(p.id for p in papers if p.id not in known)
        found = accounts.record_entries(self._source, name, papers, fresh, days, expected, before, watching, self.now)
        self._account(found)

    def _account(self, entries: Sequence[LedgerEntry]) -> None:
        changed = [e for e in entries if not self.store.ledger.has(e)]
        self.store.ledger.record(changed)
        self.caught_up += [e for e in changed if e.state is DayState.CAUGHT_UP]

    def break_off(self, error: BaseException) -> None:
        """Note that the run ends here, by an error that is not arXiv's."""
        what = "stopped by hand" if isinstance(error, KeyboardInterrupt) else f"{type(error).__name__} {error}".strip()
        self._fault("failed", f"littrack broke off: {what}")
        self.store.ledger.end_run(self.number, self.now, "failed", what[:200])

    def _failure(self, names: tuple[str, ...], error: SourceError) -> None:
        self._fault("failed", str(error))
        self.failed.append(f"{self._source} {', '.join(names)}: {error.what}")
        day = last_announced(self.now)
        there = {(e.source, e.category) for e in self.store.ledger.between(day, day)}
        self._account(
            [
                LedgerEntry(self._source, name, day, DayState.FAILED, note=error.what[:200], at=self.now)
                for name in names
                if (self._source, name) not in there
            ]
        )

    def _fault(self, fault: str, what: str) -> None:
        self.notes.append(what)
        self.store.ledger.note_fault(self.number, self.now, self._source, fault, what)


def wanted(watch: WatchSettings) -> Wanted:
    """Everything that is watched: each category at both sources of records, each free query at the query API."""
    categories = map(canonical_category, watch.categories)
    pairs = [(source, category) for category in categories for source in (api.SOURCE, oai.SOURCE)]
    return frozenset([*pairs, *((api.SOURCE, subject_of(q)) for q in watch.queries)])


def subject_of(query: QuerySettings) -> str:
    """The name of a free query in the ledger."""
    return f"query:{query.name}"


def sentences(entries: Iterable[LedgerEntry]) -> Iterator[str]:
    """What was caught up, a sentence a category."""
    by_category: dict[str, list[LedgerEntry]] = {}
    for entry in entries:
        by_category.setdefault(entry.category, []).append(entry)
    for category, found in by_category.items():
        days = sorted({e.day for e in found})
        papers = sum(max(e.received for e in found if e.day == day) for day in days)
        span = f"{days[0]}" if len(days) == 1 else f"{days[0]} to {days[-1]} ({len(days)} days)"
        yield f"{category} {span}: {papers} papers"
