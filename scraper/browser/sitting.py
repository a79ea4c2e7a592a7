"""One page in the browser: what it may ask for, how long it may take, and what it has become."""

from __future__ import annotations

import asyncio
import logging
from typing import Any
from urllib.parse import urldefrag

from playwright.async_api import BrowserContext, Error, Page, Response, Route

from scraper.bounds import BODY_LIMIT
from scraper.browser.manners import Manners
from scraper.fetch import Page as Fetched
from scraper.memory import Validators
from scraper.troubles import NotFetched, wait_asked

MAY_ASK = frozenset(("fetch", "script", "stylesheet", "xhr"))
REQUESTS = 100
_HTML = "text/html; charset=utf-8"
_READ = f"""(() => {{
    for (const told of document.querySelectorAll("noscript")) told.remove();
    return "<!doctype html>" + document.documentElement.outerHTML.slice(0, {BODY_LIMIT + 1});
}})()"""
log = logging.getLogger(__name__)


class Sitting:
    """Shows one page that was fetched. The browser is given its bytes and asks for no document itself: a script that
    leads elsewhere is stopped, and its address handed back, so that it is fetched as any other page is.

    refusals: takes a sentence on each thing that the page asked for and did not get.
    """

    def __init__(self, got: Fetched, context: BrowserContext, manners: Manners, refusals: list[str]) -> None:
        self._got = got
        self._context = context
        self._manners = manners
        self._page: Page | None = None
        self._onward: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._refusals = refusals
        self._asked = 0
        self._enough = asyncio.Event()

    async def show(self, quiet_seconds: float) -> Fetched | str:
        """The page as its scripts have made it, once it asks for nothing more, or for too much, or quiet_seconds are
        over; or the address that they lead to. Raises NotFetched and Playwright's Error."""
        await self._context.route("**/*", self._decide)
        self._page = await self._context.new_page()
        self._context.on("page", _close)
        self._context.on("response", self._heed)
        settled = asyncio.ensure_future(self._settle(self._page, quiet_seconds))
        try:
            waited: set[asyncio.Future[Any]] = {settled, self._onward}
            await asyncio.wait(waited, return_when=asyncio.FIRST_COMPLETED)
            if self._onward.done():
                return self._onward.result()
            return await settled
        finally:
            settled.cancel()
            await asyncio.gather(settled, return_exceptions=True)

    async def _settle(self, page: Page, quiet_seconds: float) -> Fetched:
        await page.goto(self._got.url, wait_until="commit")
        ends = [
            asyncio.ensure_future(page.wait_for_load_state("networkidle", timeout=0)),
            asyncio.ensure_future(self._enough.wait()),
        ]
        try:
            await asyncio.wait(ends, timeout=quiet_seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for end in ends:
                end.cancel()
            await asyncio.gather(*ends, return_exceptions=True)
        return Fetched(self._got.url, await self._read(page), _HTML, Validators())

    async def _read(self, page: Page) -> bytes:
        """The page as it stands, read in a world that its scripts cannot reach."""
        session = await self._context.new_cdp_session(page)
        tree = await session.send("Page.getFrameTree")
        world = await session.send("Page.createIsolatedWorld", {"frameId": tree["frameTree"]["frame"]["id"]})
        asked = {"expression": _READ, "contextId": world["executionContextId"], "returnByValue": True}
        told = (await session.send("Runtime.evaluate", asked))["result"].get("value", "")
        body = str(told).encode("utf-8", "replace")
        if len(body) > BODY_LIMIT:
            raise NotFetched(f"{self._got.url} grows to more than {BODY_LIMIT // 1_000_000} MB", permanent=True)
        return body

    async def _decide(self, route: Route) -> None:
        try:
            if route.request.is_navigation_request():
                await self._lead(route)
            elif route.request.resource_type in MAY_ASK and await self._is_permitted(route.request.url):
                await route.continue_()
            else:
                await route.abort()
        except Error as error:
            log.debug("%s went away (%s)", self._got.url, error)

    async def _lead(self, route: Route) -> None:
        """A document: the page itself is given its bytes; elsewhere it does not go by itself; frames stay empty."""
        request, page = route.request, self._page
        if page is None or request.frame != page.main_frame:
            await route.abort()
        elif urldefrag(request.url)[0] == urldefrag(self._got.url)[0] and request.method == "GET":
            await route.fulfill(body=self._got.body, content_type=self._got.content_type)
        else:
            await route.abort()
            if not self._onward.done() and request.method == "GET":
                self._onward.set_result(request.url)

    async def _is_permitted(self, url: str) -> bool:
        self._asked += 1
        try:
            if self._asked > REQUESTS:
                self._enough.set()
                raise NotFetched(f"it asks for more than {REQUESTS} things")
            self._manners.politeness.check_wait(url)
            await self._manners.permit(url)
        except NotFetched as refusal:
            self._refusals.append(refusal.reason)
            return False
        return True

    def _heed(self, response: Response) -> None:
        """Leave a host alone that asks for it."""
        wait = wait_asked(response.status, response.headers.get("retry-after"), self._manners.now())
        if wait is not None:
            self._manners.politeness.hold(response.url, wait)


async def _close(page: Page) -> None:
    """A window that a page opens is shut."""
    try:
        await page.close()
    except Error as error:
        log.debug("a window was gone (%s)", error)
