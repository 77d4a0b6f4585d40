"""Scoring a synthetic arXiv from JSON lines to ranked results, against TF-IDF with a linear SVM and against parsing alone.

The ratios are of CPU seconds, which all parties would spread over as many cores, and which other work on the machine changes
least. Of littrack and the floor they are those of whole programs with their start; only the machine code is compiled before.
"""

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
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

import orjson

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import synthetic
from littrack.sources.files import Piece, pieces, read_piece

BENCH = {
    "title": "Scoring a snapshot",
    "args": ["--records", "100000"],
    "quick": ["--records", "10000", "--surveys", "10", "--sample", "500", "--repeats", "7", "--pass-only"],
    "aims": {
        "papers_per_s": ">= 50000",
        "cpu_us_per_paper": "",
        "ratio_to_tfidf_svm": ">= 10",
        "ratio_to_embeddings": "",
        "ratio_to_floor": ">= 0.67",
        "peak_mb": "<= 1000",
        "pass.papers_per_s_a_core": "",
        "pass.ratio_to_tfidf_svm": ">= 10",
        "pass.ratio_to_floor": ">= 0.67",
        "hundred_surveys_to_one": "<= 3",
    },
    "ratios": ["pass.ratio_to_tfidf_svm", "pass.ratio_to_floor", "hundred_surveys_to_one"],
    "timeout": 3000,
}
NOW = datetime(2026, 4, 1, tzinfo=UTC)
COMMAND = [sys.executable, "-c", "from littrack.cli import main; main()"]


def survey(root: Path, seed: int) -> Path:
    """A workspace whose model was trained on 200 synthetic references and 1,000 papers of a synthetic stream."""
    from littrack.config import load_workspace
    from littrack.pipeline import model
    from littrack.store import Store

    untrained(root, seed, 200, 1000)
    workspace = load_workspace(root)
    with Store(workspace.database) as store:
        model.train(workspace, store, NOW)
    return root


def untrained(root: Path, seed: int, references: int, stream: int, sections: int = 2) -> None:
    """A workspace with so many synthetic references, in so many sections, and papers of a synthetic stream."""
    from littrack.config import load_workspace
    from littrack.records import Reference, Section, Taxonomy
    from littrack.sources.snapshot import to_paper
    from littrack.store import Store
    from littrack.workspace import write_references, write_taxonomy

    root.mkdir(parents=True)
    (root / "littrack.toml").write_text(f'[survey]\nslug = "s{seed}"\ntitle = "Survey"\n[model]\nthreshold = 0.9999\n')
    workspace = load_workspace(root)
    slugs = [f"s{n}" for n in range(sections)] if sections > 2 else ["a", "b"]
    write_taxonomy(workspace.taxonomy_file, Taxonomy(f"s{seed}", tuple(Section(s, s.upper()) for s in slugs)))
    listed = [to_paper(r) for r in synthetic.records(references, 1000 + seed, 1.0)]
    write_references(
        workspace.references_file,
        [Reference(f"t{n}", p.title, sections=(slugs[n % len(slugs)],), abstract=p.abstract) for n, p in enumerate(listed)],
    )
    with Store(workspace.database) as store:
        store.papers.add((to_paper(r) for r in synthetic.records(stream, 2000 + seed)), NOW)


def measured(command: list[str]) -> dict[str, Any]:
    """Run a command: seconds of the clock, CPU seconds and peak memory in MB of it and its processes, and what it printed."""
    import psutil

    start, before = time.perf_counter(), os.times()
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
    after, seconds = os.times(), time.perf_counter() - start
    over.set()
    watcher.join()
    if process.returncode:
        raise SystemExit(f"{command} failed")
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return {"seconds": seconds, "cpu": cpu, "peak_mb": peak[0], "told": told}


def best_of(times: int, command: list[str]) -> dict[str, Any]:
    """The run of several that took the least CPU, with the least seconds of all."""
    runs = [measured(command) for _ in range(times)]
    return min(runs, key=lambda run: float(run["cpu"])) | {"seconds": min(run["seconds"] for run in runs)}


def parse_only(path: str, number: int, of: int) -> int:
    """The floor: read and parse a piece's lines."""
    from littrack.records import Problem

    blocks = read_piece(Piece(path, number, of, True))
    return sum(1 for b in blocks if not isinstance(b, Problem) for line in b.lines if orjson.loads(line))


def floor(path: str, jobs: int) -> None:
    """Read and parse the JSON alone, in as many processes and pieces as it is scored in."""
    from joblib import Parallel, delayed

    of = max(jobs, Path(path).stat().st_size >> 27)
    Parallel(n_jobs=jobs)(delayed(parse_only)(path, n, of) for n in range(of))


def texts(path: Path, n: int) -> list[str]:
    """Title and abstract of the first ``n`` records."""
    with path.open("rb") as lines:
        found = [orjson.loads(line) for line in itertools.islice(lines, n)]
    return [f"{r['title']} {r['abstract']}" for r in found]


def tfidf_svm(path: Path, n: int) -> Callable[[], object]:
    """TF-IDF of words and pairs with a linear SVM (arxiv-sanity-lite's way), fitted: from ``n`` texts to their scores."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC

    read = texts(path, n + 1000)
    listed = [f"{r['title']} {r['abstract']}" for r in synthetic.records(200, 1000, 1.0)]
    vectors = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2)
    model = LinearSVC().fit(vectors.fit_transform(listed + read[:1000]), [1] * 200 + [0] * 1000)
    return lambda: model.decision_function(vectors.transform(read[1000:]))


def embeddings(path: Path, n: int) -> float | None:
    """CPU seconds a record of ranking by sentence embeddings; None without the extra."""
    from littrack.errors import ModelError
    from littrack.model.embedding import Embedder
    from littrack.model.text import Text

    read, embedder = [Text(t) for t in texts(path, n)], Embedder()
    try:
        embedder.encode(read[:2])
    except ModelError:
        return None
    start = time.process_time()
    embedder.encode(read) @ embedder.encode(read[:2]).T
    return (time.process_time() - start) / n


def measure(given: argparse.Namespace) -> dict[str, Any]:
    """All figures of a synthetic arXiv of that size."""
    with tempfile.TemporaryDirectory(prefix="littrack-bench-") as name:
        folder = Path(name)
        path, small = folder / "snapshot.jsonl", folder / "small.jsonl"
        with path.open("wb") as out:
            size = synthetic.write(out, given.records, given.seed)
        with path.open("rb") as lines, small.open("wb") as out:
            out.writelines(itertools.islice(lines, 20_000))
        one = survey(folder / "survey", 0)
        sample = min(given.sample, max(given.records - 1000, 100))
        found = {"records": given.records, "bytes": size, "surveys": given.surveys}
        found |= passes(small, one, given.surveys, given.repeats, tfidf_svm(path, sample), sample)
        each = found["tfidf_svm_cpu_us"] / 1e6
        return found if given.pass_only else found | programs(path, one, given.records, given.repeats, given.jobs, each)


def programs(path: Path, one: Path, records: int, repeats: int, jobs: int | None, each: float) -> dict[str, Any]:
    """The whole command from its start to its end, against a program that only parses and ``each`` CPU seconds a record."""
    command = [*COMMAND, "score", str(path), "--survey", str(one), "--json", *(["--jobs", str(jobs)] if jobs else [])]
    run = best_of(repeats, command)
    used = jobs or _jobs(path)
    least = best_of(repeats, [sys.executable, __file__, "--floor", str(path), "--jobs", str(used)])
    close, cpu = embeddings(path, min(100, records)), run["cpu"] / records
    return {
        "jobs": used,
        "seconds": round(run["seconds"], 2),
        "papers_per_s": round(records / run["seconds"]),
        "cpu_us_per_paper": round(cpu * 1e6, 1),
        "floor_per_s": round(records / least["seconds"]),
        "floor_cpu_us": round(least["cpu"] / records * 1e6, 1),
        "ratio_to_tfidf_svm": round(each / cpu, 2),
        "ratio_to_embeddings": round(close / cpu) if close else None,
        "ratio_to_floor": round(least["cpu"] / run["cpu"], 3),
        "peak_mb": round(run["peak_mb"]),
    }


def _jobs(path: Path) -> int:
    from littrack.pipeline.score import default_jobs

    return default_jobs([path])


def passes(path: Path, one: Path, surveys: int, repeats: int, peer: Callable[[], object], sample: int) -> dict[str, Any]:
    """The pass over the text alone, in one process, all being loaded; for one survey and for many, and ``peer`` on a sample."""
    from littrack.config import load_workspace
    from littrack.model import bundle
    from littrack.pipeline import shards
    from littrack.pipeline.score import surveys_of

    workspace = load_workspace(one)
    (first,) = surveys_of([workspace])
    whole, many = bundle.load(workspace.classifier, first.model_id, first.sha256), []
    for n, relevance in enumerate(variants(surveys)):
        data = replace(whole, relevance=relevance).to_bytes()
        model_id = bundle.save(workspace.classifier, data)
        many.append(replace(first, name=f"s{n}", model_id=model_id, sha256=bundle.digest_of(data)))
    (piece,) = pieces(path, 1)
    # As many of these records are kept as the best thousand are of the whole of arXiv.
    with path.open("rb") as lines:
        top = max(1, 1000 * sum(1 for _ in lines) // 3_000_000)
    jobs = [shards.Job(tuple(some), top, False) for some in ([first], many)]
    # Compiles the machine code where that was not done before.
    for job in jobs:
        records = len(shards.work(job, 0, piece)[1].ids)
    # Only the models of one job are held at a time: they are loaded between the turns.
    alone, least, other, together = in_turn(
        repeats,
        (lambda: shards._scorer(jobs[0].surveys), lambda: shards.work(jobs[0], 0, piece)),
        (lambda: None, lambda: parse_only(str(path), 0, 1)),
        (lambda: None, peer),
        (lambda: shards._scorer(jobs[1].surveys), lambda: shards.work(jobs[1], 0, piece)),
    )
    return {
        "tfidf_svm_cpu_us": round(min(other) / sample * 1e6, 1),
        "pass": {
            "cpu_us_per_paper": round(min(alone) / records * 1e6, 1),
            "papers_per_s_a_core": round(records / min(alone)),
            "ratio_to_tfidf_svm": round(ratio(other, alone) * records / sample, 1),
            "ratio_to_floor": round(ratio(least, alone), 3),
        },
        "hundred_surveys_to_one": round(ratio(together, alone), 2),
    }


def in_turn(repeats: int, *works: tuple[Callable[[], object], Callable[[], object]]) -> list[list[float]]:
    """The CPU seconds of each of several works, done in turn; what makes it ready goes before it and does not count."""
    took: list[list[float]] = [[] for _ in works]
    for _ in range(repeats):
        for (ready, work), times in zip(works, took, strict=True):
            ready()
            start = time.process_time()
            work()
            times.append(time.process_time() - start)
    return took


def ratio(some: list[float], others: list[float]) -> float:
    """The middle one of the ratios turn by turn: a machine's speed changes from one minute to the next."""
    return median(a / b for a, b in zip(some, others, strict=True))


def variants(n: int) -> list[Any]:
    """Different models: one in ten is fitted, and the others read nine columns in ten of one of these, with other weights."""
    import numpy as np

    from littrack.model.features import rounded
    from littrack.model.relevance import Relevance
    from littrack.model.text import of_paper
    from littrack.sources.snapshot import to_paper

    fitted, ways = [], max(1, n // 10)
    for seed in range(ways):
        listed, stream = ([of_paper(to_paper(r)) for r in synthetic.records(k, s + seed, share)] for k, s, share in LEARNED)
        fitted.append(Relevance.fit(listed, stream))
    rng, found = np.random.default_rng(0), []
    for k in range(n):
        model = fitted[k % ways]
        keep = rng.random(len(model.columns)) < 0.9
        weights = model.weights[keep] * rng.uniform(0.8, 1.2, int(keep.sum()))
        found.append(replace(model, columns=model.columns[keep], idf=model.idf[keep], weights=rounded(weights)))
    return found


LEARNED = ((200, 3000, 1.0), (1000, 4000, 0.0005))  # references and stream: how many, the seed, the share of relevant ones


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, help="processes; default: what `littrack score` takes")
    parser.add_argument("--surveys", type=int, default=100, help="how many to score at once for hundred_surveys_to_one")
    parser.add_argument("--pass-only", action="store_true", help="only the pass over the text, in this process")
    parser.add_argument("--sample", type=int, default=4000, help="records that TF-IDF with a linear SVM is timed on")
    parser.add_argument("--repeats", type=int, default=3, help="turns: the quickest counts, and the middle one of the ratios")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--floor", metavar="FILE", help="only read and parse this file")
    given = parser.parse_args()
    if given.floor:
        floor(given.floor, given.jobs or 1)
        return
    figures = measure(given)
    if given.json:
        print(json.dumps(figures))
    else:
        print("\n".join(f"{key:24} {value}" for key, value in figures.items()))


if __name__ == "__main__":
    main()
