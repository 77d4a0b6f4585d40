"""``littrack serve``."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from littrack.cli.common import workspace_option
from littrack.cli.triage import who_option
from littrack.config import Workspace


@click.command("serve")
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    metavar="ADDRESS",
    help="Where to listen; others than this machine log in.",
)
@click.option("--port", default=8787, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free one.")
@click.option("--login", is_flag=True, help="Ask for the password on this machine as well.")
@click.option("--allow-host", "names", multiple=True, metavar="NAME", help="Another name by which the page may be reached.")
@who_option
@workspace_option
def serve_command(host: str, port: int, login: bool, names: tuple[str, ...], who: str, workspace: Workspace) -> None:
    """Serve the page to decide on candidates.

    On this machine alone there is no log-in, unless triage.url is set or --login is given. The password is
    $LITTRACK_PASSWORD, else the one in db/triage.password, which is made at first use.
    """
    from littrack.pipeline.serve import serve

    serve(workspace, lambda: datetime.now(UTC), lambda line: click.echo(line, err=True), host, port, who, names, login=login)
