"""Titles in plain text: before the first link, a line end, a dash or the authors."""

from __future__ import annotations

import re

from littrack.lists import behind, beside, citation, names, tags
from littrack.lists.inline import GENERIC_LINK, Inline, is_generic, plain
from littrack.lists.linked import Parts
from littrack.lists.links import ID_ALONE
from littrack.lists.tags import is_tag
from littrack.lists.text import Mender, words_in

_STRESS = re.compile(r"\*(?<!\\\*)\*{0,2}|(?<!\w)_+(?=\S)|(?<=\S)_+(?!\w)|`")
_WORD = re.compile(r"\w\w")
_NAME_FIRST = re.compile(
    r"\s*(?:\*\*|__)?[\[(【]?\s*(?:\*\*)?([^\[\]*【】]{1,60})(?:\*\*)?[\])】]?(?:\*\*|__)?\s*[:：,-]?\s*(?=\S)"
)
NAME_BOLD = re.compile(r"^\s*(?:\*\*|__)[\[【][^\[\]【】*]{1,40}[\]】](?:\*\*|__)\s+(?=[^\s|]+\s+[^\s|\[])")
_NAME_MARKED = re.compile(r"\s*(?:\*\*|__|[\[【])")
_NAME_TWICE = re.compile(r"^\(?([\w-]{2,20})\)?\s+(?=\1\b)")
_DATE_FIRST = re.compile(r"[\s`*_]*((?:19|20)\d\d(?:[-./]\d{1,2}){0,2})[\s`*_]*[:：|,. -][\s*_]*(?=\D)")
_PAPER_LABEL = re.compile(r"[*_]*(?:paper|论文|title|标题)[*_]*\s?[:：][*_]*\s*(?=\w)", re.I)
_FIELD_LINE = re.compile(r"[\w ]{2,20}[:：](?:\s|$)")
_DASH = re.compile(r"\s+(?:[|—–·•]\s+|-\s+(?=[A-Z*_(\[]))")
# `` `scrublet` [[Code]] [[Paper]]: Finds doublets. ``: a tool, its links, and a sentence about it.
_TOOL = re.compile(r"(`|\*\*)([^`*\n]{2,40})\1[\s\ue000-\uf8ff\[\]()|,/]*\ue000[\ue100-\uf8ff][\s\])]*[:–—-]\s+\S[^\n]*\.\s*$")
# Each begins with one character, or one of a few, which is found many times faster.
_FULL_STOP = re.compile(
    r"[.?!](?:(?<!\bvs[.?!])(?<!\((?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\.)(?<=[^\s.][a-z\d)\]?!”\"A-Z][.?!])\s+(?=[A-Z*_(\[“\d]|arXiv)|(?<=et al\.)\s+)"
)
_COMMA = re.compile(r",\s+")
_NO_LINK = re.compile(r"\s*\[{1,2}([^\[\]\n]{2,24})\]{1,2}$")
_STARRED = re.compile(r"\*\d{1,3}[.)]\s+(?=\S.{8})")  # `*2. (ICML 2025) A Title`: a number that a person has marked
_WRITTEN_BY = re.compile(r"(.{10,}?)\s+by\s+(.+)$")
_THINGS = re.compile(r"[a-z]{3}(?:[ts]ion|ment|ness|[a-z]ling)s?\b")  # `… by Track Management and Occlusion Handling`
_ABBREVIATED = re.compile(r"[A-Z][a-z]+ [A-Z]{2,}")  # `… by Scaling RL`, and no name
_EMOJI = re.compile("^[\\s*_]*(?:[\U0001f000-\U0001faff\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\ufe0f\u200d]+\\s*)+")


# Marks, a short name in brackets and where the authors are from around a title in a table: `🔥[**vLLM**] Efficient … (@UC Berkeley)`.
_BRACKETED_NAME = re.compile(r"[\[【]\W{0,2}([^\[\]【】]{1,40}?)\W{0,2}[\]】]\s*[:：]?\s*(?=\S)")
_AT = re.compile(r"\s*[(（]@[^()（）]{2,60}[)）]\s*$")
# `[**`qnn`**]`, `[71:star:]`: what a list says of a paper in brackets after its title.
_KEYWORD = re.compile(
    r"\s*\[(?:(?:\s?(?:\*\*|__)?`[^`\[\]]{1,30}`(?:\*\*|__)?)+|(\*\*|__)[^\[\]*]{1,30}\1|\d+\s*(?::star:|⭐)\ufe0f?)\](?=[\s.|]*$)"
)


def framed(text: str) -> str:
    """A title without what a list puts around it: marks, a short name in brackets before it, an institute behind it."""
    bare = _EMOJI.sub("", text)
    name = _BRACKETED_NAME.match(bare)
    if name and len(name[1].split()) < 6 and len(bare[name.end() :].split()) > 3:
        bare = bare[name.end() :]
    return _AT.sub("", bare) if "@" in bare else bare


def by_plain(inline: Inline, mend: Mender) -> Parts | None:
    """The title is plain text, before the first link, a line end or the authors."""
    if behind_lines := behind.on_lines(inline, mend):
        return behind_lines
    text = mend(plain(_lead(NAME_BOLD.sub("", inline.flat))))
    if _NAME_MARKED.match(text):
        name = _NAME_FIRST.match(text)
        tag = name is not None and is_tag(name[1])
        short = name is not None and len(name[1]) <= 30 and len(name[1].split()) <= 3
        if name and (tag or short) and len(text[name.end() :].split()) > (1 if tag else 3):
            text = text[name.end() :]
    text = (_STRESS.sub("", text) if "*" in text or "_" in text or "`" in text else text).strip(" ,;:|-–—•·")
    text = _NAME_TWICE.sub("", text.replace("，", ", "))
    cited = (
        citation.dated(text)
        or citation.semicolons(text)
        or citation.geophysical(text)
        or citation.surnames(text)
        or citation.sentences(text)
        or citation.unquoted(text)
    )
    if cited:
        return Parts(cited.title, "citation", cited.authors, cited.venue, cited.year)
    return _sentences(text)


def _without_button(head: str) -> str:
    """A title without ``[code]`` at its end, which leads nowhere yet."""
    button = _NO_LINK.search(head) if head[-1:] == "]" else None
    return head[: button.start()] if button and is_generic(button[1]) else head


def _lead(flat: str) -> str:
    """The text before the links, without tags such as `[2024.05]` and `(ICLR 2024)` in front."""
    starred = _STARRED.match(flat) if flat[:1] == "*" else None
    whole = head = _unboxed(_EMOJI.sub("", flat[starred.end() :] if starred else flat).lstrip(" *_-–•|>"))
    if (first := ID_ALONE.match(head)) and head[first.end() :].strip():
        whole = head = head[first.end() :].lstrip(" *_-–:|,")
    if tool := _TOOL.match(head):
        return tool[2]
    marks = GENERIC_LINK.search(head)
    while marks and words_in(plain(head[: marks.start()]).strip(" []()|*:-")) < 2:
        head = head[marks.end() :].lstrip(" ])|*:-,")
        marks = GENERIC_LINK.search(head)
    head = GENERIC_LINK.split(head if _WORD.search(head) else whole, 1)[0]  # one word may be all of the title
    head = _without_keywords(_without_button(head.rstrip(" [({（【|,，")))
    while (tag := tags.bracketed(head.lstrip(" *_`"))) and (is_tag(tag[1]) or is_generic(tag[1])):
        head = head.lstrip(" *_`")[tag.end() :].lstrip(" *_`:-–|,.")
    if label := _PAPER_LABEL.match(head):
        head = head[label.end() :]
    if first := _DATE_FIRST.match(head):
        head = head[first.end() :]
    if (opened := head.rfind("[")) > 20 and "]" not in head[opened:] and len(head[opened:].split()) < 5:
        head = head[:opened]  # a remark that a link has cut: `Title [also in [1.2](#caching)]`
    for italics in tags.ITALIC.finditer(head) if "*" in head or "_" in head else ():
        before, after = head[: italics.start()].rstrip(), head[italics.end() :].lstrip()
        alone = before.endswith((",", ".")) and not _COMMA.search(before) and ". " not in before  # a title without authors
        venue = alone and (not after or after[0] in ",.") and citation.is_titled(plain(italics[2]))
        if len(before.split()) > 2 and (venue or beside.authors_and_venue(plain(italics[2]))[0]):
            head = head[: italics.start()]
            break
    return _first_title_line([line for line in head.split("\n") if line.strip(" *_-|>[]()")])


def _unboxed(head: str) -> str:
    """``[Title, Author, ICASSP 2018] [[Paper]](…)``: all that is cited stands in brackets, before its links."""
    found = _BOX.match(head) if head[:1] == "[" else None
    return found[1] + head[found.end() :] if found else head


_BOX = re.compile("\\[([^\\[\\]\ue000-\ue002\n]{30,400})\\](?=\\s*\ue000)")


def _without_keywords(head: str) -> str:
    while "]" in head and (keyword := _KEYWORD.search(head)):
        head = head[: keyword.start()]
    return head


def _first_title_line(lines: list[str]) -> str:
    """Lines up to the one that begins the authors, the venue or another field."""
    kept: list[str] = []
    for line in lines:
        if kept:
            bare = plain(line).strip(" *_-")
            if names.is_name_list(bare) or is_tag(bare) or _FIELD_LINE.match(bare):
                break
        kept.append(line)
    return "\n".join(kept)


def _sentences(text: str) -> Parts | None:
    """``Title. Authors. Venue 2023.`` or ``Authors. Title. Venue.`` or ``Title, Authors, Venue, 2023`` or ``Title (Venue, 2023)``."""
    pieces = _pieces(_before_dash(text))
    if not pieces:
        return None
    several = len(pieces) > 1  # else it is the title, however like a name it looks
    authors = next(
        (n for n, p in enumerate(pieces) if several and not is_in_venue(p) and names.is_name_list(tags.without_year(p))), None
    )
    title = next((p for n, p in enumerate(pieces) if n != authors and not is_tag(p) and len(p.split()) > 1), pieces[0])
    end = text.find(title) + len(title)
    mark = text[end] if end < len(text) and text[end] in "?!" else ""
    said = names.split_names(tags.without_year(pieces[authors])) if authors is not None else ()
    undated = tags.without_tags(title)
    cut, more = _commas(undated, undated != title)
    cut = tags.without_tags(cut)
    return Parts(cut + (mark if cut == title else ""), "plain", said or more)


def is_in_venue(piece: str) -> bool:
    """Whether a sentence names a venue: ``In *COLT 2016*``; there are people, too, whose name begins so."""
    piece = piece.lstrip(" .")
    return piece[:3] == "In " and is_tag(piece[3:] + " 2000")  # the year may be cut off


def _before_dash(text: str) -> str:
    """The text up to a dash, unless the title goes on after it: ``START — Self-Tuning Adaptive Radix Tree (ICDEW 2020)``."""
    for dash in _DASH.finditer(text):
        before, after = text[: dash.start()], _DASH.split(text[dash.end() :], 1)[0]
        short = len(before.split()) == 1 and len(after.split()) > 1
        ends_in_tag = tags.without_tags(after) != after and len(after.split()) > 2
        if "|" in dash[0] or not (short or ends_in_tag) or names.is_name_list(tags.without_tags(after)) or is_tag(after):
            return before
    return text


def _pieces(text: str) -> list[str]:
    """The sentences of a text; one that ends with ``!`` or ``?`` and goes on in the title is joined with the next.

    ``Train on Less! A Study of Pruning (ICML 2021)`` is one title, ``Train on Less? A. Author, B. Author.`` is not.
    """
    whole: list[str] = []
    at = 0
    for stop in _FULL_STOP.finditer(text):
        if stop[0][0] in "!?" and _goes_on(_FULL_STOP.split(text[stop.end() :], 1)[0]):
            continue
        whole.append(text[at : stop.start()])
        at = stop.end()
    return [p for p in [*whole, text[at:]] if p.strip()]


def _goes_on(after: str) -> bool:
    """Whether what stands after ``!`` or ``?`` is more of the title, and not authors, a venue or a date."""
    if len(after.split()) < 2 or citation.begins_venue(after):
        return False
    return not (names.is_name_list(tags.without_year(after)) or is_tag(after))


def _commas(title: str, dated: bool) -> tuple[str, tuple[str, ...]]:
    """``Title, A. Author, B. Author``: names after a comma are no part of the title, nor is one name before a year (``dated``)."""
    pieces = _COMMA.split(title)
    for n in range(1, min(len(pieces), 12)):  # a title has few commas
        tail = ", ".join(pieces[n:])
        words = len(", ".join(pieces[:n]).split())
        if words > 1 and names.is_name_list(tail) and (words > 2 or not names.is_name(pieces[0])):
            return ", ".join(pieces[:n]), names.split_names(tail)
    if (
        dated
        and len(pieces) == 2
        and len(pieces[0].split()) > 2
        and 1 < len(pieces[1].split()) < 4
        and names.is_name(pieces[1])
        and not citation.begins_venue(pieces[1])
    ):
        return pieces[0], names.split_names(pieces[1])
    by = _WRITTEN_BY.match(title) if " by " in title else None
    if by and names.is_name_list(by[2]) and not (_THINGS.search(by[2]) or _ABBREVIATED.fullmatch(by[2])):
        return by[1], names.split_names(by[2])
    return title, ()
