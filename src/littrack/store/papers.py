"""The papers' shelf."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlite_utils import Database

from littrack.records import Paper, Version
from littrack.store.codec import day, load, moment, to_moment
from littrack.store.rows import COLUMNS, Row, from_row, paper_of, to_row

_BATCH = 500
_INSERT = f"insert into papers ({', '.join(COLUMNS)}, changed, first_seen) values ({', '.join('?' * (len(COLUMNS) + 2))})"
_UPDATE = f"update papers set {', '.join(f'{c} = ?{n}' for n, c in enumerate((*COLUMNS[1:], 'changed'), 2))} where id = ?1"


class Papers:
    """arXiv records, each once, with the best that any source knew of it."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, papers: Iterable[Paper], now: datetime) -> int:
        """Store or merge papers in one transaction; returns how many were not there before.

        A newer version replaces the text; whatever the new record lacks is kept from the old one.
        """
        new = 0
        with self._db.atomic():
            batch: dict[str, Paper] = {}
            for paper in papers:
                batch[paper.id] = merge(batch[paper.id], paper) if paper.id in batch else paper
                if len(batch) >= _BATCH:
                    new += self._add_batch(batch, now)
                    batch = {}
            return new + self._add_batch(batch, now)

    def get(self, paper_id: str) -> Paper | None:
        """The paper of that base id, or None."""
        return self.many([paper_id]).get(paper_id)

    def many(self, ids: Sequence[str]) -> dict[str, Paper]:
        """Those of the papers that are there, by id."""
        found: dict[str, Paper] = {}
        for start in range(0, len(ids), _BATCH):
            part = list(ids[start : start + _BATCH])
            marks = ",".join("?" * len(part))
            versions: dict[str, list[Version]] = {}
            for row in self._db.query(
                f"select * from paper_versions where paper_id in ({marks}) order by paper_id, number", part
            ):
                versions.setdefault(row["paper_id"], []).append(
                    Version(row["number"], to_moment(row["submitted"]), row["source_type"])
                )
            for row in self._db.query(f"select * from papers where id in ({marks})", part):
                found[row["id"]] = paper_of(row, tuple(versions.get(row["id"], ())))
        return found

    def ids(self) -> list[str]:
        """Every id, in order."""
        return [row[0] for row in self._db.execute("select id from papers order by id")]

    def known(self, ids: Sequence[str]) -> frozenset[str]:
        """Those of the ids that are there."""
        return frozenset(self._column("id", ids))

    def announced(self, ids: Sequence[str]) -> dict[str, date]:
        """The announcement day of those that are there and have one."""
        days = self._column("announced", ids)
        return {paper_id: date.fromisoformat(text) for paper_id, text in days.items() if text}

    def submitted_between(self, start: datetime, end: datetime, categories: Sequence[str], source: str) -> frozenset[str]:
        """Ids of papers of any of these categories, submitted from ``start`` to ``end``, whose best source is ``source``."""
        rows = self._db.execute(
            "select id, categories from papers where source = ? and submitted between ? and ?",
            [source, moment(start), moment(end)],
        )
        wanted = set(categories)
        return frozenset(paper_id for paper_id, names in rows if wanted & set(load(names)))

    def without_submission(self, since: datetime) -> list[str]:
        """The ids of papers first seen after ``since`` of which no source has told the submission date."""
        sql = "select id from papers where submitted is null and first_seen >= ? order by id"
        return [row[0] for row in self._db.execute(sql, [moment(since)])]

    def _column(self, column: str, ids: Sequence[str]) -> dict[str, str | None]:
        found: dict[str, str | None] = {}
        for start in range(0, len(ids), _BATCH):
            part = list(ids[start : start + _BATCH])
            marks = ",".join("?" * len(part))
            found.update(self._db.execute(f"select id, {column} from papers where id in ({marks})", part).fetchall())
        return found

    def all(self) -> Iterator[Paper]:
        """Every paper in order of id, without its version history."""
        for row in self._db.query("select * from papers order by id"):
            yield paper_of(row)

    def count(self) -> int:
        """How many papers there are."""
        return int(self._db.execute("select count(*) from papers").fetchone()[0])

    def count_since(self, moment_: datetime | None) -> int:
        """How many papers were first seen after that moment; of None, all."""
        since = moment(moment_) or ""
        return int(self._db.execute("select count(*) from papers where first_seen > ?", [since]).fetchone()[0])

    def between(self, start: date, end: date) -> list[Paper]:
        """The papers announced from ``start`` to ``end``, both included, in order of id."""
        rows = self._db.query("select * from papers where announced between ? and ? order by id", [day(start), day(end)])
        return [paper_of(row) for row in rows]

    def unpredicted(self, model_id: str, limit: int = 1000) -> list[Paper]:
        """Papers whose newest version that model has not seen, in order of id."""
        rows = self._db.query(
            "select p.* from papers p left join predictions r on r.paper_id = p.id and r.model_id = ? "
            "where r.paper_id is null or r.version < p.version order by p.id limit ?",
            [model_id, limit],
        )
        return [paper_of(row) for row in rows]

    def count_unpredicted(self, model_id: str) -> int:
        """How many papers there are whose newest version that model has not seen."""
        sql = (
            "select count(*) from papers p left join predictions r on r.paper_id = p.id and r.model_id = ? "
            "where r.paper_id is null or r.version < p.version"
        )
        return int(self._db.execute(sql, [model_id]).fetchone()[0])

    def add_rows(self, rows: Sequence[Row], now: datetime) -> int:
        """Like :meth:`add`, of rows that :func:`to_row` made, perhaps in another process."""
        with self._db.atomic():
            known = self._known([row[0] for row in rows])
            fresh = {row[0]: row for row in reversed(rows) if row[0] not in known}
            self._write(list(fresh.values()), [], now)
            repeated = [row for row in rows if fresh.get(row[0]) is not row]
            self.add(map(from_row, repeated), now)
            return len(fresh)

    def _add_batch(self, batch: dict[str, Paper], now: datetime) -> int:
        known = self.many(list(batch))
        best = {key: merge(known[key], paper) if key in known else paper for key, paper in batch.items()}
        fresh = [to_row(paper) for key, paper in best.items() if key not in known]
        self._write(fresh, [to_row(best[key]) for key, paper in known.items() if best[key] != paper], now)
        return len(fresh)

    def _write(self, fresh: Sequence[Row], changed: Sequence[Row], now: datetime) -> None:
        """Insert papers that are not there and update others; "insert on conflict update" would take nearly twice as long."""
        at = moment(now)
        self._db.conn.executemany(_INSERT, [(*row[:-1], at, at) for row in fresh])
        self._db.conn.executemany(_UPDATE, [(*row[:-1], at) for row in changed])
        self._db.conn.executemany(
            "insert into paper_versions values (?, ?, ?, ?) on conflict do update "
            "set submitted = excluded.submitted, source_type = excluded.source_type",
            [(row[0], *version) for row in (*fresh, *changed) for version in row[-1]],
        )

    def _known(self, ids: Sequence[str]) -> set[str]:
        found: set[str] = set()
        for start in range(0, len(ids), _BATCH):
            part = ids[start : start + _BATCH]
            marks = ",".join("?" * len(part))
            found.update(row[0] for row in self._db.execute(f"select id from papers where id in ({marks})", part))
        return found


# Which source's text is the best for one version: the query API decodes accents and lists authors one by one.
_RANK = {"api": 3, "oai": 2, "snapshot": 2, "feed": 0}


def merge(old: Paper, new: Paper) -> Paper:
    """The best of two records of one paper; pure, and for the same two always the same.

    The higher version gives the text, of one version the better source; either fills the other's gaps. The earliest
    announcement and the first submission stay.
    """
    first, second = sorted((old, new), key=lambda p: (p.version, _RANK.get(p.source, 1), p is new), reverse=True)
    versions = {v.number: v for v in old.versions}
    for v in new.versions:
        before = versions.get(v.number)
        versions[v.number] = (
            Version(v.number, v.submitted or before.submitted, v.source_type or before.source_type) if before else v
        )
    same = first.version == second.version
    return replace(
        first,
        abstract=first.abstract or second.abstract,
        authors=first.authors or second.authors,
        # A paper is listed in more categories as time goes by, hardly ever in fewer.
        categories=tuple(dict.fromkeys((*first.categories, *second.categories))),
        submitted=min((m for m in (old.submitted, new.submitted) if m), default=None),
        updated=first.updated or (second.updated if same else None),
        announced=min((d for d in (old.announced, new.announced) if d), default=None),
        comment=first.comment or (second.comment if same else None),
        journal_ref=first.journal_ref or second.journal_ref,
        doi=first.doi or second.doi,
        withdrawn=first.withdrawn or (second.withdrawn and same),
        versions=tuple(versions[n] for n in sorted(versions)),
    )
