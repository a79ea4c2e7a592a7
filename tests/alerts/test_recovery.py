"""Work that was lost on its way is found and put back, and told once."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from alerts.recovery import Recovered, recover, recover_if_due
from alerts.rulebook import Rulebook
from alerts.rules import Rule
from db.models import ArticleRow, MatchRow, MessageRow, ToldRow
from newsdesk.article import LONDON
from tests.alerts.conftest import Newsroom, rule

DESK = {"email": "desk@example.org"}


def recovers(newsroom: Newsroom, since: datetime | None = None) -> Recovered:
    return recover(newsroom.database, Rulebook(newsroom.rules), newsroom.now, since=since, zone=LONDON)


def prints_unnoticed(newsroom: Newsroom, *rules: Rule) -> int:
    """An article is kept by somebody who knows only these rules; its story."""
    known, newsroom.rules = newsroom.rules, list(rules)
    story = newsroom.prints()
    newsroom.rules = known
    return story


def test_where_nothing_was_lost_there_is_nothing_to_do(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule(to=DESK), rule("elsewhere", DESK, when={"councils": {"any": ["Leeds"]}}))
    newsroom.prints()
    assert not recovers(newsroom)
    newsroom.delivers()
    assert not recovers(newsroom)


def test_a_story_that_no_rule_was_held_against_is_told_once(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule(to=DESK), rule("second", DESK))
    prints_unnoticed(newsroom, newsroom.rules[1])
    assert recovers(newsroom) == Recovered(decided=1)
    assert recovers(newsroom) == Recovered()
    newsroom.delivers()
    assert len(newsroom.post.sent) == 1
    assert newsroom.decisions() == {"at once": "tell", "second": "tell"}


def test_what_is_found_too_late_gets_its_decision_and_is_not_told(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule(to=DESK))
    prints_unnoticed(newsroom)
    newsroom.passes(days=4)
    assert recovers(newsroom) == Recovered(decided=1)
    assert newsroom.delivers().outcomes == []
    assert newsroom.decisions() == {"at once": "reread"}


def test_a_new_rule_and_a_changed_one_are_owed_nothing_of_what_came_before(newsroom: Newsroom) -> None:
    old = rule("old", "log")
    newsroom.has_rules(old, rule("courts", DESK, when={"kinds": {"any": ["court"]}}))
    newsroom.prints()
    newsroom.passes(hours=1)
    newsroom.has_rules(old, rule("courts", DESK), rule("new", DESK))
    assert not recovers(newsroom)
    prints_unnoticed(newsroom)
    assert recovers(newsroom).decided == 3


def test_facts_without_a_message_get_one(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule(to=[DESK, "log"]))
    newsroom.prints(judgements={"care leavers": "good"})

    def lose(session: Session) -> None:
        session.execute(update(ToldRow).values(message_id=None))
        session.execute(delete(MessageRow))

    newsroom.database.write(lose)
    assert recovers(newsroom) == Recovered(orphans=2)
    newsroom.delivers()
    assert [message.type for message in newsroom.post.sent] == ["story.new", "story.new"]


def test_what_a_dead_process_had_in_hand_and_windows_that_have_passed_are_taken_up(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule(to=DESK), rule("round-up", "log", send="daily at 08:30"))
    newsroom.prints()
    gone = update(MessageRow).values(claimed_by="elsewhere:1:1", claimed_at=newsroom.now)
    newsroom.database.write(lambda session: session.execute(gone))
    newsroom.passes(days=1)
    assert recovers(newsroom) == Recovered(claims=1, digests=1)


def test_only_stories_that_grew_lately_are_looked_at(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule(to=DESK))
    prints_unnoticed(newsroom)
    newsroom.passes(hours=3)
    assert recovers(newsroom, newsroom.now - timedelta(hours=1)).decided == 0
    assert recovers(newsroom, newsroom.now - timedelta(hours=4)).decided == 1


def test_where_the_text_was_not_kept_a_rule_that_asks_for_words_is_left_alone(small_newsroom: Newsroom) -> None:
    small_newsroom.has_rules(rule("absence", DESK, when={"words": "-lighthouse"}))
    prints_unnoticed(small_newsroom)
    bare = update(ArticleRow).values(kept="facts")
    small_newsroom.database.write(lambda session: session.execute(bare))
    assert not recovers(small_newsroom)


def test_it_runs_every_half_hour_once_for_all_who_share_the_database(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule(to=DESK))

    def due() -> bool:
        done = recover_if_due(
            newsroom.database, newsroom.rules, newsroom.now, backfill_age=timedelta(days=3), zone=LONDON
        )
        return done is not None

    assert [due(), due()] == [True, False]
    newsroom.passes(minutes=29)
    assert not due()
    newsroom.passes(minutes=1)
    prints_unnoticed(newsroom)
    assert [due(), due()] == [True, False]
    assert newsroom.delivers().count("sent") == 1
    newsroom.passes(hours=-1)
    assert due(), "a clock set back does not hold it up"


def test_recovery_beside_a_worker_that_decided_meanwhile_tells_nothing_twice(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule(to=DESK))
    newsroom.prints()
    newsroom.delivers()
    newsroom.database.write(lambda session: session.execute(delete(MatchRow)))
    assert recovers(newsroom).decided == 1
    assert newsroom.delivers().outcomes == []
    with newsroom.database.reading() as session:
        assert session.scalars(select(MatchRow.decision)).all() == ["tell"]
