"""The references' shelf: a copy of ``classifiers/*/references.jsonl``, which is the truth that a person reviews."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from sqlite_utils import Database

from littrack.records import Paper, Reference, title_key
from littrack.store.codec import dump, load
from littrack.workspace import reference_from_json


class References:
    """The survey's references."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def replace_all(self, references: Sequence[Reference]) -> None:
        """Make the shelf hold exactly these, in this order."""
        with self._db.atomic():
            self._db.execute("delete from survey_references")
            self._db.table("survey_references").insert_all(
                {
                    "key": r.key,
                    "title": r.title,
                    "title_key": title_key(r.title) or None,
                    "arxiv_id": r.arxiv_id,
                    "position": n,
                    "record": dump(asdict(r)),
                }
                for n, r in enumerate(references)
            )

    def all(self) -> list[Reference]:
        """All of them, in the order given."""
        rows = self._db.query("select record from survey_references order by position")
        return [reference_from_json(load(row["record"])) for row in rows]

    def names(self, paper: Paper) -> bool:
        """Whether the lists name that paper, by its id or, where an entry has none, by its title."""
        sql = "select 1 from survey_references where arxiv_id = ? or (arxiv_id is null and title_key = ?)"
        return self._db.execute(sql, [paper.id, title_key(paper.title)]).fetchone() is not None

    def arxiv_ids(self) -> set[str]:
        """The base ids that are on the survey's lists already."""
        return {row[0] for row in self._db.execute("select arxiv_id from survey_references where arxiv_id is not null")}
