"""``digest``, ``send`` and ``export`` for a terminal."""

from __future__ import annotations

import difflib
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from littrack.cli.common import json_option, now_option, print_json, workspace_option
from littrack.config import Workspace
from littrack.errors import DeliveryError, UsageError

if TYPE_CHECKING:
    from littrack.store import Store


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


@click.command("send")
@workspace_option
@click.option("--dry-run", is_flag=True, help="Say what would go out to whom; send and change nothing.")
@click.option("--to-file", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help="Write .eml files instead.")
@click.option("--refused", is_flag=True, help="Try again what a mail server refused for good.")
@json_option
@now_option
def send_command(
    workspace: Workspace, dry_run: bool, to_file: Path | None, refused: bool, as_json: bool, now: datetime
) -> None:
    """Mail every issue that has not gone out, and announce it where [notify] says.

    A letter that could not be handed over waits in the outbox for the next `littrack send`. See docs/mail.md.
    """
    from littrack.pipeline import send
    from littrack.store import Store

    with Store(workspace.database) as store:
        if dry_run or to_file:
            _preview(workspace, store, to_file, as_json, now)
            return
        report = send.send(workspace, store, now, retry_refused=refused)
    if as_json:
        print_json({**asdict(report), "state": report.state})
    else:
        issues = ", ".join(map(str, report.queued))
        click.echo(f"{f'Issue {issues} queued. ' if issues else ''}{len(report.sent)} sent, {report.waiting} waiting.")
    if report.failed or report.refused:
        words = "; ".join((*report.failed, *(f"refused for good: {r}" for r in report.refused)))
        raise DeliveryError(words, "what waits goes out with the next `littrack send`; `littrack doctor` looks for the cause")


def _preview(workspace: Workspace, store: Store, folder: Path | None, as_json: bool, now: datetime) -> None:
    from littrack.pipeline import send

    issue = store.digests.last()
    if issue is None:
        raise UsageError("there is no issue yet", "run `littrack digest`")
    paths = send.to_folder(workspace, store, issue, folder, now) if folder else []
    unsent = store.digests.unsent()
    fresh = [(m.channel, m.recipient, m.subject, len(m.content)) for m in send.render(workspace, store, issue, now)]
    rows = [row for row in fresh if issue.number in unsent] + [
        (m.channel, m.recipient, m.subject, len(m.content)) for m in store.outbox.waiting()
    ]
    if as_json:
        keys = ("channel", "recipient", "subject", "bytes")
        print_json({"issue": issue.number, "files": paths, "would_send": [dict(zip(keys, r, strict=True)) for r in rows]})
        return
    for path in paths:
        click.echo(path)
    if not folder:
        for channel, recipient, subject, size in rows:
            click.echo(f"{channel} to {recipient}: {subject} ({size:,} bytes)")
        click.echo(f"{len(rows)} would go out; nothing was sent.")


@click.command("export")
@workspace_option
@click.argument("form", type=click.Choice(["bibtex", "csv", "jsonl", "atom"]))
@click.option(
    "--what",
    type=click.Choice(["candidates", "accepted", "references"]),
    default="accepted",
    show_default=True,
    help="Every candidate whatever became of it, the accepted papers, or the references of the lists.",
)
@click.option("--section", "sections", multiple=True, metavar="SLUG", help="Only this section and below; may be repeated.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Default: standard output.")
def export_command(workspace: Workspace, form: str, what: str, sections: tuple[str, ...], out: Path | None) -> None:
    """Write candidates, accepted papers or references for other tools: BibTeX, CSV, JSON lines or an Atom feed."""
    from littrack.pipeline import export
    from littrack.store import Store
    from littrack.workspace import read_taxonomy, write_atomically

    known = {s.slug for s in read_taxonomy(workspace.taxonomy_file).sections}
    for slug in sections:
        if slug not in known:
            close = ", ".join(difflib.get_close_matches(slug, known, n=3)) or ", ".join(sorted(known)[:8])
            raise UsageError(f"no section {slug!r}", f"there are {close}")
    with Store(workspace.database) as store:
        text = export.export(workspace, store, cast("export.Form", form), cast("export.What", what), sections)
    if out:
        write_atomically(out, text.encode())
    else:
        click.echo(text, nl=False)
