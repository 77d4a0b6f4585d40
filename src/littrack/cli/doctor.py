"""``doctor`` for a terminal."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click

from littrack.cli.common import json_option, now_option, print_json
from littrack.config import find_workspace

_MARKS = {"ok": "ok     ", "warning": "warning", "wrong": "WRONG  ", "skipped": "-      "}


@click.command("doctor")
@click.option("--workspace", "root", metavar="DIR", type=click.Path(path_type=Path), help="Default: the nearest upward.")
@click.option("--offline", is_flag=True, help="Do not ask arXiv and the mail server.")
@json_option
@now_option
def doctor_command(root: Path | None, offline: bool, as_json: bool, now: datetime) -> None:
    """Say what is set up wrongly and how to mend it. Ends with 1 where anything is wrong."""
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
