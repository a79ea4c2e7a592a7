"""Ways to reach a recipient: send a message and return the answer, or raise DeliveryError."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, Protocol
from urllib.parse import urlsplit

Fault = Literal["passing", "message", "address", "channel"]


class DeliveryError(Exception):
    """A send that did not succeed. str(): the reason, for people. fault: what it lies with, one of the four below;
    retry_after: when the other side wishes to be asked again; unanswered: all was handed over and the answer never
    arrived, so that the message may have been taken.

    passing: the same message may well succeed later. message: trying this message again cannot help. address: nothing
    will ever be taken there. channel: nothing can be sent on this line until somebody mends it."""

    def __init__(
        self,
        reason: str,
        *,
        fault: Fault = "passing",
        retry_after: timedelta | None = None,
        unanswered: bool = False,
    ) -> None:
        super().__init__(reason)
        self.fault = fault
        self.retry_after = retry_after
        self.unanswered = unanswered


class NotYetError(DeliveryError):
    """It was not this message's turn, and nothing was tried."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One frozen message on its way. at: when it was rendered; payload: the webhook's JSON."""

    public_id: str
    type: str
    recipient: str
    story: int | None
    subject: str
    text: str
    html: str
    payload: dict[str, Any]
    at: datetime


class Channel(Protocol):
    """One way to reach recipients. Called from several threads at once."""

    def send(self, message: Outgoing) -> str:
        """Hand the message over and return what the other side answered. Raises DeliveryError."""
        ...


def line_of(channel: str, recipient: str) -> str:
    """The name of the line that a message goes by, which fails and recovers as one: all mail shares a server, every
    other address stands for itself. It holds the address whole, which may be a secret."""
    return channel if channel in ("email", "log") else f"{channel} {recipient}"


def server_of(channel: Channel, recipient: str) -> str | None:
    """Who answers for a recipient: the mail server, the host of a web address, the service of any other; None for a
    log or a folder."""
    parts = urlsplit(recipient)
    host = parts.hostname if parts.scheme in ("http", "https") else parts.scheme
    return getattr(channel, "server", None) or host or None


def shown(channel: str, recipient: str) -> str:
    """A recipient as people and logs may see it. The address of a webhook or service may be all that a stranger needs
    to post there: only its host, if it has one that is no secret, and its last four letters are shown."""
    if channel not in ("webhook", "apprise"):
        return recipient
    parts = urlsplit(recipient)
    host = f"{parts.hostname}/" if channel == "webhook" else ""
    return f"{parts.scheme}://{host}…{recipient.rpartition('/')[2][-4:]}"
