"""Lists kept as YAML: what is read, what a new item looks like, and what hostile input does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from littrack.lists import read
from littrack.lists.addition import Addition
from littrack.lists.edit import add

PAPER = Addition("Deep Nets: A Study of Fishing", (), ("Ann Lee", "Bo Chen"), "2511.01234", day=date(2025, 11, 3))

GROUPED = b"""# Papers on boats
- section: Moorings
  papers:
    - title: Moorings by Weak Supervision
      authors: [Lea Strand, Una Roth]
      year: 2022
      venue: ICML
      links:
        paper: https://arxiv.org/abs/2212.04356
        code: https://github.com/a/b

    - title: 'Ropes: Convolution-augmented Moorings'
      authors: [Per Hale]
      year: 2020
      links:
        paper: https://arxiv.org/abs/2005.08100
- section: Tides
  papers:
    - title: "Tides 2: Fast Tides"
      authors: [Ann Berg]
      year: 2021
      links:
        paper: https://openreview.net/forum?id=tides
"""

FLAT = b"""papers:
  - name: Moorings by Weak Supervision
    author: Lea Strand and Una Roth
    date: 2022-12-06
    paper: https://arxiv.org/abs/2212.04356
    category: Moorings
    stars: 120
    keywords:
      - ropes
"""


def test_records_are_read_below_their_sections() -> None:
    reading = read(GROUPED, "papers.yml")
    assert [(e.title, e.authors, e.year, e.venue, e.arxiv_id, e.paths, (e.line, e.end)) for e in reading.entries] == [
        ("Moorings by Weak Supervision", ("Lea Strand", "Una Roth"), 2022, "ICML", "2212.04356", (("Moorings",),), (4, 10)),
        ("Ropes: Convolution-augmented Moorings", ("Per Hale",), 2020, None, "2005.08100", (("Moorings",),), (12, 16)),
        ("Tides 2: Fast Tides", ("Ann Berg",), 2021, None, None, (("Tides",),), (19, 23)),
    ]
    assert reading.entries[0].code_url == "https://github.com/a/b"
    assert reading.entries[2].url == "https://openreview.net/forum?id=tides"
    assert add(GROUPED, "papers.yml", []).data == GROUPED


def test_a_new_item_is_written_as_its_neighbours_are() -> None:
    new = add(GROUPED, "papers.yml", [replace(PAPER, sections=("Tides",))]).data
    assert (
        new
        == GROUPED
        + b"""
    - title: "Deep Nets: A Study of Fishing"
      authors: [Ann Lee, Bo Chen]
      year: 2025
      links:
        paper: https://arxiv.org/abs/2511.01234
"""
    )
    new = add(FLAT, "papers.yml", [replace(PAPER, title="Nets", sections=("Moorings",))]).data
    assert (
        new
        == FLAT
        + b"""  - name: Nets
    author: Ann Lee, Bo Chen
    date: 2025-11-03
    paper: https://arxiv.org/abs/2511.01234
    category: Moorings
    keywords:
      - Moorings
"""
    )


def test_one_bad_item_costs_no_other() -> None:
    bad = GROUPED.replace(b"authors: [Per Hale]", b"authors: [Per Hale").replace(b"- section: Moorings\n  papers:\n", b"")
    bad = bad.replace(b"- section: Tides\n  papers:\n", b"")
    reading = read(bad, "papers.yml")
    assert [e.title for e in reading.entries] == ["Moorings by Weak Supervision", "Tides 2: Fast Tides"]
    assert [(p.line, reading.not_understood) for p in reading.problems if "not YAML" in p.message] == [(1, 1), (10, 1)]


def test_what_is_nested_without_end_or_repeated_without_end_is_refused() -> None:
    deep = b"- title: Moorings\n  tags: " + b"[" * 9_000 + b"\n"
    assert not read(deep, "papers.yml").entries
    laughs = b"a: &a\n  - title: Moorings at Sea\n" + b"".join(
        b"%c: &%c [*%c, *%c, *%c, *%c, *%c, *%c, *%c, *%c, *%c]\n" % ((c, c, *[c - 1] * 9)) for c in range(98, 112)
    )
    assert [e.title for e in read(laughs, "papers.yml").entries] == ["Moorings at Sea"]


def test_a_page_with_fields_above_it_is_markdown() -> None:
    page = b"---\ntitle: Boats\n---\n- [Moorings at Sea](https://arxiv.org/abs/2212.04356)\n"
    assert read(page, "x.md").format == "readme"
