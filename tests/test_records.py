"""arXiv ids and the taxonomy's tree."""

import pytest

from littrack.records import Problem, Section, Taxonomy, canonical_category, parse_arxiv_id


@pytest.mark.parametrize(
    ("text", "base", "version"),
    [
        ("2401.01234", "2401.01234", None),
        ("2401.01234v12", "2401.01234", 12),
        ("0704.0001v1", "0704.0001", 1),
        ("arXiv:1501.00001", "1501.00001", None),
        ("ARXIV: hep-th/9901001v2", "hep-th/9901001", 2),
        ("math.GT/0309136", "math/0309136", None),
        ("cond-mat.mes-hall/0309136", None, None),
    ],
)
def test_ids(text, base, version):
    assert parse_arxiv_id(text) == ((base, version) if base else None)


@pytest.mark.parametrize(
    "text",
    ["", "2413.01234", "2401.123", "2401.012345", "abs/2401.01234", "2401.01234v0", "10.1109/x", "2401.01234\n2401.01235"],
)
def test_what_is_no_id(text):
    assert parse_arxiv_id(text) is None


def test_two_names_of_a_category_are_one():
    assert canonical_category("math.IT") == canonical_category("cs.IT") == "cs.IT"


def test_the_tree_of_sections():
    tree = Taxonomy("s", (Section("a", "A"), Section("a/b", "B", parent="a"), Section("a/b/c", "C", parent="a/b")))
    assert [s.slug for s in tree.path("a/b/c")] == ["a", "a/b", "a/b/c"]
    assert tree.top("a/b/c") == "a"
    assert tree.top("unknown") == "unknown"
    assert [s.slug for s in tree.children("a")] == ["a/b"]


def test_a_tree_that_bites_its_tail_ends():
    tree = Taxonomy("s", (Section("a", "A", parent="b"), Section("b", "B", parent="a")))
    assert len(tree.path("a")) == 2


def test_a_problem_names_file_and_line():
    assert str(Problem("no title", "README.md", 7)) == "README.md:7: no title"
    assert str(Problem("no title")) == "no title"
