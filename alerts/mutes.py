"""What nobody, or one rule or recipient, is to be told of, and who has stopped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import delete, exists, or_, select, update
from sqlalchemy.orm import Session

from alerts.decisions import TELLING
from alerts.recipients import Recipient
from alerts.rules import Rule, Story, StoryArticle, matches, tokens_of
from db import query
from db.models import MatchRow, MessageRow, MuteRow, ReasonRow, StopRow, ToldRow
from db.stories import resolve_story
from newsdesk.words import tokens

What = Literal["story", "phrase", "outlet"]


@dataclass(frozen=True, slots=True)
class Scope:
    """For whom something is muted: "" stands for every rule, every recipient on every channel."""

    rule: str = ""
    recipient: str = ""
    channel: str = ""

    def covers(self, rule: str, to: Recipient) -> bool:
        """Whether what this rule tells this recipient is within it."""
        return self.rule in ("", rule) and (not self.recipient or (self.recipient, self.channel) == _who(to))


class Mutes:
    """What is muted of one story, for whom."""

    def __init__(self, session: Session, story: Story, now: datetime) -> None:
        in_force = select(MuteRow).where(or_(MuteRow.until.is_(None), MuteRow.until > now))
        self._story = story
        self._everything = frozenset(range(len(story.articles)))
        self._muted = [
            (Scope(row.rule or "", row.recipient or "", row.channel or ""), places)
            for row in session.scalars(in_force)
            if (places := self._places(session, row))
        ]
        self._stops = [Scope(row.rule, row.recipient, row.channel) for row in session.scalars(select(StopRow))]

    def hidden(self, rule: Rule, to: Recipient) -> frozenset[int]:
        """The places in story.articles that this rule does not tell this recipient of: all of them where the rest
        would not meet the rule."""
        if any(stop.covers(rule.name, to) for stop in self._stops):
            return self._everything
        found = frozenset[int]().union(*(places for scope, places in self._muted if scope.covers(rule.name, to)))
        if not found or found == self._everything:
            return found
        rest = tuple(one for place, one in enumerate(self._story.articles) if place not in found)
        return found if matches(rule, Story(self._story.id, rest)) is not None else self._everything

    def _places(self, session: Session, row: MuteRow) -> frozenset[int]:
        if row.what == "story":
            return self._everything if _is_story(session, row.value, self._story.id) else frozenset()
        says = _of_outlet if row.what == "outlet" else _has_phrase
        return frozenset(place for place, one in enumerate(self._story.articles) if says(one, row.value))


def _who(to: Recipient) -> tuple[str, str]:
    return to.recipient, to.channel


def _is_story(session: Session, value: str, story: int) -> bool:
    try:
        return resolve_story(session, int(value)) == story
    except LookupError:
        return False


def _of_outlet(one: StoryArticle, outlet: str) -> bool:
    return one.article.outlet.casefold() == outlet.casefold()


def _has_phrase(one: StoryArticle, phrase: str) -> bool:
    """In its words, or among the phrases that it was found by: of some sources the words are not kept."""
    wanted = query.Phrase(tuple(tokens(phrase)), phrase)
    found = {tuple(tokens(evidence.phrase)) for evidence in one.reading.evidence}
    return wanted.words in found or query.matches(wanted, tokens_of(one))


def mute(session: Session, what: What, value: str, scope: Scope, now: datetime, until: datetime | None = None) -> int:
    """Tell no more of a story, or of articles with a phrase or of an outlet; the mute's number. What waits to be told
    of a story is taken back; what was tried already is not. Raises LookupError for a story that is not there."""
    if what == "story":
        value = str(resolve_story(session, int(value)))
        take_back(session, scope, int(value))
    row = MuteRow(
        rule=scope.rule or None,
        what=what,
        value=value,
        recipient=scope.recipient or None,
        channel=scope.channel or None,
        created_at=now,
        until=until,
    )
    session.add(row)
    session.flush()
    return row.id


def unmute(session: Session, number: int) -> bool:
    """End a mute; False where there is none of this number. What came meanwhile is not told."""
    row = session.get(MuteRow, number)
    if row is not None:
        session.delete(row)
    return row is not None


def stop(session: Session, scope: Scope, now: datetime) -> None:
    """Tell a recipient no more of a rule, or of any. What waits is taken back."""
    if session.get(StopRow, (scope.recipient, scope.channel, scope.rule)) is None:
        session.add(StopRow(recipient=scope.recipient, channel=scope.channel, rule=scope.rule, stopped_at=now))
    take_back(session, scope)


def resume(session: Session, scope: Scope) -> bool:
    """Undo a stop; False where there was none. What came meanwhile is not told."""
    row = session.get(StopRow, (scope.recipient, scope.channel, scope.rule))
    if row is not None:
        session.delete(row)
    return row is not None


def take_back(session: Session, scope: Scope, story: int | None = None) -> int:
    """Take away what is on its way within the scope and in nobody's hands yet; how many facts. A fact that another
    rule has a reason for stays."""
    facts = _on_their_way(session, scope, story)
    if scope.rule:
        ids = [row.id for row in facts]
        session.execute(delete(ReasonRow).where(ReasonRow.told_id.in_(ids), ReasonRow.rule == scope.rule))
        wanted = set(session.scalars(select(ReasonRow.told_id).where(ReasonRow.told_id.in_(ids))))
        facts = [row for row in facts if row.id not in wanted]
    messages = {row.message_id for row in facts if row.message_id is not None}
    session.execute(delete(ToldRow).where(ToldRow.id.in_([row.id for row in facts])))
    empty = ~exists().where(ToldRow.message_id == MessageRow.id)
    session.execute(delete(MessageRow).where(MessageRow.id.in_(messages), MessageRow.type != "operator", empty))
    _note_muted(session, {row.story_id for row in facts}, scope.rule)
    return len(facts)


def _on_their_way(session: Session, scope: Scope, story: int | None) -> Sequence[ToldRow]:
    """The facts within the scope, as to recipient and story, that wait for a digest or in an unclaimed message. A
    rule's own are those that it has a reason for."""
    untouched = select(MessageRow.id).where(MessageRow.state == "pending", MessageRow.claimed_by.is_(None))
    held = session.scalars(untouched.where(*_to(MessageRow, scope)).with_for_update()).all()
    waiting: list[Any] = [or_(ToldRow.message_id.is_(None), ToldRow.message_id.in_(held)), *_to(ToldRow, scope)]
    if story is not None:
        waiting.append(ToldRow.story_id == story)
    if scope.rule:
        waiting.append(exists().where(ReasonRow.told_id == ToldRow.id, ReasonRow.rule == scope.rule))
    return session.scalars(select(ToldRow).where(*waiting)).all()


def _to(table: type[MessageRow] | type[ToldRow], scope: Scope) -> list[Any]:
    return [table.recipient == scope.recipient, table.channel == scope.channel] if scope.recipient else []


def _note_muted(session: Session, stories: Iterable[int], rule: str) -> None:
    """A rule has told nobody of a story of which nothing is left on its way or told."""
    untold = ~exists().where(ToldRow.story_id == MatchRow.story_id)
    changed = update(MatchRow).where(MatchRow.story_id.in_(set(stories)), MatchRow.decision.in_(TELLING), untold)
    changed = changed.where(MatchRow.rule == rule) if rule else changed
    session.execute(changed.values(decision="muted"))
    session.flush()
