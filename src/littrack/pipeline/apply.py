"""The verb apply: accepted papers into the survey's list, as a minimal edit."""

from __future__ import annotations

import base64
import difflib
import os
import re
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from email.header import Header
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import orjson

from littrack.config import Workspace
from littrack.errors import ListError, UsageError
from littrack.lists.addition import Addition
from littrack.lists.edit import Edit, add
from littrack.lists.entry import Document
from littrack.lists.readers import choose
from littrack.lists.text import decode
from littrack.records import CandidateState, Paper, Problem, Taxonomy, parse_arxiv_id
from littrack.store import Store
from littrack.workspace import write_atomically

GIT_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Applied:
    """A list before and after."""

    path: Path
    before: bytes
    edit: Edit

    @property
    def name(self) -> str:
        """The list's path as a diff shows it: from the root of its git checkout, else as it was given; never absolute."""
        whole = self.path.resolve()
        if root := next((folder for folder in whole.parents if (folder / ".git").exists()), None):
            return whole.relative_to(root).as_posix()
        return self.path.name if self.path.is_absolute() or ".." in self.path.parts else self.path.as_posix()


def accepted(store: Store) -> list[Addition]:
    """The papers that were accepted and are not yet on a list, the most probable first."""
    found = store.candidates.in_state(CandidateState.ACCEPTED)
    papers = store.papers.many([c.paper_id for c in found])
    return [
        _addition(papers[c.paper_id], c.sections or ((c.section,) if c.section else ())) for c in found if c.paper_id in papers
    ]


def named(store: Store, ids: Sequence[str], sections: tuple[str, ...]) -> list[Addition]:
    """Papers of the store by their ids, for these sections or, without any, those they were accepted into.

    Raises:
        UsageError: an id is none, or its paper is not in the store.
    """
    found = []
    for text in ids:
        parsed = parse_arxiv_id(text)
        paper = store.papers.get(parsed[0]) if parsed else None
        if paper is None:
            raise UsageError(f"the paper {text!r} is not in the store", "fetch it first, or give it in a file with --papers")
        candidate = store.candidates.get(paper.id)
        found.append(_addition(paper, sections or (candidate.sections if candidate else ())))
    return found


def _addition(paper: Paper, sections: tuple[str, ...]) -> Addition:
    day = paper.submitted.date() if paper.submitted else paper.announced
    addition = Addition(
        paper.title, sections, paper.authors, paper.id, paper.url, paper.doi, None, paper.journal_ref, None, paper.abstract
    )
    month = addition.dated
    if day and month and not paper.submitted and (day.year, day.month) != (month.year, month.month):
        return addition  # announced anew, long after it was submitted: then the month of its id is nearer
    return replace(addition, day=day)


def from_file(path: Path) -> tuple[list[Addition], list[Problem]]:
    """Papers from JSON lines, CSV or BibTeX: ``title``, ``arxiv_id``, ``section`` or ``sections``, ``authors``, ``date``.

    Returns:
        The papers, and what of the file is none.

    Raises:
        ListError: the file cannot be read, or holds no paper.
    """
    try:
        text, _, _ = decode(path.read_bytes())
    except OSError as error:
        raise ListError(f"{path} cannot be read ({error.strerror})", "check the path") from error
    document = Document(path.name, text)
    draft = choose(document).read(document)
    if not draft.entries:
        why = str(draft.problems[0]) if draft.problems else f"{path.name}: it holds no paper"
        raise ListError(why, "give JSON lines with title, arxiv_id, sections, authors and date; nothing was changed")
    days = _days(text)
    same = ("title", "authors", "arxiv_id", "url", "doi", "code_url", "venue")
    papers = [
        Addition(
            sections=tuple(p[-1] for p in e.paths), day=days.get(e.line, e.added), **{name: getattr(e, name) for name in same}
        )
        for e in draft.entries
    ]
    return papers, draft.problems


def _days(text: str) -> dict[int, Any]:
    """The ``date`` of each line of a JSON lines file; the reader of lists keeps only its year."""
    found = {}
    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith("{") and (record := _record(line)):
            said = next((str(record[k]) for k in ("date", "submitted", "published", "first_crawled") if record.get(k)), "")
            if re.match(r"\d{4}-\d\d(-\d\d)?", said):
                found[number] = datetime.fromisoformat(said[:10] if len(said) >= 10 else said[:7] + "-01").date()
    return found


def _record(line: str) -> dict[str, Any] | None:
    try:
        record = orjson.loads(line.strip().rstrip(","))
    except ValueError:
        return None  # a line of a record that stands on several
    return record if isinstance(record, dict) else None


def apply(path: Path, additions: Sequence[Addition], taxonomy: Taxonomy | None, now: datetime, *, log: bool = True) -> Applied:
    """The list with these papers; nothing is written.

    Raises:
        ListError: the list cannot be read, or the result would hold more than the added references.
    """
    try:
        before = path.read_bytes()
    except OSError as error:
        raise ListError(f"{path} cannot be read ({error.strerror})", "name the list with --list") from error
    return Applied(path, before, add(before, path.name, additions, taxonomy, now.date() if log else None))


def the_list(workspace: Workspace | None, path: Path | None) -> Path:
    """The list to write to: the one named, else the only one of the workspace.

    Raises:
        UsageError: there is none, or more than one.
    """
    if path is not None:
        return path
    lists = workspace.settings.survey.lists if workspace else []
    if workspace is None or len(lists) != 1:
        what = "the workspace names no list" if not lists else f"the workspace names {len(lists)} lists: {', '.join(lists)}"
        raise UsageError(what, "name it as `lists` under [survey], or with --list FILE")
    return workspace.root / lists[0]


def diff(applied: Applied) -> bytes:
    """A unified diff, byte-exact, that `git apply` and `patch -p1` take."""
    if applied.before == applied.edit.data:
        return b""
    name = applied.name.encode()
    end = b"\t" if b" " in name else b""  # as git ends a name with a blank in it
    old, new = _lines(applied.before), _lines(applied.edit.data)
    lines = difflib.diff_bytes(difflib.unified_diff, old, new, b"a/" + name + end, b"b/" + name + end)
    head = b"diff --git a/%s b/%s\n" % (name, name)
    return head + b"".join(x if x.endswith(b"\n") else x + b"\n\\ No newline at end of file\n" for x in lines)


def _lines(data: bytes) -> list[bytes]:
    """Lines as git sees them: only a line feed ends one."""
    return re.findall(rb"[^\n]*\n|[^\n]+$", data)


def subject(applied: Applied) -> str:
    """What a commit of this edit is called."""
    titles = [a.title for a, _ in applied.edit.added]
    count = len(dict.fromkeys(titles))
    return f"Add {titles[0]}" if count == 1 else f"Add {count} papers"


def message(applied: Applied) -> str:
    """The commit's message: its subject, and each paper with its link and section."""
    body = [
        f"- {a.title}{f' ({a.link})' if a.link else ''}: {', '.join(a.sections)}"
        for a in dict.fromkeys(a for a, _ in applied.edit.added)
    ]
    return "\n".join([subject(applied), "", *body, ""])


def patch(applied: Applied, now: datetime) -> bytes:
    """The edit as a mail that `git am` takes."""
    if not applied.edit.added:
        return b""
    said = Header(
        f"[PATCH] {subject(applied)}", "utf-8" if not subject(applied).isascii() else "us-ascii", maxlinelen=900
    ).encode()
    head = f"From {'0' * 40} Mon Sep 17 00:00:00 2001\nFrom: littrack <littrack@localhost>\n"
    head += f"Date: {format_datetime(now)}\nSubject: {said}\n"
    body = ("\n".join(message(applied).split("\n")[2:]) + "---\n\n").encode() + diff(applied) + b"-- \nlittrack\n"
    coding = "base64" if re.search(rb"[\r\0]", body) else "8bit"  # git takes a bare line's carriage return away
    mime = f"MIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: {coding}\n\n"
    return (head + mime).encode() + (base64.encodebytes(body) if coding == "base64" else body)


def write(applied: Applied) -> None:
    """Put the new list in the old one's place, in one step; a link is followed, and the file's mode stays.

    Raises:
        ListError: the list was changed since it was read.
    """
    if applied.edit.data == applied.before:
        return
    target = applied.path.resolve()
    if target.read_bytes() != applied.before:
        raise ListError(f"{applied.path} was changed while the entries were made", "nothing was written; run the command again")
    mode = target.stat().st_mode
    write_atomically(target, applied.edit.data)
    target.chmod(mode)


def branch(applied: Applied, name: str) -> str:
    """Commit the edit on a new branch of the list's git checkout; the working tree and the current branch stay as they are.

    Returns:
        The new commit's id.

    Raises:
        ListError: the list is in no git checkout, differs from what is committed, or the branch exists.
    """
    root = Path(_git(applied.path.parent, "rev-parse", "--show-toplevel"))
    inside = applied.path.resolve().relative_to(root.resolve()).as_posix()
    committed = _run(root, "show", f"HEAD:{inside}")
    if committed != applied.before:
        raise ListError(
            f"{applied.path} has changes that are not committed", "commit them first, so that the branch holds only the papers"
        )
    if _succeeds(root, "rev-parse", "--verify", "--quiet", f"refs/heads/{name}"):
        raise ListError(f"the branch {name!r} exists already", "choose another name with --branch NAME")
    blob = _run(root, "hash-object", "-w", "--stdin", data=applied.edit.data).decode().strip()
    with tempfile.TemporaryDirectory() as folder:
        index = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
        _run(root, "read-tree", "HEAD", extra=index)
        mode = _git(root, "ls-tree", "HEAD", "--", inside).split()[0]
        _run(root, "update-index", "--cacheinfo", f"{mode},{blob},{inside}", extra=index)
        tree = _run(root, "write-tree", extra=index).decode().strip()
    commit = (
        _run(root, "commit-tree", tree, "-p", "HEAD", "-F", "-", data=message(applied).encode(), extra=_author(root))
        .decode()
        .strip()
    )
    _run(root, "update-ref", f"refs/heads/{name}", commit, "0" * 40)
    return commit


def _author(root: Path) -> dict[str, str]:
    """Littrack's name for a checkout in which git knows no author."""
    if _succeeds(root, "var", "GIT_AUTHOR_IDENT"):
        return {}
    return {
        f"GIT_{who}_{what}": value
        for who in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", "littrack"), ("EMAIL", "littrack@localhost"))
    }


def _git(folder: Path, *arguments: str) -> str:
    return _run(folder, *arguments).decode().strip()


def _succeeds(folder: Path, *arguments: str) -> bool:
    return subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, timeout=GIT_SECONDS).returncode == 0  # noqa: S603, S607


def _run(folder: Path, *arguments: str, data: bytes | None = None, extra: dict[str, str] | None = None) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603
            ["git", "-C", str(folder), *arguments],  # noqa: S607
            input=data, capture_output=True, timeout=GIT_SECONDS, env={**os.environ, **(extra or {})},
        )  # fmt: skip
    except FileNotFoundError:
        raise ListError("git is not installed", "use --diff, --patch or --write") from None
    if done.returncode:
        why = done.stderr.decode("utf-8", "replace").strip().split("\n")[0]
        raise ListError(f"git {arguments[0]} failed in {folder} ({why})", "use --diff, --patch or --write outside a checkout")
    return done.stdout
