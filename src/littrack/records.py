"""The frozen records that cross the walls between rooms, and the rules of arXiv ids.

Nothing here reads a file, a clock or a socket. Days are ``datetime.date``; moments are aware ``datetime`` in UTC.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

# https://info.arxiv.org/help/arxiv_identifier.html: archive[.XX]/YYMMNNN to 0703, YYMM.NNNN to 1412, YYMM.NNNNN since.
_NEW_ID = r"\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}"
_OLD_ID = r"[a-z]+(?:-[a-z]+)*(?:\.[A-Za-z]{2})?/\d{2}(?:0[1-9]|1[0-2])\d{3}"
_ID = re.compile(rf"(?P<base>{_NEW_ID}|{_OLD_ID})(?:v(?P<version>[1-9]\d{{0,3}}))?")

# Two names of one category; the first of each pair is the one that littrack keeps.
CATEGORY_ALIASES = {
    "math.IT": "cs.IT",
    "math.NA": "cs.NA",
    "math.MP": "math-ph",
    "stat.TH": "math.ST",
    "eess.SY": "cs.SY",
    "q-fin.EC": "econ.GN",
}


def parse_arxiv_id(text: str) -> tuple[str, int | None] | None:
    """Split an id, with or without version or ``arXiv:``, into base id and version.

    Args:
        text: an id alone, such as ``2401.01234v2``, ``arXiv:hep-th/9901001``; not a URL or a sentence.

    Returns:
        ``(base id, version or None)``, or None where ``text`` is no arXiv id.
    """
    bare = re.sub(r"^\s*(?:arxiv\s*:\s*)?", "", text, flags=re.IGNORECASE).strip()
    found = _ID.fullmatch(bare)
    if not found:
        return None
    # An old id is known without its subject class: math.GT/0309136 and math/0309136 are one paper.
    base = re.sub(r"\.[A-Za-z]{2}/", "/", found["base"])
    return base, int(found["version"]) if found["version"] else None


def title_key(title: str) -> str:
    """A title's letters and digits alone, without case or accents: equal for two spellings of one title."""
    return "".join(c for c in unicodedata.normalize("NFKD", title).casefold() if c.isalnum())


def canonical_category(category: str) -> str:
    """The one name of a category that arXiv lists under two (``math.IT`` is ``cs.IT``)."""
    return CATEGORY_ALIASES.get(category, category)


@dataclass(frozen=True, slots=True)
class Section:
    """One heading of a survey's taxonomy. ``slug`` is its identity; a child's slug begins with its parent's and ``/``."""

    slug: str
    heading: str
    number: str = ""
    parent: str | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """The tree of a survey's sections, in the order of the document; parents come before their children."""

    survey: str
    sections: tuple[Section, ...] = ()

    def get(self, slug: str) -> Section | None:
        """The section of that slug, or None."""
        return next((s for s in self.sections if s.slug == slug), None)

    def path(self, slug: str) -> tuple[Section, ...]:
        """The section and its ancestors, the top first; empty where the slug is unknown."""
        return tuple(reversed(list(self._upward(slug))))

    def top(self, slug: str) -> str:
        """The slug of the top-level section above ``slug`` (itself, if it is one or is unknown)."""
        path = self.path(slug)
        return path[0].slug if path else slug

    def children(self, slug: str | None) -> tuple[Section, ...]:
        """The sections directly below ``slug``; of None, the top level."""
        return tuple(s for s in self.sections if s.parent == slug)

    def heading(self, slug: str) -> str:
        """The heading of that slug, or the slug itself where it is unknown."""
        section = self.get(slug)
        return section.heading if section else slug

    def _upward(self, slug: str) -> Iterator[Section]:
        by_slug = {s.slug: s for s in self.sections}
        at, seen = by_slug.get(slug), set[str]()
        while at and at.slug not in seen:
            seen.add(at.slug)
            yield at
            at = by_slug.get(at.parent) if at.parent else None


class Kind(StrEnum):
    """What an entry of a list is."""

    PAPER = "paper"
    MODEL = "model"
    DATASET = "dataset"


@dataclass(frozen=True, slots=True)
class Reference:
    """An entry on a list: one work, with every section it stands in.

    ``key`` is stable across re-imports: ``arxiv:ID``, else ``doi:…``, else ``title:…`` (normalised title).
    ``sections`` are slugs of the workspace's taxonomy. ``context`` holds citing sentences. ``line`` is 1-based.
    ``abstract``, ``categories`` and ``submitted`` come from enrichment and may be missing.
    """

    key: str
    title: str
    authors: tuple[str, ...] = ()
    year: int | None = None
    venue: str | None = None
    arxiv_id: str | None = None
    doi: str | None = None
    url: str | None = None
    code_url: str | None = None
    links: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    kind: Kind = Kind.PAPER
    list: str = ""
    line: int = 0
    added: date | None = None
    abstract: str | None = None
    categories: tuple[str, ...] = ()
    submitted: datetime | None = None


def known_day(reference: Reference) -> date | None:
    """The day a reference is known by: when it was added, else submitted, else the month of its arXiv id."""
    if reference.added or reference.submitted:
        return reference.added or (reference.submitted and reference.submitted.date())
    known = parse_arxiv_id(reference.arxiv_id) if reference.arxiv_id else None
    if known is None:
        return None
    digits = known[0].rpartition("/")[2]
    return date(2000 + int(digits[:2]) if digits[:2] < "91" else 1900 + int(digits[:2]), int(digits[2:4]), 1)


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a paper. ``source_type`` is arXivRaw's (``I``: withdrawn), where it is known."""

    number: int
    submitted: datetime | None = None
    source_type: str | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """An arXiv record. ``id`` is the base id; ``version`` the newest version known.

    ``submitted`` is the moment of version 1, ``updated`` that of ``version``; ``announced`` the day of its first mailing.
    ``categories`` have the primary one first. ``abstract`` is None where a source has none. ``source`` names whence it came.
    """

    id: str
    title: str
    version: int = 1
    abstract: str | None = None
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    submitted: datetime | None = None
    updated: datetime | None = None
    announced: date | None = None
    comment: str | None = None
    journal_ref: str | None = None
    doi: str | None = None
    withdrawn: bool = False
    versions: tuple[Version, ...] = ()
    source: str = ""

    @property
    def url(self) -> str:
        """The abstract page; arXiv asks to link there and not to the PDF."""
        return f"https://arxiv.org/abs/{self.id}"


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase and what it added to the log-odds: above zero it spoke for the paper, below against."""

    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A reference of the list that resembles the paper. ``similarity`` is a cosine, 0 to 1."""

    key: str
    title: str
    similarity: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a paper was suggested: short enough for a mail, exact enough to debug."""

    terms: tuple[Term, ...] = ()
    section_terms: tuple[Term, ...] = ()
    neighbours: tuple[Neighbour, ...] = ()
    shared_authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionScore:
    """The probability, 0 to 1, that a relevant paper stands in this section."""

    slug: str
    probability: float


@dataclass(frozen=True, slots=True)
class Prediction:
    """A model's opinion of one version of a paper. ``relevance`` is a calibrated probability.

    ``score`` is the uncalibrated ranking score (higher first), which breaks ties of ``relevance``. ``sections`` has the most
    probable first; ``unplaced`` is the probability that none of the survey's sections fits.
    """

    paper_id: str
    version: int
    model_id: str
    relevance: float
    score: float = 0.0
    sections: tuple[SectionScore, ...] = ()
    unplaced: float = 0.0
    evidence: Evidence = field(default_factory=Evidence)


class Verdict(StrEnum):
    """What a maintainer may say of a candidate."""

    ACCEPT = "accept"
    REJECT = "reject"
    POSTPONE = "postpone"
    UNDO = "undo"


class Reason(StrEnum):
    """Why a candidate was rejected. Only ``OFF_TOPIC`` says anything about relevance."""

    OFF_TOPIC = "off-topic"
    QUALITY = "quality"
    DUPLICATE = "duplicate"
    SCOPE = "scope"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Decision:
    """One entry of the append-only log. ``number`` is None until the store has given one."""

    paper_id: str
    verdict: Verdict
    at: datetime
    who: str
    where: str
    sections: tuple[str, ...] = ()
    reason: Reason | None = None
    comment: str = ""
    until: date | None = None
    undoes: int | None = None
    number: int | None = None


class DayState(StrEnum):
    """The state of one source, category and announcement day in the ledger."""

    COMPLETE = "complete"
    QUIET = "quiet"
    STALE = "stale"
    SHORT = "short"
    FAILED = "failed"
    CAUGHT_UP = "caught-up"
    PENDING = "pending"


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """What was expected and what came from ``source`` for ``category`` on announcement day ``day`` (arXiv's Eastern day).

    ``expected`` is None where the source does not say. ``new`` counts papers that the store did not have.
    """

    source: str
    category: str
    day: date
    state: DayState
    expected: int | None = None
    received: int = 0
    new: int = 0
    note: str = ""
    at: datetime | None = None


class RunState(StrEnum):
    """How a job ended. Quiet: all went well and there was nothing new. Degraded: done, with something missing."""

    RUNNING = "running"
    COMPLETE = "complete"
    QUIET = "quiet"
    DEGRADED = "degraded"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that was passed over while the rest went on: what, where, and what to do."""

    message: str
    where: str = ""
    line: int | None = None

    def __str__(self) -> str:
        place = f"{self.where}:{self.line}: " if self.where and self.line else f"{self.where}: " if self.where else ""
        return place + self.message


@dataclass(frozen=True, slots=True)
class Item:
    """A candidate as it stands in one issue; ``note`` says why it is here again (``postponed until …``, ``now withdrawn``)."""

    paper: Paper
    prediction: Prediction
    note: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What an issue's header tells. Counts are of papers; ``failed`` and ``caught_up`` are short sentences."""

    read: int = 0
    new: int = 0
    above_threshold: int = 0
    held_back: int = 0
    failed: tuple[str, ...] = ()
    caught_up: tuple[str, ...] = ()
    learned: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """What became of a month's candidates: ``month`` as ``2026-01``, how many were decided, and which papers were accepted."""

    month: str
    proposed: int = 0
    rejected: int = 0
    postponed: int = 0
    accepted: tuple[Paper, ...] = ()


@dataclass(frozen=True, slots=True)
class Issue:
    """One dated digest: all that is needed to render it again, byte by byte.

    ``week`` is the ISO week, as ``2026-W05``; the period's days are both included. ``items`` have the most probable first.
    ``near`` are the best below the threshold, told where there are no items; they are not candidates.
    """

    number: int
    week: str
    survey: str
    title: str
    period_start: date
    period_end: date
    created: datetime
    taxonomy: Taxonomy
    items: tuple[Item, ...] = ()
    coverage: Coverage = field(default_factory=Coverage)
    threshold: float = 0.5
    model_id: str = ""
    replay: bool = False
    near: tuple[Item, ...] = ()
    summary: Summary | None = None


@dataclass(frozen=True, slots=True)
class IssueHeader:
    """What an archive tells of an issue."""

    number: int
    week: str
    period_start: date
    period_end: date
    candidates: int
    read: int
    incomplete: bool = False


class CandidateState(StrEnum):
    """Where a candidate stands; it follows from the decision log, the list and arXiv."""

    SUGGESTED = "suggested"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    POSTPONED = "postponed"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A paper put before a maintainer. ``sections`` are those it was accepted into; ``until`` the day it was postponed to.

    ``issue`` is 0 for a paper that a maintainer found by searching and no digest has proposed.
    """

    paper_id: str
    issue: int
    state: CandidateState
    relevance: float
    section: str | None = None
    sections: tuple[str, ...] = ()
    until: date | None = None
