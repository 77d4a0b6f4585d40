"""What every request and answer passes: the Host check, the limit on size, and the headers that confine the page."""

from __future__ import annotations

from collections.abc import Container
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_FORM = 64 * 1024
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class Guard:
    """ASGI middleware. A request for another host is a page elsewhere that has its name point here: it gets nothing."""

    def __init__(self, app: ASGIApp, hosts: Container[str]) -> None:
        self.app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        app = refusal or self.app
        await app(scope, receive, _with_headers(send, scope["path"].startswith("/static/")))

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        headers = Headers(scope=scope)
        if host_name(headers.get("host", "")) not in self._hosts:
            return PlainTextResponse("This address is not served here; set triage.url in littrack.toml.\n", 421)
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > LARGEST_FORM:
            return PlainTextResponse("That form is too large.\n", 413)
        if scope["method"] not in ("GET", "HEAD") and not _from_here(headers):
            return PlainTextResponse("That form comes from another site.\n", 403)
        return None


def host_name(host: str) -> str:
    """The name of a ``Host`` header without its port; empty where it is no host."""
    try:
        parts = urlsplit(f"//{host}")
        return (parts.hostname or "") if parts.path == "" and not parts.query and parts.username is None else ""
    except ValueError:
        return ""


def _from_here(headers: Headers) -> bool:
    """Whether the browser says that a form was sent from our own pages; very old ones say nothing."""
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host")


def _with_headers(send: Send, static: bool) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            headers["Cache-Control"] = "public, max-age=86400" if static else "no-store"
        await send(message)

    return sending
