"""Word vectors: what lets a short title be likened to another that shares no word with it.

A survey's own stream teaches them by how words occur together in abstracts: positive pointwise mutual information, factored
(Levy, Goldberg and Dagan, 2015), as seen from the most frequent words that are not in every fifth abstract; for this use that
is as good as all pairs of words, and takes less than a second. Where the stream is small, the table that lies in the package
is used (``meanings.npz``, made by ``tools/meanings.py``): the word pieces of all-MiniLM-L6-v2 with the model's vectors (as
Tulkens & van Dongen, 2024, distil one), turned to where science differs. A word that it lacks is the sum of its pieces.
"""

from __future__ import annotations

import hashlib
import itertools
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from littrack.errors import ModelError
from littrack.model.counting import WIDTH, count, word_columns
from littrack.model.features import picked, words
from littrack.model.text import Text

Floats = NDArray[np.float32]
# As with words: a short title is the surest witness; an abstract adds to it and must not drown it.
_ABSTRACT_SHARE = 0.5
# Fewer abstracts than the one say too little of how words occur together; more than the other add nothing but time.
FEWEST, MOST = 1_000, 6_000
_NUMBERS = 100
_ON = "##"
_LONGEST = 60  # characters of a word that is looked at in pieces
_LEAST = 4  # abstracts that a word must stand in
_COMMON = 0.2
_SMOOTH = 0.75


@dataclass(frozen=True, slots=True)
class Meant:
    """What the words of some texts mean.

    ``names`` are the words that have a meaning, ``vectors`` (words × d) theirs, and ``weights`` (texts × words, sparse) add
    them up to unit vectors, one row a text.
    """

    names: list[str]
    vectors: Floats
    weights: Any

    @property
    def dense(self) -> Floats:
        """(texts × d) unit vectors; a text without a known word is zero."""
        return np.asarray(self.weights @ self.vectors, dtype=np.float32)


class Meanings:
    """A table of words and their vectors.

    ``names`` are the words, the plural taken off; ``steps`` (words × d) times ``scales`` (words,) are their ``vectors``, each
    as long as the word is rare. A name that begins with ``##`` is a piece that goes on a word.
    """

    def __init__(self, names: Sequence[str], steps: NDArray[np.int8], scales: Floats, table: str = "") -> None:
        self.names = list(names)
        self._steps, self._scales, self._table = steps, scales, table
        self.vectors: Floats = steps.astype(np.float32) * scales[:, None]
        self._row = {name: n for n, name in enumerate(self.names)}
        whole = [n for n, name in enumerate(self.names) if not name.startswith(_ON)]
        # Of a singular and a plural the first counts.
        self._at = dict(zip(_columns([self.names[n] for n in whole[::-1]]).tolist(), whole[::-1], strict=True))

    @classmethod
    @cache
    def packaged(cls) -> Meanings:
        """The table that comes with littrack."""
        data = files("littrack.model").joinpath("meanings.npz").read_bytes()
        with np.load(BytesIO(data), allow_pickle=False) as table:
            return cls(*_arrays(dict(table)), hashlib.sha256(data).hexdigest())

    @classmethod
    def of_stream(cls, stream: Sequence[Text]) -> Meanings:
        """What the newest (last) papers of a survey's stream teach; where they are few, the packaged table."""
        bodies = [f"{t.title}. {t.abstract}" for t in stream[-MOST:] if t.abstract]
        return cls.learn(bodies) if len(bodies) >= FEWEST else cls.packaged()

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

    def read(self, texts: Sequence[Text]) -> Meant:
        """What the words of these texts mean."""
        titles, abstracts = [t.title for t in texts], [t.abstract or "" for t in texts]
        spelled = sorted({word for body in (*titles, *abstracts) for word in words(body)})
        columns, first = np.unique(_columns(spelled), return_index=True)
        found = [self._vector(int(c), spelled[n]) for c, n in zip(columns, first, strict=True)]
        known = [n for n, vector in enumerate(found) if vector.any()]
        vectors = np.array([found[n] for n in known], np.float32).reshape(len(known), self.vectors.shape[1])
        parts = [_scaled(_loud(picked(count(bodies), columns[known])), vectors) for bodies in (titles, abstracts)]
        weights = _scaled((parts[0] + _ABSTRACT_SHARE * parts[1]).tocsr(), vectors)
        return Meant([spelled[first[n]] for n in known], vectors, weights)

    def _vector(self, column: int, word: str) -> Floats:
        """The vector of a word, else the sum of its pieces'; zero where it has none."""
        rows = [self._at[column]] if column in self._at else self._pieces(word)
        return np.asarray(self.vectors[rows].sum(axis=0))

    def _pieces(self, word: str) -> list[int]:
        """The rows of the longest pieces, from the left, that make up a word (WordPiece: Schuster & Nakajima, 2012)."""
        rest = "".join(c for c in unicodedata.normalize("NFD", word[: _LONGEST + 1]) if not unicodedata.combining(c))
        found: list[int] = []
        while rest and len(rest) <= _LONGEST:
            fits = (n for n in range(len(rest), 0, -1) if (_ON if found else "") + rest[:n] in self._row)
            if not (size := next(fits, 0)):
                return []
            found.append(self._row[(_ON if found else "") + rest[:size]])
            rest = rest[size:]
        return found

    def state(self) -> dict[str, Any]:
        """All that :meth:`from_state` needs; of the packaged table only which one it is."""
        if self._table:
            return {"table": self._table}
        return {"names": np.frombuffer("\n".join(self.names).encode(), np.uint8), "steps": self._steps, "scales": self._scales}

    @classmethod
    def from_state(cls, state: dict[str, Any]) -> Meanings:
        """The inverse of :meth:`state`.

        Raises:
            ModelError: the packaged table is not the one that was learned with.
        """
        if "table" not in state:
            return cls(*_arrays(state))
        if state["table"] != cls.packaged()._table:
            raise ModelError("the model was trained with word vectors of another version of littrack", "run `littrack train`")
        return cls.packaged()


def _arrays(state: dict[str, Any]) -> tuple[list[str], NDArray[np.int8], Floats]:
    return state["names"].tobytes().decode().split("\n"), state["steps"], state["scales"]


def _loud(counts: Any) -> Any:
    counts.data = 1 + np.log(counts.data)
    return counts


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
