"""A workspace for the tests of triage: a taxonomy, papers, a model's predictions and one issue of candidates."""

from datetime import UTC, date, datetime
from pathlib import Path

from bench.worlds import settle

from littrack.config import Workspace
from littrack.records import (
    Evidence,
    Issue,
    Item,
    Neighbour,
    Paper,
    Prediction,
    Section,
    SectionScore,
    Taxonomy,
    Term,
)
from littrack.store import Store

NOW = datetime(2026, 1, 5, 7, tzinfo=UTC)
TAXONOMY = Taxonomy(
    "demo",
    (
        Section("phy", "Physical Layer", "2"),
        Section("phy/csi", "CSI Feedback", "2.1", "phy"),
        Section("semantic", "Semantic Communication", "3"),
        Section("agents", "Agentic <b>Systems</b> & more", "4"),
    ),
)
HOSTILE = '<script>document.title="owned"</script><img src=x onerror=alert(1)>'


def paper(n: int, **changes: object) -> Paper:
    """The n-th paper."""
    fields: dict[str, object] = {
        "id": f"2601.{n:05d}",
        "title": f"Large language models for channel feedback, part {n}",
        "abstract": f"We use a large language model for CSI feedback in wireless networks. This is study {n}.",
        "authors": (f"Ada Author{n}", "Bob Writer"),
        "categories": ("cs.IT", "eess.SP"),
        "submitted": NOW,
        "announced": date(2026, 1, 5),
    }
    return Paper(**(fields | changes))  # type: ignore[arg-type]


def prediction(of: Paper, relevance: float) -> Prediction:
    """What the model thinks of it."""
    return Prediction(
        of.id,
        of.version,
        "m1",
        relevance,
        relevance,
        (SectionScore("phy/csi", 0.6), SectionScore("semantic", 0.25), SectionScore("agents", 0.1)),
        0.05,
        Evidence(
            (Term("language model", 1.2), Term("wireless", 0.7), Term("study", -0.3)),
            (Term("csi feedback", 0.9),),
            (Neighbour("arxiv:2401.01234", "A reference on the list", 0.71),),
            ("Bob Writer",),
        ),
    )


def issue(papers: list[Paper], number: int = 1, week: str = "2026-W02") -> Issue:
    """An issue with these papers, the first the most probable."""
    items = tuple(Item(p, prediction(p, 0.95 - 0.9 * n / max(len(papers), 1))) for n, p in enumerate(papers))
    return Issue(number, week, "demo", "Demo digest", date(2025, 12, 29), date(2026, 1, 4), NOW, TAXONOMY, items, model_id="m1")


def build(root: Path, papers: list[Paper] | None = None) -> Workspace:
    """A workspace below ``root`` with these papers (default: ten) as the candidates of its first issue."""
    settings = '[survey]\nslug = "demo"\ntitle = "Demo survey"\nlists = ["README.md"]\n'
    workspace = settle(root, settings, TAXONOMY, NOW, {"name": "default"})
    papers = papers if papers is not None else [paper(n) for n in range(1, 11)]
    with Store(workspace.database) as store:
        fill(store, papers)
    return workspace


def fill(store: Store, papers: list[Paper]) -> None:
    """Papers, predictions and an issue, in a store that has the model."""
    made = issue(papers)
    store.papers.add(papers, NOW)
    store.predictions.add([item.prediction for item in made.items], NOW)
    store.digests.save(made)
