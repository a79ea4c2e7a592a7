"""A council's timeline: history and archive as one, nothing twice, and only promises that can be kept."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from alerts.rules import Story, StoryArticle
from db import archive
from db.engine import Database
from newsdesk.article import Article
from newsdesk.history import history_of
from newsdesk.reading import Reading
from tests.wardwatch.conftest import Command
from wardwatch.timeline import Event, expected, timeline

SEEN = datetime(2025, 6, 20, 9, 0, tzinfo=UTC)
COUNCIL = "Cheshire East"
GRID = {"overall effectiveness": "inadequate", "care leavers": "inadequate"}


def said(kind: str, **facts: Any) -> Reading:
    return Reading(relevant=True, score=0.9, kind=kind, councils=(COUNCIL,), **facts)


def paper(published: date, reading: Reading, *, official: bool = False, number: int = 1) -> StoryArticle:
    outlet = "Ofsted" if official else "Weaver Post"
    article = Article(f"https://x.example/{number}", outlet, "A headline", "Text.", published)
    return StoryArticle(article, reading, SEEN, official, copy=False)


def story(number: int, *articles: StoryArticle) -> Story:
    return Story(number, articles)


def visit(number: int | None = 2, day: date = date(2025, 6, 12), **facts: Any) -> Story:
    return story(7, paper(day, said("monitoring-visit", visit_number=number, **facts)))


def shown(*stories: Story) -> list[Event]:
    return timeline(history_of(COUNCIL), stories)


def promises(*stories: Story, today: date = date(2025, 6, 20)) -> list[str]:
    return [one.words for one in expected(shown(*stories), today)]


class TestOneRunOfEvents:
    def test_it_is_full_on_the_first_day(self) -> None:
        assert [one.published for one in shown()] == [date(2024, 5, 16), date(2020, 1, 9)]

    def test_a_story_about_an_inspection_of_the_history_is_shown_with_it(self) -> None:
        dates = ("2024-02-26", "2024-03-08")
        newest, _ = shown(story(3, paper(date(2024, 5, 16), said("inspection", inspection_dates=dates))))

        assert newest.stories == (3,)
        assert newest.on_site == dates
        assert newest.judgements["help and protection"] == "requires improvement"

    def test_news_without_dates_belongs_to_the_report_that_it_followed(self) -> None:
        newest, _ = shown(story(3, paper(date(2024, 5, 20), said("inspection", judgements=GRID))))

        assert newest.stories == (3,)
        assert newest.reported == date(2024, 5, 20)

    def test_a_later_inspection_stands_by_itself_at_the_top(self) -> None:
        newest, *rest = shown(story(3, paper(date(2026, 5, 20), said("inspection", judgements=GRID))))

        assert (newest.stories, newest.in_history, len(rest)) == ((3,), False, 2)

    def test_other_grades_are_another_inspection(self) -> None:
        grades = {"overall effectiveness": "good", "care leavers": "good"}

        assert len(shown(story(3, paper(date(2024, 6, 1), said("inspection", judgements=grades))))) == 3

    def test_two_stories_about_one_inspection_are_one_event(self) -> None:
        one = story(3, paper(date(2024, 5, 16), said("inspection", inspection_dates=("2024-02-26", "2024-03-08"))))
        other = story(4, paper(date(2024, 5, 30), said("inspection")))

        assert [event.stories for event in shown(one, other)] == [(3, 4), ()]

    def test_what_is_no_longer_relevant_is_not_shown(self) -> None:
        assert len(shown(story(3, paper(date(2026, 1, 1), Reading(relevant=False, score=0.1, kind="inspection"))))) == 2

    def test_the_newest_stand_first_whatever_is_known_of_their_dates(self) -> None:
        events = shown(
            story(3, paper(date(2024, 7, 20), said("intervention"), official=True)),
            visit(2, inspection_dates=("2025-06-02", "2025-06-03")),
            story(5, paper(date(2022, 9, 1), said("jtai", inspection_dates=("2022-07",)))),
        )

        kinds = [one.kind for one in events]
        assert kinds == ["monitoring-visit", "intervention", "inspection", "jtai", "inspection"]


class TestWhatIsExpected:
    def test_a_visit_known_from_news_awaits_its_letter(self) -> None:
        assert promises(visit()) == [
            "letters of monitoring visits usually follow within 4 to 10 weeks; not published yet"
        ]

    def test_a_focused_visit_too(self) -> None:
        (words,) = promises(story(3, paper(date(2025, 6, 12), said("focused-visit"))))
        assert words.startswith("letters of focused visits usually follow")

    def test_nothing_once_the_letter_is_there(self) -> None:
        letter = paper(date(2025, 7, 10), said("monitoring-visit", visit_number=2), official=True, number=2)
        assert promises(story(7, *visit().articles, letter), today=date(2025, 7, 11)) == []

    def test_nothing_for_a_first_monitoring_visit(self) -> None:
        assert promises(visit(number=1)) == []

    def test_nothing_where_it_may_be_the_first(self) -> None:
        assert promises(visit(number=None)) == []

    def test_a_visit_without_a_number_after_another_is_not_the_first(self) -> None:
        first = story(6, paper(date(2025, 2, 10), said("monitoring-visit", visit_number=1)))
        assert len(promises(first, visit(number=None))) == 1

    @pytest.mark.parametrize("today", [date(2025, 4, 20), date(2024, 6, 20)])
    def test_nothing_in_a_pre_election_period(self, today: date) -> None:
        assert promises(visit(day=today), today=today) == []

    def test_nothing_before_the_visit_and_nothing_half_a_year_after_it(self) -> None:
        assert promises(visit(), today=date(2025, 6, 1)) == []
        assert promises(visit(), today=date(2026, 1, 20)) == []

    def test_nothing_for_a_visit_that_a_later_letter_has_passed(self) -> None:
        letter = paper(date(2025, 11, 13), said("monitoring-visit", visit_number=3), official=True)
        assert promises(visit(), story(9, letter), today=date(2025, 11, 20)) == []


class TestCommand:
    def keep(self, url: str, reading: Reading, *, official: bool = False) -> int:
        one = Article("https://x.example/1", "Weaver Post", "A visit", "Text.", date(2024, 5, 17))
        with Database.open(url) as database:
            return database.write(
                lambda session: (
                    archive.keep(
                        session, one, reading, source_id=None, story_id=None, official=official, now=SEEN
                    ).story_id
                )
            )

    def test_it_shows_history_and_archive(self, wardwatch: Command, config_file: Path, sqlite_url: str) -> None:
        number = self.keep(sqlite_url, said("inspection", judgements=GRID))
        ended = wardwatch("timeline", "cheshire east", "--plain")

        assert ended.code == 0
        assert "16 May 2024" in ended.out
        assert f"Ofsted's statistics, story {number}" in ended.out
        assert "Open Government Licence v3.0" in ended.err

    def test_json_is_clean(self, wardwatch: Command, config_file: Path, sqlite_url: str) -> None:
        self.keep(sqlite_url, said("intervention"), official=True)
        shown = json.loads(wardwatch("timeline", COUNCIL, "--format", "json").out)

        assert [one["kind"] for one in shown["events"]] == ["intervention", "inspection", "inspection"]
        assert shown["events"][0]["published"] == "2024-05-17"
        assert shown["expected"] == []

    def test_news_of_other_kinds_is_left_out(self, wardwatch: Command, config_file: Path, sqlite_url: str) -> None:
        self.keep(sqlite_url, said("finance"))
        assert len(json.loads(wardwatch("timeline", COUNCIL, "--format", "json").out)["events"]) == 2

    def test_it_needs_no_archive(self, wardwatch: Command, tmp_path: Path) -> None:
        (tmp_path / "config.yaml").write_text("councils: [Bury]\n", "utf-8")
        ended = wardwatch("timeline", "Bury")

        assert ended.code == 0
        assert "There is no archive yet" in ended.err
        assert "Ofsted inspection" in ended.out

    def test_a_former_council_has_its_history(self, wardwatch: Command, config_file: Path) -> None:
        assert "Ofsted inspection" in wardwatch("timeline", "Northamptonshire").out

    def test_an_unknown_council_gets_the_nearest_names(self, wardwatch: Command, config_file: Path) -> None:
        ended = wardwatch("timeline", "Chesire East")

        assert (ended.code, ended.out) == (2, "")
        assert "did you mean Cheshire East" in ended.err
