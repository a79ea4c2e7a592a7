"""The one spider of a crawl. It runs all errands side by side and is done when they are."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any, Protocol

import scrapy
from scrapy.http import Response

from scraper.browser.chromium import Browser
from scraper.browser.manners import Manners
from scraper.fetch import Page, ask, fetch
from scraper.hands import Hands
from scraper.memory import Validators
from scraper.politeness import Politeness
from scraper.settings import CrawlSettings
from scraper.spiders.watch import Tools
from scraper.troubles import NotFetched
from scraper.wire import REDIRECTS, permit


class Errand(Protocol):
    """What a spider does: a watch over one source, or the fetching of one page."""

    async def run(self) -> None: ...


class WatchingSpider(scrapy.Spider):  # type: ignore[misc]
    """Fetches for its errands, and counts. Scrapy gives it the engine; the errands do the rest."""

    name = "wardwatch"

    def __init__(
        self,
        errands: Callable[[Tools], Sequence[Errand]],
        politeness: Politeness,
        browser: Browser,
        settings: CrawlSettings,
        clock: Callable[[], datetime],
    ) -> None:
        super().__init__()
        self.politeness = politeness
        self.clock = clock
        self.requests = 0
        self.hands = Hands()
        self._browser = browser
        self._settings = settings
        self._errands = errands(Tools(self.fetch, self.is_closed, self.hands, settings.source_seconds))

    async def start(self) -> AsyncIterator[Any]:
        """Nothing for Scrapy's scheduler: an errand asks for its pages itself, and sees each of them through."""
        await asyncio.gather(*(errand.run() for errand in self._errands))
        return
        yield

    async def fetch(self, url: str, known: Validators | None = None, *, render: bool = False) -> Page:
        """One page, shown in the browser where render is true. Raises NotFetched."""
        if render:
            return await self._rendered(url)
        return await fetch(self._download, url, self._settings, self.clock(), known)

    async def _rendered(self, url: str) -> Page:
        """A page as its scripts have made it. It is asked for without conditions, because what they fetch may be new
        while the page is not; what is no HTML stays as it came. Where a script leads elsewhere, that is fetched."""
        trouble = self._browser.trouble()
        if trouble:
            raise NotFetched(trouble)
        manners = Manners(self.politeness, partial(permit, self), self.clock)
        leads = url
        for _ in range(REDIRECTS + 1):
            got = await fetch(self._download, leads, self._settings, self.clock())
            if "html" not in got.content_type.lower():
                return got
            shown = await self._browser.show(got, manners)
            if isinstance(shown, Page):
                return shown
            leads = shown
        raise NotFetched(f"{url} redirects more than {REDIRECTS} times")

    async def ask(self, url: str, meta: dict[str, Any]) -> Response:
        """Any answer to a request that is no errand's: robots.txt. Raises NotFetched."""
        return await ask(self._download, url, self._settings, meta=meta)

    def is_closed(self, url: str, render: bool) -> str | None:
        """Why this address is not to be asked for now, to be shown in the browser or not; None: it may be."""
        try:
            self.politeness.check_wait(url)
        except NotFetched as refusal:
            return refusal.reason
        return self._browser.trouble() if render else None

    async def _download(self, request: Any) -> Response:
        return await self.crawler.engine.download_async(request)
