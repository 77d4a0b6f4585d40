"""A new entry in the style of a neighbour: the neighbour's own text with its title, authors, links and date exchanged."""

from __future__ import annotations

import re

from littrack.lists import tags
from littrack.lists.addition import Addition
from littrack.lists.byline import SLOT, exchanged_authors, flexible
from littrack.lists.dates import MONTH, NUMERIC, SHORT_MONTH, YEAR, redated, undated
from littrack.lists.entry import Entry
from littrack.lists.inline import GENERIC_WORDS
from littrack.lists.links import arxiv_of
from littrack.lists.scan import ITEM
from littrack.lists.text import normalised, squeeze

_ID = re.compile(r"\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+(?:\.[A-Z]{2})?/\d{7}(?:v\d+)?")
_URL = re.compile(r"https?://(?:[^\s<>\"'\[\](){}|]|\([^\s()<>]*\))+")
# A picture of the neighbour's, and not a badge with an arXiv id.
_COMMENT = re.compile(r"[ \t]*<!--.*?-->", re.S)
# A link to a file of the list's own, such as the neighbour's BibTeX.
_RELATIVE = re.compile(r"[\s,;|/·•]*\[+[^\[\]\n]{1,30}\]+\((?!https?:|#|www\.|\))[^()\s]+\)\]?")
_RELATIVE_CELL = re.compile(_RELATIVE.pattern.replace("|/", "/"))  # in a table a bar is a border
_OWN_LABEL = re.compile(r"\*\*(\[([^\[\]]{2,40})\]\s+)$")  # `**[R2R dataset] The neighbour's title**`
_FIGURE = re.compile(r"\s*\[!\[[^\[\]]*\]\((?![^()]*(?:shields|badge))[^()]*\)\]\([^()]*\)")  # one that is a link
_PICTURE = re.compile(r"(?:<br\s*/?>\s*)?(?:<img\b(?![^<>]*arxiv)[^<>]*>|!\[[^\[\]]*\]\((?![^()]*arxiv)[^()]*\))", re.I)


def written(
    neighbour: str,
    entry: Entry,
    addition: Addition,
    section: str = "",
    common: frozenset[str] = frozenset(),
    filler: str = "",
    shared: frozenset[str] = frozenset(),
) -> str | None:
    """``neighbour``, the text of ``entry``, with everything of that paper exchanged for the new one.

    Args:
        neighbour: the lines of ``entry`` as they stand in the list.
        entry: what was read there.
        addition: the new paper.
        section: the heading of the section that the paper goes to; a table may repeat it in a column.
        common: words that the list repeats in its entries; any other word that is left over was the neighbour's own.
        filler: what the list's tables have where there is nothing to say.
        shared: what the cells of many of its rows say; any other cell is left empty.

    Returns:
        The new text; None where some part of the neighbour could not be exchanged, so that it would be left over.
    """
    slots: dict[str, str] = {}
    if label := _LABEL.match(neighbour):
        slots["K"] = _key(addition)
        neighbour = f"{label[1]}{SLOT}K{neighbour[label.end(2) :]}"
    unfolded = _FOLD.sub(lambda fold: _refolded(fold, addition, slots), neighbour)
    text = _title(_without_extras(unfolded, entry, addition, filler), entry, addition, slots)
    if text is None or (text := exchanged_authors(text, entry, addition, slots)) is None:
        return None
    text = _links(text, entry, addition, slots)
    if text is None:
        return None
    text = _category(text, entry, section, slots)
    text = _venue(_short_name(text, slots, addition), entry, addition, slots)
    text = _cells(_doi(text, entry, addition, slots), shared, filler)
    text = _without_remark(text, shared)
    if (text := _own_words(text, entry, addition, slots, common)) is None:
        return None
    if addition.dated and tags.year_and_venue_first(re.sub(rf"^{_FIRST}", "", neighbour)):
        text = re.sub(r"(?<!\d)\d\d(?=-\ue000V-)", f"{addition.dated.year % 100:02d}", text, count=1)
    text = redated(_ID.sub(addition.arxiv_id or "", text) if addition.arxiv_id else text, addition)
    if addition.dated:
        text = re.sub(r"(?<=\ue000V-)(?:19|20)\d\d\b", str(addition.dated.year), text)  # `ICLR-2017`
        text = re.sub(r"(?<=\ue000V)(\s?['’‘])\d\d\b", rf"\g<1>{addition.dated.year % 100:02d}", text)  # `ACL'23`
        text = re.sub(rf"(?<=\ue000V){(entry.year or 0) % 100:02d}\b", f"{addition.dated.year % 100:02d}", text)  # `ACL23`
    if slots.get("M") in (addition.title, slots["T"]):
        text = re.sub(r"\s?\ue000M(?=[\])】])", "", text)  # there is no short name
    if addition.dated is None and (text := undated(text)) is None:
        return None
    text = _TICKED.sub(r"\1[ ]", _tidied(text, neighbour))
    text = text if ".." in neighbour else re.sub(r"\.\.(?!\.)", ".", text)
    for mark, value in slots.items():
        text = text.replace(SLOT + mark, value)
    return text if _holds(text, entry, addition) else None


# What is folded away about one work.
_FOLD = re.compile(r"(\n?[ \t]*<details\b[^<>]*>\s*<summary\b[^<>]*>(.{0,200}?)</summary>\s*).*?(\s*</details>)", re.S | re.I)


def _refolded(fold: re.Match[str], addition: Addition, slots: dict[str, str]) -> str:
    """A folded abstract with the new paper's; nothing where that is not known, or something else is folded away."""
    if not addition.abstract or "abstract" not in fold[2].casefold():
        return ""
    slots["Z"] = _escaped(addition.abstract, "<td")
    return f"{fold[1]}{SLOT}Z{fold[3]}"


# A task that is done: the new one is not.
_TICKED = re.compile(r"^(\s*[-*+]\s+)\[[xX]\](?=\s)")
# The label of a citation in reStructuredText.
_LABEL = re.compile(r"^(\.\. \[)(?=[A-Za-z])([\w.:-]+)\]")


def _key(addition: Addition) -> str:
    """``Lee2025``: a label for a citation."""
    surname = normalised(addition.authors[0].split()[-1]).capitalize() if addition.authors else "Anonymous"
    return f"{surname}{addition.dated.year if addition.dated else ''}"


def _is_neighbours(line: str) -> bool:
    """Whether an unchanged line is a field of the neighbour's own: ``- OpenReview: 8, 6, 6``, and not ``- Venue: arXiv``."""
    found = _FIELD.match(line)
    return found is not None and SLOT not in line and not tags.is_tag(line[found.end() :].strip(" *_`"))


_FIELD = re.compile(r"[^\w\n]*+[A-Za-z\u4e00-\u9fff][\w /-]{1,20}[*_]*[:：][*_]*\s*(?=\S)")
_ONLY_LABEL = re.compile(r"\s*[-*+•]?\s*[*_]*[\w /-]{2,20}[*_]*[:：][*_]*\s*")


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
    if len(kept) > 1:
        return "\n".join(kept).rstrip("\n")
    return kept[0].rstrip() if "\n" in neighbour else kept[0]  # what broke the line before the others is of no use


def _says_something(line: str) -> bool:
    """Whether a line has more than a bullet and tags; a table's cells may be empty."""
    return "<t" in line or re.search(r"[\w\ue000|]", re.sub(r"<[^<>]*>|&[a-z]+;?", "", line)) is not None


def _holds(text: str, entry: Entry, addition: Addition) -> bool:
    """Whether the text, read again, is the new paper and nothing of the old one is left."""
    if entry.arxiv_id and entry.arxiv_id != addition.arxiv_id and entry.arxiv_id in text:
        return False
    if normalised(entry.title) in normalised(text) or (entry.doi and entry.doi in text.casefold()):
        return False
    named = not addition.arxiv_id or addition.arxiv_id in text or not (entry.links or entry.arxiv_id)
    return normalised(addition.title) in normalised(text) and named


def _title(text: str, entry: Entry, addition: Addition, slots: dict[str, str]) -> str | None:
    addresses = [m.span() for m in _URL.finditer(text)]  # some have the title in them, too
    found = [m for m in flexible(entry.title).finditer(text) if not any(a < m.start() < b for a, b in addresses)]
    if not found:
        return None
    last = found[-1]
    fenced = text[last.start() - 1 : last.start()] == "`"
    slots["T"] = addition.title if fenced else _escaped(addition.title, text)
    end = last.end()
    if text[end : end + 1] == "." and addition.title[-1:] in "?!":
        end += 1
    for match in reversed(found):
        head = re.sub(r"\(\W{1,3}\)\s*$", "", text[: match.start()])
        label = _OWN_LABEL.search(head)
        head = head[: label.start(1)] if label and not tags.is_tag(label[2]) else head
        text = head + text[match.start() :]
        match_end = (end if match is last else match.end()) - (match.start() - len(head))
        sign = "M" if match is not last and head[-1:] in ("[", "`") else "T"  # the short name is the whole title
        slots[sign] = _named(addition)[0] if sign == "M" else slots["T"]
        text = head + SLOT + sign + text[match_end:]
    return text


def _escaped(title: str, text: str) -> str:
    """A title that cannot break the markup around it: a bar in a table, brackets in a label, angle brackets in HTML."""
    title = squeeze(title)
    if text.lstrip().startswith("|"):
        title = re.sub(r"(?<!\\)\|", r"\\|", title)
    if re.search(r"<t[dr]|<a\s", text):
        return re.sub(r"&(?!\w{2,8};)", "&amp;", title).replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\[\]<*`])", r"\\\1", title)


def _links(text: str, entry: Entry, addition: Addition, slots: dict[str, str]) -> str | None:
    """The paper's address exchanged, as `abs` or `pdf` as the neighbour has it; None where the neighbour has links of other kinds."""
    found = _URL.findall(text)
    if not found:
        return text
    if addition.link is None:
        return None
    if entry.code_url and set(found) == {entry.code_url}:
        return None  # a neighbour without a link to its paper
    seen: dict[str, str] = {}
    for raw in found:
        if "shields.io" in raw and (re.search(r"arxiv", raw, re.I) or _stars(raw, entry)):
            continue  # a badge; the id in it is exchanged below
        if raw.rstrip(".,") not in entry.links and arxiv_of(raw) is None and raw not in entry.links:
            return None
        seen.setdefault(_same(raw), raw)
    if len(seen) > 1 and not (len(seen) == 2 and entry.code_url and addition.code_url):
        return None
    text = _URL.sub(lambda m: _exchanged(m[0], entry, addition, slots), text)
    return re.sub(r"(?<=\ue000[LP])\s+(?=\))", "", text)


# The badge that counts the stars of a repository, and the repository.
_STARS = re.compile(r"/github/(?:stars|forks|watchers|last-commit)/([\w.-]+/[\w-]+(?:\.(?!svg)[\w-]+)*)")
_OWN_REPOSITORY = re.compile(r"https?://(?:www\.)?github\.com/([\w.-]+/[\w.-]+?)/?(?:\.git)?$")


def _stars(raw: str, entry: Entry) -> re.Match[str] | None:
    found = _STARS.search(raw)
    return found if found and f"/{found[1]}/".casefold() in f"{entry.code_url}/".casefold() else None


def _same(raw: str) -> str:
    return arxiv_of(raw) or raw


def _exchanged(raw: str, entry: Entry, addition: Addition, slots: dict[str, str]) -> str:
    if "shields.io" in raw:
        stars, own = _stars(raw, entry), _OWN_REPOSITORY.match(addition.code_url or "")
        return f"{raw[: stars.start(1)]}{own[1]}{raw[stars.end(1) :]}" if stars and own else raw
    if raw == entry.code_url and addition.code_url:
        slots["C"] = addition.code_url
        return SLOT + "C"
    link = addition.link or ""
    if addition.arxiv_id and arxiv_of(raw) and "/pdf/" in raw:
        link = f"https://arxiv.org/pdf/{addition.arxiv_id}" + (".pdf" if raw.endswith(".pdf") else "")
    key = "P" if "/pdf/" in raw else "L"
    slots[key] = link
    return SLOT + key


def _without_extras(text: str, entry: Entry, addition: Addition, filler: str) -> str:
    """The neighbour without links of kinds that the new paper has none of, and without their labels and brackets."""
    kept, entire = addition.code_url and entry.code_url, text
    text = (_RELATIVE_CELL if text.startswith("|") else _RELATIVE).sub("", _FIGURE.sub("", _COMMENT.sub("", text)))
    first = next((u for u in entry.links if u != entry.code_url), None)
    publisher = first if first and _has_arxiv_too(text, first, entry, addition) else None
    table = "|" in text and "\n" not in text.strip() and not ITEM.match(text)
    lead = r"[ \t]*" if table else r"(?:<br\s*/?>)?(?:[ \t,|/·•]|(?<!\w);)*"
    for raw in dict.fromkeys(_URL.findall(text)):
        badge = "shields.io" in raw and re.search(r"arxiv[-_:%]", raw, re.I)
        if (
            badge
            or (kept and _stars(raw, entry))
            or raw == kept
            or (raw == first and raw != publisher)
            or (arxiv_of(raw) and arxiv_of(raw) == entry.arxiv_id)
        ):
            continue
        url = re.escape(raw)
        for form in (
            rf"\[!\[[^\]]*\]\([^)]*\)\]\({url}[^)]*\)",
            rf"\[!\[[^\]]*\]\({url}[^)]*\)\]\([^)]*\)",
            rf"!\[[^\]]*\]\({url}[^)]*\)(?:[ \t]*<br\s*/?>)?",
            rf"\[\[[^\[\]]*\]\({url}[^)]*\)\]|\[[`*]{{0,3}}\[[^\[\]]*\][`*]{{0,3}}\]\({url}[^)]*\)|\[[^\[\]]*\]\({url}[^)]*\)",
            rf"(?m:^[^\S\n]*(?:[-*+•]\s+)?[^\n\[\]:：|]{{1,30}}[:：]\s*<?{url}>?[ \t]*$)",
            rf"`[^`<>]*<{url}>`__?",
            rf"\[?<a\b[^<>]*{url}[^<>]*>[^<>]*</a>\]?",
        ):
            if raw == publisher:
                text = re.sub(rf"(?:{form})[ \t]*(?:[/·•,{'' if table else '|'}][ \t]*)?", "", text)
            text = re.sub(lead + "(?:" + form + ")", "", text)
    text = _PICTURE.sub(lambda m: m[0] if kept and _stars(m[0], entry) else "", text)
    text = text if re.search(r"\n[ \t]\[", entire) else re.sub(r"\n[ \t](?=\[)", "\n", text)
    text = re.sub(r"(\|[ \t]*)<br\s*/?>[ \t]*", r"\1", text)
    if table and filler:
        text = re.sub(r"\|[ \t]*(?=\|)", lambda m: f"| {filler} " if " " in m[0] else f"|{filler}", text)
    return text


def _has_arxiv_too(text: str, first: str, entry: Entry, addition: Addition) -> bool:
    """Whether the neighbour's first link is a publisher's, beside one to arXiv: ``[[PUB](…)] [[PDF](…)]``, and not the title's."""
    if not (entry.arxiv_id and addition.arxiv_id) or arxiv_of(first):
        return False
    beside = any(arxiv_of(raw) == entry.arxiv_id for raw in _URL.findall(text))
    return beside and not re.search(rf"{SLOT}[^\[\]]*\]\({re.escape(first)}|{re.escape(first)}[^<>]*>[^<>]*{SLOT}", text)


def _cells(text: str, shared: frozenset[str], filler: str) -> str:
    """A table's row without what the neighbour's other cells say of it; numbers and dates are for later."""
    if not text.startswith("|"):
        return text
    cells = re.split(r"(?<!\\)\|", text)
    for n, cell in enumerate(cells[1:-1], 1):
        bare = cell.strip()
        known = (
            SLOT in cell
            or bare in shared
            or "arxiv" in bare.casefold()
            or (len(bare) < 30 and (_DATE if n > 1 else _DATE_OR_NUMBER).fullmatch(bare))
        )
        if bare and not known:
            cells[n] = f" {filler} " if filler else " "
    return "|".join(cells)


_DATE = re.compile(rf"[\W_]*(?:{YEAR.pattern}|{SHORT_MONTH.pattern}|{NUMERIC.pattern}|{MONTH.pattern})[\W_\d]*")
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


def _venue(text: str, entry: Entry, addition: Addition, slots: dict[str, str]) -> str:
    """The neighbour's venue exchanged: for the paper's own, else for arXiv."""
    venue = entry.venue or ""
    if not venue or "arxiv" in venue.casefold():
        return text
    found = re.search(
        flexible(venue).pattern
        + r"(?:,\s*(?:IEEE|ACM|Springer|Elsevier|PMLR|Wiley|MDPI)\b)?(?:[\s,]+(?:\*\*)?(?!(?:19|20)\d\d\b)\d+(?:\*\*)?(?:\s?\(\d+(?:[-–]\d+)?\))?(?:\s*[:,]\s*(?!(?:19|20)\d\d\b)[\d–-]+)?|,?\s*(?:vol\.|no\.|pp\.)[^\ue000\[\]()<>]*?(?=,?\s*(?:19|20)\d\d))?",
        text,
        re.I,
    )
    if found is None:
        return text
    tagged = re.match(r"[\s,]*(?:19|20)?\d*\s*[)\]）*_]", text[found.end() :])
    cited = addition.arxiv_id and len(venue.split()) > 2 and not tagged
    slots["V"] = addition.venue or (f"arXiv preprint arXiv:{addition.arxiv_id}" if cited else "arXiv")
    before = re.sub(r"\bin\s+$", "", text[: found.start()]) if cited else text[: found.start()]
    behind = _VOLUME.sub(r"\1", _PAGES.sub("", text[found.end() :]))
    return before + SLOT + "V" + _AFTER_YEAR.sub(r"\1", behind)


_PAGES = re.compile(r"(?:,?\s*(?:(?:[vV]ol|[nN]o|pp?)\.|Volume)\s*\d+(?:\s*[-–]+\s*\d+)?)+")


_RANGE = r"[A-Z]?\d{1,6}(?:\s?[-–]+\s?[A-Z]?\d{1,6})?"
# Right behind a journal: `, 58(3), 1234–1250`, ` 3` of `3 (2021)`; and what stands behind its year: `: 625–644`.
_VOLUME = re.compile(
    rf"^([*_]{{0,2}}),?\s+\*{{0,2}}(?!(?:19|20)\d\d\b)\d{{1,4}}\*{{0,2}}(?:\s?\(\d{{1,3}}\))?(?:[,:]\s?(?!(?:19|20)\d\d\b(?!\s?[-–])){_RANGE})?(?=[\s.,;)]|$)"
)
_AFTER_YEAR = re.compile(rf"(\((?:19|20)\d\d\)):\s*{_RANGE}")


def _doi(text: str, entry: Entry, addition: Addition, slots: dict[str, str]) -> str:
    """The neighbour's DOI, where it stands in words, exchanged; for the arXiv id where the paper has no DOI."""
    role, number = (rf":doi:`{re.escape(entry.doi)}`", rf"(?:doi:\s*)?{re.escape(entry.doi)}") if entry.doi else ("", "")
    found = re.search(rf"([\s.,;]*)(?:({role})|{number})", text, re.I) if entry.doi else None
    if found is None or text[: found.start()].endswith("/"):
        return text
    if addition.doi:
        slots["D"] = f":doi:`{addition.doi}`" if found[2] else f"doi:{addition.doi}"
    elif addition.arxiv_id is None or addition.arxiv_id in slots.get("V", ""):
        return text[: found.start()] + text[found.end() :]
    else:
        link = f"<https://arxiv.org/abs/{addition.arxiv_id}>"
        slots["D"] = f"`arXiv:{addition.arxiv_id} {link}`__" if found[2] else f"arXiv:{addition.arxiv_id}"
    return text[: found.end(1)] + SLOT + "D" + text[found.end() :]


_PLAIN = (
    "paper papers code link links arxiv preprint abs pdf http https title titles author authors venue year date url"
    " project page github et al and in doi the of by href target blank rel noopener noreferrer align center table body"
    " span class style width br td tr th div img src alt badge shields io red green blue b31b1b flat svg website html"
    " published conference journal new"
)
_PLAIN_WORDS = frozenset(_PLAIN.split())


# What stands in brackets right after the title: the authors' institution.
_AFTER_TITLE = re.compile(r"(\ue000T[.,]?)\s*[(（][^()（）\ue000]{2,80}[)）]")
_IN_ITALICS = re.compile(r"\s*\((\*|_)[^()*_\ue000]{2,80}\1\)")
_FIRST = r"\s*(?:[-*+•]|\d+[.)])?\s*"
_NO_NAME = re.compile(
    rf"^({_FIRST})(?:<u>|\*\*|__)?[\[(【`]?(?:\*\*|__)?\ue000M(?:\*\*|__)?[\])】`]?(?:\*\*|__|</u>)?\s*[:：-]?\s*(?=.*\ue000T)",
    re.S,
)
_LABEL_FIRST = re.compile(
    rf"^({_FIRST})(`|\*\*\[?|\[\*\*)([^`*\[\]\ue000\n]{{1,40}})((?:`|\]?\*\*|\*\*\])\s*[:：]?\s+)(?=.*\ue000T)", re.S
)


# What is said of the neighbour after a dash at the end of its first line, or between its link and the next.
_NO_LINK = r"(?:(?!\]\()[^\ue000|\n<>])*"
REMARK = re.compile(rf"(?<=[\])*\"”.\ue000LPTV])\s+[-–—]\s+({_NO_LINK}[A-Za-z]{{3}}{_NO_LINK})$", re.M)
_PROSE = re.compile(r"(?<=\ue000[LP]\))\s+[a-z][^\ue000|\n\[\]]{30,}(?=\[|$)")


def _without_remark(text: str, shared: frozenset[str]) -> str:
    """The text without a remark that other entries do not have, too."""
    text = _PROSE.sub(lambda m: " " if text[m.end() :] else "", text) if ") " in text else text
    found = REMARK.search(text)
    if not found or found[1].strip() in shared or tags.is_tag(found[1]) or not text[: found.start()].count(SLOT):
        return text
    return text[: found.start()] + text[found.end() :]


def _own_words(text: str, entry: Entry, addition: Addition, slots: dict[str, str], common: frozenset[str]) -> str | None:
    """The text without words that were only about the neighbour; None where they cannot be taken out."""
    head = re.match(r"[^:]{1,30}", entry.title)
    short = head[0].strip() if head and ":" in entry.title else entry.title if len(entry.title.split()) < 4 else ""
    text = _AFTER_TITLE.sub(r"\1", text) if _left(text, common) else text
    text = _IN_ITALICS.sub("", text) if _left(text, common) else text
    if short and (found := re.search(rf"(?<![\w-]){re.escape(short)}(?![\w-])", text)):
        slots["M"] = _named(addition)[0]
        text = text[: found.start()] + SLOT + "M" + text[found.end() :]
    name = _named(addition)[0]
    shown = "" if name == addition.title else SLOT + "M"
    if not shown:
        text = _NO_NAME.sub(r"\1", text)  # without a short name there is none to put first
    if _left(text, common) and SLOT + "M" not in text and _LABEL_FIRST.match(text):
        slots["M"] = name
        text = _LABEL_FIRST.sub(lambda m: m[1] + (m[2] + shown + m[4] if shown else ""), text)
    if not _left(text, common):
        return text
    lines = text.split("\n")
    if SLOT not in lines[0] and (label := re.search(r"(\*\*|\[)([^*\[\]\n]{1,40})(?=\*\*|\])", lines[0])):
        slots["M"] = _named(addition)[0]
        lines[0] = lines[0][: label.start(2)] + SLOT + "M" + lines[0][label.end(2) :]
    kept = [line for n, line in enumerate(lines) if n == 0 or SLOT in line or "<td" in line or not _left(line, common)]
    cut = [
        re.sub(r"((?:.*\ue000\w[^\w\ue000]*?))(?:\s+[-–—:]\s+|(\.)\s+|:\s+)[^\ue000|]*$", r"\1\2", x) if _left(x, common) else x
        for x in kept
    ]
    text = "\n".join(cut)
    return None if _left(text, common) else text


def _left(text: str, common: frozenset[str]) -> bool:
    """Whether words are left that say something of the neighbour."""
    bare = re.sub(r"\ue000\w|https?://\S+|<[^<>]*>|^\s*(?:[-*+]\s+)?(?::[a-z0-9_+-]{2,40}:\s*)+", " ", text)
    bare = YEAR.sub(" ", NUMERIC.sub(" ", MONTH.sub(" ", bare)))
    found = set(re.findall(r"[^\W\d_]{2,}", bare.casefold()))
    return bool(found - common - _PLAIN_WORDS - GENERIC_WORDS)


def _short_name(text: str, slots: dict[str, str], addition: Addition) -> str:
    """``**[CNN-GPT2](…)** (Oct 2025): CNN and GPT-2 for beams.``: a short name and a line about it, where the title stands in a field."""
    label = re.search(r"\[([^\[\]\ue000]{1,60})\](?=\(\ue000)", text)
    field = re.search(r"title\W{0,6}\ue000T", text, re.I)
    if not label or not field or label.start() > field.start():
        return text
    name, about = _named(addition)
    slots["N"] = _escaped(name, text)
    text = text[: label.start(1)] + SLOT + "N" + text[label.end(1) :]
    line = re.search(r"(\)\*{0,2}[^\n:：]{0,30})([:：]\s*)([^\n]+?)(\.?[ \t]*)(?=\n|$)", text)
    if line and line.start() < text.find(SLOT + "T") and SLOT not in line[3]:
        slots["D"] = _escaped(about, text)
        said = line[2] + SLOT + "D" + line[4] if about else ""
        text = text[: line.end(1)] + said + text[line.end() :]
    return text


def _named(addition: Addition) -> tuple[str, str]:
    """A short name for a paper, and a line about it, out of its own words; without a name of its own it keeps its title."""
    name, _, about = map(squeeze, addition.title.partition(":"))
    if about and len(name.split()) <= 4:
        return name, about
    said = re.search(
        r"(?:propos|introduc|present|develop)\w*\s+(?:\w+\s+){0,3}?([A-Z]\w*[A-Z\d][\w-]*)(?=[,.:;]|\s+(?:a|an|the|which|that)\b)|"
        r"(?:called|named|termed|dubbed|namely,?)\s+([A-Z]\w*[A-Z\d][\w-]*)",
        addition.abstract or "",
    )
    if said:
        return said[1] or said[2], addition.title
    return (name, about) if about else (addition.title, "")


def plain_entry(bullet: str, addition: Addition) -> str:
    """The plainest entry, for a list whose entries nothing can be learned from."""
    link = addition.link
    title = _escaped(addition.title, bullet)
    return f"{bullet}[{title}]({link})" if link else f"{bullet}{title}"
