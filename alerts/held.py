"""What a paused line held for more than a day: one digest a person, instead of every message of that time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from alerts.lines import UNSENT, on_line
from alerts.outbox import new_message
from db.models import AttemptRow, MessageRow, ToldRow

HELD = "held"
LONG = timedelta(hours=24)


def join_held(session: Session, line: str, now: datetime) -> int:
    """Put all that a line holds for a person into one digest; how many messages went into others. What may have
    arrived already, because an answer never came, stays as it is, under its own id; so do notes to the operator."""
    unsure = exists().where(AttemptRow.message_id == MessageRow.id, AttemptRow.outcome == "unknown")
    tells = exists().where(ToldRow.message_id == MessageRow.id)
    free = (MessageRow.state.in_(UNSENT), MessageRow.claimed_by.is_(None))
    held = select(MessageRow).where(on_line(line), *free, tells, ~unsure)
    rows = list(session.scalars(held.order_by(MessageRow.recipient, MessageRow.id).with_for_update()))
    joined = 0
    for _, together in groupby(rows, key=lambda row: row.recipient):
        joined += _join(session, list(together), now)
    return joined


def _join(session: Session, rows: Sequence[MessageRow], now: datetime) -> int:
    digest = next((row for row in rows if row.schedule == HELD), None)
    others = [row for row in rows if row is not digest]
    if not others:
        return 0
    if digest is None:
        digest = new_message("digest", rows[0].recipient, rows[0].channel, min(row.created_at for row in rows), now)
        digest.schedule = HELD
        session.add(digest)
        session.flush()
    digest.frozen = None
    numbers = [row.id for row in others]
    for table in (ToldRow, AttemptRow):
        session.execute(update(table).where(table.message_id.in_(numbers)).values(message_id=digest.id))
    for row in others:
        session.delete(row)
    session.flush()
    return len(others)
