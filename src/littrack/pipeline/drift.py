"""What moves in the field, from the store."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from littrack.records import Taxonomy
from littrack.store import Store
from littrack.triage.desk import Finding


def findings(store: Store, taxonomy: Taxonomy, now: datetime) -> Sequence[Finding]:
    """The findings."""
    return ()
