"""Addresses: mending them, and telling an arXiv id, a DOI, a paper and a repository from one another."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from littrack.lists.text import visible
from littrack.records import parse_arxiv_id

_ID = r"(\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}|[a-z]+(?:-[a-z]+)*(?:\.[A-Z]{2})?/\d{7})(?:v\d{1,4})?"
_ARXIV_PATH = re.compile(
    rf"/(?:abs|pdf|html|format|ps|src|e-print|list/[\w.-]+|paper|papers|arxiv|overview|forum|audio)/(?:arxiv:)?{_ID}", re.I
)
_MIRRORS = (
    "arxiv.org arxiv.com arxiv.cn ar5iv.org alphaxiv.org scirate.com arxiv-sanity-lite.com catalyzex.com huggingface.co"
    " hf.co semanticscholar.org paperswithcode.com xxx.lanl.gov researchgate.net moonlight.io"
)
_ARXIV_HOSTS = frozenset(_MIRRORS.split())
# The address that nearly every list has, so that it is known without a further look.
_ARXIV_PLAIN = re.compile(
    r"https?://(?:www\.|export\.)?arxiv\.org/(?:abs|pdf)/(\d{2}(?:0[1-9]|1[0-2])\.\d{4,5})(?:v\d{1,4})?(?:\.pdf)?"
)
_ARXIV_NAMED = re.compile(rf"arxiv[:.]{_ID}", re.I)
_ARXIV_ANY = re.compile(rf"/{_ID}")
_ARXIV_DOI = re.compile(rf"10\.48550/arxiv\.{_ID}", re.I)
_BADGE = re.compile(rf"arxiv[-_:%A-Fa-f0-9]*?[-_:/]?{_ID}(?=[-.\s?&]|$)", re.I)
# In running text: `arXiv preprint arXiv:2403.05783`, `arXiv preprintarXiv:…`, `abs/2312.07850`, `arXiv 2401.01234`, `[cs.NI/0309136]`.
_ARXIV_TEXT = re.compile(
    rf"(?:arxiv(?:\.org/(?:abs|pdf)/|(?:\s*preprint)?\s*[:.,]?\s*(?:\(?arxiv\s*:?\s*)?(?:abs/|no\.?\s*)?)|(?<![\w/])abs/){_ID}(?![\d.]\d)",
    re.I,
)
# By itself in brackets or as code: `[2212.04356]`.
ID_ALONE = re.compile(r"[\[(`]\s?`?(\d\d(?:0[1-9]|1[0-2])\.\d{4,5})(?:v\d{1,2})?`?\s?[\])`]+")
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"'<>\[\]{}|\\^`]+")
_DOI_END = re.compile(r"(?:/(?:full|pdf|html|abstract|epdf|meta|summary)|\.pdf|[.,;:)\]]+|[?#].*)+$")
_FORGES = "github.com gitlab.com gitee.com bitbucket.org codeberg.org codeocean.com sourceforge.net github.io gitlab.io"
_REPOSITORIES = frozenset(_FORGES.split())
_HUB_NAMES = "huggingface.co hf.co modelscope.cn kaggle.com zenodo.org colab.research.google.com"
_HUBS = frozenset(_HUB_NAMES.split())
_PUBLISHERS = (
    "arxiv.org ieee.org acm.org springer.com sciencedirect.com nature.com science.org openreview.net aclanthology.org"
    " aclweb.org thecvf.com neurips.cc nips.cc mlr.press jmlr.org aaai.org ijcai.org wiley.com mdpi.com frontiersin.org"
    " plos.org pnas.org doi.org biorxiv.org medrxiv.org techrxiv.org authorea.com ssrn.com semanticscholar.org"
    " researchgate.net osf.io usenix.org isca-speech.org isca-archive.org eurasip.org iop.org aps.org oup.com"
    " tandfonline.com sagepub.com hal.science inria.fr ndss-symposium.org dblp.org openai.com deepmind.com ecva.net"
    " bmvc.org roboticsproceedings.org siam.org cell.com ietdl.org theiet.org optica.org spiedigitallibrary.org"
    " worldscientific.com inderscience.com emerald.com jstor.org ncbi.nlm.nih.gov wanfangdata.com.cn cnki.net"
    " preprints.org ar5iv.org alphaxiv.org chinaxiv.org eprint.iacr.org iacr.org vldb.org mit.edu"
    " transformer-circuits.pub distill.pub scitation.org aip.org hindawi.com elsevier.com bmj.com thelancet.com"
    " acs.org rsc.org chemrxiv.org copernicus.org ams.org projecteuclid.org scipost.org dagstuhl.de degruyter.com karger.com"
    " europepmc.org jst.go.jp cidrdb.org petsymposium.org eurekaselect.com agu.org ieice.org"
    " jamanetwork.com inspirehep.net adsabs.harvard.edu royalsocietypublishing.org annualreviews.org cambridge.org"
)
_PAPER_HOSTS = frozenset(_PUBLISHERS.split())
_GOOD = re.compile(r"https?://(?:[A-Za-z0-9-]++\.)+[A-Za-z0-9-]++(?::\d+)?(?:[/?#][!-~]*+)?")
_HOST = re.compile(r"https?://([A-Za-z0-9.-]+)(?=[/?#:]|$)", re.I)
_SCHEME = re.compile(r"^\W*\w?(https?):?/{1,3}(?=\w)", re.I)
_NO_SCHEME = re.compile(r"^(?:www\.|[\w-]+(?:\.[\w-]+)*\.(?:org|com|net|edu|io|cc|ai|cn)/)", re.I)
_WWW = re.compile(r"^https?://(?:www\.)?", re.I)
_KEPT = 16_384  # addresses whose kind is remembered


class Link(NamedTuple):
    """A link of an entry: its label and its address as written."""

    label: str
    raw: str


def clean_url(raw: str) -> tuple[str | None, str | None]:
    """A mended http(s) address, or None; and what was wrong with it, if anything.

    ``7https://``, blanks inside, a missing scheme and a full stop at the end are mended and reported. Anything that is not
    http or https (``javascript:``, ``data:``, a path, an anchor) is no address of a paper.
    """
    return (raw, None) if _GOOD.fullmatch(raw) and raw[-1] not in ".,;<>" else _mended(raw)


@lru_cache(maxsize=1024)
def _mended(raw: str) -> tuple[str | None, str | None]:
    url = visible(raw).strip().strip("<>")
    if not url or url.startswith(("#", "/", ".", "mailto:")):
        return None, None
    mended = re.sub(r"\s+", "" if re.match(r"\S*:?/?/?\S*\.\s+\w", url) else "%20", url)
    mended = _SCHEME.sub(r"\1://", mended)
    if "://" not in mended and _NO_SCHEME.match(mended):
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
    return mended, f"the link {url[:80]!r} is malformed; read as {mended[:500]}" if mended != url else None


class _Host(NamedTuple):
    """What a host has: arXiv's papers, repositories, models and data sets, papers."""

    arxiv: bool
    repository: bool
    hub: bool
    publisher: bool


@lru_cache(maxsize=_KEPT)
def _kinds(host: str) -> _Host:
    return _Host(*(_within(host, known) for known in (_ARXIV_HOSTS, _REPOSITORIES, _HUBS, _PAPER_HOSTS)))


def arxiv_of(url: str) -> str | None:
    """The base id that an address leads to: arxiv.org and its mirrors, an arXiv DOI, or a badge that names an id."""
    if plain := _ARXIV_PLAIN.fullmatch(url):
        return plain[1]
    return _elsewhere(url, host_of(url))


def _elsewhere(url: str, host: str) -> str | None:
    """The id that an address names which is not the usual one of arxiv.org."""
    url = unquote(url) if "%" in url else url
    found = _ARXIV_DOI.search(url) if "48550" in url else None
    if not found:
        if _kinds(host).arxiv:
            found = _ARXIV_PATH.search(url) or _ARXIV_NAMED.search(url)
            if not found and host.endswith("arxiv.org"):
                found = _ARXIV_ANY.search(url)
        elif "arxiv.org/" in url:  # behind an address that only leads on
            found = _ARXIV_PATH.search(url, url.find("arxiv.org/"))
        elif "shields.io" in host or "badge" in url.lower():
            found = _BADGE.search(url)
    return _base(found[1]) if found else None


def _within(host: str, hosts: frozenset[str]) -> bool:
    """Whether a host is one of these, or below one."""
    while host:
        if host in hosts:
            return True
        host = host.partition(".")[2]
    return False


def arxiv_in(text: str) -> tuple[str, ...]:
    """The base ids that running text names, in order, each once."""
    named = "rxiv" in (lower := text.lower()) or "abs/" in lower
    found = (_ARXIV_TEXT if named else ID_ALONE).findall(text)
    return tuple(dict.fromkeys(filter(None, map(_base, found)))) if found else ()


def wrong_length(arxiv_id: str) -> bool:
    """Whether an id has four digits behind its full stop, as until 2014, where there must be five, or the other way round."""
    month, _, number = arxiv_id.partition(".")
    return number.isdigit() and len(number) != (5 if month >= "1501" else 4)


def _base(text: str) -> str | None:
    if text[4:5] == ".":
        return text.partition("v")[0]
    parsed = parse_arxiv_id(text)
    return parsed[0] if parsed else None


def doi_of(text: str) -> str | None:
    """The DOI in an address or a text, in lower case, or None; arXiv's own are not given."""
    if "10." not in text or not (found := _DOI.search(unquote(text))):
        return None
    doi = _DOI_END.sub("", found[0]).lower().partition("/mediaobjects/")[0]
    return None if doi.startswith("10.48550/arxiv") or len(doi) < 9 else doi


def host_of(url: str) -> str:
    """The host of an address in lower case; empty where there is none."""
    if plain := _HOST.match(url):
        return plain[1].lower()
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


class Kind(NamedTuple):
    """What an address leads to; ``paper`` holds for a repository's PDF too."""

    arxiv: str | None
    paper: bool
    repository: bool
    hub: bool


def kind_of(url: str) -> Kind:
    """What an address leads to: a paper (a publisher, a preprint server, a proceedings page, a PDF), code, a model or data set."""
    plain = _ARXIV_PLAIN.fullmatch(url) if "arxiv.org/" in url else None
    return Kind(plain[1], True, False, False) if plain else _kind_elsewhere(url)


@lru_cache(maxsize=_KEPT)
def _kind_elsewhere(url: str) -> Kind:
    host, lower = host_of(url), url.lower()
    if arxiv := _elsewhere(url, host):
        return Kind(arxiv, True, False, False)
    path = _path(url) if ".pdf" in lower or "/paper" in lower or "/poster/" in lower else ""
    _, repository, hub, publisher = _kinds(host)
    paper = path.endswith(".pdf") or doi_of(url) is not None
    if not (paper or repository or hub):
        paper = (
            (publisher and url.rstrip("/").count("/") > 2 and "/blog/" not in lower) or "/paper" in path or "/poster/" in path
        )  # and not a publisher's home page
    return Kind(None, paper, repository, hub)


def is_repository(url: str) -> bool:
    """Whether the address is of code: a repository, or a project's page at GitHub or GitLab."""
    return kind_of(url).repository


def is_paper(url: str) -> bool:
    """Whether the address is of a paper: a publisher, a preprint server, a proceedings page, or a PDF."""
    return kind_of(url).paper


def _path(url: str) -> str:
    try:
        return urlsplit(url).path.lower()
    except ValueError:
        return ""


def same_address(url: str) -> str:
    """A form in which two spellings of one address are equal: without scheme, ``www.``, closing slash and fragment."""
    bare = _WWW.sub("", url.strip()).split("#")[0]
    return bare.rstrip("/").removesuffix(".git").casefold()
