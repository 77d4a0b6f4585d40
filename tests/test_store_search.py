"""Full-text search over papers and the pages of pending candidates."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from littrack.records import Candidate, CandidateState, Decision, Verdict
from littrack.store import Store
from littrack.store.candidates import Wanted
from littrack.store.search import fts_query
from triage_world import NOW, fill, paper

TODAY = NOW.date()


@pytest.fixture
def store():
    with Store(None) as opened:
        opened.models.add("m1", "0" * 64, {}, NOW)
        fill(opened, [paper(n) for n in range(1, 8)])
        opened.search.refresh(batch=3)
        yield opened


def test_words_in_any_form_phrases_authors_and_prefixes_are_found(store):
    store.papers.add([paper(50, title="Semantic image transmission", abstract="Zürich.", authors=("José Núñez",))], NOW)
    assert store.search.stale() == 1
    assert store.search.refresh() == 1
    for words in ("transmissions", '"semantic image"', "nunez", "zurich", "semant*", "semantic AND"[:8]):
        assert store.search.find(words).ids == ("2601.00050",), words
    assert store.search.find('"image semantic"').total == 0
    assert store.search.find("channel feedback").total == 7


def test_a_changed_text_is_found_by_its_new_words_only(store):
    store.papers.add([paper(1, version=2, title="Something else entirely", abstract="Other words.")], NOW)
    assert "2601.00001" not in store.search.find("channel feedback").ids
    assert store.search.refresh() == 1
    assert store.search.find("entirely").ids == ("2601.00001",)


def test_too_many_hits_come_newest_first(store, monkeypatch):
    monkeypatch.setattr("littrack.store.search.RANKED_AT_MOST", 3)
    found = store.search.find("channel", limit=2)
    assert (found.total, found.ranked, found.ids) == (3, False, ("2601.00007", "2601.00006"))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200, deadline=None)
@given(text=st.text(max_size=60))
def test_no_query_is_an_error(store, text):
    store.search.find(text)
    store.candidates.pending(Wanted(TODAY, words=text))


def test_operators_are_words():
    assert fts_query('title: NEAR(a b) "c d" e*f -x') == '"title" "NEAR a" "b" "c d" "e f" "x"'


def test_pending_is_filtered_ordered_and_walked_both_ways(store):
    wanted = Wanted(TODAY)
    order = [c.paper_id for c in store.candidates.pending(wanted)]
    assert order == [f"2601.{n:05d}" for n in range(1, 8)]
    walked, here = [], store.candidates.get(order[0])
    while following := store.candidates.after(here, wanted):
        walked.append(following)
        here = store.candidates.get(following)
    assert [order[0], *walked] == order
    assert [store.candidates.place(store.candidates.get(i), wanted) for i in order] == [(n, 7) for n in range(1, 8)]
    assert store.candidates.place(store.candidates.get(order[4]), Wanted(TODAY, words="study 5")) == (1, 1)
    assert store.candidates.place(store.candidates.get(order[4]), Wanted(TODAY, words="study 3")) is None
    assert store.candidates.after(here, wanted, backwards=True) == order[-2]
    assert store.candidates.count_pending(Wanted(TODAY, at_least=0.8)) == 2
    assert store.candidates.count_pending(Wanted(TODAY, words="study 3")) == 1
    assert store.candidates.count_pending(Wanted(TODAY, section="phy")) == 7
    assert store.candidates.count_pending(Wanted(TODAY, section="ph")) == 0
    assert store.candidates.count_pending(Wanted(TODAY, issue=2)) == 0


def test_a_postponed_candidate_comes_back_on_its_day(store):
    until = TODAY + timedelta(days=3)
    decision = Decision("2601.00001", Verdict.POSTPONE, NOW, "ada", "test", until=until)
    store.decisions.append(decision, Candidate("2601.00001", 1, CandidateState.POSTPONED, 0.9, until=until), 0)
    assert store.candidates.count_pending(Wanted(TODAY)) == 6
    assert store.candidates.count_pending(Wanted(until)) == 7
    assert store.candidates.counts() == {CandidateState.SUGGESTED: 6, CandidateState.POSTPONED: 1}
    assert store.candidates.counts(issue=9) == {}
    assert store.candidates.many(["2601.00001", "x"])["2601.00001"].until == date(2026, 1, 8)
