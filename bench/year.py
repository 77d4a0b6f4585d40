"""A year in minutes: 52 Mondays of fetch, classify, digest, with monthly retraining, backups and tidying.

The stream in ../shared covers 25 weeks; the year is that stream again and again, each round with days moved on and ids of its
own. There is no threshold, so that every issue is full. Reported: resident memory by quarter, what every table of the
store grew to, and whether every issue's files can be made again byte by byte from the store. The replay of arXiv, which keeps
what it has answered, runs in a process of its own, so that its memory is not taken for littrack's; so does every week, as
the scheduler's jobs do (with ``--one-process`` none does: what a process holds then grows with the largest training so far).
"""

from __future__ import annotations

import argparse
import ctypes
import gc
import gzip
import json
import os
import resource
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from itertools import pairwise
from multiprocessing import Pipe, get_context
from pathlib import Path
from typing import Any

import orjson

from littrack.config import ModelSettings, Workspace
from littrack.pipeline import backup, demo, digest, health, model
from littrack.pipeline.run import run
from littrack.records import Paper
from littrack.sources.replay import ReplayServer
from littrack.sources.replay.world import with_submission
from littrack.store import Store

BENCH = {
    "args": [],
    "aims": {
        "weeks": "== 52",
        "issues": "== 52",
        "not_reproduced": "== 0",
        "gaps": "== 0",
        "doubled": "== 0",
        "memory_growth_mb": "<= 40",
        "cpu_seconds": "<= 720",
        "database_mb": "",
        "kb_a_paper": "",
    },
    "shared": True,
    "timeout": 1500,
}
STREAM = Path(__file__).resolve().parents[2] / "shared" / "data" / "stream_comm_2025-10_2026-03.jsonl.gz"
FIRST_MONDAY = date(2025, 10, 20)
ROUND = timedelta(weeks=24)


def stream(weeks: int) -> Iterator[Paper]:
    """The records, round after round, as far as the weeks need them."""
    with gzip.open(STREAM) as file:
        records = [orjson.loads(line) for line in file]
    for turn in range(weeks * 7 // ROUND.days + 1):
        for n, record in enumerate(records):
            day = date.fromisoformat(record["first_crawled"])
            if date(2025, 10, 13) <= day < date(2025, 10, 13) + ROUND:
                yield _paper(record, n, day, turn)


def _paper(record: dict[str, Any], n: int, day: date, turn: int) -> Paper:
    moved = day + turn * ROUND
    paper = Paper(
        id=record["id"] if turn == 0 else f"{moved:%y%m}.{90000 - 4000 * turn + n % 4000:05d}",
        title=record["title"],
        abstract=record["abstract"],
        authors=tuple(record["authors"]),
        categories=tuple(record["categories"]),
        announced=moved,
    )
    return with_submission(paper)


@contextmanager
def replayed(weeks: int, clock: Any) -> Iterator[dict[str, str]]:
    """The addresses of a replay in a process of its own, whose time is the seconds since the epoch in ``clock``."""
    here, there = Pipe()
    process = get_context("spawn").Process(target=_serve, args=(weeks, clock, there), daemon=True)
    process.start()
    try:
        yield here.recv()
    finally:
        process.terminate()
        process.join()


def _serve(weeks: int, clock: Any, told: Any) -> None:
    with ReplayServer(stream(weeks), lambda: datetime.fromtimestamp(clock.value, UTC)) as server:
        told.send({"api_url": server.api_url, "feed_url": server.feed_url, "oai_url": server.oai_url})
        threading.Event().wait()


def prepared(folder: Path, addresses: dict[str, str]) -> Workspace:
    """The demo's survey, watching the stream's categories."""
    workspace = demo.prepare(folder)
    changed = addresses | {"interval": 0.0, "categories": ["cs.NI", "cs.IT", "eess.SP"]}
    watch = workspace.settings.watch.model_copy(update=changed)
    settings = workspace.settings.model_copy(update={"watch": watch, "model": ModelSettings(threshold=0.0)})
    return workspace.model_copy(update={"settings": settings})


def year(folder: Path, weeks: int, one_process: bool) -> dict[str, Any]:
    """Live through the weeks; returns the figures."""
    moment = datetime(FIRST_MONDAY.year, FIRST_MONDAY.month, FIRST_MONDAY.day, 7, tzinfo=UTC)
    clock = get_context("spawn").Value("d", moment.timestamp())
    start, memory, pages = time.perf_counter(), [], {}
    with replayed(weeks, clock) as addresses:
        workspace = prepared(folder, addresses)
        for n in range(weeks):
            now = moment + timedelta(weeks=n)
            clock.value = now.timestamp()
            job = (workspace, now, n % 4 == 3)
            if one_process:
                number, made, peak = week(*job)
            else:
                with get_context("fork").Pool(1) as pool:
                    number, made, peak = pool.apply(week, job)
                    pool.close()
                    pool.join()
            pages[number] = made
            memory.append(peak)
        spent = [sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        with Store(workspace.database) as store:
            return figures(workspace, store, pages, memory) | {
                "seconds": round(time.perf_counter() - start, 1),
                "cpu_seconds": round(sum(spent), 1),
            }


def week(workspace: Workspace, now: datetime, train: bool) -> tuple[int, dict[Path, bytes], float]:
    """One week's jobs: the issue's number, its files with their digests, and what this process took of memory, in MB."""
    with Store(workspace.database) as store:
        made = run(workspace, store, now).digest
        pages = {path: sha256(path.read_bytes()).digest() for path in made.paths}
        if train:
            model.train(workspace, store, now)
            model.classify(workspace, store, now)
        health.tidy(workspace, store, now)
        backup.make(workspace, store, now)
    return made.issue, pages, resident_mb()


def resident_mb() -> float:
    """What this process holds in memory, after giving back what it holds for nothing."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return round(pages * os.sysconf("SC_PAGE_SIZE") / 1e6, 1)


def figures(workspace: Workspace, store: Store, pages: dict[int, dict[Path, bytes]], memory: list[float]) -> dict[str, Any]:
    """What the year left behind."""
    first = max(memory[4:8] or memory)  # four weeks have a training among them
    tables = {name: round(size / 1e6, 2) for name, size in store.sizes().items()}
    papers, total = store.papers.count(), sum(tables.values())
    issues = [issue for n in store.digests.numbers() if (issue := store.digests.get(n))]
    shown = [item.paper.id for issue in issues for item in issue.items if not item.note]
    gaps = [(a.week, b.week) for a, b in pairwise(issues) if b.period_start > a.period_end + timedelta(days=1)]
    return {
        "weeks": len(memory),
        "papers": papers,
        "issues": len(issues),
        "proposed": len(shown),
        "doubled": len(shown) - len(set(shown)),
        "gaps": len(gaps),
        "not_reproduced": sum(not reproduced(workspace, store, n, old) for n, old in pages.items()),
        "memory_mb": [max(memory[n : n + 4]) for n in range(0, len(memory), 12)] + [max(memory[-4:])],
        "memory_growth_mb": round(max(memory[-4:]) - first, 1),
        "database_mb": round(total, 1),
        "kb_a_paper": round(1000 * total / papers, 2),
        "tables_mb": dict(sorted(tables.items(), key=lambda pair: -pair[1])[:12]),
        "models_mb": round(sum(f.stat().st_size for f in workspace.classifier.glob("models/*")) / 1e6, 1),
        "reports_mb": round(sum(f.stat().st_size for f in workspace.reports.rglob("*") if f.is_file()) / 1e6, 1),
        "backups": len(list(backup.folder(workspace).glob("*.db"))),
    }


def reproduced(workspace: Workspace, store: Store, number: int, old: dict[Path, bytes]) -> bool:
    """Whether the issue's files, thrown away, come back byte by byte."""
    for path in old:
        path.unlink(missing_ok=True)
    digest.again(workspace, store, number)
    return all(sha256(path.read_bytes()).digest() == data for path, data in old.items())


def main() -> None:
    """Run the year."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weeks", type=int, default=52)
    parser.add_argument(
        "--one-process", action="store_true", help="all weeks in one process; the scheduler's jobs have one each"
    )
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="littrack-year-"))
    try:
        found = year(folder / "w", args.weeks, args.one_process)
    finally:
        shutil.rmtree(folder)
    print(json.dumps(found) if args.json else "\n".join(f"{key}: {value}" for key, value in found.items()))


if __name__ == "__main__":
    main()
