"""The outbox's shelf: every message that is to go out, from rendered through sending to sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from littrack.store.codec import moment, to_moment

RENDERED, SENDING, SENT, REFUSED = "rendered", "sending", "sent", "refused"


@dataclass(frozen=True, slots=True)
class Message:
    """A message and where it stands.

    ``key`` says what it is (``issue.12``, ``silence.2026-01-05``), ``channel`` how it goes (``mail`` or ``notify``). With
    ``message_id`` and ``content`` it can be sent again as it was; the content is dropped once it was sent.
    """

    key: str
    channel: str
    recipient: str
    message_id: str
    subject: str
    content: bytes = b""
    state: str = RENDERED
    attempts: int = 0
    error: str = ""
    rendered: datetime | None = None
    changed: datetime | None = None


class Outbox:
    """Messages by key, channel and recipient. Each of these is there once, whatever is killed when."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def put(self, messages: Iterable[Message], now: datetime) -> int:
        """Add messages that are not there yet, in one transaction; returns how many were new."""
        with self._db.atomic():
            before = self._db.table("outbox").count
            self._db.table("outbox").insert_all((_row(m, now) for m in messages), ignore=True)
            return self._db.table("outbox").count - before

    def waiting(self) -> list[Message]:
        """The messages that have not arrived yet, the oldest first; one found ``sending`` was interrupted."""
        sql = "select * from outbox where state in ('rendered', 'sending') order by number"
        return [_message(row) for row in self._db.query(sql)]

    def claim(self, message: Message, now: datetime) -> None:
        """Mark a message as about to be handed over; on disk before this returns."""
        with self._on_disk():
            self._set(message, SENDING, now, "attempts = attempts + 1")

    def sent(self, message: Message, now: datetime) -> None:
        """Mark a message as taken by the other side; on disk before this returns."""
        with self._on_disk():
            self._set(message, SENT, now, "content = null, error = ''")

    def later(self, message: Message, error: str, now: datetime) -> None:
        """Put a message back that could not be handed over now."""
        self._set(message, RENDERED, now, "error = ?", error[:300])

    def refused(self, message: Message, error: str, now: datetime) -> None:
        """Mark a message that the other side will never take."""
        self._set(message, REFUSED, now, "error = ?", error[:300])

    def retry_refused(self, now: datetime) -> int:
        """Make every refused message wait again; returns how many."""
        cursor = self._db.execute("update outbox set state = 'rendered', changed = ? where state = 'refused'", [moment(now)])
        self._db.conn.commit()
        return int(cursor.rowcount)

    def all(self, key: str | None = None) -> list[Message]:
        """The messages of one key, or all, without their contents, the oldest first."""
        sql = "select *, null as content from outbox where ?1 is null or key = ?1 order by number"
        return [_message(row) for row in self._db.query(sql, [key])]

    def counts(self) -> dict[str, int]:
        """How many messages stand in each state."""
        return dict(self._db.execute("select state, count(*) from outbox group by state").fetchall())

    def last_sent(self, kind: str = "issue") -> datetime | None:
        """When a message of that kind was sent last, or None."""
        sql = "select max(changed) from outbox where state = 'sent' and substr(key, 1, ?) = ?"
        return to_moment(self._db.execute(sql, [len(kind) + 1, kind + "."]).fetchone()[0])

    def opt_out(self, email: str, now: datetime) -> None:
        """Never queue mail for that address again."""
        with self._db.atomic():
            self._db.table("mail_optouts").insert({"email": email.lower(), "at": moment(now)}, ignore=True)

    def opted_out(self) -> set[str]:
        """The addresses, in lower case, that want no mail."""
        return {row[0] for row in self._db.execute("select email from mail_optouts")}

    def _set(self, message: Message, state: str, now: datetime, also: str, *values: str) -> None:
        with self._db.atomic():
            self._db.execute(
                f"update outbox set state = ?, changed = ?, {also} where key = ? and channel = ? and recipient = ?",
                [state, moment(now), *values, message.key, message.channel, message.recipient],
            )

    @contextmanager
    def _on_disk(self) -> Iterator[None]:
        """A power cut after this block loses nothing of it; elsewhere the newest transactions may be lost."""
        self._db.execute("pragma synchronous = full")
        try:
            yield
        finally:
            self._db.execute("pragma synchronous = normal")


def _row(m: Message, now: datetime) -> dict[str, Any]:
    return {
        "key": m.key,
        "channel": m.channel,
        "recipient": m.recipient,
        "message_id": m.message_id,
        "subject": m.subject,
        "content": m.content,
        "state": RENDERED,
        "attempts": 0,
        "error": "",
        "rendered": moment(now),
        "changed": moment(now),
    }


def _message(row: dict[str, Any]) -> Message:
    return Message(
        key=row["key"],
        channel=row["channel"],
        recipient=row["recipient"],
        message_id=row["message_id"],
        subject=row["subject"],
        content=row["content"] or b"",
        state=row["state"],
        attempts=row["attempts"],
        error=row["error"],
        rendered=to_moment(row["rendered"]),
        changed=to_moment(row["changed"]),
    )
