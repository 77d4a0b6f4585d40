"""The archive's front page: every issue, and the last year in rows of small bars. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from littrack.digest import render
from littrack.digest.clean import clean
from littrack.digest.compose import period
from littrack.digest.feeds import feed_path
from littrack.records import IssueHeader, Taxonomy

WEEKS = 52
STEP, TALL = 7, 26


@dataclass(frozen=True, slots=True)
class Bar:
    """One week's bar, in the units of the plot."""

    x: int
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the plot: what is counted, the bars, the total and the most in a week."""

    label: str
    bars: tuple[Bar, ...]
    total: str
    most: str


@dataclass(frozen=True, slots=True)
class IssueLine:
    """An issue in the table."""

    number: int
    week: str
    href: str
    period: str
    candidates: str
    read: str
    incomplete: bool


def front_page(
    title: str, headers: Sequence[IssueHeader], volume: Iterable[tuple[int, str, int, int]], taxonomy: Taxonomy
) -> str:
    """The page over all issues.

    Args:
        title: the digest's title.
        headers: every issue, the oldest first.
        volume: for each issue and section, the issue, the section's slug, how many were proposed and how many accepted.
        taxonomy: the survey's sections; the plot counts by top section.
    """
    from markupsafe import Markup

    lines = plot(headers[-WEEKS:], list(volume), taxonomy) if len(headers) > 1 else ()
    return render.render(
        "front.html.jinja",
        title=clean(title),
        css=Markup(render.page_css()),  # noqa: S704 - our own style sheet
        issues=[_line(h) for h in reversed(headers)],
        lines=lines,
        width=STEP * min(WEEKS, len(headers)),
        tall=TALL,
        weeks=min(WEEKS, len(headers)),
        feeds=[(clean(s.heading), feed_path(s.slug), s.parent is not None) for s in taxonomy.sections],
    )


def plot(headers: Sequence[IssueHeader], volume: Sequence[tuple[int, str, int, int]], taxonomy: Taxonomy) -> tuple[Line, ...]:
    """What was read, proposed and accepted by issue; then what was proposed in each top section, on one scale for all."""
    place = {h.number: n for n, h in enumerate(headers)}
    accepted = [0] * len(headers)
    by_section: dict[str, list[int]] = {}
    for issue, slug, proposed, taken in volume:
        if issue in place:
            accepted[place[issue]] += taken
            row = by_section.setdefault(taxonomy.top(slug) if slug else "", [0] * len(headers))
            row[place[issue]] += proposed
    rows = [
        ("Papers read", [h.read for h in headers]),
        ("Candidates", [h.candidates for h in headers]),
        ("Accepted", accepted),
    ]
    sections = [(s.heading, by_section[s.slug]) for s in taxonomy.children(None) if s.slug in by_section]
    scale = max((max(counts) for _, counts in sections), default=0)
    return (*(_row(label, counts, max(counts)) for label, counts in rows), *(_row(*row, scale) for row in sections))


def _row(label: str, counts: Sequence[int], scale: int) -> Line:
    most = max(counts)
    bars = tuple(
        Bar(STEP * n, round(TALL - TALL * count / scale, 2), round(TALL * count / scale, 2))
        for n, count in enumerate(counts)
        if count
    )
    return Line(clean(label, 80), bars, f"{sum(counts):,}", f"{most:,}")


def _line(h: IssueHeader) -> IssueLine:
    shown = period(h.period_start, h.period_end)
    return IssueLine(h.number, h.week, f"{h.week}/index.html", shown, f"{h.candidates:,}", f"{h.read:,}", h.incomplete)
