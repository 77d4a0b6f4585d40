"""Every feed keeps the grammar of Atom and the rules of the W3C's feed validator."""

from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from atom import faults
from digests import NOW, TAXONOMY, add, make_workspace, week_later
from littrack.cli import cli
from littrack.digest.feeds import feeds
from littrack.pipeline import digest
from littrack.store import Store
from test_digest_render import EVIL

RIGHT = """<feed xmlns="http://www.w3.org/2005/Atom">
<id>urn:x:feed</id><title>T</title><updated>2026-01-05T00:00:00Z</updated><author><name>A</name></author>
<link rel="self" href="https://example.org/feed.xml"/>
<entry><id>urn:x:1</id><title>One</title><updated>2026-01-05T00:00:00Z</updated><link href="https://example.org/1"/></entry>
<entry><id>urn:x:2</id><title>Two</title><updated>2026-01-04T00:00:00Z</updated><link href="https://example.org/2"/></entry>
</feed>"""
LATER = NOW + timedelta(days=60)


def test_a_right_feed_has_no_faults():
    assert faults(RIGHT.encode(), LATER) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<title>T</title>", ""),
        ("<id>urn:x:feed</id>", ""),
        ("<id>urn:x:feed</id>", "<id>feed</id>"),
        ("<id>urn:x:2</id>", "<id>urn:x:1</id>"),
        ("<title>One</title>", "<title>One</title><title>Eins</title>"),
        ("<title>One</title>", "<title type='markdown'>One</title>"),
        ("<title>One</title>", "<title> </title>"),
        ("<title>One</title>", "<title>O\x7fne</title>"),
        ("<title>One</title>", "<title>One</title><pubDate>today</pubDate>"),
        ("<author><name>A</name></author>", ""),
        ("<author><name>A</name></author>", "<author/>"),
        ('<link href="https://example.org/1"/>', ""),
        ('<link href="https://example.org/1"/>', '<link href="javascript:1"/>'),
        ('<link href="https://example.org/1"/>', '<link href="https://example.org/1"/><link href="https://example.org/3"/>'),
        ("<updated>2026-01-05T00:00:00Z</updated><link", "<updated>2026-01-05</updated><link"),
        ("<updated>2026-01-05T00:00:00Z</updated><link", "<updated>2026-01-06T00:00:00Z</updated><link"),
        ("<updated>2026-01-05T00:00:00Z</updated><link", "<updated>2026-01-03T00:00:00Z</updated><link"),
        ("<updated>2026-01-05T00:00:00Z</updated><author>", "<updated>2027-01-05T00:00:00Z</updated><author>"),
        ("</feed>", ""),
        ("</feed>", "<author><name>late</name></author></feed>"),
        ("urn:x:2", "urn:x:2&nbsp;"),
    ],
)
def test_what_is_wrong_is_found(old, new):
    assert old in RIGHT
    assert faults(RIGHT.replace(old, new, 1).encode(), LATER)


@pytest.mark.parametrize("url", ["", "https://example.org/lam"])
def test_every_feed_of_the_publication(tmp_path, url):
    workspace = make_workspace(tmp_path, f'url = "{url}"\n' if url else "")
    with Store(workspace.database) as store:
        for n in range(3):
            add(store, week_later(NOW, n), 0.9, 0.8, first=1 + 10 * n, abstract="Words & <b>more</b>.")
            add(store, week_later(NOW, n), 0.95, first=5 + 10 * n, title=EVIL, authors=(EVIL, "", "  "), abstract=EVIL)
            digest.make(workspace, store, week_later(NOW, n))
        add(store, week_later(NOW, 2), 0.7, first=90)
        digest.make(workspace, store, week_later(NOW, 2) + timedelta(days=1))
    written = [workspace.reports / "feed.xml", *sorted(Path(workspace.reports / "feeds").iterdir())]
    assert len(written) == 4
    assert {path.name: faults(path.read_bytes(), LATER) for path in written} == {path.name: [] for path in written}
    assert all((b'rel="self"' in path.read_bytes()) == bool(url) for path in written)
    for what in ("candidates", "accepted"):
        told = CliRunner().invoke(cli, ["export", "atom", "--what", what, "--workspace", str(tmp_path)])
        assert told.exit_code == 0, told.output
        assert faults(told.stdout.encode(), LATER) == [], what


def test_an_issue_without_candidates_makes_right_feeds(tmp_path):
    workspace = make_workspace(tmp_path)
    with Store(workspace.database) as store:
        digest.make(workspace, store, NOW)
        for path, text in feeds(store.digests.newest(9), TAXONOMY, "https://example.org/a b/"):
            assert faults(text.encode(), LATER) == [], path
