"""Figures of a section model: hits, F1 and calibration, each with the number it rests on and a bootstrap interval."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from littrack.model.sections import Sections
from littrack.model.text import Text
from littrack.records import Section, Taxonomy

Array = NDArray[np.float64]
_DRAWS = 1000
_AT_ONCE = 100  # of them
_BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """One step of a reliability curve: of ``n`` texts whose probability lay around ``said``, the share ``came`` was right."""

    said: float
    came: float
    n: int


@dataclass(frozen=True, slots=True)
class Placed:
    """What a section model said of texts whose sections are known.

    ``ranked`` has the five most probable columns of each text; ``truth`` is texts × sections; ``confidence`` is of the first.
    """

    ranked: NDArray[np.int64]
    truth: NDArray[np.bool_]
    confidence: Array

    @classmethod
    def of(cls, chances: Array, slugs: Sequence[str], labels: Sequence[Sequence[str]]) -> Placed:
        """From probabilities (texts × ``slugs``) and the true slugs of each text."""
        ranked = np.argsort(-chances, axis=1, kind="stable")[:, :5]
        names = [*slugs, *sorted({s for row in labels for s in row} - set(slugs))]  # unseen sections are misses, not left out
        column = {slug: n for n, slug in enumerate(names)}
        truth = np.zeros((len(labels), len(names)), dtype=bool)
        for n, row in enumerate(labels):
            truth[n, [column[s] for s in row]] = True
        return cls(ranked, truth, np.take_along_axis(chances, ranked[:, :1], axis=1).ravel())

    def hits(self, k: int) -> NDArray[np.bool_]:
        """For each text whether a true section is among the first ``k``."""
        return np.asarray(np.take_along_axis(self.truth, self.ranked[:, :k], axis=1).any(axis=1))

    def f1(self, rows: Any = slice(None)) -> tuple[Any, Any]:
        """Macro and micro F1 of the first answer; where a text has several sections, the one said counts, else its first.

        Of rows drawn many times (draws × n), those of each draw.
        """
        said, right = self.ranked[:, 0], self.hits(1)
        true = np.where(right, said, self.truth.argmax(axis=1))
        said, right, true = said[rows], right[rows], true[rows]
        both, all_said, all_true = (self._counted(columns, of) for columns, of in ((said, right), (said, None), (true, None)))
        there = all_true > 0
        each = np.divide(2 * both, all_said + all_true, where=there, out=np.zeros(both.shape))
        return each.sum(axis=-1) / there.sum(axis=-1), right.mean(axis=-1)

    def _counted(self, columns: NDArray[np.int64], of: NDArray[np.bool_] | None) -> NDArray[np.int64]:
        """How often each section stands in (draws ×) columns, where ``of`` is true."""
        size, draws = self.truth.shape[1], len(columns) if columns.ndim > 1 else 1
        apart = columns.reshape(draws, -1) + size * np.arange(draws)[:, None]
        kept = apart.ravel() if of is None else apart[of.reshape(draws, -1)]
        return np.bincount(kept, minlength=size * draws).reshape(*columns.shape[:-1], size)

    def curve(self) -> list[Bin]:
        """The reliability curve of the first answer: ten steps that hold equally many texts."""
        return reliability(self.confidence, self.hits(1))

    def figures(self, seed: int = 0) -> dict[str, Any]:
        """All figures, with 95 % bootstrap intervals in ``interval``."""
        macro, micro = map(float, self.f1())
        curve = self.curve()
        hit = {str(k): round(float(self.hits(k).mean()), 4) for k in (1, 3, 5)}
        spans: dict[str, Any] = {f"hit_at_{k}": interval(self.hits(k).astype(float), seed) for k in (1, 3, 5)}
        spans["macro_f1"] = _interval_of(lambda rows: self.f1(rows)[0], len(self.truth), seed)
        return {
            "hit_at": hit,
            "macro_f1": round(macro, 4),
            "micro_f1": round(micro, 4),
            "ece": round(ece(curve), 4),
            "ece_debiased": round(debiased_ece(curve), 4),
            "ece_of_perfect": round(perfect_ece(self.confidence, seed), 4),
            "n": len(self.truth),
            "interval": spans,
        }


def reliability(confidence: Array, right: NDArray[np.bool_], steps: int = _BINS) -> list[Bin]:
    """A reliability curve in steps that hold equally many texts, at least twenty each."""
    parts = np.array_split(np.argsort(confidence, kind="stable"), max(1, min(steps, len(confidence) // 20)))
    return [Bin(float(confidence[p].mean()), float(right[p].mean()), len(p)) for p in parts if len(p)]


def ece(curve: Sequence[Bin]) -> float:
    """Expected calibration error (Guo et al., 2017): the mean gap between what was said and what came."""
    total = sum(b.n for b in curve)
    return sum(b.n * abs(b.said - b.came) for b in curve) / total if total else 0.0


def debiased_ece(curve: Sequence[Bin]) -> float:
    """The calibration error less an estimate of what chance adds to it (Kumar, Liang & Ma, 2019).

    Within a step what came is taken as normally distributed around what comes in truth, so the mean of the absolute gap is that
    of a folded normal distribution.
    """
    total = sum(b.n for b in curve)
    plain = extra = 0.0
    for b in curve:
        gap, spread = abs(b.said - b.came), float(np.sqrt(b.came * (1 - b.came) / b.n))
        plain += b.n * gap
        extra += b.n * (_folded(gap, spread) - gap) if spread else 0.0
    return max(0.0, plain - extra) / total if total else 0.0


def _folded(mean: float, spread: float) -> float:
    """The mean of a folded normal distribution; to import that of SciPy takes as long as to train on a hundred papers."""
    ratio = mean / spread
    return spread * math.sqrt(2 / math.pi) * math.exp(-(ratio**2) / 2) + mean * math.erf(ratio / math.sqrt(2))


def perfect_ece(confidence: Array, seed: int = 0, draws: int = 200) -> float:
    """The calibration error that perfect probabilities would show on so few texts, by chance alone."""
    random = np.random.default_rng(seed)
    found = [ece(reliability(confidence, random.random(len(confidence)) < confidence)) for _ in range(draws)]
    return float(np.mean(found)) if len(confidence) else 0.0


def interval(values: Array, seed: int = 0) -> list[float]:
    """The 95 % bootstrap interval of a mean; of paired differences, that of the difference."""
    return _interval_of(lambda rows: values[rows].mean(axis=1), len(values), seed)


def _interval_of(figure: Callable[[Any], Array], n: int, seed: int) -> list[float]:
    """``figure`` takes rows (draws × n) and gives one number a draw."""
    if not n:
        return [0.0, 0.0]
    random = np.random.default_rng(seed)
    found = np.concatenate([figure(random.integers(0, n, (_AT_ONCE, n))) for _ in range(_DRAWS // _AT_ONCE)])
    return [round(float(q), 4) for q in np.quantile(found, [0.025, 0.975])]


def flat_taxonomy(labels: Sequence[Sequence[str]]) -> Taxonomy:
    """A taxonomy of sections that are known by their names only."""
    names = dict.fromkeys(s for row in labels for s in row)
    return Taxonomy(
        "given", tuple(Section(s, " ".join(s.replace("/", " ").replace("-", " ").replace("_", " ").split())) for s in names)
    )


def evaluate(
    known: Sequence[Text],
    known_labels: Sequence[Sequence[str]],
    test: Sequence[Text],
    test_labels: Sequence[Sequence[str]],
    embeddings: bool = False,
) -> Placed:
    """Fit on the first texts and place the others; sections are taken as given, whatever the taxonomy.

    Raises:
        ValueError: one of the two has no text with a section.
    """
    sections = Sections.fit(known, known_labels, flat_taxonomy(known_labels), embeddings=embeddings)
    rows = [n for n, row in enumerate(test_labels) if row]
    if not sections.slugs or not rows:
        raise ValueError("no text with a section")
    chances = sections.own([test[n] for n in rows])
    return Placed.of(chances, sections.slugs, [test_labels[n] for n in rows])


def linear_baseline(
    known: Sequence[Text], labels: Sequence[Sequence[str]], test: Sequence[Text], truth: Sequence[Sequence[str]]
) -> Placed:
    """TF-IDF of words and a linear support vector machine, as arxiv-sanity-lite does it, one class against the rest."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC

    vectorizer = TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2), token_pattern=r"(?u)\b\w+\b")  # noqa: S106
    pairs = [(f"{t.title} {t.abstract or ''}", label) for t, row in zip(known, labels, strict=True) for label in row]
    if len({label for _, label in pairs}) < 2:
        return majority_baseline(labels, truth)
    model = LinearSVC(class_weight="balanced", C=0.1)
    model.fit(vectorizer.fit_transform([t for t, _ in pairs]), [label for _, label in pairs])
    scores = model.decision_function(vectorizer.transform([f"{t.title} {t.abstract or ''}" for t in test]))
    if scores.ndim == 1:
        scores = np.column_stack([-scores, scores])
    return Placed.of(1 / (1 + np.exp(-scores)), list(model.classes_), truth)


def majority_baseline(labels: Sequence[Sequence[str]], truth: Sequence[Sequence[str]]) -> Placed:
    """Always the most frequent sections."""
    names = sorted({s for row in labels for s in row})
    shares = np.array([sum(name in row for row in labels) for name in names], dtype=float)
    return Placed.of(np.tile(shares / max(1.0, shares.sum()), (len(truth), 1)), names, truth)
