"""``littrack init``, ``import`` and ``apply``: a survey's own lists, in and out."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click
import orjson

from littrack.cli.common import json_option, now_option
from littrack.config import Workspace, find_workspace, load_workspace
from littrack.errors import ListError
from littrack.lists import ListReading
from littrack.pipeline import lists as pipeline
from littrack.store import Store

_LISTS = click.Path(dir_okay=False, path_type=Path)


@click.command("import", short_help="Read a list into the survey's references and taxonomy.")
@click.argument("lists", nargs=-1, required=True, type=_LISTS, metavar="LIST…")
@json_option
@click.option("--workspace", "folder", metavar="DIR", help="Default: the nearest folder upward with littrack.toml.")
@now_option
def import_command(lists: tuple[Path, ...], as_json: bool, folder: str | None, now: datetime) -> None:
    """Read LIST… into the workspace, and report what was read, merged, doubtful and not understood.

    A list is a README, a library page, a survey's text, BibTeX, CSV or JSON lines; what it is, is seen by looking at it.

    With --json one reference a line is printed (title, authors, year, venue, arxiv_id, doi, url, code_url, sections, context,
    line), the report goes to standard error, and nothing is written: this needs no workspace.
    """
    readings = [pipeline.read_list(path) for path in lists]
    for reading in readings:
        if as_json:
            for reference in reading.references:
                click.echo(orjson.dumps(pipeline.as_line(reference, reading)))
        _report(reading, err=as_json)
    if not as_json:
        _import(load_workspace(Path(folder) if folder else find_workspace(Path.cwd())), readings, now)
    elif not any(reading.references for reading in readings):
        raise ListError("nothing could be read", "the messages above say why")


def _import(workspace: Workspace, readings: list[ListReading], now: datetime) -> None:
    with Store(workspace.database) as store:
        report = pipeline.import_lists(workspace, store, readings, now)
    for line in (*report.guessed, *map(str, report.problems)):
        click.echo(line, err=True)
    if report.sections_added:
        click.echo(f"sections added to {workspace.taxonomy_file.name}: {', '.join(report.sections_added)}")
    click.echo(f"{len(report.references)} references in the workspace: {report.new} new, {report.gone} gone")
    for kind, ids in asdict(report.followed).items():
        if ids:
            click.echo(f"{len(ids)} candidates {kind}: {', '.join(ids)}")


def _report(reading: ListReading, *, err: bool) -> None:
    for problem in reading.problems:
        click.echo(str(problem), err=True)
    counts = ((reading.read, "entries read"), (reading.merged, "merged"), (reading.doubtful, "doubtful"))
    told = ", ".join(f"{n} {what}" for n, what in (*counts, (reading.not_understood, "not understood")))
    click.echo(f"{reading.name}: {told}", err=err)
