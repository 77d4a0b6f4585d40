"""Accepted papers into a list on disk: as a diff, as a mail for git, written, or committed on a branch."""

import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from littrack.errors import ListError, UsageError
from littrack.lists.addition import Addition
from littrack.pipeline import apply

NOW = datetime(2026, 1, 5, 7, tzinfo=UTC)
LIST = "# Liste\n## A\n- [Attention Is All You Need](https://arxiv.org/abs/1706.03762)\n\n## B\nNothing yet.\n"
NEW = [Addition("Zeta: “A” Model für Radio", ("A",), ("Ann Lee",), "2511.01234")]
ENTRY = "- [Zeta: “A” Model für Radio](https://arxiv.org/abs/2511.01234)"


def git(folder, *arguments, data=None):
    names = [
        "-c",
        "user.name=A B",
        "-c",
        "user.email=a@example.org",
        "-c",
        "init.defaultBranch=main",
        "-c",
        "core.autocrlf=false",
    ]
    done = subprocess.run(["git", "-C", str(folder), *names, *arguments], input=data, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode().strip()


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A git checkout with a list in a folder with a blank in its name."""
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    (tmp_path / "my docs").mkdir()
    path = tmp_path / "my docs" / "LIST.md"
    path.write_text(LIST, encoding="utf-8")
    (tmp_path / "other.txt").write_text("other\n")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "first")
    return path


def applied(path, additions=NEW):
    return apply.apply(path, additions, None, NOW)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("last", ["\n", ""])
def test_git_am_takes_the_patch(checkout, end, last):
    text = LIST.rstrip("\n").replace("\n\n## B\nNothing yet.", "").replace("\n", end) + last.replace("\n", end)
    checkout.write_bytes(text.encode())
    git(checkout.parent, "commit", "-qam", "other line ends")
    edit = applied(checkout)
    git(checkout.parent.parent, "am", "-q", data=apply.patch(edit, NOW))
    assert checkout.read_bytes() == edit.edit.data
    assert git(checkout.parent, "log", "-1", "--format=%s|%an|%ae|%aI") == (
        "Add Zeta: “A” Model für Radio|littrack|littrack@localhost|2026-01-05T07:00:00+00:00"
    )
    assert "https://arxiv.org/abs/2511.01234" in git(checkout.parent, "log", "-1", "--format=%b")
    assert git(checkout.parent, "status", "--porcelain") == ""


def test_git_apply_takes_the_diff(checkout):
    edit = applied(checkout)
    shown = apply.diff(edit).decode()
    assert [x for x in shown.splitlines() if x.startswith("+") and x[:3] != "+++"] == [f"+{ENTRY}"]
    git(checkout.parent.parent, "apply", data=apply.diff(edit))
    assert checkout.read_bytes() == edit.edit.data


def test_a_diff_outside_git_names_the_file_alone(tmp_path):
    path = tmp_path / "L.md"
    path.write_text(LIST, encoding="utf-8")
    assert b"--- a/L.md\n+++ b/L.md\n" in apply.diff(applied(path))
    assert apply.diff(applied(path, [])) == apply.patch(applied(path, []), NOW) == b""


def test_a_branch_leaves_the_working_tree_and_the_current_branch_alone(checkout):
    root = checkout.parent.parent
    (root / "other.txt").write_text("changed\n")
    (root / "staged.txt").write_text("staged\n")
    git(root, "add", "staged.txt")
    before = (git(root, "status", "--porcelain"), git(root, "rev-parse", "HEAD"), git(root, "branch", "--show-current"))
    edit = applied(checkout)
    commit = apply.branch(edit, "papers")
    assert (git(root, "status", "--porcelain"), git(root, "rev-parse", "HEAD"), git(root, "branch", "--show-current")) == before
    assert checkout.read_text(encoding="utf-8") == LIST
    assert git(root, "rev-parse", "papers") == commit
    assert git(root, "rev-parse", "papers^") == before[1]
    assert git(root, "diff", "--name-only", "HEAD", "papers") == "my docs/LIST.md"
    assert git(root, "show", "papers:my docs/LIST.md") == edit.edit.data.decode().strip()


def test_a_branch_is_refused_where_it_would_surprise(checkout):
    edit = applied(checkout)
    apply.branch(edit, "papers")
    with pytest.raises(ListError, match="exists already"):
        apply.branch(edit, "papers")
    with pytest.raises(ListError, match="git"):
        apply.branch(edit, "not..a..name")
    checkout.write_text(LIST + "\nMore.\n", encoding="utf-8")
    with pytest.raises(ListError, match="not committed"):
        apply.branch(applied(checkout), "more")


def test_a_branch_needs_a_checkout(tmp_path):
    path = tmp_path / "L.md"
    path.write_text(LIST, encoding="utf-8")
    with pytest.raises(ListError, match="git"):
        apply.branch(applied(path), "papers")


def test_writing_is_whole_follows_links_and_keeps_the_mode(checkout, tmp_path):
    link = tmp_path / "link.md"
    link.symlink_to(checkout)
    checkout.chmod(0o640)
    edit = applied(link)
    apply.write(edit)
    assert link.is_symlink()
    assert checkout.read_bytes() == edit.edit.data
    assert checkout.stat().st_mode & 0o777 == 0o640
    assert [p.name for p in checkout.parent.iterdir()] == ["LIST.md"]


def test_a_list_that_changed_meanwhile_is_not_overwritten(checkout):
    edit = applied(checkout)
    checkout.write_text(LIST + "\nA person was here.\n", encoding="utf-8")
    with pytest.raises(ListError, match="was changed"):
        apply.write(edit)
    assert checkout.read_text(encoding="utf-8").endswith("A person was here.\n")


def test_a_list_that_grows_too_large_for_github_is_told(tmp_path):
    path = tmp_path / "L.md"
    path.write_text(LIST + "x" * 100 + "\n" + ("Some words that are no entry of the list.\n" * 12_500), encoding="utf-8")
    edit = applied(path).edit
    assert len(edit.data) > 512_000
    assert any("GitHub shows only the first 500 KiB" in note for note in edit.notes)
    path.write_text(LIST, encoding="utf-8")
    assert not applied(path).edit.notes


def test_papers_from_a_file_with_a_wrong_line_are_the_others(tmp_path):
    path = tmp_path / "papers.jsonl"
    path.write_text('{"title": "Zeta", "sections": ["A"], "date": "2025-11-02"}\nnot json\n{"title": "Eta"}\n')
    papers, problems = apply.from_file(path)
    assert [(p.title, p.day and p.day.isoformat()) for p in papers] == [("Zeta", "2025-11-02"), ("Eta", None)]
    assert list(map(str, problems)) == ["papers.jsonl:2: not JSON"]
    path.write_text("not json\n")
    with pytest.raises(ListError, match="holds no paper"):
        apply.from_file(path)
    with pytest.raises(UsageError, match="--list"):
        apply.the_list(None, None)
    assert apply.the_list(None, Path("x.md")) == Path("x.md")
