"""``littrack decide`` and ``littrack triage``."""

from __future__ import annotations

import getpass
import os
from dataclasses import asdict
from datetime import date, datetime

import click

from littrack.cli.common import json_option, now_option, print_json, workspace_option
from littrack.config import Workspace
from littrack.records import Decision, Reason, Verdict


def own_name() -> str:
    """Who sits at this terminal: ``LITTRACK_WHO``, else the name of the system's user."""
    try:
        return os.environ.get("LITTRACK_WHO") or getpass.getuser()
    except (KeyError, OSError):  # a container may have no user of that number
        return "someone"


def _day(ctx: click.Context, param: click.Parameter, value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise click.BadParameter(f"{value!r} is no day; write it as 2026-01-31", ctx, param) from None


who_option = click.option(
    "--who", default=own_name, metavar="NAME", help="Who decides. Default: $LITTRACK_WHO, else your user name."
)


@click.command("decide")
@click.argument("paper_id", metavar="ID")
@click.argument("verdict", type=click.Choice([v.value for v in Verdict]))
@click.option(
    "--section", "sections", multiple=True, metavar="SLUG", help="Accept into this section (slug or heading); may be repeated."
)
@click.option(
    "--reason", type=click.Choice([r.value for r in Reason]), help="Why it is rejected. Only off-topic teaches the model."
)
@click.option("--comment", default="", metavar="TEXT", help="A word for the log.")
@click.option("--until", callback=_day, metavar="DAY", help="Postpone until this day. Default: four weeks from now.")
@click.option("--seen", type=click.IntRange(min=0), help="Refuse if the log has a later decision on ID than this number.")
@who_option
@workspace_option
@now_option
@json_option
def decide_command(
    paper_id: str,
    verdict: str,
    sections: tuple[str, ...],
    reason: str | None,
    comment: str,
    until: date | None,
    seen: int | None,
    who: str,
    workspace: Workspace,
    now: datetime,
    as_json: bool,
) -> None:
    """Accept, reject or postpone the candidate ID, or undo the last decision on it.

    Without --section, a candidate is accepted into the section that the model suggests. The same decision again
    changes nothing.
    """
    from littrack.pipeline.triage import decide
    from littrack.store import Store

    decision = Decision(
        paper_id, Verdict(verdict), now, who, "cli", sections, Reason(reason) if reason else None, comment=comment, until=until
    )
    with Store(workspace.database) as store:
        done = decide(workspace, store, now, decision, seen)
    if as_json:
        print_json(asdict(done.decision) | {"state": done.candidate.state.value, "repeated": done.repeated})
        return
    into = f" into {', '.join(done.candidate.sections)}" if done.candidate.sections else ""
    again = " (the log had it already)" if done.repeated else ""
    click.echo(f"{done.decision.paper_id}: {done.candidate.state.value}{into}, decision {done.decision.number}{again}")
