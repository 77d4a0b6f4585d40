"""Enrichment against a replayed arXiv: in batches, going on where it stopped, and never by a guess."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from arxiv_fakes import FakeClock, paper
from littrack.config import load_workspace
from littrack.errors import SourceError
from littrack.lists import read
from littrack.pipeline import enrich as enriching
from littrack.pipeline import setup
from littrack.sources.api import Api
from littrack.sources.limiter import Limiter
from littrack.sources.replay import ReplayServer
from littrack.sources.transport import Manners, Transport
from littrack.store import Store
from littrack.workspace import read_references

NOW = datetime(2026, 3, 1, tzinfo=UTC)
DAY = date(2026, 2, 5)


class Counted:
    """The query API with what it was asked; it can break down before a batch."""

    def __init__(self, api, breaks_at=None):
        self.api, self.breaks_at = api, breaks_at
        self.batches, self.titles = [], []

    def by_ids(self, ids):
        if len(self.batches) == self.breaks_at:
            raise SourceError("arXiv is out of reach", "run it again")
        self.batches.append(len(ids))
        return self.api.by_ids(ids)

    def by_title(self, title, most=5):
        self.titles.append(title)
        return self.api.by_title(title, most)


@pytest.fixture
def world(tmp_path):
    """A list of 132 papers, the workspace made from it, and an arXiv that knows them."""
    papers = [replace(paper(n, DAY), title=f"Study {n} of networks and their links") for n in range(1, 131)]
    named = replace(paper(900, DAY), title="A title that is found by its words alone", authors=("Ada Lovelace",))
    other = replace(paper(901, DAY), title="Common title", authors=("Somebody Else",))
    lines = [f"- [{p.title}](https://arxiv.org/abs/{p.id})" for p in papers[:-1]]
    lines.append(f"- [Whales and how they sing](https://arxiv.org/abs/{papers[-1].id})")
    lines.append("- A. Lovelace, “A title that is found by its words alone,” IEEE Network, 2026.")
    lines.append("- B. Known, “Common title,” IEEE Network, 2026.")
    (tmp_path / "LIST.md").write_text("## A\n" + "\n".join(lines) + "\n", encoding="utf-8")
    setup.init(tmp_path, [read((tmp_path / "LIST.md").read_bytes(), str(tmp_path / "LIST.md"))], NOW)
    clock = FakeClock()
    with ReplayServer([*papers, named, other], NOW) as server, Store(tmp_path / "db" / "littrack.db") as store:
        limiter = Limiter(tmp_path / "db", 0, clock=clock.time, sleep=clock.sleep)
        yield load_workspace(tmp_path), store, Api(Transport(limiter, Manners(jitter=lambda: 1.0)), server.api_url)


def test_references_are_looked_up_in_batches_and_never_twice(world):
    workspace, store, api = world
    source = Counted(api)
    report = enriching.enrich(workspace, store, source, NOW)
    assert source.batches == [100, 30]
    assert len(source.titles) == 2
    assert (report.references, report.enriched, report.asked, report.not_found) == (132, 130, 132, 1)
    again = Counted(api)
    assert enriching.enrich(workspace, store, again, NOW).enriched == 130
    assert (again.batches, again.titles) == ([], [])


def test_a_stopped_run_goes_on_where_it_was(world):
    workspace, store, api = world
    with pytest.raises(SourceError):
        enriching.enrich(workspace, store, Counted(api, breaks_at=1), NOW)
    source = Counted(api)
    assert enriching.enrich(workspace, store, source, NOW).enriched == 130
    assert source.batches == [30]


def test_a_title_is_confirmed_and_a_wrong_id_is_told(world):
    workspace, store, api = world
    report = enriching.enrich(workspace, store, Counted(api), NOW)
    told = "LIST.md:131: “Whales and how they sing” is listed with arXiv:2602.00130, which is “Study 130 of"
    assert [str(p) for p in report.problems] == [f"{told} networks and their links”"]
    known = {r.title: r for r in read_references(workspace.references_file)}
    assert known["A title that is found by its words alone"].arxiv_id == "2602.00900"
    assert known["Common title"].arxiv_id is None
    assert known["Whales and how they sing"].abstract is None
    first = known["Study 1 of networks and their links"]
    assert (first.abstract, first.categories) == ("We show 1 < 2.", ("cs.NI",))
    assert setup.propose_categories(known.values()) == ("cs.NI",)
