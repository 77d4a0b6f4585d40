"""What an entry's neighbours say of it: which slot the title has, which marks are a list's own, how wide a column is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from littrack.lists import read
from littrack.lists.addition import Addition
from littrack.lists.edit import add

NETS = Addition("Deep Nets: A Study of Fishing", ("Boats",), ("Ann Lee", "Bo Chen"), "2511.01234", day=date(2025, 11, 3))
CODED = Addition(
    "Learning to Fish by Night", ("Boats",), ("Ann Lee", "Bo Chen"), "2511.01234",
    code_url="https://github.com/lee/night", day=date(2025, 11, 3),
)  # fmt: skip


def written(text: str, paper: Addition) -> list[str]:
    """The lines that are new."""
    edit = add(text.encode(), "x.md", [paper])
    assert not edit.skipped
    old = text.split("\n")
    return [x for x in edit.data.decode().split("\n") if x not in old]


def test_a_bold_title_with_its_authors_on_the_next_line_is_no_heading() -> None:
    text = """## Boats

1. **Rowing as a Search Problem.**
*Una Roth, Per Strand.* 2016. [paper](https://arxiv.org/abs/1601.00001)

1. **A Note on Ropes.**
*Liv Lund.* KNOT 2017. [paper](https://arxiv.org/abs/1701.00001)
"""
    found = read(text.encode(), "x.md").references
    assert [(r.title, r.sections) for r in found] == [
        ("Rowing as a Search Problem", ("boats",)),
        ("A Note on Ropes", ("boats",)),
    ]


def test_years_of_the_section_s_own_level_are_in_it_and_code_to_come_is_a_link_of_the_paper() -> None:
    text = """## Boats:
## 2024:
### 1. Street Boats for Modelling Canals
**Authors**: Una Roth, Per Strand

  [📄 Paper (Low Resolution)](https://arxiv.org/pdf/2401.00001.pdf) | [💻 Code (not yet)](https://github.com/roth/canals)

## 2023:
### 1. Canal Boats: Composing Ropes around Us
**Authors**: Liv Lund, Tom Hale

  [📄 Paper](https://arxiv.org/pdf/2312.00001.pdf) | [🎥 Short Talk](https://youtu.be/x)

<br>

## Oars:
## 2024:
### 1. Ropes of Every Length in One Boat
**Authors**: Eva Berg, Tom Hale

  [📄 Paper](https://arxiv.org/pdf/2402.00001.pdf)
"""
    found = read(text.encode(), "x.md").references
    assert [(r.year, r.sections, r.venue) for r in found] == [
        (2024, ("boats",), None),
        (2023, ("boats",), None),
        (2024, ("oars",), None),
    ]


TABLE = """## Boats

<details>
<summary> boats </summary>

|   Date  |   keywords  |  Institute | Paper                                                        |
|:-------:|:-----------:|:----------:|--------------------------------------------------------------|
| 2017-06 |     Oars    | Port et al.| [Rowing Is All You Need](https://arxiv.org/abs/1706.00001)   |
| 2020-01 |   Row Law   |    Dock    | [Laws of Rowing](https://arxiv.org/abs/2001.00001)           |
| 2021-10 |      B0     |    Dock    | [Many Harbours at Once](https://arxiv.org/abs/2110.00001)    |
| 2022-12 |   Una Roth  |    Pier    | [Boats as Interfaces](https://arxiv.org/abs/2212.00001)      |
| 2023-10 |  Gondola 7B |    Pier    | [Gondola 7B](https://arxiv.org/abs/2310.00001)               |

</details>
"""


def test_in_a_column_of_titles_a_short_one_is_a_title_and_keywords_and_institutes_are_no_authors() -> None:
    found = read(TABLE.encode(), "x.md").references
    assert [r.title for r in found][-1] == "Gondola 7B"
    assert not any(r.authors for r in found)
    assert {r.sections for r in found} == {("boats",)}


def test_a_new_row_is_padded_as_the_others_are_and_says_no_other_paper_s_keywords() -> None:
    row = "| 2025-11 |             |            | [Night Nets](https://arxiv.org/abs/2511.01234)               |"
    assert written(TABLE, replace(CODED, title="Night Nets")) == [row]


def test_titles_behind_a_colon_after_their_authors() -> None:
    text = """## Boats
* Roth, U., Strand, P.J., Lund, L.: Mending hulls with adversarial nets. arXiv preprint arXiv:1801.00001 (2018) [[paper]](https://scholar.example/1)
* Hale-Martin, T.: The missing oar: a key element. Harbour Letters (2019) [[paper]](https://www.sciencedirect.com/science/article/pii/1)
"""
    found = read(text.encode(), "x.md").references
    assert [(r.title, r.authors, r.venue) for r in found] == [
        ("Mending hulls with adversarial nets", ("U. Roth", "P.J. Strand", "L. Lund"), "arXiv"),
        ("The missing oar: a key element", ("T. Hale-Martin",), "Harbour Letters"),
    ]


ACCEPTED = """## Boats
- Safe Rowing by Ropes, [Paper](https://arxiv.org/pdf/1505.00001.pdf), [Code](https://github.com/roth/ropes), (Accepted by ICML 2015)
- Safe Rowing with Strings, [Paper](https://arxiv.org/pdf/1605.00002.pdf), Not Find Code (only Arxiv, 2016)
- Safe Rowing in Markets, [Paper](https://arxiv.org/pdf/1705.00003.pdf), Not Find Code (Arxiv, 2017)
- Safe Rowing for Crowds, [Paper](https://example.org/4.pdf), Not Find Code (Accepted by The Journal of Harbour Crowds and Their Ropes, 2018)
"""


def test_where_a_paper_was_accepted_is_its_venue() -> None:
    venues = ["ICML", "Arxiv", "Arxiv", "The Journal of Harbour Crowds and Their Ropes"]
    assert [r.venue for r in read(ACCEPTED.encode(), "x.md").references] == venues


def test_a_paper_with_code_follows_one_with_code_and_arxiv_accepts_nothing() -> None:
    assert written(ACCEPTED, CODED) == [
        "- Learning to Fish by Night, [Paper](https://arxiv.org/pdf/2511.01234.pdf), [Code](https://github.com/lee/night), (Arxiv 2025)"
    ]


def test_a_mark_of_a_few_entries_is_not_copied() -> None:
    text = """## Boats

- [⭐️] **Rowing for All** (2025)
  [![arXiv](https://img.shields.io/badge/arXiv-2506.00001-b31b1b.svg)](https://arxiv.org/abs/2506.00001)

- **Ropes: A Data Set** (2024)
  [![arXiv](https://img.shields.io/badge/arXiv-2406.00001-b31b1b.svg)](https://arxiv.org/abs/2406.00001)

- **Knots: A Benchmark** (2023)
  [![arXiv](https://img.shields.io/badge/arXiv-2306.00001-b31b1b.svg)](https://arxiv.org/abs/2306.00001)
"""
    assert written(text, NETS)[0] == "- **Deep Nets: A Study of Fishing** (2025)"


def test_one_author_does_not_tell_how_two_are_joined() -> None:
    text = """## Boats
- **Rowing fast** (2016), U. Roth et al. [[pdf]](http://boats.example/1.pdf)
- **Rowing slowly** (2015), P. Strand et al. [[pdf]](http://boats.example/2.pdf)
- **Not rowing** (2013), L. Lund. [[pdf]](https://arxiv.org/pdf/1308.00001)
"""
    assert written(text, CODED) == [
        "- **Learning to Fish by Night** (2025), A. Lee et al. [[pdf]](https://arxiv.org/pdf/2511.01234)"
    ]


def test_a_label_of_arxiv_and_a_year_has_the_new_year_and_raised_marks_stay_behind() -> None:
    text = """## Boats
* Boats in the Rain: [arXiv18](https://arxiv.org/abs/1801.00001)
* Boats in the Snow: [arXiv19](https://arxiv.org/abs/1901.00001)
"""
    assert written(text, NETS) == ["* Deep Nets: A Study of Fishing: [arXiv25](https://arxiv.org/abs/2511.01234)"]
    text = """## Boats

**Boats in the Rain** \\
*Una Roth<sup>1</sup>, Per Strand, Liv Lund* \\
arXiv 2022. [[Paper](https://arxiv.org/abs/2201.00001)]
"""
    assert "*Ann Lee, Bo Chen* \\" in written(text, NETS)
