"""The dates of a list's entries: reading them, and writing another date in the same form."""

from __future__ import annotations

import re
from datetime import date, timedelta

from littrack.lists.addition import Addition
from littrack.lists.entry import Entry

_ALL = "January February March April May June July August September October November December"
_NAMES = tuple(_ALL.split())
MONTH = re.compile(r"\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)([a-z]*)(\.?)((?:\s+\d{1,2})?[ ,]*)((?:19|20)\d\d)\b")
NUMERIC = re.compile(r"(?<![\d.])((?:19|20)\d\d)([-./年])(0?[1-9]|1[0-2])(?:([-./月])(0?[1-9]|[12]\d|3[01]))?(?![\d])")
YEAR = re.compile(r"(?<![\d.:/-])(?:19|20)\d\d(?![\d.]*\d)")
SHORT_MONTH = re.compile(r"(?:1\d|2\d)[./-](?:0[1-9]|1[0-2])")  # a column's `23.07`
_CELL_MONTH = re.compile(rf"(?<=\|)([ \t]*){SHORT_MONTH.pattern}(?=[ \t]*\|)")
_CELL_DAY = re.compile(
    r"(?:(?<=\|)|^)([ \t]*)(?:1\d|2\d)([-./])(?:0[1-9]|1[0-2])\2(?:0[1-9]|[12]\d|3[01])(?=[ \t]*\|)"
)  # `24-10-14`
_ARXIV_MONTH = re.compile(r"(arxiv[\s,:'’]{1,3})\d\d\.(?:0[1-9]|1[0-2])(?![\d.])", re.I)  # `arxiv, 15.05`
_ARXIV_DIGITS = re.compile(r"(arxiv[\s'’])(?:1\d|2[0-6])(?:0[1-9]|1[0-2])(?![\d.])", re.I)  # `arXiv 2110`
_DAY_FIRST = re.compile(r"\b\d{1,2}(\s+)(?=(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?[ ,]+(?:19|20)\d\d)")
_ORDINAL = re.compile(
    r"\b\d{1,2}(?:st|nd|rd|th)(\s+)(?=(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?[ ,]+(?:19|20)\d\d)"
)
_COMPACT = re.compile(r"(?m)^(\s*(?:[-*+•]\s+)?)20[0-2]\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?=\s)")  # `- 20181106 arXiv`
_MONTH_SHORT = re.compile(r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)([-'’])\d\d\b")
_NUMERIC_HEAD = re.compile(r"[-./年](?:0?[1-9]|1[0-2])(?!\d)")
_TO_THE_MONTH = re.compile(
    r"\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?[ ,]*(?:\d{1,2}(?:st|nd|rd|th)?[ ,]+)?((?:19|20)\d\d)"
)
ADDRESS = re.compile(r"https?://(?![^\s/]*shields)[^\s()<>]+")  # some have a date of their own in them
MONTH_FIRST = re.compile(r"(?<![\d./-])(0?[1-9]|1[0-2])([/.])((?:19|20)\d\d)(?![\d./-])")  # `12/2023`
_IN_NUMBERS = re.compile(r"(?<![\d.])((?:19|20)\d\d)[-./年](0?[1-9]|1[0-2])(?!\d)(?:[-./月](0?[1-9]|[12]\d|3[01])(?!\d))?")


def undated(text: str) -> str | None:
    """The text without the neighbour's date, for a paper whose date nobody knows; None where it cannot be taken out."""
    for form in (MONTH, NUMERIC, YEAR):
        text = re.sub(rf"\s*[(\[（][^()\[\]（）\ue000]{{0,20}}{form.pattern}[^()\[\]（）\ue000]{{0,20}}[)\]）]", "", text)
        text = re.sub(rf",\s*{form.pattern}(?=\W*(?:[.\[]|$))", "", text)
    return None if any(form.search(text) for form in (MONTH, NUMERIC, YEAR)) else text


def redated(text: str, addition: Addition) -> str:
    """Every date of the neighbour, in its own form, as the new paper's."""
    day = addition.dated
    if day is None:
        return text

    def month(found: re.Match[str]) -> str:
        whole = _NAMES[day.month - 1]
        full = len(found[1] + found[2]) > 4
        name = whole if full or whole == "May" else "Sept" if found[1] == "Sept" and day.month == 9 else whole[:3]
        between = re.sub(r"\d{1,2}", str(day.day), found[4])
        return f"{name}{found[3] if whole != 'May' else ''}{between}{day.year}"

    def numeric(found: re.Match[str]) -> str:
        wide = len(found[3]) == 2
        parts = [str(day.year), found[2], f"{day.month:02d}" if wide else str(day.month)]
        return "".join(parts + ([found[4], f"{day.day:02d}" if len(found[5]) == 2 else str(day.day)] if found[4] else []))

    text = _CELL_MONTH.sub(lambda m: f"{m[1]}{day.year % 100:02d}{m[0].lstrip()[2]}{day.month:02d}", text)
    text = _CELL_DAY.sub(lambda m: f"{m[1]}{day.year % 100:02d}{m[2]}{day.month:02d}{m[2]}{day.day:02d}", text)
    text = _MONTH_SHORT.sub(lambda m: f"{_NAMES[day.month - 1][:3]}{m[1]}{day.year % 100:02d}", text)
    of_month = f"{day.day}\\g<1>" if addition.day else ""
    text = _ORDINAL.sub(f"{_ordinal(day.day)}\\g<1>" if addition.day else "", text)
    text = _COMPACT.sub(rf"\g<1>{day:%Y%m%d}", text)
    text = MONTH_FIRST.sub(lambda m: f"{day.month:0{len(m[1])}d}{m[2]}{day.year}", text)
    done = NUMERIC.sub(numeric, MONTH.sub(month, _DAY_FIRST.sub(of_month, text)))
    done = _ARXIV_MONTH.sub(rf"\g<1>{day.year % 100:02d}.{day.month:02d}", done)
    done = _ARXIV_DIGITS.sub(rf"\g<1>{day.year % 100:02d}{day.month:02d}", done)
    done = YEAR.sub(lambda m: m[0] if _NUMERIC_HEAD.match(done, m.end()) else str(day.year), done)
    return re.sub(r"(?<=[A-Za-z][\s'’‘])?(['’‘]\s?)\d\d\b(?=\s*[\])])", rf"\g<1>{day.year % 100:02d}", done)


def _ordinal(day: int) -> str:
    """``1st``, ``12th``, ``23rd``."""
    return f"{day}{'th' if 10 < day < 14 else {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th')}"


def date_of(entry: Entry, text: str) -> date | None:
    """When an entry's paper appeared, to the day or the month where that is told."""
    if month := _month(text, True):
        return month
    if entry.year:
        return date(entry.year, 1, 1)
    return Addition("", (), arxiv_id=entry.arxiv_id).dated


def told(text: str) -> date | None:
    """The month, or else the year, that a text tells."""
    year = None if (month := _month(text)) else YEAR.search(text)
    return date(int(year[0]), 1, 1) if year else month


def _month(text: str, to_the_day: bool = False) -> date | None:
    text = ADDRESS.sub(" ", text) if "http" in text else text
    if months := _TO_THE_MONTH.search(text):
        return date(int(months[2]), "JanFebMarAprMayJunJulAugSepOctNovDec".index(months[1]) // 3 + 1, 1)
    numeric = _IN_NUMBERS.search(text)
    if numeric is None and (turned := MONTH_FIRST.search(text)):
        return date(int(turned[3]), int(turned[1]), 1)
    if numeric is None:
        return None
    first = date(int(numeric[1]), int(numeric[2]), 1)
    return first + timedelta(days=int(numeric[3]) - 1) if to_the_day and numeric[3] else first
