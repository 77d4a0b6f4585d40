"""A list taken apart and put together again is the same to the byte, whatever it is."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import test_lists_styles as styles
from littrack.errors import ListError
from littrack.lists import read
from littrack.lists.addition import Addition
from littrack.lists.edit import add
from littrack.lists.layout import Layout

NEW = {"authors": ("Ann Lee", "Bo Chen", "Cy Diaz"), "arxiv_id": "2511.01234"}
TITLE = "Zeta: A New Model for Radio Maps"


def taken_apart(data, name="x"):
    """The list's parts; that they tile it, in order and with every entry in one of them, is checked."""
    reading = read(data, name)
    layout = Layout(data, reading.entries)
    assert b"".join(line for part in layout.parts for line in part.lines) == data
    inside = [e for part in layout.parts for e in part.entries]
    assert sorted(inside, key=lambda e: e.line) == sorted(
        (e for e in reading.entries if e.line <= len(layout.lines)), key=lambda e: e.line
    )
    at = 1
    for part in layout.parts:
        assert part.lines
        assert all(at <= e.line < at + len(part.lines) for e in part.entries)
        at += len(part.lines)
    assert add(data, name, []).data == data
    return layout.parts


@pytest.mark.parametrize("folder", ["seeds", "data/lam4phy"])
def test_with_nothing_accepted_every_byte_stays(shared, folder):
    paths = sorted(p for p in (shared / folder).iterdir() if p.suffix in (".txt", ".md"))
    for path in paths if folder == "seeds" else paths[-2:]:
        taken_apart(path.read_bytes(), path.name)


def test_the_parts_are_the_entries_and_what_is_between():
    parts = taken_apart(
        b"# T\r\n\r\n## A\n- [One of two papers](https://arxiv.org/abs/2401.00001)\n  more\n\n- [Two of two papers](https://arxiv.org/abs/2401.00002)"
    )
    assert [(len(p.lines), [e.title for e in p.entries]) for p in parts] == [
        (3, []), (2, ["One of two papers"]), (1, []), (1, ["Two of two papers"])
    ]  # fmt: skip


_LINES = st.sampled_from(
    ["# T", "## A", "", "- [Title of a paper](https://arxiv.org/abs/2401.01234) (ICLR 2024)", "* x", "| a | b |", "|--|--|", "```", "<table>",
     "<tr><td rowspan=2>x", "[a]: b", "1. y", "  - z", "<details>", "\x00", "\u202e", "**B**", "[", "](", "A. B, “C d e f,” arXiv:2401.00001, 2024.",
     "<!--", "@article{a, title={B c d}}", "title,year", '{"title": "A b c"}', "\ufeff", "</table>", "| [A b c](https://arxiv.org/abs/2401.00002) |"]
)  # fmt: skip


# `python -m bench.lists` does the same with 10,000 documents.
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.one_of(_LINES, st.text(max_size=20)), max_size=10), st.sampled_from(["\n", "\r\n", "\r"]), st.binary(max_size=3)
)
def test_any_document_parsed_and_written_back_is_itself(lines, end, tail):
    taken_apart(end.join(lines).encode("utf-8", "surrogatepass") + tail)


@pytest.mark.parametrize(
    "data",
    [
        "## A\n- [One of two papers](https://arxiv.org/abs/2401.00001)\n".encode("utf-16"),
        b"\xfe\xff" + "## A\r\n- [One of two papers](https://arxiv.org/abs/2401.00001)\r\n".encode("utf-16-be"),
        b"\xef\xbb\xbf## A\n- [One of two papers](https://arxiv.org/abs/2401.00001)\n",
        "## 甲\n- 《One of two papers》 [论文](https://arxiv.org/abs/2401.00001) 大语言模型网络\n".encode("gb18030"),
        b"## A\r- [One of two papers](https://arxiv.org/abs/2401.00001)\r",
        b"## A\r\n- [One of two papers](https://arxiv.org/abs/2401.00001)",
        b"## A\n- [One of two papers](https://arxiv.org/abs/2401.00001)\n\xff broken \x00\n",
    ],
)  # fmt: skip
def test_an_added_entry_taken_out_again_leaves_the_same_bytes(data):
    """In every encoding, with every line end, and without a last one: what was added is one run of bytes."""
    edit = add(data, "x", [Addition(TITLE, (read(data, "x").taxonomy.sections[0].heading,), **NEW)])
    assert len(edit.added) == 1
    grown = len(edit.data) - len(data)
    start = next(n for n in range(len(data) + 1) if data[:n] + data[n:] == edit.data[:n] + edit.data[n + grown :])
    assert edit.data[:start] + edit.data[start + grown :] == data
    assert TITLE in [e.title for e in read(edit.data, "x").entries]


@pytest.mark.parametrize("style", styles.STYLES)
def test_an_addition_to_any_style_changes_nothing_else(style):
    text, expected = styles.STYLES[style]
    data = text.encode()
    edit = add(data, "x", [Addition(TITLE, ((expected[-1][2] or [""])[-1],), **NEW)])
    grown = len(edit.data) - len(data)
    assert any(data[:n] + data[n:] == edit.data[:n] + edit.data[n + grown :] for n in range(len(data) + 1))


def test_broken_utf_16_is_refused():
    data = b"\xff\xfe" + "## A\n".encode("utf-16-le") + b"\x00\xd8\x20"
    with pytest.raises(ListError, match="UTF-16 with broken characters"):
        add(data, "x", [Addition(TITLE, ("A",), **NEW)])
    assert add(data, "x", []).data == data
