"""What stands beside a title when no rule of citations finds it: authors by surname, authors with their venue, a venue as a link's label."""

from __future__ import annotations

import re

from littrack.lists import citation, names, tags
from littrack.lists.inline import GENERIC, Inline, plain
from littrack.lists.links import is_paper
from littrack.lists.text import SPACES

_AFFILIATION = re.compile(r"\s*[(（][^()（）]{2,80}[)）]")
_HONOUR = re.compile(r"\b(?:Mrs?|Ms|Dr|Prof)\.\s+")
# One surname before a title in bold: `Rendle. **…`, `Ma, Hao. **…`.
_ALONE = re.compile(r"\s*([A-ZÀ-Þ][\w'’-]*[a-zß-ÿ](?:,\s+[A-ZÀ-Þ][\w'’-]*[a-zß-ÿ])?)\.\s+(?:\*\*|__)")
_ET_AL = re.compile(r"(.{2,1500}?\bet\.?\s*al)\b\.?[\s,;]*(.*)$", re.S)
_SENTENCE = re.compile(r"(.{4,2500}?\w[\w’'-])\.\s+(.*)$", re.S)
_ENDS = re.compile(r"[\n|•·—\ue000-\ue002;；.](?:(?<!\.)|(?=\s))")
_BRACKETS = re.compile(r"[\[(]([^\[\]()\n\ue000-\ue002]{6,120})[\])]")
_BY_ONE = re.compile(r"[\s*_)\]]{0,6}by\s+([A-ZÀ-Þ][^\n()\[\],|*\ue000-\uf8ff]{3,40}?)\s*(?:[(\[,.|*]|$)")
_JOURNAL = re.compile(
    r"\b(?:Nature|Science|Journal|Letters|Reviews?|Recognition|Transactions|Magazine|Bulletin|Proceedings|Medicine|Biology|Physics|Chemistry"
    r"|Neuroscience|Bioinformatics|Cell|Patterns|Reports|Advances|Workshop|Conference|Press|Blog|Research|Labs?)\b"
)
_VENUE_YEAR = re.compile(
    r"[\s.,*_]*([A-Z][^.,|\ue000-\ue002]{8,100}),\s*(?:\d+(?:\(\d+\))?(?::\s?[\d–-]+)?,\s*)?(?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s+)?(?:19|20)\d\d[.\s]*"
)
# A journal as physicists write it, on a line of its own: `Phys. Rev. A 88, 052122 (2013)`.
_ABBREVIATED = re.compile(r"\n\s*([A-Z][a-z]{0,12}\.[^\d\n]{1,60})\d[^\n]{0,60}\((?:19|20)\d\d\)")
# A journal in italics before its volume: `*ApJ* 954, 149`, `*Phys. Rev. B* **90**, 1`.
_BEFORE_VOLUME = re.compile(
    r"(?<!\w)(?<![*_])([*_])([A-Z][A-Za-z&. -]{1,60})\1(?![*_]),?\s+\*{0,2}(?!(?:19|20)\d\d\b)\d{1,4}\*{0,2}\s?[,:(]"
)
_WORK_NAME = re.compile(r"(?![A-Za-z]+['’]?\d{2,4}$)\S*[\d+-]\S*")  # and not `CDC19`
_SEVERAL = re.compile(r",|&|\band\b")
_MARKED = re.compile("(?:\ue001[\ue100-\uf8ff]|\\*\\*|__)+$")
_LEADS = SPACES + ",.;:|–—-*_`)]"


def authors_and_venue(text: str) -> tuple[tuple[str, ...], str]:
    """``Felix Hill (Cambridge) et al. arXiv.`` or ``A. Author, B. Author. ICML 2014``: the authors, and what follows them.

    Args:
        text: a piece that stands by itself, in italics or in brackets, without marks.

    Returns:
        The names and the rest; no names where the piece does not begin with authors.
    """
    bare = _AFFILIATION.sub("", text) if "(" in text or "（" in text else text
    bare = _HONOUR.sub("", bare) if "r" in bare or "s." in bare else bare
    for found in (_ET_AL.match(bare), _SENTENCE.match(bare)):
        if found and (names.is_name_list(found[1]) or names.is_name(found[1]) or names.are_surnames(found[1])):
            return names.split_names(found[1]), found[2]
    bare = bare.strip(" .")
    return (names.split_names(bare), "") if names.is_name_list(bare) or names.are_surnames(bare) else ((), text)


def in_italics(flat: str) -> tuple[tuple[str, ...], str]:
    """The authors in an entry's italics, with what follows them there."""
    if "*" not in flat and "_" not in flat:
        return (), ""
    whole = flat[: tags.LOOKED_AT].replace("\\*", "")
    for found in tags.italics(whole):
        text = plain(found[2])
        if whole[found.start() - 1 : found.start()] in ("(", "（"):
            continue  # in brackets: an institution
        people, rest = authors_and_venue(text) if not tags.is_tag(text) else ((), "")
        if people and (len(people) > 1 or " al" in text or not after_links(whole, found.start())):
            return people, rest
    return (), ""


def after_links(flat: str, at: int) -> bool:
    """Whether links stand between a title and ``at``: one name there is a remark, as in ``**Title** [[paper](…)] *Human Feedback*``."""
    return flat.rfind(GENERIC, 0, at) > 25


_YEAR_ALONE = re.compile(r"\s*(?:19|20)\d\d\s*")


def in_brackets(flat: str) -> tuple[tuple[str, ...], str]:
    """``[Chidlovskii and Orabona, Proc. KDD 2016]``: authors and venue in one pair of brackets."""
    for found in _BRACKETS.finditer(flat[: tags.LOOKED_AT]):
        if " al" in found[1] and (others := _ET_AL.match(found[1])) and names.are_surnames(others[1]):
            return names.split_names(others[1]), others[2]
        named, _, venue = found[1].rpartition(",")
        venue = re.sub(r"^\s*(?:in\s+)?Proc\.?\s+", "", venue)
        if named and tags.is_tag(venue) and (names.is_name_list(named) or names.are_surnames(named)):
            return names.split_names(named), venue
        person = " " in named.strip() and names.is_name(named) and not citation.begins_venue(named)
        if person and _YEAR_ALONE.fullmatch(venue):
            return names.split_names(named), venue  # `(Ann Berg, 2020)`
    return (), ""


def by_surname(flat: str, title: str) -> tuple[str, ...]:
    """``Title, Liu et al., NeurIPS 2020``, ``Title, Dellaert and Yen-Chen, arXiv`` or ``Liu et al. Title``: surnames only."""
    at = flat.find(title[:40]) if title else -1
    if at < 0:
        return ()
    after = flat[at + len(title) :].lstrip(_LEADS + "\ue002") if len(title) < 600 else ""
    after = after.removeprefix("by ")
    before = flat[:at].strip(_LEADS)
    for text in (
        _ENDS.split(after.replace("al.", "al"), 1)[0],
        before.removesuffix("al.") + "al" if before.endswith("al.") else before,
    ):
        pieces = text.split(", ")
        for n in range(min(len(pieces), 8), 0, -1):
            named = ", ".join(pieces[:n]).strip(_LEADS)
            cut = _ET_AL.match(named)
            named = cut[1] if cut and tags.is_tag(cut[2]) else named
            if names.are_surnames(named):
                return names.split_names(named)
    alone = _ALONE.fullmatch(flat[:at]) if at < 60 else None
    return names.split_names(alone[1]) if alone and not tags.is_tag(alone[1]) else ()


def before_title(flat: str, title: str) -> tuple[str, ...]:
    """Surnames in front of a title that is marked: ``Berg, Hale. [Title](…)``, ``_Berg, Hale._ **Title**``, ``Berg, [Title](…)``."""
    head = flat[: flat.find(title[:40])] if title else ""
    marked = _MARKED.search(head) if 4 < len(head) < 400 else None
    people = head[: marked.start()].strip() if marked else ""
    named, closed = people.strip(" .,:*_"), people[-1:] in ".,:_*"
    if not closed or people[:2] in ("**", "__"):  # in bold: a topic, a short name
        return ()
    one = people.endswith(",") and names.is_surname(named)
    return names.surnames(named) if one or names.are_listed_surnames(named) else ()


def by_one(bare: str, title: str) -> tuple[str, ...]:
    """One author after *by* behind the title: ``Title by Cy Diaz (2018)``."""
    found = _BY_ONE.match(bare.partition(title)[2]) if title else None
    named = found and 1 < len(found[1].split()) < 5 and names.is_name(found[1]) and not tags.is_tag(found[1])
    return names.split_names(found[1]) if found and named else ()


def in_bars(bare: str, title: str) -> tuple[str, ...]:
    """One author between bars after the title: ``Title | Ross Girshick | ICCV 2015``."""
    for piece in bare.partition(title)[2][:600].split("|")[1:] if title and "|" in bare else ():
        name = piece.strip(_LEADS)
        if 1 < len(name.split()) < 5 and not names.is_shouted(name) and names.is_name(name) and not tags.is_tag(name):
            return names.split_names(name)
    return ()


def on_next_line(bare: str, title: str) -> tuple[str, ...]:
    """One author alone, or surnames with *and*, on the line below the title."""
    after = bare.partition(title)[2].partition("\n")[2] if title else ""
    name = after.split("\n", 1)[0].split(". ", 1)[0].strip(_LEADS)
    known = 1 < len(name.split()) < 5 and (names.is_name(name) or names.are_surnames(name)) and not tags.is_tag(name)
    return names.split_names(name) if known and not _JOURNAL.search(name) and not citation.begins_venue(name) else ()


def behind_link(inline: Inline, title: str) -> tuple[str, ...]:
    """One author alone, or surnames, right behind the link that the title is, before a year or a badge or the end."""
    label = inline.labels[0] if inline.labels else None
    if not label or inline.flat[: label.start()].strip() or plain(label[2]).strip(" *_.") != title.strip(" *_."):
        return ()
    found = _BEHIND_LINK.match(inline.flat, label.end())
    name = found[1].strip(_LEADS) if found else ""
    if name[:3] in ("In ", "in "):
        return ()
    alone = 1 < len(name.split()) < 5 and names.is_name(name) and not _JOURNAL.search(name) and not citation.begins_venue(name)
    return names.surnames(name) if (alone and not tags.is_tag(name)) or names.are_listed_surnames(name) else ()


_BEHIND_LINK = re.compile("\\s+([^\ue000-\ue002\n()\\[\\]|–—*_\\d]{5,120}?)(?=\\s*(?:(?:19|20)\\d\\d)?[.\\s]*(?:\ue000|\n|$))")


def on_lines_before(bare: str, title: str) -> tuple[str, ...]:
    """The authors on the line above the title."""
    before = bare.partition(title)[0].rstrip("*_ ") if title else ""
    people = before.rstrip(_LEADS)
    return names.split_names(people) if before.endswith("\n") and names.is_name_list(people) else ()


def venue_named(inline: Inline, title: str) -> str | None:
    """A venue that stands alone between full stops, lines or bars (``MIDL 2021.``), or is the label of a link to the paper."""
    said = (
        inline.bare if title in inline.bare or "\n" not in inline.bare else " ".join(inline.bare.split())
    )  # a title may be broken over lines
    after = said.partition(title)[2] if title else said
    if (abbreviated := _ABBREVIATED.search(after[:1000]) if ". " in after else None) and not names.is_name_list(abbreviated[1]):
        return citation.venue_of(abbreviated[0])
    if italic := _BEFORE_VOLUME.search(inline.flat[: tags.LOOKED_AT]) if "*" in inline.flat or "_" in inline.flat else None:
        return None if names.is_name_list(italic[2]) else citation.venue_of(italic[2])
    told = after[:1000].replace(".*", ".").replace("*", "|") if "*" in after else after[:1000]
    for piece in _ENDS.split(told):
        for part in (piece, *piece.split(", ")):
            if 3 < len(part) < 60 and tags.is_tag(part) and (named := tags.named(part.strip(_LEADS))):
                people = names.are_surnames(named) or (_SEVERAL.search(named) and names.is_name_list(named))
                return None if people else named
    if whole := _VENUE_YEAR.fullmatch(" ".join(after.split()) if len(after) < 300 else ""):
        return None if names.is_name_list(whole[1]) else whole[1]
    for found in inline.labels:
        label = plain(found[2]).strip(_LEADS)
        if label in title or title in label or not 0 < len(label.split()) < 12:
            continue
        if is_paper(inline.link(found[1]).raw):
            own = _WORK_NAME.fullmatch(label) and not tags.is_tag(label)  # `CSI-CLIP`
            return None if own or names.is_name_list(label) else citation.venue_of(label)
    return None
