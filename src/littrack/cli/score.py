"""``littrack score``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click

from littrack.cli.common import json_option, now_option, print_json
from littrack.config import find_workspace, load_workspace


@click.command("score")
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option("--workspace", metavar="DIR", help="The survey; default: the nearest folder upward with littrack.toml.")
@click.option("--survey", "surveys", multiple=True, metavar="DIR", help="A survey's workspace; repeat it for more of them.")
@click.option("--shards", type=click.IntRange(1, 100_000), help="Cut each file into so many pieces, each kept when it is done.")
@click.option("--jobs", type=click.IntRange(1, 1024), help="Processes; default: one a core, or just this one for a small file.")
@click.option("--dask", metavar="tcp://HOST:PORT", help="Use the workers of this Dask scheduler instead.")
@click.option("--top", type=click.IntRange(0), default=1000, show_default=True, help="Keep at least so many papers a survey.")
@click.option("--out", metavar="FILE", help="Write all scores to this .parquet or .csv file.")
@json_option
@now_option
def score_command(
    files: tuple[str, ...],
    workspace: str | None,
    surveys: tuple[str, ...],
    shards: int | None,
    jobs: int | None,
    dask: str | None,
    top: int,
    out: str | None,
    as_json: bool,
    now: datetime,
) -> None:
    """Score a whole arXiv snapshot, in shards, resumable.

    Reads JSON lines as Cornell publishes them (or with id, title, abstract), plain, gzip, zip or zstandard, or Parquet. The
    best papers and all above the threshold go into the store, as if `classify` had seen them. Stopped, the same command goes
    on where it was.
    """
    from littrack.pipeline.score import score

    folders = [*([workspace] if workspace else []), *surveys]
    spaces = [load_workspace(Path(d)) for d in folders] or [load_workspace(find_workspace(Path.cwd()))]
    with _progress() as tick:
        report = score(
            spaces,
            [Path(f) for f in files],
            now,
            shards=shards,
            jobs=jobs,
            dask=dask,
            top=top,
            out=Path(out) if out else None,
            progress=tick,
        )
    from littrack.cli.ingest import show_problems

    show_problems(report.problems, report.n_problems)
    if as_json:
        print_json(asdict(report))
        return
    click.echo(f"{report.papers:,} papers scored, {report.duplicates:,} repeated lines, {report.n_problems:,} problems")
    for survey in report.surveys:
        click.echo(
            f"\n{survey.survey}: {survey.above_threshold:,} reach {survey.threshold:.2f}; {survey.stored:,} are in the store"
        )
        for hit in survey.best[:10]:
            click.echo(f"  {hit.relevance:.2f}  {hit.id:<16}  {hit.title[:90]}")


@contextmanager
def _progress() -> Iterator[Callable[[float], None] | None]:
    """The share done and the time left, on a terminal only."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    columns = (TextColumn("scoring"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=1.0)
        yield lambda share: bar.update(task, completed=share)
