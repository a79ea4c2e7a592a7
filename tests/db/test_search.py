"""Searching the archive."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from db.engine import Database
from db.query import QuerySyntaxError, parse, wanted
from db.search import Hit, search, snippet
from newsdesk.article import Article
from newsdesk.reading import Reading
from tests.db.paper import TEXT, article, keep, reading


def found(database: Database, query: str = "", **filters: object) -> list[int]:
    """The numbers of the articles found, newest first."""
    with database.reading() as session:
        return [int(hit.url.rpartition("/")[2]) for hit in search(session, query, **filters)]  # type: ignore[arg-type]


def put(database: Database, one: Article, said: Reading | None = None) -> None:
    database.write(lambda session: keep(session, one, said))


def test_the_newest_come_first_whatever_the_order_of_arrival(database: Database) -> None:
    days = [date(2025, 1, 5), datetime(2026, 1, 5, 9, 30, tzinfo=UTC), date(2024, 1, 5), None, date(2026, 1, 5)]
    for number, published in enumerate(days):
        put(database, article(number, published=published))
    assert found(database, '"care leaver"') == [3, 1, 4, 0, 2]
    assert found(database) == [3, 1, 4, 0, 2]
    assert found(database, "inspectors", limit=2) == [3, 1]


def test_a_hit_tells_its_story_what_was_judged_and_where_the_phrase_stands(database: Database) -> None:
    said = reading(judgements={"care leavers": "inadequate"}, mentioned_councils=("Halton",))
    row = database.write(lambda session: keep(session, article(7), said))
    with database.reading() as session:
        (hit,) = search(session, '"too long"')
    assert hit == Hit(
        story=row.story_id,
        article=row.id,
        title="Care leavers let down, say inspectors",
        url="https://weaverpost.example/news/7",
        outlet="Weaver Post",
        published=date(2026, 3, 1),
        kind="inspection",
        councils=("Cheshire East",),
        judgements={"care leavers": "inadequate"},
        snippet=TEXT.replace("\n\n", " "),
    )


@pytest.fixture
def shelf(database: Database) -> Database:
    """Four articles that differ in everything that can be filtered by."""
    kept = [
        (article(1, published=date(2026, 1, 1)), reading(judgements={"care leavers": "inadequate"})),
        (article(2, published=date(2026, 1, 2)), reading(councils=("Halton",), mentioned_councils=("Cheshire East",))),
        (article(3, published=date(2026, 1, 3), outlet="Weaver Echo"), reading(kind="court")),
        (
            article(4, published=datetime(2026, 7, 3, 23, 30, tzinfo=UTC)),
            reading(judgements={"overall effectiveness": "inadequate", "care leavers": "good"}),
        ),
    ]
    for one, said in kept:
        put(database, one, said)
    return database


def test_every_filter_filters(shelf: Database) -> None:
    assert found(shelf, "inspectors") == [4, 3, 2, 1]
    assert found(shelf, "inspectors", council="Cheshire East") == [4, 3, 1]
    assert found(shelf, kind="court") == [3]
    assert found(shelf, outlet="weaver echo") == [3]
    assert found(shelf, grade="inadequate") == [4, 1]
    assert found(shelf, grade="Care leavers: Inadequate") == [1]
    assert found(shelf, "inspectors", council="Cheshire East", grade="good", kind="inspection") == [4]
    assert found(shelf, "bins", council="Cheshire East") == []


def test_since_and_until_are_days_in_london_and_both_included(shelf: Database) -> None:
    assert found(shelf, since=date(2026, 1, 2), until=date(2026, 1, 3)) == [3, 2]
    assert found(shelf, "inspectors", since=date(2026, 7, 4), until=date(2026, 7, 4)) == [4]
    assert found(shelf, until=date(2026, 7, 3)) == [3, 2, 1]
    assert found(shelf, since=date.min, until=date.max) == [4, 3, 2, 1]


def test_a_query_that_cannot_be_read_is_a_plain_mistake(shelf: Database) -> None:
    with pytest.raises(QuerySyntaxError), shelf.reading() as session:
        search(session, '"care leavers')


@pytest.mark.parametrize(
    "query", ["C++", "O'Brien", "care-leavers", "ofsted: x", "*", "a OR", "'; DROP TABLE articles"]
)
def test_no_query_upsets_the_database(shelf: Database, query: str) -> None:
    with shelf.reading() as session:
        try:
            search(session, query)
        except QuerySyntaxError:
            assert query in ("*", "a OR")


def test_very_old_and_very_new_dates_stay_in_order(database: Database) -> None:
    for number, published in enumerate([date(1969, 1, 1), date(1, 1, 1), date(9999, 12, 31), date(2026, 1, 1)]):
        put(database, article(number, published=published))
    assert found(database, "inspectors") == [2, 3, 0, 1]
    assert found(database, "inspectors", since=date(1970, 1, 1)) == [2, 3]


def test_on_sqlite_only_as_many_rows_are_looked_at_as_are_wanted(sqlite_url: str) -> None:
    plans: list[str] = []
    with Database.open(sqlite_url) as database, database.reading() as session:
        event.listen(session.connection(), "before_cursor_execute", lambda *args: _explain(session, args, plans))
        for filters in ({}, {"council": "Halton"}, {"kind": "court", "since": date(2026, 1, 1), "grade": "good"}):
            search(session, "inspectors", **filters)  # type: ignore[arg-type]
    assert len(plans) == 3
    for plan in plans:
        assert plan.startswith("SCAN article_words VIRTUAL TABLE")
        assert "SEARCH articles USING INTEGER PRIMARY KEY" in plan
        assert "TEMP B-TREE" not in plan


def _explain(session: Session, args: tuple[object, ...], plans: list[str]) -> None:
    statement, parameters = args[2:4]
    if str(statement).startswith("SELECT"):
        raw = session.connection().connection.cursor()
        raw.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
        plans.append("\n".join(row[-1] for row in raw.fetchall()))


@pytest.mark.parametrize(
    ("query", "text", "shown"),
    [
        ("absent", "A short text.", "A short text."),
        ("ofsted", "", ""),
        ("ofsted", "word " * 100 + "Ofsted came. " + "word " * 100, "… word word"),
        ("ofsted", "x" * 500 + " Ofsted " + "y" * 500, "… Ofsted …"),
        ("leavers", "One\n\ntwo  care-leavers'\tthree", "One two care-leavers' three"),
        ("-bins ofsted", "Bins. Then Ofsted.", "Bins. Then Ofsted."),
    ],
)
def test_a_snippet_shows_the_phrase_in_its_surroundings_on_one_line(query: str, text: str, shown: str) -> None:
    made = snippet(text, list(wanted(parse(query))))
    assert made.startswith(shown)
    assert len(made) < 260
    if "Ofsted" in text:
        assert "Ofsted" in made


def test_a_phrase_far_down_a_long_report_is_shown_even_across_the_pieces_it_is_read_in() -> None:
    phrases = list(wanted(parse('"care leavers wait"')))
    for length in range(1_980, 2_010):
        text = "x " * (length // 2) + "y" * (length % 2) + " care leavers wait " + "z " * 3_000
        assert "care leavers wait" in snippet(text, phrases)
