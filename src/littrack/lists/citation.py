"""One citation in running text, as IEEE, GB/T 7714, Google Scholar and their like write it: authors, title, venue, year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from littrack.lists import names, tags
from littrack.lists.text import squeeze

_OPEN, _CLOSE = "“„«「《", "”“»」》"
_QUOTED = re.compile(
    r"[“„]([^“”„]{4,500}(?:[“„][^“”]{1,100}”[^“”]{0,300})?)[”“]|``(.{4,500}?)''|«([^»]{4,500})»|「([^」]{4,500})」|《([^》]{4,500})》"
)
_STRAIGHT = re.compile(r"(?<![\w=])[\"＂]([^\"＂]{4,500}(?:\"[^\"]{1,80}\"[^\"]{0,300}[,.?!])?)[\"＂](?!\w)")
_YEAR = re.compile(r"(?<![\d.:/-])(19[5-9]\d|20[0-4]\d)(?![\d.]\d|\d|[-–/]\d{3,})")
_GBT = re.compile(r"^(.{2,2000}?)\.\s*([^.].{5,500}?)\s*\[[A-Z](?:/[A-Z]{2})?\]\s*[.,/]*\s*(.*)$", re.S)
_VENUE_START = re.compile(
    r"^\W*(?:in\s+)?(?:Proc(?:eedings|\.)?\b|arXiv|IEEE\b|ACM\b|IET\b|Nature\b|Science\b|Elsevier|Springer|Advances in\b|Journal of|Transactions on"
    r"|International (?:Conference|Journal|Symposium)|(?:19|20)\d\d\b|(?:the\s+)?\d+(?:st|nd|rd|th)\b|Conference on|Annual|Workshop|bioRxiv|SSRN|Authorea"
    r"|TechRxiv|Preprint|Ph\.?\s?D|Master|Tech(?:nical|\.) Rep|ICASSP|ICC\b|GLOBECOM|INFOCOM|NeurIPS|NIPS\b|ICML|ICLR|CVPR|ICCV|ECCV|ACL\b|EMNLP|NAACL|AAAI"
    r"|IJCAI|KDD\b|WWW\b|SIGCOMM|NSDI|MobiCom|MobiSys|SenSys|USENIX|NDSS|CCS\b|TMLR|JMLR|Computer Networks|Frontiers in|PLOS|Sensors|Electronics|Entropy"
    r"|China Communications|Physical Communication|Digital Communications|CoRR|Available|Online|\[Online\]|vol\.|no\.|pp\.|abs/|to appear|submitted|under review)"
)
_VENUE_END = re.compile(
    r",?\s*(?:https?:|\(?\b[Cc]it(?:ed by|ations?)\b(?=\W{0,3}\d)|\b[vV]ol\.|\b[nN]o\.|\bpp?\.\s*\d|art\.|Art\.|\bis[sb]n\b|\bvol\b|(?:doi|DOI)\b|\b[vV]olume\s+\d|\b[pP]ages?\s+\d|(?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?[ ,]*)?(?:19|20)\d\d\s*[.,;:()\[]|\[)"
)


_LETTER = re.compile(r"\[[A-Z](?:/[A-Z]{2})?\]")
_APA = re.compile(
    r"^(.{3,2500}?[.,]?)\s*\(((?:19|20)\d\d)[a-z]?(?:,[^()]{1,30})?\)[.,:]*\s+(.{8,}?[.?!])(?:\s+(?=[A-Z*_\[(“h\d]|arXiv|bioRxiv|doi)(.*))?$",
    re.S,
)
# `Malhotra et al. (2016) - Title - ICML`
_DASHED = re.compile(r"([^()]{3,300}?)\s*\(((?:19|20)\d\d)[a-z]?\)\s*[-–—:]\s+(\S[^\n]{7,300}?)(?:\s+[-–—]\s+([^\n]*))?$")
_ACM = re.compile(
    r"([^.]{3,300}(?:[A-Z]\.[^.]{1,200}){0,20})\.\s+((?:19|20)\d\d)[a-z]?\.\s+([^.?!]{8,300}[.?!])(?:\s+(.*))?$", re.S
)
_COLON = re.compile(r"([A-ZÀ-Þ][^:.]{2,200}(?:\.[^:.]{0,100}){0,60}):\s+([^.?!]{8,400}(?:[.?!]|$))(?:\s+(.*))?$", re.S)
_VANCOUVER = re.compile(
    r"((?:[A-ZÀ-Þ][^\s,.]+(?:[ -][^\s,.]+)?\s[A-Z]{1,3},\s+){1,200}[A-ZÀ-Þ][^\s,.]+(?:[ -][^\s,.]+)?\s[A-Z]{1,3}|[^.]{5,1500}\bet al)\.\s+([A-Z][^?!]{10,400}?[.?!])\s+(\S.*)$",
    re.S,
)
# The journal between commas: `Berg, A., T. Hale & U. Roth, 2019. The Tides of Mw=7.3, Iran, Quay Research Letters, doi: 10.1029/…`.
_AGU = re.compile(
    r"([A-ZÀ-Þ]\D{3,600}?),\s+((?:19|20)\d\d)[a-z]?\.\s+(\S.{8,400}?),\s+([A-Z][\w&-]*(?:\s+(?:[A-Z][\w&:-]*|of|the|and|in|on|for)){1,9}|[A-Z]{3,9}|arXiv(?: preprint)?(?: arXiv:\S+)?)(?:,\s+((?:doi\b|[vV]ol\b|[nN]o\b|arXiv|\d).*))?$",
    re.S,
)
_NATURE = re.compile(
    r"([^()]{3,1500}?(?:et al\.|\b[A-Z]\.))\s+()([A-Z][^.?!]{12,300}[.?!])\s+((?:[A-Z]|(?:arX|bioRx|medRx|chemRx)iv)[^()]{2,120}\((?:19|20)\d\d\).{0,80})$",
    re.S,
)
# `Berg T, Hale AB. Title` and nothing else, as before a link.
_ONLY_TITLE = re.compile(r"([A-ZÀ-Þ][^.]{2,600}?(?:\s[A-Z]{1,3}|\set al))\.\s+([A-Z][^\s.]*\s[^.]{8,300}\.?)$", re.S)
_COMMA = re.compile(r",\s+")
_COMMA_AFTER = re.compile(r",(?<=[^\s,],)\s+")
_AND = re.compile(r"\s+and\s+")
# The first character by itself: what begins with one of a few is found many times faster.
_NO_YEARS = re.compile(
    r"[pvnh\d](?:(?<=p)p?\.\s*[\d ]+[-–]+\s*[\d ]+|(?<=v)ol\.\s*\d+|(?<=n)o\.\s*\d+|(?<=h)ttps?://\S+|(?<=\d)\d{3}\.\d{4,5}(?:v\d+)?)"
)
_STARRED = re.compile(r"\*{0,2}\([^()]*\)\*{0,2}\s*(?=:[a-z_]{3,30}:)|:[a-z_]{3,30}:")  # `**(New model, fast)** :star:`
_BEFORE_VENUE = re.compile(r"^[\W_]*(?:in\s*[:：]?\s+)?[\W_]*", re.I)
_ON_ARXIV = re.compile(
    r"(?:\(?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s*)?(?:19|20)\d\d\W*arxiv|arxiv|abs/|corr\b", re.I
)
_LOOSE_COMMA = re.compile(r"\s+,")
_NUMBERS_AT_END = re.compile(r"(?:,\s*(?:[a-z]\d-)?\d+[\d\s,()–-]*|(?<=[a-z]{4})\.\s*\d+\s?[–-]+\s?\d+)$")
_NUMBER_AT_END = re.compile(r"(?:(?<=[A-Za-z]{2}[a-z])|(?<=[a-z]\.)|(?<=\s[A-Z])|(?<=[A-Z]{3}))\s\d{1,3}(?:\.\d{1,3})?$")
_PUBLISHER_AT_END = re.compile(r"(?<!Commun)(?<!\bJ)[.,]\s*(?:IEEE|ACM|Springer|Elsevier|PMLR)$")
_TWO_LETTERS = re.compile(r"[^\W\d_]{2}")
# The year behind the authors, right before the title.
_YEAR_LAST = re.compile(r"[(\[]?\b((?:19|20)\d\d)[a-z]?[)\]]?[\s.,:*_–—-]*$")
_ISSUE = re.compile(r"[,\s]\s*\d+\s?(?:\(\d+(?:[-–]\d+)?\)(?:\s*[:,]\s*[\d–-]+)?|:\s?[\d–-]+)\W*$")
_NEXT_SENTENCE = re.compile(r"\.(?<=[a-z]{3}\.)\s+(?=[A-Z])")
# What a venue has that is written small, as some write proceedings.
_IN_CHINESE = re.compile("[\u4e00-\u9fff]+")
_OF_VENUES = re.compile(
    r"proceed|conference|journal|transactions|symposium|workshop|meeting|press|lecture notes|magazine|letters|report|thesis|学报|期刊|杂志|大会|会议|论文|出版|大学",
    re.I,
)
_SHORT_VENUE = re.compile(r"(?!IEEE|ACM)([A-Z][A-Za-z]{1,9})(\s?\([^()]{2,20}\)|)\.\s+(?=\S+\s+\S|\S{8})")
_LISTED_ON = re.compile(r"(?:and|or|&)\s")
_A_DASH = re.compile("[—–]|--|__")
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")
_SEMICOLONS = re.compile(
    r"((?:[^;.,]{2,40},\s(?:[A-Z]\.[ -]?){1,4};\s*){0,200}[^;.,]{2,40},\s(?:[A-Z]\.[ -]?){1,4})(?<=\s)(\S.{8,400}?[.?!])\s+(.*)$",
    re.S,
)
_VOLUME = re.compile(r"\s((?:19|20)\d\d),\s*\d")  # behind a journal
_SURNAMES = re.compile(r"([^.:]{4,300}?)(?:( et al)\.?[,:.]|[.:])\s+(\S[^.?!]{12,300}[.?!])\s+(\S.{2,40})$")


@dataclass(frozen=True, slots=True)
class Citation:
    """What a citation says; ``rest`` is what follows the title."""

    title: str
    authors: tuple[str, ...] = ()
    venue: str | None = None
    year: int | None = None
    rest: str = ""


def parse(text: str) -> Citation | None:
    """The citation in ``text`` (no markup, one paragraph), or None where there is none."""
    return (
        quoted(text)
        or gbt(text)
        or dated(text)
        or semicolons(text)
        or geophysical(text)
        or surnames(text)
        or sentences(text)
        or unquoted(text)
    )


def dated(text: str) -> Citation | None:
    """``Author, A., & Author, B. (2017). Title. Venue.`` (APA and its like: the year stands after the authors)."""
    found = _APA.match(text[:5000]) if "(20" in text or "(19" in text else None
    found = found or (_DASHED.match(text[:3000]) if ") " in text else None)
    if not found or not (names.is_name_list(found[1]) or names.are_people(found[1]) or names.are_surnames(found[1])):
        return None
    if found.re is _DASHED:
        return Citation(found[3], names.split_names(found[1]), venue_of(found[4] or ""), int(found[2]), found[4] or "")
    rest = found[4] or ""
    title, rest = _asked(found[3], rest) if found[3].endswith(("?", "!")) else (found[3], rest)
    return Citation(title.rstrip("."), names.split_names(found[1]), venue_of(rest), int(found[2]), rest)


def sentences(text: str) -> Citation | None:
    """The titles that are a sentence.

    ``Lee, A., Chen, B.: Title. Venue (2007)`` (LNCS, DBLP), ``Lee A, Chen BC. Title. Venue 2007.`` (Vancouver),
    ``Ann Lee and Bo Chen. 2007. Title. Venue.`` (ACM) or ``Lee, A., Chen, B. et al. Title. Venue 9, 75 (2017)`` (Nature).
    """
    if found := _VANCOUVER.match(text[:3000]) if ". " in text else None:
        people, title, rest = found.groups()
        if names.is_name_list(people) and len(title.split()) > 1:
            return Citation(title.rstrip("."), names.split_names(people), venue_of(rest), year_of(rest), rest)
    only = _ONLY_TITLE.match(text[:2000]) if ". " in text else None
    if only and all(map(names.INITIALS_LAST.fullmatch, names.split_names(only[1]))):
        return Citation(only[2].rstrip("."), names.split_names(only[1]))
    if found := _COLON.match(text[:3000]) if ": " in text[:1500] else None:
        people = names.split_names(found[1]) if "," in found[1] and names.is_name_list(found[1]) else ()
        if people and all(map(names.is_name, people)) and len(found[2].split()) > 2:
            rest = found[3] or ""
            return Citation(found[2].rstrip("."), people, venue_of(rest), year_of(rest), rest)
    dated = "19" in text or "20" in text
    found = (_ACM.match(text[:3000]) or _NATURE.match(text[:3000])) if dated and ". " in text else None
    if not found or not (names.is_name_list(found[1]) or names.are_people(found[1])):
        return None
    year = int(found[2]) if found.re is _ACM else year_of(found[4])
    return Citation(found[3].rstrip("."), names.split_names(found[1]), venue_of(found[4] or ""), year, found[4] or "")


def _asked(title: str, rest: str) -> tuple[str, str]:
    """``Was It? A Study of Piers. Journal of Ports 3, 2009``: after a question the title may go on for another sentence."""
    more, stop, after = rest.partition(". ")
    venue = begins_venue(more) or _OF_VENUES.search(more) or re.search(r"\d", more)
    return (f"{title} {more}", after) if stop and after.strip() and not venue else (title, rest)


def semicolons(text: str) -> Citation | None:
    """``Kim, S.; Park, J.; Lee, D. Title. Venue 2024, 24, 1234.`` (MDPI, ACS and their like)."""
    found = _SEMICOLONS.match(text[:5000]) if "., " in text or ".; " in text or ". " in text[:60] else None
    if not found or (";" not in found[1] and not (_VOLUME.search(found[3]) or _OF_VENUES.search(found[3]))):
        return None
    people = (p.partition(",") for p in found[1].split(";"))
    authors = tuple(f"{first.strip()} {last.strip()}" for last, _, first in people)
    title, rest = _asked(found[2], found[3]) if found[2][-1] in "?!" else (found[2], found[3])
    before_volume = _VOLUME.search(rest)
    return Citation(title.rstrip("."), authors, venue_of(rest), int(before_volume[1]) if before_volume else year_of(rest), rest)


def geophysical(text: str) -> Citation | None:
    """``Berg, A., T. Hale & U. Roth, 2019. Title, Journal, doi: 10.1029/…``: the year behind the authors, commas around the journal."""
    found = _AGU.match(text[:3000]) if ", 20" in text or ", 19" in text else None
    if not found or not (names.is_name_list(found[1]) or names.are_people(found[1])):
        return None
    return Citation(found[3], names.split_names(found[1]), venue_of(found[4]), int(found[2]), found[5] or "")


def surnames(text: str) -> Citation | None:
    """``Berg, Hale, Moss: Title. Venue'16`` or ``Berg et al., Title. Venue, 2001``: surnames only, and a short venue with its year."""
    found = _SURNAMES.match(text[:1000]) if "." in text else None
    if not found or not tags.is_tag(found[4]) or not (year := year_of(found[4]) or tags.year_in(found[4], "")):
        return None
    if not (names.are_surnames(found[1] + found[2]) if found[2] else names.are_listed_surnames(found[1])):
        return None
    return Citation(found[3].rstrip("."), names.surnames(found[1]), tags.named(found[4]), year, found[4])


def begins_venue(text: str) -> bool:
    """Whether a text begins as venues do: ``Proc.``, ``IEEE``, ``Nature``."""
    return bool(_VENUE_START.match(text))


def names_venue(text: str) -> bool:
    """Whether a text has a word of venues: ``Journal``, ``Letters``."""
    return bool(_OF_VENUES.search(text))


def rest_authors(rest: str) -> tuple[tuple[str, ...], str]:
    """The authors that stand between a title in quotation marks and the venue, and what is after them."""
    pieces = _COMMA.split(rest.strip(" ,.;:–—-"))
    count, _ = _author_pieces(pieces)
    named = ", ".join(pieces[:count])
    return (
        (names.split_names(named), ", ".join(pieces[count:]))
        if count > 1 or (count and names.is_name_list(named))
        else ((), rest)
    )


def quoted(text: str) -> Citation | None:
    """``A. Author and B. Author, “Title,” venue, year.``"""
    found = min((m for m in (_QUOTED.search(text), _STRAIGHT.search(text)) if m), key=lambda m: m.start(), default=None)
    if not found:
        return None
    title = next(g for g in found.groups() if g)
    if len(re.findall(r"\w+", title)) < 2:
        return None
    before, rest = text[: found.start()], text[found.end() :]
    if cut := re.search(r"[,.?]['’‘]\s+(?=in\s|[A-Z])", title):  # closed with the wrong quotation mark
        title, rest = title[: cut.start()], title[cut.end() :] + rest
    same = _A_DASH.search(before) is not None and not _LETTER_OR_DIGIT.search(before)  # the authors of the entry before
    before, year = year_last(before)
    before = _named_people(before)
    authors = ("——",) if same else names.split_names(before.strip(" ,:")) if len(before) < 3000 else ()
    return Citation(title, authors, venue_of(rest), year or year_of(rest), rest)


def _named_people(before: str) -> str:
    """``LaBoat: Ann Lee, Bo Chen.``: the people behind the work's short name."""
    name, colon, people = before.partition(":")
    short = colon and len(name) < 40 and len(name.split()) < 4 and not names.is_name_list(name)
    return people if short and (names.is_name_list(people.strip(" .,*")) or names.is_name(people.strip(" .,*"))) else before


def year_last(before: str) -> tuple[str, int | None]:
    """``Rubin (1974), `` or ``Ann Lee and Bo Chen. 2007. ``, what stands before a title: the people, and the year behind them."""
    found = _YEAR_LAST.search(before) if "19" in before or "20" in before else None
    return (before[: found.start()], int(found[1])) if found else (before, None)


def has_letter(text: str) -> bool:
    """Whether a letter in square brackets names a kind of publication: ``[J]``."""
    return "]" in text and _LETTER.search(text) is not None


def by_stops(text: str) -> Citation | None:
    """A citation whose parts end with full stops, as in a list of references: ACM's, APA's, Vancouver's; one author may stand alone."""
    alone = _ALONE.match(text[:3000])
    if alone and names.is_name(alone[1]):
        return Citation(
            alone[3].rstrip("."), names.split_names(alone[1]), venue_of(alone[4] or ""), int(alone[2]), alone[4] or ""
        )
    return dated(text) or semicolons(text) or sentences(text)


# `Fia Gil. 2020. Boats as sailors. arXiv preprint …`
_ALONE = re.compile(
    r"([^.,\d]{4,60}?(?:\s[A-Z]\.[^.,\d]{2,40}?)?)\.\s+((?:19|20)\d\d)[a-z]?\.\s+([^.?!]{8,300}[.?!])(?:\s+(.*))?$", re.S
)


def gbt(text: str) -> Citation | None:
    """``Ferrag M A, Ndhlovu M, et al. Title[J]. venue, year.`` (GB/T 7714)."""
    found = _GBT.match(text[:3000]) if has_letter(text[:3000]) else None
    if not found or not names.is_name_list(found[1]):
        return None
    return Citation(found[2], names.split_names(found[1]), venue_of(found[3]), year_of(found[3]), found[3])


def unquoted(text: str) -> Citation | None:
    """``A Author, B Author, Title, venue, year``: the authors end where the pieces are no longer names."""
    pieces = _COMMA_AFTER.split(squeeze(text)[:4000])
    n, glued = _author_pieces(pieces)
    if n == 0 and not glued:
        return None
    authors = pieces[:n]
    rest = pieces[n:]
    if glued:
        authors, rest = [*authors, glued[0]], [glued[1], *rest[1:]]
    if not rest and len(authors) > 1:
        authors, rest = authors[:-1], authors[-1:]
    if len(authors) == 1 and rest and _LISTED_ON.match(rest[-1]) and not names.has_initials(authors[0]):
        return None  # `Mapping Requirements, Planning, and Control: A Review`: a title with a list in it
    title, after = _title_pieces(rest)
    title = re.sub(r"^et al\.?,?\s+", "", title)
    if len(re.findall(r"\w+", title)) < 2 or (names.is_name(title) and len(authors) < 2) or tags.is_tag(title):
        return None
    return Citation(title, names.split_names(", ".join(authors)), venue_of(after), year_of(after) or year_of(title), after)


def _author_pieces(pieces: list[str]) -> tuple[int, tuple[str, str] | None]:
    """How many pieces are names; and, where the last name is glued to the title (or to another name by `and`), its two halves."""
    full = not names.has_initials(pieces[0]) if pieces else True
    for n, piece in enumerate(pieces):
        if (names.is_name(piece, full=full or n == 0) and not piece[-2:].isdigit()) or names.is_et_al(piece):
            continue
        both = _AND.split(piece) if "and" in piece else ()
        if len(both) == 2 and all(names.is_name(b) for b in both):
            continue
        return n, _glued(piece) if n else None
    return len(pieces), None


def _glued(piece: str) -> tuple[str, str] | None:
    """``and D. Gunduz High perceptual quality …``: a name and the title's beginning without a comma between."""
    found = re.match(r"((?:and\s+)?(?:[A-Z]\.[ -]?){1,3}[A-ZÀ-Þ][\w'’-]+|et al\.?)[.:]?\s+(?=(?:\S+\s+){2})(\S.*)", piece)
    return (found[1], found[2]) if found else None


def _title_pieces(pieces: list[str]) -> tuple[str, str]:
    """The title, whole although it has commas, and what follows."""
    title = pieces[:1]
    for n, piece in enumerate(pieces[1:], 1):
        if _VENUE_START.match(piece) or re.fullmatch(r"\W*(?:19|20)\d\d\W*", piece):
            return _question(", ".join(title), ", ".join(pieces[n:]))
        if _VOLUME_AND_YEAR.search(piece):
            return _question(", ".join(title), ", ".join(pieces[n:]))
        if n + 1 < len(pieces) and re.fullmatch(r"\W*(?:19|20)\d\d\W*.{0,3}", pieces[n + 1]) and _journal(piece):
            return _question(", ".join(title), ", ".join(pieces[n:]))
        title.append(piece)
    return _question(", ".join(title), "")


# `Transp. Res. Part E 120 (2018) 1–15`
_VOLUME_AND_YEAR = re.compile(r"^[A-Z][\w.:& -]{2,80}\s\d{1,4}(?:\s?\([\d–-]{1,9}\))?\s\((?:19|20)\d\d\)")


def is_titled(text: str) -> bool:
    """Whether a text is written as the names of journals are, and names no people."""
    return len(text.split()) > 1 and _journal(text) and not names.is_name_list(text)


def _journal(piece: str) -> bool:
    """Whether a piece is written as journals are: every weighty word with a capital."""
    weighty = [w for w in re.findall(r"[^\W\d_]+", piece) if len(w) > 3]
    return bool(weighty) and all(w[0].isupper() for w in weighty) and len(weighty) < 9


def _question(title: str, rest: str) -> tuple[str, str]:
    """``The next big thing? IEEE Communications Magazine``: after a question mark the venue needs no comma."""
    parts = re.split(r"(?<=[?!.])\s+", title)
    for n in range(1, len(parts)):
        if _VENUE_START.match(parts[n]):
            return " ".join(parts[:n]), ", ".join(filter(None, (" ".join(parts[n:]), rest)))
    return title, rest


def year_of(text: str) -> int | None:
    """The year of publication in what follows a title: the last one that is no page, volume or id."""
    found = _YEAR.findall(_NO_YEARS.sub(" ", text)) if "20" in text or "19" in text else ()
    return int(found[-1]) if found else None


@lru_cache(maxsize=1024)
def venue_of(text: str) -> str | None:
    """The venue in what follows a title, without volume, pages and year."""
    bare = _BEFORE_VENUE.sub("", squeeze((_STARRED.sub("", text) if ":" in text else text).replace("，", ", ")))
    if _ON_ARXIV.match(bare):
        return "arXiv"
    if (short := _SHORT_VENUE.match(bare)) and short[1].removesuffix("W") in tags.ACRONYMS:
        return short[1] + short[2]  # and not the remark after it: `CVPR. This is the first one that …`
    end = _VENUE_END.search(bare + ".")
    venue = _LOOSE_COMMA.sub(",", bare[: end.start()] if end else bare).strip(" ,.;:*_()[]")
    venue = _NUMBER_AT_END.sub("", _NUMBERS_AT_END.sub("", venue))
    venue = venue[:-1] if venue[-1:] == "." and venue.count(".") == 1 else venue
    venue = _ISSUE.sub("", venue) if ")" in venue or ":" in venue else venue
    if (stop := _NEXT_SENTENCE.search(venue)) and sum(w.islower() for w in venue[stop.end() :].split()) > 3:
        venue = venue[: stop.start()]  # a remark follows
    venue = _PUBLISHER_AT_END.sub("", venue)
    if not venue.isascii() and len(_IN_CHINESE.sub("", venue)) + 12 < len(venue) and not _OF_VENUES.search(venue):
        return None
    if not _TWO_LETTERS.search(venue) or len(venue) > 200 or _is_sentence(venue):
        return None
    return venue + ")" if venue.count("(") > venue.count(")") else venue


def _is_sentence(text: str) -> bool:
    """Whether most weighty words are written small: a remark about the work, and no venue."""
    words = text.split()
    weighty = [w for w in words if len(w) > 3] if len(words) > 5 else []
    return sum(w[0].islower() for w in weighty) * 5 > len(weighty) * 3 and not _OF_VENUES.search(text)
