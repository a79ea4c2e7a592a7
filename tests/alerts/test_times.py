"""Schedules and quiet hours, in London, through both clock changes."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from alerts.times import parse_quiet, parse_schedule

LONDON = ZoneInfo("Europe/London")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "after", "then"),
    [
        ("daily at 08:30", "2026-06-01T07:29", "2026-06-01T07:30"),
        ("daily at 08:30", "2026-06-01T07:30", "2026-06-02T07:30"),
        ("Weekdays at 8:30", "2026-06-05T07:30", "2026-06-08T07:30"),
        ("weekly on monday at 08:30", "2026-06-01T07:30", "2026-06-08T07:30"),
        ("daily at 08:30", "2026-03-28T08:30", "2026-03-29T07:30"),
        ("daily at 08:30", "2026-10-24T07:30", "2026-10-25T08:30"),
        ("daily at 01:30", "2026-03-28T01:30", "2026-03-29T01:30"),
        ("daily at 01:30", "2026-10-25T00:30", "2026-10-26T01:30"),
    ],
)
def test_the_next_instant(written: str, after: str, then: str) -> None:
    assert parse_schedule(written).next_after(at(after), LONDON) == at(then)


def test_schedules_are_remembered_in_one_spelling() -> None:
    assert str(parse_schedule("  Daily  at 8:30 ")) == "daily at 08:30"
    assert str(parse_schedule("weekly on Mondays at 8:05")) == "weekly on monday at 08:05"
    assert parse_schedule(str(parse_schedule("weekdays at 8:30"))) == parse_schedule("weekdays at 08:30")
    assert parse_schedule("At once").at_once


@pytest.mark.parametrize(
    ("hours", "moment", "until"),
    [
        ("21:00-07:00", "2026-06-01T19:59", None),
        ("21:00-07:00", "2026-06-01T20:00", "2026-06-02T06:00"),
        ("21:00-07:00", "2026-06-02T05:59", "2026-06-02T06:00"),
        ("21:00-07:00", "2026-06-02T06:00", None),
        ("12:00 - 14:00", "2026-06-01T11:30", "2026-06-01T13:00"),
        ("21:00-07:00", "2026-03-28T22:00", "2026-03-29T06:00"),
        ("21:00-07:00", "2026-10-24T22:00", "2026-10-25T07:00"),
        ("21:00-01:30", "2026-10-25T00:10", "2026-10-25T00:30"),
        ("21:00-01:30", "2026-10-25T01:10", "2026-10-25T01:30"),
    ],
)
def test_quiet_hours_end(hours: str, moment: str, until: str | None) -> None:
    assert parse_quiet(hours).until(at(moment), LONDON) == (at(until) if until else None)
