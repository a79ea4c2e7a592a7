"""Stories out of the archive, as rules and messages see them."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.orm import Session

from alerts.rules import Story, StoryArticle
from db.articles import KeptArticle, load_articles_of
from db.stories import resolve_story
from newsdesk.article import Article
from newsdesk.reading import Reading

AsRead = tuple[int, Article, Reading]


def load_story(session: Session, story_id: int, as_read: AsRead | None = None) -> Story:
    """The story with this number, or the older one that it turned out to be. Raises LookupError for none.

    as_read: number, article and reading of the article just kept, whole: rules see the text also of a source of which
    only facts or headlines are kept.
    """
    number = resolve_story(session, story_id)
    return Story(number, tuple(_article(kept, as_read) for kept in load_articles_of(session, number)))


def load_stories(session: Session, numbers: Collection[int]) -> list[Story]:
    """Several stories at once, by the numbers under which they live now; without those that have no articles."""
    articles: dict[int, list[StoryArticle]] = {}
    for kept in load_articles_of(session, *numbers):
        articles.setdefault(kept.story_id, []).append(_article(kept, None))
    return [Story(number, tuple(articles[number])) for number in sorted(articles)]


def _article(kept: KeptArticle, as_read: AsRead | None) -> StoryArticle:
    article, reading = as_read[1:] if as_read and as_read[0] == kept.id else (kept.article, kept.reading)
    return StoryArticle(
        article,
        reading,
        first_seen=kept.first_seen,
        official=kept.official,
        copy=kept.copy,
        backfill=kept.backfill,
        id=kept.id,
    )
