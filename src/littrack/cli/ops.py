"""``backup`` for a terminal."""

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
