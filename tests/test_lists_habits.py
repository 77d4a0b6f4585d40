"""More habits of lists that were met in the wild, each in invented words."""

from __future__ import annotations

from datetime import date

from littrack.lists import read
from littrack.lists.addition import Addition
from littrack.lists.edit import add


def test_what_is_said_of_a_neighbour_behind_a_dash_is_not_said_of_the_new_paper() -> None:
    old = b"""# L

## Codes

-[Experiments with Many Ropes](https://arxiv.org/abs/1709.00001) (2018) - [3,1,3], d=1 on Linen
-[Experiments with Few Ropes](https://arxiv.org/abs/1809.00002) (2019) - [[5,1,3]] on Wool

## 2023
- [ICLR 2023] [Ropes that Learn while They Hold](https://arxiv.org/abs/2301.00003) learn how to hold a boat by a long and winding knot of many strands.[[Code](https://github.com/a/b)]

Related: ropes and piers (see [Piers of the World](https://arxiv.org/abs/1901.00009))

- Piers and other things (see [Piers of the World](https://arxiv.org/abs/1901.00009))
"""
    assert [r.title for r in read(old, "x.md").references] == [
        "Experiments with Many Ropes",
        "Experiments with Few Ropes",
        "Ropes that Learn while They Hold",
    ]
    new = Addition("Zeta Ropes", ("Codes",), ("Ann Lee",), arxiv_id="2511.01234", day=date(2025, 11, 3))
    assert b"\n-[Zeta Ropes](https://arxiv.org/abs/2511.01234) (2025)\n" in add(old, "x.md", [new]).data
