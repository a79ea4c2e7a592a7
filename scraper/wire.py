"""The wire: Scrapy's settings, and the parts of ours that every request passes on its way out."""

from __future__ import annotations

import asyncio
import logging
import sys
from contextvars import ContextVar
from typing import Any

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from twisted.internet import asyncioreactor
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.interfaces import IHostnameResolver, IHostResolution
from zope.interface import implementer  # type: ignore[import-untyped]

from scraper.bounds import BODY_LIMIT, BoundedFactory
from scraper.lookup import addresses_of
from scraper.politeness import Politeness
from scraper.settings import CrawlSettings
from scraper.troubles import NotFetched, wait_asked

REDIRECTS = 5
ROBOTS = "robots"
_REACTOR = "twisted.internet.reactor"


class _Visit:
    """One request on its way: what its name may lead to, and what was found wrong with it."""

    def __init__(self, politeness: Politeness, url: str) -> None:
        self.politeness = politeness
        self.url = url
        self.refusal: NotFetched | None = None

    def allows(self, address: str) -> bool:
        """False for a private address, which is then remembered as the refusal."""
        try:
            self.politeness.check_peer(self.url, address)
        except NotFetched as refusal:
            self.refusal = refusal
            return False
        return True


_VISIT: ContextVar[_Visit | None] = ContextVar("visit", default=None)


@implementer(IHostResolution)
class _Resolution:
    def __init__(self, name: str) -> None:
        self.name = name

    def cancel(self) -> None:
        """Nothing waits for a name that is not wanted any more."""


@implementer(IHostnameResolver)
class GuardingResolver:
    """Resolves names for the reactor and keeps the addresses back that the visit may not go to.

    Connections are made to the addresses that it gives and to no others, so that a name cannot change in between.
    """

    def resolveHostName(  # noqa: N802 - Twisted's name
        self,
        resolutionReceiver: Any,  # noqa: N803 - Twisted's name
        hostName: str,  # noqa: N803 - Twisted's name
        portNumber: int = 0,  # noqa: N803 - Twisted's name
        addressTypes: Any = None,  # noqa: N803 - Twisted's name
        transportSemantics: str = "TCP",  # noqa: N803 - Twisted's name
    ) -> Any:
        """Twisted's interface: the addresses go to resolutionReceiver."""
        resolution = _Resolution(hostName)
        resolutionReceiver.resolutionBegan(resolution)
        looking = asyncio.ensure_future(_addresses(hostName, portNumber))
        _LOOKING.add(looking)
        looking.add_done_callback(_LOOKING.discard)
        looking.add_done_callback(lambda done: _give(done, resolutionReceiver))
        return resolution


_LOOKING: set[asyncio.Future[list[tuple[str, int]]]] = set()


async def _addresses(host: str, port: int) -> list[tuple[str, int]]:
    found = await addresses_of(host, port)
    visit = _VISIT.get()
    return [(address, port) for address in found if visit is not None and visit.allows(address)]


def _give(done: asyncio.Future[list[tuple[str, int]]], receiver: Any) -> None:
    pairs = [] if done.cancelled() or done.exception() else done.result()
    for host, port in pairs:
        kind = IPv6Address if ":" in host else IPv4Address
        receiver.addressResolved(kind("TCP", host, port))
    receiver.resolutionComplete()


class PoliteHandler(HTTP11DownloadHandler):  # type: ignore[misc]
    """Every request, redirects and robots.txt included, checks its address and passes the gate of its host here."""

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        self._pool._factory = BoundedFactory
        self._politeness: Politeness = crawler.spider.politeness
        self._under_way: set[asyncio.Task[Any]] = set()

    async def download_request(self, request: Request) -> Response:
        """The response; raises NotFetched for what must not be asked."""
        task = asyncio.current_task()
        if task is not None:
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
        self._politeness.check_address(request.url)
        async with self._politeness.turn(request.url):
            await self._crawler.spider.hands.free()
            self._crawler.spider.requests += 1
            return await self._visit(request)

    async def _visit(self, request: Request) -> Response:
        visit = _Visit(self._politeness, request.url)
        token = _VISIT.set(visit)
        try:
            response = await super().download_request(request)
        except Exception as error:
            if visit.refusal is not None:
                raise visit.refusal from error
            raise
        finally:
            _VISIT.reset(token)
        if response.ip_address is not None:
            self._politeness.check_peer(request.url, str(response.ip_address))
        header = response.headers.get("Retry-After")
        wait = wait_asked(response.status, header.decode("latin-1") if header else None, self._crawler.spider.clock())
        if wait is not None:
            self._politeness.hold(request.url, wait)
        return response

    async def close(self) -> None:
        """End what is still under way, then the connections."""
        for task in tuple(self._under_way):
            task.cancel()
        await super().close()


class RobotsMiddleware:
    """Asks robots.txt before every request of the crawl, redirects included."""

    def __init__(self, crawler: Any) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Any) -> RobotsMiddleware:
        """Scrapy's way of building it."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Raises NotFetched where robots.txt forbids the address or cannot be had."""
        if ROBOTS not in request.meta:
            await permit(self._crawler.spider, request.url)


async def permit(spider: Any, url: str) -> None:
    """Raise NotFetched for what is no web address, and where robots.txt forbids it or cannot be had."""
    politeness: Politeness = spider.politeness

    async def fetch(address: str) -> tuple[int, bytes]:
        response = await spider.ask(address, {ROBOTS: True})
        return response.status, response.body

    politeness.check_address(url)
    await politeness.permit(url, fetch)


def request_for(url: str, settings: CrawlSettings, headers: dict[str, str], meta: dict[str, Any]) -> Request:
    """A GET as we send it: our name, no cookies, our time-out."""
    ours = {
        "User-Agent": settings.user_agent,
        "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "Accept-Language": "en-GB,en;q=0.8",
    }
    meta = {"download_timeout": settings.page_seconds, **meta}
    try:
        return Request(url, callback=NO_CALLBACK, headers={**ours, **headers}, meta=meta, dont_filter=True)
    except ValueError as error:
        raise NotFetched(f"{url} is no web address", permanent=True) from error


def scrapy_settings(settings: CrawlSettings) -> dict[str, Any]:
    """Scrapy with nothing in it but what a polite crawl needs. The gate is ours, so its own limits stand wide open."""
    handlers = {"http": PoliteHandler, "https": PoliteHandler}
    return {
        "DOWNLOAD_HANDLERS_BASE": {},
        "DOWNLOAD_HANDLERS": handlers,
        "DOWNLOADER_MIDDLEWARES_BASE": {
            RobotsMiddleware: 100,
            "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": 590,
            "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": 600,
        },
        "SPIDER_MIDDLEWARES_BASE": {},
        "EXTENSIONS_BASE": {},
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "REDIRECT_MAX_TIMES": REDIRECTS,
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        "DOWNLOAD_MAXSIZE": BODY_LIMIT,
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_TIMEOUT": settings.page_seconds,
        "CONCURRENT_REQUESTS": 1000,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1000,
        "STATS_DUMP": False,
        "LOG_ENABLED": False,
    }


def install_reactor() -> None:
    """Twisted's reactor on the running loop, with the guarding resolver.

    A process that has ended one loop and runs another gets a new reactor. Raises RuntimeError beside a second loop.
    """
    loop = asyncio.get_running_loop()
    reactor: Any = sys.modules.get(_REACTOR)
    installed_on = getattr(reactor, "_asyncioEventloop", None)
    if installed_on is not loop:
        if reactor is not None and (installed_on is None or not installed_on.is_closed()):
            raise RuntimeError("a crawl has to run on the asyncio loop that Twisted's reactor is installed on")
        sys.modules.pop(_REACTOR, None)
        asyncioreactor.install(loop)
        reactor = sys.modules[_REACTOR]
    if not isinstance(reactor.nameResolver, GuardingResolver):
        reactor.installNameResolver(GuardingResolver())
    logging.getLogger("scrapy").setLevel(logging.CRITICAL)
