"""A real schedule fires: `littrack schedule` in a process of its own, against a replay of arXiv."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import date

import pytest

import mail_fakes
from littrack.pipeline.doctor import examine
from littrack.records import RunState
from littrack.sources.replay import ReplayServer
from littrack.store import Store
from ops_world import NOW, make_workspace, papers

PATIENCE = 900


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
            process.wait(PATIENCE)
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


def told_of_schedule(workspace):
    return next(c.found for c in examine(workspace.root, NOW) if c.name == "schedule")


MAIL = """
[mail]
host = "127.0.0.1"
port = {port}
username = "littrack"
ca_file = "cert.pem"
sender = "survey@example.org"
to = [{{ email = "one@example.org" }}, {{ email = "two@example.org", name = "Two" }}]
"""


@pytest.fixture
def post(tmp_path):
    """A mail server with STARTTLS and AUTH; both are required."""
    box = mail_fakes.Postbox()
    (tmp_path / "w").mkdir()
    server = mail_fakes.serve(box, certificate=mail_fakes.make_certificate(tmp_path / "w" / "cert.pem"), require_auth=True)
    yield box, server.port
    server.stop()


@pytest.mark.slow
@pytest.mark.timeout(3 * PATIENCE)
def test_a_real_schedule_fires_and_a_second_firing_changes_nothing(tmp_path, post):
    box, port = post
    with ReplayServer(papers(date(2026, 1, 1), 14), NOW) as arxiv:
        urls = f'api_url = "{arxiv.api_url}"\nfeed_url = "{arxiv.feed_url}"\noai_url = "{arxiv.oai_url}"\n'
        workspace = make_workspace(tmp_path / "w", urls + MAIL.format(port=port))
        Store(workspace.database).close()

        def runs():
            with Store(workspace.database) as store:
                return [r for r in store.runs.last() if r.kind == "weekly" and r.state is not RunState.RUNNING]

        options = ("--trial", "10", "--now", NOW.isoformat())
        with scheduling(workspace, *options, env={"LITTRACK_SMTP_PASSWORD": mail_fakes.WORD}) as process:
            wait_for(lambda: len(runs()) >= 1, process, workspace)
            page = (workspace.reports / "2026-W03" / "index.html").read_bytes()
            wait_for(lambda: len(runs()) >= 2, process, workspace)
            wait_for(lambda: "schedules go" in told_of_schedule(workspace), process, workspace)
        assert process.returncode == 0
        first, second = list(reversed(runs()))[:2]
    assert (first.state, "2 sent" in first.note, "0 sent" in second.note) == (RunState.COMPLETE, True, True)
    assert (workspace.reports / "2026-W03" / "index.html").read_bytes() == page
    assert "gone" in told_of_schedule(workspace)

    letters = box.messages()
    assert sorted(who for who, _ in letters) == ["one@example.org", "two@example.org"]
    for who, letter in letters:
        assert who in letter["To"]
        assert letter.get_content_type() == "multipart/alternative"
        plain, html = letter.iter_parts()
        assert (plain.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
        for title in ("Beam prediction with large language models, again", "Llm for channel prediction, again"):
            assert title in plain.get_content().replace("\n", " ")
            assert title in html.get_content()
        assert not letter.defects
    assert len({letter["Message-ID"] for _, letter in letters}) == 2
