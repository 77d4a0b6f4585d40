"""The main job in a throw-away workspace, against a replay of arXiv that is bundled with littrack.

The bundled papers are those with an arXiv id that later communications surveys cite and the older ComLAM README lacks. The
model learns from that older README alone; the general-AI papers among the replayed ones are the haystack.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path

import orjson

from littrack.config import FILE, Workspace, load_workspace
from littrack.errors import UsageError
from littrack.pipeline.run import run
from littrack.records import Kind, Paper, Reference, Taxonomy
from littrack.sources.replay import ReplayServer
from littrack.store import Store
from littrack.workspace import read_references, read_taxonomy, write_atomically

NOW = datetime(2026, 1, 12, 8, tzinfo=UTC)
_FIRST_DAY = 5
_DAYS = 5
# The documents give no arXiv categories, so the replay announces every paper in one that the workspace watches.
_CATEGORY = "cs.NI"

Runner = Callable[[Workspace, Callable[[str], None]], None]


@dataclass(frozen=True, slots=True)
class Ranked:
    """One replayed paper as the model ranked it; ``cited`` is whether a later survey cites it as a communications paper."""

    paper: Paper
    relevance: float
    section: str
    cited: bool


@dataclass(frozen=True, slots=True)
class DemoReport:
    """The whole ranking, the best first, and where the digest is."""

    ranked: tuple[Ranked, ...]
    digest: Path
    n_references: int

    @property
    def wanted(self) -> int:
        """How many of the papers later surveys cite as communications papers."""
        return sum(r.cited for r in self.ranked)

    def found(self, k: int) -> int:
        """How many of those stand among the first ``k``."""
        return sum(r.cited for r in self.ranked[:k])


def bundled() -> list[tuple[Paper, bool]]:
    """The replayed papers, each with whether a later survey cites it as a communications paper."""
    lines = (files("littrack") / "demo" / "records.jsonl").read_bytes().splitlines()
    found = []
    for n, line in enumerate(lines):
        record = orjson.loads(line)
        day = _FIRST_DAY + n % _DAYS
        paper = Paper(
            id=record["id"],
            title=record["title"],
            authors=tuple(record["authors"]),
            categories=(_CATEGORY,),
            announced=date(2026, 1, day),
        )
        found.append((paper, bool(record["communications"])))
    return found


def prepare(folder: Path, server: ReplayServer | None = None) -> Workspace:
    """Lay out the demo's workspace in ``folder``: settings, and the taxonomy and references of the older README.

    A replay, where one is given, stands in arXiv's place; on the loopback there is no need to pause between requests.

    Raises:
        UsageError: the folder holds something else than an earlier demo, which is thrown away.
    """
    source = files("littrack") / "demo"
    if folder.exists() and any(folder.iterdir()):
        if not _is_demo(folder / FILE):
            raise UsageError(f"{folder} is not empty", "name a new folder for the demo")
        shutil.rmtree(folder)
    written = [folder / "classifiers" / "comlam" / name for name in ("taxonomy.toml", "references.jsonl")]
    for path in written:
        write_atomically(path, (source / path.name).read_bytes())
    taxonomy, references = read_taxonomy(written[0]), read_references(written[1])
    papers = [r for r in references if r.kind is Kind.PAPER]
    write_atomically(folder / "README.md", _as_list(taxonomy, papers).encode())
    settings = (source / FILE).read_text(encoding="utf-8")
    if server:
        urls = f'api_url = "{server.api_url}"\nfeed_url = "{server.feed_url}"\noai_url = "{server.oai_url}"'
        settings = settings.replace("[watch]", f"[watch]\ninterval = 0.0\n{urls}")
    write_atomically(folder / FILE, settings.encode())
    return load_workspace(folder)


def _as_list(taxonomy: Taxonomy, references: Sequence[Reference]) -> str:
    """The references as an awesome list, for ComLAM's own README is not bundled: something to write accepted papers into."""
    paragraphs = ["# Large AI Models for Communications"]
    used = {above.slug for r in references for slug in r.sections for above in taxonomy.path(slug)}
    for section in (s for s in taxonomy.sections if s.slug in used):
        paragraphs.append("#" * (1 + len(taxonomy.path(section.slug))) + f" {section.heading}")
        paragraphs.append("\n".join(_entry(r) for r in references if section.slug in r.sections))
    return "\n\n".join(filter(None, paragraphs)) + "\n"


def _entry(reference: Reference) -> str:
    title = f"[{reference.title}]({reference.url})" if reference.url else reference.title
    details = [", ".join(reference.authors), reference.venue or "", str(reference.year or "")]
    return f"- {title}. " + ", ".join(part for part in details if part)


def _is_demo(path: Path) -> bool:
    return path.is_file() and path.read_text(encoding="utf-8", errors="replace").startswith("# The demo's workspace")


def run_plainly(workspace: Workspace, say: Callable[[str], None]) -> None:
    """Run the main job in this process."""
    with Store(workspace.database) as store:
        run(workspace, store, NOW, replay=True, say=say)


def demo(folder: Path, say: Callable[[str], None] = lambda line: None, runner: Runner = run_plainly) -> DemoReport:
    """Run the main job once in ``folder`` and compare its ranking with what later surveys cite.

    Raises:
        UsageError: the folder holds something else than an earlier demo.
        LittrackError: a stage failed.
    """
    papers = bundled()
    with ReplayServer([p for p, _ in papers], NOW) as server:
        workspace = prepare(folder, server)
        runner(workspace, say)
    with Store(workspace.database) as store:
        return compared(workspace, store, papers)


def compared(workspace: Workspace, store: Store, papers: list[tuple[Paper, bool]]) -> DemoReport:
    """The report of a run that is over: the champion's ranking beside the truth."""
    champion, issue = store.models.champion(), store.digests.last()
    assert champion is not None
    assert issue is not None
    taxonomy = read_taxonomy(workspace.taxonomy_file)
    predictions = store.predictions.of(champion.id, [p.id for p, _ in papers])
    ranked = [
        Ranked(paper, mine.relevance, taxonomy.heading(mine.sections[0].slug) if mine.sections else "", cited)
        for paper, cited in papers
        if (mine := predictions.get(paper.id))
    ]
    ranked.sort(key=lambda r: (-r.relevance, -predictions[r.paper.id].score, r.paper.id))
    page = workspace.reports / issue.week / "index.html"
    return DemoReport(tuple(ranked), page, len(store.references.all()))
