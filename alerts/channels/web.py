"""POST for webhooks and tokens: by a proxy or straight, never to a private address, never redirected."""

from __future__ import annotations

import re
import socket
import ssl
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies_environment

import requests
import urllib3.exceptions
from requests.adapters import HTTPAdapter
from requests.utils import should_bypass_proxies

from alerts.channels import DeliveryError, Fault
from alerts.channels.deadline import Deadline
from alerts.channels.guarded import RefusedPeerError, guarded_pools
from alerts.channels.tls import trust

LARGEST_ANSWER = 64 * 1024
LONGEST_WAIT = timedelta(days=1)
LOOPBACK = re.compile(r"localhost|127(?:\.\d+){3}|::1", re.IGNORECASE)

Allowed = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class TimeOuts:
    """In seconds: to connect, for each silence of the other side, and for everything together."""

    connect: float = 10.0
    silence: float = 30.0
    whole: float = 60.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered. body: as far as it was read; retry_after: when the server wishes to be asked again."""

    status: int
    body: bytes
    retry_after: timedelta | None


PATIENT = TimeOuts()


class Web:
    """The way to servers of others. allowed: whether a host's name or an address may be asked; allow_private: hosts,
    with or without a port, that may be asked although they are private, and without TLS; proxy and no_proxy: as the
    environment has them where they are left out; ca_file: authorities to trust besides the usual ones."""

    def __init__(
        self,
        *,
        allowed: Allowed,
        allow_private: Collection[str] = (),
        proxy: str | None = None,
        no_proxy: Collection[str] = (),
        ca_file: Path | None = None,
        user_agent: str = "wardwatch",
        timeouts: TimeOuts = PATIENT,
    ) -> None:
        self._allowed = allowed
        self._private = {host.casefold() for host in allow_private}
        self._proxy = proxy
        self._no_proxy = ",".join(no_proxy) or None
        self._tls = trust(ca_file)
        self._user_agent = user_agent
        self._timeouts = timeouts

    def post(self, url: str, body: bytes, headers: dict[str, str], *, most: int = LARGEST_ANSWER) -> Answer:
        """The answer to a POST, its body read up to `most` bytes. Raises DeliveryError where there was none; its text
        names the host and never the address."""
        return self._ask("POST", url, body, headers, most)

    def get(self, url: str) -> Answer:
        """The answer to a GET. Raises DeliveryError as post() does."""
        return self._ask("GET", url, b"", {}, LARGEST_ANSWER)

    def _ask(self, method: str, url: str, body: bytes, headers: dict[str, str], most: int) -> Answer:
        self._check(url)
        proxy = self._proxy_for(url)
        if proxy:
            self._check_names(host_of(url), url)
        with Deadline(self._timeouts.whole) as deadline, requests.Session() as session, _plainly(host_of(url)):
            session.trust_env = False
            for scheme in ("http://", "https://"):
                session.mount(scheme, _Adapter(self._tls, self._peer_allowed(url, proxy), deadline))
            with session.request(
                method,
                url,
                data=body,
                headers={"User-Agent": self._user_agent, **headers},
                timeout=(self._timeouts.connect, self._timeouts.silence),
                allow_redirects=False,
                stream=True,
                proxies={"http": proxy, "https": proxy} if proxy else {},
            ) as answer:
                return Answer(answer.status_code, _first(answer, most), _retry_after(answer))

    def _check(self, url: str) -> None:
        host = host_of(url)
        if self._is_ours(url):
            return
        if urlsplit(url).scheme != "https":
            reason = f"{host} would be asked without TLS; use https, or put the host under allow_private"
            raise DeliveryError(reason, fault="channel")
        if not self._allowed(host):
            raise _private(host)

    def _check_names(self, host: str, url: str) -> None:
        """A proxy looks a name up itself, so where it leads is asked before. Where only the proxy knows, it decides."""
        if self._is_ours(url):
            return
        try:
            found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
        except OSError:
            return
        for *_, place in found:
            if not self._allowed(str(place[0])):
                raise _private(host)

    def _proxy_for(self, url: str) -> str | None:
        if LOOPBACK.fullmatch(host_of(url)) or should_bypass_proxies(url, self._no_proxy):
            return None
        known = getproxies_environment()
        return self._proxy or known.get(urlsplit(url).scheme) or known.get("all")

    def _peer_allowed(self, url: str, proxy: str | None) -> Allowed:
        return lambda peer: bool(proxy) or self._is_ours(url) or self._allowed(peer)

    def _is_ours(self, url: str) -> bool:
        return bool({host_of(url), urlsplit(url).netloc.rpartition("@")[2].casefold()} & self._private)


class _Adapter(HTTPAdapter):
    """Trusts as told, and checks the address that a connection really reached before a byte is sent."""

    def __init__(self, tls: ssl.SSLContext, allowed: Allowed, deadline: Deadline) -> None:
        self._tls = tls
        self._pools = guarded_pools(allowed, deadline)
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs, ssl_context=self._tls)
        self.poolmanager.pool_classes_by_scheme = self._pools

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        manager = super().proxy_manager_for(proxy, **kwargs, ssl_context=self._tls, proxy_ssl_context=self._tls)
        manager.pool_classes_by_scheme = self._pools
        return manager

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
        """Nothing more than the context does: requests would have it read certifi's list for each connection."""
        conn.cert_reqs = "CERT_REQUIRED"


@contextmanager
def _plainly(host: str) -> Iterator[None]:
    """Turn what requests and urllib3 raise into a DeliveryError that tells no address."""
    try:
        yield
    except RefusedPeerError as error:
        raise _private(error.peer) from error
    except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
        cause = _cause(error)
        unanswered = isinstance(error, requests.ReadTimeout) or isinstance(cause, urllib3.exceptions.ProtocolError)
        words = "took the message and gave no answer" if unanswered else "cannot be reached"
        fault: Fault = "channel" if "CERTIFICATE_VERIFY_FAILED" in str(cause) else "passing"
        raise DeliveryError(f"{host} {words}: {_short(cause)}", fault=fault, unanswered=unanswered) from error


def _cause(error: Exception) -> Exception:
    inner = error.args[0] if error.args else error
    found = getattr(inner, "reason", None) or inner
    return found if isinstance(found, Exception) else error


def _short(cause: Exception) -> str:
    """The last part: what stands before it names objects and addresses."""
    return str(cause).rpartition(">: ")[2][:200] or type(cause).__name__


def _private(host: str) -> DeliveryError:
    return DeliveryError(f"{host} is a private address; if it is yours, put it under allow_private", fault="channel")


def host_of(url: str) -> str:
    """The host of an address, in lower case."""
    return (urlsplit(url).hostname or "").casefold()


def _first(answer: requests.Response, most: int) -> bytes:
    """The beginning of the body. The status says all that counts, so a body that breaks off is none."""
    try:
        return bytes(answer.raw.read(most, decode_content=False))
    except (urllib3.exceptions.HTTPError, OSError):
        return b""


def _retry_after(answer: requests.Response) -> timedelta | None:
    wish = answer.headers.get("Retry-After", "").strip()
    try:
        wait = timedelta(seconds=float(wish)) if wish[:1].isdigit() else parsedate_to_datetime(wish) - datetime.now(UTC)
    except (ValueError, TypeError, OverflowError):
        return None
    return min(max(wait, timedelta()), LONGEST_WAIT)
