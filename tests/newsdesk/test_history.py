"""Ofsted's own history and the calendar of elections: whole, in our words, and about councils that we know."""

from __future__ import annotations

from datetime import date

import pytest

from newsdesk.councils import all_councils
from newsdesk.history import councils_with_history, history_of, pre_election

FORMER = {"Bournemouth", "Cumbria", "Northamptonshire"}
GRADES = {"outstanding", "good", "requires improvement", "inadequate"}


def test_every_council_has_a_history_under_the_name_that_the_newsdesk_uses() -> None:
    assert set(councils_with_history()) == {council.name for council in all_councils()} | FORMER


def test_cheshire_east_was_inspected_twice_newest_first() -> None:
    newest, oldest = history_of("Cheshire East")

    assert (newest.started, newest.published) == (date(2024, 2, 26), date(2024, 5, 16))
    assert newest.judgements == {
        "overall effectiveness": "inadequate",
        "impact of leaders": "requires improvement",
        "help and protection": "requires improvement",
        "children in care": "requires improvement",
        "care leavers": "inadequate",
    }
    assert oldest.started == date(2019, 11, 18)
    assert "care leavers" not in oldest.judgements


def test_it_holds_271_inspections_and_60_visits() -> None:
    rows = [one for council in councils_with_history() for one in history_of(council)]
    visits = [one for one in rows if one.kind != "inspection"]

    assert (len(rows), len(visits)) == (331, 60)
    assert {one.kind for one in visits} == {"focused-visit", "monitoring-visit"}


def test_inspections_have_grades_and_visits_have_none() -> None:
    for council in councils_with_history():
        for one in history_of(council):
            assert set(one.judgements.values()) <= GRADES
            assert bool(one.judgements) == (one.kind == "inspection") == bool(one.length)
            assert one.started < one.published


def test_nothing_is_known_of_a_council_that_is_none() -> None:
    assert history_of("Gotham") == ()


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2024, 6, 20), "general election 2024"),
        (date(2025, 5, 1), "local elections 2025"),
        (date(2025, 5, 2), None),
        (date(2026, 4, 15), "local elections 2026"),
        (date(2026, 1, 1), None),
    ],
)
def test_pre_election_periods(day: date, name: str | None) -> None:
    found = pre_election(day)

    assert (found.name if found else None) == name
