"""No bytes from outside crash or hang a parser: they are read or refused. `bench/fuzz.py` does this a million times."""

import json
from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arxiv_fakes import paper
from littrack.errors import LittrackError
from littrack.sources import api, feed, oai, snapshot
from littrack.sources.files import Block
from littrack.sources.replay import api as replay_api
from littrack.sources.replay import feed as replay_feed
from littrack.sources.replay import oai as replay_oai
from littrack.sources.replay.search import BadQueryError, compile_query
from littrack.sources.replay.world import with_submission
from littrack.sources.transport import GarbageError, Journal

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
@settings(max_examples=60, deadline=1000)
def test_any_bytes_are_read_or_refused(kind, data):
    parse, right = KINDS[kind]
    at = data.draw(st.integers(0, len(right)))
    body = right[:at] + data.draw(st.binary(max_size=30)) + right[at + data.draw(st.integers(0, 60)) :]
    with suppress(GarbageError, LittrackError):
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
