"""A replay of arXiv on the loopback: query API, feeds and OAI-PMH over records of one's own, with arXiv's faults on command."""

from littrack.sources.replay.server import ReplayServer
from littrack.sources.replay.world import World

__all__ = ["ReplayServer", "World"]
