"""The query language, and that all three ways of searching agree on what it means."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from db import fulltext
from db.engine import Database
from db.models import ArticleRow
from db.query import And, Node, Not, Or, Phrase, QuerySyntaxError, article_tokens, hits, matches, parse
from tests.db.paper import article, keep


def outline(tree: Node) -> str:
    """The tree in one line."""
    match tree:
        case Phrase(words):
            return "+".join(words)
        case And(parts):
            return "(" + " & ".join(outline(part) for part in parts) + ")"
        case Or(parts):
            return "(" + " | ".join(outline(part) for part in parts) + ")"
        case Not(part):
            return f"!{outline(part)}"


@pytest.mark.parametrize(
    ("query", "meaning"),
    [
        ("ofsted", "ofst"),
        ("care leavers", "(care & leaver)"),
        ('"care leavers"', "care+leaver"),
        ("“care leavers”", "care+leaver"),
        ("care-leavers", "care+leaver"),
        ("O'Brien", "obrien"),
        ("C++", "c"),
        ("ofsted: x", "(ofst & x)"),
        ("bins OR ofsted care", "(bin | (ofst & care))"),
        ("(bins OR ofsted) care", "((bin | ofst) & care)"),
        ("ofsted -bins", "(ofst & !bin)"),
        ('ofsted -"black bins"', "(ofst & !black+bin)"),
        ("ofsted -(bins OR roads)", "(ofst & !(bin | road))"),
        ("-bins", "!bin"),
        ("ofsted AND bins NOT roads", "(ofst & bin & !road)"),
        ("ofsted - bins", "(ofst & bin)"),
        ('"OR" or', "(or & or)"),
        ("ofsted* ^bins col:x NEAR(y)", "(ofst & bin & col+x & near & y)"),
        ('ofsted""', "ofst"),
        ("OR", "or"),
    ],
)
def test_a_query_means(query: str, meaning: str) -> None:
    assert outline(parse(query)) == meaning


@pytest.mark.parametrize(
    ("query", "position", "hint"),
    [
        ("", 0, "empty"),
        ("  ", 0, "empty"),
        ("--", 0, "no word"),
        ('bins ""OR', 9, "missing at the end"),
        ('ofsted "care leavers', 7, "never closed"),
        ("ofsted (care", 7, "never closed"),
        ("ofsted) care", 6, "closes nothing"),
        ("ofsted ()", 8, "missing before this bracket"),
        ("ofsted OR", 9, "missing at the end"),
        ("ofsted (care OR)", 15, "missing before this bracket"),
        ("bins " + "(" * 41 + "x" + ")" * 41, 45, "deep"),
        ("x " * 101, 202, "100 words"),
        ("bins " + '"' + "x " * 61 + '"', 5, "60 words"),
        ("x" * 2001, 60, "2000 characters"),
    ],
)
def test_what_cannot_be_read_is_pointed_at(query: str, position: int, hint: str) -> None:
    with pytest.raises(QuerySyntaxError, match=hint) as caught:
        parse(query)
    assert caught.value.position == position
    assert str(caught.value).splitlines()[-1] == "  " + " " * position + "^"


@given(st.text(max_size=40) | st.text(alphabet="ab -()\"“OR'\n", max_size=40))
def test_any_text_is_a_query_or_a_plain_mistake(written: str) -> None:
    try:
        tree = parse(written)
    except QuerySyntaxError as mistake:
        place, written_so_far = mistake.position, len(written)
    else:
        place, written_so_far = 0, 0
        assert matches(Or((tree, Not(tree))), article_tokens("A headline", "and a text"))
    assert 0 <= place <= written_so_far


def test_the_phrases_that_met_the_query_are_given_as_written() -> None:
    tree = parse('"Care Leavers", OR ofsted OR roads -bins')
    assert hits(tree, article_tokens("Ofsted visit", "A care leaver said so.")) == ("Care Leavers", "ofsted")
    assert hits(tree, article_tokens("Parks", "Swings")) is None
    assert hits(parse("-bins"), article_tokens("Parks", "Swings")) == ()


def test_a_phrase_does_not_run_out_of_the_headline_into_the_text() -> None:
    tokens = article_tokens("Home for children", "in care")
    assert not matches(parse('"children in care"'), tokens)
    assert matches(parse("children in care"), tokens)


words = st.sampled_from(
    ["care", "leavers", "leaver", "bins", "O'Brien", "é", "naïve", "zebra", "ß", "C++", "2025", "日本"]
)
texts = st.lists(words, max_size=12).map(" ".join)
leaves = st.lists(words, min_size=1, max_size=3).map(lambda some: f'"{" ".join(some)}"') | words
queries = st.recursive(
    leaves,
    lambda part: st.one_of(
        st.tuples(part, part).map(lambda two: f"({two[0]} OR {two[1]})"),
        st.tuples(part, part).map(lambda two: f"({two[0]} {two[1]})"),
        part.map(lambda one: f"-{one}"),
    ),
    max_leaves=6,
)


@pytest.fixture(scope="module")
def indexes(
    sqlite_template: object, postgres_server: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[Database]]:
    """One SQLite and one PostgreSQL database for all the examples."""
    import psycopg

    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute("CREATE DATABASE queries TEMPLATE wardwatch")
    path = tmp_path_factory.mktemp("queries") / "wardwatch.db"
    urls = [f"sqlite:///{path}", postgres_server.replace("/postgres?", "/queries?")]
    opened = [Database.open(url, migrate=True) for url in urls]
    yield opened
    for database in opened:
        database.close()


class UndoError(Exception):
    """Raised to leave no trace of an example."""


def found_in(session: Session, tree: Node) -> set[int]:
    if session.get_bind().dialect.name == "postgresql":
        return set(session.scalars(select(ArticleRow.id).where(fulltext.postgres_condition(tree))))
    places = session.scalars(
        text("SELECT rowid FROM article_words WHERE article_words MATCH :match"), {"match": fulltext.match_string(tree)}
    )
    return {place & ((1 << fulltext.ID_BITS) - 1) for place in places}


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(texts, texts), min_size=1, max_size=5), st.lists(queries, min_size=1, max_size=8))
def test_memory_fts5_and_tsquery_agree(
    indexes: list[Database], papers: list[tuple[str, str]], asked: list[str]
) -> None:
    trees = [parse(query) for query in asked]
    expected = [{at for at, paper in enumerate(papers) if matches(tree, article_tokens(*paper))} for tree in trees]

    for database in indexes:
        found: list[set[int]] = []

        def look(session: Session, found: list[set[int]] = found) -> None:
            ids = [keep(session, article(at, title=title, text=body)).id for at, (title, body) in enumerate(papers)]
            found.extend({ids.index(number) for number in found_in(session, tree)} for tree in trees)
            raise UndoError

        with pytest.raises(UndoError):
            database.write(look)
        assert found == expected


def test_a_long_report_is_found_by_its_last_words_and_by_words_far_apart(database: Database) -> None:
    long = " ".join(f"the page{number}" for number in range(20_000)) + " the very last care leavers of the report"
    number = database.write(lambda session: keep(session, article(text=long)).id)
    tokens = article_tokens(article().title, long)
    for query, met in [
        ('"the very last care leavers"', True),
        ("page1 page19999", True),
        ("page1 -page19999", False),
        ('"page299 the page300"', True),
        ('"page300 page299"', False),
        *((f'"the page{at} the page{at + 1}"', True) for at in range(3_800, 4_100, 20)),
    ]:
        tree = parse(query)
        assert matches(tree, tokens) is met
        with database.reading() as session:
            assert found_in(session, tree) == ({number} if met else set()), query


def test_a_word_that_stands_in_a_text_a_thousand_times_is_found_everywhere_in_it(database: Database) -> None:
    body = " ".join(["care"] * 1_000 + ["leavers"])
    number = database.write(lambda session: keep(session, article(text=body)).id)
    with database.reading() as session:
        assert found_in(session, parse('"care care leavers"')) == {number}


def test_an_article_taken_out_of_the_index_is_found_no_more(database: Database) -> None:
    def forget(session: Session) -> None:
        fulltext.unindex(session, keep(session))

    database.write(forget)
    with database.reading() as session:
        assert found_in(session, parse("inspectors OR -inspectors")) in (set(), {1})
        assert found_in(session, parse("inspectors")) == set()
