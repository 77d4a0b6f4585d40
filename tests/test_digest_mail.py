"""The mail: its parts, its headers, its size, and what becomes of it at a server that misbehaves."""

import re
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from tests.digests import NOW, SETTINGS, TAXONOMY, add, ledger, make_workspace, paper, prediction, week_later
from tests.mail_fakes import WORD, Postbox, make_certificate, serve
from tests.ports import bind

from littrack.config import MailSettings, RecipientSettings, load_workspace
from littrack.digest import mail
from littrack.errors import ConfigError
from littrack.pipeline import digest, send
from littrack.records import Coverage, DayState, Issue, Item, RunState
from littrack.store import Store

SENDER = MailSettings(host="127.0.0.1", sender="digest@lists.example", operator="op@lists.example")
ANN = RecipientSettings(email="ann@example.org", name="Änn")


def issue(n=2, **fields):
    """An issue with n candidates, the last the most probable."""
    items = tuple(Item(paper(i), prediction(f"2601.{i:05d}", 0.5 + i / 5000)) for i in range(1, n + 1))
    day = NOW.date()
    made = Issue(3, "2026-W02", "demo", "Demo survey", day, day, NOW, TAXONOMY, items, Coverage(read=n), model_id="m1")
    return replace(made, **fields)


def parsed(letter):
    return message_from_bytes(letter.data, policy=policy.default)


def letter(made, to=ANN, links=None):
    return mail.issue_letter(made, SENDER, to, links or mail.Links(), NOW)


def test_a_letter_has_two_forms_of_one_content_and_the_headers_of_a_list():
    links = mail.Links({"2601.00001": {"accept": "https://x.example/link/abc"}}, "https://x.example/p", "https://x.example/u/1")
    message = parsed(letter(issue(), links=links))
    assert message.get_content_type() == "multipart/alternative"
    assert [p.get_content_type() for p in message.iter_parts()] == ["text/plain", "text/html"]
    for part in message.iter_parts():
        assert "Invented paper 1" in part.get_content()
        assert "https://x.example/link/abc" in part.get_content()
    assert message["List-Id"] == "<demo.littrack.lists.example>"
    assert message["List-Unsubscribe"].strip().startswith("<https://x.example/u/1>, <mailto:op@lists.example")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["To"].addresses[0].display_name == "Änn"
    assert message["Subject"] == "Demo survey: 2 candidates, week 2 of 2026"
    assert not message.defects


def test_the_same_letter_twice_is_the_same_bytes_and_each_reader_has_another_id():
    assert letter(issue()) == letter(issue())
    other = letter(issue(), RecipientSettings(email="bob@example.org"))
    assert other.message_id != letter(issue()).message_id
    assert letter(issue(number=4)).message_id != letter(issue()).message_id


def test_a_letter_stays_below_100_kb_and_keeps_the_most_probable():
    message = letter(issue(500), links=mail.Links(page="https://x.example/p"))
    assert len(message.data) <= mail.MOST_BYTES
    html = parsed(message).get_body("html").get_content()
    assert "Invented paper 500<" in html
    assert "Invented paper 1<" not in html
    assert re.search(r"\d+ more candidates are <a", html)


def test_twenty_candidates_fit_without_leaving_any_out():
    links = mail.Links({f"2601.{n:05d}": dict.fromkeys("abc", "https://x.example/" + "t" * 150) for n in range(1, 21)})
    made = parsed(letter(issue(20), links=links)).get_body("html").get_content()
    assert "more candidate" not in made


def test_css_is_inlined_and_the_dark_scheme_kept():
    html = parsed(letter(issue())).get_body("html").get_content()
    assert "@media (prefers-color-scheme: dark)" in html
    assert re.search(r'<h1 style="[^"]*font-size', html)
    assert "<link" not in html


# What some mail program in use drops or breaks, by the tables of caniemail.com. The style element may hold only what is no
# loss without it: the dark scheme.
UNSUPPORTED = (
    r"display:\s*(flex|grid|inline-flex)|grid-|position:|float:|var\(--|calc\(|@import|@font-face|url\(|box-shadow|opacity|"
    r"border-radius|transform|animation|object-fit|gap:|rem\b|vw\b|vh\b|clamp\(|:has\(|:not\(|:is\("
)


def test_the_mail_uses_only_what_mail_programs_show():
    shown = issue(coverage=Coverage(failed=("x",), caught_up=("y",)))
    html = parsed(letter(shown, links=mail.Links(page="https://x.example/p"))).get_body("html").get_content()
    style = "".join(re.findall(r"<style>(.*?)</style>", html, re.S))
    assert style.split("{")[0].strip() == "@media (prefers-color-scheme: dark)"
    inline = " ".join(re.findall(r'style="([^"]*)"', html))
    assert len(inline) > 500
    assert not re.search(UNSUPPORTED, inline)
    tags = set(re.findall(r"<([a-z0-9]+)", html))
    assert not tags & {"svg", "details", "summary", "script", "form", "input", "button", "video", "img", "section", "nav", "dl"}


def test_an_incomplete_week_is_told_in_the_subject_and_the_first_line():
    message = parsed(letter(issue(coverage=Coverage(failed=("cs.NI: 5 Jan could not be read.",)))))
    assert message["Subject"].startswith("Incomplete: ")
    assert message.get_body("plain").get_content().startswith("INCOMPLETE: cs.NI: 5 Jan could not be read.")
    html = message.get_body("html").get_content()
    assert html.index("could not be read") < html.index("<h1")


def test_headers_cannot_be_injected():
    evil = "Hi\r\nBcc: victim@example.org\r\n\r\nbody"
    message = parsed(letter(issue(title=evil), RecipientSettings(email="ann@example.org", name=evil)))
    assert message["Bcc"] is None
    assert "victim" in message["Subject"]
    for bad in ("a@b.c\r\nBcc: x@y.z", "no address", "", "a b@c.d", "ä@example.org", "a@exämple.org", "<a@b.c>"):
        with pytest.raises(ConfigError):
            mail.address(bad)


# --- sending -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def postbox():
    return Postbox()


@pytest.fixture
def server(postbox):
    controller = serve(postbox)
    yield controller
    controller.stop()


def setup(folder, port, extra="", readers=("ann@example.org", "bob@example.org"), page=""):
    """A workspace with one issue of two candidates and mail set up."""
    to = "".join(f'[[mail.to]]\nemail = "{who}"\n' for who in readers)
    mailing = f'[mail]\nhost = "127.0.0.1"\nport = {port}\nsender = "digest@lists.example"\noperator = "op@lists.example"\n'
    workspace = make_workspace(folder, mailing + (extra or 'security = "none"\n') + to + page)
    with Store(workspace.database) as store:
        add(store, NOW, 0.9, 0.8)
        digest.make(workspace, store, NOW)
    return workspace


def test_every_reader_gets_one_mail_and_a_second_run_sends_none(tmp_path, postbox, server):
    workspace = setup(tmp_path, server.port)
    with Store(workspace.database) as store:
        report = send.send(workspace, store, NOW)
        assert (report.state, report.queued, report.waiting) == (RunState.COMPLETE, (1,), 0)
        again = send.send(workspace, store, NOW + timedelta(hours=1))
        assert (again.state, again.sent) == (RunState.QUIET, ())
        assert store.digests.is_closed(1)
        assert all(m.state == "sent" and not m.content for m in store.outbox.all())
    assert sorted(who for who, _ in postbox.messages()) == ["ann@example.org", "bob@example.org"]


def test_a_closed_issue_grows_no_more(tmp_path, server):
    workspace = setup(tmp_path, server.port)
    with Store(workspace.database) as store:
        send.send(workspace, store, NOW)
        add(store, NOW, 0.99, first=7)
        assert digest.make(workspace, store, NOW + timedelta(days=1)).candidates == 2
        assert digest.make(workspace, store, week_later(NOW)).candidates == 1


def test_starttls_and_a_password_out_of_a_file(tmp_path, postbox):
    certificate = make_certificate(tmp_path / "cert.pem")
    controller = serve(postbox, certificate=certificate, require_auth=True)
    extra = 'security = "starttls"\nusername = "littrack"\npassword_file = "word"\nca_file = "cert.pem"\n'
    try:
        workspace = setup(tmp_path, controller.port, extra)
        (tmp_path / "word").write_text("wrong\n")
        with Store(workspace.database) as store:
            refused = send.send(workspace, store, NOW)
            assert "refuses littrack's password" in refused.failed[0]
            assert refused.waiting == 2
            (tmp_path / "word").write_text(WORD + "\n")
            assert send.send(workspace, store, NOW).state is RunState.COMPLETE
            dump = "".join(store.db.conn.iterdump())
            assert WORD not in dump
        assert len(postbox.taken) == 2
    finally:
        controller.stop()


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path, postbox):
    controller = serve(postbox, certificate=make_certificate(tmp_path / "cert.pem"))
    try:
        workspace = setup(tmp_path, controller.port, 'security = "starttls"\n')
        with Store(workspace.database) as store:
            assert "not to be trusted" in send.send(workspace, store, NOW).failed[0]
        assert not postbox.taken
    finally:
        controller.stop()


def test_a_password_never_goes_over_the_network_in_the_clear(tmp_path):
    text = SETTINGS + '[mail]\nhost = "mail.example.org"\nsecurity = "none"\nusername = "x"\nsender = "a@b.example"\n'
    (tmp_path / "littrack.toml").write_text(text)
    from littrack.digest.smtp import connect

    with pytest.raises(ConfigError, match="unencrypted"):
        connect(load_workspace(tmp_path).settings.mail, tmp_path)


def test_no_server_loses_nothing(tmp_path, postbox):
    bound = bind()
    workspace = setup(tmp_path, bound.getsockname()[1])
    with Store(workspace.database) as store:
        report = send.send(workspace, store, NOW)
        assert (report.state, report.waiting) == (RunState.FAILED, 2)
        assert "cannot be used" in report.failed[0]
        controller = serve(postbox, bound=bound)
        try:
            assert len(send.send(workspace, store, NOW).sent) == 2
        finally:
            controller.stop()


def test_a_refused_reader_does_not_stop_the_others_and_the_operator_hears_of_it(tmp_path, postbox, server):
    postbox.refuse = {"ann@example.org"}
    workspace = setup(tmp_path, server.port)
    with Store(workspace.database) as store:
        report = send.send(workspace, store, NOW)
        assert report.refused == ("ann@example.org: 550 5.1.1 no such user",)
        assert (report.state, report.waiting) == (RunState.DEGRADED, 0)
        assert [who for who, _ in postbox.taken] == ["bob@example.org", "op@lists.example"]
        assert "no such user" in postbox.messages()[1][1].get_content()
        postbox.refuse = set()
        assert send.send(workspace, store, NOW).sent == ()
        assert send.send(workspace, store, NOW, retry_refused=True).sent == ("ann@example.org",)


def test_a_reader_who_is_put_off_gets_the_same_letter_later(tmp_path, postbox, server):
    postbox.put_off = {"ann@example.org"}
    workspace = setup(tmp_path, server.port)
    with Store(workspace.database) as store:
        assert send.send(workspace, store, NOW).waiting == 1
        first = store.outbox.waiting()[0]
        postbox.put_off = set()
        assert send.send(workspace, store, NOW + timedelta(hours=1)).sent == ("ann@example.org",)
    assert postbox.taken[-1][1].rstrip() == first.content.rstrip()


def test_a_lost_answer_is_resolved_with_the_same_message_id(tmp_path, postbox, server):
    postbox.lost_answers = 1
    workspace = setup(tmp_path, server.port)
    with Store(workspace.database) as store:
        report = send.send(workspace, store, NOW)
        assert (report.sent, report.waiting) == (("bob@example.org",), 1)
        assert send.send(workspace, store, NOW).sent == ("ann@example.org",)
    ids = [m["Message-ID"] for who, m in postbox.messages() if who == "ann@example.org"]
    assert len(ids) == 2
    assert len(set(ids)) == 1


def test_a_slow_server_is_left_in_time(tmp_path, postbox, server):
    postbox.slow = 900.0
    workspace = setup(tmp_path, server.port, readers=("ann@example.org",))
    with Store(workspace.database) as store:
        report = send.send(workspace, store, NOW, seconds=0.3)
        assert report.waiting == 1
        postbox.slow = 0
        assert send.send(workspace, store, NOW).waiting == 0


def test_a_letter_interrupted_before_the_server_had_it_is_sent_once(tmp_path, postbox, server, monkeypatch):
    workspace = setup(tmp_path, server.port, readers=("ann@example.org",))
    with Store(workspace.database) as store:
        monkeypatch.setattr(store.outbox, "claim", lambda *a: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            send.send(workspace, store, NOW)
        monkeypatch.undo()
        assert send.send(workspace, store, NOW).sent == ("ann@example.org",)
    assert len(postbox.taken) == 1


def test_who_has_unsubscribed_gets_no_mail(tmp_path, postbox, server):
    workspace = setup(tmp_path, server.port)
    with Store(workspace.database) as store:
        store.outbox.opt_out("ANN@example.org", NOW)
        assert send.send(workspace, store, NOW).sent == ("bob@example.org",)


def test_a_letter_has_one_click_where_the_page_is_reached_over_https(tmp_path, postbox, server):
    page = '[triage]\nurl = "https://lists.example/triage"\n'
    workspace = setup(tmp_path, server.port, readers=("ann@example.org",), page=page)
    with Store(workspace.database) as store:
        send.send(workspace, store, NOW)
    message = postbox.messages()[0][1]
    assert message["List-Unsubscribe"].strip().startswith("<https://lists.example/triage/unsubscribe/")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "https://lists.example/triage/link/" in message.get_body("plain").get_content()


def test_silence_is_told_to_the_operator_once(tmp_path, postbox, server):
    workspace = setup(tmp_path, server.port, readers=("ann@example.org",))
    with Store(workspace.database) as store:
        ledger(store, NOW.date(), at=NOW)
        send.send(workspace, store, NOW)
        assert send.send(workspace, store, NOW + timedelta(days=9)).sent == ()
        assert send.send(workspace, store, NOW + timedelta(days=11)).sent == ("op@lists.example",)
        assert send.send(workspace, store, NOW + timedelta(days=12)).sent == ()
    text = postbox.messages()[-1][1].get_content()
    assert "no day of arXiv was read" in text
    assert "littrack doctor" in text


def test_a_failed_week_is_sent_and_says_so(tmp_path, postbox, server):
    workspace = setup(tmp_path, server.port, readers=("ann@example.org",))
    with Store(workspace.database) as store:
        send.send(workspace, store, NOW)
        ledger(store, week_later(NOW).date(), DayState.FAILED)
        digest.make(workspace, store, week_later(NOW))
        send.send(workspace, store, week_later(NOW))
    assert postbox.messages()[-1][1]["Subject"].startswith("Incomplete: ")


def test_announcements_go_out_once_and_their_address_stays_secret(tmp_path, monkeypatch):
    told = []
    monkeypatch.setenv("LITTRACK_NOTIFY_URLS", "json://user:secretword@127.0.0.1:9/x\n")
    monkeypatch.setattr("littrack.digest.notify.announce", lambda url, title, text: told.append((url, title, text)) or True)
    workspace = make_workspace(tmp_path)
    with Store(workspace.database) as store:
        add(store, NOW, 0.9)
        digest.make(workspace, store, NOW)
        assert send.send(workspace, store, NOW).state is RunState.COMPLETE
        assert send.send(workspace, store, NOW).state is RunState.QUIET
        assert "secretword" not in "".join(store.db.conn.iterdump())
    assert len(told) == 1
    assert "Invented paper 1" in told[0][2]


@pytest.mark.slow
def test_a_real_service_is_told_through_apprise(tmp_path, monkeypatch):
    import json
    import threading
    from http.server import BaseHTTPRequestHandler, HTTPServer

    from littrack.digest.notify import announce

    got = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args):
            pass

    web = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=web.serve_forever, daemon=True).start()
    try:
        assert announce(f"json://127.0.0.1:{web.server_port}/", "Title", "Text <b>")
        assert (got[0]["title"], got[0]["message"]) == ("Title", "Text <b>")
        assert not announce("nonsense://x", "Title", "Text")
    finally:
        web.shutdown()
        web.server_close()


def test_nobody_to_send_to_says_what_to_do(tmp_path):
    workspace = make_workspace(tmp_path)
    with Store(workspace.database) as store:
        digest.make(workspace, store, NOW)
        with pytest.raises(ConfigError, match="nobody is to get the digest"):
            send.send(workspace, store, NOW)
        assert not store.digests.is_closed(1)
