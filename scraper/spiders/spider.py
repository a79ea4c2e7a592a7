"""The one spider of a crawl. It runs all errands side by side and is done when they are."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime
from typing import Any, Protocol

import scrapy
from scrapy.http import Response

from scraper.fetch import Page, ask, fetch
from scraper.memory import Validators
from scraper.politeness import Politeness
from scraper.settings import CrawlSettings
from scraper.spiders.watch import Tools
from scraper.troubles import NotFetched


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
        settings: CrawlSettings,
        clock: Callable[[], datetime],
    ) -> None:
        super().__init__()
        self.politeness = politeness
        self.clock = clock
        self.requests = 0
        self._settings = settings
        self._errands = errands(Tools(self.fetch, self.is_closed))

    async def start(self) -> AsyncIterator[Any]:
        """Nothing for Scrapy's scheduler: an errand asks for its pages itself, and sees each of them through."""
        await asyncio.gather(*(errand.run() for errand in self._errands))
        return
        yield

    async def fetch(self, url: str, known: Validators | None = None) -> Page:
        """One page. Raises NotFetched."""
        return await fetch(self._download, url, self._settings, self.clock(), known)

    async def ask(self, url: str, meta: dict[str, Any]) -> Response:
        """Any answer to a request that is no errand's: robots.txt. Raises NotFetched."""
        return await ask(self._download, url, self._settings, meta=meta)

    def is_closed(self, url: str) -> str | None:
        """Why the host of this address is not to be asked now; None: it may be."""
        try:
            self.politeness.check_wait(url)
        except NotFetched as refusal:
            return refusal.reason
        return None

    async def _download(self, request: Any) -> Response:
        return await self.crawler.engine.download_async(request)
