"""More habits of lists that were met in the wild, each in invented words."""

from __future__ import annotations

import time
from datetime import date

from littrack.lists import read
from littrack.lists.addition import Addition
from littrack.lists.edit import add
from littrack.lists.names import are_surnames


def test_what_is_said_of_a_neighbour_behind_a_dash_is_not_said_of_the_new_paper() -> None:
    old = b"""# L

## Codes

-[Experiments with Many Ropes](https://arxiv.org/abs/1709.00001) (2018) - [3,1,3], d=1 on Linen
-[Experiments with Few Ropes](https://arxiv.org/abs/1809.00002) (2019) - [[5,1,3]] on Wool

## 2023
- [ICLR 2023] [Ropes that Learn while They Hold](https://arxiv.org/abs/2301.00003) learn how to hold a boat by a long and winding knot of many strands.[[Code](https://github.com/a/b)]

Related: ropes and piers (see [Piers of the World](https://arxiv.org/abs/1901.00009))

- Piers and other things (see [Piers of the World](https://arxiv.org/abs/1901.00009))
"""
    assert [r.title for r in read(old, "x.md").references] == [
        "Experiments with Many Ropes",
        "Experiments with Few Ropes",
        "Ropes that Learn while They Hold",
    ]
    new = Addition("Zeta Ropes", ("Codes",), ("Ann Lee",), arxiv_id="2511.01234", day=date(2025, 11, 3))
    assert b"\n-[Zeta Ropes](https://arxiv.org/abs/2511.01234) (2025)\n" in add(old, "x.md", [new]).data


def test_badges_tell_the_venue_and_are_written_anew() -> None:
    badge = "[![](https://img.shields.io/badge/{}-5291C8?style=flat)]({})"
    count = "![Count](https://img.shields.io/badge/dynamic/json?url=https%3A%2F%2Fapi.example.org%2Fpaper%2F1&query=x)"
    star = "[![Stars](https://img.shields.io/github/stars/{0}?style=social)](https://github.com/{0})"
    old = (
        "# Boats\n\n### Sails\n\n* **Sails of the World and their Makers**\n  \n  "
        + "\n  ".join(
            [badge.format("Nature_Methods_2021", "https://www.nature.com/articles/s4-021"), count, star.format("a/sails")]
        )
        + "\n\n* **Sails of Wool and Linen for All**\n  \n  "
        + "\n  ".join([badge.format("Arxiv_2023", "https://arxiv.org/abs/2311.00001"), count, star.format("b/wool")])
        + "\n"
    )
    reading = read(old.encode(), "x.md")
    assert [(r.venue, r.year, r.code_url) for r in reading.references] == [
        ("Nature Methods", 2021, "https://github.com/a/sails"),
        ("Arxiv", 2023, "https://github.com/b/wool"),
    ]
    new = Addition("Zeta Sails", ("Sails",), ("Ann Lee",), arxiv_id="2511.01234", code_url="https://github.com/lee/zeta")
    text = add(old.encode(), "x.md", [new]).data.decode()
    assert text.endswith(
        "\n\n* **Zeta Sails**\n  \n  "
        + "\n  ".join([badge.format("Arxiv_2025", "https://arxiv.org/abs/2511.01234"), star.format("lee/zeta")])
        + "\n"
    )


def test_a_topic_in_bold_before_a_linked_title_and_a_title_that_begins_as_a_publisher() -> None:
    reading = read(
        b"""# L

## Boats

**Counting of Boats**: [Counting of Boats by Those who Never Saw One](https://ieeexplore.ieee.org/document/93), IEEE Access 2021

1. **IEEE Standard Boats: An Approach to Many Harbours.** IEEE TVT, 2017. [Journal](https://ieeexplore.ieee.org/document/81)

    *P. Berg, J. Hale*

1. **Waves for Boats and Radars.** Proceedings of the IEEE, 2011. [Magazine](https://ieeexplore.ieee.org/document/57)

    *C. Roth, W. Lund*
""",
        "x.md",
    )
    assert [(r.title, r.venue, r.year) for r in reading.references] == [
        ("Counting of Boats by Those who Never Saw One", "IEEE Access", 2021),
        ("IEEE Standard Boats: An Approach to Many Harbours", "IEEE TVT", 2017),
        ("Waves for Boats and Radars", "Proceedings of the IEEE", 2011),
    ]


def test_a_label_of_venue_and_year_as_one_word_is_no_part_of_the_title() -> None:
    reading = read(
        b"""# Reefs

## Tides

- Deep Tidal Models: [NeurIPS19](https://arxiv.org/abs/1909.01377)
- Learning unknown tides with kites: [arXiv18](https://arxiv.org/abs/1803.04303)
- Tides: How to Wait for Them: [ICLR20 DeepReef](https://arxiv.org/abs/2003.04630)
- A Review of Waves: [IEEE Transactions on Rope Networks 2006](https://ieeexplore.ieee.org/document/68148)
- Memory of many ropes: [Reef96](https://arxiv.org/abs/2003.04631), [code](https://github.com/a/b)
- Counting layers of a deep boat: [ResNet50](https://arxiv.org/abs/2003.04632)
""",
        "x.md",
    )
    assert [(r.title, r.venue, r.year) for r in reading.references][:5] == [
        ("Deep Tidal Models", "NeurIPS", 2019),
        ("Learning unknown tides with kites", None, 2018),
        ("Tides: How to Wait for Them", "ICLR", 2020),
        ("A Review of Waves", "IEEE Transactions on Rope Networks", 2006),
        ("Memory of many ropes", "Reef", 1996),
    ]
    assert reading.references[5].year is None


def test_a_quoted_title_with_its_authors_in_an_item_below_ends_its_venue_with_the_line() -> None:
    reading = read(
        b"""# Reefs

#### 1.1 Boats

- ***Reef net: the first practice***
  - **"Reef nets: from boats to large ropes"**, IJCNN, 1990
    - I.K. Setho, Ann Lee
    - [[Paper]](https://ieeexplore.ieee.org/abstract/document/58346/)
  - **"Comparison between reef net and boat classifiers"**, Proceedings of the IEEE, 1991
    - I.K. Setho, Mike Otto
    - [[Paper]](https://ieeexplore.ieee.org/abstract/document/5726783)
""",
        "x.md",
    )
    assert [(r.title, r.authors, r.venue, r.year) for r in reading.references] == [
        ("Reef nets: from boats to large ropes", ("I.K. Setho", "Ann Lee"), "IJCNN", 1990),
        ("Comparison between reef net and boat classifiers", ("I.K. Setho", "Mike Otto"), "Proceedings of the IEEE", 1991),
    ]


def test_whether_names_in_full_are_surnames_is_soon_told() -> None:
    started = time.process_time()
    assert not are_surnames("Nerolia Feruzzi, Mikhael Heinzelmann, Mehmetson Akdelius, Alexander Gontscharenko, Lucas Naef")
    assert not are_surnames("Nerolia Feruzzi, Mikhael Heinzelmann, Mehmetson Akdelius, Alexander Gontscharenko")
    assert are_surnames("Feruzzi, Heinzelmann et al")
    assert are_surnames("van der Berg and Yen-Chen")
    assert time.process_time() - started < 0.5


def test_the_year_glued_to_the_venue_is_the_new_papers() -> None:
    old = b"# Reefs\n\n## Tides\n\n- Deep Tidal Models: [NeurIPS19](https://arxiv.org/abs/1909.01377)\n- Tides at Night: [ICML20](https://arxiv.org/abs/2003.01378)\n"
    addition = Addition("Kites over Quiet Water", ("Tides",), ("Ann Lee",), arxiv_id="2511.01234", day=date(2025, 11, 3))
    assert b"\n- Kites over Quiet Water: [arXiv25](https://arxiv.org/abs/2511.01234)\n" in add(old, "x.md", [addition]).data
