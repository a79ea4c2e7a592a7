"""Sitemaps: urlset with or without news, indexes, gzip."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from scraper.discover.addresses import is_no_article, split
from scraper.discover.dates import listing_date
from scraper.discover.found import Found, NothingFound
from scraper.discover.roots import root_of
from scraper.memory import Link
from scraper.pages.response import Response

LINKS_LIMIT = 500
PAGES_LIMIT = 20


def find(response: Response) -> Found:
    """The articles of a sitemap, or the sitemaps of an index, both newest first where the sitemap gives dates.

    Only the newest 500 links or 20 sitemaps are given: a sitemap may hold a paper's whole past.
    """
    root = _root(response)
    name = _name(root)
    if name == "sitemapindex":
        pages = _newest(_children(root, "sitemap"), PAGES_LIMIT, _page_rank)
        if not pages:
            raise NothingFound("is a sitemap index without sitemaps")
        return Found("sitemap", pages=tuple(pages))
    if name != "urlset":
        raise NothingFound("is something else where a sitemap should be")
    entries = {loc: entry for loc, entry in _children(root, "url") if _wanted(entry, loc)}
    links = tuple(_link(entries[loc], loc) for loc in _newest(entries.items(), LINKS_LIMIT, _rank))
    if not links:
        raise NothingFound("is a sitemap without articles")
    return Found("sitemap", links)


def _root(response: Response) -> Any:
    if root_of(response.body) == "html":
        raise NothingFound("is HTML where a sitemap should be")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(response.body.lstrip(), parser)
    except etree.XMLSyntaxError as error:
        raise NothingFound("is no sitemap") from error
    if root is None:
        raise NothingFound("is no sitemap")
    return root


def _name(element: Any) -> str:
    return etree.QName(element).localname.lower() if isinstance(element.tag, str) else ""


def _children(root: Any, name: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Address and values (loc, lastmod, publication_date, title) of each child of that name."""
    for child in root:
        if _name(child) == name:
            values = {_name(part): " ".join((part.text or "").split()) for part in child.iterdescendants()}
            if split(values.get("loc", "")):
                yield values["loc"], values


def _wanted(entry: dict[str, str], loc: str) -> bool:
    return "publication_date" in entry or not is_no_article(loc)


def _newest(children: Any, limit: int, rank: Callable[[dict[str, str], str], str]) -> list[str]:
    ranked = sorted(children, key=lambda child: rank(child[1], child[0]), reverse=True)
    return [loc for loc, _ in ranked][:limit]


def _rank(entry: dict[str, str], loc: str) -> str:
    return entry.get("publication_date") or entry.get("lastmod") or ""


def _page_rank(entry: dict[str, str], loc: str) -> str:
    """News sitemaps before all others, then by the date of their last change."""
    news = re.search(r"news|article|post", urlsplit(loc).path, re.IGNORECASE)
    return f"{int(bool(news))}{entry.get('lastmod', '')}"


def _link(entry: dict[str, str], loc: str) -> Link:
    """lastmod is no date of publication, and is not taken for one."""
    dated: date | datetime | None = listing_date(entry.get("publication_date"))
    return Link(loc, entry.get("title") or None, dated)
