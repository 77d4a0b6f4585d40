"""``backup`` and ``schedule`` for a terminal."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from littrack.cli.common import json_option, now_option, print_json, workspace_option
from littrack.config import Workspace


@click.command("backup")
@workspace_option
@click.option("--to", type=click.Path(path_type=Path, dir_okay=False), help="Default: under its moment in db/backups.")
@click.option("--restore", "source", type=click.Path(path_type=Path, dir_okay=False), help="Put this backup back instead.")
@json_option
@now_option
def backup_command(workspace: Workspace, to: Path | None, source: Path | None, as_json: bool, now: datetime) -> None:
    """Copy the database while it is in use, or put a copy back."""
    if to and source:
        raise click.UsageError("--to and --restore exclude each other.")
    _restore(workspace, source, as_json, now) if source else _backup(workspace, to, as_json, now)


def _backup(workspace: Workspace, to: Path | None, as_json: bool, now: datetime) -> None:
    from littrack.pipeline import backup
    from littrack.store import Store

    with Store(workspace.database) as store:
        made = backup.make(workspace, store, now, to)
    if as_json:
        print_json({"path": str(made.path), "bytes": made.size, "removed": [str(p) for p in made.removed]})
        return
    click.echo(f"Backed up to {made.path} ({made.size / 1e6:.1f} MB).")
    if made.removed:
        click.echo(f"Removed {len(made.removed)} older: {', '.join(p.name for p in made.removed)}")


def _restore(workspace: Workspace, source: Path, as_json: bool, now: datetime) -> None:
    from littrack.pipeline import backup

    done = backup.restore(workspace, source, now)
    if as_json:
        print_json({"path": str(done.path), "before": str(done.before) if done.before else None})
        return
    click.echo(f"Restored {done.path}.")
    if done.before:
        click.echo(f"The database before it is kept as {done.before}")


@click.command("schedule")
@workspace_option
@click.option("--trial", metavar="SECONDS", type=click.IntRange(5), help="Let the weekly job fall due every so many seconds.")
@click.option("--list", "only_list", is_flag=True, help="Print when each job falls due, and end.")
@now_option
@click.pass_context
def schedule_command(ctx: click.Context, workspace: Workspace, trial: int | None, only_list: bool, now: datetime) -> None:
    """Run the workspace's schedules until stopped.

    One process runs a Prefect server of its own on the loopback and every flow when it is due: daily fetch and classify, the
    weekly digest, monthly retraining, the weekly check of health. What fell due while it was stopped is caught up once.
    """
    if only_list:
        _list(workspace)
        return
    from littrack.cli.flows import entry

    given = ctx.get_parameter_source("now") is not click.core.ParameterSource.DEFAULT
    entry("schedule")(workspace, trial=trial, now=now if trial and given else None)


def _list(workspace: Workspace) -> None:
    from littrack.pipeline.due import timings

    for timing in timings(workspace.settings):
        click.echo(f"{timing.kind:<8} {timing.cron:<12} {workspace.settings.digest.timezone}")
