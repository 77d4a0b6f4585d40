"""The model's opinion of every paper that it has not seen."""

from __future__ import annotations

from littrack.pipeline import model

from .retrain import train
from .work import Work, stage


@stage(name="classify papers")
def classify_papers(at: Work) -> None:
    """Classify what is pending; a workspace without a model gets one first."""
    if at.store.models.champion() is None:
        train(at)
    model.classify(at.workspace, at.store, at.now)
