"""The rules of decisions: what the log says, what may be decided, what counts as the same."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from littrack.errors import UsageError
from littrack.records import Candidate, CandidateState, Decision, Reason, Verdict
from littrack.triage import rules
from triage_world import NOW, TAXONOMY, paper

PAPER = paper(1)
CANDIDATE = Candidate(PAPER.id, 1, CandidateState.SUGGESTED, 0.9, section="phy/csi")
TODAY = NOW.date()


def said(verdict, number=None, **more):
    return Decision(PAPER.id, verdict, NOW, "ada", "test", number=number, **more)


def standing(*log, listed=False, withdrawn=False):
    return rules.standing(CANDIDATE, log, listed=listed, withdrawn=withdrawn)


def check(decision, log=(), candidate=CANDIDATE, of=PAPER):
    return rules.checked(decision, candidate, of, log, TAXONOMY, TODAY)


def test_the_last_decision_in_force_is_the_state():
    accept = said(Verdict.ACCEPT, 1, sections=("phy",))
    reject = said(Verdict.REJECT, 2, reason=Reason.SCOPE)
    undo = said(Verdict.UNDO, 3, undoes=2)
    assert standing().state is CandidateState.SUGGESTED
    assert standing(accept).sections == ("phy",)
    assert standing(accept, reject).state is CandidateState.REJECTED
    after = standing(accept, reject, undo)
    assert (after.state, after.sections) == (CandidateState.ACCEPTED, ("phy",))
    assert standing(accept, reject, undo, said(Verdict.UNDO, 4, undoes=1)).state is CandidateState.SUGGESTED


def test_a_listed_paper_is_merged_and_a_withdrawn_one_is_withdrawn_until_decided():
    assert standing(listed=True).state is CandidateState.MERGED
    assert standing(withdrawn=True).state is CandidateState.WITHDRAWN
    assert standing(said(Verdict.REJECT, 1), withdrawn=True).state is CandidateState.REJECTED


def test_accept_takes_the_suggested_section_or_the_ones_named_by_slug_or_heading():
    assert check(said(Verdict.ACCEPT)).sections == ("phy/csi",)
    named = check(said(Verdict.ACCEPT, sections=("Semantic communication", "phy", "phy")))
    assert named.sections == ("semantic", "phy")


@pytest.mark.parametrize(
    ("decision", "message"),
    [
        (said(Verdict.ACCEPT, sections=("semantics",)), "there are semantic"),
        (said(Verdict.POSTPONE, until=TODAY), "after today"),
        (said(Verdict.POSTPONE, until=date(2031, 1, 1)), "two years"),
        (said(Verdict.UNDO), "no decision on"),
        (replace(said(Verdict.REJECT), who=" \n"), "needs a name"),
    ],
)
def test_a_decision_that_does_not_fit_is_refused_with_a_remedy(decision, message):
    with pytest.raises(UsageError, match=message):
        check(decision)


def test_what_is_on_the_list_or_withdrawn_is_refused():
    with pytest.raises(UsageError, match="on the list already"):
        check(said(Verdict.REJECT), candidate=replace(CANDIDATE, state=CandidateState.MERGED))
    with pytest.raises(UsageError, match="withdrawn"):
        check(said(Verdict.ACCEPT), of=replace(PAPER, withdrawn=True))


def test_gaps_are_filled_and_names_are_one_clean_line():
    assert check(said(Verdict.POSTPONE)).until == TODAY + timedelta(days=28)
    assert check(said(Verdict.REJECT)).reason is Reason.OTHER
    assert check(replace(said(Verdict.REJECT), who="ada\r\nBcc: x\u202e", comment="a\x00b")).who == "ada Bcc: x"


def test_the_same_decision_again_is_the_one_in_the_log():
    first = said(Verdict.ACCEPT, 7, sections=("phy",))
    again = said(Verdict.ACCEPT, sections=("phy",))
    assert rules.repeated(again, [first], seen=7) == first
    assert rules.repeated(again, [first], seen=0) == first
    assert rules.repeated(replace(again, who="bob"), [first], seen=0) is None
    assert rules.repeated(said(Verdict.REJECT), [first], seen=7) is None
    assert rules.repeated(again, [], seen=0) is None


@given(st.lists(st.sampled_from(list(Verdict)), max_size=30))
def test_undoing_everything_comes_back_to_the_beginning(verdicts):
    log = []
    for verdict in verdicts:
        if verdict is Verdict.UNDO and not rules.in_force(log):
            continue
        entry = check(said(verdict), log)
        log.append(replace(entry, number=len(log) + 1))
    for _ in range(len(rules.in_force(log))):
        log.append(replace(check(said(Verdict.UNDO), log), number=len(log) + 1))
    assert standing(*log) == CANDIDATE
