"""A million broken documents against every parser of arXiv's answers: anything but a reading or a refusal is a failure.

Documents are the replay's own of each kind (and, where ``../shared`` is, the genuine recordings below 5 kB). Half of them are
cut, spliced, with bytes flipped and tags doubled; in the other half the markup stays and values are others': dates of no
calendar, numbers without end, ids of other papers. ``--runs`` breaks the answers of whole fetches, too, and asks whether
anything is lost once arXiv is well again.
"""

from __future__ import annotations

import argparse
import faulthandler
import json
import logging
import random
import re
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson

from littrack.config import Settings, Workspace
from littrack.errors import LittrackError
from littrack.pipeline.fetch import fetch
from littrack.pipeline.ingest import Wanted
from littrack.records import Paper, Problem
from littrack.sources import api, feed, oai, snapshot, text
from littrack.sources.files import Block
from littrack.sources.mailing import announcement_days
from littrack.sources.replay import ReplayServer, World
from littrack.sources.replay import api as replay_api
from littrack.sources.replay import feed as replay_feed
from littrack.sources.replay import oai as replay_oai
from littrack.sources.replay.server import Reply, Request
from littrack.sources.replay.world import Announcement, with_submission
from littrack.sources.transport import Journal, Manners
from littrack.store import Store
from littrack.store.rows import from_row, to_row

BENCH = {
    "title": "Broken documents against every parser",
    "args": ["--inputs", "50000", "--runs", "20"],
    "aims": {"crashes": "== 0", "slower_than_1s": "== 0", "inputs_per_s": "", "run_crashes": "== 0", "runs_that_lost": "== 0"},
}
RECORDED = Path(__file__).resolve().parents[2] / "shared" / "arxiv" / "recorded"
NOW = datetime(2026, 2, 4, 12, tzinfo=UTC)
BITS = (
    *(b"&#0;", b"&#x41;", b"&lol;", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"]]>", b"<![CDATA[", b"\x00", b"\xff\xfe", b"\x7f"),
    *(b"<!--", b"</entry>", b"<entry>", b"</record>", b"<item>", b"9" * 400, b"-1", b"v0", b"v99999", b"2602.99999v3"),
    *(b"hep-th/9901001", b"(" * 50, b" and " * 20, b"{\\'" * 20, b"<title/>", b"NaN", b"null", b"[[[[", b'"', b"9999-99-99"),
    *(b"+99:99", b"\\u0000"),
)


VALUES = (
    *("", "0", "-1", "9" * 40, "9999-12-31", "0001-01-01T00:00:00Z", "2150-01-01T00:00:00Z", "1999-01-01T00:00:00+14:00"),
    *("Tue, 03 Feb 2031 05:00:00 GMT", "Tue, 30 Feb 0000 25:61:00 +9999", "x" * 5000, "v7", "2602.99999", "cs.NI"),
    *("oai:arXiv.org:2602.00001", "http://arxiv.org/abs/2602.00001v999", "&#x41;&amp;lt;", "new", "replace", "noRecordsMatch"),
    *("badResumptionToken", "\u202e evil \u2028", "\U0001f600" * 50, "((((((" * 99, "\\'" * 99),
)
JSON_VALUES = ("null", "[]", "{}", "1e999", "-1", "true", '[[["x"]]]', '{"a":1}', '"\\ud800"', '"\\u0000"', '[null,1,"a",[]]')
_LEAF = re.compile(rb'>([^<>]*)<|="([^"<>]*)"')
_LITERAL = re.compile(rb'"(?:[^"\\]|\\.)*"')
DAYS = Wanted(frozenset(), date(2020, 1, 1), date(2030, 1, 1))


def kept(paper: Paper | None) -> None:
    """What becomes of a paper next: a day, and a row of the store that gives the same paper."""
    if paper:
        DAYS.takes(paper)
        assert from_row(to_row(paper)).id == paper.id


def query_api(body: bytes) -> None:
    from arxiv import _feed

    check = api._Check(Journal())
    check.begin(1 << 40)
    for result in _feed.parse(check(body, "http://localhost/?start=0&max_results=0", {})).results:
        kept(api.to_paper(result))


def feeds(body: bytes) -> None:
    batch = feed.parse(body)
    feed.is_stale(batch, frozenset(), batch.day, NOW)
    for item in batch.items:
        kept(item.paper)


def oai_pmh(body: bytes) -> None:
    for record in oai.parse(body).records:
        kept(record.paper)


def snapshot_lines(body: bytes) -> None:
    for found in snapshot.parse(Block("fuzz", 1, body)):
        kept(None if isinstance(found, Problem) else found)
    for _ in snapshot.parse(Block("fuzz", 1, body), frozenset({"cs.NI"})):
        pass


def strings(body: bytes) -> None:
    words = body.decode(errors="replace")
    text.split_authors(words)
    text.untex(text.clean(words))


PARSERS: dict[str, Callable[[bytes], Any]] = {
    "api": query_api,
    "feed": feeds,
    "oai": oai_pmh,
    "snapshot": snapshot_lines,
    "text": strings,
}


def seeds() -> dict[str, list[bytes]]:
    paper = with_submission(
        Paper(
            "2602.00001",
            "A title & more",
            abstract="An abstract < 1",
            authors=("Ada", "Bob"),
            categories=("cs.NI",),
            announced=date(2026, 2, 2),
        )
    )
    line: dict[str, Any] = {
        "id": paper.id,
        "title": paper.title,
        "abstract": "x",
        "authors": "A and B",
        "categories": "cs.NI cs.IT",
    }
    line |= {"versions": [{"version": "v1", "created": "Thu, 22 Dec 2022 17:01:56 GMT"}], "update_date": "2022-12-23"}
    title = "cs.NI updates on arXiv.org"
    record = replay_oai.record(paper, date(2026, 2, 2))
    found = {
        "api": [replay_api.page([paper], 1, 0, 1, {}, NOW).encode(), replay_api.error("x", "y", NOW).encode()],
        "feed": [
            write(title, "cs.NI", date(2026, 2, 2), NOW, [("new", paper)]).encode()
            for write in (replay_feed.rss, replay_feed.atom)
        ],
        "oai": [replay_oai.document(NOW, {}, f"<ListRecords>{record}</ListRecords>").encode()],
        "snapshot": [orjson.dumps(line) + b"\n"],
        "text": [rb"A. One (1 and 2), B. \'Edgar {\L}ukasz and \"O (Z)"],
    }
    for path in RECORDED.glob("*") if RECORDED.is_dir() else ():
        kind = {"api": "api", "ato": "feed", "rss": "feed", "oai": "oai", "kag": "snapshot"}.get(path.name[:3])
        if kind and path.stat().st_size < 5_000:
            found[kind].append(path.read_bytes())
    return found


def broken(rng: random.Random, body: bytes, other: bytes) -> bytes:
    """One to four things done to a document."""
    data = bytearray(body)
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(data) + 1)
        what = rng.randrange(7)
        if what == 0:
            del data[at:]
        elif what == 1:
            del data[at : at + rng.randint(1, 200)]
        elif what == 2:
            data[at:at] = rng.choice(BITS)
        elif what == 3:
            data[at:at] = data[max(0, at - rng.randint(1, 300)) : at]
        elif what == 4 and at < len(data):
            data[at] = rng.randrange(256)
        elif what == 5:
            start = rng.randrange(len(other) + 1)
            data[at:at] = other[start : start + rng.randint(1, 300)]
        elif what == 6:
            end = at + rng.randint(1, 30)
            data[at:end] = rng.choice(BITS)
    return bytes(data)


def other_values(rng: random.Random, body: bytes) -> bytes:
    """One to four values of a document replaced; its markup stays."""
    is_json = body[:1] == b"{"
    spans = [m.span() if is_json else m.span(m.lastindex or 1) for m in (_LITERAL if is_json else _LEAF).finditer(body)]
    for start, end in sorted(rng.sample(spans, min(len(spans), rng.randint(1, 4))), reverse=True):
        value = rng.choice(VALUES)
        if is_json:
            value = rng.choice(JSON_VALUES) if rng.random() < 0.5 else json.dumps(value)
        body = body[:start] + value.encode() + body[end:]
    return body


def wrong(rng: random.Random, body: bytes, other: bytes) -> bytes:
    """A document gone wrong in one way or the other."""
    return broken(rng, body, other) if rng.random() < 0.5 else other_values(rng, body)


def parse_all(inputs: int, seed: int) -> dict[str, Any]:
    """Every parser in turn; what came of it, parser by parser."""
    rng, documents = random.Random(seed), seeds()
    found = {kind: Counter[str]() for kind in PARSERS}
    seconds = dict.fromkeys(PARSERS, 0.0)
    crashes: list[str] = []
    slow, worst, begun = 0, 0.0, time.perf_counter()
    for n in range(inputs):
        kind = list(PARSERS)[n % len(PARSERS)]
        body = wrong(rng, rng.choice(documents[kind]), rng.choice(documents[kind]))
        if n % 200 == 0:  # A hang shows where it hangs, and ends the bench.
            faulthandler.dump_traceback_later(60, exit=True)
        start = time.process_time()
        try:
            PARSERS[kind](body)
            found[kind]["read"] += 1
        except LittrackError:
            found[kind]["refused"] += 1
        except Exception as error:
            crashes.append(f"{kind} input {n}: {type(error).__name__} {error}"[:200])
        took = time.process_time() - start
        seconds[kind] += took
        slow, worst = slow + (took > 1), max(worst, took)
    faulthandler.cancel_dump_traceback_later()
    whole = time.perf_counter() - begun
    return {
        "inputs": inputs,
        "crashes": len(crashes),
        "slower_than_1s": slow,
        "read": sum(c["read"] for c in found.values()),
        "refused": sum(c["refused"] for c in found.values()),
        "worst_ms": round(worst * 1000, 1),
        "inputs_per_s": round(inputs / whole),
        "seconds": round(whole, 1),
        "parsers": {k: dict(c) | {"inputs_per_s": round(c.total() / seconds[k])} for k, c in found.items() if c},
        "first_crashes": crashes[:5],
    }


class Clock:
    """Time that only sleeping moves."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def time(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.seconds += seconds

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.seconds, UTC)


def world() -> World:
    """Three papers of one category on every announcement day of four weeks."""
    found = []
    for n, day in enumerate(announcement_days(date(2026, 1, 12), date(2026, 2, 13))):
        for number in range(3 * n + 1, 3 * n + 4):
            title, authors = f"Paper {number} & <more>", ("Ada Lovelace", "José Núñez")
            paper = Paper(f"2602.{number:05d}", title, 1, "We < 1.", authors, ("cs.NI",), announced=day)
            found.append(Announcement(day, "new", with_submission(paper)))
    return World(found)


def run_all(seed: int) -> list[str]:
    """Two days of wrong answers to ``fetch``, then four of right ones; what is lost or doubled after that."""
    rng, clock, papers = random.Random(seed), Clock(), world()
    ill = [False]

    def fault(server: ReplayServer, request: Request, reply: Reply) -> Reply:
        well = not ill[0] or rng.random() < 0.4
        return reply if well else replace(reply, body=wrong(rng, reply.body, reply.body))

    first = date(2026, 2, 2)
    with tempfile.TemporaryDirectory() as folder, ReplayServer(papers, clock.now, fault=fault, clock=clock.time) as server:
        watch = {"categories": ["cs.NI"], "api_url": server.api_url, "feed_url": server.feed_url, "oai_url": server.oai_url}
        settings = {"survey": {"slug": "fuzz", "title": "Fuzz"}, "watch": watch}
        workspace = Workspace(root=Path(folder), settings=Settings.model_validate(settings))
        with Store(workspace.database) as store:
            for days in (0, 1, 2, 3, 4, 7, 8):
                at = datetime.combine(first + timedelta(days=days), datetime.min.time(), UTC) + timedelta(hours=6)
                clock.seconds, ill[0] = max(clock.seconds, at.timestamp()), days in (1, 2)
                try:
                    manners = Manners(jitter=lambda: 1.0)
                    fetch(workspace, store, clock.now(), sleep=clock.sleep, clock=clock.time, manners=manners)
                except LittrackError:
                    if not ill[0]:
                        raise
            held = set(store.papers.ids())
        due = {a.paper.id for a in papers.announcements if date(2026, 1, 28) <= a.day <= first + timedelta(days=8)}
        return sorted(due - held) + server.breaches


def runs(number: int, seed: int) -> dict[str, Any]:
    """Whole fetches whose answers are broken."""
    found: Counter[str] = Counter()
    first: list[str] = []
    for n in range(number):
        try:
            lost = run_all(seed + n)
        except Exception as error:
            lost = [f"{type(error).__name__} {error}"[:200]]
            found["crashes"] += 1
        else:
            found["lost"] += bool(lost)
        first += [f"run {seed + n}: {text}" for text in lost]
    return {"runs": number, "run_crashes": found["crashes"], "runs_that_lost": found["lost"], "first_losses": first[:5]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--inputs", type=int, default=100_000, help="in all, shared among the parsers")
    parser.add_argument("--runs", type=int, default=0, help="whole fetches with broken answers")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    logging.getLogger("arxiv").setLevel(logging.ERROR)
    found = parse_all(given.inputs, given.seed) | runs(given.runs, given.seed)
    print(json.dumps(found, indent=1) if given.json else "\n".join(f"{k:16} {v}" for k, v in found.items()))


if __name__ == "__main__":
    main()
