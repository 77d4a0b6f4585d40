"""A million broken documents against every parser of arXiv's answers: anything but a reading or a refusal is a failure.

Documents are the replay's own of each kind (and, where ``../shared`` is, the genuine recordings below 5 kB), cut, spliced,
with bytes flipped, tags doubled, numbers blown up and entities put in.
"""

from __future__ import annotations

import argparse
import faulthandler
import json
import logging
import random
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import orjson

from littrack.errors import LittrackError
from littrack.records import Paper
from littrack.sources import api, feed, oai, snapshot, text
from littrack.sources.files import Block
from littrack.sources.replay import api as replay_api
from littrack.sources.replay import feed as replay_feed
from littrack.sources.replay import oai as replay_oai
from littrack.sources.replay.world import with_submission
from littrack.sources.transport import GarbageError, Journal

BENCH = {
    "title": "Broken documents against every parser",
    "args": ["--inputs", "20000"],
    "aims": {"crashes": "== 0", "slower_than_1s": "== 0", "inputs_per_s": ""},
}
RECORDED = Path(__file__).resolve().parents[2] / "shared" / "arxiv" / "recorded"
NOW = datetime(2026, 2, 4, 12, tzinfo=UTC)
BITS = (
    *(b"&#0;", b"&#x41;", b"&lol;", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"]]>", b"<![CDATA[", b"\x00", b"\xff\xfe", b"\x7f"),
    *(b"<!--", b"</entry>", b"<entry>", b"</record>", b"<item>", b"9" * 400, b"-1", b"v0", b"v99999", b"2602.99999v3"),
    *(b"hep-th/9901001", b"(" * 50, b" and " * 20, b"{\\'" * 20, b"<title/>", b"NaN", b"null", b"[[[[", b'"', b"9999-99-99"),
    *(b"+99:99", b"\\u0000"),
)


def query_api(body: bytes) -> None:
    from arxiv import _feed

    check = api._Check(Journal())
    check.most = 1 << 40
    for result in _feed.parse(check(body, "http://localhost/?start=0&max_results=0", {})).results:
        api.to_paper(result)


def snapshot_lines(body: bytes) -> None:
    for _ in snapshot.parse(Block("fuzz", 1, body)):
        pass


def strings(body: bytes) -> None:
    words = body.decode(errors="replace")
    text.split_authors(words)
    text.untex(text.clean(words))


PARSERS: dict[str, Callable[[bytes], Any]] = {
    "api": query_api,
    "feed": feed.parse,
    "oai": oai.parse,
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--inputs", type=int, default=100_000, help="in all, shared among the parsers")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    logging.getLogger("arxiv").setLevel(logging.ERROR)
    rng, documents = random.Random(given.seed), seeds()
    outcomes: Counter[str] = Counter()
    crashes: list[str] = []
    slow, worst, begun = 0, 0.0, time.perf_counter()
    for n in range(given.inputs):
        kind = list(PARSERS)[n % len(PARSERS)]
        body = broken(rng, rng.choice(documents[kind]), rng.choice(documents[kind]))
        # A hang shows where it hangs, and ends the bench.
        faulthandler.dump_traceback_later(60, exit=True)
        start = time.perf_counter()
        try:
            PARSERS[kind](body)
            outcomes["read"] += 1
        except (GarbageError, LittrackError):
            outcomes["refused"] += 1
        except Exception as error:
            crashes.append(f"{kind} input {n}: {type(error).__name__} {error}"[:200])
        took = time.perf_counter() - start
        slow, worst = slow + (took > 1), max(worst, took)
    faulthandler.cancel_dump_traceback_later()
    seconds = time.perf_counter() - begun
    found = {
        "inputs": given.inputs,
        "crashes": len(crashes),
        "slower_than_1s": slow,
        "read": outcomes["read"],
        "refused": outcomes["refused"],
        "worst_ms": round(worst * 1000, 1),
        "inputs_per_s": round(given.inputs / seconds),
        "seconds": round(seconds, 1),
        "first_crashes": crashes[:5],
    }
    print(json.dumps(found, indent=1) if given.json else "  ".join(f"{k} {v}" for k, v in found.items()))


if __name__ == "__main__":
    main()
