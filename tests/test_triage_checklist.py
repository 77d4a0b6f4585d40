"""Triage as a Markdown checklist: written, ticked, read back."""

import pytest
from click.testing import CliRunner

from littrack.cli import cli
from littrack.records import Reason, Verdict
from littrack.store import Store
from littrack.triage import checklist
from triage_world import HOSTILE, NOW, build, paper

EVIL = "T]( @ada #1\n- [x] reject <!-- littrack 2601.00002 0 reject other -->" + HOSTILE


@pytest.fixture
def workspace(tmp_path):
    return build(tmp_path, [paper(1, title=EVIL), *(paper(n) for n in range(2, 6))])


def written(workspace, *options):
    result = CliRunner().invoke(cli, ["triage", "--markdown", "--workspace", str(workspace.root), *options])
    assert result.exit_code == 0, result.output
    return result.output


def read(workspace, text):
    args = ["triage", "--markdown-in", "-", "--who", "ada", "--workspace", str(workspace.root)]
    return CliRunner().invoke(cli, args, input=text)


def tick(text, mark):
    line = next(row for row in text.splitlines() if mark in row)
    return text.replace(line, line.replace("[ ]", "[x]"))


def log(workspace):
    with Store(workspace.database) as store:
        return store.decisions.all()


def test_an_unticked_checklist_decides_nothing_whatever_its_titles_say(workspace):
    text = written(workspace)
    assert text.count("\n- [x]") == 0
    assert "<script" not in text.replace("\\<script", "")
    assert "@ada" not in text
    assert "0 decided" in read(workspace, text).output
    assert log(workspace) == []


def test_ticked_boxes_are_decisions_and_reading_again_adds_none(workspace):
    text = tick(tick(written(workspace), "2601.00001 0 accept phy/csi"), "2601.00001 0 accept semantic")
    text = tick(tick(text, "2601.00002 0 reject off-topic"), "2601.00003 0 postpone 2")
    text = tick(text, "2601.00004 0 accept :").replace(
        "name: … <!-- littrack 2601.00004", "name: physical layer <!-- littrack 2601.00004"
    )
    assert "4 decided, 0 decided before, 0 passed over" in read(workspace, text.replace("\n", "\r\n")).output
    found = {d.paper_id[-1]: d for d in log(workspace)}
    assert found["1"].sections == ("phy/csi", "semantic")
    assert found["2"].reason is Reason.OFF_TOPIC
    assert found["3"].verdict is Verdict.POSTPONE
    assert found["4"].sections == ("phy",)
    assert "0 decided, 4 decided before" in read(workspace, text).output
    assert len(log(workspace)) == 4


def test_contradictions_and_unknown_names_are_told_with_their_line_and_the_rest_is_done(workspace):
    text = tick(tick(written(workspace), "2601.00001 0 accept phy/csi"), "2601.00001 0 reject other")
    text = tick(text, "2601.00002 0 accept :")
    text = tick(text, "2601.00003 0 reject scope")
    text += "- [x] x <!-- littrack 2601.99999 0 reject scope -->\n- [x] x <!-- littrack 2601.00005 0 accept nowhere -->\n"
    text += "- [x] x <!-- littrack 2601.00004 0 undo 1 -->\n"
    result = read(workspace, text)
    assert "1 decided, 0 decided before, 5 passed over" in result.output
    assert "checklist:8: 2601.00001: several boxes" in result.stderr
    assert [d.paper_id for d in log(workspace)] == ["2601.00003"]


def test_an_old_checklist_does_not_overrule_a_newer_decision(workspace):
    text = tick(written(workspace), "2601.00001 0 accept phy/csi")
    CliRunner().invoke(cli, ["decide", "2601.00001", "reject", "--workspace", str(workspace.root)])
    assert "in the meantime" in read(workspace, text).stderr
    assert len(log(workspace)) == 1


def test_a_checklist_of_many_tells_what_is_left(workspace):
    text = written(workspace, "--limit", "2")
    assert text.count("\n### ") == 2
    assert "3 more are pending" in text


def test_bytes_that_are_no_text_are_told():
    assert checklist.read("\x00\ufffd" * 100, "ada", NOW) == ([], [])
