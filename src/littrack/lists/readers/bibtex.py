"""BibTeX and BibLaTeX; sections are JabRef's ``groups``, ``keywords`` where groups are absent, or comment lines such as ``% Section: …``."""

from __future__ import annotations

import logging
import re
from bisect import bisect_left
from operator import itemgetter

from littrack.lists.entry import Document, Draft, Entry, Heading
from littrack.lists.links import arxiv_in, arxiv_of, clean_url, doi_of, is_repository
from littrack.lists.outline import clean_heading
from littrack.lists.text import clean_title, shorten, squeeze, unlatex
from littrack.records import Kind, parse_arxiv_id

_ENTRY = re.compile(r"^[ \t]*@(?!comment|string|preamble)([A-Za-z]+)\s*[{(]", re.M | re.I)
_TOOL = re.compile(r"encoding\s*:|created|saved with|export|this (?:bib|file)|generated|jabref|bibdesk|zotero|mendeley", re.I)
_COMMENT = re.compile(r"^\s*%+[\s=*-]*(?:section\s*:)?\s*([^\s%=*-].*?)[\s=*-]*$", re.I)
_JOINED = re.compile(r'\s*(?:"[^"]*"|[\w.:-]+|\{[^{}]*\})(?:\s*#\s*(?:"[^"]*"|[\w.:-]+|\{[^{}]*\}))+\s*')
_DATASETS = frozenset({"dataset", "data"})


def likelihood(document: Document) -> float:
    """High where entries such as ``@article{`` begin lines and make up the document."""
    text = document.text[:500_000]
    found = _ENTRY.findall(text) if "@" in text else []
    if not found:
        return 0.0
    fields = len(re.findall(r"^\s*[\w-]+\s*=\s*[{\"\d\w]", text, re.M))
    lines = sum(1 for line in text.split("\n") if line.strip())
    if "\n@" not in text and not text.lstrip().startswith(("@", "%")):
        return 0.5  # an example inside a page
    return 0.9 if (len(found) + fields) * 3 > lines else 0.0


def read(document: Document) -> Draft:
    """Every entry with its fields decoded; what bibtexparser cannot read is reported with its line."""
    from bibtexparser.entrypoint import parse_string

    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
    draft = Draft(document.name)
    sections = _sections(document.lines, draft)
    library = parse_string(document.text)
    for block in library.failed_blocks:
        line = (block.start_line or 0) + 1
        repeated = getattr(block, "ignore_error_block", None)
        if repeated is not None and hasattr(repeated, "fields_dict"):
            draft.doubt(f"the key {repeated.key!r} is given twice; both entries were read", line)
            _take(repeated, sections, draft)
        elif mended := parse_string((block.raw or "")[:100_000] + "\n}").entries:
            draft.doubt(f"the entry {mended[0].key!r} is not closed; it was read as far as it goes", line)
            for entry in mended:
                _take(entry, sections, draft, line)
        else:
            draft.unread(f"not BibTeX: “{shorten(block.raw or '')}”", line)
    for entry in library.entries:
        _take(entry, sections, draft)
    draft.entries.sort(key=lambda e: e.line)
    return draft


def _sections(lines: list[str], draft: Draft) -> list[tuple[int, str]]:
    """Headings given as comments, with their lines; only where a comment stands right above entries, and no tool wrote it."""
    found = []
    for number, line in enumerate(lines, 1):
        match = _COMMENT.match(line) if "%" in line else None
        after = next((x for x in lines[number : number + 4] if x.strip()), "") if match else ""
        if (
            match
            and len(match[1]) < 80
            and not _TOOL.match(match[1])
            and (after.lstrip().startswith("@") or "section" in line.casefold())
        ):
            found.append((number, clean_heading(match[1]).text))
    draft.headings += [((text,), Heading(text, level=2, line=number)) for number, text in found]
    return found


def _take(entry: object, sections: list[tuple[int, str]], draft: Draft, first: int = 1) -> None:
    fields = {f.key.casefold(): _value(f.value) for f in entry.fields}  # type: ignore[attr-defined]
    line = (entry.start_line or 0) + first  # type: ignore[attr-defined]
    title = clean_title(fields.get("title", ""))
    if not title:
        draft.unread(f"the entry {entry.key!r} has no title", line)  # type: ignore[attr-defined]
        return
    url, wrong = clean_url(re.split(r"[\s{}]", fields.get("url", "").strip("{}"))[0])
    if wrong:
        draft.doubt(wrong, line)
    year = re.search(r"(?:19|20)\d\d", fields.get("year") or fields.get("date", ""))
    venue = next(
        (fields[n] for n in ("journaltitle", "journal", "booktitle", "publisher", "school", "institution") if fields.get(n)),
        None,
    )
    code = next(
        (u for n in ("code", "github", "howpublished", "note") if (u := _address(fields.get(n, ""))) and is_repository(u)), None
    )
    arxiv_id = _arxiv(fields, url)
    kind = Kind.DATASET if entry.entry_type.casefold() in _DATASETS else Kind.PAPER  # type: ignore[attr-defined]
    doi = doi_of(fields.get("doi", "")) or doi_of(url or "")
    link = url or (f"https://doi.org/{doi}" if doi else f"https://arxiv.org/abs/{arxiv_id}" if arxiv_id else None)
    draft.entries.append(
        Entry(
            title, _authors(fields.get("author") or fields.get("editor", "")), int(year[0]) if year else None,
            "arXiv" if venue and "arxiv" in venue.casefold() else squeeze(unlatex(venue)) if venue else None, arxiv_id, doi, link, code,
            tuple(u for u in (link, code) if u), _paths(fields, sections, line), kind=kind, line=line, end=line + (entry.raw or "").rstrip().count("\n"), key=str(entry.key), categories=tuple(filter(None, [fields.get("primaryclass")])),  # type: ignore[attr-defined]
        )
    )  # fmt: skip


def _value(raw: object) -> str:
    text = str(raw).strip()
    if (
        '"' in text
        and len(pieces := re.findall(r'\{((?:[^{}]|\{[^{}]*\})*)\}|"([^"]*)"|([^\s#"{}]+)', text)) > 1
        and _JOINED.fullmatch(text)
    ):
        return squeeze("".join(map("".join, pieces)))
    while len(text) > 1 and (text[0], text[-1]) in (("{", "}"), ('"', '"')):
        text = text[1:-1].strip()
    return text


def _address(text: str) -> str | None:
    found = re.search(r"https?://[^\s{}]+", text)
    return clean_url(found[0])[0] if found else None


def _arxiv(fields: dict[str, str], url: str | None) -> str | None:
    printed = parse_arxiv_id(fields.get("eprint", ""))
    if printed:
        return printed[0]
    text = " ".join(fields.get(n, "") for n in ("journal", "journaltitle", "note", "howpublished", "archiveprefix", "doi"))
    linked = (arxiv_of(x) for x in (url or "", fields.get("doi", ""), *re.findall(r"https?://[^\s{}]+", text)))
    named = arxiv_in(text) or tuple(filter(None, linked))
    return named[0] if named else None


def _authors(text: str) -> tuple[str, ...]:
    """``Hu, Edward J. and Shen, Yelong`` as the names in their spoken order."""
    text = squeeze(unlatex(text))
    found = []
    for name in re.split(r"\s+and\s+", text):
        last, comma, first = name.partition(",")
        if name.strip().casefold() not in ("others", ""):
            found.append(f"{first.strip()} {last.strip()}" if comma else name.strip())
    return tuple(found)


def _paths(fields: dict[str, str], sections: list[tuple[int, str]], line: int) -> tuple[tuple[str, ...], ...]:
    groups = fields.get("groups") or (fields.get("keywords", "") if not sections else "")
    if groups:
        return tuple((clean_heading(unlatex(g)).text,) for g in re.split(r"\s*[,;]\s*", groups) if g.strip())
    above = bisect_left(sections, line, key=itemgetter(0))
    return ((sections[above - 1][1],),) if above else ()
