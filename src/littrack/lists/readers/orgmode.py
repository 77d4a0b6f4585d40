"""Org mode: its headings and links are written as Markdown's, line by line, and read as those are."""

from __future__ import annotations

import re

from littrack.lists.entry import Document, Draft
from littrack.lists.readers import readme
from littrack.lists.readers._marks import as_markdown

_HEADING = re.compile(
    r"^(\*+)\s+(?:(?:TODO|DONE|READ|READING|NEXT|WAITING|CANCELLED)\s+)?(?:\[#[A-C]\]\s+)?(.*?)\s*(?::[\w@:]+:)?\s*$"
)
_LINK = re.compile(r"\[\[(?:file:)?([^\[\]]+)\](?:\[([^\[\]]*)\])?\]")
_KEYWORD = re.compile(r"^\s*(?:#\+(?!title)|# |:[A-Za-z_-]+:|SCHEDULED:|DEADLINE:|CLOSED:)", re.I)
_TITLE = re.compile(r"^#\+title:\s*(.*)$", re.I)
_ITALIC = re.compile(r"(?<![\w/:])/([^/\s](?:[^/]*[^/\s])?)/(?![\w/])")


def likelihood(document: Document) -> float:
    """High where headings begin with stars and links stand in two square brackets."""
    lines = document.lines[:2000]
    if not any(map(_HEADING.match, lines)):
        return 0.0
    own = sum("][" in x and bool(_LINK.search(x)) and "](" not in x for x in lines)
    titled = any(_TITLE.match(x) for x in lines[:30])
    return 0.85 if own and (titled or own > sum("](" in x for x in lines)) else 0.0


def read(document: Document) -> Draft:
    """The document with Markdown's marks in place of its own, read as a README; a heading with a link below it is an entry."""
    lines = document.lines
    leaves = _leaves(lines)
    out, inside = [], False
    for n, line in enumerate(lines):
        if heading := _HEADING.match(line):
            inside = n in leaves
            out.append(
                f"- **{_inside(heading[2])}**" if inside else "#" * min(len(heading[1]) + 1, 6) + " " + _inside(heading[2])
            )
        elif title := _TITLE.match(line):
            out.append("# " + title[1])
        elif _KEYWORD.match(line):
            out.append("")
        else:
            out.append(("  " + _inside(line).strip() if line.strip() else "") if inside else _inside(line))
    return readme.read(Document(document.name, "\n".join(out), document.encoding))


def _leaves(lines: list[str]) -> set[int]:
    """The headings that are entries: no heading below them, a link in their text, and no list of entries."""
    at = [(n, len(m[1])) for n, x in enumerate(lines) if (m := _HEADING.match(x))]
    found = set()
    for (n, depth), (after, next_depth) in zip(at, [*at[1:], (len(lines), 0)], strict=True):
        body = lines[n + 1 : after]
        listed = any(re.match(r"\s*[-+]\s.*(?:\[\[|https?:)", x) for x in body)
        linked = any("http" in x for x in body) or "http" in lines[n]
        if next_depth <= depth and linked and not listed and len(lines[n].split()) > 3:
            found.add(n)
    return found


def _inside(text: str) -> str:
    """Links and emphasis of one line."""
    return as_markdown(text, _LINK, _ITALIC, lambda found: (found[2] or "", found[1]))
