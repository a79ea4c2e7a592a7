"""Tries a source, or one page, politely and for nothing: memory and archive last as long as the command."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

from newsdesk.article import Article
from newsdesk.reading import Reading
from scraper.crawl import CrawlSettings, NotFetched, Page, Politeness, crawl, fetch_page
from scraper.memory import Failure, Fetched, Link, Outcome, Validators
from scraper.pages import understand
from scraper.report import SourceReport
from scraper.sources import Source
from wardwatch.config import Config
from wardwatch.house import crawl_settings
from wardwatch.reader_process import ReaderProcess
from wardwatch.troubles import Failed
from wardwatch.watching import open_to_strangers

T = TypeVar("T")


@dataclass(slots=True)
class Trial:
    """What a source showed: its report, every link found, and the pages that were read. raw: as they came from the
    web, by the address of the article."""

    most: int
    found: list[Link] = field(default_factory=list)
    pages: list[Fetched] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    report: SourceReport | None = None
    raw: dict[str, Page] = field(default_factory=dict)

    async def validators(self, url: str) -> Validators | None:
        """Nothing is known, so everything is asked for."""
        return None

    async def asked(self, url: str) -> datetime | None:
        """Never before."""
        return None

    async def discovered(self, source: Source, page_url: str, links: Sequence[Link], validators: Validators) -> int:
        """Note the links. Once they are enough none counts as new, so that no older pages are asked for."""
        known = {link.url for link in self.found}
        new = [link for link in links if link.url not in known]
        self.found.extend(new)
        return len(new) if len(self.found) < self.most else 0

    async def pending(self, source: Source) -> Sequence[Link]:
        """The first few links, as the listing has them."""
        return self.found[: self.most]

    async def trying(self, source: Source, link: Link) -> None:
        """Tries are not counted."""

    async def failed(self, source: Source, link: Link, failure: Failure) -> None:
        """Note why a page gave nothing."""
        self.failures.append(failure)

    async def keep(self, page: Fetched) -> Outcome:
        """Note a page that was read."""
        self.pages.append(page)
        return "new" if page.reading.relevant else "irrelevant"


def try_source(source: Source, settings: CrawlSettings, most: int) -> Trial:
    """Ask the source once and read at most so many of its pages. Its trouble stands in the trial's report."""
    reader = ReaderProcess()
    try:
        return asyncio.run(tried(source, settings, most, reader, Politeness(settings)))
    finally:
        reader.close()


async def tried(
    source: Source, settings: CrawlSettings, most: int, reader: ReaderProcess, politeness: Politeness
) -> Trial:
    """As try_source, on the running loop."""
    trial = Trial(most)
    run = _Recording(reader, trial.raw)
    report = await crawl([source], trial, trial.keep, run=run, settings=settings, politeness=politeness)
    trial.report = report.sources[0]
    trial.pages.sort(key=lambda page: trial.found.index(page.link))
    return trial


class _Recording:
    """Runs what it is given in the reader, and keeps the pages that were understood as they came."""

    def __init__(self, reader: ReaderProcess, raw: dict[str, Page]) -> None:
        self._reader = reader
        self._raw = raw

    async def __call__(self, function: Callable[..., T], *args: Any) -> T:
        done = await self._reader(function, *args)
        if isinstance(done, tuple) and done and isinstance(done[0], Article):
            url, body, content_type = args[:3]
            self._raw[done[0].url] = Page(url, body, content_type, Validators())
        return done


def settings_for(config: Config, url: str) -> CrawlSettings:
    """How `url` may be asked. Raises Failed while `contact` is the placeholder and the address is a stranger's."""
    if not (config.introduced or open_to_strangers(url)):
        raise Failed(
            f"{url} is asked only once `contact` in {config.path} is your own address: sites want to know who visits."
        )
    return crawl_settings(config)


def read_address(url: str, outlet: str, dated: date | datetime | None, config: Config) -> tuple[Article, Reading]:
    """Fetch one page, politely and once, and read it. Raises Failed with what went wrong."""
    try:
        page = asyncio.run(fetch_page(url, settings=settings_for(config, url)))
    except NotFetched as error:
        raise Failed(str(error)) from None
    return understand(page.url, page.body, page.content_type, outlet, (), dated, vocabulary=config.vocabulary)
