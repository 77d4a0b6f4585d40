"""``score``: a whole snapshot of arXiv for one or many surveys, in shards that can be killed, moved and resumed.

A shard's result holds what the end needs of it and nothing else, and two results of the same papers can be joined in any
order: a paper that stands in the files twice counts once, with its best score. So the end is the same, byte by byte, whatever
the number of shards and workers.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import orjson
from filelock import FileLock, Timeout

from littrack.config import Workspace
from littrack.errors import BusyError, StoreError, UsageError
from littrack.model import bundle
from littrack.pipeline.model import champion_of
from littrack.pipeline.scores_out import distinct, write
from littrack.pipeline.shards import Job, Kept, Result, Survey, key_of, load, run_all, save
from littrack.records import Paper, Problem
from littrack.sources import snapshot
from littrack.sources.files import pieces
from littrack.store import Store

_BATCH = 500
_SMALL = 256 << 20
_TOLD = 1000
Done = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Hit:
    """One of a survey's best papers."""

    id: str
    title: str
    relevance: float
    score: float


@dataclass(frozen=True, slots=True)
class SurveyScores:
    """What came out for one survey. ``best`` are the top ones, the best first; ``stored`` counts those and all others above."""

    survey: str
    model_id: str
    threshold: float
    above_threshold: int
    stored: int
    best: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class ScoreReport:
    """What came out of the files. ``papers`` are different ones, ``duplicates`` lines that repeat an id.

    ``problems`` are the first thousand of ``n_problems``.
    """

    files: tuple[str, ...]
    papers: int
    duplicates: int
    n_problems: int
    problems: tuple[Problem, ...]
    surveys: tuple[SurveyScores, ...]
    out: str | None = None


def score(
    workspaces: Sequence[Workspace],
    files: Sequence[Path],
    now: datetime,
    *,
    shards: int | None = None,
    jobs: int | None = None,
    dask: str | None = None,
    top: int = 1000,
    out: Path | None = None,
    progress: Done | None = None,
) -> ScoreReport:
    """Score every record of files for every survey, and keep the best in each survey's store.

    Args:
        workspaces: the surveys; each needs a trained model.
        files: arXiv's snapshot or plain lines; see :mod:`littrack.sources.snapshot`.
        now: the moment kept with papers and predictions.
        shards: into how many pieces each file is cut; the result of each is kept until the end. By default pieces of 128 MB
            of a plain file, and as many as ``jobs`` of a packed one.
        jobs: how many processes score. By default one a core; for files that are read before others have started, this one.
        dask: the address of a Dask scheduler, whose workers see files and workspaces under the same paths.
        top: how many of the best papers a survey's store gets at least; all above its threshold come too.
        out: a ``.parquet`` or ``.csv`` file for the scores of all papers.
        progress: called with the share of the work done, 0 to 1.

    Raises:
        UsageError: a file cannot be read at all, or ``out`` has another ending.
        ModelError: a survey has no model.
        BusyError: another process scores the same.
        StoreError: there is no room to keep results; those kept so far are used by the next run.
    """
    if out and out.suffix not in (".parquet", ".csv"):
        raise UsageError(f"{out} is neither .parquet nor .csv", "name a file with one of these endings")
    surveys = surveys_of(workspaces)
    jobs = jobs or default_jobs(files)
    plan = [piece for path in files for piece in pieces(path, shards or _pieces(path, jobs))]
    job = Job(tuple(surveys), top, out is not None)
    folder = workspaces[0].database.parent / "score" / key_of(job, plan)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder.with_suffix(".lock"), timeout=0):
            for number, result in run_all(job, plan, folder, jobs, dask, progress):
                save(folder, number, result)
            report = _finish(workspaces, job, load(folder, plan, job), files, now, out)
            shutil.rmtree(folder)
    except Timeout:
        raise BusyError("another littrack scores these files for these surveys", "wait for it, or stop it") from None
    except OSError as error:
        raise StoreError(f"cannot keep results in {folder} ({error.strerror})", "make room and run the same again") from error
    return report


def surveys_of(workspaces: Sequence[Workspace]) -> list[Survey]:
    """The surveys' models in use, under names that differ.

    Raises:
        ModelError: a survey has no model.
    """
    found = []
    slugs = [w.settings.survey.slug for w in workspaces]
    for workspace, slug in zip(workspaces, slugs, strict=True):
        with Store(workspace.database) as store:
            stored = champion_of(store)
        _, threshold = bundle.load_relevance(workspace.classifier, stored.id, stored.sha256)
        name = slug if slugs.count(slug) == 1 else f"{slug} ({workspace.root})"
        found.append(Survey(name, str(workspace.classifier), stored.id, stored.sha256, threshold))
    return found


def default_jobs(files: Sequence[Path]) -> int:
    """As many processes as cores; for files that are read before another has started, this one."""
    if sum(path.stat().st_size for path in files if path.exists()) < _SMALL:
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _pieces(path: Path, jobs: int) -> int:
    return max(jobs, path.stat().st_size >> 27) if pieces(path, 1)[0].plain else jobs


def _finish(
    workspaces: Sequence[Workspace],
    job: Job,
    loaded: tuple[list[Result], list[list[Kept]]],
    files: Sequence[Path],
    now: datetime,
    out: Path | None,
) -> ScoreReport:
    """Join the shards' results: into the stores, into ``out`` and into a report."""
    results, best = loaded
    problems = sorted((p for r in results for p in r.problems), key=lambda p: (p.where, p.line or 0, p.message))
    papers = distinct([r.ids for r in results])
    if out:
        write(out, job, results)
    told = []
    for workspace, survey, kept in zip(workspaces, job.surveys, best, strict=True):
        told.append(_store(workspace, survey, kept, job.top, now))
    repeated = sum(len(r.ids) for r in results) - papers
    shown, name = tuple(problems[:_TOLD]), str(out) if out else None
    return ScoreReport(tuple(map(str, files)), papers, repeated, len(problems), shown, tuple(told), name)


def _store(workspace: Workspace, survey: Survey, best: list[Kept], top: int, now: datetime) -> SurveyScores:
    """The best papers and what the model says of them into the survey's store, as ``classify`` would."""
    model = bundle.load(Path(survey.folder), survey.model_id, survey.sha256)
    hits, above = [], 0
    with Store(workspace.database) as store:
        for start in range(0, len(best), _BATCH):
            papers = _papers(best[start : start + _BATCH])
            predictions = model.predict(papers, survey.model_id)
            with store.transaction():
                store.papers.add(papers, now)
                store.predictions.add(predictions, now)
            above += sum(p.relevance >= survey.threshold for p in predictions)
            for paper, said in zip(papers, predictions, strict=True):
                hits.append(Hit(paper.id, paper.title, said.relevance, said.score))
    return SurveyScores(survey.name, survey.model_id, survey.threshold, above, len(hits), tuple(hits[:top]))


def _papers(kept: Sequence[Kept]) -> list[Paper]:
    found: list[Paper] = []
    for one in kept:
        try:
            found.append(snapshot.to_paper(orjson.loads(one.line)))
        except ValueError:  # Read well enough to be scored, not to be stored; `fetch --from-file` tells what is wrong.
            continue
    return found
