"""Digests: contiguous windows, through sleep and both clock changes."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise

from sqlalchemy.orm import Session

from db import health
from db.sources import Watched, remember_sources
from tests.alerts.conftest import Newsroom, rule

DESK = {"email": "desk@example.org"}


def test_a_daily_digest_holds_what_was_added_since_the_last(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule("round-up", DESK, send="daily at 08:30"))
    newsroom.prints(title="First")
    newsroom.prints(title="Second")
    assert newsroom.builds_digests() == 0
    newsroom.now = datetime(2026, 6, 2, 7, 30, tzinfo=UTC)
    assert newsroom.builds_digests() == 1
    newsroom.delivers()
    (message,) = newsroom.post.sent
    assert message.type == "digest"
    assert len(message.payload["stories"]) == 2
    row = newsroom.messages()[0]
    assert (row.window_start, row.window_end) == (
        datetime(2026, 6, 1, 9, 0, tzinfo=UTC),
        datetime(2026, 6, 2, 7, 30, tzinfo=UTC),
    )


def test_nothing_new_sends_nothing(small_newsroom: Newsroom) -> None:
    small_newsroom.has_rules(rule("round-up", DESK, send="daily at 08:30"))
    small_newsroom.passes(days=3)
    assert small_newsroom.builds_digests() == 0
    assert small_newsroom.messages() == []


def test_one_digest_is_sent_for_all_that_was_missed_in_sleep(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule("round-up", DESK, send="daily at 08:30"))
    newsroom.prints()
    newsroom.now = datetime(2026, 6, 2, 12, 0, tzinfo=UTC)
    newsroom.prints()
    newsroom.now = datetime(2026, 6, 4, 13, 0, tzinfo=UTC)
    newsroom.prints()
    assert newsroom.builds_digests() == 1
    newsroom.delivers()
    assert newsroom.post.sent[0].payload["count"] == 2
    assert newsroom.messages()[0].window_end == datetime(2026, 6, 4, 7, 30, tzinfo=UTC)
    newsroom.now = datetime(2026, 6, 5, 13, 0, tzinfo=UTC)
    assert newsroom.builds_digests() == 1
    assert newsroom.messages()[1].window_start == datetime(2026, 6, 4, 7, 30, tzinfo=UTC)


def test_windows_follow_each_other_also_where_nothing_was_new_between(small_newsroom: Newsroom) -> None:
    small_newsroom.has_rules(rule("round-up", DESK, send="daily at 08:30", heartbeat=True))
    for _ in range(5):
        small_newsroom.passes(days=1)
        small_newsroom.builds_digests()
    windows = [(row.window_start, row.window_end) for row in small_newsroom.messages()]
    assert all(before[1] == after[0] for before, after in pairwise(windows))
    assert len(windows) == 5


def test_a_clock_set_back_neither_repeats_a_digest_nor_loses_what_comes_then(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule("round-up", DESK, send="daily at 08:30"))
    newsroom.prints()
    newsroom.now = datetime(2026, 6, 2, 7, 31, tzinfo=UTC)
    assert newsroom.builds_digests() == 1
    newsroom.passes(hours=-1)
    newsroom.prints(title="In the hour that comes twice")
    newsroom.now = datetime(2026, 6, 2, 7, 31, tzinfo=UTC)
    assert newsroom.builds_digests() == 0
    newsroom.passes(days=1)
    assert newsroom.builds_digests() == 1


def test_building_twice_builds_once(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule("round-up", DESK, send="daily at 08:30"))
    newsroom.prints()
    newsroom.passes(days=1)
    assert [newsroom.builds_digests(), newsroom.builds_digests()] == [1, 0]


def test_a_story_told_at_once_is_not_repeated_in_the_digest(newsroom: Newsroom) -> None:
    newsroom.has_rules(
        rule("round-up", DESK, send="daily at 08:30"),
        rule("grades", DESK, when={"kinds": {"any": ["inspection"]}}),
    )
    newsroom.prints()
    newsroom.delivers()
    newsroom.passes(days=1)
    assert newsroom.builds_digests() == 0
    assert [message.type for message in newsroom.post.sent] == ["story.new"]


def test_what_waits_for_a_digest_goes_at_once_when_a_rule_asks_for_it(newsroom: Newsroom) -> None:
    newsroom.has_rules(
        rule("round-up", DESK, send="daily at 08:30"),
        rule("official", DESK, when={"official": True}),
    )
    story = newsroom.prints()
    newsroom.passes(hours=1)
    newsroom.prints(story=story, outlet="Ofsted", official=True)
    newsroom.delivers()
    newsroom.passes(days=1)
    assert newsroom.builds_digests() == 0
    (message,) = newsroom.post.sent
    assert message.type == "story.new"
    assert [fact["new"] for fact in message.payload["story"]["facts"]] == [True, True]


def test_rules_of_one_schedule_make_one_digest_with_sections(small_newsroom: Newsroom) -> None:
    small_newsroom.has_rules(
        rule("visits", DESK, send="daily at 08:30", when={"kinds": {"any": ["monitoring-visit"]}}),
        rule("courts", DESK, send="daily at 08:30", when={"kinds": {"any": ["court"]}}),
    )
    small_newsroom.prints(kind="court", title="A child called Secret")
    small_newsroom.prints(kind="monitoring-visit", visit_number=2)
    small_newsroom.passes(days=1)
    assert small_newsroom.builds_digests() == 1
    small_newsroom.delivers()
    (message,) = small_newsroom.post.sent
    assert message.text.index("== visits ==") < message.text.index("== courts ==")
    assert "Secret" not in message.text + message.html + str(message.payload)


def test_weekdays_and_weekly(small_newsroom: Newsroom) -> None:
    small_newsroom.has_rules(
        rule("weekdays", {"email": "a@example.org"}, send="weekdays at 08:30"),
        rule("weekly", {"email": "b@example.org"}, send="weekly on wednesday at 08:30"),
    )
    small_newsroom.now = datetime(2026, 6, 5, 12, 0, tzinfo=UTC)
    small_newsroom.builds_digests()
    small_newsroom.prints()
    small_newsroom.now = datetime(2026, 6, 7, 12, 0, tzinfo=UTC)
    assert small_newsroom.builds_digests() == 0
    small_newsroom.now = datetime(2026, 6, 8, 7, 30, tzinfo=UTC)
    assert small_newsroom.builds_digests() == 1
    small_newsroom.now = datetime(2026, 6, 10, 7, 30, tzinfo=UTC)
    assert small_newsroom.builds_digests() == 1


def test_the_clock_goes_forward_and_back_without_a_gap_or_a_double(small_newsroom: Newsroom) -> None:
    small_newsroom.now = datetime(2026, 3, 27, 12, 0, tzinfo=UTC)
    small_newsroom.has_rules(rule("early", DESK, send="daily at 01:30"))
    built = []
    for _ in range(4):
        small_newsroom.prints()
        small_newsroom.passes(days=1)
        built.append(small_newsroom.builds_digests())
    assert built == [1, 1, 1, 1]
    small_newsroom.now = datetime(2026, 10, 24, 12, 0, tzinfo=UTC)
    small_newsroom.builds_digests()
    small_newsroom.prints()
    small_newsroom.now = datetime(2026, 10, 25, 0, 45, tzinfo=UTC)
    assert small_newsroom.builds_digests() == 1
    small_newsroom.prints()
    small_newsroom.now = datetime(2026, 10, 25, 1, 45, tzinfo=UTC)
    assert small_newsroom.builds_digests() == 0
    windows = [(row.window_start, row.window_end) for row in small_newsroom.messages()]
    assert all(start < end for start, end in windows if start and end)


def test_what_waited_under_a_schedule_that_is_gone_is_sent_all_the_same(small_newsroom: Newsroom) -> None:
    small_newsroom.has_rules(rule("round-up", DESK, send="daily at 08:30"))
    small_newsroom.prints()
    small_newsroom.has_rules(rule("round-up", DESK, send="daily at 17:00"))
    small_newsroom.passes(days=1)
    assert small_newsroom.builds_digests() == 1


def test_a_digest_waits_for_the_end_of_quiet_hours(small_newsroom: Newsroom) -> None:
    small_newsroom.has_rules(rule("early", DESK, send="daily at 06:00", quiet="21:00-07:00"))
    small_newsroom.prints()
    small_newsroom.now = datetime(2026, 6, 2, 5, 1, tzinfo=UTC)
    small_newsroom.builds_digests()
    assert small_newsroom.delivers().outcomes == []
    small_newsroom.now = datetime(2026, 6, 2, 6, 0, tzinfo=UTC)
    assert small_newsroom.delivers().count("sent") == 1


def test_a_heartbeat_says_that_nothing_is_new_and_which_sources_were_read(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule("round-up", [DESK, "log"], send="daily at 08:30", heartbeat=True))
    watched = [Watched(name, f"https://{name}.example", "feed") for name in ("echo", "post", "mute")]

    def read(*names: str) -> None:
        def work(session: Session) -> None:
            remember_sources(session, watched, newsroom.now)
            for name in names:
                health.record_ok(session, name, new=0, now=newsroom.now)

        newsroom.database.write(work)

    newsroom.passes(hours=-2)
    read("echo", "post")
    newsroom.passes(hours=5)
    read("echo")
    newsroom.now = datetime(2026, 6, 2, 7, 30, tzinfo=UTC)
    assert newsroom.builds_digests() == 2
    newsroom.delivers()
    message = newsroom.post.sent[0]
    assert (message.type, message.subject) == ("digest", "Round-up: nothing new")
    said = " ".join(message.text.split())
    assert "Nothing new since 1 June 2026, 10:00." in said
    assert "1 of 3 sources were read since then; mute never and post not since 1 June 2026, 08:00." in said
    assert (message.payload["count"], message.payload["stories"]) == (0, [])


def test_with_news_a_heartbeat_is_an_ordinary_digest(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule("round-up", DESK, send="daily at 08:30", heartbeat=True))
    newsroom.prints()
    newsroom.passes(days=1)
    assert newsroom.builds_digests() == 1
    newsroom.delivers()
    (message,) = newsroom.post.sent
    assert message.payload["count"] == 1
    assert "Nothing new" not in message.text
