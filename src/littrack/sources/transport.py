"""How littrack asks arXiv: every request is limited, timed, bounded, checked before anything parses it, and asked again.

An adapter below ``requests``, so that the ``arxiv`` package, which has no time-out, ignores Retry-After and takes an HTML
page for an empty answer, is served by it too.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError as WireError

from littrack import __version__
from littrack.errors import SourceError
from littrack.sources.limiter import Limiter

THROTTLED = frozenset({406, 429, 503})
MAX_BYTES = 64 * 1024 * 1024
_CHUNK = 64 * 1024
_KEPT = 8
_LATER = "the next run, in some hours, catches up"


class RefusedError(SourceError):
    """arXiv says that the request itself is wrong; asking again does not help."""


class UnreachableError(SourceError):
    """arXiv did not answer, or not as it should, as often as littrack asked."""


class GarbageError(SourceError):
    """The answer is not what was asked for; worth asking again. ``fault`` names it in docs/sources.md."""

    def __init__(self, fault: str, what: str) -> None:
        self.fault = fault
        super().__init__(what, _LATER)


class _ThrottledError(Exception):
    def __init__(self, status: int, after: float | None) -> None:
        self.status, self.after = status, after
        super().__init__(f"HTTP {status}")


@dataclass
class Manners:
    """How patient littrack is. Seconds throughout.

    ``patience`` is how long a run may wait in all while arXiv says "not now"; ``tries`` how often it asks for an answer that
    does not come or is broken. ``jitter`` gives a factor for every pause, so that trackers do not come back in step.
    """

    contact: str = ""
    connect: float = 10.0
    read: float = 60.0
    deadline: float = 180.0
    tries: int = 4
    first_pause: float = 5.0
    longest_pause: float = 3600.0
    patience: float = 3 * 3600.0
    max_bytes: int = MAX_BYTES
    jitter: Callable[[], float] = field(default=lambda: random.uniform(1.0, 1.3))  # noqa: S311 - not a secret

    @property
    def user_agent(self) -> str:
        """What littrack calls itself."""
        contact = "".join(c for c in self.contact if 32 <= ord(c) < 127)
        about = "https://github.com/littrack/littrack" + (f"; mailto:{contact}" if contact else "")
        return f"littrack/{__version__} ({about})"


@dataclass
class Journal:
    """What a run notes about arXiv's behaviour: ``note(fault, what)`` is called for every fault met, ``say`` for a person."""

    note: Callable[[str, str], None] = lambda fault, what: None
    say: Callable[[str], None] = lambda text: None


Check = Callable[[bytes, str, Mapping[str, str]], bytes]
"""``(body, url, headers) -> body``: the body that the parser gets. Raises GarbageError."""


class Transport:
    """Makes sessions whose requests keep arXiv's rules. One of these serves all sources of a run."""

    def __init__(
        self,
        limiter: Limiter,
        manners: Manners | None = None,
        journal: Journal | None = None,
        *,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.time,
        refused_folder: Path | None = None,
    ) -> None:
        self.refused_folder = refused_folder
        self.limiter, self.manners, self.journal = limiter, manners or Manners(), journal or Journal()
        self.sleep, self.clock = sleep, clock
        self.waited = 0.0
        self.requests = 0
        self.down: set[str] = set()
        self.offline = False  # no host could be connected to so far; the others are then asked once
        self.refused = ""
        self._kept = 0

    def session(self, check: Check) -> requests.Session:
        """A session; every answer of status 200 has passed ``check``, every other one has raised."""
        session = requests.Session()
        session.max_redirects = 5
        self.serve(session, check)
        return session

    def pause(self, seconds: float, why: str) -> None:
        """Wait so long, and a little longer by chance; no process of the workspace asks in the meantime."""
        seconds *= self.manners.jitter()
        self.waited += seconds
        self.journal.say(f"{why}; asking again in {_spoken(seconds)}")
        self.limiter.hold_until(self.clock() + seconds)
        self.sleep(seconds)

    def keep(self, fault: str, body: bytes) -> None:
        """Keep what was refused, so that a person can look at it: the last few bodies, of the last run that had any."""
        if self.refused_folder is None or self._kept >= _KEPT:
            return
        self.refused_folder.mkdir(parents=True, exist_ok=True)
        (self.refused_folder / f"{self._kept}-{fault}.txt").write_bytes(body[:1_000_000])
        self._kept += 1

    def serve(self, session: requests.Session, check: Check) -> None:
        """Make ``session`` (the arxiv package's own, say) send everything through this transport."""
        for prefix in ("https://", "http://"):
            session.mount(prefix, Courier(self, check))


class Courier(HTTPAdapter):
    """Carries one request at a time: asks, waits, asks again, and gives up softly."""

    def __init__(self, transport: Transport, check: Check) -> None:
        self._transport, self._check = transport, check
        super().__init__(pool_connections=1, pool_maxsize=1)

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        """Send until there is a checked answer.

        Raises:
            RefusedError: arXiv refuses this request for good (4xx).
            UnreachableError: no right answer after all tries, or the run's patience is at an end.
        """
        url, t = request.url or "", self._transport
        host = urlsplit(url).netloc
        broken, throttled = 0, 0
        if t.refused:
            raise UnreachableError(t.refused, _LATER)
        while True:
            try:
                return self._once(request, url, kwargs)
            except _ThrottledError as no:
                throttled += 1
                self._wait_as_told(host, no, throttled)
            except (GarbageError, requests.RequestException, WireError, OSError) as error:
                broken += 1
                self._note(error, host)
                unconnected = isinstance(error, requests.ConnectionError)
                if broken >= (1 if host in t.down or (t.offline and unconnected) else t.manners.tries):
                    t.down.add(host)
                    t.offline = t.offline or unconnected
                    raise UnreachableError(
                        f"{host} {_described(error)}", "check the connection and https://status.arxiv.org, then run it again"
                    ) from error
                t.pause(t.manners.first_pause * 2 ** (broken - 1), f"{host} {_described(error)}")

    def _once(self, request: requests.PreparedRequest, url: str, kwargs: dict[str, Any]) -> requests.Response:
        t = self._transport
        request.headers["User-Agent"] = t.manners.user_agent
        request.headers["Accept"] = "application/atom+xml, application/rss+xml, application/xml, text/xml;q=0.9, */*;q=0.1"
        kwargs |= {"timeout": (t.manners.connect, t.manners.read), "stream": True}
        if urlsplit(url).hostname in ("127.0.0.1", "localhost", "::1"):
            kwargs["proxies"] = {}
        with t.limiter.turn():
            t.requests += 1
            started = time.monotonic()
            response = super().send(request, **kwargs)
            try:
                body = self._read(response, started)
            finally:
                response.close()
        self._judge(response, body, url)
        _stay_home(url, response)
        if not response.is_redirect:
            try:
                body = self._check(body, url, response.headers)
            except GarbageError as error:
                t.keep(error.fault, body)
                raise
        response._content, response._content_consumed = body, True
        self._transport.down.discard(urlsplit(url).netloc)
        self._transport.offline = False
        return response

    def _read(self, response: requests.Response, started: float) -> bytes:
        m, found = self._transport.manners, bytearray()
        while chunk := response.raw.read1(_CHUNK, decode_content=True):
            found += chunk
            if len(found) > m.max_bytes:
                raise GarbageError("F05", f"sent more than {m.max_bytes // 1_000_000} MB")
            if time.monotonic() - started > m.deadline:
                raise GarbageError("F10", f"was still sending after {m.deadline:.0f} s")
        return bytes(found)

    def _judge(self, response: requests.Response, body: bytes, url: str) -> None:
        status = response.status_code
        if status in THROTTLED:
            raise _ThrottledError(status, retry_after(response.headers.get("Retry-After"), self._transport.clock()))
        if status == 403:
            raise RefusedError(
                f"{urlsplit(url).netloc} forbids this (HTTP 403)", "stop all requests for a day, then ask help@arxiv.org"
            )
        if (status == 500 and b"/api/errors#" in body) or 400 <= status < 500:
            raise RefusedError(
                f"{urlsplit(url).netloc} refuses the request (HTTP {status}): {url[:300]}", "report this to littrack"
            )
        if status >= 500 or status not in (200, 301, 302, 307, 308):
            raise GarbageError("F14", f"answered HTTP {status}")

    def _wait_as_told(self, host: str, no: _ThrottledError, times: int) -> None:
        m = self._transport.manners
        fault = {429: "F13", 503: "F14", 406: "F15"}[no.status]
        self._transport.journal.note(fault, f"{host} answered HTTP {no.status}")
        pause = min(60.0 * 2 ** (times - 1), m.longest_pause)
        if no.after is not None:
            pause = max(no.after, m.first_pause)
        if self._transport.waited + pause > m.patience:
            self._transport.limiter.hold_until(self._transport.clock() + min(pause, m.longest_pause))
            self._transport.refused = f"{host} asks to slow down (HTTP {no.status})"
            raise UnreachableError(self._transport.refused, _LATER)
        self._transport.pause(pause, f"{host} asks to slow down (HTTP {no.status})")

    def _note(self, error: BaseException, host: str) -> None:
        fault = error.fault if isinstance(error, GarbageError) else "F10"
        self._transport.journal.note(fault, f"{host} {_described(error)}")


def _stay_home(url: str, response: requests.Response) -> None:
    """Raise RefusedError where arXiv sends us to another's host."""
    if response.is_redirect:
        here, there = urlsplit(url), urlsplit(urljoin(url, response.headers["Location"]))
        ours = there.hostname == here.hostname or (there.hostname or "").endswith(".arxiv.org")
        if not ours or there.scheme not in ("http", "https"):
            raise RefusedError(f"{here.netloc} leads away, to {there.netloc[:100]}", "check [watch] in littrack.toml")


def retry_after(value: str | None, now: float) -> float | None:
    """The seconds that a Retry-After header asks for (a number or a date), at most six hours; None where it says nothing."""
    if not value:
        return None
    try:
        seconds = float(value) if value.strip().isdigit() else parsedate_to_datetime(value).timestamp() - now
    except (ValueError, TypeError, OverflowError):
        return None
    return min(max(seconds, 0.0), 6 * 3600.0)


def _described(error: BaseException) -> str:
    if isinstance(error, GarbageError):
        return error.what
    if isinstance(error, requests.Timeout):
        return "did not answer in time"
    if isinstance(error, requests.ConnectionError):
        return "cannot be reached"
    return f"broke off its answer ({type(error).__name__})"


def _spoken(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.0f} min"
