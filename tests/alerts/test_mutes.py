"""What is muted and who has stopped: nothing of it is told, and every match says so."""

from __future__ import annotations

from datetime import timedelta

import pytest

from alerts import mutes
from alerts.mutes import Scope, What
from db import archive
from tests.alerts.conftest import MONDAY, Newsroom, rule

DESK, OTHER = {"email": "desk@example.org"}, {"email": "other@example.org"}
EVERYBODY = Scope()
FOR_DESK = Scope(recipient="desk@example.org", channel="email")
GOOD = {"care leavers": "good"}


def mutes_that(newsroom: Newsroom, what: What, value: object, scope: Scope = EVERYBODY, **period: float) -> int:
    until = newsroom.now + timedelta(**period) if period else None
    return newsroom.database.write(lambda session: mutes.mute(session, what, str(value), scope, newsroom.now, until))


def stops(newsroom: Newsroom, scope: Scope = FOR_DESK) -> None:
    newsroom.database.write(lambda session: mutes.stop(session, scope, newsroom.now))


def hears(newsroom: Newsroom) -> list[str]:
    """Who is sent something now, in order of address."""
    before = len(newsroom.post.sent)
    newsroom.delivers()
    return sorted(message.recipient.partition("@")[0] for message in newsroom.post.sent[before:])


def test_a_muted_story_is_told_to_nobody_any_more(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule(to=[DESK, OTHER]))
    story = newsroom.prints()
    assert hears(newsroom) == ["desk", "other"]
    mutes_that(newsroom, "story", story)
    newsroom.prints(story=story, judgements=GOOD)
    newsroom.prints()
    assert hears(newsroom) == ["desk", "other"]
    assert [message.type for message in newsroom.post.sent] == ["story.new"] * 4


def test_what_waits_of_a_muted_story_is_taken_back(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule(to=[DESK, OTHER]), rule("round-up", "log", send="daily at 08:30"))
    story = newsroom.prints()
    mutes_that(newsroom, "story", story)
    newsroom.passes(days=1)
    assert (hears(newsroom), newsroom.builds_digests(), newsroom.told()) == ([], 0, [])
    assert newsroom.decisions() == {"at once": "muted", "round-up": "muted"}


def test_a_mute_for_one_recipient_or_one_rule_leaves_the_others_alone(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule("first", [DESK, OTHER]), rule("second", DESK, when={"kinds": {"any": ["court"]}}))
    story = newsroom.prints()
    mutes_that(newsroom, "story", story, FOR_DESK)
    assert hears(newsroom) == ["other"]
    court = newsroom.prints(kind="court")
    mutes_that(newsroom, "story", court, Scope(rule="first"))
    assert hears(newsroom) == ["desk"]
    assert [reason["rule"] for reason in newsroom.post.sent[-1].payload["reasons"]] == ["second"]


def test_articles_of_a_muted_outlet_count_for_nothing_and_those_of_others_do(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule(to=DESK))
    mutes_that(newsroom, "outlet", "congleton chronicle")
    story = newsroom.prints(judgements=GOOD)
    assert (hears(newsroom), newsroom.decisions()) == ([], {"at once": "muted"})
    newsroom.prints(story=story, outlet="Echo")
    assert hears(newsroom) == ["desk"]
    assert [row.fact for row in newsroom.told()] == ["story"]


@pytest.mark.parametrize("phrase", ["care leaver", "Children's Services*"])
def test_a_muted_phrase_is_found_in_the_words_and_among_what_an_article_was_found_by(
    newsroom: Newsroom, phrase: str
) -> None:
    newsroom.has_rules(rule(to=DESK))
    mutes_that(newsroom, "phrase", phrase)
    newsroom.prints("The care leavers were waiting.")
    assert hears(newsroom) == []
    assert newsroom.decisions() == {"at once": "muted"}


def test_what_is_left_of_a_story_must_meet_the_rule(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule(to=DESK, when={"words": "lighthouse"}))
    mutes_that(newsroom, "outlet", "Echo")
    story = newsroom.prints("Nothing of the kind.")
    newsroom.prints("The lighthouse.", story=story, outlet="Echo")
    assert (hears(newsroom), newsroom.decisions()) == ([], {"at once": "muted"})


def test_a_mute_ends_in_its_time_or_when_it_is_lifted_and_what_came_meanwhile_stays_untold(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule(to=DESK))
    story = newsroom.prints()
    mutes_that(newsroom, "story", story, hours=1)
    newsroom.prints(story=story, judgements=GOOD)
    newsroom.passes(hours=2)
    newsroom.prints(story=story, judgements={"adoption": "good"})
    assert hears(newsroom) == ["desk"]
    assert sorted(row.fact for row in newsroom.told()) == ["judgement: adoption: good", "story"]

    number = mutes_that(newsroom, "story", story)
    assert newsroom.database.write(lambda session: mutes.unmute(session, number))
    assert not newsroom.database.write(lambda session: mutes.unmute(session, number))
    newsroom.passes(hours=1)
    newsroom.prints(story=story, official=True)
    assert hears(newsroom) == ["desk"]


def test_a_mute_follows_a_story_into_the_one_that_it_joins(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule(to=DESK))
    first, second = newsroom.prints(), newsroom.prints()
    hears(newsroom)
    mutes_that(newsroom, "story", second)
    newsroom.database.write(lambda session: archive.join_stories(session, [first, second], newsroom.now))
    newsroom.prints(story=first, judgements=GOOD)
    assert hears(newsroom) == []
    with pytest.raises(LookupError):
        mutes_that(newsroom, "story", 99)


def test_who_stops_hears_nothing_more_not_even_what_waits(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule(to=[DESK, OTHER]), rule("round-up", DESK, send="daily at 08:30"))
    newsroom.prints()
    stops(newsroom)
    newsroom.prints()
    newsroom.passes(days=1)
    newsroom.builds_digests()
    assert hears(newsroom) == ["other", "other"]
    assert newsroom.database.write(lambda session: mutes.resume(session, FOR_DESK))
    newsroom.prints()
    assert hears(newsroom) == ["desk", "other"]


def test_who_stops_a_rule_still_hears_of_others(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule("all", DESK), rule("courts", DESK, when={"kinds": {"any": ["court"]}}))
    newsroom.prints()
    newsroom.prints(kind="court")
    stops(newsroom, Scope("all", "desk@example.org", "email"))
    newsroom.prints()
    newsroom.prints(kind="court")
    newsroom.delivers()
    told = [[reason["rule"] for reason in message.payload["reasons"]] for message in newsroom.post.sent]
    assert told == [["courts"], ["courts"]]


def test_what_is_in_a_senders_hands_is_not_taken_back(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule(to=DESK))
    newsroom.prints()
    newsroom.delivers()
    stops(newsroom)
    assert [row.state for row in newsroom.messages()] == ["sent"]
    assert newsroom.decisions() == {"at once": "tell"}
    assert newsroom.now > MONDAY


def test_what_reread_found_is_not_told_when_another_article_joins_but_what_that_says_is(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule(to=DESK))
    rules, newsroom.rules = newsroom.rules, []
    story = newsroom.prints(judgements=GOOD)
    newsroom.rules = rules
    newsroom.rereads(story, "at once")
    newsroom.prints(story=story, judgements={"adoption": "good"})
    assert hears(newsroom) == ["desk"]
    assert sorted(row.fact for row in newsroom.told()) == ["judgement: adoption: good", "story"]
