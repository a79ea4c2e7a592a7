"""Feeds: RSS and Atom, with British dates, no dates, and half of the tags broken."""

from __future__ import annotations

import calendar
import html
import io
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import feedparser

from scraper.discover.addresses import joined
from scraper.discover.dates import listing_date
from scraper.discover.found import Found, NothingFound, once
from scraper.discover.roots import root_of
from scraper.memory import Link
from scraper.pages.response import Response


def find(response: Response) -> Found:
    """The entries of a feed that link to a page."""
    return Found("feed", entries(response))


def entries(response: Response) -> tuple[Link, ...]:
    """The entries of a feed, as they stand; an address once. Raises NothingFound where there are none."""
    if root_of(response.body) == "html":
        raise NothingFound("is HTML where a feed should be")
    parsed = feedparser.parse(
        io.BytesIO(response.body.lstrip()),
        response_headers={"content-type": response.content_type},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    if not parsed.entries:
        raise NothingFound("is a feed without entries" if parsed.version else "is no feed")
    if _is_comments(parsed):
        raise NothingFound("is a feed of readers' comments, not of articles")
    links = once(_links(parsed, response.url))
    if not links:
        raise NothingFound("is a feed whose entries link to nothing")
    return links


def _links(parsed: Any, base: str) -> Iterator[Link]:
    for entry in parsed.entries:
        address = joined(base, str(entry.get("link") or ""))
        if entry.get("link") and address:
            yield Link(address, plain(entry.get("title")), _dated(entry))


def _is_comments(parsed: Any) -> bool:
    """WordPress links a feed of comments beside the feed of articles."""
    title = str(parsed.feed.get("title") or "")
    return bool(re.match(r"comments (?:on|for)\b", title, re.IGNORECASE)) or all(
        "#comment-" in str(entry.get("link") or "") for entry in parsed.entries
    )


def _dated(entry: Any) -> date | datetime | None:
    for name in ("published", "updated", "created"):
        dated = listing_date(entry.get(name))
        if dated:
            return dated
        parts = entry.get(f"{name}_parsed") if entry.get(name) else None
        if parts:
            return datetime.fromtimestamp(calendar.timegm(parts), UTC)
    return None


def plain(title: Any) -> str | None:
    """A title without tags and entities; None for an empty one."""
    text = html.unescape(re.sub(r"<[^>]+>", " ", html.unescape(str(title or ""))))
    return " ".join(text.split()) or None
