"""Atom feeds of candidates: one of everything and one a section, with ids that never change. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

from littrack.digest import render
from littrack.digest.clean import ABSTRACT, NAME, clean, web_link
from littrack.digest.compose import THANKS, first_section, percent
from littrack.digest.weeks import monday
from littrack.records import Issue, Item, Section, Taxonomy

ENTRIES = 50
ISSUES = 60
AUTHORS = 20


@dataclass(frozen=True, slots=True)
class Entry:
    """One candidate in a feed."""

    id: str
    title: str
    url: str
    updated: str
    authors: tuple[str, ...]
    section: str
    heading: str
    summary: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed, ready to be written."""

    id: str
    title: str
    updated: str
    entries: tuple[Entry, ...]
    subtitle: str = ""
    self_url: str = ""
    home_url: str = ""
    rights: str = "Metadata of arXiv papers are in the public domain (CC0). " + THANKS


def feeds(issues: Sequence[Issue], taxonomy: Taxonomy, base: str) -> Iterator[tuple[str, str]]:
    """Every feed as a path below the archive and its text; nothing where there is no issue yet.

    Args:
        issues: the newest issues, the newest first.
        taxonomy: the survey's sections, each of which gets a feed, and so do those above it.
        base: where the archive is published, or nothing.
    """
    if not issues:
        return
    base = web_link(base).rstrip("/")
    yield "feed.xml", _write(issues, None, "feed.xml", base)
    for section in taxonomy.sections:
        path = feed_path(section.slug)
        yield path, _write(issues, section, path, base)


def feed_path(slug: str) -> str:
    """Where the feed of a section is, below the archive."""
    return f"feeds/{slug.replace('/', '.')}.xml"


def atom(items: Sequence[tuple[Issue, Item]], title: str, name: str) -> str:
    """A feed of these items alone, as ``export atom`` prints it."""
    newest = max((issue.created for issue, _ in items), default=datetime(1970, 1, 1, tzinfo=UTC))
    survey = items[0][0].survey if items else ""
    entries = tuple(_entry(issue, item) for issue, item in items)
    return render.render("feed.xml.jinja", f=Feed(_urn(survey, "export", name), clean(title), _moment(newest), entries))


def _write(issues: Sequence[Issue], section: Section | None, path: str, base: str) -> str:
    newest = issues[0]
    found = [
        _entry(issue, item) for issue in issues for item in issue.items if section is None or _stands_in(item, section.slug)
    ][:ENTRIES]
    feed = Feed(
        id=_urn(newest.survey, "feed", section.slug if section else ""),
        title=clean(f"{newest.title}: {section.heading}" if section else newest.title),
        subtitle="Papers on arXiv that may belong on the list",
        updated=_moment(newest.created),
        entries=tuple(found),
        self_url=f"{base}/{path}" if base else "",
        home_url=f"{base}/index.html" if base else "",
    )
    return render.render("feed.xml.jinja", f=feed)


def _stands_in(item: Item, slug: str) -> bool:
    first = first_section(item) or ""
    return first == slug or first.startswith(slug + "/")


def _entry(issue: Issue, item: Item) -> Entry:
    paper, slug = item.paper, first_section(item)
    heading = clean(issue.taxonomy.heading(slug)) if slug else ""
    parts = [f"{percent(item.prediction.relevance)} probable{f', section {heading}' if heading else ''}.", clean(item.note)]
    return Entry(
        id=_urn(issue.survey, "issue", str(issue.number), paper.id),
        title=clean(paper.title) or "(no title)",
        url=paper.url,
        updated=f"{monday(issue.week)}T00:00:00Z",  # an open issue that grows does not touch its older entries
        authors=tuple(clean(a, NAME) for a in paper.authors[:AUTHORS] if clean(a, NAME)),
        section=slug or "",
        heading=heading,
        summary=" ".join(p for p in (*parts, clean(paper.abstract or "", ABSTRACT)) if p),
    )


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _urn(*parts: str) -> str:
    return uuid5(NAMESPACE_URL, "littrack:" + ":".join(parts)).urn
