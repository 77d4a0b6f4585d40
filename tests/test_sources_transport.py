"""What every request has in common: time-outs, measure, Retry-After, who asks, the pause that all processes share."""

import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from itertools import pairwise

import pytest

from arxiv_fakes import FakeClock
from littrack.sources.limiter import Limiter
from littrack.sources.replay import ReplayServer
from littrack.sources.replay.faults import Script
from littrack.sources.replay.server import Reply
from littrack.sources.transport import (
    GarbageError,
    Journal,
    Manners,
    RefusedError,
    Transport,
    UnreachableError,
    retry_after,
)

NOW = datetime(2026, 2, 6, 6, tzinfo=UTC)


def accept(body, url, headers):
    if not body:
        raise GarbageError("F05", "sent nothing")
    return body


@pytest.fixture
def clock():
    return FakeClock(1_000_000.0)


@pytest.fixture
def ask(tmp_path, clock):
    """Ask a replay that goes wrong in a given way; returns the body and what was noted."""

    def go(fault, **manners):
        noted = []
        limiter = Limiter(tmp_path, 3.0, clock=clock.time, sleep=clock.sleep)
        journal = Journal(lambda fault, what: noted.append((fault, what)))
        polite = Manners("me@example.org", jitter=lambda: 1.0, **manners)
        transport = Transport(limiter, polite, journal, sleep=clock.sleep, clock=clock.time)
        with ReplayServer([], NOW, fault=fault, interval=3.0, clock=clock.time) as server:
            go.server = server
            try:
                return transport.session(accept).get(server.api_url, params={"max_results": 1}).content, noted
            finally:
                assert server.breaches == []

    return go


def test_who_asks_and_for_what(ask):
    ask(None)
    headers = ask.server.requests[0].headers
    assert headers["User-Agent"].startswith("littrack/")
    assert headers["User-Agent"].endswith("(https://github.com/littrack/littrack; mailto:me@example.org)")
    assert "application/atom+xml" in headers["Accept"]


def test_a_slow_answer_is_given_up_after_the_deadline(ask):
    with pytest.raises(UnreachableError, match="still sending after 0 s"):
        ask(Script().on("*", "F10", times=9), deadline=0.2)


def test_a_silent_server_is_given_up(ask):
    given_up = threading.Event()

    def silent(server, request, reply):
        given_up.wait()
        return reply

    with pytest.raises(UnreachableError, match="did not answer in time"):
        ask(silent, read=0.05, tries=1)
    given_up.set()


def test_too_much_is_refused_before_it_is_held(ask):
    with pytest.raises(UnreachableError, match="sent more than 1 MB"):
        ask(Script().on("*", "endless", times=9), max_bytes=1_000_000)


def test_retry_after_is_obeyed_by_every_process(ask, clock, tmp_path):
    ask(Script().on("*", "F14"))
    assert clock.time() >= 1_000_600
    assert Limiter(tmp_path, 3.0, clock=clock.time)._read() >= 1_000_600


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        ("Fri, 06 Feb 2026 06:10:00 GMT", 600),
        ("999999999", 6 * 3600),
        ("-5", None),
        ("soon", None),
        (None, None),
        ("Fri, 06 Feb 2026 05:00:00 GMT", 0),
        ("9" * 400, 6 * 3600),
        ("²", None),
    ],
)
def test_retry_after(value, seconds):
    assert retry_after(value, NOW.timestamp()) == seconds


@pytest.mark.parametrize(("status", "match"), [(403, "forbids"), (404, "refuses"), (400, "refuses")])
def test_a_refusal_is_final(ask, status, match):
    with pytest.raises(RefusedError, match=match):
        ask(lambda server, request, reply: Reply(status, b"no"))
    assert len(ask.server.requests) == 1


def test_a_redirect_away_from_arxiv_is_not_followed(ask):
    with pytest.raises(RefusedError, match="leads away"):
        ask(lambda server, request, reply: Reply(302, b"", headers={"Location": "http://localhost:1/x"}))


def test_a_gzip_bomb_is_cut_off(ask):
    import gzip

    body = gzip.compress(b" " * 50_000_000)
    bomb = lambda server, request, reply: Reply(200, body, headers={"Content-Encoding": "gzip"})  # noqa: E731
    with pytest.raises(UnreachableError, match="sent more than 1 MB"):
        ask(bomb, max_bytes=1_000_000, tries=1)


def test_the_clock_was_set_back(tmp_path, clock):
    limiter = Limiter(tmp_path, 3.0, clock=clock.time, sleep=clock.sleep)
    limiter.hold_until(clock.time() + 1e9)
    with limiter.turn():
        assert clock.time() <= 1_000_000 + 6 * 3600
    (tmp_path / "arxiv.next").write_text("not a number")
    with limiter.turn():
        pass


WAIT = """
import sys, time
from pathlib import Path
from littrack.sources.limiter import Limiter
limiter = Limiter(Path(sys.argv[1]), 0.05)
for _ in range(8):
    with limiter.turn():
        start = time.time()
        time.sleep(0.01)
        print(start, time.time(), flush=True)
"""


def test_processes_and_threads_take_turns(tmp_path):
    spans: list[tuple[float, float]] = []
    children = [subprocess.Popen([sys.executable, "-c", WAIT, str(tmp_path)], stdout=subprocess.PIPE, text=True) for _ in "ab"]
    limiter = Limiter(tmp_path, 0.05)

    def work():
        for _ in range(8):
            with limiter.turn():
                start = time.time()
                time.sleep(0.01)
                spans.append((start, time.time()))

    threads = [threading.Thread(target=work) for _ in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for child in children:
        spans += [tuple(map(float, line.split())) for line in child.communicate()[0].splitlines()]
    spans.sort()
    assert len(spans) == 32
    gaps = [later[0] - earlier[1] for earlier, later in pairwise(spans)]
    assert min(gaps) >= 0.05 - 1e-3
