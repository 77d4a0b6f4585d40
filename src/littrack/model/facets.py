"""A survey's facets: the two bundles of words that a paper must touch both of.

Most surveys are about a method *in* a domain, say large models in wireless communication. A linear model adds the two up, so
much of one makes up for none of the other. Here words and pairs of words of the survey's own titles are split in two by how
they occur together in the unlabelled stream: those of one facet occur together there, those of different facets do not. A
paper then scores by the product of both facets. Nothing is written by hand, and where it does not help, cross-validation
leaves it out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from littrack.model.counting import WIDTH
from littrack.model.features import Array, Counts, Ints, picked

_WORDS = 100
_PAIRS = 50
_PAIR_WEIGHT = 0.5  # beside a word as telling: it says its two words again
_MOST_IN_COMMON = 0.3  # Above, the leading direction is the field itself, and no split of it.
FLOOR = 0.02  # What a paper without any word of a facet keeps of it.


@dataclass(frozen=True, slots=True)
class Facets:
    """Two bundles of words and pairs. ``columns`` (m,) are the survey's, ``weights`` (m, 2) what each adds to either facet.

    ``half`` (2,) is the sum at which a facet is half there: the median of the survey's references.
    """

    columns: Ints
    weights: Array
    half: Array

    @classmethod
    def find(cls, positives: Counts, stream: Counts) -> Facets | None:
        """Find the facets of a survey, or None where there are too few words to split.

        Words are chosen by how much more often they stand in the survey's titles than in the stream's, and split by the
        sign of the leading eigenvector of their pointwise mutual information in the stream (spectral clustering with two
        clusters: Shi and Malik, 2000). Where that says little more than that they all are of one field, the leading one
        at right angles to what they have in common splits them.
        """
        columns, odds, share = _own_words(positives, stream)
        if len(columns) < 4:
            return None
        split = _split(_association(stream, columns, share), np.sqrt(share))
        strength = np.abs(split) / np.abs(split).max()
        weights = np.stack([odds * strength * (split > 0), odds * strength * (split < 0)], axis=1)
        if (weights > 0).sum(axis=0).min() < 2:
            return None
        facets = cls(columns, weights, np.ones(2))
        sums = facets._sums(positives)
        half = np.array([np.median(s[s > 0]) if (s > 0).any() else 1.0 for s in sums.T])
        return cls(columns, weights, half)

    def score(self, counts: Counts) -> Array:
        """(n,) the log of the product of both facets; 0 at most, higher first."""
        return self.joined(self._sums(counts))

    def joined(self, sums: Array) -> Array:
        """(n,) the scores of texts whose sums of both facets (n, 2) are known."""
        both = np.log(sums / (sums + self.half) + FLOOR)
        return np.asarray(both[:, 0] + both[:, 1])

    def gains(self, counts: Counts) -> Array:
        """(n, m) what each word of each text adds to its score, beside the others."""
        by_word = np.log1p(counts.hits(self.columns).toarray())[:, :, None] * self.weights
        whole = by_word.sum(axis=1, keepdims=True)
        rest = np.maximum(whole - by_word, 0.0)
        gains = np.log(whole / (whole + self.half) + FLOOR) - np.log(rest / (rest + self.half) + FLOOR)
        return np.asarray(gains.sum(axis=2))

    def state(self) -> dict[str, Any]:
        """Plain arrays."""
        return {"columns": self.columns, "weights": self.weights, "half": self.half}

    def _sums(self, counts: Counts) -> Array:
        hits = counts.hits(self.columns)
        hits.data = np.log1p(hits.data)
        return np.asarray(hits @ self.weights)


def _own_words(positives: Counts, stream: Counts) -> tuple[Ints, Array, Array]:
    """The survey's words and pairs: columns, log-odds against the stream, and these times how common they are on the list."""
    columns = candidates(positives)
    listed, common = (np.bincount(picked(c.title, columns).indices, minlength=len(columns)) for c in (positives, stream))
    n, m, pairs = len(positives), max(len(stream), 1), columns >= WIDTH
    odds = np.log((listed + 0.5 * (common + 0.5) / m) / (n + 0.5)) - np.log((common + 0.5) / (m + 0.5))
    odds[pairs] *= _PAIR_WEIGHT
    share = listed / n * odds
    best = np.argsort(-share, kind="stable")
    best = best[share[best] > 0]
    best = np.concatenate([best[~pairs[best]][:_WORDS], best[pairs[best]][:_PAIRS]])
    return columns[best], odds[best], share[best]


def candidates(positives: Counts) -> Ints:
    """The columns that a facet of these references may have: the words and pairs of two titles or more."""
    return np.flatnonzero(np.bincount(positives.title.indices, minlength=2 * WIDTH) >= 2)


def _association(stream: Counts, columns: Ints, share: Array) -> Array:
    """(m, m) pointwise mutual information of words in the stream, smoothed and weighted by the words' shares."""
    hits = stream.hits(columns)
    hits.data = np.ones_like(hits.data)
    together = np.asarray((hits.T @ hits).toarray())
    alone = np.diag(together)
    expected = np.outer(alone, alone) / max(len(stream), 1)
    prior = 0.5 * np.sqrt(np.maximum(expected, 0.05))
    information = np.log((together + prior) / (expected + prior)).clip(-2, 3)
    np.fill_diagonal(information, 0)
    return np.asarray(information * np.sqrt(np.outer(share, share)))


def _split(matrix: Array, together: Array) -> Array:
    """The direction that splits the words in two; ``together`` is the one in which all of them go the same way."""
    common = together / np.linalg.norm(together)
    leading = _leading(matrix)
    if abs(leading @ common) < _MOST_IN_COMMON:
        return leading
    apart = np.eye(len(common)) - np.outer(common, common)
    return _leading(apart @ matrix @ apart)


def _leading(matrix: Array) -> Array:
    """The eigenvector of the largest eigenvalue, with the sign that makes its sum positive."""
    vector = np.asarray(np.linalg.eigh(matrix)[1][:, -1])
    return vector if vector.sum() >= 0 else -vector
