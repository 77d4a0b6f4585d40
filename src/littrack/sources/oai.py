"""OAI-PMH: the daily reconciliation. Records with every version, read by lxml with entities, network and huge nodes off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from littrack.records import Paper, Version
from littrack.sources.api import parse_xml
from littrack.sources.mailing import believable
from littrack.sources.text import MAX_AUTHORS, categories, clean, id_of, says_withdrawn, split_authors, tidy_xml, untex
from littrack.sources.transport import GarbageError, RefusedError, Transport, UnreachableError

SOURCE = "oai"
EARLIEST = date(2005, 9, 16)
_GROUPS = frozenset({"cs", "econ", "eess", "math", "q-bio", "q-fin", "stat"})
_MOST_PAGES = 400
_RESTARTS = 3


class TokenError(UnreachableError):
    """The resumption token has expired (at midnight UTC) or is not accepted."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record: the paper and the day on which arXiv last touched its metadata (UTC), which is no submission date."""

    paper: Paper
    datestamp: date


@dataclass(frozen=True, slots=True)
class Page:
    """One page of records. ``token`` is empty on the last one; ``broken`` counts records that could not be read."""

    records: tuple[Record, ...]
    token: str
    answered: datetime
    broken: int = 0


@dataclass(frozen=True, slots=True)
class Harvest:
    """All records touched from a day on, each once; ``answered`` is the first page's response date."""

    records: tuple[Record, ...]
    answered: datetime
    broken: int = 0


class Oai:
    """arXiv's OAI-PMH service at ``url``."""

    def __init__(self, transport: Transport, url: str) -> None:
        self._session, self._url, self._journal = transport.session(check), url, transport.journal

    def harvest(self, category: str, start: date) -> Harvest:
        """The records of a category that were touched from ``start`` (a UTC day) on.

        A token that expires restarts the harvest from the last day that was seen, which overlaps by design.

        Raises:
            UnreachableError: arXiv does not answer, or its tokens lead nowhere.
            RefusedError: the set is unknown.
        """
        found: dict[str, Record] = {}
        answered, broken, start = None, 0, max(start, EARLIEST)
        for _ in range(_RESTARTS + 1):
            token = ""
            try:
                for _ in range(_MOST_PAGES):
                    page = self._page(category, start, token)
                    answered, broken = answered or page.answered, broken + page.broken
                    found |= {r.paper.id: r for r in page.records}
                    # A datestamp that is to come must not make a harvest that begins again pass over the rest.
                    start = max([start, *(min(r.datestamp, answered.date()) for r in page.records)])
                    if not page.token:
                        return Harvest(tuple(found.values()), answered, broken)
                    if page.token == token:
                        break
                    token = page.token
            except TokenError as error:
                self._journal.note("F22", error.what)
                start -= timedelta(days=1)
        raise UnreachableError("OAI-PMH hands out tokens that lead nowhere", "the next run asks again")

    def _page(self, category: str, start: date, token: str) -> Page:
        asked = {"verb": "ListRecords"}
        if token:
            asked["resumptionToken"] = token
        else:
            asked |= {"metadataPrefix": "arXivRaw", "set": set_of(category), "from": start.isoformat()}
        return parse(self._session.get(self._url, params=asked).content)


def set_of(category: str) -> str:
    """The OAI set of a category or archive: ``cs.NI`` is ``cs:cs:NI``, ``hep-th`` is ``physics:hep-th``."""
    archive, _, subject = category.partition(".")
    if archive in _GROUPS:
        return f"{archive}:{archive}:{subject}" if subject else archive
    if archive == "physics" and not subject:
        return "physics"
    return f"physics:{archive}:{subject}" if subject else f"physics:{archive}"


def check(body: bytes, url: str, headers: Mapping[str, str]) -> bytes:
    """Raise GarbageError where ``body`` is no answer of OAI-PMH; see :class:`littrack.sources.transport.Transport`."""
    body = tidy_xml(body)
    root = parse_xml(body)
    if _local(root) not in ("OAI-PMH", "record"):
        raise GarbageError("F05", "sent something that is no OAI-PMH answer")
    if _local(root) == "OAI-PMH" and _iso(root.findtext("{*}responseDate")) is None:
        raise GarbageError("F28", "sent an OAI-PMH answer without a response date")
    if "verb=ListRecords" in url and root.find("{*}ListRecords") is None and root.find("{*}error") is None:
        raise GarbageError("F05", "sent another OAI-PMH answer than the one that was asked for")
    return body


def parse(body: bytes) -> Page:
    """The records in an answer's bytes: ``arXivRaw``, ``arXiv`` or ``oai_dc``. Bare records are read, too.

    Raises:
        GarbageError: it is no answer of OAI-PMH.
        RefusedError: arXiv finds the request wrong (badArgument and its like).
        TokenError: badResumptionToken.
    """
    root = parse_xml(check(body, "", {}))
    error = root.find("{*}error")
    answered = _iso(root.findtext("{*}responseDate")) or datetime.min.replace(tzinfo=UTC)
    if error is not None:
        code, what = error.get("code", ""), clean(error.text)[:200]
        if code == "noRecordsMatch":
            return Page((), "", answered)
        if code == "badResumptionToken":
            raise TokenError(f"OAI-PMH does not accept its own token any more ({what})", "the harvest begins again")
        raise RefusedError(f"OAI-PMH refuses the request: {code} {what}", "mend [watch] categories, or report this to littrack")
    found = [_record(node) for node in root.iter("{*}record")]
    records = tuple(r for r in found if r)
    token = clean(root.findtext(".//{*}resumptionToken"))
    return Page(records, token, answered, len(found) - len(records))


def _record(node: Any) -> Record | None:
    found = id_of(node.findtext("{*}header/{*}identifier") or "")
    stamp = _iso(node.findtext("{*}header/{*}datestamp"))
    metadata = node.find("{*}metadata/*")
    if not found or not stamp or metadata is None:
        return None
    paper = _READERS.get(_local(metadata), lambda paper_id, node: None)(found[0], metadata)
    return Record(paper, stamp.date()) if paper and paper.title else None


def _raw(paper_id: str, node: Any) -> Paper:
    versions = tuple(v for v in map(_version, node.findall("{*}version")) if v)
    last = versions[-1] if versions else Version(1)
    comment = clean(node.findtext("{*}comments")) or None
    return _common(
        paper_id,
        node,
        version=last.number,
        versions=versions,
        authors=split_authors(node.findtext("{*}authors") or ""),
        submitted=versions[0].submitted if versions and versions[0].number == 1 else None,
        updated=last.submitted,
        withdrawn=last.source_type == "I" or says_withdrawn(comment),
    )


def _version(node: Any) -> Version | None:
    number = node.get("version", "").removeprefix("v")
    if not number.isdecimal() or len(number) > 4 or number == "0":
        return None
    try:
        submitted = believable(parsedate_to_datetime((node.findtext("{*}date") or "").strip()))
    except (ValueError, TypeError, OverflowError):
        submitted = None
    # arXiv gives several letters for one version at times; I alone means that there is nothing to read.
    kind = clean(node.findtext("{*}source_type")) or None
    return Version(int(number), submitted, kind[:8] if kind else None)


def _arxiv(paper_id: str, node: Any) -> Paper:
    # <created> is the first version's day on the old server and the current one's on the new: of no use.
    names = (
        clean(f"{a.findtext('{*}forenames') or ''} {a.findtext('{*}keyname') or ''} {a.findtext('{*}suffix') or ''}")
        for a in node.findall("{*}authors/{*}author")[:MAX_AUTHORS]
    )
    return _common(paper_id, node, authors=tuple(untex(n) for n in names if n.strip(" :")))


def _common(paper_id: str, node: Any, **known: Any) -> Paper:
    comment = clean(node.findtext("{*}comments")) or None
    return Paper(
        id=paper_id,
        title=untex(clean(node.findtext("{*}title"))),
        abstract=untex(clean(node.findtext("{*}abstract"))) or None,
        categories=categories((node.findtext("{*}categories") or "").split()),
        comment=comment,
        journal_ref=clean(node.findtext("{*}journal-ref")) or None,
        doi=clean(node.findtext("{*}doi")) or None,
        source=SOURCE,
        **({"withdrawn": says_withdrawn(comment)} | known),
    )


def _dublin(paper_id: str, node: Any) -> Paper:
    def all_of(name: str) -> list[str]:
        return [clean(e.text) for e in node.findall("{*}" + name)]

    creators = (" ".join(reversed(name.split(", ", 1))) for name in all_of("creator")[:MAX_AUTHORS])
    texts = all_of("description")
    comment = next((t.removeprefix("Comment: ") for t in texts if t.startswith("Comment: ")), None)
    return Paper(
        id=paper_id,
        title=untex(" ".join(all_of("title"))),
        abstract=untex(next((t for t in texts if not t.startswith("Comment: ")), "")) or None,
        authors=tuple(untex(name) for name in creators if name.strip(" :")),
        comment=comment,
        doi=next((t.removeprefix("doi:") for t in all_of("identifier") if t.startswith("doi:")), None),
        withdrawn=says_withdrawn(comment),
        source=SOURCE,
    )


_READERS = {"arXivRaw": _raw, "arXiv": _arxiv, "dc": _dublin}


def _local(node: Any) -> str:
    return str(node.tag).rpartition("}")[2]


def _iso(text: str | None) -> datetime | None:
    try:
        return believable(datetime.fromisoformat((text or "").strip()))
    except ValueError:
        return None
