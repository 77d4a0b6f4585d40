"""Whether a paper belongs on the survey's list, learned from its references and the unlabelled stream.

The score has two parts. A logistic regression on TF-IDF of words and pairs of words tells references from the stream
(positive-unlabelled learning with the stream as weak negatives: Elkan and Noto, 2008). To this the facets add whether the paper
touches both halves of the survey's subject (see ``facets``); how much they count is chosen on references that were held out.
Probabilities come from held-out scores too (see ``calibration``). What a maintainer decided corrects the weights of words at
the end, as far as it foretells other decisions (see ``correction``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import islice, pairwise
from typing import Any

import numpy as np
import scipy.sparse as sp

from littrack.model.calibration import USUAL_SHARE, Sigmoid, calibrate, reliability, threshold
from littrack.model.correction import correction
from littrack.model.counting import WIDTH
from littrack.model.examples import Examples
from littrack.model.facets import Facets
from littrack.model.features import Array, Counts, Ints, named_columns, rounded, rows_of_hits
from littrack.model.reading import Reading, Rows
from littrack.model.stopwords import STOP_WORDS
from littrack.model.text import Text
from littrack.records import Term

MOST_UNLABELLED = 10_000  # More of the stream says nothing new and costs time.
_HEADING_WEIGHT = 0.3  # A heading is a hint of the subject, not a paper about it.
_FOLDS = 3
_FEWEST_FOR_FACETS = 12
_FEWEST_FULL = 8
_FACET_SHARES = (6.0, 2.0, 1.0, 0.5)


@dataclass(frozen=True, slots=True)
class _Scale:
    """Puts scores of texts with and without abstract on one scale, on which the stream's middle is 0 and its best percent 1.

    ``middle`` and ``reach`` (2,) hold the values of titles alone and of full texts.
    """

    middle: Array
    reach: Array

    @classmethod
    def of(cls, full: Array, alone: Array) -> _Scale:
        quantiles = [np.quantile(s, [0.5, 0.99]) if len(s) >= 10 else (0.0, 1.0) for s in (alone, full if len(full) else alone)]
        middle, upper = np.array(quantiles).T
        return cls(middle, np.maximum(upper - middle, 1e-3))

    def __call__(self, scores: Array, has_abstract: Any) -> Array:
        return self.widened(scores - self.middle[has_abstract.astype(int)], has_abstract)

    def widened(self, differences: Array, has_abstract: Any) -> Array:
        """(n,) differences of scores, on the scale."""
        return np.asarray(differences / self.reach[has_abstract.astype(int)])


@dataclass(frozen=True, slots=True)
class Relevance:
    """A fitted model of relevance.

    ``columns``, ``idf`` and ``weights`` (m,) are the linear part, ``facets`` with their ``share`` the other.
    ``held_out`` are scores, ascending, of the stream by models that had not seen them (without a stream, of the references).
    ``checked`` (steps, 3) is how often what they said of the stream's papers is so by the list and the decisions, as far as
    those go (see ``calibration.reliability``).
    """

    columns: Ints
    idf: Array
    weights: Array
    facets: Facets | None
    scales: tuple[_Scale, _Scale]
    share: float
    curve: Sigmoid
    held_out: Array
    seed: int = 0
    checked: Array = field(default_factory=lambda: np.zeros((0, 3)))

    @classmethod
    def fit(
        cls,
        positives: Sequence[Text],
        unlabelled: Sequence[Text],
        *,
        rejects: Sequence[Text] = (),
        weights: Sequence[float] | None = None,
        headings: Sequence[str] = (),
        in_stream: Sequence[bool] | None = None,
        accepted: Sequence[bool] | None = None,
        usual: float = USUAL_SHARE,
        seed: int = 0,
    ) -> Relevance:
        """Fit on the list's texts against the stream's.

        Args:
            positives: texts of references; at least one.
            unlabelled: texts of the stream, none of them known to be relevant; may be empty. Of more than
                :data:`MOST_UNLABELLED`, a sample is read.
            rejects: texts that a maintainer called off topic.
            weights: how much each positive counts; default 1.
            headings: the survey's headings: its own words for its subject.
            in_stream: which positives were announced in the period of ``unlabelled`` (and are therefore missing there):
                without it, the share of relevant papers in a well-kept list's stream is taken for lower than it is.
            accepted: which positives a maintainer accepted and the list has not got yet; they may be wrong, as rejects may.
            usual: the share of relevant papers that the stream is believed to have before anything is seen.
            seed: settles samples and folds; the same input and seed give the same model.
        """
        read = min(1.0, MOST_UNLABELLED / max(len(unlabelled), 1))
        if read < 1:
            rng = np.random.default_rng(seed)
            chosen = np.sort(rng.choice(len(unlabelled), MOST_UNLABELLED, replace=False))
            unlabelled = [unlabelled[n] for n in chosen]
        examples = Examples(
            positives=Counts.of(positives),
            unlabelled=Counts.of(unlabelled),
            rejects=Counts.of(rejects),
            headings=Counts.of([Text(h) for h in headings]),
            weights=np.ones(len(positives)) if weights is None else np.asarray(weights, dtype=np.float64),
            in_stream=np.zeros(len(positives), dtype=bool) if in_stream is None else np.array(in_stream, dtype=bool),
            read=read,
            accepted=None if accepted is None else np.array(accepted, dtype=bool),
            usual=usual,
        )
        return cls.fit_counts(examples, seed=seed)

    @classmethod
    def fit_counts(cls, examples: Examples, *, seed: int = 0) -> Relevance:
        """Fit on texts that are counted already."""
        return cls.untaught(examples.undecided, seed=seed).taught(examples)

    @classmethod
    def untaught(cls, listed: Examples, *, seed: int = 0) -> Untaught:
        """Fit on what is listed and the stream (see :attr:`Examples.undecided`)."""
        # Where decisions change what the list's model is fitted on, words that the list shares with what was rejected near by
        # give way to its chance ones, and every week's folds fall anew: both cost more than decisions bring.
        reading = Reading.of(listed)
        held = cls._held_out(reading, seed)
        share, curve = _calibrated(listed, held)
        return Untaught(replace(cls._ranker(reading, seed), share=share, curve=curve), listed, tuple(held))

    @classmethod
    def _held_out(cls, reading: Reading, seed: int) -> list[Array]:
        """Of each group, the (n, 2) parts of the score by models that had not seen them."""
        if len(reading.examples.positives) < 2:
            model = cls._ranker(reading, seed)
            return [model._parts(group) for group in reading.groups]
        rng = np.random.default_rng(seed)
        folds = [rng.permutation(len(group)) % _FOLDS for group in reading.groups]
        held = [np.zeros((len(group), 2)) for group in reading.groups]
        for number in range(_FOLDS):
            out = [fold == number for fold in folds]
            fitted = cls._ranker(reading.without(out), seed)
            for parts, group, mask in zip(held, reading.groups, out, strict=True):
                parts[mask] = fitted._parts(group.take(mask))
        return held

    @classmethod
    def _ranker(cls, reading: Reading, seed: int) -> Relevance:
        """A model that ranks but is not yet calibrated."""
        (positives, stream), facets = reading.groups, None
        if len(positives) >= _FEWEST_FOR_FACETS and len(stream):
            facets = Facets.find(positives.own, stream.own)
        columns, idf, weights = reading.columns, reading.idf, _regression(reading)
        raw = cls(columns, idf, weights, facets, (_RAW, _RAW), 0.0, Sigmoid(1, 0), np.zeros(0), seed)
        full, alone = raw._parts(stream.take(stream.has_abstract)), raw._parts(reading.alone)
        return replace(raw, scales=(_Scale.of(full[:, 0], alone[:, 0]), _Scale.of(full[:, 1], alone[:, 1])))

    def parts(self, counts: Counts) -> Array:
        """(n, 2) the linear score and the facets' score."""
        return self._parts(Rows(rows_of_hits(counts.hits(self.columns), self.idf), counts, counts.has_abstract))

    def _parts(self, texts: Rows) -> Array:
        facets = self.facets.score(texts.own) if self.facets else np.zeros(len(texts))
        scores = zip(self.scales, (texts.rows @ self.weights, facets), strict=True)
        return np.stack([scale(score, texts.has_abstract) for scale, score in scores], axis=1)

    def score(self, texts: Sequence[Text]) -> Array:
        """(n,) the ranking score of each text, higher first."""
        return self.score_counts(Counts.of(texts))

    def score_counts(self, counts: Counts) -> Array:
        """(n,) the ranking score of texts that are counted already."""
        return np.asarray(self.parts(counts) @ np.array([1.0, self.share]))

    def probability(self, scores: Array) -> Array:
        """(n,) calibrated probabilities of (n,) scores."""
        return self.curve(scores)

    def threshold(self, recall: float) -> tuple[float, float, float]:
        """The probability above which the share ``recall`` of the stream's relevant is expected, and its 90 % interval."""
        return threshold(self.curve(self.held_out), recall, self.seed)

    def explain(self, texts: Sequence[Text], counts: Counts, n: int = 5) -> list[tuple[Term, ...]]:
        """For each text the words and phrases that spoke most for and against, by what each added to the log-odds.

        Articles, prepositions and the like count too, but tell a reader nothing and are not named.

        Args:
            texts: what is to be explained.
            counts: the same texts, counted.
            n: so many words and phrases of each.
        """
        said = named_columns([f"{text.title}\n{text.abstract or ''}" for text in texts])
        return [self._terms(*each, n) for each in zip(self._added(counts), said, strict=True)]

    def _terms(self, added: dict[int, float], names: dict[int, str], n: int) -> tuple[Term, ...]:
        named = sorted((-abs(gain), names[c], gain) for c, gain in added.items() if c in names)
        telling = ((name, gain) for _, name, gain in named if not _only_grammar(name))
        return tuple(Term(name, round(self.curve.slope * gain, 3)) for name, gain in islice(telling, n))

    def _added(self, counts: Counts) -> list[dict[int, float]]:
        """What each column added to the score of each text."""
        kind = counts.has_abstract.astype(int)
        rows = rows_of_hits(counts.hits(self.columns), self.idf)
        linear = rows.data * self.weights[rows.indices] / np.repeat(self.scales[0].reach[kind], np.diff(rows.indptr))
        columns, ends = self.columns[rows.indices].tolist(), rows.indptr
        added = [dict(zip(columns[a:b], linear[a:b].tolist(), strict=True)) for a, b in pairwise(ends)]
        if self.facets and self.share:
            gains = self.share * self.facets.gains(counts) / self.scales[1].reach[kind][:, None]
            for n, word in np.argwhere(gains).tolist():
                column = int(self.facets.columns[word])
                added[n][column] = added[n].get(column, 0.0) + float(gains[n, word])
        return added

    def state(self) -> dict[str, Any]:
        """All that :meth:`from_state` needs: arrays and plain values."""
        return {
            "columns": self.columns,
            "idf": self.idf,
            "weights": self.weights,
            "facets": self.facets.state() if self.facets else None,
            "scales": np.array([[s.middle, s.reach] for s in self.scales]),
            "share": self.share,
            "curve": np.array([self.curve.slope, self.curve.offset]),
            "held_out": self.held_out,
            "checked": self.checked,
            "seed": self.seed,
        }

    @classmethod
    def from_state(cls, state: dict[str, Any]) -> Relevance:
        """The inverse of :meth:`state`."""
        linear, facets = (_Scale(middle, reach) for middle, reach in state["scales"])
        return cls(
            columns=state["columns"],
            idf=state["idf"],
            weights=state["weights"],
            facets=Facets(**state["facets"]) if state["facets"] else None,
            scales=(linear, facets),
            share=float(state["share"]),
            curve=Sigmoid(*map(float, state["curve"])),
            held_out=state["held_out"],
            checked=state["checked"],
            seed=int(state["seed"]),
        )


@dataclass(frozen=True, slots=True)
class Untaught:
    """A model of what is ``listed``, without what was decided, and the (n, 2) ``held`` out parts of scores that it rests on."""

    model: Relevance
    listed: Examples
    held: tuple[Array, ...]

    def taught(self, examples: Examples) -> Relevance:
        """The model with what its maintainer's decisions correct; ``examples`` have the same list and stream."""
        model, learned = _taught(self.model, examples)
        positive, stream = self.held
        if len(learned):
            added = rows_of_hits(self.listed.unlabelled.hits(model.columns), model.idf) @ learned
            stream = stream.copy()
            stream[:, 0] += model.scales[0].widened(added, self.listed.unlabelled.has_abstract)
        scores, truth = _stream(self.listed, (positive, stream), model.share)
        checked = reliability(model.curve(scores), truth) if len(stream) else np.zeros((0, 3))
        held_out = scores if len(scores) else positive @ np.array([1.0, model.share])
        return replace(model, held_out=np.sort(held_out), checked=checked)


_RAW = _Scale(np.zeros(2), np.ones(2))


def _regression(reading: Reading) -> Array:
    """(m,) weights of the columns. Without anything to tell references from, their mean."""
    # References of which only the title is known are told from the stream's titles, the others from its full texts: else
    # each word that abstracts are written with would speak against a paper.
    (positives, stream), own = reading.groups, reading.examples.weights
    rows = [positives.rows, reading.headings, stream.rows, reading.alone.rows]
    sizes = [part.shape[0] for part in rows]
    if not len(stream) or not len(reading.columns):
        return rounded(np.asarray(rows[0].multiply(own[:, None]).mean(axis=0)).ravel())
    from sklearn.linear_model import LogisticRegression

    # References and stream weigh the same in all.
    half = (sizes[0] + sizes[1] + sizes[2]) / 2
    each, theirs = half / own.sum(), half / sizes[2]
    full = float(np.average(positives.has_abstract, weights=own))
    weights = np.concatenate(
        [own * each, np.full(sizes[1], each * _HEADING_WEIGHT), np.repeat([full * theirs, (1 - full) * theirs], sizes[2])]
    )
    truth = np.repeat([1, 1, 0, 0], sizes)
    used = weights > 0
    fitted = LogisticRegression(max_iter=300).fit(sp.vstack(rows, format="csr")[used], truth[used], weights[used])
    return rounded(np.asarray(fitted.coef_[0]))


def _calibrated(examples: Examples, held: Sequence[Array]) -> tuple[float, Sigmoid]:
    """From held-out parts of scores: the facets' share, and the curve."""
    # What is judged has an abstract, and titles alone flatter the facets.
    full = examples.positives.has_abstract
    share = _best_share(held[0][full] if full.sum() >= _FEWEST_FULL else held[0], held[1])
    stream, known = _stream(examples, held, share)
    stands = np.where(known, examples.read, 1.0)
    curve = calibrate(held[0] @ np.array([1.0, share]), stream, stands, examples.read * float(known.sum()), examples.usual)
    return share, curve


def _stream(examples: Examples, held: Sequence[Array], share: float) -> tuple[Array, Array]:
    """The held-out scores of the stream's papers, and which of them are known as relevant."""
    came = held[0][examples.in_stream]
    return np.concatenate([held[1], came]) @ np.array([1.0, share]), np.repeat([0.0, 1.0], [len(held[1]), len(came)])


def _taught(model: Relevance, examples: Examples) -> tuple[Relevance, Array]:
    """A model that was fitted without the decisions, with what they add to its weights; and (m,) that, if it is anything."""
    accepted = examples.positives.take(examples.decided)
    decided = accepted.together(examples.rejects)
    if not len(accepted) or not len(examples.rejects) or not len(examples.unlabelled):
        return model, np.zeros(0)
    wider = _with_words_of(model, decided)
    odds = wider.curve.slope * wider.score_counts(decided) + wider.curve.offset
    rows = rows_of_hits(decided.hits(wider.columns), wider.idf)
    learned = correction(rows, odds, np.arange(len(odds)) < len(accepted), wider.seed)
    if not learned.any():
        return model, np.zeros(0)
    # What is decided has an abstract: so much of the linear part is a step of its scale.
    learned = rounded(learned * (wider.scales[0].reach[1] / wider.curve.slope))
    return replace(wider, weights=rounded(wider.weights + learned)), learned


def _with_words_of(model: Relevance, decided: Counts) -> Relevance:
    """The same, reading the words of the decided papers too, which so far say nothing: as rare as its rarest."""
    said = np.flatnonzero(decided.document_frequency()[:WIDTH] >= 2)
    columns = np.union1d(model.columns, said)
    old = np.searchsorted(columns, model.columns)
    idf, weights = np.full(len(columns), model.idf.max(initial=1.0)), np.zeros(len(columns))
    idf[old], weights[old] = model.idf, model.weights
    return replace(model, columns=columns, idf=idf, weights=weights)


def _best_share(positive: Array, unlabelled: Array) -> float:
    """How much the facets count: as much as lets held-out references stand highest above the stream (mean log rank).

    Not at all unless they gain more than chance would (two standard errors): facets of few words can mislead.
    """
    if not len(positive) or not len(unlabelled) or not np.ptp(unlabelled[:, 1]):
        return 0.0

    def log_ranks(share: float) -> Array:
        stream = np.sort(unlabelled @ np.array([1.0, share]))
        return np.asarray(np.log1p(len(stream) - np.searchsorted(stream, positive @ np.array([1.0, share]))))

    gains = {share: log_ranks(0.0) - log_ranks(share) for share in _FACET_SHARES}
    sure = [share for share, gain in gains.items() if gain.mean() > 2 * gain.std() / np.sqrt(len(gain))]
    return max(sure, key=lambda share: float(gains[share].mean()), default=0.0)


def _only_grammar(phrase: str) -> bool:
    return all(word in STOP_WORDS for word in phrase.split())
