"""Figures of a ranking: how much of what belongs is found after how much reading."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Ints = NDArray[np.int64]
_DRAWS = 500


def average_precision(truth: Ints, scores: Array) -> float:
    """The mean, over what belongs, of the precision at its place; of equal scores the first given goes first."""
    ordered = truth[np.argsort(-scores, kind="stable")]
    if not ordered.sum():
        return float("nan")
    precision = np.cumsum(ordered) / np.arange(1, len(ordered) + 1)
    return float(precision[ordered == 1].mean())


def recall_at(ranks: Ints, k: int) -> float:
    """The share of ranks that are ``k`` or less."""
    return float((ranks <= k).mean()) if len(ranks) else float("nan")


def read_for(truth: Ints, scores: Array, recall: float = 0.95) -> int:
    """How many papers, read from the highest score down, hold the share ``recall`` of what belongs."""
    found = np.cumsum(truth[np.argsort(-scores, kind="stable")])
    return int(np.searchsorted(found, np.ceil(recall * found[-1] - 1e-9))) + 1 if len(found) and found[-1] else 0


def work_saved(truth: Ints, scores: Array, recall: float = 0.95) -> float:
    """Work saved over sampling (WSS, Cohen et al. 2006): the reading spared, less the recall given up."""
    return 1 - read_for(truth, scores, recall) / len(truth) - (1 - recall) if truth.sum() else float("nan")


def interval(figure: Callable[[Sequence[Any]], float], units: Sequence[Any], seed: int = 0) -> list[float] | None:
    """The 95 % bootstrap interval of a figure over units that come together (weeks, additions); None without units."""
    if len(units) < 2:
        return None
    rng = np.random.default_rng(seed)
    draws = [figure([units[n] for n in rng.integers(0, len(units), len(units))]) for _ in range(_DRAWS)]
    known = [d for d in draws if not np.isnan(d)]
    return [round(float(q), 4) for q in np.quantile(known, [0.025, 0.975])] if known else None
