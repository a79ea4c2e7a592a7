"""A newsroom that crawls sources whose pages scripts make, and such pages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from scraper.browser import machine
from scraper.browser.chromium import Browser
from scraper.crawl import CrawlSettings, crawl
from scraper.politeness import Politeness
from scraper.report import SourceReport
from scraper.sources import Source
from tests.scraper.papers import Desk, Notebook, here, skim

needs_chromium = pytest.mark.skipif(machine.lacking() is not None, reason=f"{machine.lacking()}")
_CARDS = """for (const path of PATHS) {
    const card = document.createElement("article");
    card.innerHTML = `<h2><a href="${path}">Story at ${path}</a></h2>`;
    document.querySelector("main").append(card);
}"""


class Newsroom:
    """Crawls such sources, with 127.0.0.1 allowed, in a browser of its own unless it is given one."""

    def __init__(
        self, page_seconds: float = 8, allow: tuple[str, ...] = ("127.0.0.1",), browser: Browser | None = None
    ) -> None:
        self.notebook = Notebook()
        self.desk = Desk(self.notebook)
        self.settings = CrawlSettings("desk@town.test", timedelta(), allow, page_seconds)
        self.politeness = Politeness(self.settings)
        self.browser = browser or Browser(self.settings, self.politeness)

    async def visit(self, *urls: str, render: bool = True) -> list[SourceReport]:
        """A report on each."""
        sources = [Source(name=f"Town {at}", url=url, render=render) for at, url in enumerate(urls)]
        done = await crawl(
            sources,
            self.notebook,
            self.desk,
            run=here,
            settings=self.settings,
            politeness=self.politeness,
            browser=self.browser,
            understand=skim,
            now=lambda: datetime.now(UTC),
        )
        return done.sources

    @property
    def texts(self) -> list[str]:
        """What was kept."""
        return [page.article.text for page in self.desk.pages]


def scripted(script: str, body: str = "<main></main>") -> str:
    """A page with a script at its end."""
    return f"<!doctype html><html><head><title>Town</title></head><body>{body}<script>{script}</script></body></html>"


def cards(paths: str) -> str:
    """A script that lists the paths of a JavaScript expression."""
    return _CARDS.replace("PATHS", paths)


def listing(*paths: str, then: str = "") -> str:
    """A page whose script lists these paths, and then does more."""
    return scripted(cards(str(list(paths))) + then)
