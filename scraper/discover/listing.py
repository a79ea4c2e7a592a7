"""Listing pages: the cards of a news page, told from menus, sidebars and footers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from bs4 import BeautifulSoup, Tag
from soupsieve import SelectorSyntaxError

from scraper.discover import structured
from scraper.discover.addresses import host_of, is_no_article, joined, leads_up, names_an_article
from scraper.discover.dates import listing_date
from scraper.discover.found import Found, NothingFound
from scraper.discover.paging import next_page
from scraper.discover.soup import ANCHORS_LIMIT, parsed
from scraper.memory import Link
from scraper.pages.response import Response

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_CHROME = ("nav", "aside", "footer")
_CHROME_ROLES = ("navigation", "banner", "contentinfo", "complementary")
_CHROME_CLASS = re.compile(
    r"nav|navbar|navigation|menu|breadcrumbs?|pagination|pager|sidebar|(?:site-)?footer|site-header"
    r"|cookies?|cookie-banner|shar(?:e|ing)|social|social-links|newsletter|advert",
    re.IGNORECASE,
)
_CARD = re.compile(r"(?:^|[-_])(?:card|teaser|story|article|post|entry|item|news|headline|promo)s?(?:$|[-_])", re.I)
_DATE_CLASS = re.compile(r"date|time|publish|posted", re.IGNORECASE)
_NO_TITLE = re.compile(
    r"(?:read|see|view|find out|show|load)?\s*(?:more|full (?:story|article)|on)?\s*(?:…|\.{3}|»|>|→)*"
    r"|continue(?: reading)?.*|click here.*|\d+ comments?|comments?|share|next|previous|older.*|newer.*",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Card:
    """All that the page shows of one address."""

    url: str
    anchors: list[Tag] = field(default_factory=list)
    title: str | None = None
    strong: bool = False


def find(response: Response, selector: str | None = None) -> Found:
    """The articles that a page lists: with a CSS selector what it matches, without it every link of the same host in
    main, article or list cards, outside menus, sidebars, headers and footers; and what its JSON-LD lists. And the
    address of the page after it, where it has one."""
    soup = parsed(response)
    base = _base(soup, response.url)
    told = structured.listed(soup, base)
    if selector:
        anchors = _selected(soup, selector)
        cards = _cards(anchors, base, response.url, anywhere=True)
    else:
        cards = _unselected(soup, base, response.url)
    owners = _owners(cards.values())
    links = {card.url: _link(card, owners, told.get(card.url)) for card in cards.values()}
    if not selector:
        for link in told.values():
            if host_of(link.url) == host_of(response.url) and not _is_elsewhere(link.url, response.url):
                links.setdefault(link.url, link)
    if not links:
        raise NothingFound("shows no links to articles; if it should, name them with `links:`")
    older = next_page(soup, base, response.url)
    return Found("listing", tuple(links.values()), (older,) if older else ())


def _base(soup: BeautifulSoup, url: str) -> str:
    named = soup.find("base", href=True)
    return (joined(url, str(named["href"])) if isinstance(named, Tag) else None) or url


def _selected(soup: BeautifulSoup, selector: str) -> list[Tag]:
    """The links that match, or the first link in what matches."""
    try:
        matching = soup.select(selector, limit=ANCHORS_LIMIT)
    except (SelectorSyntaxError, NotImplementedError) as error:
        raise NothingFound(f"cannot be searched: {selector!r} under `links:` is no CSS selector") from error
    anchors = [tag if tag.name == "a" else tag.find("a", href=True) for tag in matching]
    found = [tag for tag in anchors if isinstance(tag, Tag) and tag.get("href")]
    if not found:
        raise NothingFound(f"has no link that matches `links: {selector}`")
    return found


def _unselected(soup: BeautifulSoup, base: str, page: str) -> dict[str, _Card]:
    outside = [anchor for anchor in soup.find_all("a", href=True, limit=ANCHORS_LIMIT) if not _in_chrome(anchor)]
    cards = _cards([anchor for anchor in outside if _in_content(anchor)], base, page)
    strong = {url: card for url, card in cards.items() if card.strong}
    if cards:
        return strong or cards
    return {url: card for url, card in _cards(outside, base, page).items() if card.strong}


def _cards(anchors: Iterable[Tag], base: str, page: str, *, anywhere: bool = False) -> dict[str, _Card]:
    """By address, in the order of the page."""
    cards: dict[str, _Card] = {}
    for anchor in anchors:
        url = joined(base, str(anchor["href"]))
        if url is None or (not anywhere and _is_elsewhere(url, page)):
            continue
        card = cards.setdefault(url, _Card(url))
        card.anchors.append(anchor)
        title, sure = _title(anchor)
        if title and (sure or len(title) > len(card.title or "")):
            card.title = title
        card.strong = card.strong or sure or len((title or "").split()) >= 4 or names_an_article(url)
    return cards


def _is_elsewhere(url: str, page: str) -> bool:
    return host_of(url) != host_of(page) or is_no_article(url) or leads_up(url, page)


def _in_chrome(anchor: Tag) -> bool:
    """True inside menus, sidebars and footers; inside a header too, but for that of an article."""
    header = False
    for parent in anchor.parents:
        if parent.name in ("main", "body"):
            return header
        if parent.name == "article" and header:
            return False
        header = header or parent.name == "header"
        if parent.name in _CHROME or parent.get("role") in _CHROME_ROLES:
            return True
        if any(_CHROME_CLASS.fullmatch(name) for name in _classes(parent)):
            return True
    return header


def _in_content(anchor: Tag) -> bool:
    for parent in anchor.parents:
        if parent.name in ("main", "article") or parent.get("role") == "main":
            return True
        if parent.name == "li" or any(_CARD.search(name) for name in _classes(parent)):
            return True
    return False


def _classes(tag: Tag) -> list[str]:
    named = tag.get("class") or ""
    return named.split() if isinstance(named, str) else list(named)


def _title(anchor: Tag) -> tuple[str | None, bool]:
    """The headline that a link shows, and whether it stands in a heading."""
    inner = anchor.find(_HEADINGS)
    if isinstance(inner, Tag):
        return _text(inner), True
    title = _text(anchor)
    if title and not _NO_TITLE.fullmatch(title):
        return title, anchor.find_parent(_HEADINGS) is not None
    picture = anchor.find("img", alt=True)
    spare = anchor.get("title") or (picture.get("alt") if isinstance(picture, Tag) else None)
    said = " ".join(str(spare or "").split())
    return (said if said and not _NO_TITLE.fullmatch(said) else None), False


def _text(tag: Tag) -> str | None:
    return " ".join(tag.get_text(" ").split()) or None


def _link(card: _Card, owners: dict[int, str], told: Link | None) -> Link:
    """What the card shows goes before what the JSON-LD says, but for a date without its time."""
    around = _around(card, owners)
    title = card.title
    if not title and around is not None:
        heading = around.find(_HEADINGS)
        title = _text(heading) if isinstance(heading, Tag) else None
    shown = _date_in(around) if around is not None else None
    if told is None:
        return Link(card.url, title, shown)
    return Link(card.url, title or told.title, told.dated or shown)


def _owners(cards: Iterable[_Card]) -> dict[int, str]:
    """For each part of the page the one article that it links to, or "" where it links to several."""
    owners: dict[int, str] = {}
    for card in cards:
        for anchor in card.anchors:
            for part in (anchor, *anchor.parents):
                if owners.setdefault(id(part), card.url) != card.url:
                    owners[id(part)] = ""
    return owners


def _around(card: _Card, owners: dict[int, str]) -> Tag | None:
    """The largest part of the page that links to this article and to no other."""
    around: Tag | None = None
    for part in (card.anchors[0], *card.anchors[0].parents):
        if part.name in ("body", "html", "[document]") or owners[id(part)] != card.url:
            break
        around = part
    return around


def _date_in(around: Tag) -> date | datetime | None:
    for candidate in _date_places(around):
        dated = listing_date(candidate)
        if dated:
            return dated
    return None


def _date_places(around: Tag) -> Iterator[str]:
    for time in around.find_all("time"):
        yield str(time.get("datetime") or "")
        yield time.get_text(" ")
    for tag in around.find_all(class_=_DATE_CLASS):
        yield tag.get_text(" ")
    for tag in around.find_all(["p", "span", "div", "small", "dd", "em"]):
        if tag.find(True) is None:
            yield tag.get_text(" ")
