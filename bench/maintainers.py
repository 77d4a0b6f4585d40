"""Simulated maintainers on a dated stream: does a model that is taught their decisions week by week find more?

Each week every arm ranks the week's papers, its maintainer reads the first ``--read`` of them and accepts what the list really
added, rejecting the rest as off topic. ``without`` is never taught, ``taught`` is, ``wrong`` is taught with a share of its
verdicts turned round. All start from the list as it was on ``--from``, and see the same papers.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from littrack.model.features import Counts
from littrack.model.relevance import Examples, Relevance
from littrack.model.text import Text
from littrack.model.training import ACCEPTED_WEIGHT

BENCH = {
    "args": [],
    "aims": {
        "taught.recall_at_5": "",
        "without.recall_at_5": "",
        "wrong.recall_at_5": "",
        "taught.average_precision": "",
        "gain_average_precision": ">= 0",
        "gain_recall_at_5": ">= 0",
    },
    "shared": True,
    "timeout": 1800,
}
DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


@dataclass
class Arm:
    """One maintainer and the model that listens to him."""

    name: str
    wrong: float
    listens: bool
    accepted: list[int] = field(default_factory=list)
    rejected: list[int] = field(default_factory=list)
    ranks: list[int] = field(default_factory=list)
    scores: list[float] = field(default_factory=list)
    truth: list[int] = field(default_factory=list)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", nargs="+", type=Path, default=sorted(DATA.glob("stream_*.jsonl.gz")))
    parser.add_argument("--additions", type=Path, default=DATA / "lam4phy" / "additions.jsonl")
    parser.add_argument("--from", dest="start", type=date.fromisoformat, default=date(2025, 11, 3))
    parser.add_argument("--until", type=date.fromisoformat, default=date(2026, 3, 29))
    parser.add_argument("--read", type=int, default=20, help="papers that a maintainer judges in a week")
    parser.add_argument("--wrong", type=float, default=0.2, help="share of verdicts turned round in the arm `wrong`")
    parser.add_argument("--unlabelled", type=int, default=4000, help="papers of the stream that a model is fitted on")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    figures = simulate(args)
    if args.json:
        print(json.dumps(figures, indent=2))
        return
    print("week        additions   recall at 5 / average precision so far")
    for row in figures["curve"]:
        arms = "   ".join(f"{name} {row[name][0]:.2f} / {row[name][1]:.2f}" for name in ("without", "taught", "wrong"))
        print(f"{row['week']}  {row['additions']:9}   {arms}")


def simulate(args: argparse.Namespace) -> dict[str, Any]:
    """Every week of the period, for every arm."""
    days, texts, ids = _stream(args.papers)
    dated = [json.loads(line) for line in args.additions.read_text(encoding="utf-8").splitlines() if line.strip()]
    counts = Counts.of(texts)
    place = {paper_id: n for n, paper_id in enumerate(ids)}
    wanted = {place[a["arxiv_id"]] for a in dated if a.get("arxiv_id") in place}
    before = [a for a in dated if date.fromisoformat(a["date_added"][:10]) < args.start]
    listed = [place[a["arxiv_id"]] for a in before if a.get("arxiv_id") in place]
    untold = Counts.of([Text(a["title"]) for a in before if a.get("arxiv_id") not in place])
    arms = [Arm("without", 0, False), Arm("taught", 0, True), Arm("wrong", args.wrong, True)]
    draw = np.random.default_rng(args.seed)
    curve = []
    for first in _weeks(args.start, args.until):
        inside = np.flatnonzero((days >= first.toordinal()) & (days < first.toordinal() + 7))
        inside = np.setdiff1d(inside, listed)
        if not len(inside):
            continue
        earlier = np.flatnonzero(days < first.toordinal())
        sample = np.sort(draw.choice(earlier, min(args.unlabelled, len(earlier)), replace=False))
        for arm in arms:
            _week(arm, counts, untold, listed, sample, inside, wanted, args, draw)
        curve.append(
            {
                "week": str(first),
                "additions": len(arms[0].ranks),
                **{arm.name: [_recall(arm, 5), _precision(arm)] for arm in arms},
            }
        )
        print(json.dumps(curve[-1]), file=sys.stderr)
    found = {
        arm.name: {
            "recall_at_5": _recall(arm, 5),
            "recall_at_10": _recall(arm, 10),
            "average_precision": _precision(arm),
            "decisions": len(arm.accepted) + len(arm.rejected),
        }
        for arm in arms
    }
    gains = {
        f"gain_{key}": round(found["taught"][key] - found["without"][key], 4) for key in ("recall_at_5", "average_precision")
    }
    harm = {
        f"harm_{key}": round(found["without"][key] - found["wrong"][key], 4) for key in ("recall_at_5", "average_precision")
    }
    return {**found, **gains, **harm, "n_weeks": len(curve), "n_additions": len(arms[0].ranks), "curve": curve}


def _week(
    arm: Arm,
    counts: Counts,
    untold: Counts,
    listed: list[int],
    sample: Any,
    inside: Any,
    wanted: set[int],
    args: Any,
    draw: Any,
) -> None:
    known = [*listed, *arm.accepted]
    positives = counts.take(np.array(known, dtype=np.int64)).together(untold)
    settled = {*known, *arm.rejected}
    weights = np.array([1.0] * len(listed) + [ACCEPTED_WEIGHT] * len(arm.accepted) + [1.0] * len(untold))
    model = Relevance.fit_counts(
        Examples(
            positives=positives,
            unlabelled=counts.take(np.array([n for n in sample if n not in settled], dtype=np.int64)),
            rejects=counts.take(np.array(arm.rejected, dtype=np.int64)),
            headings=Counts.of(()),
            weights=weights,
            in_stream=np.array([True] * len(known) + [False] * len(untold)),
        ),
        seed=args.seed,
    )
    scores = model.score_counts(counts.take(inside))
    order = np.argsort(-scores, kind="stable")
    truth = np.isin(inside, list(wanted))
    arm.ranks += [int(np.flatnonzero(order == n)[0]) + 1 for n in np.flatnonzero(truth)]
    arm.scores += model.probability(scores).tolist()
    arm.truth += truth.astype(int).tolist()
    if not arm.listens:
        return
    for n in order[: args.read]:
        right = bool(truth[n]) != (draw.random() < arm.wrong)
        (arm.accepted if right else arm.rejected).append(int(inside[n]))


def _weeks(start: date, until: date) -> Iterator[date]:
    at = start - timedelta(days=start.weekday())
    while at <= until:
        yield at
        at += timedelta(days=7)


def _stream(paths: list[Path]) -> tuple[Any, list[Text], list[str]]:
    seen: dict[str, tuple[int, Text]] = {}
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
            for line in lines:
                r = json.loads(line)
                text = Text(r["title"], r.get("abstract"), (), (), ())
                seen.setdefault(r["id"], (date.fromisoformat(r["first_crawled"][:10]).toordinal(), text))
    return np.array([day for day, _ in seen.values()]), [text for _, text in seen.values()], list(seen)


def _recall(arm: Arm, k: int) -> float:
    return round(float(np.mean(np.array(arm.ranks) <= k)), 4) if arm.ranks else 0.0


def _precision(arm: Arm) -> float:
    order = np.argsort(-np.array(arm.scores), kind="stable")
    truth = np.array(arm.truth)[order]
    hits = np.flatnonzero(truth)
    return round(float(np.mean(np.arange(1, len(hits) + 1) / (hits + 1))), 4) if len(hits) else 0.0


if __name__ == "__main__":
    main()
