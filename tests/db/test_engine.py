"""The database: one writer, many readers, and sentences when it cannot."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.engine import Database
from db.models import StoryRow

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def add_story(session: Session) -> int:
    row = StoryRow(created_at=NOW, last_article_at=NOW)
    session.add(row)
    session.flush()
    return row.id


def stories(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count(StoryRow.id))) or 0


def test_what_is_written_can_be_read(database: Database) -> None:
    assert database.write(add_story) == 1
    assert database.write(add_story, durable=True) == 2
    assert stories(database) == 2
