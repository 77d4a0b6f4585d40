"""The demo: real papers, a ranking better than chance, and a workspace that is thrown away."""

import pytest

from littrack.errors import UsageError
from littrack.pipeline.apply import apply, named
from littrack.pipeline.demo import NOW, bundled, demo, prepare
from littrack.sources.replay import ReplayServer
from littrack.store import Store
from littrack.workspace import read_references, read_taxonomy


def test_the_bundle_has_facts_only_and_nothing_that_the_older_list_has(tmp_path):
    with ReplayServer([], NOW) as server:
        workspace = prepare(tmp_path / "d", server)
    references = read_references(workspace.references_file)
    papers = [paper for paper, _ in bundled()]
    assert all(r.abstract is None and not r.context for r in references)
    assert all(p.abstract is None for p in papers)
    assert not {p.id for p in papers} & {r.arxiv_id for r in references}


def test_it_finds_papers_that_later_surveys_cite(tmp_path):
    lines = []
    report = demo(tmp_path / "d", lines.append)
    assert report.digest.is_file()
    assert len(report.ranked) == len(bundled())
    by_chance = report.wanted**2 / len(report.ranked)
    assert report.found(report.wanted) > 1.5 * by_chance
    again = demo(tmp_path / "d")
    assert again.ranked == report.ranked


def test_its_list_takes_an_accepted_paper_with_the_year_in_which_it_was_submitted(tmp_path):
    with ReplayServer([], NOW) as server:
        workspace = prepare(tmp_path / "d", server)
    paper = next(p for p, _ in bundled() if p.id.startswith("24"))
    with Store(workspace.database) as store:
        store.papers.add([paper], NOW)
        additions = named(store, [paper.id], ("foundations/architecture/mamba",))
    done = apply(workspace.root / "README.md", additions, read_taxonomy(workspace.taxonomy_file), NOW)
    (new,) = set(done.edit.data.decode().splitlines()) - set(done.before.decode().splitlines())
    assert new.startswith(f"- [{paper.title}](https://arxiv.org/abs/{paper.id}). ")
    assert new.endswith(", arXiv, 2024")


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(UsageError, match="not empty"):
        demo(tmp_path)
    assert (tmp_path / "mine.txt").read_text() == "mine"
