"""Habits of lists of computer science, each in invented words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from littrack.lists import read
from littrack.lists.addition import Addition
from littrack.lists.edit import add
from littrack.records import Reference

COUPLE = Addition("Zeta Maps of Harbours", ("Boats",), ("Ed Fox", "Gil Ham"), "2511.01234", day=date(2025, 11, 3))


def only(line: str) -> Reference:
    """The one reference of a list of one line."""
    (reference,) = read(f"# Harbours\n\n## Boats\n\n{line}\n".encode(), "x.md").references
    return reference


def written(text: str, addition: Addition = COUPLE) -> list[str]:
    """The lines that a paper adds to a list."""
    old = text.split("\n")
    return [x for x in add(text.encode(), "x.md", [addition]).data.decode().split("\n") if x not in old]


@pytest.mark.parametrize(
    ("line", "title", "authors", "venue", "year"),
    [
        (
            "- [**Boats at the Quay**](https://arxiv.org/abs/2001.00001) (Berg et al., 2020)",
            "Boats at the Quay", ("Berg",), None, 2020,
        ),
        (
            "- [**Boats at the Quay**](https://arxiv.org/abs/2001.00001) (Berg and Hale, 2020)",
            "Boats at the Quay", ("Berg", "Hale"), None, 2020,
        ),
        (
            "* Ann Maria Berg. 2003. [Boats at the Quay](http://quay.example/b.pdf). In *Proceedings of ACL 2003*. ([Citation](https://s.example/?c=1): 2,9)",
            "Boats at the Quay", ("Ann Maria Berg",), "Proceedings of ACL", 2003,
        ),
        (
            "* Ann Berg, Bo Chen, and Cy Hale. 2008. [Tide-based Mooring](http://quay.example/b). *Harbour Science*. ([Citation](https://s.example/?c=1): 9)",
            "Tide-based Mooring", ("Ann Berg", "Bo Chen", "Cy Hale"), "Harbour Science", 2008,
        ),
        (
            "* [Boats: Basics, Kinds, and Prospects](http://quay.example/b.pdf) by Berg, Ann, and Cy Hale. Harbour Magazine, 2012.",
            "Boats: Basics, Kinds, and Prospects", ("Ann Berg", "Cy Hale"), "Harbour Magazine", 2012,
        ),
        (
            "- Seeing Boats with R\\*NET (ICCV2015) [[Paper]](https://arxiv.org/pdf/1505.00001.pdf)",
            "Seeing Boats with R*NET", (), "ICCV", 2015,
        ),
        (
            "- Seeing Boats by Their Sails (Sep. 2020) [[Paper]](https://arxiv.org/pdf/2009.00001.pdf)",
            "Seeing Boats by Their Sails", (), None, 2020,
        ),
    ],
)  # fmt: skip
def test_an_entry_is_read(line: str, title: str, authors: tuple[str, ...], venue: str | None, year: int) -> None:
    found = only(line)
    assert (found.title, found.authors, found.venue, found.year) == (title, authors, venue, year)


def test_a_list_of_papers_is_no_code_and_an_invitation_no_paper() -> None:
    text = (
        "# Harbours\n\n📄 **[Read our survey paper here](https://arxiv.org/abs/2501.00001)**\n\n## Boats\n\n"
        '* "Boats of Today", *arXiv, Dec 2023*. [[Paper](https://arxiv.org/abs/2312.00002)] [[Paper List](https://github.com/a/boats)]\n'
    )
    (found,) = read(text.encode(), "x.md").references
    assert (found.title, found.code_url) == ("Boats of Today", None)


def test_two_authors_are_told_as_two_where_the_list_does() -> None:
    text = (
        "## Boats\n- [**Boats in Berg's Rain**](https://a.example/hale.pdf) (Berg and Hale, 2019)\n"
        "- [**Boats in the Snow**](https://arxiv.org/abs/2001.00002) (Roth et al., 2020)\n"
    )
    assert written(text) == ["- [**Zeta Maps of Harbours**](https://arxiv.org/abs/2511.01234) (Fox and Ham, 2025)"]


def test_fewer_authors_than_the_neighbour_shows_end_with_its_stop() -> None:
    text = (
        "## Boats\n* [Boats in the Rain](https://arxiv.org/abs/1703.00001) by Berg A, Hale B, Roth C, et al. arXiv, 2017.\n"
        "* [Boats in the Snow](https://arxiv.org/abs/1603.00002) by Lund A, Moss B, Strand C, et al. arXiv, 2016.\n"
    )
    assert written(text) == ["* [Zeta Maps of Harbours](https://arxiv.org/abs/2511.01234) by Fox E, Ham G. arXiv, 2025."]


CODED = Addition(
    "Nets for Fishing by Night", ("Boats",), ("Ed Fox", "Gil Ham"), "2510.04321", code_url="https://github.com/fox/night"
)


def test_a_preprint_is_told_as_the_list_tells_it() -> None:
    text = (
        "## Boats\n- Boats in the Rain (arXiv 2021.5) [[Paper]](https://arxiv.org/pdf/2105.00001.pdf)\n"
        "- Boats in the Snow (CVPR2021) [[Paper]](https://arxiv.org/pdf/2104.00002.pdf), [[Code]](https://github.com/a/snow)\n"
        "- Boats in the Fog (CVPR2020) [[Paper]](https://arxiv.org/pdf/2004.00003.pdf), [[Code]](https://github.com/a/fog)\n"
    )
    link = "[[Paper]](https://arxiv.org/pdf/2510.04321.pdf), [[Code]](https://github.com/fox/night)"
    assert written(text, CODED) == [f"- Nets for Fishing by Night (arXiv 2025.10) {link}"]
    for form, new in (("Preprint", "Preprint"), ("preprint'23", "preprint'25"), ("arxiv 2305", "arxiv 2510")):
        assert written(text.replace("arXiv 2021.5", form), CODED) == [f"- Nets for Fishing by Night ({new}) {link}"]


def test_a_month_in_four_digits_behind_arxiv_is_read() -> None:
    assert only("- Boats in the Rain (arXiv 2105) [[Paper]](https://arxiv.org/abs/2105.00001)").year == 2021


def test_a_row_is_written_like_rows_of_its_own_kind_of_table() -> None:
    text = (
        "## Surveys\n\n| Paper | Source | Code |\n| --- | --- | --- |\n| [Boats of All Kinds: A Survey](https://ieeexplore.ieee.org/document/1) | TPAMI 2022 | |\n\n"
        "## Boats\n\n<table>\n<tr><td>Level</td><td>Paper</td><td>Source</td></tr>\n"
        '<tr><td rowspan="2">Sea</td><td><a href="https://arxiv.org/abs/2007.00001">Boats in the Rain</a></td><td>arXiv 2007</td></tr>\n'
        '<tr><td><a href="https://arxiv.org/abs/2011.00002">Boats in the Snow</a></td><td>arXiv 2011</td></tr>\n</table>\n'
    )
    survey = Addition("Zeta Maps of Harbours", ("Surveys",), (), "2511.01234")
    assert written(text, survey) == ["| [Zeta Maps of Harbours](https://arxiv.org/abs/2511.01234) | arXiv 2025 | |"]
    assert [x.strip() for x in written(text)] == [
        '<tr><td rowspan="3">Sea</td><td><a href="https://arxiv.org/abs/2007.00001">Boats in the Rain</a></td><td>arXiv 2007</td></tr>',
        '<tr><td><a href="https://arxiv.org/abs/2511.01234">Zeta Maps of Harbours</a></td><td>arXiv 2511</td></tr>',
    ]


def test_days_order_a_list_and_a_short_name_has_its_cell() -> None:
    text = "## Boats\n\n| Date | Name | Paper |\n| --- | --- | --- |\n" + "".join(
        f"| {day} | {name} | [{name}: Boats in the {name}](https://arxiv.org/abs/2511.0000{n}) |\n"
        for n, (day, name) in enumerate((("2025-11-27", "Rain"), ("2025-11-02", "Snowfall"), ("2025-10-02", "Fog")))
    )
    new = Addition("Zeta: Maps of Harbours", ("Boats",), (), "2511.01234", day=date(2025, 11, 3))
    lines = add(text.encode(), "x.md", [new]).data.decode().split("\n")
    assert lines[5] == "| 2025-11-03 | Zeta | [Zeta: Maps of Harbours](https://arxiv.org/abs/2511.01234) |"


def test_what_most_entries_tell_is_told() -> None:
    text = (
        "## Boats\n- Boats in the Rain [[paper]](https://arxiv.org/abs/2001.00001)\n\n## Nets\n"
        "- Nets in the Rain [[paper]](https://arxiv.org/abs/2001.00002) [[code]](https://github.com/a/nets)\n"
    )
    assert written(text, CODED)[0].endswith(
        "[[paper]](https://arxiv.org/abs/2510.04321) [[code]](https://github.com/fox/night)"
    )


def test_numbers_in_bold_brackets_begin_an_entry_each() -> None:
    text = (
        "## Boats\n\n**[1]** Ann Berg and Cy Hale. **Boats at the Quay**. Harbour Letters, 16(1):5–9, 2003.\n\n"
        "**[2]** Ann Berg, Bo Moss, and Cy Hale. **Boats in the Rain**. In Harbour Conference, volume 2, pages 87–94. Springer, 2001.\n"
    )
    found = read(text.encode(), "x.md").references
    assert [(r.title, r.authors, r.venue, r.year) for r in found] == [
        ("Boats at the Quay", ("Ann Berg", "Cy Hale"), "Harbour Letters", 2003),
        ("Boats in the Rain", ("Ann Berg", "Bo Moss", "Cy Hale"), "Harbour Conference", 2001),
    ]
    assert written(text)[0].startswith("**[3]** Ed Fox")


def test_a_dash_in_brackets_begins_an_entry_with_its_year_and_venue() -> None:
    text = "**Boats**\n\n" + "".join(
        f"[-] {tag} - Boats in the {name}. [[Paper]](https://openreview.net/forum?id={name})\n\n"
        for tag, name in (("2012-ICML", "Rain"), ("2015-IEEE-TIFS", "Snow"), ("2016", "Fog"))
    )
    assert [(r.title, r.venue, r.year) for r in read(text.encode(), "x.md").references] == [
        ("Boats in the Rain", "ICML", 2012),
        ("Boats in the Snow", "IEEE-TIFS", 2015),
        ("Boats in the Fog", None, 2016),
    ]


def test_a_heading_with_its_acronym_and_year_in_brackets_is_the_venue() -> None:
    text = (
        "## Papers\n\n### International Conference on Machine Learning (ICML 2020) -- Updating\n\n"
        "* Boats in the Rain. [[Paper]](https://openreview.net/forum?id=a)\n* Boats in the Fog. [[Paper]](https://openreview.net/forum?id=b)\n"
    )
    assert {(r.venue, r.year) for r in read(text.encode(), "x.md").references} == {("ICML", 2020)}


def test_a_badge_with_a_month_dates_and_what_follows_by_may_be_no_name() -> None:
    found = only(
        "* Sailing Past Others by Scaling RL [[Paper]](https://arxiv.org/abs/2502.00001) ![](https://img.shields.io/badge/arXiv-2025.02-red)"
    )
    assert (found.title, found.authors, found.year) == ("Sailing Past Others by Scaling RL", (), 2025)


def test_a_repository_is_called_by_its_owner_and_name_and_a_day_in_a_cell_is_new() -> None:
    text = "## Boats\n\n| Paper | Date | Code |\n| --- | --- | --- |\n" + "".join(
        f"| [Boats in the {name}](https://arxiv.org/abs/2{n}05.00001) | {n} May 202{n} | [berg/{name}](https://github.com/berg/{name}) |\n"
        for n, name in enumerate(("rain", "snowfall"), 4)
    )
    row = "| [Nets for Fishing by Night](https://arxiv.org/abs/2510.04321) | 9 Oct 2025 | [fox/night](https://github.com/fox/night) |"
    assert written(text, replace(CODED, day=date(2025, 10, 9))) == [row]


def test_titles_alone_on_lines_below_a_topic_are_papers() -> None:
    text = (
        "## Boats\n  - Medical boats\n    \n    [Boats That Carry Two Doctors](https://arxiv.org/abs/2208.00001)\n    \n"
        "    [Boats That Carry Three Nurses](https://arxiv.org/abs/2209.00002)\n\n  - Small boats\n    \n"
        "    [Boats That Carry No One](https://arxiv.org/abs/2210.00003)\n"
    )
    found = read(text.encode(), "x.md")
    assert [(r.title, r.line, found.headings(r)) for r in found.references] == [
        ("Boats That Carry Two Doctors", 4, ["Medical boats"]),
        ("Boats That Carry Three Nurses", 6, ["Medical boats"]),
        ("Boats That Carry No One", 10, ["Small boats"]),
    ]
    assert written(text, replace(COUPLE, sections=("Small boats",))) == [
        "    [Zeta Maps of Harbours](https://arxiv.org/abs/2511.01234)"
    ]
