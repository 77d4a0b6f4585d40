"""The replay's HTTP server, on 127.0.0.1 alone, and the referee of arXiv's rule of one request in three seconds."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from littrack.records import Paper
from littrack.sources.replay import api, feed, oai
from littrack.sources.replay.world import World


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked: ``source`` is ``api``, ``feed`` or ``oai``; ``number`` counts from 1; ``at`` is the referee's time."""

    source: str
    path: str
    asked: dict[str, str]
    headers: dict[str, str]
    number: int
    at: float


@dataclass(slots=True)
class Reply:
    """What is answered. ``pieces`` are sent one by one with ``pause`` seconds between them (for slow and endless answers)."""

    status: int = 200
    body: bytes = b""
    content_type: str = "application/atom+xml; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    length: int | None = None
    pieces: Iterable[bytes] | None = None
    pause: float = 0.0


Fault = Callable[["ReplayServer", Request, Reply], Reply]


class Referee:
    """Notes requests that come closer than ``interval`` seconds to the end of the one before, or while one is under way."""

    def __init__(self, interval: float, clock: Callable[[], float]) -> None:
        self.interval, self.clock = interval, clock
        self.breaches: list[str] = []
        self._last, self._busy, self._lock = float("-inf"), 0, threading.Lock()

    def arrive(self, what: str) -> float:
        """A request has come."""
        with self._lock:
            now = self.clock()
            if self._busy:
                self.breaches.append(f"{what}: while another was under way")
            # A microsecond is what moments lose on their way through a file.
            elif now - self._last < self.interval - 1e-3:
                self.breaches.append(f"{what}: {now - self._last:.3f} s after the one before")
            self._busy += 1
            self._last = now
            return now

    def idle(self) -> bool:
        """Whether no request is under way."""
        return self._busy == 0

    def leave(self) -> None:
        """The request has been answered."""
        with self._lock:
            self._busy -= 1


class ReplayServer:
    """arXiv on the loopback. Use as a context manager, or call ``start`` and ``stop``.

    Args:
        records: papers with an ``announced`` day, or a :class:`World`.
        now: the moment up to which papers have been announced; a function for a clock that goes on.
        fault: changes a reply before it is sent; see :mod:`littrack.sources.replay.faults`.
        interval: the pause between requests that the referee demands, in seconds of ``clock``; ``breaches`` has what broke it.
        oai_page: how many records OAI-PMH puts on a page.
    """

    def __init__(
        self,
        records: Iterable[Paper] | World,
        now: datetime | Callable[[], datetime],
        *,
        fault: Fault | None = None,
        interval: float = 0.0,
        clock: Callable[[], float] = time.monotonic,
        oai_page: int = 2500,
    ) -> None:
        self.world = records if isinstance(records, World) else World.of(records)
        self.now: Callable[[], datetime] = now if callable(now) else lambda: now
        self.fault, self.oai_page = fault, oai_page
        self.referee = Referee(interval, clock)
        self.requests: list[Request] = []
        self._http = _Http(self)
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    @property
    def url(self) -> str:
        """``http://127.0.0.1:PORT``."""
        return f"http://127.0.0.1:{self._http.server_port}"

    @property
    def api_url(self) -> str:
        """What ``watch.api_url`` has to be."""
        return f"{self.url}/api/query"

    @property
    def feed_url(self) -> str:
        """What ``watch.feed_url`` has to be."""
        return self.url

    @property
    def oai_url(self) -> str:
        """What ``watch.oai_url`` has to be."""
        return f"{self.url}/oai"

    @property
    def breaches(self) -> list[str]:
        """Requests that broke the rule."""
        return self.referee.breaches

    def start(self) -> ReplayServer:
        """Serve, in a thread."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """Serve no more, and give the port back."""
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def __enter__(self) -> ReplayServer:
        return self.start()

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    def reply(self, path: str, headers: dict[str, str], body: str = "") -> Reply:
        """The reply to one request."""
        parts = urlsplit(path)
        asked = dict(parse_qsl(parts.query, keep_blank_values=True)) | dict(parse_qsl(body, keep_blank_values=True))
        source = "api" if parts.path.endswith("/api/query") else "oai" if parts.path.endswith("/oai") else "feed"
        request = Request(source, parts.path, asked, headers, len(self.requests) + 1, self.referee.arrive(path))
        self.requests.append(request)
        reply = self._honest(request)
        return self.fault(self, request, reply) if self.fault else reply

    def _honest(self, request: Request) -> Reply:
        if request.source == "api":
            status, text = api.answer(self.world, self.now(), request.asked)
            return Reply(status, text.encode())
        if request.source == "oai":
            return Reply(200, oai.answer(self.world, self.now(), request.asked, self.oai_page).encode(), "text/xml")
        form, _, names = request.path.strip("/").partition("/")
        if form not in ("rss", "atom"):
            return Reply(404, b"not found", "text/plain")
        status, text = feed.answer(self.world, self.now(), form, names)
        return Reply(status, text.encode(), "application/rss+xml" if form == "rss" else "application/atom+xml")


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, replay: ReplayServer) -> None:
        self.replay = replay
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Nothing to say of a client that went away (it may have been killed); everything else is an error of the replay."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Http

    def do_GET(self) -> None:
        self._answer("")

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode())

    def _answer(self, body: str) -> None:
        left = False
        try:
            reply = self.server.replay.reply(self.path, dict(self.headers), body)
            # Before the last byte: the client's next request may come before this thread goes on.
            self.server.replay.referee.leave()
            left = True
            self._send(reply)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True
        finally:
            if not left:
                self.server.replay.referee.leave()

    def _send(self, reply: Reply) -> None:
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.content_type)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if reply.pieces is None:
            self.send_header("Content-Length", str(len(reply.body) if reply.length is None else reply.length))
            self.end_headers()
            self.wfile.write(reply.body)
            self.close_connection = self.close_connection or reply.length is not None
            return
        self.send_header("Connection", "close")
        self.end_headers()
        for piece in reply.pieces:
            self.wfile.write(piece)
            time.sleep(reply.pause)
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: a replay is quiet."""
