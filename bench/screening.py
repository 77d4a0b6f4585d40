"""Simulated active learning on systematic reviews, beside ASReview's default and arxiv-sanity-lite's method.

``python bench/screening.py FILE… --seeds 0,1,2 --json``; a file is CSV with ``title, abstract, label_included``. Each run
starts from one relevant and one irrelevant record (the same for all methods), labels one at a time and retrains after each.
Without the package ``asreview`` (``pip install -c constraints.txt --group bench``), its default model ELAS u4 is rebuilt from
the same scikit-learn parts with the same settings, and the output says so; ``--compare-peers`` tells whether both show the
records in one order.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from littrack.errors import LittrackError, UsageError
from littrack.model.baselines import tfidf
from littrack.model.features import Counts
from littrack.model.screening import normalised_loss, random_priors, simulate
from littrack.model.text import Text

BENCH = {
    "args": ["--seeds", "0"],
    "aims": {
        "ratio_to_elas_u4": "<= 0.95",
        "ratio_to_elas_u4_upper": "<= 1.0",
        "worst_ratio_to_elas_u4": "<= 1.15",
        "ratio_to_arxiv_sanity": "<= 0.85",
    },
    "ratios": ["ratio_to_elas_u4"],
    "shared": True,
    "timeout": 3600,
}
SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "screening"
METHODS = ("littrack", "elas_u4", "arxiv_sanity")


def read(path: Path) -> tuple[list[Text], list[int]]:
    """The records of a review and their labels."""
    csv.field_size_limit(sys.maxsize)
    texts, labels = [], []
    try:
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            for row in csv.DictReader(file):
                labels.append(int(float(row["label_included"] or 0)))
                texts.append(Text(row.get("title") or "", row.get("abstract") or None))
    except (OSError, KeyError, ValueError) as error:
        raise UsageError(
            f"{path} cannot be read as a review ({error!r})", "it needs title, abstract, label_included"
        ) from error
    return texts, labels


def peer() -> str:
    """Which ELAS u4 this run has."""
    try:
        from importlib.metadata import version

        return f"asreview {version('asreview')}"
    except ModuleNotFoundError:
        return "ELAS u4 rebuilt with scikit-learn"


def same_order(texts: Sequence[Text], labels: Sequence[int], priors: Sequence[int]) -> bool:
    """Whether ASReview's own model and the rebuilt one show the records in one order."""
    return elas_u4(texts, labels, priors) == _elas_rebuilt(texts, labels, priors)


def elas_u4(texts: Sequence[Text], labels: Sequence[int], priors: Sequence[int]) -> list[int]:
    """ASReview's default model, by ASReview itself where it is installed."""
    try:
        import asreview
        import pandas as pd
        from asreview.models.models import get_ai_config
    except ModuleNotFoundError:
        return _elas_rebuilt(texts, labels, priors)
    frame = pd.DataFrame({"title": [t.title for t in texts], "abstract": [t.abstract or "" for t in texts]})
    cycle = asreview.ActiveLearningCycle.from_meta(get_ai_config("elas_u4")["value"])
    run = asreview.Simulate(frame, pd.Series(labels), [cycle], print_progress=False)
    run.label(list(priors))
    run.review()
    return [int(n) for n in run._results.dropna(axis=0, subset="training_set")["label"]]


def _elas_rebuilt(texts: Sequence[Text], labels: Sequence[int], priors: Sequence[int]) -> list[int]:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC

    rows = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, max_df=0.95).fit_transform(
        f"{t.title} {t.abstract or ''}" for t in texts
    )

    def scores(given: list[int], truth: NDArray[np.int64]) -> Any:
        weights = np.where(truth == 1, 1.0, truth.sum() / (9.8 * (truth == 0).sum()))
        machine = LinearSVC(C=0.11, random_state=0).fit(rows[given], truth, weights * len(truth) / weights.sum())
        return machine.decision_function(rows)

    return _screen(labels, priors, scores)


def arxiv_sanity(texts: Sequence[Text], labels: Sequence[int], priors: Sequence[int]) -> list[int]:
    """arxiv-sanity-lite's method: an SVM of the relevant against the whole pool, refitted after each new relevant record."""
    from sklearn.svm import LinearSVC

    rows = tfidf(Counts.of(texts))
    last: dict[int, Any] = {}

    def scores(given: list[int], truth: NDArray[np.int64]) -> Any:
        found = int(truth.sum())
        if found not in last:
            target = np.zeros(rows.shape[0], dtype=int)
            target[np.array(given)[truth == 1]] = 1
            machine = LinearSVC(C=0.01, class_weight="balanced", random_state=0, max_iter=10_000)
            last.clear()
            last[found] = machine.fit(rows, target).decision_function(rows)
        return last[found]

    return _screen(labels, priors, scores)


def _screen(labels: Sequence[int], priors: Sequence[int], scores: Any) -> list[int]:
    given, truth = list(priors), np.asarray(labels)
    wanted = truth.sum() - truth[given].sum()
    shown: list[int] = []
    while sum(shown) < wanted:
        order = np.array(scores(given, truth[given]), dtype=float)
        order[given] = -np.inf
        record = int(np.argmax(order))
        given.append(record)
        shown.append(int(truth[record]))
    return shown


def figures(shown: Sequence[int], total: int) -> dict[str, Any]:
    """Loss, WSS@95, recall after a tenth of the pool, and the recall curve in per cent of the pool."""
    order = np.zeros(total)
    order[: len(shown)] = shown
    recall = np.cumsum(order) / max(order.sum(), 1)
    read_for_95 = int(np.searchsorted(recall, 0.95 - 1e-12)) + 1
    curve = [round(float(recall[max(int(np.ceil(total * n / 100)) - 1, 0)]), 4) for n in range(1, 101)]
    return {
        "loss": round(normalised_loss(shown, total), 5),
        "wss_95": round(1 - read_for_95 / total - 0.05, 4),
        "recall_at_10_percent": curve[9],
        "curve": curve,
    }


def review(path: Path, seeds: Sequence[int], compare: bool = False) -> dict[str, Any]:
    """All methods on one review, averaged over the seeds; ``compare`` adds whether the rebuilt peer is the real one."""
    texts, labels = read(path)
    told: dict[str, Any] = {"n": len(labels), "n_relevant": sum(labels)}
    runs: dict[str, list[dict[str, Any]]] = {m: [] for m in METHODS}
    for seed in seeds:
        priors = random_priors(labels, seed)
        by: dict[str, Callable[[], list[int]]] = {
            "littrack": partial(simulate, texts, labels, priors, seed),
            "elas_u4": partial(elas_u4, texts, labels, priors),
            "arxiv_sanity": partial(arxiv_sanity, texts, labels, priors),
        }
        for method, run in by.items():
            start = time.perf_counter()
            result = figures(run(), len(labels) - 2)
            runs[method].append(result | {"seconds": round(time.perf_counter() - start, 1)})
    if compare:
        told["rebuilt_is_the_same"] = same_order(texts, labels, random_priors(labels, seeds[0]))
    for method, results in runs.items():
        told[method] = {key: np.round(np.mean([r[key] for r in results], axis=0), 5).tolist() for key in results[0]}
        told[method]["losses"] = [r["loss"] for r in results]
    return told


def ratio(reviews: dict[str, Any], other: str) -> dict[str, float]:
    """The geometric mean over reviews of littrack's loss over the other's, its 95 % bootstrap interval, and the worst."""
    logs = np.log([max(r["littrack"]["loss"], 1e-4) / max(r[other]["loss"], 1e-4) for r in reviews.values()])
    draws = np.random.default_rng(0).choice(logs, (2000, len(logs))).mean(axis=1)
    low, high = np.exp(np.quantile(draws, [0.025, 0.975]))
    return {"mean": float(np.exp(logs.mean())), "lower": float(low), "upper": float(high), "worst": float(np.exp(logs.max()))}


def main() -> int:
    """Run the bench."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="default: those of ../shared/data/screening")
    parser.add_argument("--seeds", default="0,1,2", help="each draws other priors; default 0,1,2")
    parser.add_argument("--compare-peers", action="store_true", help="is the rebuilt ELAS u4 the one of asreview?")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    warnings.filterwarnings("ignore", message="Liblinear failed to converge")
    seeds = [int(s) for s in args.seeds.split(",")]
    reviews = {}
    try:
        for path in args.files or sorted(SHARED.glob("*.csv")):
            reviews[path.stem] = review(path, seeds, args.compare_peers)
            if not args.json:
                losses = "  ".join(f"{m} {reviews[path.stem][m]['loss']:.3f}" for m in METHODS)
                print(f"{path.stem:<24} {losses}", flush=True)
    except LittrackError as error:
        print(f"bench: {error}", file=sys.stderr)
        return error.exit_code
    if args.compare_peers and not args.json:
        print(f"{peer()}; rebuilt the same: {all(r['rebuilt_is_the_same'] for r in reviews.values())}")
    told: dict[str, Any] = {"peer": peer(), "seeds": seeds, "reviews": reviews}
    for other in METHODS[1:]:
        found = ratio(reviews, other)
        told[f"ratio_to_{other}"] = round(found["mean"], 4)
        told[f"ratio_to_{other}_lower"], told[f"ratio_to_{other}_upper"] = round(found["lower"], 4), round(found["upper"], 4)
        told[f"worst_ratio_to_{other}"] = round(found["worst"], 4)
    if args.json:
        print(json.dumps(told, indent=1))
    else:
        for other in METHODS[1:]:
            span = f"{told[f'ratio_to_{other}_lower']:.3f} to {told[f'ratio_to_{other}_upper']:.3f}"
            print(f"loss over {other}: {told[f'ratio_to_{other}']:.3f} ({span}), worst {told[f'worst_ratio_to_{other}']:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
