"""JSON, JSON lines, CSV and TSV: one reference a record, with the usual names of fields (Zotero's, arXiv's, littrack's own)."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Any

from littrack.lists.entry import Document, Draft, Entry
from littrack.lists.links import arxiv_in, arxiv_of, clean_url, doi_of, is_repository
from littrack.lists.names import split_names
from littrack.lists.outline import clean_heading
from littrack.lists.text import clean_title
from littrack.records import Kind, parse_arxiv_id

_CATEGORIES = re.compile(
    r"(?:(?:cs|eess|math|stat|physics|q-bio|q-fin|econ|cond-mat|astro-ph|nlin)\.[A-Za-z-]{2,20}|hep-\w+|quant-ph|gr-qc|nucl-\w+)"
    r"(?:[\s,;]+[a-z-]+(?:\.[A-Za-z-]+)?)*"
)
_NAMES = {
    "title": (
        "title",
        "papertitle",
        "papername",
        "fulltitle",
        "name",
        "paper",
        "article",
        "标题",
        "题目",
        "论文",
        "论文标题",
        "论文题目",
    ),
    "authors": ("authors", "author", "creators", "authornames", "authorlist", "作者"),
    "year": (
        "year",
        "yr",
        "publicationyear",
        "pubyear",
        "date",
        "published",
        "publicationdate",
        "publicationdate",
        "publisheddate",
        "issued",
        "releasetime",
        "年份",
        "时间",
    ),
    "venue": (
        "venue",
        "journal",
        "conference",
        "publicationtitle",
        "publication",
        "booktitle",
        "containertitle",
        "publishedin",
        "conferencejournal",
        "journalconference",
        "journaltitle",
        "sourcetitle",
        "source",
        "会议",
        "期刊",
    ),
    "arxiv": ("arxivid", "arxiv", "eprint", "id", "paperid"),
    "doi": ("doi",),
    "url": (
        "url",
        "link",
        "links",
        "paperurl",
        "paperlink",
        "pdf",
        "pdfurl",
        "pdflink",
        "abs",
        "absurl",
        "arxivurl",
        "arxivlink",
        "链接",
    ),
    "code": ("codeurl", "code", "github", "githuburl", "githublink", "repo", "repourl", "repository", "codelink", "代码"),
    "sections": (
        "sections",
        "section",
        "category",
        "categories",
        "subject",
        "theme",
        "area",
        "subtopic",
        "task",
        "主题",
        "topic",
        "topics",
        "tags",
        "manualtags",
        "groups",
        "keywords",
        "class",
        "分类",
    ),
    "context": ("context",),
    "added": ("dateadded", "added"),
    "kind": ("kind",),
}


def likelihood(document: Document) -> float:
    """High where the first record is JSON with a title, or the first line names columns and one of them is a title."""
    head = document.text.lstrip()[:20_000]
    if head.startswith(("{", "[")):
        return 0.92 if re.search(r"\"(?:paper_?)?(?:title|name)\"\s*:", head, re.I) else 0.0
    line = head.split("\n", 1)[0]
    columns = {_plain(c) for c in re.split(r"[,;\t]", line)}
    known = {role for role, names in _NAMES.items() if columns & set(names)}
    if "title" not in known or len(line) > 2000 or line.startswith(("# ", "##", "|", "-", "*")):
        return 0.0
    return 0.85 if len(known) > 2 or (len(known) > 1 and columns & {"title", "papertitle", "标题"}) else 0.0


def read(document: Document) -> Draft:
    """Every record; a line that is no record is reported and passed over."""
    draft = Draft(document.name)
    for line, record in _records(document, draft):
        entry = entry_of(record, line)
        if entry is None:
            draft.unread("a record without a title", line)
        else:
            draft.entries.append(entry)
    return draft


def _records(document: Document, draft: Draft) -> Iterator[tuple[int, dict[str, Any]]]:
    text = document.text.lstrip("\ufeff")
    if not text.lstrip().startswith(("{", "[")):
        yield from _rows(text, draft)
        return
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        yield from _lines(document.lines, draft)
        return
    found = whole if isinstance(whole, list) else _inside(whole)
    for number, record in enumerate(found, 1):
        if isinstance(record, dict):
            yield number, record
        else:
            draft.unread("an element that is no record", number)


def _inside(whole: dict[str, Any]) -> list[Any]:
    """The records of a JSON object: the object itself, or the list of objects that it holds."""
    if any(_plain(k) in _NAMES["title"] for k in whole):
        return [whole]
    return next((v for v in whole.values() if isinstance(v, list) and any(isinstance(x, dict) for x in v)), [whole])


def _lines(lines: list[str], draft: Draft) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(lines, 1):
        if not line.strip(" ,[]"):
            continue
        try:
            record = json.loads(line.strip().rstrip(","))
        except (ValueError, RecursionError):
            record = None
        if isinstance(record, dict):
            yield number, record
        else:
            draft.unread("not JSON", number)


def _rows(text: str, draft: Draft) -> Iterator[tuple[int, dict[str, Any]]]:
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    csv.field_size_limit(10_000_000)
    rows = csv.DictReader(io.StringIO(text.replace("\0", "")), delimiter=delimiter)
    last = 1
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            draft.unread(f"not CSV ({error})", rows.line_num)
            continue
        yield last + 1, {k: v for k, v in row.items() if k and isinstance(v, str)}
        last = rows.line_num


@lru_cache(maxsize=1024)
def _plain(name: str) -> str:
    return re.sub(r"[\W_]", "", name.casefold())


def role_of(name: str) -> str | None:
    """What a field of that name holds: ``title``, ``authors``, ``year``, …; None where it is none of these."""
    return next((role for role, names in _NAMES.items() if _plain(name) in names), None)


def entry_of(record: dict[str, Any], line: int) -> Entry | None:
    """The entry of a record, by the names of its fields and of the fields one level below; None without a title."""
    known = {_plain(k): v for k, v in record.items()}
    for inner in [v for v in record.values() if isinstance(v, dict)]:
        known = {_plain(k): v for k, v in inner.items()} | {k: v for k, v in known.items() if v is not inner}

    def get(role: str) -> Any:
        linked = role == "title"  # `paper: https://…` is none
        return next(
            (v for n in _NAMES[role] if (v := known.get(n)) not in (None, "", []) and not (linked and is_link(v))), None
        )

    named = get("title")
    title = clean_title(named[:2000]) if isinstance(named, str) else ""
    if not re.search(r"\w", title):
        return None
    linked = get("url") or (known["paper"] if is_link(known.get("paper")) else None)
    url = clean_url(linked)[0] if isinstance(linked, str) else None
    code = clean_url(str(get("code") or ""))[0]
    year = re.search(r"(?:19|20)\d\d", str(get("year") or ""))
    arxiv_id = _arxiv(get("arxiv"), url, record)
    venue = get("venue")
    kind = str(get("kind") or "")
    return Entry(
        title, _authors(get("authors")), int(year[0]) if year else None, str(venue) if venue else None, arxiv_id,
        doi_of(str(get("doi") or "")) or doi_of(url or ""), url or (f"https://arxiv.org/abs/{arxiv_id}" if arxiv_id else None),
        code or (url if url and is_repository(url) else None), tuple(u for u in (url, code) if u), _paths(get("sections")),
        tuple(map(str, get("context") or ())) if isinstance(get("context"), list) else (), Kind(kind) if kind in set(Kind) else Kind.PAPER,
        line, line, _day(get("added")), categories=_arxiv_categories(known.get("categories")),
    )  # fmt: skip


def is_link(value: Any) -> bool:
    """Whether a field's value is a web address."""
    return isinstance(value, str) and value.startswith(("http://", "https://"))


def _arxiv(value: Any, url: str | None, record: dict[str, Any]) -> str | None:
    text = str(value or "")
    parsed = parse_arxiv_id(text)
    if parsed:
        return parsed[0]
    found = arxiv_of(text) or arxiv_of(url or "") or next(iter(arxiv_in(text)), None)
    return found or next(
        (i for v in record.values() if isinstance(v, str) and "/" in v and len(v) < 500 and (i := arxiv_of(v))), None
    )


def _authors(value: Any) -> tuple[str, ...]:
    if isinstance(value, list):
        people = (
            p
            if isinstance(p, str)
            else " ".join(str(p.get(k, "")) for k in ("given", "first", "name", "family", "last"))
            if isinstance(p, dict)
            else ""
            for p in value
        )
        return tuple(" ".join(p.split()) for p in people if p.strip())
    text = str(value or "")
    if ";" not in text:
        return split_names(text)
    parts = ([x.strip() for x in p.split(",")] for p in text.split(";") if p.strip())
    return tuple(f"{p[1]} {p[0]}" if len(p) == 2 else ", ".join(p) for p in parts)


def _paths(value: Any) -> tuple[tuple[str, ...], ...]:
    names = value if isinstance(value, list) else re.split(r"\s*[;|]\s*", str(value or ""))
    named = [] if _CATEGORIES.fullmatch(" ".join(map(str, names))) else names  # arXiv's are no sections of the survey's own
    return tuple((clean_heading(str(n)).text,) for n in named if str(n).strip())


def _arxiv_categories(value: Any) -> tuple[str, ...]:
    text = " ".join(map(str, value)) if isinstance(value, list) else str(value or "")
    return tuple(re.split(r"[\s,;]+", text.strip())) if _CATEGORIES.fullmatch(text.strip()) else ()


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None
