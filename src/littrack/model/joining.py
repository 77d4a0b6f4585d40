"""Scores from the sums that ``onepass`` makes, of many texts for many models, compiled to machine code."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from littrack.model.facets import FLOOR
from littrack.model.relevance import Relevance
from littrack.native import native

Array = NDArray[np.float64]
_LOWEST = float(np.log(FLOOR))  # of a facet of which nothing is there, as with most texts


class Join:
    """What ``Relevance.score`` does to the linear part and the facets of a text, for several models at once."""

    def __init__(self, models: Sequence[Relevance]) -> None:
        self._scales = np.array([[[scale.middle, scale.reach] for scale in model.scales] for model in models])
        self._half = np.array([model.facets.half if model.facets else np.ones(2) for model in models])
        self._shares = np.array([model.share if model.facets else 0.0 for model in models])

    def __call__(self, linear: Array, sums: Array, has_abstract: NDArray[np.bool_]) -> Array:
        """(n, k) the scores, of linear parts (n, k), sums of facets (n, 2 * k) and (n,) which texts have an abstract."""
        out = np.empty_like(linear)
        _join(linear, sums, has_abstract, self._scales, self._half, self._shares, out)
        return out


@native
def _join(
    linear: Array, sums: Array, has_abstract: NDArray[np.bool_], scales: Array, half: Array, shares: Array, out: Array
) -> None:
    for row in range(len(linear)):
        kind = np.int64(has_abstract[row])
        for model in range(len(shares)):
            score = (linear[row, model] - scales[model, 0, 0, kind]) / scales[model, 0, 1, kind]
            if shares[model] != 0:
                both = _level(sums[row, 2 * model], half[model, 0]) + _level(sums[row, 2 * model + 1], half[model, 1])
                score += shares[model] * ((both - scales[model, 1, 0, kind]) / scales[model, 1, 1, kind])
            out[row, model] = score


@native
def _level(found: float, half: float) -> float:
    return float(np.log(found / (found + half) + FLOOR)) if found else _LOWEST
