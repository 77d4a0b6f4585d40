"""``littrack init``, ``import`` and ``apply``: a survey's own lists, in and out."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click
import orjson

from littrack.cli.common import json_option, now_option, print_json, workspace_option
from littrack.config import Workspace, find_workspace, load_workspace
from littrack.errors import ConfigError, ListError
from littrack.lists import ListReading
from littrack.pipeline import apply as writing
from littrack.pipeline import enrich as enriching
from littrack.pipeline import lists as pipeline
from littrack.pipeline import setup
from littrack.records import Problem
from littrack.store import Store
from littrack.workspace import read_taxonomy

_LISTS = click.Path(dir_okay=False, path_type=Path)


@click.command("import", short_help="Read a list into the survey's references and taxonomy.")
@click.argument("lists", nargs=-1, required=True, type=_LISTS, metavar="LIST…")
@json_option
@click.option("--workspace", "folder", metavar="DIR", help="Default: the nearest folder upward with littrack.toml.")
@now_option
def import_command(lists: tuple[Path, ...], as_json: bool, folder: str | None, now: datetime) -> None:
    """Read LIST… into the workspace, and report what was read, merged, doubtful and not understood.

    A list is a README, a library page, a survey's text, BibTeX, YAML, CSV or JSON lines; what it is, is seen by looking at it.

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


@click.command("init", short_help="Make a workspace for a survey from its own list.")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=Path(), metavar="[DIR]")
@click.option(
    "--from", "lists", multiple=True, required=True, type=_LISTS, metavar="LIST", help="The survey's list; may be repeated."
)
@click.argument("more", nargs=-1, type=_LISTS, metavar="[LIST…]")
@click.option("--title", default="", help="The survey's title; default: the list's own.")
@json_option
@now_option
def init_command(
    folder: Path, lists: tuple[Path, ...], more: tuple[Path, ...], title: str, as_json: bool, now: datetime
) -> None:
    """Make a workspace in DIR (default: here) from a survey's own lists.

    Its sections become the taxonomy, its entries the references; the categories to watch and a query are proposed from the
    references. Everything made is a text file to be looked over: littrack.toml, taxonomy.toml, references.jsonl.
    """
    readings = [pipeline.read_list(path) for path in (*lists, *more)]
    for reading in readings:
        _report(reading, err=as_json)
    report = setup.init(folder, readings, now, title=title)
    if as_json:
        told = {"categories": report.categories, "words": report.words, "references": len(report.imported.references)}
        print_json({"workspace": str(report.root), **told, "sections": report.imported.sections_added})
        return
    click.echo(f"{folder / 'littrack.toml'}: watches {', '.join(report.categories)} (proposed; edit freely)")
    if report.words:
        click.echo(f"and papers of other categories with one of: {', '.join(report.words)}")
    click.echo(f"{len(report.imported.references)} references in {len(report.imported.sections_added)} sections")
    click.echo("Next: look over littrack.toml, then `littrack run` in that folder.")


@click.command("apply", short_help="Write accepted papers into the list.")
@click.argument("ids", nargs=-1, metavar="[ID…]")
@click.option("--list", "path", type=_LISTS, metavar="FILE", help="The list; default: the workspace's only one.")
@click.option(
    "--papers",
    type=_LISTS,
    metavar="FILE",
    help="Papers from JSON lines (title, arxiv_id, sections, authors, date) instead of decisions.",
)
@click.option("--section", "sections", multiple=True, help="With ID…: the section, by slug or heading; may be repeated.")
@click.option("--diff", "how", flag_value="diff", default="diff", help="Show the change (default).")
@click.option("--patch", "how", flag_value="patch", help="Print it as a mail for `git am`.")
@click.option("--write", "how", flag_value="write", help="Write it into the list.")
@click.option("--branch", metavar="NAME", help="Commit it on a new branch of the list's git checkout.")
@click.option("--no-log", is_flag=True, help="Leave the list's own date, counts and update log alone.")
@click.option("--workspace", "folder", metavar="DIR", help="Default: the nearest folder upward with littrack.toml.")
@json_option
@now_option
def apply_command(
    ids: tuple[str, ...],
    path: Path | None,
    papers: Path | None,
    sections: tuple[str, ...],
    how: str,
    branch: str | None,
    no_log: bool,
    folder: str | None,
    as_json: bool,
    now: datetime,
) -> None:
    """Put accepted papers into the list: one entry each, in the list's own style; nothing else changes by a byte.

    Without ID… these are the papers that were accepted and are not on the list yet. With --papers no workspace is needed:
    sections are then the list's headings.
    """
    workspace = _workspace_or_none(folder, needed=papers is None or path is None)
    taxonomy = read_taxonomy(workspace.taxonomy_file) if workspace and workspace.taxonomy_file.exists() else None
    problems: list[Problem] = []
    if papers:
        additions, problems = writing.from_file(papers)
    else:
        assert workspace
        with Store(workspace.database) as store:
            additions = writing.named(store, ids, sections) if ids else writing.accepted(store)
    applied = writing.apply(writing.the_list(workspace, path), additions, taxonomy, now, log=not no_log)
    _told(applied, problems, as_json=as_json)
    if as_json and not branch and how == "diff":
        return
    if branch:
        click.echo(
            f"committed on branch {branch}: {writing.branch(applied, branch)[:12]}"
            if applied.edit.added
            else "nothing to commit",
            err=as_json,
        )
    elif how == "write":
        writing.write(applied)
        click.echo(
            f"{applied.path}: {len(applied.edit.added)} {'entry' if len(applied.edit.added) == 1 else 'entries'} added",
            err=as_json,
        )
    else:
        sys.stdout.buffer.write(writing.diff(applied) if how == "diff" else writing.patch(applied, now))


def _workspace_or_none(folder: str | None, *, needed: bool) -> Workspace | None:
    try:
        return load_workspace(Path(folder) if folder else find_workspace(Path.cwd()))
    except ConfigError:
        if needed or folder:
            raise
        return None


def _told(applied: writing.Applied, problems: list[Problem], *, as_json: bool) -> None:
    edit = applied.edit
    if as_json:
        print_json(
            {
                "added": [
                    {"title": a.title, "arxiv_id": a.arxiv_id, "sections": a.sections, "line": line} for a, line in edit.added
                ],
                "skipped": [{"title": a.title, "arxiv_id": a.arxiv_id, "why": why} for a, why in edit.skipped],
                "problems": list(map(str, problems)),
                "notes": edit.notes,
                "diff": writing.diff(applied).decode("utf-8", "replace"),
            }
        )
    for problem in problems:
        click.echo(f"not a paper: {problem}", err=True)
    for addition, why in edit.skipped:
        click.echo(f"not added: “{addition.title}”: {why}", err=True)
    for note in edit.notes:
        click.echo(note, err=True)
    if not edit.added and not as_json:
        click.echo("nothing to add", err=True)


@click.command("enrich", short_help="Give references their abstracts, categories and dates from arXiv.")
@click.option(
    "--from-file",
    "files",
    multiple=True,
    type=_LISTS,
    metavar="FILE",
    help="Take records from here first (JSON lines, .gz too).",
)
@click.option("--offline", is_flag=True, help="Ask arXiv nothing; use --from-file and what is kept.")
@click.option("--no-titles", is_flag=True, help="Do not search by title for references without an arXiv id.")
@workspace_option
@json_option
@now_option
def enrich_command(
    files: tuple[Path, ...], offline: bool, no_titles: bool, workspace: Workspace, as_json: bool, now: datetime
) -> None:
    """Look the references up on arXiv, by id in batches and by title one by one, politely; a stopped run goes on where it was.

    A title that leads elsewhere is told of and not used. The abstracts go into references.jsonl.
    """
    say = (lambda text: click.echo(text, err=True)) if sys.stderr.isatty() else (lambda text: None)
    with Store(workspace.database) as store:
        source = None if offline else enriching.arxiv(workspace, say)
        records = (paper for path in files for paper in enriching.from_file(path))
        report = enriching.enrich(workspace, store, source, now, records=records, titles=0 if no_titles else None, say=say)
    for problem in report.problems:
        click.echo(str(problem), err=True)
    if as_json:
        told = {name: getattr(report, name) for name in ("references", "enriched", "asked", "not_found")}
        print_json({**told, "problems": [str(p) for p in report.problems]})
    else:
        click.echo(f"{report.enriched} of {report.references} references have an abstract")
        click.echo(f"{report.asked} were looked up on arXiv, {report.not_found} of them in vain")
