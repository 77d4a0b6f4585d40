"""List health: what is wrong with a list itself, and links that are written with a slip."""

import pytest

from littrack.lists import read
from littrack.lists.health import examine
from littrack.records import Paper


def test_health_proposes_an_edit_for_everything():
    text = b"""## A
- [One study of diffusion](https://arxiv.org/abs/2401.00001)
- [One study of diffusion](https://arxiv.org/abs/2401.00001v2)
- [Whales and their songs in the sea](https://arxiv.org/abs/2401.00001)
- [Two studies](7https://arxiv.org/abs/2401.00002)
- [Three studies of networks](https://arxiv.org/abs/2401.00003)
"""
    papers = {
        "2401.00002": Paper("2401.00002", "Two studies", withdrawn=True),
        "2401.00003": Paper("2401.00003", "Three studies of networks", journal_ref="IEEE Network 3 (2025)"),
    }
    found = {(f.what, f.line): f.edit for f in examine(read(text, "x"), papers)}
    assert found["duplicate", 3] == "delete line 3"
    assert ("wrong-link", 4) in found
    assert found["malformed-link", 5] == "write it as https://arxiv.org/abs/2401.00002"
    assert found["withdrawn", 5] == "delete line 5"
    assert "IEEE Network 3 (2025)" in found["published", 6]


def test_the_doctor_looks_through_any_list(tmp_path, monkeypatch, capsys):
    import orjson

    from littrack.cli import cli

    monkeypatch.chdir(tmp_path)
    (tmp_path / "L.md").write_text(
        "## A\n- [One study of diffusion](https://arxiv.org/abs/2401.00001)\n- [One study of diffusion](https://arxiv.org/abs/2401.00001v2)\n"
    )
    cli.main(["doctor", "L.md"], standalone_mode=False)
    assert capsys.readouterr().out == (
        "L.md:3: duplicate: “One study of diffusion” is already on line 2, in the same section\n  -> delete line 3\n"
    )
    cli.main(["doctor", "L.md", "--json"], standalone_mode=False)
    found = orjson.loads(capsys.readouterr().out)["findings"]
    assert [(f["what"], f["line"], f["edit"]) for f in found] == [("duplicate", 3, "delete line 3")]


MEANT = "[A Study of Old Harbours](https://arxiv.org/abs/2401.00001)"


@pytest.mark.parametrize(
    "entry",
    [
        "[A Study of Old Harbours] (https://arxiv.org/abs/2401.00001)",
        "[A Study of Old Harbours](https://arxiv.org/abs/2401.00001",
        "[A Study of Old Harbours](https://arxiv.org/abs/2401.00001 - [code](https://github.com/a/b)",
        "A Study of Old Harbours](https://arxiv.org/abs/2401.00001)",
    ],
)
def test_a_link_with_a_slip_is_read_as_it_is_meant_and_told(entry):
    reading = read(f"## Harbours\n- {entry}\n".encode(), "x.md")
    assert [(r.title, r.arxiv_id) for r in reading.references] == [("A Study of Old Harbours", "2401.00001")]
    assert [(f.what, f.line, f.edit) for f in examine(reading)] == [("malformed-link", 2, f"write it as {MEANT}")]


@pytest.mark.parametrize(
    "entry",
    [
        f"- {MEANT}, *A. Berg*. [[code](https://github.com/a/b)]",
        '- [A Study of Old Harbours](https://arxiv.org/abs/2401.00001 "at arXiv")',
        "- [A Study of Old Harbours]https://arxiv.org/abs/2401.00001",
        "- [ ] [A Study of Old Harbours](https://arxiv.org/abs/2401.00001)",
        "- A Study of Old Harbours (arxiv.org/abs/2401.00001)",
    ],
)
def test_no_slip_is_found_where_there_is_none(entry):
    reading = read(f"## Harbours\n{entry}\n".encode(), "x.md")
    assert [(r.title, r.arxiv_id) for r in reading.references] == [("A Study of Old Harbours", "2401.00001")]
    assert not examine(reading)


@pytest.mark.parametrize(
    ("arxiv_id", "wrong"), [("1412.0001", False), ("1412.00012", True), ("1501.0001", True), ("1501.00012", False)]
)
def test_an_id_of_a_wrong_length_is_told(arxiv_id, wrong):
    reading = read(f"## Harbours\n- [A Study of Old Harbours](https://arxiv.org/abs/{arxiv_id})\n".encode(), "x.md")
    assert [(f.what, f.edit) for f in examine(reading)] == [("malformed-link", "look the paper up, and mend its id")] * wrong


def test_a_title_that_says_what_cannot_be_has_no_wrong_id():
    entry = "- [What Boats cannot be](https://arxiv.org/abs/2401.00001), arXiv:2401.00002\n"
    assert [f.what for f in examine(read(f"## Harbours\n{entry}".encode(), "x.md"))] == ["wrong-link"]


def test_a_short_title_in_bold_that_begins_with_an_acronym_is_no_person():
    reading = read(b"## A\n1. **TIDES Again**. *Jacob Berg*. [[pdf](https://arxiv.org/pdf/2401.00001.pdf)]\n", "x.md")
    assert [(r.title, r.authors) for r in reading.references] == [("TIDES Again", ("Jacob Berg",))]
