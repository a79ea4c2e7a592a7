"""find: the one way from the bytes of a listing to its links."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from dataclasses import replace

from scraper.discover import feed, govuk, json_feed, listing, moderngov, ofsted, ombudsman, sitemap
from scraper.discover.found import Found, NothingFound
from scraper.discover.roots import root_of
from scraper.discover.texts import xml_text
from scraper.memory import Link
from scraper.pages.response import Response
from scraper.sources import Kind

UNPACKED_LIMIT = 50_000_000
LINKS_LIMIT = 1000
PAGES_LIMIT = 300
LONGEST_TITLE = 300


def _feed(response: Response) -> Found:
    is_json = response.body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{"
    return json_feed.find(response) if is_json else feed.find(response)


_READERS: dict[Kind, Callable[[Response], Found]] = {
    "feed": _feed,
    "sitemap": sitemap.find,
    "ofsted": ofsted.find,
    "govuk": govuk.find,
    "moderngov": moderngov.find,
    "ombudsman": ombudsman.find,
}


def find(kind: Kind | None, url: str, body: bytes, content_type: str, links: str | None = None) -> Found:
    """The links of one listing, feed, sitemap, Ofsted or GOV.UK page, in the order in which they stand there.

    No more than 1000 links and 300 pages. kind None: found out by looking. links: a CSS selector for the links of a
    listing page. Raises NothingFound where the page is something else, or gives no link.
    """
    response = Response(url, _unpacked(body), content_type)
    if not response.body.strip():
        raise NothingFound("answered with an empty page")
    known = kind or ("listing" if links else kind_of(response))
    found = listing.find(response, links) if known == "listing" else _READERS[known](response)
    return replace(found, links=tuple(map(_short, found.links[:LINKS_LIMIT])), pages=found.pages[:PAGES_LIMIT])


def _short(link: Link) -> Link:
    """The link with no more of its title than any headline has."""
    return replace(link, title=link.title[:LONGEST_TITLE]) if link.title else link


def kind_of(response: Response) -> Kind:
    """What a page looks like. Raises NothingFound for what can hold no links."""
    if response.form == "pdf":
        raise NothingFound("is a PDF where a list of articles should be")
    root = root_of(xml_text(Response(response.url, response.body[:8192], response.content_type)).encode())
    if root in ("urlset", "sitemapindex"):
        return "sitemap"
    if root in ("rss", "feed", "rdf"):
        return "govuk" if govuk.is_home(response) else "feed"
    if root:
        return "ofsted" if ofsted.is_home(response) else "listing"
    answer = _json(response)
    if isinstance(answer, dict):
        return "feed" if json_feed.is_one(answer) else "govuk"
    if b"<a" in response.body.lower():
        return "listing"
    raise NothingFound("is neither a feed, a sitemap nor a web page with links")


def _json(response: Response) -> object:
    try:
        return json.loads(response.decoded().lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return None


def _unpacked(body: bytes) -> bytes:
    """The body itself, or what its gzip holds (sitemaps are served as .xml.gz)."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    unpacking = zlib.decompressobj(wbits=31)
    try:
        text = unpacking.decompress(body, UNPACKED_LIMIT)
    except zlib.error as error:
        raise NothingFound("is broken gzip") from error
    if unpacking.unconsumed_tail:
        raise NothingFound(f"unpacks to more than {UNPACKED_LIMIT // 1_000_000} MB")
    return text
