"""How long a backfill takes, told beforehand and on the way."""

from __future__ import annotations

from collections.abc import Callable

from littrack.sources.api import PAGE
from littrack.sources.transport import Transport


class Pace:
    """Tells a person how a backfill is getting on."""

    def __init__(self, pieces: int, transport: Transport, say: Callable[[str], None]) -> None:
        self._pieces, self._done, self._transport, self._say = pieces, 0, transport, say
        self._begun = transport.clock()

    def promise(self, papers: int, interval: float) -> None:
        """Before the work: how much it is, and how long arXiv's limits make it."""
        requests = papers // PAGE + self._pieces
        # A page takes arXiv some seconds beside the pause that it asks for.
        minutes = requests * (interval + 4) / 60
        self._say(f"{papers} papers in {self._pieces} slices, {requests} requests: about {minutes:.0f} min")

    def step(self) -> None:
        """A slice is done."""
        self._done += 1
        left = (self._transport.clock() - self._begun) / self._done * (self._pieces - self._done) / 60
        self._say(f"slice {self._done} of {self._pieces} is in the store; about {left:.0f} min left")
