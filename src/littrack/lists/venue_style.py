"""The venue and the DOI of a neighbour's entry, exchanged for the new paper's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from littrack.lists.addition import Addition
from littrack.lists.byline import SLOT, flexible
from littrack.lists.dates import MONTH_FIRST, NUMERIC, redated
from littrack.lists.entry import Entry


def exchanged_venue(text: str, entry: Entry, addition: Addition, slots: dict[str, str], preprint: str, form: str = "") -> str:
    """The neighbour's venue exchanged: for the paper's own, else for arXiv, by ``form`` where the list has one of its own."""
    venue = entry.venue or ""
    if "arxiv" in venue.casefold() and addition.venue and (told := _ARXIV.search(text)):
        slots["V"] = addition.venue
        return text[: told.start()] + SLOT + "V" + text[told.end() :]
    if not venue or "arxiv" in venue.casefold():
        return text
    found = re.search(
        flexible(venue).pattern
        + r"(?:,\s*(?:IEEE|ACM|Springer|Elsevier|PMLR|Wiley|MDPI)\b)?(?:,?\s*(?:vol\.|no\.|pp\.)[^\ue000\[\]()<>]*?(?=,?\s*(?:19|20)\d\d))?",
        text,
        re.I,
    )
    if found is None:
        return text
    tagged = re.match(r"[\s,]*(?:19|20)?\d*\s*[)\]）*_]", text[found.end() :])
    cited = addition.arxiv_id and len(venue.split()) > 2 and not tagged
    slots["V"] = addition.venue or (f"arXiv preprint arXiv:{addition.arxiv_id}" if cited else preprint)
    before = _IN.sub("", text[: found.start()]) if cited else text[: found.start()]
    before = before if addition.venue else _ACCEPTED.sub("", before)
    end = found.end() + 2 * (found[0].count("**") % 2 and text.startswith("**", found.end()))  # `ICML **(Oral)**`
    behind = text[end:] if addition.venue else _TRACK.sub(r"\1", text[end:])
    dated = _DATE_BEHIND.match(behind)
    if form and not (cited or addition.venue) and (dated or not form[-1].isdigit()):
        slots["V"] = redated(form, addition)
        if addition.dated:
            slots["V"] = re.sub(r"(?<=['’])\d\d$", f"{addition.dated.year % 100:02d}", slots["V"])
        return before + SLOT + "V" + _without_numbers(_PUBLISHER.sub("", behind[dated.end() :] if dated else behind))
    short = re.match(r" \d\d(?=\s*[\])】])", behind)  # the year: `[VLDB 22]`
    if short and addition.dated and int(short[0]) == (entry.year or 0) % 100:
        behind = f" {addition.dated.year % 100:02d}{behind[short.end() :]}"
        return before + SLOT + "V" + behind
    return before + SLOT + "V" + _without_numbers(_PUBLISHER.sub("", behind))


# `arXiv`, `arXiv 2021.04`, `Preprint, 2021`; and whether its date comes only later: `*arXiv*, 2021`.
_PREPRINT = re.compile(
    r"(?<![\w/.:@-])((?:arxiv|preprint)(?:[ ,]{0,2}(?:(?:19|20)\d\d(?:[./-]\d{1,2})?|[12]\d[01]\d|['’]\d\d))?)(?![\w/:-]|[.]\w|\s?[\])]*\()(\W{1,6}(?:19|20)\d\d|)",
    re.I,
)
_DATE_BEHIND = re.compile(r"[ ,]{0,2}['’]?(?:(?:19|20)\d\d|(?<=['’])\d\d)(?!\d|[./-]\d)")


def preprint_form(texts: Iterable[str]) -> str:
    """How a list tells that a paper is a preprint, with the date of one: ``arXiv 2021.04``; empty where there is no habit."""
    found = [m for t in texts if (m := _PREPRINT.search(_LINK.sub("", t)))]
    forms = Counter("" if m[2] else re.sub(r"\d+", "0", m[1]) for m in found)
    usual, n = forms.most_common(1)[0] if forms else ("", 0)
    return next((m[1] for m in found if re.sub(r"\d+", "0", m[1]) == usual), "") if n * 2 > len(found) else ""


# How a published paper was shown there: `NeurIPS 2023 (Poster)`, `ACL 2023 Findings`.
_TRACK = re.compile(
    r"^(\W{0,2}(?:(?:19|20)\d\d|['’]?\d\d)?)\s*(?:\([^()]{0,20}\b(?:poster|oral|spotlight|highlight|workshop|findings|best paper)\b[^()]{0,20}\)"
    r"|(?:findings|oral|spotlight|highlight|poster|workshops?)\b)",
    re.I,
)
_LINK = re.compile(r"\]\([^()\s]*\)|https?://\S+")
_IN = re.compile(r"\bin\s+$")
_ACCEPTED = re.compile(r"\b(?:(?:accep?[te]{2,3}d|published|presented|to appear|appeared)\s+(?:by|in|at|to)\s+)(?:in)?$", re.I)
# The venue of a preprint, and not a link's label or a badge: `in *arXiv* 2025`, `arXiv preprint arXiv:2511.01234`.
_ARXIV = re.compile(
    r"(?<![\w/.:\[-])arXiv(?:\.org|(?: e-?print| preprint)?(?:,? arXiv:\d{4}\.\d{4,5}(?:v\d+)?)?)(?![\w:./-]|[^\[\]()]{0,9}\]\()",
    re.I,
)
_PUBLISHER = re.compile(r"^[.,]\s*(?:IEEE|ACM|Springer|Elsevier|PMLR|Wiley|MDPI)\b(?:,\s*(?:Berlin|Heidelberg|Cham))*")
# What stands behind a journal before the next word or link, and the numbers in it that are no year: volume, issue, pages.
_BEHIND_VENUE = re.compile(
    r"(?:[\s,;:.()*_/–-]|\d|['’‘]\d\d|\b(?:[vV]ol|[nN]o|pp?|[aA]rt)\.|\b(?:Volume|Issue|Article|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|January|February|March|April|June|July|August|September|October|November|December)\b|\b[A-Za-z]\d)+"
)
_PAGES = r"(?:[vV]ol\.|[nN]o\.|pp?\.|[aA]rt\.|Volume|Issue|Article)\s*"
_NOT_A_YEAR = r"(?!(?:19|20)\d\d(?![\d–])(?!-\d{3}))[A-Za-z]?\d+(?:\s?[-–]+\s?[A-Za-z]?\d+)?"
_NUMBER = re.compile(
    rf"(?:[,;:.]\s*|\s+|(?=[(*_]))(?:{_PAGES})?(?:\*\*{_NOT_A_YEAR}\*\*|__{_NOT_A_YEAR}__|\({_NOT_A_YEAR}\)|{_NOT_A_YEAR})(?!\d|[-./]\d)"
)

_LINK_END = re.compile(r"[*_]{0,2}\]\(\ue000\w\)")


def _without_numbers(behind: str) -> str:
    """``, 19_(3), 356–365. [pdf]`` behind a journal as ``_. [pdf]``, ``* **2024**, 7, 128.`` as ``* **2024**.``"""
    linked = _LINK_END.match(behind)
    at = linked.end() if linked else 0
    numbers = _BEHIND_VENUE.match(behind, at)
    if numbers is None or NUMERIC.search(numbers[0]) or MONTH_FIRST.search(numbers[0]):  # a date
        return behind
    return behind[:at] + _NUMBER.sub("", numbers[0]) + behind[numbers.end() :]


def exchanged_doi(text: str, entry: Entry, addition: Addition, slots: dict[str, str]) -> str:
    """The neighbour's DOI, where it stands in words, exchanged; for the arXiv id where the paper has no DOI."""
    role, number = (rf":doi:`{re.escape(entry.doi)}`", rf"(?:doi:\s*)?{re.escape(entry.doi)}") if entry.doi else ("", "")
    found = re.search(rf"([\s.,;]*)(?:({role})|{number})", text, re.I) if entry.doi else None
    if found is None or text[: found.start()].endswith("/"):
        return text
    if addition.doi:
        slots["D"] = f":doi:`{addition.doi}`" if found[2] else f"doi:{addition.doi}"
    elif addition.arxiv_id is None or addition.arxiv_id in slots.get("V", ""):
        return text[: found.start()] + _without_numbers(text[found.end() :])
    else:
        link = f"<https://arxiv.org/abs/{addition.arxiv_id}>"
        slots["D"] = f"`arXiv:{addition.arxiv_id} {link}`__" if found[2] else f"arXiv:{addition.arxiv_id}"
    return text[: found.end(1)] + SLOT + "D" + _without_numbers(text[found.end() :])
