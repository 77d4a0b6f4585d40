"""Habits of lists of computer science, each in invented words."""

from __future__ import annotations

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
