"""The commands as a user runs them: what they answer, what they remark, and how they end."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from typer.main import get_command

from alerts.outbox import new_message
from db import archive, health
from db.engine import Database
from newsdesk.article import Article
from newsdesk.reading import read
from tests.wardwatch.conftest import Command
from wardwatch.cli import app

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TEXT = (
    "Children's services in Bury require improvement, Ofsted inspectors said on Monday. They saw the council's social "
    "workers from 9 to 20 February 2026 and judged the experiences and progress of care leavers to be inadequate.\n\n"
    "Inspectors found that children in care and care leavers wait too long for a social worker who knows them."
)


def commands() -> list[list[str]]:
    """The words of every command: ["search"], ["sources", "list"] ..."""
    known = get_command(app).commands  # type: ignore[attr-defined]
    families = {name: list(getattr(command, "commands", {})) for name, command in known.items()}
    return [[name, *rest] for name, inner in families.items() for rest in [[one] for one in inner] or [[]]]


def article(url: str = "https://paper.example/1", title: str = "Ofsted judges children's services in Bury") -> Article:
    return Article(url, "Bury Paper", title, TEXT, datetime(2026, 3, 1, 8, 0, tzinfo=UTC), outlet_councils=("Bury",))


@pytest.fixture
def stories(config_file: Path, sqlite_url: str) -> list[int]:
    """Two stories in the archive of config_file: their numbers, in the order in which they were kept."""

    def keep(url: str, title: str) -> int:
        one = article(url, title)
        with Database.open(sqlite_url) as database:
            return database.write(
                lambda session: archive.keep(session, one, read(one), source_id=None, story_id=None, now=NOW).story_id
            )

    return [
        keep("https://paper.example/1", "Ofsted judges children's services in Bury"),
        keep("https://paper.example/2", '=HYPERLINK("evil") a second story about children in care'),
    ]


@pytest.fixture
def web(httpserver: HTTPServer, config_file: Path, sqlite_url: str) -> HTTPServer:
    """A site on this machine that config_file allows to ask."""
    httpserver.expect_request("/robots.txt").respond_with_data("", status=404)
    config_file.write_text(
        f"database: {sqlite_url}\nallow_private: ['{httpserver.host}']\ndelay: 0s\n",
        "utf-8",
    )
    return httpserver


class TestHelp:
    @pytest.mark.parametrize("words", commands())
    def test_every_command_shows_how_it_is_used(self, wardwatch: Command, words: list[str]) -> None:
        ended = wardwatch(*words, "--help")
        assert ended.code == 0
        assert f"\n  wardwatch {' '.join(words)}" in ended.out

    @pytest.mark.parametrize("words", [words for words in commands() if words != ["demo"]])
    def test_every_command_but_the_demo_takes_a_config(self, wardwatch: Command, words: list[str]) -> None:
        assert "--config" in wardwatch(*words, "--help").out

    def test_wrong_usage_ends_with_2(self, wardwatch: Command) -> None:
        assert wardwatch("serch").code == 2
        assert wardwatch("search", "ofsted", "--cuoncil", "Bury").code == 2
        assert wardwatch("show", "first").code == 2

    @pytest.mark.parametrize("words", [["--help"], ["search", "--help"], ["init", "--council", "Bury"]])
    def test_light_commands_stay_light(self, program: Command, words: list[str]) -> None:
        ended = program(code=self.loaded_by(words))
        assert json.loads(ended.out.splitlines()[-1]) == []

    def test_searching_loads_neither_scrapy_nor_alembic(self, program: Command, stories: list[int]) -> None:
        ended = program(code=self.loaded_by(["search", "ofsted", "--plain"]))
        assert "Bury Paper" in ended.out
        assert json.loads(ended.out.splitlines()[-1]) == []

    @staticmethod
    def loaded_by(words: list[str]) -> str:
        heavy = ["scrapy", "twisted", "alembic", "trafilatura", "apscheduler", "rich"]
        return (
            "import json, sys\nfrom wardwatch.cli import app\n"
            f"try:\n    app({words!r})\nexcept SystemExit:\n    pass\n"
            f"print(json.dumps([name for name in {heavy!r} if name in sys.modules]))"
        )


class TestSearch:
    def test_a_table_shows_what_was_found(self, wardwatch: Command, stories: list[int]) -> None:
        ended = wardwatch("search", "ofsted")
        assert ended.code == 0
        assert "Ofsted judges children's services in Bury" in ended.out
        assert ended.err == "2 found.\n"

    def test_json_is_clean(self, wardwatch: Command, stories: list[int]) -> None:
        found = json.loads(wardwatch("search", "ofsted", "--format", "json").out)
        assert {hit["story"] for hit in found} == set(stories)
        assert found[0]["councils"] == ["Bury"]

    def test_json_of_nothing_is_an_empty_list(self, wardwatch: Command, stories: list[int]) -> None:
        ended = wardwatch("search", "unicorns", "--format", "json")
        assert (ended.code, json.loads(ended.out), ended.err) == (0, [], "")

    def test_csv_has_a_line_of_headings_and_starts_no_formula(self, wardwatch: Command, stories: list[int]) -> None:
        rows = list(csv.DictReader(io.StringIO(wardwatch("search", "", "--format", "csv").out)))
        assert {row["outlet"] for row in rows} == {"Bury Paper"}
        assert not any(row["headline"].startswith("=") for row in rows)

    def test_filters_narrow_what_is_found(self, wardwatch: Command, stories: list[int]) -> None:
        def found(*words: str) -> int:
            return len(json.loads(wardwatch("search", "", "--format", "json", *words).out))

        assert found("--council", "Bury Metropolitan Borough Council") == 2
        assert found("--council", "Kent") == 0
        assert found("--since", "2026-03-01", "--until", "2026-03-01") == 2
        assert found("--since", "2026-03-02") == 0
        assert found("--grade", "care leavers:inadequate") == 2
        assert found("--grade", "outstanding") == 0
        assert found("--outlet", "Bury Paper", "--limit", "1") == 1

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (["(ofsted"], "^"),
            (["ofsted", "--council", "Burry"], "did you mean Bury"),
            (["ofsted", "--kind", "inspektion"], "did you mean inspection?"),
            (["ofsted", "--grade", "inadequat"], "did you mean inadequate?"),
            (["ofsted", "--since", "01/03/2026"], "write it as 2025-07-10"),
        ],
    )
    def test_what_cannot_be_searched_says_what_would_be_right(
        self, wardwatch: Command, stories: list[int], words: list[str], said: str
    ) -> None:
        ended = wardwatch("search", *words)
        assert ended.code == 2
        assert said in ended.err
        assert ended.out == ""

    def test_an_archive_that_was_never_made_is_told_in_a_sentence(self, wardwatch: Command, tmp_path: Path) -> None:
        (tmp_path / "config.yaml").write_text("councils: [Bury]\n", "utf-8")
        ended = wardwatch("search", "ofsted")
        assert ended.code == 1
        assert "wardwatch" in ended.err
        assert "Traceback" not in ended.err


class TestShow:
    def test_it_shows_outlets_grades_and_reasons(self, wardwatch: Command, stories: list[int]) -> None:
        ended = wardwatch("show", str(stories[0]))
        assert ended.code == 0
        assert "https://paper.example/1" in ended.out
        assert "inadequate" in ended.out
        assert "Why it is in the archive:" in ended.out

    def test_json_is_clean(self, wardwatch: Command, stories: list[int]) -> None:
        shown = json.loads(wardwatch("show", str(stories[0]), "--format", "json").out)
        assert shown["id"] == stories[0]
        assert shown["councils"] == ["Bury"]
        assert shown["articles"][0]["outlet"] == "Bury Paper"

    def test_the_number_of_a_joined_story_leads_to_the_older(
        self, wardwatch: Command, stories: list[int], sqlite_url: str
    ) -> None:
        with Database.open(sqlite_url) as database:
            database.write(lambda session: archive.join_stories(session, stories, NOW))

        ended = wardwatch("show", str(stories[1]))

        assert ended.code == 0
        assert f"Story {stories[1]} was joined to story {stories[0]}." in ended.err
        assert "https://paper.example/2" in ended.out

    def test_a_story_that_does_not_exist_ends_with_2(self, wardwatch: Command, stories: list[int]) -> None:
        ended = wardwatch("show", "999")
        assert (ended.code, ended.out) == (2, "")
        assert "there is no story 999" in ended.err


class TestRead:
    def test_it_says_what_it_understood_and_from_which_words(self, wardwatch: Command, tmp_path: Path) -> None:
        (tmp_path / "release.txt").write_text(TEXT, "utf-8")
        ended = wardwatch("read", "release.txt", "--published", "2026-03-01", "--outlet", "Bury Paper")
        assert ended.code == 0
        assert "2026-03-01" in ended.out
        assert "care leavers" in ended.out
        assert "inadequate" in ended.out

    def test_json_is_an_object_a_line(self, wardwatch: Command, tmp_path: Path) -> None:
        (tmp_path / "one.txt").write_text(TEXT, "utf-8")
        (tmp_path / "two.txt").write_text("The cricket club won by an innings.\n\nNobody was hurt.", "utf-8")
        ended = wardwatch("read", "one.txt", "two.txt", "--format", "json")
        one, two = (json.loads(line) for line in ended.out.splitlines())
        assert (one["relevant"], two["relevant"]) == (True, False)
        assert one["councils"] == ["Bury"]
        assert one["text"].startswith("Children's services in Bury")
        for source in one["sources"].values():
            assert source["said"].rstrip(".")[:20] in " ".join(one["text"].split())

    def test_what_cannot_be_read_is_a_line_and_the_others_go_on(self, wardwatch: Command, tmp_path: Path) -> None:
        (tmp_path / "empty.txt").write_text("", "utf-8")
        (tmp_path / "report.pdf").write_text("<html>Report not found</html>", "utf-8")
        (tmp_path / "one.txt").write_text(TEXT, "utf-8")
        ended = wardwatch("read", "none.txt", "empty.txt", "report.pdf", "one.txt", "--format", "json")
        assert ended.code == 1
        assert [line.split(":")[0] for line in ended.err.splitlines()] == ["none.txt", "empty.txt", "report.pdf"]
        assert len(ended.out.splitlines()) == 1

    def test_a_date_must_be_a_date(self, wardwatch: Command) -> None:
        ended = wardwatch("read", "x.txt", "--published", "05/06/2025")
        assert ended.code == 2
        assert "write it as 2025-07-10" in ended.err

    def test_a_page_on_the_web_is_asked_once_and_kept_nowhere(
        self, program: Command, config_file: Path, web: HTTPServer, sqlite_url: str
    ) -> None:
        page = f"<html><head><title>Ofsted in Bury</title></head><body><article><h1>Ofsted in Bury</h1>{paragraphs()}"
        web.expect_request("/story").respond_with_data(page, content_type="text/html")

        ended = program("read", web.url_for("/story"), "--format", "json")

        assert json.loads(ended.out)["title"] == "Ofsted in Bury"
        assert [request.path for request, _ in web.log] == ["/robots.txt", "/story"]
        with Database.open(sqlite_url) as database, database.reading() as session:
            assert health.counts(session).articles == 0

    def test_a_strangers_page_is_not_asked_before_the_contact_is_filled_in(
        self, wardwatch: Command, tmp_path: Path
    ) -> None:
        (tmp_path / "config.yaml").write_text("councils: [Bury]\n", "utf-8")
        ended = wardwatch("read", "https://paper.example/1")
        assert ended.code == 1
        assert "only once `contact` in config.yaml is your own address" in ended.err


def paragraphs() -> str:
    return "".join(f"<p>{part}</p>" for part in TEXT.split("\n\n"))


class TestSources:
    def test_the_list_has_ones_own_and_the_catalogues(self, wardwatch: Command, tmp_path: Path) -> None:
        own = "sources: [{name: Mine, url: 'https://mine.example', every: 2h}]\n"
        (tmp_path / "config.yaml").write_text(f"councils: [Cheshire East]\n{own}", "utf-8")
        ended = wardwatch("sources", "list")
        assert ended.code == 0
        assert "Congleton Nub News" in ended.out
        assert "catalogue, untried" in ended.out
        assert [line.split()[1:3] for line in ended.out.splitlines() if line.startswith("Mine ")] == [["2h", "waits"]]

    def test_trying_one_shows_what_would_be_kept(
        self, program: Command, config_file: Path, web: HTTPServer, sqlite_url: str
    ) -> None:
        feed = (
            "<rss version='2.0'><channel><title>Paper</title>"
            f"<item><title>Ofsted in Bury</title><link>{web.url_for('/1')}</link></item>"
            f"<item><title>Cricket</title><link>{web.url_for('/2')}</link></item></channel></rss>"
        )
        cricket = "<p>The cricket club won by an innings and forty runs on Saturday.</p>" * 4
        web.expect_request("/feed").respond_with_data(feed, content_type="application/rss+xml")
        for path, body in (("/1", paragraphs()), ("/2", cricket)):
            page = f"<html><body><article><h1>A headline</h1>{body}</article></body></html>"
            web.expect_request(path).respond_with_data(page, content_type="text/html")

        ended = program("sources", "try", web.url_for("/feed"))

        assert ended.code == 0
        assert "2 links found (kind: feed)." in ended.err
        rows = [line.split("  ")[0] for line in ended.out.splitlines()[1:]]
        assert rows == ["kept", "not relevant"]

    def test_trying_what_is_no_source_says_why(self, program: Command, config_file: Path, web: HTTPServer) -> None:
        web.expect_request("/gone").respond_with_data("", status=404)
        ended = program("sources", "try", web.url_for("/gone"))
        assert ended.code == 1
        assert "404" in ended.err
        assert "Traceback" not in ended.err

    def test_an_address_that_is_none_is_wrong_usage(self, wardwatch: Command, config_file: Path) -> None:
        assert wardwatch("sources", "try", "paper.example").code == 2
        assert wardwatch("sources", "try", "https://paper.example", "--kind", "rss").code == 2


class TestStatus:
    def test_a_source_that_does_not_answer_ends_it_with_1(
        self, wardwatch: Command, config_file: Path, sqlite_url: str
    ) -> None:
        watched = [archive.Watched("Paper", "http://127.0.0.1:9/feed"), archive.Watched("Other", "http://127.0.0.1:9/")]
        with Database.open(sqlite_url) as database:
            database.write(lambda session: archive.remember_sources(session, watched, NOW))
        assert wardwatch("status").code == 0

        with Database.open(sqlite_url) as database:
            database.write(lambda session: health.record_trouble(session, "Paper", "nobody answered", now=NOW))

        ended = wardwatch("status")
        assert ended.code == 1
        assert "nobody answered" in ended.out
        assert "0 articles in 0 stories" in ended.err

    def test_a_dead_message_ends_it_with_1(self, wardwatch: Command, config_file: Path, sqlite_url: str) -> None:
        with Database.open(sqlite_url) as database:
            dead = new_message("test", "desk@example.org", "email", NOW, NOW)
            dead.state = "dead"
            database.write(lambda session: session.add(dead))
        assert wardwatch("status").code == 1

    def test_what_is_shown_as_json_is_what_is_known(
        self, wardwatch: Command, config_file: Path, sqlite_url: str
    ) -> None:
        watched = [archive.Watched("Paper", "http://127.0.0.1:9/feed"), archive.Watched("Other", "http://127.0.0.1:9/")]
        with Database.open(sqlite_url) as database:
            database.write(lambda session: archive.remember_sources(session, watched, NOW))
            database.write(lambda session: health.record_trouble(session, "Paper", "nobody answered", now=NOW))
        shown = json.loads(wardwatch("status", "--format", "json").out)
        assert [one["name"] for one in shown["sources"]] == ["Paper", "Other"]


class TestCrawlAndDeliver:
    def test_an_unknown_source_gets_the_nearest_name(self, wardwatch: Command, config_file: Path) -> None:
        ended = wardwatch("crawl", "Papr")
        assert ended.code == 2
        assert "there is no source 'Papr'; did you mean Paper?" in ended.err

    def test_a_source_that_waits_for_the_contact_says_so(self, wardwatch: Command, tmp_path: Path) -> None:
        (tmp_path / "config.yaml").write_text("councils: [Cheshire East]\n", "utf-8")
        ended = wardwatch("crawl", "Congleton Nub News")
        assert ended.code == 2
        assert "only once `contact`" in ended.err

    def test_a_source_that_is_down_is_one_line_and_ends_it_with_1(self, program: Command, config_file: Path) -> None:
        ended = program("crawl")
        assert ended.code == 1
        assert "Paper" in ended.out
        assert "Traceback" not in ended.err

    def test_nothing_to_deliver_ends_with_0(self, wardwatch: Command, config_file: Path) -> None:
        ended = wardwatch("deliver")
        assert (ended.code, ended.out) == (0, "")
        assert "0 sent, 0 waiting for another try, 0 dead." in ended.err

    def test_a_test_message_goes_the_real_way_and_leaves_the_archive_alone(
        self, wardwatch: Command, config_file: Path, tmp_path: Path, sqlite_url: str
    ) -> None:
        ended = wardwatch("alerts", "test")
        assert ended.code == 0
        assert [line.split()[:3] for line in ended.out.splitlines()[-2:]] == [
            ["log", "log", "sent"],
            ["file", "outbox", "sent"],
        ]
        assert list((tmp_path / "outbox").glob("*.eml"))
        with Database.open(sqlite_url) as database, database.reading() as session:
            assert health.counts(session).messages == {}

    def test_a_test_message_that_does_not_arrive_ends_with_1(self, wardwatch: Command, config_file: Path) -> None:
        mail = "email: {host: 127.0.0.1, port: 9, security: none, from: w@example.org}\n"
        text = config_file.read_text("utf-8").replace("[log, {file: outbox}]", "[{email: desk@example.org}]")
        config_file.write_text(text + mail, "utf-8")
        ended = wardwatch("alerts", "test")
        assert ended.code == 1
        assert "waiting" in ended.out

    def test_upgrading_makes_the_tables(self, wardwatch: Command, tmp_path: Path) -> None:
        (tmp_path / "config.yaml").write_text("councils: [Bury]\n", "utf-8")
        assert wardwatch("db", "upgrade").code == 0
        assert (tmp_path / "wardwatch.db").exists()
        assert wardwatch("search", "ofsted").code == 0


class TestStart:
    def test_a_stranger_of_our_name_is_told_plainly(self, program: Command, tmp_path: Path) -> None:
        (tmp_path / "alerts").mkdir()
        (tmp_path / "alerts" / "__init__.py").write_text("", "utf-8")
        ended = program("--help")
        assert ended.code == 1
        assert "wardwatch needs its own package alerts" in ended.err
        assert str(tmp_path) in ended.err
        assert "Traceback" not in ended.err

    def test_colours_boxes_and_spinners_are_for_terminals_only(self, wardwatch: Command, stories: list[int]) -> None:
        ended = wardwatch("search", "ofsted")
        assert not set(ended.out) & set("│┃━─╭\x1b")
