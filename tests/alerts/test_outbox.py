"""What is written for whom when an article joins a story."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select

from alerts import outbox
from alerts.recipients import Recipient
from db import archive
from db.models import ReasonRow
from tests.alerts.conftest import MONDAY, Newsroom, rule

INADEQUATE = {"overall effectiveness": "inadequate"}
DESK = {"email": "desk@example.org"}


def test_a_story_is_told_once_by_each_channel(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule(to=[DESK, {"webhook": "https://example.org/hook"}]))
    newsroom.prints(judgements=INADEQUATE)
    newsroom.delivers()
    newsroom.delivers()
    assert sorted((message.recipient, message.type) for message in newsroom.post.sent) == [
        ("desk@example.org", "story.new"),
        ("https://example.org/hook", "story.new"),
    ]
    assert newsroom.decisions() == {"at once": "tell"}


def test_later_outlets_are_silent(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule())
    story = newsroom.prints(judgements=INADEQUATE)
    newsroom.delivers()
    newsroom.prints(story=story, outlet="Sandbach Echo", judgements=INADEQUATE)
    assert newsroom.delivers().outcomes == []


def test_a_new_grade_is_an_update_and_only_once(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule())
    story = newsroom.prints(judgements=INADEQUATE)
    newsroom.delivers()
    for grade in ("good", "inadequate", "good"):
        newsroom.prints(story=story, outlet="Sandbach Echo", judgements={"care leavers": grade})
        newsroom.delivers()
    assert [message.type for message in newsroom.post.sent] == ["story.new", "story.update", "story.update"]


def test_facts_fold_into_a_message_that_nobody_has_claimed(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule())
    story = newsroom.prints()
    newsroom.prints(story=story, outlet="Ofsted", official=True, judgements=INADEQUATE)
    newsroom.delivers()
    (message,) = newsroom.post.sent
    assert message.type == "story.new"
    facts = message.payload["story"]["facts"]
    assert [fact["fact"] for fact in facts] == ["story", "judgement", "official_document"]
    assert all(fact["new"] for fact in facts)


def test_three_rules_of_one_person_make_one_message_with_three_reasons(newsroom: Newsroom) -> None:
    newsroom.has_rules(
        rule("first", DESK),
        rule("second", DESK, when={"councils": {"any": ["Cheshire East"]}}),
        rule("third", DESK, when={"kinds": {"any": ["inspection"]}}),
    )
    newsroom.prints()
    newsroom.delivers()
    (message,) = newsroom.post.sent
    assert [reason["rule"] for reason in message.payload["reasons"]] == ["first", "second", "third"]
    assert "Rule “second”: council: Cheshire East" in message.text


def test_a_rule_that_matches_later_is_told_then(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule("official", when={"official": True}))
    story = newsroom.prints(judgements=INADEQUATE)
    newsroom.delivers()
    assert newsroom.post.sent == []
    newsroom.passes(hours=1)
    newsroom.prints(story=story, outlet="Ofsted", official=True, judgements=INADEQUATE)
    newsroom.delivers()
    (message,) = newsroom.post.sent
    assert message.type == "story.new"
    assert len(message.payload["story"]["facts"]) == 3


def test_a_new_rule_and_a_new_recipient_hear_only_what_is_seen_afterwards(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule("old", DESK))
    story = newsroom.prints()
    newsroom.delivers()
    newsroom.passes(hours=1)
    newsroom.has_rules(rule("old", [DESK, {"email": "new@example.org"}]), rule("new", {"email": "other@example.org"}))
    newsroom.prints(story=story, outlet="Sandbach Echo")
    assert newsroom.delivers().outcomes == []
    assert newsroom.decisions() == {"old": "tell", "new": "before-rule"}
    newsroom.prints(story=story, outlet="Ofsted", official=True)
    newsroom.delivers()
    later = {message.recipient: message.type for message in newsroom.post.sent[1:]}
    assert later == {
        "desk@example.org": "story.update",
        "new@example.org": "story.new",
        "other@example.org": "story.new",
    }
    assert newsroom.decisions() == {"old": "tell", "new": "tell"}


def test_a_renamed_rule_repeats_nothing(small_newsroom: Newsroom) -> None:
    small_newsroom.has_rules(rule("before", DESK))
    story = small_newsroom.prints()
    small_newsroom.delivers()
    small_newsroom.has_rules(rule("after", DESK))
    small_newsroom.prints(story=story, outlet="Sandbach Echo")
    assert small_newsroom.delivers().outcomes == []


def test_old_news_of_a_new_source_is_not_told_and_neither_is_undated(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule())
    newsroom.prints(backfill=True, published=date(2026, 5, 1))
    newsroom.prints(backfill=True, published=None)
    assert newsroom.delivers().outcomes == []
    assert newsroom.decisions() == {"at once": "backfill"}
    newsroom.prints(backfill=True, published=MONDAY - timedelta(days=2))
    assert newsroom.delivers().count("sent") == 1


def test_an_undated_article_of_a_known_source_is_told(small_newsroom: Newsroom) -> None:
    small_newsroom.has_rules(rule())
    small_newsroom.prints(published=None)
    assert small_newsroom.delivers().count("sent") == 1


def test_old_news_that_is_in_the_news_again_is_told_then(small_newsroom: Newsroom) -> None:
    small_newsroom.has_rules(rule())
    story = small_newsroom.prints(backfill=True, published=date(2026, 5, 1), judgements=INADEQUATE)
    small_newsroom.passes(days=1)
    small_newsroom.prints(story=story, outlet="Sandbach Echo", judgements=INADEQUATE)
    small_newsroom.delivers()
    assert [message.type for message in small_newsroom.post.sent] == ["story.new"]
    assert small_newsroom.decisions() == {"at once": "tell"}


def test_in_quiet_hours_the_message_waits_for_their_end(newsroom: Newsroom) -> None:
    newsroom.now = datetime(2026, 6, 1, 20, 30, tzinfo=UTC)
    newsroom.has_rules(rule(quiet="21:00-07:00"))
    newsroom.prints()
    assert newsroom.delivers().outcomes == []
    assert newsroom.decisions() == {"at once": "quiet"}
    newsroom.now = datetime(2026, 6, 2, 6, 0, tzinfo=UTC)
    assert newsroom.delivers().count("sent") == 1


def test_a_rule_without_quiet_hours_does_not_wait_for_one_that_has_them(newsroom: Newsroom) -> None:
    newsroom.now = datetime(2026, 6, 1, 22, 0, tzinfo=UTC)
    newsroom.has_rules(rule("calm", DESK, quiet="21:00-07:00"), rule("urgent", DESK))
    newsroom.prints()
    assert newsroom.delivers().count("sent") == 1


def test_what_joins_two_stories_tells_nobody_what_they_were_told(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule())
    first, second = newsroom.prints(judgements=INADEQUATE), newsroom.prints(judgements=INADEQUATE, outlet="Echo")
    newsroom.delivers()
    assert len(newsroom.post.sent) == 2
    newsroom.database.write(lambda session: archive.join_stories(session, [first, second], newsroom.now))
    newsroom.prints(story=first, outlet="Third Paper", judgements=INADEQUATE)
    assert newsroom.delivers().outcomes == []


def test_reasons_are_kept_for_what_is_on_its_way(small_newsroom: Newsroom) -> None:
    small_newsroom.has_rules(rule("words", when={"words": '"care leavers" OR lighthouse'}))
    small_newsroom.prints("The care-leavers were waiting.")
    with small_newsroom.database.reading() as session:
        assert [row.phrases for row in session.scalars(select(ReasonRow))] == [['words: "care leavers"']]


def test_operator_messages_of_one_kind_make_one_message(newsroom: Newsroom) -> None:
    operator = [Recipient.model_validate({"email": "me@example.org"})]
    for paper in ("Echo", "Echo", "Chronicle"):
        text = f"{paper} has been quiet since Tuesday"
        newsroom.database.write(
            lambda session, text=text: outbox.notice(session, operator, "Sources in trouble", text, newsroom.now)
        )
    newsroom.delivers()
    (message,) = newsroom.post.sent
    assert (message.type, message.subject) == ("operator", "Sources in trouble")
    assert message.text.count("Echo") == message.text.count("Chronicle") == 1


def test_a_test_message_goes_the_way_of_all_alerts(small_newsroom: Newsroom) -> None:
    recipients = [Recipient.model_validate("log")]
    small_newsroom.database.write(lambda session: outbox.test_message(session, recipients, small_newsroom.now))
    small_newsroom.delivers()
    assert [message.type for message in small_newsroom.post.sent] == ["test"]


def test_what_only_the_joined_story_said_is_not_told_by_the_joining(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule("words", when={"words": "lighthouse"}))
    first = newsroom.prints("The lighthouse children's home.")
    second = newsroom.prints("Another paper, other words.", judgements={"care leavers": "good"})
    newsroom.delivers()
    newsroom.database.write(lambda session: archive.join_stories(session, [first, second], newsroom.now))
    newsroom.prints(story=first, outlet="Echo")
    assert newsroom.delivers().outcomes == []
    newsroom.prints(story=first, outlet="Chronicle", judgements={"care leavers": "good"})
    assert newsroom.delivers().count("sent") == 1


def test_a_clock_that_was_set_back_silences_nothing(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule())
    newsroom.passes(hours=-1)
    newsroom.prints(published=newsroom.now)
    newsroom.delivers()
    assert len(newsroom.post.sent) == 1


def test_an_address_in_other_letters_is_the_same_person(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule("one", DESK), rule("two", {"email": "Desk@Example.org"}))
    newsroom.prints(judgements=INADEQUATE)
    newsroom.delivers()
    assert len(newsroom.post.sent) == 1
    assert "two" in newsroom.post.sent[0].text
