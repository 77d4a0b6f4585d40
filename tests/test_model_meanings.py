"""Word vectors that are learned from a stream."""

import numpy as np

from littrack.model import meanings
from littrack.model.meanings import Meanings
from littrack.model.text import Text

GREEK = ["alpha", "beta", "gamma", "delta"]
FRUIT = ["apple", "pear", "plum", "cherry"]


def abstracts(n: int) -> list[str]:
    random = np.random.default_rng(0)
    return [" ".join(random.choice(GREEK if i % 2 else FRUIT, 3)) for i in range(n)]


def likeness(table: Meanings, *titles: str) -> np.ndarray:
    rows = table.read([Text(t) for t in titles]).dense
    return rows @ rows.T


def test_words_that_occur_together_become_alike():
    # A word in every fifth text or more says nothing of the others, so most texts are about something else.
    other = [f"filler{n} text{n % 50} of another{n % 40} kind{n % 30}" for n in range(900)]
    table = Meanings.learn([*abstracts(200), *other])
    found = likeness(table, "alpha", "beta", "apple")
    assert found[0, 1] > found[0, 2] + 0.3


def test_a_table_survives_saving_to_the_number():
    table = Meanings.learn(abstracts(100))
    again = Meanings.from_state(table.state())
    assert again.names == table.names
    np.testing.assert_array_equal(again.vectors, table.vectors)


def test_a_small_stream_teaches_nothing(monkeypatch):
    stream = [Text(a, a) for a in abstracts(60)]
    assert not Meanings.of_stream(stream).names
    assert not Meanings.of_stream([Text("no abstract")] * 2000).names
    monkeypatch.setattr(meanings, "FEWEST", 50)
    assert set(Meanings.of_stream(stream).names) <= {*GREEK, *FRUIT}


def test_a_table_without_words_survives_saving():
    again = Meanings.from_state(Meanings.none().state())
    assert again.names == []
    assert again.read([Text("a"), Text("b", "c")]).dense.shape == (2, 0)


def test_strange_texts_are_no_harm():
    table = Meanings.learn(["", "x", "\0", "語 言"] * 5)
    assert np.isfinite(table.read([Text("語", "\0"), Text("")]).dense).all()
    assert Meanings.learn([]).read([Text("a")]).weights.shape == (1, 0)
