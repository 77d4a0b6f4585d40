"""Titles that are marked: in quotation marks, in bold, or as the label of a link; and citations by GB/T 7714."""

from __future__ import annotations

import re

from littrack.lists import behind, citation, name_label, names, tags
from littrack.lists.inline import GENERIC, GENERIC_LINK, Inline, is_generic, plain
from littrack.lists.linked import Parts
from littrack.lists.sentences import NAME_BOLD, by_plain
from littrack.lists.tags import is_tag
from littrack.lists.text import Mender, squeeze, words_in

_IN_BRACKET = re.compile(r"\w{3} [^()\n]{12,}\([^()\n]{1,60}$")  # a bracket that is open after a longer text
_QUOTE = re.compile('[“"„«「《＂]')
_HTML_TAG = re.compile(r"<[^<>]{1,500}>")
_STARS = re.compile(r"\*{1,3}|(?<!\w)_(?=\w)|(?<=\w)_(?!\w)")
_NO_WORDS = re.compile(r"\W*")
# A short name in front of a quoted title: `**AutoRT**: "…"`, `**[RT-2]** "…"`, `LEO: "…"`.
_SHORT_NAME = re.compile(
    r"\s*(?:(?:\*\*|__|`)[^*_`]{1,60}(?:\*\*|__|`)\s*[:：,-]?(?:\s*[*_](?=[“\"]))?|[\[【][^\[\]】]{1,40}[\]】]\s*[:：,-]?|[\w .+@/&-]{1,30}(?:\([^()]{1,20}\))?\s*[:：])\s*(?:\*\*|__)?[“\"„«「《]"
)
_PEOPLE_BEHIND = re.compile(r"[,.]?\s+([*_])(?![*_\s])([^*_\n]{4,300})\1(?![*_])")
_TAGGED = re.compile(r"\s*\[(?!Re\])[^\[\]]{2,40}\]\s+(?=\S+\s+\S+\s+\S)")  # `**[R2R dataset] The paper's title**`
# `**LaBoat** (LaBoat: Boat Models for Dialog) [2022-01]`
_NAME_THEN_TITLE = re.compile(
    r"\s*(\*\*|__|`)([^*_`()\[\]\n\ue000-\uf8ff]{1,30})\1\s*\(([^()\n\ue000-\uf8ff]{12,250})\)\s*(?=[\[\ue000,.]|$)"
)
_NUMBER = re.compile(r"\s*(?:\[\d{1,3}\]|\d{1,3}[.)、])\s+")
_BARS = re.compile(r"\s\|\s|\n|(?<!\w)[*_]{1,2}|[*_]{1,2}(?!\w)")
_FIRST_SENTENCE = re.compile(r"\W*(.{4,2000}?(?:et al|\w\w))\.\s+(.*)$", re.S)
_VENUE_LINE = re.compile(r"\W{1,8}[A-Z][^.,;]{2,80},? (?:19|20)\d\d[\s).,*_]*")
_INSTITUTE = re.compile(r"(?<=\w)\s*[(（][^()（）\n]{2,80}[)）](?=\s+et\.?\s+al\b)")  # `Ann Lee (U of Quay) et al.`
_JOINING = frozenset(
    ["that", "the", "a", "an", "of", "for", "with", "and", "to", "on", "is", "as", "or", "via", "not", "which"]
)  # a sentence goes on after these


def by_quotes(inline: Inline, mend: Mender) -> Parts | None:
    """``A. Author, "Title," Venue, 2024``: the title stands in quotation marks."""
    if not _QUOTE.search(inline.flat) and "``" not in inline.flat:
        return None
    text = mend(_HTML_TAG.sub("", inline.bare) if "<" in inline.bare else inline.bare)
    text = _STARS.sub("", text) if "*" in text or "_" in text else text
    cited = citation.quoted(text)
    if not cited:
        return None
    before = text[: max(text.find(cited.title) - 1, 0)]
    longer = any(len(m[2].split()) > len(cited.title.split()) for m in inline.labels)
    longer = longer or (bool(inline.labels) and _LEADS_IN.match(inline.flat) is not None)
    if longer or _quotes_inside(before, cited):
        return None
    authors = cited.authors if before and _plausible_authors(before, inline.bare) else ()
    if not authors and (venue := _venue_on_line(inline.bare, cited.title)):
        return Parts(cited.title, "citation", (), venue, cited.year)
    rest = _INSTITUTE.sub("", cited.rest) if " al" in cited.rest and ("(" in cited.rest or "（" in cited.rest) else cited.rest
    after = _FIRST_SENTENCE.match(rest) if not authors else None
    if after and " " in after[1].rpartition(", ")[2] and names.is_name_list(after[1]):  # and no `Ann. Phys.`
        return Parts(cited.title, "citation", names.split_names(after[1]), citation.venue_of(after[2]), cited.year)
    if not authors and (later := citation.rest_authors(cited.rest))[0]:
        return Parts(cited.title, "citation", later[0], citation.venue_of(later[1]), cited.year)
    return Parts(cited.title, "citation", authors, cited.venue, cited.year)


_LEADS_IN = re.compile(
    r"[\s*_]*[“\"][^“”\"\n]{3,80}[”\"][\s*_]*[:：][\s*_]*\ue001"
)  # `**"In a hurry":** [LaBoat](…) and [Quay](…)`


def _venue_on_line(bare: str, title: str) -> str | None:
    """``"Title", Venue, 1990``, and on the next line the authors: the venue ends with the line."""
    line, more, _ = bare.replace("*", "").partition("\n")
    after = line.partition(title)[2] if more else ""
    return citation.venue_of(after) if _VENUE_LINE.fullmatch(after) else None


def _quotes_inside(before: str, cited: citation.Citation) -> bool:
    """Whether the quotation is only a part of a title: ``Tuning Tools that "Read the Manual" (VLDB 2021)``."""
    before = before.strip(" *_")
    if not before or before[-1] in ",.:;)]】" or names.is_name_list(before) or is_tag(before):
        return False
    if cited.rest[:1] == "-" or not (cited.rest.strip() or cited.authors):
        return len(before.split()) > 3 or cited.rest[:1] == "-"
    last = before.split()[-1]
    return last in _JOINING or (last.islower() and len(before.split()) > max(3, len(cited.title.split())))


def _plausible_authors(before: str, bare: str) -> bool:
    """Whether what stands before a quotation are its authors, and not a tag or the work's short name, in bold or before a colon."""
    if (
        len(before) > 3000
        or is_tag(before)
        or names.is_prose(before)
        or _NO_WORDS.fullmatch(before)
        or before.rstrip().endswith(("called", "titled"))
    ):
        return False
    if not _SHORT_NAME.match(bare):
        return True
    named, year = citation.year_last(before.strip(" ,.:;-–—*_"))
    named = named.strip(" ,.")
    if year and names.are_people(named):
        return True
    return names.is_name_list(named) and re.search(r",|\band\b|&|\bal\b", named) is not None


def by_gbt(inline: Inline, mend: Mender) -> Parts | None:
    """``Author A, Author B. Title[J]. Venue, 2024``: a citation with the letter of its kind."""
    cited = citation.gbt(mend(inline.bare)) if citation.has_letter(inline.bare) else None
    return Parts(cited.title, "citation", cited.authors, cited.venue, cited.year) if cited else None


def by_markup(inline: Inline, mend: Mender) -> Parts | None:
    """The title is a link's label or stands in bold."""
    flat, labels = inline.flat, inline.labels
    bolds = [m for m in tags.bolds(flat) if not _is_short_tag(m[2])]
    bolds = bolds[1:] if bolds and not bolds[0].start() and NAME_BOLD.match(flat) else bolds
    bolds = [m for m in bolds if not _IN_BRACKET.search(flat, 0, m.start())] if "(" in flat else bolds
    bolds = [m for m in bolds if not _is_remark(flat, m)] if bolds and GENERIC in flat else bolds
    long = (m for m in labels if words_in(m[2]) > 2 and _may_be_title(m[2]))
    first = next(long, None) or next((m for m in labels if _may_be_title(m[2])), None)
    label = mend(first[2]) if first else ""
    if labels and (cited := _cited(flat, labels[0], first, label, mend)):
        return cited
    bold = next((m for m in bolds if words_in(plain(m[2])) > 2 and not _names_what_follows(flat, m, first)), None)
    if bold and (not first or bold.start() < first.start() or len(plain(bold[2])) > len(first[2])):
        text = _TAGGED.sub("", _NUMBER.sub("", plain(bold[2])))
        if (said := _by_bold(flat, bold, text, mend)) or words_in(text) > 2 or not first:
            return said or Parts(mend(text), "bold")
    if not first:
        return _short_bold(flat, bolds[0], mend) if bolds else None
    if len(label.split()) > 2 and _after_authors(flat[: first.start()]) and (longer := _before_label(flat, first, mend)):
        return longer
    if (more := _after_name(flat, first)) and (words_in(label) <= 2 or citation.begins_venue(label)):
        return by_plain(Inline(more), mend) or Parts(more, "plain")
    if title := name_label.whole_title(flat, first):
        return Parts(mend(title), "plain")
    if words_in(label) <= 2 and (title := _title_behind(flat, first)):
        return Parts(mend(title), "plain")
    if words_in(label) <= 2 and (longer := _before_label(flat, first, mend)):
        return longer
    return Parts(label, "label")


def _is_remark(flat: str, bold: re.Match[str]) -> bool:
    """Whether what is in bold is said behind the links of a title: ``A Title of Boats [[paper](…)] **new at last**``."""
    lead = plain(flat[: max(flat.find(GENERIC), 0)]) if 0 < flat.find(GENERIC) < bold.start() else ""
    return words_in(lead) > 3 and lead.lstrip(" *_")[:1].isupper() and not names.is_name_list(lead.strip(" [(,.:"))


_ITALIC_FIRST = re.compile(r"\s*([*_])(?![*_\s])([^*_`\n\ue000-\uf8ff]{12,300})(?<!\s)\1(?![\w*_])(?=[ \t]*`)")


def by_italics_first(inline: Inline, mend: Mender) -> Parts | None:
    """``_Models for Boats_ `KNOT 2019` ``: a title in italics, before its venue in a span."""
    found = _ITALIC_FIRST.match(inline.flat) if "`" in inline.flat else None
    text = found[2] if found else ""
    if words_in(text) < 3 or is_tag(text) or names.is_name_list(text):
        return None
    return Parts(mend(plain(text)), "plain")


def _short_bold(flat: str, bold: re.Match[str], mend: Mender) -> Parts | None:
    """A title of two words in bold before anything else, or of one word before its authors in italics."""
    title = mend(plain(bold[2]))
    if not flat[: bold.start()].strip(" *_-•\ufe0f") and len(title.split()) == 2:
        return Parts(title, "bold")
    people = _PEOPLE_BEHIND.match(flat, bold.end())
    named = people and names.is_name_list(f"{people[2]}, {people[2]}")  # one alone, too
    return Parts(title, "bold", names.split_names(people[2])) if people and named else None


def _cited(flat: str, venue: re.Match[str], first: re.Match[str] | None, label: str, mend: Mender) -> Parts | None:
    """A citation whose title, or all of it, is the ``label`` of the ``first`` link that may be a title, or whose venue is the first label."""
    if first and (
        len(first[2].split()) > (1 if behind.SENTENCE_AND_YEAR.search(flat, 0, first.start()) else 2)
        or citation.has_letter(first[2])
        or _follows_people(flat, first)
    ):
        cited = behind.label_of(flat, first, label)
        if cited:
            return cited
    return behind.before_venue(flat, venue, mend) if venue.start() else None


def _follows_people(flat: str, link: re.Match[str]) -> bool:
    """Whether a label of two words stands behind several authors: it is the title."""
    return len(link[2].split()) == 2 and "," in flat[: link.start()] and names.is_name_list(plain(flat[: link.start()]).strip())


def by_name(inline: Inline, mend: Mender) -> Parts | None:
    """The title stands in brackets behind the work's short name."""
    named = _NAME_THEN_TITLE.match(inline.flat)
    return Parts(mend(named[3]), "plain") if named and _is_longer_title(named[3], named[2]) else None


def _is_longer_title(inside: str, name: str) -> bool:
    """Whether what stands in brackets behind a name is the title, and no venue, institution or people."""
    words = inside.split()
    return (
        len(words) > max(3, len(name.split())) and not is_tag(inside) and not names.is_name_list(inside) and "," not in words[0]
    )


def _by_bold(flat: str, bold: re.Match[str], text: str, mend: Mender) -> Parts | None:
    """A title in bold with its authors in front of it there, or before it with their year."""
    author, dash, title = text.partition(" — " if " — " in text else " - ")
    if dash and names.are_people(author):
        return Parts(mend(title), "bold", names.split_names(author))
    cited = behind.between(flat, bold.start(), bold.end(), mend(text)) if bold.start() > 9 else None
    return cited if cited and cited.year else None


def _names_what_follows(flat: str, bold: re.Match[str], label: re.Match[str] | None) -> bool:
    """``**Counting of boats**: [Counting Boats from Afar](…)``: a topic in bold before a title that is a link."""
    between = flat[bold.end() : label.start()] if label else ""
    longer = label is not None and (len(label[2].split()) > len(bold[2].split()) or bold[2].endswith(('":', "”:")))
    return longer and bool(between) and not between.strip(" :：,|-–")


def _after_authors(before: str) -> bool:
    """Whether a title and its authors stand before a link: what the link's label names is the venue."""
    pieces = [plain(p).strip(" *_.,") for p in _BARS.split(before)] if before.strip() else []
    authors = next((n for n, p in enumerate(pieces) if len(p) > 5 and names.is_name_list(p)), 0)
    return any(len(p.split()) > 2 and not is_tag(p) for p in pieces[:authors])


def _may_be_title(label: str) -> bool:
    return not is_tag(label) and not names.is_name_list(label)


def _is_short_tag(text: str) -> bool:
    bare = plain(text).strip("[]() ")
    return is_tag(bare) or is_generic(bare) or (names.is_name_list(bare) and not _ACRONYM_FIRST.fullmatch(bare))


_ACRONYM_FIRST = re.compile(r"[A-Z]{3,}\w* [A-Z][a-z]+")  # `BERT Tides`: rather a title than a person


def _after_name(flat: str, label: re.Match[str]) -> str | None:
    """``[**Name**] The paper's whole title. [[paper]](…)``: a bracketed short name before a longer title."""
    if not flat[: label.start()].rstrip(" *_").endswith(("[", "【")):
        return None
    rest = squeeze(GENERIC_LINK.split(flat[label.end() :].lstrip("]】*_:：- "), 1)[0].split("\n")[0])
    return rest if len(rest.split()) > 3 else None


def _title_behind(flat: str, label: re.Match[str]) -> str | None:
    """``[Name](…) The paper's whole title. (arXiv, 12/2023)``: a short name that is the link, and a title up to its venue."""
    rest = squeeze(plain(GENERIC_LINK.split(flat[label.end() :], 1)[0]))
    title = (
        tags.without_tags(rest).strip(" .,:;–—-") if not flat[: label.start()].strip(" *_") and tags.ends_in_tag(rest) else ""
    )
    return title if len(title.split()) > 3 and title[:1].isupper() and not names.is_name_list(title) else None


def _before_label(flat: str, label: re.Match[str], mend: Mender) -> Parts | None:
    """``Title. Authors. [Venue](…)``: the title stands before a link with a short label."""
    before = flat[: label.start()]
    if len(plain(before).split()) < 4 or names.are_listed_surnames(plain(before).strip(" .,:*_")):
        return None
    return by_plain(Inline(before), mend)
