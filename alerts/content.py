"""What a message is about, read from the archive before it is rendered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from alerts.held import HELD
from alerts.rules import Story
from alerts.stories import load_story
from db.models import MessageRow, ReasonRow, ToldRow


@dataclass(frozen=True, slots=True)
class Telling:
    """One story in a message. told: keys of the facts that are new; known: keys told before; reasons: rule -> why."""

    story: Story
    told: tuple[str, ...]
    known: tuple[str, ...]
    reasons: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Content:
    """One message before it is rendered. draft: subject and text of an operator's or test message."""

    public_id: str
    type: str
    recipient: str
    channel: str
    schedule: str
    tellings: tuple[Telling, ...] = ()
    window: tuple[datetime, datetime] | None = None
    draft: tuple[str, str] | None = None


def load_content(session: Session, message: MessageRow) -> Content:
    """What the message says. Without tellings and draft there is nothing left to say: its story joined one that
    was told already."""
    told = list(session.scalars(select(ToldRow).where(ToldRow.message_id == message.id).order_by(ToldRow.id)))
    tellings = tuple(
        _telling(session, message, story_id, [row for row in told if row.story_id == story_id])
        for story_id in dict.fromkeys(row.story_id for row in told)
    )
    draft = (message.frozen or {}).get("draft")
    kind = message.type
    if kind in {"story.new", "story.update"} and tellings:
        kind = "story.update" if tellings[0].known else "story.new"
    return Content(
        public_id=message.public_id,
        type=kind,
        recipient=message.recipient,
        channel=message.channel,
        schedule=message.schedule,
        tellings=tellings,
        window=_window(message, told),
        draft=(draft["subject"], draft["text"]) if draft else None,
    )


def _window(message: MessageRow, told: list[ToldRow]) -> tuple[datetime, datetime] | None:
    """The time that a digest covers; of one that was held, from the first thing in it to the last."""
    if message.schedule == HELD and told:
        return message.created_at, max(row.added_at for row in told)
    return (message.window_start, message.window_end) if message.window_start and message.window_end else None


def _telling(session: Session, message: MessageRow, story_id: int, told: list[ToldRow]) -> Telling:
    known = session.scalars(
        select(ToldRow.fact).where(
            ToldRow.recipient == message.recipient,
            ToldRow.channel == message.channel,
            ToldRow.story_id == story_id,
            ToldRow.message_id < message.id,
        )
    )
    rows = session.scalars(
        select(ReasonRow).where(ReasonRow.told_id.in_([row.id for row in told])).order_by(ReasonRow.id)
    )
    reasons: dict[str, tuple[str, ...]] = {}
    for row in rows:
        reasons.setdefault(row.rule, tuple(row.phrases))
    return Telling(load_story(session, story_id), tuple(row.fact for row in told), tuple(known), tuple(reasons.items()))
