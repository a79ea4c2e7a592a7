"""doctor, and alerts list, mute, stop and ledger, as people type them."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, select

from alerts import outbox
from alerts.rulebook import Rulebook
from db.engine import Database
from db.models import MatchRow, MuteRow
from db.sources import Watched, remember_sources
from newsdesk.article import Article
from newsdesk.reading import read
from tests.wardwatch.conftest import Command
from wardwatch.config import load
from wardwatch.intake import Arrival, Intake, take_in

TEXT = "Ofsted has judged children's services at Cheshire East Council to be inadequate overall after an inspection."


@pytest.fixture
def archive(config_file: Path, sqlite_url: str) -> str:
    """The address of an archive into which one story came that every rule meets."""
    config, now = load(config_file), datetime.now(UTC)
    intake = Intake(Rulebook(config.alerts), config.backfill_alerts, config.zone)
    article = Article("https://paper.example/1", "Paper", "Council judged inadequate", TEXT, now)
    with Database.open(sqlite_url) as database:
        database.write(
            lambda session: remember_sources(session, [Watched("Paper", "https://paper.example", None)], now)
        )
        database.write(lambda session: outbox.register(session, config.alerts, now - timedelta(hours=1)))
        arrival = Arrival(article, read(article), article.url, "Paper")
        assert database.write(lambda session: take_in(session, arrival, intake, now)) == "new"
    return sqlite_url


class TestDoctor:
    def test_where_all_is_well_it_says_what_it_looked_at(self, wardwatch: Command, archive: str) -> None:
        ended = wardwatch("doctor")
        assert ended.code == 0
        assert "Looked at 1 story, 1 decisions, 2 messages, 0 attempts: all is well." in ended.err
        assert json.loads(wardwatch("doctor", "--format", "json").out)["well"] is True

    def test_what_is_wrong_is_named_and_ends_it_with_1(self, wardwatch: Command, archive: str) -> None:
        with Database.open(archive) as database:
            database.write(lambda session: session.execute(delete(MatchRow)))
        ended = wardwatch("doctor")
        assert ended.code == 1
        assert "meets rule “Everything” and nothing was decided" in ended.out
        found = json.loads(wardwatch("doctor", "--format", "json").out)
        assert (found["well"], found["findings"][0]["kind"]) == (False, "undecided")


class TestLedger:
    def test_in_every_form(self, wardwatch: Command, archive: str) -> None:
        assert wardwatch("deliver").code == 0
        table = wardwatch("alerts", "ledger", "--channel", "file")
        assert "file outbox" in table.out
        assert "1 found." in table.err
        rows = list(csv.DictReader(wardwatch("alerts", "ledger", "--format", "csv").out.splitlines()))
        assert [(row["channel"], row["state"], row["rules"], row["tries"]) for row in rows] == [
            ("log", "sent", "Everything", "1"),
            ("file", "sent", "Everything", "1"),
        ]
        one = json.loads(wardwatch("alerts", "ledger", "--story", "1", "--format", "json").out)[0]
        assert list(one) == list(rows[0])
        assert one["facts"][0] == "story"

    def test_days_are_whole_and_what_is_not_there_is_said(self, wardwatch: Command, archive: str) -> None:
        today = f"{datetime.now(load(Path('config.yaml')).zone):%Y-%m-%d}"
        assert "2 found." in wardwatch("alerts", "ledger", "--since", today, "--until", today).err
        assert "Nothing found." in wardwatch("alerts", "ledger", "--until", "2025-01-01").err
        assert wardwatch("alerts", "ledger", "--since", "yesterday").code == 2
        assert "there is no story 9" in wardwatch("alerts", "ledger", "--story", "9").err


class TestMuteAndStop:
    def test_a_story_is_muted_for_one_and_then_for_nobody(self, wardwatch: Command, archive: str) -> None:
        ended = wardwatch("alerts", "mute", "--story", "1", "--for", "outbox", "--until", "2099-12-31")
        assert (ended.code, "`wardwatch alerts mute --undo 1` ends it" in ended.err) == (0, True)
        with Database.open(archive) as database, database.reading() as session:
            row = session.scalars(select(MuteRow)).one()
        assert (row.recipient, row.channel, row.value) == ("outbox", "file", "1")
        assert row.until == datetime(2100, 1, 1, tzinfo=UTC)
        assert "1 sent" in wardwatch("deliver").err
        assert wardwatch("alerts", "mute", "--undo", "1").code == 0
        assert wardwatch("alerts", "mute", "--undo", "1").code == 2

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            ((), "say one thing"),
            (("--story", "1", "--phrase", "bins"), "say one thing"),
            (("--story", "9"), "there is no story 9"),
            (("--phrase", "bins", "--rule", "Everthing"), "did you mean Everything?"),
            (("--phrase", "bins", "--for", "outbx"), "did you mean outbox?"),
            (("--phrase", "bins", "--until", "tomorrow"), "--until 'tomorrow' is no day"),
        ],
    )
    def test_mistakes(self, wardwatch: Command, archive: str, words: tuple[str, ...], said: str) -> None:
        ended = wardwatch("alerts", "mute", *words)
        assert (ended.code, said in ended.err) == (2, True), ended.err

    def test_who_has_stopped_is_sent_nothing_until_it_is_undone(self, wardwatch: Command, archive: str) -> None:
        assert "outbox is sent nothing more." in wardwatch("alerts", "stop", "outbox").err
        assert "1 sent" in wardwatch("deliver").err
        assert "is sent alerts again" in wardwatch("alerts", "stop", "outbox", "--undo").err
        assert "was not stopped" in wardwatch("alerts", "stop", "outbox", "--undo").err

    def test_the_list_shows_rules_mutes_and_stops(self, wardwatch: Command, archive: str) -> None:
        wardwatch("alerts", "mute", "--phrase", "bins", "--rule", "Everything")
        wardwatch("alerts", "stop", "outbox")
        ended = wardwatch("alerts", "list")
        assert ended.code == 0
        for said in ("Everything", "at once", "log log, file outbox", "phrase", "bins", "Stopped"):
            assert said in ended.out
        shown = json.loads(wardwatch("alerts", "list", "--format", "json").out)
        assert [len(shown[name]) for name in ("rules", "mutes", "stops")] == [1, 1, 1]
        assert shown["rules"][0]["to"] == ["log log", "file outbox"]
