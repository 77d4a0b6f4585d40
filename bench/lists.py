"""How fast lists are read, and how the time grows with their size; and that what is not edited stays as it is.

usage: python -m bench.lists [--megabytes 10] [--documents 10000] [--json]

``seconds_10mb`` is the worst of five documents of that size: an ordinary list, nested bullets, open brackets, one line, tables.
``growth`` is the time for the whole size over that for a quarter of it, divided by four: 1 is linear.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Callable

from littrack.lists import read
from littrack.lists.edit import add
from littrack.lists.layout import split_lines

BENCH = {"args": ["--documents", "300"], "aims": {"seconds_10mb": "<= 10", "growth": "<= 1.5", "changed_documents": "== 0"}}

_ENTRY = (
    "- [A study of number {n} in wireless networks](https://arxiv.org/abs/2{m:03d}.{n:05d}) - A. Author, B. Writer, ICC 2024."
    " [[code](https://github.com/a/b{n})]\n"
)
_PIECES = [
    "# T\n",
    "## A\n",
    "\n",
    "- [T x y](https://arxiv.org/abs/2401.01234)\n",
    "* x",
    "```\n",
    "<table>",
    "<tr><td>",
    "[a]: b\n",
    "1. y\n",
    "   - z\n",
    "<details>\n",
    "\x00",
    "\u202e",
    "**",
    "[",
    "](",
    "\u201c",
    "\u201d",
    "\r\n",
    "\r",
    "| a | b |\n",
    "|--|--|\n",
    "A. B, \u201cC d e f,\u201d arXiv:2401.00001, 2024.\n",
    "<!--",
]


def ordinary(size: int) -> bytes:
    parts, total, n = [], 0, 0
    while total < size:
        text = (f"## Section {n // 50}\n" if n % 50 == 0 else "") + _ENTRY.format(n=n % 100_000, m=401 + n // 100_000)
        parts.append(text)
        total += len(text)
        n += 1
    return "".join(parts).encode()


def nested(size: int) -> bytes:
    lines = ("  " * (n % 400) + f"- item {n}\n" for n in range(size // 400))
    return "".join(lines).encode()[:size]


def brackets(size: int) -> bytes:
    return b"[(" * (size // 2)


def one_line(size: int) -> bytes:
    return b"- " + b"word [x](https://arxiv.org/abs/2401.01234) " * (size // 43)


def table(size: int) -> bytes:
    head = b"| Title | Link |\n|---|---|\n"
    row = b"| A study of something in wireless networks | [paper](https://arxiv.org/abs/2401.01234) |\n"
    return head + row * (size // len(row))


def timed(make: Callable[[int], bytes], size: int) -> float:
    data = make(size)
    start = time.perf_counter()
    read(data, make.__name__)
    return time.perf_counter() - start


def changed(documents: int, seed: int = 0) -> int:
    """How many of so many generated documents differ after being parsed and written back with nothing accepted."""
    chance = random.Random(seed)
    wrong = 0
    for _ in range(documents):
        data = "".join(chance.choices(_PIECES, k=chance.randint(0, 14))).encode()
        wrong += b"".join(split_lines(data)) != data or add(data, "generated", []).data != data
    return wrong


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=float, default=10)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    size = int(given.megabytes * 1_000_000)
    found = {
        make.__name__: (timed(make, size // 4), timed(make, size)) for make in (ordinary, nested, brackets, one_line, table)
    }
    told = {
        "megabytes": given.megabytes,
        "seconds_10mb": round(max(whole for _, whole in found.values()), 2),
        "growth": round(max(whole / max(quarter, 0.05) / 4 for quarter, whole in found.values()), 2),
        "seconds": {name: round(whole, 2) for name, (_, whole) in found.items()},
        "documents": given.documents,
        "changed_documents": changed(given.documents),
    }
    print(json.dumps(told) if given.json else json.dumps(told, indent=1))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
