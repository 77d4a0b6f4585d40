"""Habits of lists by journals, in tables of other languages and with names before titles, each in invented words: read, and written back to."""

from __future__ import annotations

from datetime import date

import pytest

from littrack.lists import read
from littrack.lists.addition import Addition
from littrack.lists.edit import add

NEW = Addition(
    "Zeta: On the Quays of Ports", ("Quays",), ("Ann Lee", "Bo Chen", "Cy Diaz"), arxiv_id="2511.01234", day=date(2025, 11, 3)
)
ICML = Addition("Buoys and Their Moods", ("Quays",), ("Fay Gomez", "Hal Ito"), arxiv_id="2510.04321", venue="ICML")


def written(text: str, paper: Addition = NEW) -> list[str]:
    """The lines that stand in the list after the paper was written into it, and not before."""
    edit = add(text.encode(), "x.md", [paper])
    assert not edit.skipped
    old = text.split("\n")
    return [x for x in edit.data.decode().split("\n") if x.strip() and x not in old]


def entries(text: str) -> list[tuple[str, tuple[str, ...], str | None, int | None]]:
    return [(r.title, r.authors, r.venue, r.year) for r in read(text.encode(), "x.md").references]


@pytest.mark.parametrize(
    "header",
    [
        "| Название | Авторы | Год | Журнал |",
        "| Titel | Autoren | Jahr | Zeitschrift |",
        "| Título | Autores | Año | Revista |",
        "| Titre | Auteurs | Année | Revue |",
        "| タイトル | 著者 | 年 | 学会 |",
        "| 제목 | 저자 | 연도 | 학회 |",
    ],
)
def test_columns_are_named_in_other_languages(header: str) -> None:
    text = f"## Quays\n\n{header}\n|---|---|---|---|\n| Ropes for a Wet Quay | Ann Berg, Tom Hale | 2020 | Harbour Letters |\n"
    assert entries(text) == [("Ropes for a Wet Quay", ("Ann Berg", "Tom Hale"), "Harbour Letters", 2020)]
    assert written(text) == ["| Zeta: On the Quays of Ports | Ann Lee, Bo Chen, Cy Diaz | 2025 | arXiv |"]


BEFORE_JOURNAL = """## Quays

- Berg L. QuayMap.jl: Fast and simple maps of quays, [Comput Port Commun](https://doi.org/10.1016/j.cpc.1) 279, 108452 (2022)
- Hale N and Roth G. Fixing the Quay: A Second Rope, [Journal of Statistical Ports](https://doi.org/10.1007/s10955-1) 191, 17 (2024)
- Moss X, Lund X. Rope Dynamics: Another Approach to Quays, [arXiv](https://arxiv.org/abs/2504.14479) (2025)
"""


def test_authors_and_title_stand_before_a_link_that_names_the_journal() -> None:
    assert [e[:3] for e in entries(BEFORE_JOURNAL)] == [
        ("QuayMap.jl: Fast and simple maps of quays", ("Berg L",), "Comput Port Commun"),
        ("Fixing the Quay: A Second Rope", ("Hale N", "Roth G"), "Journal of Statistical Ports"),
        ("Rope Dynamics: Another Approach to Quays", ("Moss X", "Lund X"), None),
    ]


def test_the_journal_is_exchanged_and_its_pages_go() -> None:
    assert written(BEFORE_JOURNAL) == [
        "- Lee A, Chen B, Diaz C. Zeta: On the Quays of Ports, [arXiv](https://arxiv.org/abs/2511.01234) (2025)"
    ]
    assert written(BEFORE_JOURNAL, ICML) == [
        "- Gomez F and Ito H. Buoys and Their Moods, [ICML](https://arxiv.org/abs/2510.04321) (2025)"
    ]


NAMED = """## Quays

- [Ropes-4D](https://arxiv.org/abs/2312.12462) Towards an End to the Wet Ropes of Quays. (arxiv, 12/2023)
- [Hawser](https://arxiv.org/abs/2311.07222) Neural ropes for every dry quay. (arxiv, 11/2023)
- [Bollard](https://www.nature.com/articles/s1) - A comprehensive study of bollards. (nature, 10/2023)
"""


def test_a_name_that_is_a_link_stands_before_the_title_and_its_venue() -> None:
    assert entries(NAMED) == [
        ("Towards an End to the Wet Ropes of Quays", (), "arxiv", 2023),
        ("Neural ropes for every dry quay", (), "arxiv", 2023),
        ("A comprehensive study of bollards", (), "nature", 2023),
    ]


def test_without_a_name_the_title_is_the_link() -> None:
    assert written(NAMED) == ["- [Zeta](https://arxiv.org/abs/2511.01234) Zeta: On the Quays of Ports. (arxiv, 11/2025)"]
    unnamed = Addition("Buoys and Their Moods", ("Quays",), arxiv_id="2309.04321", day=date(2023, 9, 9))
    assert written(NAMED, unnamed) == ["- [Buoys and Their Moods](https://arxiv.org/abs/2309.04321). (arxiv, 09/2023)"]


def test_a_program_of_titles_and_authors_names_papers() -> None:
    text = """## Quays

**ROPE: Pulling and Tying on Wet Quays**\x20\x20
Authors: Ann Berg, Tom Hale, Una Roth

**Seek for Shelter: The Economy of Quays**\x20\x20
Authors: Liv Lund, Per Strand
"""
    assert [e[:2] for e in entries(text)] == [
        ("ROPE: Pulling and Tying on Wet Quays", ("Ann Berg", "Tom Hale", "Una Roth")),
        ("Seek for Shelter: The Economy of Quays", ("Liv Lund", "Per Strand")),
    ]
    assert written(text) == ["**Zeta: On the Quays of Ports**  ", "Authors: Ann Lee, Bo Chen, Cy Diaz"]


DATED_LABEL = """## Quays

- [Berg and Hale (2010 JQP), The Year of the Quay](https://www.aeaweb.org/articles?id=10.1257/jep.24.2.3)

- [Roth (2014 JQP), A Roper's Guide to Showing Knots](https://www.aeaweb.org/articles?id=10.1257/jep.28.1.209)
"""


def test_a_label_of_authors_year_and_venue_before_the_title() -> None:
    assert entries(DATED_LABEL) == [
        ("The Year of the Quay", ("Berg", "Hale"), "JQP", 2010),
        ("A Roper's Guide to Showing Knots", ("Roth",), "JQP", 2014),
    ]
    assert written(DATED_LABEL) == [
        "- [Lee, Chen, and Diaz (2025 arXiv), Zeta: On the Quays of Ports](https://arxiv.org/abs/2511.01234)",
    ]


STRESSED = """## Quays

* [Learning where a quay ends](https://ui.adsabs.harvard.edu/abs/2023a/abstract)

  **J. F. Berg**, C. Hale, 2023, *ApQ* 954, 149, arXiv:2306.12327

* [Predicting ropes from pictures of quays](https://ui.adsabs.harvard.edu/abs/2020b/abstract)

  U. Roth, **J. F. Berg**, 2020, *ApQ* 900, 14, arXiv:2009.12318
"""


def test_the_list_keeper_in_bold_and_the_volume_are_the_neighbours_own() -> None:
    assert [e[2] for e in entries(STRESSED)] == ["ApQ", "ApQ"]
    assert written(STRESSED) == [
        "* [Zeta: On the Quays of Ports](https://arxiv.org/abs/2511.01234)",
        "  A. Lee, B. Chen, C. Diaz, 2025, *arXiv*, arXiv:2511.01234",
    ]


def test_a_doi_by_name_is_not_said_of_another_address() -> None:
    text = """## Quays

- Ann Berg and Tom Hale. 1993. **Ropes for a better quay**. Commun. AQM 36, 7 (July 1993), 53-62. DOI= http://dx.doi.org/10.1145/159544.1
- Una Roth. 1993. **Talking with ropes on the quay**. Commun. AQM 36, 7 (July 1993), 87-96. DOI=http://dx.doi.org/10.1145/159544.2
"""
    assert [e[1] for e in entries(text)] == [("Ann Berg", "Tom Hale"), ("Una Roth",)]
    (line,) = written(text)
    assert line.startswith("- Ann Lee, Bo Chen, and Cy Diaz. 2025. **Zeta: On the Quays of Ports**. arXiv (Nov")
    assert line.endswith("2025). https://arxiv.org/abs/2511.01234")


def test_one_date_out_of_order_and_dates_in_addresses_do_not_undo_the_order() -> None:
    days = ["2024-09", "2024-08", "2024-07", "2024-06", "2023-01", "2024-05", "2024-06", "2024-04", "2024-05", "2024-03"]
    text = "## Quays\n" + "".join(
        f"- [Ropes, part {n} of ten](https://arxiv.org/abs/{d[2:4]}{d[5:]}.0000{n}) ({d}) [code](https://a.io/20{n}1/03/x)\n"
        for n, d in enumerate(days)
    )
    new = add(text.encode(), "x.md", [NEW]).data.decode().split("\n")
    assert new[1].startswith("- [Zeta: On the Quays of Ports](https://arxiv.org/abs/2511.01234) (2025-11)")
