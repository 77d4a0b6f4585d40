"""The files of a workspace that a person reviews: ``taxonomy.toml`` and ``references.jsonl``.

``references.jsonl`` has one reference a line, with every field of :class:`littrack.records.Reference` that is not empty.
``taxonomy.toml`` has one ``[[section]]`` a heading, in document order, with slug, heading, number, parent and aliases.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable
from dataclasses import fields
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson
import tomlkit
from pydantic import TypeAdapter, ValidationError
from tomlkit.items import Table

from littrack.errors import ListError
from littrack.records import Reference, Section, Taxonomy

_REFERENCE = TypeAdapter(Reference)
_SECTIONS = TypeAdapter(tuple[Section, ...])


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file so that a reader or a killed process sees the old bytes or the new ones, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    temporary.write_bytes(data)
    temporary.replace(path)


def reference_from_json(data: dict[str, Any]) -> Reference:
    """A reference from its JSON object.

    Raises:
        ValidationError: a field is unknown or of the wrong type.
    """
    return _REFERENCE.validate_python(data)


def reference_to_json(reference: Reference) -> dict[str, Any]:
    """A reference as a JSON object without its empty fields."""
    data: dict[str, Any] = _REFERENCE.dump_python(reference, mode="json")
    return {f.name: data[f.name] for f in fields(reference) if data[f.name] not in (None, "", [], 0)}


def read_references(path: Path) -> list[Reference]:
    """The references of a ``references.jsonl``.

    Raises:
        ListError: the file is missing, or a line is not a reference.
    """
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise ListError(f"{path} cannot be read ({error.strerror})", "run `littrack import LIST` to make it") from error
    found = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                found.append(_REFERENCE.validate_json(line))
            except ValidationError as error:
                what = error.errors(include_url=False)[0]
                where = ".".join(map(str, what["loc"]))
                raise ListError(f"{path}:{number}: {where} {what['msg']}", "mend the line, or import the list again") from error
    return found


def write_references(path: Path, references: Iterable[Reference]) -> None:
    """Write a ``references.jsonl``, one line a reference, in the order given."""
    lines = [orjson.dumps(reference_to_json(r)) for r in references]
    write_atomically(path, b"\n".join(lines) + b"\n" if lines else b"")


def read_taxonomy(path: Path) -> Taxonomy:
    """The taxonomy of a ``taxonomy.toml``.

    Raises:
        ListError: the file is missing, not TOML, or a section is wrong (unknown parent, slug given twice).
    """
    try:
        return _taxonomy(path, path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ListError(f"{path} cannot be read ({error.strerror})", "run `littrack import LIST` to make it") from error
    except UnicodeDecodeError as error:
        raise ListError(f"{path}: not valid TOML: {error}", "save it as UTF-8") from error


@lru_cache(maxsize=8)
def _taxonomy(path: Path, text: str) -> Taxonomy:
    """Kept, since the page asks for it with every request."""
    try:
        data = tomllib.loads(text)
        sections = _SECTIONS.validate_python(data.get("section", []))
    except tomllib.TOMLDecodeError as error:
        raise ListError(f"{path}: not valid TOML: {error}", "mend it; docs/workspace.md has an example") from error
    except ValidationError as error:
        what = error.errors(include_url=False)[0]
        raise ListError(f"{path}: section {what['loc']}: {what['msg']}", "docs/workspace.md has an example") from error
    _check(sections, path)
    return Taxonomy(str(data.get("survey", "")), sections)


def _check(sections: tuple[Section, ...], path: Path) -> None:
    seen: set[str] = set()
    for section in sections:
        if section.slug in seen:
            raise ListError(f"{path}: the slug {section.slug!r} is given twice", "rename one of them")
        if section.parent is not None and section.parent not in seen:
            raise ListError(f"{path}: {section.slug!r} has the unknown parent {section.parent!r}", "name a section above it")
        seen.add(section.slug)


def section_table(section: Section) -> Table:
    """A section as a table of ``taxonomy.toml``, without its empty keys."""
    table = tomlkit.table()
    table.add("slug", section.slug)
    table.add("heading", section.heading)
    for key, value in (("number", section.number), ("parent", section.parent), ("aliases", list(section.aliases))):
        if value:
            table.add(key, value)
    return table


def write_taxonomy(path: Path, taxonomy: Taxonomy) -> None:
    """Write a new ``taxonomy.toml``."""
    document = tomlkit.document()
    document.add(
        tomlkit.comment("The survey's sections. Edit headings, aliases and parents freely; a re-import keeps your edits.")
    )
    document.add("survey", tomlkit.item(taxonomy.survey))
    tables = tomlkit.aot()
    for section in taxonomy.sections:
        tables.append(section_table(section))
    document.add("section", tables)
    write_atomically(path, tomlkit.dumps(document).encode())
