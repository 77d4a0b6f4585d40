"""The replay's announcement feeds, RSS and Atom, as rss.arxiv.org has served them since 2024-01-31."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from xml.sax.saxutils import escape

from littrack.records import Paper, canonical_category
from littrack.sources.mailing import EASTERN
from littrack.sources.replay.world import Announcement, World

LIMIT = 2000
_SPACES = (
    'xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
)


def answer(world: World, now: datetime, form: str, names: str) -> tuple[int, str]:
    """Status and document of ``/rss/NAMES`` or ``/atom/NAMES`` (categories or archives joined by ``+``)."""
    wanted = names.split("+")
    if not all(re.fullmatch(r"[A-Za-z-]+(\.[A-Za-z-]+)?", name) for name in wanted):
        return 400, rss("Feed error for query: " + names, names, now.astimezone(EASTERN).date(), now, [])
    day = now.astimezone(EASTERN).date()
    items = list(items_of(world, day, wanted))[:LIMIT]
    return 200, (rss if form == "rss" else atom)(f"{names} updates on arXiv.org", names, day, midnight(day), items)


def midnight(day: date) -> datetime:
    """00:00 Eastern, when the feeds flip."""
    return datetime.combine(day, time(0), EASTERN)


def items_of(world: World, day: date, wanted: Iterable[str]) -> Iterable[tuple[str, Paper]]:
    """Kind and paper of what is announced on ``day`` in any of these categories."""
    names = {canonical_category(name) for name in wanted}
    for a in sorted(world.of_day(day), key=lambda a: a.paper.id):
        kind = _kind(a, names)
        if kind:
            yield kind, a.paper


def _kind(a: Announcement, names: set[str]) -> str | None:
    mine = [c for c in a.paper.categories if c in names or c.partition(".")[0] in names]
    if not mine or a.kind == "edit" or (a.kind == "replace" and a.paper.version >= 6):
        return None
    if a.kind == "cross":
        return "cross" if set(mine) & set(a.added) else None
    primary = a.paper.categories[0] in mine
    return ("new" if primary else "cross") if a.kind == "new" else "replace" if primary else "replace-cross"


def rss(title: str, names: str, day: date, built: datetime, items: Iterable[tuple[str, Paper]]) -> str:
    """An RSS 2.0 document."""
    dated = format_datetime(midnight(day))
    return (
        f"<?xml version='1.0' encoding='UTF-8'?>\n<rss {_SPACES} version=\"2.0\">\n  <channel>\n"
        f"    <title>{escape(title)}</title>\n    <link>http://rss.arxiv.org/rss/{escape(names)}</link>\n"
        f"    <description>{escape(names)} updates on the arXiv.org e-print archive.</description>\n"
        f'    <atom:link href="http://rss.arxiv.org/rss/{escape(names)}" rel="self" type="application/rss+xml"/>\n'
        "    <docs>http://www.rssboard.org/rss-specification</docs>\n    <language>en-us</language>\n"
        f"    <lastBuildDate>{format_datetime(built.astimezone(UTC))}</lastBuildDate>\n"
        f"    <managingEditor>rss-help@arxiv.org</managingEditor>\n    <pubDate>{dated}</pubDate>\n"
        "    <skipDays>\n      <day>Sunday</day>\n      <day>Saturday</day>\n    </skipDays>\n"
        + "".join(_item(kind, p, dated) for kind, p in items)
        + "  </channel>\n</rss>\n"
    )


def _item(kind: str, p: Paper, dated: str) -> str:
    return (
        f"    <item>\n      <title>{escape(p.title)}</title>\n      <link>https://arxiv.org/abs/{p.id}</link>\n"
        f"      <description>{_described(kind, p)}</description>\n"
        f'      <guid isPermaLink="false">oai:arXiv.org:{p.id}v{p.version}</guid>\n'
        + "".join(f"      <category>{c}</category>\n" for c in p.categories)
        + f"      <pubDate>{dated}</pubDate>\n      <arxiv:announce_type>{kind}</arxiv:announce_type>\n"
        "      <dc:rights>http://arxiv.org/licenses/nonexclusive-distrib/1.0/</dc:rights>\n"
        f"{_extra(p)}      <dc:creator>{escape(', '.join(p.authors))}</dc:creator>\n    </item>\n"
    )


def _described(kind: str, p: Paper) -> str:
    return escape(f"arXiv:{p.id}v{p.version} Announce Type: {kind} \nAbstract: {p.abstract or ''}")


def _extra(p: Paper) -> str:
    doi = f"      <arxiv:DOI>{escape(p.doi)}</arxiv:DOI>\n" if p.doi else ""
    journal = f"      <arxiv:journal_reference>{escape(p.journal_ref)}</arxiv:journal_reference>\n" if p.journal_ref else ""
    return doi + journal


def atom(title: str, names: str, day: date, built: datetime, items: Iterable[tuple[str, Paper]]) -> str:
    """An Atom document."""
    updated = built.astimezone(UTC).isoformat()
    dated = midnight(day).isoformat()
    entries = "".join(
        f"  <entry>\n    <id>oai:arXiv.org:{p.id}v{p.version}</id>\n    <title>{escape(p.title)}</title>\n"
        f"    <updated>{updated}</updated>\n"
        f'    <link href="https://arxiv.org/abs/{p.id}" rel="alternate" type="text/html"/>\n'
        f"    <summary>{_described(kind, p)}</summary>\n"
        + "".join(f'    <category term="{c}"/>\n' for c in p.categories)
        + f"    <published>{dated}</published>\n    <arxiv:announce_type>{kind}</arxiv:announce_type>\n"
        f"{_extra(p)}    <dc:creator>{escape(', '.join(p.authors))}</dc:creator>\n  </entry>\n"
        for kind, p in items
    )
    return (
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        '<feed xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns="http://www.w3.org/2005/Atom" xml:lang="en-us">\n'
        f"  <id>http://rss.arxiv.org/atom/{escape(names)}</id>\n"
        f"  <title>{escape(title)}</title>\n  <updated>{updated}</updated>\n"
        f'  <link href="http://rss.arxiv.org/atom/{escape(names)}" rel="self" type="application/atom+xml"/>\n'
        f"  <subtitle>{escape(names)} updates on the arXiv.org e-print archive.</subtitle>\n{entries}</feed>\n"
    )
