"""A small workspace for the tests of operations and flows, and a few weeks of arXiv for it."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from littrack.config import Workspace, load_workspace
from littrack.records import Paper, Reference, Section, Taxonomy
from littrack.sources.replay.world import with_submission
from littrack.workspace import write_references, write_taxonomy

NOW = datetime(2026, 1, 12, 7, tzinfo=UTC)
SETTINGS = """
[survey]
slug = "comlam"
title = "ComLAM"

[watch]
categories = ["cs.NI"]
contact = "a@example.org"
interval = 0
"""
BEAMS = (
    "beam prediction with large language models",
    "channel state feedback by a foundation model",
    "llm for channel prediction",
)
MEANING = ("semantic communication with diffusion models", "generative semantic image transmission", "semantic coding by llm")
OTHERS = ("dark matter in galaxies", "protein folding of enzymes", "graph colouring is hard", "monsoon rain forecasts")


def make_workspace(root: Path, more: str = "") -> Workspace:
    root.mkdir(parents=True, exist_ok=True)
    (root / "littrack.toml").write_text(SETTINGS + more)
    workspace = load_workspace(root)
    sections = (Section("beams", "Beams"), Section("meaning", "Semantic communication"))
    write_taxonomy(workspace.taxonomy_file, Taxonomy("comlam", sections))
    listed = [(title, "beams") for title in BEAMS] + [(title, "meaning") for title in MEANING]
    write_references(workspace.references_file, [Reference(f"title:{t}", t, sections=(s,)) for t, s in listed])
    return workspace


def papers(start: date, days: int, a_day: int = 8) -> list[Paper]:
    """That many papers a weekday, one of them on the survey's topic."""
    found = []
    for day in (start + timedelta(days=n) for n in range(days)):
        if day.weekday() < 5:
            for n in range(a_day):
                title = f"{(BEAMS + MEANING)[day.day % 6]}, again" if n == 0 else f"{OTHERS[n % 4]}, part {n} of {day}"
                paper = Paper(
                    f"{day:%y%m}.{day.day * 100 + n:05d}",
                    title.capitalize(),
                    abstract=f"We study {title}.",
                    authors=("A. One", "B. Two"),
                    categories=("cs.NI",),
                    announced=day,
                )
                found.append(with_submission(paper))
    return found
