"""Words and pairs of words as hashed counts: the one reading of a text that every model of this room shares.

A text becomes two rows of counts, one of its title and one of its abstract. Column ``n`` below :data:`WIDTH` is a word
(lower case, plural ``s`` taken off), column ``WIDTH + n`` a pair of neighbouring words. Hashing needs no vocabulary: the same
text has the same row whatever else is read, so rows can be counted once and used by every model (``Counts.take``).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from littrack.model.counting import MOST_CHARACTERS, TITLE, count, pair_columns, word_columns
from littrack.model.text import Text
from littrack.model.vectors import unit

Array = NDArray[np.float64]
Ints = NDArray[np.int64]

_WORD = re.compile(r"\w+")


def words(text: str) -> list[str]:
    """The words of a text, in order, in lower case."""
    return _WORD.findall(text[:MOST_CHARACTERS].lower())


def named_columns(texts: Sequence[str]) -> list[dict[int, str]]:
    """Every column that each text fills, with the word or phrase that fills it, as it was written first."""
    found = [words(text) for text in texts]
    at, sizes = word_columns([" ".join(each) for each in found])
    return [_names(*each) for each in zip(np.split(at, np.cumsum(sizes)[:-1]), found, strict=True)] if texts else []


def _names(at: Ints, found: Sequence[str]) -> dict[int, str]:
    columns = [*at.tolist(), *pair_columns(at[:-1], at[1:]).tolist()]
    said = [*found, *(f"{one} {other}" for one, other in itertools.pairwise(found))]
    return dict(zip(reversed(columns), reversed(said), strict=True))  # the first is written last, and stays


@dataclass(frozen=True, slots=True)
class Counts:
    """The counts of n texts: ``title`` and ``abstract``, each (n, 2 * WIDTH)."""

    title: sp.csr_matrix
    abstract: sp.csr_matrix

    @classmethod
    def of(cls, texts: Sequence[Text]) -> Counts:
        """Read texts."""
        return cls(count(t.title or "" for t in texts), count(t.abstract or "" for t in texts))

    def __len__(self) -> int:
        return int(self.title.shape[0])

    @property
    def has_abstract(self) -> NDArray[np.bool_]:
        """(n,) whether there is a word in the abstract."""
        return np.asarray(np.diff(self.abstract.indptr) > 0)

    def take(self, rows: Any) -> Counts:
        """These rows (indices or a mask)."""
        return Counts(self.title[rows], self.abstract[rows])

    def titles_only(self) -> Counts:
        """The same texts as if they had no abstract."""
        return Counts(self.title, sp.csr_matrix(self.abstract.shape))

    def together(self, *others: Counts) -> Counts:
        """These texts and, behind them, others."""
        every = (self, *others)
        return Counts(sp.vstack([c.title for c in every], format="csr"), sp.vstack([c.abstract for c in every], format="csr"))

    def columns(self, columns: Ints) -> Counts:
        """Only these columns, numbered anew in the order given."""
        return Counts(picked(self.title, columns), picked(self.abstract, columns))

    def only(self, columns: Ints) -> Counts:
        """Only these columns, in order, numbered as before; the others are empty."""
        return Counts(_only(self.title, columns), _only(self.abstract, columns))

    def hits(self, columns: Ints) -> sp.csr_matrix:
        """(n, m) how often each text has these columns: in the title for two, and in the abstract."""
        return (picked(self.title, columns) * TITLE + picked(self.abstract, columns)).tocsr()

    def document_frequency(self) -> Ints:
        """(width,) in how many texts each column occurs, in title or abstract."""
        seen = (self.title + self.abstract).tocsr()
        return np.bincount(seen.indices, minlength=seen.shape[1])


def picked(rows: sp.csr_matrix, columns: Ints) -> sp.csr_matrix:
    """``rows[:, columns]``, without the time that SciPy takes for all the columns that are not wanted."""
    if not len(columns):
        return sp.csr_matrix((rows.shape[0], 0))
    new = _places(rows.indices, columns, rows.shape[1])
    keep = new >= 0
    ends = np.concatenate([[0], np.cumsum(keep)])[rows.indptr]
    found = sp.csr_matrix((rows.data[keep], new[keep], ends), shape=(rows.shape[0], len(columns)))
    found.sort_indices()
    return found


def _only(rows: sp.csr_matrix, columns: Ints) -> sp.csr_matrix:
    found = picked(rows, columns)
    return sp.csr_matrix((found.data, columns[found.indices], found.indptr), shape=rows.shape)


def _places(indices: Any, columns: Ints, width: int) -> Ints:
    """Where each of the indices stands among the columns; -1 where it does not."""
    if len(indices) > width >> 6:  # a table of all columns is worth its making
        table = np.full(width, -1, np.int32)
        table[columns] = np.arange(len(columns))
        return np.asarray(table[indices])
    order = np.argsort(columns, kind="stable")
    new = order[np.minimum(np.searchsorted(columns, indices, sorter=order), len(columns) - 1)]
    return np.where(columns[new] == indices, new, -1)


def rows_of_hits(hits: sp.csr_matrix, idf: Array) -> sp.csr_matrix:
    """TF-IDF rows of length one, of title and abstract as one text; without an abstract, of the title: it loses nothing."""
    return unit(_weighted(hits, idf))


def unit_rows(counts: Counts, idf: Array) -> sp.csr_matrix:
    """TF-IDF rows of length one: title and abstract each logarithmic, weighted and normalised, then added up.

    The abstract, however long, says as much as the title, and a text without abstract is its title: it loses nothing.
    """
    return unit((unit(_weighted(counts.title, idf)) + unit(_weighted(counts.abstract, idf))).tocsr())


def rounded(numbers: Array) -> Array:
    """Numbers that four bytes hold without loss, so that ``score`` has half the memory to read (see ``scoring``)."""
    return numbers.astype(np.float32).astype(np.float64)


def _weighted(counts: sp.csr_matrix, idf: Array) -> sp.csr_matrix:
    return sp.csr_matrix(((1 + np.log(counts.data)) * idf[counts.indices], counts.indices, counts.indptr), shape=counts.shape)
