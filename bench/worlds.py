"""Small workspaces for benches and tests."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from littrack.config import Workspace, load_workspace
from littrack.records import Taxonomy
from littrack.store import Store
from littrack.workspace import write_taxonomy


def settle(root: Path, settings: str, taxonomy: Taxonomy, now: datetime, card: Mapping[str, Any] | None = None) -> Workspace:
    """A workspace in ``root`` with these settings, this taxonomy and a champion ``m1`` of this card, which has no file."""
    root.mkdir(parents=True, exist_ok=True)
    (root / "littrack.toml").write_text(settings)
    workspace = load_workspace(root)
    write_taxonomy(workspace.taxonomy_file, taxonomy)
    with Store(workspace.database) as store:
        store.models.add("m1", "0" * 64, dict(card or {}), now)
        store.models.promote("m1")
    return workspace
