"""The model's opinion of every paper that it has not seen."""

from __future__ import annotations

from littrack.pipeline import enrich, model, retrain

from .work import Work, stage


@stage(name="classify papers")
def classify_papers(at: Work) -> None:
    """Learn what was decided, if that is enough for a new model, and classify what is pending."""
    retrain.learn(at.workspace, at.store, at.now, source=enrich.arxiv(at.workspace))
    model.classify(at.workspace, at.store, at.now)
