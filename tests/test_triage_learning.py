"""Retraining when it is due, what the next digest says of it, and the drift of the field."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from click.testing import CliRunner

from littrack.cli import cli
from littrack.model.clusters import clusters
from littrack.pipeline import drift as pipeline
from littrack.pipeline import retrain
from littrack.pipeline.triage import decide
from littrack.records import Decision, Reason, Reference, Verdict
from littrack.store import Store
from littrack.triage import drift
from littrack.triage.drift import Addition
from triage_world import NOW, TAXONOMY, build, paper, prediction

TODAY = date(2026, 7, 1)
LATER = NOW + timedelta(days=40)


@pytest.fixture
def workspace(tmp_path):
    return build(tmp_path, [paper(n) for n in range(1, 31)])


@pytest.fixture
def store(workspace):
    with Store(workspace.database) as opened:
        yield opened


def decided(workspace, store, n, at):
    for i in range(1, n + 1):
        decide(workspace, store, at, Decision(f"2601.{i:05d}", Verdict.REJECT, at, "ada", "cli", reason=Reason.SCOPE))


def test_a_new_model_is_due_after_so_many_decisions_or_a_month(workspace, store):
    soon = NOW + timedelta(days=1)
    assert not retrain.due(workspace, store, LATER).due
    decided(workspace, store, 3, soon)
    assert retrain.due(workspace, store, soon) == retrain.Due(False, 3, "3 of 20 decisions since 2026-01-05")
    assert retrain.due(workspace, store, LATER).due
    decided(workspace, store, 20, soon)
    assert retrain.due(workspace, store, soon).due


def test_the_sentence_tells_what_was_learned_and_what_it_changed(workspace, store):
    assert retrain.learned(store, None) == ""
    store.models.add("m2", "1", {"dated": {"recall_at": {"10": 0.5}}}, NOW + timedelta(days=1))
    store.models.promote("m2")
    decided(workspace, store, 5, NOW + timedelta(days=2))
    store.models.add("m3", "2", {}, NOW + timedelta(days=3))
    assert "5 decisions tried, but the new model does not hold (it was not better" in retrain.learned(store, NOW)
    decided(workspace, store, 12, NOW + timedelta(days=4))
    # The figures are of both models on the same papers, so they are the new card's; the refused model's decisions count again.
    dated = {"champion_dated": {"recall_at": {"10": 0.91}}, "dated": {"recall_at": {"10": 0.944}}}
    store.models.add("m4", "3", dated, NOW + timedelta(days=5))
    assert "with them, recall at 10 went from 0.91 to 0.94" in retrain.learned(store, NOW)
    store.models.promote("m4")
    assert retrain.learned(store, NOW) == "12 decisions learned; recall at 10 went from 0.91 to 0.94."
    assert retrain.learned(store, NOW + timedelta(days=5)) == ""


def test_retraining_from_the_command_line_says_when_it_is_not_due(workspace):
    result = CliRunner().invoke(cli, ["retrain", "--workspace", str(workspace.root), "--now", "2026-01-06T00:00Z"])
    assert "Not due: 0 of 20 decisions" in result.output


def test_a_section_that_grows_fast_is_told_and_a_steady_one_is_not():
    recent = [Addition(TODAY - timedelta(days=n), "phy/csi") for n in range(8)]
    steady = [Addition(TODAY - timedelta(days=12 * n), "semantic") for n in range(38)]
    found = drift.growing([*recent, *steady], TAXONOMY, TODAY)
    assert [(f.kind, f.subject) for f in found] == [("grows", "Physical Layer")]


def test_nothing_grows_where_the_year_before_is_not_known():
    recent = [Addition(TODAY - timedelta(days=n), "phy/csi") for n in range(20)]
    assert drift.growing(recent, TAXONOMY, TODAY) == []


def test_references_are_dated_by_their_arxiv_id_where_nothing_else_is_known(store):
    old = [Reference(f"{n}", "x", arxiv_id=f"2503.{n:05}", sections=("semantic",)) for n in range(6)]
    store.references.replace_all(old)
    for now, told in ((NOW.replace(year=2025, month=8), []), (NOW, [("quiet", "Semantic Communication")])):
        assert [(f.kind, f.subject) for f in pipeline.findings(store, TAXONOMY, now)] == told


def test_a_group_fits_nowhere_where_its_papers_together_make_that_likely():
    assert drift.fits_nowhere([0.1] * 5)
    assert not drift.fits_nowhere([0.1] * 3)
    assert not drift.fits_nowhere([0.1] * 5 + [0.0] * 2)
    assert not drift.fits_nowhere([0.9, 0.02, 0.02])
    assert not drift.fits_nowhere([0.05] * 30)


def test_a_section_gone_quiet_is_told_unless_something_was_proposed_for_it():
    old = [Addition(TODAY - timedelta(days=200 + n), "semantic") for n in range(6)]
    assert [f.subject for f in drift.quiet(old, [], TAXONOMY, TODAY)] == ["Semantic Communication"]
    assert drift.quiet(old, [Addition(TODAY, "semantic")], TAXONOMY, TODAY) == []


def test_falling_acceptance_is_told():
    def said(n, verdict, days):
        at = NOW.replace(year=2026, month=7, day=1) - timedelta(days=days)
        return [Decision(str(i), verdict, at, "a", "b", reason=Reason.SCOPE) for i in range(n)]

    before = said(18, Verdict.ACCEPT, 100) + said(6, Verdict.REJECT, 100)
    assert drift.acceptance([*before, *said(6, Verdict.ACCEPT, 5), *said(2, Verdict.REJECT, 5)], TODAY) == []
    found = drift.acceptance([*before, *said(3, Verdict.ACCEPT, 5), *said(17, Verdict.REJECT, 5)], TODAY)
    assert "15% of 20 accepted" in found[0].text
    assert "scope" in found[0].text


def test_texts_that_fit_nowhere_are_grouped_with_their_own_words():
    quantum = [f"Quantum key distribution over satellite channel {n} with entangled photons" for n in "abc"]
    robots = [f"Robot swarm grasping policy {n} learned from tactile sensing" for n in "abcd"]
    found = clusters([*quantum, *robots, "Something else", ""])
    assert [members for _, members in found] == [(3, 4, 5, 6), (0, 1, 2)]
    assert found[0][0][0] == "tactile sensing"  # a phrase makes a better heading than a word of it
    assert clusters(["", "", ""]) == clusters(["a b"]) == []


def test_the_page_and_the_monthly_note_tell_of_candidates_that_fit_no_section(workspace, store):
    papers = [
        replace(paper(n), title=f"Tactile robot grasping {n}", abstract="A robot swarm with tactile hands.") for n in (1, 2, 3)
    ]
    store.papers.add([replace(p, version=2) for p in papers], NOW)
    store.predictions.add([replace(prediction(p, 0.9), unplaced=0.8) for p in papers], NOW)
    store.references.replace_all([Reference("title:x", "x", sections=("phy",), added=NOW.date())])
    note = pipeline.monthly(workspace, store, NOW)
    assert note.path.name == "2026-01.md"
    assert "Candidates that fit no section" in note.path.read_text()
    result = CliRunner().invoke(cli, ["drift", "--workspace", str(workspace.root), "--now", NOW.isoformat()])
    assert "3 candidates fit no section" in result.output


def test_the_monthly_note_begins_with_what_was_accepted_in_the_month_before(workspace, store):
    december = NOW - timedelta(days=20)
    for n, verdict in ((1, Verdict.ACCEPT), (2, Verdict.REJECT), (3, Verdict.ACCEPT)):
        decide(workspace, store, december if n < 3 else NOW, Decision(f"2601.0000{n}", verdict, december, "ada", "page"))
    text = pipeline.monthly(workspace, store, NOW).path.read_text()
    assert "## Accepted in December 2025\n\n1 of the 2 candidates decided on.\n\n- Large language models for channel" in text
    assert "part 1 (https://arxiv.org/abs/2601.00001): CSI Feedback" in text
    assert "part 3" not in text


def test_before_each_run_the_survey_s_list_is_read_again(workspace, store):
    said = []
    retrain.learn(workspace, store, NOW, said.append)  # README.md is not there
    assert "references of the last import stay" in said[0]
    entry = "- Ada Author, [Large language models for channel feedback, part 1](https://arxiv.org/abs/2601.00001), 2026.\n"
    (workspace.root / "README.md").write_text(f"# Demo\n\n## Physical Layer\n\n{entry}")
    retrain.learn(workspace, store, NOW)
    assert store.candidates.get("2601.00001").state.value == "merged"
