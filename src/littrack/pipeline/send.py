"""Sending: issues become letters in the outbox, and what waits in the outbox is handed over, each letter once.

A letter is written to the outbox together with its issue's closing, in one transaction. It is marked ``sending`` just before
the server gets its text, and ``sent`` as soon as the server has taken it. A letter found ``sending`` later was interrupted in
between: it is handed over again with the same Message-ID, by which mail programs know it. See docs/mail.md.
"""

from __future__ import annotations

import contextlib
import smtplib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import orjson

from littrack.config import MailSettings, RecipientSettings, Workspace
from littrack.digest import mail, notify, smtp
from littrack.digest.mail import Letter, Links
from littrack.digest.smtp import Fate
from littrack.errors import ConfigError, DeliveryError
from littrack.pipeline import triage
from littrack.pipeline.jobs import hold
from littrack.records import Issue, RunState
from littrack.store import Store
from littrack.store.outbox import Message
from littrack.workspace import write_atomically

MAIL, NOTIFY = "mail", "notify"
MOST_BREAKS = 3


@dataclass(frozen=True, slots=True)
class SendReport:
    """What sending came to: issues queued now, messages sent, still waiting, refused for good; ``failed`` are sentences."""

    queued: tuple[int, ...] = ()
    sent: tuple[str, ...] = ()
    waiting: int = 0
    refused: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()

    @property
    def state(self) -> RunState:
        """How the job ended."""
        if self.waiting or self.refused or self.failed:
            return RunState.DEGRADED if self.sent else RunState.FAILED
        return RunState.COMPLETE if self.sent else RunState.QUIET


@dataclass(slots=True)
class _Round:
    """One round of handing over."""

    sent: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


def send(
    workspace: Workspace, store: Store, now: datetime, *, retry_refused: bool = False, seconds: float = smtp.SECONDS
) -> SendReport:
    """Queue what has not gone out and hand over everything that waits. Killed at any moment, it may be run again.

    Args:
        workspace: whose ``[mail]`` and ``[notify]`` say where to.
        store: its database.
        now: the moment of the run.
        retry_refused: whether to try again what was refused for good.
        seconds: how long to wait for any answer of a mail server.

    Raises:
        ConfigError: nothing is set up to send with, or an address is wrong.
        BusyError: another job holds the workspace.
    """
    with hold(workspace.database, wait=60.0):
        if retry_refused:
            store.outbox.retry_refused(now)
        queued = queue(workspace, store, now)
        _notice_silence(workspace, store, now)
        done = _Round()
        _hand_over_mail(workspace, store, now, done, seconds)
        _announce(workspace, store, now, done)
        if _notice_refused(workspace, store, now, done):
            _hand_over_mail(workspace, store, now, done, seconds)
        return SendReport(
            tuple(queued), tuple(done.sent), len(store.outbox.waiting()), tuple(done.refused), tuple(dict.fromkeys(done.failed))
        )


def wanted(workspace: Workspace) -> bool:
    """Whether anything is set up to send with."""
    mail_to = workspace.settings.mail.to if workspace.settings.mail else []
    return bool(mail_to or notify.addresses(workspace.settings.notify, workspace.root))


def tell_operator(workspace: Workspace, store: Store, now: datetime, key: str, subject: str, lines: Sequence[str]) -> None:
    """Queue a notice to the operator, where there is one; the same ``key`` again queues nothing."""
    settings = workspace.settings.mail
    if settings and settings.operator:
        _notice(settings, store, key, subject, lines, now)


def queue(workspace: Workspace, store: Store, now: datetime) -> list[int]:
    """Put every issue that has not gone out into the outbox and close it; returns their numbers.

    Raises:
        ConfigError: nothing is set up to send with, or an address is wrong.
    """
    numbers = store.digests.unsent()
    for number in numbers:
        issue = store.digests.get(number)
        assert issue is not None
        messages = render(workspace, store, issue, now)
        with store.transaction():
            store.outbox.put(messages, now)
            store.digests.close(number, now)
    return numbers


def render(workspace: Workspace, store: Store, issue: Issue, now: datetime) -> list[Message]:
    """The messages of one issue: a letter for each recipient that wants mail, an announcement for each service.

    Raises:
        ConfigError: nothing is set up to send with, or an address is wrong.
    """
    settings, key = workspace.settings.mail, f"issue.{issue.number}"
    services = notify.addresses(workspace.settings.notify, workspace.root)
    if not (settings and settings.to) and not services:
        raise ConfigError("nobody is to get the digest", "add [mail] with `to`, or [notify]; docs/mail.md has an example")
    title, text = notify.announcement(issue, page_url(workspace, issue))
    content = orjson.dumps({"title": title, "text": text})
    messages = [Message(key, NOTIFY, name, f"{key}.{name}", title, content) for name in services]
    return messages + [_message(key, letter) for letter in letters(workspace, store, issue, now)]


def letters(workspace: Workspace, store: Store, issue: Issue, now: datetime) -> list[Letter]:
    """The mail of one issue to every recipient that has not unsubscribed.

    Raises:
        ConfigError: an address is wrong.
    """
    settings = workspace.settings.mail
    if settings is None:
        return []
    return [
        mail.issue_letter(issue, settings, to, _links(workspace, store, issue, to.email, now), now)
        for to in _recipients(settings, store.outbox.opted_out())
    ]


def to_folder(workspace: Workspace, store: Store, issue: Issue, folder: Path, now: datetime) -> list[Path]:
    """Write the letters of one issue as ``.eml`` files instead of sending them; nothing in the store changes.

    Raises:
        ConfigError: mail is not set up.
    """
    if workspace.settings.mail is None:
        raise ConfigError("mail is not set up", "add [mail] to littrack.toml; docs/mail.md has an example")
    paths = []
    for n, letter in enumerate(letters(workspace, store, issue, now), 1):
        paths.append(folder / f"issue-{issue.number}-{n}.eml")
        write_atomically(paths[-1], letter.data)
    return paths


def page_url(workspace: Workspace, issue: Issue) -> str:
    """The address of an issue's page, or nothing where no archive is published."""
    base = workspace.settings.digest.url
    return f"{base.rstrip('/')}/{issue.week}/index.html" if base else ""


def _recipients(settings: MailSettings, opted_out: set[str]) -> list[RecipientSettings]:
    found: dict[str, RecipientSettings] = {}
    for to in settings.to:
        found.setdefault(to.email.lower(), to)
    return [to for email, to in found.items() if email not in opted_out]


def _links(workspace: Workspace, store: Store, issue: Issue, who: str, now: datetime) -> Links:
    ids = [item.paper.id for item in issue.items]
    decide = triage.mail_links(workspace, store, ids, who, now)
    return Links(decide, page_url(workspace, issue), triage.unsubscribe_link(workspace, who))


def _hand_over_mail(workspace: Workspace, store: Store, now: datetime, done: _Round, seconds: float) -> None:
    """Hand over every letter that waits, on one connection; a broken one is opened again a few times."""
    settings = workspace.settings.mail
    waiting = [m for m in store.outbox.waiting() if m.channel == MAIL]
    if settings is None or not waiting:
        return
    server: smtplib.SMTP | None = None
    breaks = 0
    try:
        for message in waiting:
            server = server or smtp.connect(settings, workspace.root, seconds)
            if not _hand_over(server, settings, store, message, now, done):
                _close(server)
                server, breaks = None, breaks + 1
            if breaks >= MOST_BREAKS:
                break
    except DeliveryError as error:
        done.failed.append(str(error))
        for message in store.outbox.waiting():
            if message.channel == MAIL:
                store.outbox.later(message, error.what, now)
    finally:
        if server:
            _close(server)


def _hand_over(
    server: smtplib.SMTP, settings: MailSettings, store: Store, message: Message, now: datetime, done: _Round
) -> bool:
    """Hand one letter over and note what became of it; False where the connection is gone."""
    letter = Letter(message.recipient, message.message_id, message.subject, message.content)
    answer = smtp.hand_over(server, settings.sender, letter, lambda: store.outbox.claim(message, now))
    if answer.fate is Fate.TAKEN:
        store.outbox.sent(message, now)
        done.sent.append(message.recipient)
    elif answer.fate is Fate.REFUSED:
        store.outbox.refused(message, answer.words, now)
        done.refused.append(f"{message.recipient}: {answer.words}")
    else:
        store.outbox.later(message, answer.words, now)
        done.failed.append(f"{message.recipient} has to wait: {answer.words}")
    return answer.fate is not Fate.BROKEN


def _close(server: smtplib.SMTP) -> None:
    with contextlib.suppress(smtplib.SMTPException, OSError):
        server.quit()
    server.close()


def _announce(workspace: Workspace, store: Store, now: datetime, done: _Round) -> None:
    """Hand over every announcement that waits. A service that is no longer in the settings will never take its own."""
    waiting = [m for m in store.outbox.waiting() if m.channel == NOTIFY]
    services = notify.addresses(workspace.settings.notify, workspace.root) if waiting else {}
    for message in waiting:
        if message.recipient not in services:
            store.outbox.refused(message, "no longer in the settings", now)
            continue
        store.outbox.claim(message, now)
        if notify.announce(services[message.recipient], **orjson.loads(message.content)):
            store.outbox.sent(message, now)
            done.sent.append(message.recipient)
        else:
            store.outbox.later(message, "the service did not take it", now)
            done.failed.append(f"{message.recipient} has to wait: the service did not take it")


def _notice_silence(workspace: Workspace, store: Store, now: datetime) -> None:
    """Tell the operator, once for each silence, that no day was read or no issue arrived for too long."""
    settings = workspace.settings.mail
    if settings is None or not settings.operator:
        return
    most = timedelta(days=settings.silence_days)
    seen = {"no day of arXiv was read": store.ledger.last_good(), "no issue was delivered": store.outbox.last_sent()}
    silent = {what: at for what, at in seen.items() if at and now - at > most}
    if silent:
        since = min(silent.values())
        lines = [f"{settings.silence_days} days and more of silence from {workspace.settings.survey.title}."]
        lines += [f"Since {at:%Y-%m-%d %H:%M} UTC {what}." for what, at in silent.items()]
        lines.append("Run `littrack doctor` on the machine: it names the cause and what to do.")
        _notice(settings, store, f"silence.{since:%Y-%m-%d}", "littrack has fallen silent", lines, now)


def _notice_refused(workspace: Workspace, store: Store, now: datetime, done: _Round) -> bool:
    """Tell the operator who could not be reached; whether there was anybody to tell."""
    settings = workspace.settings.mail
    others = [words for words in done.refused if settings and not words.startswith(f"{settings.operator}:")]
    if settings is None or not settings.operator or not others:
        return False
    lines = [f"The mail server refused for good: {words}" for words in others]
    lines.append("Mend the address in littrack.toml, then run `littrack send --refused`.")
    _notice(settings, store, f"refused.{now:%Y%m%d%H%M%S}", "littrack could not reach a reader", lines, now)
    return True


def _notice(settings: MailSettings, store: Store, key: str, subject: str, lines: Sequence[str], now: datetime) -> None:
    letter = mail.notice_letter(subject, list(lines), key, settings, now)
    store.outbox.put([_message(key, letter)], now)


def _message(key: str, letter: Letter) -> Message:
    return Message(key, MAIL, letter.recipient, letter.message_id, letter.subject, letter.data)
