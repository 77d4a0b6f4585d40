"""The models' shelf: which were trained, their cards, and which one is champion."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from littrack.errors import ModelError
from littrack.store.codec import dump, load, moment


@dataclass(frozen=True, slots=True)
class StoredModel:
    """A trained model's record. ``sha256`` is of its file, ``card`` its model card."""

    id: str
    created: str
    state: str
    sha256: str
    card: dict[str, Any]


class Models:
    """Trained models. At most one is champion at a time."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, model_id: str, sha256: str, card: dict[str, Any], now: datetime) -> None:
        """Record a challenger; the same id again changes nothing."""
        row = {"id": model_id, "created": moment(now), "state": "challenger", "sha256": sha256, "card": dump(card)}
        self._db.table("models").insert(row, ignore=True)

    def promote(self, model_id: str) -> None:
        """Make this model the champion and retire the one before.

        Raises:
            ModelError: there is no such model.
        """
        with self._db.atomic():
            if not self.get(model_id):
                raise ModelError(f"no model {model_id}", "`littrack status` lists the models")
            self._db.execute("update models set state = 'retired' where state = 'champion' and id != ?", [model_id])
            self._db.execute("update models set state = 'champion' where id = ?", [model_id])

    def champion(self) -> StoredModel | None:
        """The model in use, or None."""
        rows = list(self._db.query("select * from models where state = 'champion'"))
        return _model(rows[0]) if rows else None

    def get(self, model_id: str) -> StoredModel | None:
        """The model of that id, or None."""
        rows = list(self._db.query("select * from models where id = ?", [model_id]))
        return _model(rows[0]) if rows else None

    def all(self) -> list[StoredModel]:
        """All models, the newest first."""
        return [_model(row) for row in self._db.query("select * from models order by created desc, id")]


def _model(row: dict[str, Any]) -> StoredModel:
    return StoredModel(row["id"], row["created"], row["state"], row["sha256"], load(row["card"]))
