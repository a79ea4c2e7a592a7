"""wardwatch alerts retry: what was given up goes after all."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import update

from alerts.outbox import test_message as write_test_message
from alerts.recipients import Recipient
from db.engine import Database
from db.models import MessageRow
from tests.wardwatch.conftest import Command

NOW = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)


def give_up_two(url: str) -> None:
    """Two test messages into a folder that were given up."""
    folders = [Recipient.model_validate({"file": name}) for name in ("first", "second")]
    with Database.open(url) as database:
        database.write(lambda session: write_test_message(session, folders, NOW))
        dead = update(MessageRow).values(state="dead", answer="the disk was full")
        database.write(lambda session: session.execute(dead))


def test_it_lists_them_and_has_one_or_all_sent(
    wardwatch: Command, config_file: Path, sqlite_url: str, tmp_path: Path
) -> None:
    give_up_two(sqlite_url)
    listed = wardwatch("alerts", "retry", "--plain")
    assert "the disk was full" in listed.out
    assert wardwatch("deliver").code == 1
    assert "1 message is due again" in wardwatch("alerts", "retry", "1").err
    assert wardwatch("deliver").code == 1
    assert len(list((tmp_path / "first").glob("*.eml"))) == 1
    assert "1 message is due again" in wardwatch("alerts", "retry", "--all").err
    assert wardwatch("deliver").code == 0
    assert len(list((tmp_path / "second").glob("*.eml"))) == 1


def test_a_number_that_is_none_says_where_to_find_them(wardwatch: Command, config_file: Path) -> None:
    ended = wardwatch("alerts", "retry", "7")
    assert ended.code == 1
    assert "there is no dead message 7; `wardwatch alerts retry` lists those that are dead" in ended.err
