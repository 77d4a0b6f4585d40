"""CPU of a day's run with new papers: as ``littrack run``, and as the daily flow beside an empty flow of Prefect's."""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

from littrack.pipeline import demo, model
from littrack.records import Paper
from littrack.sources.replay import ReplayServer
from littrack.sources.replay.world import with_submission
from littrack.store import Store

BENCH = {
    "args": ["--papers", "500"],
    "aims": {"papers": "== 500", "run_cpu_seconds": "<= 2", "cpu_seconds": "<= 10", "prefect_cpu_seconds": ""},
    "timeout": 600,
}
NOW = datetime(2026, 1, 12, 8, tzinfo=UTC)
DAILY = """
import sys
from datetime import datetime
from pathlib import Path
from littrack.config import load_workspace
from littrack_flows import home
home.prepare(load_workspace(Path(sys.argv[1])))
from littrack_flows.daily import daily
daily(sys.argv[1], now=datetime.fromisoformat(sys.argv[2]))
"""
RUN = "from littrack.cli import main; main()"
EMPTY = """
import sys
from pathlib import Path
from littrack.config import load_workspace
from littrack_flows import home
home.prepare(load_workspace(Path(sys.argv[1])))
from prefect import flow
flow(lambda: None, name="empty")()
"""


def cpu_of(code: str, *args: str) -> float:
    """CPU seconds of a Python process and of its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code, *args], check=True, stdout=sys.stderr, timeout=400)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def papers(n: int) -> list[Paper]:
    """So many papers of the demo's kind, announced from Monday to Friday: arXiv's empty days would be asked for twice."""
    known = [paper for paper, _ in demo.bundled()]
    text = " ".join(p.title for p in known[:20])
    return [
        with_submission(
            Paper(
                id=f"2601.{n:05d}",
                title=f"{known[n % len(known)].title} ({n})",
                abstract=f"{known[n % len(known)].title}. {text}"[:1200],
                authors=("A. One", "B. Two"),
                categories=("cs.NI",),
                announced=date(2026, 1, 5 + n % 5),
            )
        )
        for n in range(1, n + 1)
    ]


def measure(folder: Path, n: int) -> dict[str, float]:
    """Train on the bundled list, then take the CPU of ``littrack run``, the best of three, and of both flows."""
    workspace = demo.prepare(folder)
    with ReplayServer(papers(n), NOW) as server:
        urls = f'api_url = "{server.api_url}"\nfeed_url = "{server.feed_url}"\noai_url = "{server.oai_url}"\n'
        toml = folder / "littrack.toml"
        text = toml.read_text(encoding="utf-8").replace("[watch]\n", f"[watch]\ninterval = 0\n{urls}")
        toml.write_text(text, encoding="utf-8")
        with Store(workspace.database) as store:
            store.papers.add((paper for paper, _ in demo.bundled()), NOW)
            model.train(workspace, store, NOW)
            known = store.papers.count()
        runs = []
        for number in range(3):
            shutil.copytree(folder, again := folder.with_name(f"run{number}"))
            runs.append(cpu_of(RUN, "run", "--workspace", str(again), "--now", NOW.isoformat()))
        cpu_of(EMPTY, str(folder))  # the first start makes Prefect's database
        empty = min(cpu_of(EMPTY, str(folder)) for _ in range(2))
        daily = cpu_of(DAILY, str(folder), NOW.isoformat())
        with Store(workspace.database) as store:
            return {
                "papers": store.papers.count() - known,
                "run_cpu_seconds": round(min(runs), 2),
                "cpu_seconds": round(daily - empty, 2),
                "prefect_cpu_seconds": round(empty, 2),
                "flow_cpu_seconds": round(daily, 2),
            }


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--papers", type=int, default=500)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="littrack-daily-") as folder:
        found = measure(Path(folder) / "w", args.papers)
    print(json.dumps(found) if args.json else "\n".join(f"{key}: {value}" for key, value in found.items()))


if __name__ == "__main__":
    main()
