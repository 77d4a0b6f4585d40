"""``doctor`` names the cause and the remedy of what is really broken here."""

import json
import shutil
import threading
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from aiosmtpd.smtp import AuthResult
from click.testing import CliRunner

import mail_fakes
from littrack.cli import cli
from littrack.pipeline import reach
from littrack.pipeline.doctor import examine
from littrack.records import DayState, LedgerEntry, Paper
from littrack.store import Store
from ops_world import NOW, make_workspace

MAIL = """
[mail]
host = "127.0.0.1"
port = {port}
security = "none"
username = "a"
sender = "a@example.org"
"""

NOWHERE = "".join(f'{name}_url = "http://127.0.0.1:9/q"\n' for name in ("api", "feed", "oai"))


def look(workspace, now=NOW, **kw):
    return {c.name: c for c in examine(workspace.root, now, **kw)}


def test_wrong_settings_are_the_only_thing_told(tmp_path):
    make_workspace(tmp_path)
    with (tmp_path / "littrack.toml").open("a") as file:
        file.write("[digest]\ncup = 3\n")
    found = look(type("W", (), {"root": tmp_path}))
    assert list(found) == ["settings"]
    assert "did you mean `cap`" in found["settings"].remedy


def test_a_fresh_workspace_lacks_a_model(tmp_path):
    workspace = make_workspace(tmp_path)
    found = look(workspace, online=False)
    assert (found["model"].health, found["model"].remedy) == ("wrong", "run `littrack train`")
    assert {found[n].health for n in ("settings", "watch", "lists", "disk", "database", "clock", "ledger")} == {"ok"}
    run = CliRunner().invoke(cli, ["doctor", "--offline", "--workspace", str(tmp_path)])
    assert run.exit_code == 1
    assert "-> run `littrack train`" in run.output


def test_a_clock_behind_the_work_done_is_told(tmp_path):
    workspace = make_workspace(tmp_path)
    with Store(workspace.database) as store:
        store.papers.add([Paper("2601.00001", "A title")], NOW)
    assert look(workspace, NOW - timedelta(days=2), online=False)["clock"].health == "wrong"
    assert look(workspace, NOW, online=False)["clock"].health == "ok"


def test_a_full_disk_is_told(tmp_path, monkeypatch):
    workspace = make_workspace(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: type("U", (), {"free": 5_000_000}))
    assert "only 5 MB are free" in look(workspace, online=False)["disk"].found


def test_arxiv_out_of_reach_since(tmp_path):
    workspace = make_workspace(tmp_path, NOWHERE)
    with Store(workspace.database) as store:
        for day, state in ((7, DayState.COMPLETE), (8, DayState.FAILED), (9, DayState.FAILED)):
            store.ledger.record([LedgerEntry("api", "cs.NI", date(2026, 1, day), state, note="503", at=NOW)])
    found = look(workspace)
    assert found["ledger"].found == "out of reach or stale since 2026-01-08 (503)"
    assert (found["arXiv"].health, "refused" in found["arXiv"].found) == ("wrong", True)


def test_a_damaged_database_is_told(tmp_path):
    workspace = make_workspace(tmp_path)
    Store(workspace.database).close()
    data = bytearray(workspace.database.read_bytes())
    data[5000:30000] = b"\x00" * 25000
    workspace.database.write_bytes(data)
    assert look(workspace, online=False)["database"].health == "wrong"


class _Refusing:
    """Lets only the password ``right`` in."""

    def __call__(self, server, session, envelope, mechanism, data):
        return AuthResult(success=data.password == b"right", handled=False)


@pytest.fixture
def smtp():
    controller = mail_fakes.serve(object(), require_auth=True, authenticator=_Refusing())
    yield controller.port
    controller.stop()


def test_the_mail_server_and_the_password(tmp_path, monkeypatch, smtp):
    workspace = make_workspace(tmp_path, NOWHERE + MAIL.format(port=smtp))
    monkeypatch.delenv("LITTRACK_SMTP_PASSWORD", raising=False)
    assert "LITTRACK_SMTP_PASSWORD is not set" in look(workspace)["mail"].found
    monkeypatch.setenv("LITTRACK_SMTP_PASSWORD", "wrong")
    assert "refuses a's password (535)" in look(workspace)["mail"].found
    assert "wrong" not in look(workspace)["mail"].found + look(workspace)["mail"].remedy
    monkeypatch.setenv("LITTRACK_SMTP_PASSWORD", "right")
    assert look(workspace)["mail"].health == "ok"


def test_a_mail_server_that_is_not_there(tmp_path, monkeypatch):
    workspace = make_workspace(tmp_path, NOWHERE + MAIL.format(port=9))
    monkeypatch.setenv("LITTRACK_SMTP_PASSWORD", "x")
    found = look(workspace)["mail"]
    assert "127.0.0.1:9 cannot be used" in found.found
    assert "refused" in found.found.lower()


def test_a_scheduler_that_is_gone(tmp_path):
    workspace = make_workspace(tmp_path, NOWHERE)
    assert look(workspace)["schedule"].health == "skipped"
    folder = workspace.database.parent / "prefect"
    folder.mkdir(parents=True)
    (folder / "schedule.json").write_text('{"url": "http://127.0.0.1:9/api", "auth": "a:b", "started": "2026-01-01"}')
    found = look(workspace)["schedule"]
    assert "the scheduler is gone" in found.found
    assert "littrack schedule" in found.remedy


@pytest.mark.parametrize(("paused", "active", "health"), [(False, True, "ok"), (True, True, "wrong"), (False, False, "wrong")])
def test_a_paused_schedule_is_told(tmp_path, paused, active, health):
    asked = []

    class Server(BaseHTTPRequestHandler):
        def do_POST(self):
            asked.append((self.path, self.headers["Authorization"]))
            found = [{"name": "littrack-weekly", "paused": paused, "schedules": [{"active": active}]}]
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(found).encode())

        def log_message(self, *args):
            pass

    workspace = make_workspace(tmp_path)
    folder = workspace.database.parent / "prefect"
    folder.mkdir(parents=True)
    with HTTPServer(("127.0.0.1", 0), Server) as server:
        url = f"http://127.0.0.1:{server.server_port}/api"
        (folder / "schedule.json").write_text(json.dumps({"url": url, "auth": "littrack:b", "started": "2026-01-01"}))
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        try:
            found = reach.schedule(workspace, NOW)
        except reach.ScheduleError as error:
            found = str(error)
        thread.join()
    assert asked == [("/api/deployments/filter", "Basic bGl0dHJhY2s6Yg==")]
    assert ("paused: littrack-weekly" in found) == (health == "wrong")


@pytest.mark.parametrize(("hour", "day"), [("02:30", "2026-03-29"), ("07:00", None)])
def test_an_hour_that_a_change_of_clocks_takes_away(tmp_path, hour, day):
    workspace = make_workspace(tmp_path, f'[digest]\ntimezone = "Europe/Berlin"\nat = "{hour}"\n')
    found = look(workspace, online=False).get("hours")
    assert (found.found if found else None) == (f"{hour} does not come exactly once on {day}" if day else None)
