"""The channels that a config sets up."""

from __future__ import annotations

from alerts.channels import Channel
from alerts.channels.apprise import AppriseChannel
from alerts.channels.email import EmailChannel
from alerts.channels.file import FileChannel
from alerts.channels.log import LogChannel
from alerts.channels.oauth2 import Tokens
from alerts.channels.web import Web
from alerts.channels.webhook import Hook, WebhookChannel
from scraper.guard import is_forbidden_address, literal_address
from wardwatch.config import Config


def channels_of(config: Config) -> dict[str, Channel]:
    """Each channel that can be used, by name; email only where the config has a mail server."""
    sender = config.email.sender if config.email else "wardwatch@localhost"
    web = web_of(config)
    channels: dict[str, Channel] = {
        "log": LogChannel(),
        "file": FileChannel(base=config.folder, sender=sender),
        "webhook": WebhookChannel(web, _hooks(config)),
        "apprise": AppriseChannel({to.apprise: to.pace for to in config.recipients() if to.apprise and to.pace}),
    }
    if config.email:
        channels["email"] = EmailChannel(
            config.email,
            reply_to=config.email.reply_to or reply_address(config),
            ca_file=config.network.ca_file,
            tokens=Tokens(config.email, web) if config.email.auth == "oauth2" else None,
        )
    return channels


def reply_address(config: Config) -> str:
    """Whom a reader may write to; nobody as long as `contact` is not filled in."""
    return config.contact if config.introduced else ""


def web_of(config: Config) -> Web:
    """The way to other people's servers, as the config has it."""
    return Web(
        allowed=_is_public,
        allow_private=config.allow_private,
        proxy=config.network.proxy,
        no_proxy=config.network.no_proxy,
        ca_file=config.network.ca_file,
    )


def _hooks(config: Config) -> dict[str, Hook]:
    return {
        to.webhook: Hook(to.secret.get_secret_value() if to.secret else None, to.format, to.pace)
        for to in config.recipients()
        if to.webhook
    }


def _is_public(host: str) -> bool:
    """False for the address of a private place; a name is judged by the address that it leads to."""
    address = literal_address(host)
    return address is None or not is_forbidden_address(address)
