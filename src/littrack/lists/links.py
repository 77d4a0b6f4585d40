"""Addresses: mending them, and telling an arXiv id, a DOI, a paper and a repository from one another."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from littrack.lists.text import visible
from littrack.records import parse_arxiv_id

_ID = r"(\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}|[a-z]+(?:-[a-z]+)*(?:\.[A-Z]{2})?/\d{7})(?:v\d{1,4})?"
_ARXIV_PATH = re.compile(
    rf"/(?:abs|pdf|html|format|ps|src|e-print|list/[\w.-]+|paper|papers|arxiv|overview|forum|audio)/(?:arxiv:)?{_ID}", re.I
)
_ARXIV_HOST = re.compile(
    r"(?:^|\.)(?:arxiv\.org|arxiv\.com|arxiv\.cn|ar5iv\.org|alphaxiv\.org|scirate\.com|arxiv-sanity-lite\.com|catalyzex\.com"
    r"|huggingface\.co|hf\.co|semanticscholar\.org|paperswithcode\.com|xxx\.lanl\.gov|researchgate\.net|moonlight\.io)$"
)
_ARXIV_DOI = re.compile(rf"10\.48550/arxiv\.{_ID}", re.I)
_BADGE = re.compile(rf"arxiv[-_:%A-Fa-f0-9]*?[-_:/]?{_ID}(?=[-.\s?&]|$)", re.I)
# In running text: `arXiv preprint arXiv:2403.05783`, `arXiv preprintarXiv:…`, `abs/2312.07850`, `arXiv 2401.01234`, `[cs.NI/0309136]`.
_ARXIV_TEXT = re.compile(
    rf"(?:arxiv(?:\s*preprint)?\s*[:.,]?\s*(?:\(?arxiv\s*:?\s*)?(?:abs/|no\.?\s*)?|(?<![\w/])abs/){_ID}(?![\d.]\d)", re.I
)
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"'<>\[\]{}|\\^`]+")
_REPOSITORY = re.compile(
    r"(?:^|\.)(?:github\.com|gitlab\.com|gitee\.com|bitbucket\.org|codeberg\.org|codeocean\.com|sourceforge\.net)$"
)
_HUB = re.compile(r"(?:^|\.)(?:huggingface\.co|hf\.co|modelscope\.cn|kaggle\.com|zenodo\.org|colab\.research\.google\.com)$")
_PAPER_HOST = re.compile(
    r"(?:^|\.)(?:arxiv\.org|ieee\.org|acm\.org|springer\.com|sciencedirect\.com|nature\.com|science\.org|openreview\.net|aclanthology\.org"
    r"|aclweb\.org|thecvf\.com|neurips\.cc|nips\.cc|mlr\.press|jmlr\.org|aaai\.org|ijcai\.org|wiley\.com|mdpi\.com|frontiersin\.org|plos\.org"
    r"|pnas\.org|doi\.org|biorxiv\.org|medrxiv\.org|techrxiv\.org|authorea\.com|ssrn\.com|semanticscholar\.org|researchgate\.net|osf\.io"
    r"|usenix\.org|isca-speech\.org|isca-archive\.org|eurasip\.org|iop\.org|aps\.org|oup\.com|tandfonline\.com|sagepub\.com|hal\.science"
    r"|inria\.fr|ndss-symposium\.org|dblp\.org|openai\.com|deepmind\.com|ecva\.net|bmvc\d*\.org|roboticsproceedings\.org|siam\.org|cell\.com"
    r"|ietdl\.org|theiet\.org|optica\.org|spiedigitallibrary\.org|worldscientific\.com|inderscience\.com|emerald\.com|jstor\.org|ncbi\.nlm\.nih\.gov"
    r"|wanfangdata\.com\.cn|cnki\.net|preprints\.org|ar5iv\.org|alphaxiv\.org|chinaxiv\.org|eprint\.iacr\.org|iacr\.org|vldb\.org|mit\.edu"
    r"|transformer-circuits\.pub|distill\.pub|scitation\.org|aip\.org|hindawi\.com|elsevier\.com|bmj\.com|thelancet\.com|jamanetwork\.com)$"
)


@dataclass(frozen=True, slots=True)
class Link:
    """A link of an entry: its label and its address as written."""

    label: str
    raw: str


def clean_url(raw: str) -> tuple[str | None, str | None]:
    """A mended http(s) address, or None; and what was wrong with it, if anything.

    ``7https://``, blanks inside, a missing scheme and a full stop at the end are mended and reported. Anything that is not
    http or https (``javascript:``, ``data:``, a path, an anchor) is no address of a paper.
    """
    url = visible(raw).strip().strip("<>")
    if not url or url.startswith(("#", "/", ".", "mailto:")):
        return None, None
    mended = re.sub(r"\s+", "" if re.match(r"\S*:?/?/?\S*\.\s+\w", url) else "%20", url)
    mended = re.sub(r"^\W*\w?(https?):?/{1,3}(?=\w)", r"\1://", mended, flags=re.I)
    if re.match(r"^(?:www\.|[\w-]+(?:\.[\w-]+)*\.(?:org|com|net|edu|io|cc|ai|cn)/)", mended, re.I) and "://" not in mended:
        mended = "https://" + mended
    mended = re.sub(r"[.,;]+$", "", mended)
    try:
        parts = urlsplit(mended)
        good = parts.scheme.lower() in ("http", "https") and "." in (parts.hostname or "")
    except ValueError:
        good = False
    if not good:
        scheme = re.match(r"\s*([a-z][a-z0-9+.-]*):", url, re.I)
        return None, f"the link {url[:60]!r} is not a web address" if scheme else None
    return mended, f"the link {url[:80]!r} is malformed; read as {mended[:80]}" if mended != url else None


def arxiv_of(url: str) -> str | None:
    """The base id that an address leads to: arxiv.org and its mirrors, an arXiv DOI, or a badge that names an id."""
    url = unquote(url)
    found = _ARXIV_DOI.search(url)
    if not found:
        host = host_of(url)
        if _ARXIV_HOST.search(host):
            found = _ARXIV_PATH.search(url) or re.search(rf"arxiv[:.]{_ID}", url, re.I)
            if not found and host.endswith("arxiv.org"):
                found = re.search(rf"/{_ID}", url)
        elif "shields.io" in host or "badge" in url.lower():
            found = _BADGE.search(url)
    return _base(found[1]) if found else None


def arxiv_in(text: str) -> tuple[str, ...]:
    """The base ids that running text names, in order, each once."""
    ids = (_base(found[1]) for found in _ARXIV_TEXT.finditer(text))
    return tuple(dict.fromkeys(i for i in ids if i))


def _base(text: str) -> str | None:
    parsed = parse_arxiv_id(text)
    return parsed[0] if parsed else None


def doi_of(text: str) -> str | None:
    """The DOI in an address or a text, in lower case, or None; arXiv's own are not given."""
    found = _DOI.search(unquote(text))
    if not found:
        return None
    doi = re.sub(r"(?:/(?:full|pdf|html|abstract|epdf|meta|summary)|\.pdf|[.,;:)\]]+|[?#].*)+$", "", found[0]).lower()
    return None if doi.startswith("10.48550/arxiv") or len(doi) < 9 else doi


def host_of(url: str) -> str:
    """The host of an address in lower case; empty where there is none."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def is_repository(url: str) -> bool:
    """Whether the address is of code: a repository, or a project's page at GitHub or GitLab."""
    host = host_of(url)
    return bool(_REPOSITORY.search(host)) or host.endswith((".github.io", ".gitlab.io", "gist.github.com"))


def is_hub(url: str) -> bool:
    """Whether the address is of a model or a data set."""
    return bool(_HUB.search(host_of(url))) and arxiv_of(url) is None


def is_paper(url: str) -> bool:
    """Whether the address is of a paper: a publisher, a preprint server, a proceedings page, or a PDF outside a repository."""
    if arxiv_of(url) or doi_of(url):
        return True
    host, path = host_of(url), urlsplit(url).path.lower()
    if is_repository(url) or is_hub(url):
        return path.endswith(".pdf")
    return bool(_PAPER_HOST.search(host)) or path.endswith(".pdf") or "/paper" in path


def same_address(url: str) -> str:
    """A form in which two spellings of one address are equal: without scheme, ``www.``, closing slash and fragment."""
    bare = re.sub(r"^https?://(?:www\.)?", "", url.strip(), flags=re.I).split("#")[0]
    return bare.rstrip("/").removesuffix(".git").casefold()
