"""The verbs of the model: train, classify."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from littrack.config import Workspace
from littrack.errors import ModelError
from littrack.model import bundle
from littrack.store import Store
from littrack.store.models import StoredModel
from littrack.workspace import read_references, read_taxonomy

if TYPE_CHECKING:
    from littrack.model import training
    from littrack.model.contest import Contest
    from littrack.model.meanings import Meanings

_BATCH = 500


@dataclass(frozen=True, slots=True)
class TrainReport:
    """What came of a training. ``reason`` says why the model was promoted or not."""

    model_id: str
    promoted: bool
    reason: str
    n_positives: int
    n_unlabelled: int
    n_rejects: int
    n_sections: int
    threshold: float
    figures: dict[str, Any] = field(default_factory=dict)
    champion_figures: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RollbackReport:
    """The model in use after a rollback, and the one that was before it."""

    model_id: str
    instead_of: str


@dataclass(frozen=True, slots=True)
class ClassifyReport:
    """How many papers were judged, by which model, and how many of them reach its threshold."""

    model_id: str
    judged: int
    above_threshold: int


def train(workspace: Workspace, store: Store, now: datetime) -> TrainReport:
    """Fit a challenger on the references, the decisions and the stored papers; promote it unless it is worse.

    The card is written beside the taxonomy when the model is promoted. The same data give the same model, which is then
    neither new nor promoted again; nor is one that was rolled back.

    Raises:
        ModelError: there is nothing to learn from.
        ListError: the references or the taxonomy cannot be read.
    """
    from littrack.model import card, training

    references = read_references(workspace.references_file)
    taxonomy = read_taxonomy(workspace.taxonomy_file)
    papers = {p.id: p for p in store.papers.all()}
    log, old = store.decisions.all(), store.models.champion()
    examples = training.gather(taxonomy, references, papers, log)
    settings = workspace.settings.model
    fitted = training.fit(examples, settings)
    data = fitted.to_bytes()
    model_id = bundle.save(workspace.classifier, data)
    contest = _settled(old, store.models.get(model_id))
    if contest is None:
        earlier = [d for d in log if old and d.at <= datetime.fromisoformat(old.created)]
        before = training.gather(taxonomy, references, papers, earlier) if len(earlier) < len(log) else None
        contest = _contest(workspace, examples, before, fitted.sections.meanings, old)
    made = card.make(workspace, examples, fitted, contest, model_id, bundle.digest_of(data), now)
    promoted = contest.not_worse and not (old and old.id == model_id)
    with store.transaction():
        store.references.replace_all(references)
        store.models.add(model_id, bundle.digest_of(data), made, now)
        if promoted:
            store.models.promote(model_id)
    if promoted:
        card.write(workspace.classifier, made)
    return TrainReport(
        model_id=model_id,
        promoted=promoted,
        reason=contest.reason,
        n_positives=len(examples.positives),
        n_unlabelled=len(examples.unlabelled),
        n_rejects=len(examples.rejects),
        n_sections=len(fitted.sections.slugs),
        threshold=fitted.threshold,
        figures=contest.figures,
        champion_figures=contest.champions,
    )


def _settled(old: StoredModel | None, same: StoredModel | None) -> Contest | None:
    """What came of a model that needs no contest, because it was made before."""
    from littrack.model.contest import Contest

    if old and same and same.id == old.id:
        return Contest(True, "the same data give the model in use")
    if old and same and same.state == "retired" and same.created > old.created:
        return Contest(False, "this model was rolled back; it takes new data to make another")
    return None


def _contest(
    workspace: Workspace,
    examples: training.TrainingSet,
    before: training.TrainingSet | None,
    meanings: Meanings,
    old: StoredModel | None,
) -> Contest:
    from littrack.model import contest as contests

    try:
        used = bundle.load(workspace.classifier, old.id, old.sha256) if old else None
    except ModelError as error:  # a champion that cannot be trusted must not keep its place
        return replace(contests.compare(examples, workspace.settings.model, None, meanings), reason=error.what)
    return contests.compare(examples, workspace.settings.model, used, meanings, before)


def rollback(workspace: Workspace, store: Store) -> RollbackReport:
    """Go back to the model that was in use before this one.

    Raises:
        ModelError: there is none, or its file is not to be trusted.
    """
    from littrack.model import card

    used = store.models.champion()
    earlier = [m for m in store.models.all() if m.state == "retired" and used and m.created < used.created]
    if not used or not earlier:
        raise ModelError("there is no earlier model to go back to", "run `littrack train` to make a new one")
    bundle.load(workspace.classifier, earlier[0].id, earlier[0].sha256)
    store.models.promote(earlier[0].id)
    card.write(workspace.classifier, earlier[0].card)
    return RollbackReport(earlier[0].id, used.id)


def champion_of(store: Store) -> StoredModel:
    """What is recorded of the model in use.

    Raises:
        ModelError: there is none yet.
    """
    stored = store.models.champion()
    if stored is None:
        raise ModelError("there is no model yet", "run `littrack train`")
    return stored


def champion(workspace: Workspace, store: Store) -> tuple[StoredModel, bundle.Model]:
    """The model in use.

    Raises:
        ModelError: there is none yet, or its file is not to be trusted.
    """
    stored = champion_of(store)
    return stored, bundle.load(workspace.classifier, stored.id, stored.sha256)


def classify(
    workspace: Workspace, store: Store, now: datetime, progress: Callable[[int], None] | None = None
) -> ClassifyReport:
    """Let the model judge every paper whose newest version it has not seen, a batch a transaction.

    Args:
        workspace: the survey.
        store: its database.
        now: the moment kept with the predictions.
        progress: called with the number of papers of each batch done.

    Raises:
        ModelError: there is no model, or its file is not to be trusted.
    """
    stored, model = champion(workspace, store)
    judged = above = 0
    while batch := store.papers.unpredicted(stored.id, _BATCH):
        predictions = model.predict(batch, stored.id)
        store.predictions.add(predictions, now)
        judged += len(batch)
        above += sum(p.relevance >= model.threshold for p in predictions)
        if progress:
            progress(len(batch))
    return ClassifyReport(stored.id, judged, above)
