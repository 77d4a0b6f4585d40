"""The digest as a publication: a page a week, a front page over all, feeds, and each issue for programs."""

from __future__ import annotations

from pathlib import Path

from littrack.config import Workspace
from littrack.digest import render
from littrack.digest.bibtex import bibtex
from littrack.digest.compose import view
from littrack.digest.feeds import ISSUES, feeds
from littrack.digest.front import front_page
from littrack.digest.tables import issue_json
from littrack.errors import DeliveryError
from littrack.records import Issue
from littrack.store import Store
from littrack.workspace import read_taxonomy, write_atomically


def write_issue(workspace: Workspace, issue: Issue) -> tuple[Path, ...]:
    """Write an issue's files under ``reports/WEEK/``, the page first; a file that is right already stays untouched.

    Raises:
        DeliveryError: a file cannot be written; the issue is stored all the same.
    """
    shown = view(issue)
    files = {
        "index.html": render.html(shown),
        "digest.txt": render.text(shown),
        "digest.md": render.markdown(shown),
        "digest.bib": bibtex(item.paper for item in issue.items),
        "digest.json": issue_json(issue),
    }
    return tuple(_write(workspace, f"{issue.week}/{name}", text) for name, text in files.items())


def write_archive(workspace: Workspace, store: Store) -> tuple[Path, ...]:
    """Write the front page over all issues, the feeds, and the page of any issue that is not there.

    Pages are missing where ``reports/`` was not kept, as on a machine that is new for every run.

    Raises:
        ListError: the taxonomy is missing or wrong.
    """
    settings = workspace.settings
    taxonomy = read_taxonomy(workspace.taxonomy_file)
    title = settings.digest.title or settings.survey.title
    headers = store.digests.headers()
    for header in headers:
        if not (workspace.reports / header.week / "index.html").is_file() and (issue := store.digests.get(header.number)):
            write_issue(workspace, issue)
    page = front_page(title, headers, store.candidates.volume(), taxonomy)
    files = [("index.html", page), *feeds(store.digests.newest(ISSUES), taxonomy, settings.digest.url)]
    return tuple(_write(workspace, name, text) for name, text in files)


def _write(workspace: Workspace, name: str, text: str) -> Path:
    """Write a file below ``reports/``, and below the folder of ``[notify]`` where there is one."""
    folder = workspace.settings.notify.folder
    for root in (workspace.reports, *([workspace.root / folder] if folder else [])):
        path = root / name
        try:
            if not path.is_file() or path.read_bytes() != text.encode():
                write_atomically(path, text.encode())
        except OSError as error:
            remedy = "make room or mend the permissions, then run `littrack digest` again: the issue is in the database"
            raise DeliveryError(f"{path} cannot be written ({error.strerror})", remedy) from error
    return workspace.reports / name
