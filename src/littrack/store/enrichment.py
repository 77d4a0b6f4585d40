"""The enrichment shelf: what arXiv said of a reference, so that nothing is asked twice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

from pydantic import TypeAdapter
from sqlite_utils import Database

from littrack.records import Paper
from littrack.store.codec import dump, load, moment

_PAPER = TypeAdapter(Paper)


class Enrichment:
    """The arXiv record found for a reference, by the reference's key; or that there is none."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def keep(self, found: Iterable[tuple[str, Paper | None]], now: datetime) -> None:
        """Keep what was found, or that nothing was."""
        rows = [
            {"key": key, "looked_up": moment(now), "record": dump(asdict(paper)) if paper else None} for key, paper in found
        ]
        with self._db.atomic():
            self._db.table("enrichment").upsert_all(rows, pk="key")

    def all(self) -> dict[str, Paper | None]:
        """Every answer that is kept, by the reference's key."""
        rows = self._db.query("select key, record from enrichment")
        return {row["key"]: _PAPER.validate_python(load(row["record"])) if row["record"] else None for row in rows}
