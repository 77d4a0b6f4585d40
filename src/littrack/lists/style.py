"""A new entry in the style of a neighbour: the neighbour's own text with its title, authors, links and date exchanged."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from littrack.lists import name_label, record_style, tags
from littrack.lists.addition import Addition
from littrack.lists.byline import SLOT, exchanged_authors, flexible
from littrack.lists.columns import is_row
from littrack.lists.dates import MONTH, MONTH_FIRST, NUMERIC, SHORT_MONTH, YEAR, redated, undated
from littrack.lists.entry import Entry
from littrack.lists.inline import is_generic
from littrack.lists.link_style import PICTURE, URL, exchanged_links, without_extras
from littrack.lists.text import normalised
from littrack.lists.venue_style import exchanged_doi, exchanged_venue
from littrack.lists.wording import FIRST, escaped, named, own_words, short_name, without_remark

_ID = re.compile(r"\d{4}\.\d{4,5}(?:v\d+)?|(?<![a-z-])[a-z-]++(?:\.[A-Z]{2})?/\d{7}(?:v\d+)?")
_OWN_LABEL = re.compile(r"\*\*(\[([^\[\]]{2,40})\]\s+)$")  # `**[R2R dataset] The neighbour's title**`


def written(
    neighbour: str,
    entry: Entry,
    addition: Addition,
    section: str = "",
    common: frozenset[str] = frozenset(),
    filler: Mapping[int, str] = MappingProxyType({}),
    shared: frozenset[str] = frozenset(),
    preprint: str = "arXiv",
    told_as: str = "",
) -> str | None:
    """``neighbour``, the text of ``entry``, with everything of that paper exchanged for the new one.

    Args:
        neighbour: the lines of ``entry`` as they stand in the list.
        entry: what was read there.
        addition: the new paper.
        section: the heading of the section that the paper goes to; a table may repeat it in a column.
        common: words that the list repeats in its entries; any other word that is left over was the neighbour's own.
        filler: what each column of the list's tables has where there is nothing to say.
        shared: what the cells of many of its rows say; any other cell is left empty.
        preprint: how the list writes arXiv where it names venues.
        told_as: the same with a date, as one of its preprints has it; empty where they have no form in common.

    Returns:
        The new text; None where some part of the neighbour could not be exchanged, so that it would be left over.
    """
    slots: dict[str, str] = {}
    neighbour, form = name_label.joined(neighbour, entry)
    if label := _LABEL.match(neighbour):
        slots["K"] = _key(addition, label[2])
        neighbour = f"{label[1]}{SLOT}K{neighbour[label.end(2) :]}"
    neighbour = _with_icons(_with_own_anchor(neighbour, addition), shared, slots)
    unfolded = _FOLD.sub(lambda fold: _refolded(fold, entry, addition, slots), neighbour)
    text = _title(without_extras(unfolded, entry, addition), entry, addition, slots)
    if text is None or (text := exchanged_authors(text, entry, addition, slots)) is None:
        return None
    text = exchanged_links(text, entry, addition, slots)
    if text is None:
        return None
    text = _category(text, entry, section, slots)
    text = exchanged_venue(short_name(text, slots, addition), entry, addition, slots, preprint, told_as)
    text = _cells(_named_cell(exchanged_doi(text, entry, addition, slots), entry, addition, slots, shared), shared, filler)
    text = without_remark(text, shared)
    if (text := own_words(text, entry, addition, slots, common)) is None:
        return None
    text = _dated(text, neighbour, entry, addition, slots)
    if slots.get("M") in (addition.title, slots["T"]):
        slots["M"] = (addition.code_url or "").rstrip("/").rpartition("/")[2] or "Link"  # there is no short name
        text = re.sub(r"\s?\ue000M(?=[)】]|\](?!\())", "", text)
    if addition.dated is None and (text := undated(text)) is None:
        return None
    text = _TICKED.sub(r"\1[ ]", _tidied(text, neighbour)).replace("~~", "")  # what is struck through has been read
    text = text if ".." in neighbour else re.sub(r"\.\.(?!\.)", ".", text)
    text = text if "()" in neighbour else _NOTHING.sub("", text)
    if _is_broken(text.replace(f"{SLOT}A", slots.get("A", "")), neighbour):
        return None
    for mark, value in slots.items():
        text = text.replace(SLOT + mark, value)
    return name_label.parted(text, addition, form) if _holds(text, entry, addition) else None


def _dated(text: str, neighbour: str, entry: Entry, addition: Addition, slots: dict[str, str]) -> str:
    """The text with the new paper's id and dates, those that are glued to a venue too."""
    day = addition.dated
    if day and tags.year_and_venue_first(re.sub(rf"^{FIRST}", "", neighbour)):
        text = re.sub(r"(?<!\d)\d\d(?=-\ue000V-)", f"{day.year % 100:02d}", text, count=1)
    text = redated(_ID.sub(addition.arxiv_id or "", text) if addition.arxiv_id else text, addition)
    if day and slots.get("V", "").casefold() == "preprint":
        text = re.sub(r"(?<=\ue000V)(?:19|20)\d\d\b", "", text)  # `NeurIPS2019`, and `Preprint` alone
    if day:
        behind = f"-{day.year % 100:02d}" if addition.venue else ""  # `NIPS-18`, and `arXiv` alone
        text = re.sub(r"(?<=\ue000V)-\d\d\b(?=\s)", behind, text)
        text = re.sub(r"(?<=\ue000V-)(?:19|20)\d\d\b", str(day.year), text)  # `ICLR-2017`
        text = re.sub(r"(?<=\ue000V)(\s?['’‘])\d\d\b", rf"\g<1>{day.year % 100:02d}", text)  # `ACL'23`
        text = re.sub(r"(?<=\ue000V)\d\d\b(?![\w.-])", f"{day.year % 100:02d}", text)  # `ACL23`
        text = re.sub(rf"(?i)\b(arxiv\s?['’‘]?){(entry.year or 0) % 100:02d}\b(?!\.)", rf"\g<1>{day.year % 100:02d}", text)
    return text


# What is folded away about one work.
_FOLD = re.compile(
    r"(\n?+(?<![ \t])[ \t]*+<details\b[^<>]*>\s*<summary\b[^<>]*>(.{0,200}?)</summary>\s*).*?(\s*</details>)", re.S | re.I
)


def _refolded(fold: re.Match[str], entry: Entry, addition: Addition, slots: dict[str, str]) -> str:
    """A folded abstract with the new paper's; nothing where that is not known, or something else is folded away."""
    if normalised(entry.title) in normalised(fold[2]):
        return fold[0]  # all of the entry is folded away below its title
    if not addition.abstract or "abstract" not in fold[2].casefold():
        return ""
    slots["Z"] = escaped(addition.abstract, "<td")
    return f"{fold[1]}{SLOT}Z{fold[3]}"


_NOTHING = re.compile(r"(?:(?<![\] \t])[ \t]++|(?<!\]))\([ \t]*+\)")  # what is left of links in brackets
# The place in the list by which others lead to an entry: `<a id='berg2016quays' href='#berg2016quays'>`.
_ANCHOR = re.compile(r"<a\s+(?:id|name)\s*=\s*['\"]([\w:.-]{4,80})['\"]")


def _with_icons(neighbour: str, shared: frozenset[str], slots: dict[str, str]) -> str:
    """The neighbour with the pictures that its list has for kinds of links, as ``[<img src="github.svg">](…)``, set aside."""
    pictures = PICTURE.findall(neighbour) if "<img" in neighbour or "![" in neighbour else []
    icons = [p for p in dict.fromkeys(pictures) if p in shared and (f"[{p}](" in neighbour or f">{p}</a>" in neighbour)]
    for mark, icon in zip("IJ", icons, strict=False):
        slots[mark] = icon
        neighbour = neighbour.replace(icon, SLOT + mark)
    return neighbour


def _with_own_anchor(neighbour: str, addition: Addition) -> str:
    anchor = _ANCHOR.search(neighbour)
    return re.sub(rf"(?<![\w-]){re.escape(anchor[1])}(?![\w-])", record_style.key(addition), neighbour) if anchor else neighbour


# A task that is done: the new one is not.
_TICKED = re.compile(r"^(\s*[-*+]\s+)\[[xX]\](?=\s)")
# The label of a citation in reStructuredText.
_LABEL = re.compile(
    r"^(\.\. \[|[-*+][ \t]+\[(?=[A-Z][\w-]+ (?:19|20)\d\d[a-z]?\][ \t]*\n))(?=[A-Za-z])([\w.:-]+(?: \d{4}[a-z]?)?)\]"
)


def _key(addition: Addition, like: str) -> str:
    """``Lee2025``: a label for a citation."""
    surname = normalised(addition.authors[0].split()[-1]).capitalize() if addition.authors else "Anonymous"
    year = str(addition.dated.year) if addition.dated else ""
    short = re.search(r"[A-Za-z]\d\d[a-z]?$", like)
    return f"{surname}{' ' if ' ' in like else ''}{year[2:] if short else year}".strip()


def _is_neighbours(line: str) -> bool:
    """Whether an unchanged line is a field of the neighbour's own: ``- OpenReview: 8, 6, 6``, and not ``- Venue: arXiv``."""
    found = _FIELD.match(line)
    return found is not None and SLOT not in line and not tags.is_tag(line[found.end() :].strip(" *_`"))


_FIELD = re.compile(r"[^\w\n]*+[A-Za-z\u4e00-\u9fff][\w /;-]{1,20}[*_]*[:：][*_]*\s*(?=\S)")
_ONLY_LABEL = re.compile(r"\s*[-*+•]?\s*[*_]*(?:[^\w\s*_]{1,3}\s)?[\w /-]{2,20}[*_]*[:：][*_]*\s*(?:\(\d{1,2}/\d{1,2}\)\s*)?")


def _tidied(text: str, neighbour: str) -> str:
    """The text without lines of which only a bullet or a label is left, and without blank lines at its end."""
    had = {line.strip() for line in neighbour.split("\n")}
    kept = [
        x
        for n, x in enumerate(text.split("\n"))
        if n == 0 or (not _is_neighbours(x) if x.strip() in had else _says_something(x) and not _ONLY_LABEL.fullmatch(x))
    ]
    for n in range(len(kept) - 1, 0, -1):  # lines that had a badge of the neighbour's
        if not kept[n].strip() and sum(not x.strip() for x in kept) > sum(not x.strip() for x in neighbour.split("\n")):
            del kept[n]
    if not WIDE.search(neighbour):  # what stood between was the neighbour's
        kept = [WIDE.sub(" ", x) for x in kept]
    if len(kept) > 1:
        return "\n".join(kept).rstrip("\n")
    return kept[0].rstrip() if "\n" in neighbour else kept[0]  # what broke the line before the others is of no use


# Spaces within a line that are more than one.
WIDE = re.compile(r"(?<=[^\s|])[ \t]{2,}(?=[^\s|])")


def _says_something(line: str) -> bool:
    """Whether a line has more than a bullet and tags; a table's cells may be empty."""
    return "<t" in line or re.search(r"[\w\ue000|]", re.sub(r"<[^<>]*>|&[a-z]+;?", "", line)) is not None


def _holds(text: str, entry: Entry, addition: Addition) -> bool:
    """Whether the text, read again, is the new paper and nothing of the old one is left."""
    if entry.arxiv_id and entry.arxiv_id != addition.arxiv_id and entry.arxiv_id in text:
        return False
    others = normalised(text).replace(normalised(addition.title), "")
    if normalised(entry.title) in others or (entry.doi and entry.doi in text.casefold()):
        return False
    named = not addition.arxiv_id or addition.arxiv_id in text or not (entry.links or entry.arxiv_id)
    return normalised(addition.title) in normalised(text) and named


def _is_broken(text: str, neighbour: str) -> bool:
    """Whether a bracket or a mark of emphasis has lost its other half."""
    text, neighbour = (_BULLETS.sub("", x) for x in (text, neighbour))
    counts = [(text.count(x) - neighbour.count(x)) for x in "[]()*`"]
    if not _NO_LABEL.search(neighbour) and _NO_LABEL.search(text):
        return True
    return counts[0] != counts[1] or counts[2] != counts[3] or any(n % 2 for n in counts[4:])


_NO_LABEL = re.compile(r"(?<!\])\((?:\ue000[LPC]|https?:[^()\s]*)\)|(?<!!)\[\]\(\ue000[LPC]\)")
_BULLETS = re.compile(r"^\s*\*\s", re.M)


def _title(text: str, entry: Entry, addition: Addition, slots: dict[str, str]) -> str | None:
    addresses = [m.span() for m in URL.finditer(text)]  # some have the title in them, too
    found = [m for m in flexible(entry.title).finditer(text) if not any(a < m.start() < b for a, b in addresses)]
    if not found:
        return None
    last = found[-1]
    fenced = text[last.start() - 1 : last.start()] == "`"
    slots["T"] = addition.title if fenced else escaped(addition.title, text)
    end = last.end()
    if text[end : end + 1] == "." and addition.title[-1:] in "?!":
        end += 1
    for match in reversed(found):
        head = re.sub(r"\(\W{1,3}\)\s*$", "", text[: match.start()])
        if match[0].count("**") % 2 and head.endswith("**"):  # only the name is in bold: `**BOAT**: A Title`
            name, colon, about = slots["T"].partition(":")
            head, slots["T"] = (head, f"{name}**:{about}") if colon else (head[:-2], slots["T"])
        own = _OWN_LABEL.search(head)
        head = head[: own.start(1)] if own and not tags.is_tag(own[2]) else head
        text = head + text[match.start() :]
        match_end = (end if match is last else match.end()) - (match.start() - len(head))
        cell = match is not last and is_row(text) and head.rstrip(" *`").endswith("|")
        label = head[-1:] == "`" or (head[-1:] == "[" and len(entry.title.split()) < 4 and named(addition)[0] != addition.title)
        sign = "M" if match is not last and (cell or label) else "T"  # the short name is the whole title
        slots[sign] = named(addition)[0] if sign == "M" else slots["T"]
        nameless = cell and slots[sign] == addition.title
        text = head + ("?" if nameless else SLOT + sign) + text[match_end:]  # the cell of it is emptied below
    return text


def _plain_name(text: str, entry: Entry, addition: Addition, slots: dict[str, str]) -> str:
    """A row with the short name, with which its title begins, in a cell of its own: ``| LaBoat | [LaBoat: Models for Boats](…) |``."""
    name, own = named(addition)[0], entry.title.partition(":")[0].strip()
    cell = re.search(rf"(?:^|\|)[ \t]*(?:\*\*)?({re.escape(own)})(?:\*\*)?[ \t]*(?=\|)", text)
    if cell is None or name == addition.title:
        return text
    slots.setdefault("M", escaped(name, text))
    return f"{text[: cell.start(1)]}{SLOT}M{text[cell.end(1) :]}"


def _named_cell(text: str, entry: Entry, addition: Addition, slots: dict[str, str], shared: frozenset[str]) -> str:
    """A table's row whose paper is the link of its short name, in a cell of its own: ``| [LaBoat](…) | Models for Boats |``."""
    text = _plain_name(text, entry, addition, slots) if is_row(text) and ":" in entry.title else text
    found = _NAMED_CELL.search(text) if is_row(text) and f"{SLOT}T" in text else None
    if not found or is_generic(found[2]) or found[0].strip("| ") in shared or f"{SLOT}T" in found[0]:
        return text
    slots.setdefault("M", named(addition)[0])
    return text[: found.start(2)] + SLOT + "M" + text[found.end(2) :]


_NAMED_CELL = re.compile(r"(?:^|\|)(\s*[*_]{0,2})\[([\w .+@/-]{1,30})\](?=\(\ue000[LP]\)[*_]{0,2}\s*\|)")


def _cells(text: str, shared: frozenset[str], filler: Mapping[int, str]) -> str:
    """A table's row without what the neighbour's other cells say of it; numbers and dates are for later."""
    if not is_row(text):
        return text
    cells = _BORDER.split(text)
    first, last = int(not cells[0].strip()), len(cells) - (not cells[-1].strip())
    for n in range(first, last):
        bare = cells[n].strip()
        known = (
            SLOT in cells[n]
            or bare in shared
            or "arxiv" in bare.casefold()
            or (len(bare) < 30 and (_DATE if n > first else _DATE_OR_NUMBER).fullmatch(bare))
        )
        if not bare or not known:
            said = filler.get(n, filler.get(-1, ""))
            cells[n] = (f" {said} " if " " in cells[n] else said) if said else " " if bare else cells[n]
    return "|".join(cells)


_BORDER = re.compile(r"(?<!\\)\|")
_DATE = re.compile(
    rf"[\W_]*(?:\d{{1,2}}(?:st|nd|rd|th)? )?(?:{YEAR.pattern}|{SHORT_MONTH.pattern}|{NUMERIC.pattern}|{MONTH_FIRST.pattern}|{MONTH.pattern})[\W_\d]*"
)
_DATE_OR_NUMBER = re.compile(rf"[\W_]*[A-Z]{{0,2}}\d{{1,4}}[\W_]*|{_DATE.pattern}")


def _category(text: str, entry: Entry, section: str, slots: dict[str, str]) -> str:
    """A table's column that repeats the section."""
    own = entry.paths[0][-1] if entry.paths and entry.paths[0] else ""
    if not section or not own:
        return text
    found = re.search(rf"(<td[^<>]*>\s*|\|\s*){re.escape(own)}(?=\s*(?:</td|\|))", text)
    if found is None:
        return text
    slots["S"] = section
    return text[: found.end(1)] + SLOT + "S" + text[found.end() :]


def plain_entry(bullet: str, addition: Addition) -> str:
    """The plainest entry, for a list whose entries nothing can be learned from."""
    link = addition.link
    title = escaped(addition.title, bullet)
    return f"{bullet}[{title}]({link})" if link else f"{bullet}{title}"
