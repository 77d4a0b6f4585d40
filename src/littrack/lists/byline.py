"""The authors of a new entry as the neighbour's are written: in full or short, joined, some of them left out."""

from __future__ import annotations

import re

from littrack.lists import names, tags
from littrack.lists.addition import Addition
from littrack.lists.entry import Entry

# The place of an exchanged part; the character after it says which.
SLOT = "\ue000"


_ADDRESS = re.compile(r"https?://[^\s()<>\"]+")
_RAISED = re.compile(r"<sup>.{0,20}?</sup>")  # the mark of an affiliation


def flexible(text: str) -> re.Pattern[str]:
    """Finds ``text`` where its words are broken over lines, escaped, emphasised or hyphened otherwise."""
    parts = [re.escape(p) for p in re.findall(r"[^\W_]+|[^\w\s]", text)]
    return re.compile(r"[\s\\*_`{}-]*".join(parts), re.I)


def exchanged_authors(text: str, entry: Entry, addition: Addition, slots: dict[str, str]) -> str | None:
    """The neighbour's authors exchanged, in its way to write names, to join them and to leave some out."""
    if not entry.authors:
        return text
    spans: list[tuple[int, int]] = []
    at = 0
    words = _ADDRESS.sub(lambda m: "\0" * len(m[0]), text) if "://" in text else text  # some have a name in them
    turned = flexible(_turned(entry.authors[0])).search(words) if " " in entry.authors[0] else None
    every = turned and _all_turned(text, entry.authors)
    for name in entry.authors:
        match = (turned if not spans and turned else None) or flexible(_turned(name) if every else name).search(words, at)
        if match is None:
            return None
        spans.append(match.span())
        at = match.end()
    start, end = spans[0][0], spans[-1][1]
    joint = _RAISED.sub("", text[spans[0][1] : spans[1][0]]) if len(spans) > 1 else ", "
    final = _RAISED.sub("", text[spans[-2][1] : spans[-1][0]]) if len(spans) > 1 else joint
    if joint.count("*") % 4 in (1, 2) or ("*" in joint + final and text[:start][-1:] != "*"):  # one of the names is stressed
        joint, final = joint.replace("*", ""), final.replace("*", "")
        start, end = _without_stress(text, start, end)
    rest = re.match(r"\d?(?:\s*\([^()\n]{2,80}\))?(,?\s*(?:and\s+)?[*_]{0,2}(?:et\.?\s*al\.?|others|etc\b)|\s*等)", text[end:])
    if not addition.authors or len(joint) > 12 or SLOT in text[start:end]:
        return None
    if len(spans) == 2 and re.search(r"and|&|\b(?:et|und|y)\b", joint) and not rest and len(addition.authors) > 2:
        joint, final = ", ", joint if joint.startswith(",") else f",{joint}"
    shown = [_name(n, entry.authors) for n in addition.authors]
    shown = [_turned(n) if " " in n and turned and (every or not k) else n for k, n in enumerate(shown)]
    if len(spans) == 1:  # one author does not tell how several are joined: by APA, or as one says it
        final = ", & " if every else " and " if text[:start].endswith(" by ") else final
    if rest and len(shown) > len(spans):
        slots["A"] = _joined(shown[: len(spans)], joint, joint) + rest[1]
    else:
        slots["A"] = _joined(shown, joint, final if len(spans) > 1 or len(shown) == 2 or every else joint)
        if rest and rest[1].endswith("al.") and _PARTED.match(text, end + rest.end()) and slots["A"][-1:] != ".":
            slots["A"] += "."
    mark = re.match(r"\d(?=[\s,.]|$)", text[end:])  # of a footnote
    text = text[:end] + _without_others(text[end:], len(shown) <= len(spans))
    end += rest.end() if rest else mark.end() if mark else 0
    place = _PLACE.match(text, end)  # where the neighbour's authors are from
    end = place.end() if place and not tags.is_tag(place[1] or place[2]) else end
    return text[:start] + SLOT + "A" + text[end:]


def _without_others(behind: str, all_told: bool) -> str:
    """What stands behind the authors, without the others behind their emphasis where all are told: ``*Berg, Hale* et al.``"""
    return _ET_AL_BEHIND.sub(r"\1", behind, count=1) if all_told and behind[:1] in ("*", "_") else behind


_ET_AL_BEHIND = re.compile(r"^([*_]{1,2}),?\s+et\.?\s*al\b\.?")
_PARTED = re.compile(r"\s+[*_\[“\"\ue000A-Za-z]")  # another part of the entry begins
_PLACE = re.compile(r"\.?\s*\(([^()\n\ue000]{2,60})\)(?=\n|$)|,\s+([A-Z][^,*_\n\[\]()\d\ue000]{1,40})(?=[*_])")


def _without_stress(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the authors begin and end with the stars before the first or behind the last, whose other half goes."""
    if text[:start].endswith("*"):
        return len(text[:start].rstrip("*")), end
    return start, end + len(text[end:]) - len(text[end:].lstrip("*"))


def _all_turned(text: str, authors: tuple[str, ...]) -> bool:
    """Whether every name has its surname first, as APA has them; of one author, whether it has initials."""
    if len(authors) == 1:
        return names.has_initials(authors[0])
    return all(" " in n and flexible(_turned(n)).search(text) for n in authors)


def _turned(name: str) -> str:
    """``Ann Lee`` as ``Lee, Ann``."""
    given, _, last = name.rpartition(" ")
    return f"{last}, {given}" if given else name


def _joined(shown: list[str], joint: str, final: str) -> str:
    joint, final = re.sub(r"\s*\n\s*", " ", joint), re.sub(r"\s*\n\s*", " ", final)
    if len(shown) == 2 and "and" in final and ", " not in shown[0]:
        final = " and "
    return joint.join(shown[:-1]) + (final if len(shown) > 1 else "") + shown[-1]


def _name(name: str, style: tuple[str, ...]) -> str:
    """``Feibo Jiang`` as the neighbour writes names: in full, ``F. Jiang``, ``F Jiang`` or ``Jiang F``."""
    parts = name.split()
    if sum(" " in n for n in style) * 2 < len(style):
        return parts[-1]
    if sum(map(names.has_initials, style)) * 2 <= len(style) or names.has_initials(name) or len(parts) < 2:
        return name
    dotted = "." in "".join(style)
    letters = ["-".join(p[0] for p in g.split("-") if p) for g in parts[:-1]]
    first = (
        " ".join("-".join(f"{c}." for c in g.split("-")) for g in letters)
        if dotted
        else "".join(g.replace("-", "") for g in letters)
    )
    last_first = sum(bool(names.INITIALS_LAST.fullmatch(n)) and not names.INITIALS_FIRST.fullmatch(n) for n in style) * 2 > len(
        style
    )
    return f"{parts[-1]} {' '.join(first)}" if last_first else f"{first} {parts[-1]}"
