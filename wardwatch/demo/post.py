"""The two that receive: a mail server and a webhook that keep what they are sent."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, NamedTuple, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from wardwatch.demo.web import Page, Request

ACCEPTED = "250 kept"
POLL_SECONDS = 0.05
HANGING_SECONDS = 3600.0


class Mail(NamedTuple):
    """One mail as it arrived."""

    sender: str
    recipients: tuple[str, ...]
    message: EmailMessage

    @property
    def subject(self) -> str:
        """The subject, decoded."""
        return str(self.message["subject"])

    @property
    def text(self) -> str:
        """The plain-text part, or an empty string."""
        return self._part("plain")

    @property
    def html(self) -> str:
        """The HTML part, or an empty string."""
        return self._part("html")

    def _part(self, kind: str) -> str:
        part = self.message.get_body((kind,))
        return str(part.get_content()).replace("\r\n", "\n") if part else ""


class _Controller(Controller):  # type: ignore[misc]  # aiosmtpd has no types
    """aiosmtpd's controller, on whichever port was free."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


class MailBox:
    """A real mail server on loopback that keeps every mail; a context manager.

    refusal: what every RCPT is answered while it is set, such as "451 try later". hangs: while it is set, a mail is
    taken but never answered; hanging: those mails.
    """

    def __init__(self, host: str = "127.0.0.1") -> None:
        self.mails: list[Mail] = []
        self.refusal: str | None = None
        self.hangs = False
        self.hanging: list[Mail] = []
        self.host = host
        self.port = 0
        self._controller: _Controller | None = None

    def __enter__(self) -> MailBox:
        self.comes_back()
        return self

    def __exit__(self, *_exc: object) -> None:
        self.goes_down()

    def comes_back(self) -> None:
        """Listen, on the same port as before."""
        self._controller = _Controller(self, hostname=self.host, port=self.port)
        self._controller.start()
        self.port = self._controller.port

    def goes_down(self) -> None:
        """Refuse every connection until it comes back."""
        if self._controller:
            self._controller.stop()
            self._controller = None

    def wait_for(self, count: int, seconds: float) -> bool:
        """Wait until `count` mails have come. False: the time ran out."""
        return wait_until(lambda: len(self.mails) >= count, seconds)

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Called by aiosmtpd for each recipient."""
        if self.refusal:
            return self.refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Called by aiosmtpd for each mail."""
        content = envelope.content or b""
        raw = content if isinstance(content, bytes) else content.encode()
        message = message_from_bytes(raw, policy=policy.default)
        mail = Mail(envelope.mail_from or "", tuple(envelope.rcpt_tos), message)
        if self.hangs:
            self.hanging.append(mail)
            await asyncio.sleep(HANGING_SECONDS)
        self.mails.append(mail)
        return ACCEPTED


class Post(NamedTuple):
    """One webhook as it arrived; headers with names in lower case; body: the bytes that were signed."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> dict[str, Any]:
        """The body, read as JSON."""
        return cast("dict[str, Any]", json.loads(self.body))


class Hook:
    """A webhook receiver, to be opened on a WebServer. status: what it answers; while it is no 2xx nothing is kept."""

    def __init__(self) -> None:
        self.posts: list[Post] = []
        self.status = 200

    def answer(self, request: Request) -> Page | None:
        """Keep a POST."""
        if request.method != "POST":
            return Page(b"POST only", "text/plain", 405)
        if self.status // 100 != 2:
            return Page(b"not now", "text/plain", self.status)
        self.posts.append(Post(request.target, dict(request.headers), request.body))
        return Page(b"kept", "text/plain", self.status)

    def wait_for(self, count: int, seconds: float) -> bool:
        """Wait until `count` posts have come. False: the time ran out."""
        return wait_until(lambda: len(self.posts) >= count, seconds)


def wait_until(done: Callable[[], bool], seconds: float) -> bool:
    """Ask `done` again and again until it says yes. False: the time ran out."""
    end = time.monotonic() + seconds
    pause = threading.Event()
    while not done():
        if time.monotonic() > end:
            return False
        pause.wait(POLL_SECONDS)
    return True
