"""The archive: everything that is kept, in small functions on a session."""

from db.articles import (
    KeptArticle,
    copy_candidates,
    find_by_address,
    keep,
    load_article,
    load_kept,
    load_reading,
    story_candidates,
)
from db.links import (
    FoundLink,
    Validators,
    add_links,
    asked_at,
    count_try,
    find_link,
    link_done,
    link_failed,
    pause_after,
    pending_links,
    validators,
)
from db.sources import Watched, claim_due, next_due, release, remember_sources, source_id
from db.stories import join_lock, join_stories, load_story, resolve_story

__all__ = [
    "FoundLink",
    "KeptArticle",
    "Validators",
    "Watched",
    "add_links",
    "asked_at",
    "claim_due",
    "copy_candidates",
    "count_try",
    "find_by_address",
    "find_link",
    "join_lock",
    "join_stories",
    "keep",
    "link_done",
    "link_failed",
    "load_article",
    "load_kept",
    "load_reading",
    "load_story",
    "next_due",
    "pause_after",
    "pending_links",
    "release",
    "remember_sources",
    "resolve_story",
    "source_id",
    "story_candidates",
    "validators",
]
