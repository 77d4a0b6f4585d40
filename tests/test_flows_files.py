"""What stands around the flows: prefect.yaml, the entry points, Prefect's private home, and who imports Prefect."""

import inspect
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from littrack_flows import home

from littrack.cli.flows import entry
from littrack.pipeline import due
from littrack.records import RunState
from littrack.store import Store
from ops_world import make_workspace

ROOT = Path(__file__).parents[1]


def test_prefect_yaml_names_flows_that_are_there_at_the_default_hours(tmp_path):
    deployed = yaml.safe_load((ROOT / "prefect.yaml").read_text())["deployments"]
    hours = {t.kind: t.cron for t in due.timings(make_workspace(tmp_path).settings)} | {"catch-up": "15 * * * *"}
    assert {d["name"]: d["schedules"][0]["cron"] for d in deployed} == {f"littrack-{k}": c for k, c in hours.items()}
    for deployment in deployed:
        module, name = deployment["entrypoint"].rsplit(".", 1)
        source = (ROOT / "flows" / f"{module.removeprefix('littrack_flows.')}.py").read_text()
        assert f"def {name}(root: str" in source
        assert set(deployment["parameters"]) == {"root"}
        assert deployment["concurrency_limit"] == {"limit": 1, "collision_strategy": "ENQUEUE"}


def test_the_ways_in_are_installed():
    assert list(inspect.signature(entry("run")).parameters) == ["workspace", "now", "replay"]
    assert list(inspect.signature(entry("schedule")).parameters) == ["workspace", "trial", "now"]


def test_only_the_owner_can_read_the_servers_password(tmp_path):
    first = home.secret(tmp_path)
    assert home.secret(tmp_path) == first
    assert (tmp_path / "auth").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("verb", ["--help", "status", "doctor"])
def test_the_command_line_does_not_import_prefect_unasked(tmp_path, verb):
    make_workspace(tmp_path)
    args = [verb] if verb == "--help" else [verb, "--workspace", str(tmp_path), *(["--offline"] if verb == "doctor" else [])]
    run = "import sys, littrack.cli as c\ntry: c.cli.main(sys.argv[1:])\nexcept SystemExit: pass\n"
    code = run + "assert 'prefect' not in sys.modules"
    subprocess.run([sys.executable, "-c", code, *args], check=True, capture_output=True)


@pytest.mark.slow
def test_every_setting_of_the_private_home_is_one_of_prefects(tmp_path, monkeypatch):
    code = (
        "import sys; from pathlib import Path; from littrack.config import load_workspace; from littrack_flows import home\n"
        "home.prepare(load_workspace(Path(sys.argv[1])), own_server=True)\n"
        "import os; from prefect.settings import get_current_settings as now; s = now()\n"
        "assert str(s.home) == os.environ['PREFECT_HOME']\n"
        "assert not s.server.analytics_enabled and not s.server.ui.enabled\n"
        "assert s.server.ephemeral.startup_timeout_seconds == 180 and s.server.database.timeout == 60\n"
        "assert s.server.services.db_vacuum.retention_period.days == 90\n"
        "assert 'flow_runs' in s.server.services.db_vacuum.enabled_vacuum_types\n"
        "assert s.runner.poll_frequency == 20 and s.server.services.scheduler.recent_deployments_loop_seconds == 30\n"
        "assert s.server.services.cancellation_cleanup.loop_seconds == 120\n"
        "assert s.server.services.cleanup_reconciler.loop_seconds == s.server.services.repossessor.loop_seconds == 300\n"
        "v = s.server.services; assert not (v.late_runs.enabled or v.pause_expirations.enabled or v.foreman.enabled)\n"
        "assert s.flows.heartbeat_frequency == 30 and s.server.logging_level == 'WARNING'\n"
        "assert s.server.api.auth_string.get_secret_value() == s.api.auth_string.get_secret_value()\n"
    )
    make_workspace(tmp_path)
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True)


def test_every_flow_file_is_short():
    for path in (ROOT / "flows").glob("*.py"):
        if path.name not in ("serve.py", "work.py", "automations.py", "home.py"):
            assert len(path.read_text().splitlines()) < 60, path


@pytest.mark.slow
def test_a_run_knows_what_was_done_since_it_was_due(tmp_path):
    """As Prefect runs it: without ``now``, with a deployment, and with a moment at which it was due."""
    workspace = make_workspace(tmp_path)
    with Store(workspace.database) as store:
        store.runs.end(store.runs.start("health", datetime(2026, 1, 10, 6, 30, tzinfo=UTC)), RunState.COMPLETE, 1.0)
        store.runs.end(store.runs.start("weekly", datetime(2026, 1, 12, 7, tzinfo=UTC)), RunState.COMPLETE, 1.0)
    code = (
        "import sys; from datetime import UTC, datetime; from littrack_flows import home; from pathlib import Path\n"
        "from littrack.config import load_workspace; root = sys.argv[1]; home.prepare(load_workspace(Path(root)))\n"
        "from littrack_flows.work import instead_of_daily, is_covered\n"
        "from prefect import runtime; moment = datetime.fromisoformat(sys.argv[2])\n"
        "runtime.flow_run.FIELDS['scheduled_start_time'] = lambda: moment\n"
        "print(is_covered('weekly', root, None), instead_of_daily(root, datetime(2026, 1, 13, tzinfo=UTC)),"
        " instead_of_daily(root, datetime(2026, 1, 20, tzinfo=UTC)))"
    )
    for moment, told in (
        ("2026-01-12T06:59:00+00:00", "True daily weekly"),
        ("2026-01-12T07:01:00+00:00", "False daily weekly"),
    ):
        env = os.environ | {"PREFECT__RUNTIME__DEPLOYMENT__ID": "6d67a46c-3418-4ff2-9b4f-313b84d60f8b"}
        command = [sys.executable, "-c", code, str(tmp_path), moment]
        done = subprocess.run(command, check=True, capture_output=True, text=True, env=env)
        assert done.stdout.strip() == told
