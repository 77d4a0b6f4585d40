"""Relevance on LAM4PHY, both streams: 2025-11 to 2025-12 was for tuning, 2026-01 to 2026-03 is for reporting.

``python bench/backtest.py [--tuning] --json`` prints what ``littrack backtest`` prints, and for each baseline the paired
difference in average precision with its 95 % bootstrap interval over weeks.
"""

from __future__ import annotations

import argparse
import json
from datetime import date
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


def run(start: date, until: date) -> dict[str, Any]:
    """The figures of one period."""
    files = [SHARED / name for name in STREAMS]
    return backtest(files, SHARED / "lam4phy" / "additions.jsonl", start, until, (3, 5, 10, 20)).figures


def main() -> None:
    """Run the bench."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tuning", action="store_true", help="the period that settings were chosen on")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    told = run(date(2025, 11, 1), date(2025, 12, 31)) if args.tuning else run(date(2026, 1, 1), date(2026, 3, 31))
    print(json.dumps(told, indent=1) if args.json else "\n".join(f"{key}: {value}" for key, value in told.items()))


if __name__ == "__main__":
    main()
