"""What a listing page's JSON-LD lists: Nub News gives one array of articles, others ItemLists and graphs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from bs4 import BeautifulSoup

from scraper.discover.addresses import joined
from scraper.discover.dates import listing_date
from scraper.discover.feed import plain
from scraper.memory import Link

_ARTICLE = re.compile(r"Article\Z|Posting\Z|Report\Z|\AListItem\Z")
_MENUS = ("BreadcrumbList", "SiteNavigationElement")
_INNER = ("@graph", "itemListElement", "mainEntity", "item", "blogPost", "blogPosts", "hasPart")


def listed(soup: BeautifulSoup, base: str) -> dict[str, Link]:
    """The articles by address. Blocks that are no JSON are passed over; raw control characters are not minded."""
    links: dict[str, Link] = {}
    for script in soup.find_all("script", type=re.compile(r"^\s*application/ld\+json", re.IGNORECASE)):
        try:
            data = json.loads(script.get_text(), strict=False)
        except (ValueError, RecursionError):
            continue
        for item in _articles(data):
            link = _link(item, base)
            if link is not None:
                links.setdefault(link.url, link)
    return links


def _articles(data: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > 6:
        return
    if isinstance(data, list):
        for item in data:
            yield from _articles(item, depth + 1)
    elif isinstance(data, dict) and not _is_a(data, _MENUS):
        if "headline" in data or any(_ARTICLE.search(kind) for kind in _kinds(data)):
            yield data
        for name in _INNER:
            yield from _articles(data.get(name), depth + 1)


def _kinds(data: dict[str, Any]) -> list[str]:
    kinds = data.get("@type")
    return [str(kind) for kind in kinds] if isinstance(kinds, list) else [str(kinds)]


def _is_a(data: dict[str, Any], names: tuple[str, ...]) -> bool:
    return any(kind in names for kind in _kinds(data))


def _link(item: dict[str, Any], base: str) -> Link | None:
    address = item.get("url") or item.get("mainEntityOfPage")
    if isinstance(address, dict):
        address = address.get("@id")
    url = joined(base, address) if isinstance(address, str) and address.strip() else None
    if url is None:
        return None
    return Link(
        url, plain(item.get("headline") or item.get("name")), listing_date(str(item.get("datePublished") or ""))
    )
