"""Venues that are told by where they stand: as one word with their year before a title, in a span, as the label of a link."""

from __future__ import annotations

import re

from littrack.lists import tags
from littrack.lists.inline import Inline
from littrack.lists.linked import Parts


def glued_before(parts: Parts, bare: str) -> None:
    """``ECCV20: **Deep Tides**``, ``PR2018：Deep Tides``, ``AAAI 2018 Deep Tides``: the venue and its year before the title."""
    found = _VENUE_FIRST.match(bare) if any(map(str.isdigit, bare[:24])) else None
    if not found or not _is_venue(found):
        return
    parts.venue, parts.year = found[1].strip(), parts.year or tags.whole_year(found[2])
    begins = _VENUE_FIRST.match(parts.title)
    parts.title = parts.title[begins.end() :].lstrip(" *_") if begins else parts.title


_VENUE_FIRST = re.compile(
    r"[\s*_`\[(]{0,4}([A-Za-z][A-Za-z ]{1,14}?)(?:\s|['’-])?((?:19|20)\d\d|\d\d)[\])`*_]{0,3}(\s*[:：]\s*|\s+(?=[A-Z]))(?=\S+\s+\S)"
)


def _is_venue(found: re.Match[str]) -> bool:
    """Whether what stands before a year and a title is a venue: a known one, or behind its year in four digits and a colon any in capitals."""
    known = found[1].strip() in tags.ACRONYMS or found[1].strip().casefold() == "arxiv"
    if not found[3].strip():
        return known and len(found[2]) == 4
    return (
        known
        or tags.glued(found[1].strip() + found[2], False) is not None
        or (len(found[2]) == 4 and found[1].isupper() and len(found[1]) < 7)
    )


_DATED_FIRST = re.compile(
    r"\W{0,3}(?:((?:19|20)\d\d)\d{2,4}\s+)?([A-Za-z]{2,15})(?:-((?:19|20)?\d\d))?(?=\s+[^\x00-\x7f]|\s*$)"
)
_IN_JOURNAL = re.compile(r"[,.] in ([*_])([A-Z][^*_\n]{5,90})\1,?\s+((?:19|20)\d\d)\b")  # `…, in *Journal of Tides* 2021`
_IN_SPANS = re.compile(r"`([A-Za-z]{3,10})`\s*`((?:19|20)\d\d)`")


def venue_before(parts: Parts, inline: Inline) -> None:
    """``20181012 NIPS-18 [Deep Tides](…)``, ``**Deep Tides** `Cited by 51` `ICLR` `2021` ``: the venue between date and title, or in a span."""
    bare = inline.bare
    if "` `" in bare and (spans := _IN_SPANS.search(bare)) and (spans[1] in tags.ACRONYMS or spans[1] == "arXiv"):
        parts.venue, parts.year = spans[1], int(spans[2])
    if not parts.venue and " in " in bare and (within := _IN_JOURNAL.search(inline.flat)):
        parts.venue, parts.year = within[2], parts.year or int(within[3])
    if parts.said != "label" or parts.venue or not inline.labels:
        return
    found = _DATED_FIRST.match(inline.flat[: inline.labels[0].start()])
    if found and (found[1] or found[3]) and (found[2] in tags.ACRONYMS or (found[1] and found[2].casefold() == "arxiv")):
        year = found[3] if not found[3] or len(found[3]) > 2 else f"20{found[3]}"
        parts.venue, parts.year = found[2], int(year or found[1])


def with_labels(parts: Parts, inline: Inline) -> Parts:
    """The venue and the year by a link's label, where nothing else tells them."""
    if not (parts.venue and parts.year) and inline.links:
        venue, year = tags.of_labels(inline)
        parts.venue, parts.year = parts.venue or venue, parts.year or year
    before = parts.title.rpartition(": ")[0]
    if before or not parts.year:
        for link in inline.links[:2]:
            _take_label(parts, link.label.strip("[] "), before)
    return parts


def _take_label(parts: Parts, label: str, before: str) -> None:
    """``Deep Tides: [NeurIPS19](…)``: the label after the title's colon is the venue, with its year in two digits."""
    last = bool(before) and parts.title == f"{before}: {label}"
    if found := tags.glued(label, parts.venue == label):
        parts.venue, parts.year = None if found[0].casefold() == "arxiv" else found[0], parts.year or found[1]
    elif not (last and parts.venue and label.startswith(parts.venue)):
        return
    if last:
        parts.title = before
