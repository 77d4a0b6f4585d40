"""From ranking scores to probabilities that mean something, and from a wanted recall to a threshold."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit

from littrack.model.features import Array

# A stream is mostly not about the survey: an upper bound, for surveys whose references look like the stream.
_MOST_RELEVANT = 0.3
_UPPER_PART = 0.2  # The curve is fitted where all but this share of the references lie; below, it just goes on.
_RESAMPLES = 200


@dataclass(frozen=True, slots=True)
class Sigmoid:
    """``probability = 1 / (1 + exp(-(slope * score + offset)))``: Platt's calibration."""

    slope: float
    offset: float

    def __call__(self, scores: Array) -> Array:
        """(n,) probabilities of (n,) scores."""
        return np.asarray(expit(self.slope * scores + self.offset))


def calibrate(positive: Array, stream: Array, rejected: Array) -> Sigmoid:
    """Fit probabilities on held-out scores, knowing nothing irrelevant for sure but what was rejected.

    The share of relevant papers in the stream is bounded by how few of it score as high as references do (Scott and
    Blanchard, 2009). With that share, the references stand for the relevant part of the stream in the risk of
    positive-unlabelled learning (du Plessis, Niu and Sugiyama, "Convex formulation for learning from positive and unlabeled
    data", 2015), which for the logistic loss is convex.

    Args:
        positive: held-out scores of references.
        stream: held-out scores of the stream, with its relevant papers where they are known.
        rejected: held-out scores of papers that a maintainer called off topic.
    """
    if not len(positive):
        return Sigmoid(1.0, 0.0)
    if len(stream) < 10:
        # Nothing to compare with: a paper that is like three references in four is as likely as not.
        spread = max(float(np.std(positive)), 1e-3)
        return Sigmoid(2 / spread, -2 / spread * float(np.quantile(positive, 0.25)))
    cut = float(np.quantile(positive, _UPPER_PART))
    each = relevant_share(positive, stream) * len(stream) / len(positive)
    return _fit(positive[positive >= cut], np.concatenate([stream[stream >= cut], rejected[rejected >= cut]]), each)


def relevant_share(positive: Array, stream: Array) -> float:
    """An upper estimate of the share of relevant papers in the stream, from held-out scores of references and stream."""
    levels = np.linspace(0.2, 0.8, 13)
    above = (stream[:, None] >= np.quantile(positive, levels)).sum(axis=0) + 1
    return min(float((above / len(stream) / (1 - levels)).min()), _MOST_RELEVANT)


def _fit(positive: Array, others: Array, each: float) -> Sigmoid:
    """Minimise the risk in which a reference takes the place of ``each`` papers of the stream."""
    scores = np.concatenate([positive, others])
    middle, spread = float(np.median(positive)), max(float(np.std(scores)), 1e-6)
    ours, theirs = (positive - middle) / spread, (others - middle) / spread

    def risk(at: Array) -> tuple[float, Array]:
        margin = at[0] * theirs + at[1]
        chance = expit(margin)
        value = np.logaddexp(0, margin).sum() - each * (at[0] * ours + at[1]).sum() + 0.05 * at @ at
        return float(value), np.array([chance @ theirs - each * ours.sum(), chance.sum() - each * len(ours)]) + 0.1 * at

    found = minimize(risk, np.array([1.0, 0.0]), jac=True, method="L-BFGS-B", bounds=[(0.05, 20), (-20, 20)])
    slope = float(found.x[0] / spread)
    return Sigmoid(slope, float(found.x[1]) - slope * middle)


def threshold(probabilities: Array, recall: float, seed: int = 0) -> tuple[float, float, float]:
    """The highest probability at or above which the share ``recall`` of the relevant is expected, with its 90 % interval.

    Args:
        probabilities: calibrated, of papers as they come in the stream.
        recall: the share wanted, 0 to 1.
        seed: settles the bootstrap over papers, from which the interval comes.
    """
    if not len(probabilities):
        return 0.5, 0.0, 1.0
    order = np.sort(probabilities)[::-1]
    draws = np.random.default_rng(seed).multinomial(len(order), np.full(len(order), 1 / len(order)), _RESAMPLES)
    low, high = np.quantile([_level(order, times, recall) for times in draws], [0.05, 0.95])
    return _level(order, np.ones(len(order)), recall), float(low), float(high)


def _level(order: Array, times: Array, recall: float) -> float:
    mass = np.cumsum(order * times)
    return float(order[min(int(np.searchsorted(mass, recall * mass[-1])), len(order) - 1)])
