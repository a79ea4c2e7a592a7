"""JSON Feed, versions 1 and 1.1."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from scraper.discover.addresses import joined, split
from scraper.discover.dates import listing_date
from scraper.discover.feed import plain
from scraper.discover.found import Found, NothingFound, once
from scraper.memory import Link
from scraper.pages.response import Response

MARK = "jsonfeed.org/version/"
ENTRIES_LIMIT = 1000


def is_one(answer: object) -> bool:
    """True for an object that calls itself a JSON Feed."""
    return isinstance(answer, dict) and MARK in str(answer.get("version") or "")


def find(response: Response) -> Found:
    """The items that link to a page. Raises NothingFound."""
    try:
        answer: Any = json.loads(response.decoded().lstrip("\ufeff"), strict=False)
    except (ValueError, RecursionError) as error:
        raise NothingFound("is broken JSON") from error
    if not is_one(answer):
        raise NothingFound("is no feed")
    items = answer.get("items")
    if not isinstance(items, list) or not items:
        raise NothingFound("is a feed without entries")
    links = once(_links(items[:ENTRIES_LIMIT], response.url))
    if not links:
        raise NothingFound("is a feed whose entries link to nothing")
    return Found("feed", links)


def _links(items: list[Any], base: str) -> Iterator[Link]:
    for item in items:
        told = item if isinstance(item, dict) else {}
        own = str(told.get("id") or "")
        named = told.get("url") or told.get("external_url") or (own if split(own) else "")
        address = joined(base, str(named)) if named else None
        if address:
            dated = listing_date(str(told.get("date_published") or told.get("date_modified") or ""))
            yield Link(address, plain(told.get("title")), dated)
