"""Dates as listings write them. What is not plainly a date, or not plainly a British one, is None."""

from __future__ import annotations

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime

EARLIEST, LATEST = 1900, 2200
_MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec"
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\.?,?\s+)?"
_LEAD = r"(?:(?:published|posted|updated|date|added)(?:\s+(?:on|at|date))?\s*:?\s*)?"
_TIME = (
    r"(?:,?\s*(?:at|-|–|\|)?\s*(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2})(?::\d{2})?\s*(?P<half>[ap]\.?m\.?)?"
    r"|\s*(?P<bare>[ap]m))(?:\s*(?:gmt|bst))?)?"
)
_WRITTEN = (
    rf"{_WEEKDAY}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH},?\s+(?P<year>\d{{4}})",
    rf"{_WEEKDAY}{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})",
    rf"{_WEEKDAY}(?P<day>\d{{1,2}})[/.](?P<number>\d{{1,2}})[/.](?P<year>\d{{4}}|\d{{2}})",
)
_FORMS = [re.compile(_LEAD + written + _TIME, re.IGNORECASE) for written in _WRITTEN]
_RFC_2822 = re.compile(r"(?:\w{3},\s*)?\d{1,2} [A-Z][a-z]{2} \d{4} \d{1,2}:\d{2}(?::\d{2})? \S+")


def listing_date(text: str | None) -> date | datetime | None:
    """The date that `text` consists of: a date where no time is given, a datetime with its offset or naive.

    Numbers are day first, as in Britain; 05/16/2024 is no date, nor is one in the year 0 or 9999.
    """
    said = " ".join((text or "").split())
    if not said or len(said) > 80:
        return None
    try:
        dated = _machine(said) or _british(said)
    except (ValueError, OverflowError):
        return None
    return dated if dated and EARLIEST <= dated.year <= LATEST else None


def _machine(said: str) -> date | datetime | None:
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", said):
        return date.fromisoformat(said)
    if re.match(r"\d{4}-\d{2}-\d{2}[T ]\d", said):
        return datetime.fromisoformat(said.replace(" UTC", "+00:00"))
    if _RFC_2822.fullmatch(said):
        return parsedate_to_datetime(re.sub(r" BST$", " +0100", said))
    return None


def _british(said: str) -> date | datetime | None:
    for form in _FORMS:
        found = form.fullmatch(said)
        if found:
            return _built(found.groupdict())
    return None


def _built(part: dict[str, str | None]) -> date | datetime:
    number = part.get("number")
    month = int(number) if number else _MONTHS.index(str(part["month"])[:3].lower()) // 3 + 1
    year = int(str(part["year"]))
    day = date(year + 2000 if len(str(part["year"])) == 2 else year, month, int(str(part["day"])))
    hour = int(part["hour"] or 0)
    if not part["hour"]:
        return day
    half = (part["half"] or part["bare"] or "").replace(".", "").lower()
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return datetime(day.year, day.month, day.day, hour, int(part["minute"] or 0))  # noqa: DTZ001 - naive means London
