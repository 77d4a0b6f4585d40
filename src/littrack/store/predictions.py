"""The predictions' shelf."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from littrack.records import Evidence, Neighbour, Prediction, SectionScore, Term, title_key
from littrack.store.codec import dump, load, moment

_PENDING = (
    "from predictions r join papers p on p.id = r.paper_id "
    "where r.model_id = ? and r.relevance >= ? and not p.withdrawn "
    "and not exists (select 1 from candidates c where c.paper_id = r.paper_id) "
    "and not exists (select 1 from survey_references s where s.arxiv_id = r.paper_id) "
    "and not exists (select 1 from survey_references s where s.arxiv_id is null and s.title_key = title_key(p.title))"
)


class Predictions:
    """What models think of papers: at most one prediction for a paper and model."""

    def __init__(self, db: Database) -> None:
        self._db = db
        db.register_function(title_key, deterministic=True)

    def add(self, predictions: Iterable[Prediction], now: datetime) -> None:
        """Store predictions in one transaction, replacing those of an earlier version of the paper."""
        with self._db.atomic():
            self._db.table("predictions").upsert_all((_row(p, now) for p in predictions), pk=("paper_id", "model_id"))

    def of(self, model_id: str, paper_ids: Sequence[str]) -> dict[str, Prediction]:
        """That model's predictions of these papers, by paper id."""
        found: dict[str, Prediction] = {}
        for start in range(0, len(paper_ids), 500):
            part = list(paper_ids[start : start + 500])
            marks = ",".join("?" * len(part))
            sql = f"select * from predictions where model_id = ? and paper_id in ({marks})"
            found.update({row["paper_id"]: _prediction(row) for row in self._db.query(sql, [model_id, *part])})
        return found

    def latest(self, paper_id: str) -> Prediction | None:
        """The champion's prediction of that paper, else the newest of another model, else None."""
        rows = self._db.query(
            "select r.* from predictions r join models m on m.id = r.model_id where r.paper_id = ? "
            "order by m.state = 'champion' desc, r.at desc limit 1",
            [paper_id],
        )
        return next((_prediction(row) for row in rows), None)

    def unplaced(self, paper_ids: Sequence[str]) -> dict[str, float]:
        """How probable it is, as the champion sees it, that no section fits each of the papers; the newest first."""
        sql = (
            "select r.paper_id, r.unplaced from predictions r join models m on m.id = r.model_id and m.state = 'champion' "
            "where r.paper_id in (select value from json_each(?)) order by r.paper_id desc"
        )
        return {row[0]: row[1] for row in self._db.execute(sql, [dump(list(paper_ids))])}

    def pending(self, model_id: str, threshold: float, limit: int) -> list[Prediction]:
        """The best predictions at or above ``threshold`` of papers that may still be proposed, best first.

        Left out: papers that are candidates already, that the lists name, or that are withdrawn.
        """
        sql = f"select r.* {_PENDING} order by r.relevance desc, r.score desc, r.paper_id limit ?"
        return [_prediction(row) for row in self._db.query(sql, [model_id, threshold, limit])]

    def count_pending(self, model_id: str, threshold: float) -> int:
        """How many there are of what :meth:`pending` lists without a limit."""
        return int(self._db.execute(f"select count(*) {_PENDING}", [model_id, threshold]).fetchone()[0])

    def prune(self, before: datetime) -> int:
        """Remove the opinions of retired models, but for the newest of them those given since ``before``; returns how many."""
        sql = (
            "delete from predictions where model_id in (select id from models where state = 'retired') and (at < ? or "
            "model_id != (select id from models where state = 'retired' order by created desc, rowid desc limit 1))"
        )
        with self._db.atomic():
            return int(self._db.execute(sql, [moment(before)]).rowcount)


def _row(p: Prediction, now: datetime) -> dict[str, Any]:
    return {
        "paper_id": p.paper_id,
        "model_id": p.model_id,
        "version": p.version,
        "relevance": p.relevance,
        "score": p.score,
        "unplaced": p.unplaced,
        "sections": dump([[s.slug, s.probability] for s in p.sections]),
        "evidence": dump(p.evidence),
        "at": moment(now),
    }


def _prediction(row: dict[str, Any]) -> Prediction:
    evidence = load(row["evidence"])
    return Prediction(
        paper_id=row["paper_id"],
        version=row["version"],
        model_id=row["model_id"],
        relevance=row["relevance"],
        score=row["score"],
        sections=tuple(SectionScore(slug, p) for slug, p in load(row["sections"])),
        unplaced=row["unplaced"],
        evidence=Evidence(
            terms=tuple(Term(**t) for t in evidence["terms"]),
            section_terms=tuple(Term(**t) for t in evidence["section_terms"]),
            neighbours=tuple(Neighbour(**n) for n in evidence["neighbours"]),
            shared_authors=tuple(evidence["shared_authors"]),
        ),
    )
