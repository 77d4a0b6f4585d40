"""What a model of relevance is fitted on: what is listed, what was decided, and the stream."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from littrack.model.calibration import USUAL_SHARE
from littrack.model.features import Array, Counts

# Accepted papers count in all a fifth as much as the list: enough to learn from, and wrong ones cannot outweigh it.
_ACCEPTED_SHARE = 0.2


@dataclass(frozen=True, slots=True)
class Examples:
    """What a model is fitted on.

    ``weights`` (n positives,) say how much each positive counts, ``in_stream`` (n positives,) whether it came in the stream,
    of which ``unlabelled`` holds the share ``read``. ``accepted`` (n positives,) says which are a maintainer's decisions that
    the list has not got yet; ``trust`` (0 to 1) is how far these and the rejects are believed. ``usual`` is the share of
    relevant papers that the stream is believed to have before anything is seen.
    """

    positives: Counts
    unlabelled: Counts
    rejects: Counts
    headings: Counts
    weights: Array
    in_stream: NDArray[np.bool_]
    read: float = 1.0
    accepted: NDArray[np.bool_] | None = None
    usual: float = USUAL_SHARE
    trust: float = 1.0

    @property
    def decided(self) -> NDArray[np.bool_]:
        """(n positives,) which are accepted papers."""
        return np.zeros(len(self.positives), dtype=bool) if self.accepted is None else self.accepted

    @property
    def sure(self) -> NDArray[np.bool_]:
        """(n positives,) what facets and probabilities rest on: what is listed or, where nothing is, what was accepted."""
        return np.ones(len(self.positives), dtype=bool) if self.decided.all() else ~self.decided

    @property
    def groups(self) -> tuple[Counts, Counts, Counts]:
        """Positives, unlabelled and rejects."""
        return self.positives, self.unlabelled, self.rejects

    def without(self, out: Sequence[NDArray[np.bool_]]) -> Examples:
        """All but those that ``out`` marks in each group."""
        positives, unlabelled, rejects = (group.take(~mask) for group, mask in zip(self.groups, out, strict=True))
        return replace(
            self,
            positives=positives,
            unlabelled=unlabelled,
            rejects=rejects,
            weights=self.weights[~out[0]],
            in_stream=self.in_stream[~out[0]],
            accepted=self.decided[~out[0]],
        )

    def undecided(self, seed: int) -> Examples:
        """The same as if nothing had been decided: of the papers decided on, the share ``read`` is unlabelled as before."""
        back = self.positives.take(self.decided).together(self.rejects)
        drawn = np.random.default_rng(seed).random(len(back)) < self.read
        none, every = np.zeros(len(self.unlabelled), dtype=bool), np.ones(len(self.rejects), dtype=bool)
        listed = self.without([self.decided, none, every])
        return replace(listed, unlabelled=self.unlabelled.together(back.take(drawn)), accepted=None, trust=1.0)

    @property
    def bounded(self) -> Array:
        """(n positives,) the weights, those of accepted papers small enough for all of them not to outweigh the list."""
        listed, decided = self.weights[~self.decided].sum(), self.weights[self.decided].sum()
        most = _ACCEPTED_SHARE * self.trust * listed
        if not listed or decided <= most:
            return self.weights
        return np.where(self.decided, self.weights * most / decided, self.weights)
