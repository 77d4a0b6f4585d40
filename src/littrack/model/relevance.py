"""Whether a paper belongs on the survey's list, learned from its references and the unlabelled stream."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from littrack.model.text import Text
from littrack.records import Term

Array = NDArray[np.float64]
_WORD = r"(?u)\b\w+\b"


class Relevance:
    """Ridge regression on TF-IDF of words: references against the stream."""

    def __init__(self, vectorizer: Any, weights: Array, left_out: Array, center: float, scale: float) -> None:
        self._vectorizer = vectorizer
        self._weights = weights
        self._left_out = left_out
        self._center = center
        self._scale = scale

    @classmethod
    def fit(
        cls,
        positives: Sequence[Text],
        unlabelled: Sequence[Text],
        *,
        rejects: Sequence[Text] = (),
        weights: Sequence[float] | None = None,
        headings: Sequence[str] = (),
        seed: int = 0,
    ) -> Relevance:
        """Fit on the list's texts against the stream's."""
        from sklearn.linear_model import Ridge

        texts = [_read(t) for t in (*positives, *unlabelled, *rejects)] + list(headings)
        vectorizer = _vectorizer(None)
        features = vectorizer.fit_transform(texts)
        count = len(positives)
        truth = np.array([1.0] * count + [-1.0] * (len(unlabelled) + len(rejects)) + [1.0] * len(headings))
        model = Ridge(alpha=1.0).fit(features, truth)
        scores = features @ model.coef_
        return cls(vectorizer, model.coef_, np.sort(scores[:count]) / 4, 0.0, 6.0)

    def score(self, texts: Sequence[Text]) -> Array:
        """The ranking score of each text, higher first."""
        return np.asarray(self._vectorizer.transform([_read(t) for t in texts]) @ self._weights)

    def probability(self, scores: Array) -> Array:
        """Calibrated probabilities of these scores."""
        return np.asarray(1 / (1 + np.exp(-self._scale * (scores - self._center))))

    def threshold(self, recall: float) -> tuple[float, float, float]:
        """The probability at or above which the share ``recall`` of references lies, and its interval."""
        found = float(self.probability(np.quantile(self._left_out, 1 - recall, keepdims=True))[0])
        return found, found, found

    def explain(self, text: Text, n: int = 5) -> tuple[Term, ...]:
        """The words that spoke most for and against."""
        row = self._vectorizer.transform([_read(text)])
        names = self._vectorizer.get_feature_names_out()
        added = row.data * self._weights[row.indices]
        best = np.argsort(-np.abs(added), kind="stable")[:n]
        return tuple(Term(str(names[row.indices[i]]), round(float(added[i]), 3)) for i in best)

    def state(self) -> dict[str, Any]:
        """All that :meth:`from_state` needs: arrays and plain values."""
        return {
            "terms": self._vectorizer.get_feature_names_out().tolist(),
            "idf": self._vectorizer.idf_,
            "weights": self._weights,
            "left_out": self._left_out,
            "center": self._center,
            "scale": self._scale,
        }

    @classmethod
    def from_state(cls, state: dict[str, Any]) -> Relevance:
        """The inverse of :meth:`state`."""
        vectorizer = _vectorizer(state["terms"])
        vectorizer.idf_ = state["idf"]
        return cls(vectorizer, state["weights"], state["left_out"], state["center"], state["scale"])


def _read(text: Text) -> str:
    return f"{text.title} {text.title} {text.abstract or ''}"


def _vectorizer(terms: list[str] | None) -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(sublinear_tf=True, stop_words="english", token_pattern=_WORD, vocabulary=terms)
