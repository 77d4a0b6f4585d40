"""Text from outside made fit to show: no control characters, nothing that reorders or hides what a reader sees. Pure."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

TITLE = 500
ABSTRACT = 6000
NAME = 120

# Zero-width and bidirectional marks, and the "tag" block that can carry invisible text. The joiners U+200C and U+200D stay:
# Persian and many scripts of India need them.
_HIDDEN = re.compile("[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]")
_STACKED = re.compile("([\u0300-\u036f]{2})[\u0300-\u036f]+")
_BLANK = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"})
_LINK = re.compile(r"https?://[^\s\"'<>\\^`{|}\x00-\x1f\x7f]+", re.IGNORECASE)


@lru_cache(maxsize=1024)  # page, mail, feed and files of an issue show the same texts
def clean(text: str, limit: int = TITLE) -> str:
    """``text`` on one line, without controls, hidden or reordering characters, at most ``limit`` characters long."""
    plain = text[: 4 * limit]
    if not plain.isascii():
        plain = _STACKED.sub(r"\1", _HIDDEN.sub("", unicodedata.normalize("NFC", plain)))
    if not plain.isprintable():
        plain = "".join(" " if unicodedata.category(c) in _BLANK else c for c in plain)
    plain = " ".join(plain.split())
    return plain if len(plain) <= limit else plain[: limit - 1].rstrip() + "…"


def web_link(url: str) -> str:
    """``url`` where it is a plain http(s) address, else an empty string: no ``javascript:``, ``data:`` or stray blanks."""
    return url if _LINK.fullmatch(url) else ""
