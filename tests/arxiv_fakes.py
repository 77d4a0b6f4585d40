"""What tests of arXiv's sources share: a clock that only sleeping moves, papers, a workspace that reads a replay."""

import time
from dataclasses import replace
from datetime import UTC, date, datetime
from types import SimpleNamespace
from unittest.mock import patch

from littrack.config import Settings, Workspace
from littrack.pipeline.calendar import calendar
from littrack.pipeline.fetch import fetch
from littrack.records import Paper
from littrack.sources.accounts import combine
from littrack.sources.mailing import announcement_days
from littrack.sources.replay import ReplayServer, World
from littrack.sources.replay.world import Announcement, with_submission
from littrack.sources.transport import Manners
from littrack.store import Store


class FakeClock:
    """Seconds that pass only while somebody sleeps."""

    def __init__(self, start: float = 0.0):
        self.seconds = start

    def time(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        assert seconds >= 0
        self.seconds += seconds


def paper(number: int, day: date, categories=("cs.NI",)) -> Paper:
    return Paper(
        id=f"2602.{number:05d}",
        title=f"Paper {number} on networks & <links>",
        abstract=f"We show {number} < {number + 1}.",
        authors=("Ada Lovelace", "José Núñez"),
        categories=categories,
        announced=day,
    )


def workspace(tmp_path, server, **watch) -> Workspace:
    settings = {
        "survey": {"slug": "demo", "title": "Demo"},
        "watch": {
            "categories": ["cs.NI", "cs.IT"],
            "api_url": server.api_url,
            "feed_url": server.feed_url,
            "oai_url": server.oai_url,
            "interval": 0,
        }
        | watch,
    }
    return Workspace(root=tmp_path, settings=Settings.model_validate(settings))


class Arxiv:
    """A replayed arXiv, a workspace that watches it, and a clock that only sleeping moves. A context manager."""

    def __init__(self, folder, announcements, *, fault=None, oai_page=2500, **watch):
        self.clock = FakeClock()
        self.server = ReplayServer(
            announcements if isinstance(announcements, World) else World(announcements),
            lambda: datetime.fromtimestamp(self.clock.time(), UTC),
            fault=self._timed(fault) if fault else None,
            interval=3.0,
            clock=self.clock.time,
            oai_page=oai_page,
        )
        self.drips = 0.0
        stopwatch = SimpleNamespace(monotonic=lambda: time.monotonic() + self.drips)
        self.stopwatch = patch("littrack.sources.transport.time", stopwatch)
        self.folder, self.watch = folder, {"interval": 3.0} | watch
        self.reports = []

    def _timed(self, fault):
        """An answer that comes in drops takes an hour, and no time of ours."""

        def timed(server, request, reply):
            found = fault(server, request, reply)
            self.drips += 3600 if found.pause else 0
            return found

        return timed

    def __enter__(self):
        self.stopwatch.start()
        self.server.start()
        self.workspace = workspace(self.folder, self.server, **self.watch)
        self.store = Store(self.workspace.database)
        return self

    def __exit__(self, *exc):
        self.store.close()
        self.server.stop()
        self.stopwatch.stop()

    def fetch(self, day, hour=6, **options):
        """Fetch on ``day`` at ``hour`` UTC (or later, if the last run took so long)."""
        at = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
        self.clock.seconds = max(self.clock.seconds, at.timestamp())
        said = []
        report = fetch(
            self.workspace,
            self.store,
            at,
            sleep=self.clock.sleep,
            clock=self.clock.time,
            progress=said.append,
            manners=Manners(jitter=lambda: 1.0, read=900.0, deadline=900.0),
            **options,
        )
        self.reports.append((report, said))
        assert self.server.breaches == []
        return report

    def ids(self):
        return set(self.store.papers.ids())

    def state(self, day, category="cs.NI", source=None):
        found = [e for e in self.store.ledger.between(day, day) if e.category == category and source in (None, e.source)]
        return combine(found).state.value if found else None

    def notes(self, day, category="cs.NI"):
        found = calendar(self.store, day, day).days[0]
        return "; ".join([*(e.note for e in found.entries if e.category == category), *found.faults])


def batch(day, *numbers, categories=("cs.NI",), **known):
    """Papers announced on ``day``."""
    return [Announcement(day, "new", with_submission(replace(paper(n, day, categories), **known))) for n in numbers]


def weeks(first=date(2026, 1, 12), last=date(2026, 2, 13), a_day=3):
    """Some papers of cs.NI and of cs.IT on every announcement day."""
    found = []
    for n, day in enumerate(announcement_days(first, last)):
        start = 1 + n * 2 * a_day
        found += batch(day, *range(start, start + a_day))
        found += batch(day, *range(start + a_day, start + 2 * a_day), categories=("cs.IT",))
    return found
