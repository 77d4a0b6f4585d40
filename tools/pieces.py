"""Distil the vectors of pieces of words that come with littrack (``littrack.model.pieces``) from all-MiniLM-L6-v2 (Apache-2.0).

The teacher (the extra ``embeddings``) embeds titles of arXiv (CC0) and, for words of all fields, strings of random words of its
vocabulary. Each piece starts as what the teacher makes of it alone, longer the rarer it is, and is then moved by ridge
regression so that the sums over those texts come near to the teacher's vectors. About ten minutes on one core.

python tools/pieces.py --until 2026-01-01 ../shared/data/stream_*.jsonl.gz
"""

from __future__ import annotations

import argparse
import gzip
import random
import re
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import scipy.sparse as sp
from numpy.typing import NDArray

from littrack.model import pieces
from littrack.model.embedding import Embedder
from littrack.model.pieces import Pieces
from littrack.model.text import Text

Floats = NDArray[np.float32]
STRINGS, RIDGE, STEPS = 40_000, 0.3, 30
NUMBERS, WHITENING = 96, 0.25


def titles(files: list[Path], until: str) -> list[str]:
    """The titles of all records that were announced before ``until``."""
    found: dict[str, None] = {}
    for file in files:
        with gzip.open(file) if file.suffix == ".gz" else file.open("rb") as lines:
            rows = (orjson.loads(line) for line in lines)
            found |= {r["title"]: None for r in rows if r.get("first_crawled", "") < until}
    return list(found)


def strings(vocabulary: list[str]) -> list[str]:
    """Random words of the vocabulary, which has the usual ones first; these are drawn somewhat more often."""
    usual = [w for w in vocabulary if re.fullmatch(r"[a-z]{3,}", w)]
    rng, odds = random.Random(1), [1 / (n + 300) ** 0.6 for n in range(len(usual))]
    return [" ".join(rng.choices(usual, odds, k=rng.randint(2, 8))) for _ in range(STRINGS)]


def alone(model: Any, places: list[int]) -> Floats:
    """What the teacher makes of each piece of its vocabulary alone, about the mean."""
    import torch

    found = []
    with torch.inference_mode():
        for at in range(0, len(places), 256):
            ids = torch.tensor([[101, n, 102] for n in places[at : at + 256]])  # between the marks of a text's two ends
            found.append(
                model[0].auto_model(input_ids=ids, attention_mask=torch.ones_like(ids)).last_hidden_state.mean(1).numpy()
            )
    vectors = np.vstack(found)
    return np.asarray(vectors - vectors.mean(axis=0), np.float32)


def bags(vocabulary: list[str], texts: list[str]) -> Any:
    """(texts × pieces) how often each text has each piece, over the root of its number of words."""
    cutter = Pieces(vocabulary, np.zeros((len(vocabulary), 1), np.uint8), np.zeros(len(vocabulary), np.float32))
    said = [pieces.said(text) for text in texts]
    filled = [[n for word in row for n in cutter.cut(word)] for row in said]
    ends = np.cumsum([0, *map(len, filled)])
    data = np.repeat([max(len(row), 1) ** -0.5 for row in said], np.diff(ends)).astype(np.float32)
    return sp.csr_matrix((data, np.concatenate(filled).astype(np.int32), ends), shape=(len(texts), len(vocabulary)))


def regressed(rows: Any, wanted: Floats, start: Floats) -> Floats:
    """The vectors near ``start`` by which the rows add up to what is wanted: ridge regression by conjugate gradients."""
    turned, moved = rows.T.tocsr(), np.zeros_like(start)
    left = turned @ (wanted - rows @ start)
    way, size = left.copy(), (left**2).sum(axis=0)
    for _ in range(STEPS):
        change = turned @ (rows @ way) + RIDGE * way
        step = size / np.maximum((way * change).sum(axis=0), 1e-12)
        moved += step * way
        left -= step * change
        size, before = (left**2).sum(axis=0), size
        way = left + size / np.maximum(before, 1e-12) * way
    return start + moved


def shortened(rows: Any, vectors: Floats) -> Floats:
    """The vectors along the main axes of the texts' sums, half whitened."""
    sums = np.asarray(rows @ vectors)
    sums /= np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
    values, axes = np.linalg.eigh(sums.T @ sums / len(sums))
    return np.asarray(vectors @ (axes[:, ::-1][:, :NUMBERS] * values[::-1][:NUMBERS] ** -WHITENING), np.float32)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path, help="JSON lines with titles, plain or .gz")
    parser.add_argument("--until", default="9999", help="leave out what was announced on or after this day")
    parser.add_argument("--out", type=Path, default=Path(pieces.__file__).with_name("pieces.npz"))
    args = parser.parse_args()
    teacher = Embedder()
    known = sorted(teacher._model.tokenizer.get_vocab().items(), key=lambda item: item[1])
    kept = [(rank, name, place) for rank, (name, place) in enumerate(known) if re.fullmatch(r"(##)?[a-z0-9]+", name)]
    vocabulary = [name for _, name, _ in kept]
    real = titles(args.files, args.until)
    parts = [real, strings(vocabulary)]
    wanted = np.vstack([found - found.mean(axis=0) for found in (teacher.encode([Text(t) for t in part]) for part in parts)])
    rows = bags(vocabulary, [text for part in parts for text in part])
    start = alone(teacher._model, [place for *_, place in kept]) * np.log(2.0 + np.array([[rank] for rank, *_ in kept]))
    sums = rows @ start
    start *= float((sums * wanted).sum() / (sums**2).sum())
    vectors = shortened(rows, regressed(rows, wanted, start.astype(np.float32)))
    scales = np.maximum(np.abs(vectors).max(axis=1) / 7, 1e-6).astype(np.float16)
    steps = np.rint(vectors / scales[:, None].astype(np.float32)).clip(-8, 7).astype(np.int8) + 8
    packed = (steps[:, ::2] << 4 | steps[:, 1::2]).astype(np.uint8)
    np.savez_compressed(args.out, **Pieces(vocabulary, packed, scales).state())
    print(f"{len(vocabulary)} pieces from {len(real)} titles and {STRINGS} strings: {args.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
