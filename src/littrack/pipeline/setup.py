"""The verb init: a working workspace for a survey out of its own lists."""

from __future__ import annotations

import itertools
import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import tomlkit

from littrack.config import ARCHIVES, FILE, load_workspace, parse_settings
from littrack.errors import UsageError
from littrack.lists import ListReading
from littrack.lists.reading import slugify
from littrack.pipeline.lists import ImportReport, import_lists
from littrack.records import Kind, Reference
from littrack.store import Store
from littrack.workspace import write_atomically

# Words of a reference list that speak for a category of arXiv; what the ids themselves cannot tell.
_CATEGORIES = {
    "cs.NI": r"network(?:ing|s)? (?:design|management|slic|traffic|config|intent|operation|protocol)|wireless network|6g network|edge (?:network|comput|intell|device)|mobile (?:edge|network)|internet of|\biot\b|vehicular|satellite|5g|6g|wi-?fi|telecom|routing|\bsdn\b|o-?ran\b|network protocol",
    "cs.IT": r"channel (?:estim|predict|cod|feedback|model|foundation)|mimo|beam|semantic communicat|source-channel|information theor|wireless (?:commun|system|physical|channel|image|foundation|large)|physical[- ]layer|air interface|decoding|multiple access",
    "eess.SP": r"csi\b|channel (?:estim|predict|feedback|model|foundation)|mimo|beam|radar|sensing|signal (?:process|detect)|ofdm|wireless (?:commun|signal|physical|channel|foundation|sens)|physical[- ]layer|locali[sz]ation|positioning|eeg|ecg|radio map|modulation",
    "cs.CL": r"language models?|\bllms?\b|nlp|question answering|translation|summari[sz]ation|text (?:gener|class)|dialog|prompt|chain[- ]of[- ]thought|bert\b|retrieval[- ]augmented",
    "cs.CV": r"image|vision|visual|video|segmentation|object detect|3d (?:scene|recon|gauss)|nerf|face|pose|point cloud|diffusion model",
    "cs.LG": r"learning|neural network|transformer|diffusion|attention|generative|representation|fine-?tun|pre-?train|optimi[sz]",
    "cs.AI": r"agent|planning|reasoning|knowledge graph|language models?|autonomous|tool use",
    "cs.RO": r"robot|manipulation|grasp|navigation|embodied|autonomous driving|locomotion|slam\b|drone|uav",
    "cs.CR": r"security|privacy|attack|(?<!generative )(?<!conditional )adversarial|malware|vulnerab|backdoor|encrypt|jailbreak|threat|watermark",
    "cs.SE": r"code generation|software|program (?:repair|synthesis)|bug|unit test|github|developer",
    "cs.IR": r"recommend|information retrieval|search engine|ranking|rerank|click-through|retrieval[- ]augmented",
    "cs.SD": r"speech|audio|music|sound|voice|speaker|acoustic",
    "cs.HC": r"human-computer|user (?:study|interface)|interaction design|accessib|visuali[sz]ation",
    "cs.DC": r"distributed (?:train|system|comput)|gpu|parallel|serving|scheduling|cloud|federated",
    "cs.SI": r"social (?:network|media)|misinformation|fake news|community detection",
    "cs.DB": r"database|sql\b|query optimi|data lake|tabular",
    "cs.CY": r"education|fairness|societ|public polic|policymak|ethic|social bias",
    "cs.MA": r"multi-?agent",
    "stat.ML": r"bayesian|kernel|causal|gaussian process|bandit|variational|uncertainty",
    "quant-ph": r"quantum",
    "q-bio.QM": r"protein|genom|single-cell|molecul|drug|dna|rna",
    "physics.ao-ph": r"weather|climate|precipitation|atmospher",
    "q-fin.CP": r"stock|financ|trading|portfolio",
    "hep-ph": r"\bjets?\b|collider|\blhc\b|higgs|particle physics|parton|high[- ]energy physics|quark|hadron",
    "astro-ph.IM": r"galax|cosmolog|telescope|astronom|gravitational wave|exoplanet",
    "cond-mat.mtrl-sci": r"crystal|materials? (?:discover|design|propert|science)|alloy",
    "math.OC": r"convex|optimal control|stochastic gradient",
}  # fmt: skip
# Where methods are announced that every field uses: they count little beside the field that a title names.
_METHODS = frozenset(["cs.LG", "cs.CL", "cs.AI"])
_ASIDE = 0.2
_SMALL = frozenset(
    [
        "the",
        "a",
        "an",
        "and",
        "or",
        "for",
        "with",
        "of",
        "in",
        "to",
        "on",
        "via",
        "by",
        "from",
        "using",
        "is",
        "as",
        "are",
        "at",
        "its",
        "into",
        "towards",
        "toward",
        "based",
        "survey",
        "review",
        "overview",
        "meets",
    ]
)
_EVERYWHERE = frozenset(
    [
        "large",
        "language",
        "model",
        "models",
        "foundation",
        "ai",
        "artificial",
        "intelligence",
        "generative",
        "diffusion",
        "deep",
        "learning",
        "machine",
        "neural",
        "network",
        "networks",
        "graph",
        "reinforcement",
        "federated",
        "transformer",
        "transformers",
        "pre-trained",
        "pretrained",
        "training",
        "fine-tuning",
        "data",
        "driven",
        "efficient",
        "novel",
        "multi-modal",
        "multimodal",
        "approach",
        "method",
        "methods",
        "framework",
        "system",
        "systems",
        "case",
        "study",
        "challenges",
        "opportunities",
        "future",
        "directions",
        "recent",
        "advances",
        "comprehensive",
        "analysis",
        "chain",
        "thought",
        "vision",
        "image",
        "agents",
        "agent",
        "self",
        "supervised",
        "few-shot",
        "zero-shot",
        "in-context",
        "end-to-end",
        "knowledge",
        "representation",
        "time",
        "series",
        "llm",
        "llms",
    ]
)


@dataclass(frozen=True, slots=True)
class InitReport:
    """What was made: where, what is watched and why, and what the import told."""

    root: Path
    categories: tuple[str, ...]
    words: tuple[str, ...]
    imported: ImportReport


def init(root: Path, readings: Sequence[ListReading], now: datetime, *, title: str = "", force: bool = False) -> InitReport:
    """Make a workspace in ``root`` from lists: settings, taxonomy, references, and what to watch proposed from the references.

    Raises:
        UsageError: there is a workspace already.
        ListError: nothing could be read of a list.
    """
    path = root / FILE
    if path.exists() and not force:
        raise UsageError(f"{path} exists already", "name another folder, or run `littrack import LIST` in this one")
    references = [r for reading in readings for r in reading.references]
    categories, words = propose_categories(references), propose_words(references)
    named = title or _title(readings, root)
    text = _settings(named, [_relative(r.name, root) for r in readings], categories, words)
    parse_settings(text, str(path))
    root.mkdir(parents=True, exist_ok=True)
    created = not path.exists()
    write_atomically(path, text.encode())
    try:
        workspace = load_workspace(root)
        with Store(workspace.database) as store:
            imported = import_lists(workspace, store, readings, now)
    except BaseException:
        if created:
            path.unlink(missing_ok=True)
        raise
    _ignored(root)
    workspace.reports.mkdir(exist_ok=True)
    return InitReport(root, categories, words, imported)


def propose_categories(references: Iterable[Reference], most: int = 4) -> tuple[str, ...]:
    """The categories of arXiv in which a list's papers are likely announced.

    The references' own categories count where enrichment has found them; otherwise the words of their titles speak.
    """
    references = [r for r in references if r.kind is Kind.PAPER]
    known = Counter(r.categories[0] for r in references if r.categories and r.categories[0] not in ARCHIVES)
    if sum(known.values()) * 3 > len(references):
        return tuple(c for c, n in known.most_common(most) if n * 20 > sum(known.values()))
    votes: dict[str, float] = defaultdict(float)
    for reference in references:
        title = reference.title.casefold()
        fitting = [c for c, pattern in _CATEGORIES.items() if re.search(pattern, title)]
        applied = any(c not in _METHODS for c in fitting)
        for category in fitting:
            votes[category] += _ASIDE if applied and category in _METHODS else 1
    best = sorted(votes, key=lambda c: -votes[c])
    enough = [c for c in best[:most] if votes[c] * 8 >= len(references)]
    return tuple(enough or best[:2] or ["cs.LG"])


def propose_words(references: Iterable[Reference], most: int = 8) -> tuple[str, ...]:
    """Phrases of two words that stand in many titles: a query that finds papers announced elsewhere."""
    counts: Counter[str] = Counter()
    total = 0
    for reference in references:
        if reference.kind is Kind.PAPER:
            total += 1
            found = re.findall(r"[^\W_]+(?:-[^\W_]+)*", reference.title.casefold())
            pairs = {f"{a} {b}" for a, b in itertools.pairwise(found) if _weighty(a, b)}
            counts.update(pairs)
    return tuple(p for p, n in counts.most_common(most) if n >= max(2, total // 40))


def _weighty(one: str, other: str) -> bool:
    """Whether two words are a phrase of this survey's, and not one of every second paper's."""
    solid = all(len(w) > 1 and re.search(r"[^\W\d_]", w) for w in (one, other))
    return solid and one not in _SMALL and other not in _SMALL and not {one, other} <= _EVERYWHERE


def _title(readings: Sequence[ListReading], root: Path) -> str:
    return next((r.title for r in readings if r.title), "") or root.resolve().name


def _relative(name: str, root: Path) -> str:
    """A list's path as the workspace names it."""
    return Path(os.path.relpath(Path(name).resolve(), root.resolve())).as_posix()


def _settings(title: str, lists: Sequence[str], categories: Sequence[str], words: Sequence[str]) -> str:
    document = tomlkit.document()
    document.add(tomlkit.comment("Made by `littrack init`. Every key is explained in docs/workspace.md."))
    survey = tomlkit.table()
    for key, value in (("slug", _slug(title)), ("title", title), ("lists", list(lists))):
        survey.add(key, value)
    watch = tomlkit.table()
    watch.add("categories", list(categories))
    watch["categories"].comment("proposed from the references; edit freely")
    document.add("survey", survey)
    document.add("watch", watch)
    if words:
        query = tomlkit.table()
        query.add("name", "papers of other categories")
        query.add("any", list(words))
        queries = tomlkit.aot()
        queries.append(query)
        watch.add("queries", queries)
    return tomlkit.dumps(document)


def _slug(title: str) -> str:
    """A survey's short name: at most 40 characters, whole words of its title."""
    slug = re.sub(r"[^a-z0-9-]", "", slugify(title)).strip("-")
    return (slug if len(slug) <= 40 else slug[:41].rpartition("-")[0] or slug[:40]).strip("-") or "survey"


def _ignored(root: Path) -> None:
    """What git should not keep of a workspace; a file that is there already is left alone."""
    path = root / ".gitignore"
    if not path.exists():
        write_atomically(path, b"/db/\n/classifiers/*/models/\n")
