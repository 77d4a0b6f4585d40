"""Take pictures of every page of triage, at 390 and 1280 pixels, light and dark, as four sheets in ``docs/images/``.

The workspace is the demo's, whose papers are bibliographic facts without abstracts. Look at the sheets after each change of a
page.
"""

from __future__ import annotations

import base64
import shutil
import socket
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import uvicorn
from playwright.sync_api import sync_playwright

from littrack.config import Workspace, load_workspace
from littrack.pipeline.demo import NOW, demo
from littrack.pipeline.serve import application
from littrack.pipeline.triage import decide, signing_key
from littrack.records import Decision, Reason, Verdict
from littrack.store import Store
from littrack.triage import links

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
SIZES = {390: 1000, 1280: 1000}
FLAGS = ["--no-sandbox", "--disable-gpu"]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        workspace = _workspace(Path(folder) / "demo")
        pages = _pages(workspace)
        with _served(workspace) as address, sync_playwright() as p:
            browser = p.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
            for width in SIZES:
                for scheme in ("light", "dark"):
                    _sheet(browser, address, pages, width, scheme)
            _single(browser, address + pages["candidate"], "triage-paper-1280-light.png")
            browser.close()


def _workspace(folder: Path) -> Workspace:
    """The demo's workspace after its run, with some decisions."""
    demo(folder)
    workspace = load_workspace(folder)
    with Store(workspace.database) as store:
        store.search.refresh()
        first, second, third, fourth = [i.paper.id for i in _issue(store).items[:4]]
        at = NOW + timedelta(hours=1)
        for decision in (
            Decision(first, Verdict.ACCEPT, at, "ada", "page"),
            Decision(second, Verdict.REJECT, at, "bea", "mail", reason=Reason.OFF_TOPIC, comment="a survey of another field"),
            Decision(third, Verdict.ACCEPT, at, "ada", "terminal"),
            Decision(fourth, Verdict.POSTPONE, at, "ada", "page"),
        ):
            decide(workspace, store, at, decision, None)
    return workspace


def _issue(store: Store) -> Any:
    issue = store.digests.last()
    assert issue is not None
    return issue


def _pages(workspace: Workspace) -> dict[str, str]:
    with Store(workspace.database) as store:
        items = _issue(store).items
    token = links.make(signing_key(workspace), links.Link(items[5].paper.id, Verdict.ACCEPT, "ada", NOW + timedelta(days=9)))
    return {
        "pending": "/",
        "candidate": f"/paper/{items[4].paper.id}?entry=1&done={items[0].paper.id}",
        "link in a mail": f"/link/{token}",
        "list": "/list",
        "search": "/search?q=semantic",
        "history": "/history",
        "digest": "/digests/1",
        "drift": "/drift",
        "model": "/model",
        "ledger": "/ledger",
    }


@contextmanager
def _served(workspace: Workspace) -> Iterator[str]:
    app = application(workspace, lambda: NOW + timedelta(hours=2), "127.0.0.1", "ada")
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False))
    listener = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)


def _sheet(browser: Any, address: str, pages: dict[str, str], width: int, scheme: str) -> None:
    """All pages side by side, half as large."""
    high = SIZES[width]
    page = browser.new_page(viewport={"width": width, "height": high}, color_scheme=scheme)
    shots = []
    for name, path in pages.items():
        page.goto(address + path)
        data = base64.b64encode(page.screenshot()).decode()
        shots.append(
            f'<figure><img width="{width // 2}" src="data:image/png;base64,{data}"><figcaption>{name}</figcaption></figure>'
        )
    page.close()
    sheet = browser.new_page(viewport={"width": 1100 if width < 1000 else 1320, "height": 600})
    sheet.set_content(
        "<style>body{margin:8px;background:#888;display:flex;flex-wrap:wrap;gap:8px;font:12px sans-serif}"
        f"figure{{margin:0}}img{{display:block}}</style>{''.join(shots)}"
    )
    sheet.screenshot(path=IMAGES / f"triage-{width}-{scheme}.png", full_page=True)
    sheet.close()


def _single(browser: Any, url: str, name: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900}, color_scheme="light")
    page.goto(url)
    page.screenshot(path=IMAGES / name)
    page.close()


if __name__ == "__main__":
    main()
