"""The verbs of lists: reading them, importing them into the workspace, proposing a workspace from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from littrack.config import Workspace
from littrack.errors import ListError
from littrack.lists import ListReading, read
from littrack.lists.entry import Entry
from littrack.lists.health import Finding, examine
from littrack.lists.identity import merge
from littrack.lists.reading import references_of
from littrack.lists.taxonomy import Mapped, unify
from littrack.lists.taxonomy_file import extended
from littrack.lists.text import decode
from littrack.pipeline.follow import Followed, follow
from littrack.records import Problem, Reference, Taxonomy
from littrack.store import Store
from littrack.workspace import read_references, read_taxonomy, write_atomically, write_references

LARGEST = 200_000_000  # bytes of one list; more is no list


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did. ``guessed`` tells which headings were taken for another name of a section.

    ``followed`` are the candidates that the lists told something of.
    """

    readings: tuple[ListReading, ...]
    references: tuple[Reference, ...]
    new: int
    gone: int
    sections_added: tuple[str, ...]
    guessed: tuple[str, ...]
    problems: tuple[Problem, ...]
    followed: Followed = field(default_factory=Followed)


def read_list(path: Path) -> ListReading:
    """Read one list from a file.

    Raises:
        ListError: the file cannot be opened, or is far too large.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise ListError(f"{path} is larger than {LARGEST // 1_000_000} MB", "give the list itself")
        return read(path.read_bytes(), str(path), lambda name: _beside(path, name))
    except OSError as error:
        raise ListError(f"{path} cannot be read ({error.strerror})", "check the path") from error


def _beside(path: Path, name: str) -> str | None:
    """The text of a file in the list's own folder; None where there is none, or where the name leads elsewhere."""
    file = path.parent / name
    if Path(name).name != name or not file.is_file() or file.stat().st_size > LARGEST:
        return None
    return decode(file.read_bytes())[0]


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


def import_lists(workspace: Workspace, store: Store, readings: Sequence[ListReading], now: datetime) -> ImportReport:
    """Make the workspace's references and taxonomy follow these lists.

    References of the lists named are replaced by what the lists say now; those of other lists stay. The taxonomy only grows:
    what a person wrote in ``taxonomy.toml`` decides which heading is which section, and is kept to the byte.

    Raises:
        ListError: nothing could be read of a list, so that its references would be lost; or a file of the workspace is wrong.
    """
    for reading in readings:
        if not reading.references:
            why = str(reading.problems[0]) if reading.problems else f"{reading.name}: no entry was found"
            raise ListError(why, "nothing was changed; `littrack import --json LIST` shows what is read")
    before = read_references(workspace.references_file) if workspace.references_file.exists() else []
    known = (
        read_taxonomy(workspace.taxonomy_file) if workspace.taxonomy_file.exists() else Taxonomy(workspace.settings.survey.slug)
    )
    names = {_short(r.name) for r in readings}
    kept = [r for r in before if r.list not in names]
    taxonomy, entries, guessed = _mapped(known, kept, readings)
    works, problems = merge([*map(_entry, kept), *entries])
    references = _dated(references_of(works, {(s.slug,): s.slug for s in taxonomy.sections}), before, names, now)
    _save(workspace, store, known, taxonomy, references)
    old, new = {r.key for r in before}, {r.key for r in references}
    added = tuple(s.heading for s in taxonomy.sections if known.get(s.slug) is None)
    counts = (len(new - old), len(old - new))
    return ImportReport(tuple(readings), tuple(references), *counts, added, guessed, tuple(problems), follow(store, now))


def _mapped(
    known: Taxonomy, kept: Iterable[Reference], readings: Iterable[ListReading]
) -> tuple[Taxonomy, list[Entry], tuple[str, ...]]:
    """The taxonomy with the lists' sections, and their entries with its slugs as paths."""
    taxonomy, guessed = known, list[str]()
    filled = _members(kept)
    entries: list[Entry] = []
    for reading in readings:
        mapped = unify(taxonomy, reading.taxonomy, _members(reading.references), filled)
        entries += _placed(reading, mapped)
        taxonomy = mapped.taxonomy
        guessed += mapped.guessed
        for slug, keys in _members(reading.references).items():
            home = mapped.slugs[slug]
            filled[home] = filled.get(home, frozenset()) | keys
    return taxonomy, entries, tuple(guessed)


def _placed(reading: ListReading, mapped: Mapped) -> list[Entry]:
    def homes(entry: Entry) -> tuple[tuple[str, ...], ...]:
        return tuple(dict.fromkeys((mapped.slugs[reading.slugs[p]],) for p in entry.paths if p in reading.slugs))

    return [e._replace(paths=homes(e), list=_short(reading.name)) for e in reading.entries]


def _short(name: str) -> str:
    """A list's name in the workspace: its path where that is inside, else the file's name, never a path of this machine."""
    path = Path(name)
    return path.name if path.is_absolute() or ".." in path.parts else path.as_posix()


def _members(references: Iterable[Reference]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for reference in references:
        for slug in reference.sections:
            found.setdefault(slug, set()).add(reference.key)
    return {slug: frozenset(keys) for slug, keys in found.items()}


def _entry(reference: Reference) -> Entry:
    same = (
        "title",
        "authors",
        "year",
        "venue",
        "arxiv_id",
        "doi",
        "url",
        "code_url",
        "links",
        "context",
        "kind",
        "line",
        "added",
        "list",
        "categories",
    )
    return Entry(**{name: getattr(reference, name) for name in same}, paths=tuple((slug,) for slug in reference.sections))


def _dated(references: Iterable[Reference], before: Sequence[Reference], names: set[str], now: datetime) -> list[Reference]:
    """New references of a list that was read before were added since then; what enrichment found stays with its reference."""
    known: Mapping[str, Reference] = {r.key: r for r in before}
    read_before = {r.list for r in before} & names
    dated = []
    for reference in references:
        old = known.get(reference.key)
        if old:
            same = {n: getattr(old, n) or getattr(reference, n) for n in ("abstract", "categories", "submitted")}
            dated.append(replace(reference, added=reference.added or old.added, **same))
        else:
            dated.append(replace(reference, added=reference.added or (now.date() if reference.list in read_before else None)))
    return dated


def _save(workspace: Workspace, store: Store, known: Taxonomy, taxonomy: Taxonomy, references: list[Reference]) -> None:
    path = workspace.taxonomy_file
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    changed = extended(text, known, replace(taxonomy, survey=workspace.settings.survey.slug))
    if changed != text:
        write_atomically(path, changed.encode())
    write_references(workspace.references_file, references)
    store.references.replace_all(references)


def reread(workspace: Workspace, store: Store, now: datetime) -> ImportReport | None:
    """Import the workspace's own lists again, so that what a person edited there is known; None where it names none.

    Raises:
        ListError: one of them cannot be read; nothing was changed.
    """
    paths = [workspace.root / name for name in workspace.settings.survey.lists]
    readings = [replace(read_list(path), name=name) for path, name in zip(paths, workspace.settings.survey.lists, strict=True)]
    return import_lists(workspace, store, readings, now) if readings else None


def check_lists(workspace: Workspace, store: Store, paths: Sequence[Path] = ()) -> list[tuple[str, Finding]]:
    """What is wrong with the workspace's own lists, or with these: the list's name, and what was found with an edit for it.

    Raises:
        ListError: a list cannot be read.
    """
    kept = {p.id: p for p in store.enrichment.all().values() if p}
    found = []
    for path in paths or [workspace.root / name for name in workspace.settings.survey.lists]:
        reading = read_list(path)
        papers = kept | store.papers.many([e.arxiv_id for e in reading.entries if e.arxiv_id])
        found += [(path.name, finding) for finding in examine(reading, papers)]
    return found


def check_alone(paths: Sequence[Path]) -> list[tuple[str, Finding]]:
    """The same where no workspace knows arXiv's records: what the lists themselves show.

    Raises:
        ListError: a list cannot be read.
    """
    return [(path.name, finding) for path in paths for finding in examine(read_list(path))]
