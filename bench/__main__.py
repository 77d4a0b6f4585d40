"""``make bench``: run every bench in a process of its own, print one table, keep the figures as dated JSON, draw the plot."""

from __future__ import annotations

import argparse
import ast
import json
import os
import platform
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bench import plot

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results"
SHARED = HERE.parents[1] / "shared"
# By how much a ratio may be worse than the kept one. Another kind of processor has other caches, and so other ratios.
WORSE, WORSE_ELSEWHERE = 0.2, 0.5


def declared() -> dict[str, dict[str, Any]]:
    """Every bench that stands in the table, by name; see the package's docstring."""
    found = {}
    for path in sorted(HERE.glob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Assign) and [getattr(t, "id", "") for t in node.targets] == ["BENCH"]:
                found[path.stem] = ast.literal_eval(node.value)
    return found


def measure(name: str, bench: dict[str, Any], quick: bool) -> dict[str, Any]:
    """Run one bench; a failure is a figure too."""
    if quick and "quick" not in bench:
        return {"left_out": "only in the full run"}
    if bench.get("shared") and not SHARED.is_dir():
        return {"left_out": "../shared is not here"}
    command = [sys.executable, str(HERE / f"{name}.py"), *bench["quick" if quick else "args"], "--json"]
    start = time.perf_counter()
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=bench.get("timeout", 600), cwd=HERE.parent)
    except subprocess.TimeoutExpired:
        return {"failed": f"not done after {bench.get('timeout', 600)} s"}
    if done.returncode:
        return {"failed": (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]}
    found: dict[str, Any] = json.loads(done.stdout[done.stdout.index("{") :])
    return found | {"bench_seconds": round(time.perf_counter() - start, 1)}


def look_up(figures: dict[str, Any], key: str) -> Any:
    """The figure of that dotted key, or None."""
    value: Any = figures
    for part in key.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value


def reached(value: Any, aim: str) -> bool | None:
    """Whether ``value`` is as good as ``aim`` says; None where there is no aim or no figure."""
    if not aim or not isinstance(value, int | float):
        return None
    sign, number = aim.split()
    return {">=": value >= float(number), "<=": value <= float(number), "==": value == float(number)}[sign]


def worse(benches: dict[str, dict[str, Any]], now: dict[str, Any], before: dict[str, Any], by: float = WORSE) -> dict[str, str]:
    """The ratios that got worse by more than the share ``by`` since ``before``, and what they were."""
    found = {}
    for name, bench in benches.items():
        for key in bench.get("ratios", ()):
            new, old = look_up(now.get(name, {}), key), look_up(before.get(name, {}), key)
            if not isinstance(new, int | float) or not isinstance(old, int | float):
                continue
            low_is_good = bench["aims"].get(key, "").startswith("<=")
            if new > old * (1 + by) if low_is_good else new < old * (1 - by):
                found[f"{name}.{key}"] = f"{new:.3g}, was {old:.3g}"
    return found


def processor() -> str:
    """What kind of processor this is, as far as the system tells."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.processor())


def newest() -> dict[str, Any]:
    """The newest kept result."""
    files = sorted(RESULTS.glob("*.json"))
    return dict(json.loads(files[-1].read_text(encoding="utf-8"))) if files else {}


def kept(quick: bool = False) -> dict[str, Any]:
    """The figures of the newest kept result, by bench."""
    return dict(newest().get("quick" if quick else "benches", {}))


def table(benches: dict[str, dict[str, Any]], figures: dict[str, Any]) -> Table:
    """All figures, with their aims."""
    out = Table("bench", "figure", "value", "aim", "", title="littrack bench")
    for name, bench in benches.items():
        told = figures[name].get("failed") or figures[name].get("left_out")
        if told:
            out.add_row(name, "", told, "", "failed" if "failed" in figures[name] else "left out")
            continue
        for key, aim in bench["aims"].items():
            if key.split(".")[0] not in figures[name]:  # the quick form does not measure it
                continue
            value = look_up(figures[name], key)
            shown = f"{value:,.4g}" if isinstance(value, float) else f"{value:,}" if isinstance(value, int) else str(value)
            out.add_row(name, key, shown, aim, {True: "reached", False: "MISSED", None: ""}[reached(value, aim)])
    return out


def main() -> int:
    """Run what was asked for; exit code 1 where a bench failed or a ratio got worse."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", help="benches to run; default: all")
    parser.add_argument("--quick", action="store_true", help="the quick form of those that have one")
    parser.add_argument("--keep", action="store_true", help="keep the figures in bench/results and redraw the plot")
    parser.add_argument("--plot", action="store_true", help="only redraw the plot")
    parser.add_argument(
        "--check", action="store_true", help="only benches with ratios, quick; fail where one is 20 %% worse than the kept one"
    )
    args = parser.parse_args()
    if args.plot:
        return 0 if plot.write(RESULTS) else 1
    benches = {n: b for n, b in declared().items() if not args.names or n in args.names}
    if args.check:
        return check({n: b for n, b in benches.items() if "quick" in b and b.get("ratios")})
    figures = run(benches, args.quick)
    failed = [f"{n}: {f['failed']}" for n, f in figures.items() if "failed" in f]
    if args.keep:
        keep(figures, args.quick)
        plot.write(RESULTS)
    return tell(failed)


def run(benches: dict[str, dict[str, Any]], quick: bool) -> dict[str, Any]:
    """Measure and print the table."""
    figures = {}
    for name, bench in benches.items():
        print(f"{name} ...", file=sys.stderr, flush=True)
        figures[name] = measure(name, bench, quick)
    Console(width=None if sys.stdout.isatty() else 120).print(table(benches, figures))
    return figures


def check(benches: dict[str, dict[str, Any]], tries: int = 3) -> int:
    """Fail where a ratio is worse than the kept one each time that it is measured: a busy machine is no reason."""
    before, measured_on = kept(quick=True), newest().get("machine", {}).get("processor")
    by = WORSE if measured_on == processor() else WORSE_ELSEWHERE
    print(f"bench: a ratio may be {by:.0%} worse than the kept one, taken on {measured_on}", file=sys.stderr)
    problems: dict[str, str] = {}
    for number in range(tries):
        figures = run(benches, quick=True)
        now = {f"{n} failed": f["failed"] for n, f in figures.items() if "failed" in f} | worse(benches, figures, before, by)
        problems = {key: told for key, told in now.items() if not number or key in problems}
        if not problems:
            break
    return tell([f"{key}: {told}" for key, told in problems.items()])


def tell(problems: list[str]) -> int:
    """Print what is wrong; the exit code."""
    for problem in problems:
        print(f"bench: {problem}", file=sys.stderr)
    return 1 if problems else 0


def keep(figures: dict[str, Any], quick: bool) -> Path:
    """Write the figures below today's date, over those of earlier runs, bench by bench, except where one was left out."""
    day = datetime.now(UTC).date().isoformat()
    machine = {"cores": os.cpu_count(), "processor": processor()}
    machine |= {"python": platform.python_version(), "system": platform.system()}
    parts = {"benches": kept(), "quick": kept(quick=True)}
    parts["quick" if quick else "benches"] |= {n: f for n, f in figures.items() if "left_out" not in f}
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{day}.json"
    text = json.dumps({"date": day, "machine": machine, **parts}, indent=1, sort_keys=True)
    path.write_text(text + "\n", encoding="utf-8")
    return path


if __name__ == "__main__":
    sys.exit(main())
