"""The channels of a config: what is written there is what they do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from alerts.channels import Outgoing
from tests.alerts.channels.servers import MailController, MailServer, free_port
from wardwatch.config import parse
from wardwatch.posting import channels_of


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    server = MailServer()
    controller = MailController(server, hostname=server.host, port=free_port())
    controller.start()
    server.port = controller.port
    yield server
    controller.stop()


def message(recipient: str) -> Outgoing:
    payload = {"type": "test", "version": 1, "story": None, "outlets": [], "reasons": [], "text": "A test."}
    at = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
    return Outgoing("0123", "test", recipient, None, "A test", "A test.\n", "<p>A test.</p>", payload, at)


@pytest.mark.parametrize(
    ("contact", "reply_to", "answers_go_to"),
    [
        ("boss@example.org", "", "boss@example.org"),
        ("boss@example.org", "reply_to: desk@example.org", "desk@example.org"),
        ("you@example.org", "", None),
        ("https://example.org/about", "", None),
    ],
)
def test_answers_to_a_mail_go_to_the_contact_or_as_the_settings_have_it(
    mail_server: MailServer, contact: str, reply_to: str, answers_go_to: str | None
) -> None:
    text = f"""
        contact: {contact}
        email: {{host: 127.0.0.1, port: {mail_server.port}, security: none, from: w@example.org, {reply_to}}}
    """
    channels_of(parse(text, Path("config.yaml"), {}))["email"].send(message("a@example.org"))
    assert mail_server.mails[0]["Reply-To"] == answers_go_to


def test_a_webhook_gets_its_secret_and_its_form(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/plain").respond_with_data("ok")
    httpserver.expect_request("/slack").respond_with_data("ok")
    plain, slack = httpserver.url_for("/plain"), httpserver.url_for("/slack")
    text = f"""
        allow_private: [localhost]
        alerts: [{{name: A, to: [{{webhook: "{plain}", secret: "${{HOOK}}"}}]}}]
        operator: [{{webhook: "{slack}", format: slack, pace: 5 a second}}]
    """
    hooks = channels_of(parse(text, Path("config.yaml"), {"HOOK": "c2VjcmV0"}))["webhook"]
    hooks.send(message(plain))
    hooks.send(message(slack))
    first, second = (request for request, _ in httpserver.log)
    assert "webhook-signature" in first.headers
    assert first.json
    assert first.json["type"] == "test"
    assert second.json
    assert second.json["blocks"][0]["text"]["text"] == "A test"


def test_tokens_are_asked_for_where_the_settings_say(mail_server: MailServer, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/token").respond_with_data("no", 503)
    text = f"""
        allow_private: [localhost]
        email:
          host: 127.0.0.1
          port: {mail_server.port}
          auth: oauth2
          client_id: an app
          client_secret: ${{SECRET}}
          token_url: {httpserver.url_for("/token")}
          from: w@example.org
    """
    known = parse(text, Path("config.yaml"), {"SECRET": "s3cr3t"})
    assert "s3cr3t" not in repr(known)
    tokens = getattr(channels_of(known)["email"], "_tokens", None)
    with pytest.raises(Exception, match="localhost gave no token: 503"):
        tokens.current()  # type: ignore[union-attr]
