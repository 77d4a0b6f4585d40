"""What the model reads of a paper or a reference."""

from __future__ import annotations

from dataclasses import dataclass

from littrack.records import Paper, Reference


@dataclass(frozen=True, slots=True)
class Text:
    """Title and, where there is one, abstract."""

    title: str
    abstract: str | None = None
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()


def of_paper(paper: Paper) -> Text:
    """The text of a paper."""
    return Text(paper.title, paper.abstract, paper.authors, paper.categories)


def of_reference(reference: Reference) -> Text:
    """The text of a reference."""
    return Text(reference.title, reference.abstract, reference.authors, reference.categories)
