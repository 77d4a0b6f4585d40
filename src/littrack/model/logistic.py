"""Logistic regression as scikit-learn fits it; to import scikit-learn takes longer than to train a survey of the usual size."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
# What scikit-learn asks of the same solver, SciPy's L-BFGS-B.
_EXACTLY = {"maxls": 50, "gtol": 1e-4, "ftol": 64 * float(np.finfo(float).eps)}


def logistic(rows: Any, truth: NDArray[Any], weights: Array, *, constant: bool = True, steps: int = 300) -> Array:
    """The most likely coefficients, with half their squared length as a penalty.

    Args:
        rows: (n, m) dense or sparse.
        truth: (n,) 0 or 1.
        weights: (n,) how much each row counts.
        constant: whether a constant is learned beside them, which is not penalised.
        steps: of the solver, at most.

    Returns:
        (m,) the coefficients, without the constant.
    """
    from scipy.optimize import minimize
    from scipy.special import expit

    m, columns, share = rows.shape[1], rows.T, weights / weights.sum()
    penalty = np.full(m + 1, 1 / weights.sum())
    penalty[m] = 0.0

    def loss(at: Array) -> tuple[float, Array]:
        odds = rows @ at[:m] + at[m]
        over = share * (expit(odds) - truth)
        lost = share @ (np.logaddexp(0, odds) - truth * odds) + 0.5 * float(penalty @ at**2)
        return float(lost), np.append(columns @ over, over.sum() * constant) + penalty * at

    return np.asarray(
        minimize(loss, np.zeros(m + 1), jac=True, method="L-BFGS-B", options={"maxiter": steps, **_EXACTLY}).x[:m]
    )
