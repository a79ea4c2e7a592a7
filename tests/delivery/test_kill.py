"""The service is killed again and again, at whatever it is doing: nothing is lost, and nothing is told anew."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.delivery.harness import Office, office

KILLS = 10


def killed_again_and_again(town_office: Office, kills: int, dice: random.Random) -> None:
    """So many lives, in each of which something new is published; every other one ends while something is sent."""
    for left in range(kills, 0, -1):
        town_office.town.publishes(-(-len(town_office.town.held) // left))
        sending = left % 2 == 0
        town_office.lives_and_is_killed(dice.uniform(0, 0.3 if sending else 2.0), sending=sending)


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_killed_ten_times_it_loses_nothing_and_repeats_only_what_was_in_hand(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    database = request.getfixturevalue(f"{kind}_url")
    with office(tmp_path, database, outlets=12) as town_office:
        killed_again_and_again(town_office, KILLS, random.Random(kind))  # noqa: S311
        town_office.ends_in_peace()
        found, doctor = town_office.account(), town_office.doctor()

    assert found.stories > KILLS
    assert found.well, found
    assert doctor.returncode == 0, doctor.stdout + doctor.stderr
