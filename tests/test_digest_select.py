"""What goes into an issue, through the store: weeks, growing, catching up, coverage, clocks."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from tests.digests import NOW, add, ledger, make_workspace, week_later

from littrack.digest.select import first_day
from littrack.digest.weeks import local_day, monday, week_of, weeks_between
from littrack.errors import DeliveryError, ModelError, UsageError
from littrack.pipeline import digest
from littrack.records import DayState, RunState
from littrack.store import Store


@pytest.fixture
def workspace(tmp_path):
    return make_workspace(tmp_path)


@pytest.fixture
def store(workspace):
    with Store(workspace.database) as opened:
        yield opened


def test_weeks_of_years_ends_leap_days_and_time_zones():
    assert week_of(date(2026, 12, 31)) == week_of(date(2027, 1, 3)) == "2026-W53"
    assert week_of(date(2024, 2, 29)) == "2024-W09"
    assert monday("2026-W53") == date(2026, 12, 28)
    assert weeks_between("2026-W52", "2027-W02") == ["2026-W53", "2027-W01"]
    berlin = ZoneInfo("Europe/Berlin")
    assert local_day(datetime(2026, 3, 29, 22, 30, tzinfo=UTC), berlin) == date(2026, 3, 30)
    assert local_day(datetime(2026, 3, 28, 22, 30, tzinfo=UTC), berlin) == date(2026, 3, 28)
    with pytest.raises(ValueError):
        local_day(datetime(2026, 3, 28), berlin)  # noqa: DTZ001


def test_the_best_up_to_the_cap_and_the_rest_waits(workspace, store):
    add(store, NOW, 0.55, 0.95, 0.9, 0.85, 0.8, 0.75, 0.1)
    report = digest.make(workspace, store, NOW)
    issue = store.digests.get(report.issue)
    assert [i.prediction.relevance for i in issue.items] == [0.95, 0.9, 0.85, 0.8, 0.75]
    assert (issue.coverage.above_threshold, issue.coverage.held_back, issue.coverage.read) == (6, 1, 7)
    later = store.digests.get(digest.make(workspace, store, week_later(NOW)).issue)
    assert [i.prediction.relevance for i in later.items] == [0.55]
    assert later.number == 2
    assert later.coverage.read == 0


def test_a_second_run_changes_no_byte_and_an_open_issue_grows(workspace, store):
    add(store, NOW, 0.9)
    first = digest.make(workspace, store, NOW)
    before = {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in first.paths}
    second = digest.make(workspace, store, NOW + timedelta(days=2))
    assert not second.changed
    assert before == {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in second.paths}
    add(store, NOW + timedelta(days=2), 0.8, first=2)
    grown = digest.make(workspace, store, NOW + timedelta(days=3))
    assert (grown.issue, grown.candidates, grown.changed) == (1, 2, True)
    assert store.digests.get(1).period_end == date(2026, 1, 8)


def test_three_weeks_of_downtime_are_one_issue_that_says_so(workspace, store):
    add(store, NOW, 0.9)
    digest.make(workspace, store, NOW)
    add(store, week_later(NOW, 4), 0.8, first=2)
    report = digest.make(workspace, store, week_later(NOW, 4))
    issue = store.digests.get(2)
    assert store.digests.numbers() == [1, 2]
    assert issue.period_start == date(2026, 1, 6)
    assert "Weeks 2026-W03 to 2026-W05 had no issue" in issue.coverage.caught_up[0]
    assert "had no issue" in report.paths[1].read_text()


def test_failures_are_told_and_later_mended(workspace, store):
    ledger(store, date(2026, 1, 5), DayState.FAILED)
    report = digest.make(workspace, store, NOW)
    assert (report.outcome, report.coverage.failed) == (RunState.FAILED, ("cs.NI: 5 Jan could not be read.",))
    assert report.paths[1].read_text().startswith("INCOMPLETE: cs.NI: 5 Jan could not be read.")
    ledger(store, date(2026, 1, 5), DayState.CAUGHT_UP, at=NOW + timedelta(days=8))
    ledger(store, date(2026, 1, 12), at=week_later(NOW))
    later = digest.make(workspace, store, week_later(NOW))
    assert (later.outcome, later.coverage.failed) == (RunState.QUIET, ())
    assert later.coverage.caught_up == ("5 Jan came late and is complete now.",)


def test_categories_that_failed_alike_are_told_in_one_sentence(workspace, store):
    for category in ("cs.NI", "cs.IT", "eess.SP"):
        ledger(store, date(2026, 1, 5), DayState.SHORT if category == "eess.SP" else DayState.FAILED, category=category)
    told = digest.make(workspace, store, NOW).coverage.failed
    assert told == ("cs.IT, cs.NI: 5 Jan could not be read.", "eess.SP: 5 Jan came short.")


def test_a_day_that_another_source_read_has_not_failed(workspace, store):
    ledger(store, date(2026, 1, 5), DayState.FAILED)
    from littrack.records import LedgerEntry

    store.ledger.record([LedgerEntry("api", "cs.NI", date(2026, 1, 5), DayState.COMPLETE, 3, 3, 3, "", NOW)])
    assert digest.make(workspace, store, NOW).coverage.failed == ()


def test_a_quiet_week_shows_what_came_nearest_without_proposing_it(workspace, store):
    add(store, NOW, 0.3, 0.2)
    report = digest.make(workspace, store, NOW)
    assert (report.outcome, report.candidates) == (RunState.QUIET, 0)
    assert [i.prediction.relevance for i in store.digests.get(1).near] == [0.3, 0.2]
    assert "came nearest to 50\u00a0%" in report.paths[1].read_text()
    assert store.candidates.get("2601.00001") is None


def test_a_clock_that_jumped_ahead_and_back_leaves_no_gap(workspace, store):
    digest.make(workspace, store, NOW)
    digest.make(workspace, store, datetime(2030, 5, 6, 6, tzinfo=UTC))
    add(store, week_later(NOW), 0.9)
    digest.make(workspace, store, week_later(NOW))
    issue = store.digests.get(3)
    assert (issue.week, issue.period_start, issue.period_end) == ("2026-W03", date(2026, 1, 6), date(2026, 1, 12))
    assert not digest.make(workspace, store, week_later(NOW)).changed


def test_a_past_week_does_not_grow_when_the_clock_steps_back(workspace, store):
    digest.make(workspace, store, NOW)
    digest.make(workspace, store, week_later(NOW))
    add(store, NOW, 0.9)
    back = digest.make(workspace, store, NOW + timedelta(days=6))
    assert (back.issue, back.changed, back.candidates) == (1, False, 0)


def test_the_first_period_begins_with_what_is_known():
    assert first_day(date(2026, 1, 5), None, None, 7) == date(2025, 12, 30)
    assert first_day(date(2026, 1, 5), None, date(2025, 10, 1), 7) == date(2025, 10, 1)


def test_every_stored_issue_is_made_again_byte_by_byte(workspace, store):
    add(store, NOW, 0.9, 0.8)
    first = digest.make(workspace, store, NOW)
    before = [p.read_bytes() for p in first.paths]
    for path in first.paths:
        path.unlink()
    add(store, week_later(NOW), 0.9, first=9)
    digest.make(workspace, store, week_later(NOW))
    assert [p.read_bytes() for p in digest.again(workspace, store, 1).paths] == before


def test_no_model_and_no_such_issue_say_what_to_do(workspace, store):
    with pytest.raises(UsageError, match="none has been made yet"):
        digest.again(workspace, store, 7)
    store.db.execute("delete from models")
    with pytest.raises(ModelError, match="littrack train"):
        digest.make(workspace, store, NOW)


@pytest.mark.parametrize(("first", "zone"), [(date(2026, 10, 12), "Europe/Berlin"), (date(2028, 2, 14), "America/New_York")])
def test_every_week_has_one_issue_and_every_day_one_week(tmp_path, first, zone):
    """Over the ends of summer time, week 53, a leap day and the start of summer time, made at 00:30 local on Mondays."""
    workspace = make_workspace(tmp_path / "zone")
    settings = workspace.settings
    there = settings.digest.model_copy(update={"timezone": zone})
    workspace = workspace.model_copy(update={"settings": settings.model_copy(update={"digest": there})})
    with Store(workspace.database) as opened:
        for n in range(14):
            day = first + timedelta(weeks=n)
            at = datetime(day.year, day.month, day.day, 0, 30, tzinfo=ZoneInfo(zone)).astimezone(UTC)
            assert digest.make(workspace, opened, at).issue == n + 1
        issues = [opened.digests.get(n) for n in opened.digests.numbers()]
    assert [i.week for i in issues] == [week_of(first + timedelta(weeks=n)) for n in range(14)]
    for before, after in pairwise(issues):
        assert after.period_start == before.period_end + timedelta(days=1)
        assert not after.coverage.caught_up


def test_a_folder_that_cannot_be_written_keeps_the_issue_and_says_what_to_do(workspace, store):
    add(store, NOW, 0.9)
    workspace.reports.write_text("in the way")
    with pytest.raises(DeliveryError, match="cannot be written"):
        digest.make(workspace, store, NOW)
    workspace.reports.unlink()
    assert digest.make(workspace, store, NOW).paths[0].is_file()
