"""What arXiv owes is asked for every hour, that alone, and once it is there nothing is."""

from datetime import UTC, date, datetime, timedelta

import pytest
from click.testing import CliRunner

from arxiv_fakes import Arxiv, weeks
from littrack.cli import cli
from littrack.errors import SourceError
from littrack.pipeline import catchup, jobs
from littrack.sources.replay import ReplayServer
from littrack.sources.replay.faults import Script
from ops_world import make_workspace

MON, TUE = date(2026, 2, 2), date(2026, 2, 3)
ALL = {(source, category) for source in ("api", "oai") for category in ("cs.NI", "cs.IT")}


@pytest.fixture
def script():
    return Script()


@pytest.fixture
def arxiv(tmp_path, script):
    with Arxiv(tmp_path, weeks(), fault=script) as arxiv:
        arxiv.fetch(MON)
        yield arxiv


def later(arxiv, hours=1):
    arxiv.clock.seconds += hours * 3600
    return arxiv.server.now()


def again(arxiv, now):
    before = len(arxiv.server.requests)
    quick = catchup.Manners(jitter=lambda: 1.0, tries=1)
    found = catchup.fetch_owed(
        arxiv.workspace, arxiv.store, now, sleep=arxiv.clock.sleep, clock=arxiv.clock.time, manners=quick
    )
    return found, [r.source for r in arxiv.server.requests[before:]]


def test_a_day_that_is_had_costs_no_request(arxiv):
    now = later(arxiv)
    assert catchup.owed(arxiv.workspace, arxiv.store, now) == frozenset()
    assert not catchup.is_due(arxiv.workspace, now)
    assert again(arxiv, now) == (None, [])
    due_again = later(arxiv, 23)  # 05:30 of the next day has passed
    assert catchup.owed(arxiv.workspace, arxiv.store, due_again) == ALL


def test_only_what_failed_is_asked_for(arxiv, script):
    script.on("oai", "F05", times=99, where=lambda r: r.asked.get("set") == "math:math:IT" or "IT" in r.asked.get("set", ""))
    assert arxiv.fetch(TUE).state == "degraded"
    assert catchup.owed(arxiv.workspace, arxiv.store, later(arxiv)) == {("oai", "cs.IT")}
    script._orders.clear()
    found, asked = again(arxiv, later(arxiv))
    assert found.state in ("complete", "quiet")
    assert set(asked) == {"feed", "oai"}
    assert all("IT" in r.path or "IT" in r.asked.get("set", "") for r in arxiv.server.requests[-len(asked) :])
    assert again(arxiv, later(arxiv)) == (None, [])


def test_an_outage_of_hours_ends_with_the_first_hour_in_which_arxiv_answers(arxiv, script):
    script.on("*", "F05", times=10**6)
    with pytest.raises(SourceError):
        arxiv.fetch(TUE)
    for _ in range(3):
        with pytest.raises(SourceError):
            again(arxiv, later(arxiv))
    assert catchup.owed(arxiv.workspace, arxiv.store, later(arxiv)) == ALL
    script._orders.clear()
    found, _ = again(arxiv, later(arxiv))
    assert found.new > 0
    assert arxiv.state(TUE) in ("complete", "caught-up")
    assert again(arxiv, later(arxiv)) == (None, [])


def test_nothing_is_done_beside_another_job(arxiv):
    now = later(arxiv, 24)
    assert catchup.is_due(arxiv.workspace, now)
    with jobs.hold(arxiv.workspace.database):
        assert not catchup.is_due(arxiv.workspace, now)


def test_a_new_workspace_owes_everything(tmp_path):
    with Arxiv(tmp_path, weeks()) as arxiv:
        arxiv.clock.seconds = (arxiv.server.now() + timedelta(days=1)).timestamp()
        assert catchup.owed(arxiv.workspace, arxiv.store, arxiv.server.now()) == ALL


def test_the_command_ends_at_once_where_nothing_is_owed(tmp_path):
    now = datetime(2026, 2, 2, 6, tzinfo=UTC)
    with ReplayServer([], now) as server:
        urls = f'api_url = "{server.api_url}"\nfeed_url = "{server.feed_url}"\noai_url = "{server.oai_url}"\n'
        root = make_workspace(tmp_path / "w", urls).root

        def owed(*options):
            command = ["fetch", "--owed", "--workspace", str(root), "--now", now.isoformat(), *options]
            return CliRunner().invoke(cli, command)

        assert "0 papers received, 0 new, in 0 requests" not in owed().output
        assert "0 papers received, 0 new, in 0 requests" in owed().output
        assert owed("--since", "2026-01-01").exit_code == 2
