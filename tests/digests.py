"""A small workspace with invented papers, for the digest room's tests."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bench.worlds import settle

from littrack.records import (
    DayState,
    Evidence,
    LedgerEntry,
    Neighbour,
    Paper,
    Prediction,
    Section,
    SectionScore,
    Taxonomy,
    Term,
)

NOW = datetime(2026, 1, 5, 6, tzinfo=UTC)  # a Monday, week 2026-W02
TAXONOMY = Taxonomy(
    "demo",
    (
        Section("use", "Uses", "1"),
        Section("use/channel", "Channels & estimation", "1.1", "use"),
        Section("security", "Security", "2"),
    ),
)
SETTINGS = '[survey]\nslug = "demo"\ntitle = "Demo survey"\n[digest]\ntimezone = "Europe/Berlin"\ncap = 5\n'


def make_workspace(folder, extra=""):
    """A workspace with a taxonomy and a champion whose threshold is 0.5."""
    return settle(folder, SETTINGS + extra, TAXONOMY, NOW, {"threshold": 0.5})


def paper(number, **fields):
    """The paper 2601.NUMBER."""
    made = Paper(
        f"2601.{number:05d}",
        f"Invented paper {number}",
        abstract="Invented text.",
        authors=("Ada One", "Bo Two"),
        categories=("cs.NI",),
        announced=date(2026, 1, 5),
        source="feed",
    )
    return replace(made, **fields)


def prediction(paper_id, relevance, section="security", unplaced=0.1):
    """The champion's opinion."""
    return Prediction(
        paper_id,
        1,
        "m1",
        relevance,
        relevance,
        (SectionScore(section, 0.6), SectionScore("use/channel", 0.2)),
        unplaced,
        Evidence((Term("large model", 1.2), Term("cooking", -0.4)), (), (Neighbour("k", "A near one", 0.8),), ("Ada One",)),
    )


def add(store, now, *relevances, first=1, **fields):
    """Store papers from number ``first`` on with these relevances."""
    papers = [paper(n, **fields) for n, _ in enumerate(relevances, first)]
    store.papers.add(papers, now)
    store.predictions.add([prediction(p.id, r) for p, r in zip(papers, relevances, strict=True)], now)
    return papers


def ledger(store, day, state=DayState.COMPLETE, at=NOW, category="cs.NI"):
    """One entry of the ledger."""
    store.ledger.record([LedgerEntry("feed", category, day, state, 1, 1, 1, "", at)])


def week_later(now, weeks=1):
    """The same moment of a later week."""
    return now + timedelta(weeks=weeks)
