"""What a maintainer's decisions correct in the order that the list alone gives.

The list's model is learned as if nothing had been decided. A logistic regression then tells accepted from rejected papers by
the log-odds of that model and by their words, the words held small (ridge). How small is chosen by cross-validation over the
decisions. The words are left out altogether unless the decisions are foretold better with them, by more than noise, and by much
more where the decisions hardly follow the list. So decisions without a rule change nothing: stacking, as of Wolpert ("Stacked
generalization", 1992), against the list alone.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from littrack.model.features import Array

_PENALTIES = (0.03, 0.1, 0.3, 1.0)
_FOLDS = 3
_FEWEST = 2  # of either kind
_MOST = 1000  # decisions; more say little new and cost time
_KNOWN = 10.0  # The log-odds count so much more than words that their own penalty does not matter.
# The log-odds of honest decisions rise with the list's by .3 to 1.5; of decisions of which a fifth is wrong, by .1 to .25.
_FOLLOWS = 0.25
# Standard errors by which words have to foretell decisions better that follow the list, and such as do not.
_GAIN, _CLEAR_GAIN = 0.5, 2.0


def correction(rows: sp.csr_matrix, odds: Array, accepted: NDArray[np.bool_], seed: int = 0) -> Array:
    """What each word adds to the log-odds of the model without decisions.

    Args:
        rows: (n, m) rows of the decided papers.
        odds: (n,) their log-odds by models that had not seen them.
        accepted: (n,) which of them were accepted.
        seed: settles folds and, of very many decisions, the sample that is read.

    Returns:
        (m,) the weights of the columns; zeros where nothing is to be learned.
    """
    rng = np.random.default_rng(seed)
    chosen = np.sort(rng.permutation(len(odds))[:_MOST])
    rows, odds, accepted = rows[chosen], odds[chosen], accepted[chosen]
    if min(accepted.sum(), (~accepted).sum()) < _FEWEST:
        return np.zeros(rows.shape[1])
    spread = max(float(odds.std()), 1e-6)
    odds = odds / spread
    turned, back = _turned(rows)
    penalty, gain = _penalty(turned, odds, accepted, _folds(accepted, rng))
    weights, slope = _fit(turned, odds, accepted, penalty)
    slope /= spread
    if gain <= (_GAIN if slope >= _FOLLOWS else _CLEAR_GAIN):
        return np.zeros(rows.shape[1])
    return np.asarray(rows.T @ (back @ weights)) / max(slope, _FOLLOWS)


def _turned(rows: sp.csr_matrix) -> tuple[Array, Array]:
    """The rows turned so that they have no more columns than rows; ridge does not see it. And how weights are turned back."""
    values, vectors = np.linalg.eigh((rows @ rows.T).toarray())
    lengths, vectors = np.sqrt(values[values > 1e-9]), vectors[:, values > 1e-9]
    return vectors * lengths, vectors / lengths


def _folds(accepted: NDArray[np.bool_], rng: np.random.Generator) -> Array:
    """(n,) a fold of each decision, both kinds spread evenly."""
    order = np.lexsort([rng.random(len(accepted)), accepted])
    folds = np.empty(len(accepted))
    folds[order] = np.arange(len(accepted)) % _FOLDS
    return folds


def _penalty(rows: Array, odds: Array, accepted: NDArray[np.bool_], folds: Array) -> tuple[float, float]:
    """With which penalty the decisions are foretold best, and how much better than by the log-odds, in standard errors."""
    losses = {penalty: np.zeros(len(odds)) for penalty in (0.0, *_PENALTIES)}
    for out in (folds == number for number in range(_FOLDS)):
        for penalty, loss in losses.items():
            part = rows if penalty else rows[:, :0]
            machine = _machine(part[~out], odds[~out], accepted[~out], penalty)
            says = machine.decision_function(_beside(odds[out], part[out]))
            loss[out] = np.logaddexp(0, np.where(accepted[out], -says, says))
    best = min(_PENALTIES, key=lambda penalty: float(losses[penalty].sum()))
    gains = losses[0.0] - losses[best]
    return best, float(gains.sum() / (gains.std() * np.sqrt(len(gains)) + 1e-12))


def _fit(rows: Array, odds: Array, accepted: NDArray[np.bool_], penalty: float) -> tuple[Array, float]:
    found = _machine(rows, odds, accepted, penalty).coef_[0]
    return found[1:], _KNOWN * float(found[0])


def _machine(rows: Array, odds: Array, accepted: NDArray[np.bool_], penalty: float) -> Any:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=1 / (penalty or 1.0), max_iter=300).fit(_beside(odds, rows), accepted)


def _beside(odds: Array, rows: Array) -> Array:
    return np.column_stack([_KNOWN * odds, rows])
