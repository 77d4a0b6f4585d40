"""``littrack train`` on a long list and a large stream, both synthetic: CPU seconds and memory of the whole program."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.snapshot import COMMAND, NOW, measured, untrained

BENCH = {
    "title": "Training on a long list",
    "args": ["--references", "2500", "--stream", "100000"],
    "aims": {"seconds": "<= 60", "cpu_s": "", "peak_mb": "<= 2000"},
    "timeout": 1800,
}


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--references", type=int, default=2500)
    parser.add_argument("--stream", type=int, default=100_000)
    parser.add_argument("--sections", type=int, default=20)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="littrack-bench-") as folder:
        root = Path(folder) / "survey"
        untrained(root, 0, given.references, given.stream, given.sections)
        run = measured([*COMMAND, "train", "--workspace", str(root), "--now", NOW.isoformat()])
    sizes = {key: value for key, value in vars(given).items() if key != "json"}
    found = {**sizes, "seconds": round(run["seconds"], 1), "cpu_s": round(run["cpu"], 1), "peak_mb": round(run["peak_mb"])}
    print(json.dumps(found) if given.json else "\n".join(f"{key}: {value}" for key, value in found.items()))


if __name__ == "__main__":
    main()
