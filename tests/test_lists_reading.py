"""Lists in: the survey's own documents are read whole."""

import pytest

from littrack.lists import read
from littrack.records import Kind

SEEDS = {
    "000_af83bd7b6ec6f5b7.txt": {"papers": 164, "models": 28, "datasets": 0, "arxiv": 68},
    "001_ed7064fca279d350.txt": {"papers": 29, "models": 34, "datasets": 14, "arxiv": 13},
    "002_76fbd356ee66a723.txt": {"papers": 194, "models": 0, "datasets": 0, "arxiv": 69},
    "003_7f90ac77c5b2ab34.txt": {"papers": 103, "models": 0, "datasets": 0, "arxiv": 67},
    "004_911379f178c95a46.txt": {"papers": 176, "models": 0, "datasets": 0, "arxiv": 48},
}


@pytest.fixture(scope="module")
def readings():
    kept = {}

    def reading(shared, name):
        if name not in kept:
            kept[name] = read((shared / "seeds" / name).read_bytes(), name)
        return kept[name]

    return reading


@pytest.mark.parametrize("name", SEEDS)
def test_every_entry_of_a_seed_is_read(shared, readings, name):
    reading, expected = readings(shared, name), SEEDS[name]
    kinds = [e.kind for e in reading.entries]
    assert (kinds.count(Kind.PAPER), kinds.count(Kind.MODEL), kinds.count(Kind.DATASET)) == (
        expected["papers"],
        expected["models"],
        expected["datasets"],
    )
    papers = [r for r in reading.references if r.kind is Kind.PAPER]
    assert sum(r.arxiv_id is not None for r in papers) >= expected["arxiv"]
    assert all(r.sections for r in papers) or name.startswith("002")
    assert len({r.key for r in reading.references}) == len(reading.references)


def test_two_entries_of_one_paper_are_one_reference_and_both_ids_are_read(shared, readings):
    reading = readings(shared, "004_911379f178c95a46.txt")
    assert sum(e.arxiv_id is not None for e in reading.entries) == 49
    assert sum(e.arxiv_id == "2107.03374" for e in reading.entries) == 2


def test_what_a_floating_table_cites_belongs_where_the_table_is_spoken_of():
    prose = "This line of running text is as long as most others are {} words"
    text = "\n".join(
        ["I. INTRODUCTION", *[prose.format(n) for n in range(12)], "Table II compares what the studies say of agents [1] and all.", "II. METHODS"]
        + [prose.format(n) for n in range(12)]
        + ["TABLE II: Comparison of studies", "Ref. Year", "[2]2024 Survey", "[3]2025 Magazine"]
        + [prose.format(f"[4] {n}") for n in range(12)]
        + ["REFERENCES"]
        + [f"[{n}] A. Author, “The title of the study number {n},” Jan. 2024, arXiv:2401.0000{n} ." for n in range(1, 7)]
    )  # fmt: skip
    reading = read(text.encode(), "survey.txt")
    assert [reading.headings(r) for r in reading.references][:4] == [["INTRODUCTION"]] * 3 + [["METHODS"]]
