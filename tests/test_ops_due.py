"""When jobs fall due: time zones, changes of the clocks, leap days, week 53, times without power, clocks that jump."""

from datetime import UTC, datetime, timedelta

import pytest

from littrack.pipeline import due, jobs
from littrack.records import RunState
from littrack.store import Store
from ops_world import make_workspace

BERLIN = '[digest]\ntimezone = "Europe/Berlin"\nday = "sunday"\nat = "02:30"\n'


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def timing(workspace, kind):
    return next(t for t in due.timings(workspace.settings) if t.kind == kind)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-03-28T12:00", "2026-03-22T01:30"),  # winter time
        ("2026-03-29T01:29", "2026-03-22T01:30"),  # the hour is skipped on the 29th: it falls due an hour later on the wall
        ("2026-03-29T01:30", "2026-03-29T01:30"),
        ("2026-10-25T00:30", "2026-10-25T00:30"),  # the hour comes twice: the first counts
        ("2026-10-25T01:30", "2026-10-25T00:30"),  # and the second is not due again
        ("2026-11-01T01:30", "2026-11-01T01:30"),
    ],
)
def test_the_change_of_the_clocks_makes_no_gap_and_no_double(tmp_path, now, expected):
    workspace = make_workspace(tmp_path, BERLIN)
    assert due.last_due(timing(workspace, "weekly"), workspace.settings, at(now)) == at(expected)


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/Sao_Paulo", "Australia/Lord_Howe", "Pacific/Apia", "UTC"])
@pytest.mark.parametrize("hour", ["00:00", "02:30", "23:59"])
def test_every_week_of_three_years_has_exactly_one_weekly_moment(tmp_path, zone, hour):
    workspace = make_workspace(tmp_path, f'[digest]\ntimezone = "{zone}"\nday = "thursday"\nat = "{hour}"\n')
    weekly, settings = timing(workspace, "weekly"), workspace.settings
    seen, now = set(), at("2026-01-03T00:00")
    while now < at("2029-01-03T00:00"):
        seen.add(due.last_due(weekly, settings, now))
        now += timedelta(hours=31)
    weeks = [due.week(settings, moment) for moment in sorted(seen)]
    assert len(weeks) == len(set(weeks))
    assert {"2026-W53", "2027-W01"} <= set(weeks)
    gaps = {b - a for a, b in zip(sorted(seen), sorted(seen)[1:], strict=False)}
    assert min(gaps) >= timedelta(days=6, hours=23)
    assert max(gaps) <= timedelta(days=7, hours=1)


def test_a_leap_day_and_the_first_of_the_month(tmp_path):
    workspace = make_workspace(tmp_path)
    assert due.last_due(timing(workspace, "daily"), workspace.settings, at("2028-02-29T12:00")) == at("2028-02-29T05:30")
    assert due.last_due(timing(workspace, "retrain"), workspace.settings, at("2028-02-29T12:00")) == at("2028-02-01T04:00")


def test_the_new_year_is_in_the_week_of_its_thursday(tmp_path):
    settings = make_workspace(tmp_path, BERLIN).settings
    assert due.week(settings, at("2027-01-01T12:00")) == "2026-W53"
    assert due.week(settings, at("2027-01-03T22:59")) == "2026-W53"
    assert due.week(settings, at("2027-01-03T23:00")) == "2027-W01"


@pytest.fixture
def world(tmp_path):
    workspace = make_workspace(tmp_path)
    with Store(workspace.database) as store:

        def job(kind, moment, state=RunState.COMPLETE):
            store.runs.end(store.runs.start(kind, at(moment)), state, 1.0)

        yield workspace.settings, store, job


def test_a_new_workspace_owes_a_daily_job_only(world):
    settings, store, _ = world
    assert due.owed(settings, store, at("2026-01-13T12:00")) == ["daily"]


def test_three_weeks_without_power_are_caught_up_by_one_job_of_each_kind(world):
    settings, store, job = world
    job("daily", "2025-12-21T05:30")
    job("health", "2025-12-20T06:30")
    assert due.owed(settings, store, at("2026-01-13T12:00")) == ["weekly", "retrain", "health"]
    job("weekly", "2026-01-13T12:01", RunState.DEGRADED)
    job("retrain", "2026-01-13T12:02", RunState.FAILED)
    assert due.owed(settings, store, at("2026-01-13T12:05")) == ["retrain", "health"]


def test_what_was_done_by_hand_is_not_owed(world):
    settings, store, job = world
    job("weekly", "2026-01-05T07:00")
    job("health", "2026-01-10T06:30")
    job("run", "2026-01-12T07:30")
    assert due.owed(settings, store, at("2026-01-12T12:00")) == []


def test_a_failed_week_is_owed_until_it_is_done(world):
    settings, store, job = world
    job("health", "2026-01-10T06:30")
    job("weekly", "2026-01-12T07:00", RunState.FAILED)
    assert due.owed(settings, store, at("2026-01-12T12:00")) == ["weekly"]


def test_a_clock_that_jumped_ahead_and_back_owes_nothing_twice(world):
    settings, store, job = world
    job("health", "2026-01-10T06:30")
    job("weekly", "2026-02-16T07:00")
    assert due.owed(settings, store, at("2026-01-12T12:00")) == []
    assert due.owed(settings, store, at("2026-02-16T07:01")) == ["retrain", "health"]


def test_a_job_is_undone_until_another_has_done_its_work(tmp_path):
    workspace = make_workspace(tmp_path)
    with Store(workspace.database) as store:
        store.runs.end(store.runs.start("fetch", at("2026-01-11T07:00")), RunState.FAILED, 1.0, "503")
        store.runs.start("weekly", at("2026-01-12T07:00"))  # and killed
        store.runs.end(store.runs.start("health", at("2026-01-12T07:01")), RunState.COMPLETE, 1.0)
        undone = due.undone(workspace, store)
        assert [(r.kind, r.note) for r in undone] == [("weekly", "killed before its end"), ("fetch", "503")]
        with jobs.recorded(workspace, store, "health", at("2026-01-12T08:00")):
            assert len(due.undone(workspace, store)) == 2  # the job that asks is not among them
        store.runs.end(store.runs.start("daily", at("2026-01-13T05:30")), RunState.COMPLETE, 1.0)
        assert [r.kind for r in due.undone(workspace, store)] == ["weekly"]
        store.runs.end(store.runs.start("weekly", at("2026-01-13T07:00")), RunState.DEGRADED, 1.0)
        assert due.undone(workspace, store) == []
