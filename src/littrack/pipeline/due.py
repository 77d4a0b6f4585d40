"""When the scheduled jobs fall due, and which of them are owed after a time without power."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from littrack.config import Settings, Workspace
from littrack.digest.weeks import local_day, week_of
from littrack.pipeline import jobs
from littrack.records import RunState
from littrack.store import Store
from littrack.store.runs import Run

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# A job of these kinds does the work of the first, too.
COVERED_BY = {
    "daily": ("daily", "catch-up", "weekly", "run"),
    "catch-up": ("catch-up", "daily", "weekly", "run"),
    "fetch": ("fetch", "catch-up", "daily", "weekly", "run"),
    "weekly": ("weekly", "run"),
    "run": ("weekly", "run"),
}


@dataclass(frozen=True, slots=True)
class Timing:
    """When a kind of job falls due, in the digest's time zone; ``weekday`` counts from 0, Monday."""

    kind: str
    at: time
    weekday: int | None = None
    monthday: int | None = None

    @property
    def cron(self) -> str:
        """The same for a scheduler: minute, hour, day of the month, month, weekday (0 is Sunday)."""
        weekday = "*" if self.weekday is None else (self.weekday + 1) % 7
        return f"{self.at.minute} {self.at.hour} {self.monthday or '*'} * {weekday}"


def timings(settings: Settings) -> tuple[Timing, ...]:
    """Every scheduled kind of job, in the order in which they are caught up."""
    plan = settings.schedule
    return (
        Timing("weekly", settings.digest.hour, weekday=DAYS.index(settings.digest.day)),
        Timing("daily", time.fromisoformat(plan.daily)),
        Timing("retrain", time.fromisoformat(plan.retrain), monthday=plan.retrain_day),
        Timing("health", time.fromisoformat(plan.health), weekday=DAYS.index(plan.health_day)),
    )


def week(settings: Settings, now: datetime) -> str:
    """The ISO week of ``now`` in the digest's time zone, as ``2026-W05``."""
    return week_of(local_day(now, settings.digest.zone))


def last_due(timing: Timing, settings: Settings, now: datetime) -> datetime:
    """The newest moment up to ``now``, in UTC, at which this job fell due.

    An hour that the change of clocks skips falls due at the same distance from the day's beginning, and an hour that comes
    twice falls due the first time.
    """
    zone = settings.digest.zone
    day = now.astimezone(zone).date()
    while True:
        fits = timing.weekday in (None, day.weekday()) and timing.monthday in (None, day.day)
        moment = datetime.combine(day, timing.at, zone).astimezone(UTC)
        if fits and moment <= now:
            return moment
        day -= timedelta(days=1)


def last_daily(settings: Settings, now: datetime) -> datetime:
    """When the daily job last fell due."""
    return last_due(next(t for t in timings(settings) if t.kind == "daily"), settings, now)


def is_covered(store: Store, kind: str, due: datetime) -> bool:
    """Whether a job since ``due`` has done what was due then. A failed job has not, a degraded one has."""
    done = store.runs.last_ended(COVERED_BY.get(kind, (kind,)), (RunState.COMPLETE, RunState.QUIET, RunState.DEGRADED))
    return done is not None and done.started >= due


def undone(workspace: Workspace, store: Store) -> list[Run]:
    """The last job of each kind where it failed or was killed, and no job since has done its work; the newest first."""
    last: dict[str, Run] = {}
    for run in jobs.settled(workspace, store.runs.last(200)):
        last.setdefault(run.kind, run)
    return [run for run in last.values() if run.state is RunState.FAILED and not is_covered(store, run.kind, run.started)]


def owed(settings: Settings, store: Store, now: datetime) -> list[str]:
    """The kinds of job that fell due while nothing ran; each once, however often it fell due.

    In a new workspace only the daily job is owed, so that its owner sees something happen.
    """
    first = store.runs.first()
    if first is None:
        return ["daily"]
    found = []
    for timing in timings(settings):
        due = last_due(timing, settings, now)
        if first.started < due and not is_covered(store, timing.kind, due):
            found.append(timing.kind)
    return [kind for kind in found if kind != "daily" or "weekly" not in found]
