"""The relevance of very many papers for one or many surveys at once: the same scores as ``Relevance.score``, made fast.

Every text is read once, whatever the number of surveys, and every score is exact: no first stage leaves anything out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from littrack.model.counting import MOST_CHARACTERS, WIDTH, plainly
from littrack.model.joining import Join
from littrack.model.onepass import Array, Bytes, Ints, Numbers, Table, add_up
from littrack.model.relevance import Relevance

# A column that at least this share of the surveys weigh is kept dense: faster to add up, but it takes room for all of them.
_DENSE = 1 / 8


class Scorer:
    """Scores texts with several models. Columns of the results stand for the models, in the order given."""

    def __init__(self, models: Sequence[Relevance]) -> None:
        self.models = tuple(models)
        read, holders = np.unique(np.concatenate([m.columns for m in models]), return_counts=True)
        often = holders >= _DENSE * len(models)
        facets = [m.facets.columns if m.facets else read[:0] for m in models]
        extra = np.setdiff1d(np.concatenate(facets), read)
        columns = np.concatenate([read[often], read[~often], extra])
        self._columns = np.full(2 * WIDTH, -1, np.int32)
        self._columns[columns] = np.arange(len(columns))
        self._bits = np.packbits(self._columns >= 0, bitorder="little")
        split = int(often.sum())
        numbers = [_brief(np.stack([m.idf, m.weights], axis=1)) for m in models]
        starts, who, values = self._table([m.columns for m in models], numbers)
        self._dense = np.zeros((split, 2 * len(models)), values.dtype)
        some, rows = values[: starts[split]], np.repeat(np.arange(split), np.diff(starts[: split + 1]))
        self._dense[rows, who[: len(some)]] = some[:, 0]
        self._dense[rows, who[: len(some)] + len(models)] = some[:, 1]
        self._sparse = (starts[split:] - starts[split], who[len(some) :], values[len(some) :])
        sides = [
            (m.facets.columns, m.facets.weights[:, n]) if m.facets else (read[:0], np.zeros(0)) for m in models for n in (0, 1)
        ]
        self._facets = self._table([c[w != 0] for c, w in sides], [w[w != 0] for _, w in sides])
        self._join = Join(models)

    def score(self, titles: Sequence[str], abstracts: Sequence[str | None]) -> Array:
        """The ranking scores of n texts.

        Returns:
            (n, models) the same as ``Relevance.score`` gives.
        """
        return self._join(
            *self._sums(*_laid([text or "" for both in zip(titles, abstracts, strict=True) for text in both]))[:3]
        )

    def score_json(self, texts: Bytes, places: Ints) -> Array:
        """The ranking scores of n texts that are written as JSON writes strings.

        Args:
            texts: UTF-8.
            places: (n, 4) where in it each title begins and ends, and each abstract.
        """
        linear, facets, full, beyond = self._sums(texts, places)
        beyond |= (places[:, 1::2] - places[:, ::2] > MOST_CHARACTERS).any(axis=1)
        if beyond.any():  # Machine code knows the letters of ASCII only.
            rows = np.flatnonzero(beyond)
            bodies = [_unescaped(texts, *place) for row in places[rows].tolist() for place in (row[:2], row[2:])]
            linear[rows], facets[rows], full[rows], _ = self._sums(*_laid(bodies))
        return self._join(linear, facets, full)

    def _sums(self, texts: Bytes, places: Ints) -> tuple[Array, Array, NDArray[np.bool_], NDArray[np.bool_]]:
        linear, facets = np.zeros((len(places), len(self.models))), np.zeros((len(places), 2 * len(self.models)))
        longest = int((places[:, 1::2] - places[:, ::2]).max(initial=0))
        folded = np.zeros(longest + 24, np.uint8)
        eights = np.ndarray((longest + 16,), np.uint64, folded.data, 0, (1,))
        full, beyond = add_up(
            texts, places, folded, eights, self._columns, self._bits, self._dense, self._sparse, self._facets, linear, facets
        )
        return linear, facets, full, beyond

    def _table(self, columns: Sequence[Ints], numbers: Sequence[Numbers]) -> Table:
        """For every column which of ``columns`` have it, with the numbers of each."""
        rows = self._columns[np.concatenate(columns)]
        who = np.repeat(np.arange(len(columns), dtype=np.int32), [len(c) for c in columns])
        order = np.argsort(rows, kind="stable")
        starts = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=int(self._columns.max(initial=-1)) + 1))])
        joined: Any = np.concatenate(numbers)
        return starts, who[order], joined[order]


def _brief(numbers: Array) -> Numbers:
    """As numbers of four bytes where nothing is lost by it, as with every model that was trained since these were brief."""
    brief = numbers.astype(np.float32)
    return brief if (brief == numbers).all() else numbers


def _laid(bodies: Sequence[str]) -> tuple[Bytes, Ints]:
    """Titles and abstracts in turn, end to end, and the places of each."""
    laid = [plainly(body[:MOST_CHARACTERS]).replace("\\", " ").encode() for body in bodies]
    ends = np.concatenate([[0], np.cumsum([len(b) for b in laid], dtype=np.int64)])
    places = np.stack([ends[:-1], ends[1:]], axis=1).reshape(-1, 4)
    return np.frombuffer(b"".join(laid), np.uint8), places


def _unescaped(texts: Bytes, start: int, end: int) -> str:
    return str(orjson.loads(b'"' + texts[start:end].tobytes() + b'"'))
