"""Events as several outlets tell them: which reports are one story, in any order of arrival."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from newsdesk.article import Article
from newsdesk.findings import Reading
from newsdesk.reading import read
from newsdesk.sameness import Item, contradict, group, joined

EVENTS: list[dict[str, Any]] = YAML(typ="safe").load(Path(__file__).with_name("events.yaml").read_text("utf-8"))
TOLD = [(event["event"], telling) for event in EVENTS for telling in event["told"]]


@cache
def items() -> list[Item]:
    articles = [
        Article(f"https://paper.test/{at}", one["outlet"], one["title"], one["text"], one["day"], None, home(one))
        for at, (_, one) in enumerate(TOLD)
    ]
    return [(article, read(article)) for article in articles]


def home(telling: dict[str, Any]) -> tuple[str, ...]:
    return (telling["home"],) if telling["home"] else ()


def named(stories: list[list[int]]) -> list[list[str]]:
    return [[TOLD[at][1]["title"] for at in story] for story in stories]


def test_the_reports_of_an_event_are_one_story_and_no_two_events_share_one() -> None:
    true: dict[str, list[int]] = {}
    for at, (event, _) in enumerate(TOLD):
        true.setdefault(event, []).append(at)
    assert named(group(items())) == named(sorted(true.values()))


def arrived(coming: list[Item], order: list[int]) -> list[list[int]]:
    """The stories, when the articles come one by one, each to the stories that there are."""
    stories: list[list[int]] = []
    for at in order:
        found = joined(coming[at], [[coming[other] for other in story] for story in stories])
        together = sorted([at, *(other for number in found for other in stories[number])])
        stories = [story for number, story in enumerate(stories) if number not in found] + [together]
    return sorted(stories)


@given(st.permutations(range(len(TOLD))))
@settings(max_examples=8, deadline=None)
def test_any_order_of_arrival_gives_the_same_stories(order: list[int]) -> None:
    assert arrived(items(), order) == group(items())


TALES = (
    "Ofsted has been back, it says, and found that plans for children are clearer than they were.",
    "Social workers see children more often, inspectors write, but supervision is still uneven.",
    "Parents were heard. A letter tells of calm homes, of tired staff and of one very good reading group.",
)


def visit(number: int, telling: int, after: int, told: bool) -> Item:
    """One telling of a visit's letter; letters come a quarter of a year apart."""
    day = date(2025, 1, 6) + timedelta(days=90 * number + after)
    article = Article(f"https://paper.test/{number}/{telling}/{after}", "Paper", "Visit", TALES[telling], day)
    facts = Reading(True, 1.0, kind="monitoring-visit", councils=("Wigan",), visit_number=number if told else None)
    return article, facts


visits = st.builds(visit, st.integers(1, 4), st.integers(0, 2), st.integers(0, 6), st.booleans())


@given(st.lists(visits, max_size=9), st.randoms(use_true_random=False))
@settings(deadline=None)
def test_visits_told_vaguely_or_by_number_arrive_in_any_order(coming: list[Item], chance: Any) -> None:
    order = chance.sample(range(len(coming)), len(coming))
    stories = group(coming)
    assert arrived(coming, order) == stories
    for story in stories:
        assert not any(contradict(coming[one], coming[other]) for one in story for other in story)
