"""A conversation with a mail server, step by step, so that the answer to each step is known.

What smtplib raises is an OSError too.
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from alerts.channels import DeliveryError
from alerts.channels.deadline import Deadline
from alerts.channels.refusals import Step, fault_of
from alerts.recipients import EmailSettings

DOT = re.compile(rb"(?m)^\.")
LONGEST_ANSWER = 300

Token = Callable[[], str]


@dataclass(frozen=True, slots=True)
class Envelope:
    """One mail to hand over: from whom, to whom, and its bytes, with CRLF."""

    sender: str
    to: str
    content: bytes


@dataclass(frozen=True, slots=True)
class TimeOuts:
    """In seconds: for the answer to a step, for that to the whole mail, and for everything together."""

    step: float = 30.0
    taken: float = 120.0
    whole: float = 180.0


class StaleError(Exception):
    """A kept connection turned out to be of no more use. Nothing was handed over on it."""


class _Line(smtplib.SMTP):
    """A connection that the deadline can cut from its first byte on. tls: only where all of it is encrypted."""

    def __init__(self, settings: EmailSettings, tls: ssl.SSLContext | None, deadline: Deadline, timeout: float) -> None:
        self._tls, self._deadline = tls, deadline
        super().__init__(settings.host, settings.port, timeout=timeout)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        line = socket.create_connection((host, port), timeout)
        self._deadline.watch(line)
        if self._tls is not None:
            line = self._tls.wrap_socket(line, server_hostname=host)
            self._deadline.watch(line)
        return line


def connect(settings: EmailSettings, tls: ssl.SSLContext, deadline: Deadline, timeout: float) -> smtplib.SMTP:
    """An open, encrypted line to the server of the settings, nobody logged in yet. Raises DeliveryError."""
    place = f"the mail server {settings.host}:{settings.port}"
    server = None
    try:
        server = _Line(settings, tls if settings.security == "tls" else None, deadline, timeout)
        server.ehlo_or_helo_if_needed()
        if settings.security == "starttls":
            server.starttls(context=tls)
            deadline.watch(server.sock)
            server.ehlo()
    except OSError as error:
        if server is not None:
            server.close()
        if isinstance(error, ssl.SSLCertVerificationError | smtplib.SMTPNotSupportedError):
            raise DeliveryError(f"{place} did not let us in: {_said(error)}", fault="channel") from error
        if isinstance(error, smtplib.SMTPResponseException):
            raise _refused(f"{place} did not let us in", "GREETING", error.smtp_code, error.smtp_error) from error
        raise DeliveryError(f"{place} cannot be reached: {_said(error)}") from error
    return server


def log_in(server: smtplib.SMTP, settings: EmailSettings, token: Token) -> None:
    """Log in as the settings have it. token: gives the access token of oauth2. Raises DeliveryError."""
    who = f"the mail server {settings.host} refused the login of {settings.login}"
    broken = f"the connection to {settings.host} broke at the login"
    try:
        if settings.auth == "password" and settings.password:
            server.login(settings.login, settings.password.get_secret_value())
        elif settings.auth == "oauth2":
            if "XOAUTH2" not in server.esmtp_features.get("auth", "").upper().split():
                raise smtplib.SMTPNotSupportedError("it offers no XOAUTH2")
            answer = f"user={settings.login}\x01auth=Bearer {token()}\x01\x01"
            server.auth("XOAUTH2", lambda challenge=None: answer if challenge is None else "")
    except smtplib.SMTPAuthenticationError as error:
        raise _refused(who, "AUTH", error.smtp_code, error.smtp_error) from error
    except smtplib.SMTPServerDisconnected as error:
        raise DeliveryError(f"{broken}: {_said(error)}") from error
    except smtplib.SMTPException as error:
        raise DeliveryError(f"{who}: {_said(error)}", fault="channel") from error
    except OSError as error:
        raise DeliveryError(f"{broken}: {_said(error)}") from error
    except UnicodeEncodeError as error:
        raise DeliveryError(f"{who}: name or password has letters that no login can carry", fault="channel") from error


def begin(server: smtplib.SMTP, envelope: Envelope, *, kept: bool) -> None:
    """MAIL FROM. Raises StaleError where a kept connection is of no more use, else DeliveryError."""
    size = [f"size={len(envelope.content)}"] if server.has_extn("size") else []
    try:
        code, answer = server.mail(envelope.sender, size)
    except OSError as error:
        if kept:
            raise StaleError from error
        raise DeliveryError(f"the connection broke: {_said(error)}") from error
    if code != 250:
        if kept and code < 500:
            raise StaleError
        raise _refused("sender refused", "MAIL", code, answer)


def hand_over(server: smtplib.SMTP, envelope: Envelope, taken_timeout: float) -> str:
    """RCPT and DATA after `begin`; the server's answer. Raises DeliveryError."""
    try:
        code, answer = server.rcpt(envelope.to)
        if code not in (250, 251):
            raise _refused("mailbox refused", "RCPT", code, answer)
        code, answer = server.docmd("DATA")
        if code != 354:
            raise _refused("message refused", "DATA", code, answer)
        server.send(DOT.sub(b"..", envelope.content) + b".\r\n")
    except OSError as error:
        raise DeliveryError(f"the connection broke: {_said(error)}") from error
    code, answer = _answer(server, taken_timeout)
    if code != 250:
        raise _refused("message refused", "DATA", code, answer)
    return f"{code} {_text(answer)}"


def begin_anew(server: smtplib.SMTP) -> bool:
    """Forget a refused mail; False where the connection is of no more use."""
    with suppress(OSError):
        return server.sock is not None and server.rset()[0] == 250
    return False


def _answer(server: smtplib.SMTP, timeout: float) -> tuple[int, bytes]:
    """The answer to the whole mail. Where none comes, nobody knows whether it was taken."""
    try:
        if server.sock is not None:
            server.sock.settimeout(timeout)
        code, answer = server.getreply()
        if server.sock is not None:
            server.sock.settimeout(server.timeout)
    except OSError as error:
        reason = f"the mail was handed over and no answer came: {_said(error)}"
        raise DeliveryError(reason, unanswered=True) from error
    if code < 0:
        raise DeliveryError(f"the mail was handed over and the answer was none: {_text(answer)}", unanswered=True)
    return code, answer


def _refused(what: str, step: Step, code: int, answer: bytes | str) -> DeliveryError:
    said = _text(answer)
    return DeliveryError(f"{what}: {code} {said}", fault=fault_of(step, code, said))


def _text(answer: bytes | str) -> str:
    words = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return " ".join(words.split())[:LONGEST_ANSWER]


def _said(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_text(error.smtp_error)}"
    return str(error) or type(error).__name__
