"""The store: migrations, merging of records, the append-only log."""

import sqlite3
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from littrack.errors import StoreError
from littrack.records import Paper, Version
from littrack.store import Store

NOW = datetime(2026, 1, 5, 7, tzinfo=UTC)


@pytest.fixture
def store():
    with Store(None) as opened:
        yield opened


def test_schema_file_is_current():
    root = Path(__file__).parents[1]
    made = subprocess.run([sys.executable, "tools/schema.py"], cwd=root, capture_output=True, text=True, check=True).stdout
    assert (root / "db/schema.sql").read_text() == made, "run `make schema`"


def test_a_paper_is_stored_once_with_the_best_of_each_source(store):
    feed = Paper("2601.00001", "A title", authors=("A. One",), abstract="Text.", announced=date(2026, 1, 5), source="feed")
    api = Paper("2601.00001", "A title", submitted=NOW, comment="8 pages", categories=("cs.NI",), source="api")
    assert store.papers.add([feed, api], NOW) == 1
    assert store.papers.add([api], NOW) == 0
    kept = store.papers.get("2601.00001")
    assert (kept.abstract, kept.comment, kept.submitted, kept.announced) == ("Text.", "8 pages", NOW, date(2026, 1, 5))


def test_a_newer_version_replaces_the_text_and_an_older_one_does_not(store):
    first = Paper("2601.00001", "Old", version=1, versions=(Version(1, NOW),))
    second = Paper("2601.00001", "New", version=2, versions=(Version(2, NOW, "I"),), withdrawn=True)
    store.papers.add([second], NOW)
    store.papers.add([first], NOW)
    kept = store.papers.get("2601.00001")
    assert (kept.title, kept.version, kept.withdrawn) == ("New", 2, True)
    assert [v.number for v in kept.versions] == [1, 2]


def test_decisions_cannot_be_changed_or_removed(store):
    store.papers.add([Paper("2601.00001", "A title")], NOW)
    store.db.execute(
        "insert into decisions (paper_id, verdict, at, who, origin, sections, comment) "
        "values ('2601.00001', 'accept', '', '', '', '[]', '')"
    )
    for statement in ("delete from decisions", "update decisions set who = 'x'"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            store.db.execute(statement)


def test_a_file_that_is_no_database_is_one_line(tmp_path):
    path = tmp_path / "littrack.db"
    path.write_bytes(b"not a database" * 100)
    with pytest.raises(StoreError, match="cannot open"):
        Store(path)


def test_a_database_of_a_newer_littrack_is_refused(tmp_path):
    with Store(tmp_path / "a.db") as store:
        store.db.table("_sqlite_migrations").insert({"migration_set": "littrack", "name": "m9999_future", "applied_at": "x"})
    with pytest.raises(StoreError, match="newer littrack"):
        Store(tmp_path / "a.db")


def test_a_full_disk_is_one_sentence_and_loses_nothing(tmp_path):
    with Store(tmp_path / "x.db") as store:
        store.papers.add([Paper("2601.00001", "Kept")], NOW)
    many = [Paper(f"2601.{n:05d}", f"Title {n}", abstract="word " * 200) for n in range(2, 400)]

    def add():
        with Store(tmp_path / "x.db") as store:
            store.db.execute("pragma max_page_count = 120")
            store.papers.add(many, NOW)

    with pytest.raises(StoreError, match="the disk is full"):
        add()
    with Store(tmp_path / "x.db") as store:
        assert store.papers.ids() == ["2601.00001"]
