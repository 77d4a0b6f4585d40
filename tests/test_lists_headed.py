"""Papers that have a heading each."""

from __future__ import annotations

from datetime import date

from littrack.lists import read
from littrack.lists.addition import Addition
from littrack.lists.edit import add

LINKED = b"""# Papers on harbours

An example of a harbour (picture from [Hale et al.](https://arxiv.org/abs/2401.00009)):

## Piers

### Attacks on piers

#### [How Storms Break Piers: A Study of Wood](https://arxiv.org/abs/2401.00001)

ICLR 2024

1. uses "salt glasses" to see waves
2. builds on [an older study of piers in storms](https://arxiv.org/abs/1901.00003)

#### [Breaking Piers](https://arxiv.org/abs/2401.00002)

arXiv 2401; CVPR Workshop 2025

[(back to contents)](#piers)

### Defences

#### [Steel Piers that Last](https://openreview.net/forum?id=abc)

NeurIPS 2023
"""

PLAIN = b"""# Reading

## Theory

### Counting Boats in the Dark

*Ann Berg, Tom Hale, CVPR 2023*

[[Paper](https://arxiv.org/abs/2301.00001)] [[Code](https://github.com/berg/dark)]

We count boats in the dark and find that there are many more of them than people think.

### Counting Boats by Their Sound

Una Roth et al.

[Paper](https://arxiv.org/abs/2302.00002)

## Practice

### A Camera for Every Boat

Liv Lund, Per Strand

[PDF](https://arxiv.org/pdf/2303.00003) | [Project](https://lund.github.io/camera)
"""


def test_linked_headings_are_papers_and_what_is_below_says_more() -> None:
    reading = read(LINKED, "piers.md")
    assert [(r.title, r.venue, r.year, reading.headings(r)) for r in reading.references] == [
        ("How Storms Break Piers: A Study of Wood", "ICLR", 2024, ["Attacks on piers"]),
        ("Breaking Piers", "arXiv", 2025, ["Attacks on piers"]),
        ("Steel Piers that Last", "NeurIPS", 2023, ["Defences"]),
    ]


def test_plain_headings_are_papers_where_each_stands_over_its_links() -> None:
    reading = read(PLAIN, "boats.md")
    assert [(r.title, r.authors, r.arxiv_id, reading.headings(r)) for r in reading.references] == [
        ("Counting Boats in the Dark", ("Ann Berg", "Tom Hale"), "2301.00001", ["Theory"]),
        ("Counting Boats by Their Sound", ("Una Roth",), "2302.00002", ["Theory"]),
        ("A Camera for Every Boat", ("Liv Lund", "Per Strand"), "2303.00003", ["Practice"]),
    ]
    assert reading.references[0].code_url == "https://github.com/berg/dark"


def test_headings_over_lists_of_papers_stay_sections() -> None:
    reading = read(
        b"# L\n\n## [A Survey of Boats](https://arxiv.org/abs/2301.00001)\n\n## Sails\n\n"
        b"- [Sails of Old Boats](https://arxiv.org/abs/2301.00002)\n- [Sails of New Boats](https://arxiv.org/abs/2301.00003)\n",
        "sails.md",
    )
    assert [reading.headings(r) for r in reading.references if "Sails" in r.title] == [["Sails"], ["Sails"]]


def test_a_new_paper_gets_a_heading_of_its_own() -> None:
    new = Addition("Glass Piers", ("Attacks on piers",), ("Ann Lee",), arxiv_id="2511.01234", day=date(2025, 11, 3))
    edit = add(LINKED, "piers.md", [new])
    assert not edit.skipped
    assert b"\n#### [Glass Piers](https://arxiv.org/abs/2511.01234)\n" in edit.data
    assert b"salt glasses" not in edit.data.partition(b"Glass Piers")[2]


def test_one_heading_among_topics_is_a_paper_where_only_its_link_stands_below():
    text = b"## Oars\n- [Boats in Deep Water](https://arxiv.org/abs/2401.00001)\n\n### A Review of Variational Oars\n[1](https://arxiv.org/abs/2111.05176)\n"
    assert [(r.title, r.arxiv_id) for r in read(text, "x.md").references] == [
        ("Boats in Deep Water", "2401.00001"),
        ("A Review of Variational Oars", "2111.05176"),
    ]
