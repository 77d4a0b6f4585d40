"""What decisions correct: a rule in them is learned, what follows no rule is not, and the list's order is kept beside it."""

import numpy as np
import pytest
import scipy.sparse as sp

from littrack.model.correction import correction

RNG = np.random.default_rng(0)
ROWS = sp.csr_matrix((RNG.random((160, 40)) < 0.2) / np.sqrt(8))
ODDS = RNG.normal(0, 1, 160)


def drawn(log_odds: np.ndarray) -> np.ndarray:
    return np.asarray(np.random.default_rng(1).random(len(log_odds)) < 1 / (1 + np.exp(-log_odds)))


def test_words_that_foretell_decisions_get_weights() -> None:
    truth = np.zeros(40)
    truth[:3] = 8.0, -8.0, 6.0
    found = correction(ROWS, ODDS, drawn(ODDS + ROWS @ truth - 1))
    assert set(np.argsort(-np.abs(found))[:3].tolist()) == {0, 1, 2}
    assert found[0] > 2 > -2 > found[1]


@pytest.mark.parametrize("seed", range(3))
def test_decisions_that_the_words_do_not_foretell_change_next_to_nothing(seed: int) -> None:
    rng = np.random.default_rng(seed)
    tossed = correction(ROWS, ODDS, rng.random(160) < 0.3, seed)
    follow = correction(ROWS, ODDS, rng.random(160) < 1 / (1 + np.exp(-3 * ODDS)), seed)
    assert np.std(ROWS @ tossed) < 0.5 * np.std(ODDS)
    assert np.std(ROWS @ follow) < 0.5 * np.std(ODDS)


def test_the_same_decisions_give_the_same_weights_and_few_none() -> None:
    accepted = drawn(ODDS + 10 * ROWS[:, [0]].toarray().ravel() - 1)
    assert (correction(ROWS, ODDS, accepted) == correction(ROWS, ODDS, accepted)).all()
    assert not correction(ROWS, ODDS, np.arange(160) == 7).any()
    assert not correction(ROWS, ODDS, np.ones(160, dtype=bool)).any()
    assert not correction(ROWS[:0], ODDS[:0], np.zeros(0, dtype=bool)).any()


def test_very_many_decisions_are_sampled() -> None:
    rows, odds = sp.vstack([ROWS] * 14, format="csr"), np.tile(ODDS, 14)
    found = correction(rows, odds, drawn(odds + rows @ np.eye(40)[0] * 10 - 1))
    assert np.argmax(np.abs(found)) == 0


def test_papers_without_words_are_no_obstacle() -> None:
    blank = sp.csr_matrix((160, 40))
    assert not correction(blank, ODDS, ODDS > 0).any()


def test_decisions_that_do_not_follow_the_list_have_to_follow_a_clear_rule() -> None:
    truth = 10 * ROWS[:, [0]].toarray().ravel() - 1
    assert correction(ROWS, ODDS, drawn(truth + ODDS))[0] > 2  # by the list and by a word
    assert not correction(ROWS, ODDS, drawn(0.1 * truth - ODDS)).any()
