"""Stories: found under their older number, loaded, and joined where they turn out to be one."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import text, update
from sqlalchemy.orm import Session

from db.articles import KeptArticle, load_articles_of
from db.locks import lock_key
from db.models import ArticleRow, StoryRow
from db.uniting import unite_matches, unite_told


def resolve_story(session: Session, story_id: int) -> int:
    """The number under which a story lives now. Raises LookupError for a number that was never given."""
    story = session.get(StoryRow, story_id)
    while story is not None and story.merged_into is not None:
        story = session.get(StoryRow, story.merged_into)
    if story is None:
        raise LookupError(f"there is no story {story_id}")
    return story.id


def load_story(session: Session, story_id: int) -> list[KeptArticle]:
    """The articles of a story, or of the one it was joined to, in the order in which they were first seen."""
    return load_articles_of(session, resolve_story(session, story_id))


def join_lock(session: Session, councils: Collection[str]) -> None:
    """Hold back other workers that may join stories of these councils, until the transaction ends.

    An article about no council may belong to any story, so it waits for all others and they for it. SQLite has one
    writer and needs no lock.
    """
    if session.get_bind().dialect.name != "postgresql":
        return
    if not councils:
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": lock_key("join ")})
        return
    session.execute(text("SELECT pg_advisory_xact_lock_shared(:key)"), {"key": lock_key("join ")})
    for key in sorted(lock_key(f"join {council}") for council in councils):
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})


def join_stories(session: Session, ids: Collection[int], now: datetime) -> int:
    """Make one story of several; returns the oldest number, under which it lives on.

    The others redirect to it. What was told is united, and messages that are not yet sent follow; one that has nothing
    left to say is dropped. Joining tells nobody.
    """
    survivor, *others = sorted({resolve_story(session, story_id) for story_id in ids})
    for other in others:
        session.execute(update(ArticleRow).where(ArticleRow.story_id == other).values(story_id=survivor))
        unite_matches(session, other, survivor)
        unite_told(session, other, survivor)
        into, gone = session.get_one(StoryRow, survivor), session.get_one(StoryRow, other)
        into.last_article_at = max(into.last_article_at, gone.last_article_at)
        gone.merged_into, gone.merged_at = survivor, now
        session.flush()
    return survivor
