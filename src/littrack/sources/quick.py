"""The ids, titles and abstracts of a snapshot's lines, at the speed of the file: what ``score`` reads of three million records.

A line of the common kind is read by machine code, without a Python object: a JSON object whose title and abstract have no TeX
accents and nothing else to put right. The code is sure of every byte of such a line, of what it passes over too. Every other
line, from one with an accent to one that breaks off, is read as ``fetch --from-file`` reads it
(:mod:`littrack.sources.snapshot`). So both give the words that ``to_paper`` gives, and tell a broken line in the same words.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import orjson
from numpy.typing import NDArray

from littrack.native import native
from littrack.records import Problem
from littrack.sources.files import Block
from littrack.sources.snapshot import abstract_of, id_of, title_of, told

ID_BYTES = 32
_FEWEST_BYTES = 24  # A record has at least an id and a title: a block has no more records than its bytes hold of these.
_LONGEST = 15_000  # No model reads more than 20,000 characters, of a text that is put right.
_DEEPEST = 60
_QUOTE, _BACKSLASH, _SLASH, _END, _BLANK, _DOT, _ZERO, _NINE = (ord(c) for c in '"\\/\n .09')
_OPEN, _CLOSE, _OPEN_LIST, _CLOSE_LIST, _COMMA, _COLON, _MINUS = (ord(c) for c in "{}[],:-")
_ID, _TITLE, _ABSTRACT, _OTHER = 0, 1, 2, 3
_KEYS = np.frombuffer(b"id      title   abstract", np.uint8).reshape(3, 8)
_KEY_SIZES = np.array([2, 5, 8])
_CONSTANTS = tuple(np.frombuffer(word, np.uint8) for word in (b"null", b"true", b"false"))


def _marks(signs: bytes) -> NDArray[np.bool_]:
    return np.isin(np.arange(256), np.frombuffer(signs, np.uint8))


_ESCAPED, _ESCAPED_TEXT = _marks(b'"\\/bfnrt'), _marks(b'"\\/nrt')
_LETTERS = _marks(bytes(c for c in range(128) if chr(c).isalpha()))
# Where a string cannot simply be gone on with: its end, an escape, control characters, what is beyond ASCII.
_SPECIAL = _marks(bytes([*range(32), *b'"\\', *range(127, 256)]))
# Behind a backslash in TeX: the signs that are accents, and the letters' names of two letters.
_TEX_SIGNS = _marks(b"'`^\"~=.")
_TEX_NAMES = np.frombuffer(b"ssaeAEoeOEaaAA", np.uint8).reshape(7, 2)
# The same byte eight times, to look at eight bytes at once.
_ONES, _HIGHS = np.uint64(0x0101010101010101), np.uint64(0x8080808080808080)
_QUOTES, _BACKSLASHES, _BLANKS = (_ONES * np.uint64(c) for c in (_QUOTE, _BACKSLASH, _BLANK))

Bytes = NDArray[np.uint8]
Wide = NDArray[np.uint64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Columns:
    """The n records of a block that can be scored, and what is wrong with the rest.

    ``texts`` holds titles and abstracts as JSON writes strings, in UTF-8; ``places`` (n, 4) where in it each title begins and
    ends, and each abstract. ``ids`` (n,) are bytes, ``lines`` (n, 3) say where each line begins and ends in the block, and its
    number in the file.
    """

    texts: Bytes
    places: Ints
    ids: NDArray[np.bytes_]
    lines: Ints
    problems: tuple[Problem, ...]


def read(block: Block) -> Columns:
    """Read a block's lines. Rows come in no particular order, but always in the same."""
    data = block.data if block.data.endswith(b"\n") else block.data + b"\n"
    raw = np.frombuffer(data, np.uint8)
    most = len(raw) // _FEWEST_BYTES + 1
    ids, places, lines = np.empty((most, ID_BYTES), np.uint8), np.empty((most, 4), np.int64), np.empty((most, 3), np.int64)
    left = np.empty((_ends(raw), 3), np.int64)
    done, unsure = _read(raw, raw[: len(raw) // 8 * 8].view(np.uint64), ids, places, lines, left)
    careful = _Careful(block.path, len(raw))
    for start, end, number in left[:unsure].tolist():
        careful.add(data[start:end], (start, end, number))
    found = np.concatenate([lines[:done], np.array(careful.lines, np.int64).reshape(-1, 3)])
    found[:, 2] += block.first
    return Columns(
        np.concatenate([raw, np.frombuffer(b"".join(careful.texts), np.uint8)]) if careful.texts else raw,
        np.concatenate([places[:done], np.array(careful.places, np.int64).reshape(-1, 4)]),
        np.concatenate([ids[:done].view(f"S{ID_BYTES}").ravel(), np.array(careful.ids, f"S{ID_BYTES}")]),
        found,
        tuple(Problem(what, where, n + block.first) for what, where, n in careful.problems),
    )


class _Careful:
    """The lines that need more than the quick reader knows; their texts are put behind the ``used`` bytes of the block."""

    def __init__(self, path: str, used: int) -> None:
        self._path = path
        self._used = used
        self.texts: list[bytes] = []
        self.places: list[tuple[int, int, int, int]] = []
        self.ids: list[str] = []
        self.lines: list[tuple[int, int, int]] = []
        self.problems: list[tuple[str, str, int]] = []

    def add(self, data: bytes, line: tuple[int, int, int]) -> None:
        try:
            record = orjson.loads(data)
            name, title, abstract = id_of(record)[0], title_of(record), abstract_of(record) or ""
        except (ValueError, AttributeError) as error:
            if data.strip():
                self.problems.append((told(error), self._path, line[2]))
            return
        texts = orjson.dumps(title), orjson.dumps(abstract)
        middle = self._used + len(texts[0])
        end = middle + len(texts[1])
        self.places.append((self._used + 1, middle - 1, middle + 1, end - 1))  # without their quotes
        self.texts += texts
        self._used = end
        self.ids.append(name)
        self.lines.append(line)


@native
def _ends(data: Bytes) -> int:
    found = 0
    for byte in data:
        found += byte == _END
    return found


@native
def _read(data: Bytes, wide: Wide, ids: Bytes, places: Ints, lines: Ints, left: Ints) -> tuple[int, int]:
    """Fill the rows of the lines that are plain, and note the others; ``data`` ends with the end of a line."""
    done = unsure = number = at = 0
    while at < len(data):
        stop = _record(data, wide, at, ids[done], places[done])
        end = max(stop, at)
        while data[end] != _END:
            end += 1
        noted, row = (lines, done) if stop >= 0 else (left, unsure)
        noted[row, 0], noted[row, 1], noted[row, 2] = at, end, number
        done, unsure = (done + 1, unsure) if stop >= 0 else (done, unsure + 1)
        at = end + 1
        number += 1
    return done, unsure


@native
def _record(data: Bytes, wide: Wide, at: int, name: Bytes, place: Ints) -> int:
    """Read the record of one line; returns where its line ends, or -1 where the careful reader has to look."""
    seen = 0
    at = _blanks(data, at)
    if data[at] != _OPEN:
        return -1
    while True:
        key = _blanks(data, at + 1)
        at = _key(data, wide, key)
        field = _field(data, key + 1) if at >= 0 else -1
        if field < 0 or (field != _OTHER and (data[at] != _QUOTE or seen & 1 << field)):
            return -1
        seen |= 1 << field
        if field == _OTHER:
            at = _value(data, wide, at)
        elif field == _ID:
            at = _identifier(data, at + 1, name)
        else:
            first = 2 * (field - _TITLE)
            place[first] = at + 1
            at = _text(data, wide, at + 1)
            place[first + 1] = at - 1
        if at < 0:
            return -1
        at = _blanks(data, at)
        if data[at] != _COMMA:
            break
    if data[at] != _CLOSE or seen & 7 != 7:
        return -1
    at = _blanks(data, at + 1)
    title = data[_blanks(data, place[0])]  # There is one, if it does not begin with something that may be nothing.
    return at if data[at] == _END and title != _QUOTE and title != _BACKSLASH and title < 128 else -1


@native
def _blanks(data: Bytes, at: int) -> int:
    while data[at] == _BLANK or data[at] == 9 or data[at] == 13:
        at += 1
    return at


@native
def _key(data: Bytes, wide: Wide, at: int) -> int:
    """Pass a key and its colon; returns where the value begins, or -1."""
    if data[at] != _QUOTE:
        return -1
    at = _string(data, wide, at + 1)
    if at < 0:
        return -1
    at = _blanks(data, at)
    return _blanks(data, at + 1) if data[at] == _COLON else -1


@native
def _field(data: Bytes, at: int) -> int:
    """Which of the fields has its name here; -1 for a name with an escape in it, which may be any."""
    for field in range(3):
        size = _KEY_SIZES[field]
        same = 0
        while same < size and data[at + same] == _KEYS[field, same]:
            same += 1
        if same == size and data[at + same] == _QUOTE:
            return field
    while data[at] != _QUOTE:
        if data[at] == _BACKSLASH:
            return -1
        at += 1
    return _OTHER


@native
def _usual(data: Bytes, wide: Wide, at: int) -> int:
    """The next place, from ``at`` on, that is special in a string."""
    while True:
        if at & 7 == 0:
            while at >> 3 < len(wide) and not _is_special(wide[at >> 3]):
                at += 8
        if _SPECIAL[data[at]]:
            return at
        at += 1


@native
def _is_special(eight: int) -> bool:
    """Whether one of eight bytes may be special, and surely not where none is (Warren, "Hacker's Delight", 6-1)."""
    quotes, backslashes = eight ^ _QUOTES, eight ^ _BACKSLASHES
    found = (eight - _BLANKS) | (quotes - _ONES) & ~quotes | (backslashes - _ONES) & ~backslashes | eight | (eight + _ONES)
    return bool(found & _HIGHS != 0)


@native
def _string(data: Bytes, wide: Wide, at: int) -> int:
    """Pass a string from behind its opening quote; returns where it is over, or -1 where it is not surely right."""
    while True:
        at = _usual(data, wide, at)
        byte = data[at]
        if byte == _QUOTE:
            return at + 1
        if byte == _BACKSLASH:
            coded = data[at + 1] == 117  # u
            if not (_is_code(data, at + 2) if coded else _ESCAPED[data[at + 1]]):
                return -1
            at += 6 if coded else 2
        else:
            size = _size(data, at) if byte != 127 else 1
            if size == 0:
                return -1
            at += size


@native
def _text(data: Bytes, wide: Wide, at: int) -> int:
    """Pass a string of which ``clean`` and ``untex`` of ``sources.text`` would change the white space at most."""
    most = at + _LONGEST
    while True:
        at = _usual(data, wide, at)
        byte = data[at]
        if byte == _QUOTE:
            return at + 1 if at < most else -1
        if byte == _BACKSLASH:
            if not _ESCAPED_TEXT[data[at + 1]]:
                return -1
            at += 2
            if data[at - 1] == _BACKSLASH and _is_accent(data, at):
                return -1
        else:
            size = _size(data, at)
            if size == 0 or _is_control(data, at):
                return -1
            at += size


@native
def _size(data: Bytes, at: int) -> int:
    """How many bytes the character beyond ASCII has that begins here; 0: it is none of UTF-8 (RFC 3629, section 4)."""
    first, second = data[at], data[at + 1]
    size = 2 if 0xC2 <= first <= 0xDF else 3 if 0xE0 <= first <= 0xEF else 4 if 0xF0 <= first <= 0xF4 else 0
    low = 0xA0 if first == 0xE0 else 0x90 if first == 0xF0 else 0x80
    high = 0x9F if first == 0xED else 0x8F if first == 0xF4 else 0xBF
    if size == 0 or not low <= second <= high:
        return 0
    for n in range(2, size):
        if not 0x80 <= data[at + n] <= 0xBF:
            return 0
    return size


@native
def _is_control(data: Bytes, at: int) -> bool:
    """Whether a control character or a number that is no character begins here, beyond ASCII."""
    following = data[at + 1]
    return bool((data[at] == 0xC2 and following < 0xA0) or (data[at] == 0xEF and following == 0xBF and data[at + 2] >= 0xBE))


@native
def _is_accent(data: Bytes, at: int) -> bool:
    """Whether what follows a backslash may be an accent or a letter's name, as ``sources.text.untex`` reads them."""
    size = 0
    while _LETTERS[data[at + size]]:
        size += 1
    if size == 2:
        for n in range(len(_TEX_NAMES)):
            if _TEX_NAMES[n, 0] == data[at] and _TEX_NAMES[n, 1] == data[at + 1]:
                return True
    return bool(size == 1 or _TEX_SIGNS[data[at]] or (data[at] == _BACKSLASH and data[at + 1] == _QUOTE))


@native
def _is_code(data: Bytes, at: int) -> bool:
    """Whether there are four hexadecimal digits that are no half of a pair."""
    if data[at] == 68 or data[at] == 100:  # D, d
        return False
    for place in range(at, at + 4):
        byte = data[place]
        if not (_is_digit(byte) or 65 <= byte <= 70 or 97 <= byte <= 102):
            return False
    return True


@native
def _is_digit(byte: int) -> bool:
    return _ZERO <= byte <= _NINE


@native
def _value(data: Bytes, wide: Wide, at: int) -> int:
    """Pass any value; returns where it is over, or -1 where it is not surely right."""
    depth, objects = 0, 0  # bit n of ``objects``: what is open, n levels further out, is an object
    while True:
        byte = data[at]
        if byte in (_OPEN, _OPEN_LIST) and depth < _DEEPEST:
            depth += 1
            objects = objects << 1 | int(byte == _OPEN)
            at = _blanks(data, at + 1)
            if data[at] != _closing(objects):
                at = _item(data, wide, at, objects)
                if at < 0:
                    return -1
                continue
        else:
            at = _string(data, wide, at + 1) if byte == _QUOTE else _plain(data, at)
        while at >= 0 and depth:
            at = _blanks(data, at)
            if data[at] != _closing(objects):
                break
            depth -= 1
            objects >>= 1
            at += 1
        if at < 0 or not depth:
            return at
        at = _item(data, wide, _blanks(data, at + 1), objects) if data[at] == _COMMA else -1
        if at < 0:
            return -1


@native
def _closing(objects: int) -> int:
    return _CLOSE if objects & 1 else _CLOSE_LIST


@native
def _item(data: Bytes, wide: Wide, at: int, objects: int) -> int:
    """Where the value of an object's or a list's next item begins, or -1."""
    return _key(data, wide, at) if objects & 1 else at


@native
def _plain(data: Bytes, at: int) -> int:
    """Pass null, true, false or a number of everyday size."""
    for word in _CONSTANTS:
        same = 0
        while same < len(word) and data[at + same] == word[same]:
            same += 1
        if same == len(word):
            return at + same
    if data[at] == _MINUS:
        at += 1
    start = at
    while _is_digit(data[at]):
        at += 1
    if at == start or (data[start] == _ZERO and at > start + 1):
        return -1
    if data[at] == _DOT:
        at += 1
        if not _is_digit(data[at]):
            return -1
        while _is_digit(data[at]):
            at += 1
    return at if at - start <= 15 and data[at] != 69 and data[at] != 101 else -1  # E, e


@native
def _identifier(data: Bytes, at: int, name: Bytes) -> int:
    """Copy the base id in the string that begins here; returns where that is over, or -1 for one that is not plain."""
    used, before = 0, 45
    while used < 20 and (97 <= data[at] <= 122 or (data[at] == 45 and before != 45)):  # a to z, -
        before = data[at]
        name[used] = before
        used, at = used + 1, at + 1
    old = used > 0
    if old:
        if data[at] == _DOT and _LETTERS[data[at + 1]] and _LETTERS[data[at + 2]]:
            at += 3
        if data[at] != _SLASH or before == 45:
            return -1
        name[used] = _SLASH
        used, at = used + 1, at + 1
    start, dot = at, 0
    while at - start < 10 and (_is_digit(data[at]) or (at - start == 4 and data[at] == _DOT and not old)):
        dot |= int(data[at] == _DOT)
        name[used] = data[at]
        used, at = used + 1, at + 1
    size = at - start
    month = 10 * (int(data[start + 2]) - _ZERO) + int(data[start + 3]) - _ZERO if size > 4 else 0
    if data[at] != _QUOTE or not 1 <= month <= 12 or not (size == 7 if old else dot and size >= 9):
        return -1
    name[used:] = 0
    return at + 1
