"""Every hour: what the daily job could not get from arXiv, and letters that had to wait; nothing where nothing is missing."""

from datetime import UTC, datetime
from pathlib import Path

from prefect import flow
from prefect.client.schemas.objects import State

from littrack.config import load_workspace
from littrack.pipeline import catchup

from .classify import classify_papers
from .digest import send_digest
from .fetch import fetch_owed
from .work import covered, run_name, work


@flow(name="catch-up", flow_run_name=run_name)
def catch_up(root: str, now: datetime | None = None) -> State[None]:
    """Ask arXiv again for exactly what is missing."""
    if not catchup.is_due(load_workspace(Path(root)), now or datetime.now(UTC)):
        return covered("catch-up")
    with work("catch-up", root, now) as at:
        fetch_owed(at)
        classify_papers(at)
        send_digest(at)
    return at.state()
