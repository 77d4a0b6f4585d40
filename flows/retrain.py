"""Every month: a new model, promoted if it is not worse."""

from dataclasses import asdict
from datetime import datetime

from prefect import flow
from prefect.artifacts import create_markdown_artifact
from prefect.client.schemas.objects import State

from littrack.pipeline import drift, model

from .work import Work, covered, is_covered, run_name, stage, work


def train(at: Work) -> None:
    """Fit a model on the references and the decisions, and show its card."""
    report = model.train(at.workspace, at.store, at.now)
    at.job.note = f"model {report.model_id}: {'promoted' if report.promoted else 'not promoted'}, {report.reason}"
    card = "\n".join(f"| {key} | {value} |" for key, value in asdict(report).items())
    create_markdown_artifact(key="model-card", markdown=f"| | |\n|---|---|\n{card}", description="The last training")


train_model = stage(name="train model")(train)


@flow(name="retrain", flow_run_name=run_name)
def retrain(root: str, now: datetime | None = None) -> State[None]:
    """Train, classify what is pending with the model that is then in use, and write the month's note on drift."""
    if is_covered("retrain", root, now):
        return covered("retrain")
    with work("retrain", root, now) as at:
        train_model(at)
        drift.monthly(at.workspace, at.store, at.now)
        model.classify(at.workspace, at.store, at.now)
    return at.state()
