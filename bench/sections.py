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
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from littrack.lists import read
from littrack.model.embedding import Embedder
from littrack.model.evaluation import Placed, debiased_ece, ece, interval, reliability
from littrack.model.meanings import Meanings
from littrack.model.sections import Sections
from littrack.model.text import Text
from littrack.model.vectors import words_and_pairs
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
        "better_than.tfidf_linear.accuracy.0": ">= 0",
        "better_than.keywords.accuracy.0": ">= 0",
        "better_than.majority.accuracy.0": ">= 0",
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
            new = Labelled(Text(r.title), labels, frozenset({name}))
            works[key] = _merged(old, new) if old else new
    return list(works.values())


def _merged(old: Labelled, new: Labelled) -> Labelled:
    return Labelled(old.text, tuple(dict.fromkeys((*old.labels, *new.labels))), old.lists | new.lists)


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


def figures(method: Any, rounds: list[tuple[list[Labelled], list[Labelled]]]) -> tuple[dict[str, Any], Placed]:
    """The figures over all rounds together, and the answers."""
    chances = np.vstack([method(known, test) for known, test in rounds])
    placed = Placed.of(chances, list(OUTLINE), [r.labels for _, test in rounds for r in test])
    all_figures = placed.figures()
    found = {
        "accuracy": all_figures["hit_at"]["1"],
        "macro_f1": all_figures["macro_f1"],
        "top3": all_figures["hit_at"]["3"],
        "ece": all_figures["ece"],
        "ece_debiased": all_figures["ece_debiased"],
        "ece_of_perfect": all_figures["ece_of_perfect"],
        "n": len({r.text.title for _, test in rounds for r in test}),
        "macro_f1_interval": all_figures["interval"]["macro_f1"],
        "accuracy_interval": all_figures["interval"]["hit_at_1"],
    }
    return found, placed


def paired(ours: Placed, theirs: Placed) -> dict[str, list[float]]:
    """The 95 % bootstrap intervals of ours less theirs, on the same texts."""
    random = np.random.default_rng(0)
    draws = [random.integers(0, len(ours.truth), len(ours.truth)) for _ in range(1000)]
    gaps = [ours.f1(rows)[0] - theirs.f1(rows)[0] for rows in draws]
    return {
        "accuracy": interval(ours.hits(1).astype(float) - theirs.hits(1)),
        "macro_f1": [round(float(q), 4) for q in np.quantile(gaps, [0.025, 0.975])],
        "top3": interval(ours.hits(3).astype(float) - theirs.hits(3)),
    }


def keywords(known: list[Labelled], test: list[Labelled]) -> NDArray[np.float64]:
    """The baseline: how many words a title shares with a class's headings, rarer words counting more; then the usual class."""
    own = {c: set(words_and_pairs(" ".join((head, *below)))) for c, (head, below) in OUTLINE.items()}
    rarity = {w: 1 / sum(w in other for other in own.values()) for mine in own.values() for w in mine}
    said = [set(words_and_pairs(r.text.title)) for r in test]
    shared = np.array([[sum(rarity[w] for w in title & mine) for mine in own.values()] for title in said])
    scores = shared + majority(known, test)
    return np.asarray(scores / scores.sum(axis=1, keepdims=True))


def novelty(works: list[Labelled]) -> dict[str, Any]:
    """Hide one class at a time: how much more probable "none of these" is for its texts than for those of the others."""
    new: list[float] = []
    known: list[float] = []
    for hidden in OUTLINE:
        learned = [r for n, r in enumerate(works) if hidden not in r.labels and n % 4]
        model = Sections.fit([r.text for r in learned], [r.labels for r in learned], taxonomy(), meanings=stream_meanings())
        new += list(model.unplaced([Text(r.text.title) for r in works if set(r.labels) == {hidden}]))
        known += list(model.unplaced([Text(r.text.title) for r in works[::4] if hidden not in r.labels]))
    above = np.mean(np.array(new)[:, None] > np.array(known)[None, :])
    means = {"hidden": round(float(np.mean(new)), 4), "known": round(float(np.mean(known)), 4)}
    return {"auc": round(float(above), 4), "mean": means, "n": [len(new), len(known)]}


def tree(repeats: int) -> dict[str, Any]:
    """The survey paper's own tree of sections (002), every depth: is what is said right, at or above a true section?"""
    path = next(SEEDS.glob("002*.txt"))
    reading = read(path.read_bytes(), path.name)
    listed = [r for r in reading.references if r.kind is Kind.PAPER and r.sections]
    above = {s.slug: {a.slug for a in reading.taxonomy.path(s.slug)} for s in reading.taxonomy.sections}
    said: list[tuple[float, bool, bool, bool]] = []
    for turn in range(repeats):
        order = np.random.default_rng(turn).permutation(len(listed))
        for part in np.array_split(order, 5):
            known = [listed[n] for n in np.setdiff1d(order, part)]
            model = Sections.fit(
                [Text(r.title) for r in known], [r.sections for r in known], reading.taxonomy, meanings=stream_meanings()
            )
            places = model.predict([Text(listed[n].title) for n in part])
            for n, (sections, _) in zip(part, places, strict=True):
                first, true = sections[0], [above[slug] for slug in listed[n].sections]
                top = any(reading.taxonomy.path(first.slug)[0].slug in line for line in true)
                right = any(first.slug in line for line in true)
                said.append((first.probability, right, top, reading.taxonomy.path(first.slug)[0].slug != first.slug))
    chance, *truths = np.array(said, dtype=float).T
    right, top, child = truths
    curve = reliability(chance, right > 0)
    return {
        "right": round(float(right.mean()), 4),
        "top_right": round(float(top.mean()), 4),
        "child_said": round(float(child.mean()), 4),
        "ece": round(ece(curve), 4),
        "ece_debiased": round(debiased_ece(curve), 4),
        "n": len(listed),
        "sections": len({slug for r in listed for slug in r.sections}),
    }


def agreement() -> dict[str, Any]:
    """How far two lists agree on the class of a work that both name: what no model can be expected to beat."""
    by_list: dict[str, dict[str, set[str]]] = {}
    for path in sorted(SEEDS.glob("00*.txt")):
        reading = read(path.read_bytes(), path.name)
        for r in reading.references:
            labels = {class_of([s.heading for s in reading.taxonomy.path(slug)]) for slug in r.sections} - {None}
            if labels and r.kind is Kind.PAPER:
                key = re.sub(r"\W+", "", r.title.casefold())[:60]
                by_list.setdefault(key, {})[path.name[:3]] = {x for x in labels if x}
    pairs = [(a, b, x[a], x[b]) for x in by_list.values() for a in x for b in x if a < b]
    same = np.array([bool(one & other) for *_, one, other in pairs])
    within = np.array([{a, b} <= OWN for a, b, *_ in pairs])
    return {
        name: {
            "share": round(float(same[rows].mean()), 3),
            "n": int(rows.sum()),
            "interval": interval(same[rows].astype(float)),
        }
        for name, rows in (("siblings", ~within), ("own", within))
    }


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

    methods = {"ours": model, "tfidf_linear": linear, "keywords": keywords, "majority": majority}
    cv = {name: figures(method, rounds) for name, method in methods.items()}
    late = {name: figures(method, dated) for name, method in methods.items()}
    return cv["ours"][0] | {
        "cv": cv["ours"][0],
        "prospective": late["ours"][0],
        "baselines": {name: row[0] for name, row in cv.items() if name != "ours"},
        "baselines_prospective": {name: row[0] for name, row in late.items() if name != "ours"},
        "better_than": {name: paired(cv["ours"][1], row[1]) for name, row in cv.items() if name != "ours"},
        "better_than_prospective": {name: paired(late["ours"][1], row[1]) for name, row in late.items() if name != "ours"},
        "lists_agree": agreement(),
        "tree": tree(repeats),
        "none_of_these": novelty(works),
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
    for title, ours, others, gaps in (
        ("cross-validation", "cv", "baselines", "better_than"),
        ("prospective", "prospective", "baselines_prospective", "better_than_prospective"),
    ):
        for name, row in {title: found[ours], **{f"  {k}": v for k, v in found[others].items()}}.items():
            told = (f"{k} {row[k]:.3f}" for k in ("accuracy", "macro_f1", "top3", "ece", "ece_debiased", "ece_of_perfect"))
            gap = found[gaps].get(name.strip())
            print(f"{name:18s}", *told, f"n {row['n']}", f"ours better by {gap['accuracy']} {gap['macro_f1']}" if gap else "")
    for name in ("lists_agree", "tree", "none_of_these"):
        print(f"{name:18s}", found[name])


if __name__ == "__main__":
    main()
