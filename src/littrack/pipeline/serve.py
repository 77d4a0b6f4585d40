"""Serving the page of triage."""

from __future__ import annotations

import ipaddress
import logging
import os
import secrets
import socket
import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from littrack.config import Workspace
from littrack.errors import ConfigError, UsageError
from littrack.pipeline.desk import Opener, opener, pool
from littrack.pipeline.triage import signing_key
from littrack.store import Store
from littrack.triage import rules
from littrack.triage.guard import Guard
from littrack.triage.web import Site, make_app

PASSWORD = "LITTRACK_PASSWORD"  # noqa: S105 - the name of a variable
SHORTEST_PASSWORD = 12
_REFRESH_SECONDS = 60.0
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


def serve(
    workspace: Workspace,
    clock: Callable[[], datetime],
    tell: Callable[[str], None],
    host: str,
    port: int,
    who: str,
    names: Sequence[str] = (),
    *,
    login: bool = False,
) -> None:
    """Serve the page until it is interrupted.

    Args:
        workspace: the survey.
        clock: the present moment.
        tell: shows a line to whoever started it.
        host: the address to listen on.
        port: the port; 0 takes a free one.
        who: who decides where there is no log-in.
        names: further host names by which the page may be reached.
        login: ask for the password even on this machine.

    Raises:
        UsageError: the address cannot be had.
        ConfigError: the password is too short.
    """
    import uvicorn

    listener = _listen(host, port)
    with Store(workspace.database) as store, pool(workspace) as open_desk:
        app = application(workspace, clock, host, who, names, login=login, open_desk=open_desk)
        if (missing := store.search.stale()) > 0:
            tell(f"Indexing {missing} papers for the search ...")
            store.search.refresh()
        stop = threading.Event()
        refresher = threading.Thread(target=_keep_fresh, args=(workspace.database, stop), daemon=True)
        refresher.start()
        name = host if ":" not in host else f"[{host}]"
        tell(f"Decide at http://{name}:{listener.getsockname()[1]}/ (Ctrl-C ends it)")
        try:
            config = uvicorn.Config(
                app, log_level="warning", access_log=False, server_header=False, proxy_headers=False, limit_concurrency=200
            )
            uvicorn.Server(config).run([listener])
        finally:
            stop.set()
            refresher.join(5)
            listener.close()


def application(
    workspace: Workspace,
    clock: Callable[[], datetime],
    host: str,
    who: str,
    names: Sequence[str] = (),
    *,
    login: bool = False,
    open_desk: Opener | None = None,
) -> Guard:
    """The application as :func:`serve` serves it, see there; ``open_desk`` gives each request its desk."""
    url = urlsplit(workspace.settings.triage.url)
    here = {host, *_LOOPBACK} if _is_loopback(host) else {host, socket.gethostname()}
    hosts = frozenset(name.lower() for name in (*here, *names, url.hostname or "") if name)
    needed = login or bool(url.hostname and url.hostname not in _LOOPBACK) or not _is_loopback(host)
    site = Site(
        title=workspace.settings.survey.title,
        key=signing_key(workspace),
        hosts=hosts,
        who=rules.clean(who, rules.LONGEST_NAME) or "someone",
        password=_password(workspace) if needed else None,
        secure=url.scheme == "https",
    )
    return make_app(site, open_desk or opener(workspace), clock)


def _password(workspace: Workspace) -> str:
    path = workspace.database.with_name("triage.password")
    given = os.environ.get(PASSWORD) or (path.read_text().strip() if path.exists() else "")
    if not given:
        given = secrets.token_urlsafe(18)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(given + "\n")
    if len(given) < SHORTEST_PASSWORD:
        raise ConfigError(
            f"the password has fewer than {SHORTEST_PASSWORD} characters", f"change ${PASSWORD}, or remove {path}"
        )
    return given


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listener = socket.create_server((host, port), family=family)
    except OSError as error:
        raise UsageError(
            f"cannot listen on {host} port {port} ({error.strerror})", "choose another --host or --port"
        ) from error
    # Without it each answer waits 40 ms for the reader's acknowledgement: asyncio sets it only where proto is TCP by number.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def _keep_fresh(database: Path, stop: threading.Event) -> None:
    """Index what other processes have fetched, once a minute."""
    while not stop.wait(_REFRESH_SECONDS):
        try:
            with Store(database) as store:
                store.search.refresh()
        except Exception:
            logging.getLogger(__name__).exception("the search could not be brought up to date; trying again in a minute")
