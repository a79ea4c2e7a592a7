"""GOV.UK: documents of the Content API."""

from __future__ import annotations

from newsdesk.article import Article
from scraper.pages.errors import Unreadable
from scraper.pages.response import Response


def read(response: Response) -> Article:
    """The document as an Article with its human address."""
    raise Unreadable("The JSON is no GOV.UK document.")
