"""The verbs of the model: train, classify."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from littrack.config import Workspace
from littrack.errors import ModelError
from littrack.model import bundle, training
from littrack.store import Store
from littrack.store.models import StoredModel
from littrack.workspace import read_references, read_taxonomy

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


@dataclass(frozen=True, slots=True)
class ClassifyReport:
    """How many papers were judged, by which model, and how many of them reach its threshold."""

    model_id: str
    judged: int
    above_threshold: int


def train(workspace: Workspace, store: Store, now: datetime) -> TrainReport:
    """Fit a model on the workspace's references and the store's papers, and promote it."""
    references = read_references(workspace.references_file)
    store.references.replace_all(references)
    papers = {p.id: p for p in store.papers.all()}
    taxonomy = read_taxonomy(workspace.taxonomy_file)
    examples = training.gather(taxonomy, references, papers, store.decisions.all())
    data = training.fit(examples, workspace.settings.model).to_bytes()
    model = bundle.Model.from_bytes(data)
    model_id = bundle.save(workspace.classifier, data)
    card = {"threshold": model.threshold, "threshold_interval": list(model.threshold_interval)}
    with store.transaction():
        store.models.add(model_id, bundle.digest_of(data), card, now)
        store.models.promote(model_id)
    return TrainReport(
        model_id=model_id,
        promoted=True,
        reason="it is the first",
        n_positives=len(examples.positives),
        n_unlabelled=len(examples.unlabelled),
        n_rejects=len(examples.rejects),
        n_sections=len(model.sections.slugs),
        threshold=model.threshold,
    )


def champion(workspace: Workspace, store: Store) -> tuple[StoredModel, bundle.Model]:
    """The model in use.

    Raises:
        ModelError: there is none yet, or its file is not to be trusted.
    """
    stored = store.models.champion()
    if stored is None:
        raise ModelError("there is no model yet", "run `littrack train`")
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
