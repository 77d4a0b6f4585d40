"""Scores to probabilities: of the sections, and of "none of these". Fitted on answers that were left out of the learning."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Solver = Callable[[Array, Array, Array, int], tuple[Array, Array, Array]]
_MOST_NUMBERS = 300_000
_TINY = 1e-9
# How often a relevant paper fits no section is not known beforehand; surveys open a new section for about one in twenty.
_NEW_SHARE = 0.05
_HOLD_OUTS = 5
_MOST_HELD = 800
_FEWEST_FULL = 20


@dataclass(frozen=True, slots=True)
class Calibration:
    """Softmax with a temperature and a power of the sections' shares, then a logistic curve, which allows several labels."""

    scale: float
    prior: float
    shares: Array
    slope: float = 1.0
    shift: float = 0.0

    def probabilities(self, scores: Array, sums: Any) -> Array:
        """Scores (texts × ends) to probabilities (texts × sections); ``sums`` adds ends up into sections."""
        return self.curved(self.chances(scores, sums))

    def chances(self, scores: Array, sums: Any) -> Array:
        """As :meth:`probabilities`, before the curve: these add up."""
        return np.asarray(np.clip(_softmax(scores * self.scale + self.prior * np.log(self.shares)) @ sums, _TINY, 1 - _TINY))

    def curved(self, chance: Array) -> Array:
        """The curve over such chances."""
        return np.asarray(_sigmoid(self.slope * np.log(chance / (1 - chance)) + self.shift))

    def state(self) -> dict[str, Any]:
        """Plain values and arrays."""
        return asdict(self)

    @classmethod
    def from_state(cls, state: dict[str, Any]) -> Calibration:
        """The inverse of :meth:`state`."""
        return cls(**state)


@dataclass(frozen=True, slots=True)
class Novelty:
    """A logistic curve over a text's best raw score and the evenness of its scores."""

    weights: list[float] = field(default_factory=list)

    def probabilities(self, scores: Array) -> Array:
        """For each text (rows of ``scores``) the probability that no section fits."""
        if not self.weights:
            return np.zeros(len(scores))
        return np.asarray(_sigmoid(_signs(scores) @ np.array(self.weights)))

    def state(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self)

    @classmethod
    def from_state(cls, state: dict[str, Any]) -> Novelty:
        """The inverse of :meth:`state`."""
        return cls(**state)


def fit_calibration(scores: Array, truth: Array, counts: Array, sums: Any, said: Callable[[Array], int]) -> Calibration:
    """Fit on answers that were left out of the learning.

    Args:
        scores: the answers (texts × ends).
        truth: 0 or 1, of the same shape.
        counts: (texts,) how much each text counts.
        sums: the matrix (ends × sections) that adds ends up into sections.
        said: which section (column) is said, given one text's chances of all sections.
    """
    from scipy.optimize import minimize

    shares = (truth.sum(axis=0) + 0.5) / (truth.sum() + 0.5 * truth.shape[1]) if truth.size else np.ones(truth.shape[1])
    if truth.shape[1] < 2:
        return Calibration(1.0, 0.0, shares)
    step = max(1, -(-truth.size // _MOST_NUMBERS))
    scores, truth, counts = scores[::step], truth[::step], counts[::step, None]
    doubt = 1 / (len(truth) + 2)  # as Platt (1999): the fewer the references, the less sure
    wanted = (1 - doubt) * truth / truth.sum(axis=1, keepdims=True) + doubt / truth.shape[1]
    usual = np.log(shares)

    def loss(at: Array) -> tuple[float, Array]:
        chance = _softmax(scores * np.exp(at[0]) + at[1] * usual)
        over = counts * (chance - wanted)
        slopes = [np.exp(at[0]) * (over * scores).sum(), (over @ usual).sum() + at[1]]
        return -float((counts * wanted * np.log(chance + _TINY)).sum()) + 0.5 * float(at[1] ** 2), np.array(slopes)

    scale, prior = minimize(loss, [2.0, 0.0], jac=True, method="L-BFGS-B", bounds=[(-3, 6), (-3, 3)]).x
    first = Calibration(float(np.exp(scale)), float(prior), shares)
    # The curve is fitted on what is said: this is what people read, and of many chances the best flatters itself.
    chance = first.chances(scores, sums)
    best = np.array([said(row) for row in chance])[:, None]
    odds = np.log(np.take_along_axis(chance / (1 - chance), best, axis=1)).ravel()
    hit = np.clip(np.take_along_axis(np.asarray(truth @ sums), best, axis=1).ravel(), doubt, 1 - doubt)
    # A sibling's list, which counts less, is placed less surely: it would draw the curve down.
    full = (counts.ravel() >= 1).astype(float)
    slope, shift = _curve(odds, hit, full if full.sum() >= _FEWEST_FULL else counts.ravel())
    return replace(first, slope=slope, shift=shift)


def _curve(odds: Array, hit: Array, counts: Array) -> tuple[float, float]:
    """The logistic curve, drawn towards the line that changes nothing, on which ``odds`` come true as ``hit`` says."""
    from scipy.optimize import minimize

    def misfit(at: Array) -> tuple[float, Array]:
        chance = np.clip(_sigmoid(at[0] * odds + at[1]), _TINY, 1 - _TINY)
        over = counts * (chance - hit)
        slopes = np.array([over @ odds + 2 * (at[0] - 1), over.sum() + 2 * at[1]])
        lost = -float(counts @ (hit * np.log(chance) + (1 - hit) * np.log(1 - chance)))
        return lost + float((at[0] - 1) ** 2 + at[1] ** 2), slopes

    slope, shift = minimize(misfit, [1.0, 0.0], jac=True, method="L-BFGS-B", bounds=[(0.1, 10), (-10, 10)]).x
    return float(slope), float(shift)


def fit_novelty(kernel: Array, truth: Array, counts: Array, own: int, solver: Solver) -> Novelty:
    """Learn what a new section looks like: hide one section in five from the model and look at the scores of its texts."""
    from sklearn.linear_model import LogisticRegression

    ends = truth.shape[1]
    if ends < 3 or own < 10:
        return Novelty()
    step = max(1, -(-own // _MOST_HELD))
    sampled, lessons = np.arange(0, own, step), np.arange(own, len(truth), step)
    known: list[Array] = []
    new: list[Array] = []
    for turn in range(min(_HOLD_OUTS, ends)):
        hidden = np.arange(ends) % _HOLD_OUTS == turn
        left = truth[:, ~hidden]
        keep = np.concatenate([sampled[left[sampled].sum(axis=1) > 0], lessons[left[lessons].sum(axis=1) > 0]])
        gone = sampled[left[sampled].sum(axis=1) == 0]
        stay = int((keep < own).sum())
        if not len(gone) or stay < 5:
            continue
        dual, bias, left_out = solver(kernel[np.ix_(keep, keep)], left[keep], counts[keep], stay)
        known.append(left_out)
        new.append(kernel[np.ix_(gone, keep)] @ dual + bias)
    if not new:
        return Novelty()
    signs = np.vstack([_signs(s) for s in (*known, *new)])
    is_new = np.concatenate([np.zeros(sum(map(len, known))), np.ones(sum(map(len, new)))])
    share = np.where(is_new > 0, _NEW_SHARE / is_new.mean(), (1 - _NEW_SHARE) / (1 - is_new.mean()))
    model = LogisticRegression(fit_intercept=False, max_iter=500).fit(signs, is_new, sample_weight=share)
    return Novelty([float(w) for w in model.coef_[0]])


def _signs(scores: Array) -> Array:
    """What tells a text that fits nowhere: a low best score, little lead over the second, and the constant."""
    top = np.sort(scores, axis=1)[:, -2:]
    return np.column_stack([top[:, -1], top[:, -1] - top[:, 0], np.ones(len(scores))])


def _softmax(scores: Array) -> Array:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


def _sigmoid(odds: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -500, 500))))
