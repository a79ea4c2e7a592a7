"""Stories: joined where they turn out to be one, without telling anybody anything twice."""

from __future__ import annotations

import threading
from datetime import timedelta
from itertools import count

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from db import archive
from db.engine import Database
from db.models import ArticleRow, MatchRow, MessageRow, ReasonRow, StoryRow, ToldRow
from tests.db.paper import NOW, article, keep

numbers = count(1)


def story(session: Session, *articles: int) -> int:
    """A story of these articles."""
    number = None
    for one in articles:
        number = keep(session, article(one), story_id=number).story_id
    assert number is not None
    return number


def message(session: Session, story_id: int | None, *facts: str, reader: str = "desk", **changes: object) -> int:
    """A message to a reader, and the facts that it tells."""
    values = {"public_id": f"id{next(numbers)}", "type": "story.new", "channel": "email", "schedule": "at once"}
    row = MessageRow(**{**values, "created_at": NOW, "next_try_at": NOW, "recipient": reader, **changes})
    row.story_id = story_id
    session.add(row)
    session.flush()
    for fact in facts:
        told(session, story_id or 0, fact, row.id, reader=reader)
    return row.id


def told(
    session: Session, story_id: int, fact: str, message_id: int | None, *, reader: str = "desk", rule: str = "rule"
) -> None:
    row = ToldRow(recipient=reader, channel="email", story_id=story_id, fact=fact, schedule="at once", added_at=NOW)
    row.message_id = message_id
    session.add(row)
    session.flush()
    session.add(ReasonRow(told_id=row.id, rule=rule, phrases=["care leavers"]))
    session.flush()


def messages(session: Session) -> dict[int, tuple[str, int | None, list[str]]]:
    """Every message: its type, its story, and the facts it tells."""
    return {
        row.id: (
            row.type,
            row.story_id,
            list(session.scalars(select(ToldRow.fact).where(ToldRow.message_id == row.id).order_by(ToldRow.fact))),
        )
        for row in session.scalars(select(MessageRow).order_by(MessageRow.id))
    }


def test_the_older_number_lives_and_the_other_leads_to_it(database: Database) -> None:
    older = database.write(lambda session: story(session, 1))
    middle = database.write(lambda session: story(session, 2))
    newer = database.write(lambda session: story(session, 3))
    assert database.write(lambda session: archive.join_stories(session, [newer, middle], NOW)) == middle
    assert database.write(lambda session: archive.join_stories(session, [newer, older], NOW)) == older
    with database.reading() as session:
        assert [archive.resolve_story(session, number) for number in (older, middle, newer)] == [older] * 3
        urls = [kept.article.url[-1] for kept in archive.load_story(session, newer)]
        assert urls == ["1", "2", "3"]
        with pytest.raises(LookupError):
            archive.resolve_story(session, 99)


def test_joining_what_is_one_already_changes_nothing(database: Database) -> None:
    number = database.write(lambda session: story(session, 1))
    assert database.write(lambda session: archive.join_stories(session, [number, number], NOW)) == number


def test_the_number_of_a_story_is_never_given_twice(database: Database) -> None:
    first = database.write(lambda session: story(session, 1))

    def forget(session: Session) -> None:
        session.delete(session.get_one(StoryRow, second))

    second = database.write(lambda session: _empty_story(session))
    database.write(forget)
    assert database.write(_empty_story) > second > first


def _empty_story(session: Session) -> int:
    row = StoryRow(created_at=NOW, last_article_at=NOW)
    session.add(row)
    session.flush()
    return row.id


def test_a_fact_that_was_sent_of_one_story_is_not_sent_of_the_other(database: Database) -> None:
    def join(session: Session) -> tuple[int, int, int]:
        one, two = story(session, 1), story(session, 2)
        sent = message(session, one, "story", state="sent")
        waits = message(session, two, "story")
        archive.join_stories(session, [one, two], NOW)
        return one, sent, waits

    one, sent, _ = database.write(join)
    with database.reading() as session:
        assert messages(session) == {sent: ("story.new", one, ["story"])}


def test_the_newer_storys_message_counts_where_it_was_the_one_that_was_sent(database: Database) -> None:
    def join(session: Session) -> tuple[int, int]:
        one, two = story(session, 1), story(session, 2)
        message(session, one, "story")
        sent = message(session, two, "story", state="sending")
        archive.join_stories(session, [one, two], NOW)
        return one, sent

    one, sent = database.write(join)
    with database.reading() as session:
        assert messages(session) == {sent: ("story.new", one, ["story"])}


def test_two_pending_messages_become_one_and_keep_every_fact_and_reason(database: Database) -> None:
    def join(session: Session) -> tuple[int, int]:
        one, two = story(session, 1), story(session, 2)
        first = message(session, one, "story", "overall: inadequate")
        message(session, two, "story", "care leavers: good", next_try_at=NOW - timedelta(hours=1))
        told(session, one, "priority action", first, rule="early")
        told(session, two, "priority action", None, rule="late")
        archive.join_stories(session, [one, two], NOW)
        return one, first

    one, first = database.write(join)
    with database.reading() as session:
        facts = ["care leavers: good", "overall: inadequate", "priority action", "story"]
        assert messages(session) == {first: ("story.new", one, facts)}
        assert session.get_one(MessageRow, first).next_try_at == NOW - timedelta(hours=1)
        fact = session.scalars(select(ToldRow).where(ToldRow.fact == "priority action")).one()
        rules = session.scalars(select(ReasonRow.rule).where(ReasonRow.told_id == fact.id).order_by(ReasonRow.rule))
        assert list(rules) == ["early", "late"]


def test_what_is_new_to_a_reader_who_knows_the_story_goes_as_an_update(database: Database) -> None:
    def join(session: Session) -> tuple[int, int, int]:
        one, two = story(session, 1), story(session, 2)
        sent = message(session, one, "story", state="sent")
        waits = message(session, two, "story", "care leavers: good")
        archive.join_stories(session, [one, two], NOW)
        return one, sent, waits

    one, sent, waits = database.write(join)
    with database.reading() as session:
        assert messages(session) == {
            sent: ("story.new", one, ["story"]),
            waits: ("story.update", one, ["care leavers: good"]),
        }


def test_other_readers_and_messages_without_a_story_are_left_alone(database: Database) -> None:
    def join(session: Session) -> tuple[int, dict[int, tuple[str, int | None, list[str]]]]:
        one, two = story(session, 1), story(session, 2)
        for reader in ("desk", "councillor"):
            message(session, one if reader == "desk" else two, "story", reader=reader)
        message(session, None, type="operator")
        before = messages(session)
        archive.join_stories(session, [one, two], NOW)
        return one, before

    one, before = database.write(join)
    with database.reading() as session:
        assert messages(session) == {
            number: (kind, story_id and one, facts) for number, (kind, story_id, facts) in before.items()
        }


def test_a_claimed_message_is_neither_emptied_nor_folded(database: Database) -> None:
    def join(session: Session) -> tuple[int, int]:
        one, two = story(session, 1), story(session, 2)
        message(session, one, "story")
        claimed = message(session, two, "story", "care leavers: good", claimed_by="elsewhere:1:1", claimed_at=NOW)
        archive.join_stories(session, [one, two], NOW)
        return one, claimed

    one, claimed = database.write(join)
    with database.reading() as session:
        assert messages(session) == {claimed: ("story.new", one, ["care leavers: good", "story"])}


def test_matches_are_united_and_a_rule_that_told_still_has_told(database: Database) -> None:
    def join(session: Session) -> int:
        one, two = story(session, 1), story(session, 2)
        for number, rule, decision in (
            (one, "a", "backfill"),
            (two, "a", "tell"),
            (one, "b", "tell"),
            (two, "c", "quiet"),
        ):
            first = session.scalars(select(ArticleRow.id).where(ArticleRow.story_id == number)).first()
            match = MatchRow(
                story_id=number, rule=rule, article_id=first, decision=decision, decided_at=NOW, reasons=[]
            )
            session.add(match)
        session.flush()
        return archive.join_stories(session, [one, two], NOW)

    one = database.write(join)
    with database.reading() as session:
        rows = session.scalars(select(MatchRow).order_by(MatchRow.rule))
        assert [(row.story_id, row.rule, row.decision) for row in rows] == [
            (one, "a", "tell"),
            (one, "b", "tell"),
            (one, "c", "quiet"),
        ]


def test_on_postgresql_two_workers_join_stories_of_a_council_one_after_the_other(postgres_url: str) -> None:
    with Database.open(postgres_url) as one, Database.open(postgres_url) as two:
        held, go = threading.Event(), threading.Event()

        def hold(session: Session) -> None:
            archive.join_lock(session, ["Cheshire East", "Halton"])
            held.set()
            assert go.wait(10)

        first = one.submit(hold)
        assert held.wait(10)
        free = two.submit(lambda session: archive.join_lock(session, ["Stockport"]))
        free.result(timeout=10)
        for councils in (["Halton"], []):
            blocked = two.submit(lambda session, councils=councils: archive.join_lock(session, councils))
            with pytest.raises(TimeoutError):
                blocked.result(timeout=0.2)
            go.set()
            blocked.result(timeout=10)
            first.result(timeout=10)
            held.clear()
            go.clear()
            first = one.submit(hold)
            assert held.wait(10)
        go.set()
