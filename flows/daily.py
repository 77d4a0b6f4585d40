"""Every day: fetch and classify, and hand over the mail that had to wait."""

from datetime import datetime

from prefect import flow
from prefect.client.schemas.objects import State

from .classify import classify_papers
from .digest import send_digest
from .fetch import fetch_papers
from .work import RETRIES, RETRY_SECONDS, covered, is_covered, run_name, work


@flow(name="daily", flow_run_name=run_name, retries=RETRIES, retry_delay_seconds=RETRY_SECONDS)
def daily(root: str, now: datetime | None = None) -> State[None]:
    """Bring the store up to date with arXiv."""
    if is_covered("daily", root, now):
        return covered("daily")
    with work("daily", root, now) as at:
        fetch_papers(at)
        classify_papers(at)
        send_digest(at)
    return at.state()
