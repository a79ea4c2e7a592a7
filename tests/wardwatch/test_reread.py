"""wardwatch reread: what changes is shown, stored only with --apply, and told to nobody."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from alerts.rulebook import Rulebook
from alerts.rules import Rule
from db import archive, rereading
from db.archive import KeptArticle
from db.engine import Database
from db.models import ArticleRow, MatchRow, MessageRow, StoryRow, ToldRow
from newsdesk.article import Article
from newsdesk.reading import Reading, read
from newsdesk.relevance import default_vocabulary
from tests.wardwatch.conftest import Command
from wardwatch.rereading import Batch, Move, Plan, Stored, arranged, batches, read_again, store

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
VERDICT = (
    "Ofsted has judged children's services in Rutland to be inadequate overall.\n\n"
    "The inspection took place from 12 to 23 January 2026. Care leavers were judged inadequate, inspectors said."
)
BURY = (
    "Ofsted has judged children's services in Bury to be good overall.\n\n"
    "The inspection took place from 12 to 23 January 2026, and inspectors praised social workers there."
)
RULE = Rule.model_validate({"name": "Grades", "when": {"kinds": {"any": ["inspection"]}}, "to": ["log"]})


def page(number: int, text: str = VERDICT) -> Article:
    title = "Ofsted gives its verdict on children's services"
    return Article(f"https://paper{number}.example/{number}", f"Paper {number}", title, text, date(2026, 3, 1))


def wrong(**facts: Any) -> Reading:
    """An older understanding."""
    return Reading(relevant=True, score=0.8, **({"kind": "service", "councils": ("Bury",)} | facts))


def keep(
    database: Database,
    number: int,
    reading: Reading | None = None,
    story: int | None = None,
    text: str = VERDICT,
    **how: Any,
) -> ArticleRow:
    one = page(number, text)
    said = reading or read(one)
    return database.write(
        lambda session: archive.keep(session, one, said, source_id=None, story_id=story, now=NOW, **how)
    )


def apply(database: Database) -> list[Stored]:
    """Read everything again and store it."""
    with database.reading() as session:
        kept = [archive.load_kept(session, number) for number in rereading.articles_with_text(session)]
        found = [one for one in (read_again(item, default_vocabulary()) for item in kept) if one]
        parts = batches(session, found)
    return [database.write(storing(batch)) for batch in parts]


def storing(batch: Batch) -> Callable[[Session], Stored]:
    return lambda session: store(session, batch, Rulebook([RULE]), NOW)


def tell(database: Database, story: int, fact: str, state: str = "sent") -> None:
    def write(session: Session) -> None:
        message = MessageRow(
            public_id=fact, type="story.new", recipient="log", channel="log", schedule="at once", story_id=story,
            state=state, created_at=NOW, next_try_at=NOW,
        )  # fmt: skip
        session.add(message)
        session.flush()
        session.add(
            ToldRow(
                recipient="log", channel="log", story_id=story, fact=fact, schedule="at once", message_id=message.id,
                added_at=NOW,
            )
        )  # fmt: skip

    database.write(write)


def stories(database: Database) -> dict[int, int]:
    """Article -> the story in which it lives."""
    with database.reading() as session:
        return {row.id: row.story_id for row in session.scalars(select(ArticleRow))}


class TestChanges:
    def test_every_fact_that_differs_is_a_change(self, database: Database) -> None:
        row = keep(database, 1, wrong())
        with database.reading() as session:
            found = read_again(archive.load_kept(session, row.id), default_vocabulary())

        assert found
        changes = {one.fact: (one.before, one.after) for one in found.changes}
        assert changes["kind"] == ("service", "inspection")
        assert changes["councils"] == ("Bury", "Rutland")
        assert changes["overall effectiveness"] == ("", "inadequate")
        assert changes["inspection dates"] == ("", "2026-01-12; 2026-01-23")
        assert found.moves

    def test_nothing_differs_where_the_understanding_is_the_same(self, database: Database) -> None:
        row = keep(database, 1)
        with database.reading() as session:
            assert read_again(archive.load_kept(session, row.id), default_vocabulary()) is None


class TestStoring:
    def test_the_new_reading_is_stored_with_all_by_which_it_is_found(self, database: Database) -> None:
        from db.search import search

        keep(database, 1, wrong())
        apply(database)

        with database.reading() as session:
            assert archive.load_reading(session, 1) == read(page(1))
            assert [hit.kind for hit in search(session, "", council="Rutland", grade="care leavers:inadequate")] == [
                "inspection"
            ]
            assert search(session, "", council="Bury") == []

    def test_reading_again_a_second_time_changes_nothing(self, database: Database) -> None:
        keep(database, 1, wrong())
        keep(database, 2, wrong(kind="court"))

        assert apply(database)
        assert apply(database) == []

    def test_a_rule_that_is_met_now_is_noted_and_nobody_is_told(self, database: Database) -> None:
        row = keep(database, 1, wrong())
        done = apply(database)

        assert [one.matched for one in done] == [((row.story_id, "Grades"),)]
        with database.reading() as session:
            (match,) = session.scalars(select(MatchRow))
            assert (match.decision, match.rule, match.article_id) == ("reread", "Grades", row.id)
            assert list(session.scalars(select(MessageRow))) == []
            assert list(session.scalars(select(ToldRow))) == []

    def test_a_decision_that_was_made_stays(self, database: Database) -> None:
        row = keep(database, 1, wrong())
        database.write(
            lambda session: session.add(
                MatchRow(
                    story_id=row.story_id, rule="Grades", article_id=row.id, decision="tell", reasons=[], decided_at=NOW
                )
            )
        )
        apply(database)

        with database.reading() as session:
            assert [match.decision for match in session.scalars(select(MatchRow))] == ["tell"]

    def test_a_batch_is_stored_whole_or_not_at_all(self, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
        row = keep(database, 1, wrong())
        monkeypatch.setattr(rereading, "note_match", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            apply(database)

        with database.reading() as session:
            assert archive.load_reading(session, row.id) == wrong()


class TestStories:
    def test_two_stories_that_are_one_are_joined_under_the_older_number(self, database: Database) -> None:
        first, second = keep(database, 1), keep(database, 2, wrong())
        apply(database)

        assert set(stories(database).values()) == {first.story_id}
        with database.reading() as session:
            assert archive.resolve_story(session, second.story_id) == first.story_id

    def test_a_story_that_is_two_is_parted_and_the_first_keeps_the_number(self, database: Database) -> None:
        first = keep(database, 1)
        other = keep(database, 2, wrong(councils=("Rutland",), kind="inspection"), first.story_id, BURY)
        done = apply(database)

        found = stories(database)
        assert found[first.id] == first.story_id
        assert found[other.id] != first.story_id
        assert sum(one.parted for one in done) == 1

    def test_who_was_told_is_not_told_again_of_the_part_that_left(self, database: Database) -> None:
        first = keep(database, 1)
        other = keep(database, 2, wrong(councils=("Rutland",), kind="inspection"), first.story_id, BURY)
        tell(database, first.story_id, "story")
        tell(database, first.story_id, "judgement: care leavers: inadequate")
        apply(database)

        part = stories(database)[other.id]
        with database.reading() as session:
            told = [(row.story_id, row.fact) for row in session.scalars(select(ToldRow).order_by(ToldRow.id))]
        assert told == [
            (first.story_id, "story"),
            (first.story_id, "judgement: care leavers: inadequate"),
            (part, "story"),
        ]

    def test_what_still_waits_stays_with_the_older_number(self, database: Database) -> None:
        first = keep(database, 1)
        keep(database, 2, wrong(councils=("Rutland",), kind="inspection"), first.story_id, BURY)
        tell(database, first.story_id, "story", state="pending")
        apply(database)

        with database.reading() as session:
            assert [row.story_id for row in session.scalars(select(ToldRow))] == [first.story_id]

    def test_an_article_that_changes_sides_leaves_no_empty_story(self, database: Database) -> None:
        rutland, bury = keep(database, 1), keep(database, 2, text=BURY)
        moved = keep(
            database, 3, wrong(kind="inspection", councils=("Rutland",)), rutland.story_id, BURY.replace("there", "")
        )
        apply(database)

        assert stories(database) == {1: rutland.story_id, 2: bury.story_id, moved.id: bury.story_id}
        with database.reading() as session:
            assert len(list(session.scalars(select(StoryRow)))) == 2

    def test_what_has_no_text_stays_where_its_number_is(self) -> None:
        items = [item(1, story=5), item(2, story=5, text=BURY), item(3, story=5, text="")]

        assert arranged(items, fixed={3}) == Plan((Move((2,), (5,), None),))

    def test_what_is_no_longer_relevant_moves_nothing(self) -> None:
        gone = item(2, story=5, reading=Reading(relevant=False, score=0.1))

        assert arranged([item(1, story=5), gone]) == Plan()


def item(number: int, story: int, text: str = VERDICT, reading: Reading | None = None) -> KeptArticle:
    one = page(number, text)
    return KeptArticle(number, story, one, reading or read(one), NOW, official=False, copy=False, backfill=False)


class TestCommand:
    @pytest.fixture
    def misread(self, config_file: Path, sqlite_url: str) -> str:
        with Database.open(sqlite_url) as database:
            keep(database, 1, wrong())
        return sqlite_url

    def test_it_shows_what_would_change_and_stores_nothing(self, wardwatch: Command, misread: str) -> None:
        ended = wardwatch("reread", "--plain")

        assert ended.code == 0
        assert "service" in ended.out
        assert "inspection" in ended.out
        assert "Nothing was stored; --apply does." in ended.err
        with Database.open(misread) as database, database.reading() as session:
            assert archive.load_reading(session, 1) == wrong()

    def test_apply_stores_it(self, wardwatch: Command, misread: str) -> None:
        ended = wardwatch("reread", "--apply")

        assert ended.code == 0
        assert "Stored: 1 articles" in ended.err
        assert "is now one for the rule “Everything”; nobody was told." in ended.out
        assert "0 facts" in wardwatch("reread").err

    def test_json_is_clean(self, wardwatch: Command, misread: str) -> None:
        shown = json.loads(wardwatch("reread", "--format", "json").out)

        assert (shown["applied"], shown["articles_read"], shown["articles_changed"]) == (False, 1, 1)
        assert {"kind", "councils"} <= {change["fact"] for change in shown["changes"]}

    def test_since_leaves_older_articles_alone(self, wardwatch: Command, misread: str) -> None:
        assert json.loads(wardwatch("reread", "--since", "2026-03-02", "--format", "json").out)["articles_read"] == 0
        assert wardwatch("reread", "--since", "last week").code == 2

    def test_the_users_own_words_count(self, wardwatch: Command, config_file: Path, sqlite_url: str) -> None:
        with Database.open(sqlite_url) as database:
            keep(database, 1)
        words = "vocabulary: {Rutland: -10, took place: -10, from 12: -10}\n"
        config_file.write_text(config_file.read_text("utf-8") + words, "utf-8")

        assert any(
            change["fact"] == "relevant" and change["after"] == "no"
            for change in json.loads(wardwatch("reread", "--format", "json").out)["changes"]
        )

    def test_articles_without_text_are_counted(self, wardwatch: Command, config_file: Path, sqlite_url: str) -> None:
        with Database.open(sqlite_url) as database:
            keep(database, 1, keep="facts")

        assert "1 have no text and stay as they are" in wardwatch("reread").err
