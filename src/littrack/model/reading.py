"""Examples as a model of relevance reads them: rows made once, for the many models that are fitted on parts of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from littrack.model.counting import WIDTH
from littrack.model.examples import Examples
from littrack.model.facets import candidates
from littrack.model.features import Array, Counts, Ints, rounded, rows_of_hits

_PAIR_WEIGHT = 0.7  # beside a word as rare: it says its two words again


@dataclass(frozen=True, slots=True)
class Rows:
    """n texts: TF-IDF ``rows`` (n, m), counts of the words that facets may have, and whether there is an abstract."""

    rows: sp.csr_matrix
    own: Counts
    has_abstract: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.has_abstract)

    def take(self, mask: NDArray[np.bool_]) -> Rows:
        """These rows."""
        return Rows(self.rows[mask], self.own.take(mask), self.has_abstract[mask])


@dataclass(frozen=True, slots=True)
class Reading:
    """``examples`` without decisions, and their rows by the vocabulary ``columns`` and ``idf`` (m,).

    ``groups`` are positives and unlabelled; ``alone`` are the titles of the unlabelled.
    """

    examples: Examples
    columns: Ints
    idf: Array
    groups: tuple[Rows, Rows]
    alone: Rows
    headings: sp.csr_matrix

    @classmethod
    def of(cls, examples: Examples) -> Reading:
        """Read all examples."""
        columns, idf = _vocabulary(examples)
        words = candidates(examples.positives)

        def rows(counts: Counts) -> Rows:
            return Rows(rows_of_hits(counts.hits(columns), idf), counts.only(words), counts.has_abstract)

        groups = rows(examples.positives), rows(examples.unlabelled)
        alone, headings = rows(examples.unlabelled.titles_only()), rows(examples.headings)
        return cls(examples, columns, idf, groups, alone, headings.rows)

    def without(self, out: Sequence[NDArray[np.bool_]]) -> Reading:
        """All but those that ``out`` marks in each group, read by the same vocabulary."""
        positives, unlabelled = (group.take(~mask) for group, mask in zip(self.groups, out, strict=True))
        left = self.examples.without(out)
        return Reading(left, self.columns, self.idf, (positives, unlabelled), self.alone.take(~out[1]), self.headings)


def _vocabulary(examples: Examples) -> tuple[Ints, Array]:
    """Which columns the linear part reads, and their IDF: words of two texts or more, and pairs of the list's own."""
    listed = examples.positives.together(examples.headings)
    own = listed.document_frequency()
    frequency = own + examples.unlabelled.document_frequency()
    read = frequency >= (2 if len(examples.unlabelled) else 1)
    read[WIDTH:] &= own[WIDTH:] > 0
    columns = np.flatnonzero(read)
    count = len(listed) + len(examples.unlabelled)
    rarity = np.log((1 + count) / (1 + frequency[columns])) + 1
    return columns, rounded(np.where(columns < WIDTH, rarity, _PAIR_WEIGHT * rarity))
