"""Invented stories, each read as a specialist would read it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from newsdesk.article import Article
from newsdesk.reading import Reading, read

STORIES: list[dict[str, Any]] = YAML(typ="safe").load(Path(__file__).with_name("stories.yaml").read_text("utf-8"))
RELEVANT = [story for story in STORIES if story["kind"]]


def reading_of(story: dict[str, Any]) -> Reading:
    home = (story["home"],) if "home" in story else ()
    return read(Article("https://paper.test/1", "Paper", story["title"], story["text"], date(2024, 9, 5), None, home))


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story["title"])
def test_a_story_is_relevant_or_not(story: dict[str, Any]) -> None:
    reading = reading_of(story)
    assert reading.relevant == bool(story["kind"]), (reading.score, reading.evidence)


@pytest.mark.parametrize("story", RELEVANT, ids=lambda story: story["title"])
def test_a_relevant_story_has_its_kind_councils_and_speakers(story: dict[str, Any]) -> None:
    reading = reading_of(story)
    assert reading.kind == story["kind"]
    assert sorted(reading.councils) == story["councils"]
    assert [person.name for person in reading.people] == story["people"]
