"""Why a paper is suggested: its nearest references on the list and the authors that it shares with them."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any

import numpy as np

from littrack.model.text import Text
from littrack.model.vectors import Features, Terms, sparse_from_state, sparse_state
from littrack.records import Neighbour, Reference


class Shelf:
    """The survey's references, ready to be compared with a paper."""

    def __init__(self, keys: list[str], titles: list[str], authors: dict[str, str], features: Features, index: Any) -> None:
        self.keys = keys
        self._titles = titles
        self._authors = authors
        self._features = features
        self._index = index

    @classmethod
    def of(cls, references: Sequence[Reference], texts: Sequence[Text]) -> Shelf:
        """The shelf of these references; ``texts`` are theirs, in the same order."""
        features = Features.fit(texts)
        authors = {author_key(name): name for r in references for name in r.authors if author_key(name)}
        return cls([r.key for r in references], [r.title for r in references], authors, features, features.words(texts))

    def nearest(self, texts: Sequence[Text], terms: Terms | None = None, n: int = 3) -> list[tuple[Neighbour, ...]]:
        """The ``n`` references most similar to each text by the cosine of TF-IDF, above zero only."""
        rows = (self._features.words(texts, terms) @ self._index.T).toarray()
        best = np.argsort(-rows, axis=1, kind="stable")[:, :n].tolist()
        return [
            tuple(Neighbour(self.keys[i], self._titles[i], round(float(close[i]), 3)) for i in these if close[i] > 0)
            for these, close in zip(best, rows, strict=True)
        ]

    def shared_authors(self, text: Text) -> tuple[str, ...]:
        """The paper's authors who also wrote a reference (same family name and first initial)."""
        return tuple(name for name in text.authors if author_key(name) in self._authors)

    def state(self) -> dict[str, Any]:
        """All that :meth:`from_state` needs: arrays and plain values."""
        return {
            "keys": self.keys,
            "titles": self._titles,
            "authors": self._authors,
            "features": self._features.state(),
            "index": sparse_state(self._index.astype(np.float32)),
        }

    @classmethod
    def from_state(cls, state: dict[str, Any]) -> Shelf:
        """The inverse of :meth:`state`."""
        return cls(
            state["keys"],
            state["titles"],
            state["authors"],
            Features.from_state(state["features"]),
            sparse_from_state(state["index"]),
        )


def author_key(name: str) -> str:
    """Family name and first initial without accents: ``F. Jiang``, ``Feibo Jiang`` and ``Jiang, Feibo`` are one person."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).casefold()
    family, _, given = plain.partition(",") if "," in plain else plain.rpartition(" ")[::-1]
    return f"{family.strip()} {given.strip()[:1]}" if given.strip() else ""
