"""Word vectors learned from a survey's own stream: what lets a title be likened to another that shares no word with it.

They are learned by how words occur together in abstracts: positive pointwise mutual information, factored (Levy, Goldberg and
Dagan, 2015), as seen from the most frequent words that are not in every fifth abstract; for this use that is as good as all
pairs of words, and takes less than a second. Where the stream is small there are none; ``pieces`` knows words of every field.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from littrack.model.counting import WIDTH, count, word_columns
from littrack.model.features import picked, words
from littrack.model.text import Text

Floats = NDArray[np.float32]
# As with words: a short title is the surest witness; an abstract adds to it and must not drown it.
_ABSTRACT_SHARE = 0.5
# Fewer abstracts than the one say too little of how words occur together; more than the other add nothing but time.
FEWEST, MOST = 1_000, 6_000
_NUMBERS = 100
_LEAST = 4  # abstracts that a word must stand in
_COMMON = 0.2
_SMOOTH = 0.75


@dataclass(frozen=True, slots=True)
class Spoken:
    """Texts as sums of word vectors: ``weights`` (texts × words, sparse) times ``vectors`` (words × d) of ``names``."""

    names: Sequence[str]
    weights: Any
    vectors: Floats

    @classmethod
    def of(cls, names: Sequence[str], vectors: Floats, titles: Any, abstracts: Any) -> Spoken:
        """From how often (logarithmic) each title and each abstract has each word; the sums have length one, or zero."""
        both = _scaled(titles, vectors) + _ABSTRACT_SHARE * _scaled(abstracts, vectors)
        return cls(names, _scaled(both.tocsr(), vectors), vectors)

    def times(self, factor: float) -> Spoken:
        """The same, ``factor`` times as long."""
        return Spoken(self.names, self.weights, self.vectors * np.float32(factor))

    @property
    def dense(self) -> Floats:
        """(texts, d) the sums."""
        return np.asarray(self.weights @ self.vectors, dtype=np.float32)


class Meanings:
    """A table of words and their vectors.

    ``names`` are the words, the plural taken off; ``steps`` (words × d) times ``scales`` (words,) are their ``vectors``, each
    as long as the word is rare.
    """

    def __init__(self, names: Sequence[str], steps: NDArray[np.int8], scales: Floats) -> None:
        self.names = list(names)
        self._steps, self._scales = steps, scales
        self.vectors: Floats = steps.astype(np.float32) * scales[:, None]
        self._columns = _columns(self.names)

    @classmethod
    def none(cls) -> Meanings:
        """A table that knows no word."""
        return cls([], np.zeros((0, 0), np.int8), np.zeros(0, np.float32))

    @classmethod
    def of_stream(cls, stream: Sequence[Text]) -> Meanings:
        """What the newest (last) papers of a survey's stream teach; where they are few, nothing."""
        bodies = [f"{t.title}. {t.abstract}" for t in stream[-MOST:] if t.abstract]
        return cls.learn(bodies) if len(bodies) >= FEWEST else cls.none()

    @classmethod
    def learn(cls, bodies: Sequence[str], most: int = 5_000, seen_from: int = 500) -> Meanings:
        """Learn the vectors of the ``most`` frequent words of some texts, each seen from ``seen_from`` others."""
        there = count(bodies)[:, :WIDTH].tocsr().astype(np.float32)
        there.data[:] = 1
        often = np.bincount(there.indices, minlength=WIDTH)
        columns = np.flatnonzero(often >= _LEAST)
        columns = columns[np.argsort(-often[columns], kind="stable")[:most]]
        rarity = np.log((len(bodies) + 1) / (often[columns] + 1))
        told = _association(picked(there, columns), np.flatnonzero(often[columns] < _COMMON * len(bodies))[:seen_from])
        values, axes = np.linalg.eigh((told.T @ told).astype(np.float64))
        values, axes = np.maximum(values[::-1][:_NUMBERS], 1e-9), axes[:, ::-1][:, :_NUMBERS]
        # The left singular vectors times the roots of the singular values.
        vectors = (told @ axes) / values**0.25 * rarity[:, None]
        scales = np.maximum(np.abs(vectors).max(axis=1, initial=0) / 127, 1e-12)
        return cls(_names(bodies, columns), np.rint(vectors / scales[:, None]).astype(np.int8), scales.astype(np.float32))

    def read(self, texts: Sequence[Text]) -> Spoken:
        """Texts as sums of the vectors of their words."""
        return Spoken.of(
            self.names, self.vectors, self._counts(t.title for t in texts), self._counts(t.abstract or "" for t in texts)
        )

    def _counts(self, bodies: Iterable[str]) -> Any:
        counts = picked(count(bodies), self._columns)
        counts.data = 1 + np.log(counts.data)
        return counts

    def state(self) -> dict[str, Any]:
        """Arrays, all that :meth:`from_state` needs."""
        return {"names": np.frombuffer("\n".join(self.names).encode(), np.uint8), "steps": self._steps, "scales": self._scales}

    @classmethod
    def from_state(cls, state: dict[str, Any]) -> Meanings:
        """The inverse of :meth:`state`."""
        names = state["names"].tobytes().decode()
        return cls(names.split("\n") if names else [], state["steps"], state["scales"])


def _scaled(rows: Any, vectors: Floats) -> Any:
    """Rows whose words' vectors add up to length one; a text without a known word stays zero."""
    length = np.linalg.norm(rows @ vectors, axis=1)
    return sp.diags_array(1 / np.where(length > 0, length, 1.0), dtype=np.float64) @ rows


def _association(there: Any, seen_from: NDArray[np.int64]) -> Floats:
    """(words × words seen from) positive pointwise mutual information."""
    together = np.asarray((there.T @ there[:, seen_from]).toarray())
    together[seen_from, np.arange(len(seen_from))] = 0
    other = together.sum(axis=0) ** _SMOOTH
    expected = np.outer(together.sum(axis=1), other / max(float(other.sum()), 1e-9))
    return np.asarray(np.log(np.maximum(together, 1e-9) / np.maximum(expected, 1e-9)).clip(0))


def _names(bodies: Sequence[str], columns: NDArray[np.int64]) -> list[str]:
    """The shortest, then most usual, spelling of each column."""
    spelled = Counter(itertools.chain.from_iterable(map(words, bodies)))
    order = sorted(spelled, key=lambda w: (-len(w), spelled[w], w))
    best = dict(zip(_columns(order).tolist(), order, strict=True))
    return [best[int(c)] for c in columns]


def _columns(names: Sequence[str]) -> NDArray[np.int64]:
    return word_columns(names)[0] if names else np.zeros(0, np.int64)
