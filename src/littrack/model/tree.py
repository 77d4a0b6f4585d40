"""The tree of a survey's sections as far as it can be said: what adds up into what, and how far down one may go."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from littrack.records import Taxonomy

Array = NDArray[np.float64]
# Below this probability, given its parent, a child is not said: the parent is.
_SURE = 0.5


class Tree:
    """The sections with references of their own (``ends``) and those above them.

    ``slugs`` are all of them, ``column`` their places, ``sums`` the sparse matrix (ends × slugs) that adds ends up into
    sections, and ``only`` the one that puts each end into its own column.
    """

    def __init__(self, ends: tuple[str, ...], taxonomy: Taxonomy) -> None:
        self.ends = ends
        above = {s.slug: s.parent for s in taxonomy.sections}
        lines = [_line(end, above) for end in ends]
        used = {slug for line in lines for slug in line}
        self.slugs = tuple(s.slug for s in taxonomy.sections if s.slug in used)
        self.column = {slug: n for n, slug in enumerate(self.slugs)}
        self.sums = self._matrix([(n, self.column[slug]) for n, line in enumerate(lines) for slug in line])
        self.only = self._matrix([(n, self.column[end]) for n, end in enumerate(ends)])
        self.parent = {slug: above[slug] for slug in self.slugs}
        self._below: dict[str, list[str]] = {}
        for slug, parent in self.parent.items():
            self._below.setdefault(parent or "", []).append(slug)

    def said(self, row: Array) -> str:
        """The section to say, given each section's chance with all below it (one row)."""
        return self.down(max(self._below[""], key=lambda slug: float(row[self.column[slug]])), row)

    def down(self, slug: str, row: Array) -> str:
        """The deepest section below ``slug`` that holds half of each one above it."""
        while below := self._below.get(slug):
            best = max(below, key=lambda s: float(row[self.column[s]]))
            if row[self.column[best]] < _SURE * row[self.column[slug]]:
                break
            slug = best
        return slug

    def _matrix(self, pairs: list[tuple[int, int]]) -> Any:
        from scipy.sparse import csr_matrix

        places = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
        return csr_matrix((np.ones(len(pairs)), (places[0], places[1])), shape=(len(self.ends), len(self.slugs)))


def _line(end: str, above: dict[str, str | None]) -> list[str]:
    """A section and all above it; a circle is walked once."""
    line, at = list[str](), end
    while at and at not in line:
        line.append(at)
        at = above.get(at) or ""
    return line
