"""Every week: the whole job, from arXiv to the readers."""

from datetime import datetime

from prefect import flow
from prefect.client.schemas.objects import State

from .classify import classify_papers
from .digest import make_digest, send_digest
from .fetch import fetch_papers
from .work import RETRIES, RETRY_SECONDS, covered, is_covered, last_attempt, run_name, work


@flow(name="weekly", flow_run_name=run_name, retries=RETRIES, retry_delay_seconds=RETRY_SECONDS)
def weekly(root: str, now: datetime | None = None, replay: bool = False) -> State[None]:
    """Fetch, classify, make the digest and send it."""
    if is_covered("weekly", root, now):
        return covered("weekly")
    with work("weekly", root, now) as at:
        fetch_papers(at, last_attempt())
        classify_papers(at)
        make_digest(at, replay)
        send_digest(at)
    return at.state()
