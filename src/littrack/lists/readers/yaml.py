"""YAML: lists kept as data, one mapping a reference, below keys or headings; with the names of fields of :mod:`records`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from littrack.errors import ListError
from littrack.lists.entry import Document, Draft
from littrack.lists.outline import clean_heading
from littrack.lists.readers import records

_DEEPEST = 300  # of brackets and of columns before a line's first word: what composes YAML goes a call deeper for each
_ITEM = re.compile(r"(?m)^([ \t]*)-[ \t]+(?=[\"']?[\w.-]+[\"']?[ \t]*:)")
_TITLE = re.compile(r"(?m)^[ \t]*(?:-[ \t]+)?[\"']?(?:title|name|paper|paper_?title)[\"']?[ \t]*:[ \t]+\S", re.I)
_LINE = re.compile(r"[ \t]*(?:#.*|---[ \t]*|(?:-[ \t]+)+.*|[\"']?[\w .&/()-]{1,60}[\"']?[ \t]*:(?:[ \t].*)?|[ \t]\S.*|[\]}],?)")
_PLAIN_KEYS = frozenset(("papers", "paper", "entries", "items", "references", "list", "data", "resources", "publications"))
_HEADINGS = ("section", "category", "heading", "topic", "title", "name")


class Record(NamedTuple):
    """One mapping: its fields, the headings above it, and its first and last line."""

    fields: dict[str, Any]
    path: tuple[str, ...]
    line: int
    end: int


def likelihood(document: Document) -> float:
    """High where every line of the beginning may be YAML and one is the field of a title."""
    head = [line for line in document.lines[:400] if line.strip()]
    whole = "\n".join(head)
    sure = head and "](" not in whole and all(map(_LINE.fullmatch, head)) and _TITLE.search(whole)
    return 0.9 if sure and not any(line.startswith("##") for line in head) else 0.0


def read(document: Document) -> Draft:
    """Every mapping that has a title. What is no YAML is read item by item, so that one bad item costs no other."""
    draft = Draft(document.name)
    try:
        found = list(composed("\n".join(document.lines)))
    except ListError as error:
        draft.doubt(f"{error}; read item by item", 1)
        found = list(_piecewise(document, draft))
    for record in found:
        entry = records.entry_of(record.fields, record.line)
        if entry:
            draft.entries.append(entry._replace(end=record.end, paths=entry.paths or (record.path,)))
    return draft


def composed(text: str) -> Iterator[Record]:
    """The references in a text.

    Raises:
        ListError: the text is no YAML, or too deeply nested.
    """
    import yaml

    depth = most = 0
    for mark in re.findall(r"[\[\]{}]", text):
        depth = max(0, depth + (1 if mark in "[{" else -1))
        most = max(most, depth)
    if max(most, max((found.end() - found.start() for found in re.finditer(r"(?m)^[ \t?:-]*", text)), default=0)) > _DEEPEST:
        raise ListError("its YAML is too deeply nested", "")
    try:
        node = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        raise ListError(f"not YAML{f', line {mark.line + 1}' if mark else ''}", "") from None
    yield from _walk(node, (), text.split("\n"), set())


def _piecewise(document: Document, draft: Draft) -> Iterator[Record]:
    starts = list(_ITEM.finditer("\n".join(document.lines)))
    text, first = "\n".join(document.lines), min((len(s[1]) for s in starts), default=0)
    starts = [s for s in starts if len(s[1]) == first]
    for n, start in enumerate(starts):
        above = text.count("\n", 0, start.start())
        piece = text[start.start() : starts[n + 1].start() if n + 1 < len(starts) else len(text)]
        try:
            for record in composed(piece):
                yield record._replace(line=record.line + above, end=record.end + above)
        except ListError as error:
            draft.unread(str(error), above + 1)


def _walk(node: Any, path: tuple[str, ...], lines: list[str], seen: set[int]) -> Iterator[Record]:
    """The records below a node; one that an alias repeats is not gone through again."""
    if id(node) in seen or node is None or node.id == "scalar":
        return
    seen.add(id(node))
    if node.id == "sequence":
        for child in node.value:
            yield from _walk(child, path, lines, seen)
        return
    fields = {str(key.value): value for key, value in node.value}
    titled = any(records.role_of(k) == "title" and v.id == "scalar" and not records.is_link(v.value) for k, v in fields.items())
    listed = {k: v for k, v in fields.items() if _lists_records(k, v) or (v.id == "mapping" and not titled)}
    if titled and not listed:
        yield Record({k: _value(v, 0) for k, v in fields.items()}, path, node.start_mark.line + 1, _end(node, lines))
        return
    named = next((str(fields[k].value) for k in _HEADINGS if k in fields and fields[k].id == "scalar"), "")
    below = (*path, clean_heading(named).text) if named else path
    for key, child in listed.items():
        own = child.id == "sequence" and key.casefold() not in _PLAIN_KEYS
        yield from _walk(child, (*below, clean_heading(key).text) if own else below, lines, seen)


def _lists_records(name: str, node: Any) -> bool:
    return node.id == "sequence" and bool(node.value) and node.value[0].id == "mapping" and records.role_of(name) != "authors"


def _value(node: Any, depth: int) -> Any:
    if node.id == "scalar":
        return str(node.value)
    if depth > 3:
        return ""
    if node.id == "sequence":
        return [_value(child, depth + 1) for child in node.value]
    return {str(key.value): _value(value, depth + 1) for key, value in node.value}


def _end(node: Any, lines: list[str]) -> int:
    """The last line of a mapping: that of its last value, as the end of a block is only known where the next begins."""
    first: int = node.start_mark.line + 1
    while node.id != "scalar" and not node.flow_style and node.value:
        node = node.value[-1][1] if node.id == "mapping" else node.value[-1]
    end: int = node.end_mark.line + (node.end_mark.column > 0)
    while end > first and not lines[end - 1].strip():
        end -= 1
    return max(first, end)
