"""Two clients of the page and a terminal decide on the same 200 candidates at once, while the server is killed twice."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from http.cookiejar import CookieJar
from itertools import pairwise
from pathlib import Path

import pytest
from tests.ports import free_port

from littrack.errors import ConflictError
from littrack.pipeline.triage import decide
from littrack.records import CandidateState, Decision, Reason, Verdict
from littrack.store import Store
from littrack.triage import rules
from triage_world import NOW, build, paper

N = 200
IDS = [f"2601.{n:05d}" for n in range(1, N + 1)]


class Server:
    """`littrack serve` in a process of its own, which can be killed and started again."""

    def __init__(self, root):
        self.root, self.port = root, free_port()

    def start(self):
        command = [Path(sys.executable).with_name("littrack"), "serve", "--port", str(self.port), "--who", "page"]
        self.process = subprocess.Popen([*command, "--workspace", self.root], stderr=subprocess.DEVNULL)

    def kill(self):
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()


class Browser:
    """Decides on every candidate as a browser does: loads the page, sends its form, and tries again when the server is gone."""

    def __init__(self, port, verdict):
        self.base, self.verdict, self.answers = f"http://127.0.0.1:{port}", verdict, Counter()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def fetch(self, path, data=None):
        body = urllib.parse.urlencode(data).encode() if data else None
        while True:
            try:
                with self.opener.open(self.base + path, body, timeout=900) as answer:
                    return answer.status, answer.read().decode()
            except urllib.error.HTTPError as error:
                return error.code, error.read().decode()
            except OSError:
                time.sleep(0.1)

    def run(self, ids):
        for paper_id in ids:
            text = self.fetch(f"/paper/{paper_id}")[1]
            token, seen = (re.search(rf'name="{name}" value="(\w+)"', text)[1] for name in ("token", "seen"))
            form = {"token": token, "paper": paper_id, "seen": seen, "verdict": self.verdict}
            self.answers[self.fetch("/decide", form)[0]] += 1


def sit(workspace, outcomes):
    """The terminal: one process of its own kind, on the same store."""
    with Store(workspace.database) as store:
        for paper_id in reversed(IDS):
            log = store.decisions.of(paper_id)
            said = Decision(paper_id, Verdict.REJECT, NOW, "terminal", "terminal", reason=Reason.SCOPE)
            try:
                done = decide(workspace, store, NOW, said, rules.last_number(log))
                outcomes["repeated" if done.repeated else "decided"] += 1
            except ConflictError:
                outcomes["conflict"] += 1


@pytest.mark.slow
def test_every_decision_is_in_the_log_once_and_the_state_follows_from_it(tmp_path):
    workspace = build(tmp_path, [paper(n) for n in range(1, N + 1)])
    server, outcomes = Server(tmp_path), Counter()
    server.start()
    browsers = [Browser(server.port, "accept"), Browser(server.port, "reject:off-topic")]
    workers = [threading.Thread(target=b.run, args=(IDS,)) for b in browsers]
    workers.append(threading.Thread(target=sit, args=(workspace, outcomes)))
    for worker in workers:
        worker.start()
    with Store(workspace.database) as store:
        for share in (3, 2):
            while store.decisions.last_number() < 2 * N / share and any(w.is_alive() for w in workers):
                time.sleep(0.05)
            server.kill()
            server.start()
    for worker in workers:
        worker.join()
    server.kill()
    for browser in browsers:
        assert sum(browser.answers.values()) == N
        assert set(browser.answers) <= {200, 409}, browser.answers
    with Store(workspace.database) as store:
        log = store.decisions.all()
        assert [d.number for d in log] == list(range(1, len(log) + 1))
        made = Counter(d.where for d in log)
        assert made["terminal"] == outcomes["decided"]
        # A decision whose answer a kill swallowed is in the log; sent again after another's, it is answered 409.
        swallowed = made["page"] - sum(b.answers[200] for b in browsers)
        assert 0 <= swallowed <= 4
        for paper_id in IDS:
            entries = [d for d in log if d.paper_id == paper_id]
            assert not any(rules.says_the_same(a, b) for a, b in pairwise(entries)), entries
            candidate = store.candidates.get(paper_id)
            assert rules.standing(candidate, entries, listed=False, withdrawn=False) == candidate
            assert candidate.state in (CandidateState.ACCEPTED, CandidateState.REJECTED)
    print(json.dumps({"log": len(log), **made, **{str(b.verdict): dict(b.answers) for b in browsers}, **outcomes}))
