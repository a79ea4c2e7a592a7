"""reports.ofsted.gov.uk: the search list gives provider pages, a provider page gives reports and letters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from scraper.discover.addresses import joined
from scraper.discover.dates import listing_date
from scraper.discover.found import Found, NothingFound, once
from scraper.discover.soup import parsed
from scraper.memory import Link
from scraper.pages.response import Response

_SEARCH = "li.search-result .search-result__title a[href], li.search-result h3 a[href]"
LATEST = "latest-report"
_FORM_OF_FILE = re.compile(r"(?:,\s*|\s+as\s+|\s+)pdf\Z", re.IGNORECASE)
_MARKS = (b"publication-link", b"search-result__title")


def is_home(response: Response) -> bool:
    """True for a provider page or a search list."""
    return any(mark in response.body for mark in _MARKS)


def find(response: Response) -> Found:
    """Provider page: every report with its label and its date of publication, archive included. A label that nobody
    knows is kept. Search list: the provider pages, and the list's next page."""
    soup = parsed(response)
    reports = soup.select("a.publication-link[href]")
    if reports:
        return Found("ofsted", once(_links(reports, response.url)))
    pages = list(dict.fromkeys(_providers(soup, response.url)))
    if not pages:
        raise NothingFound("shows neither Ofsted's reports nor a list of providers")
    return Found("ofsted", pages=tuple(pages))


def _providers(soup: BeautifulSoup, base: str) -> Iterator[str]:
    """Provider pages, each marked with the date of its latest report as the list has it; then the list's next page."""
    for provider in soup.select(_SEARCH):
        url = joined(base, str(provider["href"]))
        if url:
            latest = _latest(provider)
            yield f"{url}#{LATEST}={latest.isoformat()}" if latest else url
    onward = soup.select_one("a.pagination__next[href]") if soup.select_one(_SEARCH) else None
    following = joined(base, str(onward["href"])) if onward else None
    if following:
        yield following


def _latest(provider: Tag) -> date | datetime | None:
    result = provider.find_parent("li", class_="search-result")
    for item in result.select("li") if isinstance(result, Tag) else ():
        named, _, written = " ".join(item.get_text(" ").split()).partition(":")
        if named.casefold() == "latest report":
            return listing_date(written)
    return None


def _links(reports: Iterable[Tag], base: str) -> Iterator[Link]:
    for report in reports:
        url = joined(base, str(report["href"]))
        if url:
            yield Link(url, _label(report), _published(report))


def _label(report: Tag) -> str | None:
    """What the link shows, without the words for screen readers and the form of the file."""
    own = " ".join(" ".join(part for part in report.children if isinstance(part, NavigableString)).split())
    return _FORM_OF_FILE.sub("", own or _spoken(report).rpartition(" - ")[0]).rstrip(" ,") or None


def _spoken(report: Tag) -> str:
    """The words for screen readers: "Area SEND full inspection, pdf - 15 July 2024"."""
    hidden = report.find(class_="nonvisual")
    return " ".join(hidden.get_text(" ").split()) if isinstance(hidden, Tag) else ""


def _published(report: Tag) -> date | datetime | None:
    """The date of publication; the date of the event above it is that of the visit, and is not taken."""
    dated = listing_date(_spoken(report).rpartition(" - ")[2])
    if dated:
        return dated
    event = report.find_parent(class_="event")
    alone = event if isinstance(event, Tag) and len(event.select("a.publication-link")) == 1 else report
    time = alone.select_one("time[pubdate]")
    return listing_date(time.get_text(" ")) if time else None
