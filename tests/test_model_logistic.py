"""The coefficients are scikit-learn's."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression

from littrack.model.logistic import logistic


@pytest.mark.parametrize("constant", [True, False])
@pytest.mark.parametrize("sparse", [True, False])
def test_coefficients_are_those_of_scikit_learn(constant, sparse):
    rng = np.random.default_rng(3)
    rows = rng.normal(size=(300, 40)) * (rng.random((300, 40)) < 0.2)
    truth = (rows[:, 0] - rows[:, 1] + rng.normal(size=300) > 0.5).astype(int)
    weights = rng.uniform(0.1, 5, 300)
    given = sp.csr_matrix(rows) if sparse else rows
    theirs = LogisticRegression(max_iter=300, fit_intercept=constant).fit(given, truth, weights).coef_[0]
    ours = logistic(given, truth, weights, constant=constant)
    assert ours == pytest.approx(theirs, abs=1e-8)
    assert abs(ours[0]) > 0.5


def test_numbers_beyond_what_an_exponential_holds_are_no_harm():
    rows = np.array([[5e4], [-5e4], [5e4]])
    with np.errstate(all="raise", under="ignore"):
        assert np.isfinite(logistic(rows, np.array([1, 0, 0]), np.ones(3))).all()
