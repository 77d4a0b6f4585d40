"""``littrack.toml``: what is wrong is named with its line and the remedy."""

import pytest

from littrack.config import WatchSettings, find_workspace, load_workspace, parse_settings
from littrack.errors import ConfigError

GOOD = """\
[survey]
slug = "comlam"
title = "Large AI Models for Communications"

[watch]
categories = ["cs.NI", "hep-th"]

[[watch.queries]]
name = "one"
any = ["llm"]

[[watch.queries]]
name = "two"
all = ["agent"]

[digest]
timezone = "Europe/Berlin"
at = "07:30"
"""


def test_a_good_file():
    settings = parse_settings(GOOD)
    assert settings.watch.categories == ["cs.NI", "hep-th"]
    assert settings.digest.hour.minute == 30
    assert settings.mail is None


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('slug = "comlam"', "", "x.toml:1: `survey.slug` is missing"),
        ('at = "07:30"', 'att = "07:30"', "x.toml:18: unknown key `digest.att`: did you mean `at`?"),
        ('at = "07:30"', 'at = "7"', "x.toml:18: `digest.at` is wrong"),
        ("Europe/Berlin", "Mars/Olympus", "x.toml:17: `digest.timezone` is wrong: 'Mars/Olympus' is no time zone"),
        ('"cs.NI"', '"networks!"', "x.toml:6: `watch.categories` is wrong: 'networks!' is no arXiv category"),
        ('"cs.NI"', '"cs.ni"', "x.toml:6: `watch.categories` is wrong: 'cs.ni' is no arXiv category"),
        ('"cs.NI"', '"cs"', "x.toml:6: `watch.categories` is wrong: 'cs' is an archive"),
        ('all = ["agent"]', "all = 3", "x.toml:14: `watch.queries.1.all` is wrong"),
        ('title = "Large', 'titel = "Large', "x.toml:1: `survey.title` is missing"),
        ("[digest]", "[digset]", "x.toml:16: unknown key `digset`: did you mean `digest`?"),
        ("[survey]", "[survey", "x.toml: not valid TOML"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(old, new, says):
    with pytest.raises(ConfigError) as caught:
        parse_settings(GOOD.replace(old, new), "x.toml")
    assert str(caught.value).startswith(says)


def test_arxiv_itself_is_never_asked_faster_than_it_allows():
    assert WatchSettings(interval=0.5).pause == 3.0
    assert WatchSettings(interval=10).pause == 10.0
    own = {"api_url": "http://127.0.0.1/api", "feed_url": "http://127.0.0.1", "oai_url": "http://127.0.0.1/oai"}
    assert WatchSettings(interval=0.5, **own).pause == 0.5
    assert WatchSettings(interval=0.5, **own | {"oai_url": "https://arxiv.org/oai"}).pause == 3.0


@pytest.mark.parametrize(
    "name", ["hep-th", "gr-qc", "q-bio.BM", "physics.ao-ph", "cond-mat.mtrl-sci", "nlin.AO", "physics.optics"]
)
def test_every_kind_of_category_may_be_watched(name):
    assert WatchSettings(categories=[name]).categories == [name]


def test_the_nearest_workspace_upward(tmp_path):
    (tmp_path / "littrack.toml").write_text(GOOD)
    (tmp_path / "a/b").mkdir(parents=True)
    root = find_workspace(tmp_path / "a/b")
    assert load_workspace(root).database == tmp_path.resolve() / "db/littrack.db"


def test_no_workspace_says_what_to_do(tmp_path):
    with pytest.raises(ConfigError, match="littrack init"):
        find_workspace(tmp_path)
    with pytest.raises(ConfigError, match="does not exist"):
        load_workspace(tmp_path)
    (tmp_path / "littrack.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigError, match="UTF-8"):
        load_workspace(tmp_path)
