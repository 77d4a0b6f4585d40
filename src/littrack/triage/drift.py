"""What moves in the field, away from the list: pure rules over dated events."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from littrack.records import Decision, Paper, Reason, Taxonomy, Verdict
from littrack.triage.views import Finding

RECENT = timedelta(days=90)
BEFORE = timedelta(days=365)
QUIET = timedelta(days=180)
LEAST = 4  # fewer events than this are no trend
UNLIKELY = 0.02
DECISIONS = timedelta(days=56)
_NEW = 0.05  # how often a relevant paper fits no section, before it is read
_MOST_TOLD = 2.0  # by one candidate, as log-odds: it takes two to make a group


@dataclass(frozen=True, slots=True)
class Addition:
    """A paper that came to a section of the list on a day."""

    day: date
    section: str


def growing(additions: Iterable[Addition], taxonomy: Taxonomy, today: date) -> list[Finding]:
    """Top sections that got more in three months than their year before makes likely (Poisson, one-sided)."""
    recent, before = Counter[str](), Counter[str]()
    for a in additions:
        if today - RECENT < a.day <= today:
            recent[taxonomy.top(a.section)] += 1
        elif today - RECENT - BEFORE < a.day <= today - RECENT:
            before[taxonomy.top(a.section)] += 1
    found = []
    # Where next to nothing of the year before is known, everything seems to grow.
    for slug, n in recent.most_common() if before.total() >= LEAST else ():
        usual = (before[slug] + 0.5) * (RECENT / BEFORE)  # half an event: a section that was empty is no proof of anything
        if n >= LEAST and _tail(n, usual) < UNLIKELY:
            text = f"{n} papers in three months; {usual:.1f} were usual in the year before. A section of its own may be due."
            found.append(Finding("grows", taxonomy.heading(slug), text))
    return found


def quiet(additions: Iterable[Addition], proposed: Iterable[Addition], taxonomy: Taxonomy, today: date) -> list[Finding]:
    """Top sections that lived a year ago and to which nothing was added or proposed for half a year."""
    alive = Counter(taxonomy.top(a.section) for a in additions if today - QUIET - BEFORE < a.day <= today - QUIET)
    seen = {taxonomy.top(a.section) for a in (*additions, *proposed) if a.day > today - QUIET}
    return [
        Finding("quiet", taxonomy.heading(slug), f"{n} papers in the year before, none added or proposed for half a year.")
        for slug, n in alive.most_common()
        if n >= LEAST and slug not in seen
    ]


def acceptance(decisions: Sequence[Decision], today: date) -> list[Finding]:
    """Whether the share of accepted candidates fell in eight weeks against the half-year before (two proportions)."""
    judged = [d for d in decisions if d.verdict in (Verdict.ACCEPT, Verdict.REJECT)]
    now = [d for d in judged if d.at.date() > today - DECISIONS]
    then = [d for d in judged if today - DECISIONS - QUIET < d.at.date() <= today - DECISIONS]
    if min(len(now), len(then)) < 10:
        return []
    shares = [sum(d.verdict is Verdict.ACCEPT for d in part) / len(part) for part in (then, now)]
    pooled = (shares[0] * len(then) + shares[1] * len(now)) / (len(then) + len(now))
    spread = math.sqrt(pooled * (1 - pooled) * (1 / len(then) + 1 / len(now)))
    if spread == 0 or (shares[0] - shares[1]) / spread < 2.05:  # one-sided 2 %
        return []
    why = Counter(d.reason or Reason.OTHER for d in now if d.verdict is Verdict.REJECT).most_common(1)[0][0]
    text = f"{shares[1]:.0%} of {len(now)} accepted in eight weeks, {shares[0]:.0%} of {len(then)} before"
    text = f"{text}; most rejects: {why.value}."
    return [Finding("acceptance", "Fewer candidates are accepted", text)]


def fits_nowhere(chances: Sequence[float]) -> bool:
    """Whether a group of alike candidates is more likely than not to fit no section, given that of each of them.

    Each says little by itself, as new sections are rare; together they may say enough (naive Bayes).
    """
    told = sum(min(_odds(chance) - _odds(_NEW), _MOST_TOLD) for chance in chances)
    return told + _odds(_NEW) >= 0


def unplaced(groups: Sequence[tuple[Sequence[str], Sequence[Paper]]]) -> list[Finding]:
    """Groups of candidates that fit no section, each with its own words as a proposed heading."""
    return [
        Finding(
            "fits nowhere",
            _heading(words),
            f"{len(papers)} candidates fit no section; their own words make this heading.",
            papers,
        )
        for words, papers in groups
    ]


@dataclass(frozen=True, slots=True)
class Month:
    """What was decided in a month: how many candidates, and the accepted papers, each with its section's heading."""

    name: str
    decided: int
    accepted: Sequence[tuple[Paper, str]]


def decided_in(log: Sequence[Decision], start: date, end: date) -> list[Decision]:
    """The acceptances and rejections in force that were made from ``start`` on and before ``end``."""
    return [d for d in log if d.verdict in (Verdict.ACCEPT, Verdict.REJECT) and start <= d.at.date() < end]


def note(findings: Sequence[Finding], month: str, titles: Mapping[str, str], before: Month) -> str:
    """The month's note as Markdown; ``titles`` has what each kind of finding is called, ``before`` is the month that ended."""
    lines = [f"# What moved, {month}", "", f"## Accepted in {before.name}", ""]
    lines += [f"{len(before.accepted)} of the {before.decided} candidates decided on.", ""]
    lines += [f"- {p.title} ({p.url}): {heading}" for p, heading in before.accepted]
    lines += [""] if before.accepted else []
    for kind in dict.fromkeys(f.kind for f in findings):
        lines += [f"## {titles.get(kind, kind)}", ""]
        for f in (f for f in findings if f.kind == kind):
            lines.append(f"- **{f.subject}**: {f.text}")
            lines += [f"  - {p.title} ({p.url})" for p in f.papers]
        lines.append("")
    return "\n".join(lines if findings else [*lines, "Nothing else stands out.", ""])


def _heading(words: Sequence[str]) -> str:
    first, *rest = words
    return ", ".join([first[:1].upper() + first[1:], *rest])


def _odds(chance: float) -> float:
    """The log-odds of a probability; of one next to 0 or 1, those of one in ten thousand."""
    chance = min(max(chance, 1e-4), 1 - 1e-4)
    return math.log(chance / (1 - chance))


def _tail(n: int, mean: float) -> float:
    """The probability of ``n`` events or more where ``mean`` are expected."""
    return 1 - sum(math.exp(-mean) * mean**k / math.factorial(k) for k in range(n))
