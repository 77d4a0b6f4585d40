"""``demo`` for a terminal."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from littrack.cli.common import json_option, print_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from littrack.config import Workspace
    from littrack.pipeline.demo import DemoReport

_SHOWN = 12


@click.command("demo")
@click.option("--dir", "folder", type=click.Path(file_okay=False, path_type=Path), help="Where to work; default: a new folder.")
@click.option("--prefect", is_flag=True, help="Run the stages as a Prefect flow, on a temporary server.")
@json_option
def demo_command(folder: Path | None, prefect: bool, as_json: bool) -> None:
    """Do the whole job on a bundled replay of arXiv; needs no network."""
    folder = folder or Path(tempfile.mkdtemp(prefix="littrack-demo-"))
    if not as_json:
        click.echo("This is a replay: real papers, served by a small arXiv on this machine as if announced in one week.")
        click.echo(
            "The model learns only from the older ComLAM README; the papers are what later surveys cite, so that many more"
        )
        click.echo(
            "of them belong than in an ordinary week. The probabilities allow for it: `expected_share` in littrack.toml.\n"
        )
    from littrack.pipeline.demo import NOW, demo, run_plainly

    def run_as_flow(workspace: Workspace, say: Callable[[str], None]) -> None:
        from littrack.cli.flows import entry

        say("Starting Prefect ...")
        say(f"The flow ended: {entry('run')(workspace, NOW, replay=True)}.")

    report = demo(folder, lambda line: click.echo(line, err=as_json), run_as_flow if prefect else run_plainly)
    if as_json:
        print_json(_numbers(report))
    else:
        _show(report)


def _numbers(report: DemoReport) -> dict[str, object]:
    k = report.wanted
    return {
        "references": report.n_references,
        "papers": len(report.ranked),
        "wanted": k,
        "found": {str(n): report.found(n) for n in (10, 20, k)},
        "digest": str(report.digest),
    }


def _show(report: DemoReport) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(title="Top candidates", title_justify="left", box=None, expand=True, header_style="bold", padding=(0, 1))
    table.add_column("", justify="right", min_width=2)
    table.add_column("Belongs", justify="right", min_width=7)
    table.add_column("Paper", ratio=5, overflow="ellipsis", no_wrap=True)
    table.add_column("Suggested section", ratio=3, overflow="ellipsis", no_wrap=True)
    table.add_column("Cited later", min_width=11, no_wrap=True)
    for n, r in enumerate(report.ranked[:_SHOWN], 1):
        table.add_row(str(n), f"{r.relevance:.0%}", r.paper.title, r.section, "yes" if r.cited else "general AI")
    click.echo()
    Console().print(table)
    k, n = report.wanted, len(report.ranked)
    click.echo(f"\nOf {n} papers, later surveys cite {k} as communications papers and {n - k} as general AI.")
    click.echo(f"Found of the {k}: {report.found(10)} among the first 10, {report.found(20)} among the first 20, ", nl=False)
    click.echo(f"{report.found(k)} among the first {k} (by chance {k * k / n:.0f}).")
    click.echo(f"\nThe digest: {report.digest.resolve()}")
    click.echo("Open it in a browser. To decide on the papers: `littrack serve` or `littrack triage` in that workspace; then")
    click.echo(
        "`littrack apply --diff` shows what its list gets. `littrack run` in a workspace does all this on today's arXiv."
    )
