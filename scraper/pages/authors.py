"""Authors: where a page names who wrote it, from its data to a line under its headline."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from scraper.pages import bylines, dating, json_ld
from scraper.pages.page import Page, text

_METAS = (
    "author",
    "article:author_name",
    "article:author",
    "og:article:author",
    "parsely-author",
    "sailthru.author",
    "byl",
    "byline",
    "authors",
    "author_name",
    "dc.creator",
    "dcterms.creator",
    "citation_author",
    "article.author",
    "cxenseparse:author",
    "rbauthors",
)
_ANOTHERS = (
    "ancestor::aside or ancestor::nav or ancestor::footer"
    " or ancestor-or-self::*[@id='comments' or starts-with(@class, 'comment') or contains(@class, ' comment')"
    " or starts-with(@class, 'related') or contains(@class, ' related')]"
)
_MARKED = (
    f"//*[@rel='author'][not({_ANOTHERS})]",
    f"//*[@itemprop='author'][not({_ANOTHERS})]",
    f"//*[contains(@class, 'byline') or contains(@class, 'author-name')][not({_ANOTHERS})]",
    f"//*[contains(@class, 'author__name')][not({_ANOTHERS})]",
    f"(//h1)[1]/following::*[contains(concat(' ', @class, ' '), ' author ') or contains(@class, 'post-author')"
    f" or contains(@class, 'entry-author') or contains(@class, 'meta-author')][not({_ANOTHERS})][position() <= 1]",
)
_CALLED = ("author", "Byline", "writer", "autor", "auteur", "signature")
_LINKED = ("/author", "/profile", "/autor", "/people/", "/staff/", "/journalist", "/contributor")


def _holds(attribute: str, words: tuple[str, ...]) -> str:
    return " or ".join(f"contains(@{attribute}, '{word}')" for word in words)


_NEAR = (
    f"following::*[position() <= 150][{_holds('class', _CALLED)} or contains(@data-testid, 'byline')]"
    f"[not({_ANOTHERS})][string-length() < 150]",
    f"following::a[position() <= 12][{_holds('href', _LINKED)}][not({_ANOTHERS})]",
)
_FOOT = f"//*[contains(@class, 'vcard')]//*[contains(concat(' ', @class, ' '), ' fn ')][not({_ANOTHERS})]"
_LABEL = re.compile(r"(?:\w+ )?(?:by|von|par|por|door):?|(?:words|text|author|autor|auteur):", re.IGNORECASE)
_MOST = 6
_LINES = 14


def places(page: Page, headlines: list[Any], lines: Iterable[str]) -> Iterator[list[str]]:
    """What each place that names authors says, best place first; lines are those near the headline."""
    article = page.article
    yield json_ld.names_of(article.get("author"), page.nodes)
    yield from (page.meta(name) for name in _METAS)
    if [label.lower() for label in page.meta("twitter:label1")][:1] == ["written by"]:
        yield page.meta("twitter:data1")[:1]
    yield json_ld.names_of(article.get("creator"), page.nodes)
    yield from ([text(element)[:200] for element in page.select(path)[:3]] for path in _MARKED)
    near = list(lines)
    yield [named for line in _joined(near) if (named := bylines.from_line(line))][:1]
    for path in _NEAR:
        yield [text(element)[:200] for headline in headlines[:1] for element in headline.xpath(path)[:1]]
    yield [named for line in near[:_LINES] if (named := bylines.from_signature(line))][:1]
    yield [text(element)[:200] for element in page.select(_FOOT)[:1]]


def best(found: list[list[str]], outlet: str) -> str | None:
    """The names of the first place that gives any; those of a single later line that gives these and more."""
    first = next((names for raw in found if (names := bylines.names(raw, outlet))), None)
    if first is None:
        return next((names for raw in found if (names := bylines.names(raw, outlet, alone=True))), None)
    known = set(first.split(", "))
    single = (bylines.names([line], outlet) or "" for raw in found for line in raw)
    return next((names for names in single if known < set(names.split(", ")) and names.count(",") < _MOST), first)


def _joined(lines: list[str]) -> Iterator[str]:
    """The lines; "By" that stands alone is put before the line after it."""
    before = ""
    for line in lines:
        yield f"By {line}" if _LABEL.fullmatch(before) else dating.undated(line)
        before = line
