"""``evaluate`` of files and the weekly audit, through the command line and the pipeline."""

import json
from datetime import UTC, datetime

from click.testing import CliRunner

from littrack.cli.model import evaluate_command
from littrack.model.audit import missed, sample
from littrack.records import Prediction

NOW = datetime(2026, 1, 31, tzinfo=UTC)
LINES = [
    {"title": "jet images by convolution", "sections": ["Jets/Images"]},
    {"title": "jet pictures and deep networks", "sections": ["Jets/Images"]},
    {"title": "normalizing flows for event generation", "sections": ["Generation"]},
    {"title": "adversarial networks generate showers", "abstract": "We generate.", "sections": ["Generation"]},
]


def write(path, lines):
    path.write_text("\n".join(x if isinstance(x, str) else json.dumps(x) for x in lines))
    return str(path)


def test_two_files_of_any_taxonomy(tmp_path):
    known = write(tmp_path / "known.jsonl", [*LINES, "{broken", "[]"])
    test = write(tmp_path / "test.jsonl", [{"title": "jet images", "sections": ["Jets/Images"]}])
    page = tmp_path / "report.html"
    options = ["--references", known, "--test", test, "--html", str(page), "--json"]
    done = CliRunner().invoke(evaluate_command, options, catch_exceptions=False)
    assert done.exit_code == 0
    figures = json.loads(done.stdout)
    assert figures["hit_at"] == {"1": 1.0, "3": 1.0, "5": 1.0}
    assert {"macro_f1", "micro_f1", "ece", "n"} <= figures.keys()
    assert "known.jsonl:5: " in done.stderr
    assert "known.jsonl:6: " in done.stderr
    assert "<svg" in page.read_text()


def test_the_audit_draws_the_same_papers_again_and_counts_what_was_missed():
    predictions = {str(n): Prediction(str(n), 1, "m", relevance=n / 100) for n in range(100)}
    drawn = sample("2026-W05", predictions, 0.5, 5)
    assert drawn == sample("2026-W05", dict(reversed(predictions.items())), 0.5, 5)
    assert drawn != sample("2026-W06", predictions, 0.5, 5)
    assert all(int(key) < 50 for key in drawn)
    told = missed(50, drawn, accepted={drawn[0]}, rejected={drawn[1], drawn[2]})
    assert (told.judged, told.relevant) == (3, 1)
    assert 16 < told.estimate < 17 < told.high <= 50
    assert missed(50, drawn, set(), set()).high == 50
