"""The log files: ``db/logs/littrack.log``, turned over at one megabyte, five kept."""

from __future__ import annotations

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


def keep_logs(workspace: Workspace, level: int = logging.INFO) -> logging.Handler:
    """Let littrack's loggers write to the workspace's log file; doing so again changes nothing."""
    logger, path = logging.getLogger("littrack"), log_file(workspace)
    for handler in logger.handlers:
        if isinstance(handler, logging.FileHandler) and handler.baseFilename == str(path):
            return handler
    path.parent.mkdir(parents=True, exist_ok=True)
    handler = logging.handlers.RotatingFileHandler(path, maxBytes=BYTES, backupCount=KEPT, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter(_FORMAT))
    logger.addHandler(handler)
    logger.setLevel(level)
    return handler
