"""The next page of a listing: the one with older news."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import SplitResult, parse_qsl

from bs4 import BeautifulSoup, Tag

from scraper.discover.addresses import host_of, joined, split

_NEXT_WORDS = re.compile(
    r"(?:next|older)(?:\s+(?:page|posts?|news|stories|articles|entries|results))?\s*(?:[>»›→]|&gt;)*"
    r"|(?:[«‹←]\s*)?older(?:\s+\w+)?|[»›→]|>>?|load more|(?:show|view|see) more(?: news| stories| articles)?",
    re.IGNORECASE,
)
_PAGE_NAMES = ("page", "paged", "p", "pg", "pageno", "page_number", "pagenumber")
_STEP = re.compile(r"(.*?)/(?:page/|p)(\d{1,4})/?\Z", re.IGNORECASE)


def next_page(soup: BeautifulSoup, base: str, page: str) -> str | None:
    """The address of the page after this one, on the same host: by rel=next, by its words, or by its number."""
    for reference in _candidates(soup):
        address = joined(base, reference)
        if address and host_of(address) == host_of(page) and address != page and _number(address) != 1:
            return address
    return _next_number(soup, base, page)


def _candidates(soup: BeautifulSoup) -> Iterator[str]:
    for tag in soup.find_all(["link", "a"], rel="next", href=True):
        yield str(tag["href"])
    for anchor in soup.find_all("a", href=True):
        said = " ".join(anchor.get_text(" ").split()) or str(anchor.get("aria-label") or anchor.get("title") or "")
        if _NEXT_WORDS.fullmatch(said) and _pages(anchor):
            yield str(anchor["href"])


def _pages(anchor: Tag) -> bool:
    """True where a link with such words turns pages: by its address or by where it stands."""
    if re.search(r"[?&/](?:paged?|p|pg|start|offset|before)[=/_-]?\w*\d|older", str(anchor["href"]), re.IGNORECASE):
        return True
    around = [anchor, *list(anchor.parents)[:4]]
    return any(re.search(r"pag(?:e|in|er)|older|next", _names(tag), re.IGNORECASE) for tag in around)


def _names(tag: Tag) -> str:
    named = tag.get("class") or ""
    return " ".join([*([named] if isinstance(named, str) else named), str(tag.get("id") or "")])


def _next_number(soup: BeautifulSoup, base: str, page: str) -> str | None:
    """The address like this page's with the number that comes after it: /news?page=2 on /news."""
    wanted, place = (_number(page) or 1) + 1, _place(page)
    for anchor in soup.find_all("a", href=True):
        address = joined(base, str(anchor["href"]))
        if address and _number(address) == wanted and _place(address) == place:
            return address
    return None


def _number(address: str) -> int | None:
    parts = split(address)
    if parts is None:
        return None
    named = [value for name, value in parse_qsl(parts.query) if name.lower() in _PAGE_NAMES]
    stepped = _STEP.match(parts.path)
    said = named[0] if named else stepped[2] if stepped else ""
    return int(said) if re.fullmatch(r"\d{1,4}", said) else None


def _place(address: str) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    """Host, path and query without the number of the page."""
    parts = split(address) or SplitResult("", "", "", "", "")
    stepped = _STEP.match(parts.path)
    path = (stepped[1] if stepped else parts.path).rstrip("/")
    query = tuple(pair for pair in parse_qsl(parts.query) if pair[0].lower() not in _PAGE_NAMES)
    return host_of(address), path, query
