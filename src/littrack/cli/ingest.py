"""``littrack fetch --from-file``: records from files instead of arXiv."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path

import click

from littrack.cli.common import print_json
from littrack.config import Workspace
from littrack.errors import UsageError
from littrack.records import Problem, canonical_category

_SHOWN = 20


def ingest(
    workspace: Workspace,
    files: Sequence[str],
    now: datetime,
    *,
    since: date | None,
    until: date | None,
    watched: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    """Put the records of files into the store and say what came of it."""
    from littrack.pipeline.ingest import Wanted, ingest_files
    from littrack.store import Store

    categories = workspace.settings.watch.categories if watched else ()
    if watched and not categories:
        raise UsageError("--watched: nothing is watched", "name categories in littrack.toml, or leave --watched out")
    wanted = Wanted(frozenset(map(canonical_category, categories)), since, until)
    paths = [Path(name) for name in files]
    with Store(workspace.database) as store, _progress(paths, quiet) as tick:
        report = ingest_files(store, paths, now, wanted=wanted, progress=tick)
    show_problems(report.problems, report.n_problems)
    if as_json:
        print_json(asdict(report))
    elif not quiet:
        kept = f"{report.left_out:,} not wanted, " if report.left_out else ""
        click.echo(f"{report.received:,} records read, {kept}{report.new:,} papers new, {report.n_problems:,} problems")
    if not report.received and report.n_problems:
        raise UsageError("no line could be read as a record", "name JSON lines with `id` and `title`, plain, packed or Parquet")


def show_problems(problems: Sequence[Problem], count: int) -> None:
    """The first problems, each on a line of standard error."""
    for problem in problems[:_SHOWN]:
        click.echo(f"littrack: {problem}", err=True)
    if count > _SHOWN:
        click.echo(f"littrack: {count - _SHOWN:,} more problems like these", err=True)


@contextmanager
def _progress(files: Sequence[Path], quiet: bool) -> Iterator[Callable[[int, int], None] | None]:
    """Bytes done and time left where the files are not packed; elsewhere the count of records."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield None
        return
    packed = any(path.suffix in (".gz", ".zip", ".zst", ".parquet") for path in files)
    total = None if packed else sum(path.stat().st_size for path in files if path.is_file())
    columns = (
        TextColumn("reading"),
        BarColumn(),
        TextColumn("{task.fields[records]:,} records"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=total, records=0)
        yield lambda size, n: bar.update(task, advance=size, records=bar.tasks[task].fields["records"] + n)
