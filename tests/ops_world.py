"""A small workspace for the tests of operations and flows."""

from datetime import UTC, datetime
from pathlib import Path

from littrack.config import Workspace, load_workspace
from littrack.records import Reference, Section, Taxonomy
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


def make_workspace(root: Path, more: str = "") -> Workspace:
    root.mkdir(parents=True, exist_ok=True)
    (root / "littrack.toml").write_text(SETTINGS + more)
    workspace = load_workspace(root)
    write_taxonomy(workspace.taxonomy_file, Taxonomy("comlam", (Section("beams", "Beams"), Section("sensing", "Sensing"))))
    write_references(workspace.references_file, [Reference("arxiv:2401.00001", "Beams by language models")])
    return workspace
