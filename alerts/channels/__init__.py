"""Ways to reach a recipient: send a message and return the answer, or raise DeliveryError."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol


class DeliveryError(Exception):
    """A send that did not succeed. permanent: trying this message again cannot help. str(): the reason, for people."""

    def __init__(self, reason: str, *, permanent: bool = False) -> None:
        super().__init__(reason)
        self.permanent = permanent


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
