"""What tests of arXiv's sources share: a clock that only sleeping moves, papers, a workspace that reads a replay."""

from datetime import date

from littrack.config import Settings, Workspace
from littrack.records import Paper


class FakeClock:
    """Seconds that pass only while somebody sleeps."""

    def __init__(self, start: float = 0.0):
        self.seconds = start

    def time(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        assert seconds >= 0
        self.seconds += seconds


def paper(number: int, day: date, categories=("cs.NI",)) -> Paper:
    return Paper(
        id=f"2602.{number:05d}",
        title=f"Paper {number} on networks & <links>",
        abstract=f"We show {number} < {number + 1}.",
        authors=("Ada Lovelace", "José Núñez"),
        categories=categories,
        announced=day,
    )


def workspace(tmp_path, server, **watch) -> Workspace:
    settings = {
        "survey": {"slug": "demo", "title": "Demo"},
        "watch": {
            "categories": ["cs.NI", "cs.IT"],
            "api_url": server.api_url,
            "feed_url": server.feed_url,
            "oai_url": server.oai_url,
            "interval": 0,
        }
        | watch,
    }
    return Workspace(root=tmp_path, settings=Settings.model_validate(settings))
