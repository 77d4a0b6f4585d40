"""The only SQL of littrack: one SQLite file, opened through sqlite-utils, with numbered migrations and WAL."""

from littrack.store.store import Store

__all__ = ["Store"]
