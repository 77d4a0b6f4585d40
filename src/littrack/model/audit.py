"""A small random sample below the threshold each week, which tells how much is missed; pure."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from littrack.records import Prediction


@dataclass(frozen=True, slots=True)
class Missed:
    """Of ``below`` papers under the threshold ``judged`` were read and ``relevant`` found; ``estimate`` is of all below.

    ``high`` is the upper end of its 95 % interval (Wilson, 1927).
    """

    below: int
    judged: int
    relevant: int
    estimate: float
    high: float


def sample(week: str, predictions: Mapping[str, Prediction], threshold: float, size: int) -> list[str]:
    """The ids to read in a week: drawn by hash, so that the same week and papers always give the same sample."""
    below = [key for key, p in predictions.items() if p.relevance < threshold]
    return sorted(below, key=lambda key: hashlib.sha256(f"{week} {key}".encode()).digest())[:size]


def missed(below: int, drawn: Iterable[str], accepted: Collection[str], rejected: Collection[str]) -> Missed:
    """What the sample says of all papers below the threshold."""
    read = [key for key in drawn if key in accepted or key in rejected]
    found = sum(key in accepted for key in read)
    if not read:
        return Missed(below, 0, 0, 0.0, float(below))
    n, share, z = len(read), found / len(read), 1.96
    middle, spread = share + z * z / (2 * n), z * (share * (1 - share) / n + z * z / (4 * n * n)) ** 0.5
    return Missed(below, n, found, round(below * share, 1), round(below * min(1.0, (middle + spread) / (1 + z * z / n)), 1))
