"""``littrack backtest``."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from littrack.cli.common import json_option, print_json


def _depths(ctx: click.Context, param: click.Parameter, value: str) -> tuple[int, ...]:
    try:
        depths = tuple(dict.fromkeys(int(part) for part in value.split(",") if part.strip()))
    except ValueError:
        depths = ()
    if not depths or min(depths) < 1:
        raise click.BadParameter(f"{value!r} is no list of depths; write them as 5,10,20", ctx, param)
    return depths


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


_DAY = click.DateTime(["%Y-%m-%d"])


@click.command("backtest")
@click.option(
    "--papers", "papers", multiple=True, required=True, type=Path, metavar="F…", help="Records of papers, any packing."
)
@click.argument("more", nargs=-1, type=Path, metavar="")
@click.option("--additions", required=True, type=Path, metavar="F", help="Lines of title, arxiv_id, section, date_added.")
@click.option("--from", "start", required=True, type=_DAY, metavar="DAY", help="First day of the period, as 2026-01-31.")
@click.option("--until", type=_DAY, metavar="DAY", help="Its last day; default: the last day of the papers.")
@click.option("--k", "ks", default="5,10,20", callback=_depths, show_default=True, help="Depths at which recall is told.")
@click.option("--baselines/--no-baselines", default=True, help="Also run the keyword rule, TF-IDF + SVM and majority.")
@click.option("--seed", default=0, show_default=True, help="Settles samples and folds.")
@click.option("--html", "page", type=click.Path(path_type=Path), help="Also write the report as a page with plots.")
@json_option
def backtest_command(
    papers: tuple[Path, ...],
    more: tuple[Path, ...],
    additions: Path,
    start: datetime,
    until: datetime | None,
    ks: tuple[int, ...],
    baselines: bool,
    seed: int,
    page: Path | None,
    as_json: bool,
) -> None:
    """Replay history from files: what would have been proposed, and when.

    Every week's papers are ranked by a model that knows only what was there before the week: entries of the list added
    before it and papers announced before it. Recall at k is the share of additions among the first k papers of the week in
    which they were announced. A record without a date is not ranked; it lends its abstract to an entry of the list.
    """
    from littrack.pipeline.backtest import backtest

    first = _day(start)
    assert first is not None
    report = backtest(
        [*papers, *more], additions, first, _day(until), ks, baselines=baselines, seed=seed, page=page, say=_progress()
    )
    if as_json:
        print_json(report.figures)
    else:
        click.echo(_table(report.figures))
        if page:
            click.echo(f"Report: {page}")
    for problem in report.problems:
        click.echo(f"littrack: {problem}", err=True)
    if report.n_problems > len(report.problems):
        click.echo(f"littrack: and {report.n_problems - len(report.problems)} more lines passed over", err=True)


def _progress() -> Any:
    from rich.console import Console

    console = Console(stderr=True)
    return (lambda text: console.print(f"[dim]{text}[/dim]")) if console.is_terminal else (lambda _: None)


def _table(told: dict[str, Any]) -> str:
    """The figures for a person."""
    depths = list(told["recall_at"])
    head = (
        f"{told['n_papers']:,} papers in {told['n_weeks']} weeks, {told['from']} to {told['until']}; "
        f"{told['n_additions']} of them were added to the list.\n\n"
    )
    names = "".join(f"{'recall@' + k:>12}" for k in depths)
    lines = [f"{'':<14}{names}{'AP':>8}{'95 % recall after':>20}"]
    for name, row in {"littrack": told, **told.get("baselines", {})}.items():
        recalls = "".join(f"{_share(row['recall_at'][k]):>12}" for k in depths)
        lines.append(f"{name:<14}{recalls}{_share(row['average_precision']):>8}{row['read_for_95']:>13,} papers")
    hits = told["section_hit_at"]
    lines.append("")
    lines.append(
        f"Right section first: {_share(hits['1'])}, among the first three: {_share(hits['3'])} (n = {told['n_section_hits']})."
    )
    lines.append(f"The probabilities add up to {told['expected_additions']:g} additions.")
    interval = told["interval"]["average_precision"]
    if interval:
        lines.append(f"95 % interval of littrack's average precision, over weeks: {interval[0]:.2f} to {interval[1]:.2f}.")
    return head + "\n".join(lines)


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
