"""Venues, years and dates beside a title: which pieces of text are such tags, and what they say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import unquote

from littrack.lists import names
from littrack.lists.inline import Inline, plain, unstressed
from littrack.lists.text import SPACES

_VENUES = (
    "NeurIPS NIPS ICML ICLR CVPR ICCV ECCV WACV BMVC ACL EMNLP NAACL EACL AACL COLING TACL AAAI IJCAI KDD SIGKDD WWW"
    " TheWebConf SIGIR CIKM WSDM RecSys ICDM ICDE VLDB SIGMOD SIGCOMM NSDI OSDI SOSP MobiCom MobiSys SenSys INFOCOM"
    " GLOBECOM ICC WCNC VTC PIMRC SPAWC ICASSP Interspeech ISIT ITW UbiComp IMWUT CoRL ICRA IROS RSS SIGGRAPH MM ICME"
    " MICCAI IPMI TPAMI PAMI IJCV TIP TMM TNNLS TKDE TMC TWC TCOM JSAC JSTSP TSP TVT TCCN TGCN IoTJ IOTJ IOT-J WCL WCM COMST"
    " CCS NDSS USENIX TMLR JMLR arXiv ArXiv CoRR bioRxiv medRxiv SSRN Preprint preprint Nature Science IEEE ACM Springer"
    " Elsevier UAI AISTATS COLT COLM AAMAS ALT 3DV TOG TVCG CHI UIST CSCW ASPLOS ISCA MICRO HPCA DAC ICCAD DATE EuroSys"
    " ATC SC PPoPP MLSys SIGMETRICS CoNEXT IMC HotNets HotMobile ECAI ICPR ICIP IJCNN ICANN ECML PKDD PAKDD DASFAA SDM"
    " LREC CoNLL"
)
ACRONYMS = frozenset(_VENUES.split())
_ANY_ACRONYM = "|".join(sorted(ACRONYMS, key=len, reverse=True)) + r"|ACM\s?MM"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_TAG = re.compile(
    rf"\W*(?:(?:{_ANY_ACRONYM})W?(?:\b|(?=\d))[\w\s.,&+@:/'’‘()-]{{0,50}}|[\w&.+@\s/-]{{0,40}}?,?[\s'’`‘]*(?:(?:19|20)\d\d|['’‘`]\s?\d\d)(?:[-./年](?:0?[1-9]|1[0-2])(?:[-./月](?:0?[1-9]|[12]\d|3[01])日?)?)?"
    rf"(?:\s*(?:oral|spotlight|poster|highlight|workshops?|findings|best paper|long|short|demo|main|\w{{0,12}})){{0,3}}|(?:\d{{1,2}}(?:st|nd|rd|th)?\s*)?{_MONTH},?\s*(?:\d{{1,2}},?\s*)?(?:(?:19|20)\d\d|['’]\d\d)?|\d{{1,4}}[-./]\d{{1,2}}(?:[-./]\d{{1,4}})?|(?:19|20)\d\d(?:-(?:0?[1-9]|1[0-2]))?-[A-Za-z][\w &/+-]{{1,40}}|(?:survey|new|hot|updated?|must[- ]read|recommended|oral|spotlight|in chinese))\W*",
    re.I,
)
# The first word of a tag that has no year: an acronym (with what follows it), a month, or one of a few words.
_FIRST_WORD = re.compile(r"\W*(?:\d{1,2}(?:st|nd|rd|th)?\s*)?([A-Za-z]+)")
_TAG_WORDS = frozenset(w.casefold() for w in ACRONYMS) | frozenset(
    ("survey", "new", "hot", "update", "updated", "must", "recommended", "oral", "spotlight", "in", "dv")
)
_MONTHS = frozenset(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"])
# The first character by itself: what begins with one of a few is found many times faster.
_DATED = re.compile(r"[\d'’‘`](?:(?<=1)9\d\d|(?<=2)0\d\d|(?<=['’‘`])\s?\d\d|(?<=\d)[-./]\d)")
_DIGIT = re.compile(r"\d")
_MARKUP = re.compile(r"[*_`\ue000-\uf8ff]")
_BRACKET_TAG = re.compile(r"[\[(（【{「]\s*([^\[\](){}（）【】「」\ue000-\ue002\n]{1,60}?)\s*[\])）】}」]")
_BOLD = re.compile(r"(\*\*|__)(?=\S)([^*]{2,600}?)(?<=\S)\1")
ITALIC = re.compile(r"([*_])(?<![\w*_][*_])(?=[^\s*_])([^*\n]{2,3000}?)(?<=[^\s*_])\1(?![\w*_])")
_PREFIX = re.compile(r"(?:IEEE|Proceedings of the|[aA]r[xX]iv) $")
_ARXIV_YEAR = re.compile(r"\b[aA]r[xX]iv,? (?:19|20)\d\d(?![\d.])")
_PREFIX_ENDS = ("IEEE", "the", "iv")
# The word's first letter before the look behind it: a pattern that begins with one character is found many times faster.
_NAMED_YEAR = re.compile(r"([A-Z](?<!\w[A-Z])[A-Za-z]++)(?:\s?['’‘]\d\d|[\s,]+(?:19|20)\d\d)\b")
_YEAR_TAIL = re.compile(r"[\s,.'’‘]*(?:\d{1,2}/)?(?:(?:19|20)\d\d|['’‘]\s?\d\d)(?:[-./]\d+)*.*$")
# The year first and then the word before it: to try every word takes many times longer.
_SPACED_YEAR = re.compile(r"[12](?:(?<=[\s,]1)9|(?<=[\s,]2)0)\d\d\b")
_WORD_BEFORE = re.compile(r"\b([A-Za-z]{2,12})[\s,]{1,2}$")
_FOLDED = frozenset(w.casefold() for w in ACRONYMS) - frozenset(
    ["date", "sc", "mm", "alt", "micro", "arxiv", "preprint", "corr"]
)
_MONTH_TAIL = re.compile(rf"\s+{_MONTH}\W?\d\d$", re.I)
_GLUED_YEAR = re.compile(r"\b[A-Za-z]{3,10}\s?(\d\d)\b")
_YEAR_HEAD = re.compile(r"^\W*(?:19|20)\d\d(?:-(?:0?[1-9]|1[0-2]))?[\s,-]+(?=[A-Za-z]{3})")
_BEFORE_NAME = re.compile(r"^(?:in|only|to appear(?: (?:in|at))?) (?=[A-Z])|,?\s*citations?\s*\d+\+?$", re.I)
_PUBLISHER = re.compile(r"(?:IEEE|ACM|Proc|Proceedings|Nature)\b")
_TWO_LETTERS = re.compile(r"[A-Za-z]{2}")
_PEOPLE = re.compile(r"\bet\.?\s?al$|^(\w+[^\Ws] and \w+)$")  # `(Berg et al., 2020)`, and no *Computers and Graphics*
_YEAR_VENUE = re.compile(
    r"\s*(?:\*\*|__)?['’]?((?:19|20)?\d\d)-([A-Za-z][A-Za-z&_]{1,14}(?:-[A-Z]{2,8}(?= -))?)(?: -\s|-\s?)(?=[\w“\"].{8})"
)
_ONLY_MONTH = re.compile(rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\W{{1,2}})?{_MONTH}(?:\W\d{{1,2}})?", re.I)
_DAY_FIELD = re.compile(r"\W*[Dd]ate\b")
_NOT_OF_PAPERS = re.compile(r"updat|commit|version|since|maintain|licen[sc]e|python|last|release|star|date", re.I)
_NO_VENUE = re.compile(r"(?:in )?chinese|survey|new|hot|update[ds]?|oral|spotlight", re.I)
_YEAR = re.compile(r"(?:19|20)\d\d")
_YEAR_OR_MONTH = re.compile(r"(?:19|20)\d\d(?:\.\d\d)?")
_LABEL_YEAR = re.compile(r"(?<![\d.])(?:19|20)\d\d(?!\d|\.\d)")  # no part of an id
_LABEL_GLUED = re.compile(r"([A-Za-z][A-Za-z ]{1,40}?)\s?['’]?(\d\d|(?:19|20)\d\d)(?=$|[ ,])(?![ ,]+\d)")
_NO_YEARS = re.compile(r"[\dh](?:(?<=\d)\d{3}\.\d{4,5}|(?<=h)ttps?://\S+)")
_SHORT_YEAR = re.compile(r"[A-Za-z]{2,}\s?['’‘`]\s?(\d\d)\b")
_TAIL = 160  # characters of a title in which a tag at its end is looked for
_IN_BRACKETS = re.compile(r"[\s,]*(?:[\[(（【]([^\[\]()（）【】]{1,60})[\])）】])\W*$")
_AFTER_COMMA = re.compile(r"(?:,|(?<=[\w)?!]{2})\.|-\.)\s*([^,.]{2,60}|(?i:arxiv):\s?\d{4}\.\d{4,5})[.\s]*$")
# A year and a journal, each of whose weighty words has a capital: `, 2020, International Journal of Quays`.
_YEAR_JOURNAL = re.compile(r",\s*(?:19|20)\d\d,\s*(?:(?:[A-Z][\w&.-]*+|of|the|and|in|on|for)[\s,:]++){1,11}[A-Z][\w&.-]*+\s*$")
_MONTH_OF_ARXIV = re.compile(r"[xX]iv ((?:1\d|2\d))(?:0[1-9]|1[0-2])(?![\d.])")  # `arXiv 2105`
_OF_YEAR = re.compile(r"[A-Z][\w@&+/-]{2,20}[, ]\s?\d\d(?:\d\d)?")  # in brackets at the end: `(CHEOPS 22)`, `(ICDEW, 2008)`
_LAST_YEAR = re.compile(r"(?:19|20)\d\d[a-z]?\)?\W*$")
_ACCEPTED = re.compile(
    r"\b(?:accep?[te]{2,3}d|published|presented)\s+(?:by|in|at|to)\s+(?:in\b)?(?=[\s*_]*(?:the\s)?\d{0,2}[A-Z])([^|\n\[\]\ue000-\ue002]{3,120}?)[\s,]*(?:(?:19|20)\d\d|['’]\d\d)\b",
    re.I,
)
_IN_YEARS = ("20", "19", "'", "’", "‘")
_COLONS = (":", "：")
_KEPT = 8192  # tags that are remembered: a list has few venues
LOOKED_AT = 6000  # characters of an entry in which emphasis is looked for


@lru_cache(_KEPT)
def is_tag(text: str) -> bool:
    """Whether the text is a venue, year or date and nothing else: ``NeurIPS 2023``, ``CVPR'24 Oral``, ``2024.05``."""
    if len(text) > 200:
        return False
    text = unstressed(text) if text.isascii() else _MARKUP.sub("", text)
    if len(text) >= 70:
        return False
    if not _DATED.search(text):
        first = _FIRST_WORD.match(text)
        word = first[1].casefold() if first else ""
        if word not in _TAG_WORDS and word.removesuffix("w") not in _TAG_WORDS and word[:3] not in _MONTHS:
            return False
    return bool(_TAG.fullmatch(text))


def year_and_venue_first(text: str) -> re.Match[str] | None:
    """The year and the venue with which a text begins: ``20-OSDI-A Simpler NIC Driver``."""
    return _YEAR_VENUE.match(text)


def bracketed(text: str) -> re.Match[str] | None:
    """The piece in brackets with which the text begins."""
    return _BRACKET_TAG.match(text)


@lru_cache(maxsize=64)
def italics(text: str) -> tuple[re.Match[str], ...]:
    """What stands in italics at the beginning of an entry; each rule asks for it again."""
    return tuple(ITALIC.finditer(text[:LOOKED_AT])) if "*" in text or "_" in text else ()


@lru_cache(maxsize=64)
def bolds(text: str) -> tuple[re.Match[str], ...]:
    """What stands in bold, as the second group; each rule asks for it again."""
    return tuple(_BOLD.finditer(text)) if "**" in text or "__" in text else ()


def venue_in(inline: Inline, title: str = "") -> str | None:
    """A venue that stands by itself in brackets, bold or italics: ``(NeurIPS 2023)``, ``*IEEE Network*``."""
    if accepted := _ACCEPTED.search(inline.bare) if "ed " in inline.bare and _may_be_accepted(inline.bare.lower()) else None:
        return balanced(accepted[1].lstrip(" *_"))
    for piece in map(plain, _pieces(inline)):
        if (
            piece.rstrip()[-1:] not in _COLONS
            and not (len(piece) > 20 and title and piece.strip(" *_.") == title.strip(" *_."))
            and (is_tag(piece) or _PUBLISHER.match(piece.lstrip(" *_`()[]'’‘,")))
            and (found := named(piece))
        ):
            return None if _NO_VENUE.fullmatch(found) else found
    return None


def _may_be_accepted(lower: str) -> bool:
    """Whether a text may say *accepted*, *published* or *presented*: the pattern itself tries each word."""
    return "acce" in lower or "publ" in lower or "ented" in lower


def _pieces(inline: Inline) -> Iterator[str]:
    """What stands by itself in an entry: in brackets, as a link's label, stressed, or as a known name with a year."""
    for found in _BRACKET_TAG.finditer(inline.flat):
        yield found[1]
    for found in inline.labels:
        yield found[2]
    head = inline.flat[:LOOKED_AT]
    if "*" in head or "_" in head:
        yield from (m[2] for m in italics(head))
        yield from (m[2] for m in bolds(head))
    if any(map(inline.bare.__contains__, _IN_YEARS)):
        for found in _NAMED_YEAR.finditer(inline.bare[:LOOKED_AT]):
            if found[1] in ACRONYMS:
                head = inline.bare[max(found.start() - 20, 0) : found.start()]
                before = _PREFIX.search(head) if head.rstrip().endswith(_PREFIX_ENDS) else None
                yield f"{before[0]}{found[0]}" if before else found[0]
    if "rXiv" in inline.bare or "rxiv" in inline.bare:
        yield from _ARXIV_YEAR.findall(inline.bare[:LOOKED_AT])


def of_labels(inline: Inline) -> tuple[str | None, int | None]:
    """The venue and the year that the label of a link says: ``[ACL 2022](…)``, ``[[2025-ACL]](…)``."""
    for link in inline.links:
        label = link.label.strip("[] ") if len(link.label) < 50 else ""
        if label and (year := _LABEL_YEAR.search(label)) and "/" not in label and is_tag(label):
            return "arXiv" if label[:6].casefold() == "arxiv " else named(label), int(year[0])
    return None, None


def glued(label: str, sure: bool) -> tuple[str, int] | None:
    """The venue and the year in a label of both as one word: ``NeurIPS19``, ``ICLR20 DeepDiff``; `sure` where any name is a venue's."""
    found = _LABEL_GLUED.match(label)
    if not found or not (sure or found[1].casefold() in _FOLDED or found[1].casefold() == "arxiv"):
        return None
    year = whole_year(found[2])
    return (found[1], year) if year > 1970 else None


def whole_year(digits: str) -> int:
    """A year of four digits, or of two: ``2019``, ``19``, ``98``."""
    return int(digits) + (0 if len(digits) > 2 else 2000 if int(digits) < 40 else 1900)


def balanced(text: str) -> str:
    """The text without full stops and brackets at its ends that nothing closes: ``IEEE(RAL`` is ``IEEE``, ``CoRL (oral)`` stays."""
    text = text.strip(" .,;:|–—-")
    if text.count("(") > text.count(")"):
        text = text.rpartition("(")[0] or text.strip("(")
    return text.strip(" ()") if text.startswith("(") or text.count(")") > text.count("(") else text.strip()


@lru_cache(_KEPT)
def named(piece: str) -> str | None:
    """The venue's name in a tag or a piece that begins as a publisher does; None where it only dates."""
    name = _MONTH_TAIL.sub("", _YEAR_TAIL.sub("", _YEAR_HEAD.sub("", piece)).strip(" *_`[]"))
    behind = name[5:].lstrip(" ,:").casefold() if name[:5].casefold() == "arxiv" else ""
    if behind.startswith(".org/"):
        return "arXiv"
    if behind[:1].isdigit() or behind.strip() == "preprint":
        name = name[:5]  # `arXiv 2110`: a month
    name = balanced(name[:-2] if name[-2:].isdigit() and name[:-2].rstrip().casefold() in _FOLDED else name)
    if "ate" in name and _DAY_FIELD.match(name):
        return None  # of the day, and not the conference on design and test
    if name[:3] == "by " or (
        (people := _PEOPLE.search(name)) and (name[-2:] == "al" or (people[1] and names.are_surnames(name)))
    ):
        return None
    name = _BEFORE_NAME.sub("", name)
    known = (is_tag(piece) or _PUBLISHER.match(name)) and _TWO_LETTERS.search(name) and not _NO_VENUE.fullmatch(name)
    return name if known and not _ONLY_MONTH.fullmatch(name) else None


def venue_of_badge(address: str) -> tuple[str | None, int | None]:
    """The venue, and the year, that a badge shows: ``img.shields.io/badge/Conference-ICML'23-blue``, ``badge/Nature_2021-red``."""
    shown = re.search(r"shields\.io/badge/([^?]+)", unquote(address))
    pieces = re.split(r"(?<!-)-(?!-)", shown[1].replace("_", " "))[:-1] if shown else []
    for piece in filter(is_tag, pieces):
        name, year = _YEAR_TAIL.sub("", piece).strip(), _YEAR.search(piece)
        if _TWO_LETTERS.search(name) and not _NOT_OF_PAPERS.search(name):
            if year:
                return name, int(year[0])
            if name in ACRONYMS and name.casefold() != "arxiv":
                return name, _year_behind(pieces, piece)
    named = pieces[0].strip() if pieces and (dated := _year_behind(pieces, pieces[0])) else ""
    return (named, dated) if _TWO_LETTERS.search(named) and not _NOT_OF_PAPERS.search(named) else (None, None)


def _year_behind(pieces: list[str], name: str) -> int | None:
    """The year by itself behind a name: ``DAC`` and ``2025`` of ``DAC-2025-green``."""
    after = pieces[pieces.index(name) + 1 :]
    return int(after[0][:4]) if after and _YEAR_OR_MONTH.fullmatch(after[0]) else None


def year_in(bare: str, title: str) -> int | None:
    """The last year that an entry names outside its title; ``bare`` is its text without marks."""
    bare = bare.replace(title, " ") if title else bare
    if ("20" in bare or "19" in bare) and _YEAR.search(bare):
        dated = {int(m[0]) for m in _SPACED_YEAR.finditer(bare) if _ends_in_venue(bare[max(m.start() - 15, 0) : m.start()])}
        if len(dated) == 1:
            return dated.pop()
        if years := _YEAR.findall(_NO_YEARS.sub(" ", bare) if "." in bare or "http" in bare else bare):
            return int(years[-1])
    if not _DIGIT.search(bare):
        return None
    glued = (m for m in _GLUED_YEAR.finditer(bare) if m[0][:-2].rstrip().casefold() in _FOLDED)
    short = _SHORT_YEAR.search(bare) or next(glued, None) or _MONTH_OF_ARXIV.search(bare)
    return 2000 + int(short[1]) if short and int(short[1]) < 60 else None


def _ends_in_venue(text: str) -> bool:
    found = _WORD_BEFORE.search(text)
    return found is not None and found[1].casefold() in _FOLDED


def ends_in_tag(text: str) -> bool:
    """Whether a text ends with a venue, year or date in brackets."""
    return _tag_at_end(text) is not None


def _tag_at_end(text: str) -> re.Match[str] | None:
    closed = ")" in text or "]" in text or "）" in text or "】" in text
    found = _IN_BRACKETS.search(text, max(len(text) - _TAIL, 0)) if closed else None
    if found and (is_tag(found[1]) or is_tag(found[1].rpartition(",")[2] or "x") or _OF_YEAR.fullmatch(found[1].strip())):
        return found
    return None


def without_year(piece: str) -> str:
    """The piece without a year at its end."""
    found = _LAST_YEAR.search(piece) if "19" in piece or "20" in piece else None
    return piece[: found.start()].removesuffix("(").rstrip(SPACES + ",") if found else piece


def without_tags(title: str) -> str:
    """The title without a venue, year or date in brackets, or after a comma, at its end."""
    while True:
        found = _tag_at_end(title)
        cut = title[: found.start()] if found else title
        tail = _AFTER_COMMA.search(cut, max(len(cut) - _TAIL, 0)) if "," in cut or "." in cut else None
        if tail and is_tag(tail[1]):
            cut = cut[: tail.start()]
        if cut == title and (journal := _YEAR_JOURNAL.search(cut) if ", 20" in cut or ", 19" in cut else None):
            cut = cut[: journal.start()]
        if cut == title or not cut.strip():
            return title
        title = cut
