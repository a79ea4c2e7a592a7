"""The address that a source is asked at first: for some it holds the dates between which to look."""

from __future__ import annotations

import re
from datetime import date, timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from scraper.sources import Kind

MEETINGS = "mgWebService.asmx/GetAllMeetingsByDate"
MEETINGS_BACK, MEETINGS_AHEAD = timedelta(days=30), timedelta(days=14)
DECISIONS_BACK = timedelta(days=90)


def opening(kind: Kind | None, url: str, today: date) -> str:
    """The first address of a source on that day; for most it is their own."""
    if kind == "moderngov":
        return _meetings(url, today)
    if kind == "ombudsman":
        return _with(url, fd=(today - DECISIONS_BACK).isoformat(), td=today.isoformat(), page="1")
    return url


def _meetings(url: str, today: date) -> str:
    """Of a committee system: the meetings of all its committees around today. Its feeds are taken as they are."""
    path = urlsplit(url).path
    if re.search(r"/mgRss\.aspx\Z", path, re.IGNORECASE):
        return url
    asked = {
        "sFromDate": (today - MEETINGS_BACK).strftime("%d/%m/%Y"),
        "sToDate": (today + MEETINGS_AHEAD).strftime("%d/%m/%Y"),
    }
    if re.search(r"/mgWebService\.asmx/", path, re.IGNORECASE):
        return _with(url, **asked)
    base = re.sub(r"/(?:mg|ie)\w+\.aspx\Z|/\Z", "", path, flags=re.IGNORECASE)
    parts = urlsplit(url)
    return _with(urlunsplit((parts.scheme, parts.netloc, f"{base}/{MEETINGS}", "", "")), lCommitteeId="0", **asked)


def _with(url: str, **values: str) -> str:
    """The address with these values in its query, unless it has its own."""
    parts = urlsplit(url)
    own = parse_qsl(parts.query, keep_blank_values=True)
    named = {name.casefold() for name, _ in own}
    more = [(name, value) for name, value in values.items() if name.casefold() not in named]
    return urlunsplit(parts._replace(query=urlencode([*own, *more], safe="/")))
