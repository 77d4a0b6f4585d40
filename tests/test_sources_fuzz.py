"""No bytes from outside crash or hang a parser: they are read or refused. `bench/fuzz.py` does this a million times."""

import json
import re
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arxiv_fakes import Arxiv, paper, weeks
from littrack.errors import LittrackError
from littrack.pipeline.ingest import Wanted, ingest_files
from littrack.sources import api, feed, oai, snapshot
from littrack.sources.files import Block
from littrack.sources.replay import api as replay_api
from littrack.sources.replay import feed as replay_feed
from littrack.sources.replay import oai as replay_oai
from littrack.sources.replay.search import BadQueryError, compile_query
from littrack.sources.replay.world import with_submission
from littrack.sources.transport import GarbageError, Journal
from littrack.store import Store

DAY, NOW = date(2026, 2, 2), datetime(2026, 2, 4, 12, tzinfo=UTC)
TRUE = with_submission(paper(1, DAY))


def query_api(body):
    check = api._Check(Journal())
    check(body, "http://localhost/?start=0&max_results=0", {})


KINDS = {
    "api": (query_api, replay_api.page([TRUE], 1, 0, 1, {}, NOW).encode()),
    "feed": (feed.parse, replay_feed.rss("cs.NI updates on arXiv.org", "cs.NI", DAY, NOW, [("new", TRUE)]).encode()),
    "oai": (oai.parse, replay_oai.document(NOW, {}, f"<ListRecords>{replay_oai.record(TRUE, DAY)}</ListRecords>").encode()),
}


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_any_bytes_are_read_or_refused(kind, data):
    parse, right = KINDS[kind]
    at = data.draw(st.integers(0, len(right)))
    body = right[:at] + data.draw(st.binary(max_size=30)) + right[at + data.draw(st.integers(0, 60)) :]
    with suppress(LittrackError):
        parse(body)


@pytest.mark.parametrize("kind", KINDS)
def test_a_bomb_is_refused_at_once(kind):
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    with pytest.raises(GarbageError, match="document type"):
        KINDS[kind][0](f'<!DOCTYPE feed [<!ENTITY e0 "x">{entities}]><feed>&e11;</feed>'.encode())


@given(st.text(alphabet='ab:()" ANDORNTcat[]0129*', max_size=60))
def test_the_replays_queries(text):
    with suppress(BadQueryError):
        compile_query(text)(TRUE)


def test_a_number_that_no_date_holds_is_a_problem_of_its_line():
    digits = "9" * 400
    versions = ({"version": "v1", "created": f"Thu, 22 Dec {digits} 17:01:56 GMT"}, {"version": f"v{digits}", "created": "x"})
    records = [{"id": f"2602.0000{n}", "title": "T", "versions": [v]} for n, v in enumerate(versions, 1)]
    lines = "\n".join(map(json.dumps, [*records, {"id": "2602.00003", "title": "T", "categories": "cs.NI"}])) + "\n"
    found = list(snapshot.parse(Block("file", 1, lines.encode())))
    assert len(found) == 3
    assert found[2].id == "2602.00003"


def test_a_date_of_no_calendar_stops_no_ingestion(tmp_path):
    dates = ["0001-01-01T00:00:00Z", "9999-12-31T23:00:00Z", "0001-01-01T00:00:00+14:00", "1979-12-31"]
    records = [{"id": f"2602.{n:05d}", "title": "T", "submitted": text} for n, text in enumerate(dates, 1)]
    records += [{"id": "2602.00009", "title": "T", "versions": [{"version": "v1", "created": "Mon, 1 Jan 0001 00:00:00 GMT"}]}]
    path = tmp_path / "odd.jsonl"
    path.write_text(
        "".join(json.dumps(r) + "\n" for r in [*records, {"id": "2602.00010", "title": "T", "submitted": "2026-02-02"}])
    )
    with Store(None) as store:
        report = ingest_files(store, [path], NOW, wanted=Wanted(frozenset(), date(2026, 1, 1), date(2026, 12, 31)))
        assert (report.new, report.n_problems) == (1, 5)
        assert "no date of arXiv's" in report.problems[0].message


def values_of(name, value):
    """A fault that gives every element ``name`` another value, while it is switched on."""

    def fault(server, request, reply):
        return replace(reply, body=re.sub(rf"(<{name}>)[^<]*".encode(), rb"\g<1>" + value, reply.body)) if fault.on else reply

    fault.on = True
    return fault


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("published", b"9999-12-31T23:59:59Z"),
        ("published", b"0001-01-01T00:00:00Z"),
        ("published", b"2131-01-01T00:00:00Z"),
        ("date", b"Fri, 31 Dec 9999 23:59:59 GMT"),
        ("datestamp", b"2131-01-01"),
        ("datestamp", b"9999-99-99"),
        ("responseDate", b"2131-01-01T00:00:00Z"),
        ("responseDate", b"soon"),
        ("lastBuildDate", b"Tue, 03 Feb 2131 05:00:00 +0000"),
        ("lastBuildDate", b"Tue, 03 Feb 2015 05:00:00 +0000"),
        ("lastBuildDate", b"soon"),
        ("pubDate", b"Tue, 03 Feb 2131 05:00:00 +0000"),
        ("totalResults", b"0"),
    ],
)
def test_a_day_of_wrong_dates_does_no_lasting_harm(tmp_path, name, value):
    fault = values_of(name, value)
    with Arxiv(tmp_path, weeks(), fault=fault) as arxiv:
        with suppress(LittrackError):
            arxiv.fetch(date(2026, 2, 3))
        fault.on = False
        for day in (4, 5, 6):
            arxiv.fetch(date(2026, 2, day))
        due = {a.paper.id: a.day for a in arxiv.server.world.announcements if date(2026, 2, 2) <= a.day <= date(2026, 2, 6)}
        held = {p.id: p.announced for p in arxiv.store.papers.all()}
        assert due.keys() <= held.keys()
        assert all(day <= date(2026, 2, 6) for day in held.values() if day)
        assert arxiv.state(date(2026, 2, 6)) == "complete"
        assert all(end <= datetime(2026, 2, 8, tzinfo=UTC) for _, end, _ in arxiv.store.ledger.windows("oai", "cs.NI"))
