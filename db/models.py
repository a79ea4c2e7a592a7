"""The tables. Times are stored in UTC and come back aware; what a page gave as its own date is kept as written."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    MetaData,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class UtcDateTime(TypeDecorator[datetime]):
    """An aware time, in UTC. SQLite would give it back naive; a naive time is refused with ValueError."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without a zone cannot be stored: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012
        datetime: UtcDateTime,
        str: Text,
        dict[str, Any]: JSON(none_as_null=True),
        list[Any]: JSON(none_as_null=True),
    }


class SourceRow(Base):
    """A source, its claim and its health. watched: it stands in config.yaml or is switched on by the catalogue."""

    __tablename__ = "sources"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    url: Mapped[str]
    kind: Mapped[str | None]
    watched: Mapped[bool] = mapped_column(default=True)
    first_seen_at: Mapped[datetime]
    next_due_at: Mapped[datetime] = mapped_column(index=True)
    claimed_by: Mapped[str | None]
    claimed_at: Mapped[datetime | None]
    last_tried_at: Mapped[datetime | None]
    last_ok_at: Mapped[datetime | None]
    last_new_at: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(default=0)
    failing_since: Mapped[datetime | None]
    trouble: Mapped[str | None]


class ListingRow(Base):
    """A listing page's validators; committed only together with rows of all its new links."""

    __tablename__ = "listings"
    url: Mapped[str] = mapped_column(primary_key=True)
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]
    asked_at: Mapped[datetime]


class LinkRow(Base):
    """A link found on a listing. state: pending, kept, irrelevant, copy, given up. backfill: found in its source's
    first pass, or the first after it was mended."""

    __tablename__ = "links"
    __table_args__ = (Index("links_due", "source_id", "state", "next_try_at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("sources.id"))
    url: Mapped[str]
    canonical_url: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str | None]
    dated: Mapped[str | None]
    state: Mapped[str] = mapped_column(default="pending")
    backfill: Mapped[bool] = mapped_column(default=False)
    found_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime]
    reason: Mapped[str | None]
    content_hash: Mapped[str | None]
    article_id: Mapped[int | None] = mapped_column(ForeignKey("articles.id"))


class StoryRow(Base):
    """One event. id is its number for people; merged_into, merged_at: the older story that it turned out to be."""

    __tablename__ = "stories"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012
    id: Mapped[int] = mapped_column(primary_key=True)
    created_at: Mapped[datetime]
    last_article_at: Mapped[datetime] = mapped_column(index=True)
    merged_into: Mapped[int | None] = mapped_column(ForeignKey("stories.id"))
    merged_at: Mapped[datetime | None]


class ArticleRow(Base):
    """One relevant article. published: ISO 8601 as the page gave it; published_at: the same instant, or London
    midnight of the day; dated_at: that, or when it was first seen, for sorting. copy_of: the article whose text it
    repeats. own_address: the address that the page calls its own. identified: it names its event by visit number,
    dates, report or grades, so that it may join reports of any age. kept: text, facts or headline, as its source asks.
    """

    __tablename__ = "articles"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012
    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int | None] = mapped_column(ForeignKey("sources.id"))
    story_id: Mapped[int] = mapped_column(ForeignKey("stories.id"), index=True)
    copy_of: Mapped[int | None] = mapped_column(ForeignKey("articles.id"))
    url: Mapped[str]
    canonical_url: Mapped[str] = mapped_column(unique=True)
    own_address: Mapped[str]
    outlet: Mapped[str]
    outlet_councils: Mapped[list[Any]]
    title: Mapped[str]
    headlines: Mapped[list[Any]]
    byline: Mapped[str | None]
    published: Mapped[str | None]
    published_at: Mapped[datetime | None] = mapped_column(index=True)
    first_seen_at: Mapped[datetime] = mapped_column(index=True)
    dated_at: Mapped[datetime] = mapped_column(index=True)
    kind: Mapped[str]
    score: Mapped[float]
    identified: Mapped[bool]
    official: Mapped[bool]
    backfill: Mapped[bool]
    kept: Mapped[str]
    media: Mapped[str]
    content_hash: Mapped[str] = mapped_column(index=True)
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]


class ArticleText(Base):
    """The text of an article, apart so that lists of articles stay fast."""

    __tablename__ = "article_texts"
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), primary_key=True)
    text: Mapped[str]
    page_starts: Mapped[list[Any]]


class ReadingRow(Base):
    """What was understood of an article: Reading.as_dict()."""

    __tablename__ = "readings"
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), primary_key=True)
    reading: Mapped[dict[str, Any]]


class ArticleCouncil(Base):
    """A council that an article is about (about=True) or only mentions."""

    __tablename__ = "article_councils"
    __table_args__ = (Index("article_councils_by_council", "council", "about", "article_id"),)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), primary_key=True)
    council: Mapped[str] = mapped_column(primary_key=True)
    about: Mapped[bool]


class Judgement(Base):
    """One judgement that an article reports."""

    __tablename__ = "judgements"
    __table_args__ = (Index("judgements_by_grade", "grade", "judgement"),)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), primary_key=True)
    judgement: Mapped[str] = mapped_column(primary_key=True)
    grade: Mapped[str]


class Fingerprint(Base):
    """One shingle of an article's text; copies are found by a join. One tree, led by the shingle: a second index
    would double the largest table of all."""

    __tablename__ = "fingerprints"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012
    shingle: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), primary_key=True)


class RuleRow(Base):
    """A rule that has been seen in config.yaml. A rule is its name; what was first seen before it is not told."""

    __tablename__ = "rules"
    name: Mapped[str] = mapped_column(primary_key=True)
    first_seen_at: Mapped[datetime]


class RecipientRow(Base):
    """A recipient on a channel, and since when: nothing older is told."""

    __tablename__ = "recipients"
    recipient: Mapped[str] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(primary_key=True)
    first_seen_at: Mapped[datetime]


class MatchRow(Base):
    """A rule met by a story, and what was decided: tell, backfill, muted, quiet, reread, before-rule."""

    __tablename__ = "matches"
    __table_args__ = (UniqueConstraint("story_id", "rule"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    story_id: Mapped[int] = mapped_column(ForeignKey("stories.id"))
    rule: Mapped[str]
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    decision: Mapped[str]
    reasons: Mapped[list[Any]]
    decided_at: Mapped[datetime]


class MessageRow(Base):
    """One message to one recipient. Rows first, then sending.

    type: story.new, story.update, digest, operator, test. schedule: "at once", or as the rule says it.
    state: pending, sending, sent, waiting (a later try is due at next_try_at), dead.
    public_id: the Message-ID's left part and the webhook-id; it never changes. frozen: what was rendered, committed
    with `sending`. window_start, window_end: of a digest, half-open.
    """

    __tablename__ = "messages"
    __table_args__ = (
        Index("messages_due", "state", "next_try_at"),
        UniqueConstraint("recipient", "channel", "schedule", "window_start"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    type: Mapped[str]
    recipient: Mapped[str]
    channel: Mapped[str]
    schedule: Mapped[str]
    story_id: Mapped[int | None] = mapped_column(ForeignKey("stories.id"), index=True)
    window_start: Mapped[datetime | None]
    window_end: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(default="pending")
    created_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime]
    claimed_by: Mapped[str | None]
    claimed_at: Mapped[datetime | None]
    frozen: Mapped[dict[str, Any] | None]
    sent_at: Mapped[datetime | None]
    answer: Mapped[str | None]


class ToldRow(Base):
    """A fact of a story on its way to, or with, a recipient. Only grows: one row for each, once for all schedules.
    message_id is None while it waits for its digest."""

    __tablename__ = "told"
    __table_args__ = (UniqueConstraint("recipient", "channel", "story_id", "fact"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    recipient: Mapped[str]
    channel: Mapped[str]
    story_id: Mapped[int] = mapped_column(ForeignKey("stories.id"), index=True)
    fact: Mapped[str]
    schedule: Mapped[str]
    message_id: Mapped[int | None] = mapped_column(ForeignKey("messages.id"), index=True)
    added_at: Mapped[datetime] = mapped_column(index=True)


class ReasonRow(Base):
    """Why a fact is told: a rule and the phrases that met it. No part of any key."""

    __tablename__ = "reasons"
    __table_args__ = (UniqueConstraint("told_id", "rule"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    told_id: Mapped[int] = mapped_column(ForeignKey("told.id", ondelete="CASCADE"))
    rule: Mapped[str]
    phrases: Mapped[list[Any]]


class DigestRow(Base):
    """How far the digests of a recipient and schedule have been built: the end of the last window."""

    __tablename__ = "digests"
    recipient: Mapped[str] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(primary_key=True)
    schedule: Mapped[str] = mapped_column(primary_key=True)
    built_until: Mapped[datetime]


class AttemptRow(Base):
    """One try to send a message, written in the commit that says `sending` and completed with the answer.

    outcome: accepted; refused, where another try cannot help or the line was at fault; failed, where another try may;
    unknown while it runs, and for good where the answer never arrived. server: who answered; owner: who asked.
    """

    __tablename__ = "attempts"
    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"), index=True)
    began_at: Mapped[datetime] = mapped_column(index=True)
    ended_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(default="unknown")
    answer: Mapped[str | None]
    server: Mapped[str | None]
    owner: Mapped[str]


class LineRow(Base):
    """A way to recipients that is or was at fault. name: a channel, or a channel and one address of it.
    paused_since: nothing goes but one probe at probe_at. off_since: the address is gone for good; reason: why."""

    __tablename__ = "lines"
    name: Mapped[str] = mapped_column(primary_key=True)
    paused_since: Mapped[datetime | None]
    probe_at: Mapped[datetime | None]
    reason: Mapped[str | None]
    off_since: Mapped[datetime | None]


class MuteRow(Base):
    """Something that nobody is to be told of, or one rule, recipient or channel is not. what: story, phrase, outlet."""

    __tablename__ = "mutes"
    id: Mapped[int] = mapped_column(primary_key=True)
    rule: Mapped[str | None]
    what: Mapped[str]
    value: Mapped[str]
    recipient: Mapped[str | None]
    channel: Mapped[str | None]
    created_at: Mapped[datetime]
    until: Mapped[datetime | None]


class StopRow(Base):
    """A recipient who wants no more of a rule, or with rule "" of anything."""

    __tablename__ = "stops"
    recipient: Mapped[str] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(primary_key=True)
    rule: Mapped[str] = mapped_column(primary_key=True)
    stopped_at: Mapped[datetime]


class WorkRow(Base):
    """The service's own marks, by name: the last tick, the last crawl, notices already given."""

    __tablename__ = "work"
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[dict[str, Any]]
    at: Mapped[datetime]
