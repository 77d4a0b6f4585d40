"""Vectors of pieces of words: what lets the titles of a field be likened that no stream has told of.

The table that lies in the package (``pieces.npz``, made by ``tools/pieces.py``) is what remains of a sentence embedding when
each piece of a word may only add a vector of its own: distilled from all-MiniLM-L6-v2 (Apache-2.0), so that the sums over
titles come as close to its embeddings as they can. It knows the 27,000 pieces that this model cuts English words into.
"""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from littrack.model.features import words
from littrack.model.meanings import Spoken
from littrack.model.stopwords import STOP_WORDS
from littrack.model.text import Text

_INSIDE = "##"  # what a piece begins with that does not begin a word


class Pieces:
    """A table of pieces: ``steps`` (pieces × d / 2) has two numbers of four bits a byte, ``scales`` (pieces,) their unit."""

    def __init__(self, names: Sequence[str], steps: NDArray[np.uint8], scales: NDArray[np.float32]) -> None:
        self._names, self._steps, self._scales = list(names), steps, scales
        numbers = np.stack([steps >> 4, steps & 15], axis=-1).reshape(len(steps), -1).astype(np.float32) - 8
        self._vectors = numbers * scales[:, None].astype(np.float32)
        self._places = {name: n for n, name in enumerate(names)}
        self._longest = max(map(len, names), default=0)

    @classmethod
    @cache
    def packaged(cls) -> Pieces:
        """The table that comes with littrack."""
        with np.load(BytesIO(files("littrack.model").joinpath("pieces.npz").read_bytes()), allow_pickle=False) as table:
            return cls._of(dict(table))

    def read(self, texts: Sequence[Text]) -> Spoken:
        """Texts as sums of the vectors of their words; a word's is the sum of those of its pieces."""
        parts = [
            [Counter(said(body)) for body in bodies] for bodies in ([t.title for t in texts], [t.abstract or "" for t in texts])
        ]
        names = sorted({word for part in parts for row in part for word in row})
        column = {word: n for n, word in enumerate(names)}
        counts = [
            _matrix([[(column[w], 1 + math.log(n)) for w, n in row.items()] for row in part], len(names)) for part in parts
        ]
        return Spoken.of(names, self._of_words(names), *counts)

    def cut(self, word: str) -> list[int]:
        """The places of the pieces of a word, each the longest there is (WordPiece; Schuster & Nakajima, 2012); or []."""
        if word not in self._places and word[-1:] == "s" and word[:-1] in self._places:
            return [self._places[word[:-1]]]
        found: list[int] = []
        start = 0
        while start < len(word):
            head = _INSIDE if start else ""
            ends = range(min(len(word), start + self._longest), start, -1)
            end = next((end for end in ends if head + word[start:end] in self._places), 0)
            if not end:
                return []
            found.append(self._places[head + word[start:end]])
            start = end
        return found

    def state(self) -> dict[str, Any]:
        """Arrays, all that :meth:`from_state` needs."""
        return {"names": np.frombuffer("\n".join(self._names).encode(), np.uint8), "steps": self._steps, "scales": self._scales}

    @classmethod
    def from_state(cls, state: dict[str, Any]) -> Pieces:
        """The inverse of :meth:`state`. What is the packaged table is loaded but once, however many models have it."""
        packaged = cls.packaged().state()
        same = all(np.array_equal(packaged[key], state[key]) for key in packaged)
        return cls.packaged() if same else cls._of(state)

    @classmethod
    def _of(cls, state: dict[str, Any]) -> Pieces:
        return cls(state["names"].tobytes().decode().split("\n"), state["steps"], state["scales"])

    def _of_words(self, names: Sequence[str]) -> NDArray[np.float32]:
        cuts = [self.cut(name) for name in names]
        return np.asarray(_matrix(([(n, 1.0) for n in cut] for cut in cuts), len(self._names)) @ self._vectors, np.float32)


def said(text: str) -> list[str]:
    """The words of a text that are looked at: without accents and stop words."""
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return [word for word in words(text) if word not in STOP_WORDS]


def _matrix(rows: Iterable[Iterable[tuple[int, float]]], width: int) -> Any:
    """A sparse matrix from the columns that each row fills, and with what; the same column twice adds up."""
    filled = [list(row) for row in rows]
    columns = np.fromiter((column for row in filled for column, _ in row), np.int32)
    data = np.fromiter((number for row in filled for _, number in row), np.float64)
    ends = np.concatenate([[0], np.cumsum([len(row) for row in filled], dtype=np.int64)])
    return sp.csr_matrix((data, columns, ends), shape=(len(filled), width))
