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
