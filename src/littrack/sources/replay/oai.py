"""The replay's OAI-PMH service: ListRecords and GetRecord in arXivRaw, with tokens that expire at midnight UTC."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from urllib.parse import parse_qsl, quote, unquote, urlencode
from xml.sax.saxutils import escape, quoteattr

from littrack.records import Paper, Version
from littrack.sources.oai import EARLIEST, set_of
from littrack.sources.replay.world import World

_HEAD = (
    "<?xml version='1.0' encoding='UTF-8'?>\n"
    '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/ http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd">\n'
)
_SPACE = (
    'xmlns="http://arxiv.org/OAI/arXivRaw/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xsi:schemaLocation="http://arxiv.org/OAI/arXivRaw/ http://arxiv.org/OAI/arXivRaw.xsd"'
)
_records: dict[int, tuple[Paper, date, str]] = {}


def answer(world: World, now: datetime, asked: Mapping[str, str], size: int) -> str:
    """The document for the parameters of one request."""
    verb = asked.get("verb", "")
    if verb == "GetRecord":
        paper_id = asked.get("identifier", "").removeprefix("oai:arXiv.org:")
        found = [record(p, stamp) for stamp, p in world.touched(now) if p.id == paper_id]
        return document(now, asked, f"<GetRecord>{found[0]}</GetRecord>") if found else error(now, asked, "idDoesNotExist")
    if verb != "ListRecords":
        return error(now, asked, "badVerb")
    return _list(world, now, asked, size)


def _list(world: World, now: datetime, asked: Mapping[str, str], size: int) -> str:
    token = asked.get("resumptionToken")
    state = dict(parse_qsl(unquote(token))) if token else dict(asked)
    try:
        start = date.fromisoformat(state.get("from") or EARLIEST.isoformat())
        skip = int(state.get("skip", "0"))
        expires = datetime.fromisoformat(state["expires"]) if token else None
    except (ValueError, KeyError):
        return error(now, asked, "badResumptionToken" if token else "badArgument")
    if expires and now >= expires:
        return error(now, asked, "badResumptionToken")
    if state.get("metadataPrefix") != "arXivRaw":
        return error(now, asked, "cannotDisseminateFormat")
    if start < EARLIEST or start > now.date() + timedelta(days=1):
        return error(now, asked, "badArgument")
    return _page(world, now, asked, state, start, skip, size)


def _page(
    world: World, now: datetime, asked: Mapping[str, str], state: Mapping[str, str], start: date, skip: int, size: int
) -> str:
    wanted = state.get("set", "")
    found = [(stamp, p) for stamp, p in world.touched(now) if stamp >= start and _in_set(p, wanted)]
    if not found:
        return error(now, asked, "noRecordsMatch")
    part = found[skip : skip + size]
    body = "".join(record(p, stamp) for stamp, p in part)
    rest = ""
    if skip + size < len(found):
        # As arXiv does it: `from` moves to the last day seen, and `skip` counts within it.
        last = part[-1][0]
        inside = sum(1 for stamp, _ in found[: skip + size] if stamp == last)
        midnight = datetime(now.year, now.month, now.day, tzinfo=UTC) + timedelta(days=1)
        token = {
            "verb": "ListRecords",
            "metadataPrefix": "arXivRaw",
            "set": wanted,
            "from": last,
            "skip": inside,
            "expires": midnight.isoformat(),
        }
        text = escape(quote(urlencode(token)))
        rest = f'<resumptionToken expirationDate="{midnight:%Y-%m-%dT%H:%M:%SZ}">{text}</resumptionToken>'
    elif skip or asked.get("resumptionToken"):
        rest = "<resumptionToken/>"
    return document(now, asked, f"<ListRecords>\n{body}{rest}</ListRecords>")


def _in_set(p: Paper, wanted: str) -> bool:
    return not wanted or any(s == wanted or s.startswith(wanted + ":") for s in map(set_of, p.categories))


def record(p: Paper, stamp: date) -> str:
    """One record."""
    kept = _records.get(id(p))
    if kept and kept[0] is p and kept[1] == stamp:
        return kept[2]
    text = (
        f"<record>\n<header>\n<identifier>oai:arXiv.org:{p.id}</identifier>\n<datestamp>{stamp}</datestamp>\n"
        + "".join(f"<setSpec>{set_of(c)}</setSpec>\n" for c in p.categories)
        + f"</header>\n<metadata>\n<arXivRaw {_SPACE}>\n<id>{p.id}</id>\n"
        f"<submitter>{escape((p.authors or ('',))[0])}</submitter>\n"
        + "".join(map(_version, p.versions))
        + f"<title>{escape(p.title)}</title>\n<authors>{escape(_joined(p.authors))}</authors>\n"
        f"<categories>{' '.join(p.categories)}</categories>\n"
        + "".join(
            f"<{name}>{escape(value)}</{name}>\n"
            for name, value in (("comments", p.comment), ("journal-ref", p.journal_ref), ("doi", p.doi))
            if value
        )
        + "<license>http://arxiv.org/licenses/nonexclusive-distrib/1.0/</license>\n"
        f"<abstract>  {escape(p.abstract or '')}\n</abstract>\n</arXivRaw>\n</metadata>\n</record>\n"
    )
    _records[id(p)] = (p, stamp, text)
    return text


def _version(v: Version) -> str:
    when = format_datetime(v.submitted.astimezone(UTC), usegmt=True) if v.submitted else ""
    kind = f"<source_type>{v.source_type or 'D'}</source_type>"
    return f'<version version="v{v.number}"><date>{when}</date><size>401kb</size>{kind}</version>\n'


def _joined(authors: tuple[str, ...]) -> str:
    return " and ".join((", ".join(authors[:-1]), authors[-1])) if len(authors) > 1 else "".join(authors)


def document(now: datetime, asked: Mapping[str, str], body: str) -> str:
    """The envelope."""
    attributes = " ".join(f"{k}={quoteattr(v)}" for k, v in asked.items() if k.isalpha())
    return (
        f"{_HEAD}<responseDate>{now:%Y-%m-%dT%H:%M:%SZ}</responseDate>\n"
        f"<request {attributes}>http://oaipmh.arxiv.org/oai</request>\n{body}\n</OAI-PMH>\n"
    )


def error(now: datetime, asked: Mapping[str, str], code: str) -> str:
    """ArXiv answers every error of OAI-PMH with HTTP 200 and this."""
    return document(now, {}, f'<error code="{code}">{code}</error>')
