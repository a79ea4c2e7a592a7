"""Links: found once, tried again with growing pauses, given up in the end."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from db import archive, health
from db.archive import FoundLink, Watched
from db.engine import Database
from tests.db.paper import NOW

PAGE = "https://weaverpost.example/news"
ONE = FoundLink("https://weaverpost.example/news/1-inspectors", "Inspectors call", date(2026, 3, 1))


def add(database: Database, *links: FoundLink, source: str = "Weaver Post", etag: str | None = '"1"') -> int:
    return database.write(lambda session: archive.add_links(session, source, links, PAGE, etag, None, NOW))


def watch(database: Database, *names: str) -> None:
    sources = [Watched(name, f"https://{number}.example/news") for number, name in enumerate(names)]
    database.write(lambda session: archive.remember_sources(session, sources, NOW))


def pending(database: Database, after: timedelta = timedelta(), source: str = "Weaver Post") -> list[FoundLink]:
    with database.reading() as session:
        return archive.pending_links(session, source, NOW + after)


def backfilled(database: Database, url: str) -> bool:
    with database.reading() as session:
        row = archive.find_link(session, url)
        assert row is not None
        return row.backfill


def test_a_link_is_found_once_in_all_spellings_of_its_address(database: Database) -> None:
    watch(database, "Weaver Post", "Weaver Echo")
    assert add(database, ONE) == 1
    assert (
        add(database, ONE, FoundLink("http://www.weaverpost.example/news/1-inspectors/?utm_source=rss#comments")) == 0
    )
    assert add(database, ONE, source="Weaver Echo") == 0
    assert pending(database) == [ONE]


def test_the_listings_validators_are_kept_with_its_links(database: Database) -> None:
    watch(database, "Weaver Post")
    with database.reading() as session:
        assert archive.validators(session, PAGE) is None
    add(database, ONE, etag='"1"')
    add(database, ONE, etag='"2"')
    with database.reading() as session:
        assert archive.validators(session, PAGE) == ('"2"', None)


def test_pending_links_come_newest_first_with_their_dates_as_written(database: Database) -> None:
    watch(database, "Weaver Post")
    naive = FoundLink("https://weaverpost.example/news/2", None, datetime(2026, 3, 2, 8, 0))  # noqa: DTZ001
    zoned = FoundLink("https://weaverpost.example/news/3", None, datetime(2026, 2, 2, 8, 0, tzinfo=UTC))
    undated = FoundLink("https://weaverpost.example/news/4")
    add(database, undated, zoned, ONE, naive)
    assert pending(database) == [naive, ONE, zoned, undated]


def test_the_first_pass_is_backfill_and_so_is_the_first_after_more_than_a_blip(database: Database) -> None:
    watch(database, "Weaver Post")
    addresses = [f"https://weaverpost.example/news/{number}" for number in range(4)]
    add(database, FoundLink(addresses[0]))
    database.write(lambda session: health.record_ok(session, "Weaver Post", new=1, now=NOW))
    add(database, FoundLink(addresses[1]))
    database.write(lambda session: health.record_trouble(session, "Weaver Post", "HTTP 500", now=NOW))
    add(database, FoundLink(addresses[2]))
    for _ in range(health.BLIP - 1):
        database.write(lambda session: health.record_trouble(session, "Weaver Post", "HTTP 500", now=NOW))
    add(database, FoundLink(addresses[3]))
    assert [backfilled(database, address) for address in addresses] == [True, False, False, True]


def test_a_try_is_counted_before_the_page_is_read_and_the_pauses_grow(database: Database) -> None:
    watch(database, "Weaver Post")
    add(database, ONE)
    pauses = [timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(days=1), timedelta(days=1)]
    for tries, pause in enumerate(pauses, 1):
        assert database.write(lambda session: archive.count_try(session, ONE.url, NOW)) == tries
        assert pending(database, pause - timedelta(seconds=1)) == []
        assert pending(database, pause) == [ONE]


def fail(database: Database, *, permanent: bool = False, retry_after: timedelta | None = None) -> None:
    database.write(
        lambda session: archive.link_failed(
            session, ONE.url, "HTTP 503", permanent=permanent, retry_after=retry_after, now=NOW
        )
    )


def test_what_the_server_wishes_is_kept_where_it_is_longer(database: Database) -> None:
    watch(database, "Weaver Post")
    add(database, ONE)
    database.write(lambda session: archive.count_try(session, ONE.url, NOW))
    fail(database, retry_after=timedelta(hours=3))
    assert pending(database, timedelta(hours=2, minutes=59)) == []
    assert pending(database, timedelta(hours=3)) == [ONE]


def test_a_link_is_given_up_after_ten_tries_or_where_trying_is_of_no_use(database: Database) -> None:
    watch(database, "Weaver Post")
    other = FoundLink("https://weaverpost.example/gone")
    add(database, ONE, other)
    for tries in range(1, 11):
        assert len(pending(database, timedelta(days=2))) == 2, f"given up before try {tries}"
        database.write(lambda session: archive.count_try(session, ONE.url, NOW))
        fail(database)
    assert pending(database, timedelta(days=99)) == [other]
    database.write(
        lambda session: archive.link_failed(session, other.url, "Gone", permanent=True, retry_after=None, now=NOW)
    )
    assert pending(database, timedelta(days=99)) == []


def test_a_page_that_kills_its_reader_every_time_is_given_up_too(database: Database) -> None:
    watch(database, "Weaver Post")
    add(database, ONE)
    for _ in range(11):
        database.write(lambda session: archive.count_try(session, ONE.url, NOW))
    assert pending(database, timedelta(days=99)) == []


def test_of_an_irrelevant_link_only_address_date_reason_and_hash_stay(database: Database) -> None:
    watch(database, "Weaver Post")
    add(database, ONE)
    database.write(
        lambda session: archive.link_done(session, ONE.url, "irrelevant", content_hash="abc", reason="score 0.1")
    )
    with database.reading() as session:
        row = archive.find_link(session, ONE.url)
        assert row is not None
        assert (row.state, row.title, row.dated, row.reason, row.content_hash) == (
            "irrelevant",
            None,
            "2026-03-01",
            "score 0.1",
            "abc",
        )
    assert pending(database, timedelta(days=99)) == []


def test_the_pending_links_of_a_source_that_was_renamed_go_to_its_new_name(database: Database) -> None:
    watch(database, "Weaver Post")
    add(database, ONE)
    watch(database, "The Weaver Post")
    assert add(database, ONE, source="The Weaver Post") == 0
    assert pending(database, source="The Weaver Post") == [ONE]


def test_a_document_that_was_changed_is_pending_again(database: Database) -> None:
    watch(database, "GOV.UK")
    url = "https://www.gov.uk/api/content/government/publications/notice"
    first, second = NOW - timedelta(days=9), NOW - timedelta(days=1)
    assert add(database, FoundLink(url, "Notice", first, first), source="GOV.UK") == 1
    database.write(lambda session: archive.link_done(session, url, "kept"))
    assert add(database, FoundLink(url, "Notice", first, first), source="GOV.UK") == 0
    assert pending(database, source="GOV.UK") == []
    assert add(database, FoundLink(url, "Notice", second, second), source="GOV.UK") == 1
    assert pending(database, source="GOV.UK") == [FoundLink(url, "Notice", second)]
    database.write(lambda session: archive.link_done(session, url, "kept"))
    assert add(database, FoundLink(url, "Notice", second, second), source="GOV.UK") == 0


def test_a_listing_remembers_when_it_was_asked(database: Database) -> None:
    watch(database, "Weaver Post")
    add(database)
    with database.reading() as session:
        assert archive.asked_at(session, PAGE) == NOW
        assert archive.asked_at(session, PAGE + "#latest-report=2024-05-16") is None
