"""A message to send, and servers to send it to that stop in the end."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from alerts.channels import Outgoing
from tests.alerts.channels.servers import MailController, MailServer, free_port, make_certificate

StartServer = Callable[..., MailServer]


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


@pytest.fixture
def start_mail_server() -> Iterator[StartServer]:
    """Starts mail servers on loopback; stops them in the end."""
    controllers: list[Controller] = []

    def start(**options: Any) -> MailServer:
        server = MailServer(token=options.pop("token", ""))
        if options.pop("login", False):
            options |= {"authenticator": server.authenticate, "auth_required": True}
        controller = MailController(server, hostname=server.host, port=free_port(), **options)
        controller.start()
        controllers.append(controller)
        server.port = controller.port
        _forget_the_trial(server)
        return server

    yield start
    for controller in controllers:
        controller.stop()


def _forget_the_trial(server: MailServer) -> None:
    """A controller tries its server once as it starts; that is not to be counted."""
    while server.open:
        time.sleep(0.001)
    server.connections = server.most_open = 0


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ssl.SSLContext]:
    """A certificate for 127.0.0.1 and hook.example, and a server's context with it."""
    return make_certificate(tmp_path_factory.mktemp("certificate"), "hook.example")
