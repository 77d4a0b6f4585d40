"""``status`` for a terminal."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta

import click

from littrack.cli.common import json_option, now_option, print_json, workspace_option
from littrack.config import Workspace


@click.command("status")
@workspace_option
@click.option("--days", default=14, show_default=True, type=click.IntRange(1, 366), help="How far back to look.")
@json_option
@now_option
def status_command(workspace: Workspace, days: int, as_json: bool, now: datetime) -> None:
    """Show what came, what is missing and what is pending."""
    from littrack.cli.calendar import render
    from littrack.pipeline.calendar import calendar
    from littrack.pipeline.status import status
    from littrack.store import Store

    with Store(workspace.database) as store:
        found = status(workspace, store, now, days)
        days_of_arxiv = calendar(store, now.date() - timedelta(days=days), now.date())
    if as_json:
        print_json(found.as_json())
        return
    champion = next((m for m in found.models if m.state == "champion"), None)
    click.echo(f"{found.survey} ({found.root})")
    click.echo(f"  {found.papers} papers, {found.references} references on arXiv, {found.database_bytes / 1e6:.1f} MB")
    click.echo(f"  model: {f'{champion.id} of {champion.created[:10]}' if champion else 'none'}")
    issue = found.last_issue
    click.echo(f"  last issue: {'No. {number}, {week}, {papers} papers'.format(**issue) if issue else 'none'}")
    click.echo("  pending: " + ", ".join(f"{n} {what}" for what, n in found.pending.items()))
    click.echo("\nDays of arXiv" if found.calendar else "\nNo day of arXiv has been asked for yet.")
    if found.calendar:
        click.echo(render(days_of_arxiv, shutil.get_terminal_size((100, 24)).columns))
    if found.runs:
        click.echo("\nLast jobs")
    for run in found.runs:
        seconds = "" if run.seconds is None else f"{run.seconds:.0f} s"
        click.echo(f"  {run.started:%Y-%m-%d %H:%M} UTC  {run.kind:<9} {run.state.value:<9} {seconds:>6}  {run.note}".rstrip())
    click.echo("\nMissing" if found.missing else "\nNothing is missing.")
    for sentence in found.missing:
        click.echo(f"  {sentence}")
