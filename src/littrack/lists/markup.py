"""One entry's text in Markdown or HTML → one Entry: which words are the title, which the authors, and where the links lead."""

from __future__ import annotations

import re

from littrack.lists import behind, beside, citation, fields, names, placed, sentences, tags, titles
from littrack.lists.entry import Entry
from littrack.lists.inline import Inline, parse, plain, unstressed
from littrack.lists.linked import Parts, with_links
from littrack.lists.links import is_paper
from littrack.lists.tags import is_tag
from littrack.lists.text import SPACES, Mender, clean_title, normalised, squeeze

_BOTH = re.compile(r"\*{3}")  # bold and italic at once
_CODES_FIRST = re.compile(r"(?::[a-z0-9_+-]{2,40}:\s*)+")  # `:page_facing_up:`
_KEY_FIRST = re.compile(r"\[[A-Z][\w-]+ (?:19|20)\d\d[a-z]?\][ \t]*\n")  # by which a text cites the entry
_NAME_FIRST = re.compile(r"\*\*\([\w .+@/-]{1,30}\)\*\*\s+(?=[_*]\w)")  # `**(LaBoat)** _Models for Boats_`
_TWO_LINES = re.compile(r"(?<=[\w,:-])\*\*[ \t]*\n[ \t]*\*\*(?=[a-z])")  # a title in bold that goes on below
_WORD = re.compile(r"\w\w")
_PLACE = re.compile(
    r"\s+\(`[\w .+@/-]{1,30}`\)\s*$|\s*[(（][_*]{0,2}[^()（）]{0,80}?(?:\b(?:Universit(?:y|é|ät)|Univ\.|Institute|Laborator(?:y|ies)|College|Academy|Research|Google|Microsoft|DeepMind|OpenAI|NVIDIA|Tsinghua|Stanford|Berkeley|MIT|CMU)\b|大学|学院|研究)[^()（）]{0,80}[)）]\W*$"
)
_IN_CHINESE = re.compile(r"[(（][^()（）]{0,60}[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3][^()（）]{0,60}[)）]\W*$")
_EMPTY = re.compile(r"^\s*\(\W*\)\s*")
_YEAR_AND_VENUE = re.compile(r"\s*((?:19|20)\d\d)[,.:]?\s+\*\*([A-Za-z][\w .&+-]{1,24})\*\*[,.:]\s+(?=\S.{8})")
# A journal with its volume and page, or people, where a citation has no title.
_NO_TITLE = re.compile(
    r"(?:[A-Z][A-Za-z]*\.?,?\s+){1,5}\d+,\s*[A-Z]?\d+(?:\W+(?:19|20)\d\d\W*)?$|[A-Z][\w'’-]+(?: [A-Z]{1,3}\.?)?,? et al(?:\.?,|$)"
)
_PIECES = re.compile(r"\n|\.(?<=\w\w\.)\s|\||:|：|•|·|\)[\s,]")
_PIECE_STARTS, _PIECE_ENDS = SPACES + "(,[–—->", SPACES + ")]."
_SHOWN = re.compile(r"https?://(?:[\w-]+\.)*(?:youtube|youtu|vimeo|bilibili|amazon|coursera|udacity|udemy|edx)\.", re.I)
_SCHOLARLY = re.compile(
    r"https?://(?:[\w-]+\.)*(?:edu(?:\.\w\w)?|ac\.\w\w|uni-[\w-]+\.de|ethz\.ch|epfl\.ch|citeseerx?\.[\w.]+|gov|drive\.google\.com)(?=[/:])|https?://[^?#]*viewcontent\.cgi",
    re.I,
)
_INITIALS_STOP = re.compile(r"([^.]{4,600}, [^.,]{2,30} [A-Z]{1,3})\.\s+[A-Za-z]{4}")
_MENTIONED = re.compile(r"[^\[\]]*\(see \[[^\[\]]*\]\([^()]*\)\)")  # and has no other link before
_CALL = re.compile(r"(?:[Rr]ead|[Ss]ee|[Cc]ite) (?:our|the full) .{0,40}\b(?:paper|survey|report)\b")  # and no title
_TITLE = re.compile(r"\w{2}|[\u4e00-\u9fff]")


def entry_of(
    text: str, line: int, end: int, *, mend: Mender = squeeze, references: dict[str, str] | None = None
) -> Entry | str:
    """The entry that the text is, or why it is none.

    Args:
        text: the entry's own lines, joined by line ends, without bullet; Markdown or HTML.
        line: its first line in the document.
        end: its last line.
        mend: joins broken words.
        references: targets of reference-style links.

    Returns:
        The entry without its headings; or a short reason for a person: ``no title``, ``no link``.
    """
    parts, entry = _read(text, line, end, mend, references)
    if not _TITLE.search(entry.title) or (entry.title[-2:].isdigit() and entry.title.rstrip(" 0123456789") in tags.ACRONYMS):
        return "no title found"
    if ("," in entry.title and _NO_TITLE.match(entry.title)) or _CALL.match(entry.title):
        return "no title found"
    if not _is_work(entry, parts):
        return "no paper link, authors or venue"
    if "(see [" in text and _MENTIONED.match(text):
        return "it only mentions one"
    return entry


def by_company(
    text: str, line: int, end: int, *, mend: Mender = squeeze, references: dict[str, str] | None = None
) -> Entry | None:
    """The entry of a text that names no venue, no authors and no paper's address, among others that are papers; None if it has no title."""
    parts, entry = _read(text, line, end, mend, references)
    words = entry.title.split()
    if not 2 < len(words) < 40 or entry.title.endswith("?") or words[0][0].islower():
        return None
    if entry.links and not _may_be_of_papers(parts, entry):
        return None
    return entry if parts.said != "citation" or entry.authors else None


def _may_be_of_papers(parts: Parts, entry: Entry) -> bool:
    """Whether links that are of no publisher may be a paper's all the same: a university's page behind a title, ``[[Project]]`` beside one."""
    if parts.said == "label":
        return len(entry.title.split()) > 3 and bool(_SCHOLARLY.match(entry.url or ""))
    return parts.said in ("bold", "plain") and len(entry.title.split()) > 3 and not parts.title[:1].islower()


def any_entry(text: str, line: int, end: int, references: dict[str, str] | None = None) -> Entry:
    """As :func:`entry_of`, for what is known to be an entry, such as a row of a table of papers."""
    return _read(text, line, end, squeeze, references)[1]


def _read(text: str, line: int, end: int, mend: Mender, references: dict[str, str] | None) -> tuple[Parts, Entry]:
    text = _BOTH.sub("**", text) if "***" in text else text
    text = text.replace("~~", "") if "~~" in text else text
    text = _KEY_FIRST.sub("", text) if text[:1] == "[" else text
    text = _CODES_FIRST.sub("", text) if text[:1] == ":" else text
    text = text.replace("```", "`") if "```" in text else text
    text = _NAME_FIRST.sub("", text) if text[:3] == "**(" else text
    text = _TWO_LINES.sub(" ", text) if "**\n" in text else text
    first = _YEAR_AND_VENUE.match(text)
    inline = parse(text[first.end() :] if first else text, references)
    parts = _parts(inline, mend)
    if first:
        parts.year, parts.venue = int(first[1]), parts.venue or first[2]
    entry = with_links(parts, inline, line, end)
    if parts.said == "citation" and not entry.authors and "\n" in inline.bare:
        authors = beside.on_next_line(inline.bare, entry.title)
        entry = entry._replace(authors=authors) if authors else entry
    if parts.said == "citation" and not entry.authors and " al" in inline.bare:
        authors, rest = beside.in_brackets(inline.flat)
        entry = entry._replace(authors=authors, venue=tags.named(rest)) if authors else entry
    if parts.said == "citation" or (entry.authors and entry.venue) or (parts.said == "field" and "*" not in inline.flat):
        return parts, entry
    return parts, _looked_beside(entry, inline)


def _looked_beside(entry: Entry, inline: Inline) -> Entry:
    """The entry with the authors and the venue that are only told by where they stand."""
    flat, bare, authors, venue = inline.flat, inline.bare, entry.authors, entry.venue
    authors = () if authors == (entry.title,) else authors
    if not authors:
        authors, rest = _authors_beside(flat, bare, entry.title)
        authors = authors or beside.behind_link(inline, entry.title)
        if authors == (venue,):  # `(Ann Berg, 2020)` names a person, `(Annals of Boats, 2020)` does not
            person = rest.strip().isdigit() and not names.is_shouted(authors[0])
            authors, venue = (authors, None) if person else ((), venue)
        venue = venue or (_venue_behind(rest) if rest else None)
    elif not venue and " al" in bare:
        people, rest = beside.in_italics(flat)
        venue = _venue_behind(rest) if rest and people == authors else None
    if not venue and (entry.year or authors or entry.links):
        venue = beside.venue_named(inline, entry.title)
        venue = None if venue and any(venue in a for a in authors) else venue
        if venue and venue[-2:].isdigit() and not entry.year and (of_year := tags.glued(venue, True)):
            venue, entry = of_year[0], entry._replace(year=of_year[1])
    if venue:  # and not a tail of the title
        venue = None if normalised(entry.title) in normalised(venue) else tags.balanced(venue)
        venue = (
            None if venue and (venue in authors or any(venue == a.split()[-1] for a in authors)) else venue
        )  # a citation's label: `[Hsu 1995]`
    same = authors == entry.authors and venue == entry.venue
    return entry if same else entry._replace(authors=authors, venue=venue)


def _authors_beside(flat: str, bare: str, title: str) -> tuple[tuple[str, ...], str]:
    """The authors by the first place that has some, and what stands behind them there, if that may be the venue."""
    authors, rest = beside.in_italics(flat)
    several = " al" in bare or " and " in bare or "&" in bare
    if not authors and (several or (", " in bare and "(" in bare)):
        authors, rest = beside.in_brackets(flat)
    if not authors and (several or "**" in bare):
        authors = beside.by_surname(bare, title)
    authors = authors or beside.before_title(flat, title)
    if not authors and "by " in bare:
        authors = beside.by_one(bare, title)
    if not authors and "|" in bare:
        authors = beside.in_bars(bare, title)
    if not authors and "\n" in bare:
        authors = beside.on_next_line(bare, title) or beside.on_lines_before(bare, title)
    return (() if authors == (title,) else authors), rest  # in a table's row the title comes twice


def _venue_behind(rest: str) -> str | None:
    """The venue behind *et al.*, where it has a year or a venue's words; else it is where the authors are from."""
    dated = citation.year_of(rest) or citation.begins_venue(rest) or citation.names_venue(rest) or is_tag(rest)
    return tags.named(rest) or (citation.venue_of(rest) if dated else None)


_RULES = (
    fields.by_field,
    titles.by_quotes,
    behind.by_italics,
    behind.by_bold,
    titles.by_name,
    titles.by_italics_first,
    titles.by_markup,
    titles.by_gbt,
    sentences.by_plain,
)


def _parts(inline: Inline, mend: Mender) -> Parts:
    """The title and what goes with it, by the first rule that holds."""
    flat, bare = inline.flat, inline.bare
    for rule in _RULES:
        parts = rule(inline, mend)
        if parts and parts.title.strip():
            break
    else:
        parts = Parts()
    if not parts.venue and (first := tags.year_and_venue_first(flat)):
        parts.venue, parts.year = (
            tags.named(f"{first[2]} 2000"),
            parts.year or int(first[1] if len(first[1]) == 4 else f"20{first[1]}"),
        )
        parts.title = parts.title.removeprefix(first[0].strip(" *_")).strip().removeprefix(f"{first[2]} - ")
    placed.glued_before(parts, bare)
    if not _WORD.search(bare.replace(parts.title, "", 1) if parts.title else bare):
        title = parts.title if parts.title.isascii() else _without_place(parts.title)
        parts.title = clean_title(title)  # there is nothing but the title
        if parts.said not in ("bold", "label") or tags.without_tags(parts.title) == parts.title:
            return placed.with_labels(parts, inline)
    named = parts.said == "field"
    parts.authors = parts.authors or (() if named else fields.authors_of(bare))
    parts.authors = parts.authors or _italic_authors(flat, parts.title) or _line_authors(bare, parts.title)
    parts.venue = (
        (None if named or "\n" not in bare else fields.venue_of(bare)) or parts.venue or tags.venue_in(inline, parts.title)
    )
    if parts.said in ("bold", "label"):
        parts.title = tags.without_tags(plain(parts.title).strip())
    placed.venue_before(parts, inline)
    parts.year = parts.year or tags.year_in(bare, parts.title)
    parts = placed.with_labels(parts, inline)
    title = plain(parts.title)
    parts.title = clean_title(_without_place(_EMPTY.sub("", title)) if "(" in title or "（" in title else title)
    return parts


def _without_place(title: str) -> str:
    """The title without the authors' institution, or a remark in another script, in brackets at its end."""
    remark = _IN_CHINESE.search(title) if not title.isascii() else None
    title = title[: remark.start()].rstrip() if remark and title[: remark.start()].isascii() else title
    found = _PLACE.search(title) if title.rstrip()[-1:] in ")）" else None
    return title[: found.start()] if found and len(title[: found.start()].split()) > 2 else title


def _italic_authors(flat: str, title: str) -> tuple[str, ...]:
    if "*" not in flat and "_" not in flat:
        return ()
    text = flat[: tags.LOOKED_AT].replace("\\*", "")
    found = [(m.start(), plain(m[2])) for m in tags.italics(text) if text[m.start() - 1 : m.start()] not in ("(", "（")]
    found = [(at, t) for at, t in found if t != title]
    several = next((t for _, t in found if names.is_name_list(t)), None)
    alone = several or next(
        (
            t
            for at, t in found
            if 1 < len(t.split()) < 4 and names.is_name(t.rstrip(" .")) and not is_tag(t) and not beside.after_links(text, at)
        ),
        None,
    )
    return names.split_names(alone) if alone else ()


def _line_authors(bare: str, title: str) -> tuple[str, ...]:
    """Authors on a line, or in a sentence, of their own after the title."""
    at = (bare.replace("\n", " ") if "\n" in bare else bare).rfind(title[:40]) if title else -1
    after = bare[at + len(title) :] if at >= 0 else bare
    for piece in _PIECES.split(unstressed(after[:4000])):
        if len(piece) < 6 or piece.islower():
            continue
        bare = tags.without_year(piece).lstrip(_PIECE_STARTS).rstrip(_PIECE_ENDS)
        if len(bare) > 5 and not is_tag(bare) and not sentences.is_in_venue(bare) and (people := _before_venue(bare, piece)):
            return people
    return ()


def _before_venue(bare: str, piece: str) -> tuple[str, ...]:
    """The names of ``A. Lee, B. Kim`` or ``A. Lee, B. Kim, ICML 2024``."""
    people, opened, venue = bare.partition(" (") if " (" in bare else bare.partition(", ")
    alone = 1 < len(people.split()) < 4 and names.is_name(people) and venue.split(" ", 1)[0] in tags.ACRONYMS
    if opened and is_tag(venue) and (alone or names.is_name_list(people)):
        return names.split_names(people)  # `Ann Lee, Bo Chen (ICML 2024)`, `Ann Lee, ICML 2024`
    bare = bare + "." if bare[-3:-1] == ", " and bare[-1].isupper() else bare  # `Berg, M. and Hale, T.`
    head, _, last = bare.rpartition(" ")
    if "," in head and last in tags.ACRONYMS and names.is_name_list(head):
        return names.split_names(head)  # `Ann Lee, Bo Chen arXiv`
    if (listed := _INITIALS_STOP.match(bare)) and names.is_name_list(listed[1]) and names.has_initials(listed[1].split(",")[0]):
        return names.split_names(listed[1])  # `Lin X, Beling P A, Cogill R. arXiv`
    if names.is_name_list(bare):
        people, _, last = bare.rpartition(", ")
        short = names.has_initials(people.strip(" ,").partition(",")[0]) and not names.has_initials(last)
        if short and bare != piece.strip():
            return names.split_names(people)  # `B. Berg, Pattern Recognition 2018`
        return names.split_names(people if people and citation.begins_venue(last) else bare)
    if "," not in bare or not citation.year_of(piece):
        return ()
    found, after = citation.rest_authors(bare)
    sure = len(found) > 1 or any(map(names.has_initials, found))
    return found if sure and (citation.begins_venue(after) or len(after.split()) < 6) else ()


def _is_work(entry: Entry, parts: Parts) -> bool:
    """Whether this is a work of research and not a tool, a site or a person."""
    if entry.arxiv_id or entry.doi or any(map(is_paper, entry.links)):
        return True
    if parts.named_paper and len(entry.title.split()) > 3:
        return True
    if parts.said != "citation" and entry.links and all(map(_SHOWN.match, entry.links)):
        return False  # a talk, a course, a book in a shop
    if parts.said in ("citation", "field"):
        return bool(entry.authors or entry.venue or entry.year)
    known = bool(parts.authors or parts.venue) and bool(entry.year or entry.links)
    known = known or bool(entry.authors and entry.year)
    known = known or bool(parts.said == "label" and entry.venue and entry.year and entry.links)
    return known and (len(entry.title.split()) > 2 or bool(entry.venue and entry.year and parts.said == "plain"))
