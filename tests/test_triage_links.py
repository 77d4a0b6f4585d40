"""Signed links: what they name, when they end, and what a forger can do."""

import base64
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from littrack.config import load_workspace
from littrack.pipeline.triage import mail_links, signing_key
from littrack.records import Verdict
from littrack.store import Store
from littrack.triage.links import Link, LinkError, make, verify
from triage_world import NOW, build

KEY = b"k" * 32
LINK = Link("hep-th/9901001", Verdict.ACCEPT, "ada@example.org", NOW + timedelta(days=7), 3)


def test_a_link_comes_back_whole_and_only_with_its_key():
    token = make(KEY, LINK)
    assert verify(KEY, token, NOW) == LINK
    with pytest.raises(LinkError, match="not valid"):
        verify(b"x" * 32, token, NOW)


def test_a_link_expires():
    with pytest.raises(LinkError, match="expired on 2026-01-12"):
        verify(KEY, make(KEY, LINK), LINK.expires)


def test_a_payload_under_another_payloads_signature_is_refused():
    one, other = make(KEY, LINK), make(KEY, replace(LINK, paper_id="2601.00002"))
    with pytest.raises(LinkError):
        verify(KEY, other.rsplit(".", 1)[0] + "." + one.rsplit(".", 1)[1], NOW)


@given(st.binary(max_size=200))
def test_no_bytes_but_the_signed_ones_open(raw):
    for token in (raw.decode("latin-1"), base64.urlsafe_b64encode(raw).decode() + ".sig"):
        with pytest.raises(LinkError):
            verify(KEY, token, NOW)


def test_mail_has_links_once_an_address_is_set(tmp_path):
    workspace = build(tmp_path)
    with Store(workspace.database) as store:
        assert mail_links(workspace, store, ["2601.00001"], "ada", NOW) == {}
        with (tmp_path / "littrack.toml").open("a") as file:
            file.write('[triage]\nurl = "https://triage.example.org/"\n')
        workspace = load_workspace(tmp_path)
        made = mail_links(workspace, store, ["2601.00001"], "ada", NOW)["2601.00001"]
    assert set(made) == {"accept", "reject", "postpone"}
    token = made["reject"].removeprefix("https://triage.example.org/link/")
    assert verify(signing_key(workspace), token, NOW).verdict is Verdict.REJECT


def test_the_key_is_made_once_and_for_its_owner_only(tmp_path):
    workspace = build(tmp_path)
    assert signing_key(workspace) == signing_key(workspace)
    assert (tmp_path / "db/triage.key").stat().st_mode & 0o077 == 0
