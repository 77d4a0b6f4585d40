"""The scores of all papers as a file: a row a paper in the order of ids, and two columns a survey."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from littrack.errors import UsageError
from littrack.model import bundle
from littrack.pipeline.shards import Job, Result

_ROWS = 50_000
Array = NDArray[Any]


def distinct(ids: Sequence[Array]) -> int:
    """How many different ids there are."""
    every = np.sort(np.concatenate(ids))
    return int(len(every) and 1 + np.count_nonzero(every[1:] != every[:-1]))


def write(out: Path, job: Job, results: Sequence[Result]) -> None:
    """Write ``out``, all of it or nothing; a paper that was read twice has its best scores."""
    part = out.with_name(f".{out.name}.part")
    names = [name for s in job.surveys for name in (f"relevance {s.name}", f"score {s.name}")]
    try:
        (_parquet if out.suffix == ".parquet" else _csv)(part, names, _rows(job, results))
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)


def _rows(job: Job, results: Sequence[Result]) -> Iterator[tuple[list[str], Array]]:
    """Slices of the ids in order, with (n, 2 * surveys) relevances and scores."""
    models = [bundle.load(Path(s.folder), s.model_id, s.sha256).relevance for s in job.surveys]
    ids, scores = np.concatenate([r.ids for r in results]), np.concatenate([r.scores for r in results])
    order = np.argsort(ids, kind="stable")
    starts = np.flatnonzero(np.concatenate([[True], ids[order][1:] != ids[order][:-1]])) if len(ids) else order
    for first in range(0, len(starts), _ROWS):
        some = starts[first : first + _ROWS]
        end = starts[first + _ROWS] if first + _ROWS < len(starts) else len(order)
        best = np.maximum.reduceat(scores[order[some[0] : end]], some - some[0])
        both = np.empty((len(some), 2 * len(models)))
        for n, model in enumerate(models):
            both[:, 2 * n], both[:, 2 * n + 1] = model.probability(best[:, n]), best[:, n]
        yield [i.decode() for i in ids[order[some]].tolist()], np.round(both, 6)


def _csv(path: Path, names: Sequence[str], rows: Iterator[tuple[list[str], Array]]) -> None:
    import csv

    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["id", *names])
        for ids, numbers in rows:
            table.writerows([i, *row] for i, row in zip(ids, numbers.tolist(), strict=True))


def _parquet(path: Path, names: Sequence[str], rows: Iterator[tuple[list[str], Array]]) -> None:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise UsageError(f"{path.name} is to be a Parquet file", "pip install 'littrack[snapshot]', or name a .csv") from None
    schema = pa.schema([("id", pa.string()), *((name, pa.float64()) for name in names)])
    file: IO[bytes]
    with path.open("wb") as file, pq.ParquetWriter(file, schema) as table:
        for ids, numbers in rows:
            table.write_table(pa.table([ids, *numbers.T], schema=schema))
