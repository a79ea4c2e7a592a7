"""Feeds: RSS and Atom, with British dates, no dates, and half of the tags broken."""

from __future__ import annotations

import calendar
import html
import io
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import parse_qsl

import feedparser

from scraper.discover.addresses import joined, split
from scraper.discover.dates import EARLIEST, LATEST, listing_date
from scraper.discover.found import Found, NothingFound, once
from scraper.discover.roots import root_of
from scraper.discover.texts import xml_text
from scraper.memory import Link
from scraper.pages.response import Response

ENTRIES_LIMIT = 1000
UNCLOSED_LIMIT = 50_000
_OPENED = re.compile(r"<\w[^<>]*(?<!/)>")
_ENTRY = re.compile(r"<(?:\w+:)?(?:item|entry)\b(?!\w)", re.IGNORECASE)
_REDIRECTOR = re.compile(
    r"https?://(?:feedproxy\.google\.com|feeds\.feedburner\.com|(?:www\.)?google\.[a-z.]+/url|(?:rss\.)?feedsportal\.com"
    r"|www\.bing\.com/news/apiclick|t\.co|lnkd\.in|bit\.ly)\b",
    re.IGNORECASE,
)
_COUNTER = re.compile(r"/(?:click|clickthrough|track|redirect|redir|out|go|r|url|link)(?:\.\w+)?/?\Z", re.IGNORECASE)
_CARRIERS = ("url", "u", "to", "target", "link", "dest", "destination", "redirect", "q")


def find(response: Response) -> Found:
    """The entries of a feed that link to a page."""
    return Found("feed", entries(response))


def entries(response: Response) -> tuple[Link, ...]:
    """The entries of a feed, as they stand; an address once. Raises NothingFound where there are none.

    Of a feed with more than a thousand entries the first 500 and the last 500 are taken: the newest are at one end.
    """
    text = xml_text(response)
    if root_of(text[:4096].encode()) == "html":
        raise NothingFound("is HTML where a feed should be")
    if len(_OPENED.findall(text)) - text.count("</") > UNCLOSED_LIMIT:
        raise NothingFound("is nested too deeply to be a feed")
    parsed = feedparser.parse(
        io.BytesIO(_cut(text).encode("utf-8", "replace")),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    if not parsed.entries:
        raise NothingFound("is a feed without entries" if parsed.get("version") else "is no feed")
    if _is_comments(parsed):
        raise NothingFound("is a feed of readers' comments, not of articles")
    links = once(_links(parsed, _home(parsed, response.url)))
    if not links:
        raise NothingFound("is a feed whose entries link to nothing")
    return links


def _cut(text: str) -> str:
    """The document without the entries in its middle, where it has very many."""
    starts = [found.start() for found in _ENTRY.finditer(text)]
    if len(starts) <= ENTRIES_LIMIT:
        return text
    half = ENTRIES_LIMIT // 2
    return text[: starts[half]] + text[starts[-half] :]


def _home(parsed: Any, url: str) -> str:
    """What relative links begin at: xml:base where the feed has one, else its own address."""
    return joined(url, str((parsed.get("feed") or {}).get("title_detail", {}).get("base") or "")) or url


def _links(parsed: Any, base: str) -> Iterator[Link]:
    for entry in parsed.entries:
        address = joined(base, _address(entry))
        if address and address != base:
            yield Link(address, plain(entry.get("title")), _dated(entry))


def _address(entry: Any) -> str:
    """Where an entry leads: past the redirector that counts readers, where the entry shows the way."""
    link, own = str(entry.get("link") or "").strip(), str(entry.get("id") or "").strip()
    original = str(entry.get("feedburner_origlink") or "").strip()
    if split(original):
        return original
    if not link:
        return own if split(own) else ""
    return _wrapped(link) or (own if _REDIRECTOR.match(link) and split(own) else link)


def _wrapped(link: str) -> str | None:
    """The address that a redirector carries in its query: /click?url=https%3A%2F%2Fpaper..."""
    parts = split(link)
    if parts is None or not (_REDIRECTOR.match(link) or _COUNTER.search(parts.path)):
        return None
    carried = [value for name, value in parse_qsl(parts.query) if name.lower() in _CARRIERS and split(value)]
    return carried[0] if len(carried) == 1 else None


def _is_comments(parsed: Any) -> bool:
    """WordPress links a feed of comments beside the feed of articles."""
    title = str((parsed.get("feed") or {}).get("title") or "")
    return bool(re.match(r"comments (?:on|for)\b", title, re.IGNORECASE)) or all(
        "#comment-" in str(entry.get("link") or "") for entry in parsed.entries
    )


def _dated(entry: Any) -> date | datetime | None:
    """What the entry says itself: feedparser's own get() gives one date for another."""
    for name in ("published", "updated", "created"):
        dated = listing_date(dict.get(entry, name))
        if dated:
            return dated
        parts = dict.get(entry, f"{name}_parsed") if dict.get(entry, name) else None
        if parts and EARLIEST <= parts[0] <= LATEST:
            return datetime.fromtimestamp(calendar.timegm(parts), UTC)
    return None


def plain(title: Any) -> str | None:
    """A title without tags and entities; None for an empty one."""
    text = html.unescape(re.sub(r"<[^>]+>", " ", html.unescape(str(title or ""))))
    return " ".join(text.split()) or None
