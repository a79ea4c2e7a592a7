"""The reader of any news page in HTML, and the base of the platforms' readers."""

from __future__ import annotations

import copy
import html
import re
from collections.abc import Iterator
from datetime import date, datetime
from difflib import SequenceMatcher
from typing import Any, ClassVar
from urllib.parse import urljoin, urlsplit

from newsdesk.article import Article
from scraper.pages import blocks, boxes, bylines, completeness, dates, extract, furniture, json_ld, standfirst
from scraper.pages.errors import Unreadable
from scraper.pages.page import Page, text

_PUBLISHED_METAS = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "og:published_time",
    "parsely-pub-date",
    "sailthru.date",
    "publish_date",
    "publish-date",
    "publishdate",
    "publicationdate",
    "publication_date",
    "pubdate",
    "pub_date",
    "dcsext.articlefirstpublished",
    "cxenseparse:recs:publishtime",
    "article.published",
    "dcterms.created",
    "dcterms.issued",
    "dc.date.issued",
    "dc.date",
    "dcterms.date",
    "date",
)
_AUTHOR_METAS = (
    "author",
    "article:author_name",
    "article:author",
    "og:article:author",
    "parsely-author",
    "sailthru.author",
)
_ASIDE = "ancestor::aside or ancestor::nav or ancestor::footer"
_ANOTHERS = (
    f"{_ASIDE} or ancestor-or-self::*[@id='comments' or starts-with(@class, 'comment') or contains(@class, ' comment')"
    " or starts-with(@class, 'related') or contains(@class, ' related')]"
)
_BYLINES = (
    f"//*[@rel='author'][not({_ANOTHERS})]",
    f"//*[@itemprop='author'][not({_ANOTHERS})]",
    f"//*[contains(@class, 'byline') or contains(@class, 'author-name')][not({_ANOTHERS})]",
    f"//*[contains(@class, 'author__name')][not({_ANOTHERS})]",
    f"(//h1)[1]/following::*[contains(concat(' ', @class, ' '), ' author ') or contains(@class, 'post-author')"
    f" or contains(@class, 'entry-author') or contains(@class, 'meta-author')][not({_ANOTHERS})][position() <= 1]",
)
_HEADLINES = "(//h1)[position() <= 10][not(ancestor::nav or ancestor::footer or ancestor::aside or a[@href='/'])]"
_AFTER_HEADLINE = 40
_BEFORE_HEADLINE = 4
_DATE_WORDS = re.compile(
    r"(?:published|posted|date|on|at|updated|last|first|by|created|added|released?)\b", re.IGNORECASE
)
_WEEKDAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE)
_UPDATED = re.compile(r"\b(?:updated|modified|edited|amended)\b", re.IGNORECASE)
_LONGEST_DATE_LINE = 110
_MARKS = " |:,-–—•·"
_LABEL_WORDS = 3
_SHORT_BLOCK = 60
_MOST_BODIES = 200
_LEAST_BODY = 80
_LEAST_SHARE = 0.5
_TOP_BLOCKS = 4
_LEFT_OVER = 45


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
        story = self.text(title)
        if not story:
            raise Unreadable("The page holds no article text.")
        return Article(
            url=response.url,
            outlet=response.outlet,
            title=title,
            text=story,
            published=self.published(),
            byline=self.byline(),
            outlet_councils=response.outlet_councils,
            headlines=self.headlines(title),
            canonical=self.canonical(),
            completeness=completeness.of(self.page, story),
        )

    def title(self) -> str:
        """The headline shown; failing that the one in the page's data."""
        shown = [text(h1) for h1 in self.page.select(_HEADLINES)]
        site = self._site().lower()
        shown = [headline for headline in shown if headline.lower() != site and not furniture.is_furniture(headline)]
        named = self._named_headlines()
        if not shown or not named:
            return next(iter(shown or named), "")
        best = max(shown, key=lambda headline: max(_likeness(headline, name) for name in named))
        return best if len(best.split()) > _LABEL_WORDS or _shares_a_word(best, named) else named[0]

    def headlines(self, title: str) -> tuple[str, ...]:
        """The headlines in the page's data that differ from the one shown."""
        return tuple(dict.fromkeys(name for name in self._named_headlines(tagged=False) if name != title))

    def published(self) -> dates.Stamp | None:
        """The date of publication: JSON-LD, meta tags, time elements, a visible line, the listing, htmldate."""
        found = self._confirmed_date() or dates.best(self._stamps())
        return found or self.page.response.dated or self._searched_date()

    def byline(self) -> str | None:
        """The names of the authors, comma-joined."""
        outlet = self.page.response.outlet or json_ld.text_of(next(iter(self.page.meta("og:site_name")), ""))
        given = list(self._authors())
        found = next((named for raw in given if (named := bylines.names(raw, outlet))), None)
        return found or next((named for raw in given[:-1] if (named := bylines.names(raw, outlet, alone=True))), None)

    def text(self, title: str) -> str:
        """The story in blocks parted by blank lines, standfirst first."""
        story = _without_head(furniture.without(self._story()), title)
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
        if shown and extract.share("\n\n".join(extract.longest_run(self.page.tree)), shown) >= _LEAST_SHARE:
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
            boxes.prune(element, *self.drops)
            boxes.prune_links(element)
        return beside if sum(len(text(element)) for element in beside) > _LEAST_BODY else []

    def _named_headlines(self, *, tagged: bool = True) -> list[str]:
        """The headlines in the page's data; with tagged also the title tag, without the name of the site."""
        metas = self.page.meta("og:title", "twitter:title")
        names = [json_ld.text_of(self.page.article.get("headline")), *metas]
        if tagged:
            names += [text(title) for title in self.page.select("//head/title")]
        return [name for name in (_without_site(name, self._site()) for name in names) if name]

    def _site(self) -> str:
        return next(iter(self.page.meta("og:site_name")), "") or self.page.response.outlet

    def _stamps(self) -> Iterator[dates.Stamp | None]:
        article = self.page.article
        for key in ("datePublished", "dateCreated"):
            yield dates.parse(json_ld.text_of(article.get(key)))
        for content in self.page.meta(*_PUBLISHED_METAS[:4]):
            yield dates.parse(content)
        yield dates.parse(json_ld.text_of(json_ld.page_of(self.page.nodes).get("datePublished")))
        for content in self.page.meta(*_PUBLISHED_METAS[4:]):
            yield dates.parse(content)
        yield from self._times()
        yield self._visible_date()

    def _confirmed_date(self) -> dates.Stamp | None:
        """The date shown with the headline where the page's plain date tag says the same day; as exact as the tag."""
        tags = [dates.parse(content) for content in self.page.meta("date")]
        shown = self.page.select(
            "(//h1)[position() <= 2]/following::*[contains(@class, 'date')][not(*)][position() <= 2]"
        )
        for stamp in (dates.find(text(element)) for element in shown):
            if stamp and not _WEEKDAY.sub("", stamp[1]).strip(_MARKS):
                return next((tag for tag in tags if tag and _day(tag) == _day(stamp[0])), None)
        return None

    def _times(self) -> Iterator[dates.Stamp | None]:
        """Dates in elements made for them, those marked as publication first."""
        marked = (
            "@pubdate or @itemprop='datePublished' or contains(@class, 'publish') or contains(@class, 'entry-date')"
        )
        modified = "@itemprop='dateModified' or contains(@class, 'updated') or contains(@class, 'modified')"
        aside = f"{_ASIDE} or ancestor::*[contains(@class, 'related') or contains(@class, 'comment')]"
        for path in (
            "//abbr[contains(@class, 'published')][@title]",
            f"//*[self::time or @itemprop='datePublished'][{marked}][not({modified})][not({aside})]",
            f"//*[self::article or self::main]//time[not({modified})][not({aside})]",
            f"(//h1)[position() <= 2]/following::time[not({modified})][not({aside})][position() <= 2]",
        ):
            for element in self.page.tree.xpath(path)[:3]:
                stamp = element.get("datetime") or element.get("content") or element.get("title") or text(element)
                yield dates.parse(stamp)

    def _visible_date(self) -> dates.Stamp | None:
        """The date in a line near the headline that says little else; one marked as updated failing others."""
        updated: dates.Stamp | None = None
        before = ""
        for line in self._lines_near_headline():
            found = dates.find(line) if len(line) <= _LONGEST_DATE_LINE else None
            if found and len(_DATE_WORDS.sub("", found[1]).strip(_MARKS)) <= _LEFT_OVER:
                if not _UPDATED.search(before + " " + line):
                    return found[0]
                updated = updated or found[0]
            before = line if len(line) < 20 and not found else ""
        return updated or self._labelled_date()

    def _labelled_date(self) -> dates.Stamp | None:
        """The date in a short line anywhere that says when the page was published or posted."""
        said = "contains(., 'ublished') or contains(., 'osted') or contains(., 'UBLISHED') or contains(., 'OSTED')"
        within = f"not({_ASIDE} or ancestor::script or ancestor::*[contains(@class, 'comment')])"
        for label in self.page.select(f"(//text()[string-length() < 110][{said}][{within}])[position() <= 6]"):
            line = text(label.getparent())
            found = dates.find(line) if len(line) <= _LONGEST_DATE_LINE else None
            if found and len(_DATE_WORDS.sub("", found[1]).strip(_MARKS)) <= _LEFT_OVER:
                return found[0]
        return None

    def _lines_near_headline(self) -> Iterator[str]:
        for h1 in self.page.select(_HEADLINES)[:2]:
            unseen = "[normalize-space()][not(parent::script or parent::style or parent::option)]"
            after = h1.xpath(f"following::text(){unseen}[position() <= {_AFTER_HEADLINE}]")
            ahead = h1.xpath(f"preceding::text(){unseen}[position() <= {_BEFORE_HEADLINE}]")
            yield from (" ".join(str(line).split()) for line in (*after, *ahead))

    def _searched_date(self) -> dates.Stamp | None:
        """What htmldate finds without guessing."""
        import htmldate

        found = htmldate.find_date(
            copy.deepcopy(self.page.tree), url=self.page.response.url, original_date=True, extensive_search=False
        )
        return dates.parse(found) if found else None

    def _authors(self) -> Iterator[list[str]]:
        """Where authors are named, best place first."""
        yield json_ld.names_of(self.page.article.get("author"), self.page.nodes)
        yield from (self.page.meta(name) for name in _AUTHOR_METAS)
        if [label.lower() for label in self.page.meta("twitter:label1")][:1] == ["written by"]:
            yield self.page.meta("twitter:data1")[:1]
        yield from ([text(element)[:200] for element in self.page.select(path)[:3]] for path in _BYLINES)
        yield [named for line in self._byline_lines() if (named := bylines.from_line(line))][:1]

    def _byline_lines(self) -> Iterator[str]:
        """The lines near the headline; "By" that stands alone is put before the line after it."""
        before = ""
        for line in self._lines_near_headline():
            yield f"By {line}" if re.fullmatch(r"(?:\w+ )?by:?", before, re.IGNORECASE) else line
            before = line


def _day(stamp: dates.Stamp) -> date:
    return stamp.date() if isinstance(stamp, datetime) else stamp


def _likeness(one: str, other: str) -> float:
    one, other = one.lower(), other.lower()
    return 1.0 if one == other else SequenceMatcher(None, one[:200], other[:200], autojunk=False).ratio()


def _outermost(elements: list[Any]) -> list[Any]:
    """The elements that stand in no other of them, each once."""
    known = dict.fromkeys(elements)
    return [element for element in known if not any(above in known for above in element.iterancestors())]


def _shares_a_word(headline: str, named: list[str]) -> bool:
    words = {word for name in named for word in re.findall(r"\w{4,}", name.lower())}
    return not words.isdisjoint(re.findall(r"\w{4,}", headline.lower()))


def _without_head(story: list[str], title: str) -> list[str]:
    """The story without headline, byline and date line at its top."""
    top = story[:_TOP_BLOCKS]
    headline = next((at for at, block in enumerate(top) if _same(block, title)), None)
    if headline is not None and all(len(block) < _SHORT_BLOCK for block in top[:headline]):
        story = story[headline + 1 :]
    return [block for at, block in enumerate(story) if not (_is_mark(block) if at < _TOP_BLOCKS else _is_byline(block))]


def _is_mark(block: str) -> bool:
    """True for a byline or a line that says only a date."""
    if len(block) > _LONGEST_DATE_LINE:
        return False
    found = dates.find(block)
    rest = found[1] if found else block
    return bool(bylines.from_line(rest)) or (found is not None and len(_DATE_WORDS.sub("", rest).strip(_MARKS)) <= 20)


def _is_byline(block: str) -> bool:
    """True for a byline between two parts of a story: "By Nada Tawfik, BBC News, New York"."""
    return len(block) < _SHORT_BLOCK and block[:3] == "By " and block[-1].isalnum() and bool(bylines.from_line(block))


def _same(one: str, other: str) -> bool:
    return re.sub(r"\W+", " ", one).strip().lower() == re.sub(r"\W+", " ", other).strip().lower()


def _without_site(headline: str, site: str) -> str:
    """The headline without the name of the site after it."""
    headline = " ".join(html.unescape(html.unescape(headline)).split())
    parts = re.split(r"\s+[|–—·»-]\s+", headline)
    if len(parts) > 1 and site and parts[-1].lower() in (site.lower(), f"{site} news".lower()):
        return headline[: headline.rindex(parts[-1])].rstrip(" |–—·»-")
    return re.sub(r"\s+\|\s+[^|]{2,40}$", "", headline)


def _path(address: str) -> str:
    try:
        return urlsplit(address).path
    except ValueError:
        return ""
