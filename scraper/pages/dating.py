"""When a page was published: its data and tags, its time elements, a visible line, its address, htmldate."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from scraper.pages import dates, json_ld
from scraper.pages.page import Page, text

_METAS = (
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
    "published_time",
    "published",
    "pubdate",
    "pub_date",
    "citation_publication_date",
    "article_date_original",
    "article:published",
    "originalpublicationdate",
    "dcsext.articlefirstpublished",
    "cxenseparse:recs:publishtime",
    "article.published",
    "dcterms.created",
    "dc.date.created",
    "dcterms.issued",
    "dc.date.issued",
    "dc.date",
    "dcterms.date",
    "date",
)
_EXACT_METAS = 4
_ASIDE = "ancestor::aside or ancestor::nav or ancestor::footer"
WORDS = re.compile(
    r"\b(?:published|posted|date|on|at|updated|last|first|by|created|added|released?|publié|le|à|mis|jour|veröffentlicht"
    r"|erstellt|am|um|uhr|publicado|el|las|pubblicato|il|alle|ore|gepubliceerd|op|om|uur|em|às)\b",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE)
_UPDATED = re.compile(
    r"\b(?:updated|modified|edited|amended|mis\s+à\s+jour|modifié|aktualisiert|actualizado|atualizado|aggiornato"
    r"|bijgewerkt|uppdaterad|oppdatert|opdateret|обновлено)\b|更新",
    re.IGNORECASE,
)
_IN_ADDRESS = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)([/_-]?)(?P<month>0?[1-9]|1[0-2])\2(?P<day>0[1-9]|[12]\d|3[01])(?!\d)"
)
_MONTHS = re.compile(r"/((?:19|20)\d\d)/([a-z]{3})/(\d\d?)(?!\d)")
_OTHER_DATE = re.compile(r"(?<![\d/.-])\d{1,2}/(\d{1,2})/(?:19|20)\d\d(?![\d/])")
_LONGEST_LINE = 110
_MARKS = " |:,-–—•·"
_LEFT_OVER = 45
_MUCH_LATER = timedelta(days=3)


def tagged(page: Page) -> Iterator[dates.Stamp | None]:
    """What JSON-LD and meta tags say, best place first."""
    order = month_first(page)
    for key in ("datePublished", "dateCreated"):
        yield dates.parse(json_ld.text_of(page.article.get(key)), month_first=order)
    for content in page.meta(*_METAS[:_EXACT_METAS]):
        yield dates.parse(content, month_first=order)
    yield dates.parse(json_ld.text_of(json_ld.page_of(page.nodes).get("datePublished")))
    for content in page.meta(*_METAS[_EXACT_METAS:]):
        yield dates.parse(content, month_first=order)


def confirmed(page: Page) -> dates.Stamp | None:
    """The date shown with the headline where the page's plain date tag says the same day; as exact as the tag."""
    tags = [dates.parse(content) for content in page.meta("date")]
    shown = page.select("(//h1)[position() <= 2]/following::*[contains(@class, 'date')][not(*)][position() <= 2]")
    for stamp in (dates.find(text(element)) for element in shown):
        if stamp and not _WEEKDAY.sub("", stamp[1]).strip(_MARKS):
            return next((tag for tag in tags if tag and _day(tag) == _day(stamp[0])), None)
    return None


def times(page: Page) -> Iterator[dates.Stamp | None]:
    """Dates in elements made for them, those marked as publication first."""
    marked = "@pubdate or @itemprop='datePublished' or contains(@class, 'publish') or contains(@class, 'entry-date')"
    modified = "@itemprop='dateModified' or contains(@class, 'updated') or contains(@class, 'modified')"
    aside = f"{_ASIDE} or ancestor::*[contains(@class, 'related') or contains(@class, 'comment')]"
    order = month_first(page)
    for path in (
        "//abbr[contains(@class, 'published')][@title]",
        f"//*[self::time or @itemprop='datePublished'][{marked}][not({modified})][not({aside})]",
        f"//*[self::article or self::main]//time[not({modified})][not({aside})]",
        f"(//h1)[position() <= 2]/following::time[not({modified})][not({aside})][position() <= 2]",
    ):
        for element in page.tree.xpath(path)[:3]:
            stamp = element.get("datetime") or element.get("content") or element.get("title") or text(element)
            yield dates.parse(stamp, month_first=order)


def visible(page: Page, lines: Iterable[str]) -> dates.Stamp | None:
    """The date in a line near the headline that says little else; one marked as updated failing others."""
    updated: dates.Stamp | None = None
    before = ""
    order = month_first(page)
    for line in lines:
        found = says_a_date(line, order)
        if found:
            if not _UPDATED.search(before + " " + re.split(r"\d", line)[0]):
                return found
            updated = updated or found
        before = line if len(line) < 20 and not found else ""
    return updated or _labelled(page, order)


def says_a_date(line: str, order: bool = False) -> dates.Stamp | None:
    """The date of a line that says little else."""
    found = dates.find(line, month_first=order) if len(line) <= _LONGEST_LINE else None
    return found[0] if found and len(WORDS.sub("", found[1]).strip(_MARKS)) <= _LEFT_OVER else None


def says_only_a_date(line: str) -> bool:
    """True for a line that says a date and hardly a word beside it."""
    found = dates.find(line) if len(line) <= _LONGEST_LINE else None
    return found is not None and len(WORDS.sub("", found[1]).strip(_MARKS)) <= 20


def undated(line: str) -> str:
    """A short line without the date that it says, its weekday and the marks round them."""
    found = dates.find(line) if len(line) <= _LONGEST_LINE else None
    return _WEEKDAY.sub("", found[1]).strip(_MARKS) if found else line


def in_address(address: str) -> date | None:
    """The day that stands in the path of an address: /2019/11/03/, /20191103/, /2023/jan/17/."""
    path = re.sub(r"^https?://[^/]*|[?#].*$", "", address)
    found = _IN_ADDRESS.search(path)
    named = _MONTHS.search(path.lower())
    if found:
        stamp = dates.parse(f"{found['year']}-{found['month']:0>2}-{found['day']}")
    else:
        stamp = dates.parse(f"{named[3]} {named[2]} {named[1]}") if named else None
    return _day(stamp) if stamp else None


def agreed(seen: dates.Stamp | None, address: str) -> dates.Stamp | None:
    """The date seen, unless the address names a day long before it: then that was today's date or a change's."""
    told = in_address(address)
    if seen is None or told is None:
        return seen or told
    return seen if abs(_day(seen) - told) <= _MUCH_LATER else told


def searched(page: Page) -> dates.Stamp | None:
    """What htmldate finds without guessing."""
    import htmldate

    found = htmldate.find_date(
        copy.deepcopy(page.tree), url=page.response.url, original_date=True, extensive_search=False
    )
    return dates.parse(found) if found else None


def month_first(page: Page) -> bool:
    """True where the page writes 5/16/2024: it says that it is American, or shows a date that reads no other way."""
    if page.response.host.endswith((".uk", ".ie", ".au", ".nz", ".in", ".eu")):
        return False
    if page.language.lower() in ("en-us", "en_us"):
        return True
    if page.language.lower() not in ("", "en"):
        return False
    return page.response.host.endswith((".com", ".us", ".gov", ".edu")) and any(
        int(found[1]) > 12 for found in _OTHER_DATE.finditer(page.html)
    )


def _labelled(page: Page, order: bool) -> dates.Stamp | None:
    """The date in a short line anywhere that says when the page was published or posted."""
    said = "contains(., 'ublished') or contains(., 'osted') or contains(., 'UBLISHED') or contains(., 'OSTED')"
    within = f"not({_ASIDE} or ancestor::script or ancestor::*[contains(@class, 'comment')])"
    for label in page.select(f"(//text()[string-length() < 110][{said}][{within}])[position() <= 6]"):
        found = says_a_date(text(label.getparent()), order)
        if found:
            return found
    return None


def _day(stamp: dates.Stamp) -> date:
    return stamp.date() if isinstance(stamp, datetime) else stamp
