"""The two ways in for littrack's command line; each sets Prefect's surroundings before anything imports Prefect."""

from __future__ import annotations

import signal
import sys
from datetime import datetime
from typing import Any

from littrack.config import Workspace
from littrack.pipeline import jobs

from . import home


def run_flow(workspace: Workspace, now: datetime | None = None, *, replay: bool = False) -> str:
    """Do the main job once as a Prefect flow, on a temporary server that ends with it; returns the end state's name.

    Raises:
        BusyError: another job holds the workspace.
        LittrackError: from any stage.
    """
    home.prepare(workspace)
    _end_on_sigterm()
    with jobs.hold(workspace.database):  # also keeps two first runs from migrating one new home at once
        from .weekly import weekly

        state: Any = weekly.with_options(retries=0)(str(workspace.root), now=now, replay=replay, return_state=True)
        state.result()
        return str(state.name)


def schedule(workspace: Workspace, *, trial: int | None = None, now: datetime | None = None) -> None:
    """Run the workspace's own Prefect server and every schedule until stopped; see :mod:`littrack_flows.serve`."""
    home.prepare(workspace, own_server=True, calm=not trial)
    from .serve import serve

    serve(workspace, trial=trial, now=now)


def _end_on_sigterm() -> None:
    """A plain SIGTERM would leave Prefect's temporary server behind; an exit takes it along."""
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
