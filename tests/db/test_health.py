"""How the sources do, and how much there is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from db import archive, health
from db.archive import FoundLink, Watched
from db.engine import Database
from tests.db.paper import NOW, article, keep
from tests.db.test_stories import message

HOUR = timedelta(hours=1)


@pytest.fixture
def watched(database: Database) -> Database:
    """A database that watches two sources."""
    sources = [Watched("Weaver Post", "https://post.example/"), Watched("Ofsted", "https://ofsted.example/", "ofsted")]
    database.write(lambda session: archive.remember_sources(session, sources, NOW))
    return database


def states(database: Database) -> dict[str, tuple[str, str]]:
    with database.reading() as session:
        return {status.name: (status.state, status.reason) for status in health.statuses(session)}


def test_a_source_is_not_read_yet_then_works_then_does_not_answer_then_works_again(watched: Database) -> None:
    assert states(watched)["Weaver Post"] == ("Not read yet", "Its first reading is due.")
    assert watched.write(lambda session: health.record_ok(session, "Weaver Post", new=2, now=NOW)) == "first"
    assert states(watched)["Weaver Post"] == ("Working", "Read without trouble")
    for failures in (1, 2, 3):
        then = NOW + failures * HOUR
        said = watched.write(
            lambda session, then=then: health.record_trouble(session, "Weaver Post", "HTTP 500\nfrom post", now=then)
        )
        assert said == failures
    reason = "HTTP 500 from post (failed 3 times)"
    assert states(watched)["Weaver Post"] == ("Not answering", reason)
    assert list(states(watched)) == ["Weaver Post", "Ofsted"]
    assert (
        watched.write(lambda session: health.record_ok(session, "Weaver Post", new=0, now=NOW + 9 * HOUR)) == "mended"
    )
    with watched.reading() as session:
        status = next(one for one in health.statuses(session) if one.name == "Weaver Post")
    assert (status.state, status.failures, status.last_ok, status.last_new) == ("Working", 0, NOW + 9 * HOUR, NOW)


def test_a_blip_is_nothing_to_speak_of(watched: Database) -> None:
    watched.write(lambda session: health.record_ok(session, "Weaver Post", new=1, now=NOW))
    watched.write(lambda session: health.record_trouble(session, "Weaver Post", "HTTP 500", now=NOW + HOUR))
    assert watched.write(lambda session: health.record_ok(session, "Weaver Post", new=1, now=NOW + HOUR)) is None


def test_a_source_that_is_watched_no_more_has_no_state(watched: Database) -> None:
    watched.write(
        lambda session: archive.remember_sources(session, [Watched("Ofsted", "https://ofsted.example/")], NOW)
    )
    assert list(states(watched)) == ["Ofsted"]


def test_what_was_never_remembered_is_a_mistake(watched: Database) -> None:
    with pytest.raises(LookupError, match="no source is called 'Absent'"):
        watched.write(lambda session: health.record_ok(session, "Absent", new=0, now=NOW))


def test_everything_is_counted(watched: Database) -> None:
    links = [FoundLink("https://post.example/1"), FoundLink("https://post.example/2")]
    watched.write(
        lambda session: archive.add_links(session, "Weaver Post", links, "https://post.example/", None, None, NOW)
    )
    watched.write(lambda session: archive.link_done(session, links[0].url, "irrelevant"))
    for number in (1, 2, 3):
        watched.write(lambda session, number=number: keep(session, article(number)))
    watched.write(lambda session: archive.join_stories(session, [1, 2], NOW))
    watched.write(lambda session: [message(session, 1), message(session, 3), message(session, 3, state="sent")])
    with watched.reading() as session:
        assert health.counts(session) == health.Counts(
            articles=3, stories=2, pending_links=1, messages={"pending": 2, "sent": 1}
        )
