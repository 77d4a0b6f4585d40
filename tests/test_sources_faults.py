"""What littrack does with each of arXiv's faults; docs/sources.md has the table."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from arxiv_fakes import Arxiv, batch, paper, weeks
from littrack.errors import SourceError
from littrack.records import Version
from littrack.sources import api, feed, oai
from littrack.sources.replay import World
from littrack.sources.replay import feed as replay_feed
from littrack.sources.replay.faults import Script
from littrack.sources.replay.world import Announcement, with_submission
from littrack.sources.transport import GarbageError

MON, TUE, WED = (date(2026, 2, d) for d in (2, 3, 4))


@pytest.fixture
def script():
    return Script()


@pytest.fixture
def arxiv(tmp_path, script):
    with Arxiv(tmp_path, weeks(), fault=script) as arxiv:
        arxiv.fetch(MON)
        yield arxiv


def announced(arxiv, last, first=date(2026, 1, 28)):
    return {a.paper.id for a in arxiv.server.world.announcements if first <= a.day <= last}


def test_f01_a_stale_feed_is_stale_not_quiet(arxiv, script):
    script.on("feed", "F01", times=2, where=lambda r: r.path.endswith("cs.NI"))
    arxiv.fetch(TUE)
    assert arxiv.state(TUE, source="feed") == "stale"
    assert "F01 the feed of 2026-02-03 repeats the batch of 2026-02-02" in arxiv.notes(TUE)
    assert arxiv.state(TUE) == "complete"
    assert announced(arxiv, TUE) <= arxiv.ids()


def test_f01_the_other_form_of_a_stale_feed_is_asked_for(arxiv, script):
    script.on("feed", "F01", where=lambda r: r.path == "/rss/cs.NI")
    arxiv.fetch(TUE)
    assert [r.path for r in arxiv.server.requests][-6:][0:3] != []
    assert any(r.path == "/atom/cs.NI" for r in arxiv.server.requests)
    assert arxiv.state(TUE, source="feed") == "complete"
    assert "its Atom form has the new one" in arxiv.notes(TUE)


def test_f01_a_weekend_does_not_make_one_forget_fridays_batch(arxiv, script):
    script.on("feed", "F01", times=9, where=lambda r: arxiv.clock.time() > datetime(2026, 2, 8, tzinfo=UTC).timestamp())
    for day in (6, 7, 8):
        arxiv.fetch(date(2026, 2, day))
    assert arxiv.state(date(2026, 2, 8), source="feed") == "stale"


def test_f02_a_feed_without_half_its_papers(arxiv, script):
    script.on("feed", "F02", times=2)
    arxiv.fetch(TUE)
    assert announced(arxiv, TUE) <= arxiv.ids()
    assert "F02 the feed lacked" in arxiv.notes(TUE) + arxiv.notes(TUE, "cs.IT")


def test_f03_a_batch_that_comes_late(tmp_path):
    saturday = date(2026, 1, 31)
    friday = batch(date(2026, 1, 30), 900)
    with Arxiv(tmp_path, [*friday, *batch(saturday, 901)]) as arxiv:
        arxiv.fetch(date(2026, 1, 30))
        arxiv.fetch(saturday)
        assert "F03 the batch came late" in arxiv.notes(date(2026, 1, 30))
        assert arxiv.store.papers.get("2602.00901").announced == date(2026, 1, 30)


def test_f04_an_empty_feed_is_quiet_only_where_all_agree(arxiv, script, tmp_path):
    script.on("feed", "F04", where=lambda r: r.path.endswith("cs.NI"))
    arxiv.fetch(TUE)
    assert arxiv.state(TUE, source="feed") == "pending"
    assert arxiv.state(TUE) == "complete"
    with Arxiv(tmp_path / "holiday", [a for a in weeks() if a.day != WED]) as holiday:
        holiday.fetch(TUE)
        assert holiday.fetch(WED).state == "quiet"
        assert holiday.state(WED) == "quiet"


@pytest.mark.parametrize("name", ["F05", "F05-text", "F05-empty", "F06", "F06-break", "F10", "bomb", "F28"])
@pytest.mark.parametrize("source", ["api", "oai", "feed"])
def test_a_broken_answer_is_asked_for_again(arxiv, script, source, name):
    script.on(source, name)
    report = arxiv.fetch(TUE)
    assert report.state == "complete"
    assert announced(arxiv, TUE) <= arxiv.ids()
    assert len(report.notes) == 1
    assert arxiv.notes(TUE)


@pytest.mark.parametrize("name", ["F05", "F06", "F28", "F16"])
def test_a_source_that_stays_broken_is_named_and_another_stands_in(arxiv, script, name):
    script.on("api", name, times=99)
    report = arxiv.fetch(TUE)
    assert report.state == "degraded"
    assert any(f.startswith("api cs.NI, cs.IT: ") for f in report.failed)
    assert arxiv.state(TUE, source="api") == "failed"
    assert arxiv.state(TUE) == "complete"
    assert announced(arxiv, TUE) <= arxiv.ids()


def test_f05_an_error_with_status_200_is_asked_again_and_then_refused(arxiv, script):
    script.on("api", "F05-error", times=2)
    assert arxiv.fetch(TUE).state == "complete"
    script.on("api", "F05-error", times=9)
    assert "refuses the query: internal error" in arxiv.fetch(WED).failed[0]


@pytest.mark.parametrize("name", ["F07", "F09"])
def test_f07_f09_pages_that_lack_papers(arxiv, script, name):
    script.on("api", name)
    report = arxiv.fetch(TUE)
    assert report.state == "complete"
    assert name in arxiv.notes(TUE)


def test_f09_one_page_again_and_again_ends_soon(tmp_path):
    def first_page(server, request, reply):
        if request.source != "api":
            return reply
        first.setdefault(request.asked["search_query"], re.sub(rb"(totalResults[^>]*>)\d+", rb"\g<1>1069", reply.body))
        return replace(reply, body=first[request.asked["search_query"]])

    first = {}
    with Arxiv(tmp_path, weeks(), fault=first_page) as arxiv:
        report = arxiv.fetch(MON)
        assert "page 2 of 1069 results" in report.failed[0]
        assert len(arxiv.server.requests) < 20


@pytest.mark.parametrize("body", [b"<GetRecord><record/></GetRecord>", b""])
def test_f05_another_oai_answer_than_the_one_asked_for(tmp_path, body):
    def other(server, request, reply):
        if request.source != "oai":
            return reply
        head = b"<OAI-PMH xmlns='http://www.openarchives.org/OAI/2.0/'><responseDate>2026-02-02T06:00:00Z</responseDate>"
        return replace(reply, body=head + body + b"</OAI-PMH>")

    with Arxiv(tmp_path, weeks(), fault=other) as arxiv:
        assert any("another OAI-PMH answer" in what for what in arxiv.fetch(MON).failed)
        assert arxiv.store.ledger.windows("oai", "cs.NI") == []


def test_f08_a_query_that_finds_nothing_any_more_is_not_believed(arxiv, script):
    script.on("api", "F08", times=2)
    report = arxiv.fetch(TUE)
    assert report.state == "complete"
    assert "F08 (api) the query API lacks" in arxiv.notes(TUE)
    assert report.waited >= 120
    script.on("api", "F08", times=99)
    assert "lacks" in arxiv.fetch(WED).failed[0]


def test_f11_abstracts_are_kept_as_they_are():
    odd = "Given <subject, relation, object> & <class-name>, AT&T's M\\&M is 5 &lt; 6."
    first = with_submission(replace(paper(1, TUE), abstract=odd))
    text = replay_feed.rss("cs.NI updates on arXiv.org", "cs.NI", TUE, datetime(2026, 2, 3, 5, tzinfo=UTC), [("new", first)])
    assert feed.parse(text.encode()).items[0].paper.abstract == odd


def test_f12_what_feedparser_takes_for_an_empty_feed_is_refused():
    for body in (b"", b"<html><body>hello</body></html>", b"Rate exceeded.", b"<rss version='0.91'><channel/></rss>"):
        with pytest.raises(GarbageError):
            feed.parse(body)


@pytest.mark.parametrize(("name", "fault"), [("F13", "F13"), ("F13-after", "F13"), ("F14", "F14"), ("F15", "F15")])
def test_f13_f14_f15_arxiv_says_not_now(arxiv, script, name, fault):
    script.on("*", name, times=3)
    report = arxiv.fetch(TUE)
    assert report.state == "complete"
    assert fault in arxiv.notes(TUE)
    assert report.waited >= {"F13": 60 + 120 + 240, "F13-after": 3 * 1800, "F14": 3 * 600, "F15": 420}[name]
    said = arxiv.reports[-1][1]
    assert any("asks to slow down" in line for line in said)


def test_f13_a_run_ends_softly_and_the_next_one_catches_up(arxiv, script):
    script.on("*", "F13", times=9999)
    with pytest.raises(SourceError, match=r"asks to slow down.*catches up"):
        arxiv.fetch(TUE)
    assert arxiv.state(TUE) == "failed"
    assert arxiv.clock.time() - datetime(2026, 2, 3, 6, tzinfo=UTC).timestamp() < 4 * 3600
    script._orders.clear()
    report = arxiv.fetch(date(2026, 2, 5))
    assert arxiv.state(TUE) == "caught-up"
    assert report.caught_up[0].startswith("cs.NI 2026-02-03 to 2026-02-04 (2 days): 6 papers")
    assert announced(arxiv, date(2026, 2, 5)) <= arxiv.ids()


def test_f16_a_query_that_is_refused_is_not_asked_again(arxiv, script):
    script.on("api", "F16", times=9)
    before = len([r for r in arxiv.server.requests if r.source == "api"])
    arxiv.fetch(TUE)
    assert len([r for r in arxiv.server.requests if r.source == "api"]) == before + 1


def test_f16_windows_of_too_many_papers_are_parted(tmp_path, monkeypatch):
    monkeypatch.setattr(api, "MOST", 20)
    with Arxiv(tmp_path, weeks()) as arxiv:
        arxiv.fetch(date(2026, 2, 14), since=date(2026, 1, 12), until=date(2026, 2, 13))
        since = datetime(2026, 1, 12, 5, tzinfo=UTC)
        assert arxiv.ids() == {a.paper.id for a in arxiv.server.world.announcements if a.paper.submitted >= since}


def test_f17_papers_that_come_late_to_a_source(arxiv, script):
    script.on("*", "F17", times=9, where=lambda r: r.source != "feed")
    arxiv.fetch(TUE)
    assert announced(arxiv, TUE) <= arxiv.ids()  # the feed had them
    assert arxiv.state(TUE) == "short"
    assert "F17 lacks 3 papers" in arxiv.notes(TUE)
    script._orders.clear()
    arxiv.fetch(WED)
    assert arxiv.state(TUE) == "caught-up"


def test_f18_a_paper_that_was_held_for_13_days(tmp_path):
    held = with_submission(paper(999, WED), 13)
    with Arxiv(tmp_path, [*weeks(), Announcement(WED, "new", held)]) as arxiv:
        for day in range(19, 31):
            arxiv.fetch(date(2026, 1, day))
        for day in (2, 3, 4):
            arxiv.fetch(date(2026, 2, day))
        assert arxiv.store.papers.get(held.id).announced == WED
        assert "F18 1 had been held back" in arxiv.notes(WED)


def test_f19_f20_a_later_version_is_no_new_paper(tmp_path):
    first = with_submission(paper(1, MON))
    versions = [
        replace(first, version=n, versions=tuple(Version(k, first.submitted, "D") for k in range(1, n + 1)))
        for n in range(2, 8)
    ]
    later = [Announcement(TUE, "new", versions[0]), Announcement(WED, "replace", versions[-1])]
    with Arxiv(tmp_path, [*batch(MON, 1), *later]) as arxiv:
        assert arxiv.fetch(MON).new == 1
        assert arxiv.fetch(TUE).new == 0
        assert arxiv.fetch(WED).new == 0
        kept = arxiv.store.papers.get(first.id)
        assert (kept.version, len(kept.versions), kept.announced) == (7, 7, MON)


def test_f21_a_feed_that_is_cut(tmp_path, monkeypatch):
    monkeypatch.setattr(replay_feed, "LIMIT", 4)
    monkeypatch.setattr("littrack.sources.accounts.LIMIT", 4)
    with Arxiv(tmp_path, batch(MON, *range(1, 9)), categories=["cs.NI"]) as arxiv:
        arxiv.fetch(MON)
        assert arxiv.state(MON, source="feed") == "short"
        assert (arxiv.state(MON), len(arxiv.ids())) == ("complete", 8)


def test_f22_a_token_that_expires(tmp_path, script):
    script.on("oai", "F22", where=lambda r: "resumptionToken" in r.asked)
    with Arxiv(tmp_path, weeks(), fault=script, oai_page=4, categories=["cs.NI"]) as arxiv:
        report = arxiv.fetch(WED)
        assert report.state == "complete"
        assert "F22" in arxiv.notes(WED)
        assert arxiv.state(TUE, source="oai") == "complete"


def test_f22_tokens_that_lead_nowhere_end(tmp_path, script):
    script.on("oai", "F22", times=99, where=lambda r: "resumptionToken" in r.asked)
    with Arxiv(tmp_path, weeks(), fault=script, oai_page=4, categories=["cs.NI"]) as arxiv:
        assert "lead nowhere" in arxiv.fetch(WED).failed[0]


def test_f23_no_records_yet_is_no_error(arxiv, script):
    script.on("oai", "F23", times=2)
    report = arxiv.fetch(TUE)
    assert report.state == "complete"
    assert announced(arxiv, TUE) <= arxiv.ids()


def test_f24_bulk_edits_bring_no_old_papers(tmp_path):
    old = [
        Announcement(
            date(2020, 1, 6),
            "new",
            replace(p, submitted=datetime(2020, 1, 3, tzinfo=UTC), versions=(Version(1, datetime(2020, 1, 3, tzinfo=UTC)),)),
        )
        for p in (paper(n, date(2020, 1, 6)) for n in range(500, 600))
    ]
    touched = [replace(a, day=TUE, kind="edit") for a in old]
    with Arxiv(tmp_path, [*weeks(), *old, *touched]) as arxiv:
        arxiv.fetch(MON)
        arxiv.fetch(TUE)
        assert not {a.paper.id for a in old} & arxiv.ids()
        assert any(r.source == "oai" for r in arxiv.server.requests)


def test_f25_the_first_versions_date_counts(tmp_path):
    # arXivRaw alone tells it; see test_sources_recorded for the other format.
    first = with_submission(paper(1, MON))
    revised = replace(
        first,
        version=2,
        updated=first.submitted + timedelta(days=1),
        versions=(*first.versions, Version(2, first.submitted + timedelta(days=1))),
    )
    with Arxiv(tmp_path, [*batch(MON, 1), Announcement(WED, "replace", revised)]) as arxiv:
        arxiv.fetch(WED)
        assert arxiv.store.papers.get(first.id).submitted == first.submitted


@pytest.mark.parametrize(("comment", "kind"), [("Withdrawn by the authors", "I"), ("Under revision", "I")])
def test_f26_a_withdrawn_paper_is_marked(tmp_path, comment, kind):
    first = with_submission(paper(1, MON))
    gone = replace(
        first, version=2, comment=comment, withdrawn=True, versions=(*first.versions, Version(2, first.submitted, kind))
    )
    with Arxiv(tmp_path, [*batch(MON, 1), Announcement(TUE, "replace", gone)]) as arxiv:
        arxiv.fetch(MON)
        assert not arxiv.store.papers.get(first.id).withdrawn
        arxiv.fetch(TUE)
        assert arxiv.store.papers.get(first.id).withdrawn


def test_f27_hostile_text_is_kept_harmless(tmp_path):
    odd = replace(
        paper(1, MON),
        title="  A \x1b[31mtitle\x07\n with\x9d <script>alert(1)</script> ",
        authors=(*(f"Author {n}" for n in range(3435)), " OpenAIRai", "\x7fName"),
        abstract="M\\&amp;M's &#177; <subject, relation>\x00 $\\alpha$",
    )
    with Arxiv(tmp_path, [Announcement(MON, "new", with_submission(odd))]) as arxiv:
        arxiv.fetch(MON)
        kept = arxiv.store.papers.get(odd.id)
        assert kept.title == "A [31mtitle with <script>alert(1)</script>"
        assert kept.abstract == "M\\&amp;M's &#177; <subject, relation> $\\alpha$"
        assert len(kept.authors) == 3437


def test_f28_a_new_format_is_told_loudly(arxiv, script):
    script.on("feed", "F28", times=99)
    report = arxiv.fetch(TUE)
    assert report.state == "degraded"
    assert "no feed of a kind littrack knows" in report.failed[0]
    assert arxiv.state(TUE, source="feed") == "failed"
    kept = sorted((arxiv.workspace.database.parent / "refused").iterdir())
    assert len(kept) == 5
    assert b"rdf:RDF" in kept[0].read_bytes()


def test_f29_a_copy_of_two_days_ago(arxiv, script):
    arxiv.fetch(TUE)
    script.on("feed", "F29", times=4)
    arxiv.fetch(date(2026, 2, 5))
    assert arxiv.state(date(2026, 2, 5), source="feed") == "stale"
    assert "F29 the feed is a copy built 2026-02-03 05:00 UTC" in arxiv.notes(date(2026, 2, 5))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["huge", "endless"])
def test_answers_without_measure_are_cut_off(tmp_path, script, name):
    with Arxiv(tmp_path, weeks(), fault=script.on("api", name)) as arxiv:
        report = arxiv.fetch(TUE)
        assert report.state == "complete"
        assert "sent more than 67 MB" in report.notes[0] or "still sending" in report.notes[0]


def test_a_world_is_the_same_every_time():
    assert World.of([paper(1, MON)]).announcements == World.of([paper(1, MON)]).announcements
    assert oai.set_of("cs.NI") == "cs:cs:NI"
    assert oai.set_of("hep-th") == "physics:hep-th"
    assert oai.set_of("astro-ph.CO") == "physics:astro-ph:CO"
