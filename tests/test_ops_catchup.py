"""After weeks without power, over a year's end, a leap day and a jump of the clock: one issue, no gap, no double."""

from datetime import UTC, date, datetime, timedelta

import pytest

from littrack.pipeline.run import run
from littrack.sources.replay import ReplayServer
from littrack.store import Store
from ops_world import make_workspace, papers

pytestmark = pytest.mark.slow


class World:
    """A workspace, its store, and arXiv at the moment of the last run."""

    def __init__(self, folder, start, days):
        self.now = datetime(start.year, start.month, start.day, 7, tzinfo=UTC)
        self.papers = papers(start, days)
        self.server = ReplayServer(self.papers, lambda: self.now)
        self.server.start()
        urls = f'api_url = "{self.server.api_url}"\nfeed_url = "{self.server.feed_url}"\noai_url = "{self.server.oai_url}"\n'
        self.workspace = make_workspace(folder, urls + "[model]\nthreshold = 0.02\n")
        self.store = Store(self.workspace.database)

    def run(self, moment):
        self.now = moment
        made = run(self.workspace, self.store, moment, sleep=lambda seconds: None).digest
        return self.store.digests.get(made.issue)

    def topical(self, until):
        """The papers on the survey's topic that are public at that moment."""
        return {p.id for p in self.papers if int(p.id[-2:]) == 0 and p.announced < until.date()}


@pytest.fixture
def world(tmp_path):
    made = []

    def make(start, days):
        made.append(World(tmp_path / "w", start, days))
        return made[-1]

    yield make
    for one in made:
        one.store.close()
        one.server.stop()


def shown(*issues):
    return [item.paper.id for issue in issues for item in issue.items]


@pytest.mark.parametrize(
    ("start", "week"),
    [(date(2026, 1, 5), "2026-W06"), (date(2026, 12, 14), "2027-W02"), (date(2028, 2, 14), "2028-W11")],
    ids=["plain", "week 53", "leap day"],
)
def test_three_weeks_of_downtime_make_one_issue_that_says_so(world, start, week):
    scene = world(start, 35)
    first_monday = scene.now + timedelta(days=7)
    first = scene.run(first_monday)
    second = scene.run(first_monday + timedelta(weeks=3))
    assert scene.store.digests.numbers() == [1, 2]
    assert second.week == week
    assert second.period_start == first.period_end + timedelta(days=1)
    assert len(shown(first, second)) == len(set(shown(first, second)))
    assert scene.topical(scene.now) <= set(shown(first, second))
    assert any("Weeks" in sentence for sentence in second.coverage.caught_up), second.coverage
    assert scene.run(scene.now + timedelta(hours=3)) == second


def test_a_clock_that_jumps_ahead_and_back_makes_no_double(world):
    scene = world(date(2026, 1, 5), 35)
    monday = scene.now + timedelta(days=7)
    first = scene.run(monday)
    ahead = scene.run(monday + timedelta(weeks=2))
    back = scene.run(monday + timedelta(days=1))
    after = scene.run(monday + timedelta(weeks=3))
    assert back.number == first.number
    assert len(shown(first, ahead, after)) == len(set(shown(first, ahead, after)))
    assert scene.topical(scene.now) <= set(shown(first, ahead, after))
