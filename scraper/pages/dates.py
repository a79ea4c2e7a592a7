"""Dates of publication as pages write them: ISO and its misspellings, in words of many languages, in UK or US order."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone
from typing import TypeVar

from scraper.pages import months

Stamp = date | datetime
_S = TypeVar("_S", date, datetime)

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY = r"(?<![\d.,:/])(?P<day>\d{1,2})(?:st|nd|rd|th|er)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
_WORDED = (
    re.compile(rf"{_DAY}(?:\s+of)?[\s\-/,]{{1,3}}{_MONTH}[\s\-/,]{{1,3}}{_YEAR}", re.IGNORECASE),
    re.compile(rf"\b{_MONTH}\s+{_DAY},?(?:\s+\d\d:\d\d:\d\d\s+[A-Z]{{1,5}})?\s+{_YEAR}", re.IGNORECASE),
)
_ABROAD = re.compile(
    rf"{_DAY}[.ºo]?\s+(?:de\s+)?(?P<month>{'|'.join(sorted(months.NUMBERS, key=len, reverse=True))})\b[.,]?"
    rf"\s+(?:de[l]?\s+)?{_YEAR}",
    re.IGNORECASE,
)
_EAST = re.compile(r"(?P<year>(?:19|20)\d\d)\s?[年년]\s?(?P<month>\d{1,2})\s?[月월]\s?(?P<day>\d{1,2})\s?[日일]")
_NUMERIC = re.compile(r"(?<![\d/.\-])(?P<day>\d{1,2})([/.\-])(?P<month>\d{1,2})\2(?P<year>\d{4})(?![\d/])")
_ISO = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)(?:T?(?P<clock>\d{4,6}))?Z?$")
_EPOCH = re.compile(r"1\d{9}(?:\d{3})?$")
_CLOCK = re.compile(
    r"(?<![\d/])(?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d)(?:\.\d+)?)?\s*(?P<half>[ap]\.?m\b)?"
    r"\s*(?P<zone>Z\b|(?:GMT|UTC|BST)?\s?[+-]\d\d:?\d\d|GMT|UTC|BST)?"
    r"|(?<![\d/:.])(?P<hour12>1[0-2]|[1-9])(?P<half12>[ap]m)\b",
    re.IGNORECASE,
)
_A_YEAR = re.compile(r"(?:19|20)\d\d")
_NEAR = 24
_OLDEST = 1995
_NEWEST = 2100


def parse(value: str, *, month_first: bool = False) -> Stamp | None:
    """The first date in value, with its time and offset where it has them; None if there is none.

    Days come before months (05/06/2024 is 5 June) unless month_first says that the page is American; an impossible
    day in that order is no date at all.
    """
    value = value.strip()
    return _machine(value) or next((stamp for stamp, _, _ in _found(value, month_first)), None)


def find(line: str, *, month_first: bool = False) -> tuple[Stamp, str] | None:
    """The first date of a visible line and what else the line says; None if it holds none."""
    for stamp, start, end in _found(line, month_first):
        rest = line[:start] + " " + line[end:]
        return stamp, " ".join(_CLOCK.sub(" ", rest).split())
    return None


def best(candidates: Iterable[Stamp | None]) -> Stamp | None:
    """The first candidate; where it is a bare day, a later one of that day that has a time."""
    first: Stamp | None = None
    for stamp in candidates:
        if stamp is None:
            continue
        if isinstance(stamp, datetime):
            return stamp if first is None or stamp.date() == first else first
        first = first or stamp
    return first


def _machine(value: str) -> Stamp | None:
    """A value written for programs: ISO 8601, compact or seconds since 1970."""
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            return _sane(date.fromisoformat(value))
        if re.match(r"\d{4}-\d\d-\d\d[T ]\d\d:", value):
            return _sane(datetime.fromisoformat(re.sub(r"\s+([+-]\d\d:?\d\d|Z)$", r"\1", value)))
        if _EPOCH.match(value):
            return _sane(datetime.fromtimestamp(int(value[:10]), UTC))
    except ValueError:
        return None
    compact = _COMPACT.match(value)
    if not compact:
        return None
    day = _day(compact)
    return day and _with_clock(day, compact["clock"])


def _with_clock(day: date, digits: str | None) -> Stamp:
    if not digits or len(digits) not in (4, 6):
        return day
    try:
        return datetime.strptime(f"{day:%Y%m%d}{digits:0<6}", "%Y%m%d%H%M%S")  # noqa: DTZ007 - naive means London
    except ValueError:
        return day


def _found(text: str, month_first: bool) -> Iterable[tuple[Stamp, int, int]]:
    """Each date in text with the bounds of what was read as the date, in their order."""
    if not _A_YEAR.search(text):
        return
    patterns = (*_WORDED, _ABROAD, _EAST, _ISO, _NUMERIC)
    matches = [match for pattern in patterns for match in pattern.finditer(text[:2000])]
    for match in sorted(matches, key=lambda found: (found.start(), -found.end())):
        day = _day(match, swapped=month_first and match.re is _NUMERIC)
        if day:
            yield _timed(day, text, match.start(), match.end()), match.start(), match.end()


def _timed(day: date, text: str, start: int, end: int) -> Stamp:
    """The day with the time that stands right after or before it."""
    after = _CLOCK.search(text[end : end + _NEAR + 20])
    if after and after.start() <= _NEAR:
        return _at(day, after)
    before = list(_CLOCK.finditer(text[max(0, start - _NEAR) : start]))
    return _at(day, before[-1]) if before else day


def _at(day: date, clock: re.Match[str]) -> Stamp:
    hour = int(clock["hour"] or clock["hour12"])
    half = (clock["half"] or clock["half12"] or "").replace(".", "").lower()
    if half and hour > 12:
        half = ""
    hour = hour % 12 + 12 * (half == "pm") if half else hour
    return datetime(
        day.year,
        day.month,
        day.day,
        hour,
        int(clock["minute"] or 0),
        int(clock["second"] or 0),
        tzinfo=_zone(clock["zone"]),
    )


def _zone(said: str | None) -> timezone | None:
    if not said:
        return None
    offset = re.search(r"([+-])(\d\d):?(\d\d)", said)
    if offset:
        minutes = int(offset[2]) * 60 + int(offset[3])
        if minutes >= 24 * 60:
            return None
        return timezone(timedelta(minutes=-minutes if offset[1] == "-" else minutes))
    return timezone(timedelta(hours=1)) if said.upper() == "BST" else UTC


def _day(match: re.Match[str], *, swapped: bool = False) -> date | None:
    month, day = match["month"].lower(), match["day"]
    if swapped:
        month, day = day, month
    number = int(month) if month.isdigit() else months.NUMBERS.get(month) or _MONTHS.index(month[:3]) + 1
    try:
        return _sane(date(int(match["year"]), number, int(day)))
    except ValueError:
        return None


def _sane(stamp: _S) -> _S | None:
    return stamp if _OLDEST <= stamp.year <= _NEWEST else None
