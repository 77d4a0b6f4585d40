"""The shards of ``score``: what one is, how it is worked off in some process, and how its result is kept."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from littrack.errors import StoreError, UsageError
from littrack.model import bundle
from littrack.model.relevance import Relevance
from littrack.model.scoring import Scorer
from littrack.records import Problem
from littrack.sources import quick
from littrack.sources.files import Block, Piece, read_piece
from littrack.workspace import write_atomically

_ATTEMPTS = 3
_ID = f"S{quick.ID_BYTES}"
Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Survey:
    """A survey's model, where it lies, and from which relevance on a paper is proposed."""

    name: str
    folder: str
    model_id: str
    sha256: str
    threshold: float


@dataclass(frozen=True, slots=True)
class Job:
    """What is wanted of every shard: the ``top`` papers of each survey and all above its threshold; ``all`` scores, or not."""

    surveys: tuple[Survey, ...]
    top: int
    all: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """A paper that may be among a survey's best: where it stands, and its line."""

    id: str
    score: float
    relevance: float
    file: str
    number: int
    line: bytes

    @property
    def rank(self) -> tuple[float, str, str, int]:
        """The order of the best: by score, then by id; of two lines of one paper the first."""
        return -self.score, self.id, self.file, self.number

    @staticmethod
    def join(parts: Iterable[Iterable[Kept]], threshold: float, top: int) -> list[Kept]:
        """The ``top`` papers of all parts and all from ``threshold`` on, each once, the best first."""
        best: dict[str, Kept] = {}
        for one in sorted((k for part in parts for k in part), key=lambda k: k.rank):
            best.setdefault(one.id, one)
        return [k for n, k in enumerate(best.values()) if n < top or k.relevance >= threshold]


@dataclass(frozen=True, slots=True)
class Result:
    """What a piece came to: the ids read, the (n, surveys) scores where they are wanted, the best of each survey.

    ``lines`` is by how much the line numbers of the same file's next piece are too low.
    """

    ids: Array
    scores: Array
    kept: tuple[tuple[Kept, ...], ...]
    problems: tuple[Problem, ...]
    lines: int


def work(job: Job, number: int, piece: Piece) -> tuple[int, Result]:
    """Score one piece; runs in whatever process, needs the files and the models to be where ``job`` and ``piece`` say."""
    scorer = _scorer(job.surveys)
    best = [_Best(model, survey.threshold, job.top) for model, survey in zip(scorer.models, job.surveys, strict=True)]
    ids, scores = [np.zeros(0, _ID)], [np.zeros((0, len(best)))]
    problems: list[Problem] = []
    last: Block | None = None
    for block in read_piece(piece):
        if isinstance(block, Problem):
            problems.append(block)
            continue
        last = block
        columns = quick.read(block)
        problems += columns.problems
        got = scorer.score_json(columns.texts, columns.places)
        ids.append(columns.ids)
        if job.all:
            scores.append(got)
        near = got >= [one.least for one in best]
        for n in np.flatnonzero(near.any(axis=0)).tolist():
            rows = np.flatnonzero(near[:, n])
            best[n].add(block, columns, rows, got[rows, n])
    lines = last.first - 1 + last.data.count(b"\n") if last and piece.plain else 0
    kept = tuple(tuple(b.kept()) for b in best)
    return number, Result(np.concatenate(ids), np.concatenate(scores), kept, tuple(problems), lines)


class _Best:
    """A survey's best papers so far, in bounded room."""

    def __init__(self, model: Relevance, threshold: float, top: int) -> None:
        self._model, self._threshold, self._top = model, threshold, top
        self._found: list[Kept] = []
        self._above = 0
        self._least = -np.inf
        # Relevance is rounded: a little below the threshold it may still be at it.
        self._sure = model.curve.score_of(threshold - 1e-6)

    @property
    def least(self) -> float:
        """No paper of a lower score can be kept."""
        return min(self._least, self._sure)

    def add(self, block: Block, columns: quick.Columns, rows: Array, scores: Array) -> None:
        """Consider the records ``rows`` of a block, with their scores."""
        relevances = np.round(self._model.probability(scores), 6)
        near = scores >= self._least
        if 0 < self._top < near.sum():
            cut = np.partition(scores, -self._top)[-self._top]
            best = scores >= cut
            if len(np.unique(columns.ids[rows[best]])) == best.sum():  # different papers, and enough of them
                near, self._least = best, max(self._least, float(cut))
        for n in np.flatnonzero(near | (relevances >= self._threshold)).tolist():
            start, end, number = columns.lines[rows[n]].tolist()
            name, line = columns.ids[rows[n]].decode(), block.data[start:end]
            self._found.append(Kept(name, float(scores[n]), float(relevances[n]), block.path, number, line))
        if len(self._found) > self._above + 2 * self._top + 100:
            self._found = self.kept()
            self._above = sum(k.relevance >= self._threshold for k in self._found)
            if self._top and len(self._found) >= self._top:
                self._least = self._found[self._top - 1].score
            elif not self._top:
                self._least = np.inf

    def kept(self) -> list[Kept]:
        return Kept.join([self._found], self._threshold, self._top)


@lru_cache(maxsize=1)
def _scorer(surveys: tuple[Survey, ...]) -> Scorer:
    return Scorer([bundle.load_relevance(Path(s.folder), s.model_id, s.sha256)[0] for s in surveys])


def run_all(
    job: Job, plan: Sequence[Piece], folder: Path, jobs: int, dask: str | None, progress: Callable[[float], None] | None
) -> Iterator[tuple[int, Result]]:
    """The results of all pieces that ``folder`` does not have yet, as they come; a piece whose worker is lost is done again.

    Raises:
        StoreError: workers were lost again and again.
    """
    from joblib import Parallel, delayed
    from joblib.externals.loky import get_reusable_executor
    from joblib.externals.loky.process_executor import TerminatedWorkerError

    for _ in range(_ATTEMPTS):
        todo = [n for n in range(len(plan)) if not _path(folder, n).exists()]
        if progress:
            progress(1 - len(todo) / len(plan))
        try:
            with _backend(dask):
                parallel = Parallel(n_jobs=-1 if dask else jobs, return_as="generator_unordered", pre_dispatch="2*n_jobs")
                for done, found in enumerate(parallel(delayed(work)(job, n, plan[n]) for n in todo), 1):
                    yield found
                    if progress:
                        progress(1 - (len(todo) - done) / len(plan))
            if jobs > 1 and not dask:
                get_reusable_executor().shutdown()  # their memory is wanted for what comes now
            return
        except TerminatedWorkerError:  # killed, or out of memory
            continue
    raise StoreError(f"workers were lost {_ATTEMPTS} times", "give them more memory or use more --shards; what is done is kept")


def _backend(dask: str | None) -> AbstractContextManager[Any]:
    if not dask:
        return nullcontext()
    try:
        from distributed import Client
        from joblib import parallel_config
    except ImportError:
        raise UsageError("--dask needs a package that is not here", "pip install 'littrack[cluster]'") from None
    try:
        client = Client(dask, timeout=10)  # type: ignore[no-untyped-call]
    except (OSError, TimeoutError, ValueError) as error:
        raise UsageError(f"no Dask scheduler answers at {dask} ({error})", "write it as tcp://HOST:8786") from error
    return _Closing(client, parallel_config(backend="dask", client=client))


class _Closing(AbstractContextManager[Any]):
    def __init__(self, client: Any, config: Any) -> None:
        self._client, self._config = client, config

    def __enter__(self) -> Any:
        return self._config.__enter__()

    def __exit__(self, *error: Any) -> None:
        self._config.__exit__(*error)
        self._client.close()


def key_of(job: Job, plan: Sequence[Piece]) -> str:
    """A name for the work to be done: the same files, models and settings have the same, anything else another."""
    files = [(p.path, p.number, p.of, Path(p.path).stat().st_size, Path(p.path).stat().st_mtime_ns) for p in plan]
    return hashlib.sha256(repr((job, files)).encode()).hexdigest()[:16]


def save(folder: Path, number: int, result: Result) -> None:
    """Keep a piece's result; all of it or nothing."""
    kept = [{"survey": n, **_plain(one)} for n, part in enumerate(result.kept) for one in part]
    problems = [[p.message, p.where, p.line] for p in result.problems]
    arrays = {
        "ids": result.ids,
        "scores": result.scores,
        "lines": np.frombuffer(b"".join(one.line for part in result.kept for one in part), np.uint8),
        "rest": np.frombuffer(orjson.dumps({"kept": kept, "problems": problems, "lines": result.lines}), np.uint8),
    }
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **arrays)
    write_atomically(_path(folder, number), buffer.getvalue())


def load(folder: Path, plan: Sequence[Piece], job: Job) -> tuple[list[Result], list[list[Kept]]]:
    """The results of all pieces, with every line number counted from its file's first line; and the best of each survey.

    The best are taken from one result after another, so that those of all are never in memory together.
    """
    results: list[Result] = []
    best: list[list[Kept]] = [[] for _ in job.surveys]
    passed: dict[str, int] = {}
    for number, piece in enumerate(plan):
        found = _load(_path(folder, number), len(best), passed.get(piece.path, 0))
        passed[piece.path] = passed.get(piece.path, 0) + found.lines
        for n, survey in enumerate(job.surveys):
            best[n] = Kept.join([best[n], found.kept[n]], survey.threshold, job.top)
        results.append(replace(found, kept=()))
    return results, best


def _load(path: Path, surveys: int, passed: int) -> Result:
    with np.load(path, allow_pickle=False) as arrays:
        rest, lines = orjson.loads(arrays["rest"].tobytes()), arrays["lines"].tobytes()
        ids, scores = arrays["ids"], arrays["scores"]
    kept: list[list[Kept]] = [[] for _ in range(surveys)]
    at = 0
    for one in rest["kept"]:
        size, survey = one.pop("size"), one.pop("survey")
        kept[survey].append(Kept(**one | {"number": one["number"] + passed, "line": lines[at : at + size]}))
        at += size
    problems = tuple(Problem(m, where, line + passed if line else line) for m, where, line in rest["problems"])
    return Result(ids, scores, tuple(map(tuple, kept)), problems, rest["lines"])


def _plain(one: Kept) -> dict[str, Any]:
    return {
        "id": one.id,
        "score": one.score,
        "relevance": one.relevance,
        "file": one.file,
        "number": one.number,
        "size": len(one.line),
    }


def _path(folder: Path, number: int) -> Path:
    return folder / f"shard-{number:05d}.npz"
