"""What `littrack schedule` costs while nothing is due: resident memory and CPU of all its processes."""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from littrack.pipeline import demo
from littrack.pipeline.due import timings
from littrack.records import RunState
from littrack.store import Store

BENCH = {
    "args": ["--seconds", "60"],
    "aims": {"resident_mb": "", "cpu_percent": "", "processes": "", "start_seconds": ""},
    "timeout": 600,
}
TICK = os.sysconf("SC_CLK_TCK")


def family(root: int) -> list[int]:
    """The process and all its descendants."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text(encoding="utf-8").rsplit(")", 1)[1].split()[1])
        except OSError:
            continue
    found = [root]
    for pid in found:
        found += [child for child, parent in parents.items() if parent == pid]
    return found


def resident_mb(pids: list[int]) -> float:
    """Their share of the memory in use, pages held in common counted once."""
    total = 0
    for pid in pids:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8").splitlines()
        total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1000


def cpu_seconds(pids: list[int]) -> float:
    """User and system time that they have used."""
    ticks = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / TICK


def measure(folder: Path, seconds: int) -> dict[str, float]:
    """Start the scheduler, let it settle, and look at it for so many seconds."""
    workspace = demo.prepare(folder)
    with Store(workspace.database) as store:  # a workspace that did every job a moment ago owes nothing
        for timing in timings(workspace.settings):
            store.runs.end(store.runs.start(timing.kind, datetime.now(UTC)), RunState.COMPLETE, 0.0)
    start = time.perf_counter()
    command = [sys.executable, "-m", "littrack", "schedule", "--workspace", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        note = workspace.database.parent / "prefect" / "schedule.json"
        while not note.exists():
            if process.poll() is not None:
                raise SystemExit("littrack schedule ended at once")
            time.sleep(0.2)
        started = time.perf_counter() - start
        time.sleep(min(30, seconds))
        before, begun = cpu_seconds(family(process.pid)), time.perf_counter()
        time.sleep(seconds)
        pids = family(process.pid)
        used = (cpu_seconds(pids) - before) / (time.perf_counter() - begun)
        return {
            "resident_mb": round(resident_mb(pids), 1),
            "cpu_percent": round(100 * used, 2),
            "processes": len(pids),
            "start_seconds": round(started, 1),
            "seconds": seconds,
        }
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="littrack-idle-") as folder:
        found = measure(Path(folder) / "w", args.seconds)
    print(json.dumps(found) if args.json else "\n".join(f"{key}: {value}" for key, value in found.items()))


if __name__ == "__main__":
    main()
