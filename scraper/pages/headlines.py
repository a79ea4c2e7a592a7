"""Headlines: the one that a page shows, those in its data, and the lines round it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Any

from scraper.pages import furniture, json_ld
from scraper.pages.page import Page, text

_SHOWN = "(//h1)[position() <= 10][not(ancestor::nav or ancestor::footer or ancestor::aside or a[@href='/'])]"
_ELSE_SHOWN = (
    "(//h2 | //h3 | //*[@itemprop='headline' or contains(@class, 'title') or contains(@class, 'headline')]"
    " | //b | //strong | //font)[not(ancestor::nav or ancestor::footer or ancestor::aside)][position() <= 300]"
)
_AFTER = 40
_BEFORE = 4
_LABEL_WORDS = 3
_LONGEST = 250
_SHORTEST_PART = 15
_LEAST_PART = 0.3


def elements(page: Page) -> list[Any]:
    """The elements of the page that may be its headline: h1, and where there is none what says part of its title."""
    return page.select(_SHOWN) or _titled(page)


def shown(page: Page, found: list[Any], site: str) -> str:
    """The headline shown in one of these elements; failing that the one in the page's data; "" if it has none."""
    said = [headline for headline in map(text, found) if headline.lower() != site.lower()]
    said = [headline for headline in said if not furniture.is_furniture(headline)]
    named = in_data(page, site, tagged=True)
    if not said or not named:
        return next(iter(said or named), "")
    best = max(said, key=lambda headline: max(_likeness(headline, name) for name in named))
    if len(best.split()) > _LABEL_WORDS or _shares_a_word(best, named):
        return best
    return next((text(element) for element in _titled(page)), named[0])


def in_data(page: Page, site: str, *, tagged: bool = False) -> list[str]:
    """The headlines in the page's data; with tagged also the title tag, without the name of the site."""
    names = [json_ld.text_of(page.article.get("headline")), *page.meta("og:title", "twitter:title")]
    if tagged:
        names += [text(title) for title in page.select("//head/title")]
    return [name for name in (_without_site(name, site) for name in names) if name]


def lines_near(found: list[Any]) -> Iterator[str]:
    """The lines after and right before each of the first two headlines."""
    unseen = "[normalize-space()][not(parent::script or parent::style or parent::option)]"
    for headline in found[:2]:
        after = headline.xpath(f"following::text(){unseen}[position() <= {_AFTER}]")
        ahead = headline.xpath(f"preceding::text(){unseen}[position() <= {_BEFORE}]")
        yield from (" ".join(str(line).split()) for line in (*after, *ahead))


def _titled(page: Page) -> list[Any]:
    """The element that says the most of the title tag, where that is no less than a good part of it."""
    titles = [text(title) for title in page.select("//head/title")[:1]]
    titles += page.meta("og:title")[:1]
    whole = [_plain(title) for title in titles]
    found = None, 0
    for element in page.select(_ELSE_SHOWN):
        said = _plain(text(element)) if len(element) < _LABEL_WORDS else ""
        if found[1] < len(said) <= _LONGEST and any(_is_part(said, title) for title in whole):
            found = element, len(said)
    return [] if found[0] is None else [found[0]]


def _is_part(said: str, title: str) -> bool:
    at_end = title.startswith(said) or title.endswith(said)
    return at_end and len(said) >= max(_SHORTEST_PART, _LEAST_PART * len(title))


def _likeness(one: str, other: str) -> float:
    one, other = one.lower(), other.lower()
    return 1.0 if one == other else SequenceMatcher(None, one[:200], other[:200], autojunk=False).ratio()


def _shares_a_word(headline: str, named: list[str]) -> bool:
    words = {word for name in named for word in re.findall(r"\w{4,}", name.lower())}
    return not words.isdisjoint(re.findall(r"\w{4,}", headline.lower()))


def _without_site(headline: str, site: str) -> str:
    """The headline without the name of the site after it."""
    headline = " ".join(html.unescape(html.unescape(headline)).split())
    parts = re.split(r"\s+[|–—·»-]\s+", headline)
    if len(parts) > 1 and site and parts[-1].lower() in (site.lower(), f"{site} news".lower()):
        return headline[: headline.rindex(parts[-1])].rstrip(" |–—·»-")
    return re.sub(r"\s+\|\s+[^|]{2,40}$", "", headline)


def _plain(said: str) -> str:
    return re.sub(r"\W+", " ", said.lower()).strip()
