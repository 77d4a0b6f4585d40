"""Training as an event: from references, decisions and the unlabelled stream to a model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from littrack.config import ModelSettings
from littrack.errors import ModelError
from littrack.model.bundle import Model, taxonomy_headings
from littrack.model.evidence import Shelf
from littrack.model.meanings import Meanings
from littrack.model.relevance import Relevance
from littrack.model.sections import Sections
from littrack.model.text import Text, of_paper, of_reference
from littrack.records import Decision, Kind, Paper, Reason, Reference, Taxonomy, Verdict

# For sections, a maintainer's own verdict on a paper of this very stream says more than an old entry of the list.
ACCEPTED_WEIGHT = 2.0


@dataclass(frozen=True, slots=True)
class TrainingSet:
    """What relevance and sections are fitted on. ``positives`` are the references and, behind them, the accepted papers.

    ``in_stream`` tells which of them were read from arXiv too, and so are missing among ``unlabelled``.
    """

    taxonomy: Taxonomy
    positives: tuple[Reference, ...]
    weights: tuple[float, ...]
    unlabelled: tuple[Text, ...] = ()
    rejects: tuple[Text, ...] = ()
    in_stream: tuple[bool, ...] = ()


def gather(
    taxonomy: Taxonomy, references: Sequence[Reference], papers: dict[str, Paper], decisions: Sequence[Decision]
) -> TrainingSet:
    """Turn what the store knows into examples; pure.

    An accepted paper is a positive with its sections; one rejected as off-topic is a hard negative. Any other verdict says
    nothing about relevance. References without an abstract take that of the arXiv record, where the store has it.

    Args:
        taxonomy: the survey's sections.
        references: the survey's lists.
        papers: the arXiv records, by id.
        decisions: the log, the oldest first; the last word on a paper counts.
    """
    verdicts = standing(decisions)
    known = {r.arxiv_id for r in references if r.arxiv_id}
    accepted = [
        d for d in verdicts.values() if d.verdict is Verdict.ACCEPT and d.paper_id in papers and d.paper_id not in known
    ]
    off_topic = [d.paper_id for d in verdicts.values() if d.verdict is Verdict.REJECT and d.reason is Reason.OFF_TOPIC]
    listed = [_enriched(r, papers.get(r.arxiv_id or "")) for r in references if r.kind is Kind.PAPER and r.title.strip()]
    added = [_accepted(papers[d.paper_id], d) for d in accepted]
    # A paper rejected as off topic is what most of the stream is: it stays there.
    settled = known | (verdicts.keys() - set(off_topic))
    return TrainingSet(
        taxonomy=taxonomy,
        positives=(*listed, *added),
        weights=(1.0,) * len(listed) + (ACCEPTED_WEIGHT,) * len(added),
        unlabelled=tuple(of_paper(p) for key, p in sorted(papers.items()) if key not in settled),
        in_stream=(*(r.arxiv_id in papers for r in listed), *(True for _ in added)),
        rejects=tuple(of_paper(papers[key]) for key in sorted(off_topic) if key in papers and key not in known),
    )


def standing(decisions: Sequence[Decision]) -> dict[str, Decision]:
    """The decision that stands for each paper, after undoing what was undone."""
    undone: set[int | None] = set()
    found: dict[str, Decision] = {}
    for d in reversed(decisions):
        if d.number in undone:
            continue
        if d.verdict is Verdict.UNDO:
            undone.add(d.undoes)
        else:
            found.setdefault(d.paper_id, d)
    return found


def fit(examples: TrainingSet, settings: ModelSettings, seed: int = 0, meanings: Meanings | None = None) -> Model:
    """Fit a model. The same examples, settings and seed give the same model, byte by byte.

    Args:
        examples: what it is fitted on.
        settings: the workspace's.
        seed: settles samples and folds.
        meanings: what words mean, where that is known; default: what the stream teaches.

    Raises:
        ModelError: there is not a single reference with a title.
    """
    if not examples.positives:
        raise ModelError("there is nothing to learn from", "name a list with at least one paper: `littrack import LIST`")
    texts = [of_reference(r) for r in examples.positives]
    relevance = Relevance.fit(
        texts,
        examples.unlabelled,
        rejects=examples.rejects,
        accepted=[w != 1.0 for w in examples.weights],
        headings=taxonomy_headings(examples.taxonomy),
        in_stream=examples.in_stream or None,
        usual=settings.expected_share,
        seed=seed,
    )
    threshold, low, high = relevance.threshold(settings.recall)
    if settings.threshold is not None:
        threshold = settings.threshold
    return Model(
        relevance=relevance,
        sections=Sections.fit(
            texts,
            [r.sections for r in examples.positives],
            examples.taxonomy,
            examples.weights,
            settings.embeddings,
            meanings or Meanings.of_stream(examples.unlabelled),
        ),
        shelf=Shelf.of(examples.positives, texts),
        taxonomy=examples.taxonomy,
        threshold=threshold,
        threshold_interval=(low, high),
    )


def _enriched(reference: Reference, paper: Paper | None) -> Reference:
    if paper is None:
        return reference
    return replace(
        reference,
        abstract=reference.abstract or paper.abstract,
        authors=reference.authors or paper.authors,
        categories=reference.categories or paper.categories,
        submitted=reference.submitted or paper.submitted,
    )


def _accepted(paper: Paper, decision: Decision) -> Reference:
    return Reference(
        key=f"arxiv:{paper.id}",
        title=paper.title,
        authors=paper.authors,
        arxiv_id=paper.id,
        sections=decision.sections,
        added=decision.at.date(),
        abstract=paper.abstract,
        categories=paper.categories,
        submitted=paper.submitted,
    )
