"""Learn the word vectors that come with littrack (``littrack.model.meanings``) from records of arXiv.

python tools/meanings.py --until 2026-01-01 ../shared/data/stream_*.jsonl.gz
"""

from __future__ import annotations

import argparse
import gzip
from pathlib import Path

import numpy as np
import orjson

from littrack.model import meanings


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path, help="JSON lines with title and abstract, plain or .gz")
    parser.add_argument("--until", default="9999", help="leave out what was announced on or after this day")
    parser.add_argument("--out", type=Path, default=Path(meanings.__file__).with_name("meanings.npz"))
    args = parser.parse_args()
    bodies: list[str] = []
    for file in args.files:
        with gzip.open(file) if file.suffix == ".gz" else file.open("rb") as lines:
            rows = (orjson.loads(line) for line in lines)
            bodies += [f"{r['title']}. {r.get('abstract') or ''}" for r in rows if r.get("first_crawled", "") < args.until]
    table = meanings.Meanings.learn(bodies, most=12_000, seen_from=800)
    np.savez_compressed(args.out, **table.state())
    print(f"{len(table.names)} words from {len(bodies)} abstracts: {args.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
