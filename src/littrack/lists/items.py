"""Which list items and paragraphs are entries, and which only say more about the one before or are prose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from littrack.lists import names
from littrack.lists.block import FIELD, Block, Item, says_more
from littrack.lists.entry import Entry
from littrack.lists.inline import GENERIC, LABELLED, is_generic, parse, plain, unstressed
from littrack.lists.links import arxiv_in, arxiv_of, is_paper
from littrack.lists.markup import entry_of
from littrack.lists.tags import ends_in_tag, is_tag, without_tags

ASIDE = re.compile(
    r"[\W_]{0,6}(?!(?:paper|pdf|arxiv|code|github|implementation|project|web|home|links?|urls?|title|authors?|venue|publish|publisher|publication|conference"
    r"|journal|year|date|time|doi|by)\b)[A-Za-z][\w /-]{1,20}[*_`]{0,3}\s?[:;：][*_`]{0,3}\s",
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
            and (_kind(item.bullet) != _kind(held.bullet) or is_field(item.text))
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


def _kind(bullet: str) -> str:
    """A bullet without its number: ``**[]**``, ``.``, ``-``."""
    return bullet if bullet in "-*+" else re.sub(r"\d+", "", bullet)


def is_field(text: str) -> bool:
    """Whether a text begins as a field does: `Venue: …`."""
    head = text[:60]  # no field's name is longer
    if ":" not in head and "：" not in head:
        return False
    linked = head.isascii() and 0 <= head.find("](http") < head.find(":")  # `[A title](https:`: no name is before the colon
    return not linked and bool(FIELD.match(text))


def is_detail(item: Item) -> bool:
    """Whether an item only says more about the one above it: a field, links with generic labels, authors, a venue."""
    text = item.text
    if is_field(text):
        return True
    inline = parse(text)
    bare = inline.bare.strip(" \n*_`()[]|/,.:·•&+~")
    if item.children and not inline.links and any(is_told(t) for c in item.children for t in texts(c)):
        return False  # `**2024**` or `CNN-RNN` over the papers of the year, or the topic
    if not _WORD.search(bare) or is_generic(bare) or is_tag(bare) or names.is_name_list(bare):
        return True
    if not (inline.links or item.children or _QUOTE.search(text) or arxiv_in(text)):
        return True
    return "*" in text and _is_byline(inline.bare)


def byline_of(text: str) -> tuple[tuple[str, ...], str | None]:
    """The authors, and the venue, of a paragraph that says nothing else: ``Ann Lee, Bo Chen, etc. - 【ICML】``; none for any other."""
    if "](" in text or "http" in text:
        return (), None
    found = _BYLINE.fullmatch(parse(text).bare.strip(" *_\n"))
    if not found or not names.is_name_list(found[1]):
        return (), None
    return names.split_names(found[1]), found[2].strip() if found[2] else None


_BYLINE = re.compile(r"([^【】|]{4,900}?)(?:,?\s*etc\b)?[\s.]*(?:[-–|]?\s*【([^【】]{2,120})】|[-–|]\s([^【】|]{2,60}))?[\s.]*")
_ONLY_BADGES = re.compile(r"(?:\s*(?:!\[[^\[\]]*\]\([^()]*\)|\[!\[[^\[\]]*\]\([^()]*\)\]\([^()]*\)))+\s*")


def is_badges(text: str) -> bool:
    """Whether a paragraph is nothing but badges."""
    return "shields.io" in text and bool(_ONLY_BADGES.fullmatch(text))


_MARKUP = ("[", "<", "http")


def is_told(text: str) -> bool:
    """Whether a text may be a paper's: it has a link, or ends in a venue with its year behind some words that are no names."""
    if "](" in text or len(text.split()) < 5:
        return "](" in text
    plainly = text.isascii() and not any(map(text.__contains__, _MARKUP))
    bare = text if plainly else parse(text).bare
    title = without_tags(bare)
    return title != bare and not names.is_name_list(title)


def _is_byline(bare: str) -> bool:
    """Whether a text is authors and, in italics, a venue: ``A. Berg and T. Hale. *KDD 2020*``."""
    people, _, venue = bare.partition("*")
    return is_tag(venue) and names.is_name_list(people)


_MARKS_OF_TITLES = frozenset('"“”')


def is_aside(item: Item) -> bool:
    """Whether an item below a paper tells of something else than the paper: ``Key: …``, ``Dataset: [BBQ](…)``, ``ExpEnv: [atari](…)``."""
    if item.text.lstrip(" *_")[:1] in _MARKS_OF_TITLES:
        return False  # `**"Kites: a review of all the knots"**, ICML, 1990`
    return bool(ASIDE.match(item.text)) and not any(
        is_paper(link.raw) and (len(link.label.split()) > 2 or is_generic(link.label)) for link in parse(item.text).links
    )


def is_of_same_paper(item: Item, above: Item) -> bool:
    """Whether all links of an item lead to where links of the one above it lead: ``简介（中文）：… [![Figure 1](…)](…)``."""
    if "](" not in item.text and "http" not in item.text:
        return False
    own = {arxiv_of(link.raw) or link.raw for link in parse(item.text).links}
    return bool(own) and own <= {arxiv_of(link.raw) or link.raw for link in parse(above.text).links}


def is_only_links(item: Item) -> bool:
    """Whether an item is nothing but links with short labels: ``[[Python Reference]](…)``."""
    inline = parse(item.text)
    if not inline.links or item.children:
        return False
    rest = LABELLED.sub("", inline.flat)
    return not _WORD.search(plain(rest)) and all(len(link.label.split()) < 4 for link in inline.links)


def joined(items: tuple[Item, ...] | list[Item]) -> tuple[Item, ...] | list[Item]:
    """Items, with a title whose links are in the one item below it made one: ``Title (ICML 2018)`` over ``NAME [[paper](…)]``."""
    links = {n: found for n, item in enumerate(items) if len(item.children) == 1 and (found := _links_below(item))}
    if not links:
        return items
    several = 1 < len(links) == sum(bool(item.children) for item in items)
    grouped = any(len(item.children) > 1 and any("](" in c.text for c in item.children) for item in items)
    for n, text in links.items():
        if several or ends_in_tag(items[n].text) or (not grouped and len(items[n].text.split()) > 4):
            items[n].lines.append(text)
            items[n].children.clear()
    return items


def _links_below(item: Item) -> str | None:
    """What stands below a title that has no link of its own: links behind a short name; None for a heading with an entry below it."""
    below = item.children[0].text
    if item.children[0].children or len(item.text.split()) < 3 or "](" in item.text or "http" in item.text or "[" not in below:
        return None
    inline = parse(below)
    name = inline.flat.partition(GENERIC)[0].strip(" [(*_`:")
    if inline.labels or not inline.links or not 0 < len(name.split()) < 4 or len(plain(inline.flat)) > 60:
        return None
    said = is_tag(name) or (" al" in name and names.is_name_list(name))  # the venue, or who wrote it
    return below if said else below[below.find("[") :]


def is_group(item: Item, references: dict[str, str]) -> bool:
    """Whether an item with entries below it is a heading rather than an entry: short, and not linked to a paper."""
    inline = parse(item.text, references)
    return not any(is_paper(link.raw) for link in inline.links)


_AUTHORS = re.compile(r"\W{0,8}(?:authors?|作者)\W{0,8}[:：]\s*\S", re.I)


def fielded(text: str) -> str | None:
    """A paragraph of a title and, on the lines below, its links by fields (``Project: <https://…>``); None for any other.

    The title is given as a field, too.
    """
    first, _, rest = text.partition("\n")
    lines = rest.split("\n")
    if not rest or len(lines) > 8 or "](" in first or "http" in first or not 2 < len(first.split()) < 40:
        return None
    if (
        not all(map(says_more, lines))
        or not any("http" in x or "](" in x or _AUTHORS.match(x) for x in lines)
        or names.is_name_list(first)
    ):
        return None
    return None if first.rstrip()[-1:] in ":：" or SENTENCE.match(first) else f"Title: {first.strip(' ,*_')}\n{rest}"


def looks_like_entry(text: str) -> bool:
    """Whether a text that was not read as a paper names one, so that a person should look at it."""
    return bool(
        re.search(
            r"arxiv|doi\.org|/doi/|\bet al\b|\[(?:paper|pdf|论文)\]|openreview|\]\(\s*(?:javascript|data|vbscript):", text, re.I
        )
    )


def looks_cited(text: str) -> bool:
    """Whether a paragraph that was not read as an entry looks like a citation."""
    return len(text) < 1500 and bool(
        re.search(r"[“\"].{15,300}?[”\"].{0,200}(?:19|20)\d\d|arXiv preprint|\bet al\.", text, re.S)
    )


SENTENCE = re.compile(
    r"(?:this|a (?:curated |comprehensive )?(?:collection|list|survey of)|we|if|please|our|the (?:following|repo|list|paper)|in this|for more|see|here|you|it|check|feel|welcome|note|thanks?)\b",
    re.I,
)


_BARE_YEAR = re.compile(r"[(\[]?(?:19|20)\d\d[)\]]?")


def stands_alone(entry: Entry, text: str, references: dict[str, str]) -> bool:
    """Whether a paragraph is an entry, and not prose that mentions a paper."""
    inline = parse(text, references)
    bare = " ".join(unstressed(plain(inline.flat)).split())
    if text.rstrip()[-1:] in (":", "：") and not (entry.authors or entry.year):
        return False  # of a picture, or of what follows
    if not entry.arxiv_id and inline.links and all(_BARE_YEAR.fullmatch(link.label) for link in inline.links):
        return False  # the sites of a conference, year by year
    if entry.authors and (entry.venue or entry.year):
        return len(bare) < 1800
    start = bare.casefold().find(entry.title.casefold()[:30])
    rest = len(bare.split()) - len(entry.title.split())
    if 0 <= start < 40 and rest < 45 and len(entry.title.split()) > 2 and inline.links:
        sentence = SENTENCE.match(bare)
        return not sentence and not re.search(
            r"\b(?:please|star|pull request|our (?:paper|survey|work|repo)|this (?:repo|list|survey|project|paper|work))\b",
            bare,
            re.I,
        )
    return False


_COMPLETE = re.compile(r"(?:(?:19|20)\d\d[a-z]?\W{0,3}|[\])]|</a>\W{0,3}|https?://\S+|\bv\d\.?)\s*$")
_BEGINS = re.compile(r"\W{0,3}(?:\[\d+\]\s*)?(?:[A-ZÀ-ÞŁŞ][\w.'’-]*\s?[\w.'’ -]{0,60}[,.]|[—–-]{2,}|[“\"]|\*\*|\[)")
_NUMBERED = re.compile(r"\W{0,3}\[\d{1,4}\]\s+\S")
_GLUED = re.compile(r"(?<=</a>\])\s*(?=[A-ZÀ-Þ—][^“\"\[\]<>]{3,600}[“\"])|(?<=\)\])\s*(?=[A-ZÀ-Þ][^“\"\[\]<>]{3,600}[“\"])")


def citations(block: Block) -> Iterator[tuple[int, int, str]]:
    """The citations of a paragraph: lines that go on are joined, citations glued together are taken apart."""
    start, held = block.line, list[str]()
    for number, line in enumerate((x.removesuffix("\\") for x in block.text.split("\n")), block.line):
        if (held and _NUMBERED.match(line) and _NUMBERED.match(held[0])) or (
            held and _COMPLETE.search(held[-1]) and _BEGINS.match(line) and _is_whole("\n".join(held)) and not _goes_on(line)
        ):
            yield from _unglued(start, number - 1, "\n".join(held))
            start, held = number, []
        held.append(line)
    yield from _unglued(start, block.end, "\n".join(held))


def _goes_on(line: str) -> bool:
    """Whether a line says more about the citation before: its authors, its venue, its links."""
    bare = parse(line).bare.strip(" *_|,-")
    return len(bare.split()) < 3 or (names.is_name_list(re.split(r"\.(?<=\w\w\.)\s", bare)[0]) and not re.search('[“"]', bare))


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
