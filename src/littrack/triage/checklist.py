"""Triage as a Markdown checklist, such as the body of a GitHub issue: written with empty boxes, read with ticked ones.

Each box ends in an HTML comment that says what it means, so that everything else on the page is for people alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from littrack.records import Decision, Problem, Reason, Taxonomy, Verdict
from littrack.triage import rules
from littrack.triage.pages import choices
from littrack.triage.views import Sheet

_BOX = re.compile(
    r"\s*[-*+] \[(?P<tick>[ xX])\] (?P<text>.*)"
    r"<!-- littrack (?P<paper>\S+) (?P<seen>\d{1,9}) (?P<verdict>[a-z]+) (?P<what>\S+) -->\s*"
)
_FREE = "another section, by its name:"
_BLANK = "…"


@dataclass(frozen=True, slots=True)
class Ticked:
    """What the ticked boxes of one candidate say: a decision on top of decision ``seen``; ``line`` is its first box's."""

    decision: Decision
    seen: int
    line: int


def write(sheets: Sequence[Sheet], taxonomy: Taxonomy, title: str, today: date, left: int = 0) -> str:
    """The checklist of these candidates as of ``today``; ``left`` tells how many more are pending."""
    parts = [
        f"# {_safe(title)}: {len(sheets)} candidates\n",
        "Tick the sections to accept a paper into, or one other box. A paper without a tick stays pending.\n",
    ]
    parts += [_candidate(n, sheet, taxonomy, today + timedelta(days=rules.POSTPONE_DAYS)) for n, sheet in enumerate(sheets, 1)]
    if left:
        parts.append(f"{left} more are pending.\n")
    return "\n".join(parts)


def _candidate(n: int, sheet: Sheet, taxonomy: Taxonomy, later: date) -> str:
    paper, mark = sheet.paper, f"{sheet.paper.id} {sheet.seen}"
    authors = ", ".join(_safe(a, 60) for a in paper.authors[:5]) + (" and others" if len(paper.authors) > 5 else "")
    terms = [t for t in sheet.prediction.evidence.terms if t.weight > 0] if sheet.prediction else []
    why = "; ".join(_safe(t.text, 40) for t in terms[:5])
    facts = [f"{sheet.candidate.relevance:.0%}", authors, f"words for it: {why}" if why else ""]
    boxes = [
        f"accept into **{_safe(c.heading, 80)}**{f' ({c.probability:.0%})' if c.probability is not None else ''} "
        f"<!-- littrack {mark} accept {c.slug} -->"
        for c in choices(sheet, taxonomy, ())[:5]
    ]
    boxes.append(f"accept into {_FREE} {_BLANK} <!-- littrack {mark} accept : -->")
    boxes += [f"reject: {r.value.replace('-', ' ')} <!-- littrack {mark} reject {r.value} -->" for r in Reason]
    boxes.append(f"later, on {later} <!-- littrack {mark} postpone {later} -->")
    lines = [f"### {n}. [{_safe(paper.title, 300)}]({paper.url})", " · ".join(f for f in facts if f), ""]
    return "\n".join([*lines, *(f"- [ ] {box}" for box in boxes), ""])


def _safe(text: str, limit: int = 200) -> str:
    """Text in which Markdown, HTML and the mentions of a forge mean nothing."""
    bare = re.sub(r"([\\`*_{}\[\]<>|~$])", r"\\\1", rules.clean(text, limit)).replace("&", "&amp;")
    return re.sub(r"([@#])(?=\w)", "\\1\u2060", bare)


def read(text: str, who: str, now: datetime) -> tuple[list[Ticked], list[Problem]]:
    """What was ticked, in the order of the document, and the candidates whose ticks contradict each other.

    Args:
        text: the checklist as it came back, line ends of any kind.
        who: who ticked it.
        now: the moment that stands in the log.
    """
    boxes: dict[str, list[tuple[int, re.Match[str]]]] = {}
    for number, row in enumerate(text.splitlines(), 1):
        found = _BOX.fullmatch(row)
        if found and found["tick"] != " ":
            boxes.setdefault(found["paper"], []).append((number, found))
    ticked, problems = [], []
    for paper_id, ticks in boxes.items():
        line = ticks[0][0]
        try:
            decision = _decision(paper_id, [match for _, match in ticks], who, now)
            ticked.append(Ticked(decision, int(ticks[0][1]["seen"]), line))
        except ValueError as error:
            problems.append(Problem(f"{paper_id}: {error}", "checklist", line))
    return ticked, problems


def _decision(paper_id: str, boxes: Sequence[re.Match[str]], who: str, now: datetime) -> Decision:
    verdicts = {box["verdict"] for box in boxes}
    if len(verdicts) > 1 or (verdicts != {"accept"} and len(boxes) > 1):
        raise ValueError("several boxes are ticked that cannot all be meant; tick one")
    verdict, what = Verdict(boxes[0]["verdict"]), boxes[0]["what"]
    match verdict:
        case Verdict.ACCEPT:
            sections = tuple(_section(box) for box in boxes)
            return Decision(paper_id, verdict, now, who, "checklist", sections)
        case Verdict.REJECT:
            return Decision(paper_id, verdict, now, who, "checklist", reason=Reason(what))
        case Verdict.POSTPONE:
            return Decision(paper_id, verdict, now, who, "checklist", until=date.fromisoformat(what))
        case _:
            raise ValueError("a checklist cannot undo")


def _section(box: re.Match[str]) -> str:
    if box["what"] != ":":
        return box["what"]
    name = box["text"].partition(_FREE)[2].strip(f" {_BLANK}")
    if not name:
        raise ValueError("the box for another section is ticked, but no section is named beside it")
    return name
