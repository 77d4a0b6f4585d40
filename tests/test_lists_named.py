"""Entries of which only the short name is a link, and sections that mix tables, items and news."""

from __future__ import annotations

from dataclasses import replace

from tests.test_lists_company import CODED, NETS, written

from littrack.lists import read
from littrack.lists.addition import Addition
from littrack.lists.edit import add

NAMED = """## Boats
- [Oarlock](https://arxiv.org/abs/2001.00001): Holding the Oars of Large Boats Without a Rower
- [A Study of Piers](https://arxiv.org/abs/2001.00002) | Harbour, UCP
- [Pontoon:](https://arxiv.org/abs/2001.00003) Carrying many boats at once | PORT 23
- [Ketch](https://arxiv.org/abs/2001.00004): a very fast library for the drawing of sails
"""


def test_a_short_name_that_is_the_link_is_the_title_with_what_follows_its_colon() -> None:
    found = read(NAMED.encode(), "x.md").references
    assert [r.title for r in found] == [
        "Oarlock: Holding the Oars of Large Boats Without a Rower",
        "A Study of Piers",
        "Pontoon: Carrying many boats at once",
        "Ketch",
    ]
    assert not found[1].authors


def test_a_new_title_is_parted_as_the_others_are_if_it_has_a_short_name() -> None:
    assert written(NAMED, NETS) == ["- [Deep Nets](https://arxiv.org/abs/2511.01234): A Study of Fishing"]
    plain = replace(CODED, code_url=None)
    assert written(NAMED, plain) == ["- [Learning to Fish by Night](https://arxiv.org/abs/2511.01234)"]


def test_a_venue_glued_to_its_year_before_the_title_and_another_in_the_remark_below() -> None:
    text = """## Boats

ECCV2020: **Painting with a Deep Boat**. [paper](https://arxiv.org/abs/2001.00001)<br>
*comment*: like the CVPR'19 work, but with more boats.

arXiv: **Painting without a Boat**. [paper](https://arxiv.org/abs/2001.00002)<br>
*comment*: no boats.
"""
    assert next((r.venue, r.year) for r in read(text.encode(), "x.md").references) == ("ECCV", 2020)


def test_news_that_are_sorted_by_topics_are_papers_and_those_of_a_month_are_not() -> None:
    text = """## 🔥 News
#### Rowing Methods
* [CVPR 2024] A Boat for Every Rower [[Paper](https://arxiv.org/abs/2401.00001)]
#### Papers of this Month
* [CVPR 2024] A Rower for Every Boat [[Paper](https://arxiv.org/abs/2401.00002)]

## Boats
* [ICLR 2024] Seen and Towed [[Paper](https://arxiv.org/abs/2401.00003)]
"""
    assert [r.title for r in read(text.encode(), "x.md").references] == ["A Boat for Every Rower", "Seen and Towed"]


def test_a_short_date_and_a_short_name_in_a_row_are_the_new_paper_s() -> None:
    text = """## Boats

Date|Method|Conference|Paper Title|Code
-----|----|-----|-----|-----
24-10-14|[Oar-Eval](https://arxiv.org/abs/2410.00001)|Arxiv 2024|Oar-Eval: A Benchmark for Oars|None
25-02-26|[FinOar](https://arxiv.org/abs/2502.00002)|Arxiv 2025|FinOar: A Benchmark for Fins|[FinOar](https://github.com/dock/finoar)
"""
    assert written(text, NETS) == [
        "25-11-03|[Deep Nets](https://arxiv.org/abs/2511.01234)|Arxiv 2025|Deep Nets: A Study of Fishing|None"
    ]
    assert written(text, CODED) == [
        "25-11-03|[night](https://arxiv.org/abs/2511.01234)|Arxiv 2025|Learning to Fish by Night|[night](https://github.com/lee/night)"
    ]


def test_an_item_goes_to_the_items_of_a_section_and_not_below_its_table() -> None:
    text = """## Boats

| Metric | Paper | Code |
| ------ | ----- | ---- |
| Oar Score | [An Old Score of Oars](https://arxiv.org/abs/2401.00001) (NeurIPS 2016) |  |


+ [Towards a Score for Boats](https://arxiv.org/abs/2407.00001) (2024-07-03)

+ [Rowing for Faces](https://arxiv.org/abs/2406.00001) (2024-06-24)
"""
    new = written(text, NETS)
    assert "+ [Deep Nets: A Study of Fishing](https://arxiv.org/abs/2511.01234) (2025-11-03)" in new


def test_authors_behind_a_short_name_and_before_the_title_in_quotation_marks() -> None:
    text = """## Boats
- **Oarlock:** Una Roth, Per Strand, Liv Lund.<br />
  "Oarlock: Holding the Oars in the Wild." ArXiv (2025).
  [[paper](https://arxiv.org/abs/2501.00001)]
  [[code](https://github.com/dock/oarlock)]

- **Ketch:** Tom Hale, Ida Berg.<br />
  "A Boat with Two Masts." KNOT (2025).
  [[paper](https://arxiv.org/abs/2501.00002)]
"""
    assert [r.authors for r in read(text.encode(), "x.md").references] == [
        ("Una Roth", "Per Strand", "Liv Lund"),
        ("Tom Hale", "Ida Berg"),
    ]
    assert "- **Deep Nets:** Ann Lee, Bo Chen.<br />" in written(text, NETS)
    assert "- Ann Lee, Bo Chen.<br />" in written(text, CODED)


def test_a_first_author_with_an_institute_and_a_sign_of_some_entries() -> None:
    text = """## Boats
* 📖 [Dec 2023] **"Planning with Oars."** *Una Roth (U of Quay) et al.* ICML 2024. [[paper](https://arxiv.org/abs/2312.00001)]
* [Oct 2023] **"Planning without Oars."** *Per Strand (Pier & Dock) et al.* arXiv. [[paper](https://arxiv.org/abs/2310.00002)]
* 📖 [Sep 2023] **"Planning with Sails."** *Liv Lund et al.* KNOT 2023. [[paper](https://arxiv.org/abs/2309.00003)]
"""
    found = read(text.encode(), "x.md").references
    assert [(r.authors, r.venue) for r in found][:2] == [(("Una Roth",), "ICML"), (("Per Strand",), "arXiv")]
    assert written(text, NETS) == [
        '* [Nov 2025] **"Deep Nets: A Study of Fishing."** *Ann Lee et al.* arXiv. [[paper](https://arxiv.org/abs/2511.01234)]'
    ]


def test_an_id_in_a_column_of_venues_is_of_no_year() -> None:
    text = """## Boats
| Conference / Journal | Paper | Score |
| -------------------- | ----- | ----- |
| KNOT 2006            | [Mapping the Quays](https://dock.org/quays.pdf) | - |
| arXiv:1911.05722     | [Contrast of Boats and Piers](https://arxiv.org/pdf/1911.05722.pdf) | 60.6 % |
"""
    assert [(r.venue, r.year) for r in read(text.encode(), "x.md").references] == [("KNOT", 2006), ("arXiv", None)]


def test_a_short_name_in_brackets_before_a_title_in_italics_and_a_venue_in_a_fence() -> None:
    text = """## Boats
- **(Oarlock)** _Oarlock: Holding Oars with Few Words_ ```KDD 2019```
[[Paper](https://arxiv.org/abs/1901.00001)] [[GitHub](https://github.com/dock/oarlock)]

- **(KetchBERT)** _Reading, Writing, and Rowing on Text-Rich Rivers_ ```arXiv 2023```
[[Paper](https://arxiv.org/abs/2301.00002)]
"""
    found = read(text.encode(), "x.md").references
    assert [(r.title, r.authors) for r in found] == [
        ("Oarlock: Holding Oars with Few Words", ()),
        ("Reading, Writing, and Rowing on Text-Rich Rivers", ()),
    ]
    assert "- **(Deep Nets)** _Deep Nets: A Study of Fishing_ ```arXiv 2025```" in written(text, NETS)
    assert "- _Learning to Fish by Night_ ```arXiv 2025```" in written(text, CODED)


def test_a_compact_date_and_a_venue_before_the_title() -> None:
    text = """## Boats

- 20181106 arXiv [Zero-Shot Transfer of Boats](https://arxiv.org/abs/1811.00001)

- 20181012 NIPS-18 [Rowing as Two Tasks](https://arxiv.org/abs/1810.00002)

- AAAI-16 [Return of the Easy Boat](https://arxiv.org/abs/1511.00003)
"""
    assert [(r.venue, r.year) for r in read(text.encode(), "x.md").references] == [
        ("arXiv", 2018),
        ("NIPS", 2018),
        ("AAAI", 2016),
    ]
    assert "- 20251103 arXiv [Deep Nets: A Study of Fishing](https://arxiv.org/abs/2511.01234)" in written(text, NETS)


def test_a_day_with_its_ending_is_the_new_paper_s_and_a_title_goes_on_in_bold_below() -> None:
    text = """## Boats

**Rowing with Transformers** <br>
*Una Roth, Per Strand*<br>
[20th Aug., 2021] [arXiv, 2021] \\
[[PDF](https://arxiv.org/abs/2108.00001)]

**Sailing with Transformers** <br>
*Liv Lund, Tom Hale*<br>
[7th Aug., 2021] [KNOT Journal, 2022] \\
[[PDF](https://arxiv.org/abs/2108.00002)]
"""
    assert "[3rd Nov., 2025] [arXiv, 2025] \\" in written(text, NETS)
    text = """## Boats
1. **RowNet: A Repeating Machine**
   **for Boats in Sessions.** AAAI, 2019. [paper](https://arxiv.org/pdf/1812.00001.pdf)
"""
    assert [r.title for r in read(text.encode(), "x.md").references] == ["RowNet: A Repeating Machine for Boats in Sessions"]


def test_a_venue_and_a_year_in_spans_of_their_own() -> None:
    text = """## Boats
 - **Fair Boats: Sharing the Oars** `Cited by 51` `ICLR` `2021` `Quay AI Center` [`PDF`](https://openreview.net/pdf?id=0cm)
"""
    assert [(r.venue, r.year) for r in read(text.encode(), "x.md").references] == [("ICLR", 2021)]


def test_a_venue_in_italics_below_a_title_and_after_in_before_a_year() -> None:
    text = """## Boats
- Rowing with several senses.
  - *IEEE TPAMI 2018* [[paper]](http://arxiv.org/abs/1705.00001v2)

- Look, Listen and Row.
  - *ICCV 2017* [[paper]](http://arxiv.org/abs/1705.00002v2) [[code]](https://github.com/dock/row)

* Boats for interpretable forecasts, in *International Journal of Tides* 2021. [paper](https://www.sciencedirect.com/science/article/pii/S01)
"""
    assert [(r.venue, r.year) for r in read(text.encode(), "x.md").references] == [
        ("IEEE TPAMI", 2018),
        ("ICCV", 2017),
        ("International Journal of Tides", 2021),
    ]


def test_a_heading_in_a_comment_stands_over_nothing() -> None:
    text = """# boats

<!---
### Contents
* [1. Boats](#1-boats)
-->

1. [ICLR 2021] **How to Find a Friendly Quay** [[paper]](https://openreview.net/forum?id=Wi5)

## Others
1. [WWW 2015] **Lines of Large Boats** [[paper]](https://arxiv.org/abs/1503.00001)
"""
    assert len(read(text.encode(), "x.md").references) == 2


def test_a_preprint_has_no_year_glued_to_it_and_no_score_of_its_neighbour() -> None:
    text = """## Boats
1. **Tiny Oars**. *Una Roth, Per Strand*. Preprint. [[pdf](https://arxiv.org/pdf/1909.00001.pdf)]
2. **Patient Oars**. *Liv Lund, Tom Hale*. EMNLP2019. [[pdf](https://arxiv.org/pdf/1908.00002.pdf)] [[code](https://github.com/dock/oars)]
"""
    assert written(text, CODED) == [
        "3. **Learning to Fish by Night**. *Ann Lee, Bo Chen*. Preprint. [[pdf](https://arxiv.org/pdf/2511.01234.pdf)] [[code](https://github.com/lee/night)]"
    ]
    text = """## Boats
* **[2025.01.23]** **[Oars without Backdoors](https://arxiv.org/abs/2501.00001)**
  * Una Roth, Per Strand, Liv Lund
  * **📝 Summary**: By looking at the oars, it finds the doors.
  * **🔧 Method**: ⭐⭐⭐⭐ (4/5) - Designed a clever way to choose oars.
"""
    assert written(text, NETS)[-1] == "  * Ann Lee, Bo Chen"


TRACKS = """# Boats

<a id="to-surveys" name="surveys"></a>
## Surveys

Boats at Sea: A Literature Review [[paper](https://arxiv.org/pdf/1409.7618.pdf)]

Kites: A Benchmark for All Winds [[paper](https://arxiv.org/pdf/2010.07548.pdf)]  **new paper for new sailors**

## Boats of all kinds

<a id="to-2024" name="2024"></a>
### **2024**

**QUAY**: Is a Harbour a Matter of Opinion? [[paper](https://arxiv.org/pdf/2411.00553)] [[code](https://github.com/a/quay)] **KDD 2024**

**Slow-TIDE**: Slow-TIDE: Weak Currents Matter for Boats [[paper](https://arxiv.org/abs/2308.00783)] **AAAI 2024**

<a id="to-2020" name="2020"></a>
### **2020**

**RowTrack:** RowTrack: Rowing by Track Management and Oar Handling [code] [[paper](https://arxiv.org/pdf/2010.06864.pdf)]

**FairMast**: FairMast: On the Fairness of Masts and Sails [[code]](https://github.com/a/mast)[[paper]](https://arxiv.org/pdf/2004.01888v5.pdf) **a newer one, compared with methods like QUAY**

**FOG**: Flowing and Fusing at Sea [[paper]](https://link.example.com/?target=https%3A//arxiv.org/pdf/2001.11180)
"""


def test_names_told_twice_are_no_part_of_titles_and_remarks_in_bold_are_no_titles() -> None:
    assert [(r.title, r.venue, r.year, r.arxiv_id) for r in read(TRACKS.encode(), "l.md").references] == [
        ("Boats at Sea: A Literature Review", None, None, "1409.7618"),
        ("Kites: A Benchmark for All Winds", None, None, "2010.07548"),
        ("Is a Harbour a Matter of Opinion?", "KDD", 2024, "2411.00553"),
        ("Slow-TIDE: Weak Currents Matter for Boats", "AAAI", 2024, "2308.00783"),
        ("RowTrack: Rowing by Track Management and Oar Handling", None, 2020, "2010.06864"),
        ("FairMast: On the Fairness of Masts and Sails", None, 2020, "2004.01888"),
        ("Flowing and Fusing at Sea", None, 2020, "2001.11180"),
    ]
    assert not read(TRACKS.encode(), "l.md").problems


def test_a_new_year_gets_an_anchor_where_the_others_have_one() -> None:
    paper = Addition("Zeta: On Quays", ("Boats of all kinds",), ("Ann Lee", "Bo Chen"), "2511.01234")
    new = add(TRACKS.encode(), "l.md", [paper]).data.decode()
    added = '\n<a id="to-2025" name="2025"></a>\n### **2025**\n\n**Zeta**: Zeta: On Quays [[paper](https://arxiv.org/abs/2511.01234)] **arXiv 2025**\n'
    assert added in new
    assert new.replace(added, "", 1) == TRACKS


VENUES = """## Clusters

1. AAAI15: Large Clusters of Boats [Paper](https://example.org/p/1.pdf) [code](https://github.com/a/b1)

1. TKDE19: GMC: Clusters of Many Views [Paper](https://example.org/p/2.pdf)

1. ICDM2019: Order Meets Disorder: A Frame for Clusters [Paper](https://example.org/p/3.pdf)

1.  AAAI16：Many Means with Few Kernels [Paper](https://example.org/p/4.pdf)

1. AAAI 2018 Consistent Clusters of Boats [Paper](https://example.org/p/5.pdf)

1. COVID19: A Cluster of Cases [Paper](https://example.org/p/6.pdf)
"""


def test_venues_glued_to_their_years_stand_before_titles() -> None:
    assert [(r.title, r.venue, r.year) for r in read(VENUES.encode(), "l.md").references] == [
        ("Large Clusters of Boats", "AAAI", 2015),
        ("GMC: Clusters of Many Views", "TKDE", 2019),
        ("Order Meets Disorder: A Frame for Clusters", "ICDM", 2019),
        ("Many Means with Few Kernels", "AAAI", 2016),
        ("Consistent Clusters of Boats", "AAAI", 2018),
        ("COVID19: A Cluster of Cases", None, None),
    ]
