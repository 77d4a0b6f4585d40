"""How far decisions are believed: by how often other evidence speaks against them."""

import numpy as np
import pytest

from littrack.model.belief import error_rate, trust

NONE = np.zeros(0)


def decided(wrong: float, n: int = 300) -> tuple[np.ndarray, np.ndarray]:
    """Probabilities of what was accepted and rejected where a share of the verdicts is wrong."""
    random = np.random.default_rng(0)
    chances = random.beta(0.3, 2.0, n)
    accepted = (random.random(n) < chances) ^ (random.random(n) < wrong)
    return chances[accepted], chances[~accepted]


@pytest.mark.parametrize("wrong", [0.0, 0.1, 0.2, 0.5])
def test_the_share_of_wrong_decisions_is_found(wrong):
    assert error_rate(*decided(wrong)) == pytest.approx(wrong, abs=0.06)


def test_who_is_mostly_right_is_believed_and_who_tosses_a_coin_is_not():
    assert trust(*decided(0.0)) == 1
    assert 0 < trust(*decided(0.2)) < 0.8
    assert trust(*decided(0.5)) == 0


def test_one_surprising_decision_is_believed_and_twenty_are_not():
    likely, rejects = np.full(5, 0.4), np.full(30, 0.02)
    assert trust(np.append(likely, 0.001), rejects) > 0.5
    assert trust(np.append(likely, np.full(20, 0.001)), rejects) == 0
    assert trust(NONE, NONE) == 1  # what is usual


def test_probabilities_of_nothing_and_of_one_are_no_error():
    assert 0 < error_rate(np.array([0.0]), np.array([1.0])) < 0.5
