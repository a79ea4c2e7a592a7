"""Politeness: robots.txt, the gate of each host, waits that hosts asked for. One object over all crawls."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import SplitResult, urlsplit

from protego import Protego

from scraper.guard import PrivateHosts, is_forbidden_address, literal_address
from scraper.settings import NAME, CrawlSettings
from scraper.troubles import NotFetched, in_words

ROBOTS_SECONDS = 3600.0
ROBOTS_BYTES = 500_000
ABREAST = 8
ABREAST_OVER_ALL = 16
PATIENCE = timedelta(minutes=15)
_SHARED = re.compile(r"(?:^|\.)(nub\.news)\Z")

FetchRobots = Callable[[str], Awaitable[tuple[int, bytes]]]


@dataclass(slots=True)
class _Host:
    """What is known of one host. last: when its last request ended; until: when it may be asked again."""

    narrow: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1))
    wide: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(ABREAST))
    last: float = float("-inf")
    until: float = float("-inf")
    waiting: int = 0


@dataclass(slots=True)
class _Rules:
    """The robots.txt of one origin. until: when it is to be asked for again."""

    parsed: Protego | None = None
    until: float = float("-inf")
    asking: asyncio.Lock = field(default_factory=asyncio.Lock)


class Politeness:
    """Remembers robots.txt for an hour, lets one request at a time through to a host, and keeps hosts' own waits.

    Keep one for all crawls of a process. clock: seconds that never run backwards.
    """

    def __init__(self, settings: CrawlSettings, clock: Callable[[], float] = time.monotonic) -> None:
        self._delay = settings.delay.total_seconds()
        self._private = PrivateHosts(settings.allow_private)
        self._clock = clock
        self._hosts: dict[str, _Host] = {}
        self._rules: dict[str, _Rules] = {}
        self._abreast = asyncio.Semaphore(ABREAST_OVER_ALL)

    def key(self, url: str) -> str:
        """Whose gate a request passes: the host's; sibling towns share one; private hosts have one a port."""
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".").removeprefix("www.")
        shared = _SHARED.search(host)
        if shared:
            return shared[1]
        return f"{host}:{_port(parts)}" if self._is_private(parts) else host

    def check_address(self, url: str) -> None:
        """Raise NotFetched for what is no web address, and for a private one that is written out."""
        parts = _parts(url)
        literal = literal_address(parts.hostname or "")
        if literal is not None:
            self.check_peer(url, str(literal))

    def check_peer(self, url: str, address: str) -> None:
        """Raise NotFetched where the address that a host has is private, and the host is not in allow_private."""
        parts = _parts(url)
        if is_forbidden_address(address) and not self._is_private(parts):
            where = f"{parts.netloc} is at a private address ({address})"
            raise NotFetched(f"{where}; to ask it all the same, put it under allow_private", permanent=True)

    async def permit(self, url: str, fetch: FetchRobots) -> None:
        """Raise NotFetched where robots.txt forbids the address, or cannot be had for now (5xx, no answer).

        fetch: gives status and body of a robots.txt.
        """
        rules = (await self._rules_for(url, fetch)).parsed
        if rules is not None and not rules.can_fetch(url, NAME):
            raise NotFetched(f"robots.txt forbids us {url}")

    @asynccontextmanager
    async def turn(self, url: str) -> AsyncIterator[None]:
        """One request's way through the gate of its host, after the delay or robots.txt's Crawl-delay.

        Raises NotFetched where the host asked to be left alone, or where the queue is too long for one crawl.
        """
        host = self._host(url)
        interval = self._interval(url)
        self._check_queue(url, host, interval)
        host.waiting += 1
        try:
            async with host.narrow if interval else host.wide:
                await asyncio.sleep(max(0.0, host.last + interval - self._clock()))
                self.check_wait(url)
                async with self._abreast:
                    try:
                        yield
                    finally:
                        host.last = self._clock()
        finally:
            host.waiting -= 1

    def hold(self, url: str, wait: timedelta) -> None:
        """Leave the host alone for so long, as it asked."""
        host = self._host(url)
        host.until = max(host.until, self._clock() + wait.total_seconds())

    def check_wait(self, url: str) -> None:
        """Raise NotFetched while the host is to be left alone."""
        left = timedelta(seconds=max(0.0, self._host(url).until - self._clock()))
        if left > timedelta():
            raise NotFetched(f"{_parts(url).netloc} asked us to wait; {in_words(left)} are left", retry_after=left)

    def _host(self, url: str) -> _Host:
        return self._hosts.setdefault(self.key(url), _Host())

    def _is_private(self, parts: SplitResult) -> bool:
        return self._private.allow(parts.hostname or "", _port(parts))

    def _interval(self, url: str) -> float:
        parts = urlsplit(url)
        rules = self._rules.get(_origin(parts))
        asked = (rules.parsed.crawl_delay(NAME) if rules and rules.parsed else None) or 0.0
        return max(0.0 if self._is_private(parts) else self._delay, float(asked))

    def _check_queue(self, url: str, host: _Host, interval: float) -> None:
        gap = max(0.0, host.last + interval - self._clock())
        wait = timedelta(seconds=min(gap + host.waiting * interval, 10**9))
        if wait > PATIENCE:
            reason = f"{_parts(url).netloc} wants {interval:.0f} s between two requests; this one is left for later"
            raise NotFetched(reason, retry_after=wait)

    async def _rules_for(self, url: str, fetch: FetchRobots) -> _Rules:
        origin = _origin(urlsplit(url))
        rules = self._rules.setdefault(origin, _Rules())
        async with rules.asking:
            if rules.until <= self._clock():
                status, body = await fetch(f"{origin}/robots.txt")
                if status >= 500 or status == 429:
                    raise NotFetched(f"robots.txt of {origin} answered {status}, so nothing else is asked for now")
                text = _whole_lines(body).decode("utf-8", "replace") if status < 300 else ""
                rules.parsed = await asyncio.to_thread(Protego.parse, text)
                rules.until = self._clock() + ROBOTS_SECONDS
        return rules


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        plain = parts.username is None and parts.port != 0
        known = parts.scheme in ("http", "https") and bool(parts.hostname) and plain
    except ValueError:
        known = False
    if not known:
        raise NotFetched(f"{url} is no web address", permanent=True)
    return parts


def _whole_lines(body: bytes) -> bytes:
    """The robots.txt up to our limit. Half a line could forbid more than the whole: "Disallow: /" of "/private"."""
    return body if len(body) <= ROBOTS_BYTES else body[:ROBOTS_BYTES].rpartition(b"\n")[0]


def _port(parts: SplitResult) -> int:
    return parts.port or (443 if parts.scheme == "https" else 80)


def _origin(parts: SplitResult) -> str:
    return f"{parts.scheme}://{parts.netloc.lower()}"
