"""``train``, ``evaluate`` and ``classify`` for a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from littrack.cli.common import json_option, now_option, print_json, workspace_option
from littrack.config import Workspace, find_workspace, load_workspace


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
    click.echo(f"{'Promoted' if report.promoted else 'Not promoted'}: {report.reason}. Threshold {report.threshold:.3f}.")


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


@click.command("evaluate")
@click.option("--workspace", metavar="DIR", help="Default: the nearest folder upward with littrack.toml.")
@click.option("--references", type=click.Path(path_type=Path), help="JSON lines to learn from: title, abstract, sections.")
@click.option("--test", type=click.Path(path_type=Path), help="JSON lines to place, with their true sections.")
@click.option("--html", "page", type=click.Path(path_type=Path), help="Also write the report as a page with plots.")
@click.option("--embeddings", is_flag=True, help="Compare by sentence embeddings too (the extra `embeddings`).")
@click.option("--audit", is_flag=True, help="This week's random papers below the threshold, and how many are missed.")
@json_option
@now_option
def evaluate_command(
    workspace: str | None,
    references: Path | None,
    test: Path | None,
    page: Path | None,
    embeddings: bool,
    audit: bool,
    as_json: bool,
    now: datetime,
) -> None:
    """Measure how well papers are ranked and placed.

    In a workspace: learn from the older references and judge the newest fifth of those with a date. With --references and
    --test: learn from the one file and place the other, for any taxonomy and without a workspace.
    """
    from littrack.pipeline import evaluate

    if (references is None) != (test is None):
        raise click.UsageError("--references and --test belong together")
    if references and test:
        report = evaluate.of_files(references, test, embeddings, page)
    else:
        from littrack.store import Store

        found = load_workspace(Path(workspace) if workspace else find_workspace(Path.cwd()))
        if audit:
            _audit(found, now, as_json)
            return
        with Store(found.database) as store:
            report = evaluate.of_workspace(found, store, page or found.classifier / "evaluation.html")
    for problem in report.problems:
        click.echo(str(problem), err=True)
    if as_json:
        print_json({**report.figures, "baselines": report.baselines})
        return
    for name, figures in {"littrack": report.figures, **report.baselines}.items():
        click.echo(_line(name, figures))
    if report.page:
        click.echo(f"Report: {report.page}")


def _audit(workspace: Workspace, now: datetime, as_json: bool) -> None:
    from littrack.pipeline.audit import audit
    from littrack.store import Store

    with Store(workspace.database) as store:
        report = audit(workspace, store, now)
    if as_json:
        papers = [{"id": p.id, "title": p.title, "url": p.url} for p in report.to_read]
        print_json({"week": report.week, "to_read": papers, "missed": asdict(report.missed)})
        return
    for paper in report.to_read:
        click.echo(f"{paper.id}  {' '.join(paper.title.split())}")
    told = report.missed
    click.echo(
        f"{report.week}: decide on these. In four weeks {told.judged} of {told.below} papers below the threshold were read and "
        f"{told.relevant} were relevant: about {told.estimate:g} are missed, at most {told.high:g} (95 %)."
    )


def _line(name: str, figures: dict[str, Any]) -> str:
    placing = figures.get("sections", figures)
    told = [f"{name:22s}"]
    if "hit_at" in placing:
        told += [f"hit at {k} {v:.3f}" for k, v in placing["hit_at"].items()]
        told += [f"macro-F1 {placing['macro_f1']:.3f}", f"ECE {placing['ece']:.3f}", f"n {placing['n']}"]
    if "recall_at" in figures:
        told += [f"recall at {k} {v:.3f}" for k, v in figures["recall_at"].items()]
        told += [f"average precision {figures['average_precision']:.3f}", f"n {figures['n']} among {figures['n_stream']}"]
    return "  ".join(told)


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
