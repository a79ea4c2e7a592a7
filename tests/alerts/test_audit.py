"""What `doctor` finds: each alert accounted for, or named."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from alerts.audit import Finding, checked, examine
from alerts.channels import DeliveryError
from alerts.rulebook import Rulebook
from db.models import AttemptRow, MatchRow, MessageRow, ReasonRow, ToldRow
from newsdesk.article import LONDON
from tests.alerts.conftest import Newsroom, rule

DESK = {"email": "desk@example.org"}


def findings(newsroom: Newsroom) -> list[Finding]:
    with newsroom.database.reading() as session:
        return examine(session, Rulebook(newsroom.rules), newsroom.now, LONDON)


def wrong(newsroom: Newsroom) -> list[str]:
    return [one.kind for one in findings(newsroom) if one.grave]


def does(newsroom: Newsroom, *statements: Any) -> None:
    def work(session: Session) -> None:
        for statement in statements:
            session.execute(statement)

    newsroom.database.write(work)


def test_a_week_of_ordinary_work_is_well(newsroom: Newsroom) -> None:
    newsroom.has_rules(
        rule("now", [DESK, "log"], quiet="21:00-07:00", limit=1),
        rule("round-up", DESK, send="daily at 08:30", heartbeat=True),
        rule("elsewhere", DESK, when={"councils": {"any": ["Leeds"]}}),
    )
    for day in range(7):
        story = newsroom.prints(backfill=day == 2, published=None)
        newsroom.delivers()
        newsroom.passes(hours=13)
        newsroom.prints(story=story, judgements={"care leavers": "good"})
        newsroom.prints()
        assert wrong(newsroom) == []
        newsroom.passes(hours=11)
        newsroom.builds_digests()
        newsroom.delivers()
        assert findings(newsroom) == []
    with newsroom.database.reading() as session:
        numbers = checked(session)
    assert (numbers.stories, numbers.matches) == (14, 28)
    assert numbers.messages == numbers.attempts > 14


def test_a_story_without_a_decision(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule(to=DESK))
    story = newsroom.prints()
    newsroom.delivers()
    does(newsroom, delete(MatchRow))
    (finding,) = findings(newsroom)
    assert (finding.kind, finding.story, finding.grave) == ("undecided", story, True)
    assert "rule “at once”" in finding.what


def test_a_decision_to_tell_of_which_nothing_came(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule(to=DESK))
    newsroom.prints()
    does(newsroom, delete(ReasonRow), delete(ToldRow), delete(MessageRow))
    assert wrong(newsroom) == ["untold"]


def test_what_is_unsent_beyond_its_time_and_why(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule(to=[DESK, "log"]))
    story = newsroom.prints()
    newsroom.passes(minutes=14)
    assert wrong(newsroom) == []
    newsroom.passes(minutes=2)
    assert wrong(newsroom) == ["late", "late"]
    newsroom.post.refusals = [DeliveryError("535 no such login", fault="channel")] * 2
    newsroom.delivers()
    newsroom.prints(story=story, judgements={"care leavers": "good"})
    newsroom.passes(minutes=16)
    late = [one for one in findings(newsroom) if one.grave]
    assert [one.kind for one in late] == ["late", "late"], "what waits behind them has no time yet"
    assert all("its line is at fault (535 no such login)" in one.what for one in late)


def test_what_waits_for_another_try_or_for_quiet_hours_is_not_late(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule(to=DESK))
    story = newsroom.prints()
    newsroom.post.refusals = [DeliveryError("451 later")] * 3
    for _ in range(3):
        newsroom.passes(minutes=31)
        newsroom.delivers()
    newsroom.prints(story=story, judgements={"care leavers": "good"})
    newsroom.passes(minutes=20)
    assert wrong(newsroom) == []


def test_facts_in_no_message(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule(to=DESK), rule("round-up", "log", send="daily at 08:30"))
    newsroom.prints()
    does(newsroom, update(ToldRow).values(message_id=None), delete(MessageRow))
    newsroom.passes(minutes=16)
    assert wrong(newsroom) == ["lost"]
    newsroom.passes(days=1)
    assert wrong(newsroom) == ["lost", "lost"]
    newsroom.builds_digests()
    assert wrong(newsroom) == ["lost"]


def test_what_is_in_somebodys_hands_for_too_long(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule(to=DESK))
    newsroom.prints()
    does(newsroom, update(MessageRow).values(state="sending", claimed_by="elsewhere:1:1", claimed_at=newsroom.now))
    newsroom.passes(minutes=29)
    assert wrong(newsroom) == []
    newsroom.passes(minutes=2)
    (finding,) = findings(newsroom)
    assert (finding.kind, "elsewhere:1:1" in finding.what) == ("stuck", True)


def test_what_was_accepted_twice_and_what_nobody_accepted(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule(to=[DESK, "log"]))
    newsroom.prints()
    newsroom.delivers()
    with newsroom.database.reading() as session:
        first, second = session.scalars(select(MessageRow.id).order_by(MessageRow.id))
    again = {"message_id": first, "began_at": newsroom.now, "owner": "here", "outcome": "accepted"}
    nobody = update(AttemptRow).where(AttemptRow.message_id == second)
    does(newsroom, insert(AttemptRow).values(**again), nobody.values(outcome="failed"))
    assert [(one.kind, one.message) for one in findings(newsroom)] == [("twice", first), ("unanswered", second)]


def test_windows_that_overlap(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule("round-up", DESK, send="daily at 08:30", heartbeat=True))
    for _ in range(2):
        newsroom.passes(days=1)
        newsroom.builds_digests()
    newsroom.delivers()
    last = select(MessageRow.id).order_by(MessageRow.id.desc()).limit(1).scalar_subquery()
    earlier = newsroom.now - timedelta(days=1, hours=9)
    assert wrong(newsroom) == []
    does(newsroom, update(MessageRow).where(MessageRow.id == last).values(window_start=earlier))
    assert wrong(newsroom) == ["window"]


def test_attempts_without_an_answer_and_dead_messages_are_listed_and_are_no_fault(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule(to=DESK))
    newsroom.prints()
    newsroom.post.refusals = [DeliveryError("the connection broke", unanswered=True)]
    newsroom.delivers()
    newsroom.passes(minutes=2)
    newsroom.delivers()
    newsroom.prints()
    newsroom.post.refusals = [DeliveryError("550 no such user", fault="message")]
    newsroom.delivers()
    assert wrong(newsroom) == []
    unknown, dead = findings(newsroom)
    assert (unknown.kind, "it was accepted later" in unknown.what) == ("unknown", True)
    assert (dead.kind, "550 no such user" in dead.what) == ("dead", True)


@pytest.mark.parametrize("secret", ["https://hooks.example.org/services/T0/B0/verysecret"])
def test_a_webhooks_address_is_not_shown(newsroom: Newsroom, secret: str) -> None:
    newsroom.has_rules(rule(to={"webhook": secret}))
    newsroom.prints()
    newsroom.passes(hours=1)
    (finding,) = findings(newsroom)
    assert secret not in finding.what
