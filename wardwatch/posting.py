"""The channels that a config sets up."""

from __future__ import annotations

from alerts.channels import Channel
from alerts.channels.email import EmailChannel
from alerts.channels.file import FileChannel
from alerts.channels.log import LogChannel
from alerts.channels.webhook import WebhookChannel
from scraper.guard import is_forbidden_address, literal_address
from wardwatch.config import Config


def channels_of(config: Config) -> dict[str, Channel]:
    """Each channel that can be used, by name; email only where the config has a mail server."""
    sender = config.email.sender if config.email else "wardwatch@localhost"
    channels: dict[str, Channel] = {
        "log": LogChannel(),
        "file": FileChannel(base=config.folder, sender=sender),
        "webhook": WebhookChannel(allowed=_is_public, allow_private=config.allow_private, secrets=_secrets(config)),
    }
    if config.email:
        channels["email"] = EmailChannel(config.email, reply_to=reply_address(config))
    return channels


def reply_address(config: Config) -> str:
    """Whom a reader may write to; nobody as long as `contact` is not filled in."""
    return config.contact if config.introduced else ""


def _secrets(config: Config) -> dict[str, str]:
    return {to.webhook: to.secret.get_secret_value() for to in config.recipients() if to.webhook and to.secret}


def _is_public(host: str) -> bool:
    """False for the address of a private place; a name is judged by the address that it leads to."""
    address = literal_address(host)
    return address is None or not is_forbidden_address(address)
