"""The errors that littrack raises for its user, and the exit codes that they end with.

A message says what is wrong, which thing it is about, and what to do. A user's mistake never shows a traceback.
"""

from __future__ import annotations


class LittrackError(Exception):
    """The base of every error that is meant to be read by a user. ``exit_code`` is what the program ends with."""

    exit_code = 1

    def __init__(self, what: str, remedy: str = "") -> None:
        self.what = what
        self.remedy = remedy
        super().__init__(f"{what}: {remedy}" if remedy else what)


class UsageError(LittrackError):
    """A wrong option, argument or unknown name."""

    exit_code = 2


class ConfigError(LittrackError):
    """``littrack.toml`` or a file that it names is missing or wrong."""

    exit_code = 3


class ListError(LittrackError):
    """A list or taxonomy cannot be read or written."""

    exit_code = 4


class SourceError(LittrackError):
    """arXiv could not be reached or did not answer as it should; the next run catches up."""

    exit_code = 5


class StoreError(LittrackError):
    """The database cannot be opened, read or written."""

    exit_code = 6


class ModelError(LittrackError):
    """There is no model, it cannot be trained on what there is, or its file is not to be trusted."""

    exit_code = 7


class DeliveryError(LittrackError):
    """A digest could not be rendered or delivered; it stays in the outbox."""

    exit_code = 8


class BusyError(LittrackError):
    """Another littrack process holds the workspace."""

    exit_code = 9


class ConflictError(BusyError):
    """Someone else decided on the same candidate in the meantime; look at it again."""
