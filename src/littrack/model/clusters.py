"""Groups of alike texts, with the words that set each apart from the rest."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

# The mean cosine distance within a group: tuned by eye on telecom abstracts, where 0.9 joins fields and 0.7 joins nothing.
_APART = 0.86
_PHRASE = 1.5
_WORD = r"[^\W\d]{3,}"


def clusters(texts: Sequence[str], least: int = 3, words: int = 4) -> list[tuple[tuple[str, ...], tuple[int, ...]]]:
    """Average-linkage groups of at least ``least`` texts, the largest first.

    Args:
        texts: titles with abstracts; at most a few hundred, since all pairs are compared.
        least: the smallest group.
        words: how many words name a group.

    Returns:
        For each group its words, the most telling first, and the positions of its texts.
    """
    if len(texts) < least:
        return []
    from sklearn.cluster import AgglomerativeClustering
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(stop_words="english", ngram_range=(1, 2), sublinear_tf=True, min_df=2, token_pattern=_WORD)
    try:
        matrix = vectorizer.fit_transform(texts).toarray()
    except ValueError:  # no word stands in two of the texts
        return []
    known = matrix.any(axis=1).nonzero()[0]
    if len(known) < least:
        return []
    fitted = AgglomerativeClustering(n_clusters=None, metric="cosine", linkage="average", distance_threshold=_APART)
    labels = fitted.fit_predict(matrix[known])
    names = vectorizer.get_feature_names_out()
    preferred = np.array([_PHRASE if " " in name else 1.0 for name in names])  # a phrase makes a better heading than its words
    groups = [known[labels == label] for label in range(labels.max() + 1)]
    found = []
    for group in sorted((g for g in groups if len(g) >= least), key=len, reverse=True):
        common = (matrix[group] > 0).mean(axis=0)  # what one of them repeats is no heading for all
        weight = (matrix[group].mean(axis=0) - matrix.mean(axis=0) / 2) * common * preferred
        best = [str(names[n]) for n in weight.argsort()[::-1][: 3 * words]]
        found.append((tuple(_distinct(best)[:words]), tuple(int(n) for n in group)))
    return found


def _distinct(words: Sequence[str]) -> list[str]:
    """Leave out a word that stands within a better one, or the other way round."""
    kept: list[str] = []
    for word in words:
        if not any(word in other or other in word for other in kept):
            kept.append(word)
    return kept
