"""Simulated maintainers on a dated stream: does a model that is taught their decisions week by week find more?

Each simulated maintainer keeps a list. Which lists there are follows two rules, fixed beforehand:

* ``named``: a phrase in a category, as most surveys are of a method in a domain. Every phrase of two words that stands in the
  titles of 20 to 60 papers of one category, and of at least as many elsewhere. About one addition a week.
* ``filed``: what authors filed under one category, or cross-listed in two: every category and pair of categories that 45 to
  110 papers of the stream carry. Two to four additions a week, and much harder to tell by the text.

Of each kind, sorted by name, every second list was used to choose how decisions are learned (``--half tuning``); figures are of
the others. A list starts with the papers announced before ``--from``; those with fewer than three of them are left out.

Each week every arm ranks the week's papers, and its maintainer judges the first ``--read`` of them, and no others: accepted
is what belongs on the list, the rest is rejected as off topic. All arms start alike and see the same papers:

* ``without`` is never taught;
* ``taught`` is taught every decision before the next week;
* ``wrong`` is too, but each verdict is turned round with a probability of 20 %, in every week;
* ``spiteful`` has as many wrong verdicts in the first half of the weeks, where they hurt most: what belongs is rejected,
  best first, and then what looks most like it is accepted. Then the maintainer is honest, but takes nothing back;
* ``random`` tosses a coin over every paper in the first half of the weeks, and is honest then.

Figures are of the weeks after the first (until then nothing was taught), means over lists; gains are paired by list and week,
with a 95 % bootstrap interval over lists. ``average_precision`` ranks all papers of the weeks by probability, as a backtest
does; ``weekly_precision`` is the mean over additions of the precision at their place in their own week. ``possible_at_5`` is
the recall at 5 of a perfect ranking, which is below one where a week has more than five additions. ``late`` is the
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
from itertools import combinations, pairwise, zip_longest
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp

from littrack.model import ranking_metrics as metrics
from littrack.model.examples import Examples
from littrack.model.features import Counts, words
from littrack.model.relevance import Relevance, Untaught
from littrack.model.stopwords import STOP_WORDS
from littrack.model.text import Text
from littrack.records import Paper, Problem
from littrack.sources import snapshot

BENCH = {
    "args": [],
    "aims": {
        "n_lists": ">= 40",
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
        "late.random.gain_recall_at_5": ">= 0",
        "late.random.gain_average_precision": ">= 0",
    },
    "shared": True,
    "timeout": 9000,
}
DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
KINDS = {"named": (20, 60), "filed": (45, 110)}  # of how many papers a list has in all, from and to
_FEWEST_LISTED = 3
FIGURES = ("recall_at_5", "recall_at_10", "average_precision", "weekly_precision")
ARMS = ("without", "taught", "wrong", "spiteful", "random")


@dataclass
class Stream:
    """The dated papers: ``days`` are ordinals, ``phrases`` the pairs of words in each title."""

    days: Any
    ids: list[str]
    categories: list[frozenset[str]]
    phrases: list[frozenset[str]]
    counts: Counts


@dataclass
class Maintainer:
    """Who keeps a list: what it holds at the start (papers of the stream, and others), and what belongs on it."""

    name: str
    listed: list[int]
    others: Counts
    wanted: set[int]
    start: date
    kind: str = ""


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
    parser.add_argument("--topics", type=int, default=20, help="so many lists of each kind, evenly taken; 0: LAM4PHY alone")
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
    kinds = zip_longest(*(maintainers(stream, kind, args) for kind in KINDS))  # in turn: who stops early has some of each
    people = [person for some in kinds for person in some if person]
    apart = figures([replay(stream, lam4phy(stream, args.additions, args.start), args)])
    replayed: list[dict[str, list[Week]]] = []
    try:
        for person in people:
            replayed.append(replay(stream, person, args))
            each = [f"{arm} {_brief(weeks[1:])}" for arm, weeks in replayed[-1].items()]
            print(f"{person.kind} {person.name}: {'; '.join(each)}", file=sys.stderr, flush=True)
    except KeyboardInterrupt:
        print(f"stopped after {len(replayed)} lists", file=sys.stderr)
    if not replayed:
        return apart
    people = people[: len(replayed)]
    by_kind = {kind: [r for p, r in zip(people, replayed, strict=True) if p.kind == kind] for kind in KINDS}
    names, sizes = [f"{p.kind}: {p.name}" for p in people], [len(p.listed) for p in people]
    each_kind = {kind: figures(some) for kind, some in by_kind.items() if some}
    return figures(replayed) | {"kinds": each_kind, "names": names, "starts_with": sizes, "lam4phy": apart}


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
        [phrases(p.title) for p in papers],
        _shared(Counts.of([Text(p.title, p.abstract) for p in papers])),
    )


def _shared(counts: Counts) -> Counts:
    """Without the words and pairs that only one text has: no model reads them, and half of the time goes on passing them by."""
    often = counts.document_frequency() > 1
    parts = [sp.csr_matrix((m.data * often[m.indices], m.indices, m.indptr), m.shape) for m in (counts.title, counts.abstract)]
    for part in parts:
        part.eliminate_zeros()
    return Counts(*parts)


def phrases(title: str) -> frozenset[str]:
    """The pairs of neighbouring words of a title, without a plural's ``s``; none with an article, preposition or the like."""
    found = [w[:-1] if len(w) > 3 and w[-1] == "s" != w[-2] else w for w in words(title)]
    return frozenset(f"{one} {other}" for one, other in pairwise(found) if not {one, other} & STOP_WORDS)


def topics(stream: Stream, kind: str) -> dict[str, list[int]]:
    """The lists of a kind, by name, each with its papers (see the module's text)."""
    fewest, most = KINDS[kind]
    found: dict[tuple[str, ...], list[int]] = {}
    named = Counter(phrase for each in stream.phrases for phrase in each)
    for n, (categories, titled) in enumerate(zip(stream.categories, stream.phrases, strict=True)):
        every = sorted(categories)
        filed = [topic for size in (1, 2) for topic in combinations(every, size)]
        for topic in filed if kind == "filed" else [(c, phrase) for c in every for phrase in titled]:
            found.setdefault(topic, []).append(n)
    sized = {topic: papers for topic, papers in found.items() if fewest <= len(papers) <= most}
    if kind == "named":
        sized = {topic: papers for topic, papers in sized.items() if 2 * len(papers) <= named[topic[1]]}
    return {": ".join(topic): papers for topic, papers in sorted(sized.items())}


def maintainers(stream: Stream, kind: str, args: argparse.Namespace) -> list[Maintainer]:
    """Who keeps the lists of this kind that are asked for."""
    half = list(topics(stream, kind).items())[args.half == "report" :: 2]
    every = [lister(stream, name, papers, args.start, kind) for name, papers in half]
    found = [person for person in every if len(person.listed) >= _FEWEST_LISTED]
    count = min(args.topics, len(found))
    return [found[n * len(found) // count] for n in range(count)]


def lister(stream: Stream, name: str, papers: Sequence[int], start: date, kind: str = "") -> Maintainer:
    """Somebody who wants these papers, and has listed those of before ``start``."""
    listed = [n for n in papers if stream.days[n] < start.toordinal()]
    return Maintainer(name, listed, Counts.of(()), set(papers), start, kind)


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
        listed: dict[bytes, Untaught] = {}
        for arm in arms:
            examples = _examples(stream, person, arm, sample, share)
            # Arms share the list's model, but where one of them has accepted a paper of the sample.
            key = np.isin(sample, arm.accepted).tobytes()
            if key not in listed:
                listed[key] = Relevance.untaught(examples.undecided)
            model = listed[key].taught(examples)
            scores = model.score_counts(stream.counts.take(inside))
            order = np.argsort(-scores, kind="stable")
            truth = np.isin(inside, list(person.wanted))
            arm.weeks.append(Week(np.flatnonzero(truth[order]) + 1, truth.astype(int), model.probability(scores)))
            shown = order[: args.read]
            said = verdicts(arm, truth[shown], args.wrong, early=n < len(mondays) / 2)
            arm.accepted += inside[shown[said == 1]].tolist()
            arm.rejected += inside[shown[said == 0]].tolist()
    return {arm.name: arm.weeks for arm in arms}


def _examples(stream: Stream, person: Maintainer, arm: Arm, sample: Any, share: float) -> Examples:
    known = [*person.listed, *arm.accepted]
    kinds = np.repeat([0, 1, 2], [len(person.listed), len(arm.accepted), len(person.others)])
    return Examples(
        positives=stream.counts.take(np.array(known, dtype=np.int64)).together(person.others),
        unlabelled=stream.counts.take(np.setdiff1d(sample, known)),
        rejects=stream.counts.take(np.array(arm.rejected, dtype=np.int64)),
        headings=Counts.of(()),
        weights=np.ones(len(kinds)),
        in_stream=kinds < 2,
        read=share,
        accepted=kinds == 1,
    )


def verdicts(arm: Arm, truth: Any, wrong: float, *, early: bool) -> Any:
    """What the maintainer says of each paper shown, best first: 1 accepted, 0 rejected, -1 nothing."""
    if arm.name == "without":
        return np.full(len(truth), -1)
    if arm.name == "random" and early:
        return (arm.draw.random(len(truth)) < 0.5).astype(int)
    turned = np.zeros(len(truth), dtype=bool)
    if arm.name == "wrong":
        turned = arm.draw.random(len(truth)) < wrong
    elif arm.name == "spiteful" and early:
        turned[np.argsort(~truth, kind="stable")[: round(wrong * len(truth))]] = True
    return (truth ^ turned).astype(int)


def figures(replayed: Sequence[dict[str, list[Week]]]) -> dict[str, Any]:
    """Each arm's figures, what it gains over ``without``, the same of the later half, and the curve of the weeks so far."""
    first = replayed[0]["without"]
    found: dict[str, Any] = {
        "n_lists": len(replayed),
        "n_weeks": len(first),
        "n_additions": int(sum(len(w.ranks) for each in replayed for w in each["without"][1:])),
        "possible_at_5": round(float(np.nanmean([_possible(each["without"][1:], 5) for each in replayed])), 4),
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


def _possible(weeks: Sequence[Week], k: int) -> float:
    """The recall at ``k`` of a perfect ranking."""
    sizes = np.array([len(w.ranks) for w in weeks])
    return float(np.minimum(sizes, k).sum() / sizes.sum()) if sizes.sum() else float("nan")


def _brief(weeks: Sequence[Week]) -> str:
    return "/".join(f"{value:.2f}" for value in figure(weeks).values())


def told(found: dict[str, Any]) -> str:
    """The figures and the curve for people."""
    head = f"{found['n_lists']} lists, {found['n_weeks']} weeks, {found['n_additions']} additions after the first week"
    lines = [f"{head}; a perfect ranking has a recall at 5 of {found['possible_at_5']:.3f}", ""]
    for title, part in (("all weeks", found), ("second half", found["late"])):
        lines.append(f"{title:18}" + "".join(f"{f.replace('_', ' '):>32}" for f in FIGURES))
        lines += [f"{arm:18}" + "".join(f"{_cell(part[arm], f):>32}" for f in FIGURES) for arm in ARMS]
        lines.append("")
    lines.append("Weeks so far: recall at 5 / weekly precision")
    lines.append("week" + "".join(f"{arm:>16}" for arm in ARMS) + "   taught over without")
    lines += [_curve_line(point) for point in found["curve"]]
    parts = {**found.get("kinds", {}), **({"LAM4PHY": found["lam4phy"]} if "lam4phy" in found else {})}
    return "\n".join([*lines, *(f"\n{name}: {told(part)}" for name, part in parts.items())])


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
