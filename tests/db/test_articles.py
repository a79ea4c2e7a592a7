"""Articles: kept and loaded as they were, and found again by what they share."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from db import archive
from db.engine import Database
from db.models import ArticleRow, StoryRow
from db.search import search
from newsdesk.article import Article
from newsdesk.reading import Evidence, Person, Reading, Span
from newsdesk.sameness import fingerprints, same_story
from tests.db.paper import NOW, article, keep, reading

BST = timezone(timedelta(hours=1))
FULL_ARTICLE = article(
    headlines=("Inspectors: care leavers let down",),
    byline="Ada Holt, Ben Ross",
    outlet_councils=("Cheshire East", "Cheshire West and Chester"),
    canonical="https://weaverpost.example/own",
    media="pdf",
    page_starts=(0, 40),
)
FULL_READING = Reading(
    relevant=True,
    score=0.75,
    evidence=(Evidence("care leavers", "headline", 0.5),),
    topics=("care leavers",),
    kind="inspection",
    councils=("Cheshire East",),
    mentioned_councils=("Halton",),
    judgements={"overall effectiveness": "inadequate", "care leavers": "good"},
    previous_overall="good",
    inspection_dates=("2026-01-12", "2026-01-23"),
    visit_number=2,
    people=(Person("Ada Holt", "chair of the committee"),),
    send_outcome="widespread failings",
    priority_action=True,
    lead_inspector="Ben Ross",
    framework="ILACS",
    report_published="2026-03-01",
    sources={"visit_number": Span(3, 9, 1), "kind": Span(1, 2)},
)


@pytest.mark.parametrize(
    "published",
    [
        None,
        date(2026, 3, 1),
        datetime(2026, 3, 1, 0, 0),  # noqa: DTZ001
        datetime(2026, 3, 1, 15, 53, tzinfo=BST),
        datetime(2026, 3, 1, 15, 53, 7, 123456, tzinfo=UTC),
        datetime(2026, 7, 1, 15, 53, tzinfo=ZoneInfo("Europe/London")),
        date(1, 1, 1),
    ],
)
def test_an_article_comes_back_exactly_with_its_date_as_the_page_gave_it(
    database: Database, published: date | datetime | None
) -> None:
    one = Article(**{name: getattr(FULL_ARTICLE, name) for name in Article.__slots__} | {"published": published})
    number = database.write(lambda session: keep(session, one, FULL_READING).id)
    with database.reading() as session:
        back = archive.load_article(session, number)
        assert back == one
        assert type(back.published) is type(published)
        assert getattr(back.published, "tzinfo", None) is None or str(back.published) == str(published)
        assert archive.load_reading(session, number) == FULL_READING


def test_what_databases_refuse_is_replaced_letter_by_letter(database: Database) -> None:
    number = database.write(lambda session: keep(session, article(text="a\0b \ud800 c", title="T\0")).id)
    with database.reading() as session:
        back = archive.load_article(session, number)
    assert (back.text, back.title) == ("a b ? c", "T ")


def test_a_source_that_wants_facts_keeps_the_reading_and_the_headline_but_no_text(database: Database) -> None:
    number = database.write(lambda session: keep(session, FULL_ARTICLE, FULL_READING, keep="facts").id)
    with database.reading() as session:
        back = archive.load_article(session, number)
        assert (back.title, back.text, back.byline) == (FULL_ARTICLE.title, "", None)
        assert archive.load_reading(session, number) == FULL_READING
        assert session.get_one(ArticleRow, number).content_hash == FULL_ARTICLE.content_hash
        assert search(session, "sorry") == []
        assert [hit.article for hit in search(session, '"care leavers let down"')] == [number]
        assert [kept.id for kept in archive.copy_candidates(session, fingerprints(FULL_ARTICLE))] == [number]


def test_a_source_that_wants_headlines_keeps_no_judgement_evidence_or_person(database: Database) -> None:
    number = database.write(lambda session: keep(session, FULL_ARTICLE, FULL_READING, keep="headline").id)
    with database.reading() as session:
        said = archive.load_reading(session, number)
        assert (said.kind, said.councils, said.visit_number) == ("inspection", ("Cheshire East",), 2)
        assert [said.evidence, said.people, dict(said.judgements), dict(said.sources)] == [(), (), {}, {}]
        assert archive.copy_candidates(session, fingerprints(FULL_ARTICLE)) == []
        assert [hit.title for hit in search(session, "inspectors")] == [FULL_ARTICLE.title]


def test_an_article_is_found_by_any_spelling_of_its_address(database: Database) -> None:
    number = database.write(lambda session: keep(session, article(7)).id)
    with database.reading() as session:
        found = archive.find_by_address(session, "http://www.weaverpost.example/news/7/?utm_source=rss")
        assert found is not None
        assert found.id == number
        assert archive.find_by_address(session, "https://weaverpost.example/news/8") is None


def test_an_article_may_be_known_by_another_address_than_the_one_it_was_fetched_from(database: Database) -> None:
    own = "https://weaverpost.example/own"
    number = database.write(lambda session: keep(session, article(7), address=own).id)
    with database.reading() as session:
        found = archive.find_by_address(session, own)
        assert found is not None
        assert (found.id, found.url) == (number, article(7).url)
        assert archive.find_by_address(session, article(7).url) is None


def test_an_address_is_kept_once_and_a_failed_keep_leaves_nothing_behind(database: Database) -> None:
    database.write(keep)
    with pytest.raises(IntegrityError):
        database.write(keep)
    with database.reading() as session:
        assert session.scalar(select(func.count(ArticleRow.id))) == 1
        assert session.scalar(select(func.count(StoryRow.id))) == 1
        assert len(search(session, "inspectors")) == 1


def test_copies_are_found_by_shared_shingles_most_alike_first(database: Database) -> None:
    words = [f"word{number}" for number in range(120)]
    release = article(1, text=" ".join(words))
    near = article(2, text=" ".join(words[:100]) + " and something else entirely was added here")
    other = article(3, text=" ".join(reversed(words)))
    first, second, _ = [
        database.write(lambda session, one=one: keep(session, one).id) for one in (release, near, other)
    ]
    with database.reading() as session:
        found = archive.copy_candidates(session, fingerprints(article(4, text=" ".join(words[:115]))))
        assert [kept.id for kept in found] == [first, second]
        assert archive.copy_candidates(session, []) == []


def candidates(database: Database, said: Reading, published: date | None, area: tuple[str, ...] = ()) -> set[int]:
    with database.reading() as session:
        found = archive.story_candidates(session, said, published, outlet_councils=area)
        return {int(kept.article.url.rpartition("/")[2]) for kept in found}


def test_what_may_be_the_same_story_is_near_in_time_and_shares_a_council_or_one_has_none(database: Database) -> None:
    day = date(2026, 3, 1)
    east, halton, none = reading(), reading(councils=("Halton",)), reading(councils=())
    kept = [
        (article(1, published=day), east),
        (article(2, published=day - timedelta(days=14)), east),
        (article(3, published=day + timedelta(days=14)), east),
        (article(4, published=day - timedelta(days=40)), east),
        (article(5, published=day), halton),
        (article(6, published=day), none),
        (article(7, published=None), east),
        (article(8, published=day), reading(councils=("Halton",), mentioned_councils=("Cheshire East",))),
        (article(9, published=day), reading(councils=("Halton", "Cheshire East"))),
        (article(10, published=day), reading(kind="court")),
        (article(11, published=day - timedelta(days=10)), reading(kind="court")),
    ]
    for one, said in kept:
        database.write(lambda session, one=one, said=said: keep(session, one, said))
    assert candidates(database, east, day) == {1, 2, 3, 6, 7, 9, 10, 11}
    assert candidates(database, none, day) == {6}
    assert candidates(database, none, day, ("Halton",)) == {5, 6, 8, 9}
    assert candidates(database, reading(report_published="2026-03-01"), None) >= {1, 2, 3, 7, 9}


def test_no_pair_of_one_story_is_missed_by_the_candidates(sqlite_url: str) -> None:
    chance = random.Random(7)  # noqa: S311
    items = [_any_item(number, chance) for number in range(90)]
    with Database.open(sqlite_url) as database:
        for one, said in items:
            database.write(lambda session, one=one, said=said: keep(session, one, said))
        pairs = 0
        with database.reading() as session:
            for one, said in items:
                found = archive.story_candidates(session, said, one.published, outlet_councils=one.outlet_councils)
                found += archive.copy_candidates(session, fingerprints(one), limit=200)
                missed = set(_of_one_story((one, said), items)) - {kept.article.url for kept in found}
                assert not missed
                pairs += len(_of_one_story((one, said), items))
    assert pairs > 100


def _of_one_story(item: tuple[Article, Reading], items: list[tuple[Article, Reading]]) -> list[str]:
    return [other[0].url for other in items if other is not item and same_story(item, other)]


def _any_item(number: int, chance: random.Random) -> tuple[Article, Reading]:
    """An article and a reading of one of few kinds, councils and events, so that many belong together."""
    names = ["Ada Holt", "Ben Ross", "Cara Lund", "Dov Marsh"]
    text = " ".join(f"{chance.choice(names)} spoke of {chance.choice(['£2.5m', '120', '34.5'])}." for _ in range(12))
    published = chance.choice([None, *(date(2026, 1, 1) + timedelta(days=3 * step) for step in range(20))])
    said = reading(
        kind=chance.choice(["inspection", "monitoring-visit", "service", "court"]),
        councils=chance.choice([(), ("Cheshire East",), ("Halton",), ("Cheshire East", "Halton")]),
        visit_number=chance.choice([None, None, 1, 2]),
        inspection_dates=chance.choice([(), (), ("2025-12",), ("2025-12-01", "2025-12-12")]),
        report_published=chance.choice([None, "2026-01-20"]),
    )
    return article(number, text=text, published=published), said


def test_reports_with_an_identity_of_their_own_are_candidates_at_any_age(database: Database) -> None:
    old = date(2024, 5, 16)
    database.write(lambda session: keep(session, article(1, published=old), reading(visit_number=2)))
    database.write(lambda session: keep(session, article(2, published=old), reading()))
    database.write(lambda session: keep(session, article(3, published=old), reading(), official=True))
    assert candidates(database, reading(inspection_dates=("2024-05",)), date(2026, 3, 1)) == {1, 3}
    assert candidates(database, reading(), date(2026, 3, 1)) == set()


def test_a_candidate_comes_whole(database: Database) -> None:
    number = database.write(lambda session: keep(session, FULL_ARTICLE, FULL_READING, official=True, backfill=True).id)
    with database.reading() as session:
        (kept,) = archive.story_candidates(session, FULL_READING, FULL_ARTICLE.published)
    assert (kept.id, kept.article, kept.reading) == (number, FULL_ARTICLE, FULL_READING)
    assert (kept.first_seen, kept.official, kept.backfill, kept.copy) == (NOW, True, True, False)
