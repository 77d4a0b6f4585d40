"""Headings: their numbers, their words, which of them hold no references, and where in the tree the reader stands."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from littrack.lists.entry import Heading
from littrack.lists.tags import ACRONYMS
from littrack.lists.text import squeeze, strip_tags, visible

_ROMAN = r"(?:X{0,3}(?:IX|IV|V?I{0,3}))(?=[.)、 ])"
_NUMBER = re.compile(
    rf"^(?:第[一二三四五六七八九十\d]+[章节部分]+|[（(](?:\d{{1,2}}|[a-zA-Z]|[ivx]+)[)）]|{_ROMAN}[.)、]|\d{{1,2}}(?:\.\d{{1,2}})+[.)、]?(?=\D)"
    rf"|\d{{1,2}}\s?[.)、．](?:[.)])?(?!\d)|[A-Z][.)、](?=\s|[A-Z][a-z])|\d{{1,2}}(?=\s+[-–—|:]?\s*[A-Z\u4e00-\u9fff])|[一二三四五六七八九十]+、)"
)
_EMOJI = re.compile(
    r":[a-z0-9_+-]{2,40}:(?!\w)|[\U0001f000-\U0001faff\u2190-\u21ff\u2300-\u23ff\u2460-\u24ff\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff\ufe0e\ufe0f\u200d\u20e3\u3030\u303d]"
)
_BOILERPLATE = re.compile(
    r"(?:table of )?contents?|toc|目录|(?:quick|page|site) ?(?:links|navigation|start)|(?:how to )?cit(?:e|ation|ing)(?: (?:us|this|our).*)?|bib ?tex|"
    r"引用|licen[sc]e|许可.*|contribut(?:e|ing|ors?|ions?)(?: .*)?|how to contribute.*|acknowledge?ments?|致谢|the team|team(?: members)?|authors?|"
    r"contacts?(?: (?:us|me|information))?|联系.*|star ?(?:history|gazers?|s)?(?: .*)?|update ?log|updates?|changelog|change log|news|latest news|"
    r"what'?s new|更新.*|recent updates?|abstract|摘要|related (?:awesome )?(?:lists?|repos?|repositor(?:y|ies)|projects?|github.*|collections?)|"
    r"(?:other )?awesome (?:lists?|repos?|repositories)|support(?: us)?|sponsors?|disclaimer|maintainers?|to-?do(?: list)?|roadmap|about(?: us)?|"
    r"getting started|installation|usage|notes?|notice|community|join us|faq|legend|how to use.*|keywords?(?: convention)?|figures?|"
    r"(?:journal )?special (?:issues?|sections?)(?: .*)?|calls? for papers?.*|events?|jobs?|talks?|table of content|menu|credits?|thanks|repo activity|visitors?|home"
)
# Nothing stands below a table of contents, however deep the next heading is.
_CONTENTS = re.compile(r"(?:table of )?contents?|toc|目录", re.I)
_OTHERS = re.compile(
    r"\b(?:blogs?(?: ?posts?)?|talks?|videos?|courses?|tutorials?|lectures?|slides|podcasts?|tools?(?:kits?)?|software|librar(?:y|ies)|packages|repositor(?:y|ies)"
    r"|open[- ]source|projects|companies|websites?|newsletters?|laborator(?:y|ies)|labs|groups|researchers)\b|^(?:upcoming )?conferences?$|博客|教程|工具|视频|课程",
    re.I,
)
_NEWS = re.compile(r"(?:latest |recent )?(?:news|updates?)", re.I)
_TOPIC = re.compile(
    r"(?!.*\b(?:day|daily|week|month|year|latest|recent|new|old|release)s?(?:ly)?\b)[^\W\d_]{2}\D*\s\D*", re.I
)  # news sorted by these are papers
_PASSAGE = re.compile(
    r"introduction|conclusions?(?: and .*)?|summary(?: and lessons? learn(?:ed|t))?|lessons? learn(?:ed|t)|motivation|contributions?|background|引言|总结"
)
_YEAR = re.compile(
    r"(?:(?:in|year|年份?)\s*)?(?:19|20)\d\d(?:\s*年)?(?:[-/. ]?(?:0?[1-9]|1[0-2])|\s*(?:Q[1-4]|H[12]))?(?:\s*[-–~]\s*(?:19|20)?\d\d)?|(?:before|after|prior to|pre-?|since)\s*(?:19|20)\d\d|"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?\s*(?:19|20)\d\d|(?:19|20)\d\d (?:and|&) (?:before|earlier|older)|"
    r"(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?|(?:january|february|march|april|may|june|july|august|september|october|november|december)|\d+月",
    re.I,
)


# What a `<summary>` says only so that one clicks on it.
_BUTTON = re.compile(
    r"toggle|details?|(?:click|tap|press)(?: (?:here|me))?(?: to (?:expand|show|see|view|open|unfold)(?: .{0,30})?)?|(?:expand|show|view|see|unfold|open|collapse)(?: (?:all|more|list|papers|details|the list|me))?|more|点击展开.*|展开.*|查看.*",
    re.I,
)
_FOUR_DIGITS = re.compile(r"(?:19|20)\d\d")
_AROUND = re.compile("before|after|prior|pre|since|earlier|older", re.I)
_EDITION = re.compile(r"([A-Z][A-Za-z&+-]{1,12}(?: [A-Z][A-Za-z&]{1,12})?) ((?:19|20)\d\d)")
_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_TO_TOP = re.compile(
    r"[(（]?\[{1,3}[^\w\[\]]{0,12}(?:back(?: to)?(?: the)?(?: top)?|top|toc|contents?)?[^\w\[\]]{0,12}\]{1,3}\(#[^)]{0,200}\)[)）]?",
    re.I,
)
_LABELLED = re.compile(r"\[([^\]]{0,300})\]\([^)]{0,1000}\)")
_HEADING_MARKS = re.compile(r"\{#[\w-]+\}|#+\s*$|\*\*|__|`|~~|(?<!\w)[*_]|[*_](?!\w)")
_BACK = re.compile(r"\s*[\[(（]\s*(?:back to )?(?:the )?(?:top|contents?|toc)\W*[\])）]$", re.I)
_COUNT = re.compile(r"\s*(?:[\[(（]\s*\d+\s*(?:papers?)?\s*[\])）]|[:：]\s*\d+ papers?)$", re.I)


def clean_heading(raw: str, line: int = 0, level: int = 1, *, real: bool = True) -> Heading:
    """A heading without its number, emoji, links, markup and closing ``#``."""
    text = html.unescape(strip_tags(raw))
    if "[" in text:
        text = _LABELLED.sub(r"\1", _TO_TOP.sub("", _IMAGE.sub("", text)))
    text = _HEADING_MARKS.sub("", text)
    text = squeeze(visible(text if text.isascii() and ":" not in text else _EMOJI.sub(" ", text))).strip(" :：|-–—•·*")
    found = _NUMBER.match(text)
    number = ""
    if found and found[0] and len(text) > found.end():
        number = found[0].strip(" .)、．（(）")
        text = text[found.end() :].strip(" .:：、-–—|")
    if text[-1:] in ("]", ")", "）", "s", "r"):
        text = _BACK.sub("", _COUNT.sub("", text))
    text = text.rstrip("。") if text.endswith("...") else text.rstrip(".。")
    return Heading(unicodedata.normalize("NFC", text), number, level, line, real)


@lru_cache(maxsize=4096)
def is_boilerplate(text: str) -> bool:
    """Whether a heading stands above things that are no references: contents, licence, team, news."""
    return bool(_BOILERPLATE.fullmatch(text.strip(" !?.:…").casefold()))


def is_passage(text: str) -> bool:
    """Whether a heading belongs to the prose around a survey and is no section to sort papers into."""
    return bool(_PASSAGE.fullmatch(text.casefold())) or is_boilerplate(text)


def is_button(text: str) -> bool:
    """Whether a summary only invites to open what is below it: *Toggle*, *Click to expand*."""
    return bool(_BUTTON.fullmatch(text.strip(" !.:…👈👇⬇️")))


@lru_cache(maxsize=4096)
def is_year(text: str) -> bool:
    """Whether a heading only dates what is below it."""
    return bool(_YEAR.fullmatch(text.strip(" ()[]:：").removesuffix(" papers")))


def heading_key(text: str) -> str:
    """What the spellings of one heading have in common: no case, punctuation, plural ``s`` or bracketed short form."""
    bare = re.sub(r"\s*[（(][^（()）]{0,60}[)）]", "", text) if not re.fullmatch(r"\W*[（(].*", text) else text
    plain = unicodedata.normalize("NFKC", bare or text).casefold().replace("&", " and ")
    return " ".join(_singular(w) for w in re.findall(r"[^\W_]+", plain))


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


@lru_cache(maxsize=64)
def _is_over_others(text: str) -> bool:
    """Whether a heading stands over other things than papers; asked for each entry below it."""
    return bool(_OTHERS.search(text))


class _Place(NamedTuple):
    """A heading with what it and those above it say together; ``texts`` are without those that only date."""

    heading: Heading
    texts: tuple[str, ...] = ()
    year: int | None = None
    skipped: bool = False
    edition: tuple[str, int] | None = None


def _acronym_last(text: str) -> re.Match[str] | None:
    """``International Conference on Machine Learning (ICML 2020)``: a venue in full, with its acronym and year behind it."""
    found = _ACRONYM_LAST.search(text) if " (" in text else None
    return found if found and found[1] in ACRONYMS else None


_ACRONYM_LAST = re.compile(r" \(([A-Za-z]{2,12})[ '’-]((?:19|20)\d\d)\)(?=$| [-–—])")


class Path:
    """Where in the tree of headings the reader stands."""

    def __init__(self) -> None:
        self._top = _Place(Heading("", level=0))
        self._open: list[_Place] = []
        self._here = self._top

    def enter(self, heading: Heading) -> None:
        """Go below ``heading``, out of all that are as deep or deeper."""
        text = heading.text
        dates = is_year(text)
        self._leave(heading, dates)
        above = self._open[-1] if self._open else self._top
        named = _FOUR_DIGITS.findall(text) if dates else []
        year = named[0] if len(named) == 1 and not _AROUND.search(text) else None  # `Before 2021` dates nothing
        texts = above.texts if dates or not text else (*above.texts, text)
        found = None if dates else _EDITION.fullmatch(text or above.heading.text)
        found = found or (None if dates else _acronym_last(text))
        edition = (found[1], int(found[2])) if found else None
        if not edition and not dates and above.edition and above.edition[0] in ACRONYMS:
            edition = above.edition  # `Forecasting` below `NeurIPS 2024`
        sorted_news = _NEWS.fullmatch(above.heading.text.strip(" :!")) and _TOPIC.fullmatch(text)
        skipped = (above.skipped and not sorted_news) or is_boilerplate(text)
        self._here = _Place(heading, texts, int(year) if year else None if named else above.year, skipped, edition)
        self._open.append(self._here)

    def _leave(self, new: Heading, dates: bool) -> None:
        """Go out of all headings as deep as the new one, but not out of a section whose years are of its own level: ``## Boats``, ``## 2024``."""
        dated = False
        while self._open:
            last = self._open[-1].heading
            if last.level < new.level and not _CONTENTS.fullmatch(last.text):
                return
            same = dates and last.level == new.level
            if same and not is_year(last.text) and (dated or 0 < new.line - last.line < 4):
                return
            dated = same and is_year(last.text)
            self._open.pop()

    def level(self) -> int:
        """How deep the heading is that the reader stands below; 0 above all."""
        return self._here.heading.level

    def year(self) -> int | None:
        """The year that a heading above names, where one only names a year."""
        return self._here.year

    def edition(self) -> tuple[str, int] | None:
        """The venue and year of the headings above, where one names nothing else: ``ICLR 2024``."""
        return self._here.edition

    def texts(self) -> tuple[str, ...]:
        """The words of the headings above, without those that only date."""
        return self._here.texts

    def other(self) -> bool:
        """Whether the nearest heading stands over other things than papers: tools, courses, blogs, talks."""
        return bool(self._here.texts) and _is_over_others(self._here.texts[-1])

    def skipped(self) -> bool:
        """Whether one of the headings above stands over no references."""
        return self._here.skipped
