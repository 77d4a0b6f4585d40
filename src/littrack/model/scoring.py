"""The relevance of very many papers for one or many surveys at once: the same scores as ``Relevance.score``, made fast.

Each text is read once. Words and pairs that no survey weighs are dropped while they are counted; what is left is multiplied
with the weights of all surveys together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from littrack.model.counting import MOST_CHARACTERS, WIDTH, count
from littrack.model.relevance import Relevance

Array = NDArray[np.float64]
_LETTER = re.compile(r"\w")
# A column that at least this share of the surveys weigh is kept dense: faster to multiply, but it takes room for all of them.
_DENSE = 1 / 8


@dataclass(frozen=True, slots=True)
class _Matrix:
    """(columns, k) numbers, of which the first rows are kept dense and the rest sparse."""

    dense: Array
    sparse: sp.csr_matrix

    def times(self, rows: sp.csr_matrix) -> Array:
        """(n, k) the product of ``rows`` (n, columns) with these."""
        if not self.sparse.shape[0]:
            return np.asarray(rows @ self.dense)
        near = rows.indices < len(self.dense)
        dense, sparse = _kept(rows, near, len(self.dense)), _kept(rows, ~near, self.sparse.shape[0], len(self.dense))
        return np.asarray(dense @ self.dense + (sparse @ self.sparse).toarray())


class Scorer:
    """Scores texts with several models. Columns of the results stand for the models, in the order given."""

    def __init__(self, models: Sequence[Relevance]) -> None:
        self.models = tuple(models)
        facets = [m.facets.columns for m in models if m.facets]
        columns, holders = np.unique(np.concatenate([m.columns for m in models]), return_counts=True)
        dense = holders >= _DENSE * len(models)
        columns = np.concatenate([columns[dense], columns[~dense]])
        extra = np.setdiff1d(np.concatenate([*facets, columns[:0]]), columns)
        self._size = len(columns) + len(extra)
        self._places = np.full(2 * WIDTH, -1, np.int32)
        self._places[np.concatenate([columns, extra])] = np.arange(self._size)
        split = int(dense.sum())
        self._weights = self._matrix([m.idf * m.weights for m in models], split)
        self._squares = self._matrix([m.idf**2 for m in models], split)
        self._facet_columns, self._facet_weights = self._facets()

    def score(self, titles: Sequence[str], abstracts: Sequence[str | None]) -> Array:
        """The ranking scores of n texts.

        Returns:
            (n, models) the same as ``Relevance.score`` gives.
        """
        bodies = [a or "" for a in abstracts]
        full = np.fromiter((bool(_LETTER.search(a, 0, MOST_CHARACTERS)) for a in bodies), bool, len(bodies))
        title, abstract = (count(part, self._places, self._size) for part in (titles, bodies))
        linear, facets = self._linear(title, abstract), self._facet_sums(title, abstract)
        found = np.empty(linear.shape)
        for n, model in enumerate(self.models):
            found[:, n] = model.join(linear[:, n], facets[:, 2 * n : 2 * n + 2], full)
        return found

    def _linear(self, title: sp.csr_matrix, abstract: sp.csr_matrix) -> Array:
        """The cosine-like linear part: see ``features.unit_rows``, which this is without making the rows."""
        title, abstract = _logarithmic(title), _logarithmic(abstract)
        square = title.multiply(abstract).tocsr()
        length_t, length_a = (np.sqrt(self._squares.times(_squared(rows))) for rows in (title, abstract))
        there_t, there_a = length_t > 0, length_a > 0
        length_t, length_a = np.where(there_t, length_t, 1.0), np.where(there_a, length_a, 1.0)
        total = self._weights.times(title) / length_t + self._weights.times(abstract) / length_a
        whole = there_t + there_a.astype(np.float64) + 2 * self._squares.times(square) / (length_t * length_a)
        return np.asarray(total / np.sqrt(np.where(whole > 0, whole, 1.0)))

    def _facet_sums(self, title: sp.csr_matrix, abstract: sp.csr_matrix) -> Array:
        """(n, 2 * models) the sums of each model's two facets."""
        from littrack.model.facets import TITLE

        width = self._facet_weights.shape[0]
        picked = [_picked(rows, self._facet_columns, width) for rows in (title, abstract)]
        hits = (picked[0] * TITLE + picked[1]).tocsr()
        hits.data = np.log1p(hits.data)
        return np.asarray(hits @ self._facet_weights)

    def _matrix(self, values: Sequence[Array], split: int) -> _Matrix:
        rows = np.concatenate([self._places[m.columns] for m in self.models])
        columns = np.repeat(np.arange(len(values)), [len(v) for v in values])
        every = sp.coo_matrix((np.concatenate(values), (rows, columns)), shape=(self._size, len(values))).tocsr()
        return _Matrix(every[:split].toarray(), every[split:])

    def _facets(self) -> tuple[NDArray[np.int32], Array]:
        """Where each column stands among the facets' words (-1: nowhere), and their (words, 2 * models) weights."""
        used = [m.facets.columns for m in self.models if m.facets]
        words = np.unique(self._places[np.concatenate([*used, np.zeros(0, np.int64)])])
        where = np.full(self._size, -1, np.int32)
        where[words] = np.arange(len(words))
        weights = np.zeros((len(words), 2 * len(self.models)))
        for n, model in enumerate(self.models):
            if model.facets:
                weights[where[self._places[model.facets.columns]], 2 * n : 2 * n + 2] = model.facets.weights
        return where, weights


def _logarithmic(rows: sp.csr_matrix) -> sp.csr_matrix:
    return sp.csr_matrix((1 + np.log(rows.data), rows.indices, rows.indptr), shape=rows.shape)


def _squared(rows: sp.csr_matrix) -> sp.csr_matrix:
    return sp.csr_matrix((rows.data**2, rows.indices, rows.indptr), shape=rows.shape)


def _picked(rows: sp.csr_matrix, where: NDArray[np.int32], width: int) -> sp.csr_matrix:
    """Only the columns that ``where`` numbers anew."""
    new = where[rows.indices]
    keep = new >= 0
    ends = np.concatenate([[0], np.cumsum(keep)])[rows.indptr]
    return sp.csr_matrix((rows.data[keep], new[keep], ends), shape=(rows.shape[0], width))


def _kept(rows: sp.csr_matrix, keep: NDArray[np.bool_], width: int, less: int = 0) -> sp.csr_matrix:
    """Only the entries that ``keep`` marks, their columns ``less`` so many."""
    ends = np.concatenate([[0], np.cumsum(keep)])[rows.indptr]
    return sp.csr_matrix((rows.data[keep], rows.indices[keep] - less, ends), shape=(rows.shape[0], width))
