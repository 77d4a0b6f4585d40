"""What accepted papers would change in the list: shown on the page before anything is written."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from pathlib import Path

from littrack.config import Workspace
from littrack.errors import LittrackError
from littrack.lists.addition import Addition
from littrack.pipeline import apply
from littrack.records import Candidate, Paper, Problem, Taxonomy
from littrack.store import Store
from littrack.triage.views import Change, Entry, Row


def entries(
    workspace: Workspace, store: Store, taxonomy: Taxonomy, paper: Paper, candidate: Candidate, now: datetime
) -> tuple[Entry, ...]:
    """The lines that the paper would add to the list, under the section that it was accepted into or is suggested for."""
    sections = candidate.sections or ((candidate.section,) if candidate.section else ())
    try:
        applied = _applied(workspace, tuple(apply.named(store, [paper.id], sections)), taxonomy, now, log=False)
    except LittrackError as error:
        return (Entry("It cannot be shown", str(error)),)
    if not applied.edit.added:
        return (Entry("It would not be added", "; ".join(why for _, why in applied.edit.skipped)),)
    added = [
        line[1:]
        for line in apply.diff(applied).decode("utf-8", "replace").splitlines()
        if line[:1] == "+" and line[:3] != "+++"
    ]
    where = ", ".join(f"line {line}" for _, line in applied.edit.added)
    return (Entry(f"{applied.name}, {where}", "\n".join(added).strip()),)


def change(workspace: Workspace, store: Store, taxonomy: Taxonomy, rows: list[Row], now: datetime) -> Change:
    """All accepted papers as one pending change of the list; a list that cannot be read is told."""
    if not rows:
        return Change(())
    try:
        applied = _applied(workspace, tuple(apply.accepted(store)), taxonomy, now, log=True)
    except LittrackError as error:
        return Change(rows, problems=(Problem(str(error)),))
    left = [Problem(f"{addition.title}: {why}", applied.name) for addition, why in applied.edit.skipped]
    notes = [Problem(note, applied.name) for note in applied.edit.notes]
    return Change(rows, apply.diff(applied).decode("utf-8", "replace"), [*left, *notes])


def _applied(
    workspace: Workspace, additions: tuple[Addition, ...], taxonomy: Taxonomy, now: datetime, *, log: bool
) -> apply.Applied:
    path = apply.the_list(workspace, None)
    try:
        state = path.stat()
        stamp = (state.st_mtime_ns, state.st_size)
    except OSError:
        stamp = (0, 0)
    return _edited(path, stamp, additions, taxonomy, now.replace(hour=0, minute=0, second=0, microsecond=0), log)


@lru_cache(maxsize=64)
def _edited(
    path: Path, stamp: tuple[int, int], additions: tuple[Addition, ...], taxonomy: Taxonomy, today: datetime, log: bool
) -> apply.Applied:
    """Kept, since reading a long list takes a second; another ``stamp`` is another state of the file."""
    return apply.apply(path, additions, taxonomy, today, log=log)
