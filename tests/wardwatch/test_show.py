"""wardwatch show: a story whose news and report differ says so."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

from db import archive
from db.engine import Database
from newsdesk.article import Article
from newsdesk.reading import Reading
from tests.wardwatch.conftest import Command

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def keep(url: str, outlet: str, grade: str, story: int | None = None) -> int:
    official = outlet == "Ofsted"
    page = Article(f"https://x.example/{outlet}", outlet, "Verdict", "Text.", date(2026, 3, 1), media="pdf")
    said = Reading(True, 0.9, kind="inspection", councils=("Bury",), judgements={"overall effectiveness": grade})
    with Database.open(url) as database:
        return database.write(
            lambda session: (
                archive.keep(session, page, said, source_id=None, story_id=story, official=official, now=NOW).story_id
            )
        )


def test_it_says_where_news_and_report_differ(wardwatch: Command, config_file: Path, sqlite_url: str) -> None:
    number = keep(sqlite_url, "Post", "inadequate")
    keep(sqlite_url, "Ofsted", "requires improvement", number)
    sentence = "Overall effectiveness: Post says inadequate; the report gives requires improvement"

    assert f"News and report differ. {sentence}." in wardwatch("show", str(number)).out
    assert json.loads(wardwatch("show", str(number), "--format", "json").out)["differences"] == [sentence]


def test_it_says_nothing_where_they_agree(wardwatch: Command, config_file: Path, sqlite_url: str) -> None:
    number = keep(sqlite_url, "Post", "inadequate")
    keep(sqlite_url, "Ofsted", "inadequate", number)

    assert "differ" not in wardwatch("show", str(number)).out
