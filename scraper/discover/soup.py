"""The parsed HTML of a listing, within bounds of size and nesting."""

from __future__ import annotations

import re
from itertools import islice

from bs4 import BeautifulSoup

from scraper.pages.response import Response

HTML_LIMIT = 2_000_000
NESTING_LIMIT = 500
ANCHORS_LIMIT = 3000
_ANCHOR = re.compile(r"<a\b", re.IGNORECASE)
_NESTING = re.compile(
    r"<(/?)(?:div|span|section|article|main|ul|ol|dl|table|tbody|b|i|u|em|strong|font|small|big|center|blockquote|form)"
    r"\b[^<>]*>",
    re.IGNORECASE,
)


def parsed(response: Response) -> BeautifulSoup:
    """The page, cut at 2 MB and after 3000 links, without the boxes that lie deeper in each other than on any page that
    people read."""
    html = response.decoded(HTML_LIMIT)
    last = next(islice(_ANCHOR.finditer(html), ANCHORS_LIMIT, None), None)
    return BeautifulSoup(_shallow(html[: last.start()] if last else html), "lxml")


def _shallow(html: str) -> str:
    if len(_NESTING.findall(html)) <= NESTING_LIMIT:
        return html
    depth = 0

    def kept(tag: re.Match[str]) -> str:
        nonlocal depth
        deep = depth > NESTING_LIMIT
        depth = max(0, depth - 1) if tag[1] else depth + 1
        return "" if deep and depth >= NESTING_LIMIT else tag[0]

    return _NESTING.sub(kept, html)
