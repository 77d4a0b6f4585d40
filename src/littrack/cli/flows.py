"""The way from the command line to Prefect's flows, which nothing imports unless it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import entry_points
from typing import Any

from littrack.errors import UsageError


def entry(name: str) -> Callable[..., Any]:
    """The entry point ``run`` or ``schedule`` of the group ``littrack.flows``.

    Raises:
        UsageError: this installation has none.
    """
    found = list(entry_points(group="littrack.flows", name=name))
    if not found:
        raise UsageError("this installation of littrack has no flows", "install it again: `pip install littrack`")
    loaded: Callable[..., Any] = found[0].load()
    return loaded
