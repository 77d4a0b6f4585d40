"""Every schedule, in one process with the workspace's own Prefect server."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import shutil
import threading
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import uvicorn
from filelock import FileLock, Timeout
from prefect import Flow
from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterExpectedStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import StateType
from prefect.runner import Runner
from prefect.schedules import Cron, Interval, Schedule
from prefect.states import Cancelled
from prefect.types.entrypoint import EntrypointType

from littrack.config import Workspace
from littrack.errors import BusyError, StoreError
from littrack.pipeline import catchup, due
from littrack.store import Store
from littrack.workspace import write_atomically

from . import automations, home
from .catchup import catch_up
from .daily import daily
from .health import check_health
from .retrain import retrain
from .weekly import weekly

FLOWS: dict[str, Flow[Any, Any]] = {
    "weekly": weekly,
    "daily": daily,
    "retrain": retrain,
    "health": check_health,
    "catch-up": catch_up,
}
START_SECONDS = 180
log = logging.getLogger("littrack.schedule")


class _Runner(Runner):
    """Ends quietly on SIGTERM; Prefect's own handler ends with a traceback for every open connection."""

    async def run(self) -> None:
        """Run what is due until told to stop."""
        self.told = asyncio.Event()
        self.loop = asyncio.get_running_loop()
        watcher = asyncio.create_task(self._stop_when_told())
        await self.start()
        watcher.cancel()

    def handle_sigterm(self, *args: Any, **kwargs: Any) -> None:
        self.loop.call_soon_threadsafe(self.told.set)

    async def _stop_when_told(self) -> None:
        await self.told.wait()
        await self.astop()


def schedules(workspace: Workspace) -> dict[str, Schedule]:
    """When each flow runs, by littrack.toml, in the digest's time zone."""
    settings = workspace.settings
    return {t.kind: Cron(t.cron, timezone=settings.digest.timezone) for t in due.timings(settings)}


def serve(workspace: Workspace, *, trial: int | None = None, now: datetime | None = None) -> None:
    """Run the server and the schedules until stopped.

    Args:
        workspace: whose flows to serve.
        trial: instead of the schedules, let the weekly flow fall due every so many seconds.
        now: with ``trial``, the moment that the flow is to take for now.

    Raises:
        BusyError: another scheduler serves this workspace.
        StoreError: the server does not start.
    """
    folder = home.folder(workspace)
    try:
        with FileLock(folder / "schedule.lock", timeout=0):
            shutil.rmtree(folder / "tmp", ignore_errors=True)
            (folder / "tmp").mkdir()
            asyncio.run(_serve(workspace, trial, now))
    except Timeout:
        raise BusyError(f"another `littrack schedule` serves {workspace.root}", "stop that one first") from None


async def _serve(workspace: Workspace, trial: int | None, now: datetime | None) -> None:
    url = await _start_server(workspace)
    runner = _Runner(name="littrack", limit=1, pause_on_shutdown=False)
    ids = await _deploy(runner, workspace, trial, now)
    async with get_client() as client:
        for automation in (automations.crash_the_silent(), automations.look_after_a_crash(ids["health"])):
            await automations.put(client, automation)
        if not trial:
            await _catch_up(client, workspace, ids)
    _leave_note(workspace, url)
    hourly = None if trial else asyncio.create_task(_every_hour(workspace, ids["catch-up"]))
    await runner.run()
    if hourly:
        hourly.cancel()


async def _every_hour(workspace: Workspace, deployment: UUID) -> None:
    """Have the catch-up run where there is something to catch up; to find out costs no run. A pause of it is respected."""
    while True:
        await asyncio.sleep(catchup.EVERY.total_seconds())
        try:
            if await asyncio.to_thread(catchup.is_due, workspace, datetime.now(UTC)):
                async with get_client() as client:
                    if not (await client.read_deployment(deployment)).paused:
                        await client.create_flow_run_from_deployment(deployment)
        except Exception:  # whatever it is, the next hour looks again
            log.exception("whether anything is to be caught up could not be found out")


async def _start_server(workspace: Workspace) -> str:
    """Start the server in a thread of this process; returns its address. When it ends, so does the process."""
    from prefect.server.api.server import create_app

    url = os.environ["PREFECT_API_URL"]
    config = uvicorn.Config(
        create_app(), port=urlsplit(url).port or 0, log_level="warning", access_log=False, timeout_graceful_shutdown=5
    )
    server = uvicorn.Server(config)
    threading.Thread(target=_run_server, args=(server,), daemon=True, name="prefect-server").start()
    for _ in range(START_SECONDS * 10):
        if server.started:
            return url
        await asyncio.sleep(0.1)
    raise StoreError(
        "Prefect's server does not start", f"see the log; {home.folder(workspace)} may be removed, it is made again"
    )


def _run_server(server: uvicorn.Server) -> None:
    server.run()
    if not server.should_exit:
        os._exit(1)


async def _deploy(runner: Runner, workspace: Workspace, trial: int | None, now: datetime | None) -> dict[str, UUID]:
    plan: dict[str, Schedule | None] = {**schedules(workspace), "catch-up": None}
    parameters: dict[str, Any] = {"root": str(workspace.root)}
    if trial:
        plan = {"weekly": Interval(trial, anchor_date=datetime.now(UTC) + timedelta(seconds=trial)), "health": None}
    ids = {}
    for kind, schedule in plan.items():
        given = parameters | ({"now": now.isoformat()} if now and kind == "weekly" else {})
        ids[kind] = await runner.aadd_flow(
            FLOWS[kind],
            name=f"littrack-{kind}",
            schedule=schedule,
            parameters=given,
            entrypoint_type=EntrypointType.MODULE_PATH,
        )
    return ids


async def _catch_up(client: PrefectClient, workspace: Workspace, ids: dict[str, UUID]) -> None:
    """Drop what fell due while nothing ran, and run what is owed once instead."""
    now = datetime.now(UTC)
    missed = await client.read_flow_runs(
        flow_run_filter=FlowRunFilter(
            state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.SCHEDULED])),
            expected_start_time=FlowRunFilterExpectedStartTime(before_=now),
        )
    )
    for run in missed:
        await client.set_flow_run_state(run.id, Cancelled(message="missed; caught up by one run"), force=True)
    with Store(workspace.database) as store:
        owed = due.owed(workspace.settings, store, now)
    for kind in owed:
        await client.create_flow_run_from_deployment(ids[kind])


def _leave_note(workspace: Workspace, url: str) -> None:
    """Where `littrack doctor` finds the server."""
    folder = home.folder(workspace)
    path = folder / "schedule.json"
    note = {"url": url, "auth": home.secret(folder), "pid": os.getpid(), "started": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"}
    write_atomically(path, json.dumps(note).encode())
    path.chmod(0o600)
