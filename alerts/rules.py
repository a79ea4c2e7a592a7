"""Rule: one entry under `alerts:` in config.yaml; matches(story) gives the reasons, or None."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from newsdesk.article import Article
from newsdesk.reading import Reading


@dataclass(frozen=True, slots=True)
class StoryArticle:
    """One article of a story, as rules and messages see it."""

    article: Article
    reading: Reading
    first_seen: datetime
    official: bool
    copy: bool


@dataclass(frozen=True, slots=True)
class Story:
    """A story as rules and messages see it; articles in the order in which they were first seen."""

    id: int
    articles: tuple[StoryArticle, ...]
