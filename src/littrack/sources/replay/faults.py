"""arXiv's faults on command. Each function makes a wrong reply of a right one, as arXiv was seen to do; see docs/sources.md.

Faults that lie in what is announced rather than in how (held papers, replacements, bulk edits, withdrawals, hostile text) are
made by the records of a :class:`littrack.sources.replay.World`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from hashlib import sha256
from itertools import repeat

from littrack.sources.mailing import EASTERN, previous_day
from littrack.sources.replay import api, feed, oai
from littrack.sources.replay.server import Fault, ReplayServer, Reply, Request

Chosen = Callable[[Request], bool]


class Script:
    """A fault that follows orders: which requests go wrong, and how.

    ``Script().on("api", "F13", times=2)`` answers the next two requests of the query API with HTTP 429.
    """

    def __init__(self) -> None:
        self._orders: list[tuple[Chosen, Fault, list[int]]] = []

    def on(self, source: str, name: str, *, times: int = 1, skip: int = 0, where: Chosen = lambda request: True) -> Script:
        """Let ``times`` requests of ``source`` (``*`` is any) that ``where`` accepts go wrong, after ``skip`` right ones."""
        chosen: Chosen = lambda request: source in ("*", request.source) and where(request)  # noqa: E731
        self._orders.append((chosen, FAULTS[name], [skip, times]))
        return self

    def __call__(self, server: ReplayServer, request: Request, reply: Reply) -> Reply:
        """The first order that fits is carried out."""
        for chosen, fault, left in self._orders:
            if left[1] > 0 and chosen(request):
                if left[0] > 0:
                    left[0] -= 1
                    continue
                left[1] -= 1
                return fault(server, request, reply)
        return reply


def _feed(server: ReplayServer, request: Request, day: date, shown: date | None = None, part: float = 1.0) -> Reply:
    """The feed of ``day`` under the date ``shown``, with about ``part`` of its items."""
    form, _, names = request.path.strip("/").partition("/")
    shown = shown or day
    items = [(k, p) for k, p in feed.items_of(server.world, day, names.split("+")) if _share(p.id) < part]
    write = feed.rss if form == "rss" else feed.atom
    text = write(f"{names} updates on arXiv.org", names, shown, feed.midnight(shown), items)
    return Reply(200, text.encode(), "application/rss+xml")


def _share(text: str) -> float:
    return int.from_bytes(sha256(text.encode()).digest()[:4], "big") / 2**32


def _today(server: ReplayServer) -> date:
    return server.now().astimezone(EASTERN).date()


def _last_batch(server: ReplayServer) -> date:
    day = previous_day(_today(server))
    for _ in range(14):
        if server.world.of_day(day):
            break
        day = previous_day(day)
    return day


def stale(server: ReplayServer, request: Request, reply: Reply) -> Reply:
    """F01: the last batch once more, under today's date."""
    return _feed(server, request, _last_batch(server), _today(server))


def forgetful(server: ReplayServer, request: Request, reply: Reply) -> Reply:
    """F02: a feed without about half of its papers."""
    return _feed(server, request, _today(server), part=0.5)


def empty_feed(server: ReplayServer, request: Request, reply: Reply) -> Reply:
    """F04: a feed without an item on a day that has papers. Followed by F01 the next day, it is F03."""
    return _feed(server, request, _today(server), part=0.0)


def old_copy(server: ReplayServer, request: Request, reply: Reply) -> Reply:
    """F29: the CDN's copy of two days ago, dates and all."""
    return _feed(server, request, _today(server) - timedelta(days=2))


def html(server: ReplayServer, request: Request, reply: Reply) -> Reply:
    """F05: HTTP 200 with a web page."""
    return Reply(200, b"<!DOCTYPE html><html><head><title>arXiv</title></head><body>Down<br></body></html>", "text/html")


def plain(server: ReplayServer, request: Request, reply: Reply) -> Reply:
    """F05: HTTP 200 with plain text."""
    return Reply(200, b"Rate exceeded.", "text/plain")


def nothing(server: ReplayServer, request: Request, reply: Reply) -> Reply:
    """F05: HTTP 200 without a body."""
    return Reply(200, b"")


def refusal(server: ReplayServer, request: Request, reply: Reply) -> Reply:
    """F05: HTTP 200 with the document of an error."""
    return Reply(200, api.error("internal", "internal error", server.now()).encode())


def cut(server: ReplayServer, request: Request, reply: Reply) -> Reply:
    """F06: the document breaks off in the middle, with a Content-Length that fits."""
    return Reply(reply.status, reply.body[: len(reply.body) * 2 // 3], reply.content_type)


def broken_off(server: ReplayServer, request: Request, reply: Reply) -> Reply:
    """F06: the connection breaks off in the middle."""
    return Reply(reply.status, reply.body[: len(reply.body) // 2], reply.content_type, length=len(reply.body))


def empty_page(server: ReplayServer, request: Request, reply: Reply) -> Reply:
    """F07: no entry, though the total says that there are some."""
    return Reply(200, re.sub(rb"  <entry>.*</entry>\n", b"", reply.body, flags=re.DOTALL))


def no_result(server: ReplayServer, request: Request, reply: Reply) -> Reply:
    """F08: no entry, and a total of 0, for a query that has results."""
    return Reply(200, api.page([], 0, 0, int(request.asked.get("max_results", 10)), request.asked, server.now()).encode())


def short_page(server: ReplayServer, request: Request, reply: Reply) -> Reply:
    """F09: fewer entries than were asked for; the total is right."""
    entries = reply.body.split(b"  <entry>\n")
    return Reply(200, b"  <entry>\n".join(entries[: max(2, len(entries) * 2 // 3)]).removesuffix(b"</feed>\n") + b"</feed>\n")


def hang(server: ReplayServer, request: Request, reply: Reply) -> Reply:
    """F10: the answer never gets anywhere."""
    return Reply(200, pieces=_drops(reply.body), pause=0.05, content_type=reply.content_type)


def _drops(body: bytes) -> Iterator[bytes]:
    for n in range(len(body)):
        yield body[n : n + 1]


def throttled(status: int, after: str | None = None) -> Fault:
    """F13, F14, F15: "not now"."""

    def fault(server: ReplayServer, request: Request, reply: Reply) -> Reply:
        return Reply(status, b"Rate exceeded.", "text/plain", {"Retry-After": after} if after else {})

    return fault


def bad_request(server: ReplayServer, request: Request, reply: Reply) -> Reply:
    """F16: HTTP 400 for a query that looks right."""
    return Reply(400, api.error("query", "bad query", server.now()).encode())


def missing_papers(server: ReplayServer, request: Request, reply: Reply) -> Reply:
    """F17: the last day's papers are not there yet, in the query API or OAI-PMH."""
    before = server.now() - timedelta(hours=24)
    if request.source == "api":
        return Reply(200, api.answer(server.world, before, request.asked)[1].encode())
    return Reply(200, oai.answer(server.world, before, request.asked, server.oai_page).encode(), "text/xml")


def expired(server: ReplayServer, request: Request, reply: Reply) -> Reply:
    """F22: the token has expired."""
    return Reply(200, oai.error(server.now(), request.asked, "badResumptionToken").encode(), "text/xml")


def no_records(server: ReplayServer, request: Request, reply: Reply) -> Reply:
    """F23: nothing yet, cached until midnight."""
    return Reply(200, oai.error(server.now(), request.asked, "noRecordsMatch").encode(), "text/xml")


def new_format(server: ReplayServer, request: Request, reply: Reply) -> Reply:
    """F28: a document of another kind."""
    return Reply(200, b'<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>', "text/xml")


def bomb(server: ReplayServer, request: Request, reply: Reply) -> Reply:
    """An entity bomb: a few hundred bytes that mean gigabytes."""
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    text = f'<?xml version="1.0"?><!DOCTYPE feed [<!ENTITY e0 "bang">{lines}]><feed>&e11;</feed>'
    return Reply(200, text.encode(), reply.content_type)


def huge(server: ReplayServer, request: Request, reply: Reply) -> Reply:
    """100 MB."""
    return Reply(200, pieces=repeat(b" " * 1_000_000, 100), content_type=reply.content_type)


def endless(server: ReplayServer, request: Request, reply: Reply) -> Reply:
    """A stream that does not end."""
    return Reply(200, pieces=repeat(b" " * 1_000_000), content_type=reply.content_type)


FAULTS: dict[str, Fault] = {
    "F01": stale,
    "F02": forgetful,
    "F04": empty_feed,
    "F05": html,
    "F05-text": plain,
    "F05-empty": nothing,
    "F05-error": refusal,
    "F06": cut,
    "F06-break": broken_off,
    "F07": empty_page,
    "F08": no_result,
    "F09": short_page,
    "F10": hang,
    "F13": throttled(429),
    "F13-after": throttled(429, "1800"),
    "F14": throttled(503, "600"),
    "F15": throttled(406),
    "F16": bad_request,
    "F17": missing_papers,
    "F22": expired,
    "F23": no_records,
    "F28": new_format,
    "F29": old_copy,
    "bomb": bomb,
    "huge": huge,
    "endless": endless,
}
