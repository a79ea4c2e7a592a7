"""crawl: the one public function of the scraper."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

from scrapy.crawler import AsyncCrawlerRunner

from scraper.memory import Memory, Run, Sink
from scraper.pages import understand as read_and_understand
from scraper.politeness import Politeness
from scraper.report import CrawlReport, SourceReport
from scraper.settings import CrawlSettings
from scraper.sources import Source
from scraper.spiders.spider import WatchingSpider
from scraper.spiders.watch import Desk, Understand, watches
from scraper.wire import install_reactor, scrapy_settings

__all__ = ["CrawlSettings", "Politeness", "Progress", "crawl"]

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
    understand: Understand = read_and_understand,
    now: Callable[[], datetime] = _utc_now,
) -> CrawlReport:
    """Ask every source once, read what is new, and await the sink for each page.

    Never raises for what a source or a page does: that stands in the report. progress is called after each page and
    at the end of each source. politeness: keep one over all crawls of a loop. Twisted's asyncio reactor is installed
    on the running loop where none is; crawls may overlap. Cancelled, it ends its requests first; what was not read
    stays pending.
    """
    install_reactor()
    began = time.monotonic()
    report = CrawlReport([SourceReport(source.name, source.kind) for source in sources])
    vocabulary = settings.vocabulary or None
    desk = Desk(memory, sink, run, understand, vocabulary, now, progress or (lambda _: None))
    runner = AsyncCrawlerRunner(scrapy_settings(settings))
    crawler = runner.create_crawler(WatchingSpider)
    crawling = runner.crawl(
        crawler,
        watches=partial(watches, sources, report.sources, desk),
        politeness=politeness or Politeness(settings),
        settings=settings,
        clock=now,
    )
    try:
        await asyncio.shield(crawling)
    except asyncio.CancelledError:
        await _stop(crawler, crawling)
        raise
    report.requests = crawler.spider.requests
    report.seconds = time.monotonic() - began
    _mark_unfinished(report)
    return report


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
