"""Which section of the survey a paper belongs to, with calibrated probabilities.

Kernel ridge regression (the least-squares support vector machine of Suykens & Vandewalle, 1999) on words and characters, one
output for each section that has references of its own. Its leave-one-out answers are exact and cost nothing (Cawley & Talbot,
2003), so every reference helps to learn and every reference helps to calibrate. The survey's headings and aliases, and the
sentences that cite a reference, are texts to learn from too. A parent's probability is the sum of what lies below it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from littrack.model.embedding import Embedder
from littrack.model.odds import Calibration, Novelty, fit_calibration, fit_novelty
from littrack.model.text import Text
from littrack.model.vectors import Features, sparse_from_state, sparse_state
from littrack.records import SectionScore, Taxonomy, Term

Array = NDArray[np.float64]
Dense = NDArray[np.float32]
_RIDGE = 0.5
_HEADING_WEIGHT = 3.0
_CONTEXT_WEIGHT = 0.3
# The kernel is a square matrix of all texts learned from; beyond this many, the newest entries of the list are learned from.
_MOST_TEXTS = 6000
_SHOWN = 5
# Below this probability, given its parent, a child is not said: the parent is.
_SURE = 0.5


@dataclass(frozen=True, slots=True)
class Rows:
    """Texts that were read: ``sparse`` (n, words and characters), and ``dense`` (n, d), d being 0 without embeddings."""

    sparse: Any
    dense: Dense

    def __len__(self) -> int:
        return len(self.dense)


class Sections:
    """A fitted section model.

    ``slugs`` are all sections that can be said: those with references of their own (``is_end`` is 1) and those above them.
    Just after fitting, ``left_out`` has the probabilities of the list's own texts when they are left out, and their sections.
    """

    def __init__(
        self,
        ends: tuple[str, ...],
        taxonomy: Taxonomy,
        features: Features,
        index: Any,
        dense: Dense,
        dual: Array,
        bias: Array,
        calibration: Calibration,
        novelty: Novelty,
    ) -> None:
        self._ends = ends
        self._taxonomy = taxonomy
        self._features = features
        self._index = index
        self._dense = dense
        self._dual = dual
        self._bias = bias
        self._calibration = calibration
        self._novelty = novelty
        self._embedder = Embedder() if dense.shape[1] else None
        self.slugs, self._sums = nodes(ends, taxonomy)
        self._column = {slug: n for n, slug in enumerate(self.slugs)}
        self.is_end = np.isin(np.array(self.slugs, dtype=str), np.array(ends, dtype=str)).astype(float)
        self.left_out: tuple[Array, list[tuple[str, ...]]] | None = None
        self._parent = {s.slug: s.parent for s in taxonomy.sections if s.slug in self._column}
        self._below: dict[str, list[str]] = {}
        for slug, parent in self._parent.items():
            self._below.setdefault(parent or "", []).append(slug)

    @classmethod
    def fit(
        cls,
        texts: Sequence[Text],
        labels: Sequence[Sequence[str]],
        taxonomy: Taxonomy,
        weights: Sequence[float] = (),
        embeddings: bool = False,
    ) -> Sections:
        """Learn from texts and the slugs of the sections that each stands in.

        Args:
            texts: the list's entries.
            labels: for each text its sections; slugs that the taxonomy lacks, and texts without any, teach nothing.
            taxonomy: the survey's sections.
            weights: how much each text counts; default: all the same.
            embeddings: also compare by sentence embeddings (the extra ``embeddings``).
        """
        known = {s.slug for s in taxonomy.sections}
        rows = [n for n, row in enumerate(labels) if known.intersection(row)][-_MOST_TEXTS:]
        named = {slug for n in rows for slug in labels[n]}
        ends = tuple(s.slug for s in taxonomy.sections if s.slug in named)
        own = [texts[n] for n in rows]
        truth = np.array([[float(e in labels[n]) for e in ends] for n in rows]).reshape(len(rows), len(ends))
        counts = np.array([weights[n] if weights else 1.0 for n in rows])
        extra, extra_truth, extra_counts, of = _lessons(own, truth, counts, ends, taxonomy)
        everything = [*own, *extra]
        features = Features.fit(everything)
        index = features.both(everything)
        dense = Embedder().encode(everything) if embeddings else np.zeros((len(everything), 0), dtype=np.float32)
        kernel = _kernel(index, index, dense, dense)
        goal, loud = np.vstack([truth, extra_truth]), np.concatenate([counts, extra_counts])
        dual, bias, left_out = solve(kernel, goal, loud, len(own), of)
        slugs, sums = nodes(ends, taxonomy)
        calibration = fit_calibration(left_out, truth, sums, [slugs.index(e) for e in ends])
        novelty = fit_novelty(kernel, goal, loud, len(own), of, solve)
        made = cls(ends, taxonomy, features, index, dense, dual, bias, calibration, novelty)
        if len(ends) > 1:
            chances = calibration.probabilities(left_out, made._sums) * made.is_end
            made.left_out = chances, [tuple(e for e, t in zip(ends, row, strict=True) if t) for row in truth]
        return made

    def probabilities(self, texts: Sequence[Text]) -> Array:
        """For each text (rows) the probability that it stands in or below each of ``slugs`` (columns)."""
        if not self._ends:
            return np.zeros((len(texts), 0))
        return self._calibration.probabilities(self._scores(self.read(texts)), self._sums)

    def unplaced(self, texts: Sequence[Text]) -> Array:
        """For each text the probability that none of the sections fits."""
        return self._novelty.probabilities(self._scores(self.read(texts)))

    def predict(self, texts: Sequence[Text]) -> list[tuple[tuple[SectionScore, ...], float]]:
        """For each text its sections, the first being the one to say, and the probability that none fits.

        A child is said only where it is more probable than all else in its parent together; else its parent is.
        """
        return self.place(self.read(texts))

    def place(self, rows: Rows) -> list[tuple[tuple[SectionScore, ...], float]]:
        """What :meth:`predict` says of texts that are read already."""
        if not len(rows) or not self._ends:
            return [((), 1.0)] * len(rows)
        scores = self._scores(rows)
        chances = self._calibration.probabilities(scores, self._sums)
        return [
            (self._said(row), round(float(none), 4))
            for row, none in zip(chances, self._novelty.probabilities(scores), strict=True)
        ]

    def explain(self, rows: Rows, slugs: Sequence[str], n: int = 6) -> list[tuple[Term, ...]]:
        """For each text the words that spoke most for (above zero) and against its slug of ``slugs``.

        They are exact shares of the section's score before calibration; a slug that is not known has none.
        """
        names = self._features.word_names()
        words = rows.sparse[:, : len(names)]
        weighs = {slug: self._weighs(slug)[: len(names)] for slug in set(slugs)}
        found = []
        for slug, (start, end) in zip(slugs, pairwise(words.indptr), strict=True):
            columns = words.indices[start:end]
            pull = weighs[slug][columns] * words.data[start:end]
            best = np.argsort(-np.abs(pull), kind="stable")[:n]
            found.append(tuple(Term(names[columns[i]], round(float(pull[i]), 3)) for i in best if abs(pull[i]) > 0.0005))
        return found

    def _weighs(self, slug: str) -> Array:
        """What each word of weight one adds to the score of a section."""
        target = np.zeros(len(self._dual))
        if slug in self._column:
            target = self._dual @ self._sums[:, [self._column[slug]]].toarray().ravel()
        return np.asarray(self._index.T @ target) / _parts(self._dense)

    def state(self) -> dict[str, Any]:
        """All that :meth:`from_state` needs: arrays and plain values."""
        return {
            "ends": list(self._ends),
            "features": self._features.state(),
            "index": sparse_state(self._index.astype(np.float32)),
            "dense": self._dense,
            "dual": self._dual.astype(np.float32),
            "bias": self._bias,
            "calibration": self._calibration.state(),
            "novelty": self._novelty.state(),
        }

    @classmethod
    def from_state(cls, state: dict[str, Any], taxonomy: Taxonomy) -> Sections:
        """The inverse of :meth:`state`."""
        return cls(
            tuple(state["ends"]),
            taxonomy,
            Features.from_state(state["features"]),
            sparse_from_state(state["index"]),
            state["dense"],
            state["dual"],
            state["bias"],
            Calibration.from_state(state["calibration"]),
            Novelty.from_state(state["novelty"]),
        )

    def read(self, texts: Sequence[Text]) -> Rows:
        """Texts as this model compares them."""
        dense = self._embedder.encode(texts) if self._embedder else np.zeros((len(texts), 0), dtype=np.float32)
        return Rows(self._features.both(texts), dense)

    def _scores(self, rows: Rows) -> Array:
        return np.asarray(_kernel(rows.sparse, self._index, rows.dense, self._dense) @ self._dual + self._bias)

    def _said(self, row: Array) -> tuple[SectionScore, ...]:
        order = [self.slugs[n] for n in np.argsort(-row, kind="stable")]
        tops = [slug for slug in order if not self._parent[slug]]
        first = self._descend(tops[0], row)
        lines = {first, *(slug for slug in order if first.startswith(f"{slug}/"))}
        others = [self._descend(slug, row) for slug in tops[1:]]
        below = [slug for slug in order if slug.startswith(f"{first}/") and slug in self._ends][:2]
        rest = sorted((set(below) | set(others)) - lines, key=lambda slug: (-row[self._column[slug]], slug))
        return tuple(SectionScore(s, round(float(row[self._column[s]]), 4)) for s in (first, *rest[: _SHOWN - 1]))

    def _descend(self, slug: str, row: Array) -> str:
        while below := self._below.get(slug):
            best = max(below, key=lambda s: float(row[self._column[s]]))
            if row[self._column[best]] < _SURE * row[self._column[slug]]:
                break
            slug = best
        return slug


def solve(kernel: Array, truth: Array, counts: Array, own: int, of: NDArray[np.int64]) -> tuple[Array, Array, Array]:
    """Weighted kernel ridge regression and its exact leave-one-out answers.

    Args:
        kernel: similarities of all texts learned from, n × n.
        truth: what should come out, n × sections.
        counts: the weight of each text, n.
        own: the first ``own`` texts are the list's; only these are left out in turn.
        of: for each of the list's texts the row of its citing sentences, which is left out with it, or -1.

    Returns:
        Dual weights (n × sections), bias (sections), and the answers for the list's texts (own × sections).
    """
    bias = np.average(truth[:own], axis=0, weights=counts[:own]) if own else np.zeros(truth.shape[1])
    inverse = np.linalg.inv(kernel + _RIDGE * np.diag(1 / counts))
    dual = inverse @ (truth - bias)
    rows = np.arange(own)
    paired = np.maximum(of, 0)
    mine, theirs = inverse[rows, rows], np.where(of >= 0, inverse[paired, paired], 1.0)
    between = np.where(of >= 0, inverse[rows, paired], 0.0)
    share = mine * theirs - between**2
    left_out = truth[:own] - (theirs[:, None] * dual[:own] - between[:, None] * dual[paired]) / share[:, None]
    return dual, bias, left_out


def _lessons(
    own: Sequence[Text], truth: Array, counts: Array, ends: tuple[str, ...], taxonomy: Taxonomy
) -> tuple[list[Text], Array, Array, NDArray[np.int64]]:
    """The headings and the citing sentences as texts, what they teach, how much, and which text each sentence belongs to."""
    texts: list[Text] = []
    lessons: list[Array] = []
    loud: list[float] = []
    of = np.full(len(own), -1)
    for n, text in enumerate(own):
        if text.context and len(own) < _MOST_TEXTS // 2:
            of[n] = len(own) + len(texts)
            texts.append(replace(text, abstract=" ".join(text.context)))
            lessons.append(truth[n])
            loud.append(_CONTEXT_WEIGHT * counts[n])
    slugs, sums = nodes(ends, taxonomy)
    column = {slug: n for n, slug in enumerate(slugs)}
    for section in taxonomy.sections:
        if section.slug in column:
            below = sums[:, [column[section.slug]]].toarray().ravel()
            for heading in dict.fromkeys((section.heading, *section.aliases)):
                texts.append(Text(heading))
                lessons.append(below / below.sum())
                loud.append(_HEADING_WEIGHT)
    return texts, np.array(lessons).reshape(len(lessons), len(ends)), np.array(loud), of


def nodes(ends: tuple[str, ...], taxonomy: Taxonomy) -> tuple[tuple[str, ...], Any]:
    """Every section at or above ``ends``, and the sparse matrix (ends × sections) that sums ends into them."""
    from scipy.sparse import csr_matrix

    parent = {s.slug: s.parent for s in taxonomy.sections}
    lines: list[list[str]] = []
    for end in ends:
        line, at = list[str](), end
        while at and at not in line:
            line.append(at)
            at = parent.get(at) or ""
        lines.append(line)
    used = {slug for line in lines for slug in line}
    slugs = tuple(s.slug for s in taxonomy.sections if s.slug in used)
    column = {slug: n for n, slug in enumerate(slugs)}
    pairs = [(n, column[slug]) for n, line in enumerate(lines) for slug in line]
    places = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    return slugs, csr_matrix((np.ones(len(pairs)), (places[0], places[1])), shape=(len(ends), len(slugs)))


def _kernel(one: Any, other: Any, dense_one: Dense, dense_other: Dense) -> Array:
    found = np.asarray((one @ other.T).todense(), dtype=np.float64)
    if dense_one.shape[1]:
        found = found + 2 * (dense_one @ dense_other.T).astype(np.float64)
    return found / _parts(dense_one)


def _parts(dense: Dense) -> float:
    return 4.0 if dense.shape[1] else 2.0
