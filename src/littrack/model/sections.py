"""Which section of the survey a paper belongs to, with calibrated probabilities."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from littrack.model.text import Text
from littrack.records import SectionScore, Taxonomy, Term

Array = NDArray[np.float64]
_WORD = r"(?u)\b\w+\b"
_RIDGE = 1.0


def words_of(text: Text) -> str:
    """What the section model reads of a text: the title twice as loud as the abstract."""
    return f"{text.title} {text.title} {text.abstract or ''}"


class Sections:
    """Kernel ridge regression on TF-IDF of words and characters, one output a section, calibrated on leave-one-out scores."""

    def __init__(self, slugs: tuple[str, ...], vectorizer: Any, index: Any, dual: Array, bias: Array, scale: float) -> None:
        self.slugs = slugs
        self._vectorizer = vectorizer
        self._index = index
        self._dual = dual
        self._bias = bias
        self._scale = scale

    @classmethod
    def fit(
        cls, texts: Sequence[Text], labels: Sequence[Sequence[str]], taxonomy: Taxonomy, weights: Sequence[float] = ()
    ) -> Sections:
        """Learn from texts and the slugs of the sections that each stands in."""
        from scipy.optimize import minimize_scalar

        slugs = tuple(s.slug for s in taxonomy.sections if any(s.slug in row for row in labels))
        rows = [n for n, row in enumerate(labels) if any(slug in slugs for slug in row)]
        vectorizer = _vectorizer(None)
        index = vectorizer.fit_transform([words_of(texts[n]) for n in rows])
        truth = np.array([[float(slug in labels[n]) for slug in slugs] for n in rows]).reshape(len(rows), len(slugs))
        bias = truth.mean(axis=0)
        inverse = np.linalg.inv((index @ index.T).toarray() + _RIDGE * np.eye(len(rows)))
        dual = inverse @ (truth - bias)
        left_out = truth - dual / np.diag(inverse)[:, None]
        share = truth / truth.sum(axis=1, keepdims=True)

        def loss(log_scale: float) -> float:
            return -float((share * np.log(_softmax(left_out * np.exp(log_scale)) + 1e-12)).sum())

        scale = float(np.exp(minimize_scalar(loss, bounds=(-1, 4), method="bounded").x))
        return cls(slugs, vectorizer, index, dual, bias, scale)

    def probabilities(self, texts: Sequence[Text]) -> Array:
        """For each text (rows) the probability of each of ``slugs`` (columns)."""
        found = self._vectorizer.transform([words_of(t) for t in texts])
        return _softmax(((found @ self._index.T) @ self._dual + self._bias) * self._scale)

    def predict(self, texts: Sequence[Text]) -> list[tuple[tuple[SectionScore, ...], float]]:
        """For each text its sections, the most probable first, and the probability that none fits."""
        if not texts:
            return []
        return [
            (tuple(SectionScore(self.slugs[n], round(float(row[n]), 4)) for n in np.argsort(-row, kind="stable")[:5]), 0.0)
            for row in self.probabilities(texts)
        ]

    def explain(self, text: Text, slug: str, n: int = 5) -> tuple[Term, ...]:
        """The words that spoke most for and against ``slug``."""
        return ()

    def state(self) -> dict[str, Any]:
        """All that :meth:`from_state` needs: arrays and plain values."""
        word = self._vectorizer
        return {
            "slugs": list(self.slugs),
            "terms": word.get_feature_names_out().tolist(),
            "idf": word.idf_,
            "data": self._index.data,
            "indices": self._index.indices,
            "indptr": self._index.indptr,
            "dual": self._dual,
            "bias": self._bias,
            "scale": self._scale,
        }

    @classmethod
    def from_state(cls, state: dict[str, Any]) -> Sections:
        """The inverse of :meth:`state`."""
        from scipy.sparse import csr_matrix

        vectorizer = _vectorizer(state["terms"])
        vectorizer.idf_ = state["idf"]
        shape = (len(state["indptr"]) - 1, len(state["terms"]))
        index = csr_matrix((state["data"], state["indices"], state["indptr"]), shape=shape)
        return cls(tuple(state["slugs"]), vectorizer, index, state["dual"], state["bias"], state["scale"])


def _vectorizer(terms: list[str] | None) -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2), token_pattern=_WORD, vocabulary=terms)


def _softmax(scores: Array) -> Array:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))
