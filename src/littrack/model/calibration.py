"""From ranking scores to probabilities that mean something, and from a wanted recall to a threshold."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from littrack.model.features import Array

# What is believed of a survey's share of its stream before anything is seen: one paper in 150, two thirds of surveys
# within a factor of e. It decides only where references and stream look alike; a stream of a few hundred says more than it.
USUAL_SHARE = 0.007
_SHARES = np.exp(np.linspace(np.log(1e-5), np.log(0.5), 200))
_LISTED = 0.7  # Of the relevant papers of a period, about this share is on a well-kept list.
_LEVELS = np.linspace(0.2, 0.8, 13)
# Before anything is seen, the log-odds fall by three with one standard deviation of the references. This weighs less than a
# paper: it decides only where little is known, as without a stream.
_BELIEVED = 3.0
_BELIEF = 0.1
_RESAMPLES = 200
_FEW = 5.0  # relevant papers
_LEAST = 0.005  # Whatever recall is wanted: a paper of which one in two hundred is relevant is not worth a reader's time.
# Steps of a reliability curve. Most papers of a stream have next to no chance: steps of equal counts would show only those.
_STEPS = np.array([0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0])


@dataclass(frozen=True, slots=True)
class Sigmoid:
    """``probability = 1 / (1 + exp(-(slope * score + offset)))``: Platt's calibration."""

    slope: float
    offset: float

    def __call__(self, scores: Array) -> Array:
        """(n,) probabilities of (n,) scores."""
        # Not by scipy.special, which takes as long to load as to judge a hundred papers.
        return np.asarray(np.exp(-np.logaddexp(0.0, -(self.slope * scores + self.offset))))

    def score_of(self, probability: float) -> float:
        """The score of that probability; without end where it is not between 0 and 1."""
        if not 0 < probability < 1:
            return math.copysign(math.inf, probability - 0.5)
        return (math.log(probability / (1 - probability)) - self.offset) / self.slope


def calibrate(
    positive: Array, stream: Array, weights: Array | None = None, listed: float = 0.0, usual: float = USUAL_SHARE
) -> Sigmoid:
    """Fit probabilities on held-out scores, where nothing is known to be irrelevant.

    The references stand for the relevant part of the stream in the risk of positive-unlabelled learning (du Plessis, Niu and
    Sugiyama, "Convex formulation for learning from positive and unlabeled data", 2015), which for the logistic loss is convex;
    the probabilities of the stream then add up to the number of its relevant papers.

    Args:
        positive: held-out scores of references.
        stream: held-out scores of the stream, with those of its papers that are listed or were rejected.
        weights: how many papers of the stream each of ``stream`` stands for; default 1.
        listed: how many of the stream's papers the list has.
        usual: the share of relevant papers that is believed before anything is seen.
    """
    from scipy.optimize import minimize
    from scipy.special import expit

    if not len(positive):
        return Sigmoid(1.0, 0.0)
    weights = np.ones(len(stream)) if weights is None else weights
    total = float(weights.sum())
    relevant = relevant_share(positive, stream, weights, listed, usual) * total
    each = relevant / len(positive)
    middle = float(np.median(positive))
    # References that are all alike do not show how far from them a relevant paper may be; their distance to the stream does.
    gap = middle - float(np.median(stream)) if len(stream) else 0.0
    spread = max(float(np.std(positive)), gap / 4, 1e-3)
    ours = (positive - middle) / spread
    # One paper more: irrelevant, as like the references as they are to each other, and not come yet. A stream of a hundred
    # papers cannot rule it out; in one of thousands it does not matter.
    theirs = np.concatenate([(stream - middle) / spread, ours])
    weights = np.concatenate([weights, np.full(len(ours), 1 / len(ours))])

    # At the middle reference there are half of the stream's relevant papers, and that one.
    believed = np.array([_BELIEVED, np.clip(np.log(relevant / 2), -4, 0) if total else 0.0])

    def risk(at: Array) -> tuple[float, Array]:
        margin = at[0] * theirs + at[1]
        chance, off = weights * expit(margin), at - believed
        value = weights @ np.logaddexp(0, margin) - each * (at[0] * ours + at[1]).sum() + _BELIEF * off @ off
        slope = np.array([chance @ theirs - each * ours.sum(), chance.sum() - each * len(ours)])
        return float(value), slope + 2 * _BELIEF * off

    found = minimize(risk, believed, jac=True, method="L-BFGS-B", bounds=[(0.05, 20), (-30, 20)])
    slope = float(found.x[0] / spread)
    return Sigmoid(slope, float(found.x[1]) - slope * middle)


def relevant_share(positive: Array, stream: Array, weights: Array, listed: float, usual: float = USUAL_SHARE) -> float:
    """The share of relevant papers in the stream: the median of what three things leave believable.

    They are what is usual; how few papers of the stream score as high as references do, which is a bound (Scott and Blanchard,
    "Novelty detection: unlabeled data helps", 2009); and how many of the stream's papers the list has.
    """
    from scipy.special import pdtr

    expected = _SHARES * weights.sum()
    belief = -0.5 * np.log(_SHARES / usual) ** 2
    above = [weights[stream >= cut].sum() for cut in np.quantile(positive, _LEVELS)]
    belief += np.min(
        [np.log(pdtr(n, expected * (1 - level)) + 1e-300) for n, level in zip(above, _LEVELS, strict=True)], axis=0
    )
    if listed:  # none may as well mean that the list is not up to date; half the weight, for lists are no random samples
        belief += 0.5 * (listed * np.log(_LISTED * expected) - _LISTED * expected)
    chance = np.exp(belief - belief.max())
    return float(_SHARES[np.searchsorted(np.cumsum(chance), chance.sum() / 2)])


def threshold(probabilities: Array, recall: float, seed: int = 0) -> tuple[float, float, float]:
    """The highest probability at or above which the share ``recall`` of the relevant is expected, with its 90 % interval.

    It is never below :data:`_LEAST`: the many papers of a stream with next to no chance can add up to more than the few others.

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
    # Where next to nothing is expected, the level is as uncertain as that, and a missed paper is worse than one more to read.
    level = _level(order, np.ones(len(order)), recall) if order.sum() >= _FEW else float(low)
    return max(level, _LEAST), max(float(low), _LEAST), max(float(high), _LEAST)


def _level(order: Array, times: Array, recall: float) -> float:
    mass = np.cumsum(order * times)
    last = min(int(np.searchsorted(mass, recall * mass[-1])), len(order) - 1)
    # Half-way down to the next, so that where there is a gap the level does not stand at its upper edge.
    return float(np.sqrt(order[last] * order[min(last + 1, len(order) - 1)]))


def reliability(probabilities: Array, truth: Array) -> Array:
    """(steps, 3) of each step of probabilities that papers fell in: their mean, the share that was true, and how many.

    Args:
        probabilities: (n,) what was said of papers.
        truth: (n,) 1 where it came true, else 0.
    """
    step = np.clip(np.searchsorted(_STEPS, probabilities, side="right") - 1, 0, len(_STEPS) - 2)
    count, said, came = (np.bincount(step, w, len(_STEPS) - 1) for w in (None, probabilities, truth))
    there = count > 0
    return np.stack([said[there] / count[there], came[there] / count[there], count[there]], axis=1)
