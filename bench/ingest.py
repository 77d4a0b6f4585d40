"""A snapshot into a store through ``littrack fetch --from-file``: records a second, memory, and how both grow."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import synthetic
from bench.snapshot import measured

BENCH = {
    "title": "A snapshot into a store",
    "args": ["--records", "100000"],
    "aims": {"records_per_s": ">= 25000", "filtered_per_s": ">= 60000", "peak_mb": "", "cpu_us_per_record": ""},
    "timeout": 900,
}
WATCHED = ("cs.NI", "cs.IT")


def fetch(path: Path, root: Path, *options: str) -> dict[str, float]:
    """Run the command; seconds of the clock and of all its processes, their peak memory in MB, and what it reported."""
    root.mkdir()
    (root / "littrack.toml").write_text(
        f'[survey]\nslug = "s"\ntitle = "S"\n[watch]\ncategories = {json.dumps(WATCHED)}\n', encoding="utf-8"
    )
    code = "from littrack.cli import main; main()"
    command = [sys.executable, "-c", code, "fetch", "--workspace", str(root), "--from-file", str(path), "--json", *options]
    run = measured(command)
    told = json.loads(run["told"])
    return {"seconds": run["seconds"], "cpu": run["cpu"], "peak": run["peak_mb"]} | {k: told[k] for k in ("received", "new")}


def measure(records: int, seed: int) -> dict[str, Any]:
    """All of a synthetic snapshot into one store, and the papers of two categories into another."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "snapshot.jsonl"
        with path.open("wb") as out:
            size = synthetic.write(out, records, seed)
        whole = fetch(path, folder / "all")
        stored = sum(f.stat().st_size for f in (folder / "all").rglob("*.db*"))
        part = fetch(path, folder / "watched", "--watched")
    assert whole["received"] == part["received"] == whole["new"] == records
    return {
        "records": records,
        "mb": round(size / 1e6),
        "records_per_s": round(records / whole["seconds"]),
        "filtered_per_s": round(records / part["seconds"]),
        "peak_mb": round(max(whole["peak"], part["peak"])),
        "cpu_us_per_record": round(whole["cpu"] * 1e6 / records, 1),
        "filtered_cpu_us_per_record": round(part["cpu"] * 1e6 / records, 1),
        "wanted": part["new"],
        "store_mb": round(stored / 1e6),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    figures = measure(given.records, given.seed)
    print(json.dumps(figures) if given.json else "\n".join(f"{key:28} {value}" for key, value in figures.items()))


if __name__ == "__main__":
    main()
