"""Does every reader get every issue once? Weeks of fetch, render and send, killed at random moments and run again.

A replay of arXiv and a mail server run on the loopback. The mail server is down, slow, puts a reader off, refuses one, or
breaks the connection after it has taken a letter. ``doubled`` counts readers who got an issue as two different letters;
``repeated`` counts further copies of one letter (same Message-ID) after an answer of the server was lost, which no sender
can rule out; see docs/mail.md.

    python bench/mail_kills.py --kills 50 --json
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from hashlib import sha256
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from littrack.config import load_workspace
from littrack.pipeline import digest, fetch, send
from littrack.records import Evidence, Paper, Prediction, Section, SectionScore, Taxonomy
from littrack.store import Store
from littrack.workspace import write_taxonomy

BENCH = {
    "args": ["--kills", "50"],
    "aims": {"issues": "", "recipients": "", "delivered": "", "lost": "== 0", "doubled": "== 0", "repeated": ""},
    "timeout": 1200,
}
START = date(2026, 1, 5)
PHASES = ("fetch", "render", "send")
READERS = 5
FAULTS = ("none", "down", "slow", "put off", "refused", "answer lost")
TAXONOMY = Taxonomy("kills", (Section("radio", "Radio"), Section("net", "Networks")))


def work(root: Path, now: datetime) -> None:
    """One run of the main job, telling its phases on standard output. The judge is a stub: this bench is about mail."""
    workspace = load_workspace(root)
    with Store(workspace.database) as store:
        _tell("fetch")
        fetch.fetch(workspace, store, now, sleep=lambda seconds: None)
        _tell("render")
        while batch := store.papers.unpredicted("m1"):
            store.predictions.add([judged(p) for p in batch], now)
        digest.make(workspace, store, now)
        _tell("send")
        report = send.send(workspace, store, now, retry_refused=True, seconds=10)
        _tell("done" if not (report.waiting or report.refused) else "waiting")


def judged(paper: Paper) -> Prediction:
    """A relevance that follows from the id alone."""
    share = sha256(paper.id.encode()).digest()[0] / 255
    scores = (SectionScore("radio" if share > 0.75 else "net", 0.8),)
    return Prediction(paper.id, paper.version, "m1", share, share, scores, 0.1, Evidence())


def _tell(word: str) -> None:
    print(word, flush=True)


class Runner:
    """Starts the job in a process of its own and kills it, or lets it end."""

    def __init__(self, root: Path, dice: random.Random) -> None:
        self.root, self.dice = root, dice
        self.killed_in: Counter[str] = Counter()
        self.seconds = dict.fromkeys(PHASES, 0.5)

    def killed(self, now: datetime) -> bool:
        """Run the job and kill it at a random moment of a random phase; False where it came to its end before."""
        phase = self.dice.choice(PHASES)
        process, seen = self._start(now)
        seen[phase].wait(60)
        time.sleep(self.dice.uniform(0, self.seconds[phase]))
        if process.poll() is not None:
            return False
        at = next((p for p in reversed(PHASES) if seen[p].is_set()), "fetch")
        process.send_signal(signal.SIGKILL)
        process.wait()
        self.killed_in[at] += 1
        return True

    def whole(self, now: datetime) -> bool:
        """Run the job to its end; whether nothing waits any more. Learns how long each phase takes."""
        process, seen = self._start(now)
        process.wait(120)
        moments = [seen[p].at for p in (*PHASES, "done" if seen["done"].is_set() else "waiting")]
        for n, phase in enumerate(PHASES):
            if moments[n] and moments[n + 1]:
                self.seconds[phase] = max(0.05, moments[n + 1] - moments[n])
        return seen["done"].is_set()

    def _start(self, now: datetime) -> tuple[subprocess.Popen[str], dict[str, Seen]]:
        command = [sys.executable, __file__, "--worker", str(self.root), "--now", now.isoformat()]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        seen = {word: Seen() for word in (*PHASES, "done", "waiting")}
        threading.Thread(target=_listen, args=(process, seen), daemon=True).start()
        return process, seen


class Seen(threading.Event):
    """A word that the job has said, and when."""

    at = 0.0


def _listen(process: subprocess.Popen[str], seen: dict[str, Seen]) -> None:
    assert process.stdout is not None
    with process.stdout:
        for line in process.stdout:
            seen[line.strip()].at = time.monotonic()
            seen[line.strip()].set()
    for word in PHASES:
        seen[word].set()


def papers(weeks: int) -> list[Paper]:
    """Twelve invented papers for each working day."""
    days = [START - timedelta(days=7) + timedelta(days=n) for n in range(7 * (weeks + 1))]
    return [
        Paper(
            f"26{d.month:02d}.{d.day:02d}{n:03d}",
            f"Paper {n} of {d}",
            abstract="x",
            authors=("A. B.",),
            categories=("cs.NI",),
            announced=d,
        )
        for d in days
        if d.weekday() < 5
        for n in range(12)
    ]


def settle(root: Path, api: str, oai: str, feed: str, port: int) -> None:
    """A workspace that reads the replay and mails to the loopback."""
    readers = "".join(f'[[mail.to]]\nemail = "reader{n}@example.org"\n' for n in range(READERS - 1))
    readers += f'[[mail.to]]\nemail = "reader{READERS - 1}@example.org"\nsections = ["radio"]\n'
    (root / "littrack.toml").write_text(
        '[survey]\nslug = "kills"\ntitle = "Kills"\n'
        f'[watch]\ncategories = ["cs.NI"]\napi_url = "{api}"\noai_url = "{oai}"\nfeed_url = "{feed}"\ninterval = 0\n'
        f'[mail]\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\nsender = "digest@example.org"\n{readers}'
    )
    workspace = load_workspace(root)
    write_taxonomy(workspace.taxonomy_file, TAXONOMY)
    with Store(workspace.database) as store:
        store.models.add("m1", "00", {"threshold": 0.6}, datetime(2026, 1, 1, tzinfo=UTC))
        store.models.promote("m1")


def week(runner: Runner, postbox: object, mail: MailServer, now: datetime, fault: str, kills: int) -> int:
    """One issue: the fault is there while the job is killed and once run whole, then it is mended; returns the kills."""
    misbehave(postbox, mail, fault)
    done = sum(runner.killed(now + timedelta(minutes=n)) for n in range(kills))
    runner.whole(now + timedelta(hours=1))
    misbehave(postbox, mail, "none")
    for n in range(5):
        if runner.whole(now + timedelta(hours=2 + n)):
            return done
    raise SystemExit(f"the issue of {now.date()} does not go out")


def misbehave(postbox: object, mail: MailServer, fault: str) -> None:
    """Make the mail server behave like that."""
    mail.up(fault != "down")
    vars(postbox).update(
        slow=0.25 if fault == "slow" else 0.02,
        put_off={"reader1@example.org"} if fault == "put off" else set(),
        refuse={"reader2@example.org"} if fault == "refused" else set(),
        lost_answers=2 if fault == "answer lost" else 0,
    )


class MailServer:
    """A mail server that can be switched off and on."""

    def __init__(self, postbox: object, port: int) -> None:
        self.postbox, self.port, self.controller = postbox, port, None

    def up(self, wanted: bool) -> None:
        """Switch it on or off."""
        from tests.mail_fakes import serve

        if wanted and not self.controller:
            self.controller = serve(self.postbox, port=self.port)
        elif not wanted and self.controller:
            self.controller.stop()
            self.controller = None


def counted(taken: list[tuple[str, bytes]], issues: int) -> dict[str, int]:
    """What arrived, by reader and issue."""
    got: dict[tuple[str, str], Counter[str]] = {}
    for who, data in taken:
        message = message_from_bytes(data)
        number = message["Message-ID"].split(".")[2]
        got.setdefault((who, number), Counter())[message["Message-ID"]] += 1
    return {
        "issues": issues,
        "recipients": READERS,
        "delivered": len(got),
        "lost": issues * READERS - len(got),
        "doubled": sum(len(ids) > 1 for ids in got.values()),
        "repeated": sum(ids.total() - len(ids) for ids in got.values()),
    }


def measure(kills: int, seed: int) -> dict[str, object]:
    """Kill the job ``kills`` times over as many weeks as that takes, six a week."""
    from tests.mail_fakes import Postbox
    from tests.ports import free_port

    from littrack.sources.replay.server import ReplayServer

    weeks = max(1, -(-kills // 6))
    clock = {"now": datetime.combine(START, datetime.min.time(), UTC)}
    postbox = Postbox()
    mail = MailServer(postbox, free_port())
    with tempfile.TemporaryDirectory() as folder, ReplayServer(papers(weeks), lambda: clock["now"]) as replay:
        runner = Runner(Path(folder), random.Random(seed))
        settle(runner.root, replay.api_url, replay.oai_url, replay.feed_url, mail.port)
        left, issues = kills, 0
        while left > 0:
            clock["now"] = datetime(START.year, START.month, START.day, 7, tzinfo=UTC) + timedelta(weeks=issues)
            left -= week(runner, postbox, mail, clock["now"], FAULTS[issues % len(FAULTS)], min(6, left))
            issues += 1
        mail.up(False)
    return counted(postbox.taken, issues) | {"kills": kills - left, "killed_in": dict(runner.killed_in), "seed": seed}


def main() -> None:
    """Parse the options and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--worker", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--now", type=datetime.fromisoformat, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.worker:
        work(options.worker, options.now)
        return
    figures = measure(options.kills, options.seed)
    print(json.dumps(figures) if options.json else "\n".join(f"{key}: {value}" for key, value in figures.items()))


if __name__ == "__main__":
    main()
