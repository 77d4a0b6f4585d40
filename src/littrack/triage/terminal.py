"""Triage in the terminal, one candidate after the other, with the keys of the page."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime

from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from littrack.errors import LittrackError
from littrack.records import Decision, Reason, Verdict
from littrack.triage import rules
from littrack.triage.pages import choices
from littrack.triage.views import Desk, Filters, Sheet

KEYS = (
    "a accept · 1-9 only this section, + then 1-9 also this one · s another section · r then 1-5 reject · p postpone · "
    "n next · k back · u undo · e entry in the list · c comment · / search · ? keys · q leave"
)
_MOST_LINES = 40  # of an entry


@dataclass
class Terminal:
    """A sitting. ``key`` reads one key and ``ask`` a line; both come from outside, and so does the clock."""

    open_desk: Callable[[datetime], AbstractContextManager[Desk]]
    clock: Callable[[], datetime]
    console: Console
    key: Callable[[], str]
    ask: Callable[[str], str]
    who: str
    filters: Filters = field(default_factory=Filters)
    decided: int = 0
    _at: str | None = None
    _last: str | None = None
    _chosen: tuple[str, ...] = ()
    _comment: str = ""
    _answered: bool = False  # by a key that left the candidate as it is: it need not be shown again

    def run(self) -> int:
        """Go on until nothing is pending or the maintainer leaves; returns how many decisions were made."""
        with self.open_desk(self.clock()) as desk:
            self._at = desk.first(self.filters)
        while self._at is not None:
            with self.open_desk(self.clock()) as desk:
                sheet = desk.sheet(self._at, self.filters)
                if sheet is None:
                    break
                if not self._answered:
                    self._show(desk, sheet)
            self._answered = False
            if not self._step(sheet):
                return self.decided
        self.console.print("Nothing waits for a decision.")
        return self.decided

    def _step(self, sheet: Sheet) -> bool:
        """One key; False to leave."""
        key = self.key()
        if key in ("q", "\x03", "\x04", ""):
            return False
        try:
            with self.open_desk(self.clock()) as desk:
                self._act(desk, sheet, key)
        except LittrackError as error:
            self.console.print(Text(str(error), style="bold red"))
        return True

    def _act(self, desk: Desk, sheet: Sheet, key: str) -> None:
        if key in "123456789+s":
            self._choose(desk, sheet, key)
            return
        keys: dict[str, Callable[[], None]] = {
            "n": lambda: self._go(sheet.following or desk.first(self.filters)),
            "k": lambda: self._go(sheet.preceding or sheet.paper.id),
            "a": lambda: self._decide(desk, sheet, Verdict.ACCEPT),
            "p": lambda: self._decide(desk, sheet, Verdict.POSTPONE),
            "r": lambda: self._reject(desk, sheet),
            "u": lambda: self._undo(desk, sheet),
            "e": lambda: self._show_entry(desk, sheet),
            "c": self._ask_comment,
            "/": lambda: self._search(desk),
        }
        keys.get(key, self._help)()

    def _help(self) -> None:
        self.console.print(Text(KEYS, style="dim"))
        self._answered = True

    def _ask_comment(self) -> None:
        self._comment = self.ask("Comment")
        self._answered = True

    def _show_entry(self, desk: Desk, sheet: Sheet) -> None:
        shown = desk.sheet(sheet.paper.id, self.filters, entry=True)
        for entry in shown.entries if shown else ():
            lines = [entry.place, *entry.text.splitlines()[:_MOST_LINES]]
            self.console.print(Text("\n".join(_indented(line) for line in lines), style="cyan"))
        self._answered = True

    def _go(self, paper_id: str | None) -> None:
        self._at, self._chosen, self._comment = paper_id, (), ""

    def _decide(self, desk: Desk, sheet: Sheet, verdict: Verdict, reason: Reason | None = None) -> None:
        sections = self._current(sheet) if verdict is Verdict.ACCEPT else ()
        decision = Decision(
            sheet.paper.id, verdict, self.clock(), self.who, "terminal", sections, reason, comment=self._comment
        )
        done = desk.decide(decision, sheet.seen)
        self.decided += not done.repeated
        self._last = sheet.paper.id
        into = ", ".join(desk.taxonomy.heading(s) for s in done.candidate.sections)
        self.console.print(Text(f"→ {done.candidate.state.value}{f' into {into}' if into else ''}", style="bold green"))
        self._go(sheet.following if verdict is not Verdict.UNDO else sheet.paper.id)
        self._at = self._at or desk.first(self.filters)

    def _reject(self, desk: Desk, sheet: Sheet) -> None:
        reasons = list(Reason)
        self.console.print(" ".join(f"[{n}] {r.value}" for n, r in enumerate(reasons, 1)), markup=False)
        key = self.key()
        if key.isdigit() and 1 <= int(key) <= len(reasons):
            self._decide(desk, sheet, Verdict.REJECT, reasons[int(key) - 1])

    def _undo(self, desk: Desk, sheet: Sheet) -> None:
        """Undo on this candidate if it is decided, else on the one decided last."""
        target = sheet if rules.in_force(sheet.log) else desk.sheet(self._last or sheet.paper.id, self.filters)
        if target:
            self._decide(desk, target, Verdict.UNDO)

    def _choose(self, desk: Desk, sheet: Sheet, key: str) -> None:
        if key == "s":
            self._chosen = (rules.find_section(desk.taxonomy, self.ask("Section")),)
            return
        offered = choices(sheet, desk.taxonomy, self._chosen)
        number = self.key() if key == "+" else key
        slug = next((c.slug for c in offered if c.key == number), None)
        if slug:
            self._chosen = (*(s for s in self._current(sheet) if s != slug), slug) if key == "+" else (slug,)

    def _current(self, sheet: Sheet) -> tuple[str, ...]:
        suggested = (sheet.candidate.section,) if sheet.candidate.section else ()
        return self._chosen or sheet.candidate.sections or suggested

    def _search(self, desk: Desk) -> None:
        rows = desk.search(rules.clean(self.ask("Search"), 200), 1).rows[:9]
        for n, row in enumerate(rows, 1):
            self.console.print(Text(f"[{n}] {rules.clean(row.paper.title, 120)}  {row.paper.id}"))
        if not rows:
            self.console.print("No paper has these words.")
            return
        key = self.key()
        if key.isdigit() and 1 <= int(key) <= len(rows):
            self._go(rows[int(key) - 1].paper.id)

    def _show(self, desk: Desk, sheet: Sheet) -> None:
        paper, body = sheet.paper, Text()
        body.append(rules.clean(paper.title, 500), style="bold")
        body.append(
            "\n" + rules.clean(", ".join(paper.authors[:8]), 300) + (" …" if len(paper.authors) > 8 else ""), style="dim"
        )
        body.append(f"\n{paper.url}  {' '.join(paper.categories[:4])}\n\n", style="dim")
        body.append(rules.clean(paper.abstract or "Its source gave no abstract.", 3000))
        if sheet.prediction:
            words = [t.text for t in sheet.prediction.evidence.terms if t.weight > 0]
            body.highlight_words(words, style="black on yellow", case_sensitive=False)
            for near in sheet.prediction.evidence.neighbours[:2]:
                body.append(f"\nnear: {rules.clean(near.title, 120)} ({near.similarity:.2f})", style="dim")
        share = sheet.prediction.relevance if sheet.prediction else sheet.candidate.relevance
        place = "{} of {} · ".format(*sheet.place) if sheet.place else ""
        self.console.print(Panel(body, title=f"{place}{share:.0%} {sheet.candidate.state.value}", title_align="left"))
        current = self._current(sheet)
        for c in choices(sheet, desk.taxonomy, self._chosen):
            mark = "●" if c.slug in current else " "
            share_text = f"{c.probability:.0%}" if c.probability is not None else ""
            heading = f"{c.above} › {c.heading}" if c.above else c.heading
            self.console.print(Text(f" {mark} {c.key} {rules.clean(heading, 120)}  {share_text}"))
        self.console.print(
            "a accept · 1-9 section · r reject · p later · n next · e entry · ? more keys", style="dim", highlight=False
        )


def _indented(line: str) -> str:
    """The line without what a terminal might take for a command, its indentation kept."""
    return " " * (len(line) - len(line.lstrip(" "))) + rules.clean(line, 500)
