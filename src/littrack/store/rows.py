"""Papers as rows and back. Apart from the shelf, so that a process that only parses does not load the store."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from littrack.records import Paper, Version
from littrack.store.codec import day, dump, load, moment, to_day, to_moment

Row = tuple[Any, ...]
COLUMNS = (
    *("id", "version", "title", "abstract", "authors", "categories", "submitted", "updated", "announced"),
    *("comment", "journal_ref", "doi", "withdrawn", "source"),
)


def to_row(paper: Paper, announced: date | None = None) -> Row:
    """A paper as plain values: those of ``COLUMNS``, and its versions. Cheap to hand from one process to another.

    ``announced`` is its day of announcement where the paper itself tells none.
    """
    return (
        paper.id,
        paper.version,
        paper.title,
        paper.abstract,
        dump(paper.authors),
        dump(paper.categories),
        moment(paper.submitted),
        moment(paper.updated),
        day(paper.announced or announced),
        paper.comment,
        paper.journal_ref,
        paper.doi,
        int(paper.withdrawn),
        paper.source,
        tuple((v.number, moment(v.submitted), v.source_type) for v in paper.versions),
    )


def from_row(row: Row) -> Paper:
    """The inverse of :func:`to_row`."""
    versions = tuple(Version(number, to_moment(submitted), kind) for number, submitted, kind in row[-1])
    return paper_of(dict(zip(COLUMNS, row, strict=False)), versions)


def paper_of(row: Mapping[str, Any], versions: tuple[Version, ...] = ()) -> Paper:
    """The paper of a row of the database, by name of column."""
    return Paper(
        id=row["id"],
        title=row["title"],
        version=row["version"],
        abstract=row["abstract"],
        authors=tuple(load(row["authors"])),
        categories=tuple(load(row["categories"])),
        submitted=to_moment(row["submitted"]),
        updated=to_moment(row["updated"]),
        announced=to_day(row["announced"]),
        comment=row["comment"],
        journal_ref=row["journal_ref"],
        doi=row["doi"],
        withdrawn=bool(row["withdrawn"]),
        versions=versions,
        source=row["source"],
    )
