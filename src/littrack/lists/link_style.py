"""A neighbour's links exchanged for the new paper's, and those left out that it has none of."""

from __future__ import annotations

import re

from littrack.lists.addition import Addition
from littrack.lists.byline import SLOT
from littrack.lists.entry import Entry
from littrack.lists.inline import is_generic
from littrack.lists.links import arxiv_of
from littrack.lists.scan import ITEM
from littrack.lists.text import normalised

URL = re.compile(r"https?://(?:[^\s<>\"'\[\](){}|]|\([^\s()<>]*\))+")
# A picture of the neighbour's, and not a badge with an arXiv id.
_COMMENT = re.compile(r"(?<![ \t])[ \t]*+<!--.*?-->", re.S)
# A link to a file of the list's own, such as the neighbour's BibTeX.
_RELATIVE = re.compile(r"(?:(?<![\s,;|/·•])[\s,;|/·•]++)?(?<!\[)\[+[^\[\]\n]{1,30}\]+\((?!https?:|#|www\.|\))[^()\s]+\)\]?")
_RELATIVE_CELL = re.compile(_RELATIVE.pattern.replace("|/", "/"))  # in a table a bar is a border
_TO_OWN_FILE = re.compile(
    r"(?<!!)(\[[^\n]*\ue000T[^\n]*\])\((?!https?:|#|\ue000)[^()\s]+\)"
)  # a title that leads to a copy of the paper
_FIGURE = re.compile(r"(?<!\s)\s*+\[!\[[^\[\]]*\]\((?![^()]*(?:shields|badge))[^()]*\)\]\([^()]*\)")  # one that is a link
PICTURE = re.compile(r"(?:<br\s*/?>\s*)?(?:<img\b(?![^<>]*arxiv)[^<>]*>|!\[[^\[\]]*\]\((?![^()]*arxiv)[^()]*\))", re.I)


# A badge of the neighbour's venue and year: `img.shields.io/badge/DAC-2025-green.svg`.
_VENUE_BADGE = re.compile(
    r"(?<=shields\.io/badge/)([A-Za-z](?:[^-_/?\"'()<>]|--|__){1,60}?)(-|_|%20| )(?:19|20)\d\d(?=-[\w.]+)"
)


def with_own_badge(text: str, addition: Addition) -> str:
    """The badge that shows the neighbour's venue and year with the new paper's."""
    day, venue = addition.dated, (addition.venue or "").replace("-", "--").replace("_", "__").replace(" ", "%20")

    def own(found: re.Match[str]) -> str:
        preprint = found[1] if found[1].casefold() == "arxiv" else "arXiv"
        return f"{SLOT}B{venue or preprint}{found[2]}{day.year}" if day else found[0]

    return _VENUE_BADGE.sub(own, text)


def exchanged_links(text: str, entry: Entry, addition: Addition, slots: dict[str, str]) -> str | None:
    """The paper's address exchanged, as `abs` or `pdf` as the neighbour has it; None where the neighbour has links of other kinds."""
    if addition.link:
        text = _TO_OWN_FILE.sub(rf"\1({addition.link})", text)
    found = URL.findall(text)
    if not found:
        return _referenced(text, addition, slots) if entry.links and addition.link else text
    if addition.link is None:
        return None
    if entry.code_url and set(found) == {entry.code_url}:
        return None  # a neighbour without a link to its paper
    seen: dict[str, str] = {}
    for raw in found:
        if "shields.io" in raw and (SLOT + "B" in raw or re.search(r"arxiv", raw, re.I) or _stars(raw, entry)):
            continue  # a badge; the id in it is exchanged below
        if raw.rstrip(".,") not in entry.links and arxiv_of(raw) is None and raw not in entry.links:
            return None
        seen.setdefault(_same(raw), raw)
    if len(seen) > 1 and not (len(seen) == 2 and entry.code_url and addition.code_url):
        return None
    if entry.code_url and addition.code_url:
        text = _with_name_of_code(text, entry.code_url, addition.code_url, slots)
    text = URL.sub(lambda m: _exchanged(m[0], text, entry, addition, slots), text)
    text = _FRAMEWORK.sub(lambda m: "Code" if m[0][0].isupper() else "code", text)
    return re.sub(r"(?<=\ue000[LP])\s+(?=\))", "", _not_called_doi(text, addition))


# What the neighbour's code is written with: `[PyTorch](…)`.
_FRAMEWORK = re.compile(
    r"(?i:(?<=\[)(?:pytorch|torch|tensorflow|tf|caffe2?|keras|jax|matlab|mxnet|theano|paddle)(?=\]{1,2}\(\ue000C\)))"
)


# A link whose address stands elsewhere in the list, with what stands before it: `, [code][boats-code]`.
_REFERENCED = re.compile(r"([\s,;|/·•]*)(\[+[^\[\]\n]+\]+)\[[^\[\]\n]+\]")
_CODE = re.compile(r"code|github|代码", re.I)


def _referenced(text: str, addition: Addition, slots: dict[str, str]) -> str:
    """The first link with the paper's address in it, one to code with the code's, the others gone: only addresses in the entry are its own."""
    slots["L"], slots["C"], first = addition.link or "", addition.code_url or "", True

    def exchanged(link: re.Match[str]) -> str:
        nonlocal first
        own, first = first, False
        if own:
            return f"{link[1]}{link[2]}({SLOT}L)"
        return f"{link[1]}{link[2]}({SLOT}C)" if addition.code_url and _CODE.search(link[2]) else ""

    return _REFERENCED.sub(exchanged, text)


# The badge that counts the stars of a repository, and the repository.
_STARS = re.compile(r"/github/(?:stars|forks|watchers|last-commit)/([\w.-]+/[\w-]+(?:\.(?!svg)[\w-]+)*)")
_OWN_REPOSITORY = re.compile(r"https?://(?:www\.)?github\.com/([\w.-]+/[\w.-]+?)/?(?:\.git)?$")


def _stars(raw: str, entry: Entry) -> re.Match[str] | None:
    found = _STARS.search(raw)
    return found if found and f"/{found[1]}/".casefold() in f"{entry.code_url}/".casefold() else None


# The neighbour's DOI by its name, before an address that is none: `[doi](…)`, `DOI: https://…`.
_CALLED_DOI = re.compile(r"(\[\W{0,3})doi(\W{0,3}\]\()(?=\ue000[LP])|\bdoi\s?[:=]\s*(?=\ue000[LP])", re.I)


def _not_called_doi(text: str, addition: Addition) -> str:
    return text if addition.doi else _CALLED_DOI.sub(lambda m: f"{m[1]}arXiv{m[2]}" if m[1] else "", text)


_CALLED_PDF = re.compile(r"\[\W*pdf\W*\]|>\W*pdf\W*<", re.I)


def _same(raw: str) -> str:
    return arxiv_of(raw) or raw


def _with_name_of_code(text: str, old: str, new: str, slots: dict[str, str]) -> str:
    """The text with the new repository's name where the old one's is the label of its link: ``[[vllm]](https://github.com/…/vllm)``."""
    was, name = (url.rstrip("/").removesuffix(".git").rpartition("/")[2] for url in (old, new))

    def named(found: re.Match[str]) -> str:
        label, own = normalised(found[2]), normalised(was)
        if "/" in found[2] and old.casefold().rstrip("/").endswith(found[2].casefold()):  # `[berg/boats](…)`
            slots["R"] = "/".join(new.rstrip("/").split("/")[-2:])
            return f"{found[1]}{SLOT}R"
        if is_generic(found[2]) or len(label) < 4 or not (label in own or own in label):
            return found[0]
        slots["R"] = name
        return f"{found[1]}{SLOT}R"

    return re.sub(rf"(\[)([^\[\]\s]+)(?=\]+\({re.escape(old)})", named, text)


def _exchanged(raw: str, text: str, entry: Entry, addition: Addition, slots: dict[str, str]) -> str:
    if SLOT + "B" in raw:
        return raw.replace(SLOT + "B", "")
    if "shields.io" in raw:
        stars, own = _stars(raw, entry), _OWN_REPOSITORY.match(addition.code_url or "")
        return f"{raw[: stars.start(1)]}{own[1]}{raw[stars.end(1) :]}" if stars and own else raw
    if raw == entry.code_url and addition.code_url:
        slots["C"] = addition.code_url
        return SLOT + "C"
    link = addition.link or ""
    as_pdf = "/pdf/" in raw if arxiv_of(raw) else bool(raw.endswith(".pdf") and _CALLED_PDF.search(text))
    if addition.arxiv_id and as_pdf:
        link = f"https://arxiv.org/pdf/{addition.arxiv_id}" + (".pdf" if raw.endswith(".pdf") and arxiv_of(raw) else "")
    key = "P" if as_pdf else "L"
    slots[key] = link
    return SLOT + key


def without_extras(text: str, entry: Entry, addition: Addition) -> str:
    """The neighbour without links of kinds that the new paper has none of, and without their labels and brackets."""
    kept, entire = addition.code_url and entry.code_url, text
    text = with_own_badge(text, addition)
    text = (_RELATIVE_CELL if text.startswith("|") else _RELATIVE).sub("", _FIGURE.sub("", _COMMENT.sub("", text)))
    first = next((u for u in entry.links if u != entry.code_url), None)
    publisher = first if first and _has_arxiv_too(text, first, entry, addition) else None
    table = "|" in text and "\n" not in text.strip() and not ITEM.match(text)
    lead = r"[ \t]*" if table else r"(?:<br\s*/?>)?(?:[ \t,|/·•]|(?<!\w);)*"
    for raw in dict.fromkeys(URL.findall(text)):
        badge = "shields.io" in raw and (SLOT + "B" in raw or re.search(r"arxiv[-_:%]", raw, re.I))
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
    text = PICTURE.sub(lambda m: m[0] if SLOT + "B" in m[0] or (kept and _stars(m[0], entry)) else "", text)
    text = text if re.search(r"\n[ \t]\[", entire) else re.sub(r"\n[ \t](?=\[)", "\n", text)
    return re.sub(r"(\|[ \t]*)<br\s*/?>[ \t]*", r"\1", text)


def _has_arxiv_too(text: str, first: str, entry: Entry, addition: Addition) -> bool:
    """Whether the neighbour's first link is a publisher's, beside one to arXiv: ``[[PUB](…)] [[PDF](…)]``, and not the title's."""
    if not (entry.arxiv_id and addition.arxiv_id) or arxiv_of(first):
        return False
    beside = any(arxiv_of(raw) == entry.arxiv_id for raw in URL.findall(text))
    return beside and not re.search(rf"{SLOT}[^\[\]]*\]\({re.escape(first)}|{re.escape(first)}[^<>]*>[^<>]*{SLOT}", text)
