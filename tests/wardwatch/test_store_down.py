"""A store that takes nothing in the middle of the work: one plain line, nothing lost, and on with it afterwards."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from db import engine
from tests.fakes import newspaper
from tests.wardwatch.conftest import Command
from tests.wardwatch.test_service import ENOUGH, INSPECTED, MONEY, Watch, open_watch, watch
from wardwatch.demo.post import wait_until
from wardwatch.demo.settings import written_yaml

__all__ = ["open_watch", "watch"]


def test_a_disk_that_fills_during_a_crawl_is_one_line_and_nothing_is_lost(
    wardwatch: Command, tmp_path: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect = engine._set_synchronous
    most = [1 << 30]

    def limited(connection: sqlite3.Connection, level: str) -> None:
        connect(connection, level)
        connection.execute(f"PRAGMA max_page_count = {most[0]}")

    monkeypatch.setattr(engine, "_set_synchronous", limited)
    with newspaper("nub_news", "The Paper") as paper:
        config = {
            "contact": "test@example.org",
            "database": sqlite_url,
            "sources": [{"name": "The Paper", "url": paper.source_url, "kind": paper.kind}],
            "alerts": [{"name": "Everything", "to": ["log"]}],
            "allow_private": [paper.host],
        }
        (tmp_path / "config.yaml").write_text(written_yaml(config), encoding="utf-8")
        paper.publishes("Luton spends millions too much on children's homes", *MONEY)
        assert wardwatch("crawl").code == 0
        for number in range(12):
            paper.publishes(f"Rutland's children's services, part {number}", *INSPECTED, "More of it. " * 400)
        most[0] = 1
        full = wardwatch("crawl")
        assert full.code == 1
        assert "The disk is full: nothing was stored" in full.out + full.err
        assert "Traceback" not in full.out + full.err
        most[0] = 1 << 30
        assert wardwatch("crawl").code == 0
        known = json.loads(wardwatch("status", "--format", "json").out)
        assert known["articles"] + known["pending_links"] == 13
        assert known["articles"] > 1


def test_a_service_whose_server_goes_away_says_so_once_ends_when_asked_and_goes_on_when_it_is_back(
    open_watch: Callable[[str], Watch], tmp_path: Path, sqlite_url: str
) -> None:
    watch = open_watch(sqlite_url)
    service = watch.starts()
    watch.read()
    path = tmp_path / "wardwatch.db"
    path.rename(tmp_path / "away.db")
    assert wait_until(lambda: "has gone. Put it back" in watch.log(), ENOUGH)
    watch.paper.publishes("Luton spends millions too much on children's homes", *MONEY)
    time.sleep(2)
    (tmp_path / "away.db").rename(path)
    assert watch.mail.wait_for(1, ENOUGH)
    assert "Traceback" not in watch.log()
    assert 1 <= watch.log().count("has gone. Put it back") <= 3
    assert "can be used again" in watch.log()
    service.terminate()
    assert service.wait(12) == 0
