"""One entry's text in Markdown or HTML → one Entry: which words are the title, which the authors, and where the links lead."""

from __future__ import annotations

import re

from littrack.lists import behind, beside, citation, names, tags
from littrack.lists.entry import Entry
from littrack.lists.inline import Inline, is_generic, parse, plain, unstressed
from littrack.lists.linked import Parts, with_links
from littrack.lists.links import is_paper
from littrack.lists.tags import is_tag
from littrack.lists.text import SPACES, Mender, clean_title, normalised, squeeze

_MARK = re.compile("\ue000[\ue100-\uf8ff]")
_FIELD = r"[\s>*+\-•]*[*_`]*(?:{names})[*_`]*\s*[*_`]*\s*[:：]{{1,2}}[*_`]*[ \t]*([^\n]+)"
_TITLE_FIELD = re.compile(_FIELD.format(names=r"(?:paper|full|original)?\s*title|论文(?:题目|标题)?|标题|题目"), re.I)
_AUTHOR_FIELD = re.compile(_FIELD.format(names=r"(?:paper\s*)?authors?(?:\s*list)?|by|作者"), re.I)
_VENUE_FIELD = re.compile(
    _FIELD.format(names=r"venues?|published(?:\s+(?:in|at))?|publication|conference|journal|booktitle|会议|期刊|发表于?"), re.I
)
_BOLD = re.compile(r"(\*\*|__)(?=\S)([^*]{2,600}?)(?<=\S)\1")
_BOTH = re.compile(r"\*{3}")  # bold and italic at once
_IN_BRACKET = re.compile(r"\w{3} [^()\n]{12,}\([^()\n]{1,60}$")  # a bracket that is open after a longer text
_QUOTE = re.compile('[“"„«「《＂]')
_HTML_TAG = re.compile(r"<[^<>]{1,500}>")
_STARS = re.compile(r"\*{1,3}|(?<!\w)_(?=\w)|(?<=\w)_(?!\w)")
_STRESS = re.compile(r"\*{1,3}|(?<!\w)_+(?=\S)|(?<=\S)_+(?!\w)|`")
_WORD = re.compile(r"\w\w")
_NO_WORDS = re.compile(r"\W*")
_NAME_FIRST = re.compile(
    r"\s*(?:\*\*|__)?[\[(【]?\s*(?:\*\*)?([^\[\]*【】]{1,30})(?:\*\*)?[\])】]?(?:\*\*|__)?\s*[:：,-]?\s*(?=\S)"
)
_PLACE = re.compile(
    r"\s+\(`[\w .+@/-]{1,30}`\)\s*$|\s*[(（][_*]{0,2}[^()（）]{0,80}?(?:\b(?:Universit(?:y|é|ät)|Univ\.|Institute|Laborator(?:y|ies)|College|Academy|Research|Google|Microsoft|DeepMind|OpenAI|NVIDIA|Tsinghua|Stanford|Berkeley|MIT|CMU)\b|大学|学院|研究)[^()（）]{0,80}[)）]\W*$"
)
_IN_CHINESE = re.compile(r"[(（][^()（）]{0,60}[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3][^()（）]{0,60}[)）]\W*$")
_EMPTY = re.compile(r"^\s*\(\W*\)\s*")
_NAME_BOLD = re.compile(r"^\s*(?:\*\*|__)[\[【][^\[\]【】*]{1,40}[\]】](?:\*\*|__)\s+(?=[^\s|]+\s+[^\s|\[])")
_NAME_MARKED = re.compile(r"\s*(?:\*\*|__|[\[【])")
# A short name in front of a quoted title: `**AutoRT**: "…"`, `**[RT-2]** "…"`, `LEO: "…"`.
_SHORT_NAME = re.compile(
    r"\s*(?:(?:\*\*|__|`)[^*_`]{1,60}(?:\*\*|__|`)\s*[:：,-]?|[\[【][^\[\]】]{1,40}[\]】]\s*[:：,-]?|[\w .+@/&-]{1,30}(?:\([^()]{1,20}\))?\s*[:：])\s*(?:\*\*|__)?[“\"„«「《]"
)
_YEAR_AND_VENUE = re.compile(r"\s*((?:19|20)\d\d)[,.:]?\s+\*\*([A-Za-z][\w .&+-]{1,24})\*\*[,.:]\s+(?=\S.{8})")
_PLACES = re.compile(r"\s*[(（][^()（）]{2,80}[)）]")  # where the authors are from
_TAGGED = re.compile(r"\s*\[(?!Re\])[^\[\]]{2,40}\]\s+(?=\S+\s+\S+\s+\S)")  # `**[R2R dataset] The paper's title**`
# A journal with its volume and page, or people, where a citation has no title.
_NO_TITLE = re.compile(r"^(?:[A-Z][A-Za-z]*\.?,?\s+){1,5}\d+,\s*[A-Z]?\d+(?:\W+(?:19|20)\d\d\W*)?$|^[A-Z][\w'-]+ et al\.,")
_NUMBER = re.compile(r"\s*(?:\[\d{1,3}\]|\d{1,3}[.)、])\s+")
_NAME_TWICE = re.compile(r"^\(?([\w-]{2,20})\)?\s+(?=\1\b)")
_DATE_FIRST = re.compile(r"[\s`*_]*((?:19|20)\d\d(?:[-./]\d{1,2}){0,2})[\s`*_]*[:：|,. -][\s*_]*(?=\D)")
_FIELD_LINE = re.compile(r"[\w ]{2,20}[:：](?:\s|$)")
_BARS = re.compile(r"\s\|\s|\n|(?<!\w)[*_]{1,2}|[*_]{1,2}(?!\w)")
_DASH = re.compile(r"\s+(?:[|—–]\s+|-\s+(?=[A-Z*_(\[]))")
# Each begins with one character, or one of a few, which is found many times faster.
_FULL_STOP = re.compile(r"[.?!](?:(?<!\bvs[.?!])(?<=[^\s.][a-z\d)\]?!”\"A-Z][.?!])\s+(?=[A-Z*_(\[“\d]|arXiv)|(?<=et al\.)\s+)")
_COMMA = re.compile(r",\s+")
_WRITTEN_BY = re.compile(r"(.{10,}?)\s+by\s+(.+)$")
_PIECES = re.compile(r"\n|\.(?<=\w\w\.)\s|\||:|：|•|·|\)[\s,]")
_FIRST_SENTENCE = re.compile(r"\W*(.{4,2000}?(?:et al|\w\w))\.\s+(.*)$", re.S)
_EMOJI = re.compile("^[\\s*_]*(?:[\U0001f000-\U0001faff\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\ufe0f\u200d]+\\s*)+")
_PIECE_STARTS, _PIECE_ENDS = SPACES + "([–—-", SPACES + ")]."
_SHOWN = re.compile(r"https?://(?:[\w-]+\.)*(?:youtube|youtu|vimeo|bilibili|amazon|coursera|udacity|udemy|edx)\.", re.I)
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
    if not _TITLE.search(entry.title) or _NO_TITLE.search(entry.title):
        return "no title found"
    if not _is_work(entry, parts):
        return "no paper link, authors or venue"
    return entry


def by_company(
    text: str, line: int, end: int, *, mend: Mender = squeeze, references: dict[str, str] | None = None
) -> Entry | None:
    """The entry of a text that names no venue, no authors and no link, among others that are papers; None if it has no title."""
    parts, entry = _read(text, line, end, mend, references)
    words = entry.title.split()
    if not 2 < len(words) < 40 or entry.url or entry.title.endswith("?") or words[0][0].islower():
        return None
    return entry if parts.said != "citation" or entry.authors else None


def any_entry(text: str, line: int, end: int, references: dict[str, str] | None = None) -> Entry:
    """As :func:`entry_of`, for what is known to be an entry, such as a row of a table of papers."""
    return _read(text, line, end, squeeze, references)[1]


def _read(text: str, line: int, end: int, mend: Mender, references: dict[str, str] | None) -> tuple[Parts, Entry]:
    text = _BOTH.sub("**", text) if "***" in text else text
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
    if not authors:
        authors, rest = beside.in_italics(flat)
        several = " al" in bare or " and " in bare or "&" in bare
        if not authors and (several or (", " in bare and "(" in bare)):
            authors, rest = beside.in_brackets(flat)
        if not authors and (several or "**" in bare):
            authors = beside.by_surname(bare, entry.title)
        if not authors and "|" in bare:
            authors = beside.in_bars(bare, entry.title)
        if not authors and "\n" in bare:
            authors = beside.on_next_line(bare, entry.title) or beside.on_lines_before(bare, entry.title)
        venue = venue or (tags.named(rest) or citation.venue_of(rest) if rest else None)
    if not venue and (entry.year or authors or entry.links):
        venue = beside.venue_named(inline, entry.title)
    if venue:  # and not a tail of the title
        venue = None if normalised(entry.title) in normalised(venue) else tags.balanced(venue)
    same = authors == entry.authors and venue == entry.venue
    return entry if same else entry._replace(authors=authors, venue=venue)


def _parts(inline: Inline, mend: Mender) -> Parts:
    """The title and what goes with it, by the first rule that holds."""
    flat, bare = inline.flat, inline.bare
    for rule in (_by_field, _by_quotes, behind.by_italics, _by_markup, _by_gbt, _by_plain):
        parts = rule(inline, mend)
        if parts and parts.title.strip():
            break
    else:
        parts = Parts()
    if not parts.venue and (first := tags.year_and_venue_first(flat)):
        parts.venue, parts.year = first[2], parts.year or int(first[1] if len(first[1]) == 4 else f"20{first[1]}")
        parts.title = parts.title.removeprefix(first[0].strip(" *_")).strip()
    if not _WORD.search(bare.replace(parts.title, "", 1) if parts.title else bare):
        title = parts.title if parts.title.isascii() else _without_place(parts.title)
        parts.title = clean_title(title)  # there is nothing but the title
        if parts.said not in ("bold", "label") or tags.without_tags(parts.title) == parts.title:
            return parts
    if not parts.authors and parts.said != "field" and _colon(bare) and (named := _field(_AUTHOR_FIELD, bare)):
        parts.authors = names.split_names(_PLACES.sub("", named[1]).strip(" []"))
    parts.authors = parts.authors or _italic_authors(flat) or _line_authors(bare, parts.title)
    if parts.said != "field" and "\n" in bare and _colon(bare) and (venue := _field(_VENUE_FIELD, bare)):
        parts.venue = citation.venue_of(venue[1])
    parts.venue = parts.venue or tags.venue_in(inline)
    if parts.said in ("bold", "label"):
        parts.title = tags.without_tags(plain(parts.title).strip())
    parts.year = parts.year or tags.year_in(bare, parts.title)
    title = plain(parts.title)
    parts.title = clean_title(_without_place(_EMPTY.sub("", title)) if "(" in title or "（" in title else title)
    return parts


def _without_place(title: str) -> str:
    """The title without the authors' institution, or a remark in another script, in brackets at its end."""
    remark = _IN_CHINESE.search(title) if not title.isascii() else None
    title = title[: remark.start()].rstrip() if remark and title[: remark.start()].isascii() else title
    found = _PLACE.search(title) if title.rstrip()[-1:] in ")）" else None
    return title[: found.start()] if found and len(title[: found.start()].split()) > 2 else title


def _colon(bare: str) -> bool:
    return ":" in bare or "：" in bare


def _field(pattern: re.Pattern[str], bare: str) -> re.Match[str] | None:
    """The first line that the field begins."""
    at = 0
    while not (found := pattern.match(bare, at)):
        at = bare.find("\n", at) + 1
        if not at:
            return None
    return found


def _by_field(inline: Inline, mend: Mender) -> Parts | None:
    bare = inline.bare
    if not _colon(bare) or not (found := _field(_TITLE_FIELD, bare)):
        return None
    more = bare.count(":") + bare.count("：") > 1  # else the title's is the only field
    named, venue = (_field(_AUTHOR_FIELD, bare), _field(_VENUE_FIELD, bare)) if more else (None, None)
    title = found[1].strip().strip("`*_ ")
    return Parts(
        title,
        "field",
        names.split_names(_PLACES.sub("", named[1]).strip(" []")) if named else (),
        citation.venue_of(venue[1]) if venue else None,
    )


def _by_quotes(inline: Inline, mend: Mender) -> Parts | None:
    if not _QUOTE.search(inline.flat) and "``" not in inline.flat:
        return None
    text = _STARS.sub("", mend(_HTML_TAG.sub("", inline.bare)))
    cited = citation.quoted(text)
    if not cited:
        return None
    before = text[: max(text.find(cited.title) - 1, 0)]
    longer = any(len(m[2].split()) > len(cited.title.split()) for m in inline.labels)
    if longer or _quotes_inside(before, cited):
        return None
    authors = cited.authors if before and _plausible_authors(before, inline.bare) else ()
    after = _FIRST_SENTENCE.match(cited.rest) if not authors else None
    if after and " " in after[1].rpartition(", ")[2] and names.is_name_list(after[1]):  # and no `Ann. Phys.`
        return Parts(cited.title, "citation", names.split_names(after[1]), citation.venue_of(after[2]), cited.year)
    if not authors and (later := citation.rest_authors(cited.rest))[0]:
        return Parts(cited.title, "citation", later[0], citation.venue_of(later[1]), cited.year)
    return Parts(cited.title, "citation", authors, cited.venue, cited.year)


_JOINING = frozenset(
    ["that", "the", "a", "an", "of", "for", "with", "and", "to", "on", "is", "as", "or", "via", "not", "which"]
)  # a sentence goes on after these


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
    if len(before) > 3000 or is_tag(before) or _NO_WORDS.fullmatch(before) or before.rstrip().endswith(("called", "titled")):
        return False
    if not _SHORT_NAME.match(bare):
        return True
    named, year = citation.year_last(before.strip(" ,.:;-–—*_"))
    named = named.strip(" ,.")
    if year and names.are_people(named):
        return True
    return names.is_name_list(named) and re.search(r",|\band\b|&|\bal\b", named) is not None


def _by_gbt(inline: Inline, mend: Mender) -> Parts | None:
    cited = citation.gbt(mend(inline.bare)) if citation.has_letter(inline.bare) else None
    return Parts(cited.title, "citation", cited.authors, cited.venue, cited.year) if cited else None


def _by_markup(inline: Inline, mend: Mender) -> Parts | None:
    """The title is a link's label or stands in bold."""
    flat, labels = inline.flat, inline.labels
    bolds = [m for m in _BOLD.finditer(flat) if not _is_short_tag(m[2])] if "**" in flat or "__" in flat else []
    bolds = bolds[1:] if bolds and not bolds[0].start() and _NAME_BOLD.match(flat) else bolds
    bolds = [m for m in bolds if not _IN_BRACKET.search(flat, 0, m.start())] if "(" in flat else bolds
    long = (m for m in labels if len(m[2].split()) > 2 and _may_be_title(m[2]))
    first = next(long, None) or next((m for m in labels if _may_be_title(m[2])), None)
    if first and len(first[2].split()) > 2 and (cited := behind.label_of(flat, first, mend(first[2]))):
        return cited
    bold = next((m for m in bolds if len(plain(m[2]).split()) > 2), None)
    if bold and (not first or bold.start() < first.start() or len(plain(bold[2])) > len(first[2])):
        text = _TAGGED.sub("", _NUMBER.sub("", plain(bold[2])))
        author, dash, title = text.partition(" — " if " — " in text else " - ")
        if dash and names.are_people(author):
            return Parts(mend(title), "bold", names.split_names(author))
        if len(text.split()) > 2 or not first:
            return Parts(mend(text), "bold")
    if not first and bolds and not flat[: bolds[0].start()].strip(" *_-•\ufe0f") and len(plain(bolds[0][2]).split()) == 2:
        return Parts(mend(plain(bolds[0][2])), "bold")
    if not first:
        return None
    label = mend(first[2])
    if len(label.split()) > 2 and _after_authors(flat[: first.start()]) and (longer := _before_label(flat, first, mend)):
        return longer
    if len(label.split()) <= 2 and (more := _after_name(flat, first)):
        return _by_plain(Inline(more), mend) or Parts(more, "plain")
    if len(label.split()) <= 2 and (longer := _before_label(flat, first, mend)):
        return longer
    return Parts(label, "label")


def _after_authors(before: str) -> bool:
    """Whether a title and its authors stand before a link: what the link's label names is the venue."""
    pieces = [plain(p).strip(" *_.,") for p in _BARS.split(before)] if before.strip() else []
    authors = next((n for n, p in enumerate(pieces) if len(p) > 5 and names.is_name_list(p)), 0)
    return any(len(p.split()) > 2 and not is_tag(p) for p in pieces[:authors])


def _may_be_title(label: str) -> bool:
    return not is_tag(label) and not names.is_name_list(label)


def _is_short_tag(text: str) -> bool:
    bare = plain(text).strip("[]() ")
    return is_tag(bare) or is_generic(bare) or names.is_name_list(bare)


def _after_name(flat: str, label: re.Match[str]) -> str | None:
    """``[**Name**] The paper's whole title. [[paper]](…)``: a bracketed short name before a longer title."""
    if not flat[: label.start()].rstrip(" *_").endswith(("[", "【")):
        return None
    rest = squeeze(_MARK.split(flat[label.end() :].lstrip("]】*_:：- "), 1)[0].split("\n")[0])
    return rest if len(rest.split()) > 3 else None


def _before_label(flat: str, label: re.Match[str], mend: Mender) -> Parts | None:
    """``Title. Authors. [Venue](…)``: the title stands before a link with a short label."""
    before = flat[: label.start()]
    if len(plain(before).split()) < 4:
        return None
    return _by_plain(Inline(before), mend)


def _by_plain(inline: Inline, mend: Mender) -> Parts | None:
    """The title is plain text, before the first link, a line end or the authors."""
    if behind_lines := behind.on_lines(inline, mend):
        return behind_lines
    text = mend(plain(_lead(_NAME_BOLD.sub("", inline.flat))))
    if _NAME_MARKED.match(text):
        name = _NAME_FIRST.match(text)
        if name and len(name[1].split()) <= 3 and len(text[name.end() :].split()) > 3:
            text = text[name.end() :]
    text = (_STRESS.sub("", text) if "*" in text or "_" in text or "`" in text else text).strip(" ,;:|-–—•·")
    text = _NAME_TWICE.sub("", text.replace("，", ", "))
    cited = citation.dated(text) or citation.semicolons(text) or citation.sentences(text) or citation.unquoted(text)
    if cited:
        return Parts(cited.title, "citation", cited.authors, cited.venue, cited.year)
    return _sentences(text)


def _lead(flat: str) -> str:
    """The text before the links, without tags such as `[2024.05]` and `(ICLR 2024)` in front."""
    whole = head = _EMOJI.sub("", flat).lstrip(" *_-–•|>")
    marks = _MARK.search(head)
    while marks and len(plain(head[: marks.start()]).strip(" []()|*:-").split()) < 2:
        head = head[marks.end() :].lstrip(" ])|*:-,")
        marks = _MARK.search(head)
    head = _MARK.split(head if _WORD.search(head) else whole, 1)[0].rstrip(" [({（【|,，")  # one word may be all of the title
    while (tag := tags.bracketed(head.lstrip(" *_`"))) and (is_tag(tag[1]) or is_generic(tag[1])):
        head = head.lstrip(" *_`")[tag.end() :].lstrip(" *_`:-–|,.")
    if first := _DATE_FIRST.match(head):
        head = head[first.end() :]
    if (opened := head.rfind("[")) > 20 and "]" not in head[opened:] and len(head[opened:].split()) < 5:
        head = head[:opened]  # a remark that a link has cut: `Title [also in [1.2](#caching)]`
    for italics in tags.ITALIC.finditer(head) if "*" in head or "_" in head else ():
        if len(head[: italics.start()].split()) > 2 and beside.authors_and_venue(plain(italics[2]))[0]:
            head = head[: italics.start()]
            break
    return _first_title_line([line for line in head.split("\n") if line.strip(" *_-|>[]()")])


def _first_title_line(lines: list[str]) -> str:
    """Lines up to the one that begins the authors, the venue or another field."""
    kept: list[str] = []
    for line in lines:
        if kept:
            bare = plain(line).strip(" *_-")
            if names.is_name_list(bare) or is_tag(bare) or _FIELD_LINE.match(bare):
                break
        kept.append(line)
    return "\n".join(kept)


def _sentences(text: str) -> Parts | None:
    """``Title. Authors. Venue 2023.`` or ``Authors. Title. Venue.`` or ``Title, Authors, Venue, 2023`` or ``Title (Venue, 2023)``."""
    pieces = _pieces(_before_dash(text))
    if not pieces:
        return None
    several = len(pieces) > 1  # else it is the title, however like a name it looks
    authors = next(
        (n for n, p in enumerate(pieces) if several and not _in_venue(p) and names.is_name_list(tags.without_year(p))), None
    )
    title = next((p for n, p in enumerate(pieces) if n != authors and not is_tag(p) and len(p.split()) > 1), pieces[0])
    end = text.find(title) + len(title)
    mark = text[end] if end < len(text) and text[end] in "?!" else ""
    said = names.split_names(tags.without_year(pieces[authors])) if authors is not None else ()
    cut, more = _commas(tags.without_tags(title))
    cut = tags.without_tags(cut)
    return Parts(cut + (mark if cut == title else ""), "plain", said or more)


def _in_venue(piece: str) -> bool:
    """Whether a sentence names a venue: ``In *COLT 2016*``; there are people, too, whose name begins so."""
    piece = piece.lstrip(" .")
    return piece[:3] == "In " and is_tag(piece[3:] + " 2000")  # the year may be cut off


def _before_dash(text: str) -> str:
    """The text up to a dash, unless the title goes on after it: ``START — Self-Tuning Adaptive Radix Tree (ICDEW 2020)``."""
    for dash in _DASH.finditer(text):
        before, after = text[: dash.start()], _DASH.split(text[dash.end() :], 1)[0]
        short = len(before.split()) == 1 and len(after.split()) > 1
        ends_in_tag = tags.without_tags(after) != after and len(after.split()) > 2
        if "|" in dash[0] or not (short or ends_in_tag) or names.is_name_list(tags.without_tags(after)) or is_tag(after):
            return before
    return text


def _pieces(text: str) -> list[str]:
    """The sentences of a text; one that ends with ``!`` or ``?`` and goes on in the title is joined with the next.

    ``Train on Less! A Study of Pruning (ICML 2021)`` is one title, ``Train on Less? A. Author, B. Author.`` is not.
    """
    whole: list[str] = []
    at = 0
    for stop in _FULL_STOP.finditer(text):
        if stop[0][0] in "!?" and _goes_on(_FULL_STOP.split(text[stop.end() :], 1)[0]):
            continue
        whole.append(text[at : stop.start()])
        at = stop.end()
    return [p for p in [*whole, text[at:]] if p.strip()]


def _goes_on(after: str) -> bool:
    """Whether what stands after ``!`` or ``?`` is more of the title, and not authors, a venue or a date."""
    if len(after.split()) < 2 or citation.begins_venue(after):
        return False
    return not (names.is_name_list(tags.without_year(after)) or is_tag(after))


def _commas(title: str) -> tuple[str, tuple[str, ...]]:
    """``Title, A. Author, B. Author``: names after a comma are no part of the title."""
    pieces = _COMMA.split(title)
    for n in range(1, min(len(pieces), 12)):  # a title has few commas
        tail = ", ".join(pieces[n:])
        if len(", ".join(pieces[:n]).split()) > 2 and names.is_name_list(tail):
            return ", ".join(pieces[:n]), names.split_names(tail)
    by = _WRITTEN_BY.match(title) if " by " in title else None
    if by and names.is_name_list(by[2]):
        return by[1], names.split_names(by[2])
    return title, ()


def _italic_authors(flat: str) -> tuple[str, ...]:
    if "*" not in flat and "_" not in flat:
        return ()
    text = flat[: tags.LOOKED_AT].replace("\\*", "")
    found = [plain(m[2]) for m in tags.italics(text) if text[m.start() - 1 : m.start()] not in ("(", "（")]
    several = next((t for t in found if names.is_name_list(t)), None)
    alone = several or next((t for t in found if 1 < len(t.split()) < 4 and names.is_name(t) and not is_tag(t)), None)
    return names.split_names(alone) if alone else ()


def _line_authors(bare: str, title: str) -> tuple[str, ...]:
    """Authors on a line, or in a sentence, of their own after the title."""
    at = bare.rfind(title[:40]) if title else -1
    after = bare[at + len(title) :] if at >= 0 else bare
    for piece in _PIECES.split(unstressed(after[:4000])):
        if len(piece) < 6:
            continue
        bare = tags.without_year(piece).lstrip(_PIECE_STARTS).rstrip(_PIECE_ENDS)
        if len(bare) > 5 and not is_tag(bare) and not _in_venue(bare) and (people := _before_venue(bare, piece)):
            return people
    return ()


def _before_venue(bare: str, piece: str) -> tuple[str, ...]:
    """The names of ``A. Lee, B. Kim`` or ``A. Lee, B. Kim, ICML 2024``."""
    bare = bare + "." if bare[-3:-1] == ", " and bare[-1].isupper() else bare  # `Berg, M. and Hale, T.`
    if names.is_name_list(bare):
        people, _, last = bare.rpartition(", ")
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
    return known and (len(entry.title.split()) > 2 or bool(entry.venue and entry.year and parts.said == "plain"))
