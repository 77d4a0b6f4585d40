"""Which list items and paragraphs are entries, and which only say more about the one before or are prose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from littrack.lists import names
from littrack.lists.entry import Entry
from littrack.lists.inline import parse, plain
from littrack.lists.links import arxiv_in, is_paper
from littrack.lists.markup import entry_of
from littrack.lists.scan import Block, Item
from littrack.lists.tags import is_tag

_FIELD = re.compile(
    r"^[\W_]{0,20}(?:paper(?: (?:title|authors?|link|url|page))?|titles?|authors?|institutions?|affiliations?|venue|published(?: in| at)?|publication|conference|journal|"
    r"links?|urls?|codes?|github|pdf|arxiv|doi|project(?: page)?|website|homepage|abstract|tl;?dr|summary|keywords?|tags?|dates?|year|time|note|notes|comments?|remarks?|"
    r"pros?|cons?|datasets?|tasks?|methods?|models?|highlights?|key (?:points?|ideas?|contributions?|words?)|contributions?|description|brief|intro(?:duction)?|bib(?:tex)?|citation|"
    r"demo|video|slides?|blog|resources?|metrics?|backbone|motivation|results?|论文|作者|代码|链接|摘要|机构|会议|期刊|发表|时间|标题|简介|关键词)\W{0,3}[:：]",
    re.I,
)
_WORD = re.compile(r"\w{2}")
_QUOTE = re.compile('[“"《]')


def texts(item: Item) -> list[str]:
    """An item's text and those of all below it."""
    return [item.text, *chain.from_iterable(map(texts, item.children))]


def gathered(items: tuple[Item, ...] | list[Item]) -> Iterator[Item]:
    """Items, with those that only say more about the one before (``🔗 [Paper](…)``) put below it."""
    held: Item | None = None
    for item in items:
        if (
            held is not None
            and not item.children
            and (item.bullet.strip("0123456789") != held.bullet.strip("0123456789") or _FIELD.match(item.text))
            and is_detail(item)
        ):
            held.children.append(item)
            held.end = max(held.end, item.end)
            continue
        if held is not None:
            yield held
        held = item
    if held is not None:
        yield held


def is_detail(item: Item) -> bool:
    """Whether an item only says more about the one above it: a field, links with generic labels, authors, a venue."""
    text = item.text
    if _FIELD.match(text):
        return True
    inline = parse(text)
    bare = inline.bare.strip(" \n*_`()[]|/,.:·•&+~")
    if not _WORD.search(bare) or is_tag(bare) or names.is_name_list(bare):
        return True
    return not (inline.links or item.children or _QUOTE.search(text) or arxiv_in(text))


def is_group(item: Item, references: dict[str, str]) -> bool:
    """Whether an item with entries below it is a heading rather than an entry: short, and not linked to a paper."""
    inline = parse(item.text, references)
    return not any(is_paper(link.raw) for link in inline.links)


def looks_like_entry(text: str) -> bool:
    """Whether a text that was not read as a paper names one, so that a person should look at it."""
    return bool(re.search(r"arxiv|doi\.org|\[(?:paper|pdf|论文)\]|openreview", text, re.I))


def looks_cited(text: str) -> bool:
    """Whether a paragraph that was not read as an entry looks like a citation."""
    return len(text) < 1500 and bool(
        re.search(r"[“\"].{15,300}?[”\"].{0,200}(?:19|20)\d\d|arXiv preprint|\bet al\.", text, re.S)
    )


def stands_alone(entry: Entry, text: str, references: dict[str, str]) -> bool:
    """Whether a paragraph is an entry, and not prose that mentions a paper."""
    inline = parse(text, references)
    bare = " ".join(plain(inline.flat).split())
    if entry.authors and (entry.venue or entry.year):
        return len(bare) < 1800
    start = bare.casefold().find(entry.title.casefold()[:30])
    rest = len(bare.split()) - len(entry.title.split())
    if 0 <= start < 25 and rest < 45 and len(entry.title.split()) > 2 and inline.links:
        sentence = re.match(
            r"(?:this|a (?:curated |comprehensive )?(?:collection|list|survey of)|we|if|please|our|the (?:following|repo|list|paper)|in this|for more|see|here|you|it|check|feel|welcome|note|thanks?)\b",
            bare,
            re.I,
        )
        return not sentence and not re.search(
            r"\b(?:please|star|pull request|our (?:paper|survey|work|repo)|this (?:repo|list|survey|project|paper|work))\b",
            bare,
            re.I,
        )
    return False


_COMPLETE = re.compile(r"(?:(?:19|20)\d\d[a-z]?\W{0,3}|[\])]|</a>\W{0,3}|https?://\S+|\bv\d\.?)\s*$")
_BEGINS = re.compile(r"\W{0,3}(?:\[\d+\]\s*)?(?:[A-ZÀ-ÞŁŞ][\w.'’-]*\s?[\w.'’ -]{0,60}[,.]|[—–-]{2,}|[“\"]|\*\*|\[)")
_GLUED = re.compile(r"(?<=</a>\])\s*(?=[A-ZÀ-Þ—][^“\"\[\]<>]{3,600}[“\"])|(?<=\)\])\s*(?=[A-ZÀ-Þ][^“\"\[\]<>]{3,600}[“\"])")


def citations(block: Block) -> Iterator[tuple[int, int, str]]:
    """The citations of a paragraph: lines that go on are joined, citations glued together are taken apart."""
    start, held = block.line, list[str]()
    for number, line in enumerate((x.removesuffix("\\") for x in block.text.split("\n")), block.line):
        if held and _COMPLETE.search(held[-1]) and _BEGINS.match(line) and _is_whole("\n".join(held)) and not _goes_on(line):
            yield from _unglued(start, number - 1, "\n".join(held))
            start, held = number, []
        held.append(line)
    yield from _unglued(start, block.end, "\n".join(held))


def _goes_on(line: str) -> bool:
    """Whether a line says more about the citation before: its authors, its venue, its links."""
    bare = plain(parse(line).flat).strip(" *_|,.-")
    return len(bare.split()) < 3 or (names.is_name_list(re.split(r"\.\s", bare)[0]) and not re.search('[“"]', bare))


def _is_whole(text: str) -> bool:
    """Whether the lines so far are a citation by themselves."""
    if len(text) > 3000:
        return True
    entry = entry_of(text, 1, 1)
    return isinstance(entry, Entry) and bool(entry.authors or entry.links) and len(entry.title.split()) > 1


def _unglued(start: int, end: int, text: str) -> Iterator[tuple[int, int, str]]:
    at = start
    for piece in _GLUED.split(text):
        if piece.strip():
            yield at, min(end, at + piece.count("\n")), piece
        at += piece.count("\n")
