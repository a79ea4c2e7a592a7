"""Who is told, and by which channel: the entries under `to:` and `operator:`, and the settings under `email:`."""

from __future__ import annotations

import base64
import binascii
import re
from email.utils import parseaddr
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator

from alerts.pace import Pace

ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")
Channel = Literal["email", "webhook", "log", "file", "apprise"]
ChatFormat = Literal["slack", "discord", "teams"]
ADDRESSED: tuple[Channel, ...] = ("email", "webhook", "file", "apprise")
SHAPES = "write it as email: desk@example.org, webhook: https://..., file: outbox, apprise: ..., or just log"


class Recipient(BaseModel):
    """One entry under `to:`, exactly one of email, webhook, file, apprise and log. spare: of the operator's, used only
    while another of them is at fault."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    email: str | None = None
    webhook: str | None = None
    secret: SecretStr | None = None
    format: ChatFormat | None = None
    pace: Pace | None = None
    file: str | None = None
    apprise: str | None = None
    log: Literal[True] | None = None
    spare: bool = False

    @model_validator(mode="before")
    @classmethod
    def _one_of_the_shapes(cls, value: object) -> object:
        if value == "log":
            return {"log": True}
        if isinstance(value, Recipient):
            return value
        if not isinstance(value, dict):
            raise ValueError(f"{value!r} is no recipient; {SHAPES}")
        if sum(bool(value.get(name)) for name in (*ADDRESSED, "log")) == 1:
            return value
        raise ValueError(f"a recipient is one address on one channel; {SHAPES}")

    @field_validator("email")
    @classmethod
    def _is_address(cls, value: str | None) -> str | None:
        if value is not None and not ADDRESS.fullmatch(value):
            raise ValueError(f"{value!r} is no mail address; write it as desk@example.org")
        return value.lower() if value is not None else None

    @field_validator("webhook")
    @classmethod
    def _is_web_address(cls, value: str | None) -> str | None:
        if value is not None:
            parts = urlsplit(value)
            if parts.scheme not in {"http", "https"} or not parts.hostname or re.search(r"\s", value):
                raise ValueError(f"{value!r} is no web address; write it as https://example.org/hook")
        return value

    @field_validator("secret")
    @classmethod
    def _is_base64(cls, value: SecretStr | None) -> SecretStr | None:
        if value is None or value.get_secret_value().startswith("${"):
            return value
        try:
            key = base64.b64decode(value.get_secret_value().removeprefix("whsec_"), validate=True)
        except binascii.Error:
            key = b""
        if not key:
            raise ValueError(
                "a webhook's secret is base64, with or without whsec_ before it; make one with: openssl rand -base64 32"
            )
        return value

    @model_validator(mode="after")
    def _keys_of_a_webhook_only_there(self) -> Self:
        for name in ("secret", "format"):
            if getattr(self, name) is not None and self.webhook is None:
                raise ValueError(f"{name} belongs beside webhook")
        if self.pace is not None and self.channel not in ("webhook", "apprise"):
            raise ValueError("pace belongs beside webhook or apprise; that of mail stands under email:")
        return self

    @property
    def channel(self) -> Channel:
        """The channel's name."""
        return next((name for name in ADDRESSED if getattr(self, name)), "log")

    @property
    def recipient(self) -> str:
        """Where on the channel: an address, a folder, or "log". With the channel, what a recipient is known by."""
        return self.email or self.webhook or self.file or self.apprise or "log"


class EmailSettings(BaseModel):
    """The mail server, under `email:`. connections: how many at a time; pace: the pause between two mails; reply_to:
    where answers go, instead of to the contact; token_url: who gives the tokens of oauth2, instead of Microsoft."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    host: str
    port: int = Field(default=587, ge=1, le=65535)
    security: Literal["starttls", "tls", "none"] = "starttls"
    auth: Literal["none", "password", "oauth2"] = "none"
    username: str | None = None
    password: SecretStr | None = None
    tenant: Annotated[str, Field(pattern=r"^[A-Za-z0-9.-]+$")] | None = None
    client_id: str | None = None
    client_secret: SecretStr | None = None
    token_url: str | None = None
    sender: str = Field(alias="from")
    reply_to: str | None = None
    connections: int = Field(default=10, ge=1, le=50)
    pace: Pace | None = None

    @model_validator(mode="before")
    @classmethod
    def _a_name_means_a_login(cls, value: object) -> object:
        if isinstance(value, dict) and "auth" not in value and value.get("username"):
            return {**value, "auth": "password"}
        return value

    @field_validator("sender")
    @classmethod
    def _is_sender(cls, value: str) -> str:
        if not ADDRESS.fullmatch(parseaddr(value)[1]) or re.search(r"[\r\n]", value):
            raise ValueError(f"{value!r} is no sender; write it as wardwatch@example.org")
        return value

    @field_validator("reply_to")
    @classmethod
    def _is_address(cls, value: str | None) -> str | None:
        if value is not None and not ADDRESS.fullmatch(value):
            raise ValueError(f"{value!r} is no mail address; write it as desk@example.org")
        return value

    @model_validator(mode="after")
    def _login_is_whole(self) -> Self:
        if self.auth == "oauth2" and not ((self.tenant or self.token_url) and self.client_id and self.client_secret):
            raise ValueError("auth: oauth2 needs tenant, client_id and client_secret; see docs/delivery.md")
        if self.auth == "password" and not (self.username and self.password):
            raise ValueError(
                "auth: password needs username and password; a relay that asks for no login has auth: none"
            )
        if self.auth != "none" and self.security == "none":
            word = "token" if self.auth == "oauth2" else "password"
            raise ValueError(f"a {word} over an open line can be read by anybody; use security: starttls or tls")
        return self

    @property
    def login(self) -> str:
        """The name to log in with: that of the sender's mailbox where none is given."""
        return self.username or parseaddr(self.sender)[1]
