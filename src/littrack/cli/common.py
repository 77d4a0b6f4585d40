"""What every verb shares: ``--workspace``, ``--json``, ``--now``, and opening the workspace."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import orjson

from littrack.config import Workspace, find_workspace, load_workspace

Command = Callable[..., Any]


def _workspace(ctx: click.Context, param: click.Parameter, value: str | None) -> Workspace:
    return load_workspace(Path(value) if value else find_workspace(Path.cwd()))


def workspace_option(command: Command) -> Command:
    """Add ``--workspace DIR``; the command gets a ``workspace: Workspace``."""
    return click.option(
        "--workspace", metavar="DIR", callback=_workspace, help="Default: the nearest folder upward with littrack.toml."
    )(command)


def json_option(command: Command) -> Command:
    """Add ``--json``; the command gets an ``as_json: bool``."""
    return click.option("--json", "as_json", is_flag=True, help="Print for programs instead of people.")(command)


def _now(ctx: click.Context, param: click.Parameter, value: str | None) -> datetime:
    if value is None:
        return datetime.now(UTC)
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"{value!r} is no moment; write it as 2026-01-31T07:00Z", ctx, param) from None
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)


def now_option(command: Command) -> Command:
    """Add the hidden ``--now MOMENT`` for replays; the command gets a ``now: datetime`` in UTC."""
    return click.option("--now", callback=_now, metavar="MOMENT", hidden=True)(command)


def print_json(value: object) -> None:
    """Print one JSON object on a line of its own."""
    click.echo(orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_UTC_Z, default=str).decode())


def progress(line: str) -> None:
    """Show a line of progress on a terminal; a log stays quiet."""
    if sys.stderr.isatty():
        click.echo(line, err=True)
