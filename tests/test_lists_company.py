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
        "- Learning to Fish by Night, [Paper](https://arxiv.org/pdf/2511.01234.pdf), [Code](https://github.com/lee/night), (Arxiv, 2025)"
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


def test_a_month_before_the_venue_in_brackets_is_no_part_of_the_title() -> None:
    text = """## Boats
- Mending: Experience-Driven Boats [2025-07-arXiv] [[📄 paper](http://arxiv.org/abs/2507.00001)]

- Can Boats Mend Themselves? [2025-11-arXiv] [[📄 paper](https://arxiv.org/abs/2511.00002)]

- AutoOar: Autonomous Rowing [2024-09-ISSTA] [[📄 paper](https://dl.acm.org/doi/10.1145/1.2)] [[🔗 repo](https://github.com/dock/auto-oar)]
"""
    found = read(text.encode(), "x.md").references
    assert [(r.title, r.venue, r.year) for r in found] == [
        ("Mending: Experience-Driven Boats", "arXiv", 2025),
        ("Can Boats Mend Themselves?", "arXiv", 2025),
        ("AutoOar: Autonomous Rowing", "ISSTA", 2024),
    ]
    new = "- Learning to Fish by Night [2025-11-arXiv] [[📄 paper](https://arxiv.org/abs/2511.01234)] [[🔗 repo](https://github.com/lee/night)]"
    assert new in written(text, CODED)


def test_a_sign_before_a_title_and_one_quoted_word_in_it() -> None:
    text = """## Boats
1. **✨Learning Combinatorial Rowing.** ICCV, 2019. [paper](http://boats.example/1.pdf)
2. ["Lossless" Rowing of Deep Boats: A Study](https://openreview.net/forum?id=1)
"""
    titles = ["Learning Combinatorial Rowing", '"Lossless" Rowing of Deep Boats: A Study']
    assert [r.title for r in read(text.encode(), "x.md").references] == titles


def test_a_citation_in_brackets_before_its_links() -> None:
    text = """## Boats

:heavy_check_mark: [Rowing with Deep Oars, Una Roth, TASLP 2018] [[Paper]](https://arxiv.org/pdf/1707.00001) [[Code (Per Strand)]](https://github.com/strand/oars)

:heavy_check_mark: [The Sound of Boats, Liv Lund, Arxiv 2018] [[Paper]](https://arxiv.org/pdf/1804.00002) [[Code]](https://github.com/lund/boats)
"""
    found = read(text.encode(), "x.md").references
    assert [(r.title, r.authors, r.venue) for r in found] == [
        ("Rowing with Deep Oars", ("Una Roth",), "TASLP"),
        ("The Sound of Boats", ("Liv Lund",), "Arxiv"),
    ]


PARTED = """## Boats

[**A Pattern Catalog of Boats**](https://doi.org/10.48550/arXiv.2302.00001) （**2023.02.21**）

<font color="gray">Una Roth, Per Strand, Liv Lund, etc .  - 【ArXiv】</font>

![](https://img.shields.io/badge/Citations-3-green)

---

[**Black-box Learning of Boats**](https://arxiv.org/abs/2201.00002) （**2022.01.21**）

<font color="gray">Tom Hale, Eva Berg .  - 【Conference on Boats】</font>

![](https://img.shields.io/badge/Citations-17-green)  [![](https://img.shields.io/badge/Github%20Stars-22-blue)](https://github.com/hale/box)

---

[**Rowing Programs: Beyond the Oar**](https://doi.org/10.1145/3411763.0000001) （**2021.02.15**）

<font color="gray">Ida Sand, Ove Holm .  - 【CHI Extended Abstracts】</font>

![](https://img.shields.io/badge/Citations-149-green)
"""


def test_authors_and_badges_in_paragraphs_of_their_own_are_of_the_paper_before() -> None:
    found = read(PARTED.encode(), "x.md").references
    assert [(r.authors, r.venue, r.year) for r in found] == [
        (("Una Roth", "Per Strand", "Liv Lund"), "ArXiv", 2023),
        (("Tom Hale", "Eva Berg"), "Conference on Boats", 2022),
        (("Ida Sand", "Ove Holm"), "CHI Extended Abstracts", 2021),
    ]
    assert [x for x in written(PARTED, NETS) if x] == [
        "[**Deep Nets: A Study of Fishing**](https://arxiv.org/abs/2511.01234) （**2025.11.03**）",
        '<font color="gray">Ann Lee, Bo Chen .  - 【ArXiv】</font>',
    ]


def test_a_preprint_is_named_as_the_list_names_it_and_was_shown_nowhere() -> None:
    text = """## Boats
- [Rowing as Prompting](https://arxiv.org/abs/2206.00001)
  - Una Roth, Per Strand
  - Publisher: ICML 2022 (Poster)

- [Any Boat](https://arxiv.org/abs/2206.00002)
  - Tom Hale, Liv Lund
  - Publisher: ICML 2022 (Spotlight)
"""
    assert written(text, NETS)[-1] == "  - Publisher: arXiv 2025"
    text = """## Boats
1. **Rowing with Words.** `ACL 2023`

    *Una Roth, Per Strand.* [[Paper](https://arxiv.org/abs/2212.00001)], 2022.12

1. **Puzzles of Rowing.** `Preprint`

    *Tom Hale, Liv Lund.* [[Paper](https://arxiv.org/abs/2402.00002)], 2024.2
"""
    assert "1. **Deep Nets: A Study of Fishing.** `Preprint`" in written(text, NETS)


def test_a_venue_glued_to_its_year_in_a_column_of_venues() -> None:
    text = """## Boats
| Model  | Published                                  | Code                                   | Keywords |
| ------ | ------------------------------------------ | -------------------------------------- | -------- |
| OARCNN | [ECCV14](https://arxiv.org/abs/1501.00001) | [Keras](https://github.com/dock/oar)   | Roth     |
| RAFT   | [arXiv](https://arxiv.org/abs/1606.00002)  | -                                      | Pixel 3  |
| VDBOAT | [CVPR16](https://arxiv.org/abs/1511.00003) | [Matlab](https://github.com/dock/vd)   | Deep     |
"""
    assert [(r.venue, r.year) for r in read(text.encode(), "x.md").references] == [("ECCV", 2014), (None, None), ("CVPR", 2016)]
    assert len(written(text, NETS)) == 1


SHORT = """## Recent

| Paper | Section | Idea |
|---|:--:|---|
| [Tidal Self-Doubt](https://arxiv.org/abs/2605.00001) | §6 | A gate for tides |
| [HyperQuay](https://arxiv.org/abs/2605.00002) | §8.2 | A quay for all harbours and boats |

[KDD 2026](https://arxiv.org/abs/2605.00003)
"""


def test_short_titles_are_titles_where_they_are_all_of_the_cell_and_venues_are_none() -> None:
    found = read(SHORT.encode(), "l.md")
    assert [(r.title, r.sections) for r in found.references] == [("Tidal Self-Doubt", ("recent",)), ("HyperQuay", ("recent",))]


def test_authors_are_left_out_only_where_they_are_more_and_arxiv_is_spelled_as_in_the_list() -> None:
    entry = "- {0}, A., {1}, T., ... & {2}, S. *[{2} at Sea](https://arxiv.org/abs/2401.0000{3})*, ArXiv, 2024.\n"
    text = "## A\n" + entry.format("Berg", "Hale", "Moss", 1) + entry.format("Roth", "Wick", "Dorn", 2)
    text += entry.format("Falk", "Lund", "Holm", 3).replace("T., ... &", "T., &")
    assert read(text.encode(), "l.md").references[0].authors == ("A. Berg", "T. Hale", "S. Moss")
    new = add(text.encode(), "l.md", [Addition("Zeta: On Quays", ("A",), ("Ann Lee", "Bo Chen", "Cy Diaz"), "2511.01234")])
    assert (
        "- Lee, A., Chen, B., & Diaz, C. *[Zeta: On Quays](https://arxiv.org/abs/2511.01234)*, ArXiv, 2025.\n"
        in new.data.decode()
    )


HABITS = """## Tides

| Date | Publication | Paper | Extra |
|---|---|---|---|
| 2024-03 | TIDE23 | [Tides of Glass at Night](https://arxiv.org/abs/2403.00001) | [github](https://github.com/a/glass) |
| 2024-04 | arXiv24 | [Tides of Stone in Winter](https://arxiv.org/abs/2404.00002) | - |

## Boats

- [Mastering Oars with Small Boats](https://arxiv.org/abs/2010.00003)
  - Ann Berg, Tom Hale, Sue Moss, etc. *KDD 2020*
  - Key Words: oars
  - Env: [Harbour](https://arxiv.org/abs/1605.00004)

- [Decoupling Oars from Small Boats](https://arxiv.org/abs/2009.00005)
  - Ann Berg,Tom Hale,Sue Moss, etc.
  - Key Words: oars
  - Env: [Pier](https://github.com/a/pier)

## Kites

- [[KDD](https://arxiv.org/abs/1904.00006)] Kites and Clouds of Points. [[pytorch](https://github.com/a/kites)]
- [[ICML](https://arxiv.org/abs/1905.00007)] Kites and Clouds of Lines. [[PyTorch](https://github.com/a/lines)]
"""


def test_venues_glued_in_columns_authors_with_etc_and_short_labels_behind_a_field() -> None:
    found = [(r.title, r.authors, r.venue, r.year) for r in read(HABITS.encode(), "l.md").references]
    people = ("Ann Berg", "Tom Hale", "Sue Moss")
    assert found[:4] == [
        ("Tides of Glass at Night", (), "TIDE", 2024),
        ("Tides of Stone in Winter", (), "arXiv", 2024),
        ("Mastering Oars with Small Boats", people, "KDD", 2020),
        ("Decoupling Oars from Small Boats", people, None, None),
    ]
    assert len(found) == 6


def test_a_new_paper_has_its_own_year_and_no_framework_of_the_neighbours() -> None:
    papers = [
        Addition(f"Zeta of {s}", (s,), ("Ann Lee",), f"2511.0000{n}", code_url="https://github.com/l/z")
        for n, s in enumerate(("Tides", "Kites"))
    ]
    new = add(HABITS.encode(), "l.md", papers).data.decode()
    assert (
        "| 2025-11 | arXiv25 | [Zeta of Tides](https://arxiv.org/abs/2511.00000) | [github](https://github.com/l/z) |\n" in new
    )
    assert "- [[arXiv](https://arxiv.org/abs/2511.00001)] Zeta of Kites. [[Code](https://github.com/l/z)]\n" in new


def test_no_row_is_written_among_paragraphs() -> None:
    head = "## Ours\n\n**Boats of Our Own Harbour**  \n**[Paper](https://arxiv.org/pdf/2306.00009.pdf)** | **[Log](./log.txt)**\n\nThe first.\n\n"
    edit = add((head + HABITS).encode(), "l.md", [Addition("Zeta: On Quays", ("Ours",), ("Ann Lee",), "2511.01234")])
    assert "| [Zeta" not in edit.data.decode()
