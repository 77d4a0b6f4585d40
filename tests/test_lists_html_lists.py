"""Lists in HTML, with closing tags or without, and numbers in bold: each item is an entry."""

from littrack.lists import read
from littrack.lists.addition import Addition
from littrack.lists.edit import add

LIST = b"""# L

## A

<ul>
<li><b>Treva: Search over Boats.</b> Ann Lee, Bo Chen. <i>NeurIPS 2023</i>. <a href="https://arxiv.org/abs/2305.10601">[paper]</a></li>
<li><b>Actra: Rowing While Steering.</b> Cy Diaz, Di Eto. <i>ICLR 2023</i>. <a href="https://arxiv.org/abs/2210.03629">[paper]</a></li>
</ul>
"""


def told(text):
    return [(r.title, r.arxiv_id, r.line) for r in read(text, "x.md").references]


def test_each_item_is_an_entry_and_a_new_one_is_set_like_them():
    assert told(LIST) == [("Treva: Search over Boats", "2305.10601", 6), ("Actra: Rowing While Steering", "2210.03629", 7)]
    edit = add(LIST, "x.md", [Addition("Zeta Maps of Harbours", ("A",), ("Ed Fox", "Gil Ham"), "2511.01234")])
    (new,) = set(edit.data.decode().splitlines()) - set(LIST.decode().splitlines())
    assert new == (
        "<li><b>Zeta Maps of Harbours.</b> Ed Fox, Gil Ham. <i>arXiv 2025</i>. "
        '<a href="https://arxiv.org/abs/2511.01234">[paper]</a></li>'
    )


def test_items_over_several_lines_nested_unclosed_and_all_in_one_line():
    text = b"""## A
<UL>
  <li>
    <a href="https://arxiv.org/abs/2305.10601">Treva: Search over Boats</a>
    <ul><li>Ann Lee, Bo Chen</li>
    <li>NeurIPS 2023</li></ul>
  </li>

  <li><a href="https://arxiv.org/abs/2210.03629">Actra: Rowing While Steering</a>, Cy Diaz, Di Eto, ICLR 2023
  <li><a href="https://arxiv.org/abs/2210.03630">Lastra: Rowing to the End</a>
</ul>
<ol><li><a href="https://arxiv.org/abs/2210.03632">First of Two Harbours</a></li><li><a href="https://arxiv.org/abs/2210.03633">Second of Two Harbours</a></li></ol>
"""
    assert [(t[0], t[2]) for t in told(text)] == [
        ("Treva: Search over Boats", 3),
        ("Actra: Rowing While Steering", 9),
        ("Lastra: Rowing to the End", 10),
        ("First of Two Harbours", 12),
        ("Second of Two Harbours", 12),
    ]
    assert read(text, "x.md").references[0].authors == ("Ann Lee", "Bo Chen")


def test_a_list_that_is_never_closed_takes_nothing_with_it():
    text = b"""## A
<ul>
- [Boats in Markdown](https://arxiv.org/abs/2210.03634)
<ul><li><a href="https://arxiv.org/abs/2210.03635">Boats in Markup</a>

- [Boats After a Gap](https://arxiv.org/abs/2210.03636)
<ul><li><a href="https://arxiv.org/abs/2210.03637">Boats Before a Heading</a>
## B
- [Boats Below It](https://arxiv.org/abs/2210.03638)
"""
    assert [t[1] for t in told(text)] == ["2210.03634", "2210.03635", "2210.03636", "2210.03637", "2210.03638"]
    assert read(text, "x.md").references[-1].sections == ("b",)


def test_numbers_in_bold_are_numbers():
    authors = "J. Lee, B. Chen and H. Diaz"
    text = "".join(
        f"{mark} {authors}, *Plateaus of Harbours {n}*, Nat. Commun. **9**, 4812 (2018). [[link](https://arxiv.org/abs/1803.1117{n})]\n\n"
        for n, mark in enumerate(("**[1]**", "**2.**", "**3)**"))
    )
    assert [t[0] for t in told(f"## A\n{text}".encode())] == [f"Plateaus of Harbours {n}" for n in range(3)]
