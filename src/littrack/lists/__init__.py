"""Lists: a document's bytes → references, and an accepted paper → a minimal edit of that document."""

from littrack.lists.reading import ListReading, read

__all__ = ["ListReading", "read"]
