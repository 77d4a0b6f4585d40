"""Habits of lists in reStructuredText, tables and HTML, each in invented words: read, and written back to."""

from __future__ import annotations

from datetime import date

from littrack.lists import read
from littrack.lists.addition import Addition
from littrack.lists.edit import add

NEW = Addition("Zeta: On the Quays of Ports", ("Quays",), ("Ann Lee", "Bo Chen"), arxiv_id="2511.01234", day=date(2025, 11, 3))


def written(text: str, name: str = "x.md", paper: Addition = NEW) -> list[str]:
    """The lines that stand in the list after the paper was written into it, and not before."""
    edit = add(text.encode(), name, [paper])
    assert not edit.skipped
    old = text.split("\n")
    return [x for x in edit.data.decode().split("\n") if x.strip() and x not in old]


def entries(text: str, name: str = "x.md") -> list[tuple[str, tuple[str, ...], str | None, int | None]]:
    return [(r.title, r.authors, r.venue, r.year) for r in read(text.encode(), name).references]


BROKEN = """Bibliography
============

Quays
-----

* V. Berg and S. Hale. `Wide-Area Quays: The Failure of Wet
  Rope <https://a.edu/one.pdf>`__.
  IEEE/ACM Transactions on Quays, June 1995.

* F. Roth. `Charging and Rate Control for Elastic Ropes
  <http://a.edu/two.pdf>`__.
  European Transactions on Ropes, 8:33-37, 1997.
"""


def test_a_label_in_restructured_text_may_be_broken_over_lines() -> None:
    assert entries(BROKEN, "x.rst") == [
        ("Wide-Area Quays: The Failure of Wet Rope", ("V. Berg", "S. Hale"), "IEEE/ACM Transactions on Quays", 1995),
        ("Charging and Rate Control for Elastic Ropes", ("F. Roth",), "European Transactions on Ropes", 1997),
    ]
    assert read(BROKEN.encode(), "x.rst").references[0].url == "https://a.edu/one.pdf"
    assert written(BROKEN, "x.rst")[0].startswith("* A. Lee and B. Chen. `Zeta: On the Quays of Ports <https:")


CITED = """References
==========

.. [Berg17]
   Sara Berg, Carmen Bravo Hale, Joost van den Oord & Stein Roth,
   *ROPE: cells of ropes and their clusters*, Nature Quays.

.. [Hale19]
   Dvir Hale & Mallar Roth,
   *Reference-based analysis of wet ropes on quays*, Quay Immunology.
"""


def test_a_citation_may_have_neither_year_nor_link() -> None:
    assert [e[:3] for e in entries(CITED, "x.rst")] == [
        (
            "ROPE: cells of ropes and their clusters",
            ("Sara Berg", "Carmen Bravo Hale", "Joost van den Oord", "Stein Roth"),
            "Nature Quays",
        ),
        ("Reference-based analysis of wet ropes on quays", ("Dvir Hale", "Mallar Roth"), "Quay Immunology"),
    ]


def test_its_label_has_the_years_two_digits_as_the_others_have() -> None:
    paper = Addition(NEW.title, ("References",), NEW.authors, arxiv_id=NEW.arxiv_id, day=NEW.day)
    assert written(CITED, "x.rst", paper) == [".. [Lee25]", "   Ann Lee & Bo Chen,", "   *Zeta: On the Quays of Ports*, arXiv."]


ANCHORED = """## Quays

* <a id='berg2016threats' href='#berg2016threats'>Berg, M., Hale, C. and Roth, Y., *Threats to the safety of quays*, ISSTA 2016.</a>
* <a id='moss2016what' href='#moss2016what'>W. Moss, *What makes cutting a rope so hard?* ASE pp. 39-44 2016.</a>
"""


def test_an_entry_may_be_a_place_in_the_list_with_a_name_of_its_own() -> None:
    assert entries(ANCHORED) == [
        ("Threats to the safety of quays", ("M. Berg", "C. Hale", "Y. Roth"), "ISSTA", 2016),
        ("What makes cutting a rope so hard?", ("W. Moss",), "ASE", 2016),
    ]
    (line,) = written(ANCHORED)
    assert line.startswith("* <a id='lee2025zeta' href='#lee2025zeta'>")
    assert not {"moss", "berg"} & set(line.casefold().split())
    assert "2016" not in line


def test_the_number_of_a_row_or_a_heading_counts_on() -> None:
    rows = """## Quays

| Paper ID | Paper Title | Year |
| -------- | ----------- | ---- |
| [PI1845] | Analyze this quay and its many ropes | 2014 |
| [PI1846] | The dimensions of success with quays | 2014 |
| [PI1847] | How do sailors perceive old quays? | 2014 |
"""
    assert written(rows)[0].startswith("| [PI1848] | Zeta: On the Quays of Ports ")
    headed = """## Quays

#### [1] **Depth, Quantiles and Ranks of Quays**
   - **Authors**: V. Berg, A. Hale
   - **Summary**: A major reference on depth, built with care.
   - **Publication**: *The Annals of Quays*, 2017.
   - **DOI**: [10.1214/16-AOS1450](http://dx.doi.org/10.1214/16-AOS1450)

#### [2] **Tests of Quays by their Ropes**
   - **Authors**: M. Roth, J. Moss
   - **Summary**: Tests built on ropes, and how they fail.
   - **Publication**: *Electronic Journal of Quays*, 2021.
   - **DOI**: [10.1214/21-EJS1816](http://dx.doi.org/10.1214/21-EJS1816)
"""
    assert written(headed) == [
        "#### [3] **Zeta: On the Quays of Ports**",
        "   - **Authors**: A. Lee, B. Chen",
        "   - **Publication**: *arXiv*, 2025.",
        "   - **DOI**: [arXiv:2511.01234](https://arxiv.org/abs/2511.01234)",
    ]


def test_an_icon_that_says_which_kind_a_link_is_stays() -> None:
    icon = '<img src="https://raw.x.org/github.svg" width="20">'
    text = f"""## Quays

| Name | Released | Links |
| ---- | -------- | ----- |
| [sopa](https://www.nature.com/articles/s1) | 06/2024 | [{icon}](https://github.com/a/sopa) |
| [tango](https://www.nature.com/articles/s2) | 10/2021 | [{icon}](https://github.com/b/tango) |
"""
    coded = Addition(NEW.title, NEW.sections, arxiv_id=NEW.arxiv_id, day=NEW.day, code_url="https://github.com/lee/zeta")
    assert written(text, paper=coded) == [
        f"| [Zeta: On the Quays of Ports](https://arxiv.org/abs/2511.01234) | 11/2025 | [{icon}](https://github.com/lee/zeta) |"
    ]


def test_a_row_of_a_list_table_is_left_to_a_person() -> None:
    text = """Quays
=====

.. list-table::
    :header-rows: 1

    * -
      - Title
      - Author
    * - 1
      - `Two ropes for a wet quay
        <https://www.nature.com/articles/s1>`__
      - Ann Berg
    * - 2
      - `Thermal ropes and their crystals
        <https://www.nature.com/articles/s2>`__
      - Tom Hale
"""
    edit = add(text.encode(), "x.rst", [NEW])
    assert edit.data == text.encode()
    assert "by hand" in edit.skipped[0][1]
