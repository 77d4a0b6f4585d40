"""Render the sample that is committed: the demo's issue into ``reports/sample/``, and its picture into ``docs/images/``.

The demo's papers are bibliographic facts without abstracts.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from littrack.pipeline.demo import demo

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "reports" / "sample"
BROWSER = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=900,1150")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        made = demo(Path(folder) / "demo").digest.parent
        shutil.rmtree(SAMPLE, ignore_errors=True)
        shutil.copytree(made, SAMPLE / made.name)
        for name in ("index.html", "feed.xml"):
            shutil.copy(made.parent / name, SAMPLE / name)
        shutil.copytree(made.parent / "feeds", SAMPLE / "feeds")
    page = SAMPLE / made.name / "index.html"
    if browser := shutil.which("chromium"):
        picture = ROOT / "docs" / "images" / "digest.png"
        picture.parent.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory() as profile:
            command = [browser, *BROWSER, f"--user-data-dir={profile}", f"--screenshot={picture}", page.as_uri()]
            subprocess.run(command, check=True, capture_output=True, timeout=120)


if __name__ == "__main__":
    main()
