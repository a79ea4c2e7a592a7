"""Sitemaps: urlset with or without news, indexes, gzip."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from scraper.discover.addresses import is_no_article, split
from scraper.discover.dates import listing_date
from scraper.discover.found import Found, NothingFound
from scraper.discover.roots import root_of
from scraper.discover.texts import xml_text
from scraper.memory import Link
from scraper.pages.response import Response

LINKS_LIMIT = 500
PAGES_LIMIT = 20
_ENGLISH = ("en-gb", "en", "x-default")


@dataclass(frozen=True, slots=True)
class _Entry:
    """One <url> or <sitemap>. versions: the addresses of the same page by language."""

    loc: str = ""
    lastmod: str = ""
    publication_date: str = ""
    title: str = ""
    versions: dict[str, str] = field(default_factory=dict)


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
    entries = dict(_one_of_each({loc: entry for loc, entry in _children(root, "url") if _wanted(entry, loc)}))
    links = tuple(_link(entries[loc], loc) for loc in _newest(entries.items(), LINKS_LIMIT, _rank))
    if not links:
        raise NothingFound("is a sitemap without articles")
    return Found("sitemap", links)


def _root(response: Response) -> Any:
    text = xml_text(response)
    if root_of(text[:4096].encode()) == "html":
        raise NothingFound("is HTML where a sitemap should be")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        recover=True,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise NothingFound("is no sitemap") from error
    if root is None:
        raise NothingFound("is no sitemap")
    return root


def _name(element: Any) -> str:
    """The name without its namespace, or without the prefix that nobody declared; "" for what is no element."""
    return element.tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(element.tag, str) else ""


def _children(root: Any, name: str) -> Iterator[tuple[str, _Entry]]:
    """Address and entry of each child of that name."""
    for child in root:
        if _name(child) == name:
            entry = _entry(child)
            if split(entry.loc):
                yield entry.loc, entry


def _entry(child: Any) -> _Entry:
    """Pictures and videos have titles, dates and addresses of their own, which are not the page's."""
    said: dict[str, str] = {}
    versions: dict[str, str] = {}
    for part in child:
        name = _name(part)
        if name == "link" and part.get("hreflang") and split(part.get("href", "").strip()):
            versions[part.get("hreflang").lower()] = part.get("href").strip()
        elif name == "news":
            said.update((_name(inner), _text(inner)) for inner in part if _name(inner) in ("title", "publication_date"))
        elif name in ("loc", "lastmod"):
            said[name] = _text(part)
    return _Entry(versions=versions, **said)


def _text(element: Any) -> str:
    return " ".join((element.text or "").split())


def _wanted(entry: _Entry, loc: str) -> bool:
    return bool(entry.publication_date) or not is_no_article(loc)


def _one_of_each(entries: dict[str, _Entry]) -> Iterator[tuple[str, _Entry]]:
    """An article that stands there in several languages once: in English where it has English."""
    taken: set[str] = set()
    for loc, entry in entries.items():
        if loc in taken:
            continue
        others = entry.versions
        best = next((others[name] for name in _ENGLISH if others.get(name) in entries), loc)
        taken.update(others.values(), (loc,))
        yield best, entries[best]


def _newest(children: Iterable[tuple[str, _Entry]], limit: int, rank: Callable[[_Entry, str], str]) -> list[str]:
    """The addresses of the highest rank. Without any dates the newest stand at one end: then both ends are taken."""
    given = list(children)
    ranked = sorted(given, key=lambda child: rank(child[1], child[0]), reverse=True)
    if len(ranked) > limit and not any(rank(entry, loc) for loc, entry in given):
        ranked = given[: limit - limit // 2] + given[-(limit // 2) :]
    return [loc for loc, _ in ranked][:limit]


def _rank(entry: _Entry, loc: str) -> str:
    return entry.publication_date or entry.lastmod


def _page_rank(entry: _Entry, loc: str) -> str:
    """News sitemaps before all others, then by the date of their last change."""
    news = re.search(r"news|article|post", urlsplit(loc).path, re.IGNORECASE)
    return f"1{entry.lastmod}" if news else entry.lastmod and f"0{entry.lastmod}"


def _link(entry: _Entry, loc: str) -> Link:
    """lastmod is no date of publication, and is not taken for one."""
    dated: date | datetime | None = listing_date(entry.publication_date)
    return Link(loc, entry.title or None, dated)
