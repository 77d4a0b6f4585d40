"""``littrack digest``."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

import click

from littrack.cli.common import json_option, now_option, print_json, workspace_option
from littrack.config import Workspace


@click.command("digest")
@workspace_option
@click.option("--issue", "number", type=int, metavar="N", help="Write a stored issue again instead, byte by byte.")
@json_option
@now_option
def digest_command(workspace: Workspace, number: int | None, as_json: bool, now: datetime) -> None:
    """Make this week's issue, or let it grow, and write it under reports/WEEK/.

    Papers at or above the model's threshold that were not proposed before become candidates, the most probable first, up to
    the cap of littrack.toml; the rest wait for the next issue. Run again with nothing new, it changes nothing.
    """
    from littrack.pipeline import digest
    from littrack.store import Store

    with Store(workspace.database) as store:
        report = digest.again(workspace, store, number) if number is not None else digest.make(workspace, store, now)
    if as_json:
        print_json(asdict(report))
        return
    what = "made again" if number is not None else "made" if report.changed else "has nothing new"
    click.echo(f"Issue {report.issue} ({report.week}) {what}: {report.candidates} candidates, {report.outcome}.")
    for warning in report.coverage.failed:
        click.echo(f"  {warning}")
    click.echo(f"  {report.paths[0]}")
