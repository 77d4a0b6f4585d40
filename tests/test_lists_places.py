"""Titles, ids and venues by where they stand in an entry: what is read, and how a new entry is written beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from littrack.lists import read
from littrack.lists.addition import Addition
from littrack.lists.edit import add
from littrack.lists.wording import named

PAPER = Addition("Deep Nets: A Study of Fishing", (), ("Ann Lee", "Bo Chen"), "2511.01234", day=date(2025, 11, 3))

# The list's lines; of its first entry the title, authors, year, venue and id; and the new entry's lines.
STYLES = {
    "links below the title behind a short name": (
        "* Waves Seen through a Narrow Harbour Mouth (ECCV2018)\n"
        "  * WAHM [[paper](https://arxiv.org/abs/1807.05698)]\n"
        "* Tides Told from a Single Lighthouse (CVPR2016)\n"
        "  * TSL [[paper](https://arxiv.org/abs/1607.05698)]\n",
        ("Waves Seen through a Narrow Harbour Mouth", (), 2018, "ECCV", "1807.05698"),
        ["* Deep Nets: A Study of Fishing (arXiv2025)", "  * Deep Nets [[paper](https://arxiv.org/abs/2511.01234)]"],
    ),
    "authors in bold, the title in italics": (
        "* **D. Hale, A. Berg** - *On the Development of Tidal Piers* (1985) [pdf](https://arxiv.org/abs/2001.00001)\n"
        "* **Lea Strand** - *Time, Tides, and the Order of Boats* (1978) [pdf](https://arxiv.org/abs/2001.00002)\n",
        ("On the Development of Tidal Piers", ("D. Hale", "A. Berg"), 1985, None, "2001.00001"),
        ["* **A. Lee, B. Chen** - *Deep Nets: A Study of Fishing* (2025) [pdf](https://arxiv.org/abs/2511.01234)"],
    ),
    "a venue with its year in two digits before the title": (
        "- CVPR19: **Harbours as Points** [[Paper](https://arxiv.org/abs/1905.00001)]\n"
        "- arXiv21: **Sparse Boats** [[Paper](https://arxiv.org/abs/2105.00001)]\n",
        ("Harbours as Points", (), 2019, "CVPR", "1905.00001"),
        ["- arXiv25: **Deep Nets: A Study of Fishing** [[Paper](https://arxiv.org/abs/2511.01234)]"],
    ),
    "one author before the year": (
        "- On the Difficulty of Mooring, Una Roth, 2019 [[paper]](https://arxiv.org/abs/1906.04474)\n"
        "- Boats that Learn to Steer, Per Strand, 2021 [[paper]](https://arxiv.org/abs/2106.04474)\n",
        ("On the Difficulty of Mooring", ("Una Roth",), 2019, None, "1906.04474"),
        ["- Deep Nets: A Study of Fishing, Ann Lee, Bo Chen, 2025 [[paper]](https://arxiv.org/abs/2511.01234)"],
    ),
    "nothing but an id before the title": (
        "- `[2212.04356]` Robust Mooring by Weak Supervision\n- `[2303.01037]` Mooring in a Hundred Harbours\n",
        ("Robust Mooring by Weak Supervision", (), None, None, "2212.04356"),
        ["- `[2511.01234]` Deep Nets: A Study of Fishing"],
    ),
    "a tool, its links and a sentence": (
        "- `Harbourer` [[Paper]](https://arxiv.org/abs/1906.00001): Fast moorings of many boats.\n"
        "- `BOATS` [[Paper]](https://arxiv.org/abs/1907.00001): Finds boats, in Python.\n",
        ("Harbourer", (), None, None, "1906.00001"),
        ["- `Deep Nets: A Study of Fishing` [[Paper]](https://arxiv.org/abs/2511.01234)"],
    ),
}


@pytest.mark.parametrize("style", STYLES)
def test_an_entry_is_read_and_a_new_one_written_like_it(style: str) -> None:
    lines, said, written = STYLES[style]
    text = f"## Harbours\n\n{lines}".encode()
    first = read(text, "x.md").entries[0]
    assert (first.title, first.authors, first.year, first.venue, first.arxiv_id) == said
    assert first.paths == (("Harbours",),)
    new = add(text, "x.md", [replace(PAPER, sections=("Harbours",))]).data.decode().split("\n")
    old = text.decode().split("\n")
    assert [line for line in new if line not in old] == written


def test_a_heading_over_one_entry_is_no_title() -> None:
    text = b"## Boats\n\n- Boats that are moored at night\n  - NIGHT [[paper](https://arxiv.org/abs/1807.05698)]\n- Rafts\n  - RAFT [[paper](https://arxiv.org/abs/1808.05698)]\n  - RIFT [[paper](https://arxiv.org/abs/1809.05698)]\n"
    assert [e.title for e in read(text, "x.md").entries] == ["NIGHT", "RAFT", "RIFT"]


def test_a_number_that_is_no_month_is_no_id() -> None:
    assert not read(b"## Boats\n\n- `[2299.04356]` Robust Mooring by Weak Supervision\n", "x.md").entries


def test_a_short_name_is_the_papers_own() -> None:
    said = Addition("Two Tides", (), abstract="We introduce the large Harbour World Model (HWM), a model of harbours.")
    assert named(said) == ("HWM", "Two Tides")
    common = Addition("Two Tides", (), abstract="We present a channel state information (CSI) feedback.")
    assert named(common) == ("Two Tides", "")
    assert named(Addition("Harbour World Model (HWM): Boats in Five Ports", ())) == ("HWM", "Boats in Five Ports")
