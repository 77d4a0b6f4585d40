"""Every week: a backup, a tidy house, the lists read again, and a look at what may be wrong."""

from datetime import datetime

from prefect import flow
from prefect.artifacts import create_markdown_artifact
from prefect.client.schemas.objects import State

from littrack.errors import ListError
from littrack.pipeline import backup, health
from littrack.records import RunState

from .digest import send_digest
from .work import Work, run_name, stage, work


@stage(name="back up")
def back_up(at: Work) -> None:
    """Copy the database and remove what is older than littrack.toml says."""
    backup.make(at.workspace, at.store, at.now)
    health.tidy(at.workspace, at.store, at.now)


@stage(name="read lists")
def read_lists(at: Work) -> None:
    """Learn what a person edited in the lists; one that cannot be read is told."""
    try:
        at.job.note = health.read_lists(at.workspace, at.store, at.now)
    except ListError as error:
        at.job.state, at.job.note = RunState.DEGRADED, str(error)


@stage(name="look around")
def look_around(at: Work) -> None:
    """Find out what is wrong and have the operator told."""
    found = health.look(at.workspace, at.store, at.now)
    if found.outcome is RunState.DEGRADED:
        at.job.state = RunState.DEGRADED
    at.job.note += f"; {found.summary}"
    create_markdown_artifact(key="health", markdown=found.markdown, description="What is wrong, and how to mend it")


@flow(name="health", flow_run_name=run_name)
def check_health(root: str, now: datetime | None = None) -> State[None]:
    """Back up, tidy, read the lists, look around, tell."""
    with work("health", root, now) as at:
        back_up(at)
        read_lists(at)
        look_around(at)
        send_digest(at)
    return at.state()
