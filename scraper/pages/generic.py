"""The reader of any news page in HTML, and the base of the platforms' readers."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any, ClassVar
from urllib.parse import urljoin, urlsplit

from newsdesk.article import Article
from scraper.pages import (
    authors,
    blocks,
    boxes,
    completeness,
    dates,
    dating,
    density,
    extract,
    furniture,
    headlines,
    json_ld,
    standfirst,
    tops,
)
from scraper.pages.errors import Unreadable
from scraper.pages.page import Page, text

_MOST_BODIES = 200
_LEAST_BODY = 80
_LEAST_SHARE = 0.5


class Reader:
    """Reads one page; a platform overrides what it does otherwise.

    hosts and paths: regular expressions of the platform's addresses. signs: marks in its pages; any of them will do.
    bodies: XPath expressions of the story's own element. drops: boxes inside it.
    """

    hosts: ClassVar[str] = ""
    paths: ClassVar[str] = ""
    signs: ClassVar[tuple[str, ...]] = ()
    bodies: ClassVar[tuple[str, ...]] = ()
    drops: ClassVar[tuple[str, ...]] = ()

    def __init__(self, page: Page) -> None:
        self.page = page

    @classmethod
    def knows(cls, page: Page) -> bool:
        """True if the page is of this platform."""
        if cls.hosts and re.search(cls.hosts, page.response.host):
            return True
        if cls.paths and re.search(cls.paths, page.response.path):
            return True
        return any(sign in page.html for sign in cls.signs)

    def read(self) -> Article:
        """The page as an Article. Raises Unreadable where it has no headline or no text."""
        response = self.page.response
        title = self.title() or response.title or ""
        if not title:
            raise Unreadable("The page has no headline.")
        nothing = completeness.nothing_there(self.page, title)
        if nothing:
            raise Unreadable(nothing)
        byline = self.byline()
        story = self.text(title, byline)
        if not story:
            raise Unreadable("The page holds no article text.")
        return Article(
            url=response.url,
            outlet=response.outlet,
            title=title,
            text=story,
            published=self.published(),
            byline=byline,
            outlet_councils=response.outlet_councils,
            headlines=self.headlines(title),
            canonical=self.canonical(),
            completeness=completeness.of(self.page, story),
        )

    @cached_property
    def headline_elements(self) -> list[Any]:
        """The elements that may be the headline."""
        return headlines.elements(self.page)

    def title(self) -> str:
        """The headline shown; failing that the one in the page's data."""
        return headlines.shown(self.page, self.headline_elements, self._site())

    def headlines(self, title: str) -> tuple[str, ...]:
        """The headlines in the page's data that differ from the one shown."""
        return tuple(dict.fromkeys(name for name in headlines.in_data(self.page, self._site()) if name != title))

    def published(self) -> dates.Stamp | None:
        """The date of publication: data, tags, time elements, a visible line, the address, the listing, htmldate."""
        found = dating.confirmed(self.page) or dates.best(self._stamps())
        return found or self.page.response.dated or dating.searched(self.page)

    def byline(self) -> str | None:
        """The names of the authors, comma-joined."""
        outlet = self.page.response.outlet or json_ld.text_of(next(iter(self.page.meta("og:site_name")), ""))
        return authors.best(list(self._authors()), outlet)

    def text(self, title: str, byline: str | None = None) -> str:
        """The story in blocks parted by blank lines, standfirst first."""
        story = tops.without(furniture.without(self._story()), title, byline)
        lead = self.standfirst(title, story) if story else ""
        if lead:
            story.insert(0, lead)
        return "\n\n".join(story)

    def standfirst(self, title: str, story: list[str]) -> str:
        """The summary shown between headline and story, "" if there is none or the story begins with it."""
        return standfirst.find(self.page, title, story)

    def canonical(self) -> str:
        """The address that the page calls its own; "" where that is no web address or only a front page."""
        for link in self.page.select("//link[@rel='canonical']/@href", "//meta[@property='og:url']/@content"):
            address = urljoin(self.page.response.url, str(link).strip()) if str(link).strip() else ""
            if re.match(r"https?://[^/\s]+/[^\s]+$", address) and _path(address) not in ("", "/"):
                return address
        return ""

    def _story(self) -> list[str]:
        told = json_ld.body_of(self.page.article)
        shown = [block for body in self._bodies() for block in blocks.blocks(body)]
        if shown and extract.share("\n\n".join(density.run(self.page.tree).said), shown) >= _LEAST_SHARE:
            return extract.fitting(shown, told)
        return extract.story(self.page.tree, self.page.response.url, told, *self.drops)

    def _bodies(self) -> list[Any]:
        """The pruned element that holds the story, with those beside it; none where too little stands there."""
        found = _outermost(self.page.select(*self.bodies))[:_MOST_BODIES]
        fullest = max(found, key=lambda element: len(text(element)), default=None)
        if fullest is None:
            return []
        beside = [copy.deepcopy(element) for element in found if element.getparent() is fullest.getparent()]
        for element in beside:
            boxes.cut_lists(element)
            boxes.cut_cards(element)
            boxes.prune(element, *self.drops)
            boxes.prune_links(element)
        return beside if sum(len(text(element)) for element in beside) > _LEAST_BODY else []

    def _site(self) -> str:
        return next(iter(self.page.meta("og:site_name")), "") or self.page.response.outlet

    def _stamps(self) -> Iterator[dates.Stamp | None]:
        """The dates that the page gives, best place first."""
        yield from dating.tagged(self.page)
        yield from dating.times(self.page)
        yield dating.agreed(self._visible_date(), self.page.response.url)

    def _visible_date(self) -> dates.Stamp | None:
        return dating.visible(self.page, self._lines())

    def _authors(self) -> Iterator[list[str]]:
        """What each place that names authors says, best place first."""
        return authors.places(self.page, self.headline_elements, self._lines())

    def _lines(self) -> Iterator[str]:
        return headlines.lines_near(self.headline_elements)


def _outermost(elements: list[Any]) -> list[Any]:
    """The elements that stand in no other of them, each once."""
    known = dict.fromkeys(elements)
    return [element for element in known if not any(above in known for above in element.iterancestors())]


def _path(address: str) -> str:
    try:
        return urlsplit(address).path
    except ValueError:
        return ""
