"""``status`` says what is there and what is missing."""

import json
from datetime import date

from click.testing import CliRunner

from littrack.cli import cli
from littrack.records import DayState, LedgerEntry, Paper
from littrack.store import Store
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
