"""Learning from decisions: when a new model is due, making it, and saying what changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from littrack.config import Workspace
from littrack.errors import ListError, ModelError, SourceError
from littrack.pipeline import enrich, model
from littrack.store import Store

MONTH = timedelta(days=30)
_TITLES = 40  # One request each, three seconds apart: two minutes before a training, and the rest before the next.


@dataclass(frozen=True, slots=True)
class Due:
    """Whether a new model is due, how many decisions it would learn, and why or why not."""

    due: bool
    decisions: int
    reason: str


@dataclass(frozen=True, slots=True)
class RetrainReport:
    """What came of it; ``trained`` is None where nothing was due. ``learned`` is the sentence of the next digest."""

    due: Due
    trained: model.TrainReport | None = None
    learned: str = ""


def due(workspace: Workspace, store: Store, now: datetime) -> Due:
    """Whether enough was decided since the model in use was made: ``model.retrain_after`` decisions, or any and a month."""
    champion = store.models.champion()
    if champion is None:
        return Due(True, store.decisions.count_between(None, now), "there is no model yet")
    last = store.models.all()[0]  # a challenger that did not hold has learned them too
    made = _moment(last.created)
    decisions, enough = store.decisions.count_between(made, now), workspace.settings.model.retrain_after
    if decisions >= enough:
        return Due(True, decisions, f"{decisions} decisions since {made.date()}")
    if decisions and now - made >= MONTH:
        return Due(True, decisions, f"{decisions} decisions in a month")
    return Due(False, decisions, f"{decisions} of {enough} decisions since {made.date()}")


def retrain(workspace: Workspace, store: Store, now: datetime, *, force: bool = False) -> RetrainReport:
    """Train on references and decisions if that is due; the new model is promoted only where dated evaluation holds."""
    state = due(workspace, store, now)
    if not (state.due or force):
        return RetrainReport(state)
    trained = model.train(workspace, store, now)
    return RetrainReport(state, trained, learned(store, None))


def learn(
    workspace: Workspace,
    store: Store,
    now: datetime,
    say: Callable[[str], None] = lambda line: None,
    source: enrich.Arxiv | None = None,
) -> RetrainReport:
    """Before each judging: read the survey's lists again, and train if there is no model yet or enough was decided.

    A list that cannot be read, or a training that fails while there is a model in use, is told and stops nothing. Nor does
    ``source`` (arXiv), asked before a training for the abstracts of references: what it does not tell, the next training asks.
    """
    if workspace.settings.survey.lists:
        _reread(workspace, store, now, say)
    state = due(workspace, store, now)
    if state.due:
        _look_up(workspace, store, now, say, source)
        say(f"Training on the references and decisions: {state.reason} ...")
    try:
        return retrain(workspace, store, now)
    except ModelError as error:
        if store.models.champion() is None:
            raise
        say(f"{error}; the model in use stays.")
        return RetrainReport(state)


def _reread(workspace: Workspace, store: Store, now: datetime, say: Callable[[str], None]) -> None:
    from littrack.pipeline import lists

    try:
        lists.reread(workspace, store, now)
    except ListError as error:
        say(f"{error}; the references of the last import stay.")


def _look_up(
    workspace: Workspace, store: Store, now: datetime, say: Callable[[str], None], source: enrich.Arxiv | None
) -> None:
    if source is None:
        return
    say("Looking up what arXiv knows of the references ...")
    try:
        enrich.enrich(workspace, store, source, now, titles=_TITLES, say=say)
    except (ListError, SourceError) as error:
        say(f"{error}; the references stay as they are.")


def learned(store: Store, since: datetime | None) -> str:
    """The newest model made after ``since``, told in a sentence; empty where there is none or it is the first.

    Computed from the log and the models' cards, so that a digest that is rendered again says the same. Recall is told only
    where both models were asked for the same papers.
    """
    models = store.models.all()
    if len(models) < 2 or (since and _moment(models[0].created) <= since):
        return ""
    new, old = models[0], next((m for m in models[1:] if m.state in ("champion", "retired")), models[1])
    n = store.decisions.count_between(_moment(old.created), _moment(new.created))
    told, change = f"{n} {'decision' if n == 1 else 'decisions'}", _change(new.card)
    if new.state != "challenger":
        return f"{told} learned{f'; recall at 10 {change}' if change else ''}."
    why = f"with them, recall at 10 {change}" if change else "it was not better on dated papers"
    return f"{told} tried, but the new model does not hold ({why}): the old one stays."


def _change(card: Mapping[str, Any]) -> str:
    """What became of recall at 10 on the same dated papers; empty where that is not known."""
    before, after = (recall_at_10(card.get(part) or {}) for part in ("champion_dated", "dated"))
    if before is None or after is None:
        return ""
    return f"stayed at {after:.2f}" if f"{before:.2f}" == f"{after:.2f}" else f"went from {before:.2f} to {after:.2f}"


def recall_at_10(figures: Mapping[str, Any]) -> float | None:
    """The recall at 10 among these figures of a card, or None where there is none."""
    recall = figures.get("recall_at")
    value = recall.get("10") if isinstance(recall, Mapping) else None
    return float(value) if isinstance(value, int | float) else None


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
