"""Keeping house: what is old goes, what is wrong is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from littrack.config import Workspace
from littrack.pipeline import due, lists, send
from littrack.pipeline.doctor import Check, Health, examine
from littrack.records import RunState
from littrack.store import Store


@dataclass(frozen=True, slots=True)
class HealthReport:
    """What a look around found: every check that is not in order."""

    found: tuple[Check, ...]

    @property
    def outcome(self) -> RunState:
        """Degraded where anything is wrong."""
        return RunState.DEGRADED if any(c.health is Health.WRONG for c in self.found) else RunState.COMPLETE

    @property
    def summary(self) -> str:
        """One line for the account of jobs."""
        return "; ".join(f"{c.name}: {c.found}" for c in self.found) or "all is in order"

    @property
    def markdown(self) -> str:
        """A list for a person."""
        return "\n".join(f"- **{c.name}**: {c.found}\n  {c.remedy}" for c in self.found) or "All is in order."


def look(workspace: Workspace, store: Store, now: datetime) -> HealthReport:
    """Examine the workspace, arXiv and the mail server included, and queue a notice to the operator of what is wrong.

    The same causes are told once a week.
    """
    checks = examine(workspace.root, now)
    report = HealthReport(tuple(c for c in checks if c.health in (Health.WRONG, Health.WARNING)))
    if report.outcome is RunState.DEGRADED:
        wrong = [c for c in report.found if c.health is Health.WRONG]
        key = f"health.{due.week(workspace.settings, now)}.{'.'.join(c.name for c in wrong)}"
        lines = [f"{c.name}: {c.found}. {c.remedy}" for c in wrong]
        send.tell_operator(workspace, store, now, key, "littrack needs a hand", lines)
    return report


def read_lists(workspace: Workspace, store: Store, now: datetime) -> str:
    """Read the survey's own lists again, so that what a person edited there is known; returns a sentence.

    Raises:
        ListError: one of them cannot be read; nothing was changed.
    """
    done = lists.reread(workspace, store, now)
    return "no list is named in littrack.toml" if done is None else f"{len(store.references.all())} references read again"


def tidy(workspace: Workspace, store: Store, now: datetime) -> int:
    """Remove opinions of retired models, of the last one after a while, and fold the write-ahead log; returns how many went.

    Papers, issues, decisions and the ledger are kept for ever: an issue holds its own copy of the opinions that it shows.
    """
    removed = store.predictions.prune(now - timedelta(days=workspace.settings.keep.raw_days))
    store.fold()
    return removed
