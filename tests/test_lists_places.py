"""Titles, ids and venues by where they stand in an entry: what is read, and how a new entry is written beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from littrack.lists import read
from littrack.lists.addition import Addition
from littrack.lists.edit import add
from littrack.lists.wording import named

PAPER = Addition("Deep Nets: A Study of Fishing", (), ("Ann Lee", "Bo Chen"), "2511.01234", day=date(2025, 11, 3))

# The list's lines; of its first entry the title, authors, year, venue and id; and the new entry's lines.
STYLES = {
    "links below the title behind a short name": (
        "* Waves Seen through a Narrow Harbour Mouth (ECCV2018)\n"
        "  * WAHM [[paper](https://arxiv.org/abs/1807.05698)]\n"
        "* Tides Told from a Single Lighthouse (CVPR2016)\n"
        "  * TSL [[paper](https://arxiv.org/abs/1607.05698)]\n",
        ("Waves Seen through a Narrow Harbour Mouth", (), 2018, "ECCV", "1807.05698"),
        ["* Deep Nets: A Study of Fishing (arXiv2025)", "  * Deep Nets [[paper](https://arxiv.org/abs/2511.01234)]"],
    ),
    "authors in bold, the title in italics": (
        "* **D. Hale, A. Berg** - *On the Development of Tidal Piers* (1985) [pdf](https://arxiv.org/abs/2001.00001)\n"
        "* **Lea Strand** - *Time, Tides, and the Order of Boats* (1978) [pdf](https://arxiv.org/abs/2001.00002)\n",
        ("On the Development of Tidal Piers", ("D. Hale", "A. Berg"), 1985, None, "2001.00001"),
        ["* **A. Lee, B. Chen** - *Deep Nets: A Study of Fishing* (2025) [pdf](https://arxiv.org/abs/2511.01234)"],
    ),
    "a venue with its year in two digits before the title": (
        "- CVPR19: **Harbours as Points** [[Paper](https://arxiv.org/abs/1905.00001)]\n"
        "- arXiv21: **Sparse Boats** [[Paper](https://arxiv.org/abs/2105.00001)]\n",
        ("Harbours as Points", (), 2019, "CVPR", "1905.00001"),
        ["- arXiv25: **Deep Nets: A Study of Fishing** [[Paper](https://arxiv.org/abs/2511.01234)]"],
    ),
    "one author before the year": (
        "- On the Difficulty of Mooring, Una Roth, 2019 [[paper]](https://arxiv.org/abs/1906.04474)\n"
        "- Boats that Learn to Steer, Per Strand, 2021 [[paper]](https://arxiv.org/abs/2106.04474)\n",
        ("On the Difficulty of Mooring", ("Una Roth",), 2019, None, "1906.04474"),
        ["- Deep Nets: A Study of Fishing, Ann Lee, Bo Chen, 2025 [[paper]](https://arxiv.org/abs/2511.01234)"],
    ),
    "nothing but an id before the title": (
        "- `[2212.04356]` Robust Mooring by Weak Supervision\n- `[2303.01037]` Mooring in a Hundred Harbours\n",
        ("Robust Mooring by Weak Supervision", (), None, None, "2212.04356"),
        ["- `[2511.01234]` Deep Nets: A Study of Fishing"],
    ),
    "the title in brackets behind a short name": (
        "1. **MoorBoat** (Mooring Boats with Pathways) [2022-04] [JMLR] [[paper](https://arxiv.org/abs/2204.02311)]\n"
        "2. **TideBoat** (TideBoat: Tides for Boats) [2023-05] [[paper](https://arxiv.org/abs/2305.06161)]\n",
        ("Mooring Boats with Pathways", (), 2022, "JMLR", "2204.02311"),
        ["3. **Deep Nets** (Deep Nets: A Study of Fishing) [2025-11] [[paper](https://arxiv.org/abs/2511.01234)]"],
    ),
    "a title in quotation marks and italics behind a short name": (
        '+ **MOOR** *"Moorings for Multi-relational Boats"*. Lea Strand, Una Roth. NIPS 2013. [[Paper](https://arxiv.org/abs/1304.00001)]\n'
        '+ **TIDE** *"Tides by Relational Rotation"*. Per Hale, Ann Berg. ICLR 2019. [[Paper](https://arxiv.org/abs/1902.10197)]\n',
        ("Moorings for Multi-relational Boats", ("Lea Strand", "Una Roth"), 2013, "NIPS", "1304.00001"),
        [
            '+ **Deep Nets** *"Deep Nets: A Study of Fishing"*. Ann Lee, Bo Chen. arXiv 2025. [[Paper](https://arxiv.org/abs/2511.01234)]'
        ],
    ),
    "a citation with a number right below a heading": (
        "1. Fit Boats: Hints for thin boats. Strand, Lea et al. arXiv:1412.6550\n1. More attention to boats. Hale et al. ICLR 2017\n",
        ("Fit Boats: Hints for thin boats", ("Lea Strand",), None, "arXiv", "1412.6550"),
        ["1. Deep Nets: A Study of Fishing. Lee, Ann et al. arXiv:2511.01234"],
    ),
    "a short name and a dash": (
        "* 3D-MOOR - [Mooring by Three Ropes](https://arxiv.org/abs/1711.06375)\n"
        "* TB-2 - [Learning a Space of Tides](https://arxiv.org/abs/1610.07584) ([github](https://github.com/t/b))\n",
        ("Mooring by Three Ropes", (), None, None, "1711.06375"),
        ["* Deep Nets - [Deep Nets: A Study of Fishing](https://arxiv.org/abs/2511.01234)"],
    ),
    "marks of its own at the end": (
        "- [[CVPR](https://arxiv.org/abs/1801.07829)] Sparse Moorings for Boats. [[code](https://github.com/N/s)] [`cls.` `seg.`] :fire:\n"
        "- [[CVPR](https://arxiv.org/abs/1801.07830)] Dense Moorings for Boats. [`det.`] :star:\n",
        ("Sparse Moorings for Boats", (), None, "CVPR", "1801.07829"),
        ["- [[arXiv](https://arxiv.org/abs/2511.01234)] Deep Nets: A Study of Fishing."],
    ),
    "how often it is cited": (
        "- Sparse Moorings (CVPR 2018) [[paper](https://arxiv.org/abs/1801.07829)] [cite=33]\n"
        "- Dense Moorings (CVPR 2018) [[paper](https://arxiv.org/abs/1801.07830)] [cite=12]\n",
        ("Sparse Moorings", (), 2018, "CVPR", "1801.07829"),
        ["- Deep Nets: A Study of Fishing (arXiv 2025) [[paper](https://arxiv.org/abs/2511.01234)]"],
    ),
    "cells filled up with spaces": (
        "| Month   |  Name  | Paper                                             |\n|---|:---:|---|\n"
        "| 2017-06 |  MOOR  | [Moorings for Narrow Harbours](https://arxiv.org/abs/1706.03762) |\n"
        "| 2018-06 |  TIDES | [Tides of the Open Sea](https://arxiv.org/abs/1806.03762)        |\n",
        ("Moorings for Narrow Harbours", (), 2017, None, "1706.03762"),
        ["| 2025-11 |        | [Deep Nets: A Study of Fishing](https://arxiv.org/abs/2511.01234) |"],
    ),
    "a month that is no running number": (
        "| Date | Title | Link |\n|---|---|---|\n| 2023.12 | Moorings at Sea | [link](https://arxiv.org/abs/2312.00001) |\n"
        "| 2024.02 | Tides at Sea | [link](https://arxiv.org/abs/2402.00009) |\n",
        ("Moorings at Sea", (), 2023, None, "2312.00001"),
        ["| 2025.11 | Deep Nets: A Study of Fishing | [link](https://arxiv.org/abs/2511.01234) |"],
    ),
    "authors before a title in bold": (
        "- Lea Strand, Una Roth. **Moorings as an Art of Sailing**. FnT TCS 2014. [[pdf](https://arxiv.org/abs/1401.00001)]\n"
        "- Per Hale, Ann Berg, et al. **Tides with Differential Privacy**. CCS 2016. [[pdf](https://arxiv.org/abs/1607.00133)]\n",
        ("Moorings as an Art of Sailing", ("Lea Strand", "Una Roth"), 2014, "FnT TCS", "1401.00001"),
        ["- Ann Lee, Bo Chen. **Deep Nets: A Study of Fishing**. arXiv 2025. [[pdf](https://arxiv.org/abs/2511.01234)]"],
    ),
    "a venue before a title in bold": (
        "- (IEEE VIS 2024) **Guided Tides via Graphs** [[Paper]](https://arxiv.org/abs/2407.13598)\n",
        ("Guided Tides via Graphs", (), 2024, "IEEE VIS", "2407.13598"),
        ["- (arXiv 2025) **Deep Nets: A Study of Fishing** [[Paper]](https://arxiv.org/abs/2511.01234)"],
    ),
    "the letter of its kind behind a title in bold": (
        "[1] Strand L C, Roth U. **Sequential boats of the sea** [C]//ICDM, 2018: 197-206. [[Paper]](https://arxiv.org/abs/1808.09781)\n\n"
        "[2] Hale P, Berg A. **Tides with recurrent nets** [J]. arXiv preprint arXiv:1511.06939, 2015. [[Paper]](https://arxiv.org/abs/1511.06939)\n",
        ("Sequential boats of the sea", ("Strand L C", "Roth U"), 2018, "ICDM", "1808.09781"),
        [
            "[3] Lee A, Chen B. **Deep Nets: A Study of Fishing** [J]. arXiv preprint arXiv:2511.01234, 2025. "
            "[[Paper]](https://arxiv.org/abs/2511.01234)"
        ],
    ),
    "where the authors are from behind et al.": (
        "* `2024-06` **MoorBoat**: Moorings for Everyone - *Lea Strand et al., MIT* - [arXiv](https://arxiv.org/abs/2406.00001)\n"
        "* `2023-10` **TideBoat**: Tides for Everyone - *Una Roth et al., MIT* - [arXiv](https://arxiv.org/abs/2306.00978)\n",
        ("MoorBoat: Moorings for Everyone", ("Lea Strand",), 2024, None, "2406.00001"),
        ["* `2025-11` **Deep Nets**: A Study of Fishing - *Ann Lee et al.* - [arXiv](https://arxiv.org/abs/2511.01234)"],
    ),
    "a title in Chinese before its links": (
        "- **大模型在航运中的应用综述** [[paper]](https://arxiv.org/abs/2401.00011) 2024.01\n"
        "- 船舶轨迹预测方法研究 [[paper]](https://arxiv.org/abs/2402.00011) 2024.02\n",
        ("大模型在航运中的应用综述", (), 2024, None, "2401.00011"),
        ["- Deep Nets: A Study of Fishing [[paper]](https://arxiv.org/abs/2511.01234) 2025.11"],
    ),
    "a title of two words in italics": (
        "1. *Gradient-enhanced boats*, Per Hale, Lu Lu, CMAME 2022. [arXiv](https://arxiv.org/abs/2111.02801)\n"
        "2. *Physics-informed boats at sea*, Una Roth, Ann Berg, arXiv 2021. [arXiv](https://arxiv.org/abs/2111.03794)\n",
        ("Gradient-enhanced boats", ("Per Hale", "Lu Lu"), 2022, "CMAME", "2111.02801"),
        ["3. *Deep Nets: A Study of Fishing*, Ann Lee, Bo Chen, arXiv 2025. [arXiv](https://arxiv.org/abs/2511.01234)"],
    ),
    "a title of two words in a row, above its authors": (
        "|Year|Venue|Title|Links|\n|---|---|---|---|\n"
        "|2023|RSS|*Wave-aware Planning*<br>D. Hale, E. Berg|[paper](https://arxiv.org/abs/2305.00001)|\n"
        "|2022|RSS|*Remembering Harbours*<br>U. Roth|[paper](https://arxiv.org/abs/2205.00001)|\n",
        ("Wave-aware Planning", ("D. Hale", "E. Berg"), 2023, "RSS", "2305.00001"),
        ["|2025|arXiv|*Deep Nets: A Study of Fishing*<br>A. Lee, B. Chen|[paper](https://arxiv.org/abs/2511.01234)|"],
    ),
    "authors and their year before a dash": (
        "- Strand et al. (2016) - LSTM-based Mooring - [Paper](https://arxiv.org/abs/1607.00148)\n"
        "- Hale and Berg (2021) - Graphs of Many Boats - [Paper](https://arxiv.org/abs/2106.06947)\n",
        ("LSTM-based Mooring", ("Strand",), 2016, None, "1607.00148"),
        ["- Lee and Chen (2025) - Deep Nets: A Study of Fishing - [Paper](https://arxiv.org/abs/2511.01234)"],
    ),
    "addresses that stand elsewhere": (
        "* [Moorings and Margins][margins] by Una Roth (2017), [code][margins-code]\n"
        "* [A Kernel View of Tides][kernel] by Per Hale (2018)\n\n"
        "[margins]: https://arxiv.org/abs/1706.08498\n[margins-code]: https://github.com/m/m\n[kernel]: https://arxiv.org/abs/1806.07572\n",
        ("Moorings and Margins", ("Una Roth",), 2017, None, "1706.08498"),
        ["* [Deep Nets: A Study of Fishing](https://arxiv.org/abs/2511.01234) by Ann Lee and Bo Chen (2025)"],
    ),
    "surnames between dashes": (
        "- **Moorings in Perspective** — Strand & Roth — *ICLR 2017* — [arXiv](https://arxiv.org/abs/1610.01644)\n"
        "- **Tides of Models** — Hale et al. — *ICML 2022* — [arXiv](https://arxiv.org/abs/2209.10652)\n",
        ("Moorings in Perspective", ("Strand", "Roth"), 2017, "ICLR", "1610.01644"),
        ["- **Deep Nets: A Study of Fishing** — Lee & Chen — *arXiv 2025* — [arXiv](https://arxiv.org/abs/2511.01234)"],
    ),
    "a title of one word before its authors": (
        "* [2023] **MoorBox**, *Una Roth*, [[pdf]](https://arxiv.org/abs/2305.00005)\n"
        "* [2022] **Tides that Do Not**, *Per Hale*, [[pdf]](https://arxiv.org/abs/2205.00005)\n",
        ("MoorBox", ("Una Roth",), 2023, None, "2305.00005"),
        ["* [2025] **Deep Nets: A Study of Fishing**, *Ann Lee, Bo Chen*, [[pdf]](https://arxiv.org/abs/2511.01234)"],
    ),
    "null where there is no code": (
        "|Date|Title|PDF|Code|\n|---|---|---|---|\n|**2025-11-01**|**Moorings with Nets**|[2511.00345](http://arxiv.org/abs/2511.00345)|null|\n"
        "|**2025-10-17**|**Tides at Sea**|[2510.11111](http://arxiv.org/abs/2510.11111)|null|\n",
        ("Moorings with Nets", (), 2025, None, "2511.00345"),
        ["|**2025-11-03**|**Deep Nets: A Study of Fishing**|[2511.01234](https://arxiv.org/abs/2511.01234)|null|"],
    ),
    "authors before a venue in brackets": (
        "- [Moorings in Perspective](https://arxiv.org/abs/1610.01644), Lea Strand, Una Roth (ICML 2019)\n"
        "- [Bounds for Tides](https://arxiv.org/abs/1902.00001), Per Hale (COLT 2019)\n",
        ("Moorings in Perspective", ("Lea Strand", "Una Roth"), 2019, "ICML", "1610.01644"),
        ["- [Deep Nets: A Study of Fishing](https://arxiv.org/abs/2511.01234), Ann Lee, Bo Chen (arXiv 2025)"],
    ),
    "one author before a venue": (
        "- [Bounds for Tides](https://arxiv.org/abs/1902.00001), Per Hale, COLT 2019.\n"
        "- [Moorings in Perspective](https://arxiv.org/abs/1610.01644), Lea Strand, Una Roth, ICML 2019.\n",
        ("Bounds for Tides", ("Per Hale",), 2019, "COLT", "1902.00001"),
        ["- [Deep Nets: A Study of Fishing](https://arxiv.org/abs/2511.01234), Ann Lee, Bo Chen, arXiv 2025."],
    ),
    "dots between the parts": (
        "* *Moorings by Starlight* · Strand, Roth & Hale · **RSS 2023** · [📄](https://arxiv.org/abs/2305.12345)\n"
        "* *Tides with Transformers* · Hale et al. · **IROS 2022** · [📄](https://arxiv.org/abs/2203.12345)\n",
        ("Moorings by Starlight", (), 2023, "RSS", "2305.12345"),
        ["* *Deep Nets: A Study of Fishing* · Lee et al. · **arXiv 2025** · [📄](https://arxiv.org/abs/2511.01234)"],
    ),
    "all of a paper folded away below its title": (
        "<details>\n<summary><b>Prompting the Sea at Night</b> (ACL 2024)</summary>\n\n- Authors: Lea Strand\n- Links: [Paper](https://arxiv.org/abs/2401.11111)\n- TL;DR: prompts.\n\n</details>\n\n"
        "<details>\n<summary><b>Chains of Tides</b> (ICML 2023)</summary>\n\n- Authors: Una Roth\n- Links: [Paper](https://arxiv.org/abs/2301.11111)\n- TL;DR: chains.\n\n</details>\n",
        ("Prompting the Sea at Night", ("Lea Strand",), 2024, "ACL", "2401.11111"),
        [
            "<summary><b>Deep Nets: A Study of Fishing</b> (arXiv 2025)</summary>",
            "- Authors: Ann Lee, Bo Chen",
            "- Links: [Paper](https://arxiv.org/abs/2511.01234)",
        ],
    ),
    "a journal in italics behind a comma": (
        "- Moorings: Segment Any Rope, *Harbour Image Analysis*, [Paper](https://arxiv.org/abs/2404.01234), [Code](https://github.com/s/b)\n"
        "- Tides Revisited, *arXiv:2405.01234*, [Paper](https://arxiv.org/abs/2405.01234)\n",
        ("Moorings: Segment Any Rope", (), None, None, "2404.01234"),
        ["- Deep Nets: A Study of Fishing, *arXiv:2511.01234*, [Paper](https://arxiv.org/abs/2511.01234)"],
    ),
    "numbers in brackets behind bullets": (
        "- [008] [2016-CVPR] [**Moorings in Context**](https://arxiv.org/abs/1604.00001)\n- [009] [2017-ICCV] [**Focal Tides**](https://arxiv.org/abs/1708.00002)\n",
        ("Moorings in Context", (), 2016, "CVPR", "1604.00001"),
        ["- [010] [2025-arXiv] [**Deep Nets: A Study of Fishing**](https://arxiv.org/abs/2511.01234)"],
    ),
    "a venue with its year in two digits in brackets": (
        "1. [Moorings in Context](https://arxiv.org/abs/2202.00001) [VLDB 22]\n2. [Focal Tides at Sea](https://arxiv.org/abs/2302.00002) [SIGMOD 23]\n",
        ("Moorings in Context", (), 2022, "VLDB", "2202.00001"),
        ["3. [Deep Nets: A Study of Fishing](https://arxiv.org/abs/2511.01234) [arXiv 25]"],
    ),
    "a column of venue and year beside names": (
        "|   |Title|Pub.&Year|\n|---|---|---|\n|LM-Rope|[Ropes Are Designers of Moorings](https://arxiv.org/abs/2302.00001)|ICML '2023|\n"
        "|EvoTide|[Generation of Tides and Waves](https://arxiv.org/abs/2309.00001)|NIPS '2023|\n",
        ("Ropes Are Designers of Moorings", (), 2023, "ICML", "2302.00001"),
        ["| |[Deep Nets: A Study of Fishing](https://arxiv.org/abs/2511.01234)|arXiv '2025|"],
    ),
    "a tool, its links and a sentence": (
        "- `Harbourer` [[Paper]](https://arxiv.org/abs/1906.00001): Fast moorings of many boats.\n"
        "- `BOATS` [[Paper]](https://arxiv.org/abs/1907.00001): Finds boats, in Python.\n",
        ("Harbourer", (), None, None, "1906.00001"),
        ["- `Deep Nets: A Study of Fishing` [[Paper]](https://arxiv.org/abs/2511.01234)"],
    ),
}


@pytest.mark.parametrize("style", STYLES)
def test_an_entry_is_read_and_a_new_one_written_like_it(style: str) -> None:
    lines, said, written = STYLES[style]
    text = f"## Harbours\n\n{lines}".encode()
    first = read(text, "x.md").entries[0]
    assert (first.title, first.authors, first.year, first.venue, first.arxiv_id) == said
    assert first.paths == (("Harbours",),)
    new = add(text, "x.md", [replace(PAPER, sections=("Harbours",))]).data.decode().split("\n")
    old = text.decode().split("\n")
    assert [line for line in new if line not in old] == written


def test_a_heading_over_one_entry_is_no_title() -> None:
    text = b"## Boats\n\n- Boats that are moored at night\n  - NIGHT [[paper](https://arxiv.org/abs/1807.05698)]\n- Rafts\n  - RAFT [[paper](https://arxiv.org/abs/1808.05698)]\n  - RIFT [[paper](https://arxiv.org/abs/1809.05698)]\n"
    assert [e.title for e in read(text, "x.md").entries] == ["NIGHT", "RAFT", "RIFT"]


def test_a_number_that_is_no_month_is_no_id() -> None:
    assert not read(b"## Boats\n\n- `[2299.04356]` Robust Mooring by Weak Supervision\n", "x.md").entries


def test_a_short_name_is_the_papers_own() -> None:
    said = Addition("Two Tides", (), abstract="We introduce the large Harbour World Model (HWM), a model of harbours.")
    assert named(said) == ("HWM", "Two Tides")
    common = Addition("Two Tides", (), abstract="We present a channel state information (CSI) feedback.")
    assert named(common) == ("Two Tides", "")
    assert named(Addition("Harbour World Model (HWM): Boats in Five Ports", ())) == ("HWM", "Boats in Five Ports")


def test_conferences_may_stand_over_papers_and_letters_in_a_column_are_no_sections() -> None:
    text = b"# Boats\n\n## Moorings\n**Journal**\n- Tides at Sea [[TPAMI 2021]](https://arxiv.org/abs/2103.00001)\n\n**Conference**\n- Moorings at Sea [[ICML 2022]](https://arxiv.org/abs/2203.00001)\n"
    assert [(e.title, e.paths) for e in read(text, "x.md").entries] == [
        ("Tides at Sea", (("Journal",),)),
        ("Moorings at Sea", (("Conference",),)),
    ]
    rows = "".join(f"| [Tides {n} at Sea](https://arxiv.org/abs/240{n}.00001) | ICLR | `{'WFW'[n - 1]}` |\n" for n in (1, 2, 3))
    table = f"# Boats\n\n## Moorings\n\n| Title | Venue | Type |\n|---|---|---|\n{rows}"
    assert {e.paths for e in read(table.encode(), "x.md").entries} == {(("Moorings",),)}


def test_a_conference_dates_what_stands_below_its_subheadings() -> None:
    text = b"# Boats\n\n## NeurIPS 2024\n### Tides\n* Tides at Sea [[paper]](https://arxiv.org/abs/2409.17515)\n## Moorings\n* Ropes [[paper]](https://arxiv.org/abs/2309.17515)\n"
    assert [(e.venue, e.year) for e in read(text, "x.md").entries] == [("NeurIPS", 2024), (None, None)]


def test_a_paper_in_the_lists_own_folder_is_a_paper() -> None:
    text = b"# Boats\n\n* :scroll: [Out of the Harbour](out_of_the_harbour.pdf) by Ben Berg and Peter Hale\n* [Harbours](notes.md)\n"
    assert [(e.title, e.authors) for e in read(text, "x.md").entries] == [("Out of the Harbour", ("Ben Berg", "Peter Hale"))]


def test_headings_over_authors_and_venue_are_papers_of_two_words_too() -> None:
    text = "# Boats\n\n## Attack\n\n#### Jailbreaking Harbours\nLea Strand, Una Roth. NDSS 2024. [[pdf](https://arxiv.org/abs/2402.00005)]\n\n"
    text += "## Defence\n\n#### Hulls that Hold\nPer Hale. CCS 2024. [[pdf](https://arxiv.org/abs/2406.00006)]\n"
    assert [(e.title, e.authors, e.venue, e.paths) for e in read(text.encode(), "x.md").entries] == [
        ("Jailbreaking Harbours", ("Lea Strand", "Una Roth"), "NDSS", (("Attack",),)),
        ("Hulls that Hold", ("Per Hale",), "CCS", (("Defence",),)),
    ]


def test_papers_that_have_headings_stand_below_their_year() -> None:
    text = "# Boats\n\n## Moorings\n\n### 2024\n\n#### Moorings in Real Time\n**Authors**: Una Roth\n\n[Paper](https://arxiv.org/pdf/2401.00001)\n\n"
    text += "#### Tides on a Budget\n**Authors**: Per Hale\n\n[Paper](https://arxiv.org/pdf/2402.00002)\n\n### 2023\n\n#### Early Tides of the Sea\n**Authors**: Una Roth\n\n[Paper](https://arxiv.org/pdf/2308.00002)\n"
    new = add(text.encode(), "x.md", [replace(PAPER, sections=("Moorings",))]).data.decode()
    assert "## Moorings\n\n### 2025\n\n#### Deep Nets: A Study of Fishing\n**Authors**: Ann Lee, Bo Chen\n" in new


def test_links_of_restructured_text_are_no_marks_and_a_record_is_written_like_any_that_can_be() -> None:
    rst = b"Boats\n=====\n\n#. **Tides in the Wild**. Una Roth, Per Hale. *CVPR 2020*. [`paper <https://arxiv.org/abs/2001.00001>`__]\n"
    rst += b"#. **Rowing Machines**. Una Roth, Per Hale. *ICRA 2021*. [`paper <https://arxiv.org/abs/2101.00001>`__]\n"
    new = add(rst, "x.rst", [replace(PAPER, sections=("Boats",))]).data.splitlines()[-1]
    assert new == (
        b"#. **Deep Nets: A Study of Fishing**. Ann Lee, Bo Chen. *arXiv 2025*. [`paper <https://arxiv.org/abs/2511.01234>`__]"
    )
    bib = b"%% Boats\n@article{hale19,\n  title = {Bounds for Oars},\n  author = {Hale, Per},\n  year = {2019}\n}\n"
    bib += b"@misc{roth20, title={Boats in the Wild}, author={Roth, Una}, howpublished={\\url{https://arxiv.org/abs/2001.00001}}, year={2020}}\n"
    assert read(bib, "x.bib").entries[1].arxiv_id == "2001.00001"
    assert add(bib, "x.bib", [replace(PAPER, sections=("Boats",))]).data.startswith(
        bib + b"@misc{lee2025deep,\n  title = {Deep Nets"
    )


def test_years_between_bullets_are_no_part_of_papers() -> None:
    text = b"# Boats\n\n- **Moorings**\n  - **2024**\n    - Tides at Sea, *ICML 2024*, [Paper](https://arxiv.org/abs/2404.01234)\n  - **2023**\n    - Ropes at Sea, *ICML 2023*, [Paper](https://arxiv.org/abs/2304.01234)\n"
    text += b"- **Hulls**\n  - **2024**\n    - Hulls at Sea, *ICML 2024*, [Paper](https://arxiv.org/abs/2405.01234)\n"
    assert [(e.title, e.paths) for e in read(text, "x.md").entries] == [
        ("Tides at Sea", (("Moorings",),)),
        ("Ropes at Sea", (("Moorings",),)),
        ("Hulls at Sea", (("Hulls",),)),
    ]


def test_papers_that_share_a_cell_are_all_read() -> None:
    cell = "[{0} for Boats at Sea](https://arxiv.org/abs/200{1}.00001) (ACL'20) <br> [{0} without Boats at Sea](https://arxiv.org/abs/210{1}.00001)"
    table = f"| Topic | Papers |\n|---|---|\n| Moorings | {cell.format('Ropes', 1)} |\n| Docks | {cell.format('Docks', 2)} |\n"
    assert [(e.title, e.paths) for e in read(table.encode(), "x.md").entries] == [
        ("Ropes for Boats at Sea", (("Moorings",),)),
        ("Ropes without Boats at Sea", (("Moorings",),)),
        ("Docks for Boats at Sea", (("Docks",),)),
        ("Docks without Boats at Sea", (("Docks",),)),
    ]


def test_a_table_that_a_new_year_opens_is_closed() -> None:
    row = '<tr><td><b>{}</b><br>Una Roth<br><i>CVPR {}</i><br><a href="https://arxiv.org/abs/{}.00001">paper</a></td></tr>\n'
    text = "# Boats\n\n" + "".join(
        f"## 20{n}\n\n<table>\n{row.format(title, f'20{n}', f'{n}01')}</table>\n\n"
        for n, title in ((24, "Tides from Video"), (23, "Docks at Night"))
    )
    new = add(text.encode(), "x.md", [replace(PAPER, sections=("Boats",))]).data.decode()
    assert new.partition("\n\n")[2].startswith("## 2025\n\n<table>\n<tr><td><b>Deep Nets")
    assert new.partition("## 2024")[0].endswith("</td></tr>\n</table>\n\n")


def test_topics_over_plain_titles_are_no_papers() -> None:
    text = "# 论文\n\n## 生成\n* 报告生成(report generation)\n\t* CNN-RNN\n\t\t* Tides and Reports of Harbours at Night, CVPR 2018\n\t\t* On Reports of Moorings in Harbours, ACL 2018\n"
    text += "* 图像问答(question answering)\n\t* CNN-RNN\n\t\t* Answers to Questions about Boats, CVPR 2017\n"
    assert [(e.title, e.paths[0][-2:]) for e in read(text.encode(), "x.md").entries] == [
        ("Tides and Reports of Harbours at Night", ("报告生成(report generation)", "CNN-RNN")),
        ("On Reports of Moorings in Harbours", ("报告生成(report generation)", "CNN-RNN")),
        ("Answers to Questions about Boats", ("图像问答(question answering)", "CNN-RNN")),
    ]


def test_a_short_name_that_is_a_link_is_no_venue() -> None:
    text = b"## Boats\n\n- **[CSI-CLIP](https://arxiv.org/abs/2502.11965)** (Feb 2025): A model.\n\n  Paper Title: `A Foundation Model of Harbours`\n\n  Paper Authors: `Ann Lee, Bo Chen`\n"
    entry = read(text, "x.md").entries[0]
    assert (entry.title, entry.authors, entry.venue) == ("A Foundation Model of Harbours", ("Ann Lee", "Bo Chen"), None)


def test_a_section_of_few_follows_the_order_of_the_others() -> None:
    entry = "* <[Harbours of {0}](https://arxiv.org/abs/{1}01.0000{2})> by Berg, Ann and Hale, Tom M, 20{1}.\n\n"
    sections = [[19, 18, 16], [20, 17, 15], [21, 17]]
    text = "".join(f"## S{s}\n\n" + "".join(entry.format(s, y, s) for y in years) for s, years in enumerate(sections))
    assert read(text.encode(), "l.md").references[0].authors == ("Ann Berg", "Tom M Hale")
    paper = Addition("Zeta: On Quays", ("S2",), ("Ann Lee", "Bo Chen"), "2511.01234")
    new = add(text.encode(), "l.md", [paper]).data.decode()
    assert "## S2\n\n* <[Zeta: On Quays](https://arxiv.org/abs/2511.01234)> by Lee, Ann and Chen, Bo, 2025.\n\n* <[Harb" in new
    mixed = text.replace("2101.", "1401.").replace("2021", "2014")
    assert add(mixed.encode(), "l.md", [paper]).data.decode().endswith("by Lee, Ann and Chen, Bo, 2025.\n\n")
