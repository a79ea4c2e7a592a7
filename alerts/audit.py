"""Whether every alert is accounted for, from the database and the rules alone: what `doctor` finds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from itertools import pairwise

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, aliased

from alerts.channels import line_of, shown
from alerts.claiming import DUE_STATES, UNFINISHED
from alerts.decisions import TELLING
from alerts.rulebook import Rulebook
from alerts.times import AT_ONCE, parse_schedule
from alerts.undecided import undecided
from db.models import AttemptRow, LineRow, MatchRow, MessageRow, StoryRow, ToldRow

GRACE = timedelta(minutes=15)
STUCK = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be. grave: False for what is accounted for and only worth knowing; since:
    when it began. message: its number, as `alerts retry` takes it."""

    kind: str
    what: str
    since: datetime | None = None
    story: int | None = None
    message: int | None = None
    grave: bool = True


@dataclass(frozen=True, slots=True)
class Checked:
    """How much was looked at."""

    stories: int
    matches: int
    messages: int
    attempts: int


def examine(session: Session, rules: Rulebook, now: datetime, zone: tzinfo) -> list[Finding]:
    """All that is wrong, then what is worth knowing."""
    found = [
        *_undecided(session, rules),
        *_untold(session),
        *_without_message(session, now, zone),
        *_late(session, now),
        *_stuck(session, now),
        *_twice(session),
        *_without_answer(session),
        *_overlapping(session),
        *_unknown(session, now),
        *_dead(session),
    ]
    return sorted(found, key=lambda one: not one.grave)


def checked(session: Session) -> Checked:
    """The numbers of rows that were looked at."""
    stories = select(func.count(StoryRow.id)).where(StoryRow.merged_into.is_(None))
    others = [select(func.count(table.id)) for table in (MatchRow, MessageRow, AttemptRow)]
    return Checked(*(session.scalar(query) or 0 for query in (stories, *others)))


def _undecided(session: Session, rules: Rulebook) -> Iterator[Finding]:
    """Every story that a rule matches has its decision."""
    for one in undecided(session, rules):
        for rule, _ in one.rules:
            what = f"meets rule “{rule.name}” and nothing was decided"
            yield Finding("undecided", what, one.newest.first_seen, one.story.id)


def _untold(session: Session) -> Iterator[Finding]:
    """What was decided to be told is on its way, or there."""
    nothing = ~exists().where(ToldRow.story_id == MatchRow.story_id)
    for row in session.scalars(select(MatchRow).where(MatchRow.decision.in_(TELLING), nothing)):
        what = f"was to be told by rule “{row.rule}” and nothing was written for anybody"
        yield Finding("untold", what, row.decided_at, row.story_id)


def _without_message(session: Session, now: datetime, zone: tzinfo) -> Iterator[Finding]:
    """Facts that were to go at once, or in a digest whose time has passed, and are in no message."""
    query = select(ToldRow.recipient, ToldRow.channel, ToldRow.schedule, func.min(ToldRow.added_at), func.count())
    waiting = query.where(ToldRow.message_id.is_(None)).group_by(ToldRow.recipient, ToldRow.channel, ToldRow.schedule)
    for recipient, channel, schedule, added, number in session.execute(waiting):
        at_once = schedule == str(AT_ONCE)
        due = added if at_once else parse_schedule(schedule).next_after(added, zone)
        if due < now - GRACE:
            what = f"{number} facts for {shown(channel, recipient)}, to go {schedule}, are in no message"
            yield Finding("lost", what, due)


def _late(session: Session, now: datetime) -> Iterator[Finding]:
    """Nothing is unsent beyond its time. What waits behind an earlier message about the same story has none yet."""
    earlier = aliased(MessageRow)
    same = (earlier.story_id == MessageRow.story_id, earlier.recipient == MessageRow.recipient)
    behind = exists().where(
        *same, earlier.channel == MessageRow.channel, earlier.id < MessageRow.id, earlier.state.in_(UNFINISHED)
    )
    faults = {row.name: row for row in session.scalars(select(LineRow).where(LineRow.paused_since.is_not(None)))}
    late = select(MessageRow).where(MessageRow.state.in_(DUE_STATES), MessageRow.next_try_at < now - GRACE)
    for row in session.scalars(late.where(~behind).order_by(MessageRow.id)):
        line = faults.get(line_of(row.channel, row.recipient))
        why = f": its line is at fault ({line.reason})" if line else f": {row.answer}" if row.answer else ""
        yield Finding("late", f"{_named(row)} is unsent beyond its time{why}", row.next_try_at, row.story_id, row.id)


def _stuck(session: Session, now: datetime) -> Iterator[Finding]:
    """Nothing is in anybody's hands for long."""
    begun = select(MessageRow).where(MessageRow.claimed_by.is_not(None) | (MessageRow.state == "sending"))
    for row in session.scalars(begun.where(MessageRow.state.not_in(("sent", "dead")))):
        if row.claimed_at is None or row.claimed_at < now - STUCK:
            what = f"{_named(row)} is in the hands of {row.claimed_by or 'nobody'} and not finished"
            yield Finding("stuck", what, row.claimed_at, row.story_id, row.id)


def _twice(session: Session) -> Iterator[Finding]:
    """No message was accepted twice."""
    accepted = select(AttemptRow.message_id).where(AttemptRow.outcome == "accepted")
    twice = accepted.group_by(AttemptRow.message_id).having(func.count() > 1)
    for row in session.scalars(select(MessageRow).where(MessageRow.id.in_(twice)).order_by(MessageRow.id)):
        yield Finding("twice", f"{_named(row)} was accepted twice", row.sent_at, row.story_id, row.id)


def _without_answer(session: Session) -> Iterator[Finding]:
    """What is said to be sent was accepted by somebody. Messages older than the attempts' own table have none."""
    tried = exists().where(AttemptRow.message_id == MessageRow.id)
    accepted = exists().where(AttemptRow.message_id == MessageRow.id, AttemptRow.outcome == "accepted")
    for row in session.scalars(select(MessageRow).where(MessageRow.state == "sent", tried, ~accepted)):
        what = f"{_named(row)} is said to be sent, and no server accepted it"
        yield Finding("unanswered", what, row.sent_at, row.story_id, row.id)


def _overlapping(session: Session) -> Iterator[Finding]:
    """The windows of a digest do not cover the same time twice."""
    digests = select(MessageRow).where(MessageRow.window_start.is_not(None))
    order = (MessageRow.recipient, MessageRow.channel, MessageRow.schedule, MessageRow.window_start)
    for one, other in pairwise(session.scalars(digests.order_by(*order))):
        same = (one.recipient, one.channel, one.schedule) == (other.recipient, other.channel, other.schedule)
        if same and one.window_end and other.window_start and other.window_start < one.window_end:
            what = f"{_named(other)} covers time that the one before it covered"
            yield Finding("window", what, other.window_start, message=other.id)


def _unknown(session: Session, now: datetime) -> Iterator[Finding]:
    """Attempts whose answer never arrived: the one case in which a message may come twice, under its own id."""
    over = AttemptRow.ended_at.is_not(None) | (AttemptRow.began_at < now - STUCK)
    query = select(AttemptRow, MessageRow).join(MessageRow, MessageRow.id == AttemptRow.message_id)
    for attempt, row in session.execute(query.where(AttemptRow.outcome == "unknown", over).order_by(AttemptRow.id)):
        ended = {"sent": "it was accepted later", "dead": "it was given up"}.get(row.state, "it will be tried again")
        what = f"{_named(row)}: the answer to an attempt never arrived; {ended}"
        yield Finding("unknown", what, attempt.began_at, row.story_id, row.id, grave=False)


def _dead(session: Session) -> Iterator[Finding]:
    """Messages that were given up, with the reason; the operator has been told."""
    for row in session.scalars(select(MessageRow).where(MessageRow.state == "dead").order_by(MessageRow.id)):
        what = f"{_named(row)} was given up: {row.answer}"
        yield Finding("dead", what, row.created_at, row.story_id, row.id, grave=False)


def _named(row: MessageRow) -> str:
    return f"the {row.type} for {shown(row.channel, row.recipient)} by {row.channel}"
