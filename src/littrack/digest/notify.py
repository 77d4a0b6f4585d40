"""Short announcements of an issue to Slack, Matrix, Telegram and whatever else the apprise library knows."""

from __future__ import annotations

import hashlib
import logging
import os
from pathlib import Path

from littrack.config import NotifySettings
from littrack.digest.compose import view
from littrack.errors import DeliveryError
from littrack.records import Issue

FIRST = 5


def addresses(settings: NotifySettings, root: Path) -> dict[str, str]:
    """Where to announce: a name that gives nothing away, and the secret address.

    Raises:
        DeliveryError: the file that the settings name cannot be read.
    """
    text = os.environ.get(settings.urls_env, "")
    if settings.urls_file:
        try:
            text += "\n" + (root / settings.urls_file).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise DeliveryError(f"{settings.urls_file} cannot be read", "name a readable file in [notify]") from error
    found = (line.strip() for line in text.splitlines())
    return {_name(url): url for url in found if url and not url.startswith("#")}


def announcement(issue: Issue, page: str) -> tuple[str, str]:
    """Title and text: what an issue has, its first few candidates, and where to read it."""
    shown = view(issue)
    warning = f"Incomplete: {' '.join(shown.warnings)} What is missing will be caught up.\n" if shown.warnings else ""
    items = sorted((i for g in shown.groups for i in g.items), key=lambda i: -i.width)[:FIRST]
    lines = [f"{shown.period}: {shown.counts}.", *(f"{i.percent} {i.title}\n{i.url}" for i in items)]
    if page:
        lines.append(page)
    return f"{shown.title}, issue {shown.number}", warning + "\n".join(lines)


def announce(url: str, title: str, text: str) -> bool:
    """Hand an announcement to the service at ``url``; whether it was taken."""
    import apprise

    logging.getLogger("apprise").setLevel(logging.CRITICAL)  # its messages may hold the address, which is a secret
    service = apprise.Apprise()
    return bool(service.add(url)) and bool(service.notify(title=title, body=text, body_format=apprise.NotifyFormat.TEXT))


def _name(url: str) -> str:
    scheme = url.split("://")[0].lower()
    return f"{scheme if scheme.isalnum() else 'service'}-{hashlib.sha256(url.encode()).hexdigest()[:8]}"
