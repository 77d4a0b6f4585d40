"""Lists out: an accepted paper is one entry in the list's own style, and no other byte changes."""

from datetime import date

import pytest

import test_lists_styles as styles
from littrack.errors import ListError
from littrack.lists import read
from littrack.lists.addition import Addition
from littrack.lists.edit import add
from littrack.lists.layout import split_lines

ZETA = {"authors": ("Ann Lee", "Bo Chen", "Cy Diaz"), "arxiv_id": "2511.01234"}


def new_lines(old: bytes, new: bytes) -> list[str]:
    """The lines that were put in; that nothing else changed is checked."""
    before, after = split_lines(old), split_lines(new)
    at = next(
        (n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a.rstrip(b"\r\n") != b.rstrip(b"\r\n")), len(before)
    )
    count = len(after) - len(before)
    assert [x.rstrip(b"\r\n") for x in after[at + count :]] == [x.rstrip(b"\r\n") for x in before[at:]]
    return [x.decode().rstrip("\r\n") for x in after[at : at + count]]


@pytest.mark.parametrize(
    ("style", "section", "expected"),
    [
        ("tag in front", "Prompting", ["- `2025.11` Zeta: A New Model for Radio Maps [[Paper](https://arxiv.org/abs/2511.01234)]"]),
        ("paper and code labels after the title", "Transformers", ["3. Zeta: A New Model for Radio Maps. *Ann Lee, Bo Chen, Cy Diaz.* arXiv 2025. [paper](https://arxiv.org/abs/2511.01234)"]),
        ("pipe table, title and link apart", "CoT", ["|2025|Zeta: A New Model for Radio Maps|Lee et al.|[PDF](https://arxiv.org/pdf/2511.01234)|"]),
        ("pipe table, title linked", "Backbones", ["| [**Zeta: A New Model for Radio Maps**](https://arxiv.org/abs/2511.01234) <br> | arXiv | 2025-11-01 | - |"]),
        ("html list and headings", "Architectures", ["<tr><td><a href='https://arxiv.org/abs/2511.01234'>Zeta: A New Model for Radio Maps</a></td><td></td></tr>"]),
        ("authors first, in quotation marks", "References", ["", '[3] A. Lee et al., "Zeta: A New Model for Radio Maps," arXiv:2511.01234, 2025.']),
        ("APA and Chicago", "Reading", ['- Lee, Ann, Bo Chen, and Cy Diaz. "Zeta: A New Model for Radio Maps." arXiv preprint arXiv:2511.01234 (2025).']),
        ("plain text with numbers", "Tuning", ["A Lee, B Chen, C Diaz, Zeta: A New Model for Radio Maps, arXiv:2511.01234, 2025"]),
        ("details and summary", "Tuning methods", ["* [Zeta: A New Model for Radio Maps](https://arxiv.org/abs/2511.01234)"]),
        ("Chinese list", "提示学习", ["- 《Zeta: A New Model for Radio Maps》 [[论文]](https://arxiv.org/abs/2511.01234)"]),
        ("short name, then the whole title", "Methods", ["- (**Zeta**) Zeta: A New Model for Radio Maps. [[paper](https://arxiv.org/abs/2511.01234)]"]),
    ],
)  # fmt: skip
def test_a_new_entry_is_written_as_its_neighbours_are(style, section, expected):
    old = styles.STYLES[style][0].encode()
    edit = add(old, "README.md", [Addition("Zeta: A New Model for Radio Maps", (section,), **ZETA)])
    assert not edit.skipped
    assert new_lines(old, edit.data) == expected


@pytest.mark.parametrize("style", styles.STYLES)
def test_nothing_of_a_neighbour_is_left_over(style):
    text, expected = styles.STYLES[style]
    section = (expected[-1][2] or [""])[-1]
    edit = add(text.encode(), "README.md", [Addition("Zeta: A New Model for Radio Maps", (section,), **ZETA)])
    written = "\n".join(new_lines(text.encode(), edit.data)) if edit.added else ""
    for word in ("Vaswani", "NeurIPS", "ICLR", "Wei", "Gu", "LoRA", "CoT", "ReAct", "Freezes", "interleaves"):
        assert word not in written
    assert edit.added or "no neighbour's style" in edit.skipped[0][1]


def test_windows_line_ends_and_a_missing_last_one_are_kept():
    old = b"## A\r\n- [Attention Is All You Need](https://arxiv.org/abs/1706.03762)"
    edit = add(old, "README.md", [Addition("Zeta: A Model", ("A",), **ZETA)])
    assert edit.data == old + b"\r\n- [Zeta: A Model](https://arxiv.org/abs/2511.01234)"


def test_a_paper_on_the_list_is_not_added_again():
    old = b"## A\n- [Attention Is All You Need](https://arxiv.org/abs/1706.03762)\n"
    edit = add(old, "README.md", [Addition("Attention is all you need", ("A",), arxiv_id="1706.03762")])
    assert edit.data == old
    assert "already on the list, line 2" in edit.skipped[0][1]


@pytest.mark.parametrize("gap", ["", "\n"])
def test_the_first_entry_of_a_section_stands_below_its_heading_as_others_do(gap):
    entry = "- [{}](https://arxiv.org/abs/{})\n"
    old = f"# List\n\n## A\n\n### B\n{gap}{entry.format('Attention', '1706.03762')}\n## C\n{gap}{entry.format('Mamba', '2312.00752')}"
    edit = add(old.encode(), "README.md", [Addition("Zeta Maps", ("A",), arxiv_id="2511.01234")])
    assert edit.data.decode() == old.replace("## A\n", f"## A\n{gap}{entry.format('Zeta Maps', '2511.01234')}", 1)
    assert edit.data.splitlines()[edit.added[0][1] - 1].startswith(b"- [Zeta")


def test_a_topic_that_could_be_a_table_of_contents_is_read_and_bars_between_links_are_not_left_over():
    old = (
        "# Robots\n\n## Navigation\n"
        "1. Nava: Goals in Unknown Rooms, **CVPR 2024**. [Paper](https://arxiv.org/abs/2402.22222) | [Website](https://a.example)\n"
        "   - Ann Lee, Bo Chen\n"
        "2. Vola: Maps of Words for Robots, **ICRA 2023**. [Paper](https://arxiv.org/abs/2210.33333) | [Website](https://b.example)\n"
        "   - Cy Diaz, Di Eto\n"
    )
    edit = add(old.encode(), "README.md", [Addition("Zeta: A New Model for Radio Maps", ("Navigation",), **ZETA)])
    assert new_lines(old.encode(), edit.data) == [
        "3. Zeta: A New Model for Radio Maps, **arXiv 2025**. [Paper](https://arxiv.org/abs/2511.01234)",
        "   - Ann Lee, Bo Chen, Cy Diaz",
    ]


@pytest.mark.parametrize(
    ("old", "label"), [("Harbour", "OmniBoat"), ("One Harbour for All Boats", "OmniBoat: One Harbour for All")]
)
def test_a_title_told_twice_is_told_twice_though_the_old_one_is_a_part_of_it(old, label):
    entry = f"- **[{old}](https://arxiv.org/abs/2501.00001)**\n\n  Paper Title: `{old}`\n"
    paper = Addition("OmniBoat: One Harbour for All", ("Boats",), ("Kim Park",), "2511.01111")
    new = add(f"# List\n\n## Boats\n\n{entry}".encode(), "README.md", [paper]).data.decode()
    assert new.endswith(
        f"{entry}\n- **[{label}](https://arxiv.org/abs/2511.01111)**\n\n  Paper Title: `OmniBoat: One Harbour for All`\n"
    )


def test_an_unknown_section_names_those_there_are():
    edit = add(
        b"## Models\n- [Attention Is All You Need](https://arxiv.org/abs/1706.03762)\n", "x", [Addition("Z", ("Nope",), **ZETA)]
    )
    assert "Models" in edit.skipped[0][1]


def test_a_hostile_title_breaks_no_markup():
    old = b"## A\n- [Attention Is All You Need](https://arxiv.org/abs/1706.03762)\n- [BERT: Deep Bidirectional Transformers](https://arxiv.org/abs/1810.04805)\n"
    title = "A](javascript:alert(1)) model of <script>x</script> and [more](https://evil.example)"
    try:
        edit = add(old, "x", [Addition(title, ("A",), **ZETA)])
    except ListError:
        return
    assert b"](javascript:" not in edit.data.replace(b"\\](javascript:", b"")
    assert b"<script>" not in edit.data.replace(b"\\<script>", b"")


def test_update_log_date_and_counts_follow():
    old = (
        b"# L (Last updated: Nov. 11, 2025)\n2 papers so far.\n## A\n- [Attention Is All You Need](https://arxiv.org/abs/1706.03762)\n"
        b"- [BERT: Deep Bidirectional Transformers](https://arxiv.org/abs/1810.04805)\n"
        b"## Update Log\n| Version | Time | Update Content |\n|:--|:--|:--|\n| v1 | 2024/12/09 | The initial version. |\n"
    )
    new = add(old, "x", [Addition("Zeta: A New Model", ("A",), **ZETA)], today=date(2026, 1, 2)).data
    assert b"Last updated: Jan. 2, 2026" in new
    assert b"3 papers so far." in new
    assert new.endswith(b"| v2 | 2026/01/02 | Add 1 paper. |\n")


def test_a_month_of_the_sibling_list_is_written_in_its_style(shared):
    old = (shared / "data/lam4phy/README_2025-10.md").read_bytes()
    paper = Addition("ChannelMind: Foundation Models for Radio Maps", ("Native LAMs",), ("Ann Lee", "Bo Chen"), "2511.01234")
    edit = add(old, "README.md", [paper])
    assert new_lines(old, edit.data) == [
        "- **[ChannelMind](https://arxiv.org/abs/2511.01234)** (Nov 2025): Foundation Models for Radio Maps.",
        "",
        "  Paper Title: `ChannelMind: Foundation Models for Radio Maps`",
        "",
        "  Paper Authors: `Ann Lee, Bo Chen`",
        "",
    ]
    assert read(edit.data, "x").read == read(old, "x").read + 1
