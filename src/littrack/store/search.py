"""Full-text search over all papers, with SQLite's FTS5.

The index has no copy of the text and no trigger on insertion, so that bulk loads cost nothing; :meth:`Search.refresh`
indexes what is new, last. A changed text leaves the index at once (by trigger) and comes back with the next refresh.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlite_utils import Database

# Ranking and counting look at every match; beyond this many they would take longer than a reader waits.
RANKED_AT_MOST = 1000
_LONGEST_QUERY = 200


@dataclass(frozen=True, slots=True)
class Found:
    """One page of hits. Where there were too many to rank, ``ranked`` is False, ``total`` is the most that are counted,
    and the newest come first.
    """

    total: int
    ids: tuple[str, ...]
    ranked: bool = True


class Search:
    """The index over titles, abstracts and authors of papers."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def stale(self) -> int:
        """How many papers the index lacks."""
        row = self._db.execute("select (select count(*) from papers) - (select count(*) from search_docs)").fetchone()
        return int(row[0])

    def refresh(self, batch: int = 5000) -> int:
        """Index the papers that the index lacks, a transaction a batch; returns how many there were."""
        done = 0
        while self.stale() > 0:
            with self._db.atomic():
                cursor = self._db.execute(
                    "insert into search_docs (paper_id) select id from papers p "
                    "where not exists (select 1 from search_docs d where d.paper_id = p.id) order by id limit ?",
                    [batch],
                )
                self._db.execute(
                    "insert into papers_fts (rowid, title, abstract, authors) "
                    "select docid, title, abstract, authors from search_text where docid > ?",
                    [int(cursor.lastrowid or 0) - cursor.rowcount],
                )
                done += cursor.rowcount
        return done

    def find(self, words: str, limit: int = 20, offset: int = 0) -> Found:
        """The papers that have all the words, in any form; ``"several words"`` in quotes are a phrase."""
        match = fts_query(words)
        if not match:
            return Found(0, ())
        counted = "select count(*) from (select 1 from papers_fts where papers_fts match ? limit ?)"
        total = int(self._db.execute(counted, [match, RANKED_AT_MOST + 1]).fetchone()[0])
        ranked = total <= RANKED_AT_MOST
        order = "rank" if ranked else "rowid desc"
        rows = self._db.execute(
            "select d.paper_id from (select rowid as docid from papers_fts where papers_fts match ? "
            f"order by {order} limit ? offset ?) f join search_docs d on d.docid = f.docid",
            [match, limit, offset],
        )
        return Found(min(total, RANKED_AT_MOST), tuple(row[0] for row in rows), ranked)


def fts_query(words: str) -> str:
    """What a person typed as an FTS5 query in which nothing but words, quotes and a final ``*`` has a meaning."""
    parts = re.findall(r'"([^"]*)"|(\S+)', words[:_LONGEST_QUERY])
    found = []
    for phrase, word in parts:
        text = re.sub(r"[^\w]+", " ", phrase or word).strip()
        if text:
            found.append(f'"{text}"' + ("*" if word.endswith("*") and len(text) > 2 else ""))
    return " ".join(found)
