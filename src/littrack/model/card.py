"""The model card: what a model was fitted on, with what, and how well it does; as JSON, Markdown and HTML."""

from __future__ import annotations

import platform
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from html import escape
from importlib.metadata import version
from pathlib import Path
from typing import Any

import orjson

from littrack import __version__
from littrack.config import Workspace
from littrack.model import plots
from littrack.model.bundle import Model
from littrack.model.contest import Contest, cutoff
from littrack.model.evaluation import Placed
from littrack.model.training import TrainingSet
from littrack.workspace import write_atomically

RARE = 3
RELEVANCE = "relevance: held-out papers of the stream that the list has or that were accepted"
SECTION = "first section, of references left out"


def make(
    workspace: Workspace, examples: TrainingSet, model: Model, contest: Contest, model_id: str, sha256: str, now: datetime
) -> dict[str, Any]:
    """The card of a model that was just fitted; ``recall_at`` stands at the top for whoever reads only that."""
    last = cutoff(examples)
    counts = Counter(slug for r in examples.positives for slug in r.sections)
    left_out = _left_out(model)
    return {
        "id": model_id,
        "sha256": sha256,
        "survey": workspace.settings.survey.slug,
        "created": now,
        "data_cutoff": last,
        "counts": {
            "references": sum(w == 1.0 for w in examples.weights),
            "accepted": sum(w != 1.0 for w in examples.weights),
            "without_abstract": sum(not r.abstract for r in examples.positives),
            "without_section": sum(not r.sections for r in examples.positives),
            "unlabelled": len(examples.unlabelled),
            "rejected": len(examples.rejects),
        },
        "sections": {
            s.slug: {"heading": s.heading, "references": counts[s.slug], "learned": s.slug in model.sections.slugs}
            for s in examples.taxonomy.sections
        },
        "settings": workspace.settings.model.model_dump(),
        "versions": _versions(),
        "threshold": model.threshold,
        "threshold_interval": list(model.threshold_interval),
        "recall_at": contest.figures.get("recall_at", {}),
        "dated": contest.figures,
        "champion_dated": contest.champions,
        "left_out": left_out.figures() if left_out else {},
        "reliability": {
            RELEVANCE: [[round(said, 4), round(came, 4), int(n)] for said, came, n in model.relevance.checked.tolist()],
            SECTION: [[round(b.said, 4), round(b.came, 4), b.n] for b in left_out.curve()] if left_out else [],
        },
        "verdict": contest.reason,
    }


def write(folder: Path, card: Mapping[str, Any]) -> None:
    """Write ``model-card.json``, ``.md`` and ``.html`` beside the taxonomy."""
    data = orjson.dumps(dict(card), option=orjson.OPT_INDENT_2 | orjson.OPT_UTC_Z | orjson.OPT_SORT_KEYS)
    write_atomically(folder / "model-card.json", data + b"\n")
    plain = orjson.loads(data)
    write_atomically(folder / "model-card.md", markdown(plain).encode())
    write_atomically(folder / "model-card.html", html(plain).encode())


def markdown(card: Mapping[str, Any]) -> str:
    """The card for a reader of the repository."""
    lines = [f"# Model {card['id']} of {_cell(card['survey'])}", ""]
    for title, rows in _parts(card).items():
        lines += [f"## {title}", "", "| | |", "|---|---|", *(f"| {_cell(k)} | {_cell(v)} |" for k, v in rows.items()), ""]
    for name, steps in card["reliability"].items():
        lines += [f"## Reliability of {name}", "", "| said | came | n |", "|---|---|---|"]
        lines += [*(f"| {said:.3f} | {came:.3f} | {n} |" for said, came, n in steps), ""]
    return "\n".join(lines) + "\n"


def html(card: Mapping[str, Any]) -> str:
    """The card as a page of its own, with the reliability curve."""
    title = f"Model {card['id']} of {card['survey']}"
    body = [f"<h1>{escape(title)}</h1>"]
    for heading, rows in _parts(card).items():
        body += [f"<h2>{escape(heading)}</h2>", plots.table(rows)]
    for name, steps in card["reliability"].items():
        body.append(plots.curve([(s, c, n) for s, c, n in steps], f"Reliability of {name}"))
        body.append(plots.table([(f"{s:.3f}", f"{c:.3f}", n) for s, c, n in steps], ("said", "came", "n")))
    return plots.page(title, body)


def _parts(card: Mapping[str, Any]) -> dict[str, dict[str, object]]:
    low, high = card["threshold_interval"]
    dated, left_out = card["dated"], card["left_out"]
    rare = [s["heading"] for s in card["sections"].values() if 0 < s["references"] < RARE]
    empty = [s["heading"] for s in card["sections"].values() if not s.get("learned", s["references"])]
    return {
        "Made": {
            "created": card["created"],
            "newest reference": card["data_cutoff"] or "no reference has a date",
            "verdict": card["verdict"],
            "SHA-256": card["sha256"],
            "versions": ", ".join(f"{k} {v}" for k, v in card["versions"].items()),
        },
        "Learned from": {k.replace("_", " "): v for k, v in card["counts"].items()},
        "Sections": {
            f"fewer than {RARE} references, so seldom right": ", ".join(rare) or "none",
            "no reference in them or below, so never suggested": ", ".join(empty) or "none",
        },
        "Threshold": {"papers are proposed from": f"{card['threshold']:.3f} (90 % interval {low:.3f} to {high:.3f})"},
        "On the newest dated references, not learned from": _told(dated)
        | {f"sections: {k}": v for k, v in _told(dated.get("sections", {})).items()},
        "On each reference, left out": _told(left_out),
    }


def _told(figures: Mapping[str, Any]) -> dict[str, object]:
    """Figures without nested tables, an interval beside what it is of."""
    spans = figures.get("interval", {})
    found: dict[str, object] = {}
    for key, value in figures.items():
        if isinstance(value, Mapping):
            if key in ("hit_at", "recall_at"):
                found |= {f"{key.replace('_', ' ')} {k}": _with(v, spans.get(f"{key}_{k}")) for k, v in value.items()}
        elif not key.endswith("interval"):
            found[key.replace("_", " ")] = _with(value, spans.get(key) or figures.get(f"{key}_interval"))
    return found


def _with(value: object, span: list[float] | None) -> str:
    told = f"{value:.3f}" if isinstance(value, float) else str(value)
    return f"{told} ({span[0]:.2f}–{span[1]:.2f})" if span else told


def _cell(value: object) -> str:
    return str(value).replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")


def _left_out(model: Model) -> Placed | None:
    if model.sections.left_out is None:
        return None
    chances, labels = model.sections.left_out
    return Placed.of(chances, model.sections.slugs, labels)


def _versions() -> dict[str, str]:
    return {"littrack": __version__, "python": platform.python_version()} | {
        name: version(name) for name in ("numpy", "scipy", "scikit-learn")
    }
