"""``train`` and ``classify`` for a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime

import click

from littrack.cli.common import json_option, now_option, print_json, workspace_option
from littrack.config import Workspace


@click.command("train")
@workspace_option
@json_option
@now_option
@click.option("--rollback", "back", is_flag=True, help="Go back to the model that was in use before this one.")
def train_command(workspace: Workspace, as_json: bool, now: datetime, back: bool) -> None:
    """Fit a model on the references, the decisions and the papers read so far.

    It is promoted unless it does worse than the model in use on the newest dated papers. Its card is written to
    classifiers/SLUG/model-card.html (.md, .json).
    """
    from littrack.pipeline import model
    from littrack.store import Store

    if back:
        with Store(workspace.database) as store:
            undone = model.rollback(workspace, store)
        said = f"Model {undone.model_id} is in use again, instead of {undone.instead_of}."
        print_json(asdict(undone)) if as_json else click.echo(said)
        return
    with Store(workspace.database) as store:
        report = model.train(workspace, store, now)
    if as_json:
        print_json(asdict(report))
        return
    click.echo(
        f"Model {report.model_id}: learned {report.n_sections} sections from {report.n_positives} papers of the list, "
        f"{report.n_unlabelled} unlabelled and {report.n_rejects} rejected."
    )
    click.echo(f"{'Promoted' if report.promoted else 'Not promoted'}: {report.reason}. Threshold {report.threshold:.2f}.")


@click.command("classify")
@workspace_option
@json_option
@now_option
def classify_command(workspace: Workspace, as_json: bool, now: datetime) -> None:
    """Let the model judge every paper that it has not seen. Killed, it goes on where it was."""
    from littrack.pipeline import model
    from littrack.store import Store

    with Store(workspace.database) as store, _progress("judging") as tick:
        report = model.classify(workspace, store, now, tick)
    if as_json:
        print_json(asdict(report))
    else:
        click.echo(f"Model {report.model_id} judged {report.judged} papers; {report.above_threshold} reach its threshold.")


@contextmanager
def _progress(what: str) -> Iterator[Callable[[int], None]]:
    """A running count on a terminal's standard error; silent elsewhere."""
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TextColumn("{task.completed:.0f}"), TimeElapsedColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda n: bar.advance(task, n)
