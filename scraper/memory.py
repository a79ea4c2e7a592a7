"""What a crawl needs from whoever keeps its memory. The scraper knows these shapes, not the database."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, Protocol, TypeVar

from newsdesk.article import Article
from newsdesk.reading import Reading
from scraper.sources import Source

T = TypeVar("T")
Outcome = Literal["new", "joined", "copy", "seen again", "revised", "irrelevant"]


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server wants to hear again in a conditional request."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """An article or document as a listing shows it; dated and title are the listing's own words.

    changed: when the listing says that it was last changed. One that is known is read again where that has moved.
    """

    url: str
    title: str | None = None
    dated: date | datetime | None = None
    changed: date | datetime | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a page gave nothing. permanent: asking again later is of no use. retry_after: as the server wished."""

    url: str
    reason: str
    permanent: bool = False
    retry_after: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """One page, fetched, read and understood, on its way to the archive."""

    source: Source
    link: Link
    article: Article
    reading: Reading
    validators: Validators


class Memory(Protocol):
    """What was seen before. Every method is one short transaction."""

    async def validators(self, url: str) -> Validators | None:
        """What to send with a conditional request for a listing; None: ask without."""

    async def asked(self, url: str) -> datetime | None:
        """When a listing was last remembered, under this very address with its fragment; None: never."""

    async def discovered(self, source: Source, page_url: str, links: Sequence[Link], validators: Validators) -> int:
        """Make rows of the new links and keep the listing's validators, in one commit. Returns how many were new."""

    async def pending(self, source: Source) -> Sequence[Link]:
        """The links of this source that are to be fetched now, newest first."""

    async def trying(self, source: Source, link: Link) -> None:
        """Count a try. Comes before the page is read."""

    async def failed(self, source: Source, link: Link, failure: Failure) -> None:
        """The link stays pending for later, or is given up where the failure is permanent or the tries are used up."""


class Sink(Protocol):
    """Keeps a page. Awaited, so that a slow store slows the crawl. What it raises leaves the link pending."""

    async def __call__(self, page: Fetched) -> Outcome: ...


class Run(Protocol):
    """Runs a module-level function in the reading child process; raises what it raised, or ReaderDiedError."""

    def __call__(self, function: Callable[..., T], *args: object) -> Awaitable[T]: ...


class StoreDownError(Exception):
    """Memory and sink can keep nothing just now: a full disk, a locked file, a server that is gone. str() is a sentence
    for the operator. It ends the crawl of a source and is no trouble of the source's own."""


class ReaderDiedError(RuntimeError):
    """The reading child was killed on this page: over its time or its memory, or it crashed."""
