"""Signed links for the mail: each names one candidate and one verdict, expires, and ends with the next decision.

A link only opens a page that asks; mail scanners, which follow every link, therefore decide nothing.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from itsdangerous import BadData, URLSafeSerializer

from littrack.errors import UsageError
from littrack.records import Verdict


class LinkError(UsageError):
    """A link that is forged, cut off or too old."""


@dataclass(frozen=True, slots=True)
class Link:
    """What a link says. ``seen`` is the candidate's last decision when it was made: a later one ends the link."""

    paper_id: str
    verdict: Verdict
    who: str
    expires: datetime
    seen: int = 0


def make(key: bytes, link: Link) -> str:
    """The link as a token of URL-safe characters, signed with ``key``."""
    fields = [link.paper_id, link.verdict.value, link.who, int(link.expires.timestamp()), link.seen]
    return str(_serializer(key).dumps(fields))


def verify(key: bytes, token: str, now: datetime) -> Link:
    """The link that a token is.

    Raises:
        LinkError: the signature is wrong, or the link has expired at ``now``.
    """
    try:
        paper_id, verdict, who, expires, seen = _serializer(key).loads(token)
    except (BadData, ValueError, TypeError):
        raise LinkError("this link is not valid", "copy the whole link from the mail, or decide on the page") from None
    link = Link(paper_id, Verdict(verdict), who, datetime.fromtimestamp(expires, UTC), seen)
    if now >= link.expires:
        raise LinkError(f"this link expired on {link.expires.date()}", "decide on the page")
    return link


def make_leave(key: bytes, email: str) -> str:
    """The token with which the reader of that address can end the mail; it does not expire."""
    return str(_serializer(key, "littrack.unsubscribe").dumps(email))


def verify_leave(key: bytes, token: str) -> str:
    """The address that a token ends the mail for.

    Raises:
        LinkError: the signature is wrong.
    """
    try:
        return str(_serializer(key, "littrack.unsubscribe").loads(token))
    except (BadData, ValueError):
        raise LinkError("this link is not valid", "copy the whole link from the mail") from None


def _serializer(key: bytes, salt: str = "littrack.link") -> URLSafeSerializer:
    return URLSafeSerializer(key, salt=salt, signer_kwargs={"digest_method": hashlib.sha256})
