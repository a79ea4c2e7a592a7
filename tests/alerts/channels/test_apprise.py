"""Other services by the library Apprise, against a server of our own."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta

import pytest
from pytest_httpserver import HTTPServer

from alerts.channels import DeliveryError, Outgoing
from alerts.channels import apprise as module
from alerts.channels.apprise import AppriseChannel
from tests.alerts.channels.servers import free_port


def to_server(message: Outgoing, httpserver: HTTPServer) -> Outgoing:
    return replace(message, recipient=f"json://localhost:{httpserver.port}/s3cr3tpath")


def test_subject_and_text_arrive(message: Outgoing, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/s3cr3tpath", method="POST").respond_with_data("ok")
    assert AppriseChannel().send(to_server(message, httpserver)) == "taken"
    ((request, _),) = httpserver.log
    assert request.json
    assert request.json["title"] == message.subject
    assert request.json["message"].splitlines()[0] == message.text.splitlines()[0]


def test_a_refusal_may_pass_and_tells_no_secret(message: Outgoing, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/s3cr3tpath").respond_with_data("no", 500)
    with pytest.raises(DeliveryError, match=r"not taken: .*500") as refused:
        AppriseChannel().send(to_server(message, httpserver))
    assert refused.value.fault == "passing"
    assert "s3cr3tpath" not in str(refused.value)


def test_nobody_listening_may_pass(message: Outgoing) -> None:
    with pytest.raises(DeliveryError, match="not taken") as refused:
        AppriseChannel().send(replace(message, recipient=f"json://localhost:{free_port()}/s3cr3tpath"))
    assert refused.value.fault == "passing"
    assert "s3cr3tpath" not in str(refused.value)


def test_an_address_that_it_does_not_know_is_the_channels_fault(message: Outgoing) -> None:
    with pytest.raises(DeliveryError, match="does not know such an address") as refused:
        AppriseChannel().send(replace(message, recipient="nothing://at/all"))
    assert refused.value.fault == "channel"


def test_without_the_library_messages_wait_and_say_why(message: Outgoing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "is_installed", lambda: False)
    with pytest.raises(DeliveryError, match=r"pip install '\.\[apprise\]'") as refused:
        AppriseChannel().send(replace(message, recipient="json://localhost/x"))
    assert refused.value.fault == "channel"


def test_a_pace_parts_what_goes_to_an_address(message: Outgoing, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/s3cr3tpath").respond_with_data("ok")
    message = to_server(message, httpserver)
    channel = AppriseChannel({message.recipient: timedelta(seconds=0.2)})
    began = time.monotonic()
    for _ in range(3):
        channel.send(message)
    assert time.monotonic() - began > 0.4


def test_what_a_service_says_is_told_without_any_part_of_its_address() -> None:
    said = module._without_secrets("Failed to post to /T0KEN123/s3cr3tpath: 403", "slack://T0KEN123/s3cr3tpath/#desk")
    assert said == "Failed to post to /…/…: 403"
