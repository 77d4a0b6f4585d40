"""The reliability plot of a model card: how often what was given a probability came true."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Point:
    """A bin of predictions: their mean probability, the share that came true, and how many there were."""

    predicted: float
    observed: float
    n: int


def reliability_points(card: Mapping[str, Any]) -> dict[str, list[Point]]:
    """The curves of a card's ``reliability``, by name; what is malformed is left out."""
    curves = card.get("reliability")
    if isinstance(curves, Sequence) and not isinstance(curves, str):
        curves = {"first section": curves}
    if not isinstance(curves, Mapping):
        return {}
    found = {str(name): [p for p in map(_point, bins) if p] for name, bins in curves.items() if isinstance(bins, Sequence)}
    return {name: points for name, points in found.items() if points}


def _point(bin_: Any) -> Point | None:
    values: list[Any] = [bin_.get(k) for k in ("predicted", "observed", "n")] if isinstance(bin_, Mapping) else list(bin_)
    try:
        predicted, observed, n = float(values[0]), float(values[1]), int(values[2])
    except (TypeError, ValueError, IndexError):
        return None
    return Point(predicted, observed, n) if 0 <= predicted <= 1 and 0 <= observed <= 1 else None
