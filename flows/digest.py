"""This week's issue, and its way to the readers."""

from __future__ import annotations

from prefect.artifacts import create_markdown_artifact

from littrack.pipeline import digest, send
from littrack.records import RunState

from .work import Work, stage


@stage(name="make digest")
def make_digest(at: Work, replay: bool) -> None:
    """Make or grow the issue of the week."""
    made = digest.make(at.workspace, at.store, at.now, replay=replay)
    at.job.state, at.job.note = made.outcome, f"issue {made.issue}: {made.candidates} papers"
    page = next(path for path in made.paths if path.suffix == ".md")
    create_markdown_artifact(key="digest", markdown=page.read_text(encoding="utf-8"), description=f"Issue {made.issue}")


@stage(name="send digest")
def send_digest(at: Work) -> None:
    """Send what is not sent yet, where there is anyone to send to. What a server refuses waits in the outbox."""
    if send.wanted(at.workspace):
        sent = send.send(at.workspace, at.store, at.now)
        if sent.waiting or sent.refused or sent.failed:
            at.job.state, at.job.note = RunState.DEGRADED, "; ".join((at.job.note, *sent.failed, *sent.refused))
        else:
            at.job.note += f", {len(sent.sent)} sent"
