"""One crawl over a town of sites that misbehave: it ends, keeps what can be kept, and names each in a plain line."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.hostile.pages import PAGES
from tests.hostile.server import Town, reply
from tests.hostile.sites import GOOD, RSS, Way, rss, site, story
from tests.hostile.wires import WIRES

SECONDS = 45.0
MEMORY = 300_000_000
HEALTHY_LINKS = tuple(f"{GOOD}-{number}" for number in range(4))
HEALTHY = {
    f"healthy {number}": Way(
        site({"/feed": reply(rss(*HEALTHY_LINKS), RSS), **{link: reply(story()) for link in HEALTHY_LINKS}}),
        r": 4 links, 4 new; 4 new stories$",
        kept=4,
    )
    for number in range(3)
}
WAYS = {**dict(list(WIRES.items())[:30]), **HEALTHY, **dict(list(WIRES.items())[30:]), **PAGES}


@pytest.fixture(scope="module")
def told() -> Iterator[dict[str, Any]]:
    """What one crawl over all of it says, with the time that the whole took and who touched the forbidden listener."""
    with Town({name: way.site for name, way in WAYS.items()}) as town:
        sources = [
            {"name": name, "url": town.bases[name].replace("http", way.scheme, 1) + way.path, "kind": way.kind}
            for name, way in WAYS.items()
        ]
        allowed = [base.removeprefix("http://") for base in town.bases.values()]
        began = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-m", "tests.hostile.visitor"],
            input=json.dumps({"sources": sources, "allowed": allowed}),
            capture_output=True,
            text=True,
            cwd=Path(__file__).parents[2],
            timeout=2 * SECONDS,
            check=True,
        )
        yield {**json.loads(done.stdout), "whole": time.monotonic() - began, "touched": town.touched}


def test_the_town_knows_more_than_sixty_ways() -> None:
    assert len(WIRES) + len(PAGES) >= 60


def test_the_crawl_ends_within_its_bounds(told: dict[str, Any]) -> None:
    assert told["whole"] < SECONDS
    assert told["peak"] < MEMORY
    assert all(line["finished"] for line in told["lines"].values())


@pytest.mark.parametrize("name", WAYS)
def test_each_is_named_in_a_plain_line_and_what_can_be_kept_is_kept(told: dict[str, Any], name: str) -> None:
    line = told["lines"][name]
    assert re.search(WAYS[name].said, line["line"]), line["line"]
    assert line["read"] == WAYS[name].kept, line["line"]
    assert not re.search(r"Error\b|Exception|Traceback|broken off \(|could not be", line["line"]), line["line"]


def test_nobody_is_led_to_the_forbidden_address(told: dict[str, Any]) -> None:
    assert told["touched"] == 0


def test_no_headline_is_longer_than_any_honest_one(told: dict[str, Any]) -> None:
    assert told["longest"] <= 500
