"""From texts to the hashed words in them, for a whole batch at once: what makes training, classifying and scoring fast.

A text is lower-cased and cut into words of letters, digits and underscores; a plural loses its ``s``. The texts of a batch are
laid end to end as bytes, and NumPy finds where words begin and end and hashes all of them together, eight bytes a step.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

WORD_BITS = 20
WIDTH = 1 << WORD_BITS
TITLE = 2.0  # A word of the title counts as often as two of the abstract.
MOST_CHARACTERS = 20_000  # A hostile "abstract" of a gigabyte must not stop a run.
_APART = np.int64(-1) << np.int64(40)  # Below zero whatever is added: the pair of one text's end and the next one's beginning.
_BATCH_BYTES = 100_000  # All about a batch stays in the processor's cache.
_BEYOND = re.compile(r"[^\x00-\x7f\w]+")
# Lower-cases letters, keeps digits, underscores and what is beyond ASCII; anything else ends a word.
FOLD = bytes(c + 32 if 65 <= c <= 90 else c if c >= 128 or chr(c).isalnum() or c == 95 else 0 for c in range(256))
MASKS = np.array([(1 << (8 * n)) - 1 for n in range(8)] + [(1 << 64) - 1], np.uint64)
MIX, MORE = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)
_HALF, _BITS, _SHIFT = np.uint64(32), np.uint64(WORD_BITS), np.uint64(64 - WORD_BITS)
_S, _Y, _E, _I, _U = (ord(c) for c in "syeiu")

Bytes = NDArray[np.uint8]
Ints = NDArray[np.int64]


def count(texts: Iterable[str]) -> sp.csr_matrix:
    """Count words (columns below :data:`WIDTH`) and pairs of neighbouring words (from there on).

    Returns:
        (n texts, 2 * WIDTH) float64 counts, in canonical form.
    """
    parts = [_count(batch) for batch in batches(texts)]
    ends = np.cumsum(np.concatenate([np.zeros(1, np.int64), *(each for each, _, _ in parts)]))
    columns = np.concatenate([np.zeros(0, np.int32), *(c for _, c, _ in parts)])
    counts = np.concatenate([np.zeros(0), *(c for _, _, c in parts)])
    return sp.csr_matrix((counts, columns, ends), shape=(len(ends) - 1, 2 * WIDTH))


def _count(texts: Sequence[str]) -> tuple[Ints, NDArray[np.int32], NDArray[np.float64]]:
    """Of one batch: how many columns each row has, the columns, and their counts."""
    singles, each = word_columns(texts)
    rows = np.repeat(np.arange(len(texts)) << (WORD_BITS + 1), each)
    pairs = pair_columns(singles[:-1], singles[1:])
    at, rows = np.concatenate([singles, pairs]), np.concatenate([rows, rows[:-1] | (_APART * (rows[1:] != rows[:-1]))])
    keys = (rows | at)[rows >= 0]
    keys.sort()
    first = np.flatnonzero(np.diff(keys, prepend=-1))
    counts = np.diff(first, append=len(keys)).astype(np.float64)
    keys = keys[first]
    ends = np.searchsorted(keys, np.arange(len(texts) + 1) << (WORD_BITS + 1))
    return np.diff(ends), (keys & (2 * WIDTH - 1)).astype(np.int32), counts


def pair_columns(left: Ints, right: Ints) -> Ints:
    """The columns of pairs of words, :data:`WIDTH` and above, given the columns of both words."""
    mixed = (left.astype(np.uint64) << _BITS | right.astype(np.uint64)) * MIX
    return (mixed >> _SHIFT).view(np.int64) | WIDTH


def batches(texts: Iterable[str]) -> Iterator[list[str]]:
    """The texts in order, in batches that fit the processor's cache."""
    batch: list[str] = []
    size = 0
    for text in texts:
        batch.append(text)
        size += len(text) + 1
        if size > _BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def word_columns(texts: Sequence[str]) -> tuple[Ints, Ints]:
    """Hash every word of a batch.

    Returns:
        the column, 0 to ``2**WORD_BITS - 1``, of every word in order; and (n texts,) how many words each text has.
    """
    plain = [plainly(text[:MOST_CHARACTERS]) for text in texts]
    laid = "\0".join(plain).encode().translate(FOLD)
    data = np.zeros(len(laid) + 33, np.uint8)
    data[1 : len(laid) + 1] = np.frombuffer(laid, np.uint8)
    inside = data != 0
    edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
    starts, ends = edges[::2], edges[1::2]
    begins = np.cumsum([1, *((len(t) if t.isascii() else len(t.encode())) + 1 for t in plain)])
    each = np.diff(np.searchsorted(starts, begins))
    return _hashes(data, starts, _without_plurals(data, starts, ends - starts)), each


def plainly(text: str) -> str:
    """A text in which every byte beyond ASCII is of a letter or digit in lower case."""
    # Beyond ASCII every byte counts as a letter; so what is none there has to go first.
    return text if text.isascii() else _BEYOND.sub(" ", text.lower())


def _without_plurals(data: Bytes, starts: Ints, sizes: Ints) -> Ints:
    """The sizes in bytes without the plural's letters; ``ies`` becomes ``y`` in ``data``."""
    last = starts + sizes - 1
    plural = np.flatnonzero((data[last] == _S) & (sizes > 3))
    end, size = last[plural], sizes[plural]
    before, third = data[end - 1], data[end - 2]
    keep = (before != _S) & (before != _U) & (before != _I)
    plural, end, size, before, third = plural[keep], end[keep], size[keep], before[keep], third[keep]
    es = (before == _E) & (size > 4)
    ies, sses = es & (third == _I), es & (third == _S) & (data[end - 3] == _S)
    data[end[ies] - 2] = _Y
    sizes[plural] -= 1 + (ies | sses)
    return sizes


def _hashes(data: Bytes, starts: Ints, sizes: Ints) -> Ints:
    eight = np.ndarray((len(data) - 7,), np.uint64, data.data, 0, (1,))  # The eight bytes from every place on.
    hashes = eight[starts] & MASKS[np.minimum(sizes, 8)]
    hashes *= MIX
    longer, done = np.flatnonzero(sizes > 8), 8
    while len(longer):
        part = eight[starts[longer] + done] & MASKS[np.minimum(sizes[longer] - done, 8)]
        mixed = hashes[longer]
        hashes[longer] = (mixed ^ (mixed >> _HALF) ^ part) * MORE
        done += 8
        longer = longer[sizes[longer] > done]
    hashes ^= hashes >> _HALF
    hashes *= MIX
    hashes >>= _SHIFT
    return hashes.view(np.int64)
