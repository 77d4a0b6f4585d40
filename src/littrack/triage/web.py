"""The page of ``littrack serve``: a Starlette application over a :class:`~littrack.triage.views.Desk`.

Reading is GET and writes nothing; deciding is POST with a form token. It works without JavaScript and asks for nothing
outside itself.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from littrack.errors import LittrackError
from littrack.triage import pages, posts, rules
from littrack.triage.from_mail import FromMail
from littrack.triage.guard import LARGEST_FORM, Guard
from littrack.triage.highlight import highlight
from littrack.triage.pages import NotFoundError, Page, Visit
from littrack.triage.session import COOKIE, LIFE, Attempts, Session, Sessions
from littrack.triage.views import Desk

_HERE = Path(__file__).parent
_STATIC = {"style.css": "text/css", "keys.js": "text/javascript", "icon.svg": "image/svg+xml"}
_MOST_FIELDS = 100
Handler = Callable[[Visit], Page | Response]


@dataclass(frozen=True, slots=True)
class Site:
    """How the page is served. With ``password``, everyone logs in; without, whoever reaches it decides as ``who``."""

    title: str
    key: bytes
    hosts: frozenset[str]
    who: str
    password: str | None = None
    secure: bool = False


class _RefusedError(Exception):
    """A form that is not ours, too large, or not a form."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


def make_app(site: Site, open_desk: Callable[[datetime], AbstractContextManager[Desk]], clock: Callable[[], datetime]) -> Guard:
    """The application.

    Args:
        site: title, key, hosts, and whether there is a log-in.
        open_desk: gives each request a desk of its own, as of the moment given.
        clock: the present moment, aware, in UTC.
    """
    web = _Web(site, open_desk, clock)
    reading: dict[str, Handler] = {
        "/": pages.pending,
        "/paper/{paper_id:path}": pages.paper,
        "/search": pages.search,
        "/history": pages.history,
        "/digests": pages.digests,
        "/digests/{number:int}": pages.digest,
        "/ledger": pages.ledger,
        "/model": pages.model,
        "/list": pages.the_list,
        "/drift": pages.drift,
    }
    routes = [Route(path, web.reads(handler)) for path, handler in reading.items()]
    routes += [
        Route("/next", web.reads(posts.next_candidate)),
        Route("/decide", web.writes(posts.decide), methods=["POST"]),
        Route("/login", web.login_page, methods=["GET"]),
        Route("/login", web.log_in, methods=["POST"]),
        Route("/logout", web.writes(_log_out), methods=["POST"]),
        Route("/link/{token}", web.reads(web.mailed.link_page, public=True), methods=["GET"]),
        Route("/link/{token}", web.writes(web.mailed.confirm_link, public=True), methods=["POST"]),
        Route("/unsubscribe/{token}", web.reads(web.mailed.leave_page, public=True), methods=["GET"]),
        Route("/unsubscribe/{token}", web.leave, methods=["POST"]),
        Route("/static/{name}", _static),
    ]
    handlers: dict[Any, Any] = {404: web.missing, 405: web.missing, Exception: web.broken}
    return Guard(Starlette(routes=routes, exception_handlers=handlers), site.hosts)


def _static(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in _STATIC:
        return Response("There is no such file.\n", 404, media_type="text/plain")
    return FileResponse(_HERE / "static" / name, media_type=_STATIC[name])


class _Web:
    """Sessions, rendering and errors around the handlers."""

    def __init__(
        self, site: Site, open_desk: Callable[[datetime], AbstractContextManager[Desk]], clock: Callable[[], datetime]
    ) -> None:
        self._site, self._open_desk, self._clock = site, open_desk, clock
        # Another password is another key: it ends every session, and one made without a log-in never passes for one with.
        self._sessions = Sessions(hmac.digest(site.key, f"session:{site.password or ''}".encode(), "sha256"))
        self._attempts = Attempts()
        self._env = _environment()
        self.mailed = FromMail(site.key)

    def reads(self, handler: Handler, *, public: bool = False) -> Callable[[Request], Response]:
        """An endpoint for a handler that only reads."""

        def endpoint(request: Request) -> Response:
            now = self._clock()
            session = self._session(request, now)
            if not (session.who or public):
                where = request.url.path + (f"?{request.url.query}" if request.url.query else "")
                return RedirectResponse("/login?" + urlencode({"next": where}), 303)
            return self._answer(request, session, now, handler, {})

        return endpoint

    def writes(self, handler: Handler, *, public: bool = False) -> Callable[[Request], Awaitable[Response]]:
        """An endpoint for a handler that writes: it sees only forms of this session's own pages."""

        async def endpoint(request: Request) -> Response:
            now = self._clock()
            session = self._session(request, now)
            try:
                form = await self._form(request, session)
                if not (session.who or public):
                    raise _RefusedError(403, "Log in first.")
            except _RefusedError as refused:
                return self._error(request, session, refused.status, str(refused))
            return await run_in_threadpool(self._answer, request, session, now, handler, form)

        return endpoint

    def _answer(
        self, request: Request, session: Session, now: datetime, handler: Handler, form: dict[str, list[str]]
    ) -> Response:
        try:
            with self._open_desk(now) as desk:
                visit = Visit(desk, session, now, request.path_params, dict(request.query_params), form)
                made = handler(visit)
                return made if isinstance(made, Response) else self._render(request, session, made)
        except NotFoundError:
            return self._error(request, session, 404, "There is no such page.")
        except LittrackError as error:
            return self._error(request, session, posts.status(error), str(error))

    def _session(self, request: Request, now: datetime) -> Session:
        cookie = request.cookies.get(COOKIE)
        found = self._sessions.from_cookie(cookie, now) if cookie else None
        return found or self._sessions.new("" if self._site.password else self._site.who, now)

    async def _form(self, request: Request, session: Session) -> dict[str, list[str]]:
        if request.headers.get("content-type", "").split(";")[0].strip() != "application/x-www-form-urlencoded":
            raise _RefusedError(415, "That is not a form of this page.")
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > LARGEST_FORM:
                raise _RefusedError(413, "That form is too large.")
        try:
            form = parse_qs(body.decode("utf-8"), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
        except ValueError:
            raise _RefusedError(400, "That form cannot be read.") from None
        if not self._sessions.is_form_token(session, form.get("token", [""])[0]):
            raise _RefusedError(403, "This page was open for too long, or the form is not its own. Load it again.")
        return form

    def _render(self, request: Request, session: Session, page: Page) -> Response:
        context = {
            "site": self._site,
            "who": session.who,
            "token": self._sessions.form_token(session),
            "nav": "",
            **page.context,
        }
        response = HTMLResponse(self._env.get_template(page.template).render(context), page.status)
        self._keep(response, request, session)
        return response

    def _keep(self, response: Response, request: Request, session: Session) -> None:
        value = self._sessions.to_cookie(session)
        if request.cookies.get(COOKIE) != value:
            life = int(LIFE.total_seconds())
            response.set_cookie(COOKIE, value, max_age=life, httponly=True, samesite="strict", secure=self._site.secure)

    def _error(self, request: Request, session: Session, status: int, message: str) -> Response:
        return self._render(request, session, Page("error.jinja", {"message": message}, status))

    def missing(self, request: Request, error: Exception) -> Response:
        """There is no such page, or not for this method."""
        session = self._session(request, self._clock())
        response = self._error(request, session, getattr(error, "status_code", 404), "There is no such page.")
        response.headers.update(getattr(error, "headers", None) or {})  # a 405 has to say which methods there are
        return response

    def broken(self, request: Request, error: Exception) -> Response:
        """An error of ours; its traceback goes to the server's log and not to the browser."""
        return Response("littrack failed here; the terminal that runs it says why.\n", 500, media_type="text/plain")

    def login_page(self, request: Request) -> Response:
        """The form to log in with."""
        if not self._site.password:
            return RedirectResponse("/", 303)
        session = self._session(request, self._clock())
        return self._render(request, session, self._login(request.query_params.get("next", "/")))

    @staticmethod
    def _login(where: str, error: str = "", status: int = 200) -> Page:
        return Page("login.jinja", {"next": where, "error": error}, status)

    async def log_in(self, request: Request) -> Response:
        """Check the password, within the limit of attempts; runs in the event loop, so attempts are counted one by one."""
        now = self._clock()
        session = self._session(request, now)
        address = request.client.host if request.client else ""
        if not self._attempts.allowed(address, now):
            response = self._render(request, session, self._login("/", "Too many attempts. Wait a quarter of an hour.", 429))
            response.headers["Retry-After"] = str(int(Attempts.WINDOW.total_seconds()))
            return response
        try:
            form = await self._form(request, session)
        except _RefusedError as refused:
            return self._error(request, session, refused.status, str(refused))
        where = form.get("next", ["/"])[0]
        who = rules.clean(form.get("who", [""])[0], rules.LONGEST_NAME)
        given = form.get("password", [""])[0].encode()
        if not hmac.compare_digest(given, (self._site.password or "").encode()) or not self._site.password:
            self._attempts.failed(address, now)
            return self._render(request, session, self._login(where, "That is not the password.", 403))
        if not who:
            return self._render(request, session, self._login(where, "Say who you are; it goes into the log.", 422))
        response = RedirectResponse(where if re.match(r"/(?![/\\])[^\r\n]*$", where) else "/", 303)
        self._keep(response, request, self._sessions.new(who, now))
        return response

    async def leave(self, request: Request) -> Response:
        """End the mail: a mail program's one click (RFC 8058) or the button. The signed address is all that it takes."""
        now = self._clock()
        return await run_in_threadpool(self._answer, request, self._session(request, now), now, self.mailed.left, {})


def _log_out(v: Visit) -> Response:
    response = RedirectResponse("/login", 303)
    response.delete_cookie(COOKIE, httponly=True, samesite="strict")
    return response


def _environment() -> Environment:
    env = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters["line"] = lambda text, limit=2000: rules.clean(str(text or ""), limit)
    env.filters["percent"] = lambda share: f"{100 * share:.0f} %"
    env.filters["highlight"] = highlight
    env.filters["people"] = _people
    return env


def _people(names: Sequence[str], most: int) -> str:
    left = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(rules.clean(name, 80) for name in names[:most]) + left
