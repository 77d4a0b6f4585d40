"""Every day: fetch and classify, hand over the mail that had to wait, and make a digest that is overdue."""

from datetime import datetime

from prefect import flow
from prefect.client.schemas.objects import State

from .classify import classify_papers
from .digest import make_digest, send_digest
from .fetch import fetch_papers
from .work import RETRIES, RETRY_SECONDS, covered, instead_of_daily, is_covered, last_attempt, run_name, work


@flow(name="daily", flow_run_name=run_name, retries=RETRIES, retry_delay_seconds=RETRY_SECONDS)
def daily(root: str, now: datetime | None = None) -> State[None]:
    """Bring the store up to date with arXiv."""
    if is_covered("daily", root, now):
        return covered("daily")
    kind = instead_of_daily(root, now)
    with work(kind, root, now) as at:
        # What arXiv does not give now, the catch-up asks for every hour; an issue is worth waiting for.
        fetch_papers(at, kind == "daily" or last_attempt())
        classify_papers(at)
        if kind == "weekly":
            make_digest(at, False)
        send_digest(at)
    return at.state()
