"""What moves in the field, from the store: on the page, and as a monthly note."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from littrack.config import Workspace
from littrack.records import CandidateState, Paper, Taxonomy, Verdict, known_day
from littrack.store import Store
from littrack.triage import drift, rules
from littrack.triage.drift import Addition
from littrack.triage.views import Finding
from littrack.workspace import read_taxonomy, write_atomically

MOST = 300  # candidates that are grouped
YEAR = timedelta(days=365)
TITLES = {
    "grows": "Sections that grow fast",
    "fits nowhere": "Candidates that fit no section",
    "quiet": "Sections gone quiet",
    "acceptance": "Acceptance",
}


def findings(store: Store, taxonomy: Taxonomy, now: datetime) -> Sequence[Finding]:
    """What stands out now: growing and quiet sections, candidates that fit none, falling acceptance."""
    today, log = now.date(), rules.in_force(store.decisions.all())
    dated = [(day, r) for r in store.references.all() if (day := known_day(r))]
    additions = [Addition(day, s) for day, r in dated for s in r.sections[:1]]
    listed = store.references.arxiv_ids()
    additions += [
        Addition(d.at.date(), d.sections[0])
        for d in log
        if d.verdict is Verdict.ACCEPT and d.sections and d.paper_id not in listed
    ]
    proposed = [Addition(day, section) for day, section in store.candidates.proposed_sections()]
    return [
        *drift.growing(additions, taxonomy, today),
        *drift.unplaced(_unplaced(store, today)),
        *drift.quiet(additions, proposed, taxonomy, today),
        *drift.acceptance(log, today),
    ]


def _unplaced(store: Store, today: date) -> list[tuple[tuple[str, ...], list[Paper]]]:
    states = (CandidateState.SUGGESTED, CandidateState.POSTPONED, CandidateState.ACCEPTED)
    recent = [c.paper_id for c in store.candidates.in_state(*states)]
    chances = store.predictions.unplaced(recent)
    papers = (store.papers.many(list(chances)) if any(chances.values()) else {}).values()
    order = [p for p in papers if p.submitted is None or p.submitted.date() > today - YEAR][:MOST]
    from littrack.model.clusters import clusters

    found = clusters([f"{p.title}. {p.abstract or ''}" for p in order])
    grouped = [(words, [order[n] for n in members]) for words, members in found]
    return [(words, group) for words, group in grouped if drift.fits_nowhere([chances[p.id] for p in group])]


@dataclass(frozen=True, slots=True)
class Note:
    """The month's note and where it was written."""

    month: str
    path: Path
    findings: Sequence[Finding]


def monthly(workspace: Workspace, store: Store, now: datetime) -> Note:
    """Write the note of the month of ``now`` to ``reports/drift/``: what the month before brought, and what stands out."""
    month, taxonomy = f"{now:%Y-%m}", read_taxonomy(workspace.taxonomy_file)
    found = findings(store, taxonomy, now)
    path = workspace.reports / "drift" / f"{month}.md"
    write_atomically(path, drift.note(found, month, TITLES, _before(store, taxonomy, now.date())).encode())
    return Note(month, path, found)


def _before(store: Store, taxonomy: Taxonomy, today: date) -> drift.Month:
    end = today.replace(day=1)
    start = (end - timedelta(days=1)).replace(day=1)
    decided = drift.decided_in(rules.in_force(store.decisions.all()), start, end)
    taken = {d.paper_id: d.sections[0] for d in decided if d.verdict is Verdict.ACCEPT and d.sections}
    papers = store.papers.many(list(taken))
    accepted = [(papers[i], taxonomy.heading(slug)) for i, slug in taken.items() if i in papers]
    return drift.Month(f"{start:%B %Y}", len({d.paper_id for d in decided}), accepted)
