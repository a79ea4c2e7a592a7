"""Which messages are due, and whose they are while they are sent."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, exists, not_, or_, select, tuple_, update
from sqlalchemy.orm import Session, aliased

from alerts.lines import on_lines, probe_soon, switch_on
from db.claims import host_of, is_dead, own_name
from db.engine import Database
from db.models import AttemptRow, MessageRow

LEASE = timedelta(minutes=10)
DUE_STATES = ("pending", "waiting")
UNFINISHED = (*DUE_STATES, "sending")
AT_MOST = 1000


@dataclass(frozen=True, slots=True)
class Due:
    """A message whose time has come, and where it goes."""

    id: int
    channel: str
    recipient: str

    @property
    def reader(self) -> tuple[str, str]:
        """Channel and recipient: whose messages go one after the other."""
        return self.channel, self.recipient


def due(
    session: Session, now: datetime, *, closed: Collection[str] = (), busy: Collection[tuple[str, str]] = ()
) -> list[Due]:
    """What is due, oldest first and at most a thousand, without these lines and (channel, recipient) pairs."""
    query = select(MessageRow.id, MessageRow.channel, MessageRow.recipient).where(*_is_due(now))
    if closed:
        query = query.where(not_(on_lines(closed)))
    if busy:
        query = query.where(tuple_(MessageRow.channel, MessageRow.recipient).not_in(busy))
    found = session.execute(query.order_by(MessageRow.next_try_at, MessageRow.id).limit(AT_MOST))
    return [Due(number, channel, recipient) for number, channel, recipient in found]


def claim(session: Session, numbers: Collection[int], owner: str, now: datetime) -> set[int]:
    """Take these messages, as far as they are still due; those that are now the owner's."""
    found = select(MessageRow.id).where(MessageRow.id.in_(numbers), *_is_due(now)).order_by(MessageRow.id)
    mine = set(session.scalars(found.with_for_update(skip_locked=True, of=MessageRow)))
    taken = update(MessageRow).where(MessageRow.id.in_(mine)).values(claimed_by=owner, claimed_at=now)
    session.execute(taken, execution_options={"synchronize_session": False})
    return mine


def put_back(session: Session, numbers: Collection[int], owner: str) -> None:
    """Give up what was claimed and not begun."""
    mine = update(MessageRow).where(MessageRow.id.in_(numbers), MessageRow.claimed_by == owner)
    session.execute(mine.values(claimed_by=None, claimed_at=None), execution_options={"synchronize_session": False})


def release_claims(database: Database, now: datetime, owner: str = "", lease: timedelta = LEASE) -> int:
    """Make due, under its old ids, what a process that is gone had in hand, and what an earlier run of this owner left
    because the store failed it; how many. On this host a dead process is known; a claim from elsewhere is released when
    it is older than `lease`."""
    with database.reading() as session:
        claimed = session.execute(select(MessageRow.id, MessageRow.claimed_by, MessageRow.claimed_at).where(*_HELD))
        gone = [number for number, holder, at in claimed if _is_gone(holder, at, owner, now - lease)]
    return database.write(lambda session: _release(session, gone, owner, now, lease), durable=True) if gone else 0


_HELD = (MessageRow.state.in_(UNFINISHED), MessageRow.claimed_by.is_not(None))


def _is_gone(holder: str | None, claimed_at: datetime | None, owner: str, before: datetime) -> bool:
    if holder is None:
        return False
    if holder == owner or is_dead(holder):
        return True
    return host_of(holder) != host_of(own_name()) and claimed_at is not None and claimed_at < before


def _release(session: Session, numbers: Sequence[int], owner: str, now: datetime, lease: timedelta) -> int:
    """Make them due again. An attempt that was cut off is no failure."""
    held = select(MessageRow).where(MessageRow.id.in_(numbers), *_HELD).order_by(MessageRow.id)
    rows = [
        row
        for row in session.scalars(held.with_for_update(skip_locked=True))
        if _is_gone(row.claimed_by, row.claimed_at, owner, now - lease)
    ]
    for row in rows:
        if row.state == "sending":
            row.state, row.next_try_at, row.tries = "waiting", now, max(0, row.tries - 1)
        row.claimed_by = row.claimed_at = None
    cut_off = update(AttemptRow).where(AttemptRow.message_id.in_([row.id for row in rows]))
    session.execute(cut_off.where(AttemptRow.ended_at.is_(None)).values(ended_at=now))
    return len(rows)


def hasten(database: Database, now: datetime) -> int:
    """Make due at once what waits for another try, and try paused lines; how many messages."""
    waiting = update(MessageRow).where(MessageRow.state == "waiting", MessageRow.claimed_by.is_(None))

    def make_due(session: Session) -> int:
        probe_soon(session, now)
        return int(session.execute(waiting.values(next_try_at=now)).rowcount)  # type: ignore[attr-defined]

    return database.write(make_due)


def dead_messages(session: Session) -> list[MessageRow]:
    """What was given up, oldest first."""
    return list(session.scalars(select(MessageRow).where(MessageRow.state == "dead").order_by(MessageRow.id)))


def retry_dead(session: Session, number: int | None, now: datetime) -> list[MessageRow]:
    """Try a dead message again, or with None all of them, from the first of its tries on, and what was switched off for
    it. Raises LookupError where there is no such dead message."""
    dead = select(MessageRow).where(MessageRow.state == "dead").order_by(MessageRow.id).with_for_update()
    rows = list(session.scalars(dead if number is None else dead.where(MessageRow.id == number)))
    if number is not None and not rows:
        raise LookupError(f"there is no dead message {number}")
    for row in rows:
        row.state, row.tries, row.next_try_at = "waiting", 0, now
    switch_on(session, {f"{row.channel} {row.recipient}" for row in rows})
    return rows


def _is_due(now: datetime) -> tuple[Any, ...]:
    """Unclaimed, its time has come, and no earlier message about the same story is still on its way to the same. A
    message that was to go when it was written is due even where the clock was set back since."""
    earlier = aliased(MessageRow)
    return (
        MessageRow.state.in_(DUE_STATES),
        MessageRow.claimed_by.is_(None),
        or_(
            MessageRow.next_try_at <= now,
            and_(MessageRow.state == "pending", MessageRow.next_try_at == MessageRow.created_at),
        ),
        ~exists().where(
            earlier.story_id == MessageRow.story_id,
            earlier.recipient == MessageRow.recipient,
            earlier.channel == MessageRow.channel,
            earlier.id < MessageRow.id,
            earlier.state.in_(UNFINISHED),
        ),
    )
