"""Records from files: arXiv's metadata snapshot as Cornell publishes it, and plain lines with ``id``, ``title`` and more.

A snapshot's line has ``authors_parsed``, ``categories`` in one string and ``versions`` with dates as in mails; its texts are
wrapped and hold TeX accents. A plain line has ``authors`` and ``categories`` as lists or strings, and a date: ``submitted``,
``published`` or ``created`` is when version 1 was submitted, ``first_crawled``, ``announced`` or ``date`` when it appeared.
"""

from __future__ import annotations

import itertools
import re
from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, cast

import orjson

from littrack.records import Paper, Problem, Version, parse_arxiv_id
from littrack.sources.files import Block, blocks
from littrack.sources.mailing import believable
from littrack.sources.text import MAX_AUTHORS, categories, clean, says_withdrawn, split_authors, untex

T = TypeVar("T")
SOURCE = "snapshot"
_NEW_ID = re.compile(r"\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}")
_MONTHS = {
    m: f"{n:02}" for n, m in enumerate(["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"], 1)
}
_CATEGORIES = b'"categories":'
_SUBMITTED = ("submitted", "published", "created")
_ANNOUNCED = ("announced", "first_crawled", "date")


# A paper to whoever only reads its fields; it takes a fifth of the time to make, which counts in millions of them.
_NAMES = " ".join(field.name for field in fields(Paper))
Unfrozen = cast("Callable[..., Paper]", namedtuple("Unfrozen", _NAMES))


class _BadRecordError(ValueError):
    """What is wrong with one record."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Some lines of a file with their numbers, and how many records were passed over among them."""

    path: str
    numbered: list[tuple[int, bytes]]
    passed: int = 0


def read(path: Path) -> Iterator[Paper | Problem]:
    """Every record of a file, in order; what cannot be read is a problem with its line.

    Raises:
        UsageError: there is no such file, or a package is missing that its format needs.
    """
    for block in blocks(path):
        if isinstance(block, Problem):
            yield block
        else:
            yield from filter(None, parse(block))


def parse(block: Block, only: frozenset[str] = frozenset()) -> Iterator[Paper | Problem | None]:
    """The records of a block's lines; None for one that is of none of the categories ``only`` (if there are any)."""
    lines = likely(block, only) if only else all_of(block)
    yield from itertools.repeat(None, lines.passed)
    yield from parse_lines(lines, only)


def all_of(block: Block) -> Lines:
    """All lines of a block."""
    return Lines(block.path, list(enumerate(block.lines, block.first)))


def likely(block: Block, only: frozenset[str]) -> Lines:
    """The lines that may be of one of the categories ``only``; most of a snapshot is about something else."""
    passed = 0
    found = []
    for number, line in enumerate(block.lines, block.first):
        if _is_other(line, only):
            passed += 1
        else:
            found.append((number, line))
    return Lines(block.path, found, passed)


def parse_lines(
    lines: Lines, only: frozenset[str] = frozenset(), make: Callable[..., Paper] = Paper
) -> Iterator[Paper | Problem | None]:
    """The records of lines; None for one that is of none of the categories ``only`` (if there are any).

    ``make`` makes them of a paper's fields (:data:`Unfrozen`, where only these are read).
    """
    for number, line in lines.numbered:
        if not line.strip():
            continue
        try:
            record = orjson.loads(line.rstrip(b"\n"))
            if only and isinstance(record, dict) and only.isdisjoint(_categories(record.get("categories"))):
                yield None
            else:
                yield make(*_fields(record))
        except (ValueError, OverflowError) as error:
            yield Problem(told(error), lines.path, number)


def _is_other(line: bytes, only: frozenset[str]) -> bool:
    """Whether a record is surely of none of the categories ``only``, by a look that takes a tenth of the time to parse it.

    Only parsing can tell of a line that is cut, of categories in a list or with escapes, or the word in other places.
    """
    at = line.find(_CATEGORIES)
    if at < 0 or line.find(_CATEGORIES, at + 1) >= 0 or not (line.endswith(b"}\n") or line.rstrip().endswith(b"}")):
        return False
    start = line.find(b'"', at + len(_CATEGORIES)) + 1
    end = line.find(b'"', start, start + 400)
    return start > 0 and end > 0 and _are_other(line[at + len(_CATEGORIES) : end], only)


@lru_cache(maxsize=16384)
def _are_other(told: bytes, only: frozenset[str]) -> bool:
    """Whether what stands between a key's colon and the end of its string names other categories than ``only``."""
    before, _, names = told.partition(b'"')
    if before.strip() or not names.isascii() or b"\\" in names:
        return False
    return only.isdisjoint(_split_categories(names.decode()))


def told(error: Exception) -> str:
    """What is wrong with a line, for a person."""
    if isinstance(error, _BadRecordError):
        return str(error)
    return f"not a JSON record ({error if isinstance(error, (ValueError, OverflowError)) else 'it has no id'})"


def to_paper(record: Any) -> Paper:
    """The paper of one parsed line.

    Raises:
        ValueError: it is no object, or its id, title or a date makes no sense; the message says which.
    """
    return Paper(*_fields(record))


def _fields(record: Any) -> tuple[Any, ...]:
    """A paper's fields, in their order."""
    if not isinstance(record, dict):
        raise _BadRecordError("not a JSON record (an object with an id and a title)")
    base, version = id_of(record)
    versions = _versions(record.get("versions"))
    submitted = versions[0].submitted if versions else _first(record, _SUBMITTED, _moment)
    updated = versions[-1].submitted if versions else _first(record, ("updated",), _moment)
    comment = _line(record.get("comments")) or _line(record.get("comment"))
    return (
        base,
        title_of(record),
        versions[-1].number if versions else version or 1,
        abstract_of(record),
        _authors(record),
        _categories(record.get("categories")),
        submitted,
        updated or submitted,
        _first(record, _ANNOUNCED, _day),
        comment,
        _line(record.get("journal-ref")) or _line(record.get("journal_ref")),
        _line(record.get("doi")),
        says_withdrawn(comment),
        versions,
        SOURCE,
    )


def title_of(record: dict[str, Any]) -> str:
    """The title on one line.

    Raises:
        ValueError: there is none.
    """
    title = record.get("title")
    if not isinstance(title, str) or not (title := untex(clean(title))):
        raise _BadRecordError("the record has no title")
    return title


def abstract_of(record: dict[str, Any]) -> str | None:
    """The abstract on one line, or None."""
    return _line(record.get("abstract", record.get("summary")))


def id_of(record: dict[str, Any]) -> tuple[str, int | None]:
    """The base id and, where it says one, the version.

    Raises:
        ValueError: it is no arXiv id.
    """
    text = record.get("id", record.get("arxiv_id"))
    if isinstance(text, str):
        if _NEW_ID.fullmatch(text):
            return text, None
        if found := parse_arxiv_id(text.rpartition("/abs/")[2]):
            return found
    raise _BadRecordError(f"{str(text)[:60]!r} is no arXiv id")


def _line(value: Any) -> str | None:
    return (untex(clean(value)) or None) if isinstance(value, str) else None


def _authors(record: dict[str, Any]) -> tuple[str, ...]:
    parsed = record.get("authors_parsed")
    if isinstance(parsed, list) and parsed:
        try:  # as nearly all of them are written
            return _tidy([" ".join((given, family, suffix)).strip() for family, given, suffix in parsed[:MAX_AUTHORS]])
        except (TypeError, ValueError):
            return _tidy(map(_name, parsed[:MAX_AUTHORS]))
    listed = record.get("authors")
    if isinstance(listed, str):
        return split_authors(listed)
    if not isinstance(listed, list):
        return ()
    named = (a.get("name") if isinstance(a, dict) else a for a in listed[:MAX_AUTHORS])
    return _tidy(untex(a) for a in named if isinstance(a, str))


def _name(entry: Any) -> str:
    """Given name, family name and suffix of ``[family, given, suffix, affiliation…]``."""
    try:
        names = (entry[1], entry[0], entry[2]) if len(entry) > 2 else entry[::-1]
        return " ".join(names).strip()
    except (TypeError, KeyError):
        return ""


def _tidy(names: Iterable[str]) -> tuple[str, ...]:
    found = [name for name in names if name]
    text = "".join(found)
    if "  " in text or not text.isprintable():  # looked at together, because most are clean
        found = [name for name in map(clean, found) if name]
    return tuple(found)


def _categories(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return _split_categories(value)
    return categories([n for n in value if isinstance(n, str)]) if isinstance(value, list) else ()


@lru_cache(maxsize=16384)
def _split_categories(text: str) -> tuple[str, ...]:
    return categories(text.replace(",", " ").split())


def _versions(value: Any) -> tuple[Version, ...]:
    if not isinstance(value, list):
        return ()
    found = [_version(entry) for entry in value]
    return tuple(found) if len(found) < 2 else tuple(sorted({v.number: v for v in found}.values(), key=lambda v: v.number))


def _version(entry: Any) -> Version:
    name, created = (entry.get("version"), entry.get("created")) if isinstance(entry, dict) else (entry, None)
    return Version(_number(name if isinstance(name, str) else str(name)), _moment(created) if created else None)


@lru_cache(maxsize=256)
def _number(name: str) -> int:
    number = name.removeprefix("v")
    if not number.isdecimal() or not 0 < len(number) < 5 or number == "0":
        raise _BadRecordError(f"{name[:20]!r} is no version")
    return int(number)


def _first(record: dict[str, Any], keys: tuple[str, ...], read: Callable[[Any], T]) -> T | None:
    for key in keys:
        if value := record.get(key):
            return read(value)
    return None


def _day(text: Any) -> date:
    return _moment(text).date()


def _moment(text: Any) -> datetime:
    """``Thu, 22 Dec 2022 17:01:56 GMT``, or what ISO 8601 allows; without a zone it is UTC."""
    try:
        if text[3:5] == ", ":
            _, day, month, year, clock, _ = text.split(" ")
            return believable(datetime.fromisoformat(f"{year}-{_MONTHS[month]}-{day:0>2}T{clock}Z"))
        return believable(datetime.fromisoformat(text))
    except (ValueError, KeyError, TypeError, OverflowError):
        raise _BadRecordError(f"{str(text)[:40]!r} is no date of arXiv's; write it as 2024-01-31") from None
