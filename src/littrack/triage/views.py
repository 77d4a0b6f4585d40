"""What the page and the terminal show and ask for. The pipeline provides a :class:`Desk`; this room only presents it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol
from urllib.parse import urlencode

from littrack.records import (
    Candidate,
    CandidateState,
    Decision,
    Issue,
    LedgerEntry,
    Paper,
    Prediction,
    Problem,
    Taxonomy,
)


@dataclass(frozen=True, slots=True)
class Filters:
    """Which pending candidates to show: of a section or below, of an issue, at least so probable, with these words."""

    section: str = ""
    issue: int | None = None
    at_least: float = 0.0
    words: str = ""

    @property
    def query(self) -> str:
        """The filters as they stand in an address, with a leading ``?``; empty where there are none."""
        fields = {
            "section": self.section,
            "issue": self.issue or "",
            "at_least": f"{self.at_least:g}" if self.at_least else "",
            "words": self.words,
        }
        given = {name: value for name, value in fields.items() if value}
        return "?" + urlencode(given) if given else ""

    def __bool__(self) -> bool:
        return bool(self.query)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list of papers."""

    paper: Paper
    candidate: Candidate | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the triage of an issue is."""

    issue: int
    week: str
    decided: int
    total: int


@dataclass(frozen=True, slots=True)
class Overview:
    """A page of pending candidates. ``pending`` counts all that the filters leave; ``counts`` are of every candidate."""

    rows: Sequence[Row]
    pending: int
    page: int
    pages: int
    counts: Mapping[CandidateState, int]
    progress: Progress | None
    issues: Sequence[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Entry:
    """A paper as it will stand in the list: under which heading, as which text."""

    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that is shown of one candidate. ``seen`` is its last decision's number, which a decision on it must name.

    ``place`` tells which of how many pending candidates it is; None where it is not pending.
    """

    paper: Paper
    candidate: Candidate
    prediction: Prediction | None
    log: Sequence[Decision]
    seen: int
    entries: Sequence[Entry] = ()
    following: str | None = None
    preceding: str | None = None
    place: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Hits:
    """A page of search results; ``ranked`` is False where there were more than ``total``, and the newest come first."""

    rows: Sequence[Row]
    total: int
    ranked: bool = True


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision as it stands in the log and the candidate after it; ``repeated`` where the log had it already."""

    decision: Decision
    candidate: Candidate
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class IssueLine:
    """An issue in the list of issues."""

    number: int
    week: str
    counts: Mapping[CandidateState, int]


@dataclass(frozen=True, slots=True)
class Change:
    """The accepted papers that the list lacks, and what they would change in it (a unified diff)."""

    accepted: Sequence[Row]
    diff: str = ""
    problems: Sequence[Problem] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark of the drift report: what it is about, what is the matter, and the papers that show it."""

    kind: str
    subject: str
    text: str
    papers: Sequence[Paper] = ()


@dataclass(frozen=True, slots=True)
class ModelView:
    """The model in use and those before it; ``learning`` tells what was decided since, and ``due`` whether that is enough."""

    id: str
    card: Mapping[str, Any]
    others: Sequence[tuple[str, str, str]] = ()
    learning: str = ""
    due: bool = False


@dataclass(frozen=True, slots=True)
class SectionCount:
    """How many references stand in a section itself, and how many in it and below; ``depth`` counts the sections above."""

    heading: str
    depth: int
    own: int
    total: int


@dataclass(frozen=True, slots=True)
class ListEdit:
    """Something to mend in a list: where, what was found, and the edit that would mend it."""

    where: str
    found: str
    edit: str


@dataclass(frozen=True, slots=True)
class Health:
    """How the survey's list is: counts by section, and what is wrong with it.

    ``edits`` is None where it was not read, ``named`` is False where the workspace names no list to read.
    """

    sections: Sequence[SectionCount] = ()
    problems: Sequence[Problem] = ()
    edits: Sequence[ListEdit] | None = None
    named: bool = True


class Desk(Protocol):
    """What the pipeline does for the page. Every method reads or writes the store as it is at that moment."""

    @property
    def taxonomy(self) -> Taxonomy:
        """The survey's sections."""

    def overview(self, filters: Filters, page: int) -> Overview:
        """A page of pending candidates."""

    def sheet(self, paper_id: str, filters: Filters, *, entry: bool = False) -> Sheet | None:
        """One paper of the store, candidate or not; None where there is none of that id.

        With ``entry`` it has the lines that it would add to the list, which for a long list take a second to find.
        """

    def first(self, filters: Filters) -> str | None:
        """The most probable pending candidate."""

    def decide(self, decision: Decision, seen: int | None) -> Decided:
        """Append a decision; see ``pipeline.triage.decide``."""

    def unsubscribe(self, email: str) -> None:
        """Send no more mail to that address."""

    def search(self, words: str, page: int) -> Hits:
        """Full-text search over all papers."""

    def history(self, before: int | None) -> Sequence[tuple[Decision, Paper | None]]:
        """The newest decisions, those before the given number."""

    def issues(self) -> Sequence[IssueLine]:
        """All issues, the newest first."""

    def issue(self, number: int) -> tuple[Issue, Mapping[str, Candidate]] | None:
        """An issue, and how its candidates stand now."""

    def ledger(self, start: date, end: date) -> Sequence[LedgerEntry]:
        """The ledger of these days."""

    def model(self) -> ModelView | None:
        """The model in use."""

    def change(self) -> Change:
        """What was accepted and is not on the list yet."""

    def health(self, *, read: bool = False) -> Health:
        """How the list is; with ``read`` the list itself is looked through, which for a long one takes a second."""

    def drift(self) -> Sequence[Finding]:
        """What moves in the field, away from the list."""
