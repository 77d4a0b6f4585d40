"""Deciding: from a request, through the rules, into the log."""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from littrack.config import Workspace
from littrack.errors import ConfigError, ConflictError, UsageError
from littrack.records import Candidate, CandidateState, Decision, Paper, Prediction, Problem, Verdict, parse_arxiv_id
from littrack.store import Store
from littrack.triage import checklist, links, rules
from littrack.triage.views import Decided, Desk, Filters, Sheet
from littrack.workspace import read_taxonomy


def decide(workspace: Workspace, store: Store, now: datetime, decision: Decision, seen: int | None = None) -> Decided:
    """Check a decision, append it to the log and bring its candidate up to date, in one transaction.

    Args:
        workspace: whose taxonomy the sections are of.
        store: the workspace's store.
        now: the moment of the decision.
        decision: what was decided; ``sections`` may be slugs or headings, gaps are filled by :func:`rules.checked`.
        seen: the number of the paper's last decision that the maintainer saw; None to decide on whatever there is.

    Raises:
        UsageError: the paper is unknown, or the decision does not fit.
        ConflictError: the paper has a decision later than ``seen``.
    """
    paper = _paper(store, decision.paper_id)
    candidate = store.candidates.get(paper.id) or not_proposed(store, paper, store.predictions.latest(paper.id))
    log = store.decisions.of(paper.id)
    known = rules.last_number(log) if seen is None else seen
    wanted = replace(decision, paper_id=paper.id, at=now)
    before = log[:-1] if log and known < rules.last_number(log) else log
    wanted = rules.checked(wanted, candidate, paper, before, read_taxonomy(workspace.taxonomy_file), now.date())
    if old := rules.repeated(wanted, log, known):
        return Decided(old, candidate, repeated=True)
    after = rules.standing(candidate, [*log, wanted], listed=False, withdrawn=paper.withdrawn)
    number = store.decisions.append(wanted, after, known)
    return Decided(replace(wanted, number=number), after)


def write_checklist(workspace: Workspace, desk: Desk, now: datetime, filters: Filters, limit: int) -> str:
    """The pending candidates, the most probable first, as a Markdown checklist."""
    sheets: list[Sheet] = []
    at = desk.first(filters)
    while at and len(sheets) < limit and (sheet := desk.sheet(at, filters)):
        sheets.append(sheet)
        at = sheet.following
    left = desk.overview(filters, 1).pending - len(sheets)
    return checklist.write(sheets, desk.taxonomy, workspace.settings.survey.title, now.date(), left)


@dataclass(frozen=True, slots=True)
class ChecklistReport:
    """What a checklist brought: new decisions, those that the log had already, and what was passed over and why."""

    decided: int
    repeated: int
    problems: tuple[Problem, ...]


def read_checklist(workspace: Workspace, store: Store, now: datetime, text: str, who: str) -> ChecklistReport:
    """Decide as the ticked boxes say, each candidate for itself; what does not fit is reported with its line."""
    ticked, problems = checklist.read(text, who, now)
    outcomes = []
    for tick in ticked:
        try:
            outcomes.append(decide(workspace, store, now, tick.decision, tick.seen))
        except (UsageError, ConflictError) as error:
            problems.append(Problem(str(error), "checklist", tick.line))
    repeated = sum(o.repeated for o in outcomes)
    return ChecklistReport(len(outcomes) - repeated, repeated, tuple(problems))


def not_proposed(store: Store, paper: Paper, prediction: Prediction | None) -> Candidate:
    """A paper that no digest has proposed, as a candidate: a maintainer may have found it by searching."""
    sections = prediction.sections if prediction else ()
    bare = Candidate(
        paper.id,
        0,
        CandidateState.SUGGESTED,
        prediction.relevance if prediction else 0.0,
        section=sections[0].slug if sections else None,
    )
    return rules.standing(bare, (), listed=store.references.names(paper), withdrawn=paper.withdrawn)


def signing_key(workspace: Workspace) -> bytes:
    """The workspace's own key for links and sessions, made at first use and readable by its owner only."""
    path = workspace.database.with_name("triage.key")
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent)  # readable by its owner only
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_hex(32).encode())
        with contextlib.suppress(FileExistsError):  # another process was first
            os.link(temporary, path)
        Path(temporary).unlink()
    key = path.read_bytes().strip()
    if len(key) < 32:
        raise ConfigError(f"{path} is no key", "remove it; a new one is made, and links sent so far end")
    return key


def mail_links(
    workspace: Workspace, store: Store, paper_ids: Sequence[str], who: str, now: datetime
) -> dict[str, dict[str, str]]:
    """For each paper, verdict → address of the page that asks to confirm it; empty where ``triage.url`` is not set.

    Args:
        workspace: names the page's address and how many days a link lives.
        store: knows the last decision on each paper, with whose successor the link ends.
        paper_ids: the candidates of one mail.
        who: the recipient, who will stand in the log.
        now: when the mail is made; the same ``now`` gives the same links.
    """
    settings = workspace.settings.triage
    if not settings.url:
        return {}
    key, expires = signing_key(workspace), now + timedelta(days=settings.link_days)
    verdicts = (Verdict.ACCEPT, Verdict.REJECT, Verdict.POSTPONE)
    found = {}
    for paper_id in paper_ids:
        seen = rules.last_number(store.decisions.of(paper_id))
        tokens = {v.value: links.make(key, links.Link(paper_id, v, who, expires, seen)) for v in verdicts}
        found[paper_id] = {v: f"{settings.url.rstrip('/')}/link/{token}" for v, token in tokens.items()}
    return found


def unsubscribe_link(workspace: Workspace, email: str) -> str:
    """The address with which a reader ends the mail in one click; empty where the page is not reached over https."""
    url = workspace.settings.triage.url.rstrip("/")
    return f"{url}/unsubscribe/{links.make_leave(signing_key(workspace), email)}" if url.startswith("https://") else ""


def _paper(store: Store, text: str) -> Paper:
    parsed = parse_arxiv_id(text)
    if not parsed:
        raise UsageError(f"{rules.clean(text, 60)!r} is no arXiv id", "write it as 2401.01234 or hep-th/9901001")
    paper = store.papers.get(parsed[0])
    if not paper:
        raise UsageError(
            f"{parsed[0]} is not in the store", "`littrack fetch` gets papers; `littrack triage` shows what is pending"
        )
    return paper
