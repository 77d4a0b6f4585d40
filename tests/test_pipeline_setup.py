"""A workspace proposed from a survey's own list: what it would watch."""

from datetime import UTC, datetime

import pytest

from littrack.config import load_workspace
from littrack.lists import read
from littrack.pipeline.setup import init, propose_categories, propose_words


def test_a_wireless_list_is_announced_where_wireless_is(shared):
    path = max((shared / "data" / "lam4phy").glob("README_*.md"))
    references = read(path.read_bytes(), "README.md").references
    assert set(propose_categories(references)[:3]) == {"cs.IT", "eess.SP", "cs.NI"}
    assert "channel prediction" in propose_words(references)


def test_fields_are_told_by_the_words_of_titles():
    lists = {
        "hep-ph": ["Jet substructure at the Large Hadron Collider with deep learning", "Learning to tag quark jets"],
        "quant-ph": ["Quantum generative adversarial networks", "Supervised learning with quantum-enhanced feature spaces"],
        "cs.RO": ["Language models for robot manipulation", "Learning dexterous grasping with transformers"],
        "cs.CL": ["Chain-of-thought prompting of large language models", "Large language models for question answering"],
        "cs.LG": ["Proximal policy optimization for deep reinforcement learning", "On the optimization of neural networks"],
    }
    for category, titles in lists.items():
        text = "## A\n" + "".join(f"- [{t}](https://arxiv.org/abs/2401.0000{n})\n" for n, t in enumerate(titles, 1))
        assert propose_categories(read(text.encode(), "x").references)[0] == category


def test_categories_that_a_list_names_go_before_words():
    bib = b"""@article{a, title={A language model for all things}, eprint={2401.00001}, primaryClass={hep-ex}, year=2024}
@article{b, title={Another language model for all we know}, eprint={2401.00002}, primaryClass={hep-ex}, year=2024}
"""
    assert propose_categories(read(bib, "x.bib").references) == ("hep-ex",)
    lines = b'{"id": "2401.00001", "title": "A language model for everything", "categories": "cs.NI cs.LG"}\n'
    reading = read(lines, "x.jsonl")
    assert reading.references[0].categories == ("cs.NI", "cs.LG")
    assert not reading.references[0].sections


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Large AI Models for Wireless Physical Layer", "large-ai-models-for-wireless-physical"),
        ("Graphs!", "graphs"),
        ("大模型", "survey"),
        ("x" * 60, "x" * 40),
    ],
)
def test_a_survey_is_called_by_whole_words_of_its_title(tmp_path, title, slug):
    text = f"# {title}\n\n## A\n- [Attention Is All You Need](https://arxiv.org/abs/1706.03762)\n"
    init(tmp_path, [read(text.encode(), "README.md")], datetime(2026, 1, 5, tzinfo=UTC))
    assert load_workspace(tmp_path).settings.survey.slug == slug
