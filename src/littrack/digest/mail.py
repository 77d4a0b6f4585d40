"""A mail from a stored issue: text and HTML of one content, below 100 KB, with the headers that lists need. Pure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import cache
from importlib import resources

from littrack.config import MailSettings, RecipientSettings
from littrack.digest import render
from littrack.digest.clean import NAME, clean
from littrack.digest.compose import IssueView, best, view
from littrack.errors import ConfigError
from littrack.records import Issue

MOST_BYTES = 100_000  # Gmail clips what is longer than 102 KB


@dataclass(frozen=True, slots=True)
class Links:
    """Where a mail points to. ``decide`` has, for each paper id, a word and the address that asks to confirm it.

    ``page`` is the issue's own page. ``unsubscribe`` is an https address that takes one POST, or empty.
    """

    decide: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    page: str = ""
    unsubscribe: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as it goes out: ``data`` are its bytes with CRLF line ends."""

    recipient: str
    message_id: str
    subject: str
    data: bytes


def address(text: str, name: str = "") -> Address:
    """A mail address out of the settings.

    Raises:
        ConfigError: it is none, or has characters that not every mail server takes.
    """
    try:
        found = Address(display_name=clean(name, NAME), addr_spec=text)
    except (ValueError, IndexError, HeaderParseError):
        raise ConfigError(f"{clean(text)!r} is no mail address", "write it as name@example.org in [mail]") from None
    if not re.fullmatch(r"[\x21-\x7e]+@[A-Za-z0-9.-]+", found.addr_spec):
        raise ConfigError(f"{clean(text)!r} is no plain mail address", "write it in ASCII, a domain as xn--…")
    return found


def issue_letter(issue: Issue, settings: MailSettings, recipient: RecipientSettings, links: Links, now: datetime) -> Letter:
    """The mail of an issue to one recipient, with the candidates of the recipient's own sections.

    The same arguments give the same bytes. What does not fit below 100 KB is left to the page, the least probable first.

    Raises:
        ConfigError: an address is wrong.
    """
    shown = view(issue, recipient.sections)
    size = shown.size
    letter = _letter(issue, shown, 0, settings, recipient, links, now)
    while len(letter.data) > MOST_BYTES and size:
        size = min(size - 1, size * MOST_BYTES // len(letter.data))
        letter = _letter(issue, best(shown, size), shown.size - size, settings, recipient, links, now)
    return letter


def notice_letter(subject: str, lines: list[str], key: str, settings: MailSettings, now: datetime) -> Letter:
    """A short mail to the operator. ``key`` makes its Message-ID, so that one notice is one mail.

    Raises:
        ConfigError: an address is wrong.
    """
    message = _message(subject, settings, RecipientSettings(email=settings.operator), key, now)
    message.set_content("\n\n".join(render.wrap(clean(line, 1000)) for line in lines) + "\n", cte="quoted-printable")
    return _finished(message, settings.operator)


def _letter(
    issue: Issue,
    shown: IssueView,
    left: int,
    settings: MailSettings,
    recipient: RecipientSettings,
    links: Links,
    now: datetime,
) -> Letter:
    count = f"{shown.size + left} {'candidate' if shown.size + left == 1 else 'candidates'}"
    subject = f"{'Incomplete: ' if shown.warnings else ''}{shown.title}: {count}, {shown.week_words.lower()}"
    message = _message(subject, settings, recipient, f"{issue.survey}.{issue.number}", now)
    _list_headers(message, issue, settings, links)
    stop = links.unsubscribe or _stop_by_mail(settings)
    message.set_content(_text(shown, left, links, stop), cte="quoted-printable")
    message.add_alternative(_html(shown, left, links, stop), subtype="html", cte="quoted-printable")
    message.set_boundary("=_" + hashlib.sha256(str(message["Message-ID"]).encode()).hexdigest()[:24])
    return _finished(message, recipient.email)


def _message(subject: str, settings: MailSettings, recipient: RecipientSettings, key: str, now: datetime) -> EmailMessage:
    sender, to = address(settings.sender, settings.sender_name), address(recipient.email, recipient.name)
    message = EmailMessage(policy=SMTP)
    message["Subject"] = clean(subject, 200)
    message["From"] = sender
    message["To"] = to
    message["Date"] = format_datetime(now.replace(microsecond=0))
    who = hashlib.sha256(recipient.email.lower().encode()).hexdigest()[:16]
    message["Message-ID"] = f"<littrack.{key}.{who}@{sender.domain}>"
    message["Auto-Submitted"] = "auto-generated"
    return message


def _list_headers(message: EmailMessage, issue: Issue, settings: MailSettings, links: Links) -> None:
    domain = address(settings.sender).domain
    message["List-Id"] = f"<{issue.survey}.littrack.{domain}>"
    ways = [f"<{w}>" for w in (links.unsubscribe, _stop_by_mail(settings)) if w]
    message["List-Unsubscribe"] = ", ".join(ways)
    if links.unsubscribe.startswith("https://"):  # RFC 8058 knows one click over https only
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    if links.page.startswith(("https://", "http://")):
        message["List-Archive"] = f"<{links.page}>"


def _stop_by_mail(settings: MailSettings) -> str:
    return f"mailto:{address(settings.operator or settings.sender).addr_spec}?subject=unsubscribe"


def _text(shown: IssueView, left: int, links: Links, stop: str) -> str:
    return render.text(shown, links=links.decide, page=links.page, left=left, unsubscribe=stop)


def _html(shown: IssueView, left: int, links: Links, stop: str) -> str:
    from css_inline import CSSInliner
    from markupsafe import Markup

    page = render.render(
        "mail.html.jinja",
        v=shown,
        css=Markup(_css()),  # noqa: S704 - our own style sheet
        links=links.decide,
        page=links.page,
        left=left,
        unsubscribe=stop,
    )
    return CSSInliner(keep_at_rules=True, load_remote_stylesheets=False).inline(page)


def _finished(message: EmailMessage, recipient: str) -> Letter:
    return Letter(recipient, str(message["Message-ID"]), str(message["Subject"]), message.as_bytes())


@cache
def _css() -> str:
    return resources.files("littrack.digest").joinpath("templates/mail.css").read_text(encoding="utf-8")
