"""What a ranker has to beat: a keyword rule, and TF-IDF with a linear support vector machine as arxiv-sanity-lite does it."""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.sparse as sp

from littrack.model.counting import WIDTH
from littrack.model.features import Array, Counts

_KEYWORDS = 20
_WORDS = 20_000  # arxiv-sanity-lite's max_features


def keyword_scores(positives: Counts, stream: Counts, papers: Counts) -> Array:
    """(n papers,) how many of the list's twenty most telling title words a paper has."""
    ours = np.bincount(positives.title.indices, minlength=2 * WIDTH)[:WIDTH]
    theirs = np.bincount(stream.title.indices, minlength=2 * WIDTH)[:WIDTH]
    share = ours / max(len(positives), 1)
    telling = share * np.log((share + 1e-3) / (theirs / max(len(stream), 1) + 1e-3))
    chosen = np.argsort(-telling, kind="stable")[:_KEYWORDS]
    hits = papers.title[:, chosen] + papers.abstract[:, chosen]
    return np.asarray((hits > 0).sum(axis=1), dtype=np.float64).ravel()


def linear_scores(positives: Counts, stream: Counts, papers: Counts, cost: float = 0.01) -> Array:
    """(n papers,) the decision of a linear SVM on the 20,000 commonest words and pairs.

    Method and settings of arxiv-sanity-lite (``compute.py``, ``serve.py``): sublinear TF-IDF of words and pairs that five
    papers have and at most one in ten, balanced classes, C = 0.01, fitted on the whole pool.
    """
    from sklearn.svm import LinearSVC

    if not len(positives) or not len(stream):
        return np.zeros(len(papers))
    rows = tfidf(positives.together(stream, papers))
    known = len(positives) + len(stream)
    truth = np.repeat([1, 0], [len(positives), len(stream)])
    machine = LinearSVC(C=cost, class_weight="balanced", random_state=0, max_iter=10_000)
    return np.asarray(machine.fit(rows[:known], truth).decision_function(rows[known:]))


def tfidf(counts: Counts) -> sp.csr_matrix:
    """arxiv-sanity-lite's rows of words and pairs."""
    from sklearn.feature_extraction.text import TfidfTransformer

    frequency = counts.document_frequency()
    fewest = 5 if len(counts) >= 100 else 1
    frequency[(frequency < fewest) | (frequency > max(0.1 * len(counts), 1))] = 0
    columns = np.sort(np.argsort(-frequency, kind="stable")[:_WORDS])
    columns = columns[frequency[columns] > 0]
    both: Any = (counts.title[:, columns] + counts.abstract[:, columns]).tocsr()
    return TfidfTransformer(sublinear_tf=True).fit_transform(both)
