"""Our own words for kinds, judgements, grades and dates, and page text made harmless."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime, tzinfo

KINDS = {
    "inspection": "Ofsted inspection",
    "focused-visit": "Ofsted focused visit",
    "monitoring-visit": "Ofsted monitoring visit",
    "jtai": "joint inspection (JTAI)",
    "send-inspection": "area SEND inspection",
    "home-inspection": "inspection of a children's home or agency",
    "intervention": "government intervention",
    "leadership": "leadership of children's services",
    "safeguarding-review": "safeguarding review",
    "court": "court case",
    "finance": "money for children's services",
    "workforce": "children's services workforce",
    "service": "a service for children and families",
    "policy": "children's services policy",
    "ombudsman": "Ombudsman decision",
    "other": "children's services in the news",
}
OFSTED_KINDS = ("inspection", "focused-visit", "monitoring-visit", "jtai", "send-inspection", "home-inspection")
UNGRADED_KINDS = ("focused-visit", "monitoring-visit", "jtai")
WITHHELD_KINDS = ("safeguarding-review", "court")
JUDGEMENTS = {
    "overall effectiveness": "Overall effectiveness",
    "impact of leaders": "Impact of leaders",
    "help and protection": "Help and protection",
    "children in care": "Children in care",
    "care leavers": "Care leavers",
    "adoption": "Adoption",
}
GRADES = ("outstanding", "good", "requires improvement", "inadequate")
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
SPACES = re.compile(r"\s+")


def plain(text: str, longest: int = 500) -> str:
    """Text from a page as one harmless line: no control, direction or zero-width characters, at most `longest` long."""
    kept = "".join(" " if one.isspace() else one for one in text if _visible(one))
    line = SPACES.sub(" ", kept).strip()
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def _visible(one: str) -> bool:
    return one.isspace() or unicodedata.category(one) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def sentence_case(text: str) -> str:
    """The text with a capital at its beginning, the rest as it is."""
    return text[:1].upper() + text[1:]


def ordinal(number: int) -> str:
    """second for 2, and 11th for 11."""
    if number <= len(ORDINALS):
        return ORDINALS[number - 1]
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def listed(words: Sequence[str], at_most: int = 3) -> str:
    """One, two and three; longer lists are cut with "and 4 more"."""
    if len(words) > at_most:
        return f"{', '.join(words[: at_most - 1])} and {len(words) - at_most + 1} more"
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def day(value: date) -> str:
    """16 May 2024."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def moment(value: date | datetime, zone: tzinfo) -> str:
    """16 May 2024, 09:30; without the clock where only the day is known. Naive means `zone`."""
    if not isinstance(value, datetime):
        return day(value)
    local = value.replace(tzinfo=zone) if value.tzinfo is None else value.astimezone(zone)
    return f"{day(local.date())}, {local:%H:%M}"


def iso_day(value: str) -> str:
    """16 May 2024 for 2024-05-16, May 2024 for 2024-05, and anything else as it stands."""
    parts = value.split("-")
    try:
        numbers = [int(part) for part in parts]
        if len(numbers) == 2:
            return f"{MONTHS[numbers[1] - 1]} {numbers[0]}"
        return day(date(*numbers))
    except (ValueError, TypeError, IndexError):
        return value


def days(values: Sequence[str]) -> str:
    """26 February to 8 March 2024, or June 2025, for the dates of an inspection."""
    if not values:
        return ""
    first, last = iso_day(values[0]), iso_day(values[-1])
    if first == last:
        return first
    first_parts, last_parts = first.split(), last.split()
    while len(first_parts) > 1 and first_parts[-1] == last_parts[-1]:
        first_parts.pop()
        last_parts = last_parts[:-1]
    return f"{' '.join(first_parts)} to {last}"


def month(values: Sequence[str]) -> str:
    """June 2025: the month in which the last of these dates falls."""
    return iso_day("-".join(values[-1].split("-")[:2])) if values else ""


def place_in_report(judgement: str) -> tuple[int, str]:
    """Sorts judgements as a report has them, others after them."""
    known = list(JUDGEMENTS)
    return (known.index(judgement) if judgement in known else len(known), judgement)
