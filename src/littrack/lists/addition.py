"""A paper that is to be written into a list."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Addition:
    """An accepted paper as it is to be written into a list. ``sections`` are slugs of the taxonomy or headings of the list."""

    title: str
    sections: tuple[str, ...]
    authors: tuple[str, ...] = ()
    arxiv_id: str | None = None
    url: str | None = None
    doi: str | None = None
    code_url: str | None = None
    venue: str | None = None
    day: date | None = None
    abstract: str | None = None

    @property
    def link(self) -> str | None:
        """Where the paper is: the address given, else its abstract page at arXiv, else its DOI."""
        if self.arxiv_id:
            return f"https://arxiv.org/abs/{self.arxiv_id}"
        return self.url or (f"https://doi.org/{self.doi}" if self.doi else None)

    @property
    def dated(self) -> date | None:
        """The day given, else the month that the arXiv id names."""
        if self.day:
            return self.day
        found = re.fullmatch(r"(\d\d)(0[1-9]|1[0-2])\..*", self.arxiv_id or "")
        return date(2000 + int(found[1]), int(found[2]), 1) if found else None
