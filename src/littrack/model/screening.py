"""Screening a systematic review: label one record at a time, and always the one most likely to be relevant next.

The features are those of tracking (see ``features``). Two linear support vector machines are added up. One learns from what is
labelled and meets the unlabelled pool as one more irrelevant record, the pool's mean row. The other tells the relevant from
the whole pool, as arxiv-sanity-lite does. How much the pool counts in both follows from how few of the records
labelled so far were relevant, so it fades where much of the pool is relevant.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from littrack.errors import UsageError
from littrack.model.baselines import tfidf
from littrack.model.features import Array, Counts, Ints, unit_rows
from littrack.model.text import Text

# Regularisation and balance as ASReview's ELAS u4 has them, tuned by its authors on the SYNERGY reviews.
_COST = 0.11
_BALANCE = 9.8
_COMMONEST = 0.95
_POOL_COST = 0.01  # arxiv-sanity-lite's
_POOL_COUNTS = 2.0  # where next to nothing is relevant, twice as much as what is labelled


class Screening:
    """A pool of records that are labelled one at a time."""

    def __init__(self, texts: Sequence[Text], seed: int = 0) -> None:
        """Read the pool.

        Args:
            texts: the records, abstract or not; equal and empty ones do no harm.
            seed: settles the order in which records are shown while nothing relevant is known.
        """
        counts = Counts.of(texts)
        self._rows = _rows(counts)
        self._common = tfidf(counts) if len(counts) else counts.title
        self._against_pool: tuple[frozenset[int], Array] = (frozenset(), np.zeros(len(texts)))
        self._labels: dict[int, bool] = {}
        self._first = np.random.default_rng(seed).random(len(texts))

    @property
    def labels(self) -> dict[int, bool]:
        """The labels given, in the order given."""
        return dict(self._labels)

    def label(self, record: int, relevant: bool) -> None:
        """Say of a record whether it is relevant; saying it again changes it.

        Raises:
            UsageError: there is no such record.
        """
        if not 0 <= record < self._rows.shape[0]:
            raise UsageError(f"there is no record {record}", f"the pool has records 0 to {self._rows.shape[0] - 1}")
        self._labels[record] = relevant

    def scores(self) -> Array:
        """(n records,) how likely each is to be relevant, by what is labelled so far; higher first."""
        given = np.fromiter(self._labels, np.int64, len(self._labels))
        truth = np.fromiter(self._labels.values(), np.int64, len(self._labels))
        if not truth.any():
            return self._first
        pool = np.ones(self._rows.shape[0], dtype=bool)
        pool[given] = False
        known = self._rows[given]
        if pool.any():
            mean = sp.csr_matrix(pool @ self._rows / pool.sum())
            known, truth = sp.vstack([known, mean], format="csr"), np.append(truth, 0)
        if truth.all():
            return np.zeros(len(pool))
        labelled = np.asarray(_machine(known, truth, bool(pool.any())).decision_function(self._rows))
        irrelevant = sum(not relevant for relevant in self._labels.values()) / len(self._labels)
        counts_for = _POOL_COUNTS * irrelevant**4
        return _even(labelled, pool) + counts_for * _even(self._scores_against_pool(), pool)

    def _scores_against_pool(self) -> Array:
        """The decision of relevant against all others; fitted anew when another relevant record is known."""
        relevant = frozenset(record for record, label in self._labels.items() if label)
        if relevant != self._against_pool[0]:
            from sklearn.svm import LinearSVC

            truth = np.isin(np.arange(self._rows.shape[0]), list(relevant)).astype(int)
            machine = LinearSVC(C=_POOL_COST, class_weight="balanced", random_state=0, max_iter=5000)
            usable = self._common.shape[1] and not truth.all()
            scores = machine.fit(self._common, truth).decision_function(self._common) if usable else np.zeros(len(truth))
            self._against_pool = (relevant, np.asarray(scores))
        return self._against_pool[1]

    def next(self) -> int | None:
        """The record to label next, or None when all are labelled."""
        scores = self.scores()
        scores = np.where(np.isin(np.arange(len(scores)), list(self._labels)), -np.inf, scores)
        best = int(np.argmax(scores)) if len(scores) else 0
        return best if len(scores) and np.isfinite(scores[best]) else None


def simulate(texts: Sequence[Text], labels: Sequence[int], priors: Sequence[int], seed: int = 0) -> list[int]:
    """Screen a pool whose labels are known until all that is relevant is found.

    Returns:
        The labels of the records in the order in which they were shown, priors excluded.
    """
    screening = Screening(texts, seed)
    for record in priors:
        screening.label(record, bool(labels[record]))
    wanted = sum(labels) - sum(labels[p] for p in priors)
    shown: list[int] = []
    while sum(shown) < wanted and (best := screening.next()) is not None:
        screening.label(best, bool(labels[best]))
        shown.append(int(labels[best]))
    return shown


def random_priors(labels: Sequence[int], seed: int) -> list[int]:
    """One relevant and one irrelevant record.

    Raises:
        UsageError: the review has not got both.
    """
    truth = np.asarray(labels)
    if not 0 < truth.sum() < len(truth):
        raise UsageError("the review has not got both relevant and irrelevant records", "check its label_included column")
    rng = np.random.default_rng(seed)
    return [int(rng.choice(np.flatnonzero(truth == 1))), int(rng.choice(np.flatnonzero(truth == 0)))]


def normalised_loss(shown: Sequence[int], total: int) -> float:
    """ASReview's loss: the area above the recall curve, 0 for a perfect order and 1 for the worst.

    Args:
        shown: labels in the order shown, priors excluded.
        total: how many records there are, priors excluded; those not shown count as irrelevant and last.
    """
    order = np.zeros(total)
    order[: len(shown)] = shown
    relevant = order.sum()
    if relevant in (0, total):
        return 0.0
    return float((relevant * (total - (relevant - 1) / 2) - np.cumsum(order).sum()) / (relevant * (total - relevant)))


def _rows(counts: Counts) -> sp.csr_matrix:
    """Rows of length one: half from title and abstract as equals, half from both as one text."""
    frequency = counts.document_frequency()
    columns: Ints = np.flatnonzero((frequency > 0) & (frequency <= _COMMONEST * max(len(counts), 2)))
    idf = np.log((1 + len(counts)) / (1 + frequency[columns])) + 1
    small = counts.columns(columns)
    joint = Counts((small.title + small.abstract).tocsr(), sp.csr_matrix(small.title.shape))
    return sp.hstack([unit_rows(small, idf), unit_rows(joint, idf)], format="csr") / np.sqrt(2)


def _even(scores: Array, pool: NDArray[np.bool_]) -> Array:
    """Scores with the mean and spread of the pool taken off."""
    left = scores[pool] if pool.any() else scores
    return np.asarray((scores - left.mean()) / (left.std() + 1e-9))


def _machine(rows: sp.csr_matrix, truth: Ints, with_pool: bool) -> Any:
    """Fit on labelled records and, last, the pool's mean."""
    from sklearn.svm import LinearSVC

    relevant, irrelevant = int(truth.sum()), int((truth == 0).sum()) - with_pool
    weights = np.where(truth == 1, 1.0, relevant / (_BALANCE * max(irrelevant, 1)))
    weights[: relevant + irrelevant] *= (relevant + irrelevant) / weights[: relevant + irrelevant].sum()
    if with_pool:
        doubt = irrelevant / (relevant + irrelevant)
        weights[-1] = weights[:-1][truth[:-1] == 0].sum() * doubt**6 if irrelevant else 1 / _BALANCE
    return LinearSVC(C=_COST, random_state=0, max_iter=5000).fit(rows, truth, weights)
