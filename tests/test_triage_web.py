"""The page without a browser: what it shows, what it writes, and what it refuses."""

import asyncio
import re
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from littrack.config import load_workspace
from littrack.pipeline.serve import application
from littrack.pipeline.triage import decide, mail_links, signing_key
from littrack.records import CandidateState, Decision, Reason, Reference, Verdict
from littrack.store import Store
from littrack.triage.links import Link, make, make_leave
from littrack.triage.session import Attempts
from triage_world import HOSTILE, NOW, build, paper

ID = "2601.00001"
PAGES = ("/", f"/paper/{ID}", "/search?q=channel", "/history", "/digests", "/digests/1", "/ledger", "/model", "/list", "/drift")
PASSWORD = "correct horse battery"


class Clock:
    def __init__(self):
        self.now = NOW

    def __call__(self):
        return self.now


@pytest.fixture
def workspace(tmp_path):
    return build(tmp_path)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def client(workspace, clock):
    with Store(workspace.database) as store:
        store.search.refresh()
    return TestClient(application(workspace, clock, "127.0.0.1", "ada"), "http://127.0.0.1")


@pytest.fixture
def far(workspace, clock, monkeypatch):
    """A client of a page that others reach, and which therefore asks for a password."""
    monkeypatch.setenv("LITTRACK_PASSWORD", PASSWORD)
    return TestClient(application(workspace, clock, "0.0.0.0", "ada", ["testserver"]))


def token(response):
    return re.search(r'name="token" value="(\w+)"', response.text)[1]


def form(response, **fields):
    seen = re.search(r'name="seen" value="(\d+)"', response.text)
    return {"token": token(response), "paper": ID, "seen": seen[1] if seen else "0", **fields}


def log(workspace):
    with Store(workspace.database) as store:
        return store.decisions.all()


def state(workspace, paper_id=ID):
    with Store(workspace.database) as store:
        return store.candidates.get(paper_id).state


def log_in(far, password=PASSWORD, **more):
    page = far.get("/login")
    fields = {"token": token(page), "who": "eve", "password": password, "next": "/history", **more}
    return far.post("/login", data=fields, follow_redirects=False)


def test_every_page_answers_and_reading_writes_nothing(client, workspace):
    with Store(workspace.database) as store:
        before = list(store.db.conn.iterdump())
        for page in PAGES:
            assert client.get(page).status_code == 200, page
        assert list(store.db.conn.iterdump()) == before


def test_accepting_goes_on_to_the_next_with_an_undo_at_hand(client, workspace):
    page = client.get(f"/paper/{ID}?section=phy")
    after = client.post("/decide", data=form(page, verdict="accept", section="semantic", back="section=phy"))
    assert after.url.path == "/paper/2601.00002"
    assert after.url.params["section"] == "phy"
    assert "accepted" in after.text
    with Store(workspace.database) as store:
        assert store.candidates.get(ID).sections == ("semantic",)
        assert (store.decisions.of(ID)[0].who, store.decisions.of(ID)[0].where) == ("ada", "page")
    undone = client.post("/decide", data=form(after, verdict="undo"))
    assert undone.url.path == f"/paper/{ID}"
    assert state(workspace) is CandidateState.SUGGESTED


def test_reject_with_reason_and_postpone_until_a_day(client, workspace):
    client.post("/decide", data=form(client.get(f"/paper/{ID}"), verdict="reject:scope", comment="not ours"))
    assert (log(workspace)[0].reason, log(workspace)[0].comment) == (Reason.SCOPE, "not ours")
    later = form(client.get("/paper/2601.00002"), paper="2601.00002", verdict="postpone", until="2026-02-01")
    client.post("/decide", data=later)
    assert state(workspace, "2601.00002") is CandidateState.POSTPONED


@pytest.mark.parametrize(
    "fields",
    [
        {"verdict": "nonsense"},
        {"verdict": "reject:because"},
        {"verdict": "postpone", "until": "soon"},
        {"verdict": "accept", "section": "../../etc/passwd"},
        {"verdict": "undo"},
        {"verdict": ""},
    ],
)
def test_a_decision_that_makes_no_sense_is_told_and_writes_nothing(client, workspace, fields):
    answer = client.post("/decide", data=form(client.get(f"/paper/{ID}"), **fields))
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert log(workspace) == []


def test_of_two_maintainers_the_second_is_shown_what_the_first_decided(client, workspace):
    page = client.get(f"/paper/{ID}")
    with Store(workspace.database) as store:
        decide(workspace, store, NOW, Decision(ID, Verdict.REJECT, NOW, "bob", "cli", reason=Reason.QUALITY))
    answer = client.post("/decide", data=form(page, verdict="accept"))
    assert answer.status_code == 409
    assert "in the meantime" in answer.text
    assert "bob" in answer.text
    assert state(workspace) is CandidateState.REJECTED


def test_a_form_without_its_token_or_from_elsewhere_is_refused(client, workspace):
    good = form(client.get(f"/paper/{ID}"), verdict="accept")
    other = TestClient(client.app, "http://127.0.0.1")
    other_token = token(other.get(f"/paper/{ID}"))
    attacks = [
        ({**good, "token": "0" * 64}, {}),
        ({k: v for k, v in good.items() if k != "token"}, {}),
        ({**good, "token": other_token}, {}),
        (good, {"sec-fetch-site": "cross-site"}),
        (good, {"sec-fetch-site": "same-site"}),
        (good, {"origin": "https://evil.example"}),
        (good, {"origin": "null"}),
        (good, {"content-type": "text/plain"}),
    ]
    for data, headers in attacks:
        assert client.post("/decide", data=data, headers=headers).status_code in (403, 415), (data, headers)
    client.cookies.clear()
    assert client.post("/decide", data=good).status_code == 403
    assert log(workspace) == []


@pytest.mark.parametrize(
    "path", [f"/digests/{10**30}", f"/history?before={10**30}", f"/?issue={10**30}&page={10**30}", "/digests/0"]
)
def test_numbers_out_of_range_are_no_error_of_ours(client, path):
    assert client.get(path).status_code in (200, 404)


def test_deciding_is_not_to_be_had_by_get(client, workspace):
    good = form(client.get(f"/paper/{ID}"), verdict="accept")
    assert client.get("/decide", params=good).status_code == 405
    assert client.get("/decide").headers["allow"] == "POST"
    assert client.request("HEAD", "/decide", params=good).status_code == 405
    assert log(workspace) == []


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "evil.example#127.0.0.1", "a@127.0.0.1", "", "[::1"]
)
def test_another_host_name_gets_nothing(client, host):
    assert client.get("/", headers={"host": host}).status_code == 421


def test_our_own_names_are_served(client):
    for host in ("localhost", "localhost:8787", "127.0.0.1:1", "[::1]:80", "LOCALHOST"):
        assert client.get("/", headers={"host": host}).status_code == 200, host


def test_stored_script_is_inert_wherever_it_comes_from(tmp_path, clock):
    hostile = paper(9, title=HOSTILE, abstract=HOSTILE + " language model", authors=(HOSTILE, "\u202eevil"), comment=HOSTILE)
    workspace = build(tmp_path, [hostile])
    with Store(workspace.database) as store:
        store.search.refresh()
        decide(workspace, store, NOW, Decision(hostile.id, Verdict.ACCEPT, NOW, HOSTILE, "cli", comment=HOSTILE))
    client = TestClient(application(workspace, clock, "127.0.0.1", HOSTILE), "http://127.0.0.1")
    for page in ("/", f"/paper/{hostile.id}", "/search?q=script", "/history", "/digests/1", "/list", f"/search?q={HOSTILE}"):
        text = client.get(page).text
        assert "<script>document" not in text, page
        assert "<img" not in text, page
        assert "\u202e" not in text, page
    assert "Agentic &lt;b&gt;" in client.get(f"/paper/{hostile.id}").text


def test_every_answer_has_a_strict_policy(client):
    for page in (*PAGES, "/nowhere", "/static/style.css", "/link/x"):
        headers = client.get(page).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'none'" in policy
    cookie = (
        client.get("/").headers.get("set-cookie") or TestClient(client.app, "http://127.0.0.1").get("/").headers["set-cookie"]
    )
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie


def test_pages_have_no_inline_code_and_ask_for_nothing_outside(client):
    for page in PAGES:
        text = client.get(page).text
        assert not re.search(r"<script(?! src=\"/static/)|\son\w+=|style=\"|<style|javascript:", text), page
        assert all(src.startswith("/") for src in re.findall(r'(?:src|action|<link[^>]*href)="([^"]*)"', text)), page


@pytest.mark.parametrize(
    "path",
    [
        "/static/../web.py",
        "/static/%2e%2e/web.py",
        "/static/..%2f..%2fweb.py",
        "/static//etc/passwd",
        "/paper/../../etc/passwd",
        "/paper/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/digests/../db/triage.key",
        "/static/keys.js%00",
    ],
)
def test_no_path_leads_out_of_the_page(client, path):
    answer = client.get(path)
    assert answer.status_code in (404, 405)
    assert "root:" not in answer.text
    assert "import" not in answer.text


def test_headers_cannot_be_injected(client, far):
    answer = client.get("/next", params={"words": "x\r\nSet-Cookie: a=b", "section": "\r\nX: y"}, follow_redirects=False)
    assert "\n" not in answer.headers["location"]
    assert "x" not in answer.headers
    answer = log_in(far, next="/x\r\nSet-Cookie: a=b")
    assert answer.headers["location"] == "/"


@pytest.mark.parametrize("where", ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", ""])
def test_logging_in_never_leads_elsewhere(far, where):
    assert log_in(far, next=where).headers["location"] == "/"


def test_oversized_forms_are_refused_and_not_read(client, workspace):
    page = client.get(f"/paper/{ID}")
    big = form(page, verdict="accept", comment="x" * 100_000)
    assert client.post("/decide", data=big).status_code == 413

    headers = {"content-type": "application/x-www-form-urlencoded"}
    many = "&".join(f"section={n}" for n in range(5000)) + f"&token={token(page)}"
    assert client.post("/decide", content=many, headers=headers).status_code == 400
    assert log(workspace) == []


def test_an_endless_form_is_not_read_to_its_end(client):
    read, answers = [], []

    async def receive():
        read.append(1)
        return {"type": "http.request", "body": b"x" * 10_000, "more_body": True}

    async def send(message):
        answers.append(message)

    headers = [(b"host", b"127.0.0.1"), (b"content-type", b"application/x-www-form-urlencoded")]
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/decide",
        "raw_path": b"/decide",
        "query_string": b"",
        "headers": headers,
    }
    asyncio.run(client.app(scope, receive, send))
    assert answers[0]["status"] == 413
    assert len(read) < 10


def test_without_the_password_there_is_nothing(far, workspace):
    for page in PAGES:
        assert far.get(page, follow_redirects=False).headers["location"].startswith("/login"), page
    answer = far.post("/decide", data={"token": token(far.get("/login")), "paper": ID, "seen": "0", "verdict": "accept"})
    assert answer.status_code == 403
    assert log(workspace) == []


def test_the_password_opens_and_the_name_stands_in_the_log(far, workspace):
    assert log_in(far, "wrong").status_code == 403
    before = far.cookies["littrack"]
    assert log_in(far).headers["location"] == "/history"
    assert far.cookies["littrack"] != before
    far.post("/decide", data=form(far.get(f"/paper/{ID}"), verdict="accept"))
    assert log(workspace)[0].who == "eve"
    far.post("/logout", data={"token": token(far.get("/"))})
    assert far.get("/", follow_redirects=False).status_code == 303


def test_a_session_made_without_a_password_or_with_another_does_not_open(client, far, workspace, clock, monkeypatch):
    client.get("/")
    far.cookies.set("littrack", client.cookies["littrack"])
    assert far.get("/", follow_redirects=False).status_code == 303
    far.cookies.clear()
    log_in(far)
    monkeypatch.setenv("LITTRACK_PASSWORD", PASSWORD + " changed")
    changed = TestClient(application(workspace, clock, "0.0.0.0", "ada", ["testserver"]))
    changed.cookies.set("littrack", far.cookies["littrack"])
    assert changed.get("/", follow_redirects=False).status_code == 303


def test_a_session_ends(far, clock):
    log_in(far)
    assert far.get("/").status_code == 200
    clock.now += timedelta(days=31)
    assert far.get("/", follow_redirects=False).status_code == 303


def test_one_address_gets_ten_attempts_in_a_quarter_of_an_hour(far, clock):
    fields = {"token": token(far.get("/login")), "who": "eve", "password": "wrong"}
    codes = [far.post("/login", data=fields).status_code for _ in range(50)]
    assert codes == [403] * 10 + [429] * 40
    assert log_in(far).status_code == 429
    clock.now += timedelta(minutes=16)
    assert log_in(far).status_code == 303


def test_ten_thousand_attempts_from_everywhere_are_a_hundred_looks_at_the_password():
    attempts, looked = Attempts(), 0
    for n in range(10_000):
        if attempts.allowed(f"10.0.{n // 250}.{n % 250}", NOW):
            attempts.failed(f"10.0.{n // 250}.{n % 250}", NOW)
            looked += 1
    assert looked == 100
    assert len(attempts._failed) == 100


@pytest.fixture
def mailed(tmp_path, clock, monkeypatch):
    """A page with links in mail, and the links of the first candidate."""
    build(tmp_path)
    with (tmp_path / "littrack.toml").open("a") as file:
        file.write('[triage]\nurl = "https://triage.example.org"\n')
    monkeypatch.setenv("LITTRACK_PASSWORD", PASSWORD)
    workspace = load_workspace(tmp_path)
    with Store(workspace.database) as store:
        links = mail_links(workspace, store, [ID], "ada@example.org", NOW)[ID]
    return TestClient(application(workspace, clock, "127.0.0.1", "ada"), "https://triage.example.org"), links, workspace


def test_a_link_asks_once_and_decides_once(mailed):
    client, links, workspace = mailed
    for link in links.values():  # a mail scanner follows every link
        page = client.get(link)
        assert page.status_code == 200
    assert log(workspace) == []
    page = client.get(links["accept"])
    done = client.post(links["accept"], data={"token": token(page), "section": "semantic"})
    assert "Done" in done.text
    assert [(d.who, d.where, d.sections) for d in log(workspace)] == [("ada@example.org", "mail", ("semantic",))]
    again = client.post(links["accept"], data={"token": token(page), "section": "semantic"})
    assert len(log(workspace)) == 1, again.text
    assert "The link is over" in client.get(links["reject"]).text
    assert client.post(links["reject"], data={"token": token(page), "reason": "quality"}).status_code == 409
    assert len(log(workspace)) == 1


def test_a_link_does_not_come_back_to_life_after_an_undo(mailed):
    client, links, workspace = mailed
    page = client.get(links["accept"])
    client.post(links["accept"], data={"token": token(page)})
    with Store(workspace.database) as store:
        decide(workspace, store, NOW, Decision(ID, Verdict.UNDO, NOW, "ada", "cli"))
    assert client.post(links["accept"], data={"token": token(page)}).status_code == 409
    assert state(workspace) is CandidateState.SUGGESTED


def test_a_link_names_its_candidate_and_verdict_only_and_expires(mailed, clock):
    client, links, workspace = mailed
    assert "<small>Physical Layer ›</small> CSI Feedback" in client.get(links["accept"]).text
    page = client.get(links["postpone"])
    client.post(links["postpone"], data={"token": token(page), "paper": "2601.00002", "verdict": "accept", "seen": "0"})
    assert [(d.paper_id, d.verdict) for d in log(workspace)] == [(ID, Verdict.POSTPONE)]
    clock.now += timedelta(days=22)
    assert client.get(links["accept"]).status_code == 422
    assert client.post(links["accept"], data={"token": token(page)}).status_code in (403, 422)


def test_forged_links_and_links_without_the_page_s_token_are_refused(mailed):
    client, links, workspace = mailed
    forged = make(b"x" * 32, Link(ID, Verdict.ACCEPT, "eve", NOW + timedelta(days=1)))
    assert client.get(f"/link/{forged}").status_code == 422
    assert client.post(links["accept"], data={}).status_code in (403, 415)
    session = make(signing_key(workspace), Link(ID, Verdict.ACCEPT, "eve", NOW + timedelta(days=1)))
    client.cookies.set("littrack", session)  # a link is no session, though the same key signs both
    assert client.get("/", follow_redirects=False).status_code == 303
    assert log(workspace) == []


def test_a_short_password_is_refused_and_a_made_one_is_for_its_owner_only(workspace, clock, monkeypatch):
    from littrack.errors import ConfigError

    monkeypatch.setenv("LITTRACK_PASSWORD", "short")
    with pytest.raises(ConfigError, match="12 characters"):
        application(workspace, clock, "0.0.0.0", "ada")
    monkeypatch.delenv("LITTRACK_PASSWORD")
    application(workspace, clock, "0.0.0.0", "ada")
    assert (workspace.root / "db/triage.password").stat().st_mode & 0o077 == 0


def test_a_reader_leaves_with_one_click_or_the_button(workspace, client):
    address = f"/unsubscribe/{make_leave(signing_key(workspace), 'ann@example.org')}"
    assert "Send no more mail to ann@example.org" in client.get(address).text
    with Store(workspace.database) as store:
        assert not store.outbox.opted_out()
    answer = client.post(address, data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    with Store(workspace.database) as store:
        assert store.outbox.opted_out() == {"ann@example.org"}
    assert client.post("/unsubscribe/forged").status_code == 422


LIST = """# A list

## Physical Layer

- [One paper](https://arxiv.org/abs/2401.00001)
- [Another](https://arxiv.org/abs/2401.00002)
- [One paper](https://arxiv.org/abs/2401.00001)
"""


def test_the_list_page_counts_by_section_and_proposes_edits(workspace, client):
    (workspace.root / "README.md").write_text(LIST)
    with Store(workspace.database) as store:
        store.references.replace_all(
            [Reference(str(n), f"T{n}", arxiv_id=f"2401.0000{n}", sections=("phy/csi",)) for n in (1, 2)]
        )
    page = client.get("/list").text
    assert "Look through the list" in page
    assert re.search(r'<td class="d0">Physical Layer</td><td class="n">2</td>', page)
    assert re.search(r'<td class="d1">CSI Feedback</td><td class="n">2</td>', page)
    assert re.search(r'<td class="d0">Semantic Communication</td><td class="n">–</td>', page)
    page = client.get("/list?check=1").text
    assert "README.md, line 7" in page
    assert "already on line 5" in page
    assert "delete line 7" in page


def test_the_model_page_begins_with_the_figures_that_matter(workspace, client):
    card = {
        "counts": {"references": 1200, "accepted": 3},
        "dated": {
            "average_precision": 0.8,
            "average_precision_interval": [0.7, 0.9],
            "n": 24,
            "n_stream": 500,
            "recall_at": {"10": 1},
            "read_for_95": 510,
        },
    }
    with Store(workspace.database) as store:
        store.models.add("m2", "0" * 64, card, NOW)
        store.models.promote("m2")
    page = client.get("/model").text
    for shown in (
        "1,200",
        "3 accepted, 0 rejected",
        "0.80",
        "0.70 to 0.90; 24 later references among 500 papers",
        "100 %",
        "of 524 papers",
    ):
        assert shown in page, shown
    assert "First section right" not in page
    assert "0 of 20 decisions since" in page


def test_the_model_page_tells_that_enough_was_decided_for_a_new_one(workspace, client, clock):
    clock.now = NOW + timedelta(days=40)
    decision = Decision(ID, Verdict.REJECT, NOW + timedelta(days=1), "ada", "cli", reason=Reason.SCOPE)
    with Store(workspace.database) as store:
        decide(workspace, store, NOW + timedelta(days=1), decision)
    assert "A new model is due" in client.get("/model").text


def test_a_curve_of_which_nothing_came_true_yet_is_not_drawn(workspace, client):
    card = {"reliability": {"relevance": [[0.05, 0.0, 90], [0.6, 0.0, 9]], "first section": [[0.5, 0.6, 20]]}}
    with Store(workspace.database) as store:
        store.models.add("m2", "0" * 64, card, NOW)
        store.models.promote("m2")
    page = client.get("/model").text
    assert page.count("<svg") == 1
    assert "Reliability, first section" in page


def test_a_workspace_without_a_list_is_told_that_there_is_none_to_look_through(tmp_path):
    build(tmp_path, [paper(1)])
    settings = tmp_path / "littrack.toml"
    settings.write_text(settings.read_text().replace('lists = ["README.md"]', ""))
    made = load_workspace(tmp_path)
    page = TestClient(application(made, lambda: NOW, "127.0.0.1", "ada"), "http://127.0.0.1").get("/list?check=1").text
    assert "No list can be looked through" in page
    assert "Nothing wrong" not in page
