"""``doctor`` for a terminal."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click

from littrack.cli.common import json_option, now_option, print_json
from littrack.config import find_workspace, load_workspace

_MARKS = {"ok": "ok     ", "warning": "warning", "wrong": "WRONG  ", "skipped": "-      "}


@click.command("doctor")
@click.argument("lists", nargs=-1, type=click.Path(dir_okay=False, path_type=Path), metavar="[LIST…]")
@click.option("--workspace", "root", metavar="DIR", type=click.Path(path_type=Path), help="Default: the nearest upward.")
@click.option("--offline", is_flag=True, help="Do not ask arXiv and the mail server.")
@json_option
@now_option
def doctor_command(lists: tuple[Path, ...], root: Path | None, offline: bool, as_json: bool, now: datetime) -> None:
    """Say what is set up wrongly and how to mend it. Ends with 1 where anything is wrong.

    With LIST… only these are looked through: duplicates, links that contradict titles or are malformed, withdrawn papers and
    preprints published since (as far as a workspace around knows arXiv's records), each with an edit. This needs no workspace.
    """
    if lists:
        _lists(lists, root, as_json=as_json)
        return
    from littrack.pipeline.doctor import Check, Health, examine

    found: list[Check] = []
    for check in examine(root or find_workspace(Path.cwd()), now, online=not offline):
        found.append(check)
        if not as_json:
            click.echo(f"{_MARKS[check.health]}  {check.name:<9} {check.found}")
            if check.remedy:
                click.echo(f"{'':<19} -> {check.remedy}")
    if as_json:
        print_json({"checks": [asdict(c) for c in found], "wrong": sum(c.health is Health.WRONG for c in found)})
    sys.exit(1 if any(c.health is Health.WRONG for c in found) else 0)


def _lists(lists: tuple[Path, ...], root: Path | None, *, as_json: bool) -> None:
    """The health of lists, with what the workspace around them knows."""
    from littrack.errors import ConfigError
    from littrack.pipeline.lists import check_alone, check_lists
    from littrack.store import Store

    try:
        workspace = load_workspace(root or find_workspace(Path.cwd()))
    except ConfigError:
        if root:
            raise
        found = check_alone(lists)
    else:
        with Store(workspace.database) as store:
            found = check_lists(workspace, store, lists)
    if as_json:
        print_json({"findings": [{"list": name, **asdict(finding)} for name, finding in found]})
        return
    for name, finding in found:
        click.echo(f"{name}:{finding.line}: {finding.what}: {finding.found}\n  -> {finding.edit}")
    if not found:
        click.echo("nothing was found")
