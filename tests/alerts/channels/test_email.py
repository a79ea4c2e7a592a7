"""Mail through real servers, well and ill behaved."""

from __future__ import annotations

import ssl
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from alerts.channels import DeliveryError, Outgoing
from alerts.channels.email import EmailChannel
from alerts.channels.smtp import TimeOuts
from alerts.recipients import EmailSettings
from tests.alerts.channels.conftest import StartServer
from tests.alerts.channels.servers import MailServer, free_port

QUICK = TimeOuts(step=2, taken=2, whole=5)


def channel(server: MailServer, **settings: Any) -> EmailChannel:
    """A channel to a server. Other settings than those of config.yaml: ca_file, timeouts, idle_seconds."""
    own = {name: settings.pop(name) for name in ("ca_file", "timeouts", "idle_seconds") if name in settings}
    values = {"host": server.host, "port": server.port, "security": "none", "from": "Wardwatch <ward@example.org>"}
    known = EmailSettings.model_validate(values | settings)
    return EmailChannel(known, **({"reply_to": "boss@example.org", "timeouts": QUICK} | own))


def test_a_mail_arrives_whole(start_mail_server: StartServer, message: Outgoing) -> None:
    server = start_mail_server()
    assert channel(server).send(message) == "250 2.0.0 queued as 4711"
    (mail,) = server.mails
    assert mail["Subject"] == message.subject
    assert mail["To"] == "desk@example.org"
    assert mail["Reply-To"] == "boss@example.org"
    assert mail["Message-ID"] == "<0123456789abcdef0123456789abcdef@example.org>"
    assert mail["Date"] == "Mon, 01 Jun 2026 09:00:00 +0000"
    assert (mail["X-Wardwatch-Type"], mail["X-Wardwatch-Story"]) == ("story.new", "12")
    assert mail["Auto-Submitted"] == "auto-generated"
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert plain.get_content().replace("\r\n", "\n") == message.text
    assert "Ofsted has judged" in html.get_content()
    assert server.envelopes[0].mail_from == "ward@example.org"


def test_headers_cannot_be_injected(start_mail_server: StartServer, message: Outgoing) -> None:
    server = start_mail_server()
    channel(server).send(replace(message, subject="Council\r\nBcc: all@example.org\r\n\r\nboo\u202e\u200b"))
    (mail,) = server.mails
    assert mail["Bcc"] is None
    assert mail["Subject"] == "Council Bcc: all@example.org boo"


@pytest.mark.parametrize(("step", "connections"), [("MAIL", 2), ("RCPT", 1), ("DATA", 1)])
def test_a_refusal_names_the_answer_and_leaves_the_connection_to_the_next(
    start_mail_server: StartServer, message: Outgoing, step: str, connections: int
) -> None:
    server = start_mail_server()
    server.once = [(step, "552 5.3.4 too large")]
    sending = channel(server)
    with pytest.raises(DeliveryError, match=r"refused: 552 5\.3\.4 too large") as refused:
        sending.send(message)
    assert refused.value.fault == "message"
    assert sending.send(message).startswith("250")
    assert (len(server.mails), server.connections) == (1, connections)


def test_nobody_listening_may_pass(message: Outgoing) -> None:
    with pytest.raises(DeliveryError, match="cannot be reached") as refused:
        channel(MailServer(port=free_port())).send(message)
    assert refused.value.fault == "passing"


def test_a_server_that_is_rude_after_taking_the_mail_has_taken_it(
    start_mail_server: StartServer, message: Outgoing
) -> None:
    server = start_mail_server()
    server.answers["QUIT"] = "500 what"
    for drops in ("", "QUIT"):
        server.drops = drops  # type: ignore[assignment]
        sending = channel(server)
        assert sending.send(message).startswith("250")
        sending.close()


def test_starttls_with_login(
    start_mail_server: StartServer, message: Outgoing, certificate: tuple[Path, ssl.SSLContext]
) -> None:
    server = start_mail_server(tls_context=certificate[1], require_starttls=True, login=True)
    settings = {"security": "starttls", "username": "me", "password": "right", "ca_file": certificate[0]}
    assert channel(server, **settings).send(message).startswith("250")
    assert server.logins == [(b"me", b"right")]
    with pytest.raises(DeliveryError, match="refused the login of me: 535") as refused:
        channel(server, **(settings | {"password": "wrong"})).send(message)
    assert refused.value.fault == "channel"


def test_a_certificate_that_nobody_vouches_for_is_refused(
    start_mail_server: StartServer, message: Outgoing, certificate: tuple[Path, ssl.SSLContext]
) -> None:
    server = start_mail_server(tls_context=certificate[1])
    with pytest.raises(DeliveryError, match="certificate verify failed") as refused:
        channel(server, security="starttls").send(message)
    assert refused.value.fault == "channel"
    assert server.mails == []


def test_starttls_is_never_left_out(start_mail_server: StartServer, message: Outgoing) -> None:
    server = start_mail_server()
    with pytest.raises(DeliveryError, match="STARTTLS") as refused:
        channel(server, security="starttls").send(message)
    assert refused.value.fault == "channel"
    assert server.mails == []


def test_tls_from_the_first_byte(
    start_mail_server: StartServer, message: Outgoing, certificate: tuple[Path, ssl.SSLContext]
) -> None:
    server = start_mail_server(ssl_context=certificate[1])
    with pytest.raises(DeliveryError, match="certificate verify failed"):
        channel(server, security="tls").send(message)
    assert channel(server, security="tls", ca_file=certificate[0]).send(message).startswith("250")
