"""Attempts written down: before the send, and what came of it for the message, its line and the operator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from alerts import lines
from alerts.channels import DeliveryError, line_of
from alerts.decisions import UPDATES_APART
from alerts.facts import JUDGEMENT
from alerts.prepared import Prepared
from alerts.reporter import Reporter
from alerts.wording import plain
from db.locks import one_at_a_time
from db.models import AttemptRow, MessageRow, ToldRow

BACKOFF = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=1))
GIVE_UP = timedelta(days=10)
LONGEST_WISH = timedelta(days=1)
SPARE_AFTER = 3


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one attempt. state: sent, waiting or dead; answer: the other side's, or the reason."""

    message_id: int
    channel: str
    recipient: str
    type: str
    subject: str
    state: str
    answer: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """A message in hand. number: of its attempt; probe: it goes to try a paused line."""

    message_id: int
    owner: str
    number: int | None = None
    probe: bool = False


def begin(session: Session, message: Prepared, owner: str, now: datetime, server: str | None) -> int | None:
    """Commit the text to what is sent, and that it is being sent; the number of the attempt. None where the message is
    no longer the owner's."""
    row = session.get(MessageRow, message.id, with_for_update=True)
    if row is None or row.claimed_by != owner or row.state not in lines.UNSENT:
        return None
    row.state, row.type, row.frozen = "sending", message.type, dict(message.frozen or {})
    row.tries, row.claimed_at = row.tries + 1, now
    attempt = AttemptRow(message_id=row.id, began_at=now, server=server, owner=owner, outcome="unknown")
    session.add(attempt)
    session.flush()
    return attempt.id


def drop_if_empty(session: Session, message_id: int, owner: str) -> None:
    """Take away a message with nothing left to say, unless something was added to it after all."""
    row = session.get_one(MessageRow, message_id)
    if session.scalar(select(ToldRow.id).where(ToldRow.message_id == message_id).limit(1)) is None:
        session.delete(row)
    elif row.claimed_by == owner:
        row.claimed_by = row.claimed_at = None


def record(
    session: Session, attempt: Attempt, answer: str | DeliveryError, now: datetime, reporter: Reporter
) -> Outcome:
    """What an attempt came to: the message sent, waiting for another try or dead, its line paused or well again."""
    if isinstance(answer, DeliveryError):
        one_at_a_time(session)
    row = session.get_one(MessageRow, attempt.message_id, with_for_update=True)
    _complete(session, row, attempt, answer, now)
    if row.claimed_by == attempt.owner:
        row.claimed_by = row.claimed_at = None
    row.answer = plain(str(answer))
    if isinstance(answer, DeliveryError):
        _refused(session, row, attempt, answer, now, reporter)
    else:
        row.state, row.sent_at = "sent", now
        _hold_updates(session, row, now)
    if attempt.probe and (isinstance(answer, str) or answer.fault in ("message", "address")):
        _well_again(session, row, now, reporter)
    subject = row.frozen.get("subject", "") if row.frozen else ""
    return Outcome(row.id, row.channel, row.recipient, row.type, subject, row.state, str(answer))


def _complete(session: Session, row: MessageRow, attempt: Attempt, answer: str | DeliveryError, now: datetime) -> None:
    """The attempt's row; a message that never came so far as to be sent has none yet."""
    if attempt.number is None:
        row.tries += 1
        session.add(AttemptRow(message_id=row.id, began_at=now, ended_at=now, owner=attempt.owner, **_said(answer)))
        session.flush()
        return
    mine = update(AttemptRow).where(AttemptRow.id == attempt.number)
    session.execute(mine.values(ended_at=now, **_said(answer)), execution_options={"synchronize_session": False})


def _said(answer: str | DeliveryError) -> dict[str, Any]:
    if isinstance(answer, str):
        outcome = "accepted"
    elif answer.unanswered:
        outcome = "unknown"
    else:
        outcome = "failed" if answer.fault == "passing" else "refused"
    return {"outcome": outcome, "answer": plain(str(answer))}


def _refused(
    session: Session,
    row: MessageRow,
    attempt: Attempt,
    answer: DeliveryError,
    now: datetime,
    reporter: Reporter,
) -> None:
    """By what the failure lies with. A message that another owner has sent meanwhile stays sent."""
    if row.state == "sent":
        return
    if answer.fault == "channel" or (attempt.probe and answer.fault == "passing"):
        row.state, row.tries, row.next_try_at = "waiting", row.tries - 1, now
        if lines.pause(session, line_of(row.channel, row.recipient), row.answer or "", now):
            reporter.paused(session, row, now)
        return
    if answer.fault == "passing" and now - _failing_since(session, row, now) <= GIVE_UP:
        wait = BACKOFF[min(max(row.tries, 1), len(BACKOFF)) - 1]
        wish = min(answer.retry_after or timedelta(), LONGEST_WISH)
        row.state, row.next_try_at = "waiting", now + max(wait, wish)
        if row.type == "operator" and row.tries == SPARE_AFTER:
            reporter.held_up(session, row, now)
        return
    row.state = "dead"
    if answer.fault != "address":
        reporter.given_up(session, row, now)
    elif lines.switch_off(session, lines.address(row.channel, row.recipient), row.answer or "", now):
        reporter.switched_off(session, row, now)


def _well_again(session: Session, row: MessageRow, now: datetime, reporter: Reporter) -> None:
    since = lines.resume(session, line_of(row.channel, row.recipient), now)
    if since is not None:
        reporter.well_again(session, row, since, now)


def _failing_since(session: Session, row: MessageRow, now: datetime) -> datetime:
    """When the first of the tries that count was made."""
    counted = select(AttemptRow.began_at).where(AttemptRow.message_id == row.id).order_by(AttemptRow.id.desc())
    return min(session.scalars(counted.limit(max(row.tries, 1))), default=now)


def _hold_updates(session: Session, row: MessageRow, now: datetime) -> None:
    """An update that gathered while this message waited does not follow at its heels, unless a grade changes."""
    if row.story_id is None:
        return
    graded = select(ToldRow.message_id).where(
        ToldRow.story_id == row.story_id, ToldRow.message_id.is_not(None), ToldRow.fact.startswith(f"{JUDGEMENT}: ")
    )
    gathered = update(MessageRow).where(
        MessageRow.story_id == row.story_id,
        MessageRow.recipient == row.recipient,
        MessageRow.channel == row.channel,
        MessageRow.state == "pending",
        MessageRow.claimed_by.is_(None),
        MessageRow.next_try_at < now + UPDATES_APART,
        MessageRow.id.not_in(graded),
    )
    later = gathered.values(next_try_at=now + UPDATES_APART)
    session.execute(later, execution_options={"synchronize_session": False})
