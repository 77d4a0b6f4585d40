"""The main job: once, again, against a dead arXiv, and killed at every stage."""

import gzip
import os
import pty
import signal
import subprocess
import sys
from contextlib import contextmanager
from datetime import UTC, date, datetime

import orjson
import pytest
from tests.ports import bind

from littrack.config import load_workspace
from littrack.errors import SourceError
from littrack.pipeline.retrain import learn
from littrack.pipeline.run import run
from littrack.records import Paper, Reference, RunState, Section, Taxonomy, canonical_category
from littrack.sources.replay import ReplayServer
from littrack.store import Store
from littrack.workspace import read_references, write_references, write_taxonomy

NOW = datetime(2025, 11, 15, 8, tzinfo=UTC)
TOPICS = ("language models for beam prediction", "semantic coding with diffusion", "scheduling by agents", "antenna arrays")
# What tells when each attempt ran, what it asked for and how it ended: an interrupted attempt is rightly in there.
ATTEMPTS = {"runs", "windows", "sqlite_sequence", "fetch_runs", "fetch_faults", "_sqlite_migrations"}


def papers(count=40):
    return [
        Paper(
            f"2511.{n:05d}",
            f"Paper {n}: {TOPICS[n % 4]} in network {n % 7}",
            abstract=f"We study {TOPICS[n % 4]}." if n % 3 else None,
            authors=(f"Author {n % 11}",),
            categories=("cs.NI",),
            announced=date(2025, 11, 10 + n % 5),
        )
        for n in range(1, count + 1)
    ]


def lay_out(root, server):
    root.mkdir()
    (root / "littrack.toml").write_text(
        f'[survey]\nslug = "s"\ntitle = "A survey"\n[watch]\ncategories = ["cs.NI", "cs.IT", "eess.SP"]\ninterval = 0.0\n'
        f'api_url = "{server.api_url}"\nfeed_url = "{server.feed_url}"\noai_url = "{server.oai_url}"\n'
    )
    workspace = load_workspace(root)
    write_taxonomy(
        workspace.taxonomy_file, Taxonomy("s", (Section("physical", "Physical layer"), Section("semantic", "Semantics")))
    )
    write_references(
        workspace.references_file,
        [
            Reference(f"title:{n}", f"Large {TOPICS[n % 2]} of kind {n}", sections=(("physical", "semantic")[n % 2],))
            for n in range(20)
        ],
    )
    return workspace


def contents(workspace):
    """Everything in the store but the account of attempts, and every byte of the reports."""
    with Store(workspace.database) as store:
        tables = [t for t in store.db.table_names() if t not in ATTEMPTS and "_fts" not in t]
        rows = {t: sorted(map(repr, store.db.table(t).rows)) for t in tables}
    files = {str(p.relative_to(workspace.root)): p.read_bytes() for p in workspace.reports.rglob("*") if p.is_file()}
    return rows, files


def test_a_run_again_adds_nothing_and_renders_the_same_bytes(tmp_path):
    with ReplayServer(papers(), NOW) as server:
        workspace = lay_out(tmp_path / "w", server)
        with Store(workspace.database) as store:
            first = run(workspace, store, NOW)
        before = contents(workspace)
        with Store(workspace.database) as store:
            second = run(workspace, store, NOW)
            assert store.papers.count() == 40
    assert (first.fetched.new, second.fetched.new) == (40, 0)
    assert (first.trained is None, second.trained is None) == (False, True)
    assert second.classified.judged == 0
    assert contents(workspace) == before


def test_a_run_whose_mail_waits_is_degraded_and_says_why(tmp_path):
    with ReplayServer(papers(), NOW) as server, bind() as nobody:
        root = lay_out(tmp_path / "w", server).root
        mail = '[mail]\nhost = "127.0.0.1"\nsender = "a@example.org"\nto = [{ email = "b@example.org" }]\nport = '
        with (root / "littrack.toml").open("a") as file:
            file.write(f"{mail}{nobody.getsockname()[1]}\n")
        workspace = load_workspace(root)
        with Store(workspace.database) as store:
            assert run(workspace, store, NOW).sent.waiting == 1
            last = store.runs.last()[0]
    assert (last.kind, last.state) == ("run", RunState.DEGRADED)
    assert "cannot be used (Connection refused)" in last.note


def test_arxiv_out_of_reach_loses_nothing_and_the_next_run_catches_up(tmp_path):
    with ReplayServer(papers(), NOW) as server:
        workspace = lay_out(tmp_path / "w", server)
    with pytest.raises(SourceError) as caught, Store(workspace.database) as store:
        run(workspace, store, NOW, sleep=lambda seconds: None)
    assert "127.0.0.1" in str(caught.value)
    assert caught.value.exit_code == 5
    with Store(workspace.database) as store:
        assert store.papers.count() == 0
        assert not list(store.db.table("windows").rows)
        assert store.digests.last() is None
    with ReplayServer(papers(), NOW) as server, Store(workspace.database) as store:
        watch = workspace.settings.watch.model_copy(
            update={"api_url": server.api_url, "feed_url": server.feed_url, "oai_url": server.oai_url}
        )
        mended = workspace.model_copy(update={"settings": workspace.settings.model_copy(update={"watch": watch})})
        assert run(mended, store, NOW).fetched.new == 40


@contextmanager
def started(workspace):
    """A ``littrack run`` of its own and its terminal, on which it shows the stages."""
    command = [sys.executable, "-m", "littrack", "run", "--workspace", str(workspace.root), "--now", NOW.isoformat()]
    screen, terminal = pty.openpty()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=terminal)
    os.close(terminal)
    try:
        yield process, screen
    finally:
        process.kill()
        process.wait()
        os.close(screen)


def shown(screen, until=None):
    """What the terminal shows up to the word ``until``, or to the end."""
    text = ""
    while not (until and until in text):
        try:
            text += os.read(screen, 1024).decode()
        except OSError:
            return text
    return text


@pytest.mark.slow
@pytest.mark.parametrize("stage", ["Fetching", "Training", "Classifying", "Rendering"])
def test_killed_at_any_stage_and_run_again_is_as_if_undisturbed(tmp_path, stage):
    with ReplayServer(papers(), NOW) as server:
        calm, killed = lay_out(tmp_path / "calm", server), lay_out(tmp_path / "killed", server)
        with Store(calm.database) as store:
            run(calm, store, NOW)
        with started(killed) as (process, screen):
            assert stage in shown(screen, until=stage)
            process.send_signal(signal.SIGKILL)
            assert process.wait() in (-signal.SIGKILL, 0)  # 0 where a busy machine let the kill come too late
        with started(killed) as (process, screen):
            shown(screen)
            assert process.wait() == 0
        assert contents(killed) == contents(calm)


def test_a_real_week(tmp_path, shared):
    week = []
    with gzip.open(shared / "data/stream_comm_2025-10_2026-03.jsonl.gz") as lines:
        for record in map(orjson.loads, lines):
            day = date.fromisoformat(record["first_crawled"])
            if date(2025, 11, 17) <= day <= date(2025, 11, 23):
                categories = tuple(dict.fromkeys(map(canonical_category, record["categories"])))
                week.append(
                    Paper(
                        record["id"],
                        record["title"],
                        1,
                        record["abstract"],
                        tuple(record["authors"]),
                        categories,
                        announced=day,
                    )
                )
    now = datetime(2025, 11, 24, 8, tzinfo=UTC)
    with ReplayServer(week, now) as server:
        workspace = lay_out(tmp_path / "w", server)
        with Store(workspace.database) as store:
            report = run(workspace, store, now)
            stored = {p.id: p for p in store.papers.all()}
        before = contents(workspace)
        with Store(workspace.database) as store:
            run(workspace, store, now)
    assert len(week) > 100
    assert set(stored) == {p.id for p in week}
    assert all(stored[p.id].abstract == " ".join(p.abstract.split()) for p in week)
    assert report.classified.judged == len(week)
    assert contents(workspace) == before


def test_the_first_run_looks_up_the_references_abstracts(tmp_path):
    known = Paper(
        "2501.00007", "Beams by prompts", abstract="We prompt for beams.", categories=("cs.NI",), announced=date(2025, 1, 8)
    )
    with ReplayServer([*papers(), known], NOW) as server:
        workspace = lay_out(tmp_path / "w", server)
        listed = [
            *read_references(workspace.references_file),
            Reference("arxiv:2501.00007", "Beams by prompts", arxiv_id="2501.00007"),
        ]
        write_references(workspace.references_file, listed)
        said = []
        with Store(workspace.database) as store:
            run(workspace, store, NOW, say=said.append)
        assert read_references(workspace.references_file)[-1].abstract == "We prompt for beams."
        assert any("Looking up" in line for line in said)


def test_references_that_cannot_be_looked_up_stop_nothing(tmp_path):
    class Dead:
        def by_ids(self, ids):
            raise SourceError("arXiv is out of reach", "try again")

        by_title = by_ids

    with ReplayServer(papers(), NOW) as server:
        workspace = lay_out(tmp_path / "w", server)
        said = []
        with Store(workspace.database) as store:
            learn(workspace, store, NOW, said.append, Dead())
            assert store.models.champion()
        assert any("the references stay as they are" in line for line in said)
