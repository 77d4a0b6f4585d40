"""Simulated maintainers on a dated stream: does a model that is taught their decisions week by week find more?

Each simulated maintainer keeps a list of what arXiv's authors filed under one category, or cross-listed in two. The rule,
fixed beforehand: every category and every pair of categories that 45 to 110 papers of the stream carry. That is two to
four additions a week. Sorted by name, every second one was used to choose how decisions are learned (``--half tuning``);
the figures are of the others. A list starts with the papers announced before ``--from``.

Each week every arm ranks the week's papers, and its maintainer judges the first ``--read`` of them, and no others: accepted
is what belongs on the list, the rest is rejected as off topic. All arms start alike and see the same papers:

* ``without`` is never taught;
* ``taught`` is taught every decision before the next week;
* ``wrong`` is too, but each verdict is turned round with a probability of 20 %;
* ``spiteful`` has as many wrong verdicts in the first half of the weeks, where they hurt most: what belongs is rejected,
  best first, and then what looks most like it is accepted. Then the maintainer is honest.

Figures are of the weeks after the first (until then nothing was taught), means over lists; gains are paired by list and week,
with a 95 % bootstrap interval over lists. ``average_precision`` ranks all papers of the weeks by probability, as a backtest
does; ``weekly_precision`` is the mean over additions of the precision at their place in their own week. ``late`` is the
second half of the weeks. LAM4PHY, a real survey with few additions, is told apart.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations
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
    "args": [],
    "aims": {
        "n_lists": ">= 20",
        "n_additions": "",
        "without.recall_at_5": "",
        "taught.recall_at_5": "",
        "without.average_precision": "",
        "taught.average_precision": "",
        "surely.gain_recall_at_5": ">= 0",
        "surely.gain_average_precision": ">= 0",
        "surely.gain_weekly_precision": ">= 0",
        "late.wrong.gain_recall_at_5": ">= 0",
        "late.wrong.gain_average_precision": ">= 0",
        "late.spiteful.gain_recall_at_5": ">= 0",
        "late.spiteful.gain_average_precision": ">= 0",
    },
    "shared": True,
    "timeout": 9000,
}
DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
FEWEST, MOST = 45, 110
FIGURES = ("recall_at_5", "recall_at_10", "average_precision", "weekly_precision")
ARMS = ("without", "taught", "wrong", "spiteful")


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
class Week:
    """What came of one week: places of what belongs, and for every paper whether it belongs and its probability."""

    ranks: Any
    truth: Any
    chances: Any


@dataclass
class Arm:
    """One way of working with a maintainer."""

    name: str
    draw: Any = None
    accepted: list[int] = field(default_factory=list)
    rejected: list[int] = field(default_factory=list)
    weeks: list[Week] = field(default_factory=list)


def main() -> None:
    """Run the bench."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", nargs="+", type=Path, default=sorted(DATA.glob("stream_*.jsonl.gz")))
    parser.add_argument("--additions", type=Path, default=DATA / "lam4phy" / "additions.jsonl")
    parser.add_argument("--from", dest="start", type=date.fromisoformat, default=date(2025, 12, 8))
    parser.add_argument("--until", type=date.fromisoformat, default=date(2026, 3, 29))
    parser.add_argument("--half", choices=("report", "tuning"), default="report", help="which half of the lists")
    parser.add_argument("--topics", type=int, default=20, help="so many of them, evenly taken; 0: LAM4PHY alone")
    parser.add_argument("--read", type=int, default=20, help="papers that a maintainer judges in a week")
    parser.add_argument("--wrong", type=float, default=0.2, help="share of wrong verdicts in the arms `wrong` and `spiteful`")
    parser.add_argument("--unlabelled", type=int, default=600, help="papers of the stream that a model is fitted on")
    parser.add_argument("--seed", type=int, default=0, help="settles which verdicts are wrong")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    found = simulate(args)
    print(json.dumps(found, indent=1) if args.json else told(found))


def simulate(args: argparse.Namespace) -> dict[str, Any]:
    """All maintainers in all arms."""
    stream = read(args.papers)
    half = topics(stream)[args.half == "report" :: 2]
    chosen = [half[n * len(half) // args.topics] for n in range(min(args.topics, len(half)))]
    people = [cross_lister(stream, topic, args.start) for topic in chosen]
    apart = figures([replay(stream, lam4phy(stream, args.additions, args.start), args)])
    replayed: list[dict[str, list[Week]]] = []
    try:
        for person in people:
            replayed.append(replay(stream, person, args))
            each = [f"{arm} {figure(weeks[1:])}" for arm, weeks in replayed[-1].items()]
            print(f"{person.name}: {'; '.join(each)}", file=sys.stderr, flush=True)
    except KeyboardInterrupt:
        print(f"stopped after {len(replayed)} lists", file=sys.stderr)
    if not replayed:
        return apart
    people = people[: len(replayed)]
    names, sizes = [p.name for p in people], [len(p.listed) for p in people]
    return figures(replayed) | {"names": names, "starts_with": sizes, "lam4phy": apart}


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


def topics(stream: Stream) -> list[tuple[str, ...]]:
    """The categories and pairs of categories that neither too few papers nor too many carry, by name."""
    papers = Counter(t for c in stream.categories for size in (1, 2) for t in combinations(sorted(c), size))
    return sorted(t for t, n in papers.items() if FEWEST <= n <= MOST)


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


def cross_lister(stream: Stream, topic: tuple[str, ...], start: date) -> Maintainer:
    """Somebody who wants what is filed under all these categories, and has listed what came before ``start``."""
    wanted = [n for n, categories in enumerate(stream.categories) if categories.issuperset(topic)]
    listed = [n for n in wanted if stream.days[n] < start.toordinal()]
    return Maintainer(" and ".join(topic), listed, Counts.of(()), set(wanted), start)


def replay(stream: Stream, person: Maintainer, args: argparse.Namespace) -> dict[str, list[Week]]:
    """Every week of the period in every arm."""
    arms = [Arm(name, np.random.default_rng([args.seed, 1])) for name in ARMS]
    draw = np.random.default_rng(0)
    mondays = _weeks(person.start, args.until)
    for n, first in enumerate(mondays):
        inside = np.flatnonzero((stream.days >= first.toordinal()) & (stream.days < first.toordinal() + 7))
        inside = np.setdiff1d(inside, person.listed)
        earlier = np.setdiff1d(np.flatnonzero(stream.days < first.toordinal()), person.listed)
        sample = np.sort(draw.choice(earlier, min(args.unlabelled, len(earlier)), replace=False))
        share = len(sample) / len(earlier)
        for arm in arms:
            model = _model(stream, person, arm, sample, share)
            scores = model.score_counts(stream.counts.take(inside))
            order = np.argsort(-scores, kind="stable")
            truth = np.isin(inside, list(person.wanted))
            arm.weeks.append(Week(np.flatnonzero(truth[order]) + 1, truth.astype(int), model.probability(scores)))
            shown = order[: args.read]
            said = verdicts(arm, truth[shown], args.wrong, spite=n < len(mondays) / 2)
            arm.accepted += inside[shown[said == 1]].tolist()
            arm.rejected += inside[shown[said == 0]].tolist()
    return {arm.name: arm.weeks for arm in arms}


def _model(stream: Stream, person: Maintainer, arm: Arm, sample: Any, share: float) -> Relevance:
    known = [*person.listed, *arm.accepted]
    kinds = np.repeat([0, 1, 2], [len(person.listed), len(arm.accepted), len(person.others)])
    return Relevance.fit_counts(
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


def verdicts(arm: Arm, truth: Any, wrong: float, *, spite: bool) -> Any:
    """What the maintainer says of each paper shown, best first: 1 accepted, 0 rejected, -1 nothing."""
    if arm.name == "without":
        return np.full(len(truth), -1)
    turned = np.zeros(len(truth), dtype=bool)
    if arm.name == "wrong":
        turned = arm.draw.random(len(truth)) < wrong
    elif arm.name == "spiteful" and spite:
        turned[np.argsort(~truth, kind="stable")[: round(wrong * len(truth))]] = True
    return (truth ^ turned).astype(int)


def figures(replayed: Sequence[dict[str, list[Week]]]) -> dict[str, Any]:
    """Each arm's figures, what it gains over ``without``, the same of the later half, and the curve of the weeks so far."""
    first = replayed[0]["without"]
    found: dict[str, Any] = {
        "n_lists": len(replayed),
        "n_weeks": len(first),
        "n_additions": int(sum(len(w.ranks) for each in replayed for w in each["without"][1:])),
        **_period(replayed, 1, len(first)),
        "late": _period(replayed, len(first) // 2, len(first)),
    }
    # The lower end of the interval: a gain below it is not to be expected.
    found["surely"] = {f"gain_{f}": (found["taught"][f"gain_{f}_interval"] or [0.0])[0] for f in FIGURES}
    found["curve"] = [{"week": n, **_means(replayed, 1, n + 1)} for n in range(1, len(first))]
    return found


def _period(replayed: Sequence[dict[str, list[Week]]], start: int, end: int) -> dict[str, Any]:
    found: dict[str, dict[str, Any]] = {}
    base = [figure(each["without"][start:end]) for each in replayed]
    for arm in ARMS:
        mine = [figure(each[arm][start:end]) for each in replayed]
        found[arm] = {f: round(float(np.nanmean([m[f] for m in mine])), 4) for f in FIGURES}
        for f in FIGURES if arm != "without" else ():
            gains = [m[f] - b[f] for m, b in zip(mine, base, strict=True)]
            found[arm][f"gain_{f}"] = round(float(np.nanmean(gains)), 4)
            found[arm][f"gain_{f}_interval"] = metrics.interval(lambda some: float(np.nanmean(some)), gains)
    return found


def _means(replayed: Sequence[dict[str, list[Week]]], start: int, end: int) -> dict[str, Any]:
    every = {arm: [figure(each[arm][start:end]) for each in replayed] for arm in ARMS}
    return {arm: {f: round(float(np.nanmean([m[f] for m in mine])), 4) for f in FIGURES} for arm, mine in every.items()}


def figure(weeks: Sequence[Week]) -> dict[str, float]:
    """The figures of some weeks of one list; not a number where nothing was to be found."""
    ranks = np.concatenate([w.ranks for w in weeks])
    if not len(ranks):
        return dict.fromkeys(FIGURES, float("nan"))
    precision = np.concatenate([np.arange(1, len(w.ranks) + 1) / w.ranks for w in weeks])
    truth, chances = np.concatenate([w.truth for w in weeks]), np.concatenate([w.chances for w in weeks])
    return {
        "recall_at_5": metrics.recall_at(ranks, 5),
        "recall_at_10": metrics.recall_at(ranks, 10),
        "average_precision": metrics.average_precision(truth, chances),
        "weekly_precision": float(precision.mean()),
    }


def told(found: dict[str, Any]) -> str:
    """The figures and the curve for people."""
    lines = [f"{found['n_lists']} lists, {found['n_weeks']} weeks, {found['n_additions']} additions after the first week", ""]
    for title, part in (("all weeks", found), ("second half", found["late"])):
        lines.append(f"{title:18}" + "".join(f"{f.replace('_', ' '):>32}" for f in FIGURES))
        lines += [f"{arm:18}" + "".join(f"{_cell(part[arm], f):>32}" for f in FIGURES) for arm in ARMS]
        lines.append("")
    lines.append("Weeks so far: recall at 5 / weekly precision")
    lines.append("week" + "".join(f"{arm:>16}" for arm in ARMS) + "   taught over without")
    lines += [_curve_line(point) for point in found["curve"]]
    return "\n".join(lines) + ("\n\nLAM4PHY: " + told(found["lam4phy"]) if "lam4phy" in found else "")


def _cell(part: dict[str, Any], name: str) -> str:
    gain, interval = part.get(f"gain_{name}"), part.get(f"gain_{name}_interval")
    if gain is None:
        return f"{part[name]:.3f}"
    return f"{part[name]:.3f} {gain:+.3f}" + (f" [{interval[0]:+.3f}, {interval[1]:+.3f}]" if interval else "")


def _curve_line(point: dict[str, Any]) -> str:
    cells = "".join(f"{point[arm]['recall_at_5']:>9.3f} /{point[arm]['weekly_precision']:>5.3f}" for arm in ARMS)
    gain = point["taught"]["weekly_precision"] - point["without"]["weekly_precision"]
    return f"{point['week']:>4}{cells}   {'+' * max(0, round(gain * 500)) or '-'}"


def _weeks(start: date, until: date) -> list[date]:
    monday = start - timedelta(days=start.weekday())
    return [monday + timedelta(days=7 * n) for n in range((until - monday).days // 7 + 1)]


if __name__ == "__main__":
    main()
