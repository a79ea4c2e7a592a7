"""The Local Government and Social Care Ombudsman: its decisions, by search."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from bs4 import BeautifulSoup, Tag

from scraper.discover.addresses import joined
from scraper.discover.dates import listing_date
from scraper.discover.found import Found, NothingFound, once
from scraper.discover.soup import parsed
from scraper.memory import Link
from scraper.pages.response import Response

_DECISION = re.compile(r"/decisions/(?:[\w-]+/){1,3}\d{2}-\d{3}-\d{3}[a-z]?/?\Z", re.IGNORECASE)
_DATE = re.compile(r"\b(\d{1,2})[- ]([A-Z][a-z]{2,8})[- ](\d{4})\b")


def find(response: Response) -> Found:
    """The decisions on a page of results, each with the name of the council, the date of the decision where one stands
    beside it, and the next page of results. No decisions in these weeks is an answer too."""
    soup = parsed(response)
    links = once(_links(soup, response.url))
    if not links and not _is_search(soup):
        raise NothingFound("is no list of the Ombudsman's decisions")
    return Found("ombudsman", links, (_next(response.url),) if links else ())


def _links(soup: BeautifulSoup, base: str) -> Iterator[Link]:
    for anchor in soup.find_all("a", href=True):
        address = joined(base, str(anchor["href"]))
        if address and _DECISION.search(urlsplit(address).path):
            yield Link(address, " ".join(anchor.get_text(" ").split()) or None, _decided(anchor))


def _decided(anchor: Tag) -> date | datetime | None:
    """The date in the smallest part of the page that belongs to this decision alone."""
    for part in list(anchor.parents)[:4]:
        others = [one for one in part.find_all("a", href=True) if _DECISION.search(str(one["href"]).partition("?")[0])]
        if len({str(one["href"]) for one in others}) > 1:
            return None
        found = _DATE.search(part.get_text(" "))
        if found:
            return listing_date(" ".join(found.groups()))
    return None


def _is_search(soup: BeautifulSoup) -> bool:
    said = soup.get_text(" ")
    return bool(re.search(r"\bno (?:results|decisions)\b|\b0 (?:results|decisions)\b", said, re.IGNORECASE))


def _next(url: str) -> str:
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    number = query.get("page", "1")
    query["page"] = str(int(number) + 1 if re.fullmatch(r"\d{1,4}", number) else 2)
    return urlunsplit(parts._replace(query=urlencode(query, safe="/")))
