"""Relevance: ranking, missing abstracts, few examples, state and determinism."""

import numpy as np
import orjson
import pytest

from littrack.model.counting import word_columns
from littrack.model.features import Counts, unit_rows
from littrack.model.relevance import Relevance
from littrack.model.text import Text

METHODS = ["large language model", "foundation model", "pretrained transformer", "LLM agents", "generative model prompts"]
DOMAINS = ["wireless channel", "MIMO beamforming", "6G radio networks", "antenna arrays", "spectrum access"]
OTHERS = ["protein folding", "galaxy clusters", "graph theory", "traffic forecasting", "speech synthesis"]


def pairs(left: list[str], right: list[str]) -> list[Text]:
    return [Text(f"{a} for {b}", f"We study {b}. Our {a} improves {b} by far.") for a in left for b in right]


LIST = pairs(METHODS, DOMAINS)
STREAM = pairs(METHODS, OTHERS) + pairs(["bounds", "coding", "estimation", "protocols", "sampling"], DOMAINS)
STREAM += pairs(["a proof", "a survey", "data", "bounds", "simulation"], OTHERS)


@pytest.fixture(scope="module")
def model() -> Relevance:
    return Relevance.fit(LIST[::2], STREAM)


def test_ranks_both_halves_of_the_subject_above_either(model: Relevance) -> None:
    both = model.score(LIST[1::2])
    assert np.median(both) > model.score(STREAM).max()
    assert both.min() > np.quantile(model.score(STREAM), 0.9)


def test_a_missing_abstract_does_not_sink_a_paper(model: Relevance) -> None:
    titles = model.score([Text(t.title) for t in LIST[1::2]])
    assert np.median(titles) > np.quantile(model.score(STREAM), 0.99)


def test_probabilities_rise_with_the_score_and_mean_something(model: Relevance) -> None:
    scores = model.score(LIST[1::2] + STREAM)
    chances = model.probability(scores)
    assert (np.diff(chances[np.argsort(scores)]) >= 0).all()
    assert chances[:12].mean() > 0.5
    assert chances[-20:].max() < 0.1
    level, low, high = model.threshold(0.95)
    assert 0 <= low <= level <= high <= 1


def test_rejects_count_more_than_the_stream(model: Relevance) -> None:
    reject = LIST[1]
    strict = Relevance.fit(LIST[::2], STREAM, rejects=[reject])
    order = strict.score([reject, LIST[3]])
    assert order[0] < order[1]


def test_explains_by_words_of_the_text(model: Relevance) -> None:
    text = Text("Foundation models for wireless channels", "Of proteins.")
    (terms,) = model.explain([text], Counts.of([text]), 6)
    assert model.explain([LIST[1], text], Counts.of([LIST[1], text]), 6)[1] == terms
    assert all(t.text in f"{text.title} {text.abstract}".lower() for t in terms)
    assert {"foundation", "wireless"} <= {t.text for t in terms if t.weight > 0}
    assert [abs(t.weight) for t in terms] == sorted((abs(t.weight) for t in terms), reverse=True)


def test_state_is_plain_and_the_same_each_time(model: Relevance) -> None:
    again = Relevance.from_state(model.state())
    assert (again.score(STREAM) == model.score(STREAM)).all()
    dump = orjson.dumps(model.state(), option=orjson.OPT_SERIALIZE_NUMPY)
    assert dump == orjson.dumps(Relevance.fit(LIST[::2], STREAM).state(), option=orjson.OPT_SERIALIZE_NUMPY)


@pytest.mark.parametrize(
    ("positives", "stream"),
    [
        (LIST[:1], []),
        (LIST[:3], []),
        (LIST[:3], STREAM[:4]),
        (LIST[:1], STREAM),
        ([Text("")] * 3, [Text("")] * 20),
        ([LIST[0]] * 30, STREAM),
        ([Text("大模型赋能的无线通信"), Text("Грунтовные модели для связи")], STREAM),
    ],
)
def test_works_with_next_to_nothing(positives: list[Text], stream: list[Text]) -> None:
    model = Relevance.fit(positives, stream, headings=["Channel prediction"])
    scores = model.score([*LIST[:2], STREAM[-1], Text("")])
    assert np.isfinite(scores).all()
    assert ((model.probability(scores) >= 0) & (model.probability(scores) <= 1)).all()
    assert all(0 <= p <= 1 for p in model.threshold(0.95))
    if len(positives) >= 3 and positives[0].title in {t.title for t in LIST}:
        assert scores[0] > scores[2]


def test_features_read_a_text_the_same_alone_and_among_others() -> None:
    alone = Counts.of([LIST[3]])
    among = Counts.of(LIST).take([3])
    assert (alone.title != among.title).nnz == 0
    assert (alone.abstract != among.abstract).nnz == 0
    several, one = word_columns(["models studies losses class basis bus", "model study loss class basis bus"])[0].reshape(2, 6)
    assert several.tolist() == one.tolist()
    rows = unit_rows(Counts.of([LIST[0], Text("")]), np.ones(alone.title.shape[1]))
    assert rows[0].multiply(rows[0]).sum() == pytest.approx(1)
    assert rows[1].nnz == 0
