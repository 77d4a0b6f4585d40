"""The packaged vectors of pieces of words."""

import numpy as np
import pytest

from littrack.model.pieces import Pieces, said
from littrack.model.text import Text


@pytest.fixture(scope="module")
def table() -> Pieces:
    return Pieces.packaged()


def likeness(table: Pieces, *titles: str) -> np.ndarray:
    rows = table.read([Text(t) for t in titles]).dense
    return rows @ rows.T


@pytest.mark.parametrize(
    ("one", "like", "other"),
    [
        ("beam prediction for base stations", "channel estimation in MIMO systems", "galaxy cluster masses"),
        ("photometric redshifts of quasars", "weak lensing of galaxies", "clustering of single cell transcriptomes"),
        ("monetary policy and inflation", "taxation of income", "grasping with a soft robotic hand"),
        ("antibody design", "protein structure prediction", "routing in road traffic"),
    ],
)
def test_titles_of_one_field_are_alike_without_a_common_word(table, one, like, other):
    found = likeness(table, one, like, other)
    assert found[0, 1] > found[0, 2] + 0.1
    assert found[0, 0] == pytest.approx(1, abs=1e-5)


def test_a_word_it_does_not_know_is_the_sum_of_its_pieces(table):
    assert len(table.cut("transcriptomic")) > 1
    assert table.cut("graphs") == table.cut("graph") or len(table.cut("graphs")) == 1
    assert table.cut("語") == table.cut("") == []
    found = likeness(table, "spatial transcriptomics", "gene expression", "quantum annealing")
    assert found[0, 1] > found[0, 2]


def test_an_endless_word_is_cut_in_no_time(table):
    assert len(table.cut("transcriptomic" * 5000)) > 5000


def test_words_lose_accents_and_stop_words():
    assert said("The Poincaré map of a Schrödinger équation") == ["poincare", "map", "schrodinger", "equation"]


def test_a_title_says_more_than_its_abstract(table):
    title, abstract = "galaxy cluster", "beam prediction for wireless channels"
    rows = table.read([Text(title, abstract), Text(title), Text(abstract)]).dense
    assert rows[0] @ rows[1] > rows[0] @ rows[2] > 0


def test_what_is_said_adds_up_word_by_word(table):
    spoken = table.read([Text("galaxy cluster masses", "weak lensing"), Text("")])
    assert set(spoken.names) == {"galaxy", "cluster", "masses", "weak", "lensing"}
    np.testing.assert_allclose(spoken.dense, spoken.weights.toarray() @ spoken.vectors, atol=1e-6)
    assert not spoken.dense[1].any()
    np.testing.assert_allclose(spoken.times(0.5).dense, spoken.dense / 2, atol=1e-6)


def test_strange_texts_are_no_harm(table):
    assert np.isfinite(table.read([Text("語", "\0"), Text(""), Text("\ud800")]).dense).all()
    assert table.read([]).dense.shape[0] == 0


def test_the_packaged_table_is_shared_by_all_models_that_have_it(table):
    assert Pieces.from_state({key: array.copy() for key, array in table.state().items()}) is table


def test_another_table_survives_saving_to_the_number(table):
    state = table.state()
    other = Pieces.from_state(state | {"scales": state["scales"] * 2})
    again = Pieces.from_state(other.state())
    texts = [Text("beam prediction")]
    assert again is not table
    np.testing.assert_array_equal(again.read(texts).dense, other.read(texts).dense)
