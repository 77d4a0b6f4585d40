"""What the page shows of a model card: its headline figures, and how often what was given a probability came true."""

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


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that sums a model up, and what it rests on."""

    label: str
    value: str
    note: str = ""


def headline_figures(card: Mapping[str, Any]) -> list[Figure]:
    """What a maintainer wants to know of a model first; what its card does not have is left out."""
    counts, dated = _part(card, "counts"), _part(card, "dated")
    recall, hits = _part(dated, "recall_at"), _part(_part(dated, "sections"), "hit_at")
    n, stream = dated.get("n"), dated.get("n_stream")
    on = f"{n} later references among {stream} papers" if n and stream else ""
    low_high = dated.get("average_precision_interval")
    between = f"{low_high[0]:.2f} to {low_high[1]:.2f}; {on}" if isinstance(low_high, list) and len(low_high) == 2 else on
    found = [
        (
            "References",
            counts.get("references"),
            "{:,}",
            f"{counts.get('accepted', 0)} accepted, {counts.get('rejected', 0)} rejected",
        ),
        ("Average precision", dated.get("average_precision"), "{:.2f}", between),
        ("Found among the first 10", recall.get("10"), "{:.0f} %", "each alone in the stream"),
        ("Read for 95 % of them", dated.get("read_for_95"), "{:,}", f"of {n + stream} papers" if n and stream else ""),
        ("First section right", hits.get("1"), "{:.0f} %", "by date"),
        ("Among the first three", hits.get("3"), "{:.0f} %", "by date"),
    ]
    return [
        Figure(label, form.format(100 * value if form.endswith("%") else value), note)
        for label, value, form, note in found
        if isinstance(value, int | float)
    ]


def _part(card: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = card.get(name)
    return part if isinstance(part, Mapping) else {}


def reliability_points(card: Mapping[str, Any]) -> dict[str, list[Point]]:
    """The curves of a card's ``reliability``, by name; what is malformed is left out, and what nothing is known of yet."""
    curves = card.get("reliability")
    if isinstance(curves, Sequence) and not isinstance(curves, str):
        curves = {"first section": curves}
    if not isinstance(curves, Mapping):
        return {}
    found = {str(name): [p for p in map(_point, bins) if p] for name, bins in curves.items() if isinstance(bins, Sequence)}
    return {name: points for name, points in found.items() if any(p.observed for p in points)}


def _point(bin_: Any) -> Point | None:
    values: list[Any] = [bin_.get(k) for k in ("predicted", "observed", "n")] if isinstance(bin_, Mapping) else list(bin_)
    try:
        predicted, observed, n = float(values[0]), float(values[1]), int(values[2])
    except (TypeError, ValueError, IndexError):
        return None
    return Point(predicted, observed, n) if 0 <= predicted <= 1 and 0 <= observed <= 1 else None
