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
