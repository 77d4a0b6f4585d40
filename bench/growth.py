"""How the time and memory of ``littrack score`` grow with the snapshot: one synthetic arXiv, read at several lengths."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import orjson

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import snapshot, synthetic

BENCH = {
    "title": "Scoring a snapshot: growth",
    "args": ["--sizes", "10000,100000,1000000"],
    "quick": ["--sizes", "10000,30000"],
    "aims": {"largest.records": "", "largest.seconds": "", "largest.papers_per_s": ">= 50000", "largest.peak_mb": "<= 1000"},
    "timeout": 3000,
}


def measure(sizes: list[int], folder: Path) -> Iterator[dict[str, Any]]:
    """The figures of each length, the shortest first."""
    survey, path = snapshot.survey(folder / "survey", 0), folder / "snapshot.jsonl"
    command = [*snapshot.COMMAND, "score", str(path), "--survey", str(survey), "--json"]
    lines = (orjson.dumps(r, option=orjson.OPT_APPEND_NEWLINE) for r in synthetic.records(max(sizes)))
    written = 0
    for size in sorted(sizes):
        with path.open("ab") as out:
            out.writelines(islice(lines, size - written))
        if not written:
            snapshot.measured(command)  # compiles the machine code where that was not done before
        written = size
        run = snapshot.measured(command)
        papers = json.loads(run["told"])["papers"]
        yield {
            "records": papers,
            "bytes": path.stat().st_size,
            "seconds": round(run["seconds"], 2),
            "papers_per_s": round(papers / run["seconds"]),
            "cpu_us_per_paper": round(run["cpu"] / papers * 1e6, 1),
            "peak_mb": round(run["peak_mb"]),
        }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="10000,100000,1000000,3160000", help="so many records, with commas between")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    found = []
    with tempfile.TemporaryDirectory(prefix="littrack-bench-") as folder:
        for one in measure([int(n) for n in given.sizes.split(",")], Path(folder)):
            found.append(one)
            print(one, file=sys.stderr, flush=True)
    print(json.dumps({"growth": found, "largest": found[-1]}) if given.json else "\n".join(map(str, found)))


if __name__ == "__main__":
    main()
