"""``littrack decide`` and the log behind it."""

import json
import threading

import pytest
from click.testing import CliRunner

from littrack.cli import cli
from littrack.errors import ConflictError
from littrack.pipeline.triage import decide
from littrack.records import CandidateState, Decision, Reason, Verdict
from littrack.store import Store
from triage_world import NOW, build

ID = "2601.00001"


@pytest.fixture
def workspace(tmp_path):
    return build(tmp_path)


@pytest.fixture
def store(workspace):
    with Store(workspace.database) as opened:
        yield opened


def said(verdict, who="ada", **more):
    return Decision(more.pop("paper_id", ID), verdict, NOW, who, "test", **more)


def run(workspace, *args):
    return CliRunner().invoke(cli, ["decide", *args, "--workspace", str(workspace.root), "--who", "ada"])


def test_accept_then_undo_from_the_command_line(workspace, store):
    assert "accepted into phy/csi, decision 1" in run(workspace, ID, "accept").output
    assert store.candidates.get(ID).sections == ("phy/csi",)
    again = run(workspace, ID + "v2", "accept", "--json")
    assert json.loads(again.output)["repeated"] is True
    assert "suggested, decision 2" in run(workspace, ID, "undo").output
    assert [d.verdict for d in store.decisions.of(ID)] == [Verdict.ACCEPT, Verdict.UNDO]


def test_the_command_line_refuses_with_one_line(workspace):
    for args, message in [
        (("nonsense", "accept"), "no arXiv id"),
        (("2601.99999", "accept"), "not in the store"),
        ((ID, "accept", "--section", "nowhere"), "no section"),
        ((ID, "undo"), "to undo"),
    ]:
        result = run(workspace, *args)
        assert message in str(result.exception)
    assert "no day" in run(workspace, ID, "postpone", "--until", "soon").output


def test_a_decision_on_an_old_view_is_refused_and_writes_nothing(workspace, store):
    decide(workspace, store, NOW, said(Verdict.ACCEPT, "ada"), seen=0)
    with pytest.raises(ConflictError):
        decide(workspace, store, NOW, said(Verdict.REJECT, "bob", reason=Reason.SCOPE), seen=0)
    assert len(store.decisions.all()) == 1
    assert store.candidates.get(ID).state is CandidateState.ACCEPTED


def test_a_retry_of_the_same_decision_is_in_the_log_once(workspace, store):
    first = decide(workspace, store, NOW, said(Verdict.ACCEPT), seen=0)
    again = decide(workspace, store, NOW, said(Verdict.ACCEPT), seen=0)
    assert (again.decision.number, again.repeated) == (first.decision.number, True)


def test_a_paper_that_no_digest_proposed_may_be_accepted(workspace, store):
    from triage_world import paper

    store.papers.add([paper(77)], NOW)
    done = decide(workspace, store, NOW, said(Verdict.ACCEPT, paper_id="2601.00077", sections=("phy",)))
    assert done.candidate.issue == 0
    assert store.candidates.get("2601.00077").state is CandidateState.ACCEPTED


def test_many_threads_on_the_same_candidate_make_one_decision(workspace):
    outcomes = []

    def work(who):
        with Store(workspace.database) as own:
            try:
                outcomes.append(decide(workspace, own, NOW, said(Verdict.REJECT, who, reason=Reason.SCOPE), seen=0))
            except ConflictError as error:
                outcomes.append(error)

    threads = [threading.Thread(target=work, args=(f"m{n}",)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(isinstance(o, ConflictError) for o in outcomes) == 7
    with Store(workspace.database) as own:
        assert len(own.decisions.all()) == 1
