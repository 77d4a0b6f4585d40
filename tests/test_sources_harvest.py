"""A run of fetch as a whole: what is kept of four sources, catching up, kills, two at once, backfill, free queries."""

import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from arxiv_fakes import Arxiv, batch, paper, weeks
from littrack.cli.calendar import render
from littrack.errors import ConfigError, UsageError
from littrack.pipeline.calendar import Calendar, CalendarDay, calendar
from littrack.pipeline.fetch import _span
from littrack.records import DayState, LedgerEntry, Paper, Version
from littrack.sources import api, feed, oai, windows
from littrack.sources.replay import api as replay_api
from littrack.sources.replay import feed as replay_feed
from littrack.sources.replay import oai as replay_oai
from littrack.sources.replay.faults import Script
from littrack.sources.replay.world import Announcement, with_submission
from littrack.store.papers import merge

MON, TUE, WED = (date(2026, 2, d) for d in (2, 3, 4))


def from_each_source(true: Paper) -> dict[str, Paper]:
    """The record as each source gives it."""
    import arxiv

    now = datetime(2026, 2, 4, 12, tzinfo=UTC)
    page = replay_api.page([true], 1, 0, 1, {}, now).encode()
    text = replay_feed.rss("cs.NI updates on arXiv.org", "cs.NI", true.announced, now, [("new", true)])
    document = replay_oai.document(now, {}, f"<ListRecords>{replay_oai.record(true, MON)}</ListRecords>")
    return {
        "api": api.to_paper(arxiv._feed.parse(page).results[0]),
        "feed": feed.parse(text.encode()).items[0].paper,
        "oai": oai.parse(document.encode()).records[0].paper,
    }


def test_four_sources_one_record():
    true = replace(
        with_submission(paper(1, MON, ("cs.NI", "math.IT", "cs.IT"))),
        title="Über  Roldán's\n Łukasz & <b>bold</b>",
        doi="10.1/2",
        journal_ref="J. 1",
        comment="3 pages",
        versions=(Version(1, with_submission(paper(1, MON)).submitted, "D"),),
    )
    found = from_each_source(true)
    same = {name: (p.id, p.title, p.abstract, p.authors, p.categories, p.doi, p.journal_ref) for name, p in found.items()}
    assert same["api"] == same["oai"] == same["feed"]
    assert found["api"].categories == ("cs.NI", "cs.IT")
    assert (found["api"].submitted, found["api"].comment) == (found["oai"].submitted, found["oai"].comment)


def test_merging_is_the_same_in_any_order():
    true = replace(with_submission(paper(1, MON)), comment="3 pages", versions=(Version(1, None, "D"),))
    a, b, c = from_each_source(true).values()
    b = replace(b, announced=MON, authors=(" OpenAIRai",), categories=("cs.NI", "cs.LG"))
    orders = [merge(merge(x, y), z) for x, y, z in ((a, b, c), (b, c, a), (c, a, b), (c, b, a))]
    assert all(p == orders[0] for p in orders)
    assert (orders[0].authors, orders[0].announced, orders[0].comment) == (true.authors, MON, "3 pages")
    assert orders[0].categories == ("cs.NI", "cs.LG")
    assert merge(orders[0], a) == orders[0]


def test_a_paper_that_is_listed_in_a_watched_category_later(tmp_path):
    elsewhere = with_submission(paper(900, date(2026, 1, 20), ("cs.LG",)))
    listed = replace(elsewhere, categories=("cs.LG", "cs.NI"))
    more = [Announcement(date(2026, 1, 20), "new", elsewhere), Announcement(WED, "cross", listed, ("cs.NI",))]
    with Arxiv(tmp_path, [*weeks(), *more]) as arxiv:
        for day in (MON, TUE):
            arxiv.fetch(day)
            assert elsewhere.id not in arxiv.ids()
        arxiv.fetch(WED)
        kept = arxiv.store.papers.get(elsewhere.id)
        assert (kept.categories, kept.submitted, kept.announced) == (("cs.LG", "cs.NI"), elsewhere.submitted, WED)


def test_both_names_of_a_category_are_one(tmp_path):
    with Arxiv(tmp_path, batch(MON, 1, categories=("math.IT",)), categories=["cs.IT", "math.IT"]) as arxiv:
        assert arxiv.fetch(MON).new == 1
        assert arxiv.store.papers.get("2602.00001").categories == ("cs.IT",)
        assert [r.path for r in arxiv.server.requests if r.source == "feed"] == ["/rss/cs.IT"]


def test_after_a_week_off_the_ledger_says_so(tmp_path):
    with Arxiv(tmp_path, weeks()) as arxiv:
        arxiv.fetch(date(2026, 1, 30))
        report = arxiv.fetch(date(2026, 2, 10))
        days = [date(2026, 2, d) for d in (2, 3, 4, 5, 6, 9)]
        assert [arxiv.state(d) for d in days] == ["caught-up"] * 6
        assert arxiv.state(date(2026, 2, 10)) == "complete"
        assert report.caught_up[0] == "cs.NI 2026-02-02 to 2026-02-09 (6 days): 18 papers"
        assert {a.paper.id for a in arxiv.server.world.announcements if date(2026, 1, 28) <= a.day <= days[-1]} <= arxiv.ids()
        assert arxiv.fetch(date(2026, 2, 10)).caught_up == ()


def test_no_hole_is_left_behind_a_piece_that_failed(tmp_path):
    script = Script()
    world = weeks(date(2025, 10, 6), date(2026, 2, 6), a_day=1)
    with Arxiv(tmp_path, world, fault=script) as arxiv:
        arxiv.fetch(date(2025, 10, 20))
        script.on("oai", "F16", times=9).on("api", "F16")
        assert arxiv.fetch(WED).state == "degraded"
        assert [end.date() for _, end, _ in arxiv.store.ledger.windows("api", "cs.NI")] == [date(2025, 10, 20)]
        arxiv.fetch(WED, 12)
        assert {a.paper.id for a in world if date(2025, 10, 16) <= a.day <= WED} <= arxiv.ids()


def test_a_run_changes_nothing_the_second_time(tmp_path):
    with Arxiv(tmp_path, weeks()) as arxiv:
        arxiv.fetch(WED)
        before = list(arxiv.store.db.query("select * from papers")), arxiv.store.ledger.between(MON, WED)
        report = arxiv.fetch(WED)
        assert (report.state, report.new) == ("quiet", 0)
        assert (list(arxiv.store.db.query("select * from papers")), arxiv.store.ledger.between(MON, WED)) == before


def test_a_calendar_at_a_glance(tmp_path):
    with Arxiv(tmp_path, weeks()) as arxiv:
        arxiv.fetch(date(2026, 1, 30))
        arxiv.fetch(TUE)
        text = render(calendar(arxiv.store, date(2026, 1, 30), WED))
    assert text.splitlines()[:2] == ["               cs.IT     cs.NI", "Fri 01-30        3 ●       3 ●"]
    assert "Mon 02-02        3 ◍       3 ◍  was not fetched on the day" in text


def test_a_calendar_fits_the_terminal():
    names = ("cs.CL", "cs.IT", "cs.NI", "eess.SP", "math.ST", "query:a-query-with-a-long-name", "stat.ML")
    note = "F13 (api) export.arxiv.org answered HTTP 429 (x7)"
    entries = tuple(LedgerEntry("api", c, MON, DayState.COMPLETE, None, 1234, 0, "F02 the feed lacked 2") for c in names)
    text = render(Calendar(MON, MON, names, (CalendarDay(MON, True, entries, (note,)),)), width=60)
    lines = text.splitlines()
    assert max(map(len, lines)) <= 60
    assert [line.split() for line in lines if "cs.CL" in line or "stat.ML" in line] == [
        ["cs.CL", "cs.IT", "cs.NI", "eess.SP", "math.ST"],
        ["a-query-…", "stat.ML"],
    ]
    assert text.count("1234 ●") == 7
    assert text.count("F02 the feed lacked 2") == 1


def test_free_queries(tmp_path):
    found = [
        Announcement(MON, "new", with_submission(replace(paper(n, MON, ("cs.LG",)), title=title, authors=(who,))))
        for n, (title, who) in enumerate(
            (
                ("Large language models for wireless channels", "A. One"),
                ("Large language models for poetry", "A. One"),
                ("A survey of large language models for wireless", "A. One"),
                ("Something else", "Grace Hopper"),
            ),
            1,
        )
    ]
    queries = [
        {"name": "llm", "all": ["large language models"], "any": ["wireless", "6G"], "none": ["survey"]},
        {"name": "people", "authors": ["Grace Hopper"]},
    ]
    with Arxiv(tmp_path, found, categories=[], queries=queries) as arxiv:
        arxiv.fetch(MON)
        assert arxiv.ids() == {"2602.00001", "2602.00004"}
        assert arxiv.state(MON, "query:llm") == "complete"
        assert arxiv.fetch(TUE).new == 0


def test_a_query_for_nothing_is_refused(tmp_path):
    query = {"name": "x", "none": ["a"]}
    with Arxiv(tmp_path, [], categories=[], queries=[query]) as arxiv, pytest.raises(ConfigError, match="looks for nothing"):
        arxiv.fetch(MON)
    with Arxiv(tmp_path / "b", [], categories=[]) as arxiv, pytest.raises(ConfigError, match="nothing is watched"):
        arxiv.fetch(MON)


def test_backfill_is_resumed_and_tells_how_long_it_takes(tmp_path, monkeypatch):
    monkeypatch.setattr(windows, "A_SLICE", 20)
    world = weeks(date(2025, 9, 1), date(2026, 1, 30), a_day=1)
    with Arxiv(tmp_path, world) as arxiv:
        day = date(2026, 2, 14)
        report = arxiv.fetch(day, since=date(2025, 8, 25))
        said = arxiv.reports[-1][1]
        assert report.new == len({a.paper.id for a in world})
        assert any("papers in 6 slices" in line and "about 1 min" in line for line in said)
        assert any("slice 6 of 6 is in the store; about 0 min left" in line for line in said)
        asked = len(arxiv.server.requests)
        again = arxiv.fetch(day, since=date(2025, 8, 25))
        # What is older than the overlap is settled; only the last two weeks are asked for again.
        assert (again.new, len(again.windows)) == (0, 1)
        assert report.caught_up == again.caught_up == ()
        assert len(arxiv.server.requests) <= asked + 2
        with pytest.raises(UsageError, match="is before"):
            arxiv.fetch(day, since=day, until=day - timedelta(days=1))


def test_any_day_may_be_asked_for():
    now = datetime(2026, 2, 4, 6, tzinfo=UTC)
    # arXiv is asked for nothing before its time, and nothing that is to come.
    assert _span(date.min, date.max, now) == windows.Window(datetime(1986, 1, 1, 5, tzinfo=UTC), now)
    assert _span(date(2026, 2, 1), date(2026, 2, 2), now).end == datetime(2026, 2, 3, 5, tzinfo=UTC)
    assert _span(date(2031, 1, 1), None, now) == windows.Window(now, now)


def test_slices_are_longer_where_there_is_little():
    years = windows.Window(datetime(2016, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC))
    assert len(windows.slices(years)) == 118
    assert len(windows.slices(years, 9500)) == 10
    assert len(windows.slices(years, 10**6)) == 118
    assert windows.slices(years, 0) == [years]


def test_an_estimate_that_does_not_come_stops_no_backfill(tmp_path):
    script = Script().on("api", "F16")
    with Arxiv(tmp_path, weeks(), fault=script) as arxiv:
        report = arxiv.fetch(WED, since=date(2026, 1, 1))
        assert (report.state, report.new) == ("complete", len(weeks(last=WED)))
        assert any("refuses" in note for note in report.notes)


@pytest.mark.parametrize(("error", "told"), [(KeyboardInterrupt(), "stopped by hand"), (OSError(28, "Full"), "Full")])
def test_what_breaks_a_run_off_is_told_as_what_it_is(tmp_path, error, told):
    def stop(server, request, reply):
        stop.on = request.source == "oai"
        return reply

    with Arxiv(tmp_path, weeks(), fault=stop) as arxiv:
        sleep = arxiv.clock.sleep

        def interrupt(seconds):
            if getattr(stop, "on", False):
                raise error
            sleep(seconds)

        arxiv.clock.sleep = interrupt
        with pytest.raises(type(error)):
            arxiv.fetch(TUE)
        arxiv.clock.sleep = sleep
        arxiv.fetch(WED)
        assert f"littrack broke off: {told}" in arxiv.notes(TUE).replace("OSError [Errno 28] ", "")
        assert "killed" not in arxiv.notes(TUE)
        assert arxiv.state(TUE) == "complete"


CHILD = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from littrack.config import load_workspace
from littrack.pipeline.fetch import fetch
from littrack.sources.transport import Manners
from littrack.store import Store
home = load_workspace(Path(sys.argv[1]))
with Store(home.database) as store:
    patient = Manners(read=900)
    report = fetch(
        home, store, datetime(2026, 2, 4, 6, tzinfo=UTC), progress=lambda text: print(text, flush=True), manners=patient
    )
print(report.new, flush=True)
"""


def start(arxiv, stdout=subprocess.PIPE) -> subprocess.Popen:
    watch = arxiv.workspace.settings.watch
    (Path(arxiv.folder) / "littrack.toml").write_text(
        f'[survey]\nslug = "demo"\ntitle = "Demo"\n[watch]\ncategories = ["cs.NI", "cs.IT"]\ninterval = {watch.interval}\n'
        f'api_url = "{watch.api_url}"\nfeed_url = "{watch.feed_url}"\noai_url = "{watch.oai_url}"\n'
    )
    return subprocess.Popen([sys.executable, "-c", CHILD, str(arxiv.folder)], stdout=stdout, text=True)


@pytest.mark.slow
def test_two_processes_at_once_neither_double_nor_hurry(tmp_path):
    told, both = [tmp_path / "one.txt", tmp_path / "two.txt"], threading.Event()

    def hold(server, request, reply):
        both.wait()  # arXiv answers nobody until both are there
        return reply

    with Arxiv(tmp_path, weeks(), interval=0.1, fault=hold) as arxiv:
        arxiv.clock.seconds = datetime(2026, 2, 4, 6, tzinfo=UTC).timestamp()
        arxiv.server.referee.interval, arxiv.server.referee.clock = 0.1, time.monotonic
        with told[0].open("w") as first, told[1].open("w") as second:
            processes = [start(arxiv, first), start(arxiv, second)]
            while not any("another littrack is fetching" in path.read_text() for path in told):
                time.sleep(0.05)
            both.set()
            assert [p.wait() for p in processes] == [0, 0]
        texts = [path.read_text() for path in told]
        new = sorted(int(text.splitlines()[-1]) for text in texts)
        assert (new[0], new[1]) == (0, len(arxiv.ids()))
        assert sum("another littrack is fetching" in text for text in texts) == 1
        assert arxiv.server.breaches == []


@pytest.mark.slow
def test_killed_at_any_request_and_run_again(tmp_path):
    with Arxiv(tmp_path / "whole", weeks()) as whole:
        whole.fetch(WED)
        expected = whole.ids()
    for at in (1, 3, 5):
        victim: list[subprocess.Popen] = []

        def kill(server, request, reply, at=at, victim=victim):
            if request.number == at:
                os.kill(victim[0].pid, signal.SIGKILL)
            return reply

        with Arxiv(tmp_path / str(at), weeks(), fault=kill, interval=0.0) as arxiv:
            arxiv.clock.seconds = datetime(2026, 2, 4, 6, tzinfo=UTC).timestamp()
            arxiv.server.referee.interval = 0.0
            victim.append(start(arxiv))
            victim[0].communicate()
            assert victim[0].returncode == -signal.SIGKILL
            arxiv.fetch(WED)
            assert arxiv.ids() == expected
            assert "littrack was killed while it was fetching" in arxiv.notes(WED)
