"""A real schedule fires: `littrack schedule` in a process of its own, against a replay of arXiv."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import date

import pytest

from littrack.pipeline.doctor import examine
from littrack.records import RunState
from littrack.sources.replay import ReplayServer
from littrack.store import Store
from ops_world import NOW, make_workspace, papers

PATIENCE = 240


@contextmanager
def scheduling(workspace, *options, env=None):
    """The real command; it is stopped as systemd does it."""
    log = (workspace.root / "out.txt").open("wb")
    command = [sys.executable, "-m", "littrack", "schedule", "--workspace", str(workspace.root), *options]
    process = subprocess.Popen(command, stdout=log, stderr=log, env=os.environ | (env or {}), cwd=workspace.root)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        log.close()


def wait_for(what, process, workspace):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        assert process.poll() is None, (workspace.root / "out.txt").read_text()[-3000:]
        if what():
            return
        time.sleep(0.5)
    raise AssertionError((workspace.root / "out.txt").read_text()[-3000:])


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_a_real_schedule_fires_and_a_second_firing_changes_nothing(tmp_path):
    with ReplayServer(papers(date(2026, 1, 1), 14), NOW) as arxiv:
        urls = f'api_url = "{arxiv.api_url}"\nfeed_url = "{arxiv.feed_url}"\noai_url = "{arxiv.oai_url}"\n'
        workspace = make_workspace(tmp_path / "w", urls)
        Store(workspace.database).close()

        def runs():
            with Store(workspace.database) as store:
                return [r for r in store.runs.last() if r.kind == "weekly" and r.state is not RunState.RUNNING]

        with scheduling(workspace, "--trial", "8", "--now", NOW.isoformat()) as process:
            wait_for(lambda: len(runs()) >= 1, process, workspace)
            page = (workspace.reports / "2026-W03" / "index.html").read_bytes()
            wait_for(lambda: len(runs()) >= 2, process, workspace)
            schedule = [c for c in examine(workspace.root, NOW) if c.name == "schedule"]
            assert schedule[0].health == "ok", schedule
        assert [r.state for r in runs()][-1] is RunState.COMPLETE
        assert (workspace.reports / "2026-W03" / "index.html").read_bytes() == page
        with Store(workspace.database) as store:
            assert store.digests.numbers() == [1]
        assert process.returncode == 0
        assert "gone" in next(c.found for c in examine(workspace.root, NOW) if c.name == "schedule")
        assert json.loads((workspace.database.parent / "prefect" / "schedule.json").read_text())["pid"] == process.pid
