"""``run`` for a terminal."""

from __future__ import annotations

from datetime import datetime

import click

from littrack.cli.common import json_option, now_option, print_json, progress, workspace_option
from littrack.config import Workspace


@click.command("run")
@workspace_option
@click.option("--prefect", is_flag=True, help="Do it as a Prefect flow, on a temporary server.")
@json_option
@now_option
def run_command(workspace: Workspace, prefect: bool, as_json: bool, now: datetime) -> None:
    """Fetch, classify and make the digest: the main job, once.

    May be interrupted and run again: it goes on where it was, and a run that finds nothing new changes nothing.
    """
    from dataclasses import asdict

    if prefect:
        from littrack.cli.flows import entry

        state = entry("run")(workspace, now)
        print_json({"state": state}) if as_json else click.echo(
            f"The flow ended: {state}. `littrack status` shows what it did."
        )
        return
    from littrack.pipeline.run import run
    from littrack.store import Store

    with Store(workspace.database) as store:
        report = run(workspace, store, now, say=progress)
    if as_json:
        print_json(asdict(report))
        return
    fetched, made = report.fetched, report.digest
    click.echo(f"Fetched: {fetched.received} papers, {fetched.new} of them new ({fetched.state}).")
    for sentence in fetched.failed:
        click.echo(f"  failed: {sentence}")
    click.echo(f"Classified: {report.classified.judged} papers, {report.classified.above_threshold} above the threshold.")
    click.echo(
        f"Digest No. {made.issue} ({made.week}): {made.candidates} candidates, {'new' if made.changed else 'unchanged'}."
    )
    click.echo(f"  {made.paths[0]}")
    if report.sent:
        click.echo(f"Mail: {len(report.sent.sent)} sent, {report.sent.waiting} waiting.")
        for sentence in (*report.sent.failed, *report.sent.refused):
            click.echo(f"  failed: {sentence}")
