"""Every week: a backup, a tidy house, and a look at what may be wrong."""

from datetime import datetime

from prefect import flow
from prefect.artifacts import create_markdown_artifact
from prefect.client.schemas.objects import State

from littrack.pipeline import backup, health

from .work import Work, run_name, stage, work


@stage(name="back up")
def back_up(at: Work) -> None:
    """Copy the database and remove what is older than littrack.toml says."""
    backup.make(at.workspace, at.store, at.now)
    health.tidy(at.workspace, at.store, at.now)


@stage(name="look around")
def look_around(at: Work) -> None:
    """Tell the operator what is wrong, once a cause."""
    found = health.look(at.workspace, at.store, at.now)
    at.job.state, at.job.note = found.outcome, found.summary
    create_markdown_artifact(key="health", markdown=found.markdown, description="What is wrong, and how to mend it")


@flow(name="health", flow_run_name=run_name)
def check_health(root: str, now: datetime | None = None) -> State[None]:
    """Back up, tidy, look around."""
    with work("health", root, now) as at:
        back_up(at)
        look_around(at)
    return at.state()
