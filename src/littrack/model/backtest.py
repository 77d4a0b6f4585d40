"""Replay history: fit on what was known before each week, rank that week's papers, and see where the additions stand.

A week is an ISO week. What is known before it: the list's entries added before its first day, and the papers announced before
it. An addition counts in the week in which its paper was announced, whenever the maintainers added it; the recall at k is the
share of additions that stand among the first k papers of their week. Figures over all weeks (average precision, papers read)
order papers by probability.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import numpy as np

from littrack.errors import UsageError
from littrack.model import ranking_metrics as metrics
from littrack.model.baselines import keyword_scores, linear_scores
from littrack.model.calibration import reliability
from littrack.model.examples import Examples
from littrack.model.features import Array, Counts, Ints
from littrack.model.relevance import MOST_UNLABELLED, Relevance
from littrack.model.sections import Sections
from littrack.model.text import Text
from littrack.records import Section, Taxonomy

# With fewer papers before a week, that week's own texts (never its additions) show what the stream is like, as in a first run.
_FEWEST_BEFORE = 300


@dataclass(frozen=True, slots=True)
class Dated:
    """A paper of the stream; ``day`` is that of its announcement, None where it only lends an entry its abstract."""

    id: str
    text: Text
    day: date | None


@dataclass(frozen=True, slots=True)
class Addition:
    """An entry of the list and the day it was added.

    ``paper`` is the index of its paper, if there is one; only an entry that names it by arXiv id (``named``) is to be found.
    """

    text: Text
    sections: tuple[str, ...]
    added: date
    paper: int | None = None
    named: bool = True


@dataclass(frozen=True, slots=True)
class Week:
    """What came of one week. ``scores`` has the scores of each method, ``littrack`` being probabilities."""

    start: date
    papers: Ints
    truth: Ints
    scores: dict[str, Array]
    order: dict[str, Array]
    hits: tuple[tuple[int, int | None], ...] = ()
    share: float = 0.0

    def ranks(self, method: str) -> Ints:
        """The place of each addition among the week's papers, 1 first."""
        place = np.empty(len(self.papers), dtype=np.int64)
        place[np.argsort(-self.order[method], kind="stable")] = np.arange(1, len(self.papers) + 1)
        return np.asarray(place[self.truth == 1])


@dataclass(slots=True)
class History:
    """Papers and additions, counted once."""

    papers: Sequence[Dated]
    additions: Sequence[Addition]
    seed: int = 0
    _counts: Counts = field(init=False)
    _titles: Counts = field(init=False)
    _days: Any = field(init=False)

    def __post_init__(self) -> None:
        self._counts = Counts.of([p.text for p in self.papers])
        self._titles = Counts.of([a.text for a in self.additions])
        self._days = np.array([(p.day or date.min).toordinal() for p in self.papers], dtype=np.int64)

    def weeks(self, start: date, until: date) -> Iterator[tuple[date, date]]:
        """First and last day of each ISO week of the period, cut to the period."""
        at = start
        while at <= until:
            last = min(at + timedelta(days=6 - at.weekday()), until)
            yield at, last
            at = last + timedelta(days=1)

    def replay(
        self, start: date, until: date, baselines: bool = True, say: Callable[[str], None] = lambda _: None
    ) -> list[Week]:
        """Every week of the period that has papers.

        Raises:
            UsageError: there are no papers in the period, or no entry of the list before it.
        """
        found = []
        for first, last in self.weeks(start, until):
            inside = np.flatnonzero((self._days >= first.toordinal()) & (self._days <= last.toordinal()))
            known = [a for a in self.additions if a.added < first]
            inside = np.setdiff1d(inside, [a.paper for a in known if a.paper is not None])
            if len(inside) and known:
                say(f"{first}: {len(inside)} papers")
                found.append(self._week(first, inside, known, baselines))
        if not found:
            raise UsageError(f"no week from {start} to {until} has papers and a list before it", "give other files or days")
        return found

    def _week(self, first: date, inside: Ints, known: list[Addition], baselines: bool) -> Week:
        positives, in_stream = self._known(first, known)
        before = (self._days > date.min.toordinal()) & (self._days < first.toordinal())
        before[[a.paper for a in known if a.paper is not None]] = False
        earlier = np.flatnonzero(before)
        if len(earlier) < _FEWEST_BEFORE:
            earlier = np.concatenate([earlier, inside])
        read = min(1.0, MOST_UNLABELLED / max(len(earlier), 1))
        if read < 1:
            rng = np.random.default_rng(self.seed)
            earlier = np.sort(rng.choice(earlier, MOST_UNLABELLED, replace=False))
        stream, papers, none = self._counts.take(earlier), self._counts.take(inside), Counts.of(())
        model = Relevance.fit_counts(
            Examples(positives, stream, none, none, np.ones(len(positives)), in_stream, read), seed=self.seed
        )
        scores = model.score_counts(papers)
        order = {"littrack": scores}
        if baselines:
            order["tfidf_linear"] = linear_scores(positives, stream, papers)
            order["keyword"] = keyword_scores(positives, stream, papers)
            order["majority"] = np.zeros(len(inside))
        truth = np.isin(inside, [a.paper for a in self.additions if a.paper is not None and a.named]).astype(np.int64)
        return Week(
            start=first,
            papers=inside,
            truth=truth,
            scores=order | {"littrack": model.probability(scores)},
            order=order,
            hits=self._section_hits(known, inside[truth == 1]),
            share=model.share,
        )

    def _known(self, first: date, known: list[Addition]) -> tuple[Counts, Any]:
        """The counts of the list's entries, with abstracts of papers that were out by then, and which came in the stream."""
        own = {id(a): n for n, a in enumerate(self.additions)}
        out = [a.paper is not None and self._days[a.paper] < first.toordinal() for a in known]
        full = [a.paper for a, there in zip(known, out, strict=True) if there]
        alone = [own[id(a)] for a, there in zip(known, out, strict=True) if not there]
        dated = [self.papers[n].day is not None for n in full if n is not None]
        return self._counts.take(full).together(self._titles.take(alone)), np.array(dated + [False] * len(alone), dtype=bool)

    def _section_hits(self, known: list[Addition], found: Ints) -> tuple[tuple[int, int | None], ...]:
        """Of each addition of the week, its paper and the place of its section among those suggested (None: not suggested)."""
        true = {a.paper: a.sections for a in self.additions if a.paper is not None}
        labelled = [a for a in known if a.sections]
        names = sorted({s for a in labelled for s in a.sections})
        if not len(found) or not names:
            return ()
        taxonomy = Taxonomy("", tuple(Section(n, n) for n in names))
        model = Sections.fit([self._best_text(a) for a in labelled], [a.sections for a in labelled], taxonomy)
        told = model.predict([self.papers[n].text for n in found])
        return tuple(
            (int(n), next((place for place, s in enumerate(sections, 1) if s.slug in true[int(n)]), None))
            for n, (sections, _) in zip(found, told, strict=True)
            if true[int(n)]
        )

    def _best_text(self, addition: Addition) -> Text:
        return self.papers[addition.paper].text if addition.paper is not None else addition.text


def figures(weeks: Sequence[Week], ks: Sequence[int], method: str = "littrack", seed: int = 0) -> dict[str, Any]:
    """The figures of one method, with 95 % intervals over weeks in ``interval``."""
    placed = [w.ranks(method) for w in weeks]

    def recall(k: int) -> Callable[[Sequence[Ints]], float]:
        return lambda some: metrics.recall_at(np.concatenate(some), k)

    truth: Ints = np.concatenate([w.truth for w in weeks])
    scores: Array = np.concatenate([w.scores[method] for w in weeks])
    told: dict[str, Any] = {
        "recall_at": {str(k): _rounded(recall(k)(placed)) for k in ks},
        "average_precision": _rounded(_precision(weeks, method)),
        "read_for_95": metrics.read_for(truth, scores),
        "work_saved": _rounded(metrics.work_saved(truth, scores)),
    }
    told["interval"] = {f"recall_at_{k}": metrics.interval(recall(k), placed, seed) for k in ks}
    told["interval"]["average_precision"] = metrics.interval(lambda some: _precision(some, method), weeks, seed)
    return told


def calibration(weeks: Sequence[Week]) -> dict[str, Any]:
    """Whether the probabilities meant something: the additions they add up to, and how many of each step were added."""
    said, truth = np.concatenate([w.scores["littrack"] for w in weeks]), np.concatenate([w.truth for w in weeks])
    steps = reliability(said, truth.astype(np.float64))
    return {
        "expected_additions": round(float(said.sum()), 2),
        "brier": round(float(((said - truth) ** 2).mean()), 6),
        "brier_of_base_rate": round(float(truth.mean() * (1 - truth.mean())), 6),
        "reliability": [[round(s, 4), round(c, 4), int(n)] for s, c, n in steps.tolist()],
    }


def better_than(weeks: Sequence[Week], method: str, seed: int = 0) -> dict[str, float | None]:
    """By how much littrack's average precision is above another method's, paired, with the 95 % interval over weeks."""

    def gain(some: Sequence[Week]) -> float:
        return _precision(some, "littrack") - _precision(some, method)

    low, high = metrics.interval(gain, weeks, seed) or (None, None)
    return {"mean": _rounded(gain(weeks)), "lower": low, "upper": high}


def _precision(weeks: Sequence[Week], method: str) -> float:
    truth, scores = np.concatenate([w.truth for w in weeks]), np.concatenate([w.scores[method] for w in weeks])
    return metrics.average_precision(truth, scores)


def section_hits(weeks: Sequence[Week]) -> dict[str, float | None]:
    """The share of additions whose section is the first, or among the first three, suggested."""
    places = [place for w in weeks for _, place in w.hits]
    return {str(k): _rounded(float(np.mean([p is not None and p <= k for p in places]))) if places else None for k in (1, 3)}


def _rounded(value: float) -> float | None:
    return None if np.isnan(value) else round(value, 4)
