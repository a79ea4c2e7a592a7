"""Articles and readings for the tests of this room, in a line each."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from db import archive
from db.models import ArticleRow
from newsdesk.article import Article
from newsdesk.reading import Reading

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
TEXT = "Inspectors said that care leavers in the borough wait too long for a home.\n\nThe council said it was sorry."


def article(number: int = 1, **changes: Any) -> Article:
    """An article of the Weaver Post; any field can be changed."""
    values: dict[str, Any] = {
        "url": f"https://weaverpost.example/news/{number}",
        "outlet": "Weaver Post",
        "title": "Care leavers let down, say inspectors",
        "text": TEXT,
        "published": date(2026, 3, 1),
    }
    return Article(**{**values, **changes})


def reading(**changes: Any) -> Reading:
    """A reading of an inspection at Cheshire East; any field can be changed."""
    values: dict[str, Any] = {"relevant": True, "score": 0.9, "kind": "inspection", "councils": ("Cheshire East",)}
    return Reading(**{**values, **changes})


def keep(
    session: Session, one: Article | None = None, said: Reading | None = None, *, now: datetime = NOW, **options: Any
) -> ArticleRow:
    """Keep an article, in a story of its own unless options say otherwise."""
    chosen = {"source_id": None, "story_id": None, **options}
    return archive.keep(session, one or article(), said or reading(), now=now, **chosen)
