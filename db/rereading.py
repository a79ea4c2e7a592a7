"""What a new understanding of kept articles changes: their readings, and the stories that they belong to."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import Session

from db.articles import is_identified
from db.models import (
    ArticleCouncil,
    ArticleRow,
    Judgement,
    MatchRow,
    MessageRow,
    ReadingRow,
    StoryRow,
    ToldRow,
)
from db.values import instant, plain_json
from newsdesk.reading import Reading


def articles_with_text(session: Session, since: date | None = None) -> list[int]:
    """The numbers of the articles whose text was kept, oldest first. since: dated then or later."""
    query = select(ArticleRow.id).where(ArticleRow.kept == "text", *_since(since)).order_by(ArticleRow.id)
    return list(session.scalars(query))


def count_without_text(session: Session, since: date | None = None) -> int:
    """How many articles cannot be read again, as only facts or headlines of them were kept."""
    query = select(func.count(ArticleRow.id)).where(ArticleRow.kept != "text", *_since(since))
    return session.scalar(query) or 0


def without_text(session: Session, stories: Collection[int]) -> frozenset[int]:
    """The articles of some stories whose text was not kept."""
    query = select(ArticleRow.id).where(ArticleRow.story_id.in_(stories), ArticleRow.kept != "text")
    return frozenset(session.scalars(query))


def store_reading(session: Session, article_id: int, reading: Reading) -> None:
    """Put a new reading in the place of an article's old one, with all by which it is found."""
    row = session.get_one(ArticleRow, article_id)
    row.kind, row.score, row.identified = reading.kind, reading.score, is_identified(reading, row.official)
    session.get_one(ReadingRow, article_id).reading = plain_json(reading.as_dict())
    session.execute(delete(ArticleCouncil).where(ArticleCouncil.article_id == article_id))
    session.execute(delete(Judgement).where(Judgement.article_id == article_id))
    for council in dict.fromkeys((*reading.councils, *reading.mentioned_councils)):
        session.add(ArticleCouncil(article_id=article_id, council=council, about=council in reading.councils))
    for name, grade in reading.judgements.items():
        session.add(Judgement(article_id=article_id, judgement=name, grade=grade))
    session.flush()


def part_story(session: Session, articles: Collection[int], facts: Mapping[int, Collection[str]], now: datetime) -> int:
    """Give some articles a story of their own; its number. facts: for each story that they leave, the facts that they
    carried there: whoever was told them there is not told them again here."""
    rows = session.scalars(select(ArticleRow).where(ArticleRow.id.in_(articles))).all()
    story = StoryRow(created_at=now, last_article_at=max((row.first_seen_at for row in rows), default=now))
    session.add(story)
    session.flush()
    move_articles(session, articles, story.id, facts)
    return story.id


def move_articles(
    session: Session, articles: Collection[int], story: int, facts: Mapping[int, Collection[str]]
) -> None:
    """Give some articles to a story that is there; facts as for part_story."""
    rows = session.scalars(select(ArticleRow).where(ArticleRow.id.in_(articles))).all()
    for row in rows:
        row.story_id = story
    into = session.get_one(StoryRow, story)
    into.last_article_at = max([into.last_article_at, *(row.first_seen_at for row in rows)])
    session.flush()
    for origin, keys in facts.items():
        _copy_told(session, origin, story, keys)


def note_match(session: Session, story: int, rule: str, article: int, reasons: Sequence[str], now: datetime) -> bool:
    """Remember that a rule is met now that the story was read again; nobody is told. False where it was known."""
    known = select(MatchRow.id).where(MatchRow.story_id == story, MatchRow.rule == rule)
    if session.scalar(known) is not None:
        return False
    session.add(
        MatchRow(
            story_id=story, rule=rule, article_id=article, decision="reread", reasons=list(reasons), decided_at=now
        )
    )
    session.flush()
    return True


def _copy_told(session: Session, origin: int, story: int, facts: Collection[str]) -> None:
    """What was sent of one story counts as told of the other; what still waits stays where it is."""
    query = select(ToldRow).join(MessageRow, MessageRow.id == ToldRow.message_id)
    sent = query.where(ToldRow.story_id == origin, ToldRow.fact.in_(facts), MessageRow.state == "sent")
    there = {
        (row.recipient, row.channel, row.fact)
        for row in session.scalars(select(ToldRow).where(ToldRow.story_id == story))
    }
    for row in session.scalars(sent).all():
        if (row.recipient, row.channel, row.fact) not in there:
            session.add(
                ToldRow(
                    recipient=row.recipient,
                    channel=row.channel,
                    story_id=story,
                    fact=row.fact,
                    schedule=row.schedule,
                    message_id=row.message_id,
                    added_at=row.added_at,
                )
            )
    session.flush()


def _since(since: date | None) -> list[ColumnElement[bool]]:
    first = instant(since)
    return [ArticleRow.dated_at >= first] if first else []
