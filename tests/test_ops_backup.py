"""Backups: online, checked, pruned, before migrations; and restoring."""

import json
import sqlite3
import subprocess
import sys
import threading

import pytest
from click.testing import CliRunner
from sqlite_utils import Database

from littrack.cli import cli
from littrack.errors import BusyError, StoreError
from littrack.pipeline import backup
from littrack.records import Paper
from littrack.store import Store
from littrack.store.migrations import migrations
from ops_world import NOW, make_workspace


@pytest.fixture
def workspace(tmp_path):
    return make_workspace(tmp_path / "w")


def test_a_backup_is_whole_while_another_connection_writes(workspace):
    stop = threading.Event()

    def write():
        with Store(workspace.database) as other:
            number = 0
            while not stop.is_set():
                number += 1
                other.papers.add([Paper(f"2601.{number:05d}", f"Title {number}")], NOW)

    with Store(workspace.database) as store:
        writer = threading.Thread(target=write)
        writer.start()
        try:
            made = backup.make(workspace, store, NOW)
        finally:
            stop.set()
            writer.join()
    with Store(made.path) as copied:
        assert copied.damage() is None
    assert made.path.stat().st_mode & 0o077 == 0


def test_only_the_newest_backups_are_kept(workspace):
    with Store(workspace.database) as store:
        for day in range(1, 12):
            report = backup.make(workspace, store, NOW.replace(day=day))
    assert len(backup.backup.newest(backup.folder(workspace), backup.PATTERN)) == 8
    assert [p.name for p in report.removed] == ["littrack-20260103T070000Z.db"]


def test_a_backup_that_cannot_be_written_leaves_nothing(workspace, tmp_path):
    (tmp_path / "file").write_text("")
    with Store(workspace.database) as store, pytest.raises(StoreError, match="cannot write the backup"):
        backup.make(workspace, store, NOW, tmp_path / "file" / "b.db")
    assert not list(tmp_path.glob("**/*.partial"))


def test_restoring_brings_back_and_keeps_what_was_there(workspace):
    with Store(workspace.database) as store:
        store.papers.add([Paper("2601.00001", "First")], NOW)
        made = backup.make(workspace, store, NOW)
        store.papers.add([Paper("2601.00002", "Second")], NOW)
    report = backup.restore(workspace, made.path, NOW)
    with Store(workspace.database) as store:
        assert [p.id for p in store.papers.all()] == ["2601.00001"]
    with Store(report.before) as old:
        assert old.papers.count() == 2


def test_a_damaged_backup_is_refused_and_nothing_changes(workspace, tmp_path):
    with Store(workspace.database) as store:
        store.papers.add([Paper("2601.00001", "First")], NOW)
    bad = tmp_path / "bad.db"
    bad.write_bytes(b"SQLite format 3\x00" + b"x" * 5000)
    with pytest.raises(StoreError):
        backup.restore(workspace, bad, NOW)
    with sqlite3.connect(tmp_path / "other.db") as other:
        other.execute("create table x (y)")
    with pytest.raises(StoreError, match="no whole littrack database"):
        backup.restore(workspace, tmp_path / "other.db", NOW)
    with Store(workspace.database) as store:
        assert store.papers.count() == 1


def test_nothing_is_restored_while_a_job_runs(workspace):
    with Store(workspace.database) as store:
        made = backup.make(workspace, store, NOW)
    code = "import sys, filelock\nwith filelock.FileLock(sys.argv[1]):\n print('held', flush=True); sys.stdin.read()"
    lock = str(workspace.database.with_suffix(".lock"))
    with subprocess.Popen([sys.executable, "-c", code, lock], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(BusyError, match="another littrack job"):
            backup.restore(workspace, made.path, NOW)
        other.stdin.close()
    backup.restore(workspace, made.path, NOW)


NAMES = [m.name for m in migrations._migrations]


@pytest.mark.parametrize("step", NAMES[1:])
def test_the_database_of_every_earlier_version_is_backed_up_and_upgraded(workspace, step):
    workspace.database.parent.mkdir(parents=True)
    old = Database(workspace.database)
    migrations.apply(old, stop_before=step)
    old.execute(
        "insert into papers (id, version, title, authors, categories, source, first_seen, changed) "
        "values ('2601.00001', 1, 'Kept', '[]', '[]', 'api', '2026-01-05T07:00:00Z', '2026-01-05T07:00:00Z')"
    )
    old.conn.commit()
    old.close()
    with Store(workspace.database) as store:
        assert store.papers.get("2601.00001").title == "Kept"
        assert not migrations.pending(store.db)
    before = Database(workspace.database.parent / "backups" / f"before-{step}.db")
    assert next(m.name for m in migrations.pending(before)) == step
    assert before.execute("select title from papers").fetchone() == ("Kept",)
    before.close()


def test_a_new_database_needs_no_backup(workspace):
    Store(workspace.database).close()
    assert not backup.folder(workspace).exists()


def test_the_command_backs_up_and_restores(workspace, tmp_path):
    run = CliRunner().invoke
    target = tmp_path / "copy.db"
    made = run(cli, ["backup", "--workspace", str(workspace.root), "--to", str(target), "--json"])
    assert json.loads(made.output)["bytes"] == target.stat().st_size
    back = run(cli, ["backup", "--workspace", str(workspace.root), "--restore", str(target)])
    assert "Restored" in back.output
    assert back.exit_code == 0
