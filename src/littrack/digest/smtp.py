"""Handing a letter to a mail server, so that afterwards it is known what became of it."""

from __future__ import annotations

import os
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from littrack.config import MailSettings
from littrack.digest.mail import Letter, address
from littrack.errors import ConfigError, DeliveryError

SECONDS = 60.0
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class Fate(StrEnum):
    """What became of a letter: taken, put off, refused for good, or unknown since the connection broke (so: put off)."""

    TAKEN = "taken"
    LATER = "later"
    REFUSED = "refused"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Answer:
    """The fate of a letter and the server's words."""

    fate: Fate
    words: str = ""


def connect(settings: MailSettings, root: Path, seconds: float = SECONDS) -> smtplib.SMTP:
    """A connection to the mail server, encrypted and logged in as the settings say.

    Args:
        settings: the workspace's ``[mail]``.
        root: the workspace's folder, to which ``password_file`` and ``ca_file`` are relative.
        seconds: how long to wait for any answer.

    Raises:
        DeliveryError: no server, no trust in its certificate, no password or a refused one; with the remedy.
        ConfigError: a password would go over the network in the clear.
    """
    where = f"{settings.host}:{settings.port}"
    if settings.username and settings.security == "none" and settings.host not in _LOOPBACK:
        raise ConfigError(f"the password for {where} would go unencrypted", 'set security = "starttls" or "tls" in [mail]')
    word = password(settings, root) if settings.username else ""
    try:
        return _opened(settings, root, seconds, word)
    except smtplib.SMTPAuthenticationError as error:
        raise DeliveryError(f"{where} refuses {settings.username}'s password ({error.smtp_code})", _rotate(settings)) from None
    except ssl.SSLCertVerificationError as error:
        remedy = "mend `host`, or name the server's own certificate as `ca_file` in [mail]"
        raise DeliveryError(f"the certificate of {where} is not to be trusted ({error.verify_message})", remedy) from error
    except (smtplib.SMTPException, OSError) as error:
        words = _words(error) or type(error).__name__
        raise DeliveryError(
            f"{where} cannot be used ({words})", "check `host`, `port`, `security` in [mail]; or wait"
        ) from error


def hand_over(server: smtplib.SMTP, sender: str, letter: Letter, claim: Callable[[], None]) -> Answer:
    """Hand one letter over; ``claim`` is called at the last moment at which it is certain that the server does not have it.

    A connection that breaks after that leaves one question open: whether the server took the letter. The answer is
    BROKEN, and the letter is to be handed over again with the same Message-ID.

    Raises:
        DeliveryError: the server refuses the sender, which no other letter would survive.
    """
    try:
        server.rset()
        code, words = server.mail(address(sender).addr_spec)
        if code != 250:
            return _refused_sender(sender, code, words)
        code, words = server.rcpt(letter.recipient)
        if code not in (250, 251):
            return Answer(Fate.REFUSED if code >= 500 and code != 552 else Fate.LATER, _said(code, words))
        claim()
        code, words = server.data(letter.data)
    except smtplib.SMTPDataError as error:
        code, words = error.smtp_code, error.smtp_error if isinstance(error.smtp_error, bytes) else error.smtp_error.encode()
    except (smtplib.SMTPException, OSError) as error:
        return Answer(Fate.BROKEN, _words(error) or type(error).__name__)
    if code == 250:
        return Answer(Fate.TAKEN)
    return Answer(Fate.REFUSED if code >= 500 else Fate.LATER, _said(code, words))


def password(settings: MailSettings, root: Path) -> str:
    """The password, from the file or the variable that the settings name.

    Raises:
        DeliveryError: there is none.
    """
    if settings.password_file:
        try:
            return (root / settings.password_file).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise DeliveryError(f"{settings.password_file} cannot be read", _rotate(settings)) from error
    if word := os.environ.get(settings.password_env):
        return word
    raise DeliveryError(f"the variable {settings.password_env} is not set", _rotate(settings))


def _opened(settings: MailSettings, root: Path, seconds: float, word: str) -> smtplib.SMTP:
    trust = ssl.create_default_context(cafile=str(root / settings.ca_file) if settings.ca_file else None)
    if settings.security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(settings.host, settings.port, timeout=seconds, context=trust)
    else:
        server = smtplib.SMTP(settings.host, settings.port, timeout=seconds)
    try:
        if settings.security == "starttls":
            server.starttls(context=trust)
        server.ehlo_or_helo_if_needed()
        if settings.username:
            server.login(settings.username, word)
    except BaseException:
        server.close()
        raise
    return server


def _refused_sender(sender: str, code: int, words: bytes) -> Answer:
    if code < 500:
        return Answer(Fate.LATER, _said(code, words))
    raise DeliveryError(f"the mail server refuses the sender {sender} ({_said(code, words)})", "mend `sender` in [mail]")


def _said(code: int, words: bytes) -> str:
    said = " ".join(words.decode("utf-8", "replace").split())
    return f"{code} {said}"[:200]


def _words(error: BaseException) -> str:
    return " ".join(str(getattr(error, "strerror", None) or error).split())[:200]


def _rotate(settings: MailSettings) -> str:
    return f"put the password into {settings.password_file or f'the variable {settings.password_env}'}; see docs/mail.md"
