"""One job at a time, remembered with how it ended; log files."""

import subprocess
import sys

import pytest

from littrack.errors import BusyError
from littrack.pipeline import jobs, logs
from littrack.pipeline.status import status
from littrack.records import RunState
from littrack.store import Store
from ops_world import NOW, make_workspace

HOLD = """
import sys
from pathlib import Path
from datetime import UTC, datetime
from littrack.config import load_workspace
from littrack.pipeline import jobs
from littrack.store import Store
w = load_workspace(Path(sys.argv[1]))
with Store(w.database) as store, jobs.recorded(w, store, "weekly", datetime(2026, 1, 5, 7, tzinfo=UTC)):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def workspace(tmp_path):
    return make_workspace(tmp_path / "w")


def test_a_second_job_is_refused_and_a_killed_one_is_told(workspace):
    command = [sys.executable, "-c", HOLD, str(workspace.root)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other, Store(workspace.database) as store:
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(BusyError), jobs.recorded(workspace, store, "fetch", NOW):
            pass
        assert status(workspace, store, NOW).runs[0].state is RunState.RUNNING
        other.kill()
        other.wait()
        found = status(workspace, store, NOW)
        assert found.runs[0].state is RunState.FAILED
        assert any("killed" in sentence for sentence in found.missing)
        with jobs.recorded(workspace, store, "fetch", NOW) as job:
            job.state = RunState.QUIET
        assert [(r.kind, r.state) for r in store.runs.last()] == [("fetch", RunState.QUIET), ("weekly", RunState.FAILED)]


def test_a_job_that_raises_is_remembered_with_its_message(workspace):
    with Store(workspace.database) as store:
        with pytest.raises(ValueError), jobs.recorded(workspace, store, "fetch", NOW):
            raise ValueError("no room left")
        assert (store.runs.last()[0].state, store.runs.last()[0].note) == (RunState.FAILED, "no room left")
        assert store.runs.last_ended(["fetch"], [RunState.COMPLETE]) is None


def test_logs_turn_over_and_are_bounded(workspace):
    handler = logs.keep_logs(workspace)
    assert logs.keep_logs(workspace) is handler
    try:
        for number in range(3_000):
            logs.logging.getLogger("littrack.x").info("line %04d %s", number, "x" * 2500)
        files = sorted(logs.log_file(workspace).parent.iterdir())
        assert len(files) == 1 + logs.KEPT
        assert all(f.stat().st_size <= logs.BYTES for f in files)
        assert "line 2999" in logs.log_file(workspace).read_text()
    finally:
        logs.logging.getLogger("littrack").removeHandler(handler)
        handler.close()
