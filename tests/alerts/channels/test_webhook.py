"""Webhooks against a real server."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from standardwebhooks.webhooks import Webhook
from werkzeug import Request, Response

from alerts.channels import DeliveryError, Outgoing
from alerts.channels.webhook import LARGEST, WebhookChannel
from tests.alerts.channels.conftest import free_port

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def nobody(host: str) -> bool:
    return False


def hook(message: Outgoing, httpserver: HTTPServer) -> Outgoing:
    return replace(message, recipient=httpserver.url_for("/hook"))


def channel(**settings: Any) -> WebhookChannel:
    return WebhookChannel(**({"allowed": nobody, "allow_private": ["localhost"], "timeout": (2, 1)} | settings))


def test_a_message_arrives_signed(message: Outgoing, httpserver: HTTPServer) -> None:
    got: list[Request] = []

    def take(request: Request) -> Response:
        got.append(request)
        Webhook(SECRET).verify(request.get_data(), dict(request.headers))
        return Response("thanks", 202)

    httpserver.expect_request("/hook", method="POST").respond_with_handler(take)
    message = hook(message, httpserver)
    assert channel(secrets={message.recipient: SECRET}).send(message) == "202 thanks"
    assert json.loads(got[0].get_data()) == message.payload
    assert got[0].headers["webhook-id"] == message.public_id
    assert got[0].headers["Content-Type"] == "application/json"


def test_without_a_secret_the_id_is_there_all_the_same(message: Outgoing, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/hook", headers={"webhook-id": message.public_id}).respond_with_data("")
    assert channel().send(hook(message, httpserver)) == "200"


@pytest.mark.parametrize(
    ("status", "fault"),
    [
        (400, "message"),
        (410, "address"),
        (413, "message"),
        (422, "message"),
        (401, "channel"),
        (404, "channel"),
        (429, "passing"),
        (500, "passing"),
    ],
)
def test_what_a_refusal_lies_with(message: Outgoing, httpserver: HTTPServer, status: int, fault: str) -> None:
    httpserver.expect_request("/hook").respond_with_data("no", status)
    with pytest.raises(DeliveryError, match=f"answered {status} no") as refused:
        channel().send(hook(message, httpserver))
    assert refused.value.fault == fault


def test_redirects_are_not_followed(message: Outgoing, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/hook").respond_with_data("", 307, {"Location": "/elsewhere"})
    with pytest.raises(DeliveryError, match="redirects are not followed"):
        channel().send(hook(message, httpserver))
    assert [request.path for request, _ in httpserver.log] == ["/hook"]


def test_an_endless_answer_is_not_read_to_its_end(message: Outgoing, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/hook").respond_with_data("x" * 5_000_000)
    assert len(channel().send(hook(message, httpserver))) < 300


def test_nobody_listening_and_a_time_out_may_pass(message: Outgoing, httpserver: HTTPServer) -> None:
    def sleep(request: Request) -> Response:
        import time

        time.sleep(1.5)
        return Response()

    httpserver.expect_request("/hook").respond_with_handler(sleep)
    for url in (httpserver.url_for("/hook"), f"http://localhost:{free_port()}/hook"):
        with pytest.raises(DeliveryError, match="cannot be reached") as refused:
            channel().send(replace(message, recipient=url))
        assert refused.value.fault == "passing"


def test_a_message_that_is_too_large_is_not_sent(message: Outgoing, httpserver: HTTPServer) -> None:
    large = replace(hook(message, httpserver), payload={"text": "x" * LARGEST})
    with pytest.raises(DeliveryError, match="larger than 256 KB") as refused:
        channel().send(large)
    assert refused.value.fault == "message"
    assert httpserver.log == []


def test_without_tls_only_hosts_that_are_named(message: Outgoing, httpserver: HTTPServer) -> None:
    with pytest.raises(DeliveryError, match="without TLS"):
        channel(allow_private=[], allowed=lambda host: True).send(hook(message, httpserver))
    assert httpserver.log == []


def test_a_private_address_is_refused_by_name_and_when_a_name_leads_to_it(message: Outgoing) -> None:
    private: Callable[[str], bool] = lambda host: host == "localhost"  # noqa: E731
    with pytest.raises(DeliveryError, match=r"127\.0\.0\.2 is a private address"):
        channel(allow_private=[], allowed=private).send(replace(message, recipient="https://127.0.0.2/hook"))


def test_a_name_that_leads_to_a_private_address_is_refused_before_a_byte_is_sent(
    message: Outgoing, httpserver: HTTPServer
) -> None:
    url = hook(message, httpserver).recipient.replace("http://", "https://")
    with pytest.raises(DeliveryError, match=r"(127\.0\.0\.1|::1) is a private address"):
        channel(allow_private=[], allowed=lambda host: host == "localhost").send(replace(message, recipient=url))
    assert httpserver.log == []


def test_a_host_may_be_named_with_its_port(message: Outgoing, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/hook").respond_with_data("")
    named = [f"{httpserver.host}:{httpserver.port}"]
    assert channel(allow_private=named).send(hook(message, httpserver)) == "200"
