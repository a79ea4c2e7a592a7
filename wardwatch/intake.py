"""Intake: one page into the archive, its story found and its alerts written, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Literal
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from alerts import desk
from alerts.rulebook import Rulebook
from alerts.stories import load_story
from db import archive
from db.archive import KeptArticle
from db.models import ArticleRow
from newsdesk import sameness
from newsdesk.article import Article
from newsdesk.reading import Reading
from scraper.memory import Outcome
from scraper.sources import Keep


@dataclass(frozen=True, slots=True)
class Intake:
    """What intake goes by: the rules in force, and how old the news of a new source may be to be told."""

    rules: Rulebook
    backfill_age: timedelta
    zone: tzinfo


@dataclass(frozen=True, slots=True)
class Arrival:
    """A page on its way in. link: the address under which its source found it."""

    article: Article
    reading: Reading
    link: str
    source: str
    official: bool = False
    keep: Keep = "text"
    etag: str | None = None
    last_modified: str | None = None


def take_in(session: Session, arrival: Arrival, intake: Intake, now: datetime) -> Outcome:
    """Same?, keep, match, write: all of it or nothing. What became of the page."""
    article, reading = arrival.article, arrival.reading
    if reading.relevant:
        archive.join_lock(session, reading.councils)
    if known := archive.find_by_address(session, identity(article)):
        archive.link_done(session, arrival.link, "kept", article_id=known.id, content_hash=article.content_hash)
        return "seen again"
    if not reading.relevant:
        reason = f"not about children's services (score {reading.score:.2f})"
        archive.link_done(session, arrival.link, "irrelevant", content_hash=article.content_hash, reason=reason)
        return "irrelevant"
    alike = archive.copy_candidates(session, sameness.fingerprints(article))
    original = _original(article, alike)
    story = _story(session, arrival, alike, now)
    row = _keep(session, arrival, story, original, now)
    now_told = load_story(session, row.story_id, (row.id, article, reading))
    desk.tell(session, now_told, row.id, intake.rules, now, backfill_age=intake.backfill_age, zone=intake.zone)
    return "copy" if original else "joined" if story else "new"


def _keep(
    session: Session, arrival: Arrival, story: int | None, original: KeptArticle | None, now: datetime
) -> ArticleRow:
    """Store the article in its story, or in a new one, and close its link."""
    article, link = arrival.article, archive.find_link(session, arrival.link)
    row = archive.keep(
        session,
        article,
        arrival.reading,
        source_id=archive.source_id(session, arrival.source),
        story_id=story,
        copy_of=original.id if original else None,
        official=arrival.official,
        backfill=link is not None and link.backfill,
        now=now,
        keep=arrival.keep,
        etag=arrival.etag,
        last_modified=arrival.last_modified,
        address=identity(article),
    )
    state: Literal["copy", "kept"] = "copy" if original else "kept"
    archive.link_done(session, arrival.link, state, article_id=row.id, content_hash=article.content_hash)
    return row


def identity(article: Article) -> str:
    """The address that tells whether a page is known: the one that it calls its own, unless that is a front page."""
    own = article.canonical
    return own if own and urlsplit(own).path.strip("/") else article.url


def _original(article: Article, candidates: Sequence[KeptArticle]) -> KeptArticle | None:
    """The archived article whose text this one repeats."""
    return next((one for one in candidates if sameness.is_copy(article, one.article)), None)


def _story(session: Session, arrival: Arrival, alike: Sequence[KeptArticle], now: datetime) -> int | None:
    """The story that an article belongs to, joined together where it is the link between several; None: a new one."""
    article = arrival.article
    near = archive.story_candidates(
        session,
        arrival.reading,
        article.published,
        outlet_councils=article.outlet_councils,
        official=arrival.official,
    )
    numbers = sorted({one.story_id for one in (*alike, *near)})
    stories = [[(one.article, one.reading) for one in archive.load_story(session, number)] for number in numbers]
    joined = sameness.joined((article, arrival.reading), stories)
    return archive.join_stories(session, [numbers[at] for at in joined], now) if joined else None
