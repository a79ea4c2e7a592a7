"""Writes of several threads in one transaction, each with its own end."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from db.engine import Database, StoreError
from db.models import RuleRow
from db.together import Together
from tests.db.paper import NOW


def adds(name: str) -> Callable[[Session], str]:
    def work(session: Session) -> str:
        session.add(RuleRow(name=name, first_seen_at=NOW))
        session.flush()
        return name

    return work


def fails(_: Session) -> None:
    raise ValueError("this one is wrong")


def names(database: Database) -> list[str]:
    with database.reading() as session:
        return sorted(session.scalars(select(RuleRow.name)))


def all_at_once(database: Database, works: list[Callable[[Session], Any]]) -> list[Any]:
    """What each came to, all of them waiting while the writer is busy."""
    together, released = Together(database), threading.Event()
    busy = database.submit(lambda _: released.wait(10))
    with ThreadPoolExecutor(len(works)) as pool:
        ends = [pool.submit(together.write, work) for work in works]
        while len(together._waiting) < len(works):
            pass
        released.set()
        assert busy.result()
        return [end.exception() or end.result() for end in ends]


def test_what_waits_together_is_committed_together(database: Database) -> None:
    commits: list[int] = []
    event.listen(database._write_engine, "commit", lambda _: commits.append(1))
    assert all_at_once(database, [adds(f"rule {number}") for number in range(8)]) == names(database)
    assert len(names(database)) == 8
    assert len(commits) == 1


def test_one_that_fails_costs_the_others_nothing(database: Database) -> None:
    ends = all_at_once(database, [adds("first"), fails, adds("second")])
    assert [str(end) for end in ends] == ["first", "this one is wrong", "second"]
    assert names(database) == ["first", "second"]


def test_a_database_that_is_closed_says_so_to_each(sqlite_url: str) -> None:
    with Database.open(sqlite_url) as database:
        together = Together(database)
        assert together.write(adds("first")) == "first"
    with pytest.raises(StoreError, match="has been closed"):
        together.write(adds("second"))
    with pytest.raises(StoreError, match="has been closed"):
        together.write(adds("third"))
