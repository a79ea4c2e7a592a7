"""Updates of a story: one an hour at most, unless a grade changes; and never twice the same for one person."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.alerts.conftest import Newsroom, rule

DESK = {"email": "desk@example.org"}
OFSTED = {"outlet": "Ofsted", "official": True}


@pytest.fixture
def told(newsroom: Newsroom) -> tuple[Newsroom, int]:
    """A newsroom that has just told its desk of a story; and the story."""
    newsroom.has_rules(rule(to=DESK))
    story = newsroom.prints()
    newsroom.delivers()
    return newsroom, story


def test_facts_of_one_hour_make_one_update(told: tuple[Newsroom, int]) -> None:
    newsroom, story = told
    newsroom.passes(minutes=10)
    newsroom.prints(story=story, **OFSTED)
    assert newsroom.delivers().outcomes == []
    newsroom.passes(minutes=10)
    newsroom.prints(story=story, priority_action=True)
    newsroom.passes(minutes=39)
    assert newsroom.delivers().outcomes == []
    newsroom.passes(minutes=1)
    newsroom.delivers()
    assert [message.type for message in newsroom.post.sent] == ["story.new", "story.update"]
    assert {fact["fact"] for fact in newsroom.post.sent[1].payload["story"]["facts"] if fact["new"]} == {
        "official_document",
        "priority_action",
    }


def test_a_grade_does_not_wait_and_takes_along_what_waits(told: tuple[Newsroom, int]) -> None:
    newsroom, story = told
    newsroom.prints(story=story, **OFSTED)
    newsroom.passes(minutes=1)
    newsroom.prints(story=story, judgements={"overall effectiveness": "inadequate"})
    newsroom.delivers()
    assert len(newsroom.post.sent) == 2
    assert {fact["fact"] for fact in newsroom.post.sent[1].payload["story"]["facts"] if fact["new"]} == {
        "official_document",
        "judgement",
    }


def test_the_hour_counts_from_the_last_update(told: tuple[Newsroom, int]) -> None:
    newsroom, story = told
    newsroom.passes(hours=1)
    newsroom.prints(story=story, **OFSTED)
    assert newsroom.delivers().count("sent") == 1
    newsroom.passes(minutes=30)
    newsroom.prints(story=story, priority_action=True)
    assert newsroom.delivers().outcomes == []
    newsroom.passes(minutes=30)
    assert newsroom.delivers().count("sent") == 1


def test_another_story_does_not_wait_for_it(told: tuple[Newsroom, int]) -> None:
    newsroom, _ = told
    newsroom.prints()
    assert newsroom.delivers().count("sent") == 1


def test_three_rules_of_one_person_make_one_message_with_three_reasons(newsroom: Newsroom) -> None:
    newsroom.has_rules(*(rule(name, DESK) for name in ("councils", "kinds", "words")))
    newsroom.prints()
    newsroom.delivers()
    (message,) = newsroom.post.sent
    assert [reason["rule"] for reason in message.payload["reasons"]] == ["councils", "kinds", "words"]


def test_what_was_told_at_once_is_not_in_that_persons_digest(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule(to=DESK), rule("daily", [DESK, "log"], send="daily at 08:30"))
    newsroom.prints()
    newsroom.delivers()
    newsroom.now += timedelta(days=1)
    newsroom.builds_digests()
    newsroom.delivers()
    assert [(message.recipient, message.type) for message in newsroom.post.sent] == [
        ("desk@example.org", "story.new"),
        ("log", "digest"),
    ]
