"""A year of digests in minutes: time, memory, growth of the database, and whether every issue is made again byte by byte.

Fifty-two weeks of the real stream (the half year that there is, twice, the second time under other ids) go through store,
selection, rendering, archive, feeds and the mail's outbox. The judge is a stub that looks for words; the classifier has
benches of its own. Then one page of 5,000 candidates and an archive of 500 issues are rendered, in seconds of this
process's own time.

    python bench/digest.py --json
"""

from __future__ import annotations

import argparse
import gzip
import json
import shutil
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from littrack.config import Workspace
from littrack.digest import render
from littrack.digest.compose import view
from littrack.pipeline import digest, publish, send
from littrack.records import (
    DayState,
    Evidence,
    Issue,
    Item,
    LedgerEntry,
    Neighbour,
    Paper,
    Prediction,
    Section,
    SectionScore,
    Taxonomy,
    Term,
)
from littrack.store import Store

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.worlds import settle

BENCH = {
    "args": [],
    "aims": {
        "issues": "== 52",
        "reproduced": "== 52",
        "seconds_a_week": "",
        "rss_growth_mb": "<= 40",
        "database_mb": "",
        "page_of_5000_s": "<= 1",
        "archive_of_500_s": "<= 5",
    },
    "shared": True,
    "timeout": 900,
}
STREAM = Path(__file__).resolve().parents[2] / "shared" / "data" / "stream_comm_2025-10_2026-03.jsonl.gz"
FIRST = datetime(2025, 10, 20, 6, tzinfo=UTC)
HALF = timedelta(weeks=24)
WORDS = ("language model", "llm", "foundation model", "generative", "agent")
TAXONOMY = Taxonomy("year", tuple(Section(f"s{n}", f"Section {n}") for n in range(8)))


def papers() -> dict[date, list[Paper]]:
    """The stream by day, and once more half a year later."""
    found: dict[date, list[Paper]] = defaultdict(list)
    for line in gzip.decompress(STREAM.read_bytes()).splitlines():
        r = json.loads(line)
        day = date.fromisoformat(r["first_crawled"])
        made = Paper(
            r["id"],
            r["title"],
            abstract=r["abstract"],
            authors=tuple(r["authors"]),
            categories=tuple(r["categories"]),
            source="bench",
        )
        found[day].append(replace(made, announced=day))
        later = f"{int(r['id'][:2]) + 1}{r['id'][2:5]}{int(r['id'][5:]) + 50000:05d}"
        found[day + HALF].append(replace(made, id=later, announced=day + HALF))
    return found


def judged(paper: Paper) -> Prediction:
    """A relevance by words."""
    text = f"{paper.title} {paper.abstract}".lower()
    count = sum(text.count(word) for word in WORDS)
    share = 1 - 0.8**count
    why = Evidence(tuple(Term(w, 0.7) for w in WORDS if w in text), (), (Neighbour("k", paper.title, 0.7),), paper.authors[:1])
    first = int(paper.id[-1]) % 8
    scores = (SectionScore(f"s{first}", 0.6), SectionScore(f"s{(first + 3) % 8}", 0.2))
    return Prediction(paper.id, 1, "m1", share, count, scores, 0.1, why)


def mailing(root: Path) -> Workspace:
    """A workspace that mails to nobody who answers: letters stay in the outbox until they are marked as sent."""
    settings = (
        '[survey]\nslug = "year"\ntitle = "A year"\n[watch]\ncategories = ["cs.NI"]\n'
        '[mail]\nhost = "127.0.0.1"\nsecurity = "none"\nsender = "a@example.org"\n[[mail.to]]\nemail = "b@example.org"\n'
    )
    return settle(root, settings, TAXONOMY, FIRST, {"threshold": 0.6})


def year(workspace: Workspace, weeks: int) -> dict[str, Any]:
    """Live through the weeks; every issue's bytes are compared with those that its store makes at the end."""
    stream, memory, kept = papers(), [], {}
    start = time.perf_counter()
    for n in range(weeks):
        now = FIRST + timedelta(weeks=n)
        with Store(workspace.database) as store:
            days = [now.date() - timedelta(days=d) for d in range(7)]
            batch = [p for d in days for p in stream.get(d, ())]
            store.papers.add(batch, now)
            store.predictions.add([judged(p) for p in batch], now)
            working = [d for d in days if d.weekday() < 5]
            store.ledger.record(LedgerEntry("bench", "cs.NI", d, DayState.COMPLETE, None, 1, 1, "", now) for d in working)
            report = digest.make(workspace, store, now)
            send.queue(workspace, store, now)
            for message in store.outbox.waiting():
                store.outbox.sent(message, now)
            kept[report.issue] = [path.read_bytes() for path in report.paths]
        memory.append(rss())
    seconds = time.perf_counter() - start
    with Store(workspace.database) as store:
        shutil.rmtree(workspace.reports)
        again = {n: [p.read_bytes() for p in digest.again(workspace, store, n).paths] for n in store.digests.numbers()}
        sizes = tables(store)
        count = store.papers.count()
    settled = memory[min(len(memory) - 1, 10)]
    return {
        "issues": len(kept),
        "papers": count,
        "reproduced": sum(again.get(n) == files for n, files in kept.items()),
        "seconds_a_week": round(seconds / weeks, 3),
        "rss_mb": round(memory[-1], 1),
        "rss_growth_mb": round(memory[-1] - settled, 1),
        "database_mb": round(workspace.database.stat().st_size / 1e6, 1),
        "tables_mb": sizes,
    }


def tables(store: Store) -> dict[str, float]:
    """How much of the database each of the five largest tables takes, with its indices."""
    try:
        sql = (
            "select m.tbl_name, sum(s.pgsize) from dbstat s join sqlite_master m on m.name = s.name group by 1 order by 2 desc"
        )
        return {name: round(size / 1e6, 2) for name, size in store.db.execute(sql).fetchmany(5)}
    except Exception:  # this SQLite was built without dbstat
        return {}


def rss() -> float:
    """This process's resident memory in MB."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


def large(folder: Path) -> dict[str, float]:
    """One page of 5,000 candidates, and the front page and feeds of 500 issues."""
    day = FIRST.date()
    stream = [p for batch in papers().values() for p in batch][:5000]
    items = tuple(Item(p, judged(p)) for p in stream)
    issue = Issue(1, "2025-W43", "year", "A year", day, day, FIRST, TAXONOMY, items)
    render.html(view(replace(issue, items=items[:10])))
    start = time.process_time()
    render.html(view(issue))
    page = time.process_time() - start
    workspace = mailing(folder)
    with Store(workspace.database) as store:
        store.papers.add(stream, FIRST)
        with store.transaction():
            for n in range(500):
                at = FIRST + timedelta(weeks=n)
                part = items[n * 10 : n * 10 + 10]
                week = f"{at.isocalendar().year}-W{at.isocalendar().week:02d}"
                store.digests.save(replace(issue, number=n + 1, week=week, created=at, items=part))
        start = time.process_time()
        publish.write_archive(workspace, store)
        archive = time.process_time() - start
    return {"page_of_5000_s": round(page, 2), "archive_of_500_s": round(archive, 2)}


def main() -> None:
    """Parse the options and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weeks", type=int, default=52)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
        figures = year(mailing(Path(one)), options.weeks) | large(Path(two))
    print(json.dumps(figures) if options.json else "\n".join(f"{key}: {value}" for key, value in figures.items()))


if __name__ == "__main__":
    main()
