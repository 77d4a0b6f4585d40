"""The only SQL of littrack: one SQLite file, opened through sqlite-utils, with numbered migrations and WAL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from littrack.store.store import Store

__all__ = ["Store"]


def __getattr__(name: str) -> Any:
    # A process that only makes rows has no use for the database's library, which takes half a second to load.
    if name == "Store":
        from littrack.store.store import Store

        return Store
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
