"""Real servers to send to: mail by aiosmtpd, and a message to send."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from alerts.channels import Outgoing


@pytest.fixture
def message() -> Outgoing:
    """A rendered message about a story."""
    return Outgoing(
        public_id="0123456789abcdef0123456789abcdef",
        type="story.new",
        recipient="desk@example.org",
        story=12,
        subject="Cheshire East: Ofsted - inadequate overall",
        text="Ofsted has judged “Cheshire East’s” children's services.\n.\nA line after a lone dot.\n",
        html="<html><body><p>Ofsted has judged.</p></body></html>",
        payload={"type": "story.new", "version": 1},
        at=datetime(2026, 6, 1, 9, 0, tzinfo=UTC),
    )


@dataclass
class MailServer:
    """A mail server and its vices. answers: to give instead of 250, by the step at which they are given."""

    host: str = "127.0.0.1"
    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    envelopes: list[Envelope] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    drops_after_data: bool = False
    logins: list[tuple[bytes, bytes]] = field(default_factory=list)

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self.answers.get("MAIL", "250 OK")

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self.answers.get("RCPT", "250 OK")

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if "DATA" in self.answers:
            return self.answers["DATA"]
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        self.envelopes.append(envelope)
        self.mails.append(message_from_bytes(content, policy=policy.default))
        return "250 2.0.0 queued as 4711"

    async def handle_QUIT(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.drops_after_data:
            assert server.transport is not None
            server.transport.close()
        return self.answers.get("QUIT", "221 Bye")

    def authenticate(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        self.logins.append((data.login, data.password))
        return AuthResult(success=data.password == b"right", handled=False)


StartServer = Callable[..., MailServer]


@pytest.fixture
def start_mail_server() -> Iterator[StartServer]:
    """Starts mail servers on loopback; stops them in the end."""
    controllers: list[Controller] = []

    def start(**options: Any) -> MailServer:
        server = MailServer()
        if options.pop("login", False):
            options |= {"authenticator": server.authenticate, "auth_required": True}
        controller = Controller(server, hostname=server.host, port=free_port(), **options)
        controller.start()
        controllers.append(controller)
        server.port = controller.port
        return server

    yield start
    for controller in controllers:
        controller.stop()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ssl.SSLContext]:
    """A certificate for 127.0.0.1, and a server's context with it."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    today = datetime.now(UTC)
    address = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(address, critical=False)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path = tmp_path_factory.mktemp("certificate") / "cert.pem"
    path.write_bytes(made.public_bytes(Encoding.PEM) + secret)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return path, context
