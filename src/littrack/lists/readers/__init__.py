"""One file a format. A reader has ``likelihood(document)``, 0 to 1, and ``read(document) -> Draft``; adding a file adds a format."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import Protocol

from littrack.lists.entry import Document, Draft


class Reader(Protocol):
    """What a module of this package offers."""

    __name__: str

    def likelihood(self, document: Document) -> float:
        """How sure the reader is, 0 to 1, that the document is of its format; looks at the text, not at the name."""

    def read(self, document: Document) -> Draft:
        """The entries of the document."""


@cache
def readers() -> tuple[Reader, ...]:
    """All readers, in the order of their names."""
    found = sorted(m.name for m in pkgutil.iter_modules(__path__) if not m.name.startswith("_"))
    return tuple(importlib.import_module(f"{__name__}.{name}") for name in found)


def choose(document: Document) -> Reader:
    """The reader that is surest of the document."""
    return max(readers(), key=lambda r: r.likelihood(document))
