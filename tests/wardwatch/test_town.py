"""The town of 145 outlets: it is the same town each time, and what it expects is what its papers say."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests

from newsdesk.addresses import canonical
from newsdesk.article import Article
from newsdesk.reading import Reading, read
from newsdesk.sameness import group
from tests.town import Outlet, Town
from wardwatch import config
from wardwatch.demo.press import Item

NOW = datetime(2026, 5, 21, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def town() -> Town:
    return Town(now=NOW)


def understood(outlet: Outlet, item: Item) -> tuple[Article, Reading]:
    councils = tuple(sorted(set(outlet.councils)))
    text = "\n\n".join(item.paragraphs)
    url = outlet.paper.address(item, f"http://{outlet.name[-3:]}.example")
    article = Article(url, outlet.name, item.title, text, item.local, item.byline, councils)
    return article, read(article)


def test_two_thirds_of_what_is_printed_is_relevant(town: Town) -> None:
    relevant = sum(len(story.carried) for story in town.expected_stories)
    printed = Counter(len(outlet.paper.items) for outlet in town.outlets)

    assert len(town.outlets) == 145
    assert set(printed) == {1, 2, 3, 4, 5}
    assert relevant / (relevant + len(town.irrelevant)) == pytest.approx(2 / 3, abs=0.01)


def test_it_is_the_same_town_each_time(town: Town) -> None:
    again = Town(now=NOW)
    other = Town(now=NOW, seed=2)

    assert [outlet.paper.items for outlet in again.outlets] == [outlet.paper.items for outlet in town.outlets]
    assert [outlet.paper.items for outlet in other.outlets] != [outlet.paper.items for outlet in town.outlets]


def test_no_two_stories_are_one_council_and_one_kind(town: Town) -> None:
    told = Counter((story.council, story.kind) for story in town.expected_stories)

    assert set(told.values()) == {1}
    assert len({story.kind for story in town.expected_stories}) == 13


def test_some_stories_are_carried_by_several_outlets(town: Town) -> None:
    for story in town.expected_stories:
        assert len({outlet.name for outlet, _ in story.carried}) == len(story.carried)
    assert sum(len(story.carried) > 1 for story in town.expected_stories) > 40


def test_the_newsdesk_tells_the_relevant_from_the_rest(town: Town) -> None:
    missed = [
        item.title for story in town.expected_stories for outlet, item in story.carried if not _relevant(outlet, item)
    ]
    wrong = [item.title for outlet, item in town.irrelevant if _relevant(outlet, item)]

    assert (missed, wrong) == ([], [])


def test_the_newsdesk_joins_what_belongs_together_and_nothing_else(town: Town) -> None:
    read_as, truth = [], []
    for number, story in enumerate(town.expected_stories):
        for outlet, item in story.carried:
            read_as.append(understood(outlet, item))
            truth.append(number)
    joined = sorted(sorted({truth[position] for position in positions}) for positions in group(read_as))

    assert joined == [[number] for number in range(len(town.expected_stories))]


def test_every_address_is_an_identity_of_its_own() -> None:
    with Town(outlets=24, now=NOW) as small:
        addresses = [outlet.paper.address(item, outlet.base) for outlet in small.outlets for item in outlet.paper.items]

        assert len({canonical(address) for address in addresses}) == len(addresses)


def test_everything_is_served_once_and_then_unchanged() -> None:
    with Town(outlets=12, now=NOW) as small, requests.Session() as session:
        addresses = [outlet.source["url"] for outlet in small.outlets]
        addresses += [
            outlet.paper.address(item, outlet.base) for outlet in small.outlets for item in outlet.paper.items
        ]
        for address in addresses:
            tag = session.get(address, timeout=5).headers["ETag"]
            session.get(address, headers={"If-None-Match": tag}, timeout=5)

        assert small.answers() == {200: len(addresses), 304: len(addresses)}
        assert len({asked.host for asked in small.asked}) == 12


def test_its_config_has_no_mistake() -> None:
    with Town(outlets=12, now=NOW) as small:
        text = small.config(25, "http://127.0.0.1:9/hook", "sqlite:///town.db")
        known = config.parse(text, Path("config.yaml"))

        assert len(known.watched()) == 12
        assert {source.kind for source in known.sources} == {"listing", "feed", "sitemap"}


def _relevant(outlet: Outlet, item: Item) -> bool:
    return understood(outlet, item)[1].relevant
