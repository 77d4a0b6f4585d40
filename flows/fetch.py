"""New papers from arXiv, and the ledger as an artifact."""

from __future__ import annotations

from datetime import timedelta

from prefect.artifacts import create_table_artifact

from littrack.errors import SourceError
from littrack.pipeline import catchup, fetch
from littrack.pipeline.status import calendar
from littrack.records import RunState

from .work import Work, stage


@stage(name="fetch papers")
def fetch_papers(at: Work, go_on: bool) -> None:
    """Ask arXiv for what is due; where it cannot be reached, fail, or ``go_on`` without it and say so."""
    try:
        found = fetch.fetch(at.workspace, at.store, at.now, manners=catchup.manners(at.workspace))
    except SourceError as error:
        if not go_on:
            raise
        at.job.state, at.job.note = RunState.DEGRADED, str(error)
    else:
        at.job.state, at.job.note = RunState(found.state), f"{found.new} new papers"
    show_ledger(at)


@stage(name="fetch what is owed")
def fetch_owed(at: Work) -> None:
    """Ask arXiv for what it could not give before, and say so where it still cannot."""
    try:
        found = catchup.fetch_owed(at.workspace, at.store, at.now)
    except SourceError as error:
        at.job.state, at.job.note = RunState.DEGRADED, str(error)
    else:
        at.job.state, at.job.note = (RunState(found.state), f"{found.new} new papers") if found else (RunState.QUIET, "")
    show_ledger(at)


def show_ledger(at: Work) -> None:
    """The last two weeks of the ledger, a line a day."""
    days = calendar(at.store.ledger.between(at.now.date() - timedelta(days=14), at.now.date()))
    lines = [{"day": str(d.day), "state": d.state.value, "received": d.received, "new": d.new} for d in days]
    create_table_artifact(key="ledger", table=lines, description="What came from arXiv, by day")
