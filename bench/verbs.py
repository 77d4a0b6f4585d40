"""What a person waits for: ``littrack --help``, the import of a list, training, and a day's run without Prefect."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.daily import NOW, papers
from bench.snapshot import COMMAND, measured
from littrack.config import load_workspace
from littrack.pipeline import demo
from littrack.sources.replay import ReplayServer
from littrack.store import Store
from littrack.workspace import read_references

BENCH = {
    "title": "The verbs",
    "args": [],
    "quick": ["--repeats", "2"],
    "aims": {
        "help_s": "<= 0.15",
        "import_s": "",
        "train_cpu_s": "<= 3",
        "daily_cpu_s": "<= 2",
        "daily_papers": "== 500",
    },
    "timeout": 600,
}
COMLAM = Path(__file__).resolve().parents[1]


def comlam(root: Path) -> Path:
    """A copy of ComLAM's workspace, with a stream of 2,000 synthetic papers in its store."""
    from bench import synthetic
    from littrack.sources.snapshot import to_paper

    root.mkdir()
    shutil.copy(COMLAM / "littrack.toml", root)
    shutil.copytree(COMLAM / "classifiers", root / "classifiers", ignore=shutil.ignore_patterns("models", "model-card.*"))
    with Store(load_workspace(root).database) as store:
        store.papers.add((to_paper(r) for r in synthetic.records(2000)), NOW)
    return root


def as_list(root: Path, path: Path) -> None:
    """The survey's references as a README."""
    entries = read_references(load_workspace(root).references_file)
    lines = [f"- [{r.title}](https://arxiv.org/abs/{r.arxiv_id})" if r.arxiv_id else f"- {r.title}" for r in entries]
    path.write_text("\n".join(["# Papers", "", "## All", "", *lines, ""]), encoding="utf-8")


def day(folder: Path) -> dict[str, float]:
    """CPU seconds of ``littrack run`` with 500 new papers, above those of one that finds nothing new."""
    workspace = demo.prepare(folder)
    with ReplayServer(papers(500), NOW) as server:
        urls = f'interval = 0\napi_url = "{server.api_url}"\nfeed_url = "{server.feed_url}"\noai_url = "{server.oai_url}"\n'
        toml = folder / "littrack.toml"
        toml.write_text(toml.read_text(encoding="utf-8").replace("[watch]\n", f"[watch]\n{urls}"), encoding="utf-8")
        with Store(workspace.database) as store:
            store.papers.add((paper for paper, _ in demo.bundled()), NOW - timedelta(days=1))
            known = store.papers.count()
        measured([*COMMAND, "train", "--workspace", str(folder), "--now", NOW.isoformat()])
        run = measured([*COMMAND, "run", "--workspace", str(folder), "--now", NOW.isoformat()])
        with Store(workspace.database) as store:
            return {
                "daily_cpu_s": round(run["cpu"], 2),
                "daily_s": round(run["seconds"], 2),
                "daily_papers": store.papers.count() - known,
            }


def measure(folder: Path, repeats: int) -> dict[str, float]:
    """All figures; the best of so many runs."""
    root, readme = comlam(folder / "comlam"), folder / "README.md"
    as_list(root, readme)
    at, now = ["--workspace", str(root)], ["--now", NOW.isoformat()]
    runs = {
        "help": [*COMMAND, "--help"],
        "import": [*COMMAND, "import", str(readme), "--workspace", str(folder / "new")],
        "train": [*COMMAND, "train", *at, *now],
    }
    (folder / "new").mkdir()
    shutil.copy(COMLAM / "littrack.toml", folder / "new")
    found: dict[str, float] = {}
    for name, command in runs.items():
        best = [measured(command) for _ in range(repeats)]
        found[f"{name}_s"] = round(min(r["seconds"] for r in best), 3)
        found[f"{name}_cpu_s"] = round(min(r["cpu"] for r in best), 3)
    return found | day(folder / "daily")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="littrack-bench-") as folder:
        found = measure(Path(folder), args.repeats)
    print(json.dumps(found) if args.json else "\n".join(f"{key}: {value}" for key, value in found.items()))


if __name__ == "__main__":
    main()
