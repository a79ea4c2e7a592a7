"""Stand-ins with verbs: a newspaper served on loopback, a mail server and a webhook that keep what they get."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from wardwatch.demo.post import Hook, Mail, MailBox, Post
from wardwatch.demo.press import STYLES, Item, Paper, Platform
from wardwatch.demo.web import Asked, Page, Request, WebServer

__all__ = ["Asked", "Hook", "Item", "Mail", "MailBox", "Newspaper", "Page", "Post", "Request", "WebServer", "newspaper"]


@dataclass
class Newspaper:
    """A paper on a free port of loopback; its verbs are those of wardwatch.demo.press.Paper.

    with newspaper("newsquest") as paper:
        story = paper.publishes("Director to leave", "Mersea Council's director ...")
        paper.goes_down()
    """

    paper: Paper
    web: WebServer
    base: str

    @property
    def source_url(self) -> str:
        """The address of the listing, feed or sitemap to watch."""
        return self.base + STYLES[self.paper.platform].source[1]

    @property
    def kind(self) -> str:
        """What kind of source that is."""
        return STYLES[self.paper.platform].source[0]

    @property
    def host(self) -> str:
        """Host and port, for allow_private."""
        return self.base.removeprefix("http://")

    @property
    def asked(self) -> list[Asked]:
        """Every request so far."""
        return self.web.asked

    def publishes(self, title: str, *paragraphs: str, at: datetime | None = None, byline: str = "News desk") -> Item:
        """Print a new article, just now unless `at` says otherwise."""
        return self.paper.publishes(
            title, *paragraphs, at=at or datetime.now(UTC).replace(microsecond=0), byline=byline
        )

    def corrects(self, item: Item, at: datetime | None = None, **changes: Any) -> Item:
        """Change an article's words."""
        return self.paper.corrects(item, at or datetime.now(UTC).replace(microsecond=0), **changes)

    def address(self, item: Item) -> str:
        """An article's whole address."""
        return self.paper.address(item, self.base)

    def takes_down(self, item: Item) -> None:
        """Remove an article."""
        self.paper.takes_down(item)

    def changes_layout(self) -> None:
        """From now on no listing holds a link that can be read."""
        self.paper.changes_layout()

    def restores_layout(self) -> None:
        """Back to the old layout."""
        self.paper.restores_layout()

    def goes_down(self) -> None:
        """Cut every connection."""
        self.paper.goes_down()

    def is_busy(self, retry_after: int, status: int = 503) -> None:
        """Answer 503 or 429."""
        self.paper.is_busy(retry_after, status)

    def comes_back(self) -> None:
        """Answer as usual again."""
        self.paper.comes_back()

    def answers_slowly(self, seconds: float) -> None:
        """Hold every answer back."""
        self.web.pause = lambda _request: seconds


@contextmanager
def newspaper(platform: Platform = "nub_news", name: str = "The Paper", host: str = "127.0.0.1") -> Iterator[Newspaper]:
    """A newspaper that is being served."""
    with WebServer() as web:
        paper = Paper(name, platform)
        yield Newspaper(paper, web, web.open(paper, host))
