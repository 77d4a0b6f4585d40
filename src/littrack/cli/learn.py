"""``littrack retrain`` and ``littrack drift``."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

import click

from littrack.cli.common import json_option, now_option, print_json, workspace_option
from littrack.config import Workspace


@click.command("retrain")
@click.option("--force", is_flag=True, help="Train even if too little was decided.")
@workspace_option
@now_option
@json_option
def retrain_command(force: bool, workspace: Workspace, now: datetime, as_json: bool) -> None:
    """Learn from the decisions made since the last training, if they are model.retrain_after or a month old.

    The new model is promoted only if it is not worse on dated papers.
    """
    from littrack.pipeline.retrain import retrain
    from littrack.store import Store

    with Store(workspace.database) as store:
        report = retrain(workspace, store, now, force=force)
    if as_json:
        print_json(asdict(report))
    elif report.trained is None:
        click.echo(f"Not due: {report.due.reason}.")
    else:
        click.echo(
            f"{'Promoted' if report.trained.promoted else 'Not promoted'}: {report.trained.reason}. {report.learned}".strip()
        )


@click.command("drift")
@click.option("--write", is_flag=True, help="Write the month's note to reports/drift/ as well.")
@workspace_option
@now_option
@json_option
def drift_command(write: bool, workspace: Workspace, now: datetime, as_json: bool) -> None:
    """Show growing and quiet sections, candidates that fit no section, and falling acceptance."""
    from littrack.pipeline import drift
    from littrack.store import Store
    from littrack.workspace import read_taxonomy

    with Store(workspace.database) as store:
        note = drift.monthly(workspace, store, now) if write else None
        found = note.findings if note else drift.findings(store, read_taxonomy(workspace.taxonomy_file), now)
    if as_json:
        print_json([{"kind": f.kind, "subject": f.subject, "text": f.text, "papers": [p.id for p in f.papers]} for f in found])
        return
    for f in found:
        click.echo(f"{f.kind}: {f.subject}: {f.text}")
    if not found:
        click.echo("Nothing stands out.")
    if note:
        click.echo(f"Written to {note.path}.", err=True)
