"""What arXiv still owes since the last daily job, and asking for that alone: every hour, until it is there.

Whether anything is missing follows from the ledger, in milliseconds. So this is the one layer of retries above the transport's
for what a daily job could not get, whoever runs it: the scheduler, cron, or a bench.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from littrack.config import Workspace
from littrack.pipeline import due, jobs
from littrack.pipeline.fetch import FetchReport, fetch
from littrack.pipeline.harvest import Wanted, wanted
from littrack.sources.transport import Manners
from littrack.store import Store

EVERY = timedelta(hours=1)
PATIENCE = 1800.0  # seconds that a scheduled run waits while arXiv says "not now"; the next hour's asks again


def owed(workspace: Workspace, store: Store, now: datetime) -> Wanted:
    """The sources and subjects that have not answered in full since the daily job fell due."""
    asked = store.ledger.asked_until()
    since = due.last_daily(workspace.settings, now)
    return frozenset(pair for pair in wanted(workspace.settings.watch) if pair not in asked or asked[pair] < since)


def is_due(workspace: Workspace, now: datetime) -> bool:
    """Whether there is something to catch up: papers to ask for or letters to hand over, and no job that does it already."""
    if jobs.is_busy(workspace):
        return False
    with Store(workspace.database) as store:
        return bool(store.outbox.waiting() or owed(workspace, store, now))


def manners(workspace: Workspace) -> Manners:
    """How patient a run is that another follows within the hour."""
    return Manners(workspace.settings.watch.contact, patience=PATIENCE)


def fetch_owed(workspace: Workspace, store: Store, now: datetime, **how: Any) -> FetchReport | None:
    """Ask for what is owed and nothing else; None, without a request, where nothing is.

    Args:
        workspace: whose categories and queries to read.
        store: where papers and the ledger go.
        now: the moment of the run.
        how: as for :func:`littrack.pipeline.fetch.fetch`.

    Raises:
        SourceError: arXiv is out of reach; the next hour asks again.
    """
    left = owed(workspace, store, now)
    return fetch(workspace, store, now, only=left, **({"manners": manners(workspace)} | how)) if left else None
