"""Which section of the survey a paper belongs to, with calibrated probabilities.

Kernel ridge regression (the least-squares support vector machine of Suykens & Vandewalle, 1999) on words, characters and what
words mean, one output for each section that has references of its own. Its leave-one-out answers are exact and cost nothing
(Cawley & Talbot, 2003), so every reference helps to learn and every reference helps to calibrate. The survey's headings and
aliases are texts to learn from too. A parent's probability is the sum of what lies below it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from littrack.model.embedding import Embedder
from littrack.model.meanings import Meanings, Spoken
from littrack.model.odds import Calibration, Novelty, fit_calibration, fit_novelty
from littrack.model.pieces import Pieces
from littrack.model.text import Text
from littrack.model.tree import Tree
from littrack.model.vectors import Features, Terms, sparse_from_state, sparse_state
from littrack.records import SectionScore, Taxonomy, Term

Array = NDArray[np.float64]
Dense = NDArray[np.float32]
_RIDGE = 0.8
_HEADING_WEIGHT = 3.0
# Words, characters and word vectors count the same, but pieces half as much beside what a stream taught, which knows the field
# better; a sentence embedding counts as much as words and characters together.
_BESIDE_STREAM = 0.5
_EMBEDDING_WEIGHT = 2.0
# The kernel is a square matrix of all texts learned from; beyond this many, the newest entries of the list are learned from,
# and the first headings for which there is room.
_MOST_TEXTS = 6000
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Rows:
    """Texts that were read; the likeness of two texts is the product of their rows, sparse and dense added up.

    ``sparse`` (n, words and characters), ``spoken`` by each table of word vectors, and ``dense`` (n, d), which the latter
    add up to, one behind the other, with the sentence embeddings behind them where those are used.
    """

    sparse: Any
    spoken: tuple[Spoken, ...]
    dense: Dense

    def __len__(self) -> int:
        return len(self.dense)


class Sections:
    """A fitted section model.

    ``slugs`` are all sections that can be said: those with references of their own and those above them; ``meanings`` is what
    the stream taught of words. Just after fitting, ``left_out`` has, for the list's own texts when they are left out, what
    :meth:`own` says, and their sections.
    """

    def __init__(
        self,
        ends: tuple[str, ...],
        taxonomy: Taxonomy,
        features: Features,
        meanings: Meanings,
        pieces: Pieces,
        index: Any,
        dense: Dense,
        dual: Array,
        bias: Array,
        calibration: Calibration,
        novelty: Novelty,
        embeddings: bool = False,
    ) -> None:
        self._ends = ends
        self._taxonomy = taxonomy
        self._features = features
        self.meanings = meanings
        self._pieces = pieces
        self._index = index
        self._dense = dense
        self._dual = dual
        self._bias = bias
        self._calibration = calibration
        self._novelty = novelty
        self._embedder = Embedder() if embeddings else None
        self._tree = Tree(ends, taxonomy)
        self.slugs = self._tree.slugs
        self.left_out: tuple[Array, list[tuple[str, ...]]] | None = None

    @classmethod
    def fit(
        cls,
        texts: Sequence[Text],
        labels: Sequence[Sequence[str]],
        taxonomy: Taxonomy,
        weights: Sequence[float] = (),
        embeddings: bool = False,
        meanings: Meanings | None = None,
    ) -> Sections:
        """Learn from texts and the slugs of the sections that each stands in.

        Args:
            texts: the list's entries.
            labels: for each text its sections; slugs that the taxonomy lacks, and texts without any, teach nothing.
            taxonomy: the survey's sections.
            weights: how much each text counts; default: all the same.
            embeddings: also compare by sentence embeddings (the extra ``embeddings``).
            meanings: what a stream taught of words; default: nothing.
        """
        known = {s.slug for s in taxonomy.sections}
        rows = [n for n, row in enumerate(labels) if known.intersection(row)][-_MOST_TEXTS:]
        named = {slug for n in rows for slug in labels[n]}
        ends = tuple(s.slug for s in taxonomy.sections if s.slug in named)
        own = [texts[n] for n in rows]
        truth = np.array([[float(e in labels[n]) for e in ends] for n in rows]).reshape(len(rows), len(ends))
        counts = np.array([weights[n] if weights else 1.0 for n in rows])
        tree = Tree(ends, taxonomy)
        headings, taught = _headings(tree, taxonomy, _MOST_TEXTS - len(own))
        everything = [*own, *headings]
        features = Features.fit(everything)
        meanings, pieces = meanings or Meanings.none(), Pieces.packaged()
        read = _read(everything, features, meanings, pieces, Embedder() if embeddings else None)
        kernel = _kernel(read, read.sparse, read.dense)
        goal, loud = np.vstack([truth, taught]), np.concatenate([counts, np.full(len(headings), _HEADING_WEIGHT)])
        dual, bias, left_out = solve(kernel, goal, loud, len(own))
        calibration = fit_calibration(left_out, truth, counts, tree.sums, lambda row: tree.column[tree.said(row)])
        novelty = fit_novelty(kernel, goal, loud, len(own), solve)
        parts = (features, meanings, pieces, read.sparse, read.dense, dual, bias, calibration, novelty)
        made = cls(ends, taxonomy, *parts, embeddings)
        if len(ends) > 1:
            chances = calibration.probabilities(left_out, tree.only)
            made.left_out = chances, [tuple(e for e, t in zip(ends, row, strict=True) if t) for row in truth]
        return made

    def probabilities(self, texts: Sequence[Text]) -> Array:
        """For each text (rows) the probability that it stands in or below each of ``slugs`` (columns)."""
        if not self._ends:
            return np.zeros((len(texts), 0))
        return self._calibration.probabilities(self._scores(self.read(texts)), self._tree.sums)

    def own(self, texts: Sequence[Text]) -> Array:
        """For each text (rows) the probability that it stands in each of ``slugs`` (columns) itself, not below it."""
        if not self._ends:
            return np.zeros((len(texts), 0))
        return self._calibration.probabilities(self._scores(self.read(texts)), self._tree.only)

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
        chances = self._calibration.chances(scores, self._tree.sums)
        return [
            (self._said(row), round(float(none), 4))
            for row, none in zip(chances, self._novelty.probabilities(scores), strict=True)
        ]

    def explain(self, rows: Rows, slugs: Sequence[str], n: int = 6) -> list[tuple[Term, ...]]:
        """For each text the words that spoke most for (above zero) and against its slug of ``slugs``.

        They are exact shares of the section's score before calibration, by their letters and by their meaning together; a
        slug that is not known has none.
        """
        names = self._features.word_names()
        place = {slug: n for n, slug in enumerate(dict.fromkeys(slugs))}
        targets = self._targets(list(place))
        tables: list[tuple[Any, Sequence[str], Any]] = []
        tables.append((rows.sparse[:, : len(names)], names, (self._index.T @ targets)[: len(names)]))
        start = 0
        for spoken in rows.spoken:
            block = self._dense[:, start : (start := start + spoken.vectors.shape[1])]
            tables.append((spoken.weights, spoken.names, spoken.vectors @ (block.T @ targets)))
        told = [_pulls(*table, [place[s] for s in slugs]) for table in tables]
        return [_strongest(each, n) for each in zip(*told, strict=True)]

    def _targets(self, slugs: Sequence[str]) -> Array:
        """What likeness one to each text learned from adds to the score of each section (columns)."""
        targets = np.zeros((len(self._dual), len(slugs)))
        known = [n for n, slug in enumerate(slugs) if slug in self._tree.column]
        targets[:, known] = self._dual @ self._tree.sums[:, [self._tree.column[slugs[n]] for n in known]].toarray()
        return targets

    def state(self) -> dict[str, Any]:
        """All that :meth:`from_state` needs: arrays and plain values."""
        return {
            "ends": list(self._ends),
            "features": self._features.state(),
            "index": sparse_state(self._index.astype(np.float32)),
            "dense": self._dense,
            "embeddings": self._embedder is not None,
            "meanings": self.meanings.state(),
            "pieces": self._pieces.state(),
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
            Meanings.from_state(state["meanings"]),
            Pieces.from_state(state["pieces"]),
            sparse_from_state(state["index"]),
            state["dense"],
            state["dual"],
            state["bias"],
            Calibration.from_state(state["calibration"]),
            Novelty.from_state(state["novelty"]),
            state["embeddings"],
        )

    def read(self, texts: Sequence[Text], terms: Terms | None = None) -> Rows:
        """Texts as this model compares them; ``terms`` are theirs, where known (see ``vectors.terms_of``)."""
        return _read(texts, self._features, self.meanings, self._pieces, self._embedder, terms)

    def _scores(self, rows: Rows) -> Array:
        return np.asarray(_kernel(rows, self._index, self._dense) @ self._dual + self._bias)

    def _said(self, row: Array) -> tuple[SectionScore, ...]:
        order = [self.slugs[n] for n in np.argsort(-row, kind="stable")]
        first = self._tree.said(row)
        lines = {first, *(slug for slug in order if first.startswith(f"{slug}/"))}
        others = [self._tree.down(slug, row) for slug in order if not self._tree.parent[slug] and slug not in lines]
        below = [slug for slug in order if slug.startswith(f"{first}/") and slug in self._ends][:2]
        rest = sorted((set(below) | set(others)) - lines, key=lambda slug: (-row[self._tree.column[slug]], slug))
        likely = self._calibration.curved(row)
        return tuple(SectionScore(s, round(float(likely[self._tree.column[s]]), 4)) for s in (first, *rest[: _SHOWN - 1]))


def solve(kernel: Array, truth: Array, counts: Array, own: int) -> tuple[Array, Array, Array]:
    """Weighted kernel ridge regression and its exact leave-one-out answers.

    Args:
        kernel: similarities of all texts learned from, n × n.
        truth: what should come out, n × sections.
        counts: the weight of each text, n.
        own: the first ``own`` texts are the list's; only these are left out in turn.

    Returns:
        Dual weights (n × sections), bias (sections), and the answers for the list's texts (own × sections).
    """
    bias = np.average(truth[:own], axis=0, weights=counts[:own]) if own else np.zeros(truth.shape[1])
    inverse = np.linalg.inv(kernel + _RIDGE * np.diag(1 / counts))
    dual = inverse @ (truth - bias)
    left_out = truth[:own] - dual[:own] / np.diag(inverse)[:own, None]
    return dual, bias, left_out


def _headings(tree: Tree, taxonomy: Taxonomy, most: int) -> tuple[list[Text], Array]:
    """The first ``most`` headings and aliases as texts, and the sections (texts × ends) that each teaches."""
    texts: list[Text] = []
    lessons: list[Array] = []
    for section in taxonomy.sections:
        if section.slug in tree.column:
            below = tree.sums[:, [tree.column[section.slug]]].toarray().ravel()
            for heading in dict.fromkeys((section.heading, *section.aliases)):
                texts.append(Text(heading))
                lessons.append(below / below.sum())
    texts = texts[:most]
    return texts, np.array(lessons[:most]).reshape(len(texts), len(tree.ends))


def _read(
    texts: Sequence[Text],
    features: Features,
    meanings: Meanings,
    pieces: Pieces,
    embedder: Embedder | None,
    terms: Terms | None = None,
) -> Rows:
    taught = bool(meanings.names)
    loud = _BESIDE_STREAM if taught else 1.0
    share = (2 + taught + loud + _EMBEDDING_WEIGHT * (embedder is not None)) ** -0.5
    spoken = [meanings.read(texts).times(share)] if taught else []
    spoken.append(pieces.read(texts).times(share * loud**0.5))
    dense = [each.dense for each in spoken]
    if embedder:
        dense.append(np.float32(share * np.sqrt(_EMBEDDING_WEIGHT)) * embedder.encode(texts))
    return Rows(share * features.both(texts, terms), tuple(spoken), np.hstack(dense))


def _kernel(rows: Rows, index: Any, dense: Dense) -> Array:
    found = np.asarray((rows.sparse @ index.T).todense(), dtype=np.float64)
    return found + (rows.dense @ dense.T).astype(np.float64)


def _pulls(matrix: Any, names: Sequence[str], weighs: Array, which: Sequence[int]) -> list[dict[str, float]]:
    """Of each row of a sparse matrix what its columns pull by the weights in a column of ``weighs``, ``which`` is its own."""
    rows = matrix.tocsr()
    spans = zip(pairwise(rows.indptr), which, strict=True)
    pulls = [(rows.indices[a:b], rows.data[a:b] * weighs[rows.indices[a:b], n]) for (a, b), n in spans]
    return [{names[column]: float(pull) for column, pull in zip(*row, strict=True)} for row in pulls]


def _strongest(pulls: Sequence[dict[str, float]], n: int) -> tuple[Term, ...]:
    both = Counter[str]()
    for each in pulls:
        both.update(each)
    best = sorted(both, key=lambda name: -abs(both[name]))[:n]
    return tuple(Term(name, round(both[name], 3)) for name in best if abs(both[name]) > 0.0005)
