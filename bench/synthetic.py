"""A synthetic arXiv of any size, in the snapshot's format with its quirks; the same seed gives the same bytes.

Its words are made of syllables and follow the frequencies that were measured on real abstracts (Zipf's law), as do the lengths
of titles, abstracts and lists of authors, the categories, and the shares of TeX, accents, wrapped lines and missing fields. No
real text is in it; a few technical words make some of the papers ones that a survey is about.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from typing import Any, BinaryIO

import numpy as np
import orjson

# Measured on 16,000 real records: quantiles of lengths in words, and how often categories come first.
_QUANTILES = [0, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 1]
_TITLE_WORDS = [1, 4, 6, 7, 8, 10, 12, 14, 15, 19, 29]
_ABSTRACT_WORDS = [19, 74, 104, 121, 146, 174, 202, 229, 244, 265, 316]
_AUTHORS = [1, 1, 1, 2, 3, 4, 6, 9, 12, 21, 300]
_CATEGORIES = {
    "cs.CV": 39,
    "cs.LG": 36,
    "cs.CL": 18,
    "eess.SP": 16,
    "cs.AI": 14,
    "quant-ph": 11,
    "math.IT cs.IT": 9,
    "cs.NI": 7,
}
_CATEGORIES |= {
    "cond-mat.mtrl-sci": 8,
    "cs.CR": 7,
    "eess.SY cs.SY": 5,
    "hep-th": 12,
    "math.AP": 12,
    "astro-ph.GA": 12,
    "cs.RO": 5,
}
_WORDS = 53_000  # Different words of 3 million; the n-th most frequent is about 1 / (n + 2.7) as frequent as the first.
_SYLLABLES = ("ba co di fe gu ha ji ko lu ma ne po qua re si ta u ve wi xo ya ze tion al ing ed er ity en or").split(" ")  # noqa: SIM905 - a list of them would be longer than a line
_METHOD = [
    *("large", "language", "model", "foundation", "transformer"),
    *("prompt", "generative", "pretrained", "agent", "diffusion"),
]
_DOMAIN = ["wireless", "channel", "beam", "antenna", "semantic", "spectrum", "edge", "network", "mimo", "radio"]
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_ACCENTED = ['M\\"uller', "P\\'erez", "Dra\\v{s}ki\\'c", "Erd\\H{o}s"]
_CHUNK = 2000


def vocabulary(rng: np.random.Generator) -> np.ndarray[Any, np.dtype[Any]]:
    """Made-up words, the most frequent and shortest first."""
    short = {"".join(p) for p in rng.choice(_SYLLABLES, (2000, 1)).tolist()} | {a + b for a in _SYLLABLES for b in _SYLLABLES}
    found = sorted(short, key=lambda w: (len(w), w))[:600]
    seen = set(found)
    while len(found) < _WORDS:
        for word in map("".join, rng.choice(_SYLLABLES, (20_000, 3 + len(found) // 25_000)).tolist()):
            if word not in seen:
                seen.add(word)
                found.append(word)
    return np.array(found[:_WORDS])


def records(n: int, seed: int = 0, relevant: float = 0.0005) -> Iterator[dict[str, Any]]:
    """The first ``n`` records of the synthetic arXiv; the share ``relevant`` of them has words of both method and domain."""
    rng = np.random.default_rng(seed)
    words = vocabulary(np.random.default_rng(1))  # the language is one, whatever is said in it
    weights = 1 / (np.arange(_WORDS) + 2.7)
    cumulative = np.cumsum(weights / weights.sum())
    names, shares = list(_CATEGORIES), np.array(list(_CATEGORIES.values()), float)
    for start in range(0, n, _CHUNK):
        size = min(_CHUNK, n - start)
        lengths = [np.interp(rng.random(size), _QUANTILES, q).astype(int) for q in (_TITLE_WORDS, _ABSTRACT_WORDS, _AUTHORS)]
        total = int((lengths[0] + lengths[1]).sum())
        drawn = words[np.minimum(np.searchsorted(cumulative, rng.random(total)), _WORDS - 1)].tolist()
        kinds, firsts = rng.random(size), rng.choice(names, size, p=shares / shares.sum()).tolist()
        at = 0
        for k in range(size):
            title = drawn[at : at + lengths[0][k]]
            abstract = drawn[at + lengths[0][k] : at + lengths[0][k] + lengths[1][k]]
            at += int(lengths[0][k] + lengths[1][k])
            _flavour(title, abstract, kinds[k], relevant, rng)
            yield _record(start + k, title, abstract, int(lengths[2][k]), firsts[k], kinds[k], words)


def _flavour(title: list[str], abstract: list[str], kind: float, relevant: float, rng: np.random.Generator) -> None:
    """Words of method, domain or both into some texts: all of the relevant, and more that have only one of the two."""
    topics = [_METHOD, _DOMAIN] if kind < relevant else [_METHOD] if kind < 0.08 else [_DOMAIN] if kind < 0.12 else []
    for topic in topics:
        title[rng.integers(len(title))] = topic[rng.integers(10)]
        for _ in range(6):
            abstract[rng.integers(len(abstract))] = topic[rng.integers(10)]


def _record(
    number: int, title: list[str], abstract: list[str], authors: int, categories: str, kind: float, words: Any
) -> dict[str, Any]:
    month = number // 25_000
    base = f"{(7 + month // 12) % 100:02d}{month % 12 + 1:02d}.{number % 25_000 + 1:05d}"
    family = [
        _ACCENTED[number % 4] if kind > 0.9 and a == 0 else str(words[600 + (number * 7 + a) % 9000]).title()
        for a in range(authors)
    ]
    created = f"Thu, {number % 28 + 1} {_MONTHS[month % 12]} {2007 + month // 12} {number % 24:02d}:01:56 GMT"
    versions = [{"version": f"v{v + 1}", "created": created} for v in range(1 + (number % 3 == 0) + (number % 11 == 0))]
    if kind > 0.84:
        abstract[len(abstract) // 2] = "$\\alpha_{n}^2 \\leq \\log n$"
    if 0.5 < kind < 0.56:
        abstract[0] = "naïve – “Schrödinger”"
    split = len(title) // 2 if len(title) > 9 else 0
    return {
        "id": base,
        "submitter": f"A. {family[0]}",
        "authors": ", ".join(f"A. {f}" for f in family),
        "title": (" ".join(title[:split]) + "\n  " if split else "") + " ".join(title[split:]).capitalize(),
        "comments": None if number % 5 < 2 else f"{number % 40 + 4} pages, {number % 9} figures",
        "journal-ref": None,
        "doi": None if number % 9 else f"10.1000/{number}",
        "report-no": None,
        "categories": categories,
        "license": "http://arxiv.org/licenses/nonexclusive-distrib/1.0/",
        "abstract": "  " + "\n".join(" ".join(abstract[n : n + 11]) for n in range(0, len(abstract), 11)) + "\n",
        "versions": versions,
        "update_date": f"{2007 + month // 12}-{month % 12 + 1:02d}-{number % 28 + 1:02d}",
        "authors_parsed": [[f, "A.", ""] for f in family],
    }


def write(out: BinaryIO, n: int, seed: int = 0, relevant: float = 0.0005) -> int:
    """Write ``n`` records as JSON lines; returns the bytes."""
    return sum(out.write(orjson.dumps(r, option=orjson.OPT_APPEND_NEWLINE)) for r in records(n, seed, relevant))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    write(sys.stdout.buffer, given.records, given.seed)
