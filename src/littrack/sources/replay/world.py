"""What arXiv has announced, and when: papers with a history of announcements. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from littrack.records import Paper, Version
from littrack.sources.mailing import announcement_day, deadline, is_announcement_day, mailing_moment, previous_day

OAI_DELAY = timedelta(hours=2, minutes=30)  # metadata are out about 22:30 Eastern


@dataclass(frozen=True, slots=True)
class Announcement:
    """``paper`` as it stands from ``day`` on.

    ``kind`` is ``new``, ``cross`` (``added`` are the categories that it is listed in from now on), ``replace``, or ``edit``
    (the metadata were touched; nothing is announced).
    """

    day: date
    kind: str
    paper: Paper
    added: tuple[str, ...] = ()

    @property
    def public(self) -> datetime:
        """When the query API has it, in UTC."""
        return mailing_moment(self.day)


class World:
    """Everything that this replay will ever announce, in order of announcement."""

    def __init__(self, announcements: Iterable[Announcement]) -> None:
        self.announcements = sorted(announcements, key=lambda a: (a.day, a.kind != "new", a.paper.id))
        self._moments = [a.public for a in self.announcements]
        self._of_day: dict[date, list[Announcement]] = {}
        for a in self.announcements:
            self._of_day.setdefault(a.day, []).append(a)
        self._cache: tuple[int, list[Paper]] = (-1, [])
        self._touched: tuple[int, list[tuple[date, Paper]]] = (-1, [])

    @classmethod
    def of(cls, papers: Iterable[Paper]) -> World:
        """A world in which each paper is announced once, on its ``announced`` day.

        A paper without a submission moment gets one between the deadlines that its day allows, always the same one.
        """
        return cls(Announcement(p.announced, "new", with_submission(p)) for p in papers if p.announced)

    def until(self, now: datetime) -> Sequence[Announcement]:
        """What has been announced by ``now``."""
        return self.announcements[: bisect_right(self._moments, now)]

    def papers(self, now: datetime) -> list[Paper]:
        """Every paper as it stands at ``now``, by submission."""
        count = bisect_right(self._moments, now)
        if self._cache[0] != count:
            current = {a.paper.id: a.paper for a in self.announcements[:count]}
            earliest = datetime.min.replace(tzinfo=UTC)
            self._cache = (count, sorted(current.values(), key=lambda p: (p.submitted or earliest, p.id)))
        return self._cache[1]

    def of_day(self, day: date) -> Sequence[Announcement]:
        """What is announced on that day."""
        return self._of_day.get(day, [])

    def touched(self, now: datetime) -> list[tuple[date, Paper]]:
        """Every paper with the UTC day on which its metadata last changed, as OAI-PMH has them; by day and id."""
        count = bisect_right(self._moments, now - OAI_DELAY)
        if self._touched[0] != count:
            last = {a.paper.id: ((a.public + OAI_DELAY).date(), a.paper) for a in self.announcements[:count]}
            self._touched = (count, sorted(last.values(), key=lambda pair: (pair[0], pair[1].id)))
        return self._touched[1]


def with_submission(paper: Paper, held_days: int = 0) -> Paper:
    """The paper with a submission moment that arXiv's deadlines allow for its day, ``held_days`` before it was due."""
    assert paper.announced is not None
    submitted = paper.submitted or _submission(paper.id, paper.announced) - timedelta(days=held_days)
    versions = paper.versions or (Version(1, submitted),)
    return replace(paper, submitted=submitted, updated=paper.updated or submitted, versions=versions)


def _submission(paper_id: str, day: date) -> datetime:
    due = day if is_announcement_day(day) else previous_day(day)
    end, start = deadline(due), deadline(previous_day(due))
    share = int.from_bytes(sha256(paper_id.encode()).digest()[:4], "big") / 2**32
    seconds = int((end - start).total_seconds() * share)
    submitted = end - timedelta(seconds=seconds)
    assert announcement_day(submitted) <= day
    return submitted
