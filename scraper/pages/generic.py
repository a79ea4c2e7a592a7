"""Any news page in HTML."""

from __future__ import annotations

from datetime import date

from newsdesk.article import Article
from scraper.pages.errors import Unreadable
from scraper.pages.response import Response


def read(response: Response) -> Article:
    """The page as an Article."""
    import trafilatura

    html = response.decoded(2_000_000)
    document = trafilatura.bare_extraction(html, url=response.url, fast=True, include_comments=False)
    if document is None or not (document.text or "").strip():
        raise Unreadable("The page holds no article text.")
    return Article(
        url=response.url,
        outlet=response.outlet,
        title=document.title or response.title or "",
        text=document.text.replace("\n", "\n\n"),
        published=date.fromisoformat(document.date) if document.date else response.dated,
        byline=document.author or None,
        outlet_councils=response.outlet_councils,
        canonical="",
    )
