"""Who was told what, when, by which channel, and who took it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from alerts.channels import DeliveryError
from alerts.ledger import Entry, Wanted, entries
from tests.alerts.conftest import MONDAY, Newsroom, rule

DESK, HOOK = {"email": "desk@example.org"}, {"webhook": "https://hooks.example.org/T0/verysecret"}


def ledger(newsroom: Newsroom, **wanted: Any) -> list[Entry]:
    with newsroom.database.reading() as session:
        return list(entries(session, Wanted(**wanted)))


def test_each_story_in_each_message_has_its_line(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule("now", [DESK, HOOK]), rule("round-up", "log", send="daily at 08:30"))
    first = newsroom.prints(judgements={"care leavers": "good"})
    second = newsroom.prints()
    newsroom.delivers()
    newsroom.passes(days=1)
    newsroom.builds_digests()
    newsroom.delivers()
    told = ledger(newsroom)
    assert [(one.channel, one.type, one.story) for one in told] == [
        ("email", "story.new", first),
        ("webhook", "story.new", first),
        ("email", "story.new", second),
        ("webhook", "story.new", second),
        ("log", "digest", first),
        ("log", "digest", second),
    ]
    assert [one.channel for one in ledger(newsroom, story=second)] == ["email", "webhook", "log"]
    one = told[0]
    assert (one.recipient, one.facts) == ("desk@example.org", ("story", "judgement: care leavers: good"))
    assert (one.rules, one.state, one.tries, one.answer) == (("now",), "sent", 1, "250 taken")
    assert one.at == MONDAY + timedelta(seconds=1)
    assert "verysecret" not in told[1].recipient
    assert len({entry.id for entry in told}) == 5


def test_an_answer_is_that_of_the_attempt_that_was_accepted_else_of_the_last(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule(to=DESK))
    newsroom.prints()
    newsroom.post.refusals = [DeliveryError("451 later"), DeliveryError("452 later still")]
    for answer, tries in (("451 later", 1), ("452 later still", 2), ("250 taken", 3)):
        newsroom.delivers()
        (one,) = ledger(newsroom)
        assert (one.answer, one.tries, one.at is None) == (answer, tries, tries < 3)
        newsroom.passes(hours=1)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, 5),
        ({"recipient": "desk@example.org"}, 3),
        ({"channel": "log"}, 2),
        ({"rule": "courts"}, 1),
        ({"story": 1}, 2),
        ({"state": "sent"}, 4),
        ({"state": "pending"}, 1),
        ({"since": datetime(2026, 6, 2, tzinfo=UTC)}, 3),
        ({"until": datetime(2026, 6, 2, tzinfo=UTC)}, 2),
        ({"story": 1, "channel": "log"}, 1),
        ({"story": 99}, 0),
    ],
)
def test_what_is_wanted_is_found(small_newsroom: Newsroom, wanted: dict[str, Any], found: int) -> None:
    small_newsroom.has_rules(rule("all", [DESK, "log"]), rule("courts", DESK, when={"kinds": {"any": ["court"]}}))
    small_newsroom.prints()
    small_newsroom.delivers()
    small_newsroom.passes(days=1)
    small_newsroom.prints(kind="court")
    small_newsroom.delivers()
    small_newsroom.has_rules(rule("later", DESK, quiet="09:00-11:00", when={"kinds": {"any": ["finance"]}}))
    small_newsroom.prints(kind="finance")
    assert len(ledger(small_newsroom, **wanted)) == found


def test_messages_about_no_story_are_in_it_too(small_newsroom: Newsroom) -> None:
    small_newsroom.has_rules(rule("round-up", DESK, send="daily at 08:30", heartbeat=True))
    small_newsroom.passes(days=1)
    small_newsroom.builds_digests()
    small_newsroom.delivers()
    (one,) = ledger(small_newsroom)
    assert (one.type, one.story, one.facts) == ("digest", None, ())
