"""A new model against the one in use, on the newest dated papers that neither has learned from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from littrack.config import ModelSettings
from littrack.model.bundle import Model
from littrack.model.evaluation import Placed, interval
from littrack.model.meanings import Meanings
from littrack.model.text import Text, of_reference
from littrack.model.training import TrainingSet, fit
from littrack.records import Reference, known_day

Array = NDArray[np.float64]
FEWEST = 5
_SHARE = 0.2
_MOST_HELD = 60
_MOST_STREAM = 2000
_MOST_LEARNED = 8000  # the recipe is compared, not the last digit; this halves the time of a large survey's training
_CUTS = (5, 10, 20)


@dataclass(frozen=True, slots=True)
class Contest:
    """What came of the comparison. ``figures`` are the challenger's, ``champions`` those of the model in use, for the card."""

    not_worse: bool
    reason: str
    figures: dict[str, Any] = field(default_factory=dict)
    champions: dict[str, Any] = field(default_factory=dict)


def dated(reference: Reference) -> date | None:
    """The day a reference is known by, or the first day of its year."""
    day = known_day(reference)
    return day or (date(reference.year, 1, 1) if reference.year and 1900 < reference.year < 2100 else None)


def split(examples: TrainingSet) -> tuple[TrainingSet, list[Reference], list[Text]]:
    """Hold back the newest fifth of the dated references and a part of the stream; pure and always the same.

    What was accepted but not listed yet is held back only where nothing is listed: decisions must not be their own judge.

    Returns:
        What is left to learn from, the held-back references, and the held-back papers of the stream.
    """
    listed = [w == 1.0 for w in examples.weights]
    days = [(dated(r) or date.min, n) for n, r in enumerate(examples.positives) if listed[n] or not any(listed)]
    newest = sorted(((d, n) for d, n in days if d > date.min), reverse=True)
    held = [
        examples.positives[n] for _, n in sorted(newest[: min(_MOST_HELD, int(_SHARE * len(newest)))], key=lambda at: at[1])
    ]
    stream = list(examples.unlabelled[:: max(2, -(-len(examples.unlabelled) // _MOST_STREAM))])
    return _left(examples, held, stream), held, stream


def _left(examples: TrainingSet, held: Sequence[Reference], stream: Sequence[Text]) -> TrainingSet:
    """All but what is held back."""
    keys, texts = {r.key for r in held}, set(stream)
    kept = [n for n, r in enumerate(examples.positives) if r.key not in keys]
    rest = tuple(t for t in examples.unlabelled if t not in texts)
    return replace(
        examples,
        positives=tuple(examples.positives[n] for n in kept),
        weights=tuple(examples.weights[n] for n in kept),
        in_stream=tuple(examples.in_stream[n] for n in kept) if examples.in_stream else (),
        unlabelled=rest[:: max(1, -(-len(rest) // _MOST_LEARNED))],
    )


def compare(
    examples: TrainingSet,
    settings: ModelSettings,
    champion: Model | None,
    meanings: Meanings | None = None,
    before: TrainingSet | None = None,
) -> Contest:
    """Fit the challenger's recipe without the newest dated references, and rank and place those with it and with its rivals.

    Rivals are the model in use, on what it has not learned itself, and the same recipe on ``before``, which alone shows what
    decisions do where the list has not changed. A challenger is worse where the paired bootstrap interval of the difference
    from either lies wholly below zero, in ranking or sections.

    Args:
        examples: what the challenger learned from.
        settings: the workspace's.
        champion: the model in use.
        meanings: what the stream taught the challenger of words; it is learned anew where this is not given. It has nothing of
            the list's own papers, so none of those held back is known by it.
        before: what there was to learn from before the newest decisions; None where there are none.
    """
    left, held, stream = split(examples)
    if len(held) < FEWEST or not left.positives:
        return Contest(True, f"only {len(held)} dated papers, too few to compare by")
    shadow = fit(left, settings, meanings=meanings)
    figures, _ = judge(shadow, held, stream)
    if champion is None:
        return Contest(True, "it is the first", figures)
    rivals: list[tuple[str, Model, list[Reference]]] = []
    fresh = [r for r in held if r.key not in set(champion.shelf.keys)]
    if len(fresh) >= FEWEST:
        rivals.append(("the model in use", champion, fresh))
    known = _left(before, held, stream) if before else None
    if known and known.positives:
        rivals.append(("without the newest decisions", fit(known, settings, meanings=meanings), held))
    if not rivals:
        told = f"only {len(fresh)} dated papers that the model in use has not learned from, too few to compare by"
        return Contest(True, told, figures)
    contests = [_against(shadow, *rival, stream) for rival in rivals]
    return next((c for c in contests if not c.not_worse), contests[-1])


def _against(shadow: Model, name: str, rival: Model, held: Sequence[Reference], stream: Sequence[Text]) -> Contest:
    new, new_parts = judge(shadow, held, stream)
    old, old_parts = judge(rival, held, stream)
    for what, mine, theirs in zip(("ranking", "sections"), new_parts, old_parts, strict=True):
        low, high = interval(mine - theirs) if len(mine) else [0.0, 0.0]
        if high < 0:
            told = f"worse in {what} than {name} on the {len(held)} newest papers (difference {low:+.2f} to {high:+.2f})"
            return Contest(False, told, new, old)
    return Contest(True, f"not worse than {name} on the {len(held)} newest papers", new, old)


def judge(model: Model, held: Sequence[Reference], stream: Sequence[Text]) -> tuple[dict[str, Any], tuple[Array, Array]]:
    """Rank ``held`` among ``stream`` and place them.

    Returns:
        The figures, and for the paired comparison each held paper's precision at its rank and whether its section was hit.
        Recall counts each of ``held`` as if it stood alone in ``stream``, for a week has few additions; all of them together
        make the average precision and the papers read for 95 %.
    """
    texts = [of_reference(r) for r in held]
    scores = model.relevance.score([*texts, *stream])
    mine, others = scores[: len(texts)], np.sort(scores[len(texts) :])
    above = len(others) - np.searchsorted(others, mine, side="left")
    order = np.argsort(np.argsort(-mine, kind="stable"), kind="stable")
    precision = (order + 1) / (order + 1 + above)
    figures: dict[str, Any] = {"n": len(held), "n_stream": len(stream)}
    ranking = {
        "average_precision": round(float(precision.mean()), 4),
        "average_precision_interval": interval(precision),
        "recall_at": {str(k): round(float((above < k).mean()), 4) for k in _CUTS},
        "read_for_95": int(np.quantile(above + order + 1, 0.95, method="higher")),
    }
    if stream:  # without a stream there is nothing to be ranked among
        figures |= ranking
    rows = [n for n, r in enumerate(held) if r.sections and model.sections.slugs]
    if not rows:
        return figures, (precision, np.zeros(0))
    chances = model.sections.own([texts[n] for n in rows])
    placed = Placed.of(chances, model.sections.slugs, [held[n].sections for n in rows])
    figures["sections"] = placed.figures()
    return figures, (precision, placed.hits(1).astype(float))


def cutoff(examples: TrainingSet) -> date | None:
    """The newest day among the dated positives."""
    return max((d for r in examples.positives if (d := dated(r))), default=None)
