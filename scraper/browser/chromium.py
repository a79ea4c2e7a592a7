"""Chromium, started when the first page is to be shown, ended when the last crawl that may need it is over."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING

from scraper.browser import machine
from scraper.browser.manners import Manners
from scraper.browser.proxy import GuardingProxy
from scraper.fetch import Page
from scraper.politeness import Politeness
from scraper.settings import CrawlSettings
from scraper.troubles import NotFetched

if TYPE_CHECKING:
    from playwright.async_api import Browser as Chromium
    from playwright.async_api import BrowserContext

PAGES = 2
START_SECONDS = 30.0
CLOSE_SECONDS = 5.0
_SWITCHES = (
    "--disable-quic",
    "--dns-prefetch-disable",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--blink-settings=imagesEnabled=false",
    "--js-flags=--max-old-space-size=256",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
    "--renderer-process-limit=2",
)
log = logging.getLogger(__name__)


class Browser:
    """Shows pages in one Chromium, and says in a sentence why it cannot. Keep one for all crawls of a loop."""

    def __init__(self, settings: CrawlSettings, politeness: Politeness) -> None:
        self._settings = settings
        self._politeness = politeness
        self._borrowers = 0
        self._few = asyncio.Semaphore(PAGES)
        self._starting = asyncio.Lock()
        self._parts: AsyncExitStack | None = None
        self._chromium: Chromium | None = None
        self._proxy: GuardingProxy | None = None
        self._broken: str | None = None

    @asynccontextmanager
    async def lent(self) -> AsyncIterator[None]:
        """Whoever may show pages. With the last of them the browser ends."""
        self._borrowers += 1
        try:
            yield
        finally:
            self._borrowers -= 1
            if not self._borrowers:
                self._broken = None
                await asyncio.shield(self._end(self._chromium))

    def trouble(self) -> str | None:
        """Why no page can be shown; None: they can, as far as is known."""
        lacking = machine.lacking()
        return f"render: true needs a browser, and {lacking}; {machine.REMEDIES[lacking]}" if lacking else self._broken

    async def show(self, got: Page, manners: Manners) -> Page | str:
        """A page that was fetched, as its scripts have made it; or the address that they lead to. Raises NotFetched.

        It may take page_seconds, and asks the network for nothing but through the guarding proxy.
        """
        async with self._few:
            chromium, proxy = await self._started()
            with proxy.admit() as granted:
                context = await self._context(chromium, proxy, granted.name, granted.word)
                try:
                    shown = await self._shown(got, context, manners, granted.refusals)
                finally:
                    await self._shut(context, chromium)
                if granted.left < 0:
                    raise NotFetched(f"{got.url} loads more than {proxy.most_bytes // 1_000_000} MB", permanent=True)
                if granted.refusals:
                    log.info("%s was shown without all that it asks for: %s", got.url, granted.refusals[0])
        return shown

    async def _shown(self, got: Page, context: BrowserContext, manners: Manners, refusals: list[str]) -> Page | str:
        from playwright.async_api import Error

        from scraper.browser.sitting import Sitting

        seconds = self._settings.page_seconds
        try:
            async with asyncio.timeout(seconds):
                return await Sitting(got, context, manners, refusals).show(seconds / 3)
        except TimeoutError:
            raise NotFetched(f"{got.url} was still busy in the browser after {seconds:.0f} s") from None
        except Error as error:
            raise NotFetched(f"{got.url} cannot be shown in the browser ({_first_line(error)})") from error

    async def _context(self, chromium: Chromium, proxy: GuardingProxy, name: str, word: str) -> BrowserContext:
        return await chromium.new_context(
            proxy={"server": proxy.address, "bypass": "<-loopback>", "username": name, "password": word},
            service_workers="block",
            accept_downloads=False,
            locale="en-GB",
            timezone_id="Europe/London",
        )

    async def _shut(self, context: BrowserContext, chromium: Chromium) -> None:
        """Close a page with all that it keeps; a page that cannot be closed takes the browser with it."""
        from playwright.async_api import Error

        try:
            async with asyncio.timeout(CLOSE_SECONDS):
                await context.close()
        except (Error, OSError, TimeoutError) as error:
            log.warning("a page could not be closed (%s); the browser is started anew", _first_line(error))
            await self._end(chromium)

    async def _started(self) -> tuple[Chromium, GuardingProxy]:
        from playwright.async_api import Error

        async with self._starting:
            if self._chromium is not None and self._proxy is not None and self._chromium.is_connected():
                return self._chromium, self._proxy
            await self._clear()
            parts = self._parts = AsyncExitStack()
            try:
                return await self._start(parts)
            except (Error, OSError, TimeoutError) as error:
                await self._clear()
                self._broken = f"Chromium cannot be started ({_first_line(error)})"
                raise NotFetched(self._broken) from error
            except BaseException:
                await self._clear()
                raise

    async def _start(self, parts: AsyncExitStack) -> tuple[Chromium, GuardingProxy]:
        from playwright.async_api import async_playwright

        proxy = self._proxy = GuardingProxy(self._politeness)
        await proxy.open()
        parts.push_async_callback(proxy.close)
        playwright = await async_playwright().start()
        parts.push_async_callback(_at_last, playwright.stop)
        if not machine.sandboxed():
            log.warning("Chromium runs without its sandbox, because wardwatch runs as root")
        self._chromium = await playwright.chromium.launch(
            executable_path=machine.chromium(),
            chromium_sandbox=machine.sandboxed(),
            args=(*_SWITCHES, f"--user-agent={self._settings.user_agent}"),
            env={**machine.environment()},
            proxy={"server": proxy.address, "bypass": "<-loopback>"},
            timeout=START_SECONDS * 1000,
        )
        parts.push_async_callback(_at_last, self._chromium.close)
        return self._chromium, proxy

    async def _end(self, chromium: Chromium | None) -> None:
        """End this browser, unless another has taken its place."""
        async with self._starting:
            if self._chromium is chromium:
                await self._clear()

    async def _clear(self) -> None:
        parts, self._parts, self._chromium, self._proxy = self._parts, None, None, None
        if parts is not None:
            await parts.aclose()


async def _at_last(closing: Callable[[], Awaitable[None]]) -> None:
    """Wait for an end, but not for ever: what does not end now ends when the pipe to it is closed with this process."""
    from playwright.async_api import Error

    try:
        async with asyncio.timeout(CLOSE_SECONDS):
            await closing()
    except (Error, OSError, TimeoutError) as error:
        log.warning("the browser was not closed in order (%s)", _first_line(error))


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), "") or type(error).__name__
