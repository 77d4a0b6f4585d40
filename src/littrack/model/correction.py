"""What a maintainer's decisions correct in the order that the list alone gives.

The list's model is learned as if nothing had been decided. A logistic regression then tells accepted from rejected papers by
the log-odds of that model and by their words, the words held small (ridge). How small is chosen by cross-validation over the
decisions. The words are left out altogether unless the decisions are foretold better with them, by more than noise, and where
the decisions hardly follow the list. So decisions without a rule change nothing: stacking, as of Wolpert ("Stacked
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
_NOISE = 0.5  # standard errors by which the words have to foretell better
_KNOWN = 10.0  # The log-odds count so much more than words that their own penalty does not matter.
# So much have the log-odds of decisions to rise with the list's: honest ones do by .3 to 1.5, a fifth of them wrong by .1 to .25.
_FOLLOWS = 0.25


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
    penalty = _penalty(turned, odds, accepted, _folds(accepted, rng))
    if not penalty:
        return np.zeros(rows.shape[1])
    weights, slope = _fit(turned, odds, accepted, penalty)
    slope /= spread
    return np.asarray(rows.T @ (back @ weights)) / slope if slope >= _FOLLOWS else np.zeros(rows.shape[1])


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


def _penalty(rows: Array, odds: Array, accepted: NDArray[np.bool_], folds: Array) -> float:
    """The penalty with which the decisions are foretold best; zero where the log-odds alone do as well."""
    losses = {penalty: np.zeros(len(odds)) for penalty in (0.0, *_PENALTIES)}
    for out in (folds == number for number in range(_FOLDS)):
        for penalty, loss in losses.items():
            part = rows if penalty else rows[:, :0]
            machine = _machine(part[~out], odds[~out], accepted[~out], penalty)
            says = machine.decision_function(_beside(odds[out], part[out]))
            loss[out] = np.logaddexp(0, np.where(accepted[out], -says, says))
    best = min(_PENALTIES, key=lambda penalty: float(losses[penalty].sum()))
    gains = losses[0.0] - losses[best]
    return best if gains.sum() > _NOISE * gains.std() * np.sqrt(len(gains)) else 0.0


def _fit(rows: Array, odds: Array, accepted: NDArray[np.bool_], penalty: float) -> tuple[Array, float]:
    found = _machine(rows, odds, accepted, penalty).coef_[0]
    return found[1:], _KNOWN * float(found[0])


def _machine(rows: Array, odds: Array, accepted: NDArray[np.bool_], penalty: float) -> Any:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=1 / (penalty or 1.0), max_iter=300).fit(_beside(odds, rows), accepted)


def _beside(odds: Array, rows: Array) -> Array:
    return np.column_stack([_KNOWN * odds, rows])
