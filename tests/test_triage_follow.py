"""A maintainer who edits the list by hand: what was done there is learned, and nothing is proposed twice."""

from dataclasses import replace

import pytest

from littrack.errors import UsageError
from littrack.pipeline.follow import Followed, follow
from littrack.pipeline.triage import decide
from littrack.records import CandidateState, Decision, Reference, Verdict
from littrack.store import Store
from triage_world import NOW, build, paper, prediction

ONE = "2601.00001"


@pytest.fixture
def workspace(tmp_path):
    return build(tmp_path)


@pytest.fixture
def store(workspace):
    with Store(workspace.database) as opened:
        yield opened


def on_list(store, *entries):
    store.references.replace_all(
        [Reference(f"arxiv:{i}" if i else f"title:{t}", t, arxiv_id=i, sections=s) for i, t, s in entries]
    )
    return follow(store, NOW)


def accept(workspace, store, paper_id=ONE, *sections):
    decide(workspace, store, NOW, Decision(paper_id, Verdict.ACCEPT, NOW, "ada", "cli", sections or ("phy",)))


def test_an_accepted_paper_found_on_the_list_is_merged_without_another_decision(workspace, store):
    accept(workspace, store)
    assert on_list(store, (ONE, "x", ("phy",))) == Followed(merged=(ONE,))
    assert store.candidates.get(ONE).state is CandidateState.MERGED
    assert len(store.decisions.all()) == 1
    assert follow(store, NOW) == Followed()
    with pytest.raises(UsageError, match="on the list already"):
        decide(workspace, store, NOW, Decision(ONE, Verdict.REJECT, NOW, "ada", "cli"))


def test_a_paper_added_by_hand_counts_as_accepted(store):
    assert on_list(store, (ONE, "x", ("semantic",))).added == (ONE,)
    entry = store.decisions.of(ONE)[0]
    assert (entry.verdict, entry.sections, entry.who) == (Verdict.ACCEPT, ("semantic",), "list")
    assert store.candidates.get(ONE).state is CandidateState.MERGED


def test_an_entry_without_an_id_is_found_by_its_title(store):
    title = "  large Language Models for channel-feedback: part 3"
    assert on_list(store, (None, title, ("phy",))).added == ("2601.00003",)


def test_a_rejected_paper_that_was_added_by_hand_is_a_change_of_mind(workspace, store):
    decide(workspace, store, NOW, Decision(ONE, Verdict.REJECT, NOW, "ada", "cli"))
    assert on_list(store, (ONE, "x", ("phy",))).added == (ONE,)


def test_a_move_to_another_section_is_a_correction_once(workspace, store):
    accept(workspace, store)
    assert on_list(store, (ONE, "x", ("semantic",))).moved == (ONE,)
    assert on_list(store, (ONE, "x", ("semantic", "agents"))).moved == (ONE,)
    assert follow(store, NOW) == Followed()
    assert store.candidates.get(ONE).sections == ("semantic", "agents")


def test_what_is_taken_off_the_list_is_rejected_and_may_be_undone(workspace, store):
    accept(workspace, store)
    on_list(store, (ONE, "x", ("phy",)))
    assert on_list(store).removed == (ONE,)
    assert store.candidates.get(ONE).state is CandidateState.REJECTED
    assert follow(store, NOW) == Followed()
    done = decide(workspace, store, NOW, Decision(ONE, Verdict.UNDO, NOW, "ada", "cli"))
    assert done.candidate.state is CandidateState.ACCEPTED


def test_what_stands_on_the_list_is_never_proposed(store):
    papers = [paper(51), paper(52, title="Only its title is on the list"), paper(53)]
    store.papers.add(papers, NOW)
    store.predictions.add([prediction(p, 0.9) for p in papers], NOW)
    on_list(store, ("2601.00051", "x", ()), (None, "only its TITLE is on the list.", ()))
    assert [p.paper_id for p in store.predictions.pending("m1", 0.5, 10)] == ["2601.00053"]
    assert store.predictions.count_pending("m1", 0.5) == 1


def test_a_withdrawn_paper_taken_off_the_list_stays_decided(store):
    store.papers.add([replace(paper(1), version=2, withdrawn=True)], NOW)
    assert on_list(store, (ONE, "x", ("phy",))).added == (ONE,)
    assert on_list(store).removed == (ONE,)


def test_the_page_shows_the_entry_and_the_pending_change_as_they_will_stand_in_the_list(workspace, store):
    from starlette.testclient import TestClient

    from littrack.pipeline.serve import application

    client = TestClient(application(workspace, lambda: NOW, "127.0.0.1", "ada"), "http://127.0.0.1")
    assert "cannot be read" in client.get(f"/paper/{ONE}?entry=1").text
    entries = "".join(
        f"- B. Writer{n}, [Feedback study number {n}](https://arxiv.org/abs/2401.0000{n}), 2024.\n" for n in range(1, 5)
    )
    readme = workspace.root / "README.md"
    readme.write_text(f"# Demo\n\n## Physical Layer\n\n### CSI Feedback\n\n{entries}\n## Semantic Communication\n\n{entries}")
    shown = client.get(f"/paper/{ONE}?entry=1").text
    assert "README.md, line" in shown
    assert "https://arxiv.org/abs/2601.00001)" in shown
    assert "Every accepted paper is on the list" in client.get("/list").text
    accept(workspace, store, ONE, "phy/csi")
    assert '<span class="add">+' in client.get("/list").text
