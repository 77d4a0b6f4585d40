"""``littrack init``, ``import`` and ``apply``: a survey's own lists, in and out."""

from __future__ import annotations

import sys
from pathlib import Path

import click
import orjson

from littrack.cli.common import json_option
from littrack.lists import ListReading
from littrack.pipeline import lists as pipeline

_LISTS = click.Path(dir_okay=False, path_type=Path)


@click.command("import", short_help="Read a list into the survey's references and taxonomy.")
@click.argument("lists", nargs=-1, required=True, type=_LISTS, metavar="LIST…")
@json_option
def import_command(lists: tuple[Path, ...], as_json: bool) -> None:
    """Read LIST… and report what was read, merged, doubtful and not understood.

    With --json one reference a line is printed (title, authors, year, venue, arxiv_id, doi, url, code_url, sections, context,
    line), the report goes to standard error, and nothing is written: this needs no workspace.
    """
    for path in lists:
        reading = pipeline.read_list(path)
        if as_json:
            for reference in reading.references:
                click.echo(orjson.dumps(pipeline.as_line(reference, reading)))
        _report(reading, err=as_json)


def _report(reading: ListReading, *, err: bool) -> None:
    for problem in reading.problems:
        click.echo(str(problem), err=True)
    counts = ((reading.read, "entries read"), (reading.merged, "merged"), (reading.doubtful, "doubtful"))
    told = ", ".join(f"{n} {what}" for n, what in (*counts, (reading.not_understood, "not understood")))
    click.echo(f"{reading.name}: {told}", err=err)
    sys.stdout.flush()
