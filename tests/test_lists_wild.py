"""Habits of lists that were met in the wild, each in invented words."""

from __future__ import annotations

from datetime import date

from littrack.lists import read
from littrack.lists.addition import Addition
from littrack.lists.edit import add

FIELDS = b"""# Boats

## All papers

- [Boats in the Dark](https://arxiv.org/abs/2603.00003)
    - Ann Berg, Tom Hale
    - \xf0\x9f\x8f\x9b\xef\xb8\x8f Institutions: Port Authority
    - \xf0\x9f\x93\x85 Date: March 27, 2026
    - \xf0\x9f\x93\x91 Publisher: CVPR 2026
    - \xf0\x9f\x92\xbb Env: [Sea]

- [Boats in the Rain](https://arxiv.org/abs/2603.00002)
    - Una Roth, Liv Lund
    - \xf0\x9f\x8f\x9b\xef\xb8\x8f Institutions: Rain Office
    - \xf0\x9f\x93\x85 Date: March 20, 2026
    - \xf0\x9f\x93\x91 Publisher: arXiv
    - \xf0\x9f\x92\xbb Env: [Lake]

- [Boats in the Snow](https://arxiv.org/abs/2602.00001)
    - Per Strand
    - \xf0\x9f\x8f\x9b\xef\xb8\x8f Institutions: Snow Office
    - \xf0\x9f\x93\x85 Date: February 2, 2026
    - \xf0\x9f\x93\x91 Publisher: arXiv
    - \xf0\x9f\x92\xbb Env: [River]
"""

BEFORE = b"""# Boats

## Detection
- [[Arxiv](https://arxiv.org/abs/2201.00009v1)] Seeing Boats Better with Two Eyes
#### Before 2022
- [[NeurIPS2021](https://arxiv.org/abs/2112.00008v1)] Revisiting the Eyes of a Harbour
- [[Arxiv](https://arxiv.org/abs/2111.00007v1)] A Boat Detector without Windows
- [[TPAMI](https://arxiv.org/abs/2104.00006)] Boats from One Picture Alone
#### Before 2021
- [[Arxiv](https://arxiv.org/abs/2012.00005)] Range Guided Boats for Everyone
- [[3DV2020](https://arxiv.org/abs/2011.00004)] Panoramic Boats and their Points
"""

TWO = [
    Addition("Zeta for Boats", ("Detection", "All papers"), ("Ann Lee",), arxiv_id="2604.01234", day=date(2026, 4, 3)),
    Addition("Eta for Boats", ("Detection", "All papers"), ("Bo Chen",), arxiv_id="2604.00234", day=date(2026, 4, 1)),
]


def test_the_publisher_is_the_venue_and_a_day_is_none() -> None:
    assert [(r.venue, r.year) for r in read(FIELDS, "x.md").references] == [("CVPR", 2026), ("arXiv", 2026), ("arXiv", 2026)]


def test_a_heading_that_says_before_dates_nothing() -> None:
    assert [(r.venue, r.year) for r in read(BEFORE, "x.md").references] == [
        (None, None), ("NeurIPS", 2021), (None, None), ("TPAMI", None), (None, None), ("3DV", 2020),
    ]  # fmt: skip


def test_new_papers_stand_in_the_order_of_days_whatever_order_they_come_in() -> None:
    for additions in (TWO, TWO[::-1]):
        text = add(FIELDS, "x.md", additions).data.decode()
        assert text.index("Zeta for Boats") < text.index("Eta for Boats") < text.index("Boats in the Dark")
        assert "Date: April 3, 2026\n    - 📑 Publisher: arXiv\n" in text
        assert text.count("[Sea]") + text.count("Office") + text.count("Authority") == 4  # nothing of the neighbours'


def test_ids_tell_the_order_where_no_dates_do() -> None:
    text = add(BEFORE, "x.md", TWO).data.decode()
    assert "## Detection\n- [[Arxiv](https://arxiv.org/abs/2604.01234)] Zeta for Boats\n" in text
    assert text.index("Eta for Boats") < text.index("Seeing Boats") < text.index("#### Before 2022")


def test_a_remark_behind_the_links_is_no_author() -> None:
    reading = read(
        b"# L\n\n- [2023/01] **Boats that Speak of the Weather** [[paper](https://arxiv.org/abs/2301.00001)] *Harbour Feedback*\n"
        b"- [2023/02] **Boats that Listen to the Weather** [[paper](https://arxiv.org/abs/2302.00001)] *Una Roth et al.*\n",
        "x.md",
    )
    assert [r.authors for r in reading.references] == [(), ("Una Roth",)]


def test_among_papers_a_title_is_a_paper_on_a_university_s_page_and_with_code_alone() -> None:
    linked = (
        b"# L\n\n## General\n\n"
        b"- [A Framework for Harbours of Many Forms](https://trace.port.edu/cgi/viewcontent.cgi?article=24)\n"
        b"- [Testing Boats before the Storm](https://arxiv.org/abs/2301.00001)\n"
        b"- [Testing Boats after the Storm](https://arxiv.org/abs/2301.00002)\n"
        b"- [Testing Boats in the Storm](https://arxiv.org/abs/2301.00003)\n"
        b"- [Testing Boats without a Storm](https://arxiv.org/abs/2301.00004)\n"
        b"- [Testing Boats near a Storm](https://arxiv.org/abs/2301.00005)\n"
        b"- [Testing Boats far from Storms](https://arxiv.org/abs/2301.00006)\n"
        b"- [The Complete Boat Builder's Blog](https://boats.example.com/blog)\n"
        b"- **Many Scales of Boats for All** [[code](https://github.com/roth/scales)] [[demo](https://roth.github.io/scales)]\n"
    )
    titles = [r.title for r in read(linked, "x.md").references]
    assert titles[0] == "A Framework for Harbours of Many Forms"
    assert titles[-1] == "Many Scales of Boats for All"
    assert len(titles) == 8


def test_headings_of_years_take_the_new_paper_or_a_new_one_is_made_like_them() -> None:
    old = (
        b"# Boats\n\n## Sails\n\n### 2024\n\n- [Sails of Linen](https://arxiv.org/abs/2401.00001)\n\n"
        b"### 2022\n\n- [Sails of Wool](https://arxiv.org/abs/2201.00001)\n"
    )
    new = [
        Addition(f"Sails of {y}", ("Sails",), ("Ann Lee",), arxiv_id=f"{y % 100}03.01234", day=date(y, 3, 1))
        for y in (2025, 2024, 2023, 2021)
    ]
    text = add(old, "x.md", new).data.decode()
    assert [line for line in text.split("\n") if line][2:] == [
        "### 2025", "- [Sails of 2025](https://arxiv.org/abs/2503.01234)",
        "### 2024", "- [Sails of 2024](https://arxiv.org/abs/2403.01234)", "- [Sails of Linen](https://arxiv.org/abs/2401.00001)",
        "### 2023", "- [Sails of 2023](https://arxiv.org/abs/2303.01234)",
        "### 2022", "- [Sails of Wool](https://arxiv.org/abs/2201.00001)",
        "### 2021", "- [Sails of 2021](https://arxiv.org/abs/2103.01234)",
    ]  # fmt: skip
    assert "\n\n\n" not in text
    assert text.count("\n\n### ") == 5


def test_an_item_that_shows_a_figure_of_the_paper_above_says_more_of_it() -> None:
    reading = read(
        """# L\n\n## 船
- [[2025-ACL]](https://aclanthology.org/2025.acl-long.1/) **Boats of Many Forms** [PDF](https://arxiv.org/pdf/2503.00001v1)
  - 简介（中文）：船的形状很多。 **主要结论：** 船越多越好。

  [![Figure 4](https://arxiv.org/html/2503.00001v1/boats.png)](https://aclanthology.org/2025.acl-long.1/)
""".encode(),
        "x.md",
    )
    assert [(r.title, r.venue, r.year, r.arxiv_id) for r in reading.references] == [
        ("Boats of Many Forms", "ACL", 2025, "2503.00001")
    ]


def test_a_remark_after_a_short_venue_is_no_part_of_it() -> None:
    reading = read(
        """# L\n\n## 2019
* DiMP: "Learning to Follow Boats" ICCV. [[Paper]](https://a.thecvf.com/x_paper.html)
  将船设计成端到端可训练的
* "Boats of Many Depths" CVPR (Oral). [[Paper]](https://arxiv.org/abs/1903.00002)
  It is the first one that looks below the water.
* Far: "Boats Seen from Afar" [[Paper]](https://arxiv.org/abs/1903.00003)
  远方的船只搜索方法主要对正负样本对进行数据处理以提高网络
""".encode(),
        "x.md",
    )
    assert [(r.title, r.venue, r.year) for r in reading.references] == [
        ("Learning to Follow Boats", "ICCV", 2019),
        ("Boats of Many Depths", "CVPR (Oral)", 2019),
        ("Boats Seen from Afar", None, 2019),
    ]


def test_names_with_stars_a_label_with_a_venue_and_titles_in_angle_brackets() -> None:
    reading = read(
        """# L\n\n## Boats
**Uni: A Boat for All**
Ann Berg∗, Tom Hale†, Una Roth
[ACL 2022](https://aclanthology.org/2022.acl-long.2.pdf) • [Code](https://github.com/berg/uni)

* [DAgger] <[A Reduction of Boats to Rafts](https://arxiv.org/abs/1011.00001)> by Liv Lund, Per J. Strand, 2011.

* <[Rafts for Two Games](https://arxiv.org/abs/1403.00002)> by Lin X, Berg P A, Hale R. arXiv, 2014.
""".encode(),
        "x.md",
    )
    assert [(r.title, r.authors, r.venue, r.year) for r in reading.references] == [
        ("Uni: A Boat for All", ("Ann Berg", "Tom Hale", "Una Roth"), "ACL", 2022),
        ("A Reduction of Boats to Rafts", ("Liv Lund", "Per J. Strand"), None, 2011),
        ("Rafts for Two Games", ("Lin X", "Berg P A", "Hale R."), "arXiv", 2014),
    ]


def test_the_survey_that_a_list_belongs_to_is_no_entry_of_it() -> None:
    reading = read(
        b"# Boats of the World: A Survey of Forms\n\nPaper: [Boats of the World: A Survey of Forms](https://arxiv.org/abs/2401.00001)\n\n"
        b"## Sails\n\n- [Sails of Linen and Wool](https://arxiv.org/abs/2401.00002)\n",
        "x.md",
    )
    assert [r.title for r in reading.references] == ["Sails of Linen and Wool"]


def test_authors_and_a_venue_below_a_title_say_more_of_it_and_headings_go_on_counting() -> None:
    old = b"""# L

## Sails: 2 Papers

- HDMI: High Sails for Many.
  - B. Jing, C. Park, and H. Tong. *Arxiv 2021*. [[pdf]](https://arxiv.org/pdf/2102.00001.pdf)
- Sail Bert: Only Wind is Needed.
  - J. Berg, C. Hale, and L. Roth. *KDD 2020*. [[pdf]](https://arxiv.org/pdf/2001.00002.pdf) [[code]](https://github.com/a/b)

## Ropes (1)

- LLMRec: Ropes for All [[paper](https://arxiv.org/abs/2311.00003)] [[code](https://github.com/a/ropes)] [[blog in Chinese](https://mp.weixin.qq.com/s/a)]
"""
    reading = read(old, "x.md")
    assert [(r.title, len(r.authors), r.venue, reading.headings(r)) for r in reading.references] == [
        ("HDMI: High Sails for Many", 3, "Arxiv", ["Sails"]),
        ("Sail Bert: Only Wind is Needed", 3, "KDD", ["Sails"]),
        ("LLMRec: Ropes for All", 0, None, ["Ropes"]),
    ]
    new = Addition("Zeta Sails", ("Sails",), ("Ann Lee", "Bo Chen"), arxiv_id="2511.01234", day=date(2025, 11, 3))
    edit = add(old, "x.md", [new], today=date(2025, 11, 5))
    assert b"## Sails: 3 Papers\n" in edit.data
    assert b"## Ropes (1)\n" in edit.data
    assert b"- Zeta Sails.\n  - A. Lee and B. Chen. *Arxiv 2025*. [[pdf]](https://arxiv.org/pdf/2511.01234.pdf)\n" in edit.data


def test_titles_with_commas_labels_with_the_word_paper_and_names_that_are_titles() -> None:
    reading = read(
        b"""# L

## Boats
* Paper: Text2Boat: From Words to Boats [[Paper]](https://arxiv.org/abs/2303.00001)[[Project]](https://a.example/t)
* Row As I Can, Not As I Say: Grounding Boats [[Paper]](https://arxiv.org/abs/2204.00002)
* [Bridging Harbours, Piers, and Ropes: A Review of Many Ports](https://www.mdpi.com/1424-8220/24/9/2), Sensors 2024.
* [TBD Harbour Dataset](https://arxiv.org/abs/2309.00003), ICRA 2024.
* (NC) [Harbour of North Campus by Night and Day](https://boats.example/nc/), IJRR 2010.
* **Boats of a Small Sea.** [20th Oct., 2020].[NAACL, 2020]<br> *Ann Berg, Tom Hale.*<br> [[PDF](https://arxiv.org/abs/2010.00004)]
* LSC: Boats that Listen to Many Words [[Paper]]()[[Project]](https://lsc.example.com/)

## Blogs
* [What are Boats Made of](https://blogs.example.com/what), Google 2019.
""",
        "x.md",
    )
    assert [(r.title, r.authors, r.venue, r.year) for r in reading.references] == [
        ("Text2Boat: From Words to Boats", (), None, None),
        ("Row As I Can, Not As I Say: Grounding Boats", (), None, None),
        ("Bridging Harbours, Piers, and Ropes: A Review of Many Ports", (), "Sensors", 2024),
        ("TBD Harbour Dataset", (), "ICRA", 2024),
        ("Harbour of North Campus by Night and Day", (), "IJRR", 2010),
        ("Boats of a Small Sea", ("Ann Berg", "Tom Hale"), "NAACL", 2020),
        ("LSC: Boats that Listen to Many Words", (), None, None),
    ]
    assert any("below “Blogs”" in p.message for p in reading.problems)


def test_badges_below_an_item_are_its_own_and_a_new_one_counts_the_new_stars() -> None:
    old = b"""# L

## Sails

1. [**Sails of Linen.**](https://arxiv.org/abs/2301.00001) *Ann Berg, Tom Hale.* Arxiv 2023.

&nbsp;&nbsp; [![Stars](https://img.shields.io/github/stars/berg/linen)](https://github.com/berg/linen)

2. [**Sails of Wool.**](https://arxiv.org/abs/2302.00002) *Una Roth.* Arxiv 2023.

&nbsp;&nbsp; [![Stars](https://img.shields.io/github/stars/roth/wool)](https://github.com/roth/wool)
"""
    reading = read(old, "x.md")
    assert [(r.authors, r.venue, r.code_url) for r in reading.references] == [
        (("Ann Berg", "Tom Hale"), "Arxiv", "https://github.com/berg/linen"),
        (("Una Roth",), "Arxiv", "https://github.com/roth/wool"),
    ]
    new = Addition(
        "Zeta Sails", ("Sails",), ("Ann Lee", "Bo Chen"), arxiv_id="2511.01234", code_url="https://github.com/lee/zeta"
    )
    text = add(old, "x.md", [new]).data.decode()
    assert text.endswith(
        "\n3. [**Zeta Sails.**](https://arxiv.org/abs/2511.01234) *Ann Lee, Bo Chen.* Arxiv 2025.\n\n"
        "&nbsp;&nbsp; [![Stars](https://img.shields.io/github/stars/lee/zeta)](https://github.com/lee/zeta)\n"
    )


def test_contents_end_with_the_next_heading_and_people_are_no_papers() -> None:
    reading = read(
        b"""# L

## Table of Contents

- [2024 Venues](#2024)

### 2024

| Title | Code |
|---|---|
| [Boats of Many Forms](https://arxiv.org/abs/2403.00001) | - |

## People

| Name | Institution |
|---|---|
| [Ann Berg](https://berg.example.com/) | Port University |
""",
        "x.md",
    )
    assert [(r.title, r.year, r.sections) for r in reading.references] == [("Boats of Many Forms", 2024, ("l",))]


def test_a_paper_with_a_heading_over_its_authors_a_folded_abstract_and_a_row_of_links() -> None:
    fold = "<details span>\n<summary><b>Abstract</b></summary>\nWe fold [boats](https://x.example/fast).\n</details>\n"
    paper = "https://arxiv.org/pdf/2311.0000{}.pdf"
    entry = f"#### {{n}}. {{title}}\n**Authors**: Ann Lee, Bo Chen, Cy Diaz\n{fold}\n[📄 Paper]({paper}) | [🎥 Short Talk](https://t.example) | [💻 Code](https://github.com/a/b)\n<br>\n\n"
    text = "# Boats\n\n## Folding\n\n### 2024:\n" + "".join(
        entry.replace("{n}", str(n)).replace("{title}", title).replace("{}", str(n))
        for n, title in enumerate(("LightBoat: Folding without Creases", "[ECCV '24] CompactBoat: Small Boats"), 1)
    )
    (one, two) = read(text.encode(), "x.md").references
    assert (one.title, one.year, one.arxiv_id) == ("LightBoat: Folding without Creases", 2024, "2311.00001")
    assert (one.authors, one.code_url) == (("Ann Lee", "Bo Chen", "Cy Diaz"), "https://github.com/a/b")
    assert (two.title, two.venue, two.sections) == ("CompactBoat: Small Boats", "ECCV", ("folding",))


def test_a_column_of_short_months_and_a_heading_that_is_a_venue() -> None:
    text = (
        b"## Boats\n|Date|Institute|Publication|Paper|\n|-|-|-|-|\n"
        b"|20.10|Port Lab|arxiv|[Recipes for Boats in the Rain](https://arxiv.org/abs/2010.07079)|\n"
        b"|23.07|Sea Lab|NeurIPS2023|[Sunk: Why Boats Fail](https://openreview.net/forum?id=jA235)|\n"
    )
    assert [(r.year, r.venue) for r in read(text, "x.md").references] == [(2020, "arxiv"), (2023, "NeurIPS")]
    edit = add(text, "x.md", [Addition("Zeta Maps of Harbours", ("Boats",), arxiv_id="2511.01234")])
    assert edit.data.splitlines()[-1] == b"|25.11| |arxiv|[Zeta Maps of Harbours](https://arxiv.org/abs/2511.01234)|"
    below = b"# L\n\n## 2024\n\n### ICML\n\n* One Boat for All Seas. *Ann Lee, Bo Chen.* [[paper](https://arxiv.org/abs/2402.02592)]\n"
    (reference,) = read(below, "x.md").references
    assert (reference.year, reference.venue) == (2024, "ICML")


def test_a_row_with_a_publisher_s_link_and_one_to_arxiv_lends_the_second() -> None:
    text = (
        b"## Boats\n\nPapers accepted by BoatConf ([2024](https://b.example/2024), [2023](https://b.example/2023)).\n\n"
        b"|Title|Affiliation|Venue|Year|TL;DR|Materials|\n|---|---|---|---|---|---|\n"
        b"| Clustered Drift in Streams of Boats | ANU | AAAI | 2024 | We cluster[^1]. | [[PUB](https://ojs.aaai.org/index.php/AAAI/article/view/1)] "
        b"[[PDF](https://arxiv.org/abs/2401.00011)] [[CODE](https://github.com/f/drift)] |\n"
        b"| Fair Rounds for Slow Boats | PKU | AAAI | 2023 | Fair | [[PUB](https://ojs.aaai.org/index.php/AAAI/article/view/2)] |\n"
    )
    assert [r.title for r in read(text, "x.md").references] == [
        "Clustered Drift in Streams of Boats",
        "Fair Rounds for Slow Boats",
    ]
    edit = add(
        text,
        "x.md",
        [Addition("Zeta Maps of Harbours", ("Boats",), arxiv_id="2511.01234", code_url="https://github.com/z/eta")],
    )
    links = b"[[PDF](https://arxiv.org/abs/2511.01234)] [[CODE](https://github.com/z/eta)]"
    assert b"| Zeta Maps of Harbours | | arXiv | 2025 | | " + links + b" |" in edit.data.splitlines()


def test_a_folded_abstract_below_an_item_ends_no_list_and_is_written_with_the_new_one() -> None:
    text = "# L\n\n## Boats\n\n" + "".join(
        f"- **{title}** (2021.0{n}) [[paper](https://arxiv.org/abs/210{n}.13586)]\n  _Ann Lee, Bo Chen_\n"
        f"  <details><summary>Abstract</summary>In 2017 we rowed {n} boats.</details>\n"
        for n, title in enumerate(("Pre-train, Row, and Predict", "A Survey of All Sails"), 1)
    )
    assert [r.title for r in read(text.encode(), "x.md").references] == ["Pre-train, Row, and Predict", "A Survey of All Sails"]
    new = Addition("Zeta Maps of Harbours", ("Boats",), ("Ed Fox", "Gil Ham"), "2511.01234", abstract="In 2016 <b> & more.")
    edit = add(text.encode(), "x.md", [new])
    assert edit.data.decode() == text + (
        "- **Zeta Maps of Harbours** (2025.11) [[paper](https://arxiv.org/abs/2511.01234)]\n  _Ed Fox, Gil Ham_\n"
        "  <details><summary>Abstract</summary>In 2016 &lt;b&gt; &amp; more.</details>\n"
    )


def test_a_neighbour_s_volume_and_pages_are_not_copied_and_one_author_s_initial_is_no_name() -> None:
    apa = (
        b"## Boats\n"
        b"* Lee, A. (2020). [Stable Boats under Noise](https://arxiv.org/abs/2006.00001). *SIAM J. Num. Anal.*, 58(3), 1234-1250.\n"
        b"* Chen, B., & Diaz, C. (2021). [Rough Paths over Rough Seas](https://arxiv.org/abs/2106.00001). *Acta Navigationis*, 3, 12.\n"
    )
    assert [r.authors for r in read(apa, "x.md").references] == [("A. Lee",), ("B. Chen", "C. Diaz")]
    edit = add(apa, "x.md", [Addition("Zeta Maps of Harbours", ("Boats",), ("Ed Fox", "Gil Ham", "Ian Jo"), "2511.01234")])
    new = b"* Fox, E., Ham, G., & Jo, I. (2025). [Zeta Maps of Harbours](https://arxiv.org/abs/2511.01234). *arXiv*."
    assert edit.data.splitlines()[-1] == new
    reviewed = (
        '## Boats\n\n**[1]** A. Lee, B. Chen. "Boats under Noise." *Reviews of Boats* 3 (2021): 625–644. '
        "[[arXiv:2012.09265](https://arxiv.org/abs/2012.09265)]\n"
    )
    edit = add(reviewed.encode(), "x.md", [Addition("Zeta Maps of Harbours", ("Boats",), ("Ed Fox", "Gil Ham"), "2511.01234")])
    link = "[[arXiv:2511.01234](https://arxiv.org/abs/2511.01234)]"
    assert edit.data.decode().splitlines()[-1] == f'**[2]** E. Fox, G. Ham. "Zeta Maps of Harbours." *arXiv* (2025). {link}'


def test_a_line_of_an_emoji_and_bold_words_is_a_heading() -> None:
    text = "# Boats\n\n" + "".join(
        f"💡 **{heading}**\n\n* 📄 [Waves Are {heading}](https://arxiv.org/abs/210{n}.00001), *Ann Lee, Bo Chen*, 2021\n\n"
        for n, heading in enumerate(("Tall", "Wide"), 1)
    )
    assert [(r.title, r.sections, r.line) for r in read(text.encode(), "x.md").references] == [
        ("Waves Are Tall", ("tall",), 5),
        ("Waves Are Wide", ("wide",), 9),
    ]


def test_emoji_codes_are_no_authors_and_a_year_behind_an_apostrophe_is_the_new_one() -> None:
    text = (
        b'## Boats\n:one: "Predicting Tides with Transformers", KDD 2019. Lee et al. [Paper](https://pubs.acs.org/doi/10.1021/acs.1b) / '
        b"[arXiv](https://arxiv.org/abs/1811.02633) / [Code](https://github.com/p/mt)\n\n"
        b':two: "Predicting Tides without Transformers", KDD 2018. Chen et al. [arXiv](https://arxiv.org/abs/1711.02633)\n'
    )
    reference = read(text, "x.md").references[0]
    assert (reference.title, reference.authors) == ("Predicting Tides with Transformers", ("Lee",))
    new = Addition("Zeta Maps of Harbours", ("Boats",), ("Ed Fox", "Gil Ham"), "2511.01234")
    written = ':two: "Zeta Maps of Harbours", arXiv 2025. Fox et al. [arXiv](https://arxiv.org/abs/2511.01234)'
    assert written in add(text, "x.md", [new]).data.decode()
    below = b"## Boats\n\n1. **Why Boats Sink** [[abs]](https://arxiv.org/abs/2305.00002)\n\n   *Ann Lee, Bo Chen.* ACL'23\n"
    assert add(below, "x.md", [new]).data.decode().splitlines()[-1] == "   *Ed Fox, Gil Ham.* arXiv'25"
