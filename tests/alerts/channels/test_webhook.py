"""Webhooks against a real server."""

from __future__ import annotations

import json
import ssl
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from standardwebhooks.webhooks import Webhook
from werkzeug import Request, Response

from alerts.channels import DeliveryError, Outgoing
from alerts.channels.web import TimeOuts, Web
from alerts.channels.webhook import LARGEST, Hook, WebhookChannel
from tests.alerts.channels.servers import free_port, scripted

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def nobody(host: str) -> bool:
    return False


def hook(message: Outgoing, httpserver: HTTPServer) -> Outgoing:
    return replace(message, recipient=httpserver.url_for("/hook"))


def channel(hooks: dict[str, Hook] | None = None, **settings: Any) -> WebhookChannel:
    """A channel that may ask localhost only, and waits a second."""
    own = {"allowed": nobody, "allow_private": ["localhost"], "timeouts": TimeOuts(2, 1, 4)}
    return WebhookChannel(Web(**(own | settings)), hooks)


def test_a_message_arrives_signed(message: Outgoing, httpserver: HTTPServer) -> None:
    got: list[Request] = []

    def take(request: Request) -> Response:
        got.append(request)
        Webhook(SECRET).verify(request.get_data(), dict(request.headers))
        return Response("thanks", 202)

    httpserver.expect_request("/hook", method="POST").respond_with_handler(take)
    message = hook(message, httpserver)
    assert channel({message.recipient: Hook(SECRET)}).send(message) == "202 thanks"
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
    with pytest.raises(DeliveryError, match="redirects are not followed") as refused:
        channel().send(hook(message, httpserver))
    assert [request.path for request, _ in httpserver.log] == ["/hook"]
    assert refused.value.fault == "channel"


def test_an_endless_answer_is_not_read_to_its_end(message: Outgoing, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/hook").respond_with_data("x" * 5_000_000)
    assert len(channel().send(hook(message, httpserver))) < 300


def test_nobody_listening_may_pass(message: Outgoing) -> None:
    with pytest.raises(DeliveryError, match=r"localhost cannot be reached: .*refused") as refused:
        channel().send(replace(message, recipient=f"http://localhost:{free_port()}/hook"))
    assert (refused.value.fault, refused.value.unanswered) == ("passing", False)


@pytest.mark.parametrize("vice", ["slow", "drops", "babbles", "drips"])
def test_when_no_answer_comes_nobody_knows(message: Outgoing, vice: str) -> None:
    steps = {"slow": [b"", *[b""] * 99], "drops": [b"", b""], "babbles": [b"what?\r\n\r\n"], "drips": [b"HTTP"]}[vice]
    quick = TimeOuts(2, 1, 1.2)
    with scripted(*steps, rude=vice == "drips") as port, pytest.raises(DeliveryError, match="gave no answer") as lost:
        channel(timeouts=quick).send(replace(message, recipient=f"http://localhost:{port}/hook"))
    assert (lost.value.fault, lost.value.unanswered) == ("passing", True)


def test_an_answer_that_drips_is_cut_off_and_its_status_counts(message: Outgoing) -> None:
    began = time.monotonic()
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\ntaken"
    with scripted(head, rude=True) as port:
        said = channel(timeouts=TimeOuts(1, 1, 1)).send(replace(message, recipient=f"http://localhost:{port}/hook"))
    assert said.startswith("200")
    assert time.monotonic() - began < 10


@pytest.mark.parametrize(("wish", "wait"), [("120", 120), ("0.5", 0.5), ("soon", None), ("999999999", 86400)])
def test_when_a_server_wishes_to_be_asked_again_is_kept(
    message: Outgoing, httpserver: HTTPServer, wish: str, wait: float | None
) -> None:
    httpserver.expect_request("/hook").respond_with_data("slow down", 429, {"Retry-After": wish})
    with pytest.raises(DeliveryError, match="429") as refused:
        channel().send(hook(message, httpserver))
    assert refused.value.retry_after == (timedelta(seconds=wait) if wait is not None else None)


def test_the_moment_in_a_wish_may_be_a_date(message: Outgoing, httpserver: HTTPServer) -> None:
    moment = format_datetime(datetime.now(UTC) + timedelta(minutes=10), usegmt=True)
    httpserver.expect_request("/hook").respond_with_data("", 503, {"Retry-After": moment})
    with pytest.raises(DeliveryError) as refused:
        channel().send(hook(message, httpserver))
    assert refused.value.retry_after
    assert 590 < refused.value.retry_after.total_seconds() <= 600


@pytest.mark.parametrize("trouble", ["nobody", "drops", "no such host", "no certificate"])
def test_no_trouble_tells_the_address(
    message: Outgoing, trouble: str, certificate: tuple[Path, ssl.SSLContext]
) -> None:
    with scripted(b"", b"") as port:
        place = {
            "nobody": f"http://localhost:{free_port()}",
            "drops": f"http://localhost:{port}",
            "no such host": "https://nowhere.invalid",
            "no certificate": f"https://localhost:{port}",
        }[trouble]
        with pytest.raises(DeliveryError) as failed:
            channel(allowed=lambda host: True).send(replace(message, recipient=f"{place}/T0/s3cr3t?sig=s3cr3t"))
    assert "s3cr3t" not in str(failed.value)
    assert failed.value.fault == "passing"


def test_a_pace_of_its_own_parts_what_goes_to_an_address(message: Outgoing, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/hook").respond_with_data("")
    message = hook(message, httpserver)
    sending = channel({message.recipient: Hook(pace=timedelta(seconds=0.15))})
    began = time.monotonic()
    for _ in range(3):
        sending.send(message)
    assert time.monotonic() - began > 0.3


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
