"""The steps of the GitHub Actions workflow, run as a script against a bare repository and a stand-in for gh."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import yaml

from littrack.sources.replay import ReplayServer
from littrack.store import Store
from ops_world import NOW, make_workspace, papers

ROOT = Path(__file__).parents[1]
GH = """#!/bin/sh
case "$1 $2" in
  "issue list") cat "$GH_ISSUES" 2>/dev/null ;;
  "issue create") echo "$4" >> "$GH_ISSUES"; cat > "$GH_ISSUES.body" ;;
esac
"""
LITTRACK = '#!/bin/sh\nverb=$1; shift\n[ $verb = run ] && set -- "$@" --now {now}\nexec {python} -m littrack $verb "$@"\n'


def git(where, *args):
    subprocess.run(
        ["git", "-c", "user.name=a", "-c", "user.email=a@b", "-C", str(where), *args], check=True, capture_output=True
    )


def program(path, text):
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)


def test_the_workflow_runs_the_scripts_steps_in_order():
    job = yaml.safe_load((ROOT / ".github/workflows/littrack.yml").read_text())["jobs"]["digest"]
    steps = [s["run"].split()[-1] for s in job["steps"] if "littrack.sh" in s.get("run", "")]
    assert steps == ["restore", "run", "keep", "publish"]


@pytest.mark.slow
def test_a_list_without_a_machine_keeps_its_state_and_gets_one_issue_a_week(tmp_path):
    program(tmp_path / "bin" / "gh", GH)
    program(tmp_path / "bin" / "littrack", LITTRACK.format(python=sys.executable, now=NOW.isoformat()))
    issues = tmp_path / "issues"
    env = os.environ | {"PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}", "GH_ISSUES": str(issues)}
    origin = tmp_path / "origin.git"
    subprocess.run(["git", "init", "-q", "--bare", str(origin)], check=True)
    with ReplayServer(papers(date(2026, 1, 1), 14), NOW) as arxiv:
        urls = f'api_url = "{arxiv.api_url}"\nfeed_url = "{arxiv.feed_url}"\noai_url = "{arxiv.oai_url}"\n'
        make_workspace(tmp_path / "seed", urls)
        git(tmp_path / "seed", "init", "-q", "-b", "main")
        git(tmp_path / "seed", "add", "-A")
        git(tmp_path / "seed", "commit", "-qm", "The list")
        git(tmp_path / "seed", "push", "-q", str(origin), "main")
        kept = []
        for turn in ("first", "second"):
            subprocess.run(["git", "clone", "-q", "-b", "main", str(origin), str(tmp_path / turn)], check=True)
            done = subprocess.run(
                ["bash", str(ROOT / ".github/littrack.sh"), "all"], cwd=tmp_path / turn, env=env, capture_output=True, text=True
            )
            assert done.returncode == 0, done.stderr
            with Store(tmp_path / turn / "db" / "littrack.db") as store:
                kept.append((store.papers.count(), store.digests.numbers(), store.models.champion().id))
    assert kept[0] == kept[1]
    assert kept[0][0] > 30
    assert issues.read_text() == "Digest 2026-W03\n"
    assert "# " in Path(f"{issues}.body").read_text()
    assert "is there already" in done.stdout
    count = subprocess.run(
        ["git", "-C", str(origin), "rev-list", "--count", "littrack-state"], capture_output=True, text=True, check=True
    )
    assert count.stdout.strip() == "1"
