"""The blocks of a Markdown document, the items of its lists, and lines by which a work or a heading is known."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

DEEPEST = 12  # list items deeper than this count as this deep
ATX = re.compile(r"^ {0,3}(#{1,6})[ \t]*(?=[^#\s!.]|\.\w)(.*)$")
HTML_HEADING = re.compile(r"^\s*<h([1-6])\b[^<>]*>(.*?)(?:</h\1\s*>\s*)?$", re.I)
# A line that says more about a work: `Paper:`, `**Authors**:`, `论文下载链接：`.
FIELD = re.compile(
    r"^[\W_]{0,20}(?:paper(?: (?:title|authors?|link|url|page))?|titles?|authors?|institutions?|affiliations?|venue|published(?: in| at)?|publication|publisher|conference|journal(?: info)?|"
    r"pubmed|pmid|pmcid|citations?|cited(?: by)?|引用数?|被引[^\s:：]{0,6}|年份|links?|urls?|codes?|github|pdf|arxiv|doi|project(?: page)?|website|homepage|abstract|tl;?dr|summary|keywords?|tags?|dates?|year|time|note|notes|comments?|remarks?|"
    r"pros?|cons?|datasets?|tasks?|methods?|models?|highlights?|key (?:points?|ideas?|contributions?|words?)|contributions?|description|brief|intro(?:duction)?|bib(?:tex)?|citation|"
    r"demo|video|slides?|blog|resources?|metrics?|backbone|motivation|results?|autor(?:en|es)?|auteurs?|авторы?|著者|저자|论文|作者|代码|链接|摘要|机构|会议|期刊|发表|时间|标题|简介(?:[（(][^()（）\n]{1,8}[)）])?|关键词|(?:论文|代码|主页|项目|解读|数据|视频|模型|简要)[^\s:：\[\]]{0,16}|发表时间|arxiv id)\W{0,3}[:：]",
    re.I,
)
LINKED_FIELD = re.compile(
    r"^[\W_]{0,20}[\w /&.-]{1,24}(?:[（(][^()（）\n]{0,24}[)）])?[*_`]{0,3}[:：][\s*_`]{0,4}(?:<?https?://|\[+[^\]\n]*\]+\(|<a\s|暂无|coming soon|tbd\b|none\b|n/a\b)",
    re.I,
)
# A bold line by itself.
TITLE_LINE = re.compile(r"^\s{0,3}(?:>\s?)?(\*\*|__)(?=\S)(.{8,300}?)\1[ \t\\]*(?:<br\s*/?>)?\s*$")


def says_more(line: str) -> bool:
    """Whether a line only says more about the work above it: a field with its link or with a known name."""
    return bool(FIELD.match(line) or LINKED_FIELD.match(line))


class Block(NamedTuple):
    """One block: ``kind`` is heading, close, paragraph, list, table or html. Lines are numbered from 1, both included."""

    kind: str
    line: int
    end: int
    text: str = ""
    level: float = 0
    items: tuple[Item, ...] = ()


@dataclass(slots=True)
class Item:
    """A list item: its own lines without the bullet, and the items below it."""

    indent: int
    bullet: str
    line: int
    lines: list[str]
    end: int
    children: list[Item] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The item's own lines."""
        return "\n".join(self.lines)


def add(roots: list[Item], stack: list[Item], item: Item) -> None:
    """Put an item below the last one on the ``stack`` that is less indented, or among the ``roots``."""
    while stack and stack[-1].indent >= item.indent:
        stack.pop()
    if len(stack) >= DEEPEST:
        stack.pop()
    (stack[-1].children if stack else roots).append(item)
    stack.append(item)
    stretch(stack, item.line)


def stretch(stack: list[Item], end: int) -> None:
    """Have the open items end on this line."""
    for item in stack:
        item.end = end
