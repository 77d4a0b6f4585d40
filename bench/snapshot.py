"""Scoring a synthetic arXiv from JSON lines to ranked results, against TF-IDF with a linear SVM and against parsing alone."""

from __future__ import annotations

import argparse
import itertools
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import synthetic

BENCH = {
    "args": ["--records", "100000"],
    "aims": {
        "papers_per_s": ">= 50000",
        "ratio_to_tfidf_svm": ">= 10",
        "ratio_to_floor": ">= 0.67",
        "peak_mb": "<= 1000",
        "hundred_surveys_to_one": "<= 3",
    },
    "ratios": ["ratio_to_tfidf_svm", "ratio_to_floor", "hundred_surveys_to_one"],
    "timeout": 3000,
}
NOW = datetime(2026, 4, 1, tzinfo=UTC)


def survey(root: Path, seed: int) -> Path:
    """A workspace whose model was trained on 200 synthetic references and 2,000 papers of a synthetic stream."""
    from littrack.config import load_workspace
    from littrack.pipeline import model
    from littrack.records import Reference, Section, Taxonomy
    from littrack.sources.snapshot import to_paper
    from littrack.store import Store
    from littrack.workspace import write_references, write_taxonomy

    root.mkdir(parents=True)
    (root / "littrack.toml").write_text(f'[survey]\nslug = "s{seed}"\ntitle = "Survey"\n[model]\nthreshold = 0.9999\n')
    workspace = load_workspace(root)
    write_taxonomy(workspace.taxonomy_file, Taxonomy(f"s{seed}", (Section("a", "A"), Section("b", "B"))))
    listed = [to_paper(r) for r in synthetic.records(200, 1000 + seed, 1.0)]
    write_references(
        workspace.references_file,
        [Reference(f"t{n}", p.title, sections=("ab"[n % 2],), abstract=p.abstract) for n, p in enumerate(listed)],
    )
    with Store(workspace.database) as store:
        store.papers.add((to_paper(r) for r in synthetic.records(2000, 2000 + seed)), NOW)
        model.train(workspace, store, NOW)
    return root


def peak_of(command: list[str]) -> tuple[float, float, str]:
    """Run a command: wall seconds, peak memory of it and its processes in MB, and what it printed."""
    import psutil

    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    peak, over = [0.0], threading.Event()

    def watch() -> None:
        while not over.wait(0.1):
            try:
                tree = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
                peak[0] = max(peak[0], sum(p.memory_info().rss for p in tree) / 1e6)
            except psutil.Error:
                continue

    watcher = threading.Thread(target=watch)
    watcher.start()
    told = process.communicate()[0].decode()
    seconds = time.perf_counter() - start
    over.set()
    watcher.join()
    if process.returncode:
        raise SystemExit(f"{command} failed")
    return seconds, peak[0], told


def score(path: Path, surveys: list[Path], jobs: int) -> tuple[float, float]:
    """Seconds and peak MB of ``littrack score``."""
    named = [word for s in surveys for word in ("--survey", str(s))]
    code = "from littrack.cli import main; main()"
    seconds, peak, _ = peak_of(
        [sys.executable, "-c", code, "score", str(path), *named, "--jobs", str(jobs), "--top", "100", "--json"]
    )
    return seconds, peak


def parse_only(path: str, number: int, of: int) -> int:
    """The floor: read and parse a piece's lines."""
    from littrack.records import Problem
    from littrack.sources.files import Piece, read_piece

    blocks = read_piece(Piece(path, number, of, True))
    return sum(1 for b in blocks if not isinstance(b, Problem) for line in b.lines if orjson.loads(line))


def floor(path: Path, jobs: int) -> float:
    """Seconds to read and parse the JSON alone, in as many processes."""
    from joblib import Parallel, delayed

    start = time.perf_counter()
    Parallel(n_jobs=jobs)(delayed(parse_only)(str(path), n, jobs * 4) for n in range(jobs * 4))
    return time.perf_counter() - start


def texts(path: Path, n: int) -> list[str]:
    """Title and abstract of the first ``n`` records."""
    with path.open("rb") as lines:
        found = [orjson.loads(line) for line in itertools.islice(lines, n)]
    return [f"{r['title']} {r['abstract']}" for r in found]


def tfidf_svm(path: Path, n: int, jobs: int) -> float:
    """Seconds a record of TF-IDF of words and pairs with a linear SVM, from JSON to scores, in as many processes."""
    from joblib import Parallel, delayed
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC

    read = texts(path, n + 2000)
    listed = [f"{r['title']} {r['abstract']}" for r in synthetic.records(200, 1000, 1.0)]
    vectors = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2)
    model = LinearSVC().fit(vectors.fit_transform(listed + read[:2000]), [1] * 200 + [0] * 2000)
    parts = [read[2000 + k :: jobs] for k in range(jobs)]
    run: Callable[[list[str]], Any] = lambda part: model.decision_function(vectors.transform(part))  # noqa: E731
    with Parallel(n_jobs=jobs) as pool:
        pool(delayed(len)(part) for part in parts)  # the processes are there before the clock starts
        start = time.perf_counter()
        pool(delayed(run)(part) for part in parts)
    return (time.perf_counter() - start) / n


def measure(records: int, seed: int, jobs: int, surveys: int, sample: int) -> dict[str, Any]:
    """All figures of a synthetic arXiv of that size."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path, small = folder / "snapshot.jsonl", folder / "small.jsonl"
        with path.open("wb") as out:
            size = synthetic.write(out, records, seed)
        one = survey(folder / "survey", 0)
        seconds, peak = score(path, [one], jobs)
        least = floor(path, jobs)
        each = tfidf_svm(path, min(sample, max(records - 2000, 100)), jobs)
        figures: dict[str, Any] = {
            "records": records,
            "bytes": size,
            "jobs": jobs,
            "seconds": round(seconds, 2),
            "papers_per_s": round(records / seconds),
            "floor_per_s": round(records / least),
            "tfidf_svm_per_s": round(1 / each),
            "ratio_to_tfidf_svm": round(each * records / seconds, 2),
            "ratio_to_floor": round(least / seconds, 3),
            "peak_mb": round(peak),
        }
        if surveys > 1:
            many = min(records, 20_000)
            with path.open("rb") as lines, small.open("wb") as out:
                out.writelines(itertools.islice(lines, many))
            trained = [one, *(survey(folder / f"survey{n}", n) for n in range(1, 4))]
            together = [trained[n % 4] for n in range(surveys)]
            figures["hundred_surveys_to_one"] = round(hundred(small, together) / hundred(small, [one]), 2)
    return figures


def hundred(path: Path, surveys: list[Path]) -> float:
    """Seconds of one process for the pass over the text, the models being loaded."""
    from littrack.config import load_workspace
    from littrack.pipeline import score as scoring
    from littrack.pipeline import shards
    from littrack.sources.files import pieces

    found = scoring._surveys([load_workspace(s) for s in surveys])
    job, (piece,) = shards.Job(tuple(found), 1000, False), pieces(path, 1)
    shards._scorer(job.surveys)
    start = time.perf_counter()
    shards.work(job, 0, piece)
    return time.perf_counter() - start


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=min(2, os.cpu_count() or 1))
    parser.add_argument(
        "--surveys", type=int, default=100, help="how many to score at once for hundred_surveys_to_one; 1: none"
    )
    parser.add_argument("--sample", type=int, default=4000, help="records that TF-IDF with a linear SVM is timed on")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    figures = measure(given.records, given.seed, given.jobs, given.surveys, given.sample)
    if given.json:
        print(json.dumps(figures))
    else:
        print("\n".join(f"{key:24} {value}" for key, value in figures.items()))


if __name__ == "__main__":
    main()
