"""Plain text."""

from __future__ import annotations

from newsdesk.article import Article
from scraper.pages.response import Response


def read(response: Response) -> Article:
    """The text as an Article."""
    return Article(
        url=response.url,
        outlet=response.outlet,
        title=response.title or "",
        text=response.decoded(2_000_000).replace("\r\n", "\n").strip(),
        published=response.dated,
        outlet_councils=response.outlet_councils,
        media="text",
    )
