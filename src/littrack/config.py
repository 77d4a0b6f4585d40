"""``littrack.toml`` as checked, frozen settings.

Every table of the file is a class here; a key that is unknown, of the wrong type or out of range is reported with its line.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from datetime import time
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from littrack.errors import ConfigError

FILE = "littrack.toml"
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class SurveySettings(_Table):
    """What is tracked. ``lists`` are paths of the survey's own documents, relative to the workspace."""

    slug: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")
    title: str
    homepage: str = ""
    lists: list[str] = []


ARCHIVES = frozenset(("astro-ph", "cond-mat", "cs", "econ", "eess", "math", "nlin", "physics", "q-bio", "q-fin", "stat"))


class WatchSettings(_Table):
    """What to read from arXiv. A query has ``all``/``any``/``none`` words and ``authors``; see docs/workspace.md."""

    categories: list[str] = Field(default=[])
    queries: list[QuerySettings] = []
    contact: str = ""
    api_url: str = "https://export.arxiv.org/api/query"
    feed_url: str = "https://rss.arxiv.org"
    oai_url: str = "https://oaipmh.arxiv.org/oai"
    interval: float = Field(default=3.0, ge=0)
    overlap_days: int = Field(default=14, ge=1, le=90)
    first_days: int = Field(default=14, ge=1, le=366)

    @field_validator("categories")
    @classmethod
    def _known_shape(cls, value: list[str]) -> list[str]:
        for category in value:
            if not re.fullmatch(r"[a-z]+(-[a-z]+)*(\.[A-Z]{2}|\.[a-z]{3,}(-[a-z]+)*|\.[a-z]+(-[a-z]+)+)?", category):
                raise ValueError(f"{category!r} is no arXiv category; write it as cs.NI or hep-th")
            # The query API would find nothing in it, without a word.
            if category in ARCHIVES:
                raise ValueError(f"{category!r} is an archive; name the categories in it that you want, such as {category}.…")
        return value

    @property
    def pause(self) -> float:
        """Seconds between two requests: ``interval``, but never less than arXiv's three where arXiv itself is asked."""
        hosts = (urlsplit(url).hostname or "" for url in (self.api_url, self.feed_url, self.oai_url))
        return max(self.interval, 3.0) if any(f".{host}".endswith(".arxiv.org") for host in hosts) else self.interval


class QuerySettings(_Table):
    """A free query: a paper of any category matches if it has all of ``all``, one of ``any`` and none of ``none``."""

    name: str
    all: list[str] = []
    any: list[str] = []
    none: list[str] = []
    authors: list[str] = []


class ModelSettings(_Table):
    """How the classifier is set. ``recall`` chooses the threshold where ``threshold`` is not given.

    ``expected_share`` is what is believed of the stream's share of relevant papers before anything is seen; probabilities rest
    on it where references and stream look alike. ``embeddings`` adds sentence embeddings to the sections (the extra of that
    name); see docs/sections.md.
    """

    recall: float = Field(default=0.95, gt=0, le=1)
    threshold: float | None = Field(default=None, ge=0, le=1)
    expected_share: float = Field(default=0.007, gt=0, le=0.5)
    retrain_after: int = Field(default=20, ge=1)
    embeddings: bool = False


class DigestSettings(_Table):
    """What goes into a digest and when it is made; ``day`` and ``at`` are in ``timezone``."""

    title: str = ""
    cap: int = Field(default=20, ge=1, le=5000)
    day: Weekday = "monday"
    at: str = Field(default="07:00", pattern=r"^([01]\d|2[0-3]):[0-5]\d$")
    timezone: str = "UTC"
    url: str = ""

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError):
            raise ValueError(f"{value!r} is no time zone; write it as Europe/Berlin") from None
        return value

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the digest's week."""
        return ZoneInfo(self.timezone)

    @property
    def hour(self) -> time:
        """The local time at which the digest is made."""
        return time.fromisoformat(self.at)


class RecipientSettings(_Table):
    """One reader of the mail. With ``sections``, only candidates whose first section is below one of these slugs."""

    email: str
    name: str = ""
    sections: list[str] = []


class MailSettings(_Table):
    """How mail is sent. The password is never here: it is read from ``password_env`` or ``password_file``.

    ``ca_file`` names the certificate of a mail server of one's own; without it the system's are trusted. After
    ``silence_days`` without a day read or an issue delivered, ``operator`` gets a notice.
    """

    host: str
    port: int = Field(default=587, ge=1, le=65535)
    security: Literal["starttls", "tls", "none"] = "starttls"
    username: str = ""
    password_env: str = "LITTRACK_SMTP_PASSWORD"  # noqa: S105 - the name of a variable
    password_file: str = ""
    ca_file: str = ""
    sender: str
    sender_name: str = ""
    to: list[RecipientSettings] = []
    operator: str = ""
    silence_days: int = Field(default=10, ge=1)


class NotifySettings(_Table):
    """Where else a new issue is announced. The addresses hold secrets and are never here.

    ``urls_env`` names a variable, ``urls_file`` a file, with addresses of the apprise library (``slack://…``, ``matrix://…``,
    ``tgram://…``), one a line. ``folder`` is a folder that gets a copy of every page and feed.
    """

    urls_env: str = "LITTRACK_NOTIFY_URLS"
    urls_file: str = ""
    folder: str = ""


class TriageSettings(_Table):
    """The page of ``littrack serve``. ``url`` is where others reach it; with it, mail has links that decide."""

    url: str = Field(default="", pattern=r"^(https?://[A-Za-z0-9.:\[\]-]+(/[A-Za-z0-9._~/-]*)?)?$")
    link_days: int = Field(default=21, ge=1, le=366)


class ScheduleSettings(_Table):
    """When ``littrack schedule`` does the rest of the work, in the digest's time zone.

    The digest's own day and hour are under ``[digest]``. Every day at ``daily`` papers are fetched and classified, on day
    ``retrain_day`` of the month at ``retrain`` a model is trained, on ``health_day`` at ``health`` the lists are checked.
    """

    daily: str = Field(default="05:30", pattern=r"^([01]\d|2[0-3]):[0-5]\d$")
    retrain_day: int = Field(default=1, ge=1, le=28)
    retrain: str = Field(default="04:00", pattern=r"^([01]\d|2[0-3]):[0-5]\d$")
    health_day: Weekday = "saturday"
    health: str = Field(default="06:30", pattern=r"^([01]\d|2[0-3]):[0-5]\d$")
    port: int = Field(default=0, ge=0, le=65535)


class KeepSettings(_Table):
    """What is kept how long: backups by number, arXiv's raw answers and the scheduler's own account by days."""

    backups: int = Field(default=8, ge=1)
    raw_days: int = Field(default=90, ge=1)
    schedule_days: int = Field(default=90, ge=1)


class Settings(_Table):
    """The whole file."""

    survey: SurveySettings
    watch: WatchSettings = WatchSettings()
    model: ModelSettings = ModelSettings()
    digest: DigestSettings = DigestSettings()
    mail: MailSettings | None = None
    notify: NotifySettings = NotifySettings()
    triage: TriageSettings = TriageSettings()
    schedule: ScheduleSettings = ScheduleSettings()
    keep: KeepSettings = KeepSettings()


class Workspace(BaseModel):
    """A folder with ``littrack.toml`` and what littrack keeps beside it."""

    model_config = ConfigDict(frozen=True)

    root: Path
    settings: Settings

    @property
    def database(self) -> Path:
        """The store's file."""
        return self.root / "db" / "littrack.db"

    @property
    def classifier(self) -> Path:
        """The folder of the survey's taxonomy, references, model card and fitted models."""
        return self.root / "classifiers" / self.settings.survey.slug

    @property
    def taxonomy_file(self) -> Path:
        """The reviewable taxonomy; see docs/workspace.md."""
        return self.classifier / "taxonomy.toml"

    @property
    def references_file(self) -> Path:
        """The references, one JSON object a line."""
        return self.classifier / "references.jsonl"

    @property
    def reports(self) -> Path:
        """The folder of dated digests."""
        return self.root / "reports"


def find_workspace(start: Path) -> Path:
    """The nearest folder upward from ``start`` that has a ``littrack.toml``.

    Raises:
        ConfigError: there is none.
    """
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / FILE).is_file():
            return folder
    raise ConfigError(f"no {FILE} in {start} or above it", "run `littrack init DIR --from README.md`, or name a --workspace")


def load_workspace(root: Path) -> Workspace:
    """Read and check ``root/littrack.toml``.

    Raises:
        ConfigError: the file is missing, not TOML, or has an unknown key or a wrong value; the message has the line.
    """
    path = root / FILE
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ConfigError(f"{path} does not exist", "run `littrack init DIR --from README.md`, or name a --workspace") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} cannot be read ({error})", "it must be a UTF-8 text file") from error
    return Workspace(root=root.resolve(), settings=parse_settings(text, str(path)))


def parse_settings(text: str, name: str = FILE) -> Settings:
    """Check the text of a ``littrack.toml``; ``name`` stands in messages.

    Raises:
        ConfigError: with ``name``, the line and the remedy.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{name}: not valid TOML: {error}", "see docs/workspace.md for an example") from error
    try:
        return Settings.model_validate(data)
    except ValidationError as error:
        raise _explained(error, text, name) from error


def _explained(error: ValidationError, text: str, name: str) -> ConfigError:
    first = error.errors(include_url=False)[0]
    loc = first["loc"]
    where = ".".join(str(part) for part in loc)
    line = _line_of(text, loc)
    place = f"{name}:{line}" if line else name
    if first["type"] == "extra_forbidden":
        known = sorted(_keys_at(loc[:-1]))
        close = difflib.get_close_matches(str(loc[-1]), known, n=1)
        hint = f"did you mean `{close[0]}`?" if close else f"known here: {', '.join(known)}"
        return ConfigError(f"{place}: unknown key `{where}`", hint)
    if first["type"] == "missing":
        return ConfigError(f"{place}: `{where}` is missing", "add it; docs/workspace.md has an example")
    return ConfigError(f"{place}: `{where}` is wrong", first["msg"].removeprefix("Value error, "))


def _keys_at(loc: tuple[int | str, ...]) -> list[str]:
    model: type[_Table] = Settings
    nested: dict[str, type[_Table]] = {
        "survey": SurveySettings,
        "watch": WatchSettings,
        "queries": QuerySettings,
        "model": ModelSettings,
        "digest": DigestSettings,
        "mail": MailSettings,
        "to": RecipientSettings,
        "notify": NotifySettings,
        "triage": TriageSettings,
        "schedule": ScheduleSettings,
        "keep": KeepSettings,
    }
    for part in loc:
        model = nested.get(str(part), model)
    return list(model.model_fields)


def _line_of(text: str, loc: tuple[int | str, ...]) -> int | None:
    """The line on which the innermost known part of ``loc`` stands, counting the n-th of an array of tables."""
    lines = text.splitlines()
    at: int | None = None
    start = 0
    for position, part in enumerate(loc):
        if isinstance(part, int):
            continue
        follower = loc[position + 1] if position + 1 < len(loc) else None
        nth = follower if isinstance(follower, int) else 0
        pattern = re.compile(rf"^\s*(\[+\s*(?:[\w-]+\s*\.\s*)*{re.escape(part)}\s*\]+|{re.escape(part)}\s*=)")
        hits = [n for n in range(start, len(lines)) if pattern.match(lines[n])]
        if not hits:
            break
        start = hits[min(nth, len(hits) - 1)] if lines[hits[0]].lstrip().startswith("[[") else hits[0]
        at = start + 1
    return at


WatchSettings.model_rebuild()
