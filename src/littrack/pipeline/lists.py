"""The verbs of lists: import and init."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from littrack.errors import ListError
from littrack.lists import ListReading, read
from littrack.records import Reference

LARGEST = 200_000_000  # bytes of one list; more is no list


def read_list(path: Path) -> ListReading:
    """Read one list from a file.

    Raises:
        ListError: the file cannot be opened, or is far too large.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise ListError(f"{path} is larger than {LARGEST // 1_000_000} MB", "give the list itself")
        data = path.read_bytes()
    except OSError as error:
        raise ListError(f"{path} cannot be read ({error.strerror})", "check the path") from error
    return read(data, str(path))


def as_line(reference: Reference, reading: ListReading) -> dict[str, Any]:
    """A reference as one line of ``import --json``; ``sections`` are headings, without numbers, as a person reads them."""
    return {
        "title": reference.title,
        "authors": list(reference.authors),
        "year": reference.year,
        "venue": reference.venue,
        "arxiv_id": reference.arxiv_id,
        "doi": reference.doi,
        "url": reference.url,
        "code_url": reference.code_url,
        "sections": reading.headings(reference),
        "context": list(reference.context),
        "line": reference.line,
    }
