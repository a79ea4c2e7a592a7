"""Searching the archive."""

from __future__ import annotations

from datetime import date

from db.engine import Database
from db.search import search
from tests.db.paper import article, keep


def test_the_newest_come_first_and_the_phrase_is_shown(database: Database) -> None:
    database.write(lambda session: keep(session, article(1, published=date(2025, 1, 5))))
    database.write(lambda session: keep(session, article(2, published=date(2026, 1, 5))))
    database.write(
        lambda session: keep(session, article(3, published=date(2024, 1, 5), text="Black bins.", title="Bins"))
    )
    with database.reading() as session:
        found = search(session, '"care leaver"')
    assert [hit.url[-1] for hit in found] == ["2", "1"]
    assert found[0].snippet.startswith("Inspectors said that care leavers in the borough")
