"""People's names in citations: which pieces of text are names, and where a list of authors ends."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import repeat
from operator import contains, itemgetter

# One name, initials first (`M. A. Ferrag`, `HV Poor`, `C.-B. Chae`), initials last (`Ferrag M A`), or in full (`Dong In Kim`).
_INITIALS = r"(?:[A-ZÀ-ÞŁŞ]{1,3}\.?|[A-Z]\.?-[A-Z]\.?)"
_PARTICLE = r"(?:de|da|di|du|del|der|den|van|von|la|le|el|al|bin|ben|dos|das|do|ter|ten|af|av|zu|y|e|De|Da|Di|Du|Van|Von|La|Le|El|Al|Abu|St\.|Ben)"
# Taken whole or not at all: what is no name is seen at once.
_SURNAME = r"(?:[A-ZÀ-ÞĀ-Ž](?=[\w'’`´-]*[a-zß-ÿā-ž])[\w'’`´-]*+|[A-Z]{3,12}(?![a-z])|[OdlL]['’][A-ZÀ-Þ]\w+)"
_SUFFIX = r"(?:,?\s+(?:Jr\.?|Sr\.?|II|III|IV))?"
INITIALS_FIRST = re.compile(
    rf"{_INITIALS}(?:[ .]*{_INITIALS}){{0,4}}(?:\.[ -]*|[ -]+)(?:{_PARTICLE}\s+){{0,3}}{_SURNAME}(?:[ -]{_SURNAME}){{0,2}}{_SUFFIX}"
)
INITIALS_LAST = re.compile(
    rf"(?:{_PARTICLE}\s+){{0,2}}{_SURNAME}(?:[ -]{_SURNAME})?,?\s+{_INITIALS}(?:[ .-]*{_INITIALS}){{0,3}}\.?"
)
IN_FULL = re.compile(rf"{_SURNAME}(?:\s+(?:{_INITIALS}|{_PARTICLE}|{_SURNAME})){{0,4}}\s+{_SURNAME}{_SUFFIX}")
_CHINESE = re.compile(r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{1,5}·[\u4e00-\u9fff]{1,8}")
_TEAM = re.compile(
    r"(?:[A-Z][\w-]*\s+){0,3}(?:Team|Group|Consortium|Collaboration|Community)|OpenAI|DeepMind|Google(?: DeepMind)?|Meta(?: AI)?|3GPP|ITU(?:-[RT])?|DeepSeek-AI|Anthropic|Microsoft|Gemini Team|NVIDIA"
)
_ET_AL = re.compile(r"(?:and\s+)?(?:\(?\bet\.?\s*al\.?\)?|others|etc\.?|\bet\s*al\b\.?|…|\.\.\.|等)", re.I)
# Words that stand in titles and hardly ever in names.
_SMALL = "a an the of for in on to with via by from using and is are as at AI MIMO LLM LLMs GPT IEEE ACM"
_TITLE_WORDS = frozenset(_SMALL.split())
_TOPIC_WORDS = (
    "toward towards based learning network networks model models system systems deep large survey review language"
    " wireless communication communications generative semantic neural generation data driven intelligence edge"
    " federated foundation transformer transformers diffusion prediction optimization framework approach agent agents"
    " detection channel mobile efficient reasoning attention vision image university institute college academy"
    " laboratory laboratories scholar video visual multimodal adaptive robust training pre self zero few shot time"
    " series benchmark analysis design digital twin internet things quantum graph reinforcement control security"
    " privacy cloud computing resource allocation paper oral spotlight poster award highlight code project page"
    " github dataset datasets benchmark benchmarks toolkit simulator simulation corpus tutorial workshop survey review overview"
)
_TOPICS = frozenset(_TOPIC_WORDS.split())
_COMMON_WORDS = (
    "do as i can not is are was be how what why when where who which all you your need we our it its this that one more most"
    " less just beyond if or but no only say think know make get go see"
)
_COMMON = frozenset(_COMMON_WORDS.split())
_WORD = re.compile(r"\w+")


_GLUED_INITIAL = re.compile(r"\b([A-Z])\.(?=[A-Z][a-z])")
_JOINT = re.compile(r"^(?:and|&|und|by|with)\s+|\s+(?:and|&)$")
_JOINED = ("and", "&", "und", "by", "with")
_FOOTNOTE_MARKS = re.compile(r"[*∗⋆†‡§¶‖¹²³⁴⁵⁶⁷⁸⁹⁰✉#♢♣♠^]+|\s*\([^()]{0,40}\)$|\d$")
_UNMARKED = re.compile(r"[0-9A-Za-zÀ-ÖØ-öø-ž .,:'’&/?!-]*+(?<![0-9])")  # no mark of a footnote is in it
_LAST_OF_ET_AL = ("al", "al.", "al)", "al.)", "others", "etc", "etc.", "…", "...", "等")
_ET_AL_AT_END = re.compile(r"\s+" + _ET_AL.pattern + r"$", re.I)
_SMALL_WORDS = "de da di du del der den van von la le el al bin ben dos das do ter ten af av zu y e et al. others and"
_LOWER_IN_NAMES = frozenset(_SMALL_WORDS.split())
_first = itemgetter(0)


@lru_cache(maxsize=16_384)
def _bare(piece: str) -> str:
    if "." in piece:
        piece = _GLUED_INITIAL.sub(r"\1. ", piece)
    piece = piece.strip(" ,;*∗⋆†‡§¶‖¹²³✉^_`()")
    if piece.startswith(_JOINED) or piece.rstrip().endswith(_JOINED):
        piece = _JOINT.sub("", piece)
    return piece.strip() if _UNMARKED.fullmatch(piece) else _FOOTNOTE_MARKS.sub("", piece).strip()


def is_et_al(piece: str) -> bool:
    """Whether the piece stands for the authors that are not named."""
    bare = piece.strip(" ,.;*_()")
    return bare.lower().endswith(_LAST_OF_ET_AL) and bool(_ET_AL.fullmatch(bare))


_ELIDED = re.compile(r"\b[dl]['’][A-ZÀ-Þ]")  # `d'Alba`


@lru_cache(maxsize=16_384)
def is_name(piece: str, *, full: bool = True) -> bool:
    """Whether the piece is one person's (or team's) name; ``full`` also takes given names in full."""
    if len(piece) > 120:
        return False
    bare = _bare(piece)
    if bare.lower().endswith(_LAST_OF_ET_AL):
        bare = _ET_AL_AT_END.sub("", bare)
    words = bare.split()
    if len(bare) > 60 or not words or (_small(words) and not _ELIDED.search(bare)):
        return False
    if "-" in bare and " " not in bare and "." not in bare:
        return False  # `LM-Design`: a work's name
    if INITIALS_FIRST.fullmatch(bare) or _CHINESE.fullmatch(bare) or _TEAM.fullmatch(bare):
        return not _is_words(bare)
    if not bare.rstrip(".")[-1:].islower() and INITIALS_LAST.fullmatch(bare):
        return not _has_title_word(bare)
    return full and len(words) <= 5 and bool(IN_FULL.fullmatch(bare)) and not _has_title_word(bare)


def _has_title_word(text: str) -> bool:
    words = _WORD.findall(text)
    folded = list(map(str.casefold, words))
    if not (_TITLE_WORDS.isdisjoint(words) and _TOPICS.isdisjoint(folded)):
        return True
    return sum(map(_COMMON.__contains__, folded)) > 1  # `Do As I Can`


def _is_words(bare: str) -> bool:
    """`AI Model`, `LLM Reasoning`: capitals and a word, but no initials and a surname."""
    tail = bare.split()[-1] if " " in bare else ""
    return (
        (tail in _TITLE_WORDS or tail.casefold() in _TOPICS) and tail.casefold() != "deep" and not re.match(r"[A-Z]\. ", bare)
    )


@lru_cache(maxsize=1024)
def has_initials(piece: str) -> bool:
    """Whether the piece is a name with initials, not with given names in full."""
    bare = _bare(piece)
    return bool(INITIALS_FIRST.fullmatch(bare) or INITIALS_LAST.fullmatch(bare))


_APA = re.compile(
    rf"((?:{_PARTICLE}\s+){{0,2}}{_SURNAME}(?:[ -]{_SURNAME})?),\s+((?:[A-Z]\.[ -]?){{0,3}}[A-Z](?:\.|$))(?=\s*(?:,|&|and\b|\(|$|et\b|\.\.\.|…))"
)
# The comma before the letter it follows: a pattern that begins with one character is found many times faster.
_APA_LIKE = re.compile(r",(?<=[^\W\d_],)\s+(?:[A-Z](?:\.[ -]?|$)){1,4}\s*(?:,|&|and\b|\(|$|et\b|\.\.\.|…)")
_LABEL = re.compile(r"^\W{0,3}\[\d{1,4}\]\s*")
_BREAKS = re.compile(r"[\n\t*_`]+")
_BEHIND_ET_AL = re.compile(r"(\bet\.?\s*al\.?),\s+[^,\n]{2,60}$")  # where they are from
_AND_OTHERS = re.compile(r"\bet\.?\s*al\.?|\band\s+others\b|(?:,\s*)?\betc\b\.?|等$")
_AFFILIATION = re.compile(r"<sup>.*?</sup>|\$\^?\{?[\w,*\\]*\}?\$")
_BETWEEN = re.compile(
    r"[,，;；、\s.](?:(?<=[,，])\s*(?:and\s+|&\s*)?|(?<=[;；、])\s*|(?<=\s)\s*(?:and|&)\s+|(?<=[a-z]\.)\s*,\s*)"
)
_FIRST_AND = re.compile(r"^(?:and|&)\s+")
_LAST_INITIAL = re.compile(r"\b[A-Z]\.$")
_TWO_LETTERS = re.compile(r"\w{2}")


_AND_IN_OTHER_LANGUAGES = re.compile(r"(?<=[\w.]) (?:et|und|y) (?=[A-ZÀ-Þ])")


def _with_and(text: str) -> str:
    """``A. Lee et B. Kim``, ``A. Lee und B. Kim`` with *and*."""
    return _AND_IN_OTHER_LANGUAGES.sub(" and ", text) if " et " in text or " und " in text or " y " in text else text


def _forward(text: str) -> str:
    """``Vaswani, A., Shazeer, N.`` as ``A. Vaswani, N. Shazeer``: APA's surnames first, told by the dots."""
    initials = "." in text or text.rstrip()[-1:].isupper()
    if not initials or not _APA_LIKE.search(text):
        return text
    return _APA.sub(lambda m: f"{m[2].rstrip('.')}. {m[1]}", text).replace(".  ", ". ")


@lru_cache(maxsize=1024)
def split_names(text: str) -> tuple[str, ...]:
    """The names in a list of authors, as written, without `and`, `et al.` and marks of affiliation."""
    text = _with_and(text.replace("\\*", "*") if "\\" in text else text)
    text = _BEHIND_ET_AL.sub(r"\1", text) if " al" in text else text
    text = text[3:] if text[:3] in ("by ", "By ") else text
    text = _BREAKS.sub(" ", _in_order(_forward(_LABEL.sub("", text) if "[" in text[:4] else text).strip(" *_")))
    text = (
        _AND_OTHERS.sub("", text)
        if ("et" in text and "al" in text) or "others" in text or "等" in text or "etc" in text
        else text
    )
    text = _AFFILIATION.sub("", text) if "<" in text or "$" in text else text
    names = [_bare(_FIRST_AND.sub("", p) if p[:1] in "a&" else p) for p in _with_suffix(_BETWEEN.split(text))]
    return tuple([_without_stop(n) for n in names if (len(n) > 1 and n[-2:].isalpha()) or _TWO_LETTERS.search(n)])


def _without_stop(name: str) -> str:
    return name if len(name) < 4 or (name[-1] == "." and _LAST_INITIAL.search(name)) else name.strip(" .。")


# In MLA's style the first author's surname stands before a comma, the others are in order: `Wang, Hao-nan, and Ning Liu`.
SURNAME_FIRST = re.compile(
    r"([A-ZÀ-Þ](?=[\w'’-]*[a-zß-ÿ])[\w'’-]*+),\s+([A-ZÀ-Þ][\w'’-]*[a-zß-ÿ][\w'’-]*(?:\s[A-Z]\.?){0,2})(?=\s*(?:,|\.?$|\bet\b|\band\b|&))"
)


def _in_order(text: str) -> str:
    """The names with the surname last, where only the first author's stands before a comma, or every author's does."""
    if " and " in text and all(turned := [_SURNAME_COMMA.fullmatch(p.strip(" .,*")) for p in text.split(" and ")]):
        return ", ".join(f"{m[2]} {m[1]}" for m in turned if m)  # `Berg, Ann and Hale, Tom M`, as in BibTeX
    sides = _ANY_AND.split(text) if "," in text and ("&" in text or " and " in text) else []
    if len(sides) > 1 and all(map(_TURNED.fullmatch, sides)):  # `Berg, Ann B. & Hale, Tom`
        return " and ".join(" ".join(reversed(s.split(", "))) for s in sides)
    found = SURNAME_FIRST.match(text)
    if not found:
        alone = _ALONE.fullmatch(text.rstrip(" .")) if "," in text[:40] and len(text) < 60 else None
        return f"{alone[2]} {alone[1]}" if alone and not _ONLY_INITIALS.fullmatch(alone[2]) and " " in alone[2] else text
    rest = [p.strip(" .") for p in _BETWEEN.split(_AND_OTHERS.sub("", text[found.end() :]))]
    return f"{found[2]} {found[1]}{text[found.end() :]}" if all(" " in p for p in rest if p) else text


_ANY_AND = re.compile(r",?\s+(?:and|&)\s+")
_TURNED = re.compile(r"[A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’-]+)?, [A-ZÀ-Þ][\w'’-]*[a-zß-ÿ][\w'’-]*(?: [A-ZÀ-Þ][\w'’.-]*){0,2}")
_ALONE = re.compile(r"([A-ZÀ-Þ][\w'’-]+),\s+([A-ZÀ-Þ][\w'’-]+(?:\s[A-ZÀ-Þ][\w'’.-]*){0,2})")
_TOGETHER = re.compile(r"[,&]|\band\b|\bet al\b|\s[A-Z]\.?\s")


def are_people(text: str) -> bool:
    """Whether words that stand before a year in brackets are its authors, in any order of their names.

    ``Basten, Christoph, and Frank Betz``, ``Keynes, John Maynard``, ``David A Freedman``: the year tells that these are people where
    nothing but capitals and commas would.
    """
    words = text.split()
    if not 1 < len(words) < 60 or not _TOGETHER.search(text) or _has_title_word(_AND_OR_ET_AL.sub(" ", text)):
        return False
    return (
        all(w[0].isupper() or w.strip(",.") in _LOWER_IN_NAMES or w == "&" for w in words)
        and "[" not in text
        and ":" not in text
    )


_SURNAME_COMMA = re.compile(
    rf"((?:{_PARTICLE}\s+){{0,2}}[A-ZÀ-ÞĀ-Ž][\w'’-]+),\s+([A-ZÀ-ÞĀ-Ž][\w'’-]*\.?(?:\s+[\w'’-]+\.?){{0,3}})\**"
)
_SUFFIXES = frozenset(["Jr", "Sr", "II", "III", "IV"])
_ONLY_INITIALS = re.compile(rf"{_INITIALS}(?:[ .-]*{_INITIALS}){{0,3}}\.?")


def _with_suffix(pieces: list[str]) -> list[str]:
    """The pieces, those that are only initials or a suffix with the one before; none is where each has a blank inside."""
    if all(map(contains, map(str.strip, pieces), repeat(" "))):
        return pieces
    whole: list[str] = []
    for piece in map(str.rstrip, pieces):
        bare = piece.lstrip()
        if not whole or len(bare) > 15:
            whole.append(piece)
        elif bare.removesuffix(".") in _SUFFIXES:
            whole[-1] += " " + bare
        elif " " not in whole[-1].strip() and _ONLY_INITIALS.fullmatch(bare):
            whole[-1] += ", " + bare
        else:
            whole.append(piece)
    return whole


_BY = re.compile(r"\W*(?:authors?|by)\b\s*[:：]?\s*", re.I)
_FIRST_OF_BY = frozenset("aAbB")
_TWO_ET_AL = re.compile(r"[A-ZÀ-Þ][\w'’-]+(?: (?:and|&) [A-ZÀ-Þ][\w'’-]+)?,? et\.? ?al\.?")
_ET_AL_INSIDE = re.compile(r"\bet\.?\s*al\b\.?")
_LISTED = re.compile(r"[,;，；、\s](?:(?<=\S)\s*|\s*(?:and|&)\s+)")
_MARK_PIECE = re.compile(r"Jr\.?|\*+|equal.*")


@lru_cache(maxsize=1024)
def is_name_list(text: str) -> bool:
    """Whether the text is a list of authors and nothing else."""
    if text.islower() and text.isascii():
        return False  # every name has a capital
    text = _with_and(text.strip())
    may_be_by = text[:1] in _FIRST_OF_BY or not text[:1].isalpha()
    by = _BY.match(text) if may_be_by else None
    text = (_in_order(text[by.end() :]) if by else text).strip(" *_`()[]").lstrip(".")
    text = text if "." in text[-2:] and _LAST_INITIAL.search(text, len(text) - 3) else text.rstrip(" .*_`()[]")
    if not text or len(text) > 6000 or is_prose(text):
        return False
    if " al" in text and _TWO_ET_AL.fullmatch(text):
        return True
    if " and " in text and text.count(",") > 2 and SURNAME_FIRST.match(text):
        text = _in_order(text)
    if " and " in text and all(map(_SURNAME_COMMA.fullmatch, text.split(" and "))):
        return not _has_title_word(text.replace(" and ", " "))
    listed = _LISTED.split(_forward(_ET_AL_INSIDE.sub(", et al", text) if "et" in text and " al" in text else text))
    pieces = [p for p in map(str.rstrip, listed) if p.strip(".…")]
    named, rest, most = 0, 0, len(pieces) / 5
    for piece in pieces:
        if is_name(piece):
            named += 1
        elif not is_et_al(piece) and not _MARK_PIECE.fullmatch(piece.strip()):
            rest += 1
            if rest > most:
                return False
    return named > 0 and rest * 4 <= named and (named > 1 or any(map(is_et_al, pieces)) or has_initials(text))


# Each word whole or not at all (`*+`): to try where else it might end takes seconds for five names in full.
_LAST = (
    r"(?:(?:" + _PARTICLE + r")\s+){0,2}[A-ZÀ-ÞĀ-Ž](?=[\w'’`-]*[a-zß-ÿā-ž])[\w'’`-]*+"
    r"(?:\s[A-ZÀ-Þ](?=[\w'’-]*[a-zß-ÿ])[\w'’-]*+)?"
)
_SURNAMES = re.compile(rf"{_LAST}(?:,\s*{_LAST}){{0,3}},?\s+(?:et\.?\s*al\.?|(?:and|&)\s+(?:{_LAST}|others))")


def are_surnames(text: str) -> bool:
    """Whether the text is ``Liu et al.`` or ``Trevithick and Yang``: surnames only, at least two or with *et al.*"""
    text = text.strip(" ,.;")
    if not (text.endswith("al") or "and" in text or "&" in text):
        return False
    return len(text) < 90 and bool(_SURNAMES.fullmatch(text)) and not _has_title_word(_AND_OR_ET_AL.sub(" ", text))


_LISTED_SURNAMES = re.compile(rf"{_LAST}(?:,\s*{_LAST}){{1,30}}(?:,?\s+(?:and|&)\s+{_LAST})?")


def are_listed_surnames(text: str) -> bool:
    """Whether the text is ``Liu, Trevithick, Yang``: two surnames or more, and nothing else."""
    return len(text) < 300 and bool(_LISTED_SURNAMES.fullmatch(text)) and not _has_title_word(_AND_OR_ET_AL.sub(" ", text))


def surnames(text: str) -> tuple[str, ...]:
    """The surnames of such a list."""
    return tuple(filter(None, (x.strip(" .") for x in _AFTER_SURNAME.split(_AND_OTHERS.sub("", text)))))


_AFTER_SURNAME = re.compile(r",\s*(?:(?:and|&)\s+)?|\s+(?:and|&)\s+")


def is_surname(text: str) -> bool:
    """Whether the text may be one surname."""
    return len(text) < 40 and bool(_ONE_SURNAME.fullmatch(text)) and not _has_title_word(text)


_ONE_SURNAME = re.compile(_LAST)
_AND_OR_ET_AL = re.compile(r"\band\b|&|\bet\.?\s*al\.?")


def is_shouted(text: str) -> bool:
    """Whether one of the words is an acronym, as in ``IEEE TPAMI`` and in hardly any name."""
    return any(word.isupper() and len(word) > 2 for word in re.findall(r"\w+", text))


def is_prose(text: str) -> bool:
    """Whether most words begin small, as in no list of names."""
    words = text.split()
    return len(words) > 3 and _small(words) * 3 > len(words)


def _small(words: list[str]) -> int:
    """How many words begin small, those that names have left out; by maps, since it is asked of every title and every name."""
    return sum(map(str.islower, map(_first, words))) - sum(map(_LOWER_IN_NAMES.__contains__, words))
