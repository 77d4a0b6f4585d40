"""Relevance: ranking, missing abstracts, few examples, state and determinism."""

from dataclasses import replace
from itertools import permutations

import numpy as np
import orjson
import pytest

from littrack.model import relevance
from littrack.model.calibration import calibrate, relevant_share, reliability, threshold
from littrack.model.counting import WIDTH, word_columns
from littrack.model.examples import Examples
from littrack.model.facets import Facets
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


def test_a_list_of_titles_does_not_hold_the_words_of_abstracts_against_papers() -> None:
    titles = [Text(t.title) for t in LIST[::2]]
    model = Relevance.fit(titles, STREAM)
    column = word_columns(["improves"])[0][0]  # in every abstract and in no title
    assert dict(zip(model.columns.tolist(), model.weights, strict=True))[column] == pytest.approx(0, abs=1e-9)
    assert np.median(model.score(LIST[1::2])) > model.score(STREAM).max()


def test_a_word_of_the_title_counts_for_two_of_the_abstract(model: Relevance) -> None:
    apart = model.score([Text(LIST[1].title, "Protein folding."), Text("Protein folding", LIST[1].title)])
    assert apart[0] > apart[1]
    counts = Counts.of([Text("foundation", "wireless"), Text("", "foundation wireless foundation")])
    once, twice = counts.hits(np.array(word_columns(["foundation wireless"])[0])).toarray()
    assert once.tolist() == twice.tolist() == [2, 1]


def test_probabilities_rise_with_the_score_and_mean_something(model: Relevance) -> None:
    scores = model.score(LIST[1::2] + STREAM)
    chances = model.probability(scores)
    assert (np.diff(chances[np.argsort(scores)]) >= 0).all()
    assert chances[:12].mean() > 0.5
    assert chances[-20:].max() < 0.1
    level, low, high = model.threshold(0.95)
    assert 0 <= low <= level <= high <= 1


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


def spoken(domain: str, *topics: str) -> list[Text]:
    """Papers of the subject, some of a kind that the list does not tell apart."""
    return [Text(f"{t.title} {topic}", t.abstract) for t in pairs(METHODS, [domain]) for topic in topics]


def test_a_rule_in_the_decisions_is_learned() -> None:
    wanted, unwanted = ("by simulation", "in orbit", "at sea"), ("by patent", "in fiction", "at court")
    shown = [spoken(DOMAINS[0], *wanted), spoken(DOMAINS[0], *unwanted)]
    taught = Relevance.fit(LIST + shown[0], STREAM, rejects=shown[1], accepted=[False] * 25 + [True] * 15)
    alone = Relevance.fit(LIST, STREAM)
    better, worse = spoken(DOMAINS[1], *wanted), spoken(DOMAINS[1], *unwanted)

    def lead(model: Relevance) -> float:
        return float((model.score(better) - model.score(worse)).mean() * model.curve.slope)

    assert lead(taught) > lead(alone) + 1
    assert np.median(taught.score(better)) > taught.score(STREAM).max()
    papers = Counts.of(better[:1])
    assert {"simulation", "by simulation"} & {t.text for t in taught.explain(better[:1], papers, 20)[0] if t.weight > 0}


def test_decisions_without_a_rule_change_nothing() -> None:
    rng = np.random.default_rng(0)
    shown = [STREAM[n] for n in rng.permutation(len(STREAM))[:40]]
    rest = [t for t in STREAM if t not in shown] * 3
    tossed = Relevance.fit([*LIST[::2], *shown[:20]], rest, rejects=shown[20:], accepted=[False] * 13 + [True] * 20)
    again = Relevance.fit([*LIST[::2], *shown[20:]], rest, rejects=shown[:20], accepted=[False] * 13 + [True] * 20)
    for model in (tossed, again):
        assert np.median(model.score(LIST[1::2])) > np.quantile(model.score(shown), 0.95)


def test_one_wrong_decision_changes_nothing() -> None:
    wrong = Relevance.fit([*LIST[::2], STREAM[0]], STREAM[1:], rejects=LIST[1:2], accepted=[False] * 13 + [True])
    assert (wrong.score(LIST[3::2]) > wrong.score(STREAM[:1])).mean() > 0.9
    assert wrong.score(LIST[1:2]) > np.quantile(wrong.score(STREAM), 0.95)


def test_the_list_stands_against_the_stream_as_before_however_much_is_decided() -> None:
    def learned(model: Relevance) -> dict[int, float]:
        return dict(zip(model.columns.tolist(), model.weights.tolist(), strict=True))

    alone = learned(Relevance.fit(LIST[::2], STREAM * 3))
    again = learned(Relevance.fit(LIST[::2] * 4, STREAM * 3, accepted=[False] * 13 + [True] * 39))
    both = np.array([[weight, again[column]] for column, weight in alone.items()])
    # The same papers once more say nothing new: the weights stay, up to how rare words seem.
    assert both[:, 0] @ both[:, 1] / (both[:, 0] @ both[:, 0]) == pytest.approx(1, abs=0.05)
    assert np.corrcoef(both.T)[0, 1] > 0.99


def test_references_like_the_stream_give_no_high_probabilities() -> None:
    rng = np.random.default_rng(0)
    curve = calibrate(rng.normal(0.3, 1, 60), rng.normal(0, 1, 2000))
    chances = curve(rng.normal(0, 1, 2000))
    assert 1 < chances.sum() < 60
    assert chances.max() < 0.2


@pytest.mark.parametrize(("n", "m"), [(10, 100), (72, 123), (200, 2000), (30, 10_000)])
def test_references_far_above_the_stream_leave_the_gap_between_them(n: int, m: int) -> None:
    rng = np.random.default_rng(1)
    references, stream = rng.normal(10, 1, n), rng.normal(0, 1, m)
    curve = calibrate(references, stream)
    assert curve(stream).sum() < 2
    assert curve(np.array([10.0]))[0] > 0.15
    assert curve(np.array([5.0]))[0] < 0.2


def test_a_short_stream_cannot_rule_out_that_something_irrelevant_comes() -> None:
    rng = np.random.default_rng(1)
    references, stream = rng.normal(10, 1, 12), rng.normal(0, 1, 10_000)
    short, long = (calibrate(references, stream[:m], listed=0.007 * m)(np.array([10.0]))[0] for m in (100, 10_000))
    assert short < 0.6 < 0.8 < long


def test_what_the_list_has_of_a_stream_tells_its_share() -> None:
    rng = np.random.default_rng(2)
    references, stream = rng.normal(1, 1, 50), rng.normal(0, 1, 3000)
    few, many = (relevant_share(references, stream, np.ones(3000), listed) for listed in (3, 90))
    assert few < 0.01 < 0.02 < many < 0.06


def test_reliability_has_every_paper_in_one_step() -> None:
    said = np.array([0.0, 0.005, 0.3, 0.35, 1.0])
    steps = reliability(said, np.array([0, 0, 1, 0, 1.0]))
    assert steps[:, 2].tolist() == [2, 2, 1]
    assert steps[:, 0].tolist() == pytest.approx([0.0025, 0.325, 1.0])
    assert steps[:, 1].tolist() == [0, 0.5, 1]


def test_many_papers_with_next_to_no_chance_do_not_pull_the_threshold_down() -> None:
    chances = np.concatenate([np.full(5000, 0.001), [0.6, 0.7]])
    level, low, high = threshold(chances, 0.95)
    assert 0.005 <= low <= level <= high
    assert threshold(np.array([0.9] * 20 + [0.8] * 20 + [0.3]), 0.95)[0] == pytest.approx(0.8)
    assert 0.05 < threshold(np.array([0.9] * 20 + [0.01]), 0.999)[0] < 0.2  # within the gap


def test_facets_split_a_survey_whose_halves_meet_in_the_stream_too() -> None:
    method, domain = ("language", "transformer", "prompt"), ("wireless", "antenna", "channel")
    both = [Text(f"{a} {b} for {c} {d}") for a, b in permutations(method, 2) for c, d in permutations(domain, 2)]
    alone = [Text(" ".join(words)) for words in (method, domain)] * 10
    far = [Text(f"{a} of {b}") for a in ("census", "theory", "history") for b in OTHERS] * 30
    # The words of the list are of one small corner of the stream: there they occur together more than by chance.
    facets = Facets.find(Counts.of(both), Counts.of(alone + both[:5] + far))
    assert facets is not None
    first = set(facets.columns[(facets.weights[:, 0] > 0) & (facets.columns < WIDTH)].tolist())
    halves = {frozenset(word_columns([" ".join(words)])[0].tolist()) for words in (method, domain)}
    assert first in halves


def test_a_facet_knows_a_phrase_from_its_words_apart() -> None:
    method, domain = ("foundation model", "language model"), ("radio channel", "wireless channel")
    listed = [Text(f"{a} for {b} {n}") for n, (a, b) in enumerate(list(permutations([*method, *domain], 2)) * 2)]
    alone = [Text(f"{phrase} in {other}") for phrase in (*method, *domain) for other in OTHERS] * 3
    facets = Facets.find(Counts.of(listed), Counts.of(alone))
    assert facets is not None
    assert (facets.columns >= WIDTH).any()
    together, apart = facets.score(
        Counts.of([Text("Foundation model of a radio channel"), Text("Channel model, radio foundation")])
    )
    assert together > apart


@pytest.mark.parametrize(("titles", "counts"), [(20, True), (12, False)])
def test_facets_are_judged_by_references_with_abstracts_if_there_are_enough(titles: int, counts: bool) -> None:
    texts = [Text("a", None if n < titles else "b") for n in range(20)]
    none = Counts.of(())
    examples = Examples(Counts.of(texts), Counts.of(STREAM), none, none, np.ones(20), np.zeros(20, dtype=bool))
    linear = np.linspace(-1, 1, 20 + len(STREAM))
    facets = np.concatenate([np.arange(20) < titles, np.linspace(0, 0.1, len(STREAM))])  # they lift titles alone
    held = np.stack([linear, facets], axis=1)
    share, _ = relevance._calibrated(examples, [held[:20], held[20:], held[:0]])
    assert (share > 0) == counts


def test_the_list_is_read_as_if_nothing_had_been_decided() -> None:
    texts, none = Counts.of(LIST[:6]), Counts.of(())
    accepted = np.array([False, False, False, False, True, True])
    examples = Examples(texts, Counts.of(STREAM), Counts.of(STREAM[:2]), none, np.ones(6), accepted, accepted=accepted)
    left = examples.undecided
    assert (len(left.positives), len(left.unlabelled), len(left.rejects)) == (4, 50 + 25, 0)
    assert not left.decided.any()
    assert not left.in_stream.any()
    assert len(replace(examples, accepted=np.ones(6, dtype=bool)).undecided.positives) == 6  # they are all that is known
