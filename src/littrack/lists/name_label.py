"""Titles of which only the short name is the link: ``[LaBoat](…): Language Models for Boats``, ``[LaBoat:](…) Language …``.

And short names in bold before titles, which are a part of them in some lists and not in others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from littrack.lists import names, tags
from littrack.lists.addition import Addition
from littrack.lists.entry import Entry
from littrack.lists.inline import GENERIC_LINK, is_generic, plain
from littrack.lists.text import squeeze

# `**LaBoat**: `, `**LaBoat:** `, `**LaBoat** ` before a title.
_BOLD_NAME = re.compile(r"[\s>*+-]{0,6}\*\*([\w][^*\n:：]{0,30}?)\s?[:：]?\*\*\s?[:：]?\s*(?=\S)")
_BAR = re.compile(r"\s[|｜]\s")
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_SMALL = frozenset(
    [
        "with",
        "from",
        "into",
        "over",
        "under",
        "than",
        "that",
        "through",
        "towards",
        "using",
        "beyond",
        "between",
        "without",
        "within",
        "across",
    ]
)
_FORM = re.compile(r"\[([^\[\]\n]{2,40}?)(:?)\](\([^()\s]*\))(\s?:)?([ \t]+)")


def without_names(entries: list[Entry], lines: Sequence[str]) -> list[Entry]:
    """The entries without the short names in bold before their titles, where these are no part of them.

    That is so where some are told twice: ``**LaBoat**: LaBoat: Models for Boats`` among ``**Quay**: A Harbour for All``.
    """
    named = [(e, m) for e in entries if (m := _BOLD_NAME.match(lines[e.line - 1])) and e.title.startswith(m[1])]
    twice = {e for e, m in named if lines[e.line - 1].startswith(m[1], m.end())}
    if len(twice) < 3 or len(twice) * 10 < len(named):
        return entries
    bare = {e: e.title.removeprefix(m[1]).lstrip(" :：") for e, m in named}
    return [e._replace(title=bare[e]) if len(bare.get(e, "").split()) > 2 else e for e in entries]


def whole_title(flat: str, label: re.Match[str]) -> str | None:
    """The title of a link that is only its short name, where a colon and a subtitle follow; None where a description does."""
    name, after = plain(label[2]).strip(), flat[label.end() :]
    ends = name.endswith(":")
    if flat[: label.start()].strip(" *_") or len(name.split()) > 2 or not (ends or after.lstrip()[:1] == ":"):
        return None
    rest = squeeze(plain(_BAR.split(GENERIC_LINK.split(after.lstrip(" :"), 1)[0].split("\n")[0], 1)[0])).strip(" .,;*_")
    words = rest.split()
    if not 2 < len(words) < 30 or ". " in rest or tags.is_tag(rest) or names.is_name_list(rest) or is_generic(name):
        return None
    long = [w for w in _WORD.findall(rest) if len(w) > 3 and w not in _SMALL]
    capitals = sum(not w.islower() for w in long) * 5 >= 4 * len(long)
    return f"{name.rstrip(': ')}: {rest}" if rest[:1].isupper() and (ends or (capitals and len(long) > 1)) else None


def joined(text: str, entry: Entry) -> tuple[str, tuple[str, str] | None]:
    """A neighbour's text with its whole title in the link, and how name and subtitle were parted there."""
    name, colon, rest = entry.title.partition(": ")
    found = _FORM.search(text) if colon else None
    if not found or found[1] != name or not (found[2] or found[4]) or not text.startswith(rest, found.end()):
        return text, None
    whole = f"[{entry.title}]{found[3]}{text[found.end() + len(rest) :]}"
    return text[: found.start()] + whole, (found[2], (found[4] or "") + found[5])


def parted(text: str, addition: Addition, form: tuple[str, str] | None) -> str:
    """The new entry's text with only the short name in the link, if it has one."""
    name, colon, rest = addition.title.partition(": ")
    if not form or not colon or len(name.split()) > 3:
        return text
    whole = re.compile(rf"\[{re.escape(addition.title)}\](\([^()\s]*\))")
    return whole.sub(lambda m: f"[{name}{form[0]}]{m[1]}{form[1]}{rest}", text, count=1)
