"""Learn the word vectors of ``littrack.model.meanings`` from records of arXiv, and write them into the package.

Positive pointwise mutual information of words in abstracts, factored (Levy, Goldberg & Dagan, 2015), as seen from the thousand
most frequent words that are not in every fifth abstract: that is as good as all pairs of words for this use and takes seconds.

    python tools/meanings.py ../shared/data/stream_comm_*.jsonl.gz ../shared/data/stream_other_*.jsonl.gz
"""

from __future__ import annotations

import argparse
import gzip
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from littrack.model import meanings
from littrack.model.counting import WIDTH, count, word_columns
from littrack.model.features import words

WORDS, SEEN_FROM, NUMBERS = 16_000, 1_000, 100
_LEAST = 4
_COMMON = 0.2
_SMOOTH = 0.75


def learn(bodies: list[str]) -> tuple[list[str], NDArray[np.float64]]:
    """Words and their vectors (words × :data:`NUMBERS`), each as long as the word is rare."""
    there = count(bodies)[:, :WIDTH].tocsr().astype(np.float32)
    there.data[:] = 1
    often = np.bincount(there.indices, minlength=WIDTH)
    columns = np.flatnonzero(often >= _LEAST)
    columns = columns[np.argsort(-often[columns], kind="stable")[:WORDS]]
    rarity = np.log((len(bodies) + 1) / (often[columns] + 1))
    association = _association(there[:, columns], np.flatnonzero(often[columns] < _COMMON * len(bodies))[:SEEN_FROM])
    values, axes = np.linalg.eigh((association.T @ association).astype(np.float64))
    values, axes = values[::-1][:NUMBERS], axes[:, ::-1][:, :NUMBERS]
    vectors = association @ axes / values**0.25  # the left singular vectors times the roots of the singular values
    return _names(bodies, columns), vectors * rarity[:, None]


def _association(there: Any, seen_from: NDArray[np.int64]) -> NDArray[np.float32]:
    together = np.asarray((there.T @ there[:, seen_from]).toarray())
    together[seen_from, np.arange(len(seen_from))] = 0
    other = together.sum(axis=0) ** _SMOOTH
    expected = np.outer(together.sum(axis=1), other / other.sum())
    return np.asarray(np.log(np.maximum(together, 1e-9) / np.maximum(expected, 1e-9)).clip(0))


def _names(bodies: list[str], columns: NDArray[np.int64]) -> list[str]:
    """The shortest of the most usual spellings of each column."""
    spelled = Counter(word for body in bodies for word in words(body))
    best: dict[int, str] = {}
    for word in sorted(spelled, key=lambda w: (len(w), -spelled[w], w)):
        best.setdefault(int(word_columns([word])[0][0]), word)
    return [best[int(c)] for c in columns]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path, help="JSON lines with title and abstract, plain or .gz")
    parser.add_argument("--until", default="9999", help="leave out what was announced on or after this day")
    parser.add_argument("--out", type=Path, default=Path(meanings.__file__).with_name("meanings.npz"))
    args = parser.parse_args()
    bodies = []
    for file in args.files:
        with gzip.open(file) if file.suffix == ".gz" else file.open("rb") as lines:
            rows = (orjson.loads(line) for line in lines)
            bodies += [f"{r['title']}. {r.get('abstract') or ''}" for r in rows if r.get("first_crawled", "") < args.until]
    names, vectors = learn(bodies)
    scales = np.abs(vectors).max(axis=1) / 127
    np.savez_compressed(
        args.out,
        names=np.frombuffer("\n".join(names).encode(), np.uint8),
        vectors=np.rint(vectors / np.maximum(scales, 1e-12)[:, None]).astype(np.int8),
        scales=scales.astype(np.float32),
    )
    print(f"{len(names)} words from {len(bodies)} abstracts -> {args.out} ({args.out.stat().st_size} bytes)")


if __name__ == "__main__":
    main()
