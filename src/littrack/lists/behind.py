"""Titles that stand behind their authors, as in bibliographies: in italics, or as the label of a link."""

from __future__ import annotations

import re

from littrack.lists import citation, names, tags
from littrack.lists.inline import GENERIC_LINK, Inline, plain, unstressed
from littrack.lists.linked import Parts
from littrack.lists.text import Mender

_PEOPLE_TITLE = re.compile(r"(.{3,900}?(?:\s[A-Z]{1,3}|\bal))\.\s+([^\s.]\S*\s.{8,400}?)[,.]$", re.S)
_NAME_AND_YEAR = re.compile(r"[^\d,]{4,50}\. (?:19|20)\d\d\. ")  # `Ann Berg. 1993. `
SENTENCE_AND_YEAR = re.compile(r"[^\W\d_]\.\s+(?:19|20)\d\d\.[\s*_]*$")  # `Berg and Hale. 1993. `
# A label of authors, year and venue, and the title: `Berg and Hale (2010 JEP), The Year of the Quay`.
_DATED_LABEL = re.compile(r"([A-Z][^()\[\]]{2,80}?) \(((?:19|20)\d\d)(?:,? ([A-Za-z][\w&.+ -]{1,30}))?\)[,.:]? (\S.{8,})$")
_LETTERS = re.compile("[A-Za-z]{2}")
# `**D. Harel, A. Pnueli** - *Title* (1985)`
_BOLD_THEN_ITALIC = re.compile(
    r"(?:\*\*|__)([^*_\n]{4,300})(?:\*\*|__)\s*[-–—:.,|]?\s*([*_])(?![*_\s])([^*_\n]{8,400})\2(?![*_])"
)
_LETTER = re.compile(r"^\W{0,3}\[[A-Z](?:/[A-Z]{2})?\][\s/]*")  # the kind of a work: `[C]//ICDM, 2018`
_DATED = re.compile(r"\W*(?:19|20)\d\d\b")


def by_italics(inline: Inline, mend: Mender) -> Parts | None:
    """``A. Author, B. Author, *Title*, Journal 12, 345 (2009)``: between the authors and the journal the title alone is in italics."""
    if "*" not in inline.flat and "_" not in inline.flat:
        return None
    flat = inline.flat[: tags.LOOKED_AT].replace("\n", " ")  # a title may be broken over lines
    italics = tags.ITALIC.finditer(flat) if _names_first(flat) else iter(())
    found = next((m for m in italics if len(m[2].split()) > 2), None)
    title = plain(found[2]) if found else ""
    if not found or not 3 < found.start() < 3000 or citation.begins_venue(title) or tags.is_tag(title):
        return None
    before, year = citation.year_last(unstressed(plain(flat[: found.start()])))
    if not names.is_name_list(people := before.strip(" \n,.:(")) and not names.has_initials(people):
        return None
    after = unstressed(plain(GENERIC_LINK.split(flat[found.end() :], 1)[0]))
    if not year and not _LETTERS.search(after):
        return None  # the authors stand alone before their venue
    return Parts(mend(title), "citation", names.split_names(people), citation.venue_of(after), year or citation.year_of(after))


def by_bold(inline: Inline, mend: Mender) -> Parts | None:
    """``**Ann Lee, Bo Chen** - *Title* (1985)``: the authors in bold, the title in italics."""
    flat = inline.flat.lstrip()
    found = _BOLD_THEN_ITALIC.match(flat) if flat.startswith(("**", "__")) else None
    if not found:
        return None
    people, title = plain(found[1]), plain(found[3])
    if len(title.split()) < 3 or tags.is_tag(title) or names.is_name_list(title):
        return None
    after = unstressed(plain(GENERIC_LINK.split(flat[found.end() :], 1)[0]))
    alone = 1 < len(people.split()) < 5 and names.is_name(people) and _DATED.match(after)
    if not (alone or names.is_name_list(people) or names.has_initials(people)):
        return None
    return Parts(mend(title), "citation", names.split_names(people), citation.venue_of(after), citation.year_of(after))


def label_of(flat: str, link: re.Match[str], label: str) -> Parts | None:
    """``Ann Lee (2013). [Title](…). Venue``, or a label that is a whole citation; None where the link is neither.

    Args:
        flat: the entry's text with marked links.
        link: the link in ``flat``.
        label: what it says.
    """
    if not link.start() and (cited := citation.gbt(unstressed(label)) if citation.has_letter(label) else None):
        return Parts(cited.title, "citation", cited.authors, cited.venue, cited.year)
    dated = " (19" in label or " (20" in label
    if dated and not link.start() and (said := _DATED_LABEL.match(label)) and _are_people(said[1]):
        return Parts(said[4], "citation", names.split_names(said[1]), said[3], int(said[2]))
    if link.start() and not _names_first(flat):
        return None
    people = citation.year_last(unstressed(plain(flat[: link.start()])))[0].strip(" \n.,:*_>")
    if (
        len(label) > 60
        and not people
        and _names_first(label)
        and (cited := citation.parse(unstressed(label)))
        and cited.authors
        and (cited.year or any(map(names.has_initials, cited.authors)) or " al" in label)
    ):
        return Parts(cited.title, "citation", cited.authors, cited.venue, cited.year)
    return between(flat, link.start(), link.end(), label)


def before_venue(flat: str, link: re.Match[str], mend: Mender) -> Parts | None:
    """``Berg T, Hale AB. Title, [Journal](…) 15, 489 (2024)``: authors and title stand before a link that names the journal."""
    found = _PEOPLE_TITLE.match(unstressed(plain(flat[: link.start()])).strip(" \n"))
    if (
        not found
        or len((label := mend(link[2])).split()) > 8
        or not names.is_name_list(found[1])
        or names.is_name_list(found[2])
    ):
        return None
    after = unstressed(plain(flat[link.end() :]))
    return Parts(found[2], "citation", names.split_names(found[1]), citation.venue_of(label), citation.year_of(after))


def between(flat: str, start: int, end: int, title: str) -> Parts | None:
    """A title that is marked, with its authors before it and the venue behind: ``Lee, A. (2013). **Title**. *Venue, 19*(3), 356.``"""
    before, year = citation.year_last(unstressed(plain(flat[:start])))
    people = before.strip(" \n.,:*_>")
    if (
        not people
        or (tags.is_tag(plain(flat[:start])) and not SENTENCE_AND_YEAR.search(flat, 0, start))
        or not (
            names.is_name_list(people)
            or (year and (names.are_people(people) or names.are_surnames(people) or names.is_name(people)))
        )
    ):
        return None
    after = _LETTER.sub("", unstressed(plain(GENERIC_LINK.split(flat[end:], 1)[0])))
    year = year or citation.year_of(after)
    sure = year or ("," in people and all(map(names.has_initials, names.split_names(people))))
    return Parts(title, "citation", names.split_names(people), citation.venue_of(after), year) if sure else None


def on_lines(inline: Inline, mend: Mender) -> Parts | None:
    """Authors, title and venue on a line each: ``Berg, M., Hale, T.  ⏎ A Study of Piers  ⏎ Phys. Rev. Lett. 80, 4510 (1998)``."""
    if inline.flat.count("\n") < 2 or not _names_first(inline.flat):
        return None
    people, title, venue = (unstressed(plain(x)).strip() for x in inline.flat.split("\n")[:3])
    whole = len(title.split()) > 2 and venue[:1].isupper() and not citation.begins_venue(title) and not tags.is_tag(title)
    if not whole or not names.is_name_list(people) or names.is_name_list(title) or names.is_name_list(venue):
        return None
    return Parts(mend(title), "citation", names.split_names(people), citation.venue_of(venue), citation.year_of(venue))


def _are_people(text: str) -> bool:
    return names.is_name_list(text) or names.are_surnames(text) or names.are_listed_surnames(text) or names.is_surname(text)


_SMALL_FIRST = re.compile(
    r"(?:van|von|de|di|da|del|della|ter|ten|el|al|le|la)\s+(?:d\w+\s+)?[A-ZÀ-Þ]|[dlo]['’][A-ZÀ-Þ]"
)  # `van Bergen`, `d'Ascoli`


def _names_first(flat: str) -> bool:
    """Whether a text begins as a list of names may: with a capital, and a comma or *et al.* soon."""
    head = flat.lstrip(" \n\\*_")[:60]
    return (head[:1].isupper() or _SMALL_FIRST.match(head) is not None) and (
        _NAME_AND_YEAR.match(head) is not None
        or " (19" in head
        or " (20" in head
        or "," in head
        or " al" in head
        or " and " in head
        or "&" in head
    )
