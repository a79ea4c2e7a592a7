"""The crawl's memory and sink, kept in the archive."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy.orm import Session

from db import archive
from db.engine import Database, StoreError
from scraper.memory import Failure, Fetched, Link, Outcome, StoreDownError, Validators
from scraper.sources import Source
from wardwatch.intake import Arrival, Intake, take_in

T = TypeVar("T")


class ArchiveMemory:
    """scraper.memory.Memory over a Database. Each method is one short transaction on the writer thread."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    async def validators(self, url: str) -> Validators | None:
        """What to send with a conditional request for a listing; None: ask without."""
        found = await self._do(lambda session: archive.validators(session, url))
        return Validators(*found) if found else None

    async def asked(self, url: str) -> datetime | None:
        """When a listing was last remembered; None: never."""
        return await self._do(lambda session: archive.asked_at(session, url))

    async def discovered(self, source: Source, page_url: str, links: Sequence[Link], validators: Validators) -> int:
        """Make rows of the links that are new, and keep the listing's validators, in one commit."""
        found = [archive.FoundLink(link.url, link.title, link.dated, link.changed) for link in links]
        return await self._do(
            lambda session: archive.add_links(
                session, source.name, found, page_url, validators.etag, validators.last_modified, self._now()
            )
        )

    async def pending(self, source: Source) -> Sequence[Link]:
        """The links of this source that are to be fetched now, newest first."""
        found = await self._do(lambda session: archive.pending_links(session, source.name, self._now()))
        return [Link(link.url, link.title, link.dated) for link in found]

    async def trying(self, source: Source, link: Link) -> None:
        """Count a try."""
        await self._do(lambda session: archive.count_try(session, link.url, self._now()))

    async def failed(self, source: Source, link: Link, failure: Failure) -> None:
        """Leave the link for later, or give it up."""
        await self._do(
            lambda session: archive.link_failed(
                session,
                link.url,
                failure.reason,
                permanent=failure.permanent,
                retry_after=failure.retry_after,
                now=self._now(),
            )
        )

    async def _do(self, work: Callable[[Session], T]) -> T:
        return await _written(self._database, work)


class ArchiveSink:
    """scraper.memory.Sink over a Database: each page goes through take_in in one transaction."""

    def __init__(self, database: Database, intake: Intake, now: Callable[[], datetime]) -> None:
        self._database = database
        self._intake = intake
        self._now = now

    async def __call__(self, page: Fetched) -> Outcome:
        """Keep a page; what became of it."""
        arrival = Arrival(
            article=page.article,
            reading=page.reading,
            link=page.link.url,
            source=page.source.name,
            official=page.source.official,
            keep=page.source.keep,
            etag=page.validators.etag,
            last_modified=page.validators.last_modified,
        )
        return await _written(self._database, lambda session: take_in(session, arrival, self._intake, self._now()))


async def _written(database: Database, work: Callable[[Session], T]) -> T:
    """One transaction on the writer thread. Raises StoreDownError where the database cannot do its work."""
    try:
        return await asyncio.wrap_future(database.submit(work))
    except StoreError as error:
        raise StoreDownError(str(error)) from error
