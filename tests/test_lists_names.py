"""Which pieces of text are lists of authors."""

import pytest

from littrack.lists.names import is_name_list, split_names


@pytest.mark.parametrize(
    "text",
    [
        "Byung-Hoon Kim, Ann Lee",
        "Byron Smith and Ann Lee",
        "By Ann Lee, Bo Chen",
        "Authors: Ann Lee, Bo Chen",
        "A. Lee, B. de la Cruz, and C.-B. Chae",
        "Ferrag M A, Ndhlovu M, et al.",
        "Anthropic, et al",
    ],
)
def test_lists_of_authors(text):
    assert is_name_list(text)


@pytest.mark.parametrize(
    "text",
    [
        "A study of channels in wireless networks",
        "Deep Learning, Graph Networks",
        "by the authors",
        "LLM Reasoning",
        "ICML 2024",
        "",
    ],
)
def test_what_is_no_list_of_authors(text):
    assert not is_name_list(text)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ann Lee , Bo Chen Jr., and Cy Diaz et al.", ("Ann Lee", "Bo Chen Jr", "Cy Diaz")),
        ("[12] Lee, Ann, and Bo Chen.", ("Ann Lee", "Bo Chen")),
        ("Vaswani, A., Shazeer, N.", ("A. Vaswani", "N. Shazeer")),
        ("Alma Hall; Al Pal & Ruth Othersby", ("Alma Hall", "Al Pal", "Ruth Othersby")),
    ],
)
def test_names_are_split_and_put_in_order(text, names):
    assert split_names(text) == names
