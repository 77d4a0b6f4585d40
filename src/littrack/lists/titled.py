"""Titles on a line of their own, above the lists and lines that say more about them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from littrack.lists import names
from littrack.lists.block import TITLE_LINE, Block, says_more
from littrack.lists.inline import LABELLED, is_generic, parse, plain
from littrack.lists.items import ASIDE, SENTENCE, is_field, is_only_links, texts
from littrack.lists.links import is_paper
from littrack.lists.outline import clean_heading, is_boilerplate
from littrack.lists.tags import is_tag

_PAPER_FIELD = re.compile(r"[\W_]{0,20}(?:论文|paper|pdf|arxiv)[^:：\n]{0,20}[:：]", re.I)
_TO_ANCHOR = re.compile(r"\W*\[[^\[\]\n]*\]\(#[^()\n]*\)\W*")  # `[Back to top](#contents)`


@dataclass
class Titled:
    """A title on a line of its own, and the lists and lines after it that only say more about it."""

    block: Block
    end: int
    more: list[str] = field(default_factory=list)
    taken: list[Block] = field(default_factory=list)
    sure: bool = False  # a heading that is a paper: all that stands below it is about it
    closed: bool = False  # what was folded away below a summary has come to its end
    fields: bool = False  # a field with the title, and one paragraph for each of the others
    plain: bool = False  # a line right above a list of nothing but links

    @classmethod
    def of(cls, block: Block) -> Titled | None:
        """The paragraph as such a title: one line in bold, one that is the field of a title, or one that may stand over its links."""
        if "\n" in block.text:
            return None
        if is_title_field(block.text):
            return cls(block, block.end, fields=True)
        if "](" in block.text or "http" in block.text:
            return None
        plain = not TITLE_LINE.match(block.text)
        return cls(block, block.end, plain=plain) if not plain or _may_be_title(block.text) else None

    @classmethod
    def of_heading(cls, block: Block) -> Titled | None:
        """The heading as such a title, where papers have headings of their own; None where it is too short or names no paper."""
        if not 1 < block.level < 7 or "](" in block.text:
            return None
        words = clean_heading(block.text).text
        return cls(block, block.end) if len(words.split()) > 2 and not is_boilerplate(words) else None

    def is_paper(self) -> bool:
        """Whether what was said of a heading says that it is a paper: who wrote it, or where it is, and no title of another work."""
        text = "\n".join(self.more)
        inline = parse(text)
        named = any(len(m[2].split()) > 3 for m in inline.labels)
        return not named and any(is_paper(link.raw) for link in inline.links)

    def takes(self, block: Block) -> bool:
        """Take the block where every line of it says more about the title."""
        if self.closed:
            return False
        if self.sure and block.kind == "close" and block.level == self.block.level:
            self.closed, self.end = True, block.end
            return True
        fits, lines = self._fit(block)
        if fits:
            self.more += [t for item in block.items for t in texts(item)] or lines
            self.taken.append(block)
            self.end = block.end
        return fits

    def _fit(self, block: Block) -> tuple[bool, list[str]]:
        """Whether the block says more about the title, and its lines."""
        heading = self.block.kind == "heading"
        if self.fields:
            fits, lines = block.kind in ("paragraph", "list") and not is_title_field(block.text), block.text.split("\n")
        elif self.plain:
            lines = [item.text for item in block.items] if block.line == self.end + 1 and block.kind == "list" else []
            fits = not self.more and 0 < len(lines) < 9 and all(map(is_only_links, block.items)) and _leads_to_paper(lines)
        elif self.sure:
            fits, lines = block.kind in ("paragraph", "list") and not _TO_ANCHOR.fullmatch(block.text), []
        elif block.kind == "list" and len(block.items) < 15:
            lines = [item.text for item in block.items]
            fits = all(says_more(x) or is_tag(x) or (heading and ASIDE.match(x)) for x in lines) and any(map(says_more, lines))
        elif heading:
            lines = block.text.split("\n")
            fits = block.kind == "paragraph" and not self.more and _only_numbered_links(block.text)
        else:
            lines = block.text.split("\n")
            fits = block.kind == "paragraph" and all(map(says_more, lines))
        return fits, lines

    def has_paper(self) -> bool:
        """Whether one of the lines is the field of a paper: ``论文：…``, ``- Paper: …``."""
        return any(map(_PAPER_FIELD.match, self.more))

    def text(self) -> str:
        """The title as a field and all lines that say more."""
        if self.fields:
            return "\n".join([self.block.text, *filter(is_field, self.more)])
        if self.plain:
            return "\n".join([f"Title: {self.block.text.strip(' *_')}", *self.more])
        if self.block.kind == "heading":
            return "\n".join([f"Title: {clean_heading(self.block.text).text}", *self.more])
        found = TITLE_LINE.match(self.block.text)
        title = found[2].strip("[] ") if found and found[2].startswith("[") else found[2] if found else ""
        return "\n".join([f"Title: {title}", *self.more])


def is_title_field(text: str) -> bool:
    """Whether a paragraph is the field of a title that is not empty: ``**Title:** [A Study of Piers](…)``."""
    return (
        text.lstrip("*_ ")[:5].casefold().startswith(("title", "标题", "题目", "论文")) and _TITLE_FIELD.match(text) is not None
    )


_TITLE_FIELD = re.compile(r"[*_ ]{0,6}(?:title|(?:论文)?(?:标题|题目))[*_ ]{0,4}[:：][*_ ]{0,4}(?=[^\s*_])", re.I)


def _may_be_title(line: str) -> bool:
    bare = line.strip(" *_")
    words = bare.split()
    return 2 < len(words) < 30 and bare[-1] not in ":：." and not SENTENCE.match(bare) and not names.is_name_list(bare)


def _leads_to_paper(lines: list[str]) -> bool:
    """Whether links with nothing but a generic word lead to a paper, and not only to where it is spoken of."""
    links = [link for x in lines for link in parse(x).links]
    named = any(link.label.strip("[] ").casefold() in ("paper", "pdf", "论文") for link in links)
    return all(is_generic(link.label) for link in links) and (named or any(is_paper(link.raw) for link in links))


def _only_numbered_links(text: str) -> bool:
    """Whether a paragraph is nothing but links with numbers or generic words as labels: ``[1](https://…)``."""
    return (
        "http" in text
        and len(text) < 500
        and not re.search("[^\\W\\d_]{2}", plain(LABELLED.sub(_without_number, parse(text).flat)))
    )


def _without_number(found: re.Match[str]) -> str:
    return "" if found[0][2:-1].strip().isdigit() else found[0]
