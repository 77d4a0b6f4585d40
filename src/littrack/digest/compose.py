"""An issue as it is to be shown: every string cleaned, sections in the taxonomy's order, numbers as text. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from littrack.digest.clean import ABSTRACT, NAME, clean
from littrack.records import Evidence, Issue, Item, Paper, Summary, Taxonomy, Term

AUTHORS = 6
# Words that say nothing to a reader, though a model may weigh them.
_WORDS = "a an and are as at be by for from in into is it its of on or that the this to we with"
_EMPTY = frozenset(_WORDS.split(" "))
THANKS = "Thank you to arXiv for use of its open access interoperability."
NO_SECTION = "No section fits"


@dataclass(frozen=True, slots=True)
class SectionView:
    """A suggested section. ``percent`` is text, ``width`` a whole number of percent for a bar."""

    slug: str
    heading: str
    percent: str
    width: int


@dataclass(frozen=True, slots=True)
class ItemView:
    """A candidate, ready to be shown."""

    id: str
    anchor: str
    url: str
    title: str
    authors: str
    about: str
    percent: str
    width: int
    sections: tuple[SectionView, ...]
    speaks_for: tuple[str, ...]
    speaks_against: tuple[str, ...]
    section_terms: tuple[str, ...]
    neighbours: tuple[str, ...]
    shared: str
    abstract: str
    note: str

    @property
    def sections_line(self) -> str:
        """The suggested sections with their probabilities on one line."""
        return ", ".join(f"{s.heading} ({s.percent})" for s in self.sections)


@dataclass(frozen=True, slots=True)
class Group:
    """The candidates whose first suggestion is a top section of the taxonomy or one below it."""

    anchor: str
    heading: str
    number: str
    items: tuple[ItemView, ...]

    @property
    def name(self) -> str:
        """The heading with its number."""
        return f"{self.number} {self.heading}".strip()


@dataclass(frozen=True, slots=True)
class IssueView:
    """An issue, ready to be shown."""

    number: int
    week: str
    week_words: str
    title: str
    period: str
    warnings: tuple[str, ...]
    notes: tuple[str, ...]
    counts: str
    groups: tuple[Group, ...]
    near: tuple[ItemView, ...]
    summary: SummaryView | None
    threshold: str
    model: str
    made: str
    replay: bool
    thanks: str = THANKS

    @property
    def size(self) -> int:
        """How many candidates there are."""
        return sum(len(g.items) for g in self.groups)


@dataclass(frozen=True, slots=True)
class SummaryView:
    """A month's outcome, ready to be shown."""

    heading: str
    counts: str
    accepted: tuple[tuple[str, str], ...]


def view(issue: Issue, sections: Sequence[str] = ()) -> IssueView:
    """An issue as it is to be shown; with ``sections``, only the candidates that stand below one of these slugs."""
    if issue.replay:
        issue = replace(issue, items=tuple(map(_undated, issue.items)), near=tuple(map(_undated, issue.near)))
    items = [i for i in issue.items if not sections or _below(i, sections)]
    year, week = issue.week.split("-W")
    return IssueView(
        number=issue.number,
        week=issue.week,
        week_words=f"Week {int(week)} of {year}",
        title=clean(issue.title),
        period=period(issue.period_start, issue.period_end),
        warnings=tuple(clean(f) for f in issue.coverage.failed),
        notes=tuple(clean(n) for n in (*issue.coverage.caught_up, issue.coverage.learned) if n),
        counts=_counts(issue, len(items)),
        groups=_groups(items, issue.taxonomy),
        near=tuple(item_view(i, issue.taxonomy) for i in issue.near),
        summary=_summary(issue.summary),
        threshold=percent(issue.threshold),
        model=clean(issue.model_id, NAME),
        made=f"{issue.created:%Y-%m-%d %H:%M} UTC",
        replay=issue.replay,
    )


def _undated(item: Item) -> Item:
    """The item without what is the replay's and not the paper's: its day and its category."""
    return replace(item, paper=replace(item.paper, categories=(), announced=None, submitted=None))


def best(shown: IssueView, size: int) -> IssueView:
    """The view with its ``size`` most probable candidates; groups that have none left go."""
    ranked = sorted((-item.width, n, item.id) for n, item in enumerate(i for g in shown.groups for i in g.items))
    kept = {paper_id for _, _, paper_id in ranked[:size]}
    groups = (replace(g, items=tuple(i for i in g.items if i.id in kept)) for g in shown.groups)
    return replace(shown, groups=tuple(g for g in groups if g.items))


def first_section(item: Item) -> str | None:
    """The slug under which an item stands, or None where it is more probable that no section fits."""
    best = item.prediction.sections[0] if item.prediction.sections else None
    return best.slug if best and best.probability >= item.prediction.unplaced else None


def percent(p: float) -> str:
    """A probability as text that never claims to be certain: ``87 %``, ``>99 %``, ``<1 %``."""
    if p > 0.99:
        return ">99\u00a0%"
    return "<1\u00a0%" if p < 0.01 else f"{round(100 * p)}\u00a0%"


def period(start: date, end: date) -> str:
    """Two days as a person writes them: ``5–11 January 2026``."""
    last = f"{end.day} {end:%B %Y}"
    if start == end:
        return last
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{last}"
    return f"{start.day} {start:%B}{f' {start.year}' if start.year != end.year else ''} – {last}"


def authors_line(authors: Sequence[str], most: int = AUTHORS) -> str:
    """The authors, the first few of many by name: ``A. One, B. Two and 3,433 more``."""
    names = [clean(a, NAME) for a in authors[:most]]
    more = len(authors) - len(names)
    return ", ".join(names) + (f" and {more:,} more" if more else "")


def item_view(item: Item, taxonomy: Taxonomy) -> ItemView:
    """One candidate, ready to be shown."""
    paper, prediction, why = item.paper, item.prediction, item.prediction.evidence
    return ItemView(
        id=paper.id,
        anchor="p-" + paper.id.replace("/", "-"),
        url=paper.url,
        title=clean(paper.title) or "(no title)",
        authors=authors_line(paper.authors),
        about=_about(paper),
        percent=percent(prediction.relevance),
        width=_width(prediction.relevance),
        sections=tuple(
            SectionView(s.slug, clean(taxonomy.heading(s.slug)), percent(s.probability), _width(s.probability))
            for s in prediction.sections[:3]
        ),
        speaks_for=_words(why.terms, 1, 6),
        speaks_against=_words(why.terms, -1, 3),
        section_terms=_words(why.section_terms, 1, 4),
        neighbours=_neighbours(why),
        shared=authors_line(why.shared_authors, 3),
        abstract=clean(paper.abstract or "", ABSTRACT),
        note=clean(item.note),
    )


def _neighbours(why: Evidence) -> tuple[str, ...]:
    return tuple(clean(n.title, 160) for n in why.neighbours[:2])


def _words(terms: Sequence[Term], sign: int, most: int) -> tuple[str, ...]:
    found = (clean(t.text, 60) for t in terms if t.weight * sign > 0)
    return tuple(text for text in found if not set(text.lower().split()) <= _EMPTY)[:most]


def _about(paper: Paper) -> str:
    parts = [f"arXiv:{paper.id}" + (f"v{paper.version}" if paper.version > 1 else "")]
    if paper.categories:
        parts.append(clean(", ".join(paper.categories[:3]), NAME))
    day = paper.announced or (paper.submitted.date() if paper.submitted else None)
    if day:
        parts.append(f"{day.day} {day:%b %Y}")
    if paper.comment:
        parts.append(clean(paper.comment, 100))
    return " · ".join(parts)


def _width(p: float) -> int:
    return max(1, min(100, round(100 * p)))


def _below(item: Item, sections: Sequence[str]) -> bool:
    slug = first_section(item) or ""
    return any(slug == s or slug.startswith(s + "/") for s in sections)


def _groups(items: Sequence[Item], taxonomy: Taxonomy) -> tuple[Group, ...]:
    """The items below each top section, in the taxonomy's order; what no section fits comes last."""
    by_slug: dict[str, list[Item]] = {}
    for item in items:
        by_slug.setdefault(taxonomy.top(first_section(item) or ""), []).append(item)
    known = [s.slug for s in taxonomy.children(None) if s.slug in by_slug]
    unknown = sorted(slug for slug in by_slug if slug and slug not in known)
    order = [*known, *unknown, *([""] if "" in by_slug else [])]
    return tuple(_group(slug, n, by_slug[slug], taxonomy) for n, slug in enumerate(order, 1))


def _group(slug: str, n: int, items: Sequence[Item], taxonomy: Taxonomy) -> Group:
    section = taxonomy.get(slug)
    return Group(
        anchor=f"s-{n}",
        heading=clean(section.heading if section else slug) or NO_SECTION,
        number=clean(section.number, 20) if section else "",
        items=tuple(item_view(i, taxonomy) for i in items),
    )


def _counts(issue: Issue, shown: int) -> str:
    c = issue.coverage
    parts = [f"{c.read:,} {'paper' if c.read == 1 else 'papers'} read"]
    parts.append(f"{shown:,} {'candidate' if shown == 1 else 'candidates'}" if shown else "no candidate")
    if len(issue.items) > shown:
        parts.append(f"{len(issue.items) - shown:,} in other sections")
    if c.held_back:
        parts.append(f"{c.held_back:,} more wait for the next issue")
    return ", ".join(parts)


def _summary(summary: Summary | None) -> SummaryView | None:
    if summary is None:
        return None
    year, month = map(int, summary.month.split("-"))
    counts = [f"{summary.proposed} proposed", f"{len(summary.accepted)} accepted"]
    counts += [f"{n} {word}" for n, word in ((summary.rejected, "rejected"), (summary.postponed, "postponed")) if n]
    return SummaryView(
        heading=f"{date(year, month, 1):%B %Y}",
        counts=", ".join(counts),
        accepted=tuple((clean(p.title), p.url) for p in summary.accepted),
    )
