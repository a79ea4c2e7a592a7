"""Access tokens by OAuth 2 client credentials, for mail servers that take no password."""

from __future__ import annotations

import json
import threading
import time
from typing import Any
from urllib.parse import urlencode

from alerts.channels import DeliveryError
from alerts.channels.web import Answer, Web, host_of
from alerts.recipients import EmailSettings

SCOPE = "https://outlook.office365.com/.default"
MICROSOFT = "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token"
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
SPARE_SECONDS = 300.0
LEAST_LIFE_SECONDS = 60.0


class Tokens:
    """The token of a mail login, asked for when one is needed and renewed before it ends."""

    def __init__(self, settings: EmailSettings, web: Web) -> None:
        self._settings = settings
        self._web = web
        self._lock = threading.Lock()
        self._token = ""
        self._renew_at = 0.0
        self._used = False

    def current(self) -> str:
        """A token that is good for a while yet. Raises DeliveryError, the channel's fault where it is refused."""
        with self._lock:
            self._used = bool(self._token) and time.monotonic() < self._renew_at
            if not self._used:
                self._token, life = self._asked()
                spare = min(SPARE_SECONDS, life / 4)
                self._renew_at = time.monotonic() + life - spare
            return self._token

    def forget(self) -> bool:
        """Ask for a new one next time; False where the one in hand is new already, so that it would be of no use."""
        with self._lock:
            self._token = ""
            return self._used

    def _asked(self) -> tuple[str, float]:
        settings = self._settings
        url = settings.token_url or MICROSOFT.format(tenant=settings.tenant)
        secret = settings.client_secret.get_secret_value() if settings.client_secret else ""
        form = {
            "grant_type": "client_credentials",
            "client_id": settings.client_id or "",
            "client_secret": secret,
            "scope": SCOPE,
        }
        answer = self._web.post(url, urlencode(form).encode(), FORM)
        return _token(answer, host_of(url))


def _token(answer: Answer, host: str) -> tuple[str, float]:
    """The token and its life in seconds."""
    said = _read(answer.body)
    token, life = said.get("access_token"), said.get("expires_in", 3600)
    if answer.status == 200 and isinstance(token, str) and token and _is_number(life):
        return token, max(float(life), LEAST_LIFE_SECONDS)
    why = str(said.get("error_description") or said.get("error") or "").partition("\n")[0][:200]
    refused = 400 <= answer.status < 500 and answer.status not in (408, 429)
    raise DeliveryError(
        f"{host} gave no token: {answer.status} {' '.join(why.split())}".strip(),
        fault="channel" if refused else "passing",
        retry_after=answer.retry_after,
    )


def _read(body: bytes) -> dict[str, Any]:
    try:
        said = json.loads(body)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _is_number(value: object) -> bool:
    try:
        return float(str(value)) > 0
    except ValueError:
        return False
