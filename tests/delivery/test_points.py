"""A kill between two steps of intake and delivery, one by one: nothing is lost, nothing is told anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.delivery.days import EFFECTS, days_of, points
from tests.delivery.nursery import Nursery

EVERY = 40


@pytest.mark.parametrize(("kind", "first"), [("sqlite", 0), ("postgres", 20)])
def test_killed_between_two_steps_it_loses_nothing_and_tells_nothing_anew(
    kind: str, first: int, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Every 24th point, and all where something changes outside the process; benchmarks.kill goes through all."""
    database = request.getfixturevalue(f"{kind}_url")
    with Nursery(tmp_path) as nursery, days_of(nursery, tmp_path, database) as days:
        everywhere = points(days.steps())
        chosen = [one for number, one in enumerate(everywhere) if number % EVERY == first or one.endswith(EFFECTS)]
        survived = days.dies_at(chosen)
        found = days.account()

    assert len(everywhere) > 100
    assert survived == []
    assert found.well, found
    assert found.repeated
