"""The vectorised reading of texts against a slow and plain one, and the scorer against ``Relevance.score``."""

import gzip
import itertools
import re
from collections import Counter
from dataclasses import replace

import numpy as np
import orjson
import pytest
from bench import synthetic
from hypothesis import example, given
from hypothesis import strategies as st

from littrack.model.counting import WIDTH, batches, count, pair_columns, word_columns
from littrack.model.relevance import Relevance
from littrack.model.scoring import Scorer
from littrack.model.text import Text, of_paper
from littrack.sources import files, quick
from littrack.sources.snapshot import to_paper

HARD = [
    "Large Language Models (LLMs) for 6G: a survey",
    "studies classes buses gas analysis is us ss s glasses ties series",
    "naïve Café-Zürich α-β “quotes”—dashes… ПРИВЕТ миры x²_y",
    "",
    "  \n\t ",
    "-- // ..",
    "a" * 7 + " " + "b" * 8 + " " + "c" * 9 + " " + "d" * 16 + " " + "e" * 17 + " " + "f" * 40,
    "İstanbul ΣΊΣΥΦΟΣ ﬀ",
    "x\0y",
]


def singular(word):
    """The rule of plurals, written plainly."""
    size = len(word.encode())
    if size > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if size > 4 and word.endswith("sses"):
        return word[:-2]
    return word[:-1] if size > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def plainly(text):
    return [singular(w) for w in re.findall(r"\w+", text.lower())]


def alone(word):
    return int(word_columns([word])[0][0])


@given(st.lists(st.text(max_size=60), max_size=5))
@example(HARD)
def test_words_are_those_of_a_plain_reading(texts):
    columns, each = word_columns(texts)
    expected = [plainly(t) for t in texts]
    assert each.tolist() == [len(words) for words in expected]
    assert columns.tolist() == [alone(w) for words in expected for w in words]


def test_counts_are_those_of_a_plain_reading():
    texts = [*HARD, "beam beam search beam search", "search"]
    found = count(texts)
    assert found.shape == (len(texts), 2 * WIDTH)
    assert found.has_canonical_format
    for row, text in zip(found, texts, strict=True):
        at = [alone(w) for w in plainly(text)]
        pairs = pair_columns(np.array(at[:-1], np.int64), np.array(at[1:], np.int64))
        assert dict(zip(row.indices.tolist(), row.data.tolist(), strict=True)) == Counter([*at, *pairs.tolist()])


def test_batches_change_nothing(monkeypatch):
    texts = [f"word{n} other words {n}" for n in range(300)]
    whole = count(texts)
    monkeypatch.setattr("littrack.model.counting._BATCH_BYTES", 50)
    assert len(list(batches(texts))) > 50
    assert (count(texts) != whole).nnz == 0


def test_different_words_rarely_share_a_column():
    columns, _ = word_columns([" ".join(f"w{n}" for n in range(2500)) for _ in range(1)])
    assert len(set(columns.tolist())) > 2480  # by chance about three pairs of 2,500 do


@pytest.fixture(scope="module")
def corpus():
    rng = np.random.default_rng(3)
    common = [f"word{n}" for n in range(300)]
    own = ["wireless", "channel", "beam", "language", "model", "prompt", "antenna", "transformer"]

    def text(share):
        words = [own[rng.integers(8)] if rng.random() < share else common[rng.integers(300)] for _ in range(60)]
        return Text(" ".join(words[:8]), " ".join(words[8:]))

    return [text(0.4) for _ in range(40)], [text(0.02) for _ in range(150)]


def check(models, texts):
    found = Scorer(models).score([t.title for t in texts], [t.abstract for t in texts])
    assert found.shape == (len(texts), len(models))
    for n, model in enumerate(models):
        np.testing.assert_allclose(found[:, n], model.score(texts), atol=1e-9)


def test_the_scorer_gives_the_scores_of_the_model(corpus):
    listed, stream = corpus
    odd = [Text("Only a title of word1 beams"), Text("x", ""), Text("x", "--"), Text("beam", "nothing known"), Text("", "")]
    check([Relevance.fit(listed, stream)], [*listed, *stream, *odd, *(Text(t, t) for t in HARD)])


def test_many_surveys_at_once_give_the_scores_of_each(corpus):
    listed, stream = corpus
    models = [Relevance.fit(listed[n : n + 15], stream[n * 20 : n * 20 + 40], seed=n) for n in range(4)]
    models.append(Relevance.fit(listed[:1], []))
    check(models, [*listed, *stream[:50], Text("beam"), Text("", "")])


def test_models_whose_numbers_take_eight_bytes_keep_their_scores(corpus):
    new = Relevance.fit(*corpus)
    old = replace(new, weights=new.weights * 4 / 3, idf=new.idf * 8 / 7)
    for models in ([old], [new, old]):
        check(models, corpus[1])


def test_a_batch_without_papers_is_no_trouble(corpus):
    assert Scorer([Relevance.fit(*corpus)]).score([], []).shape == (0, 1)


def check_snapshot(data):
    """All of a snapshot's lines at once against its papers: nothing is lost, at the top or above any threshold."""
    papers = [to_paper(orjson.loads(line)) for line in data.splitlines()]
    texts = [of_paper(p) for p in papers]
    model = Relevance.fit(texts[:40], texts[40:400])
    found = quick.read(files.Block("f", 1, data))
    scores = dict(zip(found.ids.astype(str).tolist(), Scorer([model]).score_json(found.texts, found.places)[:, 0], strict=True))
    np.testing.assert_allclose([scores[p.id] for p in papers], model.score(texts), atol=1e-9)


def test_a_real_snapshot_is_scored_as_its_papers_are(shared):
    for name in ("comm", "other"):
        data = gzip.decompress((shared / f"data/stream_{name}_2025-10_2026-03.jsonl.gz").read_bytes())
        check_snapshot(data[: data.rindex(b"\n", 0, 1_500_000) + 1])


def test_a_synthetic_snapshot_is_scored_as_its_papers_are():
    check_snapshot(b"".join(orjson.dumps(r) + b"\n" for r in synthetic.records(2000, relevant=0.1)))


def test_what_json_escapes_parts_words(corpus):
    model = Relevance.fit(*corpus)
    texts = ['beam\\nchannel "beam" a/b', "\n\tword1\\\\word2\rbeam", "“beam” naïve\\"]
    laid = [orjson.dumps(t)[1:-1] for t in texts]
    ends = np.cumsum([0, *map(len, laid)])
    places = np.array([[a, b, b, b] for a, b in itertools.pairwise(ends)])
    found = Scorer([model]).score_json(np.frombuffer(b"".join(laid), np.uint8), places)
    np.testing.assert_allclose(found[:, 0], model.score([Text(t) for t in texts]), atol=1e-9)
