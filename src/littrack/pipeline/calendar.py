"""The ledger as a calendar: one account of every category and announcement day, whatever sources it came from."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from littrack.records import LedgerEntry
from littrack.sources.accounts import combine
from littrack.sources.mailing import is_announcement_day
from littrack.store import Store


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One Eastern day. ``entries`` has one account a category; ``faults`` are what arXiv, or a kill, did on it, with counts.

    ``due`` says whether arXiv had a mailing for it.
    """

    day: date
    due: bool
    entries: tuple[LedgerEntry, ...] = ()
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days from ``start`` to ``end``, both included; ``categories`` are all that have an account in them."""

    start: date
    end: date
    categories: tuple[str, ...]
    days: tuple[CalendarDay, ...]


def entries(store: Store, start: date, end: date) -> list[LedgerEntry]:
    """One entry a category and day from ``start`` to ``end``, both included, by day and category; counts are not doubled."""
    found: dict[tuple[date, str], list[LedgerEntry]] = {}
    for entry in store.ledger.between(start, end):
        found.setdefault((entry.day, entry.category), []).append(entry)
    return [combine(group) for _, group in sorted(found.items())]


def calendar(store: Store, start: date, end: date) -> Calendar:
    """The days from ``start`` to ``end`` with all that the ledger knows of them; days without anything are there, too."""
    accounts: dict[date, list[LedgerEntry]] = {}
    for entry in entries(store, start, end):
        accounts.setdefault(entry.day, []).append(entry)
    faults: dict[date, Counter[str]] = {}
    for day, source, fault, note in store.ledger.faults(start, end):
        text = note if fault in ("failed", "killed") else f"{fault} ({source}) {note}"
        faults.setdefault(day, Counter())[text] += 1
    days = (start + timedelta(days=n) for n in range((end - start).days + 1))
    return Calendar(
        start,
        end,
        tuple(sorted({e.category for found in accounts.values() for e in found})),
        tuple(
            CalendarDay(
                d,
                is_announcement_day(d),
                tuple(accounts.get(d, ())),
                tuple(f"{text} (x{n})" if n > 1 else text for text, n in faults.get(d, Counter()).items()),
            )
            for d in days
        ),
    )
