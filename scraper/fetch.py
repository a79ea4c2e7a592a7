"""fetch: one page over the wire, or the plain sentence that says why not."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from scrapy import exceptions
from scrapy.http import Response
from twisted.internet import error as network
from twisted.web._newclient import ParseError

from scraper.bounds import BODY_LIMIT, TooLongError
from scraper.memory import Validators
from scraper.settings import CrawlSettings
from scraper.troubles import NotFetched, bad_status, wait_asked
from scraper.wire import REDIRECTS, request_for

LONGEST_VALIDATOR = 500
Download = Callable[[Any], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Page:
    """What a server gave. url: where it was found at last; unchanged: it answered 304, and there is no body."""

    url: str
    body: bytes
    content_type: str
    validators: Validators
    unchanged: bool = False


async def fetch(
    download: Download,
    url: str,
    settings: CrawlSettings,
    now: datetime,
    known: Validators | None = None,
) -> Page:
    """The page at url, asked for on condition where validators are known. Raises NotFetched."""
    response = await ask(download, url, settings, _conditions(known))
    if response.status == 304 and known is not None:
        return Page(response.url, b"", "", known, unchanged=True)
    if not 200 <= response.status < 300:
        wait = wait_asked(response.status, _header(response, "Retry-After"), now)
        raise bad_status(response.url, response.status, wait)
    return Page(
        response.url,
        response.body,
        _header(response, "Content-Type") or "",
        Validators(_validator(response, "ETag"), _validator(response, "Last-Modified")),
    )


async def ask(
    download: Download,
    url: str,
    settings: CrawlSettings,
    headers: dict[str, str] | None = None,
    meta: dict[str, Any] | None = None,
) -> Response:
    """Any answer of the server. Raises NotFetched where there is none."""
    request = request_for(url, settings, headers or {}, meta or {})
    try:
        return await download(request)
    except NotFetched:
        raise
    except Exception as error:
        raise _trouble(url, error, settings.page_seconds) from error


def _conditions(known: Validators | None) -> dict[str, str]:
    wanted = {"If-None-Match": known and known.etag, "If-Modified-Since": known and known.last_modified}
    return {name: value for name, value in wanted.items() if value}


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1").strip() if value else None


def _validator(response: Response, name: str) -> str | None:
    """What can be sent back in one line of a request."""
    value = _header(response, name)
    return value if value and len(value) <= LONGEST_VALIDATOR and value.isascii() and value.isprintable() else None


_UNTRUSTED = ("certificate verify failed", "VerificationError")
_NO_ANSWER = "{host} does not answer"
_TROUBLES: tuple[tuple[tuple[type[Exception], ...], str], ...] = (
    ((exceptions.DownloadConnectionRefusedError,), f"{_NO_ANSWER} (connection refused)"),
    ((exceptions.DownloadTimeoutError, network.TimeoutError), f"{_NO_ANSWER} (time-out after {{seconds:.0f}} s)"),
    ((network.NoRouteError,), f"{_NO_ANSWER} (no way there)"),
    ((network.ConnectError,), f"{_NO_ANSWER} (no connection)"),
    ((exceptions.CannotResolveHostError,), "{host} cannot be found (no such name, or no network)"),
    (
        (exceptions.ResponseDataLossError, exceptions.DownloadFailedError, network.ConnectionClosed),
        "{host} broke off its answer",
    ),
)


def _reasons(error: Exception) -> list[BaseException]:
    """What Twisted says was wrong with the answer."""
    failures = getattr(error.__cause__, "reasons", None) or []
    return [failure.value for failure in failures]


def _trouble(url: str, error: Exception, seconds: float) -> NotFetched:
    host = urlsplit(url).netloc
    if any(sign in str(error) for sign in _UNTRUSTED):
        return NotFetched(f"{host} shows a certificate that cannot be trusted", unreachable=True)
    for reason in _reasons(error):
        if isinstance(reason, TooLongError):
            return NotFetched(f"{url} {reason}", permanent=True)
        if isinstance(reason, ParseError | KeyError | ValueError):
            return NotFetched(f"{host} answers with what is no HTTP")
    for kinds, sentence in _TROUBLES:
        if isinstance(error, kinds):
            return NotFetched(sentence.format(host=host, seconds=seconds), unreachable=True)
    megabytes = BODY_LIMIT // 1_000_000
    if isinstance(error, zlib.error | EOFError | gzip.BadGzipFile) or type(error).__module__.startswith("brotli"):
        return NotFetched(f"{url} is compressed in a way that cannot be undone")
    if isinstance(error, ValueError | LookupError):
        return NotFetched(f"{url} redirects to what is no web address ({error})")
    if isinstance(error, exceptions.DownloadCancelledError):
        return NotFetched(f"{url} is larger than {megabytes} MB", permanent=True)
    if isinstance(error, exceptions.IgnoreRequest):
        many = "redirect" in str(error)
        said = f"redirects more than {REDIRECTS} times" if many else f"unpacks to more than {megabytes} MB"
        return NotFetched(f"{url} {said}", permanent=not many)
    return NotFetched(f"{url} cannot be fetched ({type(error).__name__}: {error})")
