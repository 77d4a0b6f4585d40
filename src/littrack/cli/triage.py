"""``littrack decide`` and ``littrack triage``."""

from __future__ import annotations

import getpass
import os
import sys
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import click

from littrack.cli.common import json_option, now_option, print_json, workspace_option
from littrack.config import Workspace
from littrack.records import Decision, Reason, Verdict

if TYPE_CHECKING:
    from littrack.pipeline.triage import ChecklistReport
    from littrack.triage.views import Filters


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


@click.command("triage")
@click.option("--markdown", "write", is_flag=True, help="Print a checklist, such as for an issue, and end.")
@click.option(
    "--markdown-in",
    "read",
    type=click.File(encoding="utf-8"),
    metavar="FILE",
    help="Read a checklist with its boxes ticked; - is standard input.",
)
@click.option(
    "--limit",
    default=40,
    show_default=True,
    type=click.IntRange(1, 500),
    help="Candidates of a checklist; 40 fit a GitHub issue.",
)
@click.option("--section", default="", metavar="SLUG", help="Only this section and those below it.")
@click.option("--issue", type=int, metavar="N", help="Only what digest N proposed.")
@click.option("--at-least", default=0.0, type=click.FloatRange(0, 1), metavar="P", help="Only what is at least so probable.")
@click.option("--words", default="", help="Only papers with these words.")
@who_option
@workspace_option
@now_option
@json_option
def triage_command(
    write: bool,
    read: Any,
    limit: int,
    section: str,
    issue: int | None,
    at_least: float,
    words: str,
    who: str,
    workspace: Workspace,
    now: datetime,
    as_json: bool,
) -> None:
    """Decide on the pending candidates, one after the other, with the keys of the page.

    \b
    a accept       1-9 only this section    + then 1-9 also this one    s another section
    r, 1-5 reject  p postpone  n next  k back  u undo  c comment  / search  q leave
    """  # noqa: D301 - click knows the backspace itself
    from littrack.pipeline.desk import opener
    from littrack.pipeline.triage import read_checklist, write_checklist
    from littrack.store import Store
    from littrack.triage.views import Filters

    filters = Filters(section, issue, at_least, words)
    if write:
        with opener(workspace)(now) as desk:
            click.echo(write_checklist(workspace, desk, now, filters, limit), nl=False)
    elif read is not None:
        with Store(workspace.database) as store:
            _tell(read_checklist(workspace, store, now, _text(read), who), as_json)
    else:
        _sit(workspace, filters, who)


def _text(file: Any) -> str:
    try:
        return str(file.read())
    except UnicodeDecodeError:
        raise click.UsageError(f"{file.name} is no UTF-8 text; save the checklist as UTF-8") from None


def _tell(report: ChecklistReport, as_json: bool) -> None:
    for problem in report.problems:
        click.echo(f"littrack: {problem}", err=True)
    if as_json:
        print_json(asdict(report))
    else:
        click.echo(f"{report.decided} decided, {report.repeated} decided before, {len(report.problems)} passed over.")


def _sit(workspace: Workspace, filters: Filters, who: str) -> None:
    from rich.console import Console

    from littrack.pipeline.desk import opener
    from littrack.triage.terminal import Terminal

    def clock() -> datetime:
        return datetime.now(UTC)

    terminal = Terminal(opener(workspace), clock, Console(), _key, lambda label: click.prompt(label, default=""), who, filters)
    made = terminal.run()
    click.echo(f"{made} {'decision' if made == 1 else 'decisions'} made.")


def _key() -> str:
    """One key from a terminal; from a pipe, one character that is not the end of a line."""
    if sys.stdin.isatty():
        return click.getchar()
    while (character := sys.stdin.read(1)) in ("\n", "\r"):
        pass
    return character
