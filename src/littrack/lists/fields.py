"""Entries that name their fields: ``Title: …``, ``Authors: …``, ``Venue: …``."""

from __future__ import annotations

import re

from littrack.lists import citation, names
from littrack.lists.inline import Inline
from littrack.lists.linked import Parts
from littrack.lists.text import Mender

_FIELD = r"[^\w\n]*+(?:{names})[*_`]*\s*[*_`]*\s*[:：]{{1,2}}[*_`]*[ \t]*([^\n]+)"
_TITLE_FIELD = re.compile(
    _FIELD.format(
        names=r"(?:paper|full|original)?\s*title|论文(?:题目|标题)?|标题|题目|titel|titre|t[ií]tulo|название|タイトル|제목"
    ),
    re.I,
)
_AUTHOR_FIELD = re.compile(
    _FIELD.format(names=r"(?:paper\s*)?authors?(?:\s*list)?|by|作者|autor(?:en|es)?|auteurs?|авторы?|著者|저자"), re.I
)
_VENUE_FIELD = re.compile(
    _FIELD.format(
        names=r"venues?|published(?:\s+(?:in|at))?|publication|publisher|conference|journal(?:\s+info)?|booktitle|会议|期刊|发表于?|zeitschrift|revue|revista|журнал|学会|학회|저널"
    ),
    re.I,
)
_PLACES = re.compile(r"\s*[(（][^()（）]{2,80}[)）]")  # where the authors are from


def by_field(inline: Inline, mend: Mender) -> Parts | None:
    """What the fields say, where one of them is the title."""
    bare = inline.bare
    if not _colon(bare) or not (found := _field(_TITLE_FIELD, bare)):
        return None
    title = found[1].strip().strip("`*_ ")
    if bare.count(":") + bare.count("：") == 1:
        return Parts(title, "field")
    return Parts(title, "field", authors_of(bare), venue_of(bare))


def authors_of(bare: str) -> tuple[str, ...]:
    """The names in the authors' field, if there is one."""
    named = _field(_AUTHOR_FIELD, bare) if _colon(bare) else None
    return names.split_names(_PLACES.sub("", named[1]).strip(" []")) if named else ()


def venue_of(bare: str) -> str | None:
    """What the venue's field says, if there is one."""
    named = _field(_VENUE_FIELD, bare) if _colon(bare) else None
    return citation.venue_of(named[1]) if named else None


def _colon(bare: str) -> bool:
    return ":" in bare or "：" in bare


def _field(pattern: re.Pattern[str], bare: str) -> re.Match[str] | None:
    """The first line that the field begins."""
    at = 0
    while not (found := pattern.match(bare, at)):
        at = bare.find("\n", at) + 1
        if not at:
            return None
    return found
