"""Looks for the best way into a site: its feed, its news sitemap, else the page that lists its news."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from functools import partial
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag

from scraper.crawl import CrawlSettings, NotFetched, Page, Politeness, fetch_page
from scraper.discover import Found, NothingFound, find
from scraper.discover.addresses import joined
from scraper.memory import ReaderDiedError, Run
from scraper.pages.response import Response
from scraper.sources import Kind

Fetch = Callable[[str], Awaitable[Page]]
FEEDS = ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json")
GUESSES = ("/feed/", "/rss", "/news-sitemap.xml")
SITEMAPS_LIMIT = 3
_COMMENTS = re.compile(r"comments?\b", re.IGNORECASE)
_COMMITTEES = re.compile(r"/(?:mg|ie)[A-Z]\w+\.aspx\b")


@dataclass(frozen=True, slots=True)
class WayIn:
    """Where a source is best asked, what it is there, and what its site calls itself."""

    url: str
    kind: Kind
    site: str | None
    why: str


async def look(url: str, settings: CrawlSettings, politeness: Politeness, run: Run) -> WayIn:
    """The way into the site at url. Raises NotFetched where it is silent, NothingFound where nothing lists news."""
    fetch = partial(fetch_page, settings=settings, politeness=politeness)
    page = await fetch(url)
    soup = _soup(page)
    site = _site(soup) if soup else None
    if soup and _is_committees(page.url, soup):
        return WayIn(_root(page.url), "moderngov", site, "it is a ModernGov committee system")
    own: Found | NothingFound = await _tried(run, page)
    if isinstance(own, Found) and own.kind != "listing":
        return WayIn(url, own.kind, site, "it is one itself")
    async for address, why in _candidates(page, soup, fetch):
        try:
            found = await _found(run, fetch, address)
        except (NotFetched, NothingFound, ReaderDiedError):
            continue
        if found.kind in ("feed", "govuk") or (found.kind == "sitemap" and any(link.dated for link in found.links)):
            return WayIn(address, found.kind, site, why)
    if isinstance(own, NothingFound):
        raise own
    return WayIn(url, "listing", site, "it has no feed and no news sitemap that we could find")


async def _tried(run: Run, page: Page) -> Found | NothingFound:
    try:
        return await run(find, None, page.url, page.body, page.content_type)
    except NothingFound as nothing:
        return nothing


async def _found(run: Run, fetch: Fetch, address: str) -> Found:
    """What an address gives; of an index of sitemaps what its first gives."""
    page = await fetch(address)
    found = await run(find, None, page.url, page.body, page.content_type)
    if found.kind == "sitemap" and not found.links and found.pages:
        page = await fetch(found.pages[0])
        return await run(find, "sitemap", page.url, page.body, page.content_type)
    return found


async def _candidates(page: Page, soup: BeautifulSoup | None, fetch: Fetch) -> AsyncIterator[tuple[str, str]]:
    seen = {page.url}
    for address in _linked(soup, page.url) if soup else ():
        if address not in seen:
            seen.add(address)
            yield address, "the page names it"
    for address in await _from_robots(page.url, fetch):
        if address not in seen:
            seen.add(address)
            yield address, "robots.txt names it"
    for guess in GUESSES:
        address = urljoin(_root(page.url), guess)
        if address not in seen:
            yield address, "it stands at its usual place"


def _linked(soup: BeautifulSoup, base: str) -> Iterator[str]:
    """The feeds that a page names, but for those of readers' comments."""
    for tag in soup.find_all("link", rel="alternate", href=True):
        media = str(tag.get("type") or "").partition(";")[0].strip().lower()
        address = joined(base, str(tag["href"]))
        said = f"{tag.get('title') or ''} {urlsplit(address or '').path}"
        if address and media in FEEDS and not _COMMENTS.search(said):
            yield address


async def _from_robots(url: str, fetch: Fetch) -> list[str]:
    """The sitemaps that robots.txt names, those of news first."""
    try:
        page = await fetch(urljoin(_root(url), "/robots.txt"))
    except NotFetched:
        return []
    text = page.body[:500_000].decode("utf-8", "replace")
    named = re.findall(r"^\s*sitemap\s*:\s*(\S+)", text, re.IGNORECASE | re.MULTILINE)
    addresses = [address for one in named if (address := joined(url, one))]
    return sorted(addresses, key=lambda address: "news" not in address.lower())[:SITEMAPS_LIMIT]


def _soup(page: Page) -> BeautifulSoup | None:
    response = Response(page.url, page.body, page.content_type)
    known = response.form == "html" and re.search(rb"<(?:html|head|body|!doctype)\b", page.body[:4096], re.IGNORECASE)
    return BeautifulSoup(response.decoded(2_000_000), "lxml") if known else None


def _site(soup: BeautifulSoup) -> str | None:
    """What the site calls itself: og:site_name, else the last part of its title."""
    named = soup.find("meta", property="og:site_name")
    said = str(named.get("content") or "") if isinstance(named, Tag) else ""
    title = soup.title.get_text(" ") if soup.title else ""
    name = said or re.split(r"\s+[|–—-]\s+", title)[-1]
    return " ".join(name.split())[:80] or None


def _is_committees(url: str, soup: BeautifulSoup) -> bool:
    links = soup.find_all("a", href=_COMMITTEES, limit=5)
    return bool(_COMMITTEES.search(urlsplit(url).path)) or len(links) >= 5


def _root(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/"
