"""One entry's text in Markdown or HTML → one Entry: which words are the title, which the authors, and where the links lead."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from littrack.lists import citation, names
from littrack.lists.entry import Entry
from littrack.lists.inline import IMAGE, Inline, is_generic, parse
from littrack.lists.links import arxiv_in, arxiv_of, clean_url, doi_of, is_hub, is_paper, is_repository
from littrack.lists.text import Mender, clean_title, shorten, squeeze, strip_tags

_MARK = re.compile("\ue000[\ue100-\uf8ff]")
_CONTENT = re.compile("\ue001([\ue100-\uf8ff])([^\ue002]*)\ue002")
_CODE_LABEL = re.compile(r"code|github|implementation|pytorch|tensorflow|repo|代码|official|download", re.I)
_PAPER_LABEL = re.compile(
    r"paper|pdf|arxiv|abs\b|论文|doi|openreview|ieee|acm|link|html|publication|preprint|原文|article", re.I
)
_FIELD = r"(?:^|\n)[\s>*+\-•]*[*_`]*(?:{names})[*_`]*\s*[*_`]*\s*[:：][*_`]*[ \t]*([^\n]+)"
_TITLE_FIELD = re.compile(_FIELD.format(names=r"(?:paper|full|original)?\s*title|论文(?:题目|标题)?|标题|题目"), re.I)
_AUTHOR_FIELD = re.compile(_FIELD.format(names=r"(?:paper\s*)?authors?(?:\s*list)?|by|作者"), re.I)
_VENUE_FIELD = re.compile(
    _FIELD.format(names=r"venues?|published(?:\s+(?:in|at))?|publication|conference|journal|booktitle|会议|期刊|发表于?"), re.I
)
_BOLD = re.compile(r"(\*\*|__)(?=\S)([^*]{2,600}?)(?<=\S)\1")
_ITALIC = re.compile(r"(?<![\w*_])([*_])(?=[^\s*_])([^*\n]{2,3000}?)(?<=[^\s*_])\1(?![\w*_])")
_ACRONYMS = (
    r"NeurIPS|NIPS|ICML|ICLR|CVPR|ICCV|ECCV|WACV|BMVC|ACL|EMNLP|NAACL|EACL|AACL|COLING|TACL|AAAI|IJCAI|KDD|SIGKDD|WWW|TheWebConf|SIGIR|CIKM|WSDM|RecSys|ICDM|"
    r"ICDE|VLDB|SIGMOD|SIGCOMM|NSDI|OSDI|SOSP|MobiCom|MobiSys|SenSys|INFOCOM|GLOBECOM|ICC|WCNC|VTC|PIMRC|SPAWC|ICASSP|Interspeech|ISIT|ITW|UbiComp|IMWUT|CoRL|ICRA|"
    r"IROS|RSS|SIGGRAPH|MM|ACM\s?MM|ICME|MICCAI|IPMI|TPAMI|PAMI|IJCV|TIP|TMM|TNNLS|TKDE|TMC|TWC|TCOM|JSAC|JSTSP|TSP|TVT|TCCN|TGCN|IoTJ|IOT-?J|WCL|WCM|COMST|CCS|NDSS|USENIX|TMLR|JMLR|"
    r"arXiv|ArXiv|CoRR|bioRxiv|medRxiv|SSRN|Preprint|preprint|Nature|Science|IEEE|ACM|Springer|Elsevier|UAI|AISTATS|COLT|COLM|AAMAS|ALT|3DV|TOG|TVCG|CHI|UIST|CSCW|"
    r"ASPLOS|ISCA|MICRO|HPCA|DAC|ICCAD|DATE|EuroSys|ATC|SC|PPoPP|MLSys|SIGMETRICS|CoNEXT|IMC|HotNets|HotMobile|ECAI|ICPR|ICIP|IJCNN|ICANN|ECML|PKDD|PAKDD|DASFAA|SDM|LREC|CoNLL"
)
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_TAG = re.compile(
    rf"\W*(?:(?:{_ACRONYMS})(?:\b|(?=\d))[\w\s.,&+@:/'’‘()-]{{0,50}}|[\w&.+\s/-]{{0,40}}?[\s'’`‘]*(?:(?:19|20)\d\d|['’‘`]\d\d)(?:[-./年](?:0?[1-9]|1[0-2])(?:[-./月](?:0?[1-9]|[12]\d|3[01])日?)?)?"
    rf"(?:\s*(?:oral|spotlight|poster|highlight|workshops?|findings|best paper|long|short|demo|main|\w{{0,12}})){{0,3}}|(?:\d{{1,2}}\s*)?{_MONTH},?\s*(?:\d{{1,2}},?\s*)?(?:(?:19|20)\d\d|['’]\d\d)?|\d{{1,4}}[-./]\d{{1,2}}(?:[-./]\d{{1,4}})?|(?:survey|new|hot|updated?|must[- ]read|recommended|oral|spotlight|in chinese))\W*",
    re.I,
)
_NAMED_YEAR = re.compile(rf"\b(?:{_ACRONYMS})(?:\s?['’‘]\d\d|[\s,]+(?:19|20)\d\d)\b")
_BRACKET_TAG = re.compile(r"[\[(（【{「]\s*([^\[\](){}（）【】「」\ue000-\ue002\n]{1,60}?)\s*[\])）】}」]")
_DATE = re.compile(
    rf"(?:(?P<m>{_MONTH})[ ,./-]*(?P<y>(?:19|20)\d\d)|(?P<y2>(?:19|20)\d\d)(?:[-./年](?P<m2>0?[1-9]|1[0-2])(?!\d))?)", re.I
)


def is_tag(text: str) -> bool:
    """Whether the text is a venue, year or date and nothing else: ``NeurIPS 2023``, ``CVPR'24 Oral``, ``2024.05``."""
    text = re.sub(r"[*_`\ue000-\uf8ff]", "", text)
    return len(text) < 70 and bool(_TAG.fullmatch(text))


@dataclass
class _Parts:
    """What has been found so far of an entry; ``said`` tells how sure the title is (`field`, `citation`, `label`, `bold`, `plain`)."""

    title: str = ""
    said: str = ""
    authors: tuple[str, ...] = ()
    venue: str | None = None
    year: int | None = None
    doubts: list[str] = field(default_factory=list)


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
    if not re.search(r"\w{2}|[\u4e00-\u9fff]", entry.title):
        return "no title found"
    if not _is_work(entry, parts):
        return "no paper link, authors or venue"
    return entry


def any_entry(text: str, line: int, end: int, references: dict[str, str] | None = None) -> Entry:
    """As :func:`entry_of`, for what is known to be an entry, such as a row of a table of papers."""
    return _read(text, line, end, squeeze, references)[1]


def _read(text: str, line: int, end: int, mend: Mender, references: dict[str, str] | None) -> tuple[_Parts, Entry]:
    inline = parse(text, references)
    parts = _parts(inline, mend)
    return parts, _with_links(parts, inline, line, end)


def _parts(inline: Inline, mend: Mender) -> _Parts:
    """The title and what goes with it, by the first rule that holds."""
    flat = inline.flat
    for rule in (_by_field, _by_quotes, _by_markup, _by_gbt, _by_plain):
        parts = rule(flat, mend)
        if parts and parts.title.strip():
            break
    else:
        parts = _Parts()
    bare = plain(flat)
    if not parts.authors and (named := _AUTHOR_FIELD.search(bare)):
        parts.authors = names.split_names(named[1])
    parts.authors = parts.authors or _italic_authors(flat, parts.title) or _line_authors(bare, parts.title)
    parts.venue = parts.venue or _venue(flat)
    parts.year = parts.year or _year(flat, parts.title)
    parts.title = clean_title(plain(parts.title))
    return parts


def plain(flat: str) -> str:
    """A marked text without its marks: labels stay, generic links go, and with them the brackets that held them."""
    text = _CONTENT.sub(r"\2", flat)
    text = re.sub(
        "[\\[(（【|/•·,\\s]{0,12}\ue000[\ue100-\uf8ff](?:[|/•·,，、 \t]{0,12}\ue000[\ue100-\uf8ff])*[\\])）】|]*", " ", text
    )
    return strip_tags(re.sub("[\ue000-\uf8ff]", "", text))


def _by_field(flat: str, mend: Mender) -> _Parts | None:
    bare = plain(flat)
    found = _TITLE_FIELD.search(bare)
    if not found:
        return None
    named, venue = _AUTHOR_FIELD.search(bare), _VENUE_FIELD.search(bare)
    title = found[1].strip().strip("`*_ ")
    return _Parts(title, "field", names.split_names(named[1]) if named else (), citation.venue_of(venue[1]) if venue else None)


def _by_quotes(flat: str, mend: Mender) -> _Parts | None:
    if not re.search('[“"„«「《＂]|``', flat):
        return None
    text = mend(re.sub(r"<[^<>]{1,500}>", "", plain_keep_lines(flat)))
    text = re.sub(r"\*{1,3}|(?<!\w)_(?=\w)|(?<=\w)_(?!\w)", "", text)
    cited = citation.quoted(text)
    if not cited:
        return None
    before = text[: max(text.find(cited.title) - 1, 0)]
    longer = next((m[2] for m in _CONTENT.finditer(flat) if len(m[2].split()) > len(cited.title.split())), "")
    if longer or (len(before.split()) > 3 and not names.is_name_list(before) and not cited.rest.strip() and not cited.authors):
        return None
    authors = cited.authors if before and not is_tag(before) and _plausible_authors(before) else ()
    return _Parts(cited.title, "citation", authors, cited.venue, cited.year)


def plain_keep_lines(flat: str) -> str:
    """As :func:`plain`; line ends stay for the mending of hyphens."""
    return plain(flat)


def _plausible_authors(before: str) -> bool:
    return len(before) < 3000 and not before.rstrip().endswith(("called", "titled")) and not re.fullmatch(r"\W*", before)


def _by_gbt(flat: str, mend: Mender) -> _Parts | None:
    cited = citation.gbt(mend(plain(flat)))
    return _Parts(cited.title, "citation", cited.authors, cited.venue, cited.year) if cited else None


def _by_markup(flat: str, mend: Mender) -> _Parts | None:
    """The title is a link's label or stands in bold."""
    labels = [m for m in _CONTENT.finditer(flat) if not is_tag(m[2]) and not names.is_name_list(m[2])]
    bolds = [m for m in _BOLD.finditer(flat) if not _is_short_tag(m[2])]
    first = next((m for m in labels if len(m[2].split()) > 2), labels[0] if labels else None)
    bold = next((m for m in bolds if len(plain(m[2]).split()) > 2), None)
    if bold and (not first or bold.start() < first.start() or len(plain(bold[2])) > len(first[2])):
        text = plain(bold[2])
        if len(text.split()) > 2 or not first:
            return _Parts(mend(text), "bold")
    if not first:
        return None
    label = mend(first[2])
    if len(label.split()) <= 2 and (more := _after_name(flat, first)):
        return _Parts(more, "plain")
    if len(label.split()) <= 2 and (longer := _before_label(flat, first, mend)):
        return longer
    return _Parts(label, "label")


def _is_short_tag(text: str) -> bool:
    bare = plain(text).strip("[]() ")
    return is_tag(bare) or is_generic(bare) or names.is_name_list(bare)


def _after_name(flat: str, label: re.Match[str]) -> str | None:
    """``[**Name**] The paper's whole title. [[paper]](…)``: a bracketed short name before a longer title."""
    if flat[: label.start()].rstrip(" *_").endswith(("[", "【")) is False:
        return None
    rest = mend_line(flat[label.end() :])
    return rest if len(rest.split()) > 3 else None


def mend_line(flat: str) -> str:
    """The first line of a marked text up to its first link."""
    return squeeze(_MARK.split(flat.lstrip("]】*_:：- "), 1)[0].split("\n")[0])


def _before_label(flat: str, label: re.Match[str], mend: Mender) -> _Parts | None:
    """``Title. Authors. [Venue](…)``: the title stands before a link with a short label."""
    before = flat[: label.start()]
    if len(plain(before).split()) < 4:
        return None
    return _by_plain(before, mend)


def _by_plain(flat: str, mend: Mender) -> _Parts | None:
    """The title is plain text, before the first link, a line end or the authors."""
    head = _lead(flat)
    text = mend(plain(head))
    name = re.match(
        r"\s*(?:\*\*|__)?[\[(【]?\s*(?:\*\*)?([^\[\]*【】]{1,30})(?:\*\*)?[\])】]?(?:\*\*|__)?\s*[:：,-]?\s*(?=\S)", text
    )
    if name and re.match(r"\s*(?:\*\*|__|[\[【])", text) and len(name[1].split()) <= 3 and len(text[name.end() :].split()) > 3:
        text = text[name.end() :]
    text = re.sub(r"\*{1,3}|(?<!\w)_+(?=\S)|(?<=\S)_+(?!\w)|`", "", text).strip(" ,;:|-–—•·")
    text = re.sub(r"^\(?([\w-]{2,20})\)?\s+(?=\1\b)", "", text.replace("，", ", "))
    cited = citation.dated(text) or citation.unquoted(text)
    if cited:
        return _Parts(cited.title, "citation", cited.authors, cited.venue, cited.year)
    return _sentences(text)


def _lead(flat: str) -> str:
    """The text before the links, without tags such as `[2024.05]` and `(ICLR 2024)` in front."""
    head = flat.lstrip(" *_-–•|>")
    marks = _MARK.search(head)
    while marks and len(plain(head[: marks.start()]).strip(" []()|*:-").split()) < 2:
        head = head[marks.end() :].lstrip(" ])|*:-,")
        marks = _MARK.search(head)
    head = _MARK.split(head, 1)[0].rstrip(" [({（【|,，")
    while (tag := _BRACKET_TAG.match(head.lstrip(" *_`"))) and (is_tag(tag[1]) or is_generic(tag[1])):
        head = head.lstrip(" *_`")[tag.end() :].lstrip(" *_`:-–|,.")
    first = re.match(r"[\s`*_]*((?:19|20)\d\d(?:[-./]\d{1,2}){0,2})[\s`*_]*[:：|,. -][\s*_]*(?=\D)", head)
    if first:
        head = head[first.end() :]
    lines = [line for line in head.split("\n") if line.strip(" *_-|>[]()")]
    return _first_title_line(lines)


def _first_title_line(lines: list[str]) -> str:
    """Lines up to the one that begins the authors, the venue or another field."""
    kept: list[str] = []
    for line in lines:
        bare = plain(line).strip(" *_-")
        if kept and (names.is_name_list(bare) or is_tag(bare) or re.match(r"[\w ]{2,20}[:：]\s", bare)):
            break
        kept.append(line)
    return "\n".join(kept)


def _sentences(text: str) -> _Parts | None:
    """``Title. Authors. Venue 2023.`` or ``Authors. Title. Venue.`` or ``Title, Authors, Venue, 2023`` or ``Title (Venue, 2023)``."""
    text = re.split(r"\s+(?:\||—|–)\s+|\s+-\s+(?=[A-Z*_(\[])", text)[0]
    pieces = [
        p for p in re.split(r"(?<=[^\s.][a-z\d)\]?!”\"A-Z]{1})[.?!]\s+(?=[A-Z*_(\[“\d])|(?<=et al)\.\s+", text) if p.strip()
    ]
    if not pieces:
        return None
    authors = next((n for n, p in enumerate(pieces) if names.is_name_list(_no_year(p))), None)
    title = next((p for n, p in enumerate(pieces) if n != authors and not is_tag(p) and len(p.split()) > 1), pieces[0])
    end = text.find(title) + len(title)
    mark = text[end] if end < len(text) and text[end] in "?!" else ""
    said = names.split_names(_no_year(pieces[authors])) if authors is not None else ()
    cut, more = _commas(_no_tail(title))
    return _Parts(cut + (mark if cut == title else ""), "plain", said or more)


def _no_year(piece: str) -> str:
    return re.sub(r"[\s,]*\(?(?:19|20)\d\d[a-z]?\)?\W*$", "", piece)


def _no_tail(title: str) -> str:
    """The title without a venue, year or date in brackets, or after a comma, at its end."""
    while True:
        cut = re.sub(
            r"[\s,]*(?:[\[(（【]([^\[\]()（）【】]{1,60})[\])）】])\W*$", lambda m: "" if is_tag(m[1]) else m[0], title
        )
        tail = re.search(r",\s*([^,]{2,60})$", cut)
        if tail and is_tag(tail[1]):
            cut = cut[: tail.start()]
        if cut == title or not cut.strip():
            return title
        title = cut


def _commas(title: str) -> tuple[str, tuple[str, ...]]:
    """``Title, A. Author, B. Author``: names after a comma are no part of the title."""
    pieces = re.split(r",\s+", title)
    for n in range(1, min(len(pieces), 12)):  # a title has few commas
        tail = ", ".join(pieces[n:])
        if len(", ".join(pieces[:n]).split()) > 2 and names.is_name_list(tail):
            return ", ".join(pieces[:n]), names.split_names(tail)
    by = re.match(r"(.{10,}?)\s+by\s+(.+)$", title)
    if by and names.is_name_list(by[2]):
        return by[1], names.split_names(by[2])
    return title, ()


def _italic_authors(flat: str, title: str) -> tuple[str, ...]:
    found = (m[2] for m in _ITALIC.finditer(flat[:6000]))
    return next((names.split_names(plain(t)) for t in found if names.is_name_list(plain(t))), ())


def _line_authors(bare: str, title: str) -> tuple[str, ...]:
    """Authors on a line, or in a sentence, of their own after the title."""
    after = bare[bare.find(title[:40]) + len(title) :] if title and title[:40] in bare else bare
    pieces = re.split(r"\n|(?<=\w\w)\.\s|[|:：]|\)\s", re.sub(r"[*_`]+", "", after[:4000]))
    named = (re.sub(r"^[\s(\[–—-]+|[\s)\].]+$", "", p) for p in pieces)
    return next((names.split_names(p) for p in named if len(p) > 5 and names.is_name_list(p) and not is_tag(p)), ())


def _venue(flat: str) -> str | None:
    """A venue that stands by itself in brackets, bold or italics: ``(NeurIPS 2023)``, ``*IEEE Network*``."""
    pieces = (
        [m[1] for m in _BRACKET_TAG.finditer(flat)]
        + [m[2] for m in _CONTENT.finditer(flat)]
        + [m[2] for m in _ITALIC.finditer(flat[:6000])]
    )
    pieces += [m[2] for m in _BOLD.finditer(flat[:6000])]
    pieces += [m[0] for m in _NAMED_YEAR.finditer(plain(flat[:6000]))]
    for piece in map(plain, pieces):
        named = re.sub(r"[\s,'’‘]*(?:(?:19|20)\d\d|['’‘]\d\d)(?:[-./]\d+)*.*$", "", piece).strip(" *_`()[]")
        if (
            (is_tag(piece) or re.match(r"(?:IEEE|ACM|Proc|Nature)\b", named))
            and re.search(r"[A-Za-z]{2}", named)
            and not re.fullmatch(_MONTH, named, re.I)
        ):
            return None if re.fullmatch(r"survey|new|hot|update[ds]?|oral|spotlight", named, re.I) else named
    return None


def _year(flat: str, title: str) -> int | None:
    bare = plain(flat).replace(title, " ")
    dates = [int(m["y"] or m["y2"]) for m in _DATE.finditer(re.sub(r"\d{4}\.\d{4,5}|https?://\S+", " ", bare))]
    short = re.search(r"[A-Za-z]{2,}\s?['’‘`](\d\d)\b", bare)
    return dates[-1] if dates else 2000 + int(short[1]) if short and int(short[1]) < 60 else None


def _with_links(parts: _Parts, inline: Inline, line: int, end: int) -> Entry:
    """The entry with its links sorted into paper, code and others."""
    papers: list[str] = []
    codes: list[str] = []
    others: list[str] = []
    doubts = list(parts.doubts)
    badges: list[str] = []
    for link in inline.links:
        if link.label == IMAGE:
            badges += filter(None, [arxiv_of(link.raw)])
            continue
        url, wrong = clean_url(link.raw)
        doubts += [wrong] if wrong else []
        if url:
            (
                codes if _is_code(url, link.label) else papers if is_paper(url) or _PAPER_LABEL.search(link.label) else others
            ).append(url)
    text = plain(inline.flat)
    arxiv_id, id_doubts = _arxiv(text, papers, badges, parts)
    url = next(iter(papers), None) or next(iter(others), None)
    doi = next(filter(None, map(doi_of, papers)), None) or doi_of(text)
    return Entry(
        parts.title, parts.authors, parts.year, parts.venue, arxiv_id, doi,
        url or (f"https://arxiv.org/abs/{arxiv_id}" if arxiv_id else None),
        next(iter(codes), None), tuple(dict.fromkeys(papers + codes + others)), line=line, end=end, doubts=(*doubts, *id_doubts),
    )  # fmt: skip


def _is_code(url: str, label: str) -> bool:
    return (
        (is_repository(url) and not is_paper(url))
        or (bool(_CODE_LABEL.search(label)) and arxiv_of(url) is None and not is_paper(url))
        or is_hub(url)
    )


def _arxiv(text: str, papers: list[str], badges: list[str], parts: _Parts) -> tuple[str | None, list[str]]:
    """The entry's arXiv id: what the citation names goes before what it links to; a conflict is reported."""
    named = arxiv_in(text)
    linked = list(dict.fromkeys([i for i in map(arxiv_of, papers) if i] + badges))
    best = named[0] if named else linked[0] if linked else None
    if named and linked and named[0] not in linked:
        return best, [f"“{shorten(parts.title)}” names arXiv:{named[0]} but links to arXiv:{linked[0]}"]
    return best, []


def _is_work(entry: Entry, parts: _Parts) -> bool:
    """Whether this is a work of research and not a tool, a site or a person."""
    if entry.arxiv_id or entry.doi or any(map(is_paper, entry.links)):
        return True
    if parts.said in ("citation", "field"):
        return bool(entry.authors or entry.venue or entry.year)
    known = bool(entry.authors or entry.venue) and bool(entry.year or entry.links)
    return known and len(entry.title.split()) > 2
