"""What every flow shares: the workspace that it holds, the moment at which it works, its name and how it ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ParamSpec

from prefect import runtime, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.states import Completed

from littrack.config import Workspace, load_workspace
from littrack.pipeline import due, jobs
from littrack.store import Store

WAIT_SECONDS = 3600.0
RETRIES = 2
RETRY_SECONDS = 1800

P = ParamSpec("P")
Stage = Callable[P, None]


def stage(name: str) -> Callable[[Stage[P]], Stage[P]]:
    """A coarse task. It does not retry: arXiv's transport, the outbox and the flow do, each where it is safe."""
    decorate: Any = task(name=name, cache_policy=NO_CACHE, persist_result=False)
    return lambda function: decorate(function)


class Work:
    """One flow's hold on a workspace. ``job`` is how it will be remembered."""

    def __init__(self, workspace: Workspace, store: Store, now: datetime, job: jobs.Job) -> None:
        self.workspace, self.store, self.now, self.job = workspace, store, now, job

    def state(self) -> State[None]:
        """How Prefect is to show the end: Complete, Quiet or Degraded by name."""
        return Completed(name=self.job.state.value.capitalize(), message=self.job.note or None)


@contextmanager
def work(kind: str, root: str, now: datetime | None) -> Iterator[Work]:
    """Hold the workspace in ``root`` for one job; another one is waited for. ``now`` is given in replays only."""
    workspace = load_workspace(Path(root))
    with jobs.hold(workspace.database, WAIT_SECONDS), Store(workspace.database) as store:
        at = now or datetime.now(UTC)
        with jobs.recorded(workspace, store, kind, at) as job:
            yield Work(workspace, store, at, job)


def is_covered(kind: str, root: str, now: datetime | None) -> bool:
    """Whether another run has done what this one was scheduled for, as after a time without power."""
    workspace, planned = load_workspace(Path(root)), runtime.flow_run.scheduled_start_time
    if now or not runtime.deployment.id:
        return False
    with jobs.hold(workspace.database, WAIT_SECONDS), Store(workspace.database) as store:
        return due.is_covered(store, kind, planned.astimezone(UTC))


def instead_of_daily(root: str, now: datetime | None) -> str:
    """``weekly`` where this week's weekly run died or failed, so that the next daily one does its work; else ``daily``."""
    workspace = load_workspace(Path(root))
    with jobs.hold(workspace.database, WAIT_SECONDS), Store(workspace.database) as store:
        return "weekly" if "weekly" in due.owed(workspace.settings, store, now or datetime.now(UTC)) else "daily"


def covered(kind: str) -> State[None]:
    """The end of a run whose work is done already."""
    return Completed(name="Covered", message=f"a later {kind} run has done this work")


def run_name() -> str:
    """``weekly 2026-W05``: the flow and the ISO week in the digest's time zone."""
    given = runtime.flow_run.parameters
    settings = load_workspace(Path(given["root"])).settings
    return f"{runtime.flow_run.get_flow_name()} {due.week(settings, given.get('now') or datetime.now(UTC))}"


def last_attempt() -> bool:
    """Whether Prefect will not try this flow again if it fails now."""
    attempt: int = runtime.flow_run.run_count or 1
    return attempt > RETRIES
