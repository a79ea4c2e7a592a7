"""What a document begins with, whatever its server calls it."""

from __future__ import annotations

import re

_ROOT = re.compile(rb"<\s*(?:\w+:)?(urlset|sitemapindex|rss|feed|RDF|html|!doctype\s+html)\b", re.IGNORECASE)


def root_of(body: bytes) -> str:
    """The name of the first known element, in lower case: html, rss, feed, rdf, urlset or sitemapindex; else ""."""
    start = _ROOT.search(body[:4096])
    return start[1].decode("ascii").lower().removeprefix("!doctype").strip() if start else ""
