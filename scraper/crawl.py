"""crawl: every source once, to the sink. fetch_page: one page, as politely."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

from scrapy.crawler import AsyncCrawlerRunner

from scraper.browser.chromium import Browser
from scraper.fetch import Page
from scraper.memory import Memory, Run, Sink
from scraper.pages import understand as read_and_understand
from scraper.politeness import Politeness
from scraper.report import CrawlReport, SourceReport
from scraper.settings import CrawlSettings
from scraper.sources import Source
from scraper.spiders.spider import Errand, WatchingSpider
from scraper.spiders.watch import Desk, Tools, Understand, watches
from scraper.troubles import NotFetched
from scraper.wire import install_reactor, scrapy_settings

__all__ = ["CrawlSettings", "NotFetched", "Page", "Politeness", "Progress", "crawl", "fetch_page"]

Progress = Callable[[SourceReport], None]


def _utc_now() -> datetime:
    return datetime.now(UTC)


async def crawl(
    sources: Sequence[Source],
    memory: Memory,
    sink: Sink,
    *,
    run: Run,
    settings: CrawlSettings,
    progress: Progress | None = None,
    politeness: Politeness | None = None,
    browser: Browser | None = None,
    understand: Understand = read_and_understand,
    now: Callable[[], datetime] = _utc_now,
) -> CrawlReport:
    """Ask every source once, read what is new, and await the sink for each page.

    Never raises for what a source or a page does: that stands in the report. progress is called after each page and
    at the end of each source. politeness, browser: keep one over all crawls of a loop. Twisted's asyncio reactor is
    installed on the running loop where none is; crawls may overlap. Cancelled, it ends its requests first; what was
    not read stays pending.
    """
    began = time.monotonic()
    report = CrawlReport([SourceReport(source.name, source.kind) for source in sources])
    vocabulary = settings.vocabulary or None
    desk = Desk(memory, sink, run, understand, vocabulary, now, progress or (lambda _: None))
    errands = partial(watches, sources, report.sources, desk)
    politeness = politeness or Politeness(settings)
    browser = browser or Browser(settings, politeness)
    async with browser.lent():
        report.requests = await _send_out(errands, settings, politeness, browser, now)
    report.seconds = time.monotonic() - began
    _mark_unfinished(report)
    return report


async def fetch_page(
    url: str,
    *,
    settings: CrawlSettings,
    politeness: Politeness | None = None,
    now: Callable[[], datetime] = _utc_now,
) -> Page:
    """One page, fetched as politely as a crawl fetches it. Raises NotFetched with a plain sentence."""
    fetching: list[_OneFetch] = []

    def errands(tools: Tools) -> list[_OneFetch]:
        fetching.append(_OneFetch(url, tools))
        return fetching

    politeness = politeness or Politeness(settings)
    await _send_out(errands, settings, politeness, Browser(settings, politeness), now)
    return fetching[0].result()


class _OneFetch:
    """The errand of fetching one page."""

    def __init__(self, url: str, tools: Tools) -> None:
        self._url = url
        self._tools = tools
        self._got: Page | NotFetched = NotFetched(f"{url} was not asked")

    async def run(self) -> None:
        try:
            self._got = await self._tools.fetch(self._url)
        except NotFetched as refusal:
            self._got = refusal

    def result(self) -> Page:
        if isinstance(self._got, NotFetched):
            raise self._got
        return self._got


async def _send_out(
    errands: Callable[[Tools], Sequence[Errand]],
    settings: CrawlSettings,
    politeness: Politeness,
    browser: Browser,
    now: Callable[[], datetime],
) -> int:
    """One Scrapy crawl that runs the errands to their ends. Returns how many requests it made."""
    install_reactor()
    runner = AsyncCrawlerRunner(scrapy_settings(settings))
    crawler = runner.create_crawler(WatchingSpider)
    told = {"errands": errands, "politeness": politeness, "browser": browser, "settings": settings, "clock": now}
    crawling = runner.crawl(crawler, **told)
    try:
        await asyncio.shield(crawling)
    except asyncio.CancelledError:
        await _stop(crawler, crawling)
        raise
    return int(crawler.spider.requests)


async def _stop(crawler: Any, crawling: asyncio.Task[None]) -> None:
    """End the crawl and its open requests."""
    while not crawling.done():
        if crawler.crawling and getattr(crawler, "_engine", None) is not None and crawler.engine.running:
            await crawler.stop_async()
        await asyncio.wait({crawling}, timeout=0.05)


def _mark_unfinished(report: CrawlReport) -> None:
    for source in report.sources:
        if not source.finished:
            source.trouble = source.trouble or "was not asked: the crawl ended before its turn"
