"""Where an entry's links lead: to the paper, to its code, elsewhere; and which arXiv id it has."""

from __future__ import annotations

import re
from dataclasses import dataclass

from littrack.lists import tags
from littrack.lists.entry import Entry
from littrack.lists.inline import IMAGE, Inline, is_generic
from littrack.lists.links import Kind, arxiv_in, arxiv_of, clean_url, doi_of, kind_of, wrong_length
from littrack.lists.text import shorten

IMPOSSIBLE_ID = "which cannot be: a digit is missing, or one too many"
_CODE_LABEL = re.compile(r"code|github|implementation|pytorch|tensorflow|repo|代码|official|download", re.I)
_PAGE_LABEL = re.compile(r"project|web|home|page|site|demo|blog|video|主页|项目", re.I)
_PAPER_LABEL = re.compile(
    r"paper|pdf|arxiv|abs\b|论文|doi|openreview|ieee|acm|link|html|publication|preprint|原文|article", re.I
)


@dataclass(slots=True)
class Parts:
    """What has been found so far of an entry; ``said`` tells how sure the title is (`field`, `citation`, `label`, `bold`, `plain`)."""

    title: str = ""
    said: str = ""
    authors: tuple[str, ...] = ()
    venue: str | None = None
    year: int | None = None
    named_paper: bool = False  # whether a link says that it leads to the paper, wherever that is


def with_links(parts: Parts, inline: Inline, line: int, end: int) -> Entry:
    """The entry with its links sorted into paper, code and others."""
    papers: list[str] = []
    codes: list[str] = []
    others: list[str] = []
    doubts = list(inline.slips)
    ids: list[str] = []
    badges: list[str] = []
    for link in inline.links:
        if link.label == IMAGE:
            badges += filter(None, [arxiv_of(link.raw)])
            if not parts.venue:
                parts.venue, year = tags.venue_of_badge(link.raw)
                parts.year = parts.year or year
            continue
        url, wrong = clean_url(link.raw)
        if wrong:
            doubts.append(wrong)
        elif not url and link.raw.endswith(".pdf"):
            parts.named_paper = True  # in the list's own folder
        if url:
            kind = kind_of(url)
            if _is_code(kind, url, link.label):
                codes.append(url)
            elif kind.paper or _PAPER_LABEL.search(link.label):
                papers.append(url)
                parts.named_paper |= link.label.strip("[] ").casefold() in ("paper", "pdf", "论文")
                ids += [kind.arxiv] if kind.arxiv else []
            else:
                others.append(url)
    arxiv_id, id_doubts = _arxiv(inline.bare, ids + badges, parts)
    if arxiv_id and wrong_length(arxiv_id):
        id_doubts.append(f"“{shorten(parts.title)}” has the arXiv id {arxiv_id}, {IMPOSSIBLE_ID}")
    best = papers or others
    doi = next(filter(None, map(doi_of, papers)), None) or doi_of(inline.bare)
    return Entry(
        parts.title, parts.authors, parts.year, parts.venue, arxiv_id, doi,
        best[0] if best else f"https://arxiv.org/abs/{arxiv_id}" if arxiv_id else None,
        codes[0] if codes else None, tuple(dict.fromkeys(papers + codes + others)), line=line, end=end,
        doubts=(*doubts, *id_doubts),
    )  # fmt: skip


def _is_code(kind: Kind, url: str, label: str) -> bool:
    if kind.arxiv or label.strip("[] ").casefold().endswith(" list"):
        return False  # `[Paper List]`
    if label.strip("[] ").casefold() in ("code", "repo", "repository", "代码"):
        return True  # wherever that is: `[repo](https://doi.org/…)`
    if kind.repository and url.endswith(".md") and not _CODE_LABEL.search(label):
        return False  # notes
    if kind.repository and ".io/" in f"{url}/" and label and not is_generic(label):
        return False  # the project's page, behind the title
    if kind.repository and ".io/" in f"{url}/" and (_PAGE_LABEL.search(label) or label.strip("[] ").casefold() == "paper"):
        return False
    return kind.hub or (not kind.paper and (kind.repository or (len(label.split()) < 5 and bool(_CODE_LABEL.search(label)))))


def _arxiv(text: str, linked: list[str], parts: Parts) -> tuple[str | None, list[str]]:
    """The entry's arXiv id: what the citation names goes before what it links to; a conflict is reported."""
    named = arxiv_in(text)
    best = named[0] if named else linked[0] if linked else None
    if named and linked and named[0] not in linked:
        return best, [f"“{shorten(parts.title)}” names arXiv:{named[0]} but links to arXiv:{linked[0]}"]
    return best, []
