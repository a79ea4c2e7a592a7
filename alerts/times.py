"""When messages may go: schedules and quiet hours as people write them, in local time through both clock changes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Annotated

from pydantic import BeforeValidator

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
CLOCK = r"(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)"
DAILY = re.compile(rf"(?P<days>daily|weekdays)\s+at\s+{CLOCK}", re.IGNORECASE)
WEEKLY = re.compile(rf"weekly\s+on\s+(?P<day>{'|'.join(WEEKDAYS)})s?\s+at\s+{CLOCK}", re.IGNORECASE)
HOURS = re.compile(r"(?:([01]?\d|2[0-3]):([0-5]\d))\s*(?:-|–|to)\s*(?:([01]?\d|2[0-3]):([0-5]\d))")


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a rule's messages go. days: weekdays from 0 (Monday), none of them for "at once"."""

    text: str
    days: tuple[int, ...] = ()
    at: time = time()

    @property
    def at_once(self) -> bool:
        """Whether each story goes as it comes."""
        return not self.days

    def __str__(self) -> str:
        return self.text

    def next_after(self, moment: datetime, zone: tzinfo) -> datetime:
        """The first instant of the schedule after `moment`, in UTC. Of an hour that comes twice it takes the first."""
        day = moment.astimezone(zone).date()
        while True:
            instant = datetime.combine(day, self.at, zone).astimezone(UTC)
            if day.weekday() in self.days and instant > moment:
                return instant
            day += timedelta(days=1)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Hours in which nothing is sent, half-open, over midnight where the end is the earlier."""

    start: time
    end: time

    def until(self, moment: datetime, zone: tzinfo) -> datetime | None:
        """The end, in UTC, of the quiet hours that `moment` falls in; None outside them."""
        local = moment.astimezone(zone)
        clock = local.time()
        over_midnight = self.start > self.end
        inside = (clock >= self.start or clock < self.end) if over_midnight else self.start <= clock < self.end
        if not inside:
            return None
        tomorrow = over_midnight and clock >= self.start
        end = datetime.combine(local.date() + timedelta(days=tomorrow), self.end, zone)
        if end.astimezone(UTC) <= moment:
            end = end.replace(fold=1)
        return end.astimezone(UTC)


AT_ONCE = Schedule("at once")


def parse_schedule(value: object) -> Schedule:
    """The schedule that `value` names. Raises ValueError with examples where it names none."""
    if isinstance(value, Schedule):
        return value
    text = " ".join(str(value).split())
    if text.lower() == "at once":
        return AT_ONCE
    if found := DAILY.fullmatch(text):
        days, at = found["days"].lower(), time(int(found["hour"]), int(found["minute"]))
        return Schedule(f"{days} at {at:%H:%M}", tuple(range(7 if days == "daily" else 5)), at)
    if found := WEEKLY.fullmatch(text):
        day, at = found["day"].lower(), time(int(found["hour"]), int(found["minute"]))
        return Schedule(f"weekly on {day} at {at:%H:%M}", (WEEKDAYS.index(day),), at)
    raise ValueError(
        f"{text!r} is no time to send; "
        "write it as: at once, daily at 08:30, weekdays at 08:30 or weekly on monday at 08:30"
    )


def parse_quiet(value: object) -> QuietHours:
    """The quiet hours that `value` names. Raises ValueError with an example where it names none."""
    if isinstance(value, QuietHours):
        return value
    found = HOURS.fullmatch(str(value).strip())
    if not found:
        raise ValueError(f"{value!r} are no quiet hours; write them as 21:00-07:00")
    start, end = time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4]))
    if start == end:
        raise ValueError("quiet hours that end when they begin; write them as 21:00-07:00, or leave them out")
    return QuietHours(start, end)


SendTime = Annotated[Schedule, BeforeValidator(parse_schedule)]
Quiet = Annotated[QuietHours, BeforeValidator(parse_quiet)]
