"""A rule with a limit: so much a day at once, the rest in a digest, and an official story always."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from tests.alerts.conftest import Newsroom, rule

DESK = {"email": "desk@example.org"}


def test_what_is_over_the_limit_waits_for_the_morning(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule("few", DESK, limit="2 a day"))
    for _ in range(4):
        newsroom.prints()
    newsroom.delivers()
    assert [message.type for message in newsroom.post.sent] == ["story.new", "story.new"]
    assert newsroom.builds_digests() == 0
    newsroom.now = datetime(2026, 6, 2, 7, 30, tzinfo=UTC)
    assert newsroom.builds_digests() == 1
    newsroom.delivers()
    assert newsroom.post.sent[-1].payload["count"] == 2
    newsroom.prints()
    newsroom.delivers()
    assert [message.type for message in newsroom.post.sent[2:]] == ["digest", "story.new"]


def test_it_waits_for_the_recipients_own_digest_where_there_is_one(newsroom: Newsroom) -> None:
    newsroom.has_rules(
        rule("few", DESK, limit=1),
        rule("courts", DESK, send="daily at 17:00", when={"kinds": {"any": ["court"]}}),
        rule("weekly", DESK, send="weekly on friday at 17:00", when={"kinds": {"any": ["court"]}}),
    )
    newsroom.prints()
    newsroom.prints()
    newsroom.prints(kind="court")
    newsroom.now = datetime(2026, 6, 1, 16, 0, tzinfo=UTC)
    assert newsroom.builds_digests() == 1
    newsroom.delivers()
    assert [message.type for message in newsroom.post.sent] == ["story.new", "digest"]
    assert newsroom.post.sent[-1].payload["count"] == 2


def test_an_official_story_is_never_held_back(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule("few", DESK, limit=1))
    newsroom.prints()
    story = newsroom.prints()
    newsroom.prints(official=True, outlet="Ofsted")
    newsroom.delivers()
    assert len(newsroom.post.sent) == 2
    newsroom.prints(story=story, official=True, outlet="Ofsted")
    newsroom.delivers()
    assert newsroom.post.sent[-1].type == "story.new"
    assert len(newsroom.post.sent) == 3
    newsroom.passes(days=1)
    assert newsroom.builds_digests() == 0


def test_what_is_added_to_a_message_that_waits_already_is_no_message_more(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule("few", DESK, limit=1))
    story = newsroom.prints()
    newsroom.prints(story=story, judgements={"care leavers": "good"})
    newsroom.delivers()
    (message,) = newsroom.post.sent
    facts = message.payload["story"]["facts"]
    assert [(fact["fact"], fact["new"]) for fact in facts] == [("story", True), ("judgement", True)]


def test_a_rule_without_a_limit_is_not_held_back_by_one_that_has_it(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule("few", DESK, limit=1), rule("courts", DESK, when={"kinds": {"any": ["court"]}}))
    newsroom.prints()
    newsroom.prints(kind="court")
    newsroom.delivers()
    assert len(newsroom.post.sent) == 2


def test_each_recipient_has_the_whole_of_the_limit_and_a_day_begins_at_local_midnight(newsroom: Newsroom) -> None:
    newsroom.now = datetime(2026, 6, 1, 22, 30, tzinfo=UTC)
    newsroom.has_rules(rule("few", [DESK, "log"], limit=1))
    newsroom.prints()
    newsroom.prints()
    newsroom.delivers()
    assert sorted(message.recipient for message in newsroom.post.sent) == ["desk@example.org", "log"]
    newsroom.now = datetime(2026, 6, 1, 23, 5, tzinfo=UTC)
    newsroom.prints()
    newsroom.delivers()
    assert len(newsroom.post.sent) == 4


@pytest.mark.parametrize("values", [{"limit": 0}, {"limit": "ten"}, {"limit": 5, "send": "daily at 08:30"}])
def test_mistakes_in_a_limit(values: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match=r"10 a day|sends at once"):
        rule(**values)


def test_a_heartbeat_is_for_digests_only() -> None:
    with pytest.raises(ValidationError, match="heartbeat is for a digest"):
        rule(heartbeat=True)
