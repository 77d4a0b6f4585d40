"""How an issue looks, and that hostile strings are inert in it."""

import errno
import re
import sys
import tempfile
from dataclasses import replace
from html.parser import HTMLParser
from unittest import mock

import pytest
from jinja2 import Environment
from tests.digests import NOW, add, make_workspace, paper, prediction

from littrack.digest import render
from littrack.digest.clean import clean, web_link
from littrack.digest.compose import percent, period, view
from littrack.pipeline import digest
from littrack.records import Coverage, Evidence, Item, Term
from littrack.store import Store

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)> \u202egnp.exe\u2066 @octocat #12 [a](javascript:x) \x00\x1b[31m"


@pytest.fixture
def issue(tmp_path):
    workspace = make_workspace(tmp_path)
    with Store(workspace.database) as store:
        add(store, NOW, 0.95, 0.9)
        return store.digests.get(digest.make(workspace, store, NOW).issue)


@pytest.fixture
def hostile(issue):
    bad = paper(1, title=EVIL, abstract=EVIL, authors=(EVIL,) * 3435, categories=(EVIL,), comment=EVIL)
    item = Item(bad, prediction(bad.id, 0.9), note=EVIL)
    return replace(issue, items=(item,), title=EVIL, coverage=Coverage(failed=(EVIL,)))


class _Tags(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes, self.ids = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        self.ids += [value for name, value in attrs if name == "id"]


def test_hostile_strings_are_inert_in_html(hostile):
    page = render.html(view(hostile))
    seen = _Tags(page)
    assert not {"script", "img", "iframe", "object", "form"} & set(seen.tags)
    assert not [name for name, _ in seen.attributes if name.startswith("on")]
    links = [value for name, value in seen.attributes if name in ("href", "src")]
    assert links
    assert all(value.startswith(("https://", "#", "../", "digest.")) for value in links)
    assert "\u202e" not in page
    assert "\x1b" not in page
    assert "and 3,429 more" in page
    assert len(page) < 40_000


def test_hostile_strings_are_inert_in_text_and_markdown(hostile):
    shown = view(hostile)
    text, markdown = render.text(shown), render.markdown(shown)
    for made in (text, markdown):
        assert not {"\u202e", "\x1b", "\x00"} & set(made)
    assert "@octocat" not in markdown
    assert "#12" not in markdown
    assert "<script" not in markdown
    assert not re.search(r"(?<!\\)\]\(javascript", markdown)
    assert max(map(len, text.splitlines())) < 200


def test_ids_on_a_page_are_unique_and_the_language_is_named(issue):
    page = render.html(view(issue))
    ids = _Tags(page).ids
    assert len(ids) == len(set(ids))
    assert '<html lang="en">' in page
    assert "Thank you to arXiv" in page
    assert "Channels &amp; estimation" in page


def test_a_reader_of_one_section_gets_its_candidates_only(issue):
    assert view(issue, ("security",)).size == 2
    other = view(issue, ("use",))
    assert other.size == 0
    assert "2 in other sections" in other.counts


def test_where_no_section_fits_it_says_so(issue):
    lost = replace(issue.items[0].prediction, unplaced=0.9)
    shown = view(replace(issue, items=(replace(issue.items[0], prediction=lost),)))
    assert [g.heading for g in shown.groups] == ["No section fits"]


@pytest.mark.parametrize(
    ("raw", "shown"),
    [("a\u202eb\u200b", "ab"), ("a\nb\tc\x07", "a b c"), ("Fu\u0308r", "Für"), ("x" + "\u0334" * 99, "x\u0334\u0334")],
)
def test_clean(raw, shown):
    assert clean(raw) == shown


def test_clean_shortens_a_monstrous_title():
    assert len(clean("word " * 100_000)) <= 500


def test_only_plain_web_links_are_links():
    assert web_link("https://example.org/a?b=c#d") == "https://example.org/a?b=c#d"
    for bad in ("javascript:alert(1)", "data:text/html,x", "https://a b", "https://a\nb", "//a", 'https://a"b', ""):
        assert web_link(bad) == ""


def test_probabilities_are_never_certain():
    shown = [percent(p).replace("\u00a0", " ") for p in (0.0, 0.004, 0.5, 0.874, 0.9999, 1.0)]
    assert shown == ["<1 %", "<1 %", "50 %", "87 %", ">99 %", ">99 %"]


def test_periods_read_as_a_person_writes_them():
    from datetime import date

    assert period(date(2026, 1, 5), date(2026, 1, 11)) == "5–11 January 2026"
    assert period(date(2025, 12, 29), date(2026, 1, 4)) == "29 December 2025 – 4 January 2026"
    assert period(date(2026, 1, 5), date(2026, 1, 5)) == "5 January 2026"


VOID = {"meta", "link", "br", "rect", "path", "img", "hr", "input"}


class _Nesting(HTMLParser):
    """Fails where an element is closed that is not the one opened last."""

    def __init__(self, text):
        super().__init__()
        self.open = []
        self.feed(text)
        assert not self.open

    def handle_starttag(self, tag, attrs):
        if tag not in VOID:
            assert not (tag in ("p", "h1", "h2", "h3") and "p" in self.open), "a block inside a paragraph"
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag


def test_elements_are_nested_and_references_lead_somewhere(issue, hostile):
    for made in (issue, hostile, replace(issue, items=(), near=issue.items)):
        page = render.html(view(made))
        _Nesting(page)
        seen = _Tags(page)
        wanted = {v.lstrip("#") for n, v in seen.attributes if n == "aria-labelledby" or (n == "href" and v.startswith("#"))}
        assert wanted <= set(seen.ids)


def test_markdown_fits_into_the_body_of_a_github_issue(issue):
    items = tuple(Item(paper(n), prediction(f"2601.{n:05d}", 0.5 + n / 5000)) for n in range(1, 600))
    made = render.markdown(view(replace(issue, items=items)))
    assert len(made) <= 65_536
    assert "Invented paper 599](" in made
    assert "more candidates are on the page." in made


def test_words_that_say_nothing_are_not_shown_as_evidence(issue):
    why = Evidence((Term("and", 2.0), Term("of the", 1.0), Term("semantic", 0.5)))
    item = replace(issue.items[0], prediction=replace(issue.items[0].prediction, evidence=why))
    assert view(replace(issue, items=(item,))).groups[0].items[0].speaks_for == ("semantic",)


@pytest.fixture
def anew(monkeypatch):
    """An environment whose compiled templates are kept where the test says."""

    def made(prefix):
        monkeypatch.setattr(sys, "dont_write_bytecode", False)
        monkeypatch.setattr(sys, "pycache_prefix", str(prefix))
        render.environment.cache_clear()

    yield made
    render.environment.cache_clear()


def test_templates_are_compiled_once(issue, anew, tmp_path, monkeypatch):
    anew(tmp_path / "cache")
    first = render.text(view(issue))
    assert list((tmp_path / "cache").rglob("jinja-*.cache"))
    anew(tmp_path / "cache")
    monkeypatch.setattr(Environment, "compile", None)
    assert render.text(view(issue)) == first


def test_templates_need_no_place_to_be_kept(issue, anew, tmp_path, monkeypatch):
    kept = render.text(view(issue))
    (tmp_path / "file").write_text("no folder")
    anew(tmp_path / "file")
    assert render.text(view(issue)) == kept
    anew(tmp_path / "cache")
    monkeypatch.setattr(tempfile, "NamedTemporaryFile", mock.Mock(side_effect=OSError(errno.ENOSPC, "full")))
    assert render.text(view(issue)) == kept
    assert not list((tmp_path / "cache").rglob("*.cache"))
