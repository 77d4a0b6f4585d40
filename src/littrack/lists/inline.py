"""Markdown and HTML inside a line: links, badges and emphasis, in one pass each, however the brackets are nested."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from functools import lru_cache

from littrack.lists.links import Link
from littrack.lists.text import SPACES, strip_tags, visible

LONGEST = 12_000  # characters of one entry that are looked at
GENERIC, OPEN, CLOSE = "\ue000", "\ue001", "\ue002"
GENERIC_LINK = re.compile("\ue000[\ue100-\uf8ff]")
IMAGE = "\0image"  # the label of a badge
_FIRST = 0xE100
LABELLED = re.compile("\ue001[\ue100-\uf8ff][^\ue002]*\ue002")  # a marked link with its label
_MARKS = re.compile("[\ue000\ue001][\ue100-\uf8ff]|\ue002")
_OPENED = re.compile("\ue001[\ue100-\uf8ff]")
# Generic links with the brackets around them. What stands before the first is cut off by itself: a pattern that begins
# with one character is found many times faster.
_BEFORE_GENERIC = "[(（【|/•·," + SPACES
_GENERIC_LINKS = re.compile("\ue000[\ue100-\uf8ff](?:[|/•·,，、 \t]{0,12}\ue000[\ue100-\uf8ff])*[\\])）】|]*")
_LABELLED = re.compile("\ue001([\ue100-\uf8ff])([^\ue002]*)\ue002")
_SIMPLE = re.compile(r"\[([^\[\]]*)\]\(([^\[\]()\s]*)\)")
_BRACKET = re.compile(r"\\.|[\[\]()]", re.S)
_EMPHASIS = re.compile(r"[*_`]+")
_NUMBERED = re.compile(r"(?:PMID|PMCID|DOI)?[:\s]*(?:PMC)?(?:\d{6,9}|10\.\d{4,9}/\S+)", re.I)  # in a register of papers
_EMOJI_CODE = re.compile(r":[a-z][a-z0-9_+-]{2,30}:")
_LETTERS = re.compile(r"[^\W\d_]+")
_LINK_TITLE = re.compile(r"\s+[\"'“(].*$", re.S)
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_HTML = re.compile(
    r"<(/?)(a|img|b|strong|i|em|br|p|div|li|ul|ol|tr|td|th|summary|h[1-6])\b([^<>]{0,3000})>|<!--(?:[^-]|-(?!->)){0,3000}-->",
    re.I,
)
_ATTRIBUTE = re.compile(r"\b(href|src|alt)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))", re.I)
_BARE = re.compile(r"<?\b(https?://[^\s<>\"'\]\[)(}{|\ue000-\ue002*`，。；、]+(?:\([^\s()]*\)[^\s<>\"'\]\[)(]*)*)>?")
_WORDS = (
    "paper papers pdf arxiv abs abstract link links code codes codebase github git official unofficial implementation pytorch tensorflow jax keras project page pages"
    " website web site homepage home demo slide slides presentation video videos blog post poster supp supplementary supplemental material dataset datasets data"
    " model models weights checkpoint checkpoints hf huggingface hugging face tweet twitter x bib bibtex doi html url here source publication ieee xplore"
    " ieeexplore acm springer openreview acl cvf nature talk youtube colab notebook readme repo repository full text preprint version online journal"
    " conference proceedings article doc docs documentation report tech technical read more download external the original view access to and or of on at for ver"
    " pmlr jmlr cvf thecvf ojs semantic scholar gscholar g google thread webpage ar5iv alphaxiv medium wiki news space spaces gradio bilibili zhihu csdn modelscope"
    " in chinese english 论文 代码 链接 项目 主页 视频 数据 数据集 原文 阅读 地址 下载 知乎 解读 博客 中文 模型 star stars python code1 code2 paper1 paper2 v1 v2 v3"
)
GENERIC_WORDS = frozenset(_WORDS.split())
_NO_BUTTON = frozenset(
    [
        "the",
        "to",
        "of",
        "on",
        "at",
        "for",
        "in",
        "and",
        "or",
        "a",
        "model",
        "models",
        "space",
        "news",
        "data",
        "x",
        "hf",
        "acm",
        "ieee",
        "nature",
        "talk",
        "wiki",
        "medium",
    ]
)


@dataclass(slots=True)
class Inline:
    """A text whose links are marked: a generic one (`[paper]`) as one character, another one around its label.

    ``bare`` is the text without marks, see :func:`plain`; ``slips`` are the links whose brackets were mended.
    """

    flat: str
    links: list[Link] = field(default_factory=list)
    bare: str = ""
    slips: list[str] = field(default_factory=list)
    _labels: list[re.Match[str]] | None = None

    def link(self, sign: str) -> Link:
        """The link that a sign stands for."""
        return self.links[ord(sign) - _FIRST]

    @property
    def labels(self) -> list[re.Match[str]]:
        """The links that are not generic: the groups of each are its sign and its label."""
        if self._labels is None:
            self._labels = list(_LABELLED.finditer(self.flat)) if OPEN in self.flat else []
        return self._labels


@lru_cache(maxsize=4096)
def is_generic(label: str) -> bool:
    """Whether a label says only what kind of link it is: ``paper``, ``[Code]``, ``arXiv:2401.01234``, an emoji, nothing."""
    if (label[:1] == ":" and _EMOJI_CODE.fullmatch(label)) or (label[-1:].isdigit() and _NUMBERED.fullmatch(label)):
        return True
    folded = label.casefold()
    if folded[-1:] == ")" and (named := _LETTERS.findall(folded.partition("(")[0])):
        return len(named) < 4 and GENERIC_WORDS.issuperset(named) and _NO_BUTTON.isdisjoint(named)  # `Code (not yet)`
    if (first := _LETTERS.search(folded)) and first[0] not in GENERIC_WORDS:
        return False
    found = _LETTERS.findall(folded)
    return len(found) < 6 and GENERIC_WORDS.issuperset(found)


def _is_button(label: str) -> bool:
    """Whether a label in brackets begins as a generic one: ``[official code - caffe]``, ``[Google Scholar]``, ``[PDF (long)]``."""
    if label.rstrip()[-1:] != "]":
        return False
    words = _LETTERS.findall(label.casefold())
    return 0 < len(words) < 6 and words[0] in GENERIC_WORDS and words[0] not in _NO_BUTTON


def unstressed(text: str) -> str:
    """A text without the characters that mark emphasis and code."""
    return _EMPHASIS.sub("", text) if "*" in text or "_" in text or "`" in text else text


def plain(flat: str) -> str:
    """A marked text without its marks: labels stay, generic links go, and with them the brackets that held them."""
    return flat if flat.isascii() and "<" not in flat else _plain(flat)  # no mark is ASCII


@lru_cache(maxsize=512)
def _plain(flat: str) -> str:
    flat = _without_generic(flat) if GENERIC in flat else flat
    flat = _OPENED.sub("", flat).replace(CLOSE, "") if OPEN in flat else flat
    flat = flat if flat.isascii() or flat.isprintable() else _PRIVATE.sub("", flat)  # what a cut has left of a mark
    return strip_tags(flat) if "<" in flat else flat


def _without_generic(flat: str) -> str:
    *before, last = _GENERIC_LINKS.split(flat)
    return " ".join([x[:-12] + x[-12:].rstrip(_BEFORE_GENERIC) for x in before] + [last])


def parse(text: str, references: dict[str, str] | None = None) -> Inline:
    """Mark the links of a text; ``references`` are the targets of reference-style links by their label in lower case."""
    return _marked(text, references) if references else _marked_alone(text)


@lru_cache(maxsize=64)
def _marked_alone(text: str) -> Inline:
    """The text with its links, kept for the other questions that are asked of an item before it is read."""
    return _marked(text, None)


def _marked(text: str, references: dict[str, str] | None) -> Inline:
    found = Inline("")
    text = text[:LONGEST]
    text = text if text.isascii() or text.isprintable() else _PRIVATE.sub("", text)  # what is private is not printable
    if "<" in text:
        text = text.replace("<[", "[").replace(")>", ")") if "<[" in text else text  # `<[Title](…)>`
        text = _html(text, found)
    if "[" in text or "](http" in text:
        marked = None if references else _simple_links(text, found)
        if marked is None:
            text = _mended(text, found) if "http" in text else text
            text = _links(text, 0, len(text), _brackets(text), found, references or {}, 0)
        else:
            text = marked
    found.flat = _BARE.sub(lambda m: _mark(found, "", m[1]), text) if "http" in text else text
    found.bare = plain(found.flat)
    return found


def _mark(found: Inline, label: str, raw: str) -> str:
    if len(found.links) > 5000:
        return label
    raw = raw.strip()
    raw = raw.rpartition("](")[2].rstrip(")") if raw[:1] == "[" else raw  # a link inside a link's address
    sign = chr(_FIRST + len(found.links))
    bare = unstressed(label)
    found.links.append(Link(bare.strip(), html.unescape(raw) if "&" in raw else raw))
    generic = is_generic(bare) or (bare[:1] == "[" and _is_button(bare))
    return f"{GENERIC}{sign}" if generic else f"{OPEN}{sign}{label}{CLOSE}"


def _html(text: str, found: Inline) -> str:
    """Links and images in HTML become Markdown's or marks; emphasis becomes Markdown's; other tags are left for later."""
    out: list[str] = []
    at, opened = 0, None
    label: list[str] = []
    for tag in _HTML.finditer(text):
        (label if opened is not None else out).append(text[at : tag.start()])
        at = tag.end()
        name, closing = (tag[2] or "").lower(), bool(tag[1])
        given = {k.lower(): a or b or c for k, a, b, c in _ATTRIBUTE.findall(tag[3])} if name in ("a", "img") and tag[3] else {}
        if name == "a":
            if opened is not None:
                out.append(_close(found, label, opened))
            to_itself = given.get("href", "").startswith("#")  # a place in the list, such as the entry's own
            opened, label = (None, []) if closing or to_itself else (given.get("href", ""), [])
        elif name == "img":
            (label if opened is not None else out).append(_image(given.get("src", ""), found))
        else:
            (label if opened is not None else out).append(_emphasis(name))
    (label if opened is not None else out).append(text[at:])
    if opened is not None:
        out.append(_close(found, label, opened))
    return "".join(out)


def _close(found: Inline, label: list[str], href: str) -> str:
    text = _MARKS.sub("", "".join(label))
    if not href.strip():
        return text
    return _mark(found, text.strip("[] ") if is_generic(text) else text, href)


def _emphasis(name: str) -> str:
    if name in ("b", "strong"):
        return "**"
    if name in ("i", "em"):
        return "*"
    return (
        "\n" if name in ("br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol") else " " if name else ""
    )


def _brackets(text: str) -> dict[int, int]:
    """Where each `[` and `(` closes; unbalanced ones are left out."""
    pairs: dict[int, int] = {}
    square: list[int] = []
    round_: list[int] = []
    for found in _BRACKET.finditer(text):
        c, n = found[0], found.start()
        if c == "[":
            square.append(n)
        elif c == "(":
            round_.append(n)
        elif c == "]" and square:
            pairs[square.pop()] = n
        elif c == ")" and round_:
            pairs[round_.pop()] = n
    return pairs


def _simple_links(text: str, found: Inline) -> str | None:
    """The text with its links marked where each is ``[label](address)`` and none is nested, as in most entries; else None."""
    if "\\" in text or "![" in text:
        return None
    before = len(found.links)
    pieces = _SIMPLE.split(text)  # what stands before a link, its label, its address, and so on
    for n in range(1, len(pieces), 3):
        label = pieces[n] if pieces[n].isascii() else _MARKS.sub("", pieces[n])
        pieces[n : n + 2] = _mark(found, label, pieces[n + 1].strip("<>")), ""
    marked = "".join(pieces)
    if "](" in marked or "] (http" in marked or "]http" in marked:
        del found.links[before:]
        return None
    return marked


# Links with a slip, and how they are meant: `[Title] (https://…)`, `[Title](https://…` up to the end or the next link,
# `Title](https://…)`. `[Title]https://…` is shown as a person meant it.
_ADDRESS = r"https?://[^\s()<>\[\]]{4,300}"
_SLIPS = (
    (re.compile(rf"\[(?![\dxX ]{{1,4}}\])([^\[\]\n]{{1,300}})\][ \t](\({_ADDRESS}\))"), r"[\1]\2"),
    (re.compile(rf"\[([^\[\]\n]{{1,300}})\]\(({_ADDRESS})(?=[ \t]*(?:[-|–—,;]?[ \t]*\[|\n|$))"), r"[\1](\2)"),
    (re.compile(rf"^([^\[\]\n]{{8,300}})\]\(({_ADDRESS})\)"), r"[\1](\2)"),
)
_GLUED = re.compile(rf"\[([^\[\]\n]{{1,300}})\]({_ADDRESS})")


def _mended(text: str, found: Inline) -> str:
    """The text with the brackets of its links as they are meant; the slips are noted."""
    for slip, meant in _SLIPS:
        for broken in slip.finditer(text):
            mended = broken.expand(meant)
            found.slips.append(f"the link {visible(broken[0])[:200]!r} is malformed; read as {visible(mended)[:500]}")
        text = slip.sub(meant, text)
    return _GLUED.sub(r"[\1](\2)", text)


def _links(text: str, at: int, end: int, pairs: dict[int, int], found: Inline, references: dict[str, str], depth: int) -> str:
    out: list[str] = []
    while at < end:
        opening = text.find("[", at, end)
        if opening < 0:
            break
        close = pairs.get(opening, -1)
        if close < 0 or close >= end:
            out.append(text[at : opening + 1])
            at = opening + 1
            continue
        image = opening > at and text[opening - 1] == "!"
        out.append(text[at : opening - image])
        target, after = _target(text, opening, close, end, pairs, references)
        if target is None:
            # A bracket that is no link by itself: what is inside may have links.
            out.append("!" * image + "[")
            at = opening + 1
            continue
        if image:
            out.append(_image(target, found))
        elif depth < 3:
            label = _links(text, opening + 1, close, pairs, found, references, depth + 1)
            out.append(_mark(found, label if label.isascii() else _MARKS.sub("", label), target))
        else:
            out.append(text[opening + 1 : close])
        at = after
    out.append(text[at:end])
    return "".join(out)


def _target(
    text: str, opening: int, close: int, end: int, pairs: dict[int, int], references: dict[str, str]
) -> tuple[str | None, int]:
    """The address of the link whose label ends at ``close``, and where the link ends."""
    following = text[close + 1] if close + 1 < end else ""
    if following == "(":
        stop = pairs.get(close + 1, -1)
        if stop < 0:
            stop = next((n for n in range(close + 2, min(end, close + 400)) if text[n] in ")\n"), -1)
        if 0 < stop < end:
            inside = text[close + 2 : stop].strip()
            inside = _LINK_TITLE.sub("", inside) if len(inside.split(None, 1)) > 1 else inside
            return inside.strip("<> "), stop + 1
    if not references:
        return None, close + 1
    label = text[opening + 1 : close].casefold()
    if following == "[" and (stop := pairs.get(close + 1, -1)) > 0:
        named = text[close + 2 : stop].casefold() or label
        return references.get(named), stop + 1
    return references.get(label), close + 1


def _image(target: str, found: Inline) -> str:
    """A badge: kept as a link whose address may name an arXiv id, without a label of its own."""
    if len(found.links) > 5000:
        return ""
    found.links.append(Link(IMAGE, target))
    return f"{GENERIC}{chr(_FIRST + len(found.links) - 1)}"
