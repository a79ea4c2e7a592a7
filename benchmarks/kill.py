"""What is lost when the service is killed: at random moments, and between any two steps of intake and delivery.

    python -m benchmarks.kill [KILLS]

Runs on SQLite and on a PostgreSQL of its own. The service watches a town whose news come out bit by bit and is ended by
SIGKILL KILLS times (200 where nothing is said) on each: every other time while it sends. Then passages of intake and
delivery are killed once at each point between their steps. In the end what the receivers have is compared with what was
published. It exits with 1 where anything is lost, told anew under another id, or repeated although it was answered.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator

from benchmarks.databases import Databases
from tests.delivery.days import days_of, points
from tests.delivery.harness import office
from tests.delivery.nursery import Nursery
from tests.delivery.receivers import Account
from tests.delivery.test_kill import killed_again_and_again

OUTLETS = 60
CALM_SECONDS = 300.0
MOST_POINTS = 100


def at_random(databases: Databases, kind: str, kills: int) -> Account:
    """The service is killed again and again."""
    url, folder = databases.new(kind)
    with office(folder, url, outlets=OUTLETS) as town_office:
        killed_again_and_again(town_office, kills, random.Random(kind))  # noqa: S311
        town_office.ends_in_peace(CALM_SECONDS)
        return town_office.account()


def at_every_point(databases: Databases, kind: str) -> Iterator[tuple[int, list[str], Account]]:
    """A passage is killed at each point; for each database that it takes, how many there were, those that killed none,
    and what came of it."""
    done, everywhere = 0, [""]
    while done < len(everywhere):
        url, folder = databases.new(kind)
        with Nursery(folder) as nursery, days_of(nursery, folder, url) as days:
            everywhere = points(days.steps())
            some = everywhere[done : done + MOST_POINTS]
            yield len(some), days.dies_at(some), days.account()
            done += MOST_POINTS


def main() -> None:
    """Print the counts of each."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    well = True
    with Databases() as databases:
        for kind in ("SQLite", "PostgreSQL"):
            began = time.monotonic()
            found = at_random(databases, kind, kills)
            print(f"{kind}: {kills} kills at random: {found} ({time.monotonic() - began:.0f} s)", flush=True)
            well = well and found.well
            for count, survived, steps in at_every_point(databases, kind):
                print(f"{kind}: {count} points, {len(survived)} of them not come to: {steps}", flush=True)
                well = well and steps.well
    sys.exit(0 if well else 1)


if __name__ == "__main__":
    main()
