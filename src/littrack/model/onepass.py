"""The linear parts and the facets of very many texts in one pass over their bytes, compiled to machine code.

It finds, hashes and counts words and pairs exactly as ``counting`` does, and sums what ``Scorer`` makes a score of. Nothing is
put in between: a word's column is looked up as soon as its last byte is read.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from littrack.model.counting import FOLD, MASKS, MIX, MORE, TITLE, WIDTH, WORD_BITS
from littrack.native import native, native_inline, prefetch

_FOLD = np.frombuffer(FOLD, np.uint8)
_BACKSLASH = ord("\\")
_S, _Y, _E, _I, _U = (ord(c) for c in "syeiu")
_HALF, _BITS, _SHIFT = np.uint64(32), np.uint64(WORD_BITS), np.uint64(64 - WORD_BITS)
_MASKS, _MIX, _MORE = MASKS, np.uint64(MIX), np.uint64(MORE)
_LOGS = np.concatenate([[0.0], 1 + np.log(np.arange(1, 4096))])  # of a count, as features.rows_of_hits has it
_TITLE = int(TITLE)
_LINE = 16  # numbers of four bytes that the processor fetches at once
_AHEAD = 4  # columns: so far before it adds a row up, it is told to fetch it
_HITS = np.log1p(np.arange(4096.0))

Bytes = NDArray[np.uint8]
Array = NDArray[np.float64]
Ints = NDArray[np.int64]
Small = NDArray[np.int32]
Numbers = NDArray[np.float32] | NDArray[np.float64]
Table = tuple[Ints, Small, Numbers]  # where each column's entries begin, the model of each, and its numbers


@native
def add_up(
    texts: Bytes,
    places: Ints,
    folded: Bytes,
    eights: NDArray[np.uint64],
    columns: Small,
    bits: Bytes,
    dense: Numbers,
    sparse: Table,
    facets: Table,
    linear: Array,
    sums: Array,
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Fill ``linear`` (n, k) and ``sums`` (n, 2 * k) for n texts and k models.

    Args:
        texts: the bytes, as JSON writes strings: what a backslash stands before is no part of a word.
        places: (n, 4) where titles and abstracts begin and end.
        folded: room for the longest of them and 16 bytes more.
        eights: the eight bytes from each place of ``folded`` on, as one number.
        columns: (2 * WIDTH,) the number here of each word and pair, below zero for those that no model reads.
        bits: (2 * WIDTH / 8,) a bit for each of ``columns``: whether a model reads it.
        dense: (d, 2 * k) the IDF of the first d columns in each model, and behind these their weights.
        sparse: the same of the columns from d on, for the models that read them.
        facets: what each column adds to facets, which are numbered as in ``sums``.
        linear: the cosine of each text and each model's weights times their length.
        sums: the sums of both facets.

    Returns:
        (n,) which have a word in the abstract, and which have a character beyond ASCII.
    """
    n, models = linear.shape
    has_abstract, beyond = np.zeros(n, np.bool_), np.zeros(n, np.bool_)
    counts = np.zeros((len(facets[0]) - 1, 2), np.int32)
    touched = np.empty(len(counts) + 1, np.int32)
    edges, found, some = np.empty((3, len(folded)), np.int32)
    whole = np.zeros((2, models))
    for row in range(n):
        used = 0
        for part in range(2):
            size, high = _fold(texts, places[row, 2 * part], places[row, 2 * part + 1], folded, edges)
            words = size // 2
            _hash(folded, eights, edges, words, found, some)
            used = _count(found, words, columns, bits, counts, part, touched, used)
            beyond[row] |= high > 127
            has_abstract[row] = words > 0
        _linear(touched[:used], counts, dense, sparse, whole, linear[row])
        _facets(touched[:used], counts, facets, sums[row])
        for place in range(used):
            counts[touched[place], 0] = counts[touched[place], 1] = 0
    return has_abstract, beyond


@native
def _fold(texts: Bytes, at: int, end: int, folded: Bytes, edges: Small) -> tuple[int, int]:
    """Lay a text out in lower case, zeros between the words; in loops without a branch, which the processor could only guess.

    Returns:
        how many beginnings and ends of words are in ``edges``, and all bytes or-ed.
    """
    size, escapes = end - at, 0
    high: Any = np.uint8(0)
    for place in range(size):
        byte = texts[np.uint64(at + place)]
        letter = _FOLD[byte]
        folded[np.uint64(place)] = letter
        high |= letter
        escapes += byte == _BACKSLASH
    folded[size : size + 16] = 0
    if escapes:
        _part_escapes(texts, at, end, folded)
    found: Any = 0
    inside = np.int64(0)
    for place in range(size):
        edges[np.uint64(found)] = place
        now = np.int64(folded[np.uint64(place)] > 0)
        found += inside ^ now
        inside = now
    edges[found] = size
    return found + inside, high


@native
def _part_escapes(texts: Bytes, at: int, end: int, folded: Bytes) -> None:
    start = at
    while at < end:
        if texts[at] == _BACKSLASH:
            folded[at + 1 - start] = 0
            at += 1
        at += 1


@native
def _hash(folded: Bytes, eights: NDArray[np.uint64], edges: Small, words: int, found: Small, some: Small) -> None:
    """Put the columns of all words into ``found``, and those of the pairs behind them.

    What only some words need is done for these alone, so that the processor need not guess which they are; ``some`` is room
    for a list of them.
    """
    listed = 0
    for word in range(words):
        some[listed] = word
        listed += (folded[edges[2 * word + 1] - 1] == _S) & (edges[2 * word + 1] - edges[2 * word] > 3)
    for word in some[:listed]:
        edges[2 * word + 1] = _singular(folded, edges[2 * word], edges[2 * word + 1])
    listed = 0
    for word in range(words):
        size = edges[2 * word + 1] - edges[2 * word]
        hashed = (eights[edges[2 * word]] & _MASKS[min(size, 8)]) * _MIX
        found[word] = np.int32(((hashed ^ (hashed >> _HALF)) * _MIX) >> _SHIFT)
        some[listed] = word
        listed += size > 8
    for word in some[:listed]:
        found[word] = _long(eights, edges[2 * word], edges[2 * word + 1])
    for word in range(words - 1):
        pair = (np.uint64(found[word]) << _BITS | np.uint64(found[word + 1])) * _MIX
        found[words + word] = np.int32(pair >> _SHIFT) | WIDTH


@native
def _long(eights: NDArray[np.uint64], start: int, end: int) -> int:
    """The column of a word of more than eight bytes."""
    hashed = eights[start] * _MIX
    for at in range(start + 8, end, 8):
        hashed = (hashed ^ (hashed >> _HALF) ^ (eights[at] & _MASKS[min(end - at, 8)])) * _MORE
    return int(((hashed ^ (hashed >> _HALF)) * _MIX) >> _SHIFT)


@native_inline
def _singular(folded: Bytes, start: int, end: int) -> int:
    """The end of a word in ``s`` without its plural's letters; ``ies`` becomes ``y`` in ``folded``."""
    before, third = folded[end - 2], folded[end - 3]
    if before in (_S, _U, _I):
        return end
    if before == _E and end - start > 4:
        if third == _I:
            folded[end - 3] = _Y
            return end - 2
        if third == _S and folded[end - 4] == _S:
            return end - 2
    return end - 1


@native
def _count(found: Small, words: int, columns: Small, bits: Bytes, counts: Small, part: int, touched: Small, used: int) -> int:
    """Count the columns that a model reads; returns how many are touched, with the ``used`` ones of before.

    They are looked up without a branch, so that many wait for memory at once; of the pairs most are sorted out by one bit each.
    """
    listed = words
    for place in range(words, 2 * words - 1):
        pair = found[place]
        found[listed] = pair
        listed += bits[pair >> 3] >> (pair & 7) & 1
    known = 0
    for place in range(listed):
        column = columns[found[place]]
        found[known] = column
        known += column >= 0
    for column in found[:known]:
        touched[used] = column
        used += (counts[column, 0] | counts[column, 1]) == 0
        counts[column, part] += 1
    return used


@native
def _linear(touched: Small, counts: Small, dense: Numbers, sparse: Table, whole: Array, out: Array) -> None:
    """Add up what the columns say, and make each model's cosine of it (see ``features.rows_of_hits``).

    ``whole`` (2, k) is room for the sums: of the products, and of the squares.
    """
    starts, who, numbers = sparse
    models = len(out)
    if models == 1 and len(starts) == 1:
        out[0] = _alone(touched, counts, dense)
        return
    whole[:] = 0
    for n in range(len(touched)):
        column = touched[n]
        if n + _AHEAD < len(touched) and touched[n + _AHEAD] < len(dense):
            ahead = touched[n + _AHEAD] * 2 * models
            for at in range(ahead, ahead + 2 * models, _LINE):
                prefetch(dense, at)
        count = _log(_twice(counts, column))
        if column >= len(dense):
            for at in range(starts[column - len(dense)], starts[column - len(dense) + 1]):
                idf = np.float64(numbers[at, 0])
                whole[0, who[at]] += count * (idf * numbers[at, 1])
                whole[1, who[at]] += count * count * (idf * idf)
        else:
            _add(whole[0], whole[1], count, dense[column, :models], dense[column, models:])
    for model in range(models):
        out[model] = _cosine(whole[0, model], whole[1, model])


@native
def _add(sums: Array, squares: Array, count: float, idf: Numbers, weights: Numbers) -> None:
    """A loop so plain that the processor adds several numbers at once."""
    for place in range(len(sums)):
        each = np.float64(idf[place])
        sums[place] += count * (each * weights[place])
        squares[place] += count * count * (each * each)


@native
def _alone(touched: Small, counts: Small, dense: Numbers) -> float:
    """The same for one model that reads every column, with the sums in the processor's registers."""
    total = square = 0.0
    for column in touched:
        count, idf = _log(_twice(counts, column)), np.float64(dense[column, 0])
        total += count * (idf * dense[column, 1])
        square += count * count * (idf * idf)
    return _cosine(total, square)


@native_inline
def _cosine(total: float, square: float) -> float:
    return total / np.sqrt(square) if square > 0 else total


@native
def _facets(touched: Small, counts: Small, facets: Table, out: Array) -> None:
    """Add up both facets of each model (see ``facets.Facets``)."""
    starts, who, numbers = facets
    for column in touched:
        hits = _twice(counts, column)
        hit = _HITS[hits] if hits < len(_HITS) else np.log1p(float(hits))
        for at in range(starts[column], starts[column + 1]):
            out[who[at]] += hit * numbers[at]


@native_inline
def _twice(counts: Small, column: int) -> int:
    return int(_TITLE * counts[column, 0] + counts[column, 1])


@native_inline
def _log(count: int) -> float:
    return float(_LOGS[count] if count < len(_LOGS) else 1 + np.log(float(count)))
