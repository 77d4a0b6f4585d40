"""The desk of triage over a workspace's store: what the page and the terminal show, and what they write."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import date, datetime
from functools import cached_property
from queue import Empty, LifoQueue

from littrack.config import Workspace
from littrack.errors import LittrackError
from littrack.pipeline import drift, preview, triage
from littrack.pipeline.calendar import entries as accounts
from littrack.pipeline.lists import check_lists
from littrack.records import (
    Candidate,
    CandidateState,
    Decision,
    Issue,
    LedgerEntry,
    Paper,
    Problem,
    Reference,
    Taxonomy,
    parse_arxiv_id,
)
from littrack.store import Store
from littrack.store.candidates import Wanted
from littrack.triage import rules
from littrack.triage.views import (
    Change,
    Decided,
    Desk,
    Filters,
    Finding,
    Health,
    Hits,
    IssueLine,
    ListEdit,
    ModelView,
    Overview,
    Progress,
    Row,
    SectionCount,
    Sheet,
)
from littrack.workspace import read_taxonomy

ROWS = 50
HITS = 20
HISTORY = 100


Opener = Callable[[datetime], AbstractContextManager[Desk]]


def opener(workspace: Workspace) -> Opener:
    """What gives each caller a desk with a connection of its own."""

    @contextmanager
    def opened(now: datetime) -> Iterator[Desk]:
        with Store(workspace.database) as store:
            yield StoreDesk(workspace, store, now)

    return opened


@contextmanager
def pool(workspace: Workspace) -> Iterator[Opener]:
    """An :func:`opener` that keeps each connection, with what SQLite has read for it, for the next caller."""
    idle: LifoQueue[Store] = LifoQueue()

    @contextmanager
    def opened(now: datetime) -> Iterator[Desk]:
        try:
            store = idle.get_nowait()
        except Empty:
            store = Store(workspace.database)
        try:
            yield StoreDesk(workspace, store, now)
        finally:
            idle.put(store)

    try:
        yield opened
    finally:
        while not idle.empty():
            idle.get().close()


class StoreDesk:
    """See :class:`littrack.triage.views.Desk`."""

    def __init__(self, workspace: Workspace, store: Store, now: datetime) -> None:
        self._workspace = workspace
        self._store = store
        self.now = now

    @cached_property
    def taxonomy(self) -> Taxonomy:
        """The survey's sections, as the file has them now."""
        return read_taxonomy(self._workspace.taxonomy_file)

    def overview(self, filters: Filters, page: int) -> Overview:
        """A page of pending candidates."""
        wanted = self._wanted(filters)
        shelf = self._store.candidates
        pending = shelf.count_pending(wanted)
        pages = max(-(-pending // ROWS), 1)
        page = min(page, pages)
        found = shelf.pending(wanted, ROWS, (page - 1) * ROWS)
        papers = self._store.papers.many([c.paper_id for c in found])
        weeks = self._store.digests.weeks()
        return Overview(
            rows=[Row(papers[c.paper_id], c) for c in found],
            pending=pending,
            page=page,
            pages=pages,
            counts=shelf.counts(),
            progress=self._progress(*weeks[0]) if weeks else None,
            issues=weeks[:100],
        )

    def _progress(self, issue: int, week: str) -> Progress:
        counts = self._store.candidates.counts(issue)
        total = sum(counts.values())
        return Progress(issue, week, total - counts.get(CandidateState.SUGGESTED, 0), total)

    def sheet(self, paper_id: str, filters: Filters, *, entry: bool = False) -> Sheet | None:
        """One paper of the store, candidate or not; with ``entry``, as it will stand in the list, too."""
        parsed = parse_arxiv_id(paper_id)
        paper = self._store.papers.get(parsed[0]) if parsed else None
        if paper is None:
            return None
        prediction = self._store.predictions.latest(paper.id)
        candidate = self._store.candidates.get(paper.id) or triage.not_proposed(self._store, paper, prediction)
        log = self._store.decisions.of(paper.id)
        wanted = self._wanted(filters)
        return Sheet(
            paper=paper,
            candidate=candidate,
            prediction=prediction,
            log=log,
            seen=rules.last_number(log),
            entries=preview.entries(self._workspace, self._store, self.taxonomy, paper, candidate, self.now) if entry else (),
            following=self._store.candidates.after(candidate, wanted),
            preceding=self._store.candidates.after(candidate, wanted, backwards=True),
            place=self._store.candidates.place(candidate, wanted),
        )

    def first(self, filters: Filters) -> str | None:
        """The most probable pending candidate."""
        found = self._store.candidates.pending(self._wanted(filters), 1)
        return found[0].paper_id if found else None

    def decide(self, decision: Decision, seen: int | None) -> Decided:
        """Append a decision."""
        return triage.decide(self._workspace, self._store, self.now, decision, seen)

    def unsubscribe(self, email: str) -> None:
        """Send no more mail to that address."""
        self._store.outbox.opt_out(email, self.now)

    def search(self, words: str, page: int) -> Hits:
        """Full-text search over all papers; an arXiv id finds its paper."""
        parsed = parse_arxiv_id(words)
        if parsed and self._store.papers.get(parsed[0]):
            return Hits(self._rows([parsed[0]]), 1)
        found = self._store.search.find(words, HITS, (page - 1) * HITS)
        return Hits(self._rows(found.ids), found.total, found.ranked)

    def _rows(self, ids: Sequence[str]) -> list[Row]:
        papers, candidates = self._store.papers.many(ids), self._store.candidates.many(ids)
        return [Row(papers[i], candidates.get(i)) for i in ids if i in papers]

    def history(self, before: int | None) -> Sequence[tuple[Decision, Paper | None]]:
        """The newest decisions."""
        found = self._store.decisions.recent(HISTORY, before)
        papers = self._store.papers.many([d.paper_id for d in found])
        return [(d, papers.get(d.paper_id)) for d in found]

    def issues(self) -> Sequence[IssueLine]:
        """All issues, the newest first."""
        counts = self._store.candidates.counts_by_issue()
        return [IssueLine(n, week, counts.get(n, {})) for n, week in self._store.digests.weeks()]

    def issue(self, number: int) -> tuple[Issue, Mapping[str, Candidate]] | None:
        """An issue, and how its candidates stand now."""
        found = self._store.digests.get(number)
        return (found, self._store.candidates.many([i.paper.id for i in found.items])) if found else None

    def ledger(self, start: date, end: date) -> Sequence[LedgerEntry]:
        """The ledger of these days."""
        return accounts(self._store, start, end)

    def model(self) -> ModelView | None:
        """The model in use, and whether a new one is due."""
        from littrack.pipeline import retrain  # only this page needs what models are made with

        models = self._store.models.all()
        champion = next((m for m in models if m.state == "champion"), None)
        if champion is None:
            return None
        others = [(m.id, m.created, m.state) for m in models if m is not champion][:20]
        state = retrain.due(self._workspace, self._store, self.now)
        return ModelView(champion.id, champion.card, others, state.reason, state.due)

    def change(self) -> Change:
        """What was accepted and is not on the list yet."""
        accepted = self._store.candidates.in_state(CandidateState.ACCEPTED)
        papers = self._store.papers.many([c.paper_id for c in accepted])
        rows = [Row(papers[c.paper_id], c) for c in accepted]
        return preview.change(self._workspace, self._store, self.taxonomy, rows, self.now)

    def health(self, *, read: bool = False) -> Health:
        """How the list is: references by section, and what they lack; with ``read``, what is wrong in the list itself."""
        try:
            references = self._store.references.all()
            counts = _counts(self.taxonomy, references)
            found = check_lists(self._workspace, self._store) if read else None
        except LittrackError as error:
            return Health(problems=(Problem(str(error)),))
        edits = None if found is None else [ListEdit(f"{name}, line {f.line}", f.found, f.edit) for name, f in found]
        return Health(counts, _remarks(references), edits, bool(self._workspace.settings.survey.lists))

    def drift(self) -> Sequence[Finding]:
        """What moves in the field."""
        return drift.findings(self._store, self.taxonomy, self.now)

    def _wanted(self, filters: Filters) -> Wanted:
        return Wanted(self.now.date(), filters.section, filters.issue, filters.at_least, filters.words)


def _counts(taxonomy: Taxonomy, references: Sequence[Reference]) -> list[SectionCount]:
    own = Counter(slug for reference in references for slug in reference.sections)
    total = Counter(above.slug for r in references for above in {s for slug in r.sections for s in taxonomy.path(slug)})
    return [SectionCount(s.heading, len(taxonomy.path(s.slug)) - 1, own[s.slug], total[s.slug]) for s in taxonomy.sections]


def _remarks(references: Sequence[Reference]) -> list[Problem]:
    lacking = {
        "stand in no section of the taxonomy": [r for r in references if not r.sections],
        "have neither an arXiv id nor a DOI nor an address": [r for r in references if not (r.arxiv_id or r.doi or r.url)],
    }
    return [Problem(f"{len(found)} references {what}, the first: {found[0].title}") for what, found in lacking.items() if found]
