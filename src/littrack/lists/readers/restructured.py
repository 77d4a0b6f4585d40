"""reStructuredText: its headings, links and bullets are written as Markdown's, line by line, and read as those are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from littrack.lists.entry import Document, Draft
from littrack.lists.readers import _grids, readme

_LINE = re.compile(r"^([=\-~^\"'`#*+.:_<>])\1{2,}\s*$")
_EMBEDDED = re.compile(r"`([^`<>]+?)\s*<(https?://[^<>`\s]+)>`__?")
# A link whose label is broken over lines: what opens it, and what closes it on a later line.
_EMBEDDED_START = re.compile(r"(?<![\w`])`([^`<>]*)$")
_EMBEDDED_END = re.compile(r"^([^`<>]*)<(https?://[^<>`\s]+)>`__?")
_NAMED = re.compile(r"`([^`]+)`_(?!_)|(?<![\w`])([A-Za-z][\w-]*)_(?![\w_])")
_ANONYMOUS = re.compile(r"`([^`]+)`__")
_TARGET = re.compile(r"^\s*(?:\.\.\s+_(`[^`]+`|[^:]+):|__)\s+(https?://\S+)\s*$")
_ROLE = re.compile(r":(doi|arxiv):`(?:[^`<>]*<)?([^`<>]+)>?`", re.I)
_CITED = re.compile(r"^\.\. \[(?:[\w.:#*-]{1,60})\](?=\s|$)[ \t]*")
_REPLACED = re.compile(r"^\s*\.\. \|([^|]+)\|\s+replace::\s*(.*)$")
_SUBSTITUTION = re.compile(r"\|([^\s|](?:[^|\n]{0,40}[^\s|])?)\|_{0,2}")
_LINE_BLOCK = re.compile(r"^\|\s+(?=.*[^|\s]\s*$)")
_REMARK = re.compile(r"^\.\.\s+(?![\[_|]|[\w:+-]+::)\S")
_DIRECTIVE = re.compile(r"^\s*\.\. (?!_)")
_OPTION = re.compile(r"^\s+:[\w-]+:(?:\s|$)")


def _with_whole_links(lines: list[str]) -> list[str]:
    """The lines with links that are broken over two to four of them as Markdown's, which may be."""
    for n, line in enumerate(lines):
        end = _EMBEDDED_END.match(line) if ">`_" in line else None
        for k in range(n - 1, max(n - 4, -1), -1) if end else ():
            if start := _EMBEDDED_START.search(lines[k]):
                lines[k] = f"{lines[k][: start.start()]}[{start[1]}"
                lines[n] = f"{end[1].rstrip()}]({end[2]}){line[end.end() :]}" if end else line
            if "`" in lines[k] or not lines[k].strip() or start:
                break
    return lines


def likelihood(document: Document) -> float:
    """High where headings are underlined and links or directives are written as reStructuredText's."""
    lines = document.lines[:2000]
    if any("](" in x for x in lines):
        return 0.0
    headings = sum(_is_heading(lines, n) for n in range(len(lines) - 1))
    own = sum(
        bool(
            _CITED.match(x)
            or _EMBEDDED.search(x)
            or _EMBEDDED_END.match(x)
            or _ANONYMOUS.search(x)
            or _TARGET.match(x)
            or _DIRECTIVE.match(x)
        )
        for x in lines
    )
    return 0.8 if own and headings else 0.0


def read(document: Document) -> Draft:
    """The document with Markdown's marks in place of its own, read as a README."""
    lines = list(document.lines)
    targets = {m[1].strip("`").casefold(): m[2] for x in lines if (m := _TARGET.match(x)) and m[1]}
    anonymous = iter([m[2] for x in lines if (m := _TARGET.match(x)) and not m[1]])
    words = {m[1]: m[2] for x in lines if "replace::" in x and (m := _REPLACED.match(x))}
    remarks = _remarks(lines)
    levels: list[str] = []
    tables = _grids.restructured(lines, lambda cell: _linked(cell, targets, anonymous))
    lines = _with_whole_links(lines)
    for n, line in enumerate(lines):
        if n in tables:
            lines[n] = tables[n]
        elif n in remarks:
            lines[n] = ""
        elif _is_heading(lines, n):
            mark = lines[n + 1][0] + ("=" if n and _LINE.match(lines[n - 1]) else "")
            if mark not in levels:
                levels.append(mark)
            lines[n] = "#" * min(levels.index(mark) + 1, 6) + " " + _linked(line.strip(), targets, anonymous)
        elif cited := _CITED.match(line):
            lines[n] = "- " + _linked(_bare(line[cited.end() :], words), targets, anonymous)
        elif _LINE.match(line) or _TARGET.match(line) or _DIRECTIVE.match(line) or _OPTION.match(line):
            lines[n] = ""
        else:
            lines[n] = _linked(_bare(line, words), targets, anonymous)
    return readme.read(Document(document.name, "\n".join(lines), document.encoding))


def _is_heading(lines: list[str], n: int) -> bool:
    """Whether a line is underlined by a line of one mark at least as long."""
    line = lines[n].rstrip()
    below = lines[n + 1].rstrip() if n + 1 < len(lines) else ""
    return bool(line.strip()) and not _LINE.match(line) and bool(_LINE.match(below)) and len(below) >= min(len(line), 4)


def _remarks(lines: list[str]) -> set[int]:
    """The lines of comments, with all that is indented below them."""
    found: set[int] = set()
    for n, line in enumerate(lines):
        if _REMARK.match(line) or (n - 1 in found and (not line.strip() or line[0].isspace())):
            found.add(n)
    return found


def _bare(line: str, words: dict[str, str]) -> str:
    """A line without the bar of a line block, with its substitutions made and without a backslash before a letter."""
    if "|" in line:
        line = _LINE_BLOCK.sub("", line)
        line = _SUBSTITUTION.sub(lambda found: words.get(found[1], ""), line) if not line.endswith("|") else line
    return re.sub(r"\\(?=\w)", "", line) if "\\" in line else line


def _linked(line: str, targets: dict[str, str], anonymous: Iterator[str]) -> str:
    def named(found: re.Match[str]) -> str:
        label = found[1] or found[2]
        target = targets.get(label.casefold())
        return f"[{label}]({target})" if target else found[0]

    def unnamed(found: re.Match[str]) -> str:
        target = next(anonymous, None)
        return f"[{found[1]}]({target})" if target else found[1]

    line = _ROLE.sub(lambda m: f"<https://{'doi.org/' if m[1].lower() == 'doi' else 'arxiv.org/abs/'}{m[2]}>", line)
    return _NAMED.sub(named, _ANONYMOUS.sub(unnamed, _EMBEDDED.sub(r"[\1](\2)", line)))
