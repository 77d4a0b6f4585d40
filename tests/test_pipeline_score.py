"""Scoring files in shards: the same end whatever the shards, workers, kills and faults."""

import gzip
import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import orjson
import pytest
from click.testing import CliRunner

from littrack.cli.score import score_command
from littrack.config import load_workspace
from littrack.errors import BusyError, ModelError, UsageError
from littrack.pipeline import model
from littrack.pipeline.score import score
from littrack.records import Paper, Reference, Section, Taxonomy
from littrack.sources import files
from littrack.store import Store
from littrack.workspace import write_references, write_taxonomy

NOW = datetime(2026, 4, 1, tzinfo=UTC)
OWN = ["beam", "channel", "language", "model", "prompt", "wireless", "antenna", "transformer", "semantic", "edge"]
COMMON = [f"word{n}" for n in range(200)]


def record(rng, number, share):
    words = [OWN[rng.integers(10)] if rng.random() < share else COMMON[rng.integers(200)] for _ in range(40)]
    return {"id": f"{2001 + number // 5000}.{number % 5000:05d}", "title": " ".join(words[:8]), "abstract": " ".join(words[8:])}


def make_survey(root, seed=0):
    rng = np.random.default_rng(seed)
    root.mkdir(parents=True)
    (root / "littrack.toml").write_text('[survey]\nslug = "demo"\ntitle = "Demo"\n[model]\nthreshold = 0.9\n')
    workspace = load_workspace(root)
    write_taxonomy(workspace.taxonomy_file, Taxonomy("demo", (Section("a", "A"), Section("b", "B"))))
    listed = [record(rng, n, 0.4) for n in range(20)]
    write_references(
        workspace.references_file,
        [Reference(f"title:{n}", r["title"], sections=("ab"[n % 2],), abstract=r["abstract"]) for n, r in enumerate(listed)],
    )
    with Store(workspace.database) as store:
        store.papers.add(
            [
                Paper(f"1901.{n:05d}", r["title"], abstract=r["abstract"])
                for n, r in enumerate(record(rng, n, 0.05) for n in range(60))
            ],
            NOW,
        )
        model.train(workspace, store, NOW)
        store.db.execute("delete from papers")
    return workspace


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    return make_survey(tmp_path_factory.mktemp("survey") / "w")


@pytest.fixture
def workspace(trained, tmp_path):
    shutil.copytree(trained.root, tmp_path / "w")
    return load_workspace(tmp_path / "w")


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory):
    """Records with duplicates (some with another text), broken lines and records without abstract."""
    rng = np.random.default_rng(5)
    lines = [orjson.dumps(record(rng, n, rng.choice([0.0, 0.02, 0.3], p=[0.6, 0.37, 0.03]))) for n in range(1000)]
    lines[100], lines[800] = b"{broken", b'{"id": "2001.1", "title": "no id"}'
    for n in (5, 200, 400):
        lines.insert(n * 2 - 3, lines[n])
    other = orjson.loads(lines[40]) | {"title": "beam channel language model prompt wireless"}
    lines.append(orjson.dumps(other))
    lines[60] = orjson.dumps({k: v for k, v in orjson.loads(lines[60]).items() if k != "abstract"})
    path = tmp_path_factory.mktemp("files") / "snapshot.jsonl"
    path.write_bytes(b"\n".join(lines))
    return path


def outcome(workspace, report, out=None):
    """All that a run leaves behind."""
    with Store(workspace.database) as store:
        papers = list(store.papers.all())
        said = store.predictions.of(report.surveys[0].model_id, [p.id for p in papers])
    best = [(h.id, h.score, h.relevance) for s in report.surveys for h in s.best]
    return report.papers, report.duplicates, report.problems, best, papers, said, out.read_bytes() if out else None


def run(trained, tmp_path, path, name, **options):
    shutil.copytree(trained.root, tmp_path / name)
    workspace, out = load_workspace(tmp_path / name), tmp_path / f"{name}.csv"
    return outcome(workspace, score([workspace], [path], NOW, top=5, out=out, **options), out)


def test_the_end_is_the_same_whatever_the_shards_and_workers(trained, tmp_path, snapshot):
    first = run(trained, tmp_path, snapshot, "one", shards=1, jobs=1)
    assert first[0] == 998
    assert first[1] == 4
    assert [(p.line, p.message[:9]) for p in first[2]] == [(102, "not a JSO"), (804, "'2001.1' ")]
    assert first == run(trained, tmp_path, snapshot, "seven", shards=7, jobs=1)


@pytest.mark.slow
def test_the_end_is_the_same_with_many_shards_and_two_workers(trained, tmp_path, snapshot):
    first = run(trained, tmp_path, snapshot, "one", shards=1, jobs=1)
    assert first == run(trained, tmp_path, snapshot, "many", shards=61, jobs=1)
    assert first == run(trained, tmp_path, snapshot, "two", shards=7, jobs=2)


def test_packed_files_give_the_same_scores(trained, tmp_path, snapshot, monkeypatch):
    monkeypatch.setattr(files.read_piece, "__defaults__", (20_000,))
    packed = tmp_path / "snapshot.jsonl.gz"
    packed.write_bytes(gzip.compress(snapshot.read_bytes()))
    plain, one, three = (
        run(trained, tmp_path, path, name, shards=n, jobs=1)
        for path, name, n in [(snapshot, "a", 2), (packed, "b", 1), (packed, "c", 3)]
    )
    assert one == three
    assert plain[3:] == one[3:]
    assert [p.line for p in plain[2]] == [p.line for p in one[2]]


def test_scores_are_those_that_classify_gives(workspace, snapshot, tmp_path):
    out = tmp_path / "all.csv"
    report = score([workspace], [snapshot], NOW, jobs=1, top=8, out=out)
    with Store(workspace.database) as store:
        stored, trained = model.champion(workspace, store)
        papers = list(store.papers.all())
        again = {p.paper_id: p for p in trained.predict(papers, stored.id)}
        assert [trained.predict([p], stored.id)[0] for p in papers] == list(again.values())
        assert store.predictions.of(stored.id, list(again)) == again
        assert model.classify(workspace, store, NOW).judged == 0
    rows = [line.split(",") for line in out.read_text().splitlines()[1:]]
    assert len(rows) == report.papers
    assert [r[0] for r in rows] == sorted(r[0] for r in rows)
    assert all(abs(float(r[2]) - again[r[0]].score) < 1e-6 for r in rows if r[0] in again)
    best = sorted((-float(r[2]), r[0]) for r in rows)[:8]
    assert [b[1] for b in best] == [h.id for h in report.surveys[0].best]
    above = {r[0] for r in rows if float(r[1]) >= report.surveys[0].threshold}
    assert above <= {p.id for p in papers}
    assert report.surveys[0].above_threshold == len(above)


def test_a_run_that_was_stopped_goes_on_where_it_was(workspace, snapshot, monkeypatch):
    done = []

    def stop(share):
        done.append(share)
        if len(done) == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        score([workspace], [snapshot], NOW, shards=7, jobs=1, progress=stop)
    shares = []
    resumed = score([workspace], [snapshot], NOW, shards=7, jobs=1, progress=shares.append)
    assert shares[0] == pytest.approx(3 / 7)
    assert outcome(workspace, resumed) == outcome(workspace, score([workspace], [snapshot], NOW, shards=7, jobs=1))
    assert not list((workspace.database.parent / "score").glob("*/*"))


@pytest.mark.slow
def test_several_surveys_in_one_pass(tmp_path, snapshot):
    spaces = [make_survey(tmp_path / f"s{n}", seed=n) for n in range(2)]
    together = score(spaces, [snapshot], NOW, jobs=1, top=5)
    assert len({s.survey for s in together.surveys}) == 2
    for n, space in enumerate(spaces):
        alone = score([space], [snapshot], NOW, jobs=1, top=5)
        assert [(h.id, h.relevance) for h in alone.surveys[0].best] == [(h.id, h.relevance) for h in together.surveys[n].best]


def test_a_damaged_file_is_told_and_the_others_are_done(workspace, snapshot, tmp_path):
    broken = tmp_path / "broken.jsonl.gz"
    broken.write_bytes(gzip.compress(snapshot.read_bytes())[:-3000])
    report = score([workspace], [broken, snapshot], NOW, jobs=1)
    assert report.papers == 998
    assert report.duplicates > 300
    assert any(p.where == str(broken) and "breaks off" in p.message for p in report.problems)


def test_a_paper_that_stands_there_again_and_again_takes_one_place(workspace, tmp_path):
    rng = np.random.default_rng(8)
    records = [record(rng, n, n / 40) for n in range(20)]
    path = tmp_path / "again.jsonl"
    path.write_bytes(b"\n".join(orjson.dumps(r) for r in [*records, *[max(records, key=lambda r: r["id"])] * 50]))
    report = score([workspace], [path], NOW, top=5)
    assert (report.papers, report.duplicates, len({h.id for h in report.surveys[0].best})) == (20, 50, 5)


def test_parquet_in_and_out(workspace, snapshot, tmp_path):
    pq = pytest.importorskip("pyarrow.parquet")
    import pyarrow as pa

    rows = [r for line in snapshot.read_bytes().splitlines() if b"abstract" in line for r in [orjson.loads(line)]]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "in.parquet")
    out = tmp_path / "out.parquet"
    report = score([workspace], [tmp_path / "in.parquet"], NOW, jobs=1, out=out)
    assert pq.read_table(out).num_rows == report.papers


def test_what_cannot_be_done_is_said(workspace, snapshot, tmp_path):
    with pytest.raises(UsageError, match="cannot be read"):
        score([workspace], [tmp_path / "none"], NOW)
    with pytest.raises(UsageError, match="neither"):
        score([workspace], [snapshot], NOW, out=tmp_path / "x.txt")
    (tmp_path / "new").mkdir()
    (tmp_path / "new/littrack.toml").write_text('[survey]\nslug = "n"\ntitle = "N"\n')
    with pytest.raises(ModelError, match="no model"):
        score([load_workspace(tmp_path / "new")], [snapshot], NOW)


def test_the_same_work_is_not_done_twice_at_once(workspace, snapshot):
    def again(share):
        with pytest.raises(BusyError):
            score([workspace], [snapshot], NOW, jobs=1)

    score([workspace], [snapshot], NOW, jobs=1, progress=again)


def test_the_command_prints_the_best(workspace, snapshot):
    args = [str(snapshot), "--survey", str(workspace.root), "--jobs", "1", "--top", "6"]
    done = CliRunner().invoke(score_command, args, catch_exceptions=False)
    assert "998 papers scored, 4 repeated lines, 2 problems" in done.stdout
    assert f"{snapshot}:102: not a JSON record" in done.stderr
    as_json = orjson.loads(CliRunner().invoke(score_command, [*args, "--json"], catch_exceptions=False).stdout)
    assert len(as_json["surveys"][0]["best"]) == 6


@pytest.mark.slow
def test_killed_again_and_again_it_ends_the_same(trained, tmp_path, snapshot):
    """Each of ten processes may do three shards and is killed as soon as one of them is kept."""
    expected = run(trained, tmp_path, snapshot, "calm", shards=40, jobs=1)
    shutil.copytree(trained.root, tmp_path / "killed")
    workspace, out = load_workspace(tmp_path / "killed"), tmp_path / "killed.csv"
    code = (
        "import sys; from littrack.pipeline import score as s, shards; real = shards.work\n"
        "def leashed(*a): sys.stdin.buffer.read(1); return real(*a)\n"
        "shards.work = leashed\n"
        "from littrack.cli import main; main()"
    )
    command = [sys.executable, "-c", code, "score", str(snapshot), "--survey", str(workspace.root)]
    command += ["--jobs", "1", "--shards", "40", "--top", "5", "--out", str(out)]

    def kept():
        return len(list((workspace.database.parent / "score").glob("*/*.npz")))

    for _ in range(10):
        before, quiet = kept(), subprocess.DEVNULL
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=quiet, stderr=quiet, bufsize=0) as process:
            process.stdin.write(b"123")
            while kept() == before:
                assert process.poll() is None
                time.sleep(0.005)
            process.kill()
    assert 10 <= kept() <= 30
    report = score([workspace], [snapshot], NOW, shards=40, jobs=1, top=5, out=out)
    assert outcome(workspace, report, out) == expected


@pytest.fixture
def cluster(tmp_path):
    """A Dask scheduler and two workers, as processes of their own."""
    pytest.importorskip("distributed")
    note = tmp_path / "scheduler.json"
    environment = os.environ | {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "10"}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": environment, "cwd": tmp_path}
    tool = [sys.executable, "-m"]
    where = ["--scheduler-file", str(note), "--no-dashboard"]
    scheduler = [*tool, "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", *where]
    worker = [*tool, "distributed.cli.dask_worker", "--nthreads", "1", "--no-nanny", *where]
    processes = [subprocess.Popen(c, **quiet) for c in (scheduler, worker, worker)]
    while not note.exists():
        time.sleep(0.05)
    yield orjson.loads(note.read_bytes())["address"], processes
    for process in processes:
        process.kill()
        process.wait()


@pytest.mark.slow
def test_on_a_cluster_with_a_worker_killed_it_ends_the_same(trained, tmp_path, snapshot, cluster):
    address, processes = cluster
    from distributed import Client

    with Client(address, timeout=900) as client:
        client.wait_for_workers(2)
    killed = []

    def kill(share):
        if share > 0.2 and not killed:
            killed.append(processes[2].send_signal(signal.SIGKILL))

    expected = run(trained, tmp_path, snapshot, "calm", shards=25, jobs=1)
    assert run(trained, tmp_path, snapshot, "cluster", shards=25, dask=address, progress=kill) == expected
    assert killed


@pytest.mark.slow
def test_a_lost_worker_of_this_machine_is_replaced(trained, tmp_path, snapshot):
    import psutil

    killed = []

    def kill(share):
        if share > 0.2 and not killed:
            children = [p for p in psutil.Process().children(recursive=True) if "loky" in " ".join(p.cmdline())]
            killed.extend(p.kill() for p in children[-1:])

    expected = run(trained, tmp_path, snapshot, "calm", shards=25, jobs=1)
    assert run(trained, tmp_path, snapshot, "lost", shards=25, jobs=2, progress=kill) == expected
    assert killed


def test_a_full_disk_is_told_and_what_is_done_is_used(workspace, snapshot, monkeypatch):
    from littrack.errors import StoreError
    from littrack.pipeline import shards

    real, left = shards.write_atomically, [3]

    def full(path, data):
        left[0] -= 1
        if left[0] < 0:
            raise OSError(28, "No space left on device")
        real(path, data)

    monkeypatch.setattr(shards, "write_atomically", full)
    with pytest.raises(StoreError, match="No space left"):
        score([workspace], [snapshot], NOW, shards=7, jobs=1)
    left[0] = 100
    score([workspace], [snapshot], NOW, shards=7, jobs=1)
    assert left[0] == 96
    assert isinstance(workspace.root, Path)
