"""Marking in a text the words that spoke for a paper."""

from __future__ import annotations

import re
from collections.abc import Iterable

from markupsafe import Markup, escape

from littrack.records import Term

_MOST_TERMS = 60


def highlight(text: str, terms: Iterable[Term]) -> Markup:
    """The text as safe markup, with ``<mark>`` around each term that spoke for the paper, plural forms included.

    Everything else in the text is escaped, whatever it holds.
    """
    words = sorted({t.text for t in list(terms)[:_MOST_TERMS] if t.weight > 0 and t.text.strip()}, key=len, reverse=True)
    if not words:
        return escape(text)
    phrases = (r"\W+".join(re.escape(part) for part in word.split()) for word in words)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(phrases)})(?:e?s)?(?!\w)", re.IGNORECASE)
    found, at = Markup(""), 0
    for match in pattern.finditer(text):
        found += escape(text[at : match.start()]) + Markup("<mark>{}</mark>").format(match[0])
        at = match.end()
    return found + escape(text[at:])
