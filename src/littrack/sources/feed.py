"""arXiv's announcement feeds: one category's batch of one day, read by feedparser. The daily trigger, not the record."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from littrack.records import Paper
from littrack.sources.api import parse_xml
from littrack.sources.mailing import EASTERN, believable
from littrack.sources.text import categories, clean, id_of, split_authors, tidy_xml, untex
from littrack.sources.transport import GarbageError, RefusedError, Transport

SOURCE = "feed"
_ATOM = "{http://www.w3.org/2005/Atom}"
LIMIT = 2000  # arXiv cuts a feed here, and the new papers are what it cuts
_VERSIONS = ("rss20", "atom10")
_APART = timedelta(days=4)  # a feed is built on its day, or the copy of it some days later
_ABSTRACT = re.compile(r"\A\s*arXiv:\S+\s+Announce Type:\s*[\w-]+\s+Abstract:\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One announced paper; ``kind`` is ``new``, ``cross``, ``replace`` or ``replace-cross``."""

    kind: str
    paper: Paper


@dataclass(frozen=True, slots=True)
class Batch:
    """What a feed says of one category. ``day`` is the Eastern day it gives itself, which may be wrong; ``built`` when."""

    day: date
    built: datetime
    items: tuple[FeedItem, ...]
    broken: int = 0

    @property
    def ids(self) -> frozenset[str]:
        """The base ids of new and cross-listed papers."""
        return frozenset(i.paper.id for i in self.items if i.kind in ("new", "cross"))

    @property
    def all_ids(self) -> frozenset[str]:
        """The base ids of everything in it."""
        return frozenset(i.paper.id for i in self.items)


class Feeds:
    """arXiv's feeds at ``url``."""

    def __init__(self, transport: Transport, url: str) -> None:
        self._session, self._url = transport.session(check), url.rstrip("/")

    def batch(self, category: str, form: str = "rss") -> Batch:
        """What the feed of a category has now; ``form`` is ``rss`` or ``atom``.

        Raises:
            RefusedError: there is no such category.
            UnreachableError: no feed came.
        """
        return parse(self._session.get(f"{self._url}/{form}/{category}").content)


def check(body: bytes, url: str, headers: Mapping[str, str]) -> bytes:
    """Raise GarbageError where ``body`` is no announcement feed; see :class:`littrack.sources.transport.Transport`."""
    body = tidy_xml(body)
    root = parse_xml(body)
    if root.tag != f"{_ATOM}feed" and (root.tag, root.get("version")) != ("rss", "2.0"):
        raise GarbageError("F28", f"sent a document that is no feed of a kind littrack knows ({str(root.tag)[:60]})")
    title = clean(root.findtext("channel/title") or root.findtext(f"{_ATOM}title"))
    if title.startswith("Feed error"):
        raise RefusedError(f"arXiv has no feed for this: {title[:200]}", "mend [watch] categories")
    if not title.endswith("updates on arXiv.org"):
        raise GarbageError("F28", f"sent a feed with the title {title[:60]!r}")
    if _moment(root.findtext("channel/lastBuildDate") or root.findtext(f"{_ATOM}updated") or "") is None:
        raise GarbageError("F28", "sent a feed without the date when it was built")
    return body


def parse(body: bytes) -> Batch:
    """The batch in a feed's bytes. Items that cannot be read are counted in ``broken``.

    Raises:
        GarbageError: it is no feed, of a version littrack does not know, or has no date.
        RefusedError: it says that there is no such category.
    """
    import feedparser

    body = check(body, "", {})
    feed = feedparser.parse(body, sanitize_html=False, resolve_relative_uris=False)
    if feed.version not in _VERSIONS:
        raise GarbageError("F12", f"sent a feed of version {feed.version!r}")
    built = _moment(feed.feed.get("updated", ""))
    if built is None:
        raise GarbageError("F28", "sent a feed without the date when it was built")
    dated = _moment(feed.feed.get("published", "")) or next(
        (m for e in feed.entries if (m := _moment(e.get("published", "")))), built
    )
    day = dated.astimezone(EASTERN).date()
    if abs(dated - built) > _APART:
        raise GarbageError("F28", f"sent a feed of {day} that was built on {built:%Y-%m-%d}")
    items = [item for entry in feed.entries if (item := _item(entry, day))]
    return Batch(day, built, tuple(items), len(feed.entries) - len(items))


def _moment(text: str) -> datetime | None:
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            return believable(read(text.strip()))
        except (ValueError, TypeError, OverflowError):
            continue
    return None


def _item(entry: Any, day: date) -> FeedItem | None:
    found = id_of(str(entry.get("id", ""))) or id_of(str(entry.get("link", "")))
    title = untex(clean(entry.get("title")))
    if not found or not title:
        return None
    kind = clean(entry.get("arxiv_announce_type")) or "replace"
    paper = Paper(
        id=found[0],
        title=title,
        version=found[1] or 1,
        abstract=untex(clean(_ABSTRACT.sub("", entry.get("summary", "")))) or None,
        authors=split_authors(entry.get("author", "")),
        categories=categories([str(tag.get("term") or "") for tag in entry.get("tags", ())]),
        announced=day if kind in ("new", "cross") else None,
        journal_ref=clean(entry.get("arxiv_journal_reference")) or None,
        doi=clean(entry.get("arxiv_doi")) or None,
        source=SOURCE,
    )
    return FeedItem(kind, paper)


def is_stale(batch: Batch, before: frozenset[str], before_day: date, now: datetime) -> str | None:
    """Why a batch is an old one under a new date (F01) or an old copy (F29), or None; ``before`` has the last one's ids."""
    if (now - batch.built).total_seconds() > 24 * 3600 and batch.day < now.astimezone(EASTERN).date():
        return f"F29 the feed is a copy built {batch.built:%Y-%m-%d %H:%M} UTC"
    ids = batch.all_ids
    if ids and batch.day != before_day and len(ids & before) > 0.9 * len(ids):
        return f"F01 the feed of {batch.day} repeats the batch of {before_day}"
    return None
