"""GOV.UK: Atom feeds and the search API, to the content API's address of each document."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from scraper.discover import feed
from scraper.discover.addresses import host_of, joined
from scraper.discover.dates import listing_date
from scraper.discover.found import Found, NothingFound, once
from scraper.memory import Link
from scraper.pages.response import Response

HOST = "gov.uk"
CONTENT = "/api/content"


def is_home(response: Response) -> bool:
    """True where the address is GOV.UK's own (its blogs are plain feeds)."""
    return host_of(response.url) == HOST


def find(response: Response) -> Found:
    """The documents of a feed or of an answer of the search API, as addresses of the content API."""
    is_json = response.body.lstrip()[:1] == b"{"
    links = _searched(response) if is_json else feed.entries(response)
    home = host_of(response.url)
    return Found("govuk", tuple(Link(_content(link.url, home), link.title, link.dated) for link in links))


def _searched(response: Response) -> tuple[Link, ...]:
    try:
        answer: Any = json.loads(response.decoded(), strict=False)
    except ValueError as error:
        raise NothingFound("is broken JSON") from error
    results = answer.get("results")
    if not isinstance(results, list):
        raise NothingFound("is no answer of GOV.UK's search API: it has no results")
    links = once(_links(results, response.url))
    if not links:
        raise NothingFound("is a search of GOV.UK that finds nothing")
    return links


def _links(results: list[Any], base: str) -> Iterator[Link]:
    for result in results:
        told = result if isinstance(result, dict) else {}
        address = joined(base, str(told.get("link") or ""))
        if told.get("link") and address:
            yield Link(address, feed.plain(told.get("title")), listing_date(str(told.get("public_timestamp") or "")))


def _content(address: str, home: str) -> str:
    """https://www.gov.uk/government/news/x as https://www.gov.uk/api/content/government/news/x."""
    parts = urlsplit(address)
    if host_of(address) not in (home, HOST) or parts.path.startswith(f"{CONTENT}/"):
        return address
    return f"{parts.scheme}://{parts.netloc}{CONTENT}{parts.path}"
