"""Relevance on LAM4PHY, both streams: 2025-11 to 2025-12 was for tuning, 2026-01 to 2026-03 is for reporting.

``python bench/backtest.py [--tuning] --json`` prints what ``littrack backtest`` prints, and for each baseline the paired
difference in average precision with its 95 % bootstrap interval over weeks. ``--dense 4`` makes the haystack four times
as dense: papers of the stream ``other`` come again, under other ids, in other weeks.
"""

from __future__ import annotations

import argparse
import gzip
import json
import resource
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from littrack.pipeline.backtest import backtest

BENCH = {
    "args": [],
    "aims": {
        "recall_at.3": ">= 0.93",
        "recall_at.10": ">= 1.0",
        "average_precision": ">= 0.85",
        "read_for_95": "",
        "expected_additions": "",
        "cpu_seconds": "",
        "peak_mb": "",
        "baselines.keyword.average_precision": "",
        "baselines.tfidf_linear.average_precision": "",
        "baselines.majority.average_precision": "",
        "better_than.keyword.lower": ">= 0",
        "better_than.tfidf_linear.lower": ">= 0",
        "better_than.majority.lower": ">= 0",
    },
    "shared": True,
    "timeout": 1800,
}
SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
STREAMS = ("stream_comm_2025-10_2026-03.jsonl.gz", "stream_other_2025-10_2026-03.jsonl.gz")


def run(start: date, until: date, dense: int = 1) -> dict[str, Any]:
    """The figures of one period, with seconds and memory."""
    files = [SHARED / name for name in STREAMS]
    with tempfile.TemporaryDirectory() as folder:
        if dense > 1:
            files.append(Path(folder) / "again.jsonl.gz")
            thicken(files[1], files[2], start, until, dense, listed())
        wall, cpu = time.perf_counter(), time.process_time()
        told = backtest(files, SHARED / "lam4phy" / "additions.jsonl", start, until, (3, 5, 10, 20)).figures
        told["seconds"], told["cpu_seconds"] = round(time.perf_counter() - wall, 1), round(time.process_time() - cpu, 1)
    return told | {"peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3)}


def listed() -> frozenset[str]:
    """The ids of all additions: a copy of one would count as an error."""
    lines = (SHARED / "lam4phy" / "additions.jsonl").read_text(encoding="utf-8").splitlines()
    return frozenset(json.loads(line)["arxiv_id"] or "" for line in lines if line.strip())


def thicken(source: Path, target: Path, start: date, until: date, dense: int, without: frozenset[str]) -> None:
    """Write the papers of ``source`` again, ``dense - 1`` times, each in another week of the period."""
    weeks = max((until - start).days // 7, 1)
    with gzip.open(source, "rt", encoding="utf-8") as lines, gzip.open(target, "wt", encoding="utf-8", compresslevel=1) as out:
        for n, record in enumerate(map(json.loads, lines)):
            for copy in range(1, 1 if record["id"] in without else dense):
                day = start + timedelta(days=7 * ((n * 7 + copy) % weeks) + n % 5)
                again = {"id": f"{90 + copy}{n % 9 + 1:02d}.{n:05d}", "first_crawled": day.isoformat()}
                out.write(json.dumps({**record, **again}) + "\n")


def main() -> None:
    """Run the bench."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tuning", action="store_true", help="the period that settings were chosen on")
    parser.add_argument("--dense", type=int, default=1, metavar="N", help="a haystack N times as dense")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    first, last = (date(2025, 11, 1), date(2025, 12, 31)) if args.tuning else (date(2026, 1, 1), date(2026, 3, 31))
    told = run(first, last, args.dense)
    print(json.dumps(told, indent=1) if args.json else "\n".join(f"{key}: {value}" for key, value in told.items()))


if __name__ == "__main__":
    main()
