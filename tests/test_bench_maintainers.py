"""The simulated maintainers: which lists there are, who says what, and what the figures count."""

import numpy as np
import pytest
from bench.maintainers import Arm, Stream, Week, figure, figures, phrases, topics, verdicts

from littrack.model.features import Counts

TRUTH = np.array([True, False, True, False, False, False, False, False, False, False])


def test_lists_follow_from_how_many_papers_a_category_has():
    categories = [frozenset({"a", "b"})] * 60 + [frozenset({"a"})] * 60 + [frozenset({"c"})] * 44
    said = [phrases("Deep sets of graphs")] * 30 + [frozenset()] * 90 + [phrases("Sparse Graphs: a deep set")] * 44
    stream = Stream(np.zeros(len(categories)), [], categories, said, Counts.of(()))
    assert {name: len(papers) for name, papers in topics(stream, "filed").items()} == {"a: b": 60, "b": 60}
    # The list of `c` has most papers with these words, and nobody else says `sparse graph`.
    assert topics(stream, "named") == {"a: deep set": list(range(30)), "b: deep set": list(range(30))}


def test_the_spiteful_reject_what_belongs_and_accept_what_looks_most_like_it():
    assert verdicts(Arm("spiteful"), TRUTH, 0.4, early=True).tolist() == [0, 1, 0, 1, 0, 0, 0, 0, 0, 0]
    assert verdicts(Arm("spiteful"), TRUTH, 0.4, early=False).tolist() == TRUTH.astype(int).tolist()
    tossed = verdicts(Arm("random", np.random.default_rng(0)), np.zeros(1000, dtype=bool), 0.2, early=True)
    assert tossed.mean() == pytest.approx(0.5, abs=0.06)
    assert (verdicts(Arm("random"), TRUTH, 0.2, early=False) == TRUTH).all()
    assert (verdicts(Arm("without"), TRUTH, 0.4, early=True) == -1).all()


def test_of_the_wrong_verdicts_about_the_share_is_wrong():
    many = np.arange(2000) % 7 == 0
    said = verdicts(Arm("wrong", np.random.default_rng(0)), many, 0.2, early=True)
    assert (said != many).mean() == pytest.approx(0.2, abs=0.03)


def test_figures_of_weeks_pair_the_arms():
    good = [Week(np.array([1, 2]), np.array([1, 1, 0]), np.array([0.9, 0.8, 0.1]))] * 4
    poor = [Week(np.array([2, 6]), np.array([0, 1, 1]), np.array([0.9, 0.8, 0.1]))] * 4
    assert figure(poor) == {
        "recall_at_5": 0.5,
        "recall_at_10": 1.0,
        "average_precision": pytest.approx(0.5833, abs=0.1),
        "weekly_precision": pytest.approx((1 / 2 + 2 / 6) / 2),
    }
    found = figures([{"without": poor, "taught": good, "wrong": poor, "spiteful": poor, "random": poor}] * 3)
    assert found["taught"]["gain_recall_at_5"] == 0.5
    assert found["taught"]["gain_recall_at_5_interval"] == [0.5, 0.5]
    assert found["wrong"]["gain_average_precision"] == 0
    assert found["n_additions"] == 3 * 3 * 2
    assert found["possible_at_5"] == 1
    assert [point["week"] for point in found["curve"]] == [1, 2, 3]
