"""What Markdown leaves to HTML: lists of ``<li>``, and what ``<details>`` folds away."""

from __future__ import annotations

import re

from littrack.lists.block import ATX, HTML_HEADING, Block, Item, add, stretch
from littrack.lists.text import strip_tags

_OPENS = re.compile(r"\s*<details\b", re.I)
OPENED = re.compile(r"<details\b", re.I)
CLOSED = re.compile(r"</details", re.I)
_CLOSES = re.compile(r"\s*</details", re.I)
_SUMMARY = re.compile(r"<summary\b[^<>]*>(.*?)(?:</summary|$)", re.I)
_FOLDED = re.compile(r"\W*(?:full )?(?:abstract|bib(?:tex)?|摘要|tl;?dr|citation)\W*", re.I)
HTML_LIST = re.compile(r"\s*</?(?:ul|ol|li)\b", re.I)
_LIST_TAG = re.compile(r"<(/?)(ul|ol|li)\b[^<>]*>", re.I)


def details(lines: list[str], at: int, depth: int) -> tuple[Block | None, int]:
    """A ``<summary>`` is a heading for what is below it, up to ``</details>``."""
    if _CLOSES.match(lines[at]):
        return Block("close", at + 1, at + 1, level=7 + depth), at + 1
    for k in range(at, min(at + 4, len(lines))):
        found = _SUMMARY.search(lines[k])
        if found:
            end = (
                k
                if "</summary" in lines[k].casefold()
                else next((j for j in range(k, min(k + 4, len(lines))) if "</summary" in lines[j].casefold()), k)
            )
            text = " ".join([found[1], *(re.split(r"</summary", x, flags=re.I)[0] for x in lines[k + 1 : end + 1])])
            return Block("heading", at + 1, end + 1, text, 7 + max(depth - 1, 0)), end + 1
        if k > at and lines[k].strip():
            break
    return None, at + 1


def behind_fold(lines: list[str], at: int) -> int:
    """The line after what is folded away about one work, ``<details><summary>Abstract</summary>…</details>``; 0 for any other."""
    if not _OPENS.match(lines[at]):
        return 0
    summary = _SUMMARY.search("".join(lines[at : at + 3])[:2000])
    if summary is None or not _FOLDED.fullmatch(strip_tags(summary[1])):
        return 0
    depth = 0
    for k in range(at, min(at + 200, len(lines))):
        depth += len(OPENED.findall(lines[k])) - len(CLOSED.findall(lines[k]))
        if depth <= 0:
            return k + 1
        if depth > 1 or ATX.match(lines[k]):
            break  # something else is folded away in it, or it is never closed
    return 0


def html_list(lines: list[str], at: int) -> Block:
    """A list in HTML: each ``<li>`` is an item, those of a list inside it stand below it. Tags may be missing."""
    roots: list[Item] = []
    stack: list[Item] = []
    depth, end = 0, at
    while end < len(lines) and (end == at or _is_in_html_list(lines, end, depth, stack)):
        line, behind = lines[end], 0
        end += 1
        for tag in _LIST_TAG.finditer(line):
            _say(stack, line[behind : tag.start()], end)
            behind = tag.end()
            if tag[2].lower() != "li":
                depth = max(depth + (-1 if tag[1] else 1), 0)
            elif not tag[1]:
                add(roots, stack, Item(depth, "<li>", end, [], end))
            while tag[1] and stack and stack[-1].indent >= depth + (tag[2].lower() != "li"):
                stretch(stack[-1:], end if tag[2].lower() == "li" else stack[-1].end)
                stack.pop()
        _say(stack, line[behind:], end)
    return Block("list", at + 1, end, "\n".join(lines[at:end]), items=tuple(roots))


def _is_in_html_list(lines: list[str], k: int, depth: int, stack: list[Item]) -> bool:
    line = lines[k]
    if HTML_LIST.match(line):
        return True
    if not line.strip():
        return depth > 0 and bool(HTML_LIST.match(next((x for x in lines[k : k + 9] if x.strip()), "")))
    return bool(stack) and not ATX.match(line) and not HTML_HEADING.match(line)


def _say(stack: list[Item], text: str, line: int) -> None:
    if stack and text.strip():
        stack[-1].lines.append(text.strip())
        stretch(stack, line)
