"""A local newspaper with verbs: it publishes, corrects, changes its layout and goes down, on a platform of its own."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from newsdesk.article import LONDON
from wardwatch.demo.web import HTML, Page, Request

Platform = Literal["nub_news", "newsquest", "reach", "national_world", "wordpress"]
FEED = "application/rss+xml; charset=utf-8"
XML = "application/xml; charset=utf-8"
JSON = "application/json; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Item:
    """One article of a paper. published, updated: aware times. teaser: what listings and feeds say of it."""

    id: int
    title: str
    paragraphs: tuple[str, ...]
    published: datetime
    byline: str
    updated: datetime | None = None

    @property
    def slug(self) -> str:
        """The title as an address shows it."""
        return re.sub(r"[^a-z0-9]+", "-", self.title.lower()).strip("-")[:70]

    @property
    def teaser(self) -> str:
        """The first sentence or two."""
        return self.paragraphs[0][:180]

    @property
    def local(self) -> datetime:
        """When it was published, on a London clock."""
        return self.published.astimezone(LONDON)

    @property
    def changed(self) -> datetime:
        """When it was last touched."""
        return self.updated or self.published


@dataclass(frozen=True, slots=True)
class Style:
    """How a platform writes its addresses and where it lists its articles. source: what to watch, kind and path."""

    address: Callable[[Item], str]
    listings: Mapping[str, str]
    source: tuple[str, str]


FRONT = {"/news": "listing.html", "/": "listing.html"}
STYLES: dict[Platform, Style] = {
    "nub_news": Style(lambda item: f"/news/local-news/{item.slug}-{item.id}", FRONT, ("listing", "/news")),
    "newsquest": Style(
        lambda item: f"/news/{item.id}.{item.slug}/",
        {"/": "listing.html", "/news/rss/": "rss.xml", "/sitemap-news.xml": "news_sitemap.xml"},
        ("feed", "/news/rss/"),
    ),
    "reach": Style(
        lambda item: f"/news/local-news/{item.slug}-{item.id}",
        {"/": "listing.html", "/?service=rss": "rss.xml", "/map_news.xml": "news_sitemap.xml"},
        ("feed", "/?service=rss"),
    ),
    "national_world": Style(
        lambda item: f"/news/{item.slug}-{item.id}",
        {"/": "listing.html", "/news-sitemap.xml": "news_sitemap.xml"},
        ("sitemap", "/news-sitemap.xml"),
    ),
    "wordpress": Style(
        lambda item: f"/{item.slug}/",
        {"/": "listing.html", "/feed/": "rss.xml", "/comments/feed/": "comments.xml"},
        ("feed", "/feed/"),
    ),
}
FIRST_IDS: dict[Platform, int] = {
    "nub_news": 301001,
    "newsquest": 24801001,
    "reach": 30551001,
    "national_world": 5100101,
    "wordpress": 101,
}


@cache
def templates() -> Environment:
    """The pages' templates; everything that a text says is escaped."""
    kept = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    kept.filters["rfc822"] = lambda moment: format_datetime(moment.astimezone(UTC), usegmt=True)
    kept.filters["json"] = lambda value: json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")
    return kept


@dataclass
class Paper:
    """One title on one platform. trouble: what every page answers while it is set; cut: the line goes dead.

    first_id: added to the ids of its articles; sister titles must not share one, since an id is an article's identity.
    """

    name: str
    platform: Platform
    items: list[Item] = field(default_factory=list)
    trouble: Page | None = None
    cut: bool = False
    new_layout: bool = False
    robots: str = "User-agent: *\nDisallow: /search\n"
    first_id: int = 0
    _printed: int = 0

    def publishes(self, title: str, *paragraphs: str, at: datetime, byline: str = "News desk") -> Item:
        """Put a new article at the top of every listing."""
        number = FIRST_IDS[self.platform] + self.first_id + self._printed
        self._printed += 1
        item = Item(number, title, paragraphs, at, byline)
        self.items.append(item)
        return item

    def corrects(self, item: Item, at: datetime, **changes: Any) -> Item:
        """Change the words of an article. A new title changes its address too."""
        corrected = replace(item, updated=at, **changes)
        self.items[self.items.index(item)] = corrected
        return corrected

    def takes_down(self, item: Item) -> None:
        """Remove an article: its page answers 404 and no listing shows it."""
        self.items.remove(item)

    def changes_layout(self) -> None:
        """From now on the listings hold no links that a reader of the old layout would find."""
        self.new_layout = True

    def restores_layout(self) -> None:
        """Back to the old layout."""
        self.new_layout = False

    def goes_down(self) -> None:
        """Cut every connection."""
        self.cut = True

    def is_busy(self, retry_after: int, status: int = 503) -> None:
        """Answer 503 or 429, and when to come again."""
        self.trouble = Page(b"Busy", "text/plain", status, headers={"Retry-After": str(retry_after)})

    def comes_back(self) -> None:
        """Answer as usual again."""
        self.cut, self.trouble = False, None

    def address(self, item: Item, base: str = "") -> str:
        """Where an article stands; with `base`, the whole address."""
        return base + STYLES[self.platform].address(item)

    def answer(self, request: Request) -> Page | None:
        """The page of a request."""
        if self.cut:
            raise ConnectionResetError(self.name)
        if self.trouble:
            return self.trouble
        base = f"http://{request.host}"
        path = request.parts.path
        if path == "/robots.txt":
            return Page(self.robots.encode(), "text/plain")
        listings = STYLES[self.platform].listings
        if template := listings.get(request.target) or listings.get(path):
            return self._listing(template, base)
        return next((self._article(item, base) for item in self.items if self.address(item) == path), None)

    def _listing(self, template: str, base: str) -> Page:
        newest = sorted(self.items, key=lambda item: item.published, reverse=True)[:50]
        if self.new_layout:
            template = "new_layout.html"
        folder = "" if template != "listing.html" else f"{self.platform}/"
        modified = max((item.changed for item in self.items), default=None)
        kind = HTML if template.endswith(".html") else FEED if template in ("rss.xml", "comments.xml") else XML
        return Page(self._render(folder + template, base, items=newest), kind, modified=modified)

    def _article(self, item: Item, base: str) -> Page:
        others = [other for other in self.items if other.id != item.id][:3]
        return Page(
            self._render(f"{self.platform}/article.html", base, item=item, others=others), modified=item.changed
        )

    def _render(self, template: str, base: str, **values: Any) -> bytes:
        return templates().get_template(template).render(paper=self, base=base, **values).encode()
