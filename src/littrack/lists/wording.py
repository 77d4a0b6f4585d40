"""What a neighbour's entry says of its own paper: its short name, remarks and words; they go, or are the new paper's."""

from __future__ import annotations

import re

from littrack.lists import tags
from littrack.lists.addition import Addition
from littrack.lists.byline import SLOT
from littrack.lists.dates import MONTH, NUMERIC, YEAR
from littrack.lists.entry import Entry
from littrack.lists.inline import GENERIC_WORDS, is_generic
from littrack.lists.text import squeeze


def escaped(title: str, text: str) -> str:
    """A title that cannot break the markup around it: a bar in a table, brackets in a label, angle brackets in HTML."""
    title = squeeze(title)
    if text.lstrip().startswith("|"):
        title = re.sub(r"(?<!\\)\|", r"\\|", title)
    if re.search(r"<t[dr]|<a\s", text):
        return re.sub(r"&(?!\w{2,8};)", "&amp;", title).replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\[\]<*`])", r"\\\1", title)


_PLAIN = (
    "paper papers code link links arxiv preprint abs pdf http https title titles author authors venue year date url"
    " project page github et al and in doi the of by href target blank rel noopener noreferrer align center table body"
    " span class style width br td tr th div img src alt badge shields io red green blue b31b1b flat svg website html"
    " published conference journal new null none tba tbd"
)
_PLAIN_WORDS = frozenset(_PLAIN.split())
# What stands in brackets right after the title: the authors' institution.
_AFTER_TITLE = re.compile(r"(\ue000T[.,]?)\s*[(（]([^()（）\ue000]{2,80})[)）]")
_IN_ITALICS = re.compile(r"\s*\((\*|_)[^()*_\ue000]{2,80}\1\)")
FIRST = r"\s*(?:[-*+•]|\d+[.)])?\s*"
_NO_NAME = re.compile(
    rf"^({FIRST})(?:<u>|\*\*|__)?[\[(【`]?(?:\*\*|__)?\ue000M(?:\*\*|__)?[\])】`]?(?:\*\*|__|</u>)?\s*[:：-]?\s*(?=.*\ue000T)",
    re.S,
)
_NAME_AND_TITLE = re.compile(rf"^({FIRST})(\*\*|__|`)\ue000M\2\s*\(\ue000T\)")  # `**BOAT** (The Title)`
_LABEL_FIRST = re.compile(
    rf"^({FIRST})(`|\*\*[\[(]?|\[\*\*)([^`*\[\]\ue000\n]{{1,40}}?)([:：]?(?:`|[\])]?\*\*|\*\*\])\s*[:：]?\s+)(?=.*\ue000T)",
    re.S,
)
_PLAIN_FIRST = re.compile(rf"^({FIRST})()([^\W_][\w .+/()-]{{0,30}}?)(\s+[-–—]\s+|\s?[:：]\s+)(?=\[?[*_“\"]{{0,3}}\ue000T)")
_PLAIN_M = re.compile(rf"^({FIRST})\ue000M(?:\s+[-–—]\s+|\s?[:：]\s+)(?=\[?[*_“\"]{{0,3}}\ue000T)")
# A short name that leads to the paper, before its title: `[RESCAN](…) Scanning the Quays`.
_LINKED_FIRST = re.compile(
    rf"^({FIRST}\[[*_]{{0,2}})([^\[\]\n\ue000]{{1,40}}?)(?=[*_]{{0,2}}\]\(\ue000[LP]\)[\s:–—*_-]*\ue000T)"
)
_NAME_IN_BOLD = re.compile(r"(\*\*|__)\ue000M\s?[:：]\1\s*")
# `[Name](…) Title`: without a short name the title is what leads to the paper.
_NAME_LINKED = re.compile(r"\[[*_]{0,2}\ue000M[*_]{0,2}\]\((\ue000[LP])\)(?:\s*[-–—:]+)?\s+[*_]{0,2}\ue000T[*_]{0,2}")
# A short name before the links, on a line below the title: `  * RESCAN [[paper](…)]`.
_NAME_BELOW = re.compile(r"(?m)^([ \t]+[-*+•]\s+)([^\[\]\n:：\ue000]{1,40}?)\s*(?=\[+[^\[\]\n]{1,20}\]+\(\ue000[LP])")
# What is said of the neighbour after a dash at the end of its first line, or between its link and the next.
_NO_LINK = r"(?:(?!\]\()[^\ue000|\n<>])*"
REMARK = re.compile(
    rf"(?<=[\])*\"”.\ue000LPTV])(?:\s+[-–—]\s+(?={_NO_LINK}$)|[ \t]+[-–—][ \t]+)({_NO_LINK}[A-Za-z]{{3}}{_NO_LINK}(?:$|(?=\s[•|·]?\s*\[+[^\[\]]*\]\(\ue000)))",
    re.M,
)
# Marks that judge or sort the neighbour, at the end of a line: [`cls.` `seg.`], :fire:, ⭐.
MARKS = re.compile(
    r"(?m)(?<=[\])*\"”.\ue000LPCTV])((?:[ \t]*(?:\[[\s_*,/]*(?:`[^`\n<\ue000]{1,30}`[\s_*,/]*)+\]|:[a-z0-9_+-]{2,30}:|[\U0001f300-\U0001faff\u2600-\u27bf\u2b50]\ufe0f?))+)[ \t]*$"
)
_CITED = re.compile(r"[ \t]*[\[(](?:cit(?:e[sd]?|ations?)|引用)(?: by)?\W{0,3}\d+\+?[\])]", re.I)  # how often the neighbour is
SPAN = re.compile(r"(?<=[)\]*\ue000LPC])[ \t]*`([^`\ue000\n]{2,40})`[ \t]*$", re.M)  # ``[Title](…) `Company` ``
_KEYWORDS = re.compile(r"[ \t]*\[(?:\s?(?:\*\*|__)?`[^`\[\]\ue000]{1,30}`(?:\*\*|__)?)+\](?!\()")
# The neighbour's short name, or its topic, in brackets right before the title: `[**SP: BPT**] Blockwise …`.
_LABEL_BEFORE = re.compile(r"([\[【](?:\*\*|__)?)([^\[\]【】\ue000|\n]{1,40}?)((?:\*\*|__)?[\]】]\s*)(?=\ue000T)")
_AT = re.compile(r"(?<=\ue000T)\s*[(（]@[^()（）]{2,60}[)）]")
_PROSE = re.compile(r"(?<=\ue000[LP]\))\s+[a-z][^\ue000|\n\[\]]{30,}(?=\[|$)")


def without_remark(text: str, shared: frozenset[str]) -> str:
    """The text without a remark or marks that other entries do not have, too."""
    text = _CITED.sub("", text) if "cit" in text.casefold() else text
    text = MARKS.sub(lambda m: m[0] if m[1].strip() in shared else "", text)
    text = _PROSE.sub(lambda m: " " if text[m.end() :] else "", text) if ") " in text else text
    text = _AT.sub("", text) if "@" in text else text
    text = _KEYWORDS.sub("", text) if "`" in text else text
    span = SPAN.search(text) if "`" in text else None
    if span and span[1] not in shared and not tags.is_tag(span[1]):
        text = text[: span.start()] + text[span.end() :]
    found = REMARK.search(text)
    if not found or found[1].strip() in shared or tags.is_tag(found[1]) or not text[: found.start()].count(SLOT):
        return text
    return text[: found.start()] + text[found.end() :]


def own_words(text: str, entry: Entry, addition: Addition, slots: dict[str, str], common: frozenset[str]) -> str | None:
    """The text without words that were only about the neighbour; None where they cannot be taken out."""
    head = re.match(r"[^:]{1,30}", entry.title)
    short = head[0].strip() if head and ":" in entry.title else entry.title if len(entry.title.split()) < 4 else ""
    text = _AFTER_TITLE.sub(lambda m: m[0] if tags.is_tag(m[2]) else m[1], text) if _left(text, common) else text
    text = _IN_ITALICS.sub("", text) if _left(text, common) else text
    if short and (found := re.search(rf"(?<![\w-]){re.escape(short)}(?![\w-])", text)):
        slots["M"] = named(addition)[0]
        text = text[: found.start()] + SLOT + "M" + text[found.end() :]
    name = named(addition)[0]
    if (below := _NAME_BELOW.search(text)) and not is_generic(below[2]) and SLOT + "T" in text[: below.start()]:
        slots["M"] = name
        text = f"{text[: below.end(1)]}{SLOT + 'M ' if name != addition.title else ''}{text[below.end() :]}"
    if (
        SLOT + "M" not in text
        and (linked := _LINKED_FIRST.match(text))
        and not (is_generic(linked[2]) or tags.is_tag(linked[2]))
    ):
        slots["M"] = name
        text = f"{linked[1]}{SLOT}M{text[linked.end() :]}"
    shown = "" if name == addition.title else SLOT + "M"
    if (label := _LABEL_BEFORE.search(text)) and not tags.is_tag(label[2]) and _left(label[2], common):
        slots["M"] = name
        text = text[: label.start()] + (label[1] + shown + label[3] if shown else "") + text[label.end() :]
    first = (_LABEL_FIRST.match(text) if _left(text, common) else None) or _PLAIN_FIRST.match(text)
    if first and SLOT + "M" not in text and (_left(first[3], common) if first[2] else _is_name(first[3])):
        slots["M"] = name
        text = f"{first[1]}{first[2]}{SLOT}M{first[4]}{text[first.end() :]}"
    if not shown:  # without a short name there is none to put first
        text = _NAME_IN_BOLD.sub("", text)
        text = _NAME_LINKED.sub(f"[{SLOT}T](\\1)", text)
        text = _NO_NAME.sub(r"\1", _PLAIN_M.sub(r"\1", _NAME_AND_TITLE.sub(rf"\1\2{SLOT}T\2", text)))
    if not _left(text, common):
        return text
    lines = text.split("\n")
    if SLOT not in lines[0] and (label := re.search(r"(\*\*|\[)([^*\[\]\n]{1,40}?)(?=[:：]?(?:\*\*|\]))", lines[0])):
        slots["M"] = named(addition)[0]
        lines[0] = lines[0][: label.start(2)] + SLOT + "M" + lines[0][label.end(2) :]
    kept = [line for n, line in enumerate(lines) if n == 0 or SLOT in line or "<td" in line or not _left(line, common)]
    cut = [
        re.sub(r"((?:.*\ue000\w[^\w\ue000]*?))(?:\s+[-–—:]\s+|(\.)\s+|:\s+)[^\ue000|]*$", r"\1\2", x) if _left(x, common) else x
        for x in kept
    ]
    text = "\n".join(cut)
    return None if _left(text, common) else text


def _is_name(label: str) -> bool:
    """Whether a word or two before a title are the work's short name, and no venue, date or field."""
    named = re.search(r"\d|\w[A-Z]", label) and not re.fullmatch(r"[\d.,/ -]+", label)
    return bool(named) and not (tags.is_tag(label) or tags.glued(label, False) or is_generic(label))


def _left(text: str, common: frozenset[str]) -> bool:
    """Whether words are left that say something of the neighbour."""
    bare = re.sub(r"\ue000\w|https?://\S+|<[^<>]*>|^\s*(?:[-*+]\s+)?(?::[a-z0-9_+-]{2,40}:\s*)+", " ", text)
    bare = YEAR.sub(" ", NUMERIC.sub(" ", MONTH.sub(" ", bare)))
    found = set(re.findall(r"[^\W\d_]{2,}", bare.casefold()))
    return bool(found - common - _PLAIN_WORDS - GENERIC_WORDS)


def short_name(text: str, slots: dict[str, str], addition: Addition) -> str:
    """``**[CNN-GPT2](…)** (Oct 2025): CNN and GPT-2 for beams.``: a short name and a line about it, where the title stands in a field."""
    label = re.search(r"\[([^\[\]\ue000]{1,60})\](?=\(\ue000)", text)
    field = re.search(r"title\W{0,6}\ue000T", text, re.I)
    if not label or not field or label.start() > field.start():
        return text
    name, about = named(addition)
    slots["N"] = escaped(name, text)
    text = text[: label.start(1)] + SLOT + "N" + text[label.end(1) :]
    line = re.search(r"(\)\*{0,2}[^\n:：]{0,30})([:：]\s*)([^\n]+?)(\.?[ \t]*)(?=\n|$)", text)
    if line and line.start() < text.find(SLOT + "T") and SLOT not in line[3]:
        slots["D"] = escaped(about, text)
        said = line[2] + SLOT + "D" + line[4] if about else ""
        text = text[: line.end(1)] + said + text[line.end() :]
    return text


_ACRONYM_LAST = re.compile(r"\w \(([A-Z][\w-]*[A-Z\d][\w-]*)\)$")
# `we introduce the Wireless World Model (WWM), a …`: two words with capitals before it, so that it is no common abbreviation.
_DEFINED = re.compile(
    r"(?:propos|introduc|present|develop)\w*\s+(?:[\w-]+\s+){0,8}?[A-Z][\w-]*\s+[A-Z][\w-]*\s+()\(([A-Z][\w-]*[A-Z\d][\w-]*)\)(?!-)"
)


def named(addition: Addition) -> tuple[str, str]:
    """A short name for a paper, and a line about it, out of its own words; without a name of its own it keeps its title."""
    name, _, about = map(squeeze, addition.title.partition(":"))
    if about and (acronym := _ACRONYM_LAST.search(name)):
        return acronym[1], about
    if about and len(name.split()) <= 4:
        return name, about
    said = re.search(
        r"(?:propos|introduc|present|develop)\w*\s+(?:\w+\s+){0,3}?([A-Z]\w*[A-Z\d][\w-]*)(?=[,.:;]|\s+(?:a|an|the|which|that)\b)|"
        r"(?:called|named|termed|dubbed|namely,?)\s+([A-Z]\w*[A-Z\d][\w-]*)",
        addition.abstract or "",
    )
    said = said or _DEFINED.search(addition.abstract or "")
    if said:
        return said[1] or said[2], addition.title
    return (name, about) if about else (addition.title, "")
