"""Webhooks: JSON by POST, with the headers of Standard Webhooks or in the form of a chat service."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from standardwebhooks.webhooks import Webhook

from alerts.channels import DeliveryError, Fault, Outgoing
from alerts.channels.chat import in_form
from alerts.channels.web import Answer, Web
from alerts.pace import Gate
from alerts.recipients import ChatFormat

LARGEST = 256 * 1024
FAULTS: Mapping[int, Fault] = {
    **dict.fromkeys((400, 413, 422), "message"),
    **dict.fromkeys((401, 403, 404), "channel"),
    410: "address",
}


@dataclass(frozen=True, slots=True)
class Hook:
    """How one address wants its messages. secret: what they are signed with; form: of a chat service; pace: the pause
    between two."""

    secret: str | None = None
    form: ChatFormat | None = None
    pace: timedelta | None = None


PLAIN = Hook()


class WebhookChannel:
    """Posts messages. hooks: address -> how it wants them."""

    def __init__(self, web: Web, hooks: Mapping[str, Hook] | None = None) -> None:
        self._web = web
        self._hooks = dict(hooks or {})
        self._signers = {url: Webhook(hook.secret) for url, hook in self._hooks.items() if hook.secret}
        self._gates = {url: Gate(hook.pace) for url, hook in self._hooks.items()}

    def send(self, message: Outgoing) -> str:
        """POST it; the answer's status and first words. Waits for its turn in the address's pace."""
        url, hook = message.recipient, self._hooks.get(message.recipient, PLAIN)
        content = in_form(hook.form, message) if hook.form else message.payload
        body = json.dumps(content, ensure_ascii=False).encode()
        if len(body) > LARGEST:
            raise DeliveryError(f"the message is larger than {LARGEST // 1024} KB", fault="message")
        if gate := self._gates.get(url):
            gate.wait()
        return _judged(self._web.post(url, body, self._headers(message, body)), hook.form)

    def _headers(self, message: Outgoing, body: bytes) -> dict[str, str]:
        sent = datetime.now(UTC)
        headers = {
            "Content-Type": "application/json",
            "webhook-id": message.public_id,
            "webhook-timestamp": str(int(sent.timestamp())),
        }
        if signer := self._signers.get(message.recipient):
            headers["webhook-signature"] = signer.sign(message.public_id, sent, body.decode())
        return headers


def _judged(answer: Answer, form: ChatFormat | None) -> str:
    words = " ".join(answer.body.decode("utf-8", "replace").split())[:200]
    said = f"{answer.status} {words}".strip()
    if 200 <= answer.status < 300:
        return f"{answer.status} accepted by the flow" if form == "teams" and answer.status == 202 else said
    if 300 <= answer.status < 400:
        raise DeliveryError(f"answered {said}: redirects are not followed; give the final address", fault="channel")
    raise DeliveryError(f"answered {said}", fault=FAULTS.get(answer.status, "passing"), retry_after=answer.retry_after)
