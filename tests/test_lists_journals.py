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


BADGES = """## Quays

+ [Quay Compilation: Ropes from Knots](https://arxiv.org/abs/2504.03529) Zora Berg et al <img src="https://img.shields.io/badge/DAQ-2025-green.svg" alt="13-pages" align="top">
+ [Ropes: A Language for Every Quay](https://arxiv.org/abs/2109.02409) Ann Berg, Tom Hale <img src="https://img.shields.io/badge/CQ-2022-green.svg" alt="13-pages" align="top">
+ [Programming the dry quay](https://www.nature.com/articles/nature1) Frederic T. Moss <img src="https://img.shields.io/badge/Nature-2017-green.svg" alt="13-pages" align="top">
+ [Optimizing quays by assertion](https://arxiv.org/abs/1810.00375) Lund, Roth, Strand 2013
+ [A Level Attention for Quays](https://www.ijcai.org/proceedings/2020/4) In IJCAI 2020
"""


def test_one_author_or_surnames_stand_right_behind_the_link() -> None:
    assert [e[1] for e in entries(BADGES)] == [
        ("Zora Berg",),
        ("Ann Berg", "Tom Hale"),
        ("Frederic T. Moss",),
        ("Lund", "Roth", "Strand"),
        (),
    ]


def test_a_badge_of_venue_and_year_is_read_and_written_anew() -> None:
    assert [e[2:] for e in entries(BADGES)][:3] == [("DAQ", 2025), ("CQ", 2022), ("Nature", 2017)]
    assert written(BADGES, ICML) == [
        "+ [Buoys and Their Moods](https://arxiv.org/abs/2510.04321) Fay Gomez et al "
        '<img src="https://img.shields.io/badge/ICML-2025-green.svg" alt="13-pages" align="top">'
    ]


def test_a_picture_of_the_neighbour_leaves_no_gap() -> None:
    text = """## Quays
- **[ICLR, 2025]** Ropes for Quays and Beyond <img src="https://img.shields.io/badge/EEG-blue" alt="EEG" height="16"/> [[paper]](https://arxiv.org/abs/2412.07236)
- **[IEEE TQAMI, 2024]** Larger Ropes for Larger Quays <img src="https://img.shields.io/badge/ECG-red" alt="ECG" height="16"/> [[paper]](https://arxiv.org/abs/2405.18765)
"""
    assert [e[1:3] for e in entries(text)] == [((), "ICLR"), ((), "IEEE TQAMI")]
    assert written(text, ICML) == ["- **[ICML, 2025]** Buoys and Their Moods [[paper]](https://arxiv.org/abs/2510.04321)"]


def test_a_citation_without_a_title_names_no_paper() -> None:
    text = """## Quays
- `Berg18*`: the sample, from [Berg U., et al., 2018, Nature Harbours, 9, 3605](https://www.nature.com/articles/s41467-1)
- `Roth20*`: [Roth H., et al., 2020](https://www.nature.com/articles/s41598-2)
"""
    reading = read(text.encode(), "x.md")
    assert not reading.references
    assert len(reading.problems) >= 2


def test_fields_in_chinese_may_be_paragraphs() -> None:
    text = """# \u7801\u5934

**\u6807\u9898**\uff1aA Review of All the Knots of Quays

**\u4f5c\u8005**\uff1aAnn Berg,  Tom Hale

**\u94fe\u63a5**\uff1ahttps://arxiv.org/abs/2003.12255

\u672c\u6587\u68b3\u7406\u4e86**184\u7bc7**\u6587\u732e\u3002
"""
    assert entries(text) == [("A Review of All the Knots of Quays", ("Ann Berg", "Tom Hale"), None, None)]


GEO = """Quays
=====

Berg, B., Z. Hale, E. Roth & J. Moss, 2019. Source of the 2017, Mw=7.3, Bay, Norway, flood, Harbour Research Letters, doi: 10.1029/2018GL1

Berg, B., Z. Hale & L. Lund, 2018. Strain of the quay: a stochastic view, Quay and Harbour Science Letters, Vol. 43 (7), pp. 3254-3263, doi: 10.1002/2016GL2
"""


def test_a_journal_between_commas_behind_authors_and_year() -> None:
    assert entries(GEO) == [
        (
            "Source of the 2017, Mw=7.3, Bay, Norway, flood",
            ("B. Berg", "Z. Hale", "E. Roth", "J. Moss"),
            "Harbour Research Letters",
            2019,
        ),
        ("Strain of the quay: a stochastic view", ("B. Berg", "Z. Hale", "L. Lund"), "Quay and Harbour Science Letters", 2018),
    ]
    assert written(GEO, ICML) == ["Gomez, F. & H. Ito, 2025. Buoys and Their Moods, ICML, arXiv:2510.04321"]


def test_names_with_and_in_other_languages_and_surnames_first_in_full() -> None:
    text = """## Quays
* [Berg 1989]
  A.V. Berg, R.W. Hale et J.R. Roth.
  _Discrete-Time Quay Processing_.
  Port Hall, 1989.

* [Moss 2008]
  P. Moss, M. Lund.
  _Quays for Communications_.
  Quay Press, 2008.
"""
    assert [e[:2] for e in entries(text)] == [
        ("Discrete-Time Quay Processing", ("A.V. Berg", "R.W. Hale", "J.R. Roth")),
        ("Quays for Communications", ("P. Moss", "M. Lund")),
    ]
    full = "## Quays\n- **Berg, Ann D. & Hale, J\u00f6rn-Tom - Mostly Harmless Quays** (2009)\n  - Publisher: Port Press\n"
    assert entries(full)[0][1] == ("Ann D. Berg", "J\u00f6rn-Tom Hale")


def test_a_list_is_never_dated_back() -> None:
    text = "*Updated: 2026-12-05*\n\n## Quays\n- [Ropes for a Wet Quay](https://arxiv.org/abs/2504.03529)\n"
    new = add(text.encode(), "x.md", [NEW], today=date(2025, 11, 20))
    assert b"Updated: 2026-12-05" in new.data
    assert b"Updated: 2026-12-06" in add(text.encode(), "x.md", [NEW], today=date(2026, 12, 6)).data


def test_a_number_sign_and_a_stop_begin_an_item() -> None:
    text = """Quays
=====

#.  Irene Berg, Yuri Hale, and Boris
    Roth. *Exploring quays that are clear: potential and
    limitations* Harbour Journal, 2014 `pdf <http://dx.doi.org/10.1117/12.1>`__

#.  Luis Moss and Liv Lund. *Finding new quays by
    their local features* Harbour Journal, 2013 `pdf <http://dx.doi.org/10.1117/12.2>`__
"""
    assert [e[:2] for e in entries(text)] == [
        ("Exploring quays that are clear: potential and limitations", ("Irene Berg", "Yuri Hale", "Boris Roth")),
        ("Finding new quays by their local features", ("Luis Moss", "Liv Lund")),
    ]
