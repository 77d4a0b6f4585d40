"""Broken and hostile lists: what is good is kept, the rest is told, and nothing hangs."""

import time

import pytest

from littrack.lists import read
from littrack.lists.addition import Addition
from littrack.lists.edit import add

GOOD = "## A\n- [Attention Is All You Need](https://arxiv.org/abs/1706.03762)\n"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "no text"),
        (b"%PDF-1.7 ...", "no text"),
        (b"Just some words.\nAnd more.\n", "no entry was found"),
    ],
)
def test_what_is_no_list_is_said_so(data, said):
    reading = read(data, "x")
    assert not reading.references
    assert said in str(reading.problems[0])


@pytest.mark.parametrize(
    "data",
    [
        GOOD.encode("utf-16"),
        b"\xef\xbb\xbf" + GOOD.encode(),
        GOOD.encode().replace(b"\n", b"\r\n"),
        GOOD.encode().replace(b"\n", b"\r"),
        GOOD.encode() + b"\xff\xfe broken bytes \x00\x00\n",
        GOOD.replace("Is All", "Is\x00 \u202eAll\u202c").encode(),
        GOOD.encode() + b"<table><tr><td rowspan=999999>x",
        GOOD.encode() + b"```\nnever closed\n",
        GOOD.encode() + b"\n| Year | Code | Title |\n|---|---|---|\n| 2024 |\n",
        GOOD.encode() + b"<!-- never closed\n",
        (GOOD + "- [Evil](javascript:alert(1))\n- [X](data:text/html,x)\n").encode(),
        GOOD.encode() + b"[" * 50_000 + b"\n",
        GOOD.encode() + b"- " + b"[a](" * 20_000 + b"\n",
    ],
)
def test_the_good_entry_is_kept(data):
    reading = read(data, "x")
    assert [(r.title, r.arxiv_id) for r in reading.references] == [("Attention Is All You Need", "1706.03762")]


def test_a_script_is_no_link():
    reading = read(b"## A\n- Attention Is All You Need, Vaswani et al., 2017 [paper](javascript:alert(1))\n", "x")
    assert all("javascript" not in link for r in reading.references for link in (*r.links, r.url or ""))
    reading = read(
        GOOD.encode() + b"- [x](javascript:alert(1)) A paper of note, ICML 2024\n- [A data paper](data:text/html,x)\n", "x"
    )
    assert [r.title for r in reading.references] == ["Attention Is All You Need", "A paper of note"]
    assert [p.line for p in reading.problems] == [3, 4]
    assert any("not a web address" in str(p) for p in reading.problems)


@pytest.mark.parametrize(
    "make",
    [
        lambda n: b"[(" * n,
        lambda n: b"- " * n,
        lambda n: "“".encode() * n,
        lambda n: b"".join(b" " * (k % 300) + b"- x\n" for k in range(n // 100)),
        lambda n: b"**a** " * n,
        lambda n: b"<a href=" * n,
        lambda n: b"| a " * n + b"\n|---|\n",
        lambda n: b"A. B, " * n,
        lambda n: b"## [" + b" '[" * (n // 20),
    ],
)
def test_time_grows_with_size_and_not_faster(make):
    def seconds(n):
        data = make(n)
        start = time.process_time()
        read(data, "x")
        return time.process_time() - start

    # Four times the size; a quadratic reader needs sixteen times as long, and so every time.
    assert any(seconds(40_000) < 10 * max(seconds(10_000), 0.3) for _ in range(3))


@pytest.mark.parametrize("sign", ["\t", " ", "[", "](", "*", "|", "-", "(2020) ", "🔥"])
def test_time_to_write_grows_with_the_neighbour_and_not_much_faster(sign):
    def seconds(n):
        text = f"# T\n\n## Boats\n\n[1] {sign * (n // len(sign))}\n\n- [A Boat Rowed Now](https://arxiv.org/abs/2508.11111)\n"
        start = time.process_time()
        add(text.encode(), "x.md", [Addition("Rowing without Oars", ("Boats",), ("Ann Lee",), "2511.01234")])
        return time.process_time() - start

    assert any(seconds(12_000) < 8 * max(seconds(3_000), 0.3) for _ in range(3))


def test_a_day_in_brackets_before_references_is_no_citation():
    entry = "- **[2025-08-31]** [Rowing Robots with Two Oars](https://arxiv.org/abs/2508.11111)\n"
    reading = read(f"# Rowing\n\n## Robots\n{entry}\n## References\n\nSee the site.\n".encode(), "x")
    assert [r.arxiv_id for r in reading.references] == ["2508.11111"]


def test_marks_that_are_never_closed_take_no_time():
    entry = f"- [Rowing Robots with Two Oars](https://arxiv.org/abs/2508.11111) [{'`a`, ' * 60}\n"
    new = Addition("Rowing without Oars", ("Rowing",), ("Ann Lee",), "2511.01234")
    assert b"2511.01234" in add(f"# Rowing\n\n{entry}".encode(), "x.md", [new]).data
