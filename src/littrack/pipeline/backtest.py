"""``backtest``: replay history from files, without a workspace."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import orjson

from littrack.errors import UsageError
from littrack.model import plots
from littrack.model.backtest import Addition, Dated, History, Week, better_than, calibration, figures, section_hits
from littrack.model.text import Text, of_paper
from littrack.records import Paper, Problem, parse_arxiv_id
from littrack.sources import snapshot
from littrack.sources.mailing import announcement_day
from littrack.workspace import write_atomically

_BASELINES = ("keyword", "tfidf_linear", "majority")
_MOST_PROBLEMS = 20


@dataclass(frozen=True, slots=True)
class BacktestReport:
    """What a backtest found. ``figures`` are those of the verb's JSON."""

    figures: dict[str, Any]
    problems: tuple[Problem, ...]
    n_problems: int


def backtest(
    papers: Sequence[Path],
    additions: Path,
    start: date,
    until: date | None = None,
    ks: Sequence[int] = (5, 10, 20),
    *,
    baselines: bool = True,
    seed: int = 0,
    page: Path | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> BacktestReport:
    """Rank every week's papers with a model of what was known before it, and compare with what the maintainers added.

    Args:
        papers: files of records, plain or packed. A record without a date is not ranked; it lends its abstract to an entry.
        additions: lines of ``title, arxiv_id, section, date_added``, plain or gzip.
        start: first day of the period.
        until: its last day; default: the last day of the records.
        ks: the depths at which recall is told.
        baselines: also run what littrack has to beat.
        seed: settles samples and folds.
        page: where to write the report as a page with plots.
        say: is told of each week.

    Raises:
        UsageError: a file is missing, or the period has nothing to replay.
    """
    problems: list[Problem] = []
    dated = _papers(papers, problems)
    listed = _additions(additions, dated, problems)
    days = [p.day for p in dated if p.day]
    last = until or max(days, default=start)
    if last < start:
        raise UsageError(f"there is nothing to replay from {start} to {last}", "give an earlier --from or a later --until")
    weeks = History(dated, listed, seed).replay(start, last, baselines, say)
    told = _figures(weeks, dated, listed, ks, baselines, seed)
    told |= {"from": start.isoformat(), "until": last.isoformat(), "problems": len(problems)}
    if page:
        write_atomically(page, _html(told).encode())
    return BacktestReport(told, tuple(problems[:_MOST_PROBLEMS]), len(problems))


def _figures(
    weeks: list[Week], papers: list[Dated], listed: list[Addition], ks: Sequence[int], baselines: bool, seed: int
) -> dict[str, Any]:
    told: dict[str, Any] = {
        "n_papers": sum(len(w.papers) for w in weeks),
        "n_additions": int(sum(w.truth.sum() for w in weeks)),
        "n_weeks": len(weeks),
        "n_listed": len(listed),
        **figures(weeks, ks, seed=seed),
        **calibration(weeks),
        "section_hit_at": section_hits(weeks),
        "n_section_hits": sum(len(w.hits) for w in weeks),
    }
    if baselines:
        told["baselines"] = {name: figures(weeks, ks, name, seed) for name in _BASELINES}
        told["better_than"] = {name: better_than(weeks, name, seed) for name in _BASELINES}
    told["additions"] = [
        {"id": papers[n].id, "title": papers[n].text.title, "week": w.start.isoformat(), "rank": int(rank), "of": len(w.papers)}
        for w in weeks
        for n, rank in zip(w.papers[w.truth == 1], w.ranks("littrack"), strict=True)
    ]
    return told


def _html(told: dict[str, Any]) -> str:
    """The report as a page of its own."""
    methods = {"littrack": told, **told.get("baselines", {})}
    rows = [
        (
            name,
            *(_share(v, row["interval"][f"recall_at_{k}"]) for k, v in row["recall_at"].items()),
            _share(row["average_precision"], row["interval"]["average_precision"]),
            row["read_for_95"],
        )
        for name, row in methods.items()
    ]
    title = f"Backtest, {told['from']} to {told['until']}"
    said = f"{told['n_additions']} of {told['n_papers']:,} papers in {told['n_weeks']} weeks were added to the list."
    summed = f"The probabilities add up to {told['expected_additions']:g} additions; {told['n_additions']} came."
    steps = told["reliability"]
    found = [(a["week"], a["rank"], a["of"], a["id"], a["title"]) for a in told["additions"]]
    body = [
        f"<h1>{title}</h1><p>{said}</p>",
        plots.table(rows, ("", *(f"recall at {k} (95 %)" for k in told["recall_at"]), "average precision", "read for 95 %")),
        plots.bars({f"at {k}": v or 0.0 for k, v in told["recall_at"].items()}, "Recall within so many papers of a week"),
        f"<h2>Probabilities</h2><p>{summed}</p>",
        plots.curve([(s, c, n) for s, c, n in steps], "Reliability: said and added"),
        plots.table([(f"{s:.3f}", f"{c:.3f}", n) for s, c, n in steps], ("said", "came", "n")),
        "<h2>Additions</h2>",
        plots.table(found, ("week", "rank", "of", "arXiv", "title")),
    ]
    return plots.page(title, body)


def _share(value: float | None, span: list[float] | None) -> str:
    told = "–" if value is None else f"{value:.2f}"
    return f"{told} ({span[0]:.2f}–{span[1]:.2f})" if span else told


def _papers(paths: Iterable[Path], problems: list[Problem]) -> list[Dated]:
    found: dict[str, Dated] = {}
    for path in paths:
        for item in snapshot.read(path):
            if isinstance(item, Problem):
                problems.append(item)
                continue
            paper = Dated(item.id, of_paper(item), _day(item))
            known = found.get(item.id)
            if known is None or (known.day is None and paper.day):
                found[item.id] = paper
    return sorted(found.values(), key=lambda p: (p.day or date.min, p.id))


def _day(paper: Paper) -> date | None:
    return paper.announced or (announcement_day(paper.submitted) if paper.submitted else None)


def _additions(path: Path, papers: Sequence[Dated], problems: list[Problem]) -> list[Addition]:
    by_id = {p.id: n for n, p in enumerate(papers)}
    by_title = {_bare(p.text.title): n for n, p in enumerate(papers)}
    found = []
    for number, line in enumerate(_lines(path), 1):
        if not line.strip():
            continue
        try:
            found.append(_addition(orjson.loads(line), by_id, by_title))
        except (ValueError, TypeError, AttributeError) as error:
            problems.append(Problem(f"no dated addition: {error}", str(path), number))
    if not found:
        raise UsageError(f"{path} has no dated additions", "a line is a JSON object with title, arxiv_id, section, date_added")
    return found


def _addition(record: dict[str, Any], by_id: dict[str, int], by_title: dict[str, int]) -> Addition:
    title = str(record.get("title") or "")
    split = parse_arxiv_id(str(record.get("arxiv_id") or ""))
    paper = by_id.get(split[0]) if split else None
    named = paper is not None
    if paper is None and title:
        paper = by_title.get(_bare(title))
    if not title and paper is None:
        raise ValueError("it has neither a title nor a known arxiv_id")
    sections = record.get("section") or record.get("sections") or []
    names = [sections] if isinstance(sections, str) else list(sections)
    added = date.fromisoformat(str(record.get("date_added") or record.get("added") or "")[:10])
    return Addition(Text(title), tuple(dict.fromkeys(str(n) for n in names if n)), added, paper, named)


def _bare(title: str) -> str:
    """The letters and digits of a title, by which the same title is found however it is typeset."""
    return "".join(c for c in title.lower() if c.isalnum())


def _lines(path: Path) -> list[bytes]:
    try:
        data = path.read_bytes()
        return (gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data).splitlines()
    except (OSError, EOFError) as error:
        raise UsageError(f"{path} cannot be read ({error})", "name a file of JSON lines, plain or gzip") from error
