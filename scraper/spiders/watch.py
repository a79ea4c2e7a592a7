"""Watch: one source in one crawl, from its listing to the sink."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from urllib.parse import urldefrag

from newsdesk.article import LONDON, Article
from newsdesk.reading import Reading
from scraper.discover import Found, NothingFound, find, opening
from scraper.discover.addresses import host_of
from scraper.discover.finding import LINKS_LIMIT
from scraper.fetch import Page
from scraper.hands import Hands
from scraper.memory import Failure, Fetched, Link, Memory, ReaderDiedError, Run, Sink, StoreDownError, Validators
from scraper.pages.errors import Unreadable
from scraper.report import SourceReport
from scraper.sources import Kind, Source
from scraper.troubles import NotFetched

PAGES_LIMIT = 300
OLDER_LIMIT = 5
SWEEP = timedelta(days=1)
ABREAST = 4
OVER = "this visit has taken long enough"
AHEAD = timedelta(days=1)
log = logging.getLogger(__name__)

Understand = Callable[..., tuple[Article, Reading]]


class Fetch(Protocol):
    """Fetches one page, and shows it in the browser where render is true; raises NotFetched."""

    def __call__(self, url: str, known: Validators | None = None, *, render: bool = False) -> Awaitable[Page]: ...


@dataclass(frozen=True, slots=True)
class Tools:
    """What the spider lends to its watches. closed: why a page is not to be asked for now, rendered or not; or None.
    hands: what is fetched and not yet read; seconds: how long one source may take."""

    fetch: Fetch
    closed: Callable[[str, bool], str | None]
    hands: Hands
    seconds: float


@dataclass(frozen=True, slots=True)
class Desk:
    """What every watch of a crawl works with. now: the time of day, aware; vocabulary goes to understand."""

    memory: Memory
    sink: Sink
    run: Run
    understand: Understand
    vocabulary: object
    now: Callable[[], datetime]
    progress: Callable[[SourceReport], None]


class Watch:
    """Asks the listings of one source, then reads what is pending. Whatever goes wrong stands in its report."""

    def __init__(self, source: Source, report: SourceReport, desk: Desk, tools: Tools) -> None:
        self._source = source
        self._report = report
        self._desk = desk
        self._tools = tools
        self._silent: set[str] = set()
        self._left: dict[str, int] = {}
        self._deep = 0
        self._until = float("inf")
        self._first = opening(source.kind, source.url, desk.now().astimezone(LONDON).date())

    async def run(self) -> None:
        """Never raises, but for the end of the crawl itself."""
        began = time.monotonic()
        self._until = began + self._tools.seconds
        for part in (self._ask_listings, self._read_pending):
            try:
                await part()
            except StoreDownError as error:
                self._report.trouble, self._report.store_down = str(error), True
                break
            except Exception as error:
                log.exception("watching %s was broken off", self._source.name)
                self._report.trouble = self._report.trouble or f"was broken off ({type(error).__name__}: {error})"
        self._report.notes += [f"{count} left for later: {why}" for why, count in self._left.items()]
        self._report.seconds = time.monotonic() - began
        self._report.finished = True
        self._desk.progress(self._report)

    async def _ask_listings(self) -> None:
        """The source's own page, then the pages it leads to. Trouble with the first, or with all others, is the
        source's; with one of the others it is that page's."""
        unchanged: list[bool] = []
        answered = 0
        waiting, asked = deque([self._first]), {self._first}
        kind = self._source.kind
        while waiting and len(asked) <= PAGES_LIMIT:
            if self._is_over():
                self._report.notes.append(f"{len(waiting)} of its listings left for later: {OVER}")
                break
            page = waiting.popleft()
            try:
                found = await self._ask(page, kind)
            except (NotFetched, NothingFound, ReaderDiedError) as error:
                self._not_listed(page, error)
                continue
            answered += 1
            if found is None or found.links:
                unchanged.append(found is None)
            if found is not None:
                kind = found.kind
                self._report.kind = kind
                onward = [further for further in found.pages if further not in asked]
                asked.update(onward)
                waiting.extend(onward)
        self._report.unchanged = bool(unchanged) and all(unchanged)
        if not unchanged and len(asked) > 1 and answered == 1 and self._report.failures:
            self._report.trouble = self._report.failures[0].reason

    async def _ask(self, page: str, kind: Kind | None) -> Found | None:
        """What one listing gives, remembered; None where it is unchanged.

        Of a page that leads only to pages no validators are kept: it may stay the same while they change. The page
        with older links is asked where hardly any link was known: since the last visit some may have gone by.
        """
        if host_of(page) in self._silent:
            raise NotFetched(f"{host_of(page)} did not answer before")
        address, state = urldefrag(page)
        if state and await self._is_as_it_was(page):
            return None
        found = await self._found(address, kind)
        if state:
            await self._desk.memory.discovered(self._source, page, (), Validators())
        return found

    async def _is_as_it_was(self, page: str) -> bool:
        """True for a page that was asked in the state that its listing shows, within the last day."""
        before = await self._desk.memory.asked(page)
        return before is not None and self._desk.now() - before < SWEEP

    async def _found(self, page: str, kind: Kind | None) -> Found | None:
        known = await self._desk.memory.validators(page)
        got = await self._tools.fetch(page, known, render=self._source.render)
        if got.unchanged:
            return None
        with self._tools.hands.holding(len(got.body)):
            found = await self._desk.run(find, kind, got.url, got.body, got.content_type, self._source.links)
        if len(found.links) == LINKS_LIMIT:
            self._report.notes.append(f"{page} lists very many links; {LINKS_LIMIT} of them were taken")
        links = tuple(replace(link, dated=None) if self._is_ahead(link.dated) else link for link in found.links)
        self._report.found += len(links)
        if not links:
            return found
        new = await self._desk.memory.discovered(self._source, page, links, got.validators)
        self._report.new += new
        self._deep += 1
        missed = new * 4 >= len(links) * 3 and self._deep <= OLDER_LIMIT
        return found if missed else replace(found, pages=tuple(further for further in found.pages if "#" in further))

    def _not_listed(self, page: str, error: NotFetched | NothingFound | ReaderDiedError) -> None:
        reason = str(error) if isinstance(error, NotFetched) else f"{page} {error}"
        wait = error.retry_after if isinstance(error, NotFetched) else None
        self._note_silence(page, error)
        if page == self._first:
            self._report.trouble = reason
            self._report.retry_after = wait
        else:
            self._report.failures.append(Failure(page, reason, retry_after=wait))

    def _note_silence(self, url: str, error: Exception) -> None:
        if isinstance(error, NotFetched) and error.unreachable:
            self._silent.add(host_of(url))

    async def _read_pending(self) -> None:
        pending = deque(await self._desk.memory.pending(self._source))

        async def work() -> None:
            try:
                while pending:
                    await self._read(pending.popleft())
            except StoreDownError:
                pending.clear()
                raise

        await asyncio.gather(*(work() for _ in range(min(ABREAST, len(pending)))))

    async def _read(self, link: Link) -> None:
        """One page from its link to the sink. What the store raises leaves the link pending."""
        why = self._tools.closed(link.url, self._source.render)
        if host_of(link.url) in self._silent:
            why = "its host does not answer"
        if self._is_over():
            why = OVER
        if why:
            self._left[why.partition(";")[0]] = self._left.get(why.partition(";")[0], 0) + 1
            return
        try:
            await self._desk.memory.trying(self._source, link)
            page = await self._understood(link)
            if isinstance(page, Failure):
                self._report.failures.append(page)
                await self._desk.memory.failed(self._source, link, page)
            else:
                self._report.outcomes[await self._desk.sink(page)] += 1
        except StoreDownError:
            raise
        except Exception as error:
            log.exception("%s could not be kept", link.url)
            self._report.failures.append(Failure(link.url, f"could not be kept ({type(error).__name__}: {error})"))
        self._desk.progress(self._report)

    def _is_over(self) -> bool:
        return time.monotonic() > self._until

    async def _understood(self, link: Link) -> Fetched | Failure:
        source, desk = self._source, self._desk
        try:
            got = await self._tools.fetch(link.url, render=source.render)
            about = (source.name, source.councils, link.dated, link.title, desk.vocabulary)
            with self._tools.hands.holding(len(got.body)):
                article, reading = await desk.run(desk.understand, got.url, got.body, got.content_type, *about)
        except NotFetched as error:
            self._note_silence(link.url, error)
            return Failure(link.url, error.reason, error.permanent, error.retry_after)
        except Unreadable as error:
            return Failure(link.url, str(error), error.permanent)
        except ReaderDiedError as error:
            return Failure(link.url, str(error))
        except Exception as error:
            log.exception("%s could not be read", link.url)
            return Failure(link.url, f"could not be read ({type(error).__name__}: {error})")
        return Fetched(source, link, self._in_time(article), reading, got.validators)

    def _in_time(self, article: Article) -> Article:
        """The article without a date that lies more than a day ahead."""
        if not self._is_ahead(article.published):
            return article
        self._report.notes.append(f"{article.url} is dated {article.published_on}, in the future; the date was dropped")
        return replace(article, published=None)

    def _is_ahead(self, dated: date | datetime | None) -> bool:
        latest = self._desk.now() + AHEAD
        if isinstance(dated, datetime):
            return (dated if dated.tzinfo else dated.replace(tzinfo=LONDON)).astimezone(UTC) > latest
        return dated is not None and dated > latest.date()


def watches(sources: Sequence[Source], reports: Sequence[SourceReport], desk: Desk, tools: Tools) -> list[Watch]:
    """One watch a source."""
    return [Watch(source, report, desk, tools) for source, report in zip(sources, reports, strict=True)]
