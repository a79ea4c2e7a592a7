"""Real servers to send to, and their vices."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Literal

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat


@dataclass
class MailServer:
    """A mail server and its vices. answers: to give instead of 250, by step, for good; once: the same, each for one
    time; waits: seconds before the answer, by step; drops: the step whose answer never comes, for one time, and
    whether a mail is kept before; token: what XOAUTH2 takes."""

    host: str = "127.0.0.1"
    port: int = 0
    token: str = ""
    mails: list[EmailMessage] = field(default_factory=list)
    envelopes: list[Envelope] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    once: list[tuple[str, str]] = field(default_factory=list)
    waits: dict[str, float] = field(default_factory=dict)
    drops: Literal["", "MAIL", "RCPT", "DATA before keeping", "DATA after keeping", "QUIT"] = ""
    logins: list[tuple[bytes, bytes]] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    connections: int = 0
    open: int = 0
    most_open: int = 0
    at: list[float] = field(default_factory=list)

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return await self._answer("MAIL", server)

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        return await self._answer("RCPT", server)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.drops == "DATA before keeping":
            self._drop(server)
            return "451 never heard"
        answer = await self._answer("DATA", server)
        if answer.startswith("250"):
            content = envelope.content if isinstance(envelope.content, bytes) else b""
            self.at.append(asyncio.get_running_loop().time())
            self.envelopes.append(envelope)
            self.mails.append(message_from_bytes(content, policy=policy.default))
            if self.drops == "DATA after keeping":
                self._drop(server)
            return "250 2.0.0 queued as 4711"
        return answer

    async def handle_QUIT(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        answer = await self._answer("QUIT", server)
        return "221 Bye" if answer.startswith("250") else answer

    async def auth_XOAUTH2(self, server: SMTP, arguments: list[str]) -> Any:  # noqa: N802
        """As Microsoft does it: a token that is not taken gets a challenge, and after it a refusal."""
        said = b64decode(arguments[1]).decode().split("\x01")
        self.tokens.append(said[1].removeprefix("auth=Bearer "))
        if self.tokens[-1] == self.token:
            return AuthResult(success=True)
        await server.push("334 eyJzdGF0dXMiOiI0MDAifQ==")
        await server._reader.readline()
        await server.push(self.answers.get("AUTH", "535 5.7.3 Authentication unsuccessful"))
        return AuthResult(success=False, handled=True)

    def authenticate(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        self.logins.append((data.login, data.password))
        return AuthResult(success=data.password == b"right", handled=False)

    async def _answer(self, step: str, server: SMTP) -> str:
        await asyncio.sleep(self.waits.get(step, 0))
        if self.drops == step:
            self._drop(server)
        if self.once and self.once[0][0] == step:
            return self.once.pop(0)[1]
        return self.answers.get(step, "250 OK")

    def _drop(self, server: SMTP) -> None:
        self.drops = ""
        assert server.transport is not None
        server.transport.abort()


class _CountingSMTP(SMTP):
    """Counts who is connected."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if self._original_transport is None:
            counted: MailServer = self.event_handler
            counted.connections += 1
            counted.open += 1
            counted.most_open = max(counted.most_open, counted.open)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self.event_handler.open -= 1
        super().connection_lost(error)


class MailController(Controller):
    """Runs a MailServer."""

    def factory(self) -> SMTP:
        return _CountingSMTP(self.handler, **self.SMTP_kwargs)


@contextmanager
def scripted(*steps: bytes, port: int = 0, rude: bool = False) -> Iterator[int]:
    """A server that gives one answer for each line it reads, the first before any, and then hangs up; the port. rude:
    it drips the last answer, a letter every 0.2 s, without an end."""
    with socket.create_server(("127.0.0.1", port)) as listening:
        ended = threading.Event()

        def serve() -> None:
            with suppress(OSError):
                while not ended.is_set():
                    with listening.accept()[0] as line, line.makefile("rb") as read:
                        _play(line, read, steps, ended if rude else None)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield int(listening.getsockname()[1])
        ended.set()
        listening.shutdown(socket.SHUT_RDWR)
        thread.join(3)


def _play(line: socket.socket, read: Any, steps: tuple[bytes, ...], drip_until: threading.Event | None) -> None:
    for number, step in enumerate(steps):
        if number and not read.readline():
            return
        line.sendall(step)
    while drip_until is not None and not drip_until.wait(0.2):
        line.sendall(b"x")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def make_certificate(folder: Path, name: str) -> tuple[Path, ssl.SSLContext]:
    """A certificate for 127.0.0.1 and a name, and a server's context with it."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    today = datetime.now(UTC)
    names = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1")), x509.DNSName(name)])
    made = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(names, critical=False)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path = folder / "cert.pem"
    path.write_bytes(made.public_bytes(Encoding.PEM) + secret)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return path, context
