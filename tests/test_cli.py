"""The front door: help is quick, mistakes end in one line and a documented exit code."""

import os
import subprocess
import sys

import pytest

from littrack.cli import VERBS


def littrack(*args, cwd=None):
    return subprocess.run([sys.executable, "-m", "littrack", *args], capture_output=True, text=True, cwd=cwd)


def test_help_lists_every_verb():
    done = littrack("--help")
    assert done.returncode == 0
    assert all(f"\n  {verb} " in done.stdout for verb in VERBS)


def test_help_imports_nothing_heavy():
    code = (
        "import sys; sys.argv = ["
        "'littrack', '--help']\ntry:\n import littrack.cli; littrack.cli.main()\nfinally: print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    loaded = set(done.stdout.splitlines()[-1].split())
    assert not loaded & {"sklearn", "numpy", "pydantic", "prefect", "sqlite_utils", "arxiv", "feedparser", "jinja2", "requests"}


@pytest.mark.parametrize("given", [{}, {"OMP_NUM_THREADS": "4"}])
def test_arrays_are_worked_on_by_one_thread_unless_more_are_asked_for(given, monkeypatch):
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    code = (
        "import os, sys, littrack.cli\nsys.argv[1:] = ['--help']\n"
        "try: littrack.cli.main()\nfinally: print(os.environ['OMP_NUM_THREADS'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=os.environ | given)
    assert done.stdout.splitlines()[-1] == given.get("OMP_NUM_THREADS", "1")


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help(verb):
    from click.testing import CliRunner

    from littrack.cli import cli

    done = CliRunner().invoke(cli, [verb, "--help"], catch_exceptions=False)
    assert done.exit_code == 0
    assert done.output.startswith("Usage:")


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (["frobnicate"], 2, "No such command"),
        (["stauts"], 2, "Did you mean 'status'?"),
        (["run", "--frobnicate"], 2, "No such option"),
        (["run"], 3, "littrack init"),
        (["run", "--workspace", "/nowhere"], 3, "does not exist"),
        (["import", "missing.md"], 4, "missing.md"),
    ],
)
def test_a_mistake_is_one_line(tmp_path, args, code, says):
    done = littrack(*args, cwd=tmp_path)
    assert done.returncode == code
    assert says in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_broken_settings_file_is_one_line(tmp_path):
    (tmp_path / "littrack.toml").write_text("[survey\n")
    done = littrack("run", cwd=tmp_path)
    assert (done.returncode, len(done.stderr.strip().splitlines())) == (3, 1)
