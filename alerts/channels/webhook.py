"""Webhooks: JSON by POST, with the headers of Standard Webhooks, never to a private address and never redirected."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from standardwebhooks.webhooks import Webhook
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from alerts.channels import DeliveryError, Fault, Outgoing

CONNECT_TIMEOUT, READ_TIMEOUT = 10.0, 30.0
LARGEST = 256 * 1024
LARGEST_ANSWER = 1000
FAULTS: Mapping[int, Fault] = {
    **dict.fromkeys((400, 413, 422), "message"),
    **dict.fromkeys((401, 403, 404), "channel"),
    410: "address",
}

Allowed = Callable[[str], bool]


class WebhookChannel:
    """Posts messages. secrets: address -> secret; allowed: whether a host's name or an address may be asked;
    allow_private: hosts, with or without a port, that may be asked although they are private, and without TLS."""

    def __init__(
        self,
        *,
        allowed: Allowed,
        allow_private: Collection[str] = (),
        secrets: Mapping[str, str] | None = None,
        user_agent: str = "wardwatch",
        proxy: str | None = None,
        ca_file: Path | None = None,
        timeout: tuple[float, float] = (CONNECT_TIMEOUT, READ_TIMEOUT),
    ) -> None:
        self._allowed = allowed
        self._private = {host.casefold() for host in allow_private}
        self._signers = {url: Webhook(secret) for url, secret in (secrets or {}).items()}
        self._user_agent = user_agent
        self._proxies = {"http": proxy, "https": proxy} if proxy else {}
        self._verify: str | bool = str(ca_file) if ca_file else True
        self._timeout = timeout

    def send(self, message: Outgoing) -> str:
        """POST the payload; the answer's status and first words."""
        url = message.recipient
        self._check(url)
        body = json.dumps(message.payload, ensure_ascii=False).encode()
        if len(body) > LARGEST:
            raise DeliveryError(f"the message is larger than {LARGEST // 1024} KB", fault="message")
        try:
            with requests.Session() as session:
                session.trust_env = False
                if not self._proxies:
                    guard = _GuardedAdapter(self._peer_allowed(url))
                    session.mount("http://", guard)
                    session.mount("https://", guard)
                with session.post(
                    url,
                    data=body,
                    headers=self._headers(message, body),
                    timeout=self._timeout,
                    allow_redirects=False,
                    stream=True,
                    proxies=self._proxies,
                    verify=self._verify,
                ) as answer:
                    return self._judge(answer)
        except _RefusedPeerError as error:
            raise DeliveryError(str(error)) from error
        except (requests.RequestException, OSError) as error:
            raise DeliveryError(f"{_host(url)} cannot be reached: {_short(error)}") from error

    def _check(self, url: str) -> None:
        parts, host = urlsplit(url), _host(url)
        if self._is_ours(url):
            return
        if parts.scheme != "https":
            raise DeliveryError(f"{host} would be asked without TLS; use https, or put the host under allow_private")
        if not self._allowed(host):
            raise DeliveryError(f"{host} is a private address; if it is yours, put it under allow_private")

    def _peer_allowed(self, url: str) -> Allowed:
        return lambda peer: self._is_ours(url) or self._allowed(peer)

    def _is_ours(self, url: str) -> bool:
        return bool({_host(url), urlsplit(url).netloc.rpartition("@")[2].casefold()} & self._private)

    def _headers(self, message: Outgoing, body: bytes) -> dict[str, str]:
        sent = datetime.now(UTC)
        headers = {
            "Content-Type": "application/json",
            "User-Agent": self._user_agent,
            "webhook-id": message.public_id,
            "webhook-timestamp": str(int(sent.timestamp())),
        }
        if signer := self._signers.get(message.recipient):
            headers["webhook-signature"] = signer.sign(message.public_id, sent, body.decode())
        return headers

    def _judge(self, answer: requests.Response) -> str:
        said = f"{answer.status_code} {_first_words(answer)}".strip()
        if 200 <= answer.status_code < 300:
            return said
        if 300 <= answer.status_code < 400:
            raise DeliveryError(f"answered {said}: redirects are not followed; give the final address")
        raise DeliveryError(f"answered {said}", fault=FAULTS.get(answer.status_code, "passing"))


class _RefusedPeerError(Exception):
    """The connection reached an address that may not be asked."""


class _GuardedAdapter(HTTPAdapter):
    """Checks the address that a connection really reached, before a byte is sent."""

    def __init__(self, allowed: Allowed) -> None:
        self._allowed_peer = allowed
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        allowed = self._allowed_peer

        def checked(connection: socket.socket) -> socket.socket:
            peer = connection.getpeername()[0]
            if allowed(peer):
                return connection
            connection.close()
            raise _RefusedPeerError(f"{peer} is a private address; if it is yours, put its host under allow_private")

        class Plain(HTTPConnection):
            def _new_conn(self) -> socket.socket:
                return checked(super()._new_conn())

        class Secure(HTTPSConnection):
            def _new_conn(self) -> socket.socket:
                return checked(super()._new_conn())

        class PlainPool(HTTPConnectionPool):
            ConnectionCls = Plain

        class SecurePool(HTTPSConnectionPool):
            ConnectionCls = Secure

        self.poolmanager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").casefold()


def _first_words(answer: requests.Response) -> str:
    content = answer.raw.read(LARGEST_ANSWER, decode_content=False) if answer.raw else b""
    return " ".join(content.decode("utf-8", "replace").split())[:200]


def _short(error: Exception) -> str:
    reason = getattr(error.args[0] if error.args else error, "reason", error)
    return str(reason)[:200]
