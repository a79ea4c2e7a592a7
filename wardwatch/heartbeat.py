"""A sign of life for somebody else to miss: an address that is asked as long as all goes well."""

from __future__ import annotations

import time

import structlog

from alerts.channels import DeliveryError, shown
from alerts.channels.web import Web

EVERY_SECONDS = 60.0

log = structlog.get_logger("wardwatch")


class Heartbeat:
    """Asks `url` once a minute at most. The address may be all that a stranger needs to give the sign himself, so it is
    never shown whole."""

    def __init__(self, url: str, web: Web) -> None:
        self._url, self._web = url, web
        self._asked: float | None = None
        self._silent = False

    def beat(self) -> None:
        """Ask, if it is time. That it cannot be asked is logged once, and is nobody else's trouble."""
        now = time.monotonic()
        if self._asked is not None and now - self._asked < EVERY_SECONDS:
            return
        self._asked = now
        try:
            status = self._web.get(self._url).status
            trouble = "" if 200 <= status < 300 else f"answered {status}"
        except DeliveryError as error:
            trouble = str(error)
        if trouble and not self._silent:
            log.warning(f"The heartbeat_url {shown('webhook', self._url)} does not hear us: {trouble}")
        self._silent = bool(trouble)
