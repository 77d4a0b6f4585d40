"""README's commands and figures are what the program says."""

import re
import subprocess
import sys
from pathlib import Path

from littrack.cli import VERBS

ROOT = Path(__file__).parents[1]


def test_every_command_named_in_the_documents_is_there():
    for path in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]:
        text = path.read_text()
        blocks = "\n".join(re.findall(r"```(?:sh|console|text)?\n(.*?)```", text, re.S))
        for verb in re.findall(r"`littrack ([a-z]+)", text) + re.findall(r"^littrack ([a-z]+)", blocks, re.M):
            assert verb in VERBS, f"{path.name} names `littrack {verb}`"


def test_every_file_linked_from_the_documents_is_there():
    for path in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", path.read_text()):
            assert (path.parent / target).exists(), f"{path.name} links to {target}"


def test_the_demos_figure_is_the_one_in_the_readme(tmp_path):
    command = [sys.executable, "-m", "littrack", "demo", "--dir", str(tmp_path / "d")]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    figure = re.search(r"Found of the .*\n", said)[0].strip()
    assert figure in (ROOT / "README.md").read_text(), f"README should say: {figure}"
