"""Mail by SMTP, over connections that are kept for the next message."""

from __future__ import annotations

import smtplib
import threading
import weakref
from email.utils import parseaddr
from pathlib import Path

from alerts.channels import DeliveryError, Outgoing
from alerts.channels.deadline import Deadline
from alerts.channels.kept import IDLE_SECONDS, KeptConnections, part
from alerts.channels.mime import as_mail
from alerts.channels.oauth2 import Tokens
from alerts.channels.smtp import Envelope, StaleError, TimeOuts, begin, begin_anew, connect, hand_over, log_in
from alerts.channels.tls import trust
from alerts.pace import Gate
from alerts.recipients import ADDRESS, EmailSettings

PATIENT = TimeOuts()


class EmailChannel:
    """Sends mail through the server of the settings. reply_to: where answers go; ca_file: certificates to trust besides
    those of the system; tokens: where the access tokens of oauth2 come from."""

    def __init__(
        self,
        settings: EmailSettings,
        *,
        reply_to: str = "",
        ca_file: Path | None = None,
        tokens: Tokens | None = None,
        timeouts: TimeOuts = PATIENT,
        idle_seconds: float = IDLE_SECONDS,
    ) -> None:
        self.server = settings.host
        self._settings = settings
        self._reply_to = reply_to if ADDRESS.fullmatch(reply_to) else ""
        self._timeouts = timeouts
        self.timeout = timeouts.whole
        self._tls = trust(ca_file)
        self._tokens = tokens
        self._room = threading.BoundedSemaphore(settings.connections)
        self._gate = Gate(settings.pace)
        self._kept = KeptConnections(idle_seconds)
        self.close = weakref.finalize(self, self._kept.close)

    def send(self, message: Outgoing) -> str:
        """Hand the mail over; the server's answer. Waits for a free connection and for its turn in the pace."""
        mail = as_mail(message, self._settings.sender, message.recipient, self._reply_to)
        envelope = Envelope(parseaddr(self._settings.sender)[1], message.recipient, mail.as_bytes())
        with self._room:
            self._gate.wait()
            with Deadline(self._timeouts.whole) as deadline:
                return self._finish(self._begun(envelope, deadline), envelope)

    def _begun(self, envelope: Envelope, deadline: Deadline) -> smtplib.SMTP:
        """A connection on which the sender was taken: one that was kept, or else a new one."""
        if kept := self._kept.take():
            deadline.watch(kept.sock)
            try:
                return self._begin(kept, envelope, kept=True)
            except StaleError:
                pass
        return self._begin(self._open(deadline), envelope, kept=False)

    def _begin(self, server: smtplib.SMTP, envelope: Envelope, *, kept: bool) -> smtplib.SMTP:
        try:
            begin(server, envelope, kept=kept)
        except (StaleError, DeliveryError):
            part(server)
            raise
        return server

    def _open(self, deadline: Deadline) -> smtplib.SMTP:
        """A new connection, logged in. A token that is refused before its time is tried once more, renewed."""
        server = connect(self._settings, self._tls, deadline, self._timeouts.step)
        try:
            try:
                log_in(server, self._settings, self._token)
            except DeliveryError as error:
                if error.fault != "channel" or self._tokens is None or not self._tokens.forget():
                    raise
                part(server)
                server = connect(self._settings, self._tls, deadline, self._timeouts.step)
                log_in(server, self._settings, self._token)
        except DeliveryError:
            part(server)
            raise
        return server

    def _token(self) -> str:
        if self._tokens is None:
            raise DeliveryError("nobody gives us the tokens of oauth2", fault="channel")
        return self._tokens.current()

    def _finish(self, server: smtplib.SMTP, envelope: Envelope) -> str:
        """Hand over, and keep the connection where it can be used again."""
        usable = False
        try:
            answer = hand_over(server, envelope, self._timeouts.taken)
            usable = True
        except DeliveryError as error:
            usable = not error.unanswered and begin_anew(server)
            raise
        finally:
            if usable:
                self._kept.keep(server)
            else:
                part(server)
        return answer
