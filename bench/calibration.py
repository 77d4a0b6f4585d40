"""Whether probabilities mean something, for surveys and streams of every size.

LAM4PHY's references of ``--from`` and the lists of some ``--topics`` (papers cross-listed in two categories, as in
``bench/maintainers.py``) are cut down to so many references, and streams to so many papers. Each model then judges the papers
of the following two months: their probabilities should add up to the papers that were added (``expected`` and ``came``), and
of the papers that got about one probability, that share should have been added (``reliability``: said, came, n, over all).
``brier_skill`` is the share of the base rate's Brier score that the probabilities take away.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.maintainers import DATA, Maintainer, Stream, lam4phy, lister, read
from littrack.model.calibration import reliability
from littrack.model.examples import Examples
from littrack.model.features import Array, Counts
from littrack.model.relevance import Relevance

BENCH = {
    "args": [],
    "aims": {"off_by": "<= 2", "worst_off_by": "<= 6", "brier_skill": ">= 0.2", "ece": "<= 0.1", "n": ""},
    "shared": True,
    "timeout": 1200,
}
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
_AFTER = timedelta(days=60)
_SHOWN = 0.01  # The calibration error is told of papers that a reader might see at all; of the rest it is next to nothing.


def main() -> None:
    """Run the bench."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", nargs="+", type=Path, default=sorted(DATA.glob("stream_*.jsonl.gz")))
    parser.add_argument("--additions", type=Path, default=DATA / "lam4phy" / "additions.jsonl")
    parser.add_argument("--from", dest="start", type=date.fromisoformat, default=date(2025, 11, 3))
    parser.add_argument("--references", default="10,30,72,200", help="sizes of lists; default 10,30,72,200")
    parser.add_argument("--streams", default="100,300,1000,10000", help="sizes of streams; default 100,300,1000,10000")
    parser.add_argument("--topics", type=int, default=3)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    told = measure(args)
    if args.json:
        print(json.dumps(told, indent=1))
        return
    print(f"{'list':24} {'references':>10} {'stream':>7} {'expected':>9} {'came':>5} {'Brier skill':>12}")
    for row in told["settings"]:
        print(
            f"{row['list']:24} {row['references']:10} {row['stream']:7} {row['expected']:9.1f} {row['came']:5} "
            f"{row['brier_skill']:12.2f}"
        )
    print(f"off by a factor of {told['off_by']} on average, {told['worst_off_by']} at worst; ECE {told['ece']}, n {told['n']}")
    print("said   came   n")
    for said, came, n in told["reliability"]:
        print(f"{said:.3f}  {came:.3f}  {n}")


def measure(args: argparse.Namespace) -> dict[str, Any]:
    """Every list at every size."""
    stream = read(args.papers)
    people = [lam4phy(stream, args.additions, args.start)]
    for pair in TOPICS[: args.topics]:
        filed = [n for n, categories in enumerate(stream.categories) if categories.issuperset(pair)]
        people.append(lister(stream, " and ".join(pair), filed, args.start + timedelta(days=28)))
    sizes = [(int(r), int(s)) for r in args.references.split(",") for s in args.streams.split(",")]
    rows, said, came = [], [], []
    for person in people:
        own = len(person.listed) + len(person.others)
        # Of a list that is shorter than wanted, all is taken once.
        for n_references, n_stream in sorted({(min(r, own), s) for r, s in sizes}):
            chances, truth = judge(stream, person, n_references, n_stream, np.random.default_rng(args.seed))
            base = float(truth.mean() * (1 - truth.mean()))
            rows.append(
                {
                    "list": person.name,
                    "references": n_references,
                    "stream": n_stream,
                    "expected": round(float(chances.sum()), 2),
                    "came": int(truth.sum()),
                    "brier_skill": round(1 - float(((chances - truth) ** 2).mean()) / base, 3),
                }
            )
            said.append(chances)
            came.append(truth)
    return {"settings": rows, **_over_all(rows, np.concatenate(said), np.concatenate(came))}


def judge(stream: Stream, person: Maintainer, n_references: int, n_stream: int, draw: Any) -> tuple[Array, Array]:
    """The probabilities of the two months' papers and their truth, by a model of that many references and papers."""
    first = person.start.toordinal()
    period = (stream.days >= first) & (stream.days < (person.start + _AFTER).toordinal())
    wanted = np.isin(np.arange(len(stream.days)), list(person.wanted))
    positives = stream.counts.take(np.array(person.listed, dtype=np.int64)).together(person.others)
    chosen = np.sort(draw.choice(len(positives), n_references, replace=False))
    # Before the first months there is not so much: strangers of other months stand in, never a paper of the list.
    usable = np.setdiff1d(np.flatnonzero(~wanted & ~period | (stream.days < first)), person.listed)
    size = min(n_stream, len(usable))
    sample = np.sort(draw.choice(usable, size, replace=False))
    share = size / max(int((stream.days < first).sum()), size)
    in_stream = (chosen < len(person.listed)) & (draw.random(len(chosen)) < share)
    model = Relevance.fit_counts(
        Examples(
            positives=positives.take(chosen),
            unlabelled=stream.counts.take(sample),
            rejects=Counts.of(()),
            headings=Counts.of(()),
            weights=np.ones(n_references),
            in_stream=in_stream,
        )
    )
    papers = np.setdiff1d(np.flatnonzero(period), person.listed)
    chances = model.probability(model.score_counts(stream.counts.take(papers)))
    return chances, wanted[papers].astype(np.float64)


def _over_all(rows: list[dict[str, Any]], said: Array, came: Array) -> dict[str, Any]:
    off = np.array([np.log((r["expected"] + 0.5) / (r["came"] + 0.5)) for r in rows])
    shown = said >= _SHOWN
    steps = reliability(said[shown], came[shown])
    error = float((steps[:, 2] * np.abs(steps[:, 0] - steps[:, 1])).sum() / max(steps[:, 2].sum(), 1))
    return {
        "n": len(rows),
        "off_by": round(float(np.exp(np.abs(off).mean())), 2),
        "worst_off_by": round(float(np.exp(np.abs(off).max())), 2),
        "bias": round(float(np.exp(off.mean())), 2),
        "brier_skill": round(float(np.mean([r["brier_skill"] for r in rows])), 3),
        "ece": round(error, 4),
        "reliability": [[round(s, 4), round(c, 4), int(n)] for s, c, n in reliability(said, came).tolist()],
    }


if __name__ == "__main__":
    main()
