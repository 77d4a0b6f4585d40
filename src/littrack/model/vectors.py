"""Texts as sparse vectors: TF-IDF of words and word pairs, and of the characters of titles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from littrack.model.text import Text

# A short title is the surest witness; an abstract adds to it and must not drown it.
_ABSTRACT_SHARE = 0.5
_WORD = r"(?u)\b\w[\w.+-]*\w\b"


class Features:
    """Words and pairs of words from title and abstract, runs of 3–5 characters from the title; each half has length one.

    Characters see what words do not: compounds, plurals, names of models, languages that put no spaces.
    """

    def __init__(self, words: Any, characters: Any) -> None:
        self._words = words
        self._characters = characters

    @classmethod
    def fit(cls, texts: Sequence[Text]) -> Features:
        """Learn the vocabulary from these texts; texts without a single word are no harm."""
        titles = [t.title for t in texts]
        bodies = [body for t in texts for body in (t.title, t.abstract or "") if body]
        return cls(_fitted(_word_vectorizer(), bodies), _fitted(_character_vectorizer(), titles))

    def words(self, texts: Sequence[Text]) -> Any:
        """Unit vectors of words, one row a text; a title as loud as twice its abstract."""
        from sklearn.preprocessing import normalize

        titles = _rows(self._words, [t.title for t in texts])
        if not texts:
            return titles
        return normalize(titles + _ABSTRACT_SHARE * _rows(self._words, [t.abstract or "" for t in texts]))

    def both(self, texts: Sequence[Text]) -> Any:
        """Words and characters side by side; a row's length is the square root of two."""
        from scipy.sparse import hstack

        return hstack([self.words(texts), _rows(self._characters, [t.title for t in texts])]).tocsr()

    def word_names(self) -> list[str]:
        """What the first columns of :meth:`both` stand for; the rest are characters."""
        return list(self._words.get_feature_names_out())

    def state(self) -> dict[str, Any]:
        """All that :meth:`from_state` needs: arrays and plain values."""
        return {
            "words": self.word_names(),
            "word_idf": self._words.idf_,
            "characters": list(self._characters.get_feature_names_out()),
            "character_idf": self._characters.idf_,
        }

    @classmethod
    def from_state(cls, state: dict[str, Any]) -> Features:
        """The inverse of :meth:`state`."""
        words, characters = _word_vectorizer(state["words"]), _character_vectorizer(state["characters"])
        words.idf_, characters.idf_ = state["word_idf"], state["character_idf"]
        return cls(words, characters)


def sparse_state(matrix: Any) -> dict[str, Any]:
    """A sparse matrix as arrays and plain values."""
    return {"data": matrix.data, "indices": matrix.indices, "indptr": matrix.indptr, "columns": int(matrix.shape[1])}


def sparse_from_state(state: dict[str, Any]) -> Any:
    """The inverse of :func:`sparse_state`."""
    from scipy.sparse import csr_matrix

    shape = (len(state["indptr"]) - 1, state["columns"])
    return csr_matrix((state["data"], state["indices"], state["indptr"]), shape=shape)


def _rows(vectorizer: Any, bodies: Sequence[str]) -> Any:
    from scipy.sparse import csr_matrix

    return vectorizer.transform(bodies) if bodies else csr_matrix((0, len(vectorizer.idf_)))


def _fitted(vectorizer: Any, bodies: Sequence[str]) -> Any:
    try:
        return vectorizer.fit(bodies)
    except ValueError:  # not one word in all the texts
        return vectorizer.fit(["littrack"])


def _word_vectorizer(terms: list[str] | None = None) -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2), stop_words="english", token_pattern=_WORD, vocabulary=terms)


def _character_vectorizer(terms: list[str] | None = None) -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(sublinear_tf=True, analyzer="char_wb", ngram_range=(3, 5), vocabulary=terms)
