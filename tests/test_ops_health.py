"""Keeping house: what is old goes, what is wrong is told to the operator once a week."""

from datetime import timedelta

from littrack.pipeline import health
from littrack.records import Paper, Prediction, RunState
from littrack.store import Store
from ops_world import NOW, make_workspace

MAIL = """
[mail]
host = "127.0.0.1"
port = 9
sender = "survey@example.org"
operator = "op@example.org"
"""

NOWHERE = "".join(f'{name}_url = "http://127.0.0.1:9/q"\n' for name in ("api", "feed", "oai"))


def test_what_retired_models_thought_goes_after_a_while(tmp_path):
    workspace = make_workspace(tmp_path)
    with Store(workspace.database) as store:
        store.papers.add([Paper("2601.00001", "A title")], NOW)
        for name in ("oldest", "old", "new"):
            store.models.add(name, "0", {}, NOW)
            store.models.promote(name)
            store.predictions.add([Prediction("2601.00001", 1, name, 0.5)], NOW)
        assert health.tidy(workspace, store, NOW + timedelta(days=80)) == 1  # of the oldest; the last one may come back
        assert store.predictions.of("old", ["2601.00001"])
        assert health.tidy(workspace, store, NOW + timedelta(days=91)) == 1
        assert list(store.predictions.of("new", ["2601.00001"])) == ["2601.00001"]


def test_the_operator_hears_of_a_cause_once_a_week(tmp_path):
    workspace = make_workspace(tmp_path, NOWHERE + MAIL)
    with Store(workspace.database) as store:
        for days in (0, 1, 7):
            found = health.look(workspace, store, NOW + timedelta(days=days))
        assert found.outcome is RunState.DEGRADED
        letters = store.outbox.waiting()
    assert [m.recipient for m in letters] == ["op@example.org"] * 2
    assert b"littrack train" in letters[0].content
