"""Tries a source, or one page, politely and for nothing: memory and archive last as long as the command."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar, cast

from newsdesk.article import Article
from newsdesk.reading import Reading
from scraper.crawl import CrawlSettings, crawl
from scraper.discover import Found
from scraper.memory import Failure, Fetched, Link, Outcome, Run, Validators
from scraper.pages import understand
from scraper.report import SourceReport
from scraper.sources import Source
from wardwatch.config import Config
from wardwatch.reader_process import ReaderProcess
from wardwatch.troubles import Failed
from wardwatch.watching import host_of, open_to_strangers

T = TypeVar("T")


@dataclass(slots=True)
class Trial:
    """What a source showed: its report, every link found, and the pages that were read."""

    most: int
    found: list[Link] = field(default_factory=list)
    pages: list[Fetched] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    report: SourceReport | None = None

    async def validators(self, url: str) -> Validators | None:
        """Nothing is known, so everything is asked for."""
        return None

    async def discovered(self, source: Source, page_url: str, links: Sequence[Link], validators: Validators) -> int:
        """Note the links; all are new."""
        known = {link.url for link in self.found}
        new = [link for link in links if link.url not in known]
        self.found.extend(new)
        return len(new)

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


@dataclass(slots=True)
class OnePage:
    """Stands where a listing would be read for its links, and keeps the page instead."""

    url: str = ""
    body: bytes = b""
    content_type: str = ""

    async def __call__(self, function: Callable[..., T], *args: object) -> T:
        """What the crawl would have run in the reading process: scraper.discover.find on the one page it fetched."""
        _, self.url, self.body, self.content_type, *_ = cast("tuple[object, str, bytes, str]", args)
        return cast("T", Found("listing", ()))


def try_source(source: Source, settings: CrawlSettings, most: int) -> Trial:
    """Ask the source once and read at most so many of its pages. Its trouble stands in the trial's report."""
    reader = ReaderProcess()
    try:
        return _crawled(source, settings, Trial(most), reader)
    finally:
        reader.close()


def _crawled(source: Source, settings: CrawlSettings, trial: Trial, run: Run) -> Trial:
    report = asyncio.run(crawl([source], trial, trial.keep, run=run, settings=settings))
    trial.report = report.sources[0]
    return trial


def settings_for(config: Config, url: str) -> CrawlSettings:
    """How `url` may be asked. Raises Failed while `contact` is the placeholder and the address is a stranger's."""
    if not (config.introduced or open_to_strangers(url)):
        raise Failed(
            f"{url} is asked only once `contact` in {config.path} is your own address: sites want to know who visits."
        )
    return CrawlSettings(contact=config.contact, delay=config.delay, allow_private=config.allow_private)


def read_address(url: str, outlet: str, dated: date | datetime | None, config: Config) -> tuple[Article, Reading]:
    """Fetch one page, politely and once, and read it. Raises Failed with what went wrong."""
    page = OnePage()
    name = outlet or host_of(url)
    trial = _crawled(Source(name=name, url=url, kind="listing"), settings_for(config, url), Trial(0), page)
    if not page.url:
        raise Failed(trial.report.trouble if trial.report and trial.report.trouble else "nothing came back")
    return understand(page.url, page.body, page.content_type, outlet, (), dated)
