"""Article: one page as read."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
Media = Literal["html", "pdf", "json", "text"]
Completeness = Literal["article", "live blog", "gallery", "stub", "listing"]


@dataclass(frozen=True, slots=True)
class Article:
    """One page as read.

    text: standfirst, subheads, paragraphs, lists and tables, parted by blank lines; no captions.
    published: keeps the page's own offset (naive means London) and stays a date when the page gives no time.
    byline: names only, comma-joined. outlet_councils: the outlet's own area, by the names of councils.csv.
    headlines: other headlines that the page gives (og:title, JSON-LD), where they differ from title.
    canonical: the address that the page itself calls its own, or "".
    page_starts: for a PDF, the offset in text at which each page begins.
    completeness: "article", or what else the page is; only articles are kept. A stub is what a paywall leaves to see.
    """

    url: str
    outlet: str
    title: str
    text: str
    published: date | datetime | None
    byline: str | None = None
    outlet_councils: tuple[str, ...] = ()
    headlines: tuple[str, ...] = ()
    canonical: str = ""
    media: Media = "html"
    page_starts: tuple[int, ...] = ()
    completeness: Completeness = "article"

    @property
    def content_hash(self) -> str:
        """Hex SHA-256 of title and text, whitespace apart: equal for pages that say the same."""
        said = " ".join(f"{self.title}\n{self.text}".split())
        return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def published_on(self) -> date | None:
        """The day of publication, as the page gives it."""
        return self.published.date() if isinstance(self.published, datetime) else self.published
