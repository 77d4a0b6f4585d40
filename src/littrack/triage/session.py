"""Who is asking: signed cookies, the tokens of forms, and the limit on log-in attempts."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections import deque
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from itsdangerous import BadData, URLSafeSerializer

COOKIE = "littrack"
LIFE = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Session:
    """One browser. ``who`` is empty until it has logged in; ``id`` ties its forms to it."""

    id: str
    who: str
    ends: datetime


class Sessions:
    """Sessions that live in the browser, signed with the workspace's key; the server keeps nothing."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._serializer = URLSafeSerializer(key, salt="littrack.session", signer_kwargs={"digest_method": hashlib.sha256})

    def new(self, who: str, now: datetime) -> Session:
        """A fresh session; logging in always makes one, so that an id planted before is worth nothing."""
        return Session(secrets.token_urlsafe(18), who, now + LIFE)

    def to_cookie(self, session: Session) -> str:
        """The cookie's value."""
        return str(self._serializer.dumps([session.id, session.who, int(session.ends.timestamp())]))

    def from_cookie(self, value: str, now: datetime) -> Session | None:
        """The session of a cookie; None where it is forged or over."""
        try:
            ident, who, ends = self._serializer.loads(value)
        except (BadData, ValueError, TypeError):
            return None
        session = Session(ident, who, datetime.fromtimestamp(ends, UTC))
        return session if now < session.ends else None

    def form_token(self, session: Session) -> str:
        """The token that every form of this session carries."""
        return hmac.new(self._key, b"littrack.form:" + session.id.encode(), hashlib.sha256).hexdigest()

    def is_form_token(self, session: Session, token: str) -> bool:
        """Whether a form came from a page that was made for this session."""
        return hmac.compare_digest(self.form_token(session).encode(), token.encode())


class Attempts:
    """At most so many failed log-ins from one address, and in all, in a quarter of an hour."""

    WINDOW = timedelta(minutes=15)
    EACH = 10
    ALL = 100

    def __init__(self) -> None:
        self._failed: deque[tuple[datetime, str]] = deque()

    def allowed(self, address: str, now: datetime) -> bool:
        """Whether this address may try now."""
        while self._failed and self._failed[0][0] <= now - self.WINDOW:
            self._failed.popleft()
        return len(self._failed) < self.ALL and sum(a == address for _, a in self._failed) < self.EACH

    def failed(self, address: str, now: datetime) -> None:
        """Note a failed attempt. No more are kept than the limit, so memory is bounded."""
        self._failed.append((now, address))
