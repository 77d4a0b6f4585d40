"""One taxonomy out of several outlines, editable by a person and kept over re-imports."""

import difflib
import itertools
from datetime import UTC, datetime

import pytest

from littrack.config import load_workspace
from littrack.lists import read
from littrack.lists.taxonomy import SPELLING, _Spelling, keys
from littrack.pipeline import enrich as enriching
from littrack.pipeline import setup
from littrack.pipeline.lists import import_lists
from littrack.records import Paper, Section
from littrack.store import Store
from littrack.workspace import read_references, read_taxonomy

NOW = datetime(2026, 1, 5, 7, tzinfo=UTC)
OLD = b"""# S
## 1. Diffusion models
- [One study of diffusion in radio](https://arxiv.org/abs/2401.00001)
- [Two studies of diffusion in radio](https://arxiv.org/abs/2401.00002)
## 2. Agents
- [An agent for mobile networks](https://arxiv.org/abs/2401.00003)
"""
NEW = """# S
## II) Diffusion Model
- [One study of diffusion in radio](https://arxiv.org/abs/2401.00001)
## 扩散方法
- [One study of diffusion in radio](https://arxiv.org/abs/2401.00001)
- [Two studies of diffusion in radio](https://arxiv.org/abs/2401.00002)
## Security
- [A secure and private network](https://arxiv.org/abs/2401.00004)
""".encode()


def workspace(tmp_path):
    (tmp_path / "OLD.md").write_bytes(OLD)
    setup.init(tmp_path, [read(OLD, str(tmp_path / "OLD.md"))], NOW)
    return load_workspace(tmp_path)


def test_spellings_and_languages_are_one_section(tmp_path):
    made = workspace(tmp_path)
    with Store(made.database) as store:
        report = import_lists(made, store, [read(NEW, "NEW.md")], NOW)
        assert [s.heading for s in read_taxonomy(made.taxonomy_file).sections] == ["Diffusion models", "Agents", "Security"]
        assert "扩散方法" in read_taxonomy(made.taxonomy_file).get("diffusion-models").aliases
        assert any("references in common" in g for g in report.guessed)
        assert [r.key for r in store.references.all()] == [r.key for r in read_references(made.references_file)]


def test_what_a_person_wrote_in_the_taxonomy_stays(tmp_path):
    made = workspace(tmp_path)
    text = made.taxonomy_file.read_text().replace('heading = "Agents"', 'heading = "Agents"  # mine\naliases = ["Security"]')
    made.taxonomy_file.write_text(text)
    with Store(made.database) as store:
        import_lists(made, store, [read(NEW, "NEW.md")], NOW)
        first = made.taxonomy_file.read_bytes()
        import_lists(made, store, [read(NEW, "NEW.md")], NOW)
    assert b"# mine" in first
    assert made.taxonomy_file.read_bytes() == first
    assert [s.slug for s in read_taxonomy(made.taxonomy_file).sections] == ["diffusion-models", "agents"]


def test_keys_see_through_brackets_and_short_forms():
    assert keys("大语言模型（Large Language Model）") & keys("Large language models")
    assert keys("大语言模型LLM") & keys("大语言模型")
    assert not keys("Network design") & keys("Network management")


def test_comlam_is_one_taxonomy(shared):
    taxonomy = read_taxonomy(_comlam())
    names = {k for s in taxonomy.sections for n in (s.heading, *s.aliases) for k in keys(n)}
    for seed in ("000_af83bd7b6ec6f5b7.txt", "001_ed7064fca279d350.txt"):
        reading = read((shared / "seeds" / seed).read_bytes(), seed)
        for reference in reading.references:
            for heading in reading.headings(reference):
                assert keys(heading) & names, heading


def _comlam():
    from pathlib import Path

    return Path(__file__).parents[1] / "classifiers" / "comlam" / "taxonomy.toml"


class Fake:
    """arXiv as enrichment sees it; counts what it is asked."""

    def __init__(self):
        self.asked = 0

    def by_ids(self, ids):
        self.asked += 1
        titles = {"2401.00001": "One study of diffusion in radio", "2401.00003": "Something else about whales entirely"}
        return [Paper(i, titles[i], abstract="A.", categories=("cs.NI",)) for i in ids if i in titles]

    def by_title(self, title, most=5):
        self.asked += 1
        return []


def test_enrichment_is_kept_confirmed_and_never_asked_twice(tmp_path):
    made, source = workspace(tmp_path), Fake()
    with Store(made.database) as store:
        report = enriching.enrich(made, store, source, NOW)
        assert (report.references, report.enriched, report.asked, report.not_found) == (3, 1, 3, 1)
        assert "which is “Something else" in str(report.problems[0])
        enriching.enrich(made, store, source, NOW)
        assert source.asked == 1
        assert store.references.all()[0].abstract == "A."
        import_lists(made, store, [read(OLD, "OLD.md")], NOW)
    assert read_references(made.references_file)[0].abstract == "A."


def test_enrichment_from_a_file(shared, tmp_path):
    made = workspace(tmp_path)
    papers = list(enriching.from_file(shared / "data" / "reference_abstracts.jsonl.gz"))
    assert len(papers) == 225
    with Store(made.database) as store:
        report = enriching.enrich(made, store, None, NOW, records=papers)
    assert report.asked == 0


@pytest.mark.parametrize("far", ["", "e", "é" * 130, "Edge " * 30, "語" * 9])
def test_letters_in_common_never_part_what_is_spelled_alike(far: str) -> None:
    near = ["Edge intelligence", "Edge inteligence", "Edge intelligent systems", "Semantic communication", far]
    for one, other in itertools.product((_Spelling.of(Section(str(n), f"{h}{far}")) for n, h in enumerate(near)), repeat=2):
        alike = difflib.SequenceMatcher(None, one.key, other.key).ratio() >= SPELLING
        assert one.is_like(other) == alike
