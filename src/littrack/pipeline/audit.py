"""The weekly audit: a few papers below the threshold, drawn at random, and what they say of what is missed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from littrack.config import Workspace
from littrack.model import audit as drawing
from littrack.model.training import standing
from littrack.pipeline.model import champion
from littrack.records import Paper, Reason, Verdict
from littrack.store import Store

SIZE = 5
WEEKS = 4


@dataclass(frozen=True, slots=True)
class AuditReport:
    """``to_read`` are this week's papers that nobody has decided on; ``missed`` is over the last four weeks."""

    week: str
    to_read: tuple[Paper, ...]
    missed: drawing.Missed


def audit(workspace: Workspace, store: Store, now: datetime) -> AuditReport:
    """Draw this week's sample and count what the last weeks' samples found.

    Raises:
        ModelError: there is no model, or its file is not to be trusted.
    """
    stored, model = champion(workspace, store)
    given = workspace.settings.model.threshold
    threshold = model.threshold if given is None else given
    verdicts = standing(store.decisions.all()).values()
    accepted = {d.paper_id for d in verdicts if d.verdict is Verdict.ACCEPT}
    rejected = {d.paper_id for d in verdicts if d.verdict is Verdict.REJECT and d.reason is Reason.OFF_TOPIC}
    listed = store.references.arxiv_ids()
    drawn: list[list[str]] = []
    below = 0
    monday = now.date() - timedelta(days=now.weekday())
    for back in range(WEEKS):
        start = monday - timedelta(weeks=back)
        ids = [p.id for p in store.papers.between(start, start + timedelta(days=6)) if p.id not in listed and not p.withdrawn]
        predictions = store.predictions.of(stored.id, ids)
        below += sum(p.relevance < threshold for p in predictions.values())
        drawn.append(drawing.sample(_week(start), predictions, threshold, SIZE))
    everything = [key for part in drawn for key in part]
    papers = store.papers.many(drawn[0])
    to_read = tuple(papers[key] for key in drawn[0] if key not in accepted | rejected)
    return AuditReport(_week(monday), to_read, drawing.missed(below, everything, accepted, rejected))


def _week(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"
