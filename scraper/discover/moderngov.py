"""ModernGov committee systems: meetings by date or by feed, and the papers of each meeting."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from lxml import etree

from scraper.discover import feed
from scraper.discover.addresses import joined, split
from scraper.discover.dates import listing_date
from scraper.discover.found import Found, NothingFound, once
from scraper.discover.roots import root_of
from scraper.discover.texts import xml_text
from scraper.memory import Link
from scraper.pages.response import Response

MEETINGS_LIMIT = 150
_SERVICE = re.compile(r"/(?:mgWebService\.asmx/\w+|(?:mg|ie)\w+\.aspx)\Z", re.IGNORECASE)
_NO_PAPERS = re.compile(r"(?:agenda frontsheet|printed minutes|public (?:document|reports) pack)\b.*", re.IGNORECASE)


def find(response: Response) -> Found:
    """Of a list or feed of meetings: the address of each meeting, marked with its date and standing. Of a meeting: its
    papers, with the committee's name before the title. A paper has no date here: when it was published is not told."""
    text = xml_text(response)
    if root_of(text[:4096].encode()) in ("rss", "feed", "rdf"):
        return _fed(response)
    root = _root(text)
    meetings = [one for one in _all(root, "meeting") if _value(one, "meetingid")]
    if meetings and _name(root) != "meeting":
        return Found("moderngov", pages=tuple(dict.fromkeys(_meetings(meetings, response.url)))[:MEETINGS_LIMIT])
    if _name(root) == "meeting":
        return Found("moderngov", once(_papers(root, response.url)))
    if _name(root).startswith("get"):
        return Found("moderngov")
    raise NothingFound("is no answer of a ModernGov committee system")


def _root(text: str) -> Any:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, remove_comments=True, encoding="utf-8"
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise NothingFound("is no answer of a ModernGov committee system") from error
    if root is None or root_of(text[:4096].encode()) == "html":
        raise NothingFound("is HTML where meetings should be")
    return root


def _meetings(meetings: list[Any], url: str) -> Iterator[str]:
    for meeting in meetings:
        dated = listing_date(_value(meeting, "meetingdate"))
        standing = re.sub(r"\W+", "-", f"{dated or ''} {_value(meeting, 'meetingstatus')}".strip()).casefold()
        yield f"{_meeting(url, _value(meeting, 'meetingid'))}#{standing or 'meeting'}"


def _meeting(url: str, number: str) -> str:
    """The web service's address of a meeting, beside the address that told of it."""
    parts = urlsplit(url)
    base = _SERVICE.sub("", parts.path).rstrip("/")
    return f"{parts.scheme}://{parts.netloc}{base}/mgWebService.asmx/GetMeeting?lMeetingId={number}"


def _fed(response: Response) -> Found:
    """A committee's feed leads to the pages of its meetings; what leads elsewhere is a paper."""
    pages: dict[str, None] = {}
    papers = []
    for link in feed.entries(response):
        number = _number(link.url)
        if number:
            state = re.sub(r"\W+", "-", f"{link.dated or ''} {link.title or ''}".strip()).casefold()
            pages[f"{_meeting(response.url, number)}#{state or 'meeting'}"] = None
        else:
            papers.append(link)
    return Found("moderngov", tuple(papers), tuple(pages))


def _number(address: str) -> str | None:
    parts = split(address)
    said = {name.casefold(): value for name, value in parse_qsl(parts.query)} if parts else {}
    number = said.get("mid") or said.get("meetingid") or ""
    return number if number.isdigit() else None


def _papers(meeting: Any, url: str) -> Iterator[Link]:
    committee = _value(meeting, "committeetitle") or _value(meeting, "committeename")
    for paper in _all(meeting, "linkeddoc"):
        title, address = _value(paper, "title"), joined(url, _value(paper, "url"))
        public = _value(paper, "isrestricted").casefold() not in ("true", "1")
        if _value(paper, "url") and address and public and not _NO_PAPERS.fullmatch(title):
            yield Link(address, ": ".join(part for part in (committee, title) if part) or None)


def _all(root: Any, name: str) -> list[Any]:
    return [element for element in root.iter() if _name(element) == name]


def _value(element: Any, name: str) -> str:
    """The text of the first child of that name."""
    found = next((child for child in element if _name(child) == name), None)
    return " ".join("".join(found.itertext()).split()) if found is not None else ""


def _name(element: Any) -> str:
    """The name without its namespace, or without the prefix that nobody declared; "" for what is no element."""
    return element.tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(element.tag, str) else ""
