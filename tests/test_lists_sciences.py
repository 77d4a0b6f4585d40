"""Habits of lists in other sciences than machine learning, each in invented words: read, and written back to."""

from __future__ import annotations

from datetime import date

import pytest

from littrack.lists import read
from littrack.lists.addition import Addition
from littrack.lists.edit import add

NEW = Addition(
    "Zeta: On Quays",
    ("Quays",),
    ("Ann Lee", "Bo Chen", "Cy Diaz"),
    arxiv_id="2511.01234",
    day=date(2025, 11, 3),
    code_url="https://github.com/lee/zeta",
)


def written(text: str, paper: Addition = NEW) -> list[str]:
    """The lines that stand in the list after the paper was written into it, and not before."""
    edit = add(text.encode(), "x.md", [paper])
    assert not edit.skipped
    old = text.split("\n")
    return [x for x in edit.data.decode().split("\n") if x.strip() and x not in old]


def entries(text: str) -> list[tuple[str, tuple[str, ...], str | None, int | None]]:
    return [(r.title, r.authors, r.venue, r.year) for r in read(text.encode(), "x.md").references]


SURNAMES = """## Piers
Berg, Hale, Moss. [Counting the Planks of a Pier](https://a.edu/one.pdf). TACAS'17

Strand, [An Axiomatic Basis for Piers](https://a.edu/two.pdf). CACM 1969.

## Quays

Lund, Roth, Strand, Berg: [Quay Synthesis](https://a.edu/three.pdf). FMCAD'13

Moss, Hale: Stochastic quays for everyone. CACM'16
"""


def test_surnames_before_a_title_are_its_authors() -> None:
    assert entries(SURNAMES) == [
        ("Counting the Planks of a Pier", ("Berg", "Hale", "Moss"), "TACAS", 2017),
        ("An Axiomatic Basis for Piers", ("Strand",), "CACM", 1969),
        ("Quay Synthesis", ("Lund", "Roth", "Strand", "Berg"), "FMCAD", 2013),
        ("Stochastic quays for everyone", ("Moss", "Hale"), "CACM", 2016),
    ]


def test_they_are_exchanged_as_surnames() -> None:
    assert written(SURNAMES) == ["Lee, Chen, Diaz: [Zeta: On Quays](https://arxiv.org/abs/2511.01234). arXiv'25"]


BOLD_APA = """## Quays

1. Berg, A. L. K., & Hale, T. J. (2016). **Using goals to understand the quay**. _Harbour Science, 19_(3), 356\u2013365.

2. Moss, H., Roth, J., & Lund, Z. (2017). **Reading and writing on quays**._ Port Cortex, 28_(12), 4136\u20134160.
"""


def test_a_title_in_bold_stands_between_authors_with_a_year_and_a_journal() -> None:
    assert entries(BOLD_APA) == [
        ("Using goals to understand the quay", ("A. L. K. Berg", "T. J. Hale"), "Harbour Science", 2016),
        ("Reading and writing on quays", ("H. Moss", "J. Roth", "Z. Lund"), "Port Cortex", 2017),
    ]


def test_volume_and_pages_of_the_neighbour_go() -> None:
    assert written(BOLD_APA) == ["3. Lee, A., Chen, B., & Diaz, C. (2025). **Zeta: On Quays**._ arXiv_."]


ACS = """## Quays

- Berg-Hale, A. J.; Moss, P. R.; Roth, A. V. The play between ropes and quays. *Harbour Chemistry* **2024**, 7, 128. [pdf](https://doi.org/10.1038/s1)
- Moss, P. R. A firm answer to moving quays. *HUCrJ* **2024**, 11(3), 275-276. [pdf](https://doi.org/10.1107/S2)
- Lund, M. A.; Moss, P. R. Is It Dry? Quays in the Rain. *Journal of Quays* **2023**, 158, 2041. [pdf](https://doi.org/10.1063/5.3)
"""


def test_names_between_semicolons_end_with_all_their_initials() -> None:
    assert entries(ACS) == [
        ("The play between ropes and quays", ("A. J. Berg-Hale", "P. R. Moss", "A. V. Roth"), "Harbour Chemistry", 2024),
        ("A firm answer to moving quays", ("P. R. Moss",), "HUCrJ", 2024),
        ("Is It Dry? Quays in the Rain", ("M. A. Lund", "P. R. Moss"), "Journal of Quays", 2023),
    ]
    assert written(ACS) == [
        "- Lee, A.; Chen, B.; Diaz, C. Zeta: On Quays. *arXiv* **2025**. [pdf](https://arxiv.org/abs/2511.01234)"
    ]


FIELDS = """## Quays

**Title:** [A comparison of ropes for quays](https://journals.plos.org/plosone/article?id=10.1371/journal.pone.0096303)

**Authors:** Ann Berg\\*, Tom Hale\\*, et al.

**Journal Info:** PLoS ONE, May 2014

**Description:** It compares four ropes by how long they last.
The wet ones last longest.

---

**Title:** [Two ropes are better than one on a quay](https://journals.plos.org/plosone/article?id=10.1371/journal.pone.0096301)

**Authors:** Una Roth, et al.

**Journal Info:** PLoS ONE, March 2013

**Description:** It ties two.

## Boats
"""


def test_fields_may_be_paragraphs() -> None:
    assert entries(FIELDS) == [
        ("A comparison of ropes for quays", ("Ann Berg", "Tom Hale"), "PLoS ONE", 2014),
        ("Two ropes are better than one on a quay", ("Una Roth",), "PLoS ONE", 2013),
    ]


def test_entries_are_parted_as_the_others_are() -> None:
    text = add(FIELDS.encode(), "x.md", [NEW]).data.decode()
    assert text == FIELDS.replace(
        "It ties two.\n",
        "It ties two.\n\n---\n\n**Title:** [Zeta: On Quays](https://arxiv.org/abs/2511.01234)\n\n"
        "**Authors:** Ann Lee, et al.\n\n**Journal Info:** arXiv, November 2025\n",
    )


ABOVE_LINKS = """## Piers

On the Size of Piers
- [Paper](https://eprint.iacr.org/2016/260.pdf)
- [Talk](https://www.youtube.com/watch?v=1)

Planks: Permutations over Quays
- [Paper](https://eprint.iacr.org/2019/953.pdf)

## Quays

Where to find more of them:
- [Paper](https://eprint.iacr.org/2020/315.pdf)

Quays that Are Fully Dry
- [Paper](https://a.edu/dry.pdf)
"""


def test_a_line_right_above_nothing_but_links_is_their_title() -> None:
    assert [t for t, *_ in entries(ABOVE_LINKS)] == [
        "On the Size of Piers",
        "Planks: Permutations over Quays",
        "Quays that Are Fully Dry",
    ]
    assert written(ABOVE_LINKS) == ["Zeta: On Quays", "- [Paper](https://arxiv.org/abs/2511.01234)"]


AS_LABEL = """## Quays

[\u51af\u767b\u56fd, \u9648\u6210. \u7801\u5934\u5bc6\u7801\u5b66\u7814\u7a76[J]. \u6e2f\u53e3\u5b66\u62a5, 2014(01):10-21.](/papers/one.pdf)

[Moss S ,  Roth Y . Efficient Traceable Quays[C]// IEEE International Conference on Quays. IEEE, 2015.](/papers/two.pdf)
"""


def test_a_whole_citation_may_be_the_label_of_a_link_to_a_copy() -> None:
    assert entries(AS_LABEL) == [
        (
            "\u7801\u5934\u5bc6\u7801\u5b66\u7814\u7a76",
            ("\u51af\u767b\u56fd", "\u9648\u6210"),
            "\u6e2f\u53e3\u5b66\u62a5",
            2014,
        ),
        ("Efficient Traceable Quays", ("Moss S", "Roth Y"), "IEEE International Conference on Quays", 2015),
    ]
    assert written(AS_LABEL) == [
        "[Lee A , Chen B , Diaz C . Zeta: On Quays[C]// arXiv preprint arXiv:2511.01234, 2025.](https://arxiv.org/abs/2511.01234)"
    ]


def test_a_remark_between_venue_and_links_goes() -> None:
    text = """## Quays

**Two Ropes for a Quay** (Nature Harbours 2023) \u2013 Tying quays with a second rope.  [Paper](https://www.nature.com/articles/s1)  \u2022  [Code](https://github.com/a/b)

**RoPE: A Rope for Every Quay** (ACL 2023) \u2013 One rope for all.  [Paper](https://arxiv.org/abs/2307.05355)
"""
    assert written(text) == [
        "**Zeta: On Quays** (arXiv 2025) [Paper](https://arxiv.org/abs/2511.01234)  •  [Code](https://github.com/lee/zeta)"
    ]


@pytest.mark.parametrize(
    ("told", "now"),
    [(", in *arXiv* 2022.", ", in *ICML* 2025."), (". arXiv preprint arXiv:2204.05355, 2022.", ". ICML, 2025.")],
)
def test_a_published_paper_has_its_venue_where_the_neighbour_has_arxiv(told: str, now: str) -> None:
    text = f"## Quays\n* Ropes for a Quay and a Half{told} [[paper]](https://arxiv.org/abs/2204.05355)\n"
    paper = Addition("On Quays and Buoys", ("Quays",), arxiv_id="2510.04321", venue="ICML", day=date(2025, 10, 9))
    assert written(text, paper) == [f"* On Quays and Buoys{now} [[paper]](https://arxiv.org/abs/2510.04321)"]


TICKED = """# Quays

- [x] 1. Berg, M. C., Hale, T. O. & Moss, J. A. Advances in rowing boats over rivers. Boats Res. 9, (2020).

- [x] 2. Roth, X.-C. & Wick, G. How oars are changing boats in harbours. Trends Row. Sci. 40, 49–57 (2015).

- [ ] 3. Dorn, M., Falk, B. & Lund, T. A short history of oars on rivers. arXiv preprint arXiv:1401.0003 (2014).
"""

HEADED_YEARS = """# Boats

## Quays

### 1. The Case for Rowing Boats (2018)
**Harbour Research - Berg et al.**
- https://arxiv.org/pdf/1801.00001.pdf
- The first one

### 2. OAR: An Updatable Boat (2020)
**Pier Labs**
- https://arxiv.org/pdf/2001.00002.pdf
- **Solves** much

### 3. Mast: A Single-Pass Boat (2021)
**Quay Labs**
- https://arxiv.org/pdf/2101.00003.pdf
"""


def test_citations_behind_a_checkbox_and_a_number() -> None:
    assert [(e[0], e[3]) for e in entries(TICKED)] == [
        ("Advances in rowing boats over rivers", 2020),
        ("How oars are changing boats in harbours", 2015),
        ("A short history of oars on rivers", 2014),
    ]
    assert written(TICKED)[-1:] == [
        "- [ ] 4. Lee, A., Chen, B. & Diaz, C. Zeta: On Quays. arXiv preprint arXiv:2511.01234 (2025)."
    ]


def test_numbered_headings_with_years_over_a_bare_address_are_papers() -> None:
    assert [(e[0], e[3]) for e in entries(HEADED_YEARS)] == [
        ("The Case for Rowing Boats", 2018),
        ("OAR: An Updatable Boat", 2020),
        ("Mast: A Single-Pass Boat", 2021),
    ]
    assert "### 4. Zeta: On Quays (2025)" in written(HEADED_YEARS)


PLAIN = """# Boats

## Captions
* Ways of rowing (with oars)
	* Two oars
		* Row, Attend and Tell: Rowing Boats by Attention, ICML 2017
		* Row and Tell: A Neural Boat, CVPR 2015
	* Quays
		* Convolutional Boats at Night, CVPR 2018
		* Boats without Rowers Again, arXiv 2019
"""


def test_plain_titles_with_a_colon_below_a_topic_and_preprints_without_a_link() -> None:
    assert [(e[0], e[2], e[3]) for e in entries(PLAIN)] == [
        ("Row, Attend and Tell: Rowing Boats by Attention", "ICML", 2017),
        ("Row and Tell: A Neural Boat", "CVPR", 2015),
        ("Convolutional Boats at Night", "CVPR", 2018),
        ("Boats without Rowers Again", "arXiv", 2019),
    ]
    assert written(PLAIN) == ["\t\t* Zeta: On Quays, arXiv 2025"]


BRAINS = """## Papers

d'Alba, S., Rapin, J., & Bench, J. R. [**TIDE: A Boat Encoder for Whole Harbours**](https://arxiv.org/abs/2507.00001) arXiv (2025)

van Berg, R. S., & Moss, N. [**Going in circles is the way forward**](https://arxiv.org/pdf/2003.00002.pdf) arXiv (2020)

Hale, T., Wick, I., Dorn, M., Chan, S. C., ... & Roth, E. [**Boat psychology**](https://arxiv.org/abs/2303.00003) arXiv (2025)

(2019) [Deep Boats and Their Oars](https://arxiv.org/pdf/1909.00004.pdf) - BoatNet

## Books

- The Amazing World of Boats (Ann K. Berg, 2020)
- Rowing for Everyone (Tom Hale, 2019)
- Sailing with Many Masts, a Guide to Rowing (IEEE TPAMI, 2021)
"""


def test_surnames_that_begin_small_two_words_behind_people_and_one_author_with_a_year() -> None:
    assert entries(BRAINS) == [
        ("TIDE: A Boat Encoder for Whole Harbours", ("S. d'Alba", "J. Rapin", "J. R. Bench"), "arXiv", 2025),
        ("Going in circles is the way forward", ("R. S. van Berg", "N. Moss"), "arXiv", 2020),
        ("Boat psychology", ("T. Hale", "I. Wick", "M. Dorn", "S. C. Chan", "E. Roth"), "arXiv", 2025),
        ("Deep Boats and Their Oars", (), None, 2019),
        ("The Amazing World of Boats", ("Ann K. Berg",), None, 2020),
        ("Rowing for Everyone", ("Tom Hale",), None, 2019),
        ("Sailing with Many Masts, a Guide to Rowing", (), "IEEE TPAMI", 2021),
    ]


def test_what_leads_to_a_quotation_is_no_author() -> None:
    text = 'BoatNet is the implementation of the (2020) paper ["Ab-Initio Rowing of the Many-Boat Equation with Deep Neural Oars"](https://arxiv.org/pdf/1909.00005.pdf)\n'
    assert not [e for e in entries(f"## Boats\n\n{text}\n{BRAINS}") if any("implementation" in a for a in e[1])]
