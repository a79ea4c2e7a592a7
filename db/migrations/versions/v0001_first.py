"""The first schema: every table, and the index of words."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make everything."""
    _digests()
    _listings()
    _recipients()
    _rules()
    _sources()
    _stories()
    _work()
    _articles()
    _messages()
    _article_councils()
    _article_texts()
    _fingerprints()
    _judgements()
    _links()
    _matches()
    _readings()
    _told()
    _reasons()
    if op.get_bind().dialect.name == "sqlite":
        op.execute("CREATE VIRTUAL TABLE article_words USING fts5(words, tokenize = 'unicode61 remove_diacritics 0')")
    else:
        _article_words()


def _must(name: str, kind: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False)


def _maybe(name: str, kind: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=True)


def _digests() -> None:
    op.create_table(
        "digests",
        _must("recipient", sa.Text()),
        _must("channel", sa.Text()),
        _must("schedule", sa.Text()),
        _must("built_until", TIME),
        sa.PrimaryKeyConstraint("recipient", "channel", "schedule", name="pk_digests"),
    )


def _listings() -> None:
    op.create_table(
        "listings",
        _must("url", sa.Text()),
        _maybe("etag", sa.Text()),
        _maybe("last_modified", sa.Text()),
        _must("asked_at", TIME),
        sa.PrimaryKeyConstraint("url", name="pk_listings"),
    )


def _recipients() -> None:
    op.create_table(
        "recipients",
        _must("recipient", sa.Text()),
        _must("channel", sa.Text()),
        _must("first_seen_at", TIME),
        sa.PrimaryKeyConstraint("recipient", "channel", name="pk_recipients"),
    )


def _rules() -> None:
    op.create_table(
        "rules",
        _must("name", sa.Text()),
        _must("first_seen_at", TIME),
        sa.PrimaryKeyConstraint("name", name="pk_rules"),
    )


def _sources() -> None:
    op.create_table(
        "sources",
        _must("id", sa.Integer()),
        _must("name", sa.Text()),
        _must("url", sa.Text()),
        _maybe("kind", sa.Text()),
        _must("watched", sa.Boolean()),
        _must("first_seen_at", TIME),
        _must("next_due_at", TIME),
        _maybe("claimed_by", sa.Text()),
        _maybe("claimed_at", TIME),
        _maybe("last_tried_at", TIME),
        _maybe("last_ok_at", TIME),
        _maybe("last_new_at", TIME),
        _must("failures", sa.Integer()),
        _maybe("failing_since", TIME),
        _maybe("trouble", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_sources"),
        sa.UniqueConstraint("name", name="uq_sources_name"),
    )
    op.create_index("ix_sources_next_due_at", "sources", ["next_due_at"])


def _stories() -> None:
    op.create_table(
        "stories",
        _must("id", sa.Integer()),
        _must("created_at", TIME),
        _must("last_article_at", TIME),
        _maybe("merged_into", sa.Integer()),
        _maybe("merged_at", TIME),
        sa.ForeignKeyConstraint(["merged_into"], ["stories.id"], name="fk_stories_merged_into"),
        sa.PrimaryKeyConstraint("id", name="pk_stories"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_stories_last_article_at", "stories", ["last_article_at"])


def _work() -> None:
    op.create_table(
        "work",
        _must("name", sa.Text()),
        _must("value", sa.JSON()),
        _must("at", TIME),
        sa.PrimaryKeyConstraint("name", name="pk_work"),
    )


def _articles() -> None:
    op.create_table(
        "articles",
        _must("id", sa.Integer()),
        _maybe("source_id", sa.Integer()),
        _must("story_id", sa.Integer()),
        _maybe("copy_of", sa.Integer()),
        _must("url", sa.Text()),
        _must("canonical_url", sa.Text()),
        _must("own_address", sa.Text()),
        _must("outlet", sa.Text()),
        _must("outlet_councils", sa.JSON()),
        _must("title", sa.Text()),
        _must("headlines", sa.JSON()),
        _maybe("byline", sa.Text()),
        _maybe("published", sa.Text()),
        _maybe("published_at", TIME),
        _must("first_seen_at", TIME),
        _must("dated_at", TIME),
        _must("kind", sa.Text()),
        _must("score", sa.Double()),
        _must("identified", sa.Boolean()),
        _must("official", sa.Boolean()),
        _must("backfill", sa.Boolean()),
        _must("kept", sa.Text()),
        _must("media", sa.Text()),
        _must("content_hash", sa.Text()),
        _maybe("etag", sa.Text()),
        _maybe("last_modified", sa.Text()),
        sa.ForeignKeyConstraint(["copy_of"], ["articles.id"], name="fk_articles_copy_of"),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name="fk_articles_source_id"),
        sa.ForeignKeyConstraint(["story_id"], ["stories.id"], name="fk_articles_story_id"),
        sa.PrimaryKeyConstraint("id", name="pk_articles"),
        sa.UniqueConstraint("canonical_url", name="uq_articles_canonical_url"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_articles_content_hash", "articles", ["content_hash"])
    op.create_index("ix_articles_dated_at", "articles", ["dated_at"])
    op.create_index("ix_articles_first_seen_at", "articles", ["first_seen_at"])
    op.create_index("ix_articles_published_at", "articles", ["published_at"])
    op.create_index("ix_articles_story_id", "articles", ["story_id"])


def _messages() -> None:
    op.create_table(
        "messages",
        _must("id", sa.Integer()),
        _must("public_id", sa.Text()),
        _must("type", sa.Text()),
        _must("recipient", sa.Text()),
        _must("channel", sa.Text()),
        _must("schedule", sa.Text()),
        _maybe("story_id", sa.Integer()),
        _maybe("window_start", TIME),
        _maybe("window_end", TIME),
        _must("state", sa.Text()),
        _must("created_at", TIME),
        _must("tries", sa.Integer()),
        _must("next_try_at", TIME),
        _maybe("claimed_by", sa.Text()),
        _maybe("claimed_at", TIME),
        _maybe("frozen", sa.JSON()),
        _maybe("sent_at", TIME),
        _maybe("answer", sa.Text()),
        sa.ForeignKeyConstraint(["story_id"], ["stories.id"], name="fk_messages_story_id"),
        sa.PrimaryKeyConstraint("id", name="pk_messages"),
        sa.UniqueConstraint("public_id", name="uq_messages_public_id"),
        sa.UniqueConstraint(
            "recipient",
            "channel",
            "schedule",
            "window_start",
            name="uq_messages_recipient_channel_schedule_window_start",
        ),
    )
    op.create_index("ix_messages_story_id", "messages", ["story_id"])
    op.create_index("messages_due", "messages", ["state", "next_try_at"])


def _article_councils() -> None:
    op.create_table(
        "article_councils",
        _must("article_id", sa.Integer()),
        _must("council", sa.Text()),
        _must("about", sa.Boolean()),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name="fk_article_councils_article_id"),
        sa.PrimaryKeyConstraint("article_id", "council", name="pk_article_councils"),
    )
    op.create_index("article_councils_by_council", "article_councils", ["council", "about", "article_id"])


def _article_texts() -> None:
    op.create_table(
        "article_texts",
        _must("article_id", sa.Integer()),
        _must("text", sa.Text()),
        _must("page_starts", sa.JSON()),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name="fk_article_texts_article_id"),
        sa.PrimaryKeyConstraint("article_id", name="pk_article_texts"),
    )


def _fingerprints() -> None:
    op.create_table(
        "fingerprints",
        _must("shingle", sa.BigInteger()),
        _must("article_id", sa.Integer()),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name="fk_fingerprints_article_id"),
        sa.PrimaryKeyConstraint("shingle", "article_id", name="pk_fingerprints"),
        sqlite_with_rowid=False,
    )


def _judgements() -> None:
    op.create_table(
        "judgements",
        _must("article_id", sa.Integer()),
        _must("judgement", sa.Text()),
        _must("grade", sa.Text()),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name="fk_judgements_article_id"),
        sa.PrimaryKeyConstraint("article_id", "judgement", name="pk_judgements"),
    )
    op.create_index("judgements_by_grade", "judgements", ["grade", "judgement"])


def _links() -> None:
    op.create_table(
        "links",
        _must("id", sa.Integer()),
        _must("source_id", sa.Integer()),
        _must("url", sa.Text()),
        _must("canonical_url", sa.Text()),
        _maybe("title", sa.Text()),
        _maybe("dated", sa.Text()),
        _must("state", sa.Text()),
        _must("backfill", sa.Boolean()),
        _must("found_at", TIME),
        _must("tries", sa.Integer()),
        _must("next_try_at", TIME),
        _maybe("reason", sa.Text()),
        _maybe("content_hash", sa.Text()),
        _maybe("article_id", sa.Integer()),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name="fk_links_article_id"),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name="fk_links_source_id"),
        sa.PrimaryKeyConstraint("id", name="pk_links"),
        sa.UniqueConstraint("canonical_url", name="uq_links_canonical_url"),
    )
    op.create_index("links_due", "links", ["source_id", "state", "next_try_at"])


def _matches() -> None:
    op.create_table(
        "matches",
        _must("id", sa.Integer()),
        _must("story_id", sa.Integer()),
        _must("rule", sa.Text()),
        _must("article_id", sa.Integer()),
        _must("decision", sa.Text()),
        _must("reasons", sa.JSON()),
        _must("decided_at", TIME),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name="fk_matches_article_id"),
        sa.ForeignKeyConstraint(["story_id"], ["stories.id"], name="fk_matches_story_id"),
        sa.PrimaryKeyConstraint("id", name="pk_matches"),
        sa.UniqueConstraint("story_id", "rule", name="uq_matches_story_id_rule"),
    )


def _readings() -> None:
    op.create_table(
        "readings",
        _must("article_id", sa.Integer()),
        _must("reading", sa.JSON()),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name="fk_readings_article_id"),
        sa.PrimaryKeyConstraint("article_id", name="pk_readings"),
    )


def _told() -> None:
    op.create_table(
        "told",
        _must("id", sa.Integer()),
        _must("recipient", sa.Text()),
        _must("channel", sa.Text()),
        _must("story_id", sa.Integer()),
        _must("fact", sa.Text()),
        _must("schedule", sa.Text()),
        _maybe("message_id", sa.Integer()),
        _must("added_at", TIME),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name="fk_told_message_id"),
        sa.ForeignKeyConstraint(["story_id"], ["stories.id"], name="fk_told_story_id"),
        sa.PrimaryKeyConstraint("id", name="pk_told"),
        sa.UniqueConstraint("recipient", "channel", "story_id", "fact", name="uq_told_recipient_channel_story_id_fact"),
    )
    op.create_index("ix_told_added_at", "told", ["added_at"])
    op.create_index("ix_told_message_id", "told", ["message_id"])
    op.create_index("ix_told_story_id", "told", ["story_id"])


def _reasons() -> None:
    op.create_table(
        "reasons",
        _must("id", sa.Integer()),
        _must("told_id", sa.Integer()),
        _must("rule", sa.Text()),
        _must("phrases", sa.JSON()),
        sa.ForeignKeyConstraint(["told_id"], ["told.id"], name="fk_reasons_told_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_reasons"),
        sa.UniqueConstraint("told_id", "rule", name="uq_reasons_told_id_rule"),
    )


def _article_words() -> None:
    op.execute(
        "CREATE TABLE article_words (article_id integer NOT NULL REFERENCES articles (id) ON DELETE CASCADE,"
        " part integer NOT NULL, words tsvector NOT NULL, PRIMARY KEY (article_id, part))"
    )
    op.execute("CREATE INDEX article_words_by_word ON article_words USING gin (words)")
