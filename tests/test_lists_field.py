"""Ways to write lists that are met in the field, with invented papers: authors, venue and year are read, and new entries fit in."""

import pytest

from littrack.lists import read
from littrack.lists.addition import Addition
from littrack.lists.edit import add
from test_lists_edit import new_lines

LISTS = {
    "authors and venue behind the linked title, with commas alone": (
        """
## Harbours
- [Finding Boats in Radar Images](https://arxiv.org/abs/2401.00011), M. Berg, T. Hale, U. Roth, arXiv 2024
- [Counting Cranes from Above](https://arxiv.org/abs/2401.00012), M. Berg, Authorea Preprints 2024
- [Docking without a Pilot](https://arxiv.org/abs/2401.00013), Y. Zhao, K. Lind, IEEE Wireless Communications 2023
""",
        [
            ("Finding Boats in Radar Images", ("M. Berg", "T. Hale", "U. Roth"), "arXiv", 2024, "2401.00011"),
            ("Counting Cranes from Above", ("M. Berg",), "Authorea Preprints", 2024, "2401.00012"),
            ("Docking without a Pilot", ("Y. Zhao", "K. Lind"), "IEEE Wireless Communications", 2023, "2401.00013"),
        ],
        "Harbours",
        ["- [Deep Nets: A Study of Fishing](https://arxiv.org/abs/2511.01234), A. Lee, B. Chen, C. Diaz, arXiv 2025"],
    ),
    "fields in Chinese below a bold title": (
        """
# 目标检测

**Finding Boats in Radar Images**

- 论文：https://arxiv.org/abs/2401.00011

- 代码（即将开源）：https://github.com/a/boats

**Counting Cranes from Above**

论文：暂无

代码：https://github.com/a/cranes
""",
        [("Finding Boats in Radar Images", (), None, None, "2401.00011"), ("Counting Cranes from Above", (), None, None, None)],
        "目标检测",
        ["", "**Deep Nets: A Study of Fishing**", "", "- 论文：https://arxiv.org/abs/2511.01234"],
    ),
    "children that are nothing but links": (
        """
## Kernels
- **Walks on Trees (KDD 2018)**
  - Mia Berg and Tom Hale
  - [[Paper]](https://arxiv.org/abs/1801.00012)
  - [[Python Reference]](https://github.com/a/trees)

- **Hashing Subtrees Quickly (Data Mining Letters, ICDM 2016)**
  - Mia Berg, Ulf Roth, and Tom Hale
  - [[Paper]](https://arxiv.org/abs/1601.00013)
  - [[Matlab Code]](https://github.com/a/hashing)
""",
        [
            ("Walks on Trees", ("Mia Berg", "Tom Hale"), "KDD", 2018, "1801.00012"),
            ("Hashing Subtrees Quickly", ("Mia Berg", "Ulf Roth", "Tom Hale"), "ICDM", 2016, "1601.00013"),
        ],
        "Kernels",
        [
            "",
            "- **Deep Nets: A Study of Fishing (arXiv 2025)**",
            "  - Ann Lee, Bo Chen, and Cy Diaz",
            "  - [[Paper]](https://arxiv.org/abs/2511.01234)",
        ],
    ),
    "authors with their institution and venue in italics": (
        """
### Memory
- [2023/05] **Recalling Melodies with Loops.** *Eva Lund(University of Nowhere) et al. arXiv.*[[paper](https://arxiv.org/abs/2305.00014)]
- [2023/04] Forgetting on Purpose *Ole Dahl et al. ACL* [[paper](https://arxiv.org/abs/2304.00015)]
- [2023/02] **Where Do Songs Go?** *Eva Lund et al. arXiv.*[[paper](https://arxiv.org/abs/2302.00016)]
""",
        [
            ("Recalling Melodies with Loops", ("Eva Lund",), "arXiv", 2023, "2305.00014"),
            ("Forgetting on Purpose", ("Ole Dahl",), "ACL", 2023, "2304.00015"),
            ("Where Do Songs Go?", ("Eva Lund",), "arXiv", 2023, "2302.00016"),
        ],
        "Memory",
        ["- [2025/11] **Deep Nets: A Study of Fishing.** *Ann Lee et al. arXiv.*[[paper](https://arxiv.org/abs/2511.01234)]"],
    ),
    "surnames after a linked title": (
        """
#### Fields
- [Rendering Fog with Two Lamps](https://fog.example.io/), Quist and Van-Dam, CVPR 2021 | [github](https://github.com/a/fog) | [bibtex](./list.bib#L1-L9) <!---Quist21-->
- [Rendering Rain](https://arxiv.org/abs/2101.00017), Okoro et al., Arxiv 2021 | [bibtex](./list.bib#L10-L19) <!---Okoro21-->
""",
        [
            ("Rendering Fog with Two Lamps", ("Quist", "Van-Dam"), "CVPR", 2021, None),
            ("Rendering Rain", ("Okoro",), "Arxiv", 2021, "2101.00017"),
        ],
        "Fields",
        ["- [Deep Nets: A Study of Fishing](https://arxiv.org/abs/2511.01234), Lee et al., Arxiv 2025"],
    ),
    "bars, with a short name in front": (
        """
## Detectors

- **[BoatNet]** Boats in the Harbour at Night | Lia Moe, et al. | **[CVPR' 14]** |[`[pdf]`](https://arxiv.org/pdf/1401.00018.pdf) [`[official code - caffe]`](https://github.com/a/boatnet)

- **[Slow R-NET]** Slow R-NET | Jan Sand | **[ICCV' 15]** |[`[pdf]`](https://arxiv.org/pdf/1501.00019.pdf)

- **[Fast, RPX]** Fast R-NET: Towards Quick Boats | Jan Sand, Lia Moe | **[arXiv' 15]** |[`[pdf]`](https://arxiv.org/pdf/1502.00020.pdf)
""",
        [
            ("Boats in the Harbour at Night", ("Lia Moe",), "CVPR", 2014, "1401.00018"),
            ("Slow R-NET", ("Jan Sand",), "ICCV", 2015, "1501.00019"),
            ("Fast R-NET: Towards Quick Boats", ("Jan Sand", "Lia Moe"), "arXiv", 2015, "1502.00020"),
        ],
        "Detectors",
        [
            "",
            "- **[Deep Nets]** Deep Nets: A Study of Fishing | Ann Lee, Bo Chen, Cy Diaz | **[arXiv' 25]**"
            " |[`[pdf]`](https://arxiv.org/pdf/2511.01234.pdf)",
        ],
    ),
    "a venue as the link after the authors": (
        """
## Cells
- **2015-08** | Sorting Cells by Their Song | *Ivo Falk & Una Berg* | [Journal of Small Things](https://doi.org/10.1093/jst/bts001)

- **2015-11** | Cells That Count | *Ivo Falk, Una Berg, Kai Holm* | [Arxiv](https://arxiv.org/abs/1511.00021) | [code](https://github.com/a/cells)
""",
        [
            ("Sorting Cells by Their Song", ("Ivo Falk", "Una Berg"), "Journal of Small Things", 2015, None),
            ("Cells That Count", ("Ivo Falk", "Una Berg", "Kai Holm"), None, 2015, "1511.00021"),
        ],
        "Cells",
        [
            "",
            "- **2025-11** | Deep Nets: A Study of Fishing | *Ann Lee, Bo Chen, Cy Diaz* | [Arxiv](https://arxiv.org/abs/2511.01234)",
        ],
    ),
    "a short name in code, authors and venue in one pair of brackets": (
        """
## Shallow
- `LAKE` [Nord and Vik, Proc. KDD 2016] **Lakes without Maps** [[PDF]](https://doi.org/10.1145/293.294) [[G-Scholar]](https://scholar.google.com/x?c=1)

- `POND` [Vik et al., Proc. ACL 2016] **Ponds without Lakes** [[PDF]](https://arxiv.org/abs/1606.00022) [[G-Scholar]](https://scholar.google.com/x?c=2)
""",
        [
            ("Lakes without Maps", ("Nord", "Vik"), "KDD", 2016, None),
            ("Ponds without Lakes", ("Vik",), "ACL", 2016, "1606.00022"),
        ],
        "Shallow",
        [
            "",
            "- `Deep Nets` [Lee et al., Proc. arXiv 2025] **Deep Nets: A Study of Fishing** [[PDF]](https://arxiv.org/abs/2511.01234)",
        ],
    ),
    "no links at all": (
        """
## Tuning
* ***Knobs: A Learned System (CIDR 2019)***
* Turn Less! Tuning without Knobs (SIGMOD 2021)
* TWIST — Tuning While It Still Turns (ICDEW 2020)
* Old Knobs or New Knobs? A Survey (TKDE)
* Tuning Tools that "Read the Labels" (VLDB 2021) [Source code](https://github.com/a/labels)
* Knobs vs. Dials: An Essay on Turning Things
* A First Look at Dials （2016）
""",
        [
            ("Knobs: A Learned System", (), "CIDR", 2019, None),
            ("Turn Less! Tuning without Knobs", (), "SIGMOD", 2021, None),
            ("TWIST — Tuning While It Still Turns", (), "ICDEW", 2020, None),
            ("Old Knobs or New Knobs? A Survey", (), "TKDE", None, None),
            ('Tuning Tools that "Read the Labels"', (), "VLDB", 2021, None),
            ("Knobs vs. Dials: An Essay on Turning Things", (), None, None, None),
            ("A First Look at Dials", (), None, 2016, None),
        ],
        "Tuning",
        ["* Deep Nets: A Study of Fishing (arXiv 2025)"],
    ),
    "year, venue and title joined by hyphens": (
        """
<h3 id="1">1 Basic</h3>

- 16-ATC-Guidelines for Slow Networks
- 20-OSDI-CARD: A Card that Waits

**[Stacks]**
- **23-NSDI-Stacking Packets High**
""",
        [
            ("Guidelines for Slow Networks", (), "ATC", 2016, None),
            ("CARD: A Card that Waits", (), "OSDI", 2020, None),
            ("Stacking Packets High", (), "NSDI", 2023, None),
        ],
        "Basic",
        ["- 25-arXiv-Deep Nets: A Study of Fishing"],
    ),
    "the institution in brackets after the title": (
        """
## Space
  - [CoRR2023] Telling Left from Right (_Nowhere University_) [[paper]](https://arxiv.org/pdf/2310.00023);

  - [CVPR2024] Telling Up from Down (_University of Elsewhere, Sea_) [[paper]](https://arxiv.org/pdf/2311.00024) [[code]](https://github.com/a/up);
""",
        [
            ("Telling Left from Right", (), "CoRR", 2023, "2310.00023"),
            ("Telling Up from Down", (), "CVPR", 2024, "2311.00024"),
        ],
        "Space",
        ["", "  - [arXiv2025] Deep Nets: A Study of Fishing [[paper]](https://arxiv.org/pdf/2511.01234);"],
    ),
    "title, names, then the venue as a link, on lines of their own": (
        """
### Folds

**Folding Paper Proteins**  
Sund, Pia, et al.  
[Nat Fold 13, 71 (2022)](https://www.nature.com/articles/s41467-022-1-8) • [code](https://github.com/a/fold)

**Unfolding Paper Proteins**
Per E. Strand, Pia Sund  
[arxiv](https://arxiv.org/abs/2010.00025) • [github::unfold](https://github.com/a/unfold)
""",  # noqa: W291
        [
            ("Folding Paper Proteins", ("Pia Sund",), "Nat Fold", 2022, None),
            ("Unfolding Paper Proteins", ("Per E. Strand", "Pia Sund"), None, None, "2010.00025"),
        ],
        "Folds",
        ["", "**Deep Nets: A Study of Fishing**", "Ann Lee, Bo Chen, Cy Diaz  ", "[arxiv](https://arxiv.org/abs/2511.01234)"],
    ),
    "three lines and a day": (
        """
### Images
**Painting with Noise** \\
*Rut Alm<sup>1</sup>, Ada Ek* \\
ICLR 2021. [[Paper](https://arxiv.org/abs/2010.00026)] \\
6 Oct 2020

**Painting without Noise** \\
*Ada Ek, Rut Alm, Bea Sol* \\
MIDL 2021. [[Paper](https://arxiv.org/abs/2009.00027)] \\
16 Sep 2020
""",
        [
            ("Painting with Noise", ("Rut Alm", "Ada Ek"), "ICLR", 2021, "2010.00026"),
            ("Painting without Noise", ("Ada Ek", "Rut Alm", "Bea Sol"), "MIDL", 2020, "2009.00027"),
        ],
        "Images",
        [
            "",
            "**Deep Nets: A Study of Fishing** \\",
            "*Ann Lee, Bo Chen, Cy Diaz* \\",
            "arXiv 2025. [[Paper](https://arxiv.org/abs/2511.01234)] \\",
            "Nov 2025",
        ],
    ),
    "a short name, the institution after the venue": (
        """
## Backbones
* **DPT**: "Deformed Patches of Paper", ACMMM, 2021 (*Nowhere Lab*). [[Paper](https://arxiv.org/abs/2107.00029)][[PyTorch](https://github.com/a/dpt)]
* **MSG-Former**: "MSG-Former: Passing Notes in Class", arXiv, 2021 (*University of Science & Elsewhere*). [[Paper](https://arxiv.org/abs/2105.00030)]
* **?**: "How Deep Is a Fold?", ICLR, 2022 (*UT Nowhere*). [[Paper](https://openreview.net/forum?id=x)]
""",
        [
            ("Deformed Patches of Paper", (), "ACMMM", 2021, "2107.00029"),
            ("MSG-Former: Passing Notes in Class", (), "arXiv", 2021, "2105.00030"),
            ("How Deep Is a Fold?", (), "ICLR", 2022, None),
        ],
        "Backbones",
        ['* **Deep Nets**: "Deep Nets: A Study of Fishing", arXiv, 2025. [[Paper](https://arxiv.org/abs/2511.01234)]'],
    ),
    "an underlined short name, authors after the quotation": (
        """
### Models
1. <u>ZT5</u>: **"ZT5: Asking Twice"**. *Ulla Strand et al.* JMLR 2019. [[Paper](https://arxiv.org/abs/1910.00031)] [[Checkpoint](https://huggingface.co/a/zt5)]
2. <u>PING-α</u>: **"Asking a Third Time"**. *Ove Hald* et al. arXiv 2021. [[Paper](https://arxiv.org/abs/2104.00032)]
""",
        [
            ("ZT5: Asking Twice", ("Ulla Strand",), "JMLR", 2019, "1910.00031"),
            ("Asking a Third Time", ("Ove Hald",), "arXiv", 2021, "2104.00032"),
        ],
        "Models",
        [
            '3. <u>Deep Nets</u>: **"Deep Nets: A Study of Fishing"**. *Ann Lee et al.* arXiv 2025. [[Paper](https://arxiv.org/abs/2511.01234)]'
        ],
    ),
    "titles in plain text, each with one field": (
        """
## Links

Stirring Smoke with Springs ,
PDF: <https://arxiv.org/abs/2402.00033>

Pouring Water Uphill ,
Project: <https://example.org/uphill>
""",
        [
            ("Stirring Smoke with Springs", (), None, None, "2402.00033"),
            ("Pouring Water Uphill", (), None, None, None),
        ],
        "Links",
        ["Deep Nets: A Study of Fishing ,", "PDF: <https://arxiv.org/abs/2511.01234>"],
    ),
    "authors by surname in front": (
        """
## Filters

* Lund et al. **Filtering Coffee Together.** RecSys, 2010.

* Dahl. **Filtering Tea Alone.** Workshop on Quiet Afternoons, 2012.

* Berg, Mia. **A Study of Cups.** SIGIR, 2013. [code](https://github.com/a/cups)
""",
        [
            ("Filtering Coffee Together", ("Lund",), "RecSys", 2010, None),
            ("Filtering Tea Alone", ("Dahl",), "Workshop on Quiet Afternoons", 2012, None),
            ("A Study of Cups", ("Mia Berg",), "SIGIR", 2013, None),
        ],
        "Filters",
        ["* Lee et al. **Deep Nets: A Study of Fishing.** arXiv, 2025."],
    ),
    "a conference as the heading, opened by a button": (
        """
### ICML 2024

<details open>
<summary>Click to expand</summary>

- [Planning a Picnic](https://openreview.net/forum?id=abc)
  - Sol Hede, Tor Vik
  - Key: picnics, planning
  - ExpEnv: [meadow](https://github.com/a/meadow)

- [Planning a Voyage](https://arxiv.org/abs/2405.00028)
  - Tor Vik
  - Key: voyages
  - ExpEnv: [sea](https://github.com/a/sea)

</details>
""",
        [
            ("Planning a Picnic", ("Sol Hede", "Tor Vik"), "ICML", 2024, None),
            ("Planning a Voyage", ("Tor Vik",), "ICML", 2024, "2405.00028"),
        ],
        "ICML 2024",
        [
            "",
            "- [Deep Nets: A Study of Fishing](https://arxiv.org/abs/2511.01234)",
            "  - Ann Lee, Bo Chen, Cy Diaz",
        ],
    ),
}


@pytest.mark.parametrize("name", LISTS)
def test_what_a_list_says_is_read(name):
    text, expected, _, _ = LISTS[name]
    reading = read(text.encode(), "README.md")
    assert [(r.title, r.authors, r.venue, r.year, r.arxiv_id) for r in reading.references] == expected


@pytest.mark.parametrize("name", LISTS)
def test_a_new_entry_looks_like_the_others(name):
    text, _, section, expected = LISTS[name]
    paper = {"authors": ("Ann Lee", "Bo Chen", "Cy Diaz"), "arxiv_id": "2511.01234"}
    edit = add(text.encode(), "README.md", [Addition("Deep Nets: A Study of Fishing", (section,), **paper)])
    assert not edit.skipped
    assert [x for x in new_lines(text.encode(), edit.data) if x] == [x for x in expected if x]
