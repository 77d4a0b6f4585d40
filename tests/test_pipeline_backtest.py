"""Backtest through the command line, on files made here."""

import gzip
import json
from datetime import date
from pathlib import Path

import numpy as np
import orjson
import pytest
from click.testing import CliRunner

from littrack.cli import cli
from littrack.errors import UsageError
from littrack.model import ranking_metrics as metrics
from littrack.pipeline.backtest import backtest

METHODS = ["language model", "foundation model", "transformer", "LLM agent", "prompting"]
DOMAINS = ["wireless channel", "MIMO beamforming", "6G radio network", "antenna array", "spectrum access"]
OTHERS = ["protein folding", "galaxy clusters", "graph theory", "traffic forecasting", "speech synthesis"]


def write_history(folder: Path) -> tuple[Path, Path]:
    """Four weeks of January 2026 in each of which one paper of thirty-one was added; a list of twenty from the year before."""
    papers, additions = [], []
    for n in range(20):
        title = f"A {METHODS[n % 5]} for {DOMAINS[n // 5]}"
        additions.append(
            {"title": title, "arxiv_id": None, "section": ["Pre-trained", "Native"][n % 2], "date_added": "2025-06-01"}
        )
    for week in range(4):
        day = f"2026-01-{5 + 7 * week:02d}"
        for n in range(30):
            left, right = (METHODS[n % 5], OTHERS[n // 6]) if n % 2 else ("theory", DOMAINS[n % 5])
            papers.append(
                {
                    "id": f"2601.{week}{n:04d}",
                    "title": f"On {left} and {right}",
                    "abstract": f"{right} {n}",
                    "first_crawled": day,
                }
            )
        ours = {
            "id": f"2601.{week}9999",
            "title": f"{METHODS[week]} meets {DOMAINS[4 - week]}",
            "abstract": None,
            "first_crawled": day,
        }
        papers.append(ours)
        additions.append(
            {"title": "(its title)", "arxiv_id": f"{ours['id']}v2", "section": ["Native"], "date_added": "2026-02-20"}
        )
    (folder / "additions.jsonl").write_bytes(b"\n".join(map(orjson.dumps, additions)) + b"\nnot json\n")
    (folder / "papers.jsonl.gz").write_bytes(gzip.compress(b"\n".join(map(orjson.dumps, papers))))
    return folder / "papers.jsonl.gz", folder / "additions.jsonl"


def test_tells_the_figures_as_json(tmp_path: Path) -> None:
    papers, additions = write_history(tmp_path)
    arguments = [
        "backtest",
        "--papers",
        str(papers),
        "--additions",
        str(additions),
        "--from",
        "2026-01-12",
        "--k",
        "3,10",
        "--json",
    ]
    done = CliRunner().invoke(cli, arguments)
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert (told["n_papers"], told["n_additions"], told["n_weeks"], told["problems"]) == (93, 3, 3, 1)
    assert told["recall_at"] == {"3": 1.0, "10": 1.0}
    assert told["average_precision"] > 0.3
    assert told["read_for_95"] < told["baselines"]["majority"]["read_for_95"]
    assert set(told["section_hit_at"]) == {"1", "3"}
    assert set(told["baselines"]) == {"keyword", "tfidf_linear", "majority"}
    assert told["interval"]["recall_at_10"] == [1.0, 1.0]
    assert told["better_than"]["majority"]["mean"] > 0
    assert "not json" not in done.stdout
    assert ":25:" in done.stderr


def test_prints_a_table_and_takes_several_files(tmp_path: Path) -> None:
    papers, additions = write_history(tmp_path)
    again = tmp_path / "again.jsonl"
    again.write_bytes(gzip.decompress(papers.read_bytes()))
    arguments = [
        "backtest",
        "--papers",
        str(papers),
        str(again),
        "--additions",
        str(additions),
        "--from",
        "2026-01-19",
        "--no-baselines",
    ]
    done = CliRunner().invoke(cli, arguments)
    assert done.exit_code == 0, done.output
    assert "62 papers in 2 weeks" in done.stdout


def test_knows_nothing_of_later_weeks(tmp_path: Path) -> None:
    papers, additions = write_history(tmp_path)
    early = backtest([papers], additions, date(2026, 1, 5), date(2026, 1, 18), baselines=False).figures["additions"]
    late = [json.loads(line) for line in gzip.decompress(papers.read_bytes()).splitlines()]
    for record in late:
        if record["first_crawled"] > "2026-01-18":
            record["title"] = "LLM agent for spectrum access"
    papers.write_bytes(gzip.compress(b"\n".join(map(orjson.dumps, late))))
    assert backtest([papers], additions, date(2026, 1, 5), date(2026, 1, 18), baselines=False).figures["additions"] == early


@pytest.mark.parametrize(("start", "until"), [(date(2030, 1, 1), None), (date(2020, 1, 1), date(2020, 2, 1))])
def test_says_when_there_is_nothing_to_replay(tmp_path: Path, start: date, until: date | None) -> None:
    papers, additions = write_history(tmp_path)
    with pytest.raises(UsageError, match=r"from 20.0-01-01"):
        backtest([papers], additions, start, until)


def test_metrics_by_hand() -> None:
    truth, scores = np.array([1, 0, 0, 1, 0]), np.array([0.9, 0.8, 0.7, 0.6, 0.1])
    assert metrics.average_precision(truth, scores) == pytest.approx((1 + 2 / 4) / 2)
    assert metrics.read_for(truth, scores) == 4
    assert metrics.work_saved(truth, scores) == pytest.approx(1 - 4 / 5 - 0.05)
    assert metrics.recall_at(np.array([1, 4]), 3) == 0.5
    assert metrics.interval(lambda some: float(np.mean(some)), [1, 1, 1]) == [1.0, 1.0]


def test_tells_what_the_probabilities_add_up_to_and_writes_a_page(tmp_path: Path) -> None:
    papers, additions = write_history(tmp_path)
    page = tmp_path / "report.html"
    told = backtest([papers], additions, date(2026, 1, 1), page=page).figures
    assert 0 <= told["expected_additions"] < 12
    assert told["brier_of_base_rate"] == pytest.approx(4 / 124 * 120 / 124, abs=1e-5)
    assert sum(n for _, _, n in told["reliability"]) == told["n_papers"]
    assert sum(came * n for _, came, n in told["reliability"]) == pytest.approx(4, abs=0.02)
    html = page.read_text()
    assert "language model meets spectrum access" in html
    assert html.count("<svg") == 2
