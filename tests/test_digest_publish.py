"""The publication: front page, feeds, BibTeX, JSON, exports."""

import csv
import io
import shutil
import time
import xml.etree.ElementTree as ET
from datetime import timedelta
from pathlib import Path

import bibtexparser
import feedparser
import orjson
import pytest
from click.testing import CliRunner
from tests.digests import NOW, TAXONOMY, add, make_workspace, paper, prediction, week_later
from tests.links import dead_links
from tests.test_digest_render import EVIL

from littrack.cli import cli
from littrack.digest import render
from littrack.digest.bibtex import bibtex
from littrack.digest.compose import view
from littrack.digest.feeds import feeds
from littrack.digest.front import TALL, front_page, plot
from littrack.pipeline import digest, publish
from littrack.records import Coverage, Issue, IssueHeader, Item, Reference
from littrack.store import Store

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def workspace(tmp_path):
    made = make_workspace(tmp_path, '[notify]\nfolder = "site"\n')
    with Store(made.database) as store:
        add(store, NOW, 0.9, 0.8)
        digest.make(made, store, NOW)
        add(store, week_later(NOW), 0.95, first=3, title=EVIL, authors=(EVIL,))
        digest.make(made, store, week_later(NOW))
    return made


def feed_texts(workspace):
    return {p.name: p.read_text() for p in (workspace.reports / "feed.xml", *(workspace.reports / "feeds").iterdir())}


def test_feeds_are_well_formed_and_follow_the_rules_of_atom(workspace):
    texts = feed_texts(workspace)
    assert set(texts) == {"feed.xml", "use.xml", "use.channel.xml", "security.xml"}
    ids = set()
    for text in texts.values():
        assert not feedparser.parse(text).bozo
        feed = ET.fromstring(text)
        ids.add(feed.findtext(f"{ATOM}id"))
        for node in (feed, *feed.iter(f"{ATOM}entry")):
            assert (
                len(node.findall(f"{ATOM}id")) == len(node.findall(f"{ATOM}title")) == len(node.findall(f"{ATOM}updated")) == 1
            )
            assert node.findtext(f"{ATOM}id").startswith("urn:uuid:")
            assert node.findtext(f"{ATOM}updated").endswith("Z")
            assert node.findall(f"{ATOM}author")
        entries = [e.findtext(f"{ATOM}id") for e in feed.iter(f"{ATOM}entry")]
        assert len(entries) == len(set(entries))
        for link in feed.iter(f"{ATOM}link"):
            assert link.get("href").startswith("https://arxiv.org/abs/")
    assert len(ids) == len(texts)


def test_a_section_feed_has_its_own_and_what_is_below(workspace):
    texts = feed_texts(workspace)
    assert len(feedparser.parse(texts["security.xml"]).entries) == 3
    assert not feedparser.parse(texts["use.xml"]).entries


def test_entries_keep_their_ids_and_dates_when_an_issue_grows(workspace):
    def entries():
        return {e.id: e.updated for e in feedparser.parse((workspace.reports / "feed.xml").read_text()).entries}

    before = entries()
    with Store(workspace.database) as store:
        add(store, week_later(NOW), 0.7, first=9)
        digest.make(workspace, store, week_later(NOW) + timedelta(days=1))
    after = entries()
    assert len(after) == len(before) + 1
    assert before.items() <= after.items()


def test_with_an_address_a_feed_names_itself():
    day = NOW.date()
    issue = Issue(1, "2026-W02", "demo", "Demo", day, day, NOW, TAXONOMY, (Item(paper(1), prediction("2601.00001", 0.9)),))
    made = dict(feeds([issue], TAXONOMY, "https://example.org/lam/"))
    assert (
        'rel="self" type="application/atom+xml" href="https://example.org/lam/feeds/use.channel.xml"'
        in made["feeds/use.channel.xml"]
    )
    assert dict(feeds([], TAXONOMY, "")) == {}
    assert "javascript" not in dict(feeds([issue], TAXONOMY, "javascript:x"))["feed.xml"]


def test_the_front_page_has_every_issue_and_hostile_titles_are_inert(workspace):
    page = (workspace.reports / "index.html").read_text()
    assert 'href="2026-W02/index.html"' in page
    assert 'href="2026-W03/index.html"' in page
    assert page.count('class="mark"') == 4
    evil = front_page(EVIL, [IssueHeader(1, "2026-W02", NOW.date(), NOW.date(), 1, 1)], [], TAXONOMY)
    assert "<script" not in evil
    assert "\u202e" not in evil


def test_no_link_of_any_page_leads_nowhere(workspace):
    assert dead_links(workspace.reports) == dead_links(workspace.root / "site") == []
    (workspace.reports / "feeds/security.xml").unlink()
    assert dead_links(workspace.reports) == ["index.html: feeds/security.xml"]


def test_no_link_of_the_committed_sample_leads_nowhere():
    assert dead_links(Path(__file__).parents[1] / "reports" / "sample") == [], "run `make sample`"


def test_pages_that_were_not_kept_are_written_again(workspace):
    before = (workspace.reports / "2026-W02/index.html").read_bytes()
    shutil.rmtree(workspace.reports)
    with Store(workspace.database) as store:
        digest.make(workspace, store, week_later(NOW))
    assert (workspace.reports / "2026-W02/index.html").read_bytes() == before
    assert dead_links(workspace.reports) == []


def test_the_plot_has_one_scale_for_all_sections():
    day = NOW.date()
    headers = [IssueHeader(n, f"2026-W{n:02}", day, day, 4, 10) for n in (1, 2)]
    volume = [(1, "use/channel", 4, 1), (2, "security", 1, 0)]
    tall = {line.label: max((bar.height for bar in line.bars), default=0) for line in plot(headers, volume, TAXONOMY)}
    assert tall == {"Papers read": TALL, "Candidates": TALL, "Accepted": TALL, "Uses": TALL, "Security": TALL / 4}


def test_the_publication_is_copied_to_a_folder(workspace):
    for name in ("index.html", "feed.xml", "2026-W02/digest.json"):
        assert (workspace.root / "site" / name).read_bytes() == (workspace.reports / name).read_bytes()


def test_the_bibtex_of_an_issue_reads_back(workspace):
    library = bibtexparser.parse_string((workspace.reports / "2026-W02/digest.bib").read_text())
    assert not library.failed_blocks
    assert {e["eprint"] for e in library.entries} == {"2601.00001", "2601.00002"}


@pytest.mark.parametrize(
    "title", ["Unbalanced { brace", "} @misc{x, y = {z}}", "100 % of $x_1$ & a_b \\", '{\\"U}ber', EVIL, "", "Cost $5"]
)
def test_hostile_titles_cannot_break_out_of_a_bibtex_entry(title):
    text = bibtex([paper(1, title=title, authors=(title, "Salt and Pepper")), paper(2)])
    library = bibtexparser.parse_string(text)
    assert not library.failed_blocks
    assert [e["eprint"] for e in library.entries] == ["2601.00001", "2601.00002"]


def test_the_json_of_an_issue_has_what_the_page_shows(workspace):
    data = orjson.loads((workspace.reports / "2026-W02/digest.json").read_bytes())
    assert (data["issue"], data["week"], data["papers_read"]) == (1, "2026-W02", 2)
    assert [c["id"] for c in data["candidates"]] == ["2601.00001", "2601.00002"]
    assert data["candidates"][0]["terms"][0] == ["large model", 1.2]


def run(workspace, *args):
    result = CliRunner().invoke(cli, ["export", *args, "--workspace", str(workspace.root)])
    assert result.exit_code == 0, result.output
    return result.output


def test_exports_read_back(workspace):
    rows = list(csv.DictReader(io.StringIO(run(workspace, "csv", "--what", "candidates"))))
    assert [r["id"] for r in rows] == ["2601.00003", "2601.00001", "2601.00002"]
    lines = [
        orjson.loads(line) for line in run(workspace, "jsonl", "--what", "candidates", "--section", "security").splitlines()
    ]
    assert lines[1]["authors"] == ["Ada One", "Bo Two"]
    assert run(workspace, "jsonl", "--what", "candidates", "--section", "use") == ""
    assert len(feedparser.parse(run(workspace, "atom", "--what", "candidates")).entries) == 3
    assert run(workspace, "bibtex") == ""
    with Store(workspace.database) as store:
        store.references.replace_all([Reference("k", "A & B", ("Ann Lee",), 2024, venue="Proc. X", doi="10.1/x")])
    library = bibtexparser.parse_string(run(workspace, "bibtex", "--what", "references"))
    assert library.entries[0]["title"] == "{A \\& B}"


def test_an_export_has_no_formulas_and_unknown_sections_are_named(workspace):
    with Store(workspace.database) as store:
        add(store, week_later(NOW, 2), 0.99, first=20, title="=HYPERLINK(1)")
        digest.make(workspace, store, week_later(NOW, 2))
    assert "'=HYPERLINK" in run(workspace, "csv", "--what", "candidates")
    from littrack.errors import UsageError

    result = CliRunner().invoke(cli, ["export", "csv", "--section", "securty", "--workspace", str(workspace.root)])
    assert isinstance(result.exception, UsageError)
    assert "security" in str(result.exception)


@pytest.mark.slow
def test_an_archive_grows_as_its_issues_do(tmp_path):
    """Five hundred issues and a page of 5,000 candidates are timed by bench/digest.py; here only that nothing grows faster."""
    day = NOW.date()
    items = tuple(Item(paper(n, abstract="word " * 200), prediction(f"2601.{n:05d}", 0.5 + n / 20000)) for n in range(3200))

    def seconds(what):
        start = time.process_time()
        what()
        return time.process_time() - start

    def issue(items, number=1):
        at = NOW + timedelta(weeks=number - 1)
        week = f"{at.isocalendar().year}-W{at.isocalendar().week:02d}"
        return Issue(number, week, "demo", "Demo", day, day, at, TAXONOMY, items, Coverage(read=len(items)))

    def archive(issues):
        workspace = make_workspace(tmp_path / str(issues))
        with Store(workspace.database) as store:
            store.papers.add([item.paper for item in items[: issues * 10]], NOW)
            with store.transaction():
                for n in range(issues):
                    store.digests.save(issue(items[n * 10 : n * 10 + 10], n + 1))
            took = seconds(lambda: publish.write_archive(workspace, store))
        assert len(list(workspace.reports.glob("*/index.html"))) == issues
        return took

    render.html(view(issue(items[:10])))  # the templates are compiled once
    short, long = (seconds(lambda n=n: render.html(view(issue(items[:n])))) for n in (400, 3200))
    assert long < 8 * 3 * short
    few, many = archive(40), archive(320)
    assert many < 8 * 3 * few
