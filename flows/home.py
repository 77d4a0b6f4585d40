"""Prefect's surroundings for one workspace: a private home, no telemetry, patience. To be set before Prefect is imported."""

from __future__ import annotations

import os
import secrets
import socket
import tempfile
from pathlib import Path

from littrack.config import Workspace

SETTINGS = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_UI_ENABLED": "false",
    "PREFECT_CLI_PROMPT": "false",
    # A temporary server takes 10 seconds to start on a small machine; the default patience is 20.
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",
    "PREFECT_SERVER_DATABASE_TIMEOUT": "60",  # at 10, a busy machine gives "database is locked"
    "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
    "PREFECT_LOGGING_LEVEL": "WARNING",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "true",
    "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",
}
# Nothing is due to the second: look less often, and not at all for what one machine without workers has none of.
CALM = {
    "PREFECT_RUNNER_POLL_FREQUENCY": "20",
    "PREFECT_SERVER_SERVICES_SCHEDULER_RECENT_DEPLOYMENTS_LOOP_SECONDS": "30",
    "PREFECT_SERVER_SERVICES_CANCELLATION_CLEANUP_LOOP_SECONDS": "120",
    "PREFECT_SERVER_SERVICES_CLEANUP_RECONCILER_LOOP_SECONDS": "300",
    "PREFECT_SERVER_SERVICES_REPOSSESSOR_LOOP_SECONDS": "300",
    "PREFECT_SERVER_SERVICES_LATE_RUNS_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_PAUSE_EXPIRATIONS_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_FOREMAN_ENABLED": "false",
}


def folder(workspace: Workspace) -> Path:
    """Prefect's private home."""
    return workspace.database.parent / "prefect"


def prepare(workspace: Workspace, *, own_server: bool = False, calm: bool = True) -> Path:
    """Set the environment of this process and of its children; returns the private home.

    Args:
        workspace: whose home it is.
        own_server: whether this process runs the workspace's server itself; else Prefect starts a temporary one.
        calm: whether the server is to look for work rarely, as one does that runs for years.
    """
    home = folder(workspace)
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    seconds = str(workspace.settings.keep.schedule_days * 86400)
    os.environ.update(
        SETTINGS | (CALM if calm else {}), PREFECT_HOME=str(home), PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD=seconds
    )
    os.environ.pop("PREFECT_API_URL", None)
    if own_server:
        _keep_temporary_files(home / "tmp")
        port = workspace.settings.schedule.port or _free_port()
        word = secret(home)
        os.environ.update(
            PREFECT_API_URL=f"http://127.0.0.1:{port}/api",
            PREFECT_SERVER_API_PORT=str(port),
            PREFECT_SERVER_API_AUTH_STRING=word,
            PREFECT_API_AUTH_STRING=word,
        )
    return home


def _keep_temporary_files(folder: Path) -> None:
    """Prefect's runner keeps its files in a folder of one name for the whole machine, which another user may own."""
    folder.mkdir(exist_ok=True)
    os.environ["TMPDIR"], tempfile.tempdir = str(folder), None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def secret(home: Path) -> str:
    """The user and password of the workspace's own server, made once; only the owner can read the file."""
    path = home / "auth"
    if not path.exists():
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(f"littrack:{secrets.token_urlsafe(24)}")
    return path.read_text(encoding="utf-8")
