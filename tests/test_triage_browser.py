"""Triage in real Chromium: by keyboard, by mouse, without JavaScript; accessible, and deaf to stored script."""

from datetime import date

import pytest

from browser import launched, patient, served
from littrack.pipeline.serve import application
from littrack.records import CandidateState, DayState, LedgerEntry, Reason, Reference
from littrack.store import Store
from triage_world import HOSTILE, NOW, TAXONOMY, build, paper

pytestmark = pytest.mark.browser
ALL = (
    "/",
    "/paper/2601.00001",
    "/search?q=channel",
    "/history",
    "/digests",
    "/digests/1",
    "/ledger",
    "/model",
    "/list",
    "/drift",
)
CARD = {
    "data_cutoff": "2025-12-31",
    "recall_at": {"5": 0.91, "10": 0.97},
    "reliability": {"relevance": [[0.05, 0.03, 900], [0.35, 0.3, 60], [0.65, 0.7, 40], [0.95, 0.93, 80]]},
}


@pytest.fixture(scope="module")
def browser():
    with launched() as opened:
        yield opened


@pytest.fixture
def workspace(tmp_path):
    hostile = paper(99, title=HOSTILE, abstract=HOSTILE + " language model", authors=(HOSTILE,) * 3, comment=HOSTILE)
    made = build(tmp_path, [*(paper(n) for n in range(1, 6)), hostile])
    with Store(made.database) as store:
        store.search.refresh()
        store.models.add("m2", "1" * 64, CARD, NOW)
        store.models.promote("m2")
        days = [LedgerEntry("api", "cs.NI", date(2026, 1, d), DayState.COMPLETE, 40, 40, 38, "", NOW) for d in (1, 2)]
        store.ledger.record([*days, LedgerEntry("api", "cs.NI", date(2026, 1, 3), DayState.FAILED, at=NOW, note="HTTP 503")])
        store.references.replace_all([Reference("title:x", "An entry", sections=(TAXONOMY.sections[0].slug,))])
    return made


@pytest.fixture
def address(workspace):
    with served(application(workspace, lambda: NOW, "127.0.0.1", "ada")) as url:
        yield url


@pytest.fixture
def page(browser):
    context = patient(browser.new_context())
    yield context.new_page()
    context.close()


def log(workspace):
    with Store(workspace.database) as store:
        return [(d.paper_id[-2:], d.verdict.value, d.sections, d.reason) for d in store.decisions.all()]


def test_a_whole_digest_by_keyboard(page, address, workspace):
    def press(*keys):
        """Press keys of which the last leads to another page."""
        for key in keys[:-1]:
            page.keyboard.press(key)
        with page.expect_navigation():
            page.keyboard.press(keys[-1])

    page.goto(address)
    for keys in ("n", "a", "2a", "r1", "u", "r4"):
        press(*keys)
    press("1", "Shift+Digit3", "a")
    press("p")
    page.keyboard.press("c")
    page.keyboard.type("a, r and n are letters here")
    press("Enter", "Escape", "r", "5")
    assert log(workspace) == [
        ("01", "accept", ("phy/csi",), None),
        ("02", "accept", ("semantic",), None),
        ("03", "reject", (), Reason.OFF_TOPIC),
        ("03", "undo", (), None),
        ("03", "reject", (), Reason.SCOPE),
        ("04", "accept", ("phy/csi", "agents"), None),
        ("05", "postpone", (), None),
        ("99", "reject", (), Reason.OTHER),
    ]
    assert page.get_by_text("Nothing waits for a decision").is_visible()
    press("/")
    page.locator("#q:focus").wait_for()
    page.keyboard.type("channel feedback")
    press("Enter")
    assert "5 papers" in page.get_by_role("status").inner_text()


@pytest.mark.parametrize("scripted", [True, False])
def test_a_whole_digest_by_mouse_with_and_without_javascript(browser, address, workspace, scripted):
    context = patient(browser.new_context(java_script_enabled=scripted, viewport={"width": 390, "height": 800}))
    page = context.new_page()
    page.goto(address)
    page.get_by_role("link", name="Start").click()
    page.get_by_label("Physical Layer › CSI Feedback").uncheck()
    page.get_by_label("Another section").select_option("phy")
    page.get_by_role("button", name="Accept").click()
    page.get_by_role("button", name="duplicate").click()
    page.get_by_label("until").fill("2026-02-03")
    page.get_by_role("button", name="Postpone").click()
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("button", name="off topic").click()
    page.get_by_role("link", name="All pending").click()
    page.get_by_text("Filter").first.click()
    page.get_by_label("Words").fill("study 5")
    page.get_by_role("button", name="Filter").click()
    page.get_by_role("link", name="part 5").click()
    page.get_by_role("button", name="Accept").click()
    context.close()
    assert log(workspace) == [
        ("01", "accept", ("phy",), None),
        ("02", "reject", (), Reason.DUPLICATE),
        ("03", "postpone", (), None),
        ("03", "undo", (), None),
        ("03", "reject", (), Reason.OFF_TOPIC),
        ("05", "accept", ("phy/csi",), None),
    ]
    with Store(workspace.database) as store:
        assert len(store.candidates.in_state(CandidateState.SUGGESTED)) == 2


def test_stored_script_does_not_run_and_nothing_outside_is_asked_for(page, address):
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("dialog", lambda dialog: said.append(dialog.message))
    for path in (*ALL, "/paper/2601.00099", "/search?q=%3Cscript%3E"):
        page.goto(address + path)
        assert page.title() != "owned"
    assert [url for url in asked if not url.startswith(address)] == []
    assert said == []


@pytest.mark.slow
@pytest.mark.parametrize(("scheme", "width"), [("light", 390), ("dark", 1280)])
def test_every_page_is_accessible_and_fits_the_screen(browser, address, scheme, width):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    context = patient(browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900}, bypass_csp=True))
    page = context.new_page()
    page.goto(address + "/paper/2601.00001")
    page.get_by_role("button", name="Accept").click()
    for path in (*ALL, "/nowhere"):
        page.goto(address + path)
        found = axe.run(page).response["violations"]
        assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found] == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    context.close()
