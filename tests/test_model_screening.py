"""Screening: the public interface, the loss, and that it finds what is relevant early."""

import numpy as np
import pytest

from littrack.errors import UsageError
from littrack.model.screening import Screening, normalised_loss, random_priors, simulate
from littrack.model.text import Text

LABELS = [int(n % 6 == 0) for n in range(48)]
TEXTS = [
    Text(f"Statins and {('stroke', 'muscle pain', 'liver')[n % 3]} {n}", f"A randomised trial of statins, part {n}.")
    if label
    else Text(f"{('Coffee', 'Sleep', 'Exercise', 'Vitamin')[n % 4]} and mood {n}", f"A cohort of workers, part {n}.")
    for n, label in enumerate(LABELS)
]


def test_finds_the_relevant_first() -> None:
    shown = simulate(TEXTS, LABELS, random_priors(LABELS, 0))
    assert shown == [1] * 7
    assert normalised_loss(shown, len(LABELS) - 2) == 0


def test_is_the_same_each_time_and_survives_bad_records() -> None:
    texts = [*TEXTS[:20], Text(""), Text(""), TEXTS[0], Text("Статины и инсульт")]
    labels = [*LABELS[:20], 0, 1, 1, 0]
    runs = [simulate(texts, labels, random_priors(labels, 3)) for _ in range(2)]
    assert runs[0] == runs[1]
    assert sum(runs[0]) == sum(labels) - 1


def test_starts_from_nothing_and_ends_with_everything_labelled() -> None:
    screening = Screening(TEXTS[:5], seed=1)
    seen = []
    while (record := screening.next()) is not None:
        seen.append(record)
        screening.label(record, relevant=False)
    assert sorted(seen) == [0, 1, 2, 3, 4]
    assert list(screening.labels) == seen
    assert Screening([]).next() is None
    with pytest.raises(UsageError, match="no record 5"):
        screening.label(5, relevant=True)


def test_one_relevant_record_is_enough_to_rank() -> None:
    screening = Screening(TEXTS)
    screening.label(0, relevant=True)
    assert np.argsort(-screening.scores())[:4].tolist().count(0) == 1
    assert LABELS[screening.next() or 0] == 1


def test_loss_is_that_of_asreview() -> None:
    # Worked by hand from asreview.metrics.loss: (Ny (Nx - (Ny - 1) / 2) - sum of cumulative labels) / (Ny (Nx - Ny))
    assert normalised_loss([0, 1], 4) == pytest.approx((1 * 4 - 3) / 3)
    assert normalised_loss([0, 0, 0, 1], 4) == pytest.approx(1)
    assert normalised_loss([1, 1], 4) == 0


def test_priors_need_both_kinds() -> None:
    assert {LABELS[p] for p in random_priors(LABELS, 5)} == {0, 1}
    with pytest.raises(UsageError, match="both"):
        random_priors([1, 1], 0)
