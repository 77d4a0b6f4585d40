"""Word vectors: what lets a short title be likened to another that shares no word with it.

``meanings.npz`` lies in the package: 100 numbers for each of some 16,000 words, learned by ``tools/meanings.py`` from arXiv
abstracts (CC0) by how words occur together. There is no text in it, and nothing is fetched.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from littrack.model.counting import WIDTH, count, word_columns
from littrack.model.features import picked
from littrack.model.text import Text

Floats = NDArray[np.float32]
# As with words: a short title is the surest witness; an abstract adds to it and must not drown it.
_ABSTRACT_SHARE = 0.5


class Meanings:
    """A table of words, as :func:`columns of the shared reading <littrack.model.counting.count>`, and their vectors.

    ``names`` are the words, the plural taken off; ``vectors`` (words × d) have the word's rarity as their length.
    """

    def __init__(self, names: Sequence[str], vectors: Floats, digest: str = "") -> None:
        self.names = list(names)
        self.vectors = vectors
        self.digest = digest
        self._columns = word_columns(self.names)[0] if self.names else np.zeros(0, np.int64)

    @classmethod
    @cache
    def packaged(cls) -> Meanings:
        """The table that comes with littrack."""
        data = files("littrack.model").joinpath("meanings.npz").read_bytes()
        with np.load(BytesIO(data), allow_pickle=False) as table:
            vectors = table["vectors"].astype(np.float32) * table["scales"][:, None]
            names = table["names"].tobytes().decode().split("\n")
        return cls(names, vectors, hashlib.sha256(data).hexdigest()[:12])

    def weights(self, texts: Sequence[Text]) -> Any:
        """A sparse matrix (texts × words) by which the words' vectors add up to unit vectors, one row a text."""
        titles = self._part([t.title for t in texts])
        both = (titles + _ABSTRACT_SHARE * self._part([t.abstract or "" for t in texts])).tocsr()
        return self._scaled(both)

    def _part(self, bodies: Sequence[str]) -> Any:
        counts = picked(count(bodies)[:, :WIDTH].tocsr(), self._columns)
        counts.data = 1 + np.log(counts.data)
        return self._scaled(counts)

    def _scaled(self, rows: Any) -> Any:
        """Rows whose words' vectors add up to length one; a text without a known word stays zero."""
        length = np.linalg.norm(rows @ self.vectors, axis=1)
        return sp.diags_array(1 / np.where(length > 0, length, 1.0), dtype=np.float64) @ rows
