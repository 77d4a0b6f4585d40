"""What a person read in the seeds, entry by entry, beside what the readers make of them.

`facts/seed_NNN.tsv` were written by eye from the documents themselves: 40 entries of each, drawn at random from lines that look
like the beginning of one. `line` is where the entry begins. A blank cell: the entry does not say.
"""

import csv
from pathlib import Path

import pytest

from littrack.lists import read
from littrack.lists.text import normalised

FACTS = Path(__file__).parent / "facts"
ASPECTS = ("title", "first_author", "sections", "arxiv_id", "year", "venue")


def facts(seed):
    with (FACTS / f"seed_{seed}.tsv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def right(fact, entry, reference, reading):
    """The aspects of a fact that the entry has right; `sections` are those of the reference, so of all its entries."""
    sections = {normalised(x) for x in fact["sections"].split(" | ")}
    first = entry.authors[0] if entry.authors else ""
    return {
        "title": entry.title.rstrip(".") == fact["title"].rstrip("."),
        "first_author": first == fact["first_author"],
        "sections": {normalised(h) for h in reading.headings(reference)} == sections
        or sections == {normalised(p[-1]) for p in entry.paths},
        "arxiv_id": (entry.arxiv_id or "") == fact["arxiv_id"],
        "year": not fact["year"] or str(entry.year or "") == fact["year"],
        "venue": not fact["venue"] or fact["venue"].casefold().rstrip(".") in (entry.venue or "").casefold(),
    }


def wrong_in(seed, data, name):
    """Each aspect that is read otherwise than the person read it: the line, the aspect, what was read."""
    reading = read(data, name)
    by_line = {e.line: e for e in reading.entries}
    of_title = {normalised(r.title): r for r in reading.references}
    found = []
    for fact in facts(seed):
        entry = by_line.get(int(fact["line"]))
        if entry is None:
            found += [(int(fact["line"]), aspect, None) for aspect in ASPECTS]
            continue
        reference = of_title.get(normalised(entry.title)) or reading.references[0]
        for aspect, good in right(fact, entry, reference, reading).items():
            if not good:
                said = reading.headings(reference) if aspect == "sections" else getattr(entry, aspect, entry.authors[:1])
                found.append((int(fact["line"]), aspect, said))
    return found


@pytest.mark.parametrize("seed", ["000", "001", "002", "003", "004"])
def test_forty_entries_of_a_seed_are_read_as_a_person_reads_them(shared, seed):
    path = next((shared / "seeds").glob(f"{seed}_*"))
    assert len(facts(seed)) == 40
    assert wrong_in(seed, path.read_bytes(), path.name) == []
