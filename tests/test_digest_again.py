"""What is listed a second time, the summary of a month, days without an account."""

from datetime import date, timedelta

import pytest
from tests.digests import NOW, add, ledger, make_workspace, paper, week_later

from littrack.pipeline import digest, triage
from littrack.records import CandidateState, Decision, Reason, RunState, Verdict, Version
from littrack.store import Store


@pytest.fixture
def workspace(tmp_path):
    return make_workspace(tmp_path, '[watch]\ncategories = ["cs.NI"]\n')


@pytest.fixture
def store(workspace):
    with Store(workspace.database) as opened:
        yield opened


def decide(workspace, store, paper_id, verdict, at, until=None):
    sections = ("security",) if verdict is Verdict.ACCEPT else ()
    reason = Reason.OFF_TOPIC if verdict is Verdict.REJECT else None
    decision = Decision(paper_id, verdict, at, "ann", "test", sections=sections, reason=reason, until=until)
    triage.decide(workspace, store, at, decision)


def test_a_postponed_paper_comes_back_once_on_its_day(workspace, store):
    add(store, NOW, 0.9)
    digest.make(workspace, store, NOW)
    decide(workspace, store, "2601.00001", Verdict.POSTPONE, NOW, until=date(2026, 1, 19))
    assert digest.make(workspace, store, week_later(NOW, 1)).candidates == 0
    back = digest.make(workspace, store, week_later(NOW, 2))
    assert back.candidates == 1
    assert "postponed until 2026-01-19" in back.paths[1].read_text()
    assert not digest.make(workspace, store, week_later(NOW, 2) + timedelta(days=1)).changed
    assert digest.make(workspace, store, week_later(NOW, 3)).candidates == 0


def test_a_rejected_paper_never_comes_back(workspace, store):
    add(store, NOW, 0.9)
    digest.make(workspace, store, NOW)
    decide(workspace, store, "2601.00001", Verdict.REJECT, NOW)
    store.papers.add([paper(1, version=2, title="Another title")], week_later(NOW))
    assert digest.make(workspace, store, week_later(NOW)).candidates == 0


def withdraw(store, at):
    store.papers.add([paper(1, version=2, withdrawn=True, versions=(Version(2, at, "I"),))], at)


def test_a_withdrawal_is_told_once_and_ends_the_candidate(workspace, store):
    add(store, NOW, 0.9)
    digest.make(workspace, store, NOW)
    withdraw(store, week_later(NOW))
    told = digest.make(workspace, store, week_later(NOW))
    assert "withdrawn by its authors" in told.paths[1].read_text()
    assert store.candidates.get("2601.00001").state is CandidateState.WITHDRAWN
    assert digest.make(workspace, store, week_later(NOW, 2)).candidates == 0


def test_a_withdrawal_in_the_open_issue_marks_the_paper_where_it_stands(workspace, store):
    add(store, NOW, 0.9, 0.8)
    digest.make(workspace, store, NOW)
    withdraw(store, NOW + timedelta(days=1))
    grown = digest.make(workspace, store, NOW + timedelta(days=1))
    items = store.digests.get(1).items
    assert grown.candidates == 2
    assert [bool(i.note) for i in items] == [True, False]


def test_the_first_issue_of_a_month_tells_what_became_of_the_last(workspace, store):
    add(store, NOW, 0.9, 0.8, 0.7)
    digest.make(workspace, store, NOW)
    decide(workspace, store, "2601.00001", Verdict.ACCEPT, NOW)
    decide(workspace, store, "2601.00002", Verdict.ACCEPT, NOW)
    decide(workspace, store, "2601.00002", Verdict.REJECT, NOW + timedelta(days=1))
    for weeks in (1, 2, 3):
        assert store.digests.get(digest.make(workspace, store, week_later(NOW, weeks)).issue).summary is None
    first = digest.make(workspace, store, week_later(NOW, 4))
    summary = store.digests.get(first.issue).summary
    assert (summary.month, summary.proposed, summary.rejected) == ("2026-01", 3, 1)
    assert [p.id for p in summary.accepted] == ["2601.00001"]
    assert "What became of January 2026" in first.paths[1].read_text()
    assert store.digests.get(digest.make(workspace, store, week_later(NOW, 5)).issue).summary is None


def test_a_day_with_a_mailing_and_no_account_is_told(workspace, store):
    for day in (date(2026, 1, 5), date(2026, 1, 6), date(2026, 1, 8), date(2026, 1, 9), date(2026, 1, 12)):
        ledger(store, day)
    report = digest.make(workspace, store, week_later(NOW))
    assert report.coverage.failed == ("cs.NI: 7 Jan was not read yet.",)
    assert report.outcome is RunState.FAILED


def test_a_new_model_is_mentioned(workspace, store):
    add(store, NOW, 0.9)
    digest.make(workspace, store, NOW)
    store.models.add("m2", "00", {"threshold": 0.5}, week_later(NOW))
    store.models.promote("m2")
    assert "decisions learned" in digest.make(workspace, store, week_later(NOW)).coverage.learned


def test_a_weekend_before_the_mailing_does_not_count_as_read(workspace, store):
    ledger(store, date(2026, 1, 2))
    sunday = NOW - timedelta(days=1)
    digest.make(workspace, store, sunday)
    issue = store.digests.get(1)
    assert (issue.week, issue.period_end) == ("2026-W01", date(2026, 1, 2))
    digest.make(workspace, store, NOW)
    assert store.digests.get(2).period_start == date(2026, 1, 3)
