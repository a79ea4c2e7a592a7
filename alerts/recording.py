"""Attempts written down: before the send, and what came of it for the message, its line and the operator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import Table, Update, bindparam, insert, select, update
from sqlalchemy.orm import Session

from alerts import lines
from alerts.channels import DeliveryError, NotYetError, line_of
from alerts.decisions import UPDATES_APART
from alerts.facts import JUDGEMENT
from alerts.prepared import Prepared
from alerts.reporter import Reporter
from alerts.wording import plain
from db.locks import one_at_a_time
from db.models import AttemptRow, MessageRow, ToldRow

MESSAGES, ATTEMPTS = cast("Table", MessageRow.__table__), cast("Table", AttemptRow.__table__)
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
    """A message in hand. number: of its attempt, None where it did not come so far; probe: it tries a paused line."""

    message: Prepared
    owner: str
    number: int | None = None
    probe: bool = False


def begin(session: Session, message: Prepared, owner: str, now: datetime, server: str | None) -> int | None:
    """Commit the text to what is sent, and that it is being sent; the number of the attempt. None where the message is
    no longer the owner's."""
    said = {"kind": message.type, "said": dict(message.frozen or {})}
    begun = session.execute(_BEGIN, {"number": message.id, "owner": owner, "now": now, **said})
    if not begun.rowcount:  # type: ignore[attr-defined]
        return None
    values = {"message_id": message.id, "began_at": now, "server": server, "owner": owner, "outcome": "unknown"}
    return int(session.execute(insert(ATTEMPTS), values).inserted_primary_key[0])  # type: ignore[attr-defined]


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
    _complete(session, attempt, answer, now)
    message, state = attempt.message, "sent"
    if isinstance(answer, DeliveryError):
        state = _refused(session, attempt, answer, now, reporter)
    else:
        _accepted(session, message, answer, now)
    if attempt.probe and (isinstance(answer, str) or answer.fault in ("message", "address")):
        _well_again(session, message, now, reporter)
    subject = (message.frozen or {}).get("subject", "")
    return Outcome(message.id, message.channel, message.recipient, message.type, subject, state, str(answer))


def _complete(session: Session, attempt: Attempt, answer: str | DeliveryError, now: datetime) -> None:
    """The attempt's row. A message that did not come so far as to be sent has none yet."""
    if attempt.number is None:
        given = {"message_id": attempt.message.id, "began_at": now, "owner": attempt.owner, "server": None}
        attempt_number = session.execute(insert(ATTEMPTS), given | {"outcome": "unknown"}).inserted_primary_key[0]  # type: ignore[attr-defined]
        counted = update(MESSAGES).where(MESSAGES.c.id == attempt.message.id).values(tries=MESSAGES.c.tries + 1)
        session.execute(counted)
    else:
        attempt_number = attempt.number
    session.execute(_END, {"attempt": attempt_number, "now": now, **_said(answer)})


def _accepted(session: Session, message: Prepared, answer: str, now: datetime) -> None:
    session.execute(_SENT, {"number": message.id, "now": now, "said": plain(answer)})
    if message.type in ("story.new", "story.update"):
        reader = {"to": message.recipient, "by": message.channel}
        session.execute(_HOLD_UPDATES, {"number": message.id, "later": now + UPDATES_APART, **reader})


def _said(answer: str | DeliveryError) -> dict[str, Any]:
    if isinstance(answer, str):
        outcome = "accepted"
    elif answer.unanswered:
        outcome = "unknown"
    else:
        outcome = "failed" if answer.fault == "passing" else "refused"
    return {"came": outcome, "said": plain(str(answer))}


def _refused(session: Session, attempt: Attempt, answer: DeliveryError, now: datetime, reporter: Reporter) -> str:
    """By what the failure lies with; the message's state. One that another owner has sent meanwhile stays sent."""
    row = session.get_one(MessageRow, attempt.message.id, with_for_update=True, populate_existing=True)
    if row.claimed_by == attempt.owner:
        row.claimed_by = row.claimed_at = None
    if row.state == "sent":
        return row.state
    row.answer = plain(str(answer))
    if isinstance(answer, NotYetError):
        row.state, row.tries, row.next_try_at = "waiting", max(0, row.tries - 1), now + _wait(0, answer)
    elif answer.fault == "channel" or (attempt.probe and answer.fault == "passing"):
        row.state, row.tries, row.next_try_at = "waiting", max(0, row.tries - 1), now
        if lines.pause(session, line_of(row.channel, row.recipient), row.answer, now):
            reporter.paused(session, row, now)
    elif answer.fault == "passing" and now - _failing_since(session, row, now) <= GIVE_UP:
        row.state, row.next_try_at = "waiting", now + _wait(row.tries, answer)
        if row.type == "operator" and row.tries == SPARE_AFTER:
            reporter.held_up(session, row, now)
    else:
        row.state = "dead"
        if answer.fault != "address":
            reporter.given_up(session, row, now)
        elif lines.switch_off(session, lines.address(row.channel, row.recipient), row.answer, now):
            reporter.switched_off(session, row, now)
    session.flush()
    return row.state


def _wait(tries: int, answer: DeliveryError) -> timedelta:
    wish = min(answer.retry_after or timedelta(), LONGEST_WISH)
    return max(BACKOFF[min(max(tries, 1), len(BACKOFF)) - 1], wish)


def _well_again(session: Session, message: Prepared, now: datetime, reporter: Reporter) -> None:
    name = line_of(message.channel, message.recipient)
    since = lines.resume(session, name, now)
    if since is not None:
        reporter.well_again(session, name, since, now)


def _failing_since(session: Session, row: MessageRow, now: datetime) -> datetime:
    """When the first of the tries that count was made."""
    counted = select(AttemptRow.began_at).where(AttemptRow.message_id == row.id).order_by(AttemptRow.id.desc())
    return min(session.scalars(counted.limit(max(row.tries, 1))), default=now)


_BEGIN = (
    update(MESSAGES)
    .where(
        MESSAGES.c.id == bindparam("number"),
        MESSAGES.c.claimed_by == bindparam("owner"),
        MESSAGES.c.state.in_(lines.UNSENT),
    )
    .values(
        state="sending",
        type=bindparam("kind"),
        frozen=bindparam("said"),
        tries=MESSAGES.c.tries + 1,
        claimed_at=bindparam("now"),
    )
)
_END = (
    update(ATTEMPTS)
    .where(ATTEMPTS.c.id == bindparam("attempt"))
    .values(ended_at=bindparam("now"), outcome=bindparam("came"), answer=bindparam("said"))
)
_SENT = (
    update(MESSAGES)
    .where(MESSAGES.c.id == bindparam("number"))
    .values(state="sent", sent_at=bindparam("now"), answer=bindparam("said"), claimed_by=None, claimed_at=None)
)


def _updates_that_gathered() -> Update:
    """An update that gathered while a message waited does not follow at its heels, unless a grade changes."""
    story = select(MESSAGES.c.story_id).where(MESSAGES.c.id == bindparam("number")).scalar_subquery()
    told = cast("Table", ToldRow.__table__)
    graded = select(told.c.message_id).where(
        told.c.recipient == bindparam("to"),
        told.c.channel == bindparam("by"),
        told.c.story_id == story,
        told.c.message_id.is_not(None),
        told.c.fact.startswith(f"{JUDGEMENT}: "),
    )
    gathered = (
        MESSAGES.c.story_id == story,
        MESSAGES.c.recipient == bindparam("to"),
        MESSAGES.c.channel == bindparam("by"),
        MESSAGES.c.state == "pending",
        MESSAGES.c.claimed_by.is_(None),
        MESSAGES.c.next_try_at < bindparam("later"),
        MESSAGES.c.id.not_in(graded),
    )
    return update(MESSAGES).where(*gathered).values(next_try_at=bindparam("later"))


_HOLD_UPDATES = _updates_that_gathered()
