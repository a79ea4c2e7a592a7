"""Addresses of recipients who are no longer told anything, forgotten some time after they have gone."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import Text, cast, delete, or_, select, update
from sqlalchemy.orm import Session

from alerts.recipients import Recipient
from db.models import (
    AttemptRow,
    DigestRow,
    LineRow,
    MessageRow,
    MuteRow,
    RecipientRow,
    ToldRow,
    WorkRow,
)

Address = tuple[str, str]
GONE = "gone "
FORGOTTEN = "forgotten-"
KEPT_CHANNELS = ("log", "file")


def forget_gone(session: Session, recipients: Collection[Recipient], now: datetime, after: timedelta) -> int:
    """Note who of those who were told something is told nothing any more, and forget the addresses of those who went
    longer ago than `after`; how many. Whoever still has a message on its way is not forgotten, and a wish to be sent
    nothing more is kept."""
    present = {(to.recipient, to.channel) for to in recipients}
    forgotten = 0
    for address in _known(session):
        mark = session.get(WorkRow, _mark(address))
        if address in present:
            if mark is not None:
                session.delete(mark)
        elif mark is None:
            session.add(WorkRow(name=_mark(address), value={}, at=now))
        elif mark.at <= now - after and not _has_mail(session, address):
            _forget(session, address)
            session.delete(mark)
            forgotten += 1
    session.flush()
    return forgotten


def _mark(address: Address) -> str:
    return f"{GONE}{address[1]} {address[0]}"


def _known(session: Session) -> list[Address]:
    """Everybody whose address is stored, without what is no address."""
    found: dict[Address, None] = {}
    for table in (RecipientRow, MessageRow, ToldRow):
        named = select(table.recipient, table.channel).distinct().where(table.channel.not_in(KEPT_CHANNELS))
        for recipient, channel in session.execute(named.where(~table.recipient.startswith(FORGOTTEN))):
            found[recipient, channel] = None
    return list(found)


def _has_mail(session: Session, address: Address) -> bool:
    unfinished = MessageRow.state.in_(("pending", "waiting", "sending"))
    mine = (MessageRow.recipient == address[0], MessageRow.channel == address[1])
    return session.scalar(select(MessageRow.id).where(unfinished, *mine).limit(1)) is not None


def _forget(session: Session, address: Address) -> None:
    """Put one name without meaning in the place of an address, wherever it is stored: who was told the same can still
    be seen, and not who that was."""
    recipient, channel = address
    name = f"{FORGOTTEN}{uuid4().hex[:12]}"
    _clean_answers(session, recipient, name)
    for kept in (MessageRow, ToldRow):
        mine = (kept.recipient == recipient, kept.channel == channel)
        session.execute(update(kept).where(*mine).values(recipient=name))
    for gone in (RecipientRow, DigestRow, MuteRow):
        session.execute(delete(gone).where(gone.recipient == recipient, gone.channel == channel))
    session.execute(delete(LineRow).where(LineRow.name == f"{channel} {recipient}"))


def _clean_answers(session: Session, recipient: str, name: str) -> None:
    """Servers name an address in their answers, and messages to the operator do."""
    for attempt in session.scalars(select(AttemptRow).where(AttemptRow.answer.contains(recipient, autoescape=True))):
        attempt.answer = (attempt.answer or "").replace(recipient, name)
    named = cast(MessageRow.frozen, Text).contains(recipient, autoescape=True)
    for row in session.scalars(
        select(MessageRow).where(or_(MessageRow.answer.contains(recipient, autoescape=True), named))
    ):
        row.answer = row.answer.replace(recipient, name) if row.answer else None
        row.frozen = json.loads(json.dumps(row.frozen).replace(recipient, name)) if row.frozen else None
    session.flush()
