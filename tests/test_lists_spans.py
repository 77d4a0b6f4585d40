"""A row that is added to an HTML table whose cells span rows: the table still has a cell in every place."""

import re

import pytest
from lxml import html

from littrack.lists import read
from littrack.lists.addition import Addition
from littrack.lists.edit import add

TABLE = """## Papers
<table><thead>
  <tr><th>Category</th><th>Title</th><th>Link</th></tr></thead>
<tbody>
  <tr align="center">
    <td rowspan=2>Agents</td>
    <td>An agent for radio networks</td>
    <td><a href="https://arxiv.org/abs/2401.00001">Paper</a></td>
  </tr>
  <tr align="center">
    <td>Another agent for mobile networks</td>
    <td><a href="https://arxiv.org/abs/2401.00002">Paper</a></td>
  </tr>
  <tr align="center">
    <td>Security</td>
    <td>A secure network of things</td>
    <td><a href="https://arxiv.org/abs/2401.00003">Paper</a></td>
  </tr>
  <tr align="center">
    <td rowspan="2">Twins</td>
    <td>A twin of a network</td>
    <td><a href="https://arxiv.org/abs/2401.00004">Paper</a></td>
  </tr>
  <tr align="center">
    <td>A twin of a city</td>
    <td><a href="https://arxiv.org/abs/2401.00005">Paper</a></td>
  </tr>
</tbody></table>
"""


def grid(data):
    """The table as a browser lays it out: each row's cells, spanned ones repeated."""
    rows, hanging = [], {}
    for tr in html.fromstring(data).iter("tr"):
        cells, row, column = list(tr), [], 0
        while cells or hanging.get(column, (0,))[0]:
            left, text = hanging.get(column, (0, ""))
            if left:
                hanging[column] = (left - 1, text)
            else:
                cell = cells.pop(0)
                text = cell.text_content().strip()
                hanging[column] = (int(cell.get("rowspan", 1)) - 1, text)
            row.append(text)
            column += 1
        rows.append(row)
    return rows


@pytest.mark.parametrize(
    ("section", "group", "spans"),
    [("Agents", "Agents", ["3", "2"]), ("Twins", "Twins", ["2", "3"]), ("Security", "Security", ["2", "2"])],
)
def test_the_table_keeps_a_cell_in_every_place(section, group, spans):
    edit = add(TABLE.encode(), "x", [Addition("Zeta: A New Model", (section,), arxiv_id="2511.01234")])
    assert not edit.skipped
    rows = grid(edit.data.decode())
    assert {len(row) for row in rows} == {3}
    assert [r[0] for r in rows if r[1] == "Zeta: A New Model"] == [group]
    assert [r[0] for r in rows] == sorted((r[0] for r in rows), key=["Category", "Agents", "Security", "Twins"].index)
    assert re.findall(r"rowspan=\"?(\d)", edit.data.decode()) == spans
    assert [r.title for r in read(edit.data, "x").references if "Zeta" in r.title] == ["Zeta: A New Model"]


def test_two_papers_in_one_group_raise_its_span_twice():
    new = [Addition(f"Zeta {n}: A New Model", ("Agents",), arxiv_id=f"2511.0123{n}") for n in (1, 2)]
    rows = grid(add(TABLE.encode(), "x", new).data.decode())
    assert [r[0] for r in rows].count("Agents") == 4
    assert {len(row) for row in rows} == {3}
