"""Mail by SMTP, one connection a message."""

from __future__ import annotations

import smtplib
import ssl
from contextlib import suppress
from pathlib import Path

from alerts.channels import DeliveryError, Fault, Outgoing
from alerts.channels.mime import as_mail
from alerts.recipients import ADDRESS, EmailSettings

TIMEOUT = 30.0
TOO_LARGE = 552


class EmailChannel:
    """Sends mail through the server of the settings. reply_to: where answers go; ca_file: certificates to trust besides
    those of the system."""

    def __init__(
        self,
        settings: EmailSettings,
        *,
        reply_to: str = "",
        ca_file: Path | None = None,
        timeout: float = TIMEOUT,
    ) -> None:
        self._settings = settings
        self._reply_to = reply_to if ADDRESS.fullmatch(reply_to) else ""
        self._timeout = timeout
        self._tls = ssl.create_default_context(cafile=str(ca_file) if ca_file else None)

    def send(self, message: Outgoing) -> str:
        """Hand the mail over; the server's answer. A refused mailbox or message is the message's fault."""
        mail = as_mail(message, self._settings.sender, message.recipient, self._reply_to)
        server = self._connect()
        try:
            self._log_in(server)
            return self._hand_over(server, mail["From"].addresses[0].addr_spec, message.recipient, mail.as_bytes())
        finally:
            with suppress(OSError, smtplib.SMTPException):
                server.quit()
            server.close()

    def _connect(self) -> smtplib.SMTP:
        host, port = self._settings.host, self._settings.port
        try:
            if self._settings.security == "tls":
                return smtplib.SMTP_SSL(host, port, timeout=self._timeout, context=self._tls)
            server = smtplib.SMTP(host, port, timeout=self._timeout)
        except (OSError, smtplib.SMTPException) as error:
            raise DeliveryError(f"the mail server {host}:{port} cannot be reached: {_said(error)}") from error
        return server

    def _log_in(self, server: smtplib.SMTP) -> None:
        settings = self._settings
        try:
            server.ehlo_or_helo_if_needed()
            if settings.security == "starttls":
                server.starttls(context=self._tls)
                server.ehlo()
            if settings.auth == "password" and settings.username and settings.password:
                server.login(settings.username, settings.password.get_secret_value())
        except smtplib.SMTPAuthenticationError as error:
            raise DeliveryError(
                f"the mail server {settings.host} refused the login of {settings.username}: {_said(error)}"
            ) from error
        except (OSError, smtplib.SMTPException) as error:
            raise DeliveryError(f"the mail server {settings.host} did not let us in: {_said(error)}") from error

    def _hand_over(self, server: smtplib.SMTP, sender: str, to: str, content: bytes) -> str:
        """MAIL, RCPT and DATA one by one, so that the answer to each is known."""
        try:
            size = [f"size={len(content)}"] if server.has_extn("size") else []
            code, answer = server.mail(sender, size)
            if code != 250:
                raise DeliveryError(f"sender refused: {code} {_text(answer)}", fault=_fault(code, TOO_LARGE))
            code, answer = server.rcpt(to)
            if code not in (250, 251):
                raise DeliveryError(f"mailbox refused: {code} {_text(answer)}", fault=_fault(code))
            code, answer = server.data(content)
            if code != 250:
                raise DeliveryError(f"message refused: {code} {_text(answer)}", fault=_fault(code))
        except smtplib.SMTPDataError as error:
            reason = f"message refused: {_said(error)}"
            raise DeliveryError(reason, fault=_fault(error.smtp_code)) from error
        except (OSError, smtplib.SMTPException) as error:
            raise DeliveryError(f"the connection to {self._settings.host} broke: {_said(error)}") from error
        return f"{code} {_text(answer)}"


def _fault(code: int, least: int = 500) -> Fault:
    return "message" if code >= least else "passing"


def _text(answer: bytes | str) -> str:
    return " ".join((answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer).split())[:300]


def _said(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_text(error.smtp_error)}"
    return str(error) or type(error).__name__
