"""Texts as sparse vectors: TF-IDF of words and word pairs, and of the characters of titles.

The vectors are those of scikit-learn's ``TfidfVectorizer`` (logarithmic counts, smooth IDF, length one). They are made here
because importing scikit-learn takes longer than to judge a day's papers.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from littrack.model.stopwords import STOP_WORDS
from littrack.model.text import Text

# A short title is the surest witness; an abstract adds to it and must not drown it.
_ABSTRACT_SHARE = 0.5
_WORD = re.compile(r"\b\w[\w.+-]*\w\b")
_SHORTEST, _LONGEST = 3, 5
Read = Callable[[str], Iterable[str]]
Terms = tuple[list[list[str]], list[list[str]]]


def words_and_pairs(text: str) -> list[str]:
    """The words of a text without stop words, and every two of them that are then neighbours."""
    words = [word for word in _WORD.findall(text.lower()) if word not in STOP_WORDS]
    return [*words, *map(" ".join, itertools.pairwise(words))]


def terms_of(texts: Sequence[Text]) -> Terms:
    """The words and pairs of titles and of abstracts: what every :class:`Features` reads of these texts."""
    return [words_and_pairs(t.title) for t in texts], [words_and_pairs(t.abstract or "") for t in texts]


def characters(text: str) -> list[str]:
    """All runs of 3 to 5 characters of each word, its blanks on both sides included; a shorter word is one run."""
    found = []
    for word in text.lower().split():
        padded = f" {word} "
        for size in range(_SHORTEST, _LONGEST + 1):
            found += [padded[at : at + size] for at in range(max(len(padded) - size, 0) + 1)]
            if len(padded) <= size:
                break
    return found


@dataclass(frozen=True, slots=True)
class Vectors:
    """The terms that are known, each with its column, and (m,) their IDF."""

    terms: dict[str, int]
    idf: NDArray[np.float64]
    read: Read

    @classmethod
    def fit(cls, texts: Sequence[str], read: Read) -> Vectors:
        """Know every term of these texts."""
        frequency = Counter(term for text in texts for term in set(read(text)))
        terms = sorted(frequency)
        idf = np.log((1 + len(texts)) / (1 + np.array([frequency[t] for t in terms], np.float64))) + 1
        return cls(dict(zip(terms, range(len(terms)), strict=True)), idf, read)

    def rows(self, texts: Sequence[str]) -> sp.csr_matrix:
        """(n, m) unit vectors; a text without known terms is zero."""
        return self.rows_of([self.read(text) for text in texts])

    def rows_of(self, texts: Sequence[Iterable[str]]) -> sp.csr_matrix:
        """The same of texts of which the terms are known."""
        columns: list[Any] = []
        counts: list[int] = []
        ends = [0]
        for terms in texts:
            found = Counter(map(self.terms.get, terms))
            found.pop(None, None)
            columns += found.keys()
            counts += found.values()
            ends.append(len(columns))
        data = (1 + np.log(np.array(counts, np.float64))) * self.idf[np.array(columns, np.int64)]
        rows = sp.csr_matrix((data, np.array(columns, np.int32), np.array(ends, np.int32)), shape=(len(texts), len(self.terms)))
        rows.sort_indices()
        return unit(rows)

    def names(self) -> list[str]:
        """What the columns stand for."""
        return sorted(self.terms, key=self.terms.__getitem__)


class Features:
    """Words and pairs of words from title and abstract, runs of 3–5 characters from the title; each half has length one.

    Characters see what words do not: compounds, plurals, names of models, languages that put no spaces.
    """

    def __init__(self, words: Vectors, characters: Vectors) -> None:
        self._words = words
        self._characters = characters

    @classmethod
    def fit(cls, texts: Sequence[Text]) -> Features:
        """Learn the vocabulary from these texts; texts without a single word are no harm."""
        bodies = [body for t in texts for body in (t.title, t.abstract or "") if body]
        return cls(Vectors.fit(bodies, words_and_pairs), Vectors.fit([t.title for t in texts], characters))

    def words(self, texts: Sequence[Text], terms: Terms | None = None) -> Any:
        """Unit vectors of words, one row a text; a title as loud as twice its abstract. ``terms`` are theirs, where known."""
        titles, abstracts = map(self._words.rows_of, terms or terms_of(texts))
        return unit((titles + _ABSTRACT_SHARE * abstracts).tocsr())

    def both(self, texts: Sequence[Text], terms: Terms | None = None) -> Any:
        """Words and characters side by side; a row's length is the square root of two."""
        return sp.hstack([self.words(texts, terms), self._characters.rows([t.title for t in texts])], format="csr")

    def word_names(self) -> list[str]:
        """What the first columns of :meth:`both` stand for; the rest are characters."""
        return self._words.names()

    def state(self) -> dict[str, Any]:
        """All that :meth:`from_state` needs: arrays and plain values."""
        return {
            "words": self.word_names(),
            "word_idf": self._words.idf,
            "characters": self._characters.names(),
            "character_idf": self._characters.idf,
        }

    @classmethod
    def from_state(cls, state: dict[str, Any]) -> Features:
        """The inverse of :meth:`state`."""
        known = [{term: n for n, term in enumerate(state[key])} for key in ("words", "characters")]
        return cls(Vectors(known[0], state["word_idf"], words_and_pairs), Vectors(known[1], state["character_idf"], characters))


def unit(rows: sp.csr_matrix) -> sp.csr_matrix:
    """The rows divided by their lengths; one of zeros stays."""
    square = np.asarray(rows.multiply(rows).sum(axis=1)).ravel()
    length = np.repeat(np.sqrt(np.where(square > 0, square, 1.0)), np.diff(rows.indptr))
    return sp.csr_matrix((rows.data / length, rows.indices, rows.indptr), shape=rows.shape)


def sparse_state(matrix: Any) -> dict[str, Any]:
    """A sparse matrix as arrays and plain values."""
    return {"data": matrix.data, "indices": matrix.indices, "indptr": matrix.indptr, "columns": int(matrix.shape[1])}


def sparse_from_state(state: dict[str, Any]) -> Any:
    """The inverse of :func:`sparse_state`."""
    from scipy.sparse import csr_matrix

    shape = (len(state["indptr"]) - 1, state["columns"])
    return csr_matrix((state["data"], state["indices"], state["indptr"]), shape=shape)
