"""The log files: ``db/logs/littrack.log``, turned over at one megabyte, five kept."""

from __future__ import annotations

import contextlib
import logging
import logging.handlers
from pathlib import Path

from littrack.config import Workspace

BYTES = 1_000_000
KEPT = 5
_FORMAT = "%(asctime)s %(levelname)s %(name)s[%(process)d] %(message)s"


def log_file(workspace: Workspace) -> Path:
    """Where the newest log is."""
    return workspace.database.parent / "logs" / "littrack.log"


class _Log(logging.handlers.RotatingFileHandler):
    """A log that cannot be written, as on a full disk, fails no job."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        """Say nothing: the job itself will tell."""


def keep_logs(workspace: Workspace, level: int = logging.INFO) -> logging.Handler:
    """Let littrack's loggers write to the workspace's log file, and to no other workspace's."""
    logger, path = logging.getLogger("littrack"), log_file(workspace)
    for old in [h for h in logger.handlers if isinstance(h, _Log)]:
        if old.baseFilename == str(path):
            return old
        logger.removeHandler(old)
        old.close()
    handler = _Log(path, maxBytes=BYTES, backupCount=KEPT, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter(_FORMAT))
    logger.addHandler(handler)
    logger.setLevel(level)
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
    return handler
