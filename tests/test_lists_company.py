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


INFERENCE = """## Boats

|Date|Title|Paper|Code|Recom|
|:---:|:---:|:---:|:---:|:---:|
|2019.01|[sinker]SINKER: A CONFIGURABLE ENGINE FOR BOATS(@Lab)|[[pdf]](https://arxiv.org/pdf/1901.00003)|⚠️|⭐️⭐️ |
|2019.10|🔥🔥[**OAR: Zero**] DeepOar: Memory for Boats of Every Size(@port.example)|[[pdf]](https://arxiv.org/pdf/1910.00001)|[[deepoar]](https://github.com/dock/DeepOar) ![](https://img.shields.io/github/stars/dock/DeepOar.svg?style=social) |⭐️⭐️ |
|2024.11|🔥[**Pier**] Context Parallelism for a Million Boats(@Pier Platforms, Inc)|[[pdf]](https://arxiv.org/pdf/2411.00002)|⚠️|⭐️ |
"""


def test_a_title_in_a_cell_has_no_marks_no_short_name_and_no_institute() -> None:
    titles = [
        "SINKER: A CONFIGURABLE ENGINE FOR BOATS",
        "DeepOar: Memory for Boats of Every Size",
        "Context Parallelism for a Million Boats",
    ]
    found = read(INFERENCE.encode(), "x.md").references
    assert [(r.title, r.authors) for r in found] == [(t, ()) for t in titles]


def test_a_new_row_has_its_own_short_name_and_repository_and_nobody_s_rating() -> None:
    assert written(INFERENCE, NETS) == [
        "|2025.11|[**Deep Nets**] Deep Nets: A Study of Fishing|[[pdf]](https://arxiv.org/pdf/2511.01234)|⚠️| |"
    ]
    badge = "![](https://img.shields.io/github/stars/lee/night.svg?style=social)"
    row = f"|2025.11|Learning to Fish by Night|[[pdf]](https://arxiv.org/pdf/2511.01234)|[[night]](https://github.com/lee/night) {badge} | |"
    assert written(INFERENCE, CODED) == [row]


def test_keywords_in_brackets_behind_a_title_are_no_part_of_it_and_not_the_new_paper_s() -> None:
    text = """## Boats
- [[arxiv](https://arxiv.org/pdf/2201.00001.pdf)] Q-Boat: Fully Rowed Boats for Vision [__`oar`__]
- [[arxiv](https://arxiv.org/pdf/2211.00002.pdf)] SmoothBoat: Accurate Rowing [__`oar`__] [[code](https://github.com/dock/smooth)] [150:star:]
- [[IEEE Transactions on Ports and Piers](https://ieeexplore.ieee.org/abstract/document/1)] Rowing Classification by Steps [__`oar`__]
"""
    titles = ["Q-Boat: Fully Rowed Boats for Vision", "SmoothBoat: Accurate Rowing", "Rowing Classification by Steps"]
    assert [r.title for r in read(text.encode(), "x.md").references] == titles
    assert written(text, CODED) == [
        "- [[arxiv](https://arxiv.org/pdf/2511.01234.pdf)] Learning to Fish by Night [[code](https://github.com/lee/night)]"
    ]


def test_a_company_s_name_is_not_the_new_paper_s() -> None:
    text = """## Boats
1. [Learning to Row with Memory](https://arxiv.org/abs/1511.00001) `Google`
2. [Rowing as a Sequence of Strokes](https://arxiv.org/abs/1707.00002) `Dockers`
3. [Boats are Few-Shot Learners](https://arxiv.org/abs/2005.00003) ([Boat-3 Blog post](https://openai.com/blog/boats/)) `OpenAI`
"""
    assert [r.venue for r in read(text.encode(), "x.md").references] == [None] * 3
    assert written(text, NETS) == ["4. [Deep Nets: A Study of Fishing](https://arxiv.org/abs/2511.01234)"]


def test_stars_and_remarks_before_them_are_of_the_paper_they_were_given_to() -> None:
    text = """## Boats

**[4]** Roth, Una, Per Strand, and Liv Lund. "**Rowing with deep convolutional oars**." Advances in rowing. 2012. [[pdf]](http://boats.example/4.pdf) **(OarNet, the Breakthrough)** :star::star::star::star::star:

**[5]** Hale, Tom, and Eva Berg. "**Very deep oars**." arXiv preprint arXiv:1409.00001 (2014). [[pdf]](https://arxiv.org/pdf/1409.00001.pdf) **(Very deep!)** :star::star::star:

**[6]** Sand, Ida, et al. "**Binary oars**." [[pdf]](http://boats.example/6.pdf) **(New Model,Fast)**  :star::star:
"""
    assert [r.venue for r in read(text.encode(), "x.md").references] == ["Advances in rowing", "arXiv", None]
    new = '**[7]** Lee, Ann, and Bo Chen. "**Deep Nets: A Study of Fishing**." arXiv preprint arXiv:2511.01234 (2025). [[pdf]](https://arxiv.org/pdf/2511.01234.pdf)'
    assert [x for x in written(text, NETS) if x] == [new]


def test_names_as_bibtex_has_them_and_a_venue_behind_them() -> None:
    text = """## Boats
- Slow and steady rowing in video.
  [[pdf]](http://boats.example/slow.pdf)
  - Roth, Una and Strand, Per and Lund, Liv M. *CVPR 2016*
- [Rowing Patterns: Ten Years After](https://arxiv.org/abs/1712.00002), B. Berg, Pattern Recognition 2018
"""
    found = read(text.encode(), "x.md").references
    assert [r.authors for r in found] == [("Una Roth", "Per Strand", "Liv M Lund"), ("B. Berg",)]


def test_a_venue_with_a_gap_before_its_short_year_is_no_title() -> None:
    text = """## Boats
- Estimating the Support of a Boat | **[Journal of Harbour Computation' 01]** | [`[pdf]`](https://boats.example/1.pdf)
- RowGAN: Anomalous Rhythms of Oars | **[IJCAI 19]** | [`[pdf]`](https://www.ijcai.org/Proceedings/2019/0616.pdf)
"""
    assert [(r.title, r.venue, r.year) for r in read(text.encode(), "x.md").references] == [
        ("Estimating the Support of a Boat", "Journal of Harbour Computation", 2001),
        ("RowGAN: Anomalous Rhythms of Oars", "IJCAI", 2019),
    ]


def test_a_row_without_bars_at_its_ends_is_a_row_too() -> None:
    text = """## Boats

Year|Proceeding|Title|Comment
--|--|--|--
2010|TIP 2010|Mending boats by patches [[pdf]](https://ieeexplore.ieee.org/1) |Patch-based
2011|FTCGV 2011|Structured rowing in vision [[pdf]](https://boats.example/2.pdf)|
2014|SIAM 2014|Video mending of complex boats [[pdf]](https://arxiv.org/pdf/1503.00003.pdf)|Video
"""
    assert [r.venue for r in read(text.encode(), "x.md").references] == ["TIP", "FTCGV", "SIAM"]
    assert written(text, NETS) == [
        "2025|arXiv 2025|Deep Nets: A Study of Fishing [[pdf]](https://arxiv.org/pdf/2511.01234.pdf)| "
    ]
