"""How quick the page of triage is: real requests to `littrack serve` over a store of 100,000 papers and 5,000 pending."""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

from littrack.config import Workspace
from littrack.records import Evidence, Issue, Item, Neighbour, Paper, Prediction, Section, SectionScore, Taxonomy, Term
from littrack.store import Store

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.worlds import settle

BENCH = {
    "args": ["--papers", "100000", "--pending", "5000"],
    "aims": {"first_page_ms": "<= 50", "candidate_ms": "<= 50", "search_ms": "<= 30", "search_worst_ms": "", "index_s": ""},
    "timeout": 900,
}
NOW = datetime(2026, 1, 5, 7, tzinfo=UTC)
HEADINGS = ("Foundations", "Physical layer", "Resource allocation", "Network management", "Edge", "Semantic", "Agents", "Uses")
QUERIES = (
    "network",
    "semantic communication",
    '"channel estimation"',
    "w1503 w2201",
    "w19001",
    "federated learning edge",
    "author77",
)
COMMON = [
    "network",
    "channel",
    "estimation",
    "semantic",
    "communication",
    "federated",
    "learning",
    "edge",
    "language",
    "model",
    "wireless",
    "signal",
    "beamforming",
    "antenna",
    "resource",
    "allocation",
    "optimization",
    "latency",
    "energy",
    "radio",
    "agent",
]
SMALL = tuple(f"the{n}" for n in range(60))  # words such as "the", in nearly every text


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--papers", type=int, default=100_000)
    parser.add_argument("--pending", type=int, default=5_000)
    parser.add_argument("--repeats", type=int, default=30)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        workspace = build(Path(folder), args.papers, args.pending, args.seed)
        with Store(workspace.database) as store:
            start = time.perf_counter()
            store.search.refresh()
            built = time.perf_counter() - start
        figures = {
            "papers": args.papers,
            "pending": args.pending,
            **measure(workspace, args.repeats),
            "index_s": round(built, 1),
        }
    print(json.dumps(figures, indent=2) if args.json else "\n".join(f"{k:18} {v}" for k, v in figures.items()))


def build(root: Path, papers: int, pending: int, seed: int) -> Workspace:
    """A workspace with that many papers of made-up words in Zipf's proportions, and that many pending candidates."""
    taxonomy = Taxonomy("bench", tuple(Section(h.lower().replace(" ", "-"), h) for h in HEADINGS))
    workspace = settle(root, '[survey]\nslug = "bench"\ntitle = "Bench"\n', taxonomy, NOW)
    with Store(workspace.database) as store:
        made = list(_papers(papers, random.Random(seed)))
        store.papers.add(made, NOW)
        size = 500
        for number, start in enumerate(range(0, pending, size), 1):
            items = tuple(
                Item(p, _prediction(p, 0.99 - (start + n) / pending * 0.5)) for n, p in enumerate(made[start : start + size])
            )
            store.predictions.add([i.prediction for i in items], NOW)
            first = date(2025, 1, 6) + timedelta(weeks=number)
            year, week, _ = first.isocalendar()
            issue = Issue(
                number, f"{year}-W{week:02}", "bench", "Bench", first, first + timedelta(days=6), NOW, taxonomy, items
            )
            store.digests.save(issue)
    return workspace


def _papers(n: int, draw: random.Random) -> Iterator[Paper]:
    vocabulary = [*SMALL, *COMMON, *(f"w{i}" for i in range(20_000))]
    weights = [1 / (rank + 5) for rank in range(len(vocabulary))]
    pool = draw.choices(vocabulary, weights, k=200_000)

    def words(k: int) -> str:
        at = draw.randrange(len(pool) - k)
        return " ".join(pool[at : at + k])

    for i in range(n):
        yield Paper(
            f"{2001 + i // 9000 % 12 + 100 * (i // 108_000)}.{i % 9000:05d}",
            words(11),
            abstract=words(170),
            authors=(f"Ada Author{i % 5000}", f"Bob Writer{i % 900}"),
            categories=("cs.NI",),
            submitted=NOW - timedelta(minutes=i),
            announced=NOW.date(),
        )


def _prediction(paper: Paper, relevance: float) -> Prediction:
    scores = tuple(SectionScore(h.lower().replace(" ", "-"), 0.4 / (n + 1)) for n, h in enumerate(HEADINGS[:5]))
    terms = tuple(Term(word, 1.0) for word in COMMON[:12])
    near = tuple(Neighbour(f"title:{n}", f"A reference number {n}", 0.5) for n in range(5))
    return Prediction(paper.id, paper.version, "m1", relevance, relevance, scores, 0.1, Evidence(terms, terms[:5], near))


def measure(workspace: Workspace, repeats: int) -> dict[str, Any]:
    """Milliseconds of a request, connection kept, from a process of its own: the median, and the server's mean CPU."""
    command = [str(Path(sys.executable).with_name("littrack")), "serve", "--port", "0", "--workspace", str(workspace.root)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=os.environ | {"LITTRACK_WHO": "bench"}) as server:
        try:
            assert server.stderr is not None
            line = next(row for row in server.stderr if "http://" in row)
            address = line.split("http://")[1].split("/")[0]
            connection = http.client.HTTPConnection(address, timeout=60)
            with Store(workspace.database) as store:
                some = [c.paper_id for c in store.candidates.in_state(*_suggested())[: repeats * 5 : 5]]
            pages = {
                "first_page": ["/"] * repeats,
                "filtered": ["/?section=edge&at_least=0.7"] * repeats,
                "candidate": [f"/paper/{i}" for i in some],
                "history": ["/history"] * repeats,
            }
            times = {name: _time(connection, server.pid, paths) for name, paths in pages.items()}
            searches = {q: _time(connection, server.pid, [f"/search?q={quote(q)}"] * repeats) for q in QUERIES}
        finally:
            server.terminate()
    return {
        **{f"{name}_ms": round(wall, 1) for name, (wall, _) in times.items()},
        "search_ms": round(statistics.median(wall for wall, _ in searches.values()), 1),
        "search_worst_ms": round(max(wall for wall, _ in searches.values()), 1),
        "search_by_query_ms": {q: round(wall, 1) for q, (wall, _) in searches.items()},
        **{f"{name}_cpu_ms": round(cpu, 1) for name, (_, cpu) in times.items()},
        "search_cpu_ms": {q: round(cpu, 1) for q, (_, cpu) in searches.items()},
    }


def _suggested() -> tuple[Any, ...]:
    from littrack.records import CandidateState

    return (CandidateState.SUGGESTED,)


def _time(connection: http.client.HTTPConnection, server: int, paths: list[str]) -> tuple[float, float]:
    _get(connection, paths[0])
    times, cpu = [], _cpu(server)
    for path in paths:
        start = time.perf_counter()
        _get(connection, path)
        times.append(time.perf_counter() - start)
    return 1000 * statistics.median(times), 1000 * (_cpu(server) - cpu) / len(paths)


def _get(connection: http.client.HTTPConnection, path: str) -> None:
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    if answer.status != 200:
        raise SystemExit(f"{path} answered {answer.status}")


def _cpu(process: int) -> float:
    """Seconds of CPU that a process has taken, all its threads together."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
