"""A Markdown document's lines → blocks, in one pass: headings, list items as a tree, paragraphs, tables."""

from __future__ import annotations

import re
from collections.abc import Iterator

from littrack.lists.block import ATX, DEEPEST, HTML_HEADING, LINKED_FIELD, Block, Item, add, says_more, stretch
from littrack.lists.html_blocks import CLOSED, HTML_LIST, OPENED, behind_fold, details, html_list
from littrack.lists.text import SPACES

_EMOJI_BULLET = "[\U0001f300-\U0001faff\u2600-\u27bf\u2b50\u25b6]\ufe0f?"
ITEM = re.compile(
    rf"^([ \t]*)((?:[-*+•·▪▸►◦‣○●–—]|\d{{1,4}}[.)、．]|#\.|\[-?\]|\[\d{{1,4}}\]|\(\d{{1,3}}\)|\*\*(?:\[\d{{1,4}}\]|\d{{1,4}}[.)])\*\*|{_EMOJI_BULLET})(?:[ \t]+|(?<=[、])|(?<=-)(?=\[[^\[\]\n]{{8,300}}\]\(https?:)|$))(.*)$"
)
_BOLD_LINE = re.compile(
    rf"^\s{{0,3}}(?:{_EMOJI_BULLET}\s*)?(?:\*\*|__)\[?([^*_\[\]]{{2,80}})\]?(?:\*\*|__)\s*[:：]?\s*(?:<br\s*/?>)?\s*$"
)
_FENCE = re.compile(r"^\s*(`{3,}|~{3,})")
_SEPARATOR = re.compile(r"^\s*\|?\s*:?-{1,}:?\s*(?:\|\s*:?-{1,}:?\s*)*\|?\s*$")
_DEFINITION = re.compile(r"^ {0,3}\[([^\]^][^\]]{0,200})\]:[ \t]*<?(\S+?)>?(?:[ \t]+[\"'(].*)?$")
_FOOTNOTE = re.compile(r"^ {0,3}\[\^([^\]]{1,60})\]:[ \t]*(.*)$")
_DETAILS = re.compile(r"\s*</?(?:details|summary)\b", re.I)
_TAGS = re.compile(r"\s*</?(?:details|summary|table)\b|\s*<!--", re.I)
_RULE = re.compile(r"^\s*(?:[-*_=]\s*){3,}$")
_RULED = SPACES + "-*_="
_PLAIN_HEADING = re.compile(r"^(?:\d{1,2}\s?[、.．]\s*(?=\D)|[（(]\d{1,2}[)）]\s*)(?=\S)(?!https?:)[^\[\]<>“”\"|]{2,90}$")
# `&nbsp;&nbsp; [![stars](https://img…)](https://…)`: badges on a line of their own, below an item's.
_BADGES = re.compile(r"(?:&[ne]m?bsp;|&emsp;|\s)*(?:\[!\[[^\[\]]*\]\([^()]*\)\]\([^()]*\)\s*)+$")
_KEY = re.compile(r"[A-Za-z_][\w-]*\s*[:=]")
_TITLE_KEY = re.compile(r"title\s*[:=]\s*(.{3,200})$")


def definitions(lines: list[str]) -> dict[str, str]:
    """The targets of reference-style links, by label in lower case."""
    found: dict[str, str] = {}
    for line in lines:
        if "]:" in line and (match := _DEFINITION.match(line)):
            found.setdefault(match[1].casefold(), match[2])
    return found


def blocks(lines: list[str]) -> Iterator[Block]:
    """The blocks of a document. Code, comments and link definitions are passed over."""
    at, depth = front_matter(lines)[0], 0
    while at < len(lines):
        line = lines[at]
        if "<" in line and (behind := behind_fold(lines, at)):
            at = behind
            continue
        if _DETAILS.match(line):
            opened, closed = len(OPENED.findall(line)), len(CLOSED.findall(line))
            depth = min(max(depth + opened - closed, 0), DEEPEST)
            block, at = details(lines, at, depth)
        else:
            block, at = _passed_over(lines, at) or _block(lines, at)
        if block:
            yield block


def front_matter(lines: list[str]) -> tuple[int, str]:
    """Behind which line (counted from 1) the fields end that stand above a page for a site's generator, and the title they give."""
    mark = lines[0].strip() if lines else ""
    if mark not in ("---", "+++") or len(lines) < 3 or not _KEY.match(lines[1]):
        return 0, ""
    end = next((n for n, line in enumerate(lines[1:200], 1) if line.strip() == mark), 0)
    title = next((found[1] for line in lines[1:end] if (found := _TITLE_KEY.match(line))), "")
    return end + bool(end), title.strip("\"'| ")


def _passed_over(lines: list[str], at: int) -> tuple[None, int] | None:
    """What holds no entry: blank lines, rules, definitions, code, comments."""
    line = lines[at]
    if not line.strip() or _DEFINITION.match(line) or (_is_rule(line) and not _is_table(lines, at)):
        return None, at + 1
    if fence := _FENCE.match(line):
        return None, _after_fence(lines, at, fence[1])
    if line.lstrip().startswith("<!--") and "-->" not in line:
        return None, _after_comment(lines, at)
    return None


def _block(lines: list[str], at: int) -> tuple[Block, int]:
    line = lines[at]
    if block := _heading(lines, at):
        return block, block.end
    if re.search(r"<table\b", line, re.I):
        end = _after(lines, at, "</table>", again="<table")
        return Block("html", at + 1, end, "\n".join(lines[at:end])), end
    if _is_table(lines, at):
        end = next((k for k in range(at, len(lines)) if "|" not in lines[k]), len(lines))
        return Block("table", at + 1, end, "\n".join(lines[at:end])), end
    if "<" in line and HTML_LIST.match(line):
        block = html_list(lines, at)
        return block, block.end
    block = _list(lines, at) if _is_item(line) or _FOOTNOTE.match(line) else _paragraph(lines, at)
    return block, block.end


def _is_rule(line: str) -> bool:
    return not line.strip(_RULED) and bool(_RULE.match(line))


def _is_item(line: str) -> bool:
    return bool(ITEM.match(line)) and not _is_rule(line)


def _is_table(lines: list[str], at: int) -> bool:
    return (
        "|" in lines[at]
        and at + 1 < len(lines)
        and "|" in lines[at + 1] + lines[at]
        and "-" in lines[at + 1]
        and bool(_SEPARATOR.match(lines[at + 1]))
    )


def _after(lines: list[str], at: int, mark: str, again: str | None = None) -> int:
    """The line after the one that has ``mark``; where it is never closed, the next heading or the end."""
    for k in range(at, len(lines)):
        lower = lines[k].casefold()
        if mark in lower:
            return k + 1
        if k > at and (ATX.match(lines[k]) or (again and again in lower)):
            return k
    return len(lines)


def _after_comment(lines: list[str], at: int) -> int:
    """The line after a comment, whatever headings are in it; one that is not closed before the next ends at a heading."""
    for k in range(at, min(at + 400, len(lines))):
        if "-->" in lines[k]:
            return k + 1
        if k > at and "<!--" in lines[k]:
            break
    return _after(lines, at, "-->")


def _after_fence(lines: list[str], at: int, fence: str) -> int:
    """The line after a block of code. One that is never closed ends at once, so that nothing after it is lost."""
    for k in range(at + 1, len(lines)):
        if lines[k].strip().startswith(fence[:3]) and not lines[k].strip().strip(fence[0]):
            return k + 1
    return at + 1


def _heading(lines: list[str], at: int) -> Block | None:
    line = lines[at].lstrip(">").lstrip() if lines[at].lstrip().startswith("> #") else lines[at]
    if atx := ATX.match(line):
        return Block("heading", at + 1, at + 1, atx[2], len(atx[1]))
    if html := HTML_HEADING.match(line):
        return Block("heading", at + 1, at + 1, html[2], int(html[1]))
    after = lines[at + 1] if at + 1 < len(lines) else ""
    if (
        re.match(r"^ {0,3}(?:={3,}|-{3,})\s*$", after)
        and line.strip()
        and not _is_item(line)
        and "|" not in line
        and not line.startswith("<")
    ):
        before = lines[at - 1] if at else ""
        if not before.strip() and len(line) < 150 and "](" not in line:
            return Block("heading", at + 1, at + 2, line, 1 if "=" in after else 2)
    if _is_plain_heading(lines, at):
        return Block("heading", at + 1, at + 1, line, 22 if re.match(r"\s*[（(]", line) else 21)
    if _is_bold_heading(lines, at):
        return Block("heading", at + 1, at + 1, line, 20)
    return None


def _is_plain_heading(lines: list[str], at: int) -> bool:
    """``3、扩散模型`` or ``1. Reviews and Surveys`` by itself, with something else than the next list item below it."""
    first = lines[at][:1]
    if not (first.isdecimal() or first in ("(", "（")):
        return False
    line = lines[at].strip()
    if (
        not _PLAIN_HEADING.match(line)
        or line.count("**") % 2
        or len(line.split()) > 14
        or line.rstrip("*_").endswith((".", "。", ";"))
    ):
        return False
    if " al." in line or "arXiv:" in line:
        return False  # a citation
    after = next((x for x in lines[at + 1 : at + 6] if x.strip()), "")
    if lines[at + 1 : at + 2] == [after] and "](" in after and not ITEM.match(after) and "|" not in after[:1]:
        return False  # the authors or the links of an entry
    if not after or after.lstrip().startswith(("#", "<table")) or after[:1].isspace():
        return not after[:1].isspace() and bool(after)
    numbered = re.match(r"\s*(\d{1,3})\s?[.)、．]", after)
    own = re.match(r"(\d{1,3})", line)
    if numbered and own and _PLAIN_HEADING.match(after.strip()):
        return False
    before = next((x for x in reversed(lines[max(at - 3, 0) : at]) if x.strip()), "")
    return not (lines[at - 1].strip() if at else "") or not re.match(r"\s*\d{1,3}\s?[.)]", before)


def _is_bold_heading(lines: list[str], at: int) -> bool:
    """``**Surveys**`` by itself, above a list or a table."""
    found = _BOLD_LINE.match(lines[at])
    if not found or len(found[1].split()) > 10:
        return False
    after = next((x for x in lines[at + 1 : at + 4] if x.strip()), "")
    listed = ITEM.match(after)
    if listed:
        bare = re.sub(r"\[[^\]]{0,12}\]\([^)]*\)", "", listed[3]).strip(" |,/")
        if len(found[1].split()) > 2 and _describes(lines, at + 1):
            return False
        if at and bare.startswith("http") and " " not in bare and ATX.match(lines[at - 1]):
            return False  # who wrote the paper whose title is the heading right above
        return bool(bare) and not re.match(r"\W*(?:authors?|venue|paper|links?|code|abstract|year|date)\W*[:：]", bare, re.I)
    return "|" in after or bool(re.match(r"\s*<(?:table|details|ul|ol)\b", after, re.I))


def _describes(lines: list[str], at: int) -> bool:
    """Whether the list at ``at`` has, among its first items, one that gives a link by a field: ``- 论文：https://…``."""
    items = [found[3] for x in lines[at : at + 8] if (found := ITEM.match(x))]
    return any(map(LINKED_FIELD.match, items[:3])) and all(says_more(x) or len(x.split()) < 6 for x in items[:2])


def _list(lines: list[str], at: int) -> Block:
    """A list with everything indented below its items, blank lines included."""
    roots: list[Item] = []
    stack: list[Item] = []
    k, last = at, at
    while k < len(lines):
        line = lines[k]
        if not line.strip():
            k += 1
            continue
        if "<" in line and k > at and (behind := behind_fold(lines, k)):
            stretch(stack, behind)
            last, k = behind - 1, behind
            continue
        if line[:1] in "&[" and _BADGES.match(line):
            line = "  " + line  # shown below the item, as far as a person sees
        found = ITEM.match(line) or (_FOOTNOTE.match(line) if "[^" in line else None)
        blank_before = k > at and not lines[k - 1].strip()
        white = line[: len(line) - len(line.lstrip())]
        indent = len(white.expandtabs(4) if "\t" in white else white)
        if k > at and (
            _ends_list(lines, k, indent, blank_before, bool(found)) or (found and indent == 0 and _is_plain_heading(lines, k))
        ):
            break
        if found:
            add(roots, stack, _item(line, found, indent, k))
        elif blank_before and "](" in line and _LONE_LINK.fullmatch(line.strip()) and _below_topic(stack, indent):
            add(roots, stack, Item(indent, "", k + 1, [line.strip()], k + 1))
        else:
            stack[-1].lines.append(line.strip())
            stretch(stack, k + 1)
        last = k
        k += 1
    return Block("list", at + 1, last + 1, "\n".join(lines[at : last + 1]), items=tuple(roots))


# A title that leads to its paper and nothing else, on a line of its own.
_LONE_LINK = re.compile(r"\[(?:[^\s\[\]]+\s+){3,40}[^\s\[\]]+\]\([^()\s]+\)\.?")


def _below_topic(stack: list[Item], indent: int) -> bool:
    """Whether what stands this deep is below an item of a few words without a link: ``- Medical boats``."""
    above = next((item for item in reversed(stack) if item.indent < indent), None)
    return above is not None and len(above.lines) == 1 and "](" not in above.text and 0 < len(above.text.split()) < 5


def _item(line: str, found: re.Match[str], indent: int, k: int) -> Item:
    if found.re is _FOOTNOTE:
        return Item(0, "[^]", k + 1, [found[2]], k + 1)
    return Item(indent, found[2].strip(), k + 1, [found[3].strip()], k + 1)


def _ends_list(lines: list[str], k: int, indent: int, blank_before: bool, is_item: bool) -> bool:
    line = lines[k]
    first = line.lstrip()[:1]
    if first in "-*_=" and _is_rule(line):
        return True
    if is_item:
        return (first == "[" and bool(_DEFINITION.match(line))) or (first > "\u25b0" and _is_bold_heading(lines, k))
    if first in "#<`~[" and (
        ATX.match(line)
        or HTML_HEADING.match(line)
        or _FENCE.match(line)
        or _DEFINITION.match(line)
        or _TAGS.match(line)
        or (indent == 0 and HTML_LIST.match(line))
    ):
        return True
    return (
        (blank_before and indent == 0)
        or _is_bold_heading(lines, k)
        or (indent == 0 and (_is_table(lines, k) or _is_plain_heading(lines, k)))
    )


def _paragraph(lines: list[str], at: int) -> Block:
    k = at + 1
    while k < len(lines) and lines[k].strip() and not _starts_block(lines, k):
        k += 1
    return Block("paragraph", at + 1, k, "\n".join(re.sub(r"^\s*(?:>\s?)+", "", x).rstrip() for x in lines[at:k])[:200_000])


def _starts_block(lines: list[str], k: int) -> bool:
    line = lines[k]
    if (
        _FENCE.match(line)
        or _is_rule(line)
        or _DEFINITION.match(line)
        or re.match(r"\s*</?(?:details|summary|table|ul|ol|li)\b", line, re.I)
    ):
        return True
    bulleted = re.match(r"\s*(?:[-*+•]|(?:\*\*)?\d{1,3}[.)](?:\*\*)?)\s+\S", line)
    return bool(bulleted) or _heading(lines, k) is not None or _is_table(lines, k)
