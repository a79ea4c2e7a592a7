"""The channels that a config's recipients need."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

from alerts.channels import Channel
from alerts.channels.email import EmailChannel
from alerts.channels.file import FileChannel
from alerts.channels.log import LogChannel
from alerts.channels.webhook import Allowed, WebhookChannel
from alerts.recipients import EmailSettings, Recipient


def open_channels(
    recipients: Iterable[Recipient],
    *,
    allowed: Allowed,
    allow_private: Collection[str] = (),
    email: EmailSettings | None = None,
    contact: str = "",
    folder: Path = Path(),
    proxy: str | None = None,
    ca_file: Path | None = None,
) -> dict[str, Channel]:
    """Name -> channel. Without `email` there is no such channel, and what is for it waits. contact: where answers to
    mail go; folder: where relative folders of file recipients begin; the rest: as WebhookChannel has it."""
    secrets = {to.webhook: to.secret.get_secret_value() for to in recipients if to.webhook and to.secret}
    channels: dict[str, Channel] = {
        "log": LogChannel(),
        "file": FileChannel(base=folder, sender=email.sender if email else "wardwatch@localhost"),
        "webhook": WebhookChannel(
            allowed=allowed, allow_private=allow_private, secrets=secrets, proxy=proxy, ca_file=ca_file
        ),
    }
    if email:
        channels["email"] = EmailChannel(email, reply_to=contact, ca_file=ca_file)
    return channels
