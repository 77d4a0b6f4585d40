"""Triage in the terminal: the keys of the page."""

import io

import pytest
from click.testing import CliRunner
from rich.console import Console

from littrack.cli import cli
from littrack.pipeline.desk import opener
from littrack.records import Reason
from littrack.store import Store
from littrack.triage.terminal import Terminal
from triage_world import NOW, build, paper


@pytest.fixture
def workspace(tmp_path):
    made = build(tmp_path, [paper(n, title=f"[bold]Part[/bold] {n} \x1b[31m") for n in range(1, 6)])
    with Store(made.database) as store:
        store.search.refresh()
    return made


def sit(workspace, keys, *answers):
    out, typed, said = io.StringIO(), iter(keys), iter(answers)
    console = Console(file=out, width=100)
    terminal = Terminal(opener(workspace), lambda: NOW, console, lambda: next(typed, "q"), lambda _: next(said), "ada")
    made = terminal.run()
    with Store(workspace.database) as store:
        log = [(d.paper_id[-1], d.verdict.value, d.sections, d.reason) for d in store.decisions.all()]
    return made, log, out.getvalue()


def test_all_the_keys(workspace):
    made, log, out = sit(workspace, "a2+1ar1ur4sapc?nkr9ra", "Physical layer", "a word")
    assert log == [
        ("1", "accept", ("phy/csi",), None),
        ("2", "accept", ("semantic", "phy/csi"), None),
        ("3", "reject", (), Reason.OFF_TOPIC),
        ("3", "undo", (), None),
        ("3", "reject", (), Reason.SCOPE),
        ("4", "accept", ("phy",), None),
        ("5", "postpone", (), None),
    ]
    assert made == 7
    assert "Nothing waits" in out


def test_tells_how_many_wait_and_where_a_section_belongs(workspace):
    out = sit(workspace, "nnq")[2]
    assert [line.split()[1:4] for line in out.splitlines() if " of 5" in line] == [[str(n), "of", "5"] for n in (1, 2, 3)]
    assert "1 Physical Layer › CSI Feedback  60%" in out


def test_text_from_outside_is_shown_and_not_obeyed(workspace):
    out = sit(workspace, "q")[2]
    assert "[bold]Part[/bold] 1" in out
    assert "\x1b[31m" not in out


def test_the_entry_and_the_keys_are_shown_below_the_candidate(workspace):
    entry = "- **[One](https://arxiv.org/abs/2501.00001)**\n\n  Paper Title: `One`\n"
    (workspace.root / "README.md").write_text(f"# List\n\n## CSI Feedback\n\n{entry}")
    out = sit(workspace, "e?q")[2]
    assert "\n  Paper Title: `" in out
    assert out.count("Its source") + out.count("This is study 1") == 1
    assert out.index("Paper Title") < out.index("a accept · 1-9 only")


def test_search_leads_to_a_paper_and_a_wrong_section_is_told(workspace):
    _, log, out = sit(workspace, "/1sa", "study 4", "nowhere")
    assert log == [("4", "accept", ("phy/csi",), None)]
    assert "no section 'nowhere'" in out


def test_from_a_pipe(workspace):
    result = CliRunner().invoke(cli, ["triage", "--workspace", str(workspace.root), "--who", "ada"], input="a\nr1\nq\n")
    assert "2 decisions made" in result.output
