"""``status`` says what is there and what is missing."""

import json
from datetime import date

from click.testing import CliRunner

from littrack.cli import cli
from littrack.pipeline import send
from littrack.pipeline.status import status
from littrack.records import DayState, LedgerEntry, Paper, RunState
from littrack.store import Store
from littrack.store.outbox import Message
from ops_world import NOW, make_workspace


def test_status_of_a_workspace_with_a_gap(tmp_path):
    workspace = make_workspace(tmp_path)
    with Store(workspace.database) as store:
        store.papers.add([Paper("2601.00001", "A title")], NOW)
        days = [
            LedgerEntry("feed", "cs.NI", date(2026, 1, 8), DayState.COMPLETE, 10, 10, 9, at=NOW),
            LedgerEntry("feed", "cs.NI", date(2026, 1, 9), DayState.FAILED, None, 0, 0, "503", at=NOW),
            LedgerEntry("feed", "cs.LG", date(2026, 1, 9), DayState.COMPLETE, 5, 5, 5, at=NOW),
        ]
        store.ledger.record(days)
    run = CliRunner().invoke
    args = ["status", "--workspace", str(tmp_path), "--now", NOW.isoformat()]
    found = json.loads(run(cli, [*args, "--json"]).output)
    assert found["papers"] == 1
    assert [(d["day"], d["state"]) for d in found["calendar"]] == [("2026-01-08", "complete"), ("2026-01-09", "failed")]
    assert any("no model" in sentence for sentence in found["missing"])
    text = run(cli, args).output
    line = next(line for line in text.splitlines() if line.startswith("Fri 01-09"))
    assert "5 ●" in line
    assert "✗" in line
    assert line.endswith("503")
    assert "arXiv's day 2026-01-09 is failed (503)" in text


def test_status_names_what_doctor_sees_at_a_glance(tmp_path, monkeypatch):
    monkeypatch.setenv("LITTRACK_SMTP_PASSWORD", "wrong")
    workspace = make_workspace(tmp_path, '[mail]\nhost = "127.0.0.1"\nport = 9\nsender = "a@example.org"\n')
    folder = workspace.database.parent / "prefect"
    folder.mkdir(parents=True)
    (folder / "schedule.json").write_text('{"url": "http://127.0.0.1:9/api", "auth": "a:b", "started": "2026-01-01"}')
    with Store(workspace.database) as store:
        store.runs.end(store.runs.start("weekly", NOW), RunState.FAILED, 1.0, "no space left on device")
        store.outbox.put([Message("issue.1", "mail", "b@example.org", "<1@x>", "Issue 1", b"...")], NOW)
        sent = send.send(workspace, store, NOW)
        assert (sent.waiting, len(sent.failed)) == (1, 1)
        found = " | ".join(status(workspace, store, NOW).missing)
    assert "Model: there is no model; run `littrack train`." in found
    assert "Schedule: the scheduler is gone" in found
    assert "Jobs: the weekly job of 2026-01-12 07:00 UTC failed (no space left on device); the next daily job" in found
    assert "Letters: 1 waiting since 2026-01-12 07:00 UTC (127.0.0.1:9 cannot be used (Connection refused)" in found
