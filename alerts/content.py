"""What a message is about, read from the archive before it is rendered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from alerts.facts import facts_of
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
    """One message before it is rendered. draft: subject and text of an operator's or test
    message, or of a digest that has nothing new to tell."""

    public_id: str
    type: str
    recipient: str
    channel: str
    schedule: str
    tellings: tuple[Telling, ...] = ()
    window: tuple[datetime, datetime] | None = None
    draft: tuple[str, str] | None = None


class Contents:
    """What messages say, read together. stories: those at hand already; what is read is added to them."""

    def __init__(self, session: Session, messages: Iterable[MessageRow], stories: dict[int, Story]) -> None:
        self._session, self._stories = session, stories
        numbers = [message.id for message in messages]
        self._told: dict[int, list[ToldRow]] = defaultdict(list)
        for row in session.scalars(select(ToldRow).where(ToldRow.message_id.in_(numbers)).order_by(ToldRow.id)):
            self._told[row.message_id or 0].append(row)
        self._reasons: dict[int, list[ReasonRow]] = defaultdict(list)
        reasons = select(ReasonRow).join(ToldRow).where(ToldRow.message_id.in_(numbers)).order_by(ReasonRow.id)
        for reason in session.scalars(reasons):
            self._reasons[reason.told_id].append(reason)
        self._before = self._told_before()

    def _told_before(self) -> dict[tuple[str, str, int], list[tuple[int, str]]]:
        """(recipient, channel, story) -> the facts that are in any message, with its number."""
        rows = [row for told in self._told.values() for row in told]
        before: dict[tuple[str, str, int], list[tuple[int, str]]] = defaultdict(list)
        wanted = select(ToldRow.recipient, ToldRow.channel, ToldRow.story_id, ToldRow.message_id, ToldRow.fact).where(
            ToldRow.story_id.in_({row.story_id for row in rows}),
            ToldRow.recipient.in_({row.recipient for row in rows}),
            ToldRow.message_id.is_not(None),
        )
        for recipient, channel, story_id, number, fact in self._session.execute(wanted.order_by(ToldRow.id)):
            before[recipient, channel, story_id].append((number or 0, fact))
        return before

    def of(self, message: MessageRow) -> Content:
        """What the message says. Without tellings and draft there is nothing left to say: its story joined one that
        was told already."""
        by_story: dict[int, list[ToldRow]] = {}
        for row in self._told[message.id]:
            by_story.setdefault(row.story_id, []).append(row)
        tellings = tuple(self._telling(message, story_id, told) for story_id, told in by_story.items())
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
            window=_window(message, self._told[message.id]),
            draft=(draft["subject"], draft["text"]) if draft else None,
        )

    def _telling(self, message: MessageRow, story_id: int, told: list[ToldRow]) -> Telling:
        before = self._before[message.recipient, message.channel, story_id]
        reasons: dict[str, tuple[str, ...]] = {}
        for reason in sorted((one for row in told for one in self._reasons[row.id]), key=lambda one: one.id):
            reasons.setdefault(reason.rule, tuple(reason.phrases))
        return Telling(
            self._story(story_id, {row.fact for row in told}),
            tuple(row.fact for row in told),
            tuple(fact for number, fact in before if number < message.id),
            tuple(reasons.items()),
        )

    def _story(self, story_id: int, facts: set[str]) -> Story:
        """The story with this number; read anew where the one at hand does not know these facts yet."""
        story = self._stories.get(story_id)
        if story is None or not facts <= {fact.key for fact in facts_of(story)}:
            story = self._stories[story_id] = load_story(self._session, story_id)
        return story


def _window(message: MessageRow, told: list[ToldRow]) -> tuple[datetime, datetime] | None:
    """The time that a digest covers; of one that was held, from the first thing in it to the last."""
    if message.schedule == HELD and told:
        return message.created_at, max(row.added_at for row in told)
    return (message.window_start, message.window_end) if message.window_start and message.window_end else None
