"""The query API against the replay: what comes, once, politely, and what happens when it does not."""

import gzip
import json
from datetime import UTC, date, datetime

import pytest

from arxiv_fakes import FakeClock, paper, workspace
from littrack.errors import SourceError
from littrack.pipeline.fetch import fetch
from littrack.records import Paper
from littrack.sources.replay import ReplayServer
from littrack.store import Store

NOW = datetime(2026, 2, 6, 6, tzinfo=UTC)


@pytest.fixture
def store(tmp_path):
    with Store(tmp_path / "db" / "littrack.db") as store:
        yield store


def test_a_week_of_real_papers_is_fetched_once(tmp_path, store, shared):
    with gzip.open(shared / "data" / "stream_comm_2025-10_2026-03.jsonl.gz", "rt") as lines:
        rows = [json.loads(line) for line in lines]
    papers = [
        Paper(
            r["id"],
            r["title"],
            abstract=r["abstract"],
            authors=tuple(r["authors"]),
            categories=tuple(r["categories"]),
            announced=date.fromisoformat(r["first_crawled"]),
        )
        for r in rows
    ]
    week = {p.id for p in papers if date(2026, 2, 2) <= p.announced <= date(2026, 2, 6)}
    with ReplayServer(papers, NOW) as server:
        home = workspace(tmp_path, server, categories=["cs.NI", "cs.IT", "eess.SP"], first_days=10)
        report = fetch(home, store, NOW)
        assert report.state == "complete"
        assert week <= set(store.papers.many(list(week)))
        again = fetch(home, store, NOW)
    assert (again.state, again.new) == ("quiet", 0)
    assert store.papers.count() == report.new


def test_the_record_is_what_was_announced(tmp_path, store):
    original = paper(1, date(2026, 2, 5))
    with ReplayServer([original], NOW) as server:
        fetch(workspace(tmp_path, server), store, NOW)
    kept = store.papers.get(original.id)
    assert (kept.title, kept.abstract, kept.authors, kept.categories, kept.announced) == (
        original.title,
        original.abstract,
        original.authors,
        original.categories,
        original.announced,
    )
    assert kept.version == 1
    assert kept.submitted == kept.versions[0].submitted


def test_out_of_reach_names_the_host_and_marks_nothing(tmp_path, store):
    with ReplayServer([], NOW) as server:
        home = workspace(tmp_path, server)
    clock = FakeClock()
    with pytest.raises(SourceError, match=r"127\.0\.0\.1:\d+ cannot be reached.*catches up") as caught:
        fetch(home, store, NOW, sleep=clock.sleep, clock=clock.time)
    assert caught.value.exit_code == 5
    assert store.ledger.windows("api", "cs.NI") == []
    assert 35 <= clock.time() <= 35 * 1.3


def test_ids_and_titles(tmp_path):
    from littrack.sources.api import Api
    from littrack.sources.limiter import Limiter
    from littrack.sources.transport import Manners, Transport

    papers = [paper(n, date(2026, 2, 5)) for n in range(1, 131)]
    with ReplayServer(papers, NOW) as server:
        api = Api(Transport(Limiter(tmp_path, 0), Manners()), server.api_url)
        found = api.by_ids([p.id for p in papers] + ["2602.99999"])
        assert {p.id for p in found} == {p.id for p in papers}
        assert [p.id for p in api.by_title('Paper 7: on "networks"')] == ["2602.00007"]
        assert api.by_title("???") == []
        assert api.total("cat:cs.NI") == 130


def test_the_command(tmp_path, capsys):
    import orjson

    from littrack.cli import cli

    with ReplayServer([paper(1, date(2026, 2, 5))], NOW) as server:
        (tmp_path / "littrack.toml").write_text(
            '[survey]\nslug = "demo"\ntitle = "Demo"\n[watch]\ncategories = ["cs.NI"]\ninterval = 0\n'
            f'api_url = "{server.api_url}"\nfeed_url = "{server.feed_url}"\noai_url = "{server.oai_url}"\n'
        )
        command = ["fetch", "--workspace", str(tmp_path), "--now", "2026-02-06T06:00Z"]
        cli.main([*command, "--json"], standalone_mode=False)
        out, err = capsys.readouterr()
        assert orjson.loads(out)["new"] == 1
        assert err == ""
        cli.main(command, standalone_mode=False)
        assert capsys.readouterr().out == "quiet: 1 papers received, 0 new, in 3 requests\n"
