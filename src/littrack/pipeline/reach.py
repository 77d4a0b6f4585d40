"""Whether arXiv, the mail server and the scheduler can be reached; each raises an error that names cause and remedy."""

from __future__ import annotations

import json
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

from littrack.config import Workspace
from littrack.digest import smtp
from littrack.errors import DeliveryError, LittrackError, SourceError
from littrack.sources.limiter import Limiter
from littrack.sources.transport import Manners

SECONDS = 15
CLOCK_SECONDS = 300


class ScheduleError(LittrackError):
    """The schedule does not run as it should."""


def arxiv(workspace: Workspace, now: datetime) -> str:
    """Ask arXiv's API for one record, and compare its clock with ours.

    Raises:
        SourceError: it is out of reach, or the clocks differ by more than five minutes.
    """
    import requests

    watch = workspace.settings.watch
    url, headers = watch.api_url, {"User-Agent": Manners(watch.contact).user_agent, "Accept": "application/atom+xml"}
    try:
        with Limiter(workspace.database.parent, watch.pause).turn():
            answer = requests.get(url, {"id_list": "1706.03762", "max_results": "1"}, timeout=SECONDS, headers=headers)
        answer.raise_for_status()
    except requests.RequestException as error:
        raise SourceError(f"{url} is out of reach ({_short(error)})", "check the network and `api_url`; or wait") from error
    if "Date" in answer.headers:
        apart = abs((parsedate_to_datetime(answer.headers["Date"]) - now).total_seconds())
        if apart > CLOCK_SECONDS:
            words = f"{apart / 60:.0f} minutes" if apart < 7200 else f"{apart / 3600:.0f} hours"
            raise SourceError(f"this clock and arXiv's are {words} apart", "run `timedatectl set-ntp true`")
    return f"{url} answers"


def _short(error: Exception) -> str:
    cause: BaseException = error
    while cause.__cause__ or cause.__context__:
        cause = cause.__cause__ or cause.__context__ or cause
    return (getattr(cause, "strerror", None) or str(cause)).splitlines()[0][:200]


def mail(workspace: Workspace, now: datetime) -> str | None:
    """Connect to the mail server and log in, without sending anything.

    Raises:
        DeliveryError: no password, no server, no trust in its certificate, or a refused login.
    """
    settings = workspace.settings.mail
    if settings is None:
        return None
    if settings.password_file and (workspace.root / settings.password_file).stat().st_mode & 0o077:
        raise DeliveryError(f"others can read {settings.password_file}", f"chmod 600 {settings.password_file}")
    smtp.connect(settings, workspace.root, SECONDS).quit()
    return f"{settings.host}:{settings.port} lets {settings.username or 'everyone'} in"


def schedule(workspace: Workspace, now: datetime) -> str | None:
    """Ask the workspace's own Prefect server whether the schedules are there and go.

    Raises:
        ScheduleError: the server is gone, or a schedule is missing or paused.
    """
    note = workspace.database.parent / "prefect" / "schedule.json"
    if not note.exists():
        return None
    try:
        at: dict[str, Any] = json.loads(note.read_text(encoding="utf-8"))
        found = _deployments(at["url"], at["auth"])
    except (OSError, ValueError, KeyError) as error:
        raise ScheduleError(
            f"the scheduler is gone ({_short(error)})", "start it: `littrack schedule`, or `systemctl restart littrack`"
        ) from error
    paused = [d["name"] for d in found if d["paused"] or not all(s["active"] for s in d["schedules"])]
    if paused or not found:
        remedy = "restart `littrack schedule`: it sets every schedule going"
        raise ScheduleError(f"paused: {', '.join(paused)}" if paused else "no schedule is there", remedy)
    return f"{len(found)} schedules go, since {at['started']}"


def _deployments(url: str, auth: str) -> list[dict[str, Any]]:
    import requests

    user, _, word = auth.partition(":")
    answer = requests.post(f"{url}/deployments/filter", json={}, auth=(user, word), timeout=SECONDS)
    answer.raise_for_status()
    found: list[dict[str, Any]] = answer.json()
    return found
