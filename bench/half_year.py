"""Half a year of arXiv, day by day, with its faults and ours: is every announced paper there, once, in time, and accounted for?

The dated streams of ``../shared/data`` are served by the replay server; littrack's own ``fetch`` runs every day at 05:30 UTC,
and its own catch-up as often as the scheduler has it look, until nothing is owed. Time is simulated: sleeping moves it. Kills
are real ones (SIGKILL to a process of its own, at a random request or a random moment).
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import json
import mmap
import os
import random
import shutil
import signal
import struct
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from littrack.config import Settings, Workspace
from littrack.errors import LittrackError
from littrack.pipeline import catchup
from littrack.pipeline.calendar import calendar
from littrack.pipeline.fetch import fetch
from littrack.records import DayState, Paper, Version, canonical_category
from littrack.sources import feed
from littrack.sources.mailing import EASTERN, announcement_days, is_announcement_day, mailing_moment, previous_day
from littrack.sources.replay import ReplayServer, World
from littrack.sources.replay.faults import FAULTS
from littrack.sources.replay.server import Reply, Request
from littrack.sources.replay.world import Announcement, with_submission
from littrack.sources.text import clean, untex
from littrack.sources.transport import Manners
from littrack.store import Store

BENCH = {
    "title": "Half a year of arXiv with its faults",
    "args": ["--seeds", "0-0", "--days", "60"],
    "aims": {"late_over_48h": "== 0", "doubled": "== 0", "limit_breaches": "== 0", "wrong_metadata": ""},
    "shared": True,
    "timeout": 900,
}
DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
WATCHED = ("cs.NI", "cs.IT", "eess.SP")
FIRST, LAST = date(2025, 10, 13), date(2026, 3, 31)
DUE = timedelta(hours=48)


@dataclass(frozen=True)
class Outcome:
    """What came of one seed. ``late_over_48h`` counts papers in the store more than 48 h after they could first be had."""

    seed: int
    announced: int
    stored: int
    late_over_48h: int
    doubled: int
    limit_breaches: int
    disturbed_days: int
    disturbed_days_in_ledger: int
    wrong_metadata: int
    unwanted: int
    not_in_ledger: list[str]
    breaches: list[str]
    runs: int
    kills: int
    requests: int
    worst_delay_hours: float
    seconds: float
    cpu_seconds: float


class Clock:
    """Simulated seconds since the epoch, shared with a forked process."""

    def __init__(self, start: float) -> None:
        self._shared = mmap.mmap(-1, 8)
        self.set(start)

    def time(self) -> float:
        return float(struct.unpack("d", self._shared[:8])[0])

    def set(self, seconds: float) -> None:
        self._shared[:8] = struct.pack("d", seconds)

    def sleep(self, seconds: float) -> None:
        self.set(self.time() + max(seconds, 0.0))

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.time(), UTC)


def papers_of(name: str, data: Path) -> list[Paper]:
    with gzip.open(data / name, "rt", encoding="utf-8") as lines:
        return [
            Paper(
                id=r["id"],
                title=untex(clean(r["title"])),
                abstract=untex(clean(r["abstract"])),
                authors=tuple(untex(clean(a)) for a in r["authors"]),
                categories=tuple(dict.fromkeys(map(canonical_category, r["categories"]))),
                announced=date.fromisoformat(r["first_crawled"]),
            )
            for r in map(json.loads, lines)
        ]


def make_world(rng: random.Random, last: date, data: Path) -> World:
    """Real papers on their real days; some held, replaced, withdrawn, cross-listed later; old ones that are only touched."""
    found: list[Announcement] = []
    days = list(announcement_days(FIRST, last))
    for paper in papers_of("stream_comm_2025-10_2026-03.jsonl.gz", data):
        assert paper.announced
        if not FIRST <= paper.announced <= last or not set(paper.categories) & set(WATCHED):
            continue
        held = rng.randint(2, 13) if rng.random() < 0.02 and paper.announced.weekday() < 5 else 0
        first = with_submission(paper, held)
        found.append(Announcement(paper.announced, "new", first))
        later = [d for d in days if d > paper.announced][:30]
        if later and rng.random() < 0.1:
            day = rng.choice(later)
            found.append(Announcement(day, "replace", _next_version(first, day, withdrawn=rng.random() < 0.1)))
    others = [p for p in papers_of("stream_other_2025-10_2026-03.jsonl.gz", data) if not set(p.categories) & set(WATCHED)]
    for paper in rng.sample([p for p in others if p.announced and FIRST <= p.announced < days[-1]], 400):
        assert paper.announced
        first = with_submission(paper)
        found.append(Announcement(paper.announced, "new", first))
        later = [d for d in days if d > paper.announced][:40]
        if later and rng.random() < 0.15:
            added = rng.choice(WATCHED)
            listed = replace(first, categories=(*first.categories, added))
            found.append(Announcement(rng.choice(later), "cross", listed, (added,)))
    return World(found + list(_bulk_edit(rng, days)))


def _next_version(paper: Paper, day: date, withdrawn: bool) -> Paper:
    assert paper.submitted
    at = mailing_moment(day) - timedelta(hours=rng_hours(paper.id))
    version = Version(2, at, "I" if withdrawn else "D")
    comment = "Withdrawn: an error in Lemma 2" if withdrawn else "12 pages, revised"
    return replace(
        paper,
        version=2,
        updated=at,
        comment=comment,
        withdrawn=withdrawn,
        title=paper.title if withdrawn else f"{paper.title} (revised)",
        versions=(*paper.versions, version),
    )


def rng_hours(paper_id: str) -> int:
    return 7 + int(paper_id[-2:]) % 17


def _bulk_edit(rng: random.Random, days: list[date]) -> Iterator[Announcement]:
    """Old papers of the watched categories whose metadata arXiv touches on some days; nobody is to take them for new."""
    for n in range(300):
        submitted = datetime(2015, 1 + n % 12, 1 + n % 28, 12, tzinfo=UTC)
        paper = Paper(
            f"15{1 + n % 12:02d}.{n:05d}",
            f"An old paper, number {n}",
            abstract="Long ago.",
            authors=("Old Author",),
            categories=(rng.choice(WATCHED),),
            submitted=submitted,
            updated=submitted,
            announced=date(2015, 1 + n % 12, 20),
            versions=(Version(1, submitted, "D"),),
        )
        yield Announcement(date(2015, 1 + n % 12, 20), "new", paper)
        yield Announcement(rng.choice(days), "edit", replace(paper, journal_ref="J. Old 1 (2015)"))


Ask = Callable[..., object]  # fetch, or fetch_owed
Key = tuple[str, date]  # category (or "*") and Eastern day


class Weather:
    """What goes wrong, and what of it littrack met. Callable as the replay server's fault."""

    def __init__(self, rng: random.Random, first: date, last: date, clock: Clock) -> None:
        self.rng, self.clock, self.met = rng, clock, set[Key]()
        days = (last - first).days
        start = datetime(first.year, first.month, first.day, tzinfo=UTC).timestamp()
        self.spells = [
            (at, at + rng.uniform(1, 30) * 3600, rng.choice(("F13", "F13-after", "F14", "F15")))
            for at in (start + rng.uniform(3, days) * 86400 for _ in range(max(1, days // 15)))
        ]
        off = first + timedelta(days=rng.randint(10, max(11, days - 10)))
        self.off = (off, off + timedelta(days=4))
        self.feeds: dict[Key, str] = {}
        self.requests: dict[date, tuple[str, str, int]] = {}
        for n in range(days + 1):
            day = first + timedelta(days=n)
            for category in WATCHED:
                roll = rng.random()
                name = (
                    "F01"
                    if roll < 0.027
                    else "F04"
                    if roll < 0.037
                    else "F02"
                    if roll < 0.057
                    else "F29"
                    if roll < 0.06
                    else ""
                )
                if name and n > 2:
                    self.feeds[category, day] = name
            roll = rng.random()
            if roll < 0.16 and n > 2:
                source, names = rng.choice(_REQUESTS)
                self.requests[day] = (source, rng.choice(names), rng.randint(0, 2))
        self.kill_at: int | None = None
        self.victim = 0
        self._seen: dict[tuple[date, str], int] = {}

    def spell(self) -> str | None:
        now = self.clock.time()
        return next((name for a, b, name in self.spells if a <= now < b), None)

    def __call__(self, server: ReplayServer, request: Request, reply: Reply) -> Reply:
        self._maybe_kill()
        today = self.clock.now().astimezone(EASTERN).date()
        spell = self.spell()
        if spell:
            self.met.add(("*", today))
            return FAULTS[spell](server, request, reply)
        return (
            self._feed(server, request, reply, today)
            if request.source == "feed"
            else self._record(server, request, reply, today)
        )

    def _feed(self, server: ReplayServer, request: Request, reply: Reply, today: date) -> Reply:
        category = request.path.rpartition("/")[2]
        name = self.feeds.get((category, today))
        if name is None:
            return reply
        wrong = FAULTS[name](server, request, reply)
        # A stale feed on a day without papers after a day without papers, and the like, is no fault that anybody could see.
        if feed.parse(wrong.body).ids != feed.parse(reply.body).ids:
            self.met.add((category, today))
        return wrong

    def _record(self, server: ReplayServer, request: Request, reply: Reply, today: date) -> Reply:
        wanted = self.requests.get(today)
        if wanted is None or wanted[0] != request.source or (wanted[1] == "F22") != ("resumptionToken" in request.asked):
            return reply
        seen = self._seen.get((today, request.source), 0)
        self._seen[today, request.source] = seen + 1
        if seen != wanted[2]:
            return reply
        wrong = FAULTS[wanted[1]](server, request, reply)
        if wrong.body != reply.body or wrong.length:
            self.met.add(("*", today))
        return wrong

    def _maybe_kill(self) -> None:
        if self.kill_at is not None and self.victim:
            self.kill_at -= 1
            if self.kill_at < 0:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(self.victim, signal.SIGKILL)
                self.kill_at = None


_REQUESTS = (
    ("api", ("F05", "F05-text", "F05-empty", "F05-error", "F06", "F06-break", "F07", "F08", "F09", "bomb")),
    ("oai", ("F05", "F06", "F06-break", "F22", "F22", "F28")),
)


class Trial:
    """One seed."""

    def __init__(self, seed: int, days: int | None, data: Path, folder: Path) -> None:
        self.seed, self.rng = seed, random.Random(seed)
        self.last = min(LAST, FIRST + timedelta(days=days)) if days else LAST
        self.clock = Clock(datetime(FIRST.year, FIRST.month, FIRST.day, 5, 30, tzinfo=UTC).timestamp())
        self.world = make_world(self.rng, self.last, data)
        self.weather = Weather(self.rng, FIRST, self.last, self.clock)
        self.folder = folder
        self.kills = self.runs = 0
        self.idle: Callable[[], bool] = lambda: True
        self.stored_at: dict[str, float] = {}
        self.manners = Manners(jitter=lambda: self.rng.uniform(1.0, 1.3), first_pause=5.0, patience=catchup.PATIENCE)

    def go(self) -> Outcome:
        begun = time.perf_counter(), sum(os.times()[:4])
        with ReplayServer(
            self.world, self.clock.now, fault=self.weather, interval=3.0, clock=self.clock.time, oai_page=60
        ) as server:
            self.idle = server.referee.idle
            workspace = self._workspace(server)
            for moment in self._moments():
                self._day(workspace, moment)
            with Store(workspace.database) as store:
                return self._judge(store, server, (time.perf_counter() - begun[0], sum(os.times()[:4]) - begun[1]))

    def _workspace(self, server: ReplayServer) -> Workspace:
        watch = {
            "categories": list(WATCHED),
            "api_url": server.api_url,
            "feed_url": server.feed_url,
            "oai_url": server.oai_url,
            "interval": 3.0,
        }
        settings = {"survey": {"slug": "bench", "title": "Bench"}, "watch": watch}
        return Workspace(root=self.folder, settings=Settings.model_validate(settings))

    def _moments(self) -> Iterator[float]:
        """The daily runs; two quiet days at the end let what was announced last arrive."""
        for n in range((self.last - FIRST).days + 3):
            day = FIRST + timedelta(days=n)
            if not self.weather.off[0] <= day < self.weather.off[1]:
                yield datetime(day.year, day.month, day.day, 5, 30, tzinfo=UTC).timestamp()

    def _day(self, workspace: Workspace, moment: float) -> None:
        begin, every = max(moment, self.clock.time()), catchup.EVERY.total_seconds()
        self.clock.set(begin)
        ask: Ask = fetch
        while self.clock.time() < moment + 86400:
            doomed = self.rng.random() < 0.08
            self._doomed(workspace, ask) if doomed else self._run(workspace, ask)
            self._look(workspace)
            with Store(workspace.database) as store:
                if not catchup.owed(workspace, store, self.clock.now()):
                    return
            ask = catchup.fetch_owed
            # The scheduler looks at fixed moments, however long a run took.
            self.clock.sleep(every - (self.clock.time() - begin) % every)

    def _run(self, workspace: Workspace, ask: Ask) -> bool:
        self.runs += 1
        try:
            with Store(workspace.database) as store:
                ask(workspace, store, self.clock.now(), sleep=self.clock.sleep, clock=self.clock.time, manners=self.manners)
        except LittrackError:
            return False
        return True

    def _doomed(self, workspace: Workspace, ask: Ask) -> None:
        """A run in a process of its own that is killed, or done before that."""
        begun, by_request = self.clock.now(), self.rng.random() < 0.5
        self.weather.kill_at = self.rng.randint(0, 12) if by_request else None
        pid = os.fork()
        if pid == 0:
            with contextlib.suppress(BaseException):
                os._exit(0 if self._run(workspace, ask) else 3)
            os._exit(4)
        self.runs += 1
        self.weather.victim = pid
        timer = threading.Timer(self.rng.uniform(0.02, 0.8), lambda: self._kill(pid))
        if not by_request:
            timer.start()
        _, status = os.waitpid(pid, 0)
        timer.cancel()
        time.sleep(0.1)
        # Hours of simulated time pass before the next run: the server must be done with what the dead one asked.
        while not self.idle():
            time.sleep(0.001)
        self.weather.victim, self.weather.kill_at = 0, None
        if os.WIFSIGNALED(status):
            self.kills += 1
            # Killed before its first write, or after its last one, a run has disturbed nothing.
            with Store(workspace.database) as store:
                if store.ledger.unfinished() == begun.replace(microsecond=0):
                    self.weather.met.add(("*", begun.astimezone(EASTERN).date()))

    @staticmethod
    def _kill(pid: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)

    def _look(self, workspace: Workspace) -> None:
        with Store(workspace.database) as store:
            for paper_id in store.papers.ids():
                self.stored_at.setdefault(paper_id, self.clock.time())

    def _judge(self, store: Store, server: ReplayServer, seconds: tuple[float, float]) -> Outcome:
        announced = self._announced()
        held = {p.id: p for p in store.papers.all()}
        delays = {i: self.stored_at[i] - self._first_had(at) for i, at in announced.items() if i in self.stored_at}
        due = {p.id: p for p in self.world.papers(self.clock.now() - timedelta(days=1))}
        wrong = sum(1 for i in announced if i in held and i in due and not _same(held[i], due[i]))
        disturbed = self._disturbed()
        return Outcome(
            seed=self.seed,
            announced=len(announced),
            stored=len(announced.keys() & held.keys()),
            late_over_48h=sum(1 for d in delays.values() if d > DUE.total_seconds()) + len(announced.keys() - held.keys()),
            doubled=store.papers.count() - len({i.partition("v")[0] for i in held}),
            limit_breaches=len(server.breaches),
            disturbed_days=len(disturbed),
            disturbed_days_in_ledger=sum(1 for key in disturbed if self._in_ledger(store, key)),
            not_in_ledger=sorted(f"{c} {d}" for c, d in disturbed if not self._in_ledger(store, (c, d))),
            breaches=server.breaches[:3],
            wrong_metadata=wrong,
            unwanted=len(held.keys() - announced.keys()),
            runs=self.runs,
            kills=self.kills,
            requests=len(server.requests),
            worst_delay_hours=round(max(delays.values(), default=0) / 3600, 1),
            seconds=round(seconds[0], 1),
            cpu_seconds=round(seconds[1], 1),
        )

    def _announced(self) -> dict[str, float]:
        """When each paper was first announced in a watched category."""
        found: dict[str, float] = {}
        for a in self.world.announcements:
            if a.day >= FIRST and a.kind in ("new", "cross") and set(a.paper.categories) & set(WATCHED):
                found.setdefault(a.paper.id, a.public.timestamp())
        return found

    def _first_had(self, at: float) -> float:
        """The first moment from ``at`` on at which arXiv answered and littrack's machine was on."""
        off = [datetime(d.year, d.month, d.day, tzinfo=UTC).timestamp() for d in self.weather.off]
        closed = [(a, b) for a, b, _ in self.weather.spells] + [(off[0], off[1] + 5.5 * 3600)]
        moved = True
        while moved:
            moved = False
            for a, b in closed:
                if a <= at < b:
                    at, moved = b, True
        return at

    def _disturbed(self) -> set[Key]:
        """Days on which littrack met a fault, was killed or off, or that had held papers or no paper on a weekday."""
        found = set(self.weather.met)
        days = list(announcement_days(FIRST, self.last))
        found |= {("*", d) for d in days if self.weather.off[0] <= d < self.weather.off[1]}
        found |= {(c, d) for d in days for c in WATCHED if not self._papers(c, d)}
        return {k for k in found if FIRST <= k[1] <= self.last}

    def _papers(self, category: str, day: date) -> bool:
        return any(a.kind != "edit" and category in a.paper.categories for a in self.world.of_day(day))

    def _in_ledger(self, store: Store, key: Key) -> bool:
        category, day = key
        if calendar(store, day, day).days[0].faults:
            return True
        # What a feed brings at the weekend is accounted for on the announcement day before.
        days = {day} if is_announcement_day(day) else {day, previous_day(day)}
        entries = [e for d in days for e in store.ledger.between(d, d) if category in ("*", e.category)]
        return any(e.state is not DayState.COMPLETE or e.note for e in entries)


def _same(kept: Paper, true: Paper) -> bool:
    return (
        (kept.title, kept.abstract, kept.authors, kept.version, kept.withdrawn, kept.submitted)
        == (true.title, true.abstract, true.authors, true.version, true.withdrawn, true.submitted)
    ) and set(kept.categories) == set(true.categories)


def trial(seed: int, days: int | None, data: Path) -> Outcome:
    """Run one seed in a folder of its own."""
    folder = Path(tempfile.mkdtemp(prefix="littrack-half-year-"))
    try:
        return Trial(seed, days, data, folder).go()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _seeds(text: str) -> list[int]:
    first, _, last = text.partition("-")
    return list(range(int(first), int(last or first) + 1))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seeds", type=_seeds, default=[0], metavar="0-19")
    parser.add_argument("--days", type=int, default=None, help="only the first so many days")
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    if not given.data.is_dir():
        sys.exit(f"{given.data} is not here: name the folder of the dated streams with --data")
    found: list[dict[str, Any]] = []
    with ProcessPoolExecutor(max(1, min(given.jobs, len(given.seeds))), mp_context=get_context("spawn")) as pool:
        for outcome in pool.map(trial, given.seeds, *map(_forever, (given.days, given.data))):
            found.append(asdict(outcome))
            line = "  ".join(f"{k} {v}" for k, v in found[-1].items())
            print(line, file=sys.stderr if given.json else sys.stdout, flush=True)
    if given.json:
        names = (
            "wrong_metadata",
            "announced",
            "stored",
            "late_over_48h",
            "doubled",
            "limit_breaches",
            "disturbed_days",
            "disturbed_days_in_ledger",
        )
        print(json.dumps({"seeds": found} | {n: sum(f[n] for f in found) for n in names}, indent=1))


def _forever(value: Any) -> Iterator[Any]:
    while True:
        yield value


if __name__ == "__main__":
    main()
