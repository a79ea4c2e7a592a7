"""The hundred other services, by the library Apprise where it is installed."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Mapping
from datetime import timedelta

from alerts.channels import DeliveryError, Outgoing
from alerts.pace import Gate

WHOLE_SECONDS = 60
LACKING = "the extra `apprise` is not installed; in wardwatch's folder: pip install '.[apprise]'"


def is_installed() -> bool:
    """Whether the library is there."""
    return importlib.util.find_spec("apprise") is not None


class AppriseChannel:
    """Sends the text of messages. paces: address -> the pause between two."""

    def __init__(self, paces: Mapping[str, timedelta] | None = None) -> None:
        self._gates = {address: Gate(pace) for address, pace in (paces or {}).items()}

    def send(self, message: Outgoing) -> str:
        """Hand it to the library, which tells no more than whether the service took it and what it warned of."""
        if not is_installed():
            raise DeliveryError(LACKING, fault="channel")
        from apprise import Apprise, NotifyFormat

        service = Apprise()
        if not service.add(message.recipient):
            raise DeliveryError("Apprise does not know such an address", fault="channel")
        if gate := self._gates.get(message.recipient):
            gate.wait()
        result = service.notify(
            message.text, title=message.subject, body_format=NotifyFormat.TEXT, timeout=WHOLE_SECONDS
        )
        if result:
            return "taken"
        said = " ".join(entry.message for entry in result.logs())
        raise DeliveryError(f"not taken: {_without_secrets(said, message.recipient) or 'no reason was given'}")


def _without_secrets(said: str, recipient: str) -> str:
    """What was said, without any part of the address."""
    for part in re.split(r"[/:@?&=+,]+", recipient):
        if len(part) > 5:
            said = said.replace(part, "…")
    return " ".join(said.split())[:300]
