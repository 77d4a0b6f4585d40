"""What a model of relevance is fitted on: what is listed, what was decided, and the stream."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from littrack.model.calibration import USUAL_SHARE
from littrack.model.features import Array, Counts


@dataclass(frozen=True, slots=True)
class Examples:
    """What a model is fitted on. ``rejects`` are among ``unlabelled`` too, as far as that holds the stream.

    ``weights`` (n positives,) say how much each positive counts, ``in_stream`` (n positives,) whether it came in the stream,
    of which ``unlabelled`` holds the share ``read``. ``accepted`` (n positives,) says which are a maintainer's decisions that
    the list has not got yet. ``usual`` is the share of relevant papers that the stream is believed to have before anything is
    seen.
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

    @property
    def decided(self) -> NDArray[np.bool_]:
        """(n positives,) which are accepted papers."""
        return np.zeros(len(self.positives), dtype=bool) if self.accepted is None else self.accepted

    @property
    def sure(self) -> NDArray[np.bool_]:
        """(n positives,) what counts as the list: what is listed or, where nothing is, what was accepted."""
        return np.ones(len(self.positives), dtype=bool) if self.decided.all() else ~self.decided

    @property
    def undecided(self) -> Examples:
        """The same as if nothing had been decided; where nothing is listed, what was accepted is the list."""
        listed = self.without([~self.sure, np.zeros(len(self.unlabelled), dtype=bool)])
        return replace(listed, rejects=self.rejects.take([]), accepted=None)

    def without(self, out: Sequence[NDArray[np.bool_]]) -> Examples:
        """All but the positives and unlabelled that ``out`` marks."""
        return replace(
            self,
            positives=self.positives.take(~out[0]),
            unlabelled=self.unlabelled.take(~out[1]),
            weights=self.weights[~out[0]],
            in_stream=self.in_stream[~out[0]],
            accepted=self.decided[~out[0]],
        )
