"""The reviewable files of a workspace."""

from datetime import date

import pytest

from littrack.errors import ListError
from littrack.records import Kind, Reference, Section, Taxonomy
from littrack.workspace import read_references, read_taxonomy, write_atomically, write_references, write_taxonomy

TREE = Taxonomy("s", (Section("a", "Anfänge", "I"), Section("a/b", 'B "quoted"', "1)", "a", ("b.", "乙"))))


def test_a_taxonomy_comes_back_as_it_was(tmp_path):
    write_taxonomy(tmp_path / "t.toml", TREE)
    assert read_taxonomy(tmp_path / "t.toml") == TREE


def test_references_come_back_as_they_were(tmp_path):
    references = [
        Reference("arxiv:2401.00001", "Title \u2028 one", ("A",), 2024, sections=("a/b",), line=3, added=date(2025, 8, 4)),
        Reference("title:two", "Two", kind=Kind.MODEL),
    ]
    write_references(tmp_path / "r.jsonl", references)
    assert read_references(tmp_path / "r.jsonl") == references


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[[section]]\nslug = "a"\nheading = "A"\n[[section]]\nslug = "a"\nheading = "B"', "given twice"),
        ('[[section]]\nslug = "a"\nheading = "A"\nparent = "x"', "unknown parent 'x'"),
        ('[[section]]\nslug = "a"', "heading"),
        ("[[section", "not valid TOML"),
    ],
)
def test_a_wrong_taxonomy_is_refused(tmp_path, text, says):
    (tmp_path / "t.toml").write_text(text)
    with pytest.raises(ListError, match=says):
        read_taxonomy(tmp_path / "t.toml")


def test_a_wrong_reference_is_named_with_its_line(tmp_path):
    (tmp_path / "r.jsonl").write_text('{"key": "a", "title": "A"}\n{"key": "b"}\n')
    with pytest.raises(ListError, match=r"r\.jsonl:2: title"):
        read_references(tmp_path / "r.jsonl")


def test_missing_files_say_what_to_do(tmp_path):
    with pytest.raises(ListError, match="littrack import"):
        read_references(tmp_path / "none")
    with pytest.raises(ListError, match="littrack import"):
        read_taxonomy(tmp_path / "none")


def test_writing_leaves_no_half_file(tmp_path):
    write_atomically(tmp_path / "x", b"old")
    write_atomically(tmp_path / "x", b"new")
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("x", b"new")]
