"""Every page, of the digest, of the mail and of triage, is HTML as the standard has it."""

import pytest
from starlette.testclient import TestClient

from digests import NOW, add, make_workspace, week_later
from littrack.pipeline import digest, send
from littrack.pipeline.serve import application
from littrack.store import Store
from markup import faults
from test_digest_render import EVIL
from triage_world import HOSTILE, build, paper

MAIL = '[mail]\nhost = "127.0.0.1"\nsender = "a@example.org"\n[[mail.to]]\nemail = "b@example.org"\n'
PAGES = (
    *("/", "/?section=semantic&words=channel", "/paper/2601.00001", "/paper/2601.00001?entry=1", "/search?q=channel"),
    *("/history", "/digests", "/digests/1", "/ledger", "/model", "/list", "/list?check=1", "/drift", "/nowhere"),
)


def test_what_is_wrong_is_found():
    assert faults(b"<!DOCTYPE html><title>x</title><p><b>a</p></b>")
    assert faults(b'<!DOCTYPE html><title>x</title><p id="a"></p><p id="a"></p>') == ["the id 'a' is given 2 times"]
    assert faults(b'<!DOCTYPE html><title>x</title><label for="q">a</label>') == ["for='q' refers to nothing"]


def test_every_page_of_the_publication_and_the_mail(tmp_path):
    workspace = make_workspace(tmp_path, MAIL)
    with Store(workspace.database) as store:
        add(store, NOW, 0.9, 0.8, abstract="Words.")
        digest.make(workspace, store, NOW)
        add(store, week_later(NOW), 0.95, 0.7, first=3, title=EVIL, authors=(EVIL,), abstract=EVIL)
        digest.make(workspace, store, week_later(NOW))
        digest.make(workspace, store, week_later(NOW, 2))
        issue = store.digests.get(2)
        letter = send.letters(workspace, store, issue, NOW)[0]
    pages = sorted(workspace.reports.rglob("*.html"))
    assert len(pages) == 4
    assert {str(page): faults(page.read_bytes()) for page in pages} == {str(page): [] for page in pages}
    import email.policy

    message = email.message_from_bytes(letter.data, policy=email.policy.default)
    assert faults(message.get_body(("html",)).get_content().encode()) == []


@pytest.mark.parametrize("path", PAGES)
def test_every_page_of_triage(triage, path):
    assert faults(triage.get(path).content) == []


@pytest.fixture(scope="module")
def triage(tmp_path_factory):
    workspace = build(tmp_path_factory.mktemp("w"), [paper(1), paper(2, title=HOSTILE, abstract=HOSTILE, authors=(HOSTILE,))])
    with Store(workspace.database) as store:
        store.search.refresh()
    return TestClient(application(workspace, lambda: NOW, "127.0.0.1", "ada"), "http://127.0.0.1")
