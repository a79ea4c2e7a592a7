"""A disk that fills, a database that takes no writes, a clock set back: nothing is lost, and nothing told anew."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.delivery.harness import Office, office
from tests.delivery.nursery import Begun
from wardwatch.demo.post import wait_until

ENOUGH = 30.0
WHILE_IN_TROUBLE = 1.0
SAID = {"full": ("is full",), "read only": ("cannot be written to", "takes no writes")}
WELL = "can be used again"


def told(town_office: Office) -> int:
    """How many mails and posts there have been."""
    return len(town_office.mail.mails) + len(town_office.hook.posts)


def in_trouble(town_office: Office, service: Begun, state: str) -> None:
    """News come out while the database takes no writes; then it is well again."""
    town_office.town.publishes(5)
    before, said_well = told(town_office), service.said().count(WELL)
    wait_until(lambda: told(town_office) > before, WHILE_IN_TROUBLE)
    town_office.disk_is(state)
    town_office.town.publishes(5)
    assert wait_until(lambda: any(words in service.said() for words in SAID[state]), ENOUGH), service.said()
    time.sleep(WHILE_IN_TROUBLE)
    town_office.disk_is("well")
    assert wait_until(lambda: service.said().count(WELL) > said_well, ENOUGH), service.said()


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_a_full_disk_a_read_only_database_and_a_clock_set_back_an_hour_lose_nothing(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    with office(tmp_path, request.getfixturevalue(f"{kind}_url"), outlets=12) as town_office:
        service = town_office.starts()
        in_trouble(town_office, service, "full")
        in_trouble(town_office, service, "read only")
        town_office.sets_clock(-1)
        town_office.town.publishes(len(town_office.town.held))
        time.sleep(WHILE_IN_TROUBLE)
        assert service.terminate() == 0, service.said()
        town_office.ends_in_peace()
        found = town_office.account()

    assert found.stories > 10
    assert found.well, found
    assert "Traceback" not in service.said()
