"""GOV.UK: Atom feeds and the search API, to the content API's address of each document."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
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
    """The documents of a feed, of an answer of the search API, of a document collection, or the one document that is
    asked for, as addresses of the content API. Each link says when its document was last changed."""
    is_json = response.body.lstrip()[:1] == b"{"
    links = _told(response) if is_json else feed.entries(response)
    home = host_of(response.url)
    documents = (Link(_content(link.url, home), link.title, link.dated, link.dated) for link in links)
    return Found("govuk", once(documents))


def _told(response: Response) -> tuple[Link, ...]:
    try:
        answer: Any = json.loads(response.decoded(), strict=False)
    except (ValueError, RecursionError) as error:
        raise NothingFound("is broken JSON") from error
    told = answer if isinstance(answer, dict) else {}
    if isinstance(told.get("base_path"), str):
        return _document(told, response.url)
    results = told.get("results")
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


def _document(told: dict[str, Any], base: str) -> tuple[Link, ...]:
    """A document of the content API, or the documents of a collection."""
    inner = told.get("links")
    collected = inner.get("documents") if isinstance(inner, dict) else None
    documents = [one for one in collected if isinstance(one, dict)] if isinstance(collected, list) else []
    links = once(_named(documents or [told], base))
    if not links:
        raise NothingFound("is a collection of GOV.UK without documents")
    return links


def _named(documents: list[dict[str, Any]], base: str) -> Iterator[Link]:
    for document in documents:
        path = str(document.get("base_path") or "")
        address = joined(base, path) if path.startswith("/") else None
        if address:
            yield Link(address, feed.plain(document.get("title")), _changed(document))


def _changed(document: dict[str, Any]) -> date | datetime | None:
    """The last entry of its change history, which is kept where public_updated_at is not."""
    details = document.get("details")
    history = details.get("change_history") if isinstance(details, dict) else None
    notes = [note for note in history if isinstance(note, dict)] if isinstance(history, list) else []
    written = [str(note.get("public_timestamp") or "") for note in notes] + [
        str(document.get("public_updated_at") or "")
    ]
    said = [dated for one in written if isinstance(dated := listing_date(one), datetime) and dated.tzinfo]
    return max(said, default=None)


def _content(address: str, home: str) -> str:
    """https://www.gov.uk/government/news/x as https://www.gov.uk/api/content/government/news/x."""
    parts = urlsplit(address)
    if host_of(address) not in (home, HOST) or parts.path.startswith(f"{CONTENT}/"):
        return address
    return f"{parts.scheme}://{parts.netloc}{CONTENT}{parts.path}"
