"""AsciiDoc: its headings, links and bullets are written as Markdown's, line by line, and read as those are."""

from __future__ import annotations

import re

from littrack.lists.entry import Document, Draft
from littrack.lists.readers import _grids, readme
from littrack.lists.readers._marks import as_markdown

_HEADING = re.compile(r"^(={1,6})\s+(\S.*)$")
_LINK = re.compile(r"(?:link:)?(https?://[^\s\[\]]+)\[([^\[\]]*)\]")
_BULLET = re.compile(r"^\s*(\*{1,5}|-|\.{1,5})\s+(?=\S)")
_ATTRIBUTE = re.compile(r"^(?::[\w!-]+:.*|\[[^\]]*\]|={4,}|-{4,}|\.{4,}|\*{4,}|\+|\|={3,}|//.*|(?:toc|image)::.*)$")
_ITALIC = re.compile(r"(?<!\w)_([^_\s](?:[^_]*[^_\s])?)_(?!\w)")


def likelihood(document: Document) -> float:
    """High where headings begin with ``=`` and links have their label in square brackets behind them."""
    lines = document.lines[:2000]
    if not any(map(_HEADING.match, lines)):
        return 0.0
    links = sum(bool(_LINK.search(x)) and "](" not in x for x in lines)
    return 0.8 if links > sum("](" in x for x in lines) else 0.0


def read(document: Document) -> Draft:
    """The document with Markdown's marks in place of its own, read as a README."""
    tables = _grids.asciidoc(document.lines, _inside)
    lines = (tables[n] if n in tables else _markdown(line) for n, line in enumerate(document.lines))
    return readme.read(Document(document.name, "\n".join(lines), document.encoding))


def _markdown(line: str) -> str:
    if heading := _HEADING.match(line):
        return "#" * len(heading[1]) + " " + _inside(heading[2])
    if _ATTRIBUTE.match(line.strip()):
        return ""
    bullet = _BULLET.match(line)
    if bullet:
        depth = len(bullet[1]) - 1
        return "  " * depth + ("1. " if bullet[1][0] == "." else "- ") + _inside(line[bullet.end() :])
    return _inside(line)


def _inside(text: str) -> str:
    """Links and emphasis of one line."""
    return as_markdown(text, _LINK, _ITALIC, lambda found: (found[2].rstrip("^"), found[1]))
