"""Sections of ComLAM from the seeds: repeated cross-validation and prospectively, beside the baselines.

The eight classes are sections II-IX of the newer outline. References of ComLAM's own lists (000, 001, 002) are tested; those
of sibling surveys (003, 004) only teach. Titles only. A reference in several sections is placed rightly in any of them. What
words mean is learned from the unlabelled stream of the survey's arXiv categories, as ``littrack train`` does it.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from littrack.lists import read
from littrack.model.embedding import Embedder
from littrack.model.evaluation import Placed, interval
from littrack.model.meanings import Meanings
from littrack.model.sections import Sections
from littrack.model.text import Text
from littrack.records import Kind, Section, Taxonomy

BENCH = {
    "args": [],
    "aims": {
        "accuracy": "",
        "macro_f1": ">= 0.70",
        "top3": ">= 0.96",
        "ece": "<= 0.05",
        "prospective.accuracy": ">= 0.80",
        "prospective.macro_f1": ">= 0.70",
        "prospective.top3": ">= 0.96",
        "prospective.ece": "<= 0.05",
        "baselines.tfidf_linear.accuracy": "",
        "baselines.tfidf_linear.macro_f1": "",
        "baselines.majority.accuracy": "",
        "better_than_linear.0": ">= 0",
    },
    "shared": True,
    "timeout": 900,
}
SEEDS = Path(__file__).resolve().parents[2] / "shared" / "seeds"
STREAM = SEEDS.parent / "data" / "stream_comm_2025-10_2026-03.jsonl.gz"
OWN = {"000", "001", "002"}

# slug: (heading of the newer outline, its headings below)
OUTLINE: dict[str, tuple[str, tuple[str, ...]]] = {
    "foundations": (
        "Foundations of LAMs for communications",
        (
            "Key architecture of LAMs", "Transformer model", "Diffusion model", "Mamba model", "Classification of LAMs",
            "Large language model", "Large vision model", "Large multimodal model", "World model",
            "Training of LAMs for communications", "Pre-training of LAMs for communications",
            "Fine-tuning of LAMs for communications", "Alignment of LAMs for communications",
            "Evaluation of LAMs for communications", "Communication Q&A", "Communication tool learning",
            "Communication modeling", "Communication code design", "Optimization of LAMs", "Chain of thought",
            "Retrieval-augmented generation",
        ),
    ),
    "physical": (
        "LAMs for physical layer design",
        ("Channel and beam prediction based on LAMs", "Automated physical layer design based on LAM"),
    ),
    "resource": (
        "LAMs for resource allocation and optimization",
        ("Computing resource allocation", "Spectrum resource allocation", "Energy resource optimization"),
    ),
    "network": ("LAMs for network design and management", ("Network design", "Network management")),
    "edge": (
        "LAMs for edge intelligence",
        ("Edge training and application of LAMs", "Edge resource scheduling meets LAMs", "Federated learning of LAMs"),
    ),
    "semantic": (
        "LAMs for semantic communication",
        ("LLM-based semantic communication systems", "Other LAM-based semantic communication systems"),
    ),
    "agent": (
        "LAM-based agentic systems",
        ("Agentic systems based on LLMs", "Agentic systems based on other GAI models"),
    ),
    "emerging": (
        "LAMs for emerging applications",
        (
            "Smart healthcare", "Carbon emissions", "Digital twins", "Metaverse", "Artificial intelligence of things",
            "Integrated satellite, aerial, and terrestrial networks", "Integration of UAVs and LLMs",
        ),
    ),
}  # fmt: skip

# Which class a heading of any of the five lists belongs to: the first pattern that fits one of the headings from the inside
# out. None: a heading of no class (introductions, security, challenges, data sets).
HEADINGS: tuple[tuple[str, str | None], ...] = (
    (r"introduction|research challenge|future|conclusion|surveys, and tut|dataset|security|privacy|安全", None),
    (r"encryption|secure|threat|trusted|可信|威胁|hallucination|数据集", None),
    (r"physical layer|phy\b|phy |channel modeling|scenario generation|and sensing|beam prediction", "physical"),
    (r"federated|edge|边缘|mobile aigc|distributed|training implementation|deployment of|collaborative arch", "edge"),
    (r"resource|资源|evaluation metrics", "resource"),
    (r"semantic|语义", "semantic"),
    (r"network (design|manage|innovation|config)|网络的|protocol learning|intelligent communication net", "network"),
    (r"agent[- ](based|system)|agentic systems|agent systems|lam-based agent", "agent"),
    (
        r"emerging|新兴|digital twin|数字孪生|metaverse|元宇宙|healthcare|医疗|carbon|intelligence of things|"
        r"satellite|uavs|automation|其他领域|human machine|smart home|case studies|green",
        "emerging",
    ),
    (
        r"foundation|architecture|classification|fundamentals|background|structure of|other aigc|autoencoder|diffusion|"
        r"language model|vision model|in-context|mixture of experts|retrieval",
        "foundations",
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Labelled:
    """A reference with its classes and the lists that name it."""

    text: Text
    labels: tuple[str, ...]
    lists: frozenset[str]


def class_of(headings: list[str]) -> str | None:
    """The class of a path of headings, the top first."""
    top = headings[0].lower()
    if "introduction" in top:
        return None
    if re.search(r"foundations|关键架构|background", top):
        return "foundations"
    if re.search(r"agent[- ]?(based|system)|lam-? ?based agent", top):
        return "agent"
    for heading in reversed([h.lower() for h in headings]):
        for pattern, found in HEADINGS:
            if re.search(pattern, heading):
                return found
    return None


def load() -> list[Labelled]:
    """All references of the five seeds that stand in one of the classes, each work once."""
    works: dict[str, Labelled] = {}
    for path in sorted(SEEDS.glob("00*.txt")):
        name = path.name[:3]
        reading = read(path.read_bytes(), path.name)
        for r in reading.references:
            paths = [[s.heading for s in reading.taxonomy.path(slug)] for slug in r.sections]
            labels = tuple(dict.fromkeys(c for c in (class_of(p) for p in paths if p) if c))
            if not labels or r.kind is not Kind.PAPER:
                continue
            key = re.sub(r"\W+", "", r.title.casefold())[:60]
            old = works.get(key)
            new = Labelled(Text(r.title, context=r.context), labels, frozenset({name}))
            works[key] = _merged(old, new) if old else new
    return list(works.values())


def _merged(old: Labelled, new: Labelled) -> Labelled:
    text = replace(old.text, context=(*old.text.context, *new.text.context))
    return Labelled(text, tuple(dict.fromkeys((*old.labels, *new.labels))), old.lists | new.lists)


def taxonomy() -> Taxonomy:
    """The eight classes with the headings below them as aliases."""
    return Taxonomy("comlam", tuple(Section(slug, head, aliases=below) for slug, (head, below) in OUTLINE.items()))


def ours(known: list[Labelled], test: list[Labelled], embeddings: bool) -> NDArray[np.float64]:
    """Probabilities (test × classes) of littrack's model."""
    weights = [1.0 if r.lists & OWN else 0.5 for r in known]
    model = Sections.fit([r.text for r in known], [r.labels for r in known], taxonomy(), weights, embeddings, stream_meanings())
    return spread(model.own([Text(r.text.title) for r in test]), model.slugs)


@cache
def stream_meanings() -> Meanings:
    """What words mean in the stream; learned once, for it does not depend on what is tested."""
    with gzip.open(STREAM) as lines:
        return Meanings.of_stream([Text(r["title"], r["abstract"]) for r in map(json.loads, lines)])


def spread(chances: NDArray[np.float64], slugs: Any) -> NDArray[np.float64]:
    """Columns in the order of ``OUTLINE``."""
    found = np.zeros((len(chances), len(OUTLINE)))
    found[:, [list(OUTLINE).index(s) for s in slugs]] = chances
    return found


def linear(known: list[Labelled], test: list[Labelled]) -> NDArray[np.float64]:
    """The baseline: TF-IDF of words and pairs with logistic regression, balanced."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    vectorizer = TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2), stop_words="english")
    pairs = [(r.text.title, label) for r in known for label in r.labels]
    model = LogisticRegression(C=10, max_iter=500, class_weight="balanced")
    model.fit(vectorizer.fit_transform([t for t, _ in pairs]), [label for _, label in pairs])
    return spread(model.predict_proba(vectorizer.transform([r.text.title for r in test])), model.classes_)


def majority(known: list[Labelled], test: list[Labelled]) -> NDArray[np.float64]:
    """The baseline: the shares of the classes."""
    counts = np.array([sum(c in r.labels for r in known) for c in OUTLINE], dtype=float)
    return np.tile(counts / counts.sum(), (len(test), 1))


def folds(works: list[Labelled], repeats: int, parts: int = 5) -> list[tuple[list[Labelled], list[Labelled]]]:
    """Repeated cross-validation: learn from the rest, test ComLAM's own of the part."""
    found = []
    for turn in range(repeats):
        order = np.random.default_rng(turn).permutation(len(works))
        for part in np.array_split(order, parts):
            inside = set(part.tolist())
            known = [r for n, r in enumerate(works) if n not in inside]
            found.append((known, [works[n] for n in part if works[n].lists & OWN]))
    return found


def figures(method: Any, rounds: list[tuple[list[Labelled], list[Labelled]]]) -> tuple[dict[str, Any], NDArray[np.bool_]]:
    """The figures over all rounds together, and which answers were right."""
    chances = np.vstack([method(known, test) for known, test in rounds])
    placed = Placed.of(chances, list(OUTLINE), [r.labels for _, test in rounds for r in test])
    all_figures = placed.figures()
    found = {
        "accuracy": all_figures["hit_at"]["1"],
        "macro_f1": all_figures["macro_f1"],
        "top3": all_figures["hit_at"]["3"],
        "ece": all_figures["ece"],
        "ece_of_perfect": all_figures["ece_of_perfect"],
        "n": len({r.text.title for _, test in rounds for r in test}),
        "macro_f1_interval": all_figures["interval"]["macro_f1"],
        "accuracy_interval": all_figures["interval"]["hit_at_1"],
    }
    return found, placed.hits(1)


def agreement(works: list[Labelled]) -> dict[str, Any]:
    """How far two lists agree on the class of a work that both name: what no model can be expected to beat."""
    by_list: dict[str, dict[str, set[str]]] = {}
    for path in sorted(SEEDS.glob("00*.txt")):
        reading = read(path.read_bytes(), path.name)
        for r in reading.references:
            labels = {class_of([s.heading for s in reading.taxonomy.path(slug)]) for slug in r.sections} - {None}
            if labels and r.kind is Kind.PAPER:
                key = re.sub(r"\W+", "", r.title.casefold())[:60]
                by_list.setdefault(key, {})[path.name[:3]] = {x for x in labels if x}
    pairs = [(a, b, x[a], x[b]) for x in by_list.values() for a in x for b in x if a < b and not {a, b} <= OWN]
    same = [bool(one & other) for *_, one, other in pairs]
    return {"share": round(float(np.mean(same)), 3) if same else 0.0, "n": len(same)}


def remember_embeddings() -> None:
    """Embed each text once for all folds; an embedding does not depend on what is learned."""
    encode, known = Embedder.encode, dict[Text, NDArray[np.float32]]()

    def remembered(self: Embedder, texts: Sequence[Text]) -> NDArray[np.float32]:
        new = [t for t in dict.fromkeys(texts) if t not in known]
        known.update(zip(new, encode(self, new), strict=True))
        return np.array([known[t] for t in texts], dtype=np.float32).reshape(len(texts), 384)

    Embedder.encode = remembered  # type: ignore[method-assign]


def run(repeats: int, embeddings: bool) -> dict[str, Any]:
    """Everything."""
    if embeddings:
        remember_embeddings()
    works = load()
    rounds = folds(works, repeats)
    dated = [([r for r in works if r.lists != {"002"}], [r for r in works if r.lists == {"002"}])]

    def model(known: list[Labelled], test: list[Labelled]) -> NDArray[np.float64]:
        return ours(known, test, embeddings)

    cv, right = figures(model, rounds)
    plain, plain_right = figures(linear, rounds)
    prospective, late = figures(model, dated)
    plain_dated, plain_late = figures(linear, dated)
    return cv | {
        "cv": cv,
        "prospective": prospective,
        "baselines": {"tfidf_linear": plain, "majority": figures(majority, rounds)[0]},
        "baselines_prospective": {"tfidf_linear": plain_dated, "majority": figures(majority, dated)[0]},
        "better_than_linear": interval(right.astype(float) - plain_right),
        "better_than_linear_prospective": interval(late.astype(float) - plain_late),
        "sibling_lists_agree": agreement(works),
        "embeddings": embeddings,
        "works": len(works),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="print for programs")
    parser.add_argument("--repeats", type=int, default=3, help="how often to cross-validate")
    parser.add_argument("--embeddings", action="store_true", help="with sentence embeddings (the extra)")
    args = parser.parse_args()
    found = run(args.repeats, args.embeddings)
    if args.json:
        print(json.dumps(found, indent=1))
        return
    for name, row in {
        "cross-validation": found["cv"], "  TF-IDF + linear": found["baselines"]["tfidf_linear"],
        "  majority": found["baselines"]["majority"], "prospective": found["prospective"],
        "  TF-IDF + linear ": found["baselines_prospective"]["tfidf_linear"],
    }.items():  # fmt: skip
        print(
            f"{name:20s}",
            *(f"{k} {row[k]:.3f}" for k in ("accuracy", "macro_f1", "top3", "ece", "ece_of_perfect")),
            f"n {row['n']}",
        )


if __name__ == "__main__":
    main()
