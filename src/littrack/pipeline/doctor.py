"""What is set up wrongly, and how to mend it. Every check names the cause and the remedy."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from littrack.config import Workspace, load_workspace
from littrack.errors import LittrackError
from littrack.pipeline import reach
from littrack.pipeline.calendar import entries as accounts
from littrack.pipeline.clock import skipped_or_twice
from littrack.pipeline.due import undone
from littrack.pipeline.lists import check_lists
from littrack.records import DayState
from littrack.store import Store
from littrack.workspace import read_references, read_taxonomy

FREE_BYTES = 200_000_000


class Health(StrEnum):
    """How a check came out; SKIPPED where it does not apply or was not asked for."""

    OK = "ok"
    WARNING = "warning"
    WRONG = "wrong"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: ``found`` is what is so, or the cause; ``remedy`` is what to do."""

    name: str
    health: Health
    found: str
    remedy: str = ""


def examine(root: Path, now: datetime, *, online: bool = True) -> Iterator[Check]:
    """Look at everything that can be wrong with a workspace, one check after another.

    Args:
        root: the workspace's folder.
        now: the moment, by this machine's clock.
        online: whether to ask arXiv and the mail server too.
    """
    try:
        workspace = load_workspace(root)
    except LittrackError as error:
        yield _wrong("settings", error)
        return
    yield Check("settings", Health.OK, f"{root / 'littrack.toml'} is sound")
    yield from _settings(workspace, now)
    yield _lists(workspace)
    try:
        with Store(workspace.database) as store:
            yield _database(workspace, store)
            yield from _entries(workspace, store)
            yield _ledger(store, now)
            yield from at_a_glance(workspace, store, now)
    except LittrackError as error:
        yield _disk(workspace)
        yield _wrong("database", error)
    yield from _outside(workspace, now) if online else ()


def at_a_glance(workspace: Workspace, store: Store, now: datetime) -> Iterator[Check]:
    """What can be seen at once, without asking anybody outside this machine."""
    yield _disk(workspace)
    yield _clock(store, now)
    yield _model(workspace, store)
    yield _jobs(workspace, store)
    yield _letters(store)
    yield _reached(workspace, now, "schedule", reach.schedule)


def _wrong(name: str, error: LittrackError) -> Check:
    return Check(name, Health.WRONG, error.what, error.remedy)


def _settings(workspace: Workspace, now: datetime) -> Iterator[Check]:
    settings = workspace.settings
    if not settings.watch.categories and not settings.watch.queries:
        yield Check("watch", Health.WRONG, "nothing is watched on arXiv", 'set `categories = ["cs.NI"]` under [watch]')
    elif not settings.watch.contact:
        yield Check(
            "watch", Health.WARNING, "arXiv does not know whom to write to", "set `contact` under [watch] to your address"
        )
    else:
        yield Check("watch", Health.OK, ", ".join(settings.watch.categories) or f"{len(settings.watch.queries)} queries")
    hours = {settings.digest.at: "[digest] at", settings.schedule.daily: "[schedule] daily"}
    for hour, key in hours.items():
        if odd := skipped_or_twice(hour, settings.digest.zone, now.date()):
            remedy = f"choose an hour outside the change of the clocks for {key}; until then that day's job may be late"
            yield Check("hours", Health.WARNING, f"{hour} does not come exactly once on {odd}", remedy)


def _lists(workspace: Workspace) -> Check:
    for name in workspace.settings.survey.lists:
        if "://" not in name and not (workspace.root / name).is_file():
            return Check("lists", Health.WRONG, f"the list {workspace.root / name} is missing", "mend `lists` under [survey]")
    try:
        taxonomy, references = read_taxonomy(workspace.taxonomy_file), read_references(workspace.references_file)
    except LittrackError as error:
        return _wrong("lists", error)
    if not references:
        return Check("lists", Health.WRONG, f"{workspace.references_file} is empty", "run `littrack import LIST`")
    return Check("lists", Health.OK, f"{len(references)} references in {len(taxonomy.sections)} sections")


def _entries(workspace: Workspace, store: Store) -> Iterator[Check]:
    """What is wrong inside the survey's own lists, each with an edit that would mend it."""
    try:
        found = check_lists(workspace, store)
    except LittrackError:
        return  # told by the check of the lists
    for name, finding in found[:50]:
        yield Check("list", Health.WARNING, f"{name}:{finding.line}: {finding.found}", finding.edit)


def _disk(workspace: Workspace) -> Check:
    folder = workspace.root
    free = shutil.disk_usage(folder).free
    size = workspace.database.stat().st_size if workspace.database.exists() else 0
    if free < max(FREE_BYTES, 2 * size):
        remedy = f"free some; {folder / 'db' / 'backups'} and {folder / 'db' / 'logs'} may be emptied"
        return Check("disk", Health.WRONG, f"only {free / 1e6:.0f} MB are free for {folder}", remedy)
    if not os.access(folder, os.W_OK):
        return Check("disk", Health.WRONG, f"{folder} cannot be written", f"chown or chmod it for user {os.getuid()}")
    return Check("disk", Health.OK, f"{free / 1e9:.1f} GB free")


def _database(workspace: Workspace, store: Store) -> Check:
    if problem := store.damage():
        return Check(
            "database", Health.WRONG, f"it is damaged: {problem}", "put the newest back: `littrack backup --restore FILE`"
        )
    return Check("database", Health.OK, f"{workspace.database} is whole, with {store.papers.count()} papers")


def _clock(store: Store, now: datetime) -> Check:
    newest = store.newest_moment()
    if newest and newest > now + timedelta(minutes=5):
        found = f"this machine says {now:%Y-%m-%d %H:%M} UTC, but the database has work of {newest:%Y-%m-%d %H:%M} UTC"
        return Check("clock", Health.WRONG, found, "set the clock (`timedatectl set-ntp true`); nothing is lost meanwhile")
    return Check("clock", Health.OK, f"{now:%Y-%m-%d %H:%M} UTC, after all that the database has")


def _model(workspace: Workspace, store: Store) -> Check:
    champion = store.models.champion()
    if champion is None:
        return Check("model", Health.WRONG, "there is no model", "run `littrack train`")
    path = workspace.classifier / "models" / f"{champion.id}.zip"
    if not path.is_file():
        return Check("model", Health.WRONG, f"its file {path} is missing", "restore it, or run `littrack train`")
    if hashlib.sha256(path.read_bytes()).hexdigest() != champion.sha256:
        return Check("model", Health.WRONG, f"{path} is not the file that was trained", "run `littrack train`")
    return Check("model", Health.OK, f"{champion.id} of {champion.created[:10]}")


def _ledger(store: Store, now: datetime) -> Check:
    """Since when arXiv has not answered: the days after the last one that came whole."""
    entries = accounts(store, now.date() - timedelta(days=60), now.date())
    good = {e.day for e in entries if e.state in (DayState.COMPLETE, DayState.QUIET, DayState.CAUGHT_UP)}
    bad = sorted({e.day for e in entries if e.state in (DayState.FAILED, DayState.SHORT, DayState.STALE)} - good)
    if bad and (not good or bad[-1] > max(good)):
        since = min(d for d in bad if not good or d > max(good))
        notes = next((e.note for e in entries if e.day == bad[-1] and e.note), "")
        found = f"out of reach or stale since {since}" + (f" ({notes})" if notes else "")
        return Check("ledger", Health.WARNING, found, "wait, or run `littrack fetch`: the gap is asked for again by itself")
    if bad:
        return Check("ledger", Health.WARNING, f"{len(bad)} days are not whole, the first {bad[0]}", "run `littrack fetch`")
    return Check("ledger", Health.OK, f"{len(good)} days whole" if good else "nothing fetched yet")


def _jobs(workspace: Workspace, store: Store) -> Check:
    found = undone(workspace, store)
    if not found:
        return Check("jobs", Health.OK, "the last of each kind did its work")
    run = found[0]
    what = f"the {run.kind} job of {run.started:%Y-%m-%d %H:%M} UTC failed ({run.note or 'it says nothing'})"
    logs = workspace.database.parent / "logs" / "littrack.log"
    again = {"weekly": "the next daily job", "run": "the next `littrack run`"}.get(run.kind, f"the next {run.kind} job")
    remedy = f"{again} does its work; {logs} has more"
    return Check("jobs", Health.WRONG, what, remedy)


def _letters(store: Store) -> Check:
    waiting = store.outbox.waiting()
    if not waiting:
        return Check("letters", Health.OK, "none waits")
    since = min(m.rendered for m in waiting if m.rendered)
    why = next((m.error for m in waiting if m.error), "")
    found = f"{len(waiting)} waiting since {since:%Y-%m-%d %H:%M} UTC" + (f" ({why})" if why else "")
    return Check(
        "letters", Health.WRONG if why else Health.WARNING, found, "mend that; then `littrack send`, or wait for a job"
    )


def _outside(workspace: Workspace, now: datetime) -> Iterator[Check]:
    yield _reached(workspace, now, "arXiv", reach.arxiv)
    yield _reached(workspace, now, "mail", reach.mail)


def _reached(workspace: Workspace, now: datetime, name: str, look: Callable[[Workspace, datetime], str | None]) -> Check:
    try:
        found = look(workspace, now)
    except LittrackError as error:
        return _wrong(name, error)
    return Check(name, Health.OK, found) if found else Check(name, Health.SKIPPED, "not set up")
