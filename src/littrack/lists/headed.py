"""Papers that have a heading each: ``#### [Title](…)`` or ``### Title``, with authors, venue, links and notes below it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain

from littrack.lists import beside, names
from littrack.lists.block import FIELD, Block
from littrack.lists.inline import LABELLED, Inline, is_generic, parse, plain
from littrack.lists.links import is_paper
from littrack.lists.outline import clean_heading, is_boilerplate
from littrack.lists.tags import is_tag

_AUTHORS = re.compile(r"\W{0,8}(?:authors?|作者)\W{0,8}[:：]", re.I)
FOLDED = 20  # above the levels of headings and of what is folded away below a summary
_YEAR_LAST = re.compile(r"\((?:19|20)\d\d\)(?=\s*$)")
_MARKS = " \n*_`()[]|/,.:;·•&+~>-"


def paper_headings(blocks: Sequence[Block]) -> frozenset[int]:
    """The lines of the headings that are papers: where most headings of one level are, each with nothing below but more about it."""
    every: Counter[float] = Counter()
    linked: dict[int, float] = {}
    titles: dict[int, float] = {}
    signed_by: Counter[float] = Counter()
    signed = set[float]()  # the levels on which a heading stands over its authors
    for block, below, leaf in _with_what_is_below(blocks):
        if not 1 < block.level < FOLDED:
            continue
        if leaf or "](" in block.text:
            every[block.level] += 1
        if "](" in block.text:
            if _links_a_paper(block.text):
                linked[block.line] = block.level
        elif leaf and _is_told_more(block, below):
            titles[block.line] = block.level
            if any(_AUTHORS.match(x) for b in below for x in _lines(b)) or (
                signed_by[block.level] and _begins_with_people(below)
            ):
                signed.add(block.level)
            signed_by[block.level] += _begins_with_people(below)
    both = Counter((linked | titles).values())
    sure = {
        level
        for level, n in both.items()
        if n * 3 >= every[level] * 2 and (n + (level in linked.values()) > 2 or level in signed)  # two that are links, or three
    }
    return frozenset(line for line, level in (linked | titles).items() if level in sure)


def about(heading: str, below: Sequence[Block]) -> str:
    """An entry's text: the heading as a link or in bold, and the lines below it that say who wrote it, where it is, and when."""
    title = heading.strip().strip("*_ ")
    lines = [x for block in below for x in _lines(block) if block.kind != "list" or not _is_remark(x)]
    short = next((block.text.split("\n") for block in below if block.kind == "paragraph"), [])[:2]
    told = [_without_talks(x) for x in lines if says_only_more(x) or (x in short and len(x.split()) < 13)]
    year = _YEAR_LAST.search(title)
    named = f"**{clean_heading(title).text}**{f' {year[0]}' if year else ''}"
    return "\n".join([title if "](" in title else named, *told])


def says_only_more(line: str) -> bool:
    """Whether a line has only links with generic words, a venue or date, authors, or a field."""
    if FIELD.match(line[:60]):
        return True
    inline = parse(line)
    bare = inline.bare.strip(_MARKS)
    if not bare or _is_row_of_links(inline) or is_generic(bare) or is_tag(bare) or names.is_name_list(bare):
        return True
    people, rest = beside.authors_and_venue(bare)
    return bool(people) and (not rest.strip(_MARKS) or is_tag(rest) or len(rest.split()) < 6)


def _is_row_of_links(inline: Inline) -> bool:
    """Whether a line has nothing but links with short labels, one of them generic: ``[Paper](…) | [Short Talk](…)``."""
    rest, labels = plain(LABELLED.sub("", inline.flat)).strip(_MARKS), [link.label for link in inline.links]
    return not rest and any(map(is_generic, labels)) and all(len(x.split()) < 4 or is_generic(x) for x in labels)


def _without_talks(line: str) -> str:
    """A row of links without those that say neither paper nor code."""
    if not _is_row_of_links(parse(line)):
        return line
    return " | ".join(x for x in line.split("|") if all(is_generic(link.label) for link in parse(x).links))


def _is_remark(line: str) -> bool:
    """Whether an item that looks like a tag is a remark: ``Seminal 1995 paper``."""
    return "](" not in line and is_tag(line) and not line.rstrip()[-1:].isdigit()


def _with_what_is_below(blocks: Sequence[Block]) -> Iterator[tuple[Block, Sequence[Block], bool]]:
    """Each heading with the blocks up to the next one, and whether no deeper heading follows."""
    at = [n for n, b in enumerate(blocks) if b.kind in ("heading", "close")]
    for n, following in zip(at, chain(at[1:], (len(blocks),)), strict=False):
        block = blocks[n]
        if block.kind == "heading":
            after = blocks[following] if following < len(blocks) else None
            yield block, blocks[n + 1 : following], after is None or after.kind == "close" or after.level <= block.level


def _links_a_paper(text: str) -> bool:
    inline = parse(text)
    return any(len(m[2].split()) > 1 and is_paper(inline.link(m[1]).raw) for m in inline.labels)


def _is_told_more(block: Block, below: Sequence[Block]) -> bool:
    """Whether a plain heading of some words stands over lines that only say more, with a link to one paper, and over nothing else."""
    if not below or len(below) > 12 or any(b.kind not in ("paragraph", "list") or len(b.items) > 12 for b in below):
        return False
    words = clean_heading(block.text).text
    if len(words.split()) < 3 - _begins_with_people(below) or is_boilerplate(words) or is_tag(words):
        return False
    lines = [x for b in below for x in _lines(b)]
    papers = [x for x in lines if ("http" in x or "](" in x) and any(is_paper(link.raw) for link in parse(x).links)]
    return 0 < len(papers) < 4 and len(lines) < 40 and all(map(says_only_more, papers))


def _begins_with_people(below: Sequence[Block]) -> bool:
    """Whether the first line below a heading names several authors, or one and the venue: ``Ann Lee, Bo Chen. ICML 2024. [[pdf](…)]``."""
    first = next((line for block in below for line in _lines(block)), "")
    people, rest = beside.authors_and_venue(parse(first[:2000]).bare.strip(_MARKS)) if "](" in first else ((), "")
    return len(people) > 1 or (bool(people) and is_tag(rest))


def _lines(block: Block) -> list[str]:
    """The lines of a paragraph, or a list's items without their bullets."""
    if block.kind == "list":
        return [item.text.replace("\n", " ") for item in block.items]
    return block.text.split("\n") if block.kind == "paragraph" else []
