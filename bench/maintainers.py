"""Simulated maintainers on a dated stream: does a model that is taught their decisions week by week find more?

Each week every arm ranks the week's papers, its maintainer reads the first ``--read`` of them, accepts what belongs on the list
and rejects the rest as off topic. ``without`` is never taught, ``taught`` is, ``wrong`` is taught with a share of its verdicts
turned round, drawn anew for each seed. All start from the list as it was on ``--from``, and see the same papers.

The first maintainer keeps LAM4PHY; a paper belongs where its maintainers added it. One survey has few additions, so there are
``--topics`` more: lists of the papers that arXiv's authors cross-listed in two categories, such as quantum computing and
learning. Figures are LAM4PHY's, those in ``lists`` are each maintainer's, and gains and harms in ``all`` are means over
maintainers with a 95 % bootstrap interval over them.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from littrack.model import ranking_metrics as metrics
from littrack.model.features import Counts
from littrack.model.relevance import Examples, Relevance
from littrack.model.text import Text
from littrack.records import Paper, Problem
from littrack.sources import snapshot

BENCH = {
    "args": ["--seeds", "0", "--topics", "3"],
    "aims": {
        "taught.recall_at_5": "",
        "without.recall_at_5": "",
        "gain_average_precision": ">= 0",
        "gain_recall_at_5": ">= 0",
        "all.gain_average_precision": ">= 0",
        "all.gain_recall_at_5": ">= 0",
        "all.lasting_harm_average_precision": "<= 0.02",
    },
    "shared": True,
    "timeout": 3000,
}
DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
TOPICS = (
    ("cs.LG", "quant-ph"),
    ("cs.CL", "cs.CR"),
    ("cs.CR", "cs.NI"),
    ("cs.CL", "cs.IR"),
    ("cond-mat.mtrl-sci", "cs.LG"),
    ("cs.CV", "cs.GR"),
    ("cs.DC", "cs.LG"),
    ("cond-mat.quant-gas", "quant-ph"),
)
FIGURES = ("recall_at_5", "average_precision")


@dataclass
class Stream:
    """The dated papers: ``days`` are ordinals."""

    days: Any
    ids: list[str]
    categories: list[frozenset[str]]
    counts: Counts


@dataclass
class Maintainer:
    """Who keeps a list: what it holds at the start (papers of the stream, and others), and what belongs on it."""

    name: str
    listed: list[int]
    others: Counts
    wanted: set[int]
    start: date


@dataclass
class Arm:
    """One way of working with a maintainer, and what came of each week."""

    wrong: float
    listens: bool
    draw: Any
    accepted: list[int] = field(default_factory=list)
    rejected: list[int] = field(default_factory=list)
    weeks: list[tuple[Any, Any, Any]] = field(default_factory=list)  # ranks of the wanted, truth, probabilities


def main() -> None:
    """Run the bench."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", nargs="+", type=Path, default=sorted(DATA.glob("stream_*.jsonl.gz")))
    parser.add_argument("--additions", type=Path, default=DATA / "lam4phy" / "additions.jsonl")
    parser.add_argument("--from", dest="start", type=date.fromisoformat, default=date(2025, 11, 3))
    parser.add_argument("--until", type=date.fromisoformat, default=date(2026, 3, 29))
    parser.add_argument("--topics", type=int, default=6, help="further maintainers; 0: LAM4PHY alone")
    parser.add_argument("--read", type=int, default=20, help="papers that a maintainer judges in a week")
    parser.add_argument("--wrong", type=float, default=0.2, help="share of verdicts turned round in the arm `wrong`")
    parser.add_argument("--unlabelled", type=int, default=2000, help="papers of the stream that a model is fitted on")
    parser.add_argument("--seeds", default="0,1", help="each draws other wrong verdicts; default 0,1")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    figures = simulate(args)
    if args.json:
        print(json.dumps(figures, indent=1))
        return
    for name, told in figures["lists"].items():
        arms = "   ".join(f"{a} {told[a]['recall_at_5']:.3f} / {told[a]['average_precision']:.3f}" for a in ARMS)
        print(f"{name:28} {told['n_additions']:4} additions   {arms}")
    for key, value in figures["all"].items():
        print(f"{key:36} {value}")


ARMS = ("without", "taught", "wrong")


def simulate(args: argparse.Namespace) -> dict[str, Any]:
    """All maintainers, arms and seeds."""
    stream = read(args.papers)
    people = [lam4phy(stream, args.additions, args.start)]
    people += [cross_lister(stream, pair, args.start + timedelta(days=28)) for pair in TOPICS[: args.topics]]
    told = {}
    for person in people:
        told[person.name] = figures(replay(stream, person, args))
        print(json.dumps({person.name: {a: told[person.name][a] for a in ARMS}}), file=sys.stderr, flush=True)
    first = told[people[0].name]
    return {**first, "lists": told, "all": over_all(list(told.values()))}


def read(paths: Sequence[Path]) -> Stream:
    """The papers of the files, the oldest first."""
    found: dict[str, Paper] = {}
    for path in paths:
        for paper in snapshot.read(path):
            if not isinstance(paper, Problem) and paper.announced:
                found.setdefault(paper.id, paper)
    papers = sorted(found.values(), key=lambda p: (p.announced or date.min, p.id))
    return Stream(
        np.array([p.announced.toordinal() for p in papers if p.announced]),
        [p.id for p in papers],
        [frozenset(p.categories) for p in papers],
        Counts.of([Text(p.title, p.abstract) for p in papers]),
    )


def lam4phy(stream: Stream, additions: Path, start: date) -> Maintainer:
    """The maintainers of LAM4PHY."""
    dated = [json.loads(line) for line in additions.read_text(encoding="utf-8").splitlines() if line.strip()]
    place = {paper_id: n for n, paper_id in enumerate(stream.ids)}
    before = [a for a in dated if date.fromisoformat(a["date_added"][:10]) < start]
    return Maintainer(
        "LAM4PHY",
        [place[a["arxiv_id"]] for a in before if a.get("arxiv_id") in place],
        Counts.of([Text(a["title"]) for a in before if a.get("arxiv_id") not in place]),
        {place[a["arxiv_id"]] for a in dated if a.get("arxiv_id") in place},
        start,
    )


def cross_lister(stream: Stream, pair: tuple[str, str], start: date) -> Maintainer:
    """Somebody who wants what is cross-listed in two categories, and has listed what came before ``start``."""
    wanted = [n for n, categories in enumerate(stream.categories) if categories.issuperset(pair)]
    listed = [n for n in wanted if stream.days[n] < start.toordinal()]
    return Maintainer(" and ".join(pair), listed, Counts.of(()), set(wanted), start)


def replay(stream: Stream, person: Maintainer, args: argparse.Namespace) -> dict[str, list[Arm]]:
    """Every week of the period in every arm; the arm ``wrong`` once a seed."""
    seeds = [int(s) for s in args.seeds.split(",")]
    arms = {"without": [Arm(0, False, None)], "taught": [Arm(0, True, None)]}
    arms["wrong"] = [Arm(args.wrong, True, np.random.default_rng([seed, 1])) for seed in seeds]
    draw = np.random.default_rng(0)
    for first in _weeks(person.start, args.until):
        inside = np.flatnonzero((stream.days >= first.toordinal()) & (stream.days < first.toordinal() + 7))
        inside = np.setdiff1d(inside, person.listed)
        earlier = np.flatnonzero(stream.days < first.toordinal())
        if not len(inside) or not len(earlier):
            continue
        size = min(args.unlabelled, len(earlier))
        sample = np.sort(draw.choice(earlier, size, replace=False))
        for arm in (a for some in arms.values() for a in some):
            _week(stream, person, arm, sample, size / len(earlier), inside, args.read)
    return arms


def _week(stream: Stream, person: Maintainer, arm: Arm, sample: Any, share: float, inside: Any, read: int) -> None:
    known = [*person.listed, *arm.accepted]
    kinds = np.repeat([0, 1, 2], [len(person.listed), len(arm.accepted), len(person.others)])
    model = Relevance.fit_counts(
        Examples(
            positives=stream.counts.take(np.array(known, dtype=np.int64)).together(person.others),
            unlabelled=stream.counts.take(np.setdiff1d(sample, [*known, *arm.rejected])),
            rejects=stream.counts.take(np.array(arm.rejected, dtype=np.int64)),
            headings=Counts.of(()),
            weights=np.ones(len(kinds)),
            in_stream=kinds < 2,
            read=share,
            accepted=kinds == 1,
        )
    )
    scores = model.score_counts(stream.counts.take(inside))
    order = np.argsort(-scores, kind="stable")
    truth = np.isin(inside, list(person.wanted))
    arm.weeks.append((np.flatnonzero(truth[order]) + 1, truth.astype(int), model.probability(scores)))
    for n in order[:read] if arm.listens else ():
        right = bool(truth[n]) != (arm.wrong > 0 and arm.draw.random() < arm.wrong)
        (arm.accepted if right else arm.rejected).append(int(inside[n]))


def figures(arms: dict[str, list[Arm]]) -> dict[str, Any]:
    """Each arm's figures, their differences, and the curve of the weeks so far; ``wrong`` is the mean of its seeds."""
    weeks = len(arms["without"][0].weeks)
    late = slice(weeks // 2, None)
    every = {name: _mean([_figures(a.weeks) for a in some]) for name, some in arms.items()}
    lately = {name: _mean([_figures(a.weeks[late]) for a in some]) for name, some in arms.items()}
    told: dict[str, Any] = dict(every)
    for key in FIGURES:
        told[f"gain_{key}"] = round(every["taught"][key] - every["without"][key], 4)
        told[f"gain_{key}_interval"] = _interval(arms, key)
        told[f"harm_{key}"] = round(every["without"][key] - every["wrong"][key], 4)
        told[f"lasting_harm_{key}"] = round(lately["without"][key] - lately["wrong"][key], 4)
    told["n_weeks"], told["n_additions"] = weeks, int(sum(len(ranks) for ranks, _, _ in arms["without"][0].weeks))
    told["decisions"] = {n: len(some[0].accepted) + len(some[0].rejected) for n, some in arms.items()}
    told["curve"] = [
        {name: _mean([_figures(a.weeks[: n + 1]) for a in some]) for name, some in arms.items()} for n in range(weeks)
    ]
    return told


def over_all(told: list[dict[str, Any]]) -> dict[str, Any]:
    """Means over maintainers of gains and harms, with intervals over them."""
    found: dict[str, Any] = {"n_lists": len(told), "n_additions": sum(t["n_additions"] for t in told)}
    for key in (f"{kind}_{figure}" for kind in ("gain", "harm", "lasting_harm") for figure in FIGURES):
        values = [t[key] for t in told]
        found[key] = round(float(np.mean(values)), 4)
        found[f"{key}_interval"] = metrics.interval(lambda some: float(np.mean(some)), values)
    return found


def _figures(weeks: Sequence[tuple[Any, Any, Any]]) -> dict[str, float]:
    ranks = np.concatenate([r for r, _, _ in weeks])
    if not len(ranks):
        return dict.fromkeys(("recall_at_5", "recall_at_10", "average_precision"), 0.0)
    truth, chances = (np.concatenate([w[n] for w in weeks]) for n in (1, 2))
    return {
        "recall_at_5": float((ranks <= 5).mean()),
        "recall_at_10": float((ranks <= 10).mean()),
        "average_precision": metrics.average_precision(truth, chances),
    }


def _interval(arms: dict[str, list[Arm]], key: str) -> list[float] | None:
    """The 95 % interval over weeks of what being taught gains."""
    pairs = list(zip(arms["taught"][0].weeks, arms["without"][0].weeks, strict=True))
    return metrics.interval(lambda some: _figures([t for t, _ in some])[key] - _figures([w for _, w in some])[key], pairs)


def _mean(some: Sequence[dict[str, float]]) -> dict[str, float]:
    return {key: round(float(np.mean([one[key] for one in some])), 4) for key in some[0]}


def _weeks(start: date, until: date) -> list[date]:
    monday = start - timedelta(days=start.weekday())
    return [monday + timedelta(days=7 * n) for n in range((until - monday).days // 7 + 1)]


if __name__ == "__main__":
    main()
