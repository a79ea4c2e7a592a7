"""Intake: all of a page or nothing, one story for each event whatever the order, and nothing told twice."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from alerts import desk, outbox
from alerts.rulebook import Rulebook
from alerts.rules import Rule
from db import archive
from db.archive import FoundLink, Watched
from db.engine import Database
from db.models import ArticleRow, Base, LinkRow, MessageRow, StoryRow, ToldRow
from newsdesk.article import Article
from newsdesk.reading import read
from newsdesk.sameness import group
from scraper.memory import Outcome
from wardwatch.intake import Arrival, Intake, take_in

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
RULE = Rule.model_validate({"name": "Everything", "to": [{"email": "desk@example.org"}]})
INTAKE = Intake(Rulebook([RULE]), timedelta(days=3), ZoneInfo("Europe/London"))
VERDICT = (
    "Ofsted has judged children's services in Rutland to be inadequate overall.",
    "The inspection took place from 12 to 23 January 2026. Care leavers were judged inadequate; leadership, help and "
    "protection and children in care require improvement to be good.",
    "Councillor Ada Fennimore, cabinet member for children and families, said: “We are sorry.”",
)
RETOLD = (
    "Social care for children in Rutland has been handed the lowest grade there is.",
    "Inspectors who spent two weeks with the county in January 2026 rated its children's services inadequate overall, "
    "and said help for care leavers was inadequate too.",
)
FOOTBALL = ("Oakham Town came from two goals behind to beat Stamford on Saturday.", "The winner fell in added time.")


def page(number: int, *paragraphs: str, title: str = "Ofsted: Rutland inadequate", day: int = 9) -> Article:
    return Article(
        f"https://paper{number}.example/news/{number}",
        f"Paper {number}",
        title,
        "\n\n".join(paragraphs),
        date(2026, 3, day),
    )


def arrive(session: Session, article: Article, now: datetime = NOW, intake: Intake = INTAKE) -> Outcome:
    """An article found by the source "Paper" comes in."""
    archive.add_links(session, "Paper", [FoundLink(article.url)], "https://paper.example/news", None, None, now)
    archive.count_try(session, article.url, now)
    return take_in(session, Arrival(article, read(article), article.url, "Paper"), intake, now)


def prepare(session: Session) -> None:
    """A source that has been read before, and a rule that has been there as long."""
    archive.remember_sources(session, [Watched("Paper", "https://paper.example/news")], NOW)
    outbox.register(session, [RULE], NOW - timedelta(days=1))


@pytest.fixture
def paper(database: Database) -> Database:
    database.write(prepare)
    return database


def count(session: Session, table: type[Base]) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def test_a_new_event_becomes_a_story_and_a_message(paper: Database) -> None:
    assert paper.write(lambda session: arrive(session, page(1, *VERDICT))) == "new"
    with paper.reading() as session:
        assert count(session, StoryRow) == count(session, ArticleRow) == count(session, MessageRow) == 1
        assert session.scalars(select(LinkRow.state)).all() == ["kept"]


def test_another_papers_report_and_a_copy_join_the_story_and_tell_nothing_more(paper: Database) -> None:
    paper.write(lambda session: arrive(session, page(1, *VERDICT)))
    assert paper.write(lambda session: arrive(session, page(2, *RETOLD, title="Lowest grade for Rutland"))) == "joined"
    assert paper.write(lambda session: arrive(session, page(3, *VERDICT, title="Council sorry"))) == "copy"
    with paper.reading() as session:
        assert count(session, StoryRow) == count(session, MessageRow) == 1
        assert session.scalar(select(ArticleRow.copy_of).where(ArticleRow.outlet == "Paper 3")) is not None


def test_the_same_page_under_another_address_is_seen_again(paper: Database) -> None:
    first = page(1, *VERDICT)
    paper.write(lambda session: arrive(session, first))
    for url in ("http://www.paper1.example/news/1/?utm_source=x#comments", "https://m.paper1.example/news/1"):
        again = Article(url, first.outlet, first.title, first.text, first.published)
        assert paper.write(lambda session, again=again: arrive(session, again)) == "seen again"
    own = Article("https://other.example/7", "Other", first.title, first.text, None, canonical=first.url)
    assert paper.write(lambda session: arrive(session, own)) == "seen again"
    with paper.reading() as session:
        assert count(session, ArticleRow) == count(session, ToldRow) - 5 == 1


def test_a_page_that_calls_a_front_page_its_own_keeps_its_own_address(paper: Database) -> None:
    first = page(1, *VERDICT)
    fronted = Article(first.url, first.outlet, first.title, first.text, None, canonical="https://paper1.example/")
    paper.write(lambda session: arrive(session, fronted))
    other = page(2, *FOOTBALL, *VERDICT, title="Other")
    fronted = Article(other.url, other.outlet, other.title, other.text, None, canonical="https://paper1.example/")
    assert paper.write(lambda session: arrive(session, fronted)) != "seen again"


def test_of_what_is_not_relevant_only_address_reason_and_hash_are_kept(paper: Database) -> None:
    football = page(1, *FOOTBALL, title="Late winner")
    assert paper.write(lambda session: arrive(session, football)) == "irrelevant"
    with paper.reading() as session:
        assert count(session, ArticleRow) == 0
        link = session.scalars(select(LinkRow)).one()
        assert (link.state, link.title, link.content_hash) == ("irrelevant", None, football.content_hash)
        assert "not about children's services" in str(link.reason)


def test_when_a_step_fails_nothing_of_the_page_is_stored(paper: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("the power went")

    monkeypatch.setattr(desk, "tell", fails)
    with pytest.raises(RuntimeError, match="the power went"):
        paper.write(lambda session: arrive(session, page(1, *VERDICT)))
    with paper.reading() as session:
        assert count(session, StoryRow) == count(session, ArticleRow) == count(session, MessageRow) == 0

    monkeypatch.undo()
    assert paper.write(lambda session: arrive(session, page(1, *VERDICT))) == "new"


def test_old_news_of_a_new_source_fills_the_archive_and_tells_nobody(paper: Database) -> None:
    assert paper.write(lambda session: arrive(session, page(1, *VERDICT, day=1))) == "new"
    with paper.reading() as session:
        assert count(session, ArticleRow) == 1
        assert count(session, MessageRow) == 0


def test_a_story_told_stays_told_when_a_late_report_joins_two_of_its_kind(paper: Database) -> None:
    alone = page(1, *RETOLD[:1], *FOOTBALL, title="Lowest grade")
    paper.write(lambda session: arrive(session, alone))
    paper.write(lambda session: arrive(session, page(2, *VERDICT)))
    before = paper.write(lambda session: count(session, ToldRow))
    paper.write(lambda session: arrive(session, page(3, *RETOLD, *VERDICT), NOW + timedelta(hours=1)))
    with paper.reading() as session:
        assert count(session, ToldRow) <= before


STORIES = [
    page(1, *VERDICT),
    page(2, *RETOLD, title="Lowest grade for Rutland"),
    page(3, *VERDICT[:2], title="Council sorry"),
    page(4, *(line.replace("Rutland", "Luton") for line in VERDICT), title="Ofsted: Luton inadequate"),
    page(5, *(line.replace("Rutland", "Luton") for line in RETOLD), title="Lowest grade for Luton", day=10),
    page(
        6,
        "A second monitoring visit to children's services in Halton took place in February 2026, Ofsted says.",
        "Inspectors looked at children in care and found social workers more stable.",
        title="Halton: second visit",
    ),
    page(
        7,
        "Inspectors see progress at Halton children's services on their second monitoring visit since the inadequate "
        "judgement.",
        "They found that children in care see the same social worker for longer.",
        title="Progress in Halton",
        day=10,
    ),
    page(
        8,
        "The first monitoring visit to Halton's children's services, in October 2025, found little progress.",
        "Ofsted's letter says that caseloads of social workers were too high.",
        title="Halton: first visit",
    ),
    page(9, *FOOTBALL, title="Late winner"),
]


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(order=st.permutations(range(len(STORIES))))
def test_any_order_of_arrival_gives_the_stories_of_group(sqlite_url: str, order: list[int]) -> None:
    with Database.open(sqlite_url) as database:
        database.write(empty)
        database.write(prepare)
        for number in order:
            database.write(lambda session, number=number: arrive(session, STORIES[number]))  # type: ignore[misc]
        with database.reading() as session:
            kept = session.execute(select(ArticleRow.story_id, ArticleRow.outlet)).all()
    by_story: dict[int, set[str]] = {}
    for story, outlet in kept:
        by_story.setdefault(story, set()).add(outlet)
    grouped = group([(article, read(article)) for article in STORIES])
    expected = [{STORIES[number].outlet for number in part} for part in grouped]
    assert sorted(map(sorted, by_story.values())) == sorted(sorted(one) for one in expected if one != {"Paper 9"})


def empty(session: Session) -> None:
    for table in reversed(Base.metadata.sorted_tables):
        session.execute(delete(table))
