"""``littrack fetch``."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import date, datetime

import click

from littrack.cli.common import json_option, now_option, print_json, workspace_option
from littrack.config import Workspace


def _day(ctx: click.Context, param: click.Parameter, value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise click.BadParameter(f"{value!r} is no day; write it as 2023-01-31", ctx, param) from None


@click.command("fetch")
@workspace_option
@json_option
@now_option
@click.option("--since", callback=_day, metavar="DAY", help="Fetch what was submitted from this day on; can be resumed.")
@click.option("--until", callback=_day, metavar="DAY", help="Fetch nothing submitted after this day.")
@click.option(
    "--owed", is_flag=True, help="Ask only for what arXiv still owes since the daily hour; end at once where nothing."
)
@click.option("--from-file", "files", multiple=True, metavar="FILE…", help="Take records from files instead of arXiv.")
@click.argument("more", nargs=-1, metavar="")
@click.option("--watched", is_flag=True, help="From files, take only papers of the watched categories.")
@click.option("--quiet", is_flag=True, help="Say nothing but errors.")
def fetch_command(
    workspace: Workspace,
    as_json: bool,
    now: datetime,
    since: date | None,
    until: date | None,
    owed: bool,
    files: tuple[str, ...],
    more: tuple[str, ...],
    watched: bool,
    quiet: bool,
) -> None:
    """Get new papers from arXiv, or from files, into the store.

    Without --since littrack carries on where its ledger ends, with two weeks of overlap for papers that arXiv held back.
    --from-file takes arXiv's metadata snapshot or plain JSON lines (id, title, abstract, authors, categories and a date),
    plain, gzip, zip, zstandard or Parquet; lines that cannot be read are told and passed over.
    The same command run again adds nothing. Exit code 5: arXiv is out of reach; nothing was marked as fetched.
    """
    if files:
        from littrack.cli.ingest import ingest

        span = {"since": since, "until": until}
        ingest(workspace, (*files, *more), now, **span, watched=watched, as_json=as_json, quiet=quiet)
        return
    if more:
        raise click.UsageError(f"Got unexpected argument {more[0]!r}; to read files, use --from-file.")
    if owed and (since or until):
        raise click.UsageError("--owed goes by the ledger; leave out --since and --until.")
    from littrack.pipeline.catchup import fetch_owed
    from littrack.pipeline.fetch import FetchReport, fetch
    from littrack.store import Store

    def tell(text: str) -> None:
        if not quiet:
            click.echo(f"littrack: {text}", err=True)

    # Progress is for a person who watches; that littrack waits belongs in a log, too.
    progress = tell if sys.stderr.isatty() else None
    with Store(workspace.database) as store:
        if owed:
            report = fetch_owed(workspace, store, now, progress=progress, tell=tell) or FetchReport("quiet")
        else:
            report = fetch(workspace, store, now, since=since, until=until, progress=progress, tell=tell)
    if as_json:
        print_json(asdict(report))
        return
    click.echo(f"{report.state}: {report.received} papers received, {report.new} new, in {report.requests} requests")
    for line in (*(f"caught up: {text}" for text in report.caught_up), *(f"failed: {text}" for text in report.failed)):
        click.echo(line)
