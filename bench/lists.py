"""How fast lists are read, and how the time grows with their size; and that what is not edited stays as it is.

usage: python -m bench.lists [--megabytes 10] [--forms NAME…] [--documents 10000] [--json]

Every form is read in a tenth, a fifth, half and the whole of ``--megabytes``. ``seconds`` are what a person waits;
``cpu_seconds`` what all processes work, since a large list is read by several where there are cores to spare.
``seconds_10mb`` is the longest wait of all forms at the whole size, as for 10 MB; ``cpu_seconds_10mb`` the most work.
``growth`` is the worst of whole / half / 2 in work: 1 is linear.
``changed_documents`` counts generated documents, in several encodings and line ends, that are not the same to the byte after
they were taken apart, put together again, and written back with nothing accepted; ``untiled`` those whose parts have gaps.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import time
from collections.abc import Callable

from littrack.lists import read
from littrack.lists.edit import add
from littrack.lists.layout import Layout

BENCH = {
    "args": ["--documents", "300", "--megabytes", "2"],
    "aims": {"seconds_10mb": "<= 10", "growth": "<= 1.5", "changed_documents": "== 0", "untiled": "== 0"},
}

_GIVEN = "Ann Bo Carla Dmitri Eva Feng Grace Hao Ines Jun Katarina Li Marco Nadia Omar Ping Rosa Sven Tara"
_SURNAMES = "Lee Zhang Kumar Müller Garcia Wang Novak Smith Chen Okafor Rossi Tanaka Silva Ivanov Haddad Dubois Kim"
_ENTRY = (
    "- [A study of number {n} in wireless networks](https://arxiv.org/abs/2{m:03d}.{n:05d}) - {people}, ICC 2024."
    " [[code](https://github.com/a/b{n})]\n"
)
_STYLES = (
    "- **Pruning {n} networks**, *{people}*, ICML 2023. [[Paper](https://arxiv.org/pdf/2301.{n:05d}.pdf)] [[Code](https://github.com/a/b{n})]\n",
    "* [ACL23] [Language models for {n} tasks](https://openreview.net/forum?id=x{n}) {people} et al.\n",
    "- {people}, “Beams in {n} cells,” *IEEE Trans. Commun.*, vol. 3, no. 2, pp. 10–19, 2023. [[PDF](https://doi.org/10.1109/t.{n})]\n",
    "- Federated learning over {n} clients. {people}. CVPR, 2023. [Paper](https://arxiv.org/abs/2302.{n:05d})\n",
    "- Graphs of {n} nodes and more [[KDD 2023](https://arxiv.org/abs/2303.{n:05d})]\n  - {people}\n  - Code: https://github.com/a/c{n}\n",
    "- `2023-05` **SOUND: Hearing {n} sources at once** {people} arXiv. [paper](https://arxiv.org/abs/2305.{n:05d})\n",
)
_ROW = (
    '  <tr align="center">\n    <td>Section {s}</td>\n    <td>A study of number {n} in wireless networks</td>\n'
    '    <td><a href="https://arxiv.org/abs/2{m:03d}.{n:05d}" target="_blank">Paper</a></td>\n  </tr>\n'
)
_BIBTEX = (
    "@article{k%d,\n  title={A study of {LLM}s numbered %d in wireless networks},\n  author={A. Author and B. Writer},\n"
    "  year={2024},\n  journal={IEEE Network},\n  eprint={2401.%05d}\n}\n\n"
)
_PIECES = [
    "# T\n", "## A\n", "\n", "- [T x y](https://arxiv.org/abs/2401.01234)\n", "* x", "```\n", "<table>", "[a]: b\n", "1. y\n",
    "<tr><td rowspan=2>", "   - z\n", "<details>\n", "\x00", "\u202e", "**", "[", "](", "\u201c", "\u201d", "\r\n", "\r",
    "| a | b |\n", "|--|--|\n", "A. B, \u201cC d e f,\u201d arXiv:2401.00001, 2024.\n", "<!--", "\ufeff", "title,year\n",
    "@article{a, title={B c}}\n", '{"title": "A b"}\n', "== B\n", "\\section{A}\n", "\\cite{a}", "<html>", "<li>", "</table>",
    "\u6a21\u578b\n", "\x85", "\u2028",
]  # fmt: skip


def _repeated(make: Callable[[int], str], size: int) -> bytes:
    parts, total, n = [], 0, 0
    while total < size:
        parts.append(make(n))
        total += len(parts[-1])
        n += 1
    return "".join(parts).encode()


def _people(n: int, short: bool = False) -> str:
    """Authors that differ from entry to entry, as in no list one pair wrote all."""
    given, last = _GIVEN.split(), _SURNAMES.split()
    names = ((given[n * k % 19], last[(n // 19 + 5 * k) % 17]) for k in (1, 2, 3)[: 2 if short else 3])
    return ", ".join(f"{g[0]}. {s}" if short else f"{g} {s}" for g, s in names)


def styles(size: int) -> bytes:
    """Entries in six ways that are common."""
    return _repeated(
        lambda n: (f"## Section {n // 50}\n" if n % 50 == 0 else "") + _STYLES[n % 6].format(n=n % 100_000, people=_people(n)),
        size,
    )


def ordinary(size: int) -> bytes:
    return _repeated(
        lambda n: (
            (f"## Section {n // 50}\n" if n % 50 == 0 else "")
            + _ENTRY.format(n=n % 100_000, m=401 + n // 100_000, people=_people(n, short=True))
        ),
        size,
    )


def html_table(size: int) -> bytes:
    row = _repeated(lambda n: _ROW.format(s=n // 20, n=n % 100_000, m=401 + n // 100_000), size)
    return b"## Papers\n<table>\n<tr><th>Category</th><th>Title</th><th>Link</th></tr>\n" + row + b"</table>\n"


def pipe_table(size: int) -> bytes:
    head = b"| Title | Link |\n|---|---|\n"
    return head + _repeated(
        lambda n: f"| A study of something numbered {n} | [paper](https://arxiv.org/abs/2401.{n % 100_000:05d}) |\n", size
    )


def nested_lists(size: int) -> bytes:
    return _repeated(lambda n: "  " * (n % 8) + f"- item number {n} of 2024\n", size)


def deep(size: int) -> bytes:
    return _repeated(lambda n: "  " * (n % 400) + f"- item {n}\n", size)


def details(size: int) -> bytes:
    return _repeated(lambda n: f"<details><summary>part {n}</summary>\n", size)


def long_lines(size: int) -> bytes:
    return _repeated(lambda n: "- " + "word “x ” [a](b) " * 1100 + "\n", size)


def one_line(size: int) -> bytes:
    return b"- " + b"word [x](https://arxiv.org/abs/2401.01234) " * (size // 43)


def runs(size: int) -> bytes:
    """Lines of nothing but one sign, or a few, again and again."""
    signs = ["\t", " ", "[", "](", "(", "*", "|", "- ", "`", "(2020) ", "A. ", ", ", "“", "# [", ": ", "1 "]
    starts = ["- ", "[1] ", "## ", "| a | ", "* [", ""]
    return _repeated(lambda n: starts[n % 6] + signs[n // 6 % 16] * (11_000 // len(signs[n // 6 % 16])) + "\n\n", size)


def squares(size: int) -> bytes:
    return b"[[[[" * (size // 4)


def rounds(size: int) -> bytes:
    return b"- ((((((((((((((((((((((((\n" * (size // 27)


def stars(size: int) -> bytes:
    return b"- **** *** ** a\n" * (size // 16)


def angles(size: int) -> bytes:
    return b"<<<<" * (size // 4)


def bibtex(size: int) -> bytes:
    return _repeated(lambda n: _BIBTEX % (n, n, n % 100_000), size)


def nulls(size: int) -> bytes:
    return (ordinary(1000) + b"\0 \0\n" + b"a" * 60) * (size // 1100)


FORMS = (
    ordinary,
    styles,
    html_table,
    pipe_table,
    nested_lists,
    deep,
    details,
    long_lines,
    one_line,
    runs,
    squares,
    rounds,
    stars,
    angles,
    bibtex,
    nulls,
)


def timed(make: Callable[[int], bytes], size: int) -> tuple[float, float]:
    """The seconds that reading takes, and those that all processes work for it."""
    data = make(size)
    start, worked = time.perf_counter(), _worked()
    read(data, make.__name__)
    return time.perf_counter() - start, _worked() - worked


def _worked() -> float:
    return sum(os.times()[:4])


def changed(documents: int, seed: int = 0) -> tuple[int, int]:
    """How many generated documents differ after being written back, and how many are not tiled by their parts."""
    chance = random.Random(seed)
    wrong = untiled = 0
    for _ in range(documents):
        text = "".join(chance.choices(_PIECES, k=chance.randint(0, 14)))
        encoding = chance.choice(["utf-8"] * 5 + ["utf-8-sig", "utf-16", "gb18030"])
        data = text.encode(encoding, "replace") + chance.choice(
            [b"", b"", b"\xff\xfe\x80", b"\n"] if encoding == "utf-8" else [b""]
        )
        layout = Layout(data, read(data, "generated").entries)
        untiled += sum(len(part.lines) for part in layout.parts) != len(layout.lines) or layout.joined() != data
        wrong += add(data, "generated", []).data != data
    return wrong, untiled


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=float, default=10)
    parser.add_argument("--forms", nargs="+", choices=[f.__name__ for f in FORMS], default=[f.__name__ for f in FORMS])
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    sizes = [int(given.megabytes * share * 1_000_000) for share in (0.1, 0.2, 0.5, 1)]
    timed(ordinary, 10_000)  # what is loaded at first use
    waits: dict[str, list[float]] = {}
    works: dict[str, list[float]] = {}
    for make in (f for f in FORMS if f.__name__ in given.forms):
        times = [timed(make, size) for size in sizes]
        waits[make.__name__], works[make.__name__] = [w for w, _ in times], [c for _, c in times]
        if not given.json:
            print(f"{make.__name__:<14}", *(f"{w:7.2f} ({c:.2f})" for w, c in times), file=sys.stderr)
    wrong, untiled = changed(given.documents)
    told = {
        "megabytes": given.megabytes,
        "seconds_10mb": round(max(times[-1] for times in waits.values()) * 10 / given.megabytes, 2),
        "cpu_seconds_10mb": round(max(times[-1] for times in works.values()) * 10 / given.megabytes, 2),
        "growth": round(max(times[-1] / max(times[-2], 0.1) / 2 for times in works.values()), 2),
        "seconds": {name: [round(s, 2) for s in times] for name, times in waits.items()},
        "cpu_seconds": {name: [round(s, 2) for s in times] for name, times in works.items()},
        "documents": given.documents,
        "changed_documents": wrong,
        "untiled": untiled,
    }
    print(json.dumps(told) if given.json else json.dumps(told, indent=1))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
