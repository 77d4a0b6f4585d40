"""The main job: fetch, learn from the list and the decisions, classify, digest, and send where mail is set up."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from littrack.config import Workspace
from littrack.errors import SourceError
from littrack.pipeline import digest, enrich, fetch, model, retrain
from littrack.pipeline.jobs import recorded
from littrack.records import RunState
from littrack.store import Store

if TYPE_CHECKING:
    from littrack.pipeline.send import SendReport

Say = Callable[[str], None]
Sleep = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class RunReport:
    """What each stage of one run did; ``trained`` and ``sent`` are None where there was no need."""

    fetched: fetch.FetchReport
    trained: model.TrainReport | None
    classified: model.ClassifyReport
    digest: digest.DigestReport
    sent: SendReport | None


def run(
    workspace: Workspace,
    store: Store,
    now: datetime,
    *,
    replay: bool = False,
    say: Say = lambda line: None,
    sleep: Sleep = time.sleep,
) -> RunReport:
    """Do the main job once. May be killed at any moment and run again with the same result.

    Raises:
        SourceError: arXiv is out of reach. What is stored is classified all the same; no digest is made, since the
            week is not complete, and nothing is marked as fetched that is not.
        BusyError: another job holds the workspace.
        LittrackError: from any other stage, whose work is then pending for the next run.
    """
    with recorded(workspace, store, "run", now) as outcome:
        report = _stages(workspace, store, now, replay, say, sleep)
        outcome.state, outcome.note = RunState(report.fetched.state), f"issue {report.digest.issue}"
        if report.sent and (trouble := (*report.sent.failed, *report.sent.refused)):
            outcome.state, outcome.note = RunState.DEGRADED, "; ".join(trouble)
        return report


def _stages(workspace: Workspace, store: Store, now: datetime, replay: bool, say: Say, sleep: Sleep) -> RunReport:
    say("Fetching new papers from arXiv ...")
    try:
        fetched = fetch.fetch(workspace, store, now, sleep=sleep, progress=say)
    except SourceError:
        if store.models.champion():
            model.classify(workspace, store, now)
        raise
    trained = retrain.learn(workspace, store, now, say, enrich.arxiv(workspace, say)).trained
    say("Classifying what is new ...")
    classified = model.classify(workspace, store, now)
    say("Rendering the digest ...")
    made = digest.make(workspace, store, now, replay=replay)
    sent = None
    if workspace.settings.mail and not replay:
        from littrack.pipeline import send

        say("Sending what has not gone out ...")
        sent = send.send(workspace, store, now)
    return RunReport(fetched, trained, classified, made, sent)
