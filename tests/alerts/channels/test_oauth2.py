"""Logging in with a token: a token endpoint and a mail server of our own."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from alerts.channels import DeliveryError, Outgoing, oauth2
from alerts.channels.email import EmailChannel
from alerts.channels.oauth2 import Tokens
from alerts.channels.smtp import TimeOuts
from alerts.channels.web import TimeOuts as WebTimeOuts
from alerts.channels.web import Web
from alerts.recipients import EmailSettings
from tests.alerts.channels.conftest import StartServer
from tests.alerts.channels.servers import MailServer

SECRET = "cl13nts3cr3t"


@dataclass
class Giver:
    """A token endpoint. life: of each token in seconds; refusal: (status, JSON) instead of a token."""

    url: str = ""
    life: float = 3600
    refusal: tuple[int, str] | None = None
    forms: list[dict[str, list[str]]] = field(default_factory=list)

    def __call__(self, request: Request) -> Response:
        self.forms.append(parse_qs(request.get_data(as_text=True)))
        if self.refusal:
            return Response(self.refusal[1], self.refusal[0], content_type="application/json")
        return Response(f'{{"access_token": "token {len(self.forms)}", "expires_in": {self.life}}}')


@pytest.fixture
def giver(httpserver: HTTPServer) -> Giver:
    made = Giver()
    httpserver.expect_request("/token", method="POST").respond_with_handler(made)
    made.url = httpserver.url_for("/token")
    return made


MakeChannel = Callable[..., tuple[EmailChannel, MailServer]]


@pytest.fixture
def make(start_mail_server: StartServer, giver: Giver, certificate: tuple[Path, ssl.SSLContext]) -> MakeChannel:
    """Makes a channel, and the server that takes the giver's first token."""

    def made(**options: Any) -> tuple[EmailChannel, MailServer]:
        options |= {"tls_context": certificate[1], "require_starttls": True, "login": True}
        server = start_mail_server(token="token 1", **options)
        settings = EmailSettings.model_validate(
            {
                "host": server.host,
                "port": server.port,
                "auth": "oauth2",
                "client_id": "an app",
                "client_secret": SECRET,
                "token_url": giver.url,
                "from": "Wardwatch <ward@example.org>",
            }
        )
        web = Web(allowed=lambda host: False, allow_private=["localhost"], timeouts=WebTimeOuts(2, 1, 4))
        tokens = Tokens(settings, web)
        return EmailChannel(settings, ca_file=certificate[0], tokens=tokens, timeouts=TimeOuts(2, 2, 5)), server

    return made


def test_a_mail_goes_out_with_a_token_for_the_senders_mailbox(
    make: MakeChannel, giver: Giver, message: Outgoing
) -> None:
    channel, server = make()
    assert channel.send(message).startswith("250")
    assert server.tokens == ["token 1"]
    assert giver.forms == [
        {
            "grant_type": ["client_credentials"],
            "client_id": ["an app"],
            "client_secret": [SECRET],
            "scope": ["https://outlook.office365.com/.default"],
        }
    ]


def test_one_token_serves_all_connections(make: MakeChannel, giver: Giver, message: Outgoing) -> None:
    channel, server = make()
    channel.send(message)
    server.drops = "MAIL"
    channel.send(message)
    assert (server.tokens, len(giver.forms)) == (["token 1", "token 1"], 1)


def test_a_token_is_renewed_before_it_ends(
    make: MakeChannel, giver: Giver, message: Outgoing, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [1000.0]
    monkeypatch.setattr(oauth2, "time", SimpleNamespace(monotonic=lambda: clock[0]))
    channel, server = make()
    channel.send(message)
    for seconds, token in ((3299, "token 1"), (3301, "token 2")):
        clock[0] = 1000.0 + seconds
        server.drops, server.token = "MAIL", token
        channel.send(message)
    assert server.tokens == ["token 1", "token 1", "token 2"]


def test_a_token_that_is_refused_before_its_time_is_renewed_once(
    make: MakeChannel, giver: Giver, message: Outgoing
) -> None:
    channel, server = make()
    channel.send(message)
    server.drops, server.token = "MAIL", "token 2"
    assert channel.send(message).startswith("250")
    assert server.tokens == ["token 1", "token 1", "token 2"]


def test_a_new_token_that_is_refused_is_the_channels_fault(make: MakeChannel, giver: Giver, message: Outgoing) -> None:
    channel, server = make()
    server.token = "another"
    with pytest.raises(DeliveryError, match=r"refused the login of ward@example\.org: 535 5\.7\.3") as refused:
        channel.send(message)
    assert refused.value.fault == "channel"
    assert (server.tokens, server.mails) == (["token 1"], [])


@pytest.mark.parametrize(
    ("status", "said", "fault"),
    [
        (401, '{"error": "invalid_client", "error_description": "AADSTS7000222: the secret has expired."}', "channel"),
        (400, '{"error": "unauthorized_client"}', "channel"),
        (429, "{}", "passing"),
        (503, "<html>", "passing"),
        (200, "what?", "passing"),
    ],
)
def test_where_there_is_no_token_nothing_is_sent(
    make: MakeChannel, giver: Giver, message: Outgoing, status: int, said: str, fault: str
) -> None:
    giver.refusal = (status, said)
    channel, server = make()
    with pytest.raises(DeliveryError, match=f"localhost gave no token: {status}") as refused:
        channel.send(message)
    assert refused.value.fault == fault
    assert SECRET not in str(refused.value)
    assert server.tokens == []


def test_a_server_without_xoauth2_is_the_channels_fault(make: MakeChannel, giver: Giver, message: Outgoing) -> None:
    channel, _ = make(auth_exclude_mechanism=["XOAUTH2"])
    with pytest.raises(DeliveryError, match="offers no XOAUTH2") as refused:
        channel.send(message)
    assert refused.value.fault == "channel"
